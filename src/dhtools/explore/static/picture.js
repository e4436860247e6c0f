// A picture whose marks are places that can be clicked, or reached by the arrow keys; its lines stand below it.

function render({ model, el }) {
  const root = make("section", { class: "dhtools dh-picture", "aria-label": "Picture" });
  el.append(root);
  const { ask, done } = asker(model, (busy) => root.classList.toggle("dh-busy", busy), () =>
    say("The kernel does not answer yet. If it has stopped, run the cell again.", true));
  const image = make("img", {});
  const map = make("div", { class: "dh-map", role: "group", "aria-label": "Marks", keydown: (event) => moved(event) });
  const status = make("p", { class: "dh-status", role: "status" });
  const table = make("table", { class: "dh-lines" });
  const passage = make("section", { class: "dh-passage", hidden: true, "aria-label": "Passage", tabindex: "-1",
    keydown: (event) => { if (event.key === "Escape") passage.hidden = true; } });
  const code = make("pre", { class: "dh-code", tabindex: "0", role: "region", "aria-label": "Code", hidden: true });
  root.append(make("div", { class: "dh-frame" }, image, map), status, table, passage, code);

  const say = (words, wrong = false) => {
    fill(status, words);
    status.classList.toggle("dh-wrong", wrong);
  };

  function showPicture({ png, alt, places }) {
    image.src = `data:image/png;base64,${png}`;
    image.alt = alt;
    fill(map, ...places.map(([[left, top, width, height], label], number) => {
      const style = `left: ${100 * left}%; top: ${100 * top}%; width: ${100 * width}%; height: ${100 * height}%`;
      return button("", (event) => {
        map.querySelector("[aria-current]")?.removeAttribute("aria-current");
        event.currentTarget.setAttribute("aria-current", "true");
        ask({ do: "lines", place: number });
      }, { style, class: "dh-spot", title: label, "aria-label": label, tabindex: number ? "-1" : "0" });
    }));
    say("Click a mark to read its lines.");
  }

  function moved(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const next = map.children[[...map.children].indexOf(document.activeElement) + step];
    if (!step || !next) return;
    event.preventDefault();
    document.activeElement.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  function showLines({ label, n, rows, code: calls }) {
    say(`${label}: ${counted(n, "line")}${n > rows.length ? `, the first ${rows.length} of them` : ""}.`);
    fill(table, make("caption", { class: "dh-hidden" }, label),
      make("colgroup", {}, ...["cite", "before", "after", "whose"].map((of) => make("col", { class: `dh-${of}-column` }))),
      make("tbody", {}, ...rows.map(([cite, voice, left, match, right], line) => make("tr", { class: `dh-of-${voice}` },
        make("td", { class: "dh-cite", title: cite }, cite),
        make("td", { class: "dh-before", dir: "auto" }, make("span", {}, left)),
        make("td", { class: "dh-after", dir: "auto" },
          button(match, () => ask({ do: "open", line }), { class: "dh-match", "aria-label": `${match}, ${cite}: open the passage` }), right),
        make("td", { class: "dh-whose" }, voice === "author" ? "" : voice)))));
    passage.hidden = true;
    code.hidden = false;
    fill(code, calls);
  }

  function showPassage({ text, blocks, layers }) {
    const place = make("div", {});
    showBlocks(place, blocks, layers);
    fill(passage, make("header", {}, make("h4", {}, text), button("Close", () => { passage.hidden = true; })), place);
    passage.hidden = false;
    passage.focus({ preventScroll: true });
    passage.scrollIntoView({ block: "nearest" });
  }

  const shows = {
    picture: showPicture,
    lines: showLines,
    passage: showPassage,
    error: ({ words }) => say(words, true),
    done: ({ id }) => done(id),
  };
  const heard = (answer) => shows[answer.is]?.(answer);
  model.on("msg:custom", heard);
  ask({ do: "start" });
  return () => model.off("msg:custom", heard);
}

export default { render };

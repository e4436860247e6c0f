// A judgement sheet: one finding at a time. The keys y, n and u judge it, z takes the last verdict back.

const VERDICTS = { yes: "Yes", no: "No", unclear: "Unclear" };
const KEYS = { y: "yes", n: "no", u: "unclear" };

function render({ model, el }) {
  // JupyterLab must not take the keys for its own: y would make a cell of code
  const root = make("section", {
    class: "dhtools dh-judge", tabindex: "0", "aria-label": "Judge findings", "data-lm-suppress-shortcuts": "true",
    keydown: (event) => pressed(event),
  });
  el.append(root);
  const { ask, done } = asker(model, (busy) => root.classList.toggle("dh-busy", busy), () =>
    say("The kernel does not answer: what was judged last may not be saved. If it has stopped, run the cell again.", true));
  const state = { finding: null, waits: false };

  const head = make("header", { class: "dh-bar" });
  const progress = make("progress", { "aria-label": "Judged" });
  const question = make("h4", { class: "dh-question" });
  const context = make("div", { class: "dh-context", dir: "auto", tabindex: "0", role: "region", "aria-label": "Context" });
  const reason = make("input", { type: "text", id: newId("reason"), placeholder: "optional", autocomplete: "off" });
  const verdicts = Object.entries(VERDICTS).map(([verdict, words]) =>
    button(words, () => judge(verdict), { class: "dh-verdict", "data-verdict": verdict, "aria-keyshortcuts": verdict[0] }));
  verdicts.forEach((one) => one.append(make("kbd", { "aria-hidden": "true" }, one.dataset.verdict[0])));
  const status = make("p", { class: "dh-status", role: "status" });
  const ways = make("p", { class: "dh-buttons" });
  const end = make("div", { class: "dh-end", hidden: true, tabindex: "-1" });
  root.append(head, progress, question, context,
    make("div", { class: "dh-verdicts", role: "group", "aria-label": "Verdict" }, ...verdicts),
    make("p", { class: "dh-reason" }, make("label", { for: reason.id }, "Reason"), reason),
    ways, status, end);

  const say = (words, wrong = false) => {
    fill(status, words);
    status.classList.toggle("dh-wrong", wrong);
  };

  /** Judge what is on the page: no key counts before the next finding is. */
  function judge(verdict) {
    if (state.waits || !state.finding) return;
    state.waits = true;
    ask({ do: "judge", verdict, reason: reason.value });
  }

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target === reason) {
      if (event.key === "Enter" || event.key === "Escape") root.focus();
      return;
    }
    const verdict = KEYS[event.key.toLowerCase()];
    const others = { z: "undo", Backspace: "undo", ArrowLeft: -1, ArrowRight: 1, r: "reason" };
    const other = others[event.key];
    if (!verdict && other === undefined) return;
    event.preventDefault();
    if (event.repeat) return;
    if (verdict) judge(verdict);
    else if (other === "undo") ask({ do: "undo" });
    else if (other === "reason") reason.focus();
    else ask({ do: "go", place: state.finding.place + other });
  }

  function showFinding(finding) {
    state.finding = finding;
    state.waits = false;
    const { place, n, judged, category, passage, coder, sheet, verdict } = finding;
    fill(head, make("strong", {}, coder), make("span", {}, sheet), make("span", {}, `${figures(judged)} of ${figures(n)} judged`));
    progress.max = n;
    progress.value = judged;
    fill(question, make("span", {}, "Is this: ", make("b", {}, category), "?"), make("span", { class: "dh-place" }, `${figures(place + 1)} of ${figures(n)}, ${passage}`));
    if (finding.blocks) {
      const inside = finding.blocks.map((block) =>
        make("p", { class: "dh-block", dir: "auto" }, ...block.pieces.flatMap((piece) => pieceNodes(piece, () => ""))));
      fill(context, make("div", { class: "dh-text" }, ...inside));
      const hit = context.querySelector(".dh-hit");
      if (hit) context.scrollTop = hit.offsetTop - context.clientHeight / 2;
    } else {
      const [left, cue, right] = finding.line;
      fill(context, make("p", { class: "dh-text" }, left, make("strong", { class: "dh-hit" }, cue), right));
    }
    reason.value = finding.reason;
    verdicts.forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.verdict === verdict)));
    fill(ways,
      button("Previous", () => ask({ do: "go", place: place - 1 }), { disabled: place === 0, "aria-keyshortcuts": "ArrowLeft" }),
      button("Next", () => ask({ do: "go", place: place + 1 }), { disabled: place === n - 1, "aria-keyshortcuts": "ArrowRight" }),
      button("Next without verdict", () => ask({ do: "next" }), { disabled: judged === n }),
      button("Undo (z)", () => ask({ do: "undo" }), { "aria-keyshortcuts": "z" }));
    if (judged < n) end.hidden = true;
    if (!root.contains(document.activeElement)) return;
    if (document.activeElement === document.body) root.focus();
  }

  const share = (value) => (value === null ? "–" : `${Math.round(100 * value)} %`);
  const interval = ({ low, high }) => (low === null ? "–" : `${Math.round(100 * low)} to ${Math.round(100 * high)} %`);

  function table(words, heads, rows) {
    return make("table", { class: "dh-results" }, make("caption", {}, words),
      make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))),
      make("tbody", {}, ...rows.map(([name, ...cells]) =>
        make("tr", {}, make("th", { scope: "row" }, name), ...cells.map((cell) => make("td", { class: "dh-n" }, String(cell)))))));
  }

  function showEnd({ results, agreement, other, open }) {
    const judged = table("What you judged", ["category", "n", "yes", "no", "unclear", "right", "95 % interval"],
      results.map((row) => [row.category, row.n, row.n_yes, row.n_no, row.n_unclear, share(row.precision), interval(row)]));
    const agreed = agreement && table(`Agreement with ${other}`, ["category", "n", "same", "agreement", "95 % interval", "kappa"],
      agreement.map((row) => [row.category, row.n, row.n_same, share(row.agreement), interval(row), row.kappa === null ? row.note : row.kappa.toFixed(2)]));
    const waiting = other && !agreement ? make("p", {}, open ? `${other}: ${counted(open, "finding")} still to be judged.` : "") : null;
    const hint = other ? null : make("p", {}, "A second coder of the same findings: judge(sheet, coder=\"Name\").");
    fill(end, make("h4", {}, "All findings are judged."), judged, agreed, waiting, hint);
    end.hidden = false;
  }

  const shows = {
    finding: showFinding,
    end: showEnd,
    told: ({ words }) => say(words),
    error: ({ words }) => say(words, true),
    done: ({ id }) => { state.waits = false; done(id); },
  };
  const heard = (answer) => shows[answer.is]?.(answer);
  model.on("msg:custom", heard);
  ask({ do: "start" });
  return () => model.off("msg:custom", heard);
}

export default { render };

// The explorer: search, filters and order above; lines, and beside them collocates and texts; the opened passage;
// steps and code below.

const SORTS = ["L3", "L2", "L1", "R1", "R2", "R3"];
const VOICES = { author: "author", quoted: "quoted", mentioned: "mentioned", other: "other" };

function render({ model, el }) {
  const root = make("section", { class: "dhtools dh-explorer", "aria-label": "Explore the texts" });
  el.append(root);
  const { ask, done } = asker(model, (busy) => root.classList.toggle("dh-busy", busy), () =>
    say("The kernel does not answer yet. If it has stopped, run the cell again.", true));
  const state = { view: {} };

  // search
  const query = make("input", {
    type: "search", id: newId("query"), class: "dh-query", autocomplete: "off", spellcheck: "false",
    placeholder: "a word, a phrase …", input: () => later(),
  });
  const way = make("select", { "aria-label": "How the query is read", change: () => search(true) },
    make("option", { value: "words" }, "word or phrase"), make("option", { value: "pattern" }, "regular expression"));
  let typing = 0;
  const search = (draft) => {
    clearTimeout(typing);
    ask({ do: "search", query: query.value, way: way.value, draft });
  };
  const later = () => {
    clearTimeout(typing);
    typing = setTimeout(() => search(true), 150);
  };
  const form = make("form", { class: "dh-search", role: "search", "aria-label": "Search", submit: (event) => {
    event.preventDefault();
    search(false);
  } }, make("label", { for: query.id }, "Search"), query, way);
  const status = make("p", { class: "dh-status", role: "status" });
  const filters = make("div", { class: "dh-filters", role: "group", "aria-label": "Filters" });
  const order = make("div", { class: "dh-order", role: "group", "aria-label": "Order of the lines" });
  const near = make("div", { class: "dh-near" });

  // lines
  const body = make("tbody", { keydown: (event) => moved(event) });
  const caption = make("caption", { class: "dh-hidden" }, "Lines");
  const table = make("table", { class: "dh-lines" }, caption,
    make("colgroup", {}, ...["cite", "before", "after", "whose"].map((of) => make("col", { class: `dh-${of}-column` }))),
    make("thead", { class: "dh-hidden" }, make("tr", {}, ...["passage", "before", "match and after", "voice"].map((name) =>
      make("th", { scope: "col" }, name)))), body);
  const pages = make("nav", { class: "dh-pages", "aria-label": "Pages of lines" });
  const beside = make("div", { class: "dh-beside" });
  const passage = make("section", { class: "dh-passage", hidden: true, "aria-label": "Passage", tabindex: "-1",
    keydown: (event) => { if (event.key === "Escape") close(); } });

  // steps and code
  const steps = make("ol", { class: "dh-steps", "aria-label": "Steps" });
  const code = make("pre", { class: "dh-code", tabindex: "0", role: "region", "aria-label": "Code" });
  const field = make("textarea", { class: "dh-field", readonly: true, hidden: true, rows: "6", "aria-label": "What was copied" });
  const name = make("input", { type: "text", id: newId("name"), placeholder: "name-of-the-table", pattern: "[a-z0-9][a-z0-9\\-]*" });
  const save = make("form", { class: "dh-save", submit: (event) => {
    event.preventDefault();
    ask({ do: "save", name: name.value.trim() });
  } }, make("label", { for: name.id }, "Save as exhibit"), name, make("button", {}, "Save"));
  const foot = make("details", { class: "dh-foot" }, make("summary", {}, "Steps, code, exhibit"),
    make("div", { class: "dh-taken" },
      make("div", {}, make("h4", {}, "Steps"), steps),
      make("div", {}, make("h4", {}, "Code"), code,
        make("p", { class: "dh-buttons" },
          button("Copy code", async () => say(await copy(code.textContent, field) ? "Code copied." : "Select and copy it.")),
          button("Code of every branch", () => ask({ do: "code", tree: true }))),
        field, save)));
  foot.addEventListener("toggle", () => { if (foot.open) ask({ do: "code" }); });

  root.append(form, filters, make("div", { class: "dh-bar" }, status, near, order),
    make("div", { class: "dh-main" }, make("div", { class: "dh-left" }, table, pages), beside), passage, foot);

  const say = (words, wrong = false) => {
    fill(status, words);
    status.classList.toggle("dh-wrong", wrong);
  };

  // -- filters: one that opens for each thing that lines can be kept by
  function choice(what, values, chosen, keep) {
    const boxes = values.map((value) =>
      make("label", {}, make("input", { type: "checkbox", value, checked: chosen.includes(value), change: () => {
        keep(boxes.map((box) => box.firstChild).filter((box) => box.checked).map((box) => box.value));
      } }), value));
    const told = chosen.length === 0 ? "all" : chosen.length === 1 ? chosen[0] : `${chosen.length} of ${values.length}`;
    return dropdown(what, told, make("div", { class: "dh-choices" }, ...boxes,
      chosen.length ? button("All", () => keep([])) : null));
  }

  function dropdown(what, told, inside) {
    const details = make("details", { class: "dh-filter", "data-what": what, keydown: (event) => {
      if (event.key === "Escape") {
        details.open = false;
        details.firstChild.focus();
      }
    } }, make("summary", {}, `${what}: `, make("b", {}, told)), inside);
    details.open = filters.querySelector(`details[open][data-what="${CSS.escape(what)}"]`) !== null;
    return details;
  }

  function years(first, last, chosen) {
    const box = (value, label) =>
      make("input", { type: "number", min: first, max: last, value, "aria-label": label });
    const from = box(chosen?.[0] ?? first, "from year"), to = box(chosen?.[1] ?? last, "to year");
    const keep = (event) => {
      event.preventDefault();
      ask({ do: "keep", years: [Number(from.value), Number(to.value)] });
    };
    return dropdown("year", chosen ? `${chosen[0]}–${chosen[1]}` : "all",
      make("form", { class: "dh-choices dh-years", submit: keep }, from, " to ", to, make("button", {}, "Keep"),
        chosen ? button("All", () => ask({ do: "keep", years: [] })) : null));
  }

  function showFilters() {
    const { choices, view } = state;
    if (!choices || !view.text) return;
    const focused = root.contains(document.activeElement) ? document.activeElement.value : null;
    const inFilters = filters.contains(document.activeElement);
    const shown = ["text", "voice", "kind"].filter((what) => choices[what].length > 1).map((what) =>
      choice(what, choices[what], view[what], (values) => ask({ do: "keep", [what]: values })));
    const groups = Object.entries(choices.groups).map(([column, values]) =>
      choice(column, values, view.groups[column] ?? [], (kept) =>
        ask({ do: "keep", groups: { ...view.groups, [column]: kept } })));
    const dated = choices.years.length ? [years(...choices.years, view.years)] : [];
    fill(filters, ...shown, ...groups, ...dated);
    if (inFilters && focused !== null) {
      filters.querySelector(`details[open] input[value="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  function showOrder() {
    const chosen = state.view.sort_by ?? [];
    fill(order, make("span", {}, "Sort"), ...SORTS.map((key) => {
      const place = chosen.indexOf(key);
      const told = `${key[1]} ${key[0] === "L" ? "to the left" : "to the right"}`;
      const label = place < 0 ? `word ${told}` : `word ${told}, key ${place + 1}`;
      return button(key, () => {
        ask({ do: "sort", names: place < 0 ? [...chosen, key] : chosen.filter((one) => one !== key) });
      }, { "aria-pressed": String(place >= 0), "aria-label": label, "data-place": place < 0 ? null : place + 1 });
    }), chosen.length ? button("by text", () => ask({ do: "sort", names: [] })) : null);
    fill(near, ...(state.view.near ?? []).map((word) =>
      button(`near ${word} ×`, () => ask({ do: "widen", word }), { "aria-label": `near ${word}: remove` })));
  }

  // -- lines
  function showLines({ n, page, size, rows }) {
    state.lines = { n, page, size };
    fill(body, ...rows.map(([number, cite, voice, left, match, right], place) =>
      make("tr", { class: `dh-of-${voice}` },
        make("td", { class: "dh-cite", title: cite }, cite),
        make("td", { class: "dh-before", dir: "auto" }, make("span", {}, left)),
        make("td", { class: "dh-after", dir: "auto" },
          button(match, (event) => open(number, event.currentTarget), {
            class: "dh-match", tabindex: place ? "-1" : "0", "aria-label": `${match}, ${cite}: open the passage`,
          }), right),
        make("td", { class: "dh-whose" }, voice === "author" ? "" : VOICES[voice] ?? voice))));
    const last = Math.min((page + 1) * size, n);
    const turn = (words, to, able) =>
      button(words, () => ask({ do: "page", number: to }), { disabled: !able });
    fill(pages, ...(n > size ? [
      turn("Previous", page - 1, page > 0),
      make("span", {}, `lines ${figures(page * size + 1)}–${figures(last)} of ${figures(n)}`),
      turn("Next", page + 1, last < n)] : []));
    fill(caption, `Lines: ${counted(n, "line")}`);
    table.hidden = !n;
    if (n || !query.value) say(n ? counted(n, "line") : "Type a word, or a phrase.");
    else say("No line.");
  }

  function moved(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = [...body.querySelectorAll(".dh-match")];
    const at = all.indexOf(document.activeElement);
    if (!step || at < 0 || !all[at + step]) return;
    event.preventDefault();
    all[at].tabIndex = -1;
    all[at + step].tabIndex = 0;
    all[at + step].focus();
  }

  // -- beside the lines
  function showBeside({ n, n_texts, of_texts, n_words, voices, texts, collocates, measure }) {
    if (n) {
      const spoken = Object.entries(voices).filter(([, count]) => count).map(([voice, count]) => `${voice} ${figures(count)}`);
      say(`${counted(n, "line")} in ${figures(n_texts)} of ${counted(of_texts, "text")}, ${counted(n_words, "word")}. Voice: ${spoken.join(", ")}.`);
    }
    const most = Math.max(...collocates.map(([, count]) => count), 1);
    const measured = make("select", { "aria-label": "Measure of association", change: (event) =>
      ask({ do: "measure", measure: event.target.value }) },
      ...Object.entries(state.choices.measures).map(([key, words]) =>
        make("option", { value: key, selected: key === measure }, words)));
    const words = make("ul", { class: "dh-collocates" }, ...collocates.map(([word, count, value]) =>
      make("li", {},
        button(word, () => ask({ do: "narrow", word }), { "aria-label": `${word}: lines with it near` }),
        make("span", { class: "dh-bar-of", style: `--share: ${count / most}`, "aria-hidden": "true" }),
        make("span", { class: "dh-n" }, figures(count)),
        make("span", { class: "dh-n" }, value === null ? "–" : value.toFixed(1)))));
    const known = make("div", { class: "dh-panel" }, make("h4", {}, "Collocates"), measured,
      collocates.length ? words : make("p", {}, "None occurs twice."));
    fill(beside, ...(n ? [known, showTexts(texts, n_texts)] : []));
  }

  function showTexts(texts, of) {
    const rate = ({ per_1000, low, high, note }) => {
      if (per_1000 === null) return note;
      return low === null ? `${per_1000.toFixed(2)}` : `${per_1000.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
    };
    const rows = texts.map((one) => make("tr", {},
      make("th", { scope: "row" }, button(one.text, () => ask({ do: "keep", text: [one.text] }), { title: `${one.text}: these lines only` })),
      make("td", { class: "dh-n" }, figures(one.n)),
      make("td", { class: "dh-n dh-rate", title: one.note }, rate(one)),
      make("td", { class: "dh-strip" }, strip(one))));
    return make("div", { class: "dh-panel" }, make("h4", {}, "Texts"),
      make("div", { class: "dh-scroll", tabindex: "0", role: "region", "aria-label": "Lines by text" },
        make("table", { class: "dh-texts" },
          make("colgroup", {}, ...["text", "n", "rate", "strip"].map((of) => make("col", { class: `dh-${of}-column` }))),
          make("thead", {}, make("tr", {},
          ...["text", "n", "per 1,000 words [95 %]", "where"].map((head) => make("th", { scope: "col" }, head)))),
        make("tbody", {}, ...rows))),
      of > texts.length ? make("p", {}, `And ${counted(of - texts.length, "text")} with fewer lines.`) : null);
  }

  function strip({ text, strip: digits }) {
    const marks = [...digits].map((digit, place) =>
      digit === "0" ? "" : `M${place + 0.5} 10V${(10 - Number(digit) * (10 / 9)).toFixed(1)}`).join("");
    const parts = [...digits].filter((digit) => digit !== "0").length;
    return make("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", role: "img",
      "aria-label": `${text}: in ${parts} of 100 parts of the text` }, make("path", { d: marks }));
  }

  // -- the passage
  function open(number, from) {
    state.from = from;
    ask({ do: "open", line: number });
  }

  function close() {
    passage.hidden = true;
    state.from?.focus();
  }

  function showPassage({ name: cite, citations, blocks, before, after, layers }) {
    const place = make("div", {});
    showBlocks(place, blocks, layers);
    const field = make("textarea", { class: "dh-field", readonly: true, hidden: true, rows: "5", "aria-label": "Citation" });
    const cited = (words, form) => button(words, async () => {
      const copied = await copy(citations[form], field);
      say(copied ? `Copied: ${form === "passage" ? cite : words}.` : "Select the citation and copy it.");
    });
    fill(passage, 
      make("header", {}, make("h4", {}, cite),
        make("span", { class: "dh-buttons" }, "Copy: ", cited("name", "passage"), cited("BibTeX", "bibtex"), cited("CSL-JSON", "csl")),
        button("Close", close, { class: "dh-close" })),
      before ? make("p", { class: "dh-more" }, "…") : "", place, after ? make("p", { class: "dh-more" }, "…") : "", field);
    passage.hidden = false;
    passage.focus({ preventScroll: true });
    passage.scrollIntoView({ block: "nearest" });
    passage.querySelector(".dh-hit")?.scrollIntoView({ block: "nearest" });
  }

  // -- steps and code
  function showSteps({ steps: taken, here, view }) {
    state.view = view;
    if (document.activeElement !== query) query.value = view.query;
    way.value = view.way;
    fill(steps, ...taken.map(([number, depth, label]) =>
      make("li", { style: `--depth: ${depth}` },
        button(label, () => ask({ do: "go", step: number }), { "aria-current": number === here ? "step" : null }))));
    showFilters();
    showOrder();
    field.hidden = true;
    if (foot.open) ask({ do: "code" });
  }

  const shows = {
    choices: (answer) => { state.choices = answer; },
    lines: showLines,
    steps: showSteps,
    beside: showBeside,
    passage: showPassage,
    code: ({ words }) => fill(code, words),
    saved: ({ words, code: calls }) => { say(words); fill(code, calls); },
    error: ({ words }) => say(words, true),
    done: ({ id }) => done(id),
  };
  const heard = (answer) => shows[answer.is]?.(answer);
  const outside = (event) => {
    for (const details of filters.querySelectorAll("details[open]")) {
      if (!details.contains(event.target)) details.open = false;
    }
  };
  model.on("msg:custom", heard);
  document.addEventListener("click", outside);
  ask({ do: "start" });
  return () => {
    model.off("msg:custom", heard);
    document.removeEventListener("click", outside);
  };
}

export default { render };

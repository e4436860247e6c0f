// A passage with its voices and layers, which can be switched off. It is read as a text: headings, paragraphs.

const HUES = ["#e8741d", "#1e965a", "#be3c82", "#0096aa", "#825fc8", "#a57d14"];

/** Return the words of a piece in elements that say whose they are, and what was found in them. */
function pieceNodes(piece, hueOf) {
  let node = document.createTextNode(piece.words);
  if (piece.hit) node = make("strong", { class: "dh-hit" }, node);
  if (piece.voice === "quoted" || piece.voice === "mentioned") {
    node = make("span", { class: `dh-voice dh-${piece.voice}` }, node);
  }
  for (const [layer, category, title] of piece.found) {
    node = make("mark", { class: "dh-found", "data-layer": layer, title, style: `--hue: ${hueOf(category)}` }, node);
  }
  const number = piece.sentence ? make("sup", { class: "dh-number" }, `${piece.sentence} `) : null;
  return number ? [number, node] : [node];
}

const HEADINGS = new Set(["title", "subtitle", "heading"]);

/** Fill a place with the blocks of a passage, and with a switch for voices and for every layer. */
function showBlocks(place, blocks, layers) {
  const categories = [...new Set(blocks.flatMap((b) => b.pieces.flatMap((p) => p.found.map((f) => f[1]))))].sort();
  const hueOf = (category) => HUES[categories.indexOf(category) % HUES.length];
  const body = make("div", { class: "dh-text" });
  for (const block of blocks) {
    const words = block.pieces.flatMap((piece) => pieceNodes(piece, hueOf));
    const kind = HEADINGS.has(block.kind) ? "heading" : block.kind;
    if (block.pieces.length) body.append(make("p", { class: `dh-block dh-${kind}`, dir: "auto" }, ...words));
    else body.append(make("p", { class: "dh-block dh-left-out" }, "Readers’ comments are not reprinted."));
  }
  const toggle = (name, words) =>
    make("label", { class: "dh-toggle" },
      make("input", { type: "checkbox", checked: true, change: (event) => {
        body.classList.toggle(`dh-without-${name}`, !event.target.checked);
        body.querySelectorAll(`[data-layer="${CSS.escape(name)}"]`).forEach((mark) => {
          mark.classList.toggle("dh-off", !event.target.checked);
        });
      } }), words);
  const switches = make("div", { class: "dh-toggles", role: "group", "aria-label": "What is marked" },
    toggle("voices", "voices"), ...layers.map((layer) => toggle(layer, layer)));
  const key = make("p", { class: "dh-key" },
    ...categories.flatMap((category) => [
      make("span", { class: "dh-found", style: `--hue: ${hueOf(category)}` }, category), " "]));
  fill(place, switches, categories.length ? key : null, body);
}

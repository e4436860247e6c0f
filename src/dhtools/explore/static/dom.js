// What all widgets share. Words are set as text nodes only: nothing that a text holds becomes markup.

const SVG = "http://www.w3.org/2000/svg";

/** Make an element: attributes by name, functions as listeners, children as nodes or words. */
function make(tag, attributes = {}, ...children) {
  const node = tag === "svg" || tag === "path" ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  fill(node, ...children);
  return node;
}

/** Put children in the place of those that an element has; what is null is left out. */
function fill(node, ...children) {
  node.replaceChildren(...children.filter((child) => child !== null && child !== undefined && child !== ""));
}

const button = (words, click, attributes = {}) => make("button", { type: "button", click, ...attributes }, words);

/** A number as it is read: 1,234. */
const figures = (n) => n.toLocaleString("en-GB");

const counted = (n, one, many = `${one}s`) => `${figures(n)} ${n === 1 ? one : many}`;

/** Give every element of a page an id of its own. */
let given = 0;
const newId = (what) => `dhtools-${what}-${(given += 1)}`;

/** Copy words; where the browser does not allow it, select them in a field. */
async function copy(words, field) {
  field.value = words;
  field.hidden = false;
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    field.select();
    return document.execCommand("copy");
  }
}

/**
 * Ask the kernel. What is asked while an answer is awaited waits, too; of the questions of one kind only the
 * last one is still asked, so that a fast typist does not wait for every letter.
 */
function asker(model, onBusy, onSilence) {
  let number = 0, awaited = null, waiting = [], patience = 0;
  const next = () => {
    clearTimeout(patience);
    awaited = waiting.shift() ?? null;
    if (awaited) {
      patience = setTimeout(onSilence, 10000);
      model.send({ ...awaited, id: (awaited.id = number += 1) });
    }
    onBusy(Boolean(awaited));
  };
  return {
    ask(message) {
      waiting = waiting.filter((one) => one.do !== message.do || message.do === "keep");
      waiting.push(message);
      if (!awaited) next();
    },
    done(id) {
      if (awaited && awaited.id === id) next();
    },
  };
}

/* A switch on the pages of notebooks: it hides the method layer: all code, and what stands in cells tagged
   "hermeneutics".
   Without JavaScript everything is shown. The choice is kept for all pages, where the browser allows it. */
(() => {
  "use strict";
  const KEY = "dhtools-method-layer";
  const root = document.documentElement;

  const stored = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };

  const store = (value) => {
    try {
      localStorage.setItem(KEY, value);
    } catch {
      /* a browser that keeps nothing: the choice holds for this page */
    }
  };

  const show = (button, shown) => {
    root.classList.toggle("without-method", !shown);
    button.setAttribute("aria-checked", String(shown));
  };

  /* The table of contents leaves out a section of which nothing is left. */
  const markContents = (article) => {
    for (const section of article.querySelectorAll("section[id]")) {
      if ([...section.children].every((child) => child.matches(".hermeneutics, span"))) {
        const link = document.querySelector(`.page-toc a[href="#${CSS.escape(section.id)}"]`);
        link?.closest("li").classList.add("hermeneutics");
      }
    }
  };

  const addSwitch = (article) => {
    const box = document.createElement("p");
    box.className = "layer-switch";
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("role", "switch");
    button.setAttribute("aria-describedby", "layer-switch-says");
    button.textContent = "Method layer";
    const says = document.createElement("span");
    says.id = "layer-switch-says";
    says.textContent = "code, toy example, formula, checks, limits";
    box.append(button, says);
    article.querySelector("h1").after(box);
    return button;
  };

  /* A link into the method layer shows it. */
  const targetIsHidden = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    return Boolean(target) && target.getClientRects().length === 0;
  };

  document.addEventListener("DOMContentLoaded", () => {
    const article = document.querySelector("article.bd-article");
    if (!article?.querySelector(".hermeneutics")) {
      return;
    }
    markContents(article);
    const button = addSwitch(article);
    const reveal = () => {
      if (targetIsHidden()) {
        show(button, true);
        document.getElementById(decodeURIComponent(location.hash.slice(1))).scrollIntoView();
      }
    };
    button.addEventListener("click", () => {
      const shown = root.classList.contains("without-method");
      show(button, shown);
      store(shown ? "shown" : "hidden");
    });
    window.addEventListener("hashchange", reveal);
    show(button, stored() !== "hidden");
    reveal();
  });
})();

"""A widget on a plain page, without JupyterLab and without a kernel: Python answers its messages at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

import dhtools
from dhtools.explore.widgets import Answering

STATIC = Path(dhtools.__file__).parent / "explore" / "static"
SCRIPTS = ("dom.js", "passage.js")
START = """() => {
    const listeners = [];
    const model = {
        send: async message => {
            const answers = await window.answers(message);
            for (const answer of answers) listeners.forEach(listener => listener(answer));
        },
        on: (_, listener) => listeners.push(listener),
        off: () => {},
    };
    window.widget.render({model, el: document.querySelector("main")});
}"""


def answered(behind: Answering, message: dict) -> list[dict]:
    """Return the answers to a message as they are sent."""
    return json.loads(json.dumps([*behind.answers(message), {"is": "done", "id": message["id"]}]))


@contextmanager
def shown(browser: Browser, behind: Answering, script: str, *, width: int = 1200) -> Iterator[Page]:
    """Show a widget by its script, such as ``explorer.js``."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    try:
        page.set_content(
            "<!doctype html><html lang=en><title>dhtools</title><main style='margin: 8px'></main>"
        )
        page.expose_function("answers", lambda message: answered(behind, message))
        page.add_style_tag(path=STATIC / "widgets.css")
        source = "\n".join((STATIC / name).read_text(encoding="utf-8") for name in (*SCRIPTS, script))
        page.add_script_tag(content=source.replace("export default", "window.widget ="))
        page.evaluate(START)
        yield page
    finally:
        page.close()

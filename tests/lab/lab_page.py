"""A notebook in JupyterLab in a browser: opened, run with Run All Cells, looked at."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError

from lab_server import Lab, LabError
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
# Without these Chromium calls its maker at every start.
OPTIONS = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
OPENS_WITHIN, RUNS_WITHIN = 90, 600  # seconds
WIDTH, HEIGHT = 1400, 1400

# Cells that are out of sight are not on the page, so JupyterLab's own model of them is asked.
CELLS = """() => {
    const widgets = window.jupyterapp.shell.currentWidget.content.widgets;
    const models = widgets.map(widget => widget.model).filter(model => model.type === "code");
    const prompt = model => model.executionState === "running" ? "*" : String(model.executionCount ?? "");
    const outputs = models.flatMap(model => model.outputs.toJSON());
    const text = output => output.ename ? `${output.ename}: ${output.evalue}` : [output.text].flat().join("");
    return {
        prompts: models.map(prompt),
        bad: outputs.filter(output => output.output_type === "error" || output.name === "stderr")
            .map(output => [output.name ?? output.output_type, text(output)]),
    };
}"""
BROKEN = """() => [...document.querySelectorAll(".jp-Notebook img")]
    .filter(e => !e.complete || !e.naturalWidth).map(e => (e.getAttribute("src") || "").slice(0, 60))"""


FORMULAS = """() => [...document.querySelectorAll(".jp-Notebook mjx-container")]
    .map(e => e.closest(".jp-Cell").innerText)"""


def chromium() -> str:
    """Return where Chromium is: CHROMIUM, or what is found on the path."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        raise LabError(
            "There is no Chromium. On Debian and Ubuntu: apt-get install chromium. "
            "Or name it: CHROMIUM=/path/to/it make test-lab"
        )
    return found


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Start Chromium without a window."""
    # Its sandbox does not work for root.
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    options = [*OPTIONS, *(["--no-sandbox"] if as_root else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=options)
        try:
            yield browser
        finally:
            browser.close()


def faults(lab: Lab, browser: Browser, notebook: str, pictures: Path) -> list[str]:
    """Open a notebook, run all its cells, and return what is wrong with what is then seen.

    Screenshots land in *pictures*: as it was opened, and from top to bottom when it has run.
    """
    with opened(lab, browser, notebook) as (page, heard):
        name = Path(notebook).stem
        page.screenshot(path=pictures / f"{name}-opened.png")
        choose(page, "Run", "Run All Cells")
        seen = run_through(page, lab)
        return [*seen, *photograph(page, pictures, name), *heard]


def formulas(lab: Lab, browser: Browser, notebook: str) -> list[str]:
    """Open a notebook, run all its cells, and return the text of each cell in which a formula is typeset."""
    with opened(lab, browser, notebook) as (page, _):
        choose(page, "Run", "Run All Cells")
        assert run_through(page, lab) == []
        page.wait_for_timeout(1000)  # formulas are typeset when the page is idle
        return page.evaluate(FORMULAS)


@contextmanager
def opened(lab: Lab, browser: Browser, notebook: str) -> Iterator[tuple[Page, list[str]]]:
    """Open a notebook, wait for its kernel, and close it afterwards; with what the browser complains of."""
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    try:
        heard = listen(page)
        page.goto(lab.address(notebook))
        until(lambda: is_idle(lab), OPENS_WITHIN, f"{notebook}: no kernel that is idle and connected")
        yield page, heard
    finally:
        page.close()
        lab.stop_kernels()


def listen(page: Page) -> list[str]:
    """Return a list that fills with what the browser complains of, and what it wants from other machines."""
    heard: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            heard.append(f"console: {message.text}")

    def on_request(request: Request) -> None:
        if not re.match(r"(data|blob):|(http|ws)://127\.0\.0\.1:", request.url):
            heard.append(f"request to another machine: {request.url}")

    page.on("console", on_console)
    page.on("request", on_request)
    page.on("pageerror", lambda error: heard.append(f"uncaught: {error}"))
    return heard


def until(holds: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise LabError(f"{what}, after {seconds} s.")
        time.sleep(0.2)


def is_idle(lab: Lab) -> bool:
    """Tell whether the kernel has nothing to do and the browser is connected to it."""
    try:
        kernels = lab.kernels()
    except HTTPError:  # while a kernel is being started, the server may not be able to list it
        return False
    return bool(kernels) and all(
        kernel["execution_state"] == "idle" and kernel["connections"] > 0 for kernel in kernels
    )


def choose(page: Page, menu: str, item: str) -> None:
    """Choose an item of a menu."""
    page.locator(".lm-MenuBar-itemLabel", has_text=re.compile(f"^{menu}$")).click()
    page.locator(".lm-Menu-itemLabel", has_text=re.compile(f"^{item}$")).click()


def run_through(page: Page, lab: Lab) -> list[str]:
    """Wait until the last cell has run, or one has failed; return what is wrong."""
    until(lambda: is_idle(lab) and is_over(page), RUNS_WITHIN, "the last cell has no number")
    seen = page.evaluate(CELLS)
    told = [f"{name}: {text.strip()[-500:]}" for name, text in seen["bad"]]
    left, cells = unnumbered(seen), len(seen["prompts"])
    return told + ([f"{len(left)} of {cells} cells did not run"] if left or not cells else [])


def is_over(page: Page) -> bool:
    """Tell whether every cell has a number; or, after an error, none is running."""
    seen = page.evaluate(CELLS)
    return not unnumbered(seen) or (bool(seen["bad"]) and "*" not in seen["prompts"])


def unnumbered(seen: dict) -> list[str]:
    """Return the prompts of the cells that have not run to their end."""
    return [prompt for prompt in seen["prompts"] if not prompt.isdecimal()]


def photograph(page: Page, pictures: Path, name: str) -> list[str]:
    """Take pictures of a notebook from top to bottom, and return what is broken on the way."""
    panel = page.locator(".jp-WindowedPanel-outer").first
    broken, top, number = dict[str, None](), 0, 1
    while True:
        panel.evaluate("(e, top) => e.scrollTo(0, top)", top)
        page.wait_for_timeout(300)  # for cells to come on the page, and pictures to be decoded
        panel.screenshot(path=pictures / f"{name}-{number:02}.png")
        broken |= dict.fromkeys(page.evaluate(BROKEN))
        height, step = panel.evaluate("e => [e.scrollHeight, e.clientHeight]")
        top, number = top + step, number + 1
        if top >= height:
            return [f"broken image: {source}" for source in broken]

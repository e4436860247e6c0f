"""The widgets in JupyterLab, as people use them: by keys and clicks, though a kernel is killed in between."""

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from lab_page import choose, is_idle, listen, until
from lab_server import ROOT, Lab, write
from plain_page import shown
from playwright.sync_api import Page, expect

from dhtools import annotate, read_corpus
from dhtools.explore.picture_panel import PicturePanel
from dhtools.explore.pictures import Picture
from dhtools.export import show_text
from dhtools.notebooks.normalise import normalise
from dhtools.plots import barcode
from dhtools.rhetoric import coder_agreement, find_metadiscourse, read_judgements
from dhtools.search import concordance, sort_lines
from dhtools.terms import find_terms, read_term_groups
from dhtools.terms.term_groups import term_positions

PATIENCE = 90_000  # milliseconds: the machine may be busy
expect.set_options(timeout=PATIENCE)
READ = "from dhtools import annotate, read_corpus\nannotation = annotate(read_corpus('../seeds'))"
EXPLORE = (
    "from dhtools.explore import explore\nfrom dhtools.rhetoric import find_metadiscourse\n"
    "explore(annotation, findings=find_metadiscourse(annotation), corpus='seeds')"
)
ADA = (
    "from dhtools.explore import judge\nfrom dhtools.rhetoric import find_metadiscourse\n"
    "found = find_metadiscourse(annotation, classes=['hedge', 'booster'])\n"
    "judge(found, '../hedges-Ada.csv', annotation=annotation, coder='Ada', sample=20, seed=1)"
)
BEN = "judge('../hedges-Ada.csv', coder='Ben')"


@contextmanager
def opened(lab: Lab, browser, name: str):
    """A notebook whose cells are run; what the browser complains of is a failure."""
    page = browser.new_page(viewport={"width": 1400, "height": 1200})
    page.set_default_timeout(PATIENCE)
    try:
        heard = listen(page)
        page.goto(lab.address(name))
        until(lambda: is_idle(lab), 90, f"{name}: no kernel that is idle and connected")
        choose(page, "Run", "Run All Cells")
        yield page
        assert heard == []
    finally:
        page.close()
        lab.stop_kernels()


def told(place, words: str) -> None:
    expect(place.locator(".dh-status")).to_contain_text(words)


def kill_kernel(lab: Lab) -> None:
    """Kill the process of the kernel, as a machine does that runs out of memory."""
    (kernel,) = lab.kernels()
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        command = path.read_bytes() if path.exists() else b""
        if kernel["id"].encode() in command:
            os.kill(int(path.parent.name), signal.SIGKILL)
            return
    raise AssertionError("no process of this kernel")


def saved(lab: Lab, page: Page, name: str):
    """The notebook as JupyterLab saves it."""
    page.keyboard.press("Control+s")
    path = lab.folder / "notebooks" / name
    until(lambda: nbformat.read(path, as_version=4).cells[0].execution_count, 30, "the notebook is saved")
    return nbformat.read(path, as_version=4)


def test_search_sort_open_narrow_save_and_make_it_again(lab, browser, pictures):
    write(lab, "explorer.ipynb", READ, EXPLORE)
    path = lab.folder / "notebooks" / "explorer.ipynb"  # as one of the project, it is saved without widgets
    nbformat.write(normalise(nbformat.read(path, as_version=4)), path)
    with opened(lab, browser, "explorer.ipynb") as page:
        panel = page.locator(".dh-explorer")
        panel.locator(".dh-query").press_sequentially("stat")
        panel.locator(".dh-query").press_sequentially("e", delay=50)
        told(panel, "20 lines in 4 of 4 texts")
        lines = panel.locator(".dh-lines tbody tr")
        expect(lines).to_have_count(20)

        panel.get_by_role("button", name="word 1 to the left").click()
        expect(panel.locator("[aria-pressed=true]")).to_have_text("L1")
        wanted = sort_lines(concordance(annotate(read_corpus(ROOT / "seeds")), "state"), "L1")
        expect(panel.locator(".dh-cite")).to_have_text(wanted["passage"].tolist())

        panel.locator("details[data-what=voice] summary").click()
        panel.get_by_role("checkbox", name="author", exact=True).check()
        told(panel, "17 lines in 3 of 4 texts")
        panel.locator("details[data-what=voice] summary").click()

        lines.first.locator(".dh-match").click()
        passage = panel.locator(".dh-passage")
        expect(passage.locator(".dh-hit")).to_have_text("state")
        assert passage.locator("mark").count() > 0
        passage.get_by_role("checkbox", name="findings").uncheck()
        assert passage.locator("mark:not(.dh-off)").count() == 0
        page.keyboard.press("Escape")
        expect(passage).to_be_hidden()
        page.keyboard.press("ArrowDown")
        expect(lines.nth(1).locator(".dh-match")).to_be_focused()

        panel.get_by_role("button", name="workers: lines with it near").click()
        told(panel, "6 lines")
        panel.locator(".dh-foot summary").click()
        panel.get_by_label("Save as exhibit").fill("state-near-workers")
        panel.get_by_role("button", name="Save", exact=True).click()
        told(panel, "Saved: data/explorer/state-near-workers.csv")
        panel.screenshot(path=pictures / "explorer.png")

        panel.get_by_role("button", name="search “state”").click()  # back to the first step
        told(panel, "20 lines")
        panel.locator(".dh-query").fill("(")
        panel.get_by_label("How the query is read").select_option("pattern")
        told(panel, "not a valid regular expression")
        notebook = saved(lab, page, "explorer.ipynb")
    outputs = json.dumps(notebook.cells[1].outputs)
    assert "widget" not in outputs and len(outputs) < 500 and "widgets" not in notebook.metadata

    record = json.loads((lab.folder / "data/explorer/state-near-workers.json").read_text(encoding="utf-8"))
    code = [*record["settings"]["code"], "lines.to_csv('again.csv', index=False)"]
    subprocess.run([sys.executable, "-c", "\n".join(code)], cwd=lab.folder, check=True)
    again, exhibit = (
        pd.read_csv(lab.folder / path) for path in ("again.csv", "data/explorer/state-near-workers.csv")
    )
    assert len(exhibit) == 6
    pd.testing.assert_frame_equal(again, exhibit)


def test_what_is_marked_in_a_text_can_be_switched_off_without_a_script(browser):
    annotation = annotate(read_corpus(ROOT / "seeds"))
    found = find_metadiscourse(annotation)
    layers = {
        "hedges": found[found["category"] == "hedge"],
        "all others": found[found["category"] != "hedge"],
    }
    page = browser.new_page()
    page.set_content(f"<main>{show_text(annotation, 'article', findings=layers).html}</main>")
    hedge, other = (page.locator(f"mark[data-layer='{layer}']").first for layer in layers)
    quoted = page.locator(".dhtools-quoted").first
    expect(hedge).not_to_have_css("border-bottom-width", "0px")
    for name, marked in (("hedges", hedge), ("all others", other)):
        page.get_by_role("checkbox", name=name).uncheck()
        expect(marked).to_have_css("border-bottom-width", "0px")
    expect(quoted).to_have_css("font-style", "italic")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")  # the box of voices
    expect(quoted).to_have_css("font-style", "normal")
    page.emulate_media(media="print")
    expect(page.locator(".dhtools-toggles")).to_be_hidden()
    page.close()


def test_a_mark_of_a_picture_leads_to_its_lines_by_keys_too(browser):
    annotation = annotate(read_corpus(ROOT / "seeds"))
    positions = term_positions(
        find_terms(annotation.tokens, read_term_groups(ROOT / "seeds")), annotation.tokens
    )
    figure = barcode(positions, annotation.tokens["text"].value_counts(sort=False))
    with shown(browser, PicturePanel(Picture(annotation, figure, positions)), "picture.js") as page:
        heard = listen(page)
        page.get_by_role("button", name="NKVD, blog").first.click()
        expect(page.locator(".dh-match")).to_have_text(["NKVD"])
        page.locator(".dh-spot[aria-current]").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        told(page, "line")
        page.locator(".dh-match").first.click()
        expect(page.locator(".dh-passage .dh-hit")).to_have_count(1)
        assert heard == []


def press(page: Page, sheet, keys: str, judged: int) -> None:
    """Press keys, each when the one before is in the sheet."""
    sheet.focus()
    for number, key in enumerate(keys, start=judged + 1):
        page.keyboard.press(key)
        expect(sheet.locator("header")).to_contain_text(f"{number} of 20 judged")


def test_twenty_findings_are_judged_though_the_kernel_is_killed(lab, browser, pictures):
    write(lab, "judging.ipynb", READ, ADA, BEN)
    path = lab.folder / "hedges-Ada.csv"
    keys = {"Ada": "ynyyuynyny" + "yyyynuyyny", "Ben": "ynyynynyny" + "yyuynnyyny"}
    verdicts = {"y": "yes", "n": "no", "u": "unclear"}
    with opened(lab, browser, "judging.ipynb") as page:
        sheets = page.locator(".dh-judge")
        expect(sheets).to_have_count(2)
        press(page, sheets.first, keys["Ada"][:10], 0)
        page.keyboard.press("z")
        told(sheets.first, "The last verdict is undone")
        press(page, sheets.first, keys["Ada"][9], 9)
        assert page.locator(".jp-Notebook-cell.jp-MarkdownCell").count() == 0  # no key went to JupyterLab

        kill_kernel(lab)
        page.get_by_role("dialog").get_by_role("button").last.click()
        until(lambda: is_idle(lab), 90, "no new kernel")
        assert len(pd.read_csv(path)) == 20 and pd.read_csv(path)["verdict"].notna().sum() == 10

        choose(page, "Run", "Run All Cells")
        expect(sheets.first.locator("header")).to_contain_text("10 of 20 judged")
        expect(sheets).to_have_count(2)
        press(page, sheets.first, keys["Ada"][10:], 10)
        expect(sheets.first.locator(".dh-end")).to_contain_text("All findings are judged")
        assert pd.read_csv(path)["verdict"].tolist() == [verdicts[key] for key in keys["Ada"]]

        blind = sheets.nth(1)
        press(page, blind, keys["Ben"], 0)
        expect(blind.locator(".dh-end")).to_contain_text("Agreement with hedges-Ada.csv")
        blind.screenshot(path=pictures / "judge.png")
        row = blind.locator(".dh-results").nth(1).locator("tbody tr").last.inner_text().split("\t")
    wanted = coder_agreement(read_judgements(path, lab.folder / "hedges-Ben.csv")).iloc[-1]
    same = sum(a == b for a, b in zip(keys["Ada"], keys["Ben"], strict=True))
    assert row[1:3] == ["20", str(wanted["n_same"])] == ["20", str(same)]
    assert row[4] == f"{100 * wanted['low']:.0f} to {100 * wanted['high']:.0f} %"
    assert float(row[5]) == pytest.approx(wanted["kappa"], abs=0.005)

"""The pictures of the guide to the explorer, from the widgets themselves.

    python tests/lab/guide_pictures.py

Needs Chromium and what `make test-lab` installs. The pictures are kept in git, in ``docs/_static``, since the
site is made without a browser. They are small: few colours, no more than the guide shows.
"""

import io
from pathlib import Path
from tempfile import TemporaryDirectory

from lab_page import running_browser
from PIL import Image
from plain_page import shown

from dhtools import annotate, read_corpus
from dhtools.explore.exploration import Exploration
from dhtools.explore.judge_panel import JudgePanel
from dhtools.explore.judging import open_judging
from dhtools.explore.panel import Panel
from dhtools.explore.picture_panel import PicturePanel
from dhtools.explore.pictures import Picture
from dhtools.plots import barcode
from dhtools.rhetoric import find_metadiscourse
from dhtools.terms import find_terms, read_term_groups
from dhtools.terms.term_groups import term_positions

ROOT = Path(__file__).parents[2]
COLOURS = 64


def keep(locator, name):
    """Keep a picture of a part of a page, in few colours."""
    picture = Image.open(io.BytesIO(locator.screenshot())).convert("RGB")
    picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        ROOT / "docs" / "_static" / f"explore-{name}.png", optimize=True
    )


def explorer(browser, annotation, findings):
    """Draw the panel, and a passage."""
    panel = Panel(Exploration(annotation, findings=findings, corpus="seeds"))
    with shown(browser, panel, "explorer.js") as page:
        page.locator(".dh-query").fill("state")
        page.wait_for_selector(".dh-collocates li")
        page.get_by_role("button", name="word 1 to the left").click()
        page.locator("details[data-what=voice] summary").click()
        page.get_by_role("checkbox", name="author", exact=True).check()
        page.locator(".dh-status", has_text="17 lines in").wait_for()
        page.locator("details[data-what=voice] summary").click()
        page.mouse.move(0, 0)
        keep(page.locator(".dh-explorer"), "panel")
        page.set_viewport_size({"width": 800, "height": 900})
        page.get_by_role("button", name="article:22.4: open the passage").click()
        page.locator(".dh-passage .dh-hit").wait_for()
        keep(page.locator(".dh-passage"), "passage")


def judge(browser, annotation, findings):
    """Draw a finding to be judged."""
    with TemporaryDirectory() as folder:
        hedges = findings[findings["category"] == "hedge"]
        options = {"annotation": annotation, "coder": "Ada", "sample": 10, "seed": 1}
        judging = open_judging(hedges, Path(folder, "hedges-Ada.csv"), **options)
        for _ in range(4):
            judging.judge("yes")
        with shown(browser, JudgePanel(judging), "judge.js", width=900) as page:
            page.wait_for_selector(".dh-hit")
            keep(page.locator(".dh-judge"), "judge")


def clickable(browser, annotation):
    """Draw a barcode of which a stroke was chosen."""
    positions = term_positions(
        find_terms(annotation.tokens, read_term_groups(ROOT / "seeds")), annotation.tokens
    )
    figure = barcode(positions, annotation.tokens["text"].value_counts(sort=False))
    with shown(
        browser, PicturePanel(Picture(annotation, figure, positions)), "picture.js", width=900
    ) as page:
        page.get_by_role("button", name="NKVD, blog").first.click()
        page.locator(".dh-lines tr").first.wait_for()
        page.mouse.move(0, 0)
        keep(page.locator(".dh-picture"), "picture")


if __name__ == "__main__":
    texts = annotate(read_corpus(ROOT / "seeds"))
    found = find_metadiscourse(texts)
    with running_browser() as chromium:
        explorer(chromium, texts, found)
        judge(chromium, texts, found)
        clickable(chromium, texts)

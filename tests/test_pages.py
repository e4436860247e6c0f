"""Saved web pages and essays: menus, links, comments, notes and names are none of the author's prose."""

import pytest
from annotated import corpus_of
from page_samples import PAGES, kinds_by_line

from dhtools import read_corpus
from dhtools.annotation import find_blocks
from dhtools.annotation.web_pages import page_kinds

PROSE = (
    "The bridge was built by a company of merchants, and nobody in the town was asked what he thought of it, "
    "then or now."
)
PARTED = f"\n\n{PROSE}\n\n"


def scored(folder, tmp_path):
    pages = {path.name: kinds_by_line(path, tmp_path) for path in sorted((PAGES / folder).iterdir())}
    assert all(pages.values())
    return pages


def share(pages):
    lines = [line.is_right for page in pages.values() for line in page]
    return sum(lines) / len(lines)


@pytest.mark.parametrize(("folder", "n", "least"), [("known", 27, 0.98), ("kept_aside", 10, 0.95)])
def test_kinds_of_the_lines_of_pages(folder, n, least, tmp_path):
    """The rules were written beside those in *known*, and without a look at those in *kept_aside*."""
    pages = scored(folder, tmp_path)
    assert len(pages) == n
    assert share(pages) >= least


def test_hardly_a_line_of_a_page_is_taken_for_prose(tmp_path):
    lines = [
        line
        for folder in ("known", "kept_aside")
        for page in scored(folder, tmp_path).values()
        for line in page
    ]
    wrong = [line.words for line in lines if line.found == "body" and "body" not in line.accepted]
    lost = [line.words for line in lines if line.accepted == {"body"} and line.found != "body"]
    assert len(wrong) < 0.02 * len(lines) and len(lost) < 0.01 * len(lines), (wrong, lost)


NO_PAGES = {
    "a list": "milk\nHome\nbread\nNews\nNext\nbutter\nSearch\n12\nHelp\nContact",
    "a novel": f"THE BRIDGE\n\nContents\n\nAdvertisement{PARTED}Home.{PARTED}All rights reserved{PARTED}",
    "a chat": f"Share this with nobody\n{PROSE}\nReply to me\n{PROSE}\nSearch for him\n{PROSE}\nSign here",
    "a speech": f"Subscribe, I say to you.{PARTED}Follow us on the road to peace, and do not look back.",
}


@pytest.mark.parametrize("raw", NO_PAGES.values(), ids=NO_PAGES)
def test_a_few_words_of_menus_make_no_page(raw):
    assert page_kinds(raw.split("\n\n" if "\n\n" in raw else "\n")) == []


def test_a_page_without_prose():
    assert len(page_kinds(["Skip to content", "Privacy policy", "Sign in", "The Bridge", "Short"])) == 5


def test_a_web_page_of_short_lines(tmp_path):
    (tmp_path / "a.html").write_text("<html><p>The bridge</p><p>Two words</p><p>Three short words</p></html>")
    blocks = find_blocks(read_corpus(tmp_path / "a.html"))
    assert len(blocks) == 3


HEAD = ["Skip to content", "Sign in", "A Title of Four Words"]
FOOT = ["Privacy policy", "Terms of use"]


def test_prose_between_advertisements_stays():
    lines = [*HEAD, PROSE, "Advertisement", "Share", PROSE, "Advertisement", PROSE, *FOOT]
    kinds = find_blocks(corpus_of(a="\n".join(lines)))["kind"].tolist()
    assert [kinds[n] for n in (2, 3, 6, 8)] == ["title", *["body"] * 3]
    assert set(kinds) - {"body", "title"} <= {"nav", "boilerplate"}

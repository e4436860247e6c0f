"""Patterns that a user gives end in bounded time, wherever they are given."""

from __future__ import annotations

from pathlib import Path

import pytest

from dhtools import read_corpus
from dhtools.annotation import blocks
from dhtools.annotation.blocks import find_blocks
from dhtools.errors import DhtoolsError
from dhtools.given_patterns import Clock, compile_given, matches

ENDLESS = ["(a+)+$", "(a|a)*$", "(a*)*b", "(?:a|aa)+$", r"(\w+\s?)*:", "(.*a){20}", "(a|b|ab)*c", "^(a+)*z"]


def corpus(folder: Path, pattern: str, text: str):
    (folder / "a.txt").write_text(text)
    entry = '[[texts]]\nid = "a"\nfile = "a.txt"\n[texts.layout.patterns]\nnav = ' + f"'{pattern}'\n"
    (folder / "corpus.toml").write_text(entry)
    return read_corpus(folder)


@pytest.mark.parametrize("pattern", ENDLESS)
def test_a_manifest_with_an_endless_pattern_is_refused(
    tmp_path: Path, pattern: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "_SECONDS", 0.05)
    made = corpus(tmp_path, pattern, "word " + "a" * 5_000 + "!\n" + "ab" * 3_000 + "!\n")
    try:
        find_blocks(made)
    except DhtoolsError as error:
        told = str(error)
        assert pattern in told and "layout of 'a', nav, in the manifest" in told and "Make it more" in told


def test_the_pattern_of_the_report_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "_SECONDS", 0.05)
    with pytest.raises(DhtoolsError, match=r"\(a\+\)\+\$.*did not end within"):
        find_blocks(corpus(tmp_path, "(a+)+$", "Words and " + "a" * 5_000 + "!\n"))


def test_a_pattern_that_ends_is_a_hint(tmp_path: Path) -> None:
    found = find_blocks(corpus(tmp_path, r"^Home\b", "Home > News\n\nA first line, and it has words.\n"))
    assert next(zip(found["kind"], found["rule"], strict=True)) == ("nav", "hint")
    assert found["kind"].iloc[1] == "body"


@pytest.mark.parametrize("pattern", ["(", "a{99999999999}", "a{999}{999}", "(?P<x", "[z-a]", "*a", "\\"])
def test_what_is_no_pattern_names_its_line(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(DhtoolsError, match=r"corpus\.toml, line 5: the pattern for nav is no regular expr"):
        corpus(tmp_path, pattern, "words\n")


def test_many_paragraphs_have_more_time(tmp_path: Path) -> None:
    found = find_blocks(corpus(tmp_path, "^x", "a line of words\n\n" * 2_000))
    assert len(found) == 2_000


def test_a_clock_never_stands_at_nought() -> None:
    clock = Clock(1e-9)
    assert clock.left() > 0
    assert matches(compile_given("a"), "cab", clock, "here")

"""Pages and essays as people save them, each line with its kind, in ``tests/pages``.

In a text file a line is its kind, ``|``, and its words; in a web page an element has the attribute ``k``.
Several kinds that a reader may give are parted by ``/``; ``f``, for furniture, is *nav* or *boilerplate*.
Each ``…`` is the next paragraph of ``prose.txt``, or of the file for the language that the name ends in.
"""

from __future__ import annotations

import re
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

from lxml import html

from dhtools import read_corpus
from dhtools.annotation import find_blocks

PAGES = Path(__file__).parent / "pages"
_KIND = re.compile(r"""\sk="([\w/]+)\"""")
_LANGUAGE = re.compile(r"_(de|fr)\Z")


class Line(NamedTuple):
    """A line of a page: what a reader may call it, what it is called, and its words."""

    accepted: frozenset[str]
    found: str
    words: str

    @property
    def is_right(self) -> bool:
        """Whether the kind found is one that a reader may give."""
        return self.found in self.accepted


def kinds_by_line(path: Path, folder: Path) -> list[Line]:
    """Write a page into *folder*, read it, and return its lines."""
    source = _filled(path)
    pages = {".txt": _typed, ".html": _marked}
    content, gold = pages[path.suffix](source)
    (folder / path.name).write_text(content, encoding="utf-8")
    corpus = read_corpus(folder / path.name)
    raw, blocks = next(iter(corpus)).raw, find_blocks(corpus)
    unspaced, places = _unspaced(raw)
    lines, at = [], 0
    for accepted, words in gold:
        wanted = "".join(words.split())
        at = max(unspaced.find(wanted, at), 0)
        place = places[at]
        block = blocks[(blocks["start"] <= place) & (place < blocks["end"])]
        missing = block.empty or not unspaced.startswith(wanted, at)
        lines.append(Line(_accepted(accepted), "" if missing else str(block["kind"].iloc[0]), words))
        at += 0 if missing else len(wanted)
    return lines


def _filled(path: Path) -> str:
    language = _LANGUAGE.search(path.stem)
    prose = PAGES / f"prose{language[0] if language else ''}.txt"
    paragraphs = cycle(prose.read_text(encoding="utf-8").splitlines())
    source = path.read_text(encoding="utf-8")
    return re.sub("…", lambda _: next(paragraphs), source)


def _typed(source: str) -> tuple[str, list[tuple[str, str]]]:
    gold = [(kind, words) for kind, _, words in (line.partition("|") for line in source.splitlines())]
    return "\n".join(words for _, words in gold) + "\n", [one for one in gold if one[0]]


def _marked(source: str) -> tuple[str, list[tuple[str, str]]]:
    gold = [
        (one.get("k", ""), one.text_content().lstrip("^ "))
        for one in html.fromstring(source).iter()
        if one.get("k")
    ]
    return _KIND.sub("", source), gold


def _unspaced(raw: str) -> tuple[str, list[int]]:
    places = [place for place, character in enumerate(raw) if not character.isspace()]
    return "".join(raw[place] for place in places), places


def _accepted(kinds: str) -> frozenset[str]:
    return frozenset(re.sub(r"\bf\b", "nav/boilerplate", kinds).split("/"))

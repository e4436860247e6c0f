"""Gold of public corpora, as the scripts that validate take it. Nothing of them may be copied here.

Every second document, in the order of names, was read while rules were made; the others were set aside. Of
LitBank both halves have been read since.

* LitBank (Bamman et al. 2020): the openings of 100 novels as the original files have them, with their line
  breaks; the speech that was annotated, without its marks or its dash.
  Their speakers, and every mention of a person.
* GUM (Zeldes 2017) and EWT (Silveira et al. 2014): documents set as plain text, an empty line between
  paragraphs; their sentences.
* 20 newsgroups (Lang 1995): draws of five groups; header and quoted lines are cut from each post.
* OneStopEnglish (Vajjala and Lucic 2018): texts at three levels of reading.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

#: Name, text and gold spans.
Document = tuple[str, str, list[tuple[int, int]]]

#: Posts of a group, and a line of one that quotes another.
POSTS = 445
QUOTED = re.compile(r"^\s*[>|]|writes in|writes:|wrote:|says:|said:|^In article|^Quoted from")
#: What a first line may say of the level of a text.
LEVELS = ("elementary", "intermediate", "advanced")

_FIRST_MARK = re.compile(r"\s*(``|''|--+|[“”‘’\"'`«»„—–-])\s*")
_LAST_MARK = re.compile(r"\s*(?:''|[”’\"'`»“])\s*\Z")


def litbank(clone: Path) -> Iterator[Document]:
    """Yield name, opening and spans of speech of every novel."""
    for path in sorted((clone / "quotations" / "tsv").glob("*_brat.txt")):
        name = path.name.replace("_brat.txt", "")
        raw = (clone / "original" / f"{name}.txt").read_bytes().decode("utf-8-sig")
        sentences = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
        places = _token_places(sentences, raw)
        end = max(place[1] for row in places for place in row)
        yield name, raw[:end], _speech(path.with_suffix(".ann"), places, raw)


class Speech(NamedTuple):
    """A quotation of LitBank: its place, its speaker, and what that person is called in the opening."""

    novel: str
    start: int
    end: int
    speaker: str
    proper: frozenset[str]
    common: frozenset[str]
    named_beside: bool  # by a proper name in its paragraph, outside of all quotations


def litbank_speakers(clone: Path, name: str) -> Iterator[Speech]:
    """Yield the quotations of a novel with their speakers."""
    annotation = clone / "quotations" / "tsv" / f"{name}_brat.ann"
    raw = (clone / "original" / f"{name}.txt").read_bytes().decode("utf-8-sig")
    sentences = [line.split() for line in annotation.with_suffix(".txt").read_text("utf-8").splitlines()]
    places = _token_places(sentences, raw)
    spans = {row[1]: _span(places, row) for row in _rows(annotation, "QUOTE")}
    breaks = [gap.end() for gap in re.finditer(r"\n\s*\n", raw[: places[-1][-1][1] + 5000])]
    mentions = _mentions(clone / "coref" / "tsv" / annotation.name, places)
    outside = [one for one in mentions if not any(first <= one[2] < last for first, last in spans.values())]
    for _, quotation, speaker in _rows(annotation, "ATTRIB"):
        if quotation not in spans:
            continue
        start, end = _without_marks(raw, *spans[quotation])
        first = max((one for one in breaks if one <= start), default=0)
        last = min((one for one in breaks if one >= end), default=len(raw))
        proper, common = (
            frozenset(words for who, kind, _, words in mentions if who == speaker and kind == wanted)
            for wanted in ("PROP", "NOM")
        )
        beside = any(
            who == speaker and kind == "PROP" and first <= place < last for who, kind, place, _ in outside
        )
        yield Speech(name, start, end, speaker, proper, common, beside)


def _mentions(annotation: Path, places: list[list[tuple[int, int]]]) -> list[tuple[str, str, int, str]]:
    """Return who is mentioned, by what kind of word, where, and the words."""
    of = {row[1]: row[2] for row in _rows(annotation, "COREF")}
    return [
        (of[row[1]], row[8], _span(places, row)[0], row[6])
        for row in _rows(annotation, "MENTION")
        if row[1] in of
    ]


def _rows(annotation: Path, label: str) -> list[list[str]]:
    lines = annotation.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line.startswith(f"{label}\t")]


def _span(places: list[list[tuple[int, int]]], row: list[str]) -> tuple[int, int]:
    """Return the place of what a row names by sentences and tokens."""
    first, token, last, final = map(int, row[2:6])
    return places[first][token][0], places[last][final][1]


def _token_places(sentences: list[list[str]], raw: str) -> list[list[tuple[int, int]]]:
    """Find every token in the original: both are the same but for white space and few characters."""
    words = "".join(token for row in sentences for token in row)
    visible = [place for place, sign in enumerate(raw[: 2 * len(words) + 20_000]) if not sign.isspace()]
    kept = "".join(raw[place] for place in visible)
    where: dict[int, int] = {}
    for block in _matching(words, kept):
        where.update((block[0] + step, visible[block[1] + step]) for step in range(block[2]))
    places, number = [], 0
    for row in sentences:
        found = []
        for token in row:
            inside = [where[place] for place in range(number, number + len(token)) if place in where]
            previous = found[-1] if found else (places[-1][-1] if places else (0, 0))
            found.append((inside[0], inside[-1] + 1) if inside else (previous[1], previous[1]))
            number += len(token)
        places.append(found)
    return places


def _matching(words: str, kept: str) -> Iterator[tuple[int, int, int]]:
    """Yield stretches that agree: most texts are one stretch, and a difference is small."""
    one = other = 0
    while one < len(words) and other < len(kept):
        length = 0
        while (
            one + length < len(words)
            and other + length < len(kept)
            and words[one + length] == kept[other + length]
        ):
            length += 1
        yield one, other, length
        one, other = one + length, other + length
        ahead = SequenceMatcher(None, words[one : one + 200], kept[other : other + 400], autojunk=False)
        block = ahead.find_longest_match()
        if not block.size:
            return
        one, other = one + block.a, other + block.b


def _speech(annotation: Path, places: list[list[tuple[int, int]]], raw: str) -> list[tuple[int, int]]:
    return [_without_marks(raw, *_span(places, row)) for row in _rows(annotation, "QUOTE")]


def _without_marks(raw: str, start: int, end: int) -> tuple[int, int]:
    """Take the outer marks from a span: one in front and one behind (none after a dash), and white space."""
    first = _FIRST_MARK.match(raw, start, end)
    if not first:
        return start, end
    last = None if first[1][0] in "—–-" else _LAST_MARK.search(raw[:end], first.end())
    return first.end(), last.start() if last else end


def gum(clone: Path) -> Iterator[Document]:
    """Yield name, plain text and sentences of every document."""
    for path in sorted((clone / "not-to-release" / "sources").glob("GUM_*.conllu")):
        yield path.stem, *_set_as_text(path.read_text(encoding="utf-8"))


def ewt(clone: Path) -> Iterator[Document]:
    """Yield name, plain text and sentences of every document."""
    paths = sorted(clone.glob("en_ewt-ud-[dt]e*.conllu"))  # development and test
    documents = "".join(path.read_text(encoding="utf-8") for path in paths).split("# newdoc id = ")[1:]
    for name, _, rows in sorted(document.partition("\n") for document in documents):
        yield re.sub(r"[^\w.-]", "_", name), *_set_as_text(rows)


def _set_as_text(conllu: str) -> tuple[str, list[tuple[int, int]]]:
    raw, spans = "", []
    for paragraph, sentence, glued in _conllu(conllu):
        raw += "\n\n" * bool(paragraph and raw) or " " * bool(raw and not glued)
        spans.append((len(raw), len(raw) + len(sentence)))
        raw += sentence
    return raw + "\n", spans


def _conllu(text: str) -> Iterator[tuple[bool, str, bool]]:
    """Yield for every sentence whether a paragraph begins, its text, and whether the last one touches it."""
    glued = False
    for block in text.strip().split("\n\n"):
        sentence = re.search(r"^# text = (.*)$", block, re.MULTILINE)
        if sentence:
            yield "# newpar" in block, sentence[1].strip(), glued
            glued = "SpaceAfter=No" in block.rsplit("\n", 1)[-1]


def newsgroups(folder: Path, draw: int) -> list[tuple[str, str]]:
    """Return text and group of 445 posts of each of 5 groups, which a draw takes at random."""
    random = np.random.default_rng(draw)
    names = sorted(path.name for path in folder.iterdir() if path.is_dir())
    chosen = sorted(random.choice(names, 5, replace=False).tolist()) if len(names) > 5 else names
    posts = []
    for name in chosen:
        texts = [_post(path) for path in sorted((folder / name).iterdir())]
        own = [text for text in texts if text]
        kept = random.permutation(len(own))[:POSTS]
        posts += [(own[number], name) for number in sorted(kept.tolist())]
    return posts


def _post(path: Path) -> str:
    """Return a post without its header and the lines it quotes, in one line."""
    lines = path.read_bytes().decode("latin-1").partition("\n\n")[2].split("\n")
    return " ".join(" ".join(line for line in lines if not QUOTED.search(line)).split())


def onestop(clone: Path) -> pd.DataFrame:
    """Return id, level and text of every version of a text; the first line of a file may name its level."""
    rows = []
    for path in sorted(clone.glob("Texts-SeparatedByReadingLevel/*/*.txt")):
        name, _, level = path.stem.rpartition("-")
        text = path.read_bytes().decode("utf-8-sig", errors="replace")
        first, _, rest = text.partition("\n")
        rows.append((name, level, rest if first.strip().lower() in LEVELS else text))
    return pd.DataFrame(rows, columns=["id", "level", "text"])


@contextmanager
def written(documents: Iterable[Document]) -> Iterator[tuple[Path, set[tuple[str, int, int]]]]:
    """Write the documents into a folder for a while; give the folder and their gold spans."""
    with tempfile.TemporaryDirectory() as place:
        spans = set()
        for name, raw, own in documents:
            Path(place, f"{name}.txt").write_text(raw, encoding="utf-8", newline="")
            spans |= {(f"{name}.txt", start, end) for start, end in own}
        yield Path(place), spans


def halves(documents: Iterable[Document]) -> tuple[list[Document], list[Document]]:
    """Return every second document from the first on, and from the second on."""
    listed = list(documents)
    return listed[::2], listed[1::2]

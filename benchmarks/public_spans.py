"""Make folders of texts with gold spans, for validate_cleaning.py, from three public corpora.

    git clone https://github.com/dbamman/litbank
    git clone https://github.com/UniversalDependencies/UD_English-GUM
    python benchmarks/public_spans.py litbank litbank OUT
    python benchmarks/public_spans.py gum UD_English-GUM/not-to-release/sources OUT
    git clone https://github.com/UniversalDependencies/UD_English-EWT
    python benchmarks/public_spans.py ewt UD_English-EWT OUT

OUT/read and OUT/aside get every second document each, in the order of names: rules are made on the one half,
and scored on the other; of LitBank both have been read since. Both hold ``.txt`` files and a ``spans.csv``
with file, start and end.

* LitBank (Bamman et al. 2020): the openings of 100 novels as the original files have them, with their line
  breaks; the speech that was annotated, without its marks or its dash.
* GUM (Zeldes 2017) and EWT (Silveira et al. 2014): documents set as plain text, an empty line between
  paragraphs; their sentences.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

Document = tuple[str, str, list[tuple[int, int]]]

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
    spans = []
    for line in annotation.read_text(encoding="utf-8").splitlines():
        label, _, *numbers = line.split("\t")[:6]
        if label == "QUOTE":
            first, token, last, final = map(int, numbers)
            spans.append(_without_marks(raw, places[first][token][0], places[last][final][1]))
    return spans


def _without_marks(raw: str, start: int, end: int) -> tuple[int, int]:
    """Take the outer marks from a span: one in front and one behind (none after a dash), and white space."""
    first = _FIRST_MARK.match(raw, start, end)
    if not first:
        return start, end
    last = None if first[1][0] in "—–-" else _LAST_MARK.search(raw[:end], first.end())
    return first.end(), last.start() if last else end


def gum(folder: Path) -> Iterator[Document]:
    """Yield name, plain text and sentences of every document."""
    for path in sorted(folder.glob("GUM_*.conllu")):
        yield path.stem, *_set_as_text(path.read_text(encoding="utf-8"))


def ewt(clone: Path) -> Iterator[Document]:
    """Yield name, plain text and sentences of every document."""
    paths = sorted(clone.glob("en_ewt-ud-*.conllu"))
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


def write(documents: Iterator[Document], out: Path) -> None:
    rows: dict[str, list[tuple[str, int, int]]] = {"read": [], "aside": []}
    for number, (name, raw, spans) in enumerate(documents):
        half = ("read", "aside")[number % 2]
        (out / half).mkdir(parents=True, exist_ok=True)
        (out / half / f"{name}.txt").write_text(raw, encoding="utf-8", newline="")
        rows[half] += [(f"{name}.txt", start, end) for start, end in spans]
    for half, own in rows.items():
        with (out / f"{half}.csv").open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle).writerows([("file", "start", "end"), *own])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", choices=["litbank", "gum", "ewt"])
    parser.add_argument("folder", type=Path, metavar="CLONE")
    parser.add_argument("out", type=Path, metavar="OUT")
    given = parser.parse_args()
    write({"litbank": litbank, "gum": gum, "ewt": ewt}[given.corpus](given.folder), given.out)


if __name__ == "__main__":
    main()

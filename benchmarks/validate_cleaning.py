"""Score quotations or sentences on any folder of texts with gold spans.

    python benchmarks/validate_cleaning.py quotations|sentences FOLDER SPANS.csv --json OUT

FOLDER holds ``.txt`` files. SPANS.csv has the columns file, start, end: code points in the file as it
stands (no newline translation, byte order mark excluded). A span counts as found only if start and end
are both exact; *f1_last_mark_aside* is the score where the last mark of punctuation does not count, which
annotators often leave out where no quotation mark follows it. public_spans.py makes both from LitBank and
GUM.

* quotations: direct speech in quotation marks or after a dash, without these, or in italics, as the suite
  finds it: distancing marks, titles and terms are left out, and so are quotations inside quotations; where a
  quotation is all of another (“‘Death,’” he read) the marks of both are left out;
* sentences: all sentences of the text; headings, titles and captions are sentences too, menus, buttons
  and bare note marks are not.
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path

import pandas as pd

from dhtools import DhtoolsError, read_corpus
from dhtools.annotation import find_blocks, find_quotations, find_sentences
from dhtools.corpus import Corpus
from dhtools.schema import BLOCK_KINDS

#: Kinds of block without sentences.
FURNITURE = ("nav", "boilerplate", "footnote_mark")

#: Displayed quotations without any of these are not in quotation marks.
MARKS = frozenset("“‘„«\"'`’”")

#: Punctuation, and white space before it.
_LAST_MARKS = ".,;:!?…—–- \r\n"

Span = tuple[str, int, int]


def found_quotations(corpus: Corpus) -> set[Span]:
    """Direct speech in marks, after a dash or in italics, of the first level."""
    found = find_quotations(corpus, find_blocks(corpus))
    speech = _without_inner_marks(found)
    inline = _spans(corpus, speech[speech["form"] == "inline"])
    displayed = _spans(corpus, speech[speech["form"] == "displayed"])
    return inline | {span for span in displayed if _before(corpus, span) in MARKS}


def _without_inner_marks(found: pd.DataFrame) -> pd.DataFrame:
    """Return direct speech of the first level; what is all of it, in marks of its own, in its place."""
    above = found.shift()
    fills = (
        (found["level"] == 2) & (found["start"] - above["start"] == 1) & (above["end"] - found["end"] == 1)
    )
    outer = fills.shift(-1, fill_value=False)
    spoken = (found["kind"] == "direct") & (found["level"] == 1)
    return found[(spoken & ~outer) | (fills & spoken.shift(fill_value=False))]


def _before(corpus: Corpus, span: Span) -> str:
    """Return the character before a span."""
    file, start, _ = span
    return next(text.raw[start - 1 : start] for text in corpus if text.file == file)


def found_sentences(corpus: Corpus) -> set[Span]:
    """Sentences of all blocks that can have any."""
    kinds = tuple(kind for kind in BLOCK_KINDS if kind not in FURNITURE)
    return _spans(corpus, find_sentences(corpus, find_blocks(corpus), kinds=kinds))


def _spans(corpus: Corpus, frame) -> set[Span]:
    files = {text.id: text.file for text in corpus}
    rows = zip(frame["text"], frame["start"].tolist(), frame["end"].tolist(), strict=True)
    return {(files[text], start, end) for text, start, end in rows}


def gold_spans(path: Path, files: set[str]) -> set[Span]:
    """Read the gold spans; every file they name must be in the folder."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        if not {"file", "start", "end"} <= set(reader.fieldnames or ()):
            raise DhtoolsError(
                f"{path}, line 1: the columns file, start and end are needed, got {reader.fieldnames}."
            )
        spans = {_span(path, reader.line_num, row) for row in reader}
    missing = sorted({file for file, _, _ in spans} - files)
    if missing:
        raise DhtoolsError(
            f"{path}: no such file in the folder: {', '.join(missing)}. Name files as they lie there."
        )
    return spans


def _span(path: Path, line: int, row: dict[str, str]) -> Span:
    try:
        return row["file"], int(row["start"]), int(row["end"])
    except (TypeError, ValueError) as error:
        raise DhtoolsError(f"{path}, line {line}: {row} is no span. Give file, start and end.") from error


def scores(gold: set[Span], found: set[Span]) -> dict[str, float]:
    """Precision, recall and F1 of exact spans; a share without a denominator is 0."""
    hits = len(gold & found)
    precision = hits / len(found) if found else 0.0
    recall = hits / len(gold) if gold else 0.0
    f1 = 2 * hits / (len(gold) + len(found)) if gold or found else 0.0
    return {"precision": precision, "recall": recall, "f1": f1, "gold": len(gold), "found": len(found)}


def without_last_mark(spans: set[Span], corpus: Corpus) -> set[Span]:
    """Return the spans without the punctuation at their end."""
    raws = {text.file: text.raw for text in corpus}
    return {
        (file, start, start + len(raws[file][start:end].rstrip(_LAST_MARKS))) for file, start, end in spans
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["quotations", "sentences"])
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("spans", type=Path, metavar="SPANS.csv")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the scores here too")
    given = parser.parse_args()
    try:
        corpus = read_corpus(given.folder)
        gold = gold_spans(given.spans, {text.file for text in corpus})
    except DhtoolsError as error:
        parser.exit(2, f"{error}\n")
    found = found_quotations(corpus) if given.what == "quotations" else found_sentences(corpus)
    # a file without a single gold span may still have been annotated: all files of the folder count
    result = scores(gold, found)
    if given.what == "quotations":
        loosely = scores(*(without_last_mark(spans, corpus) for spans in (gold, found)))
        result["f1_last_mark_aside"] = loosely["f1"]
    print(json.dumps(result, indent=2))
    if given.json:
        given.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Score quotations or sentences on any folder of texts with gold spans.

    python benchmarks/validate_cleaning.py quotations|sentences FOLDER SPANS.csv --json OUT

FOLDER holds ``.txt`` files. SPANS.csv has the columns file, start, end: code points in the file as it
stands (no newline translation, byte order mark excluded). A span counts as found only if start and end
are both exact; *f1_last_mark_aside* is the score where the last mark of punctuation does not count, which
annotators often leave out where no quotation mark follows it. The record has the scores of LitBank, GUM and
EWT, whose gold public_corpora.py reads.

* quotations: direct speech in quotation marks or after a dash, without these, or in italics, as the suite
  finds it: distancing marks, titles and terms are left out, and so are quotations inside quotations; where a
  quotation is all of another (“‘Death,’” he read) the marks of both are left out;
* sentences: all sentences of the text; headings, titles and captions are sentences too, menus, buttons
  and bare note marks are not.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd
from common import Given, command_line, measures, report, share
from public_corpora import Document, ewt, gum, halves, litbank, written

from dhtools import DhtoolsError, read_corpus
from dhtools.annotation import find_blocks, find_quotations, find_sentences
from dhtools.corpus import Corpus
from dhtools.schema import BLOCK_KINDS, PROSE

#: Kinds of block without sentences.
FURNITURE = ("nav", "boilerplate", "footnote_mark")

#: Displayed quotations without any of these are not in quotation marks.
MARKS = frozenset("“‘„«\"'`’”")

#: Novels of LitBank in which speech follows a dash, and genres of GUM that the record names.
WITH_DASHES = ("4217_a_portrait_of_the_artist_as_a_young_man", "4300_ulysses")
GENRES = ("speech", "fiction", "news", "academic")

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


def gold_spans(path: Path, folder: Path) -> set[Span]:
    """Read the gold spans; every file they name must be in the folder."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        if not {"file", "start", "end"} <= set(reader.fieldnames or ()):
            raise DhtoolsError(
                f"{path}, line 1: the columns file, start and end are needed, got {reader.fieldnames}."
            )
        spans = {_span(path, reader.line_num, row) for row in reader}
    files = {text.file for text in read_corpus(folder)}
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


def score(what: str, folder: Path, gold: set[Span]) -> dict[str, float]:
    """Return the scores of all files of a folder; one without a gold span may still have been annotated."""
    corpus = read_corpus(folder)
    found = found_quotations(corpus) if what == "quotations" else found_sentences(corpus)
    result = scores(gold, found)
    if what == "quotations":
        loosely = scores(*(without_last_mark(spans, corpus) for spans in (gold, found)))
        result["f1_last_mark_aside"] = loosely["f1"]
    return result


def score_documents(what: str, documents: Iterable[Document]) -> dict[str, float]:
    """Return the scores of documents with their gold."""
    with written(documents) as (folder, gold):
        return score(what, folder, gold)


def in_full(result: dict[str, float]) -> str:
    """Say F1, precision and recall."""
    f1, precision, recall = (share(result[name]) for name in ("f1", "precision", "recall"))
    return f"F1 {f1} (precision {precision}, recall {recall})"


def f1_by(what: str, documents: list[Document], group: Callable[[str], str]) -> dict[str, str]:
    """Return F1 of each group of documents, by their names."""
    groups: dict[str, list[Document]] = {}
    for document in documents:
        groups.setdefault(group(document[0]), []).append(document)
    return {name: share(score_documents(what, own)["f1"]) for name, own in groups.items()}


@measures("quotations: exact span", "quotations: exact span, by half", needs="litbank")
def quotations(given: Given) -> list[str]:
    novels = list(litbank(given.folder("litbank")))
    found = score_documents("quotations", novels)
    by_kind = f1_by("quotations", novels, lambda name: "dashes" if name in WITH_DASHES else "marks")
    read, aside = halves(novels)
    second = score_documents("quotations", aside)
    marked = score_documents("quotations", [one for one in aside if one[0] not in WITH_DASHES])
    return [
        f"{in_full(found)}; two novels with dashes {by_kind.get('dashes')}, the others {by_kind['marks']}; "
        f"with the last mark of punctuation aside, {share(found['f1_last_mark_aside'])}",
        f"{in_full(score_documents('quotations', read))} in the first; {in_full(second)} in the second, "
        f"{share(marked['f1'])} without its two novels with dashes; the second was .935 and .952 before it "
        "was read",
    ]


@measures("sentences: exact span, GUM", needs="gum")
def gum_sentences(given: Given) -> list[str]:
    documents = list(gum(given.folder("gum")))
    by_genre = f1_by("sentences", documents, lambda name: name.split("_")[1])
    named = ", ".join(f"{genre} {by_genre[genre]}" for genre in GENRES if genre in by_genre)
    aside = share(score_documents("sentences", halves(documents)[1])["f1"])
    f1 = share(score_documents("sentences", documents)["f1"])
    return [f"F1 {f1} ({named}); the half not read while the rules were made {aside}"]


@measures("sentences: exact span, EWT", needs="ewt")
def ewt_sentences(given: Given) -> list[str]:
    documents = list(ewt(given.folder("ewt")))
    by_genre = f1_by("sentences", documents, lambda name: name.split("-")[0])
    named = ", ".join(f"{genre} {f1}" for genre, f1 in sorted(by_genre.items(), key=lambda one: one[1])[::-1])
    return [f"F1 {share(score_documents('sentences', documents)['f1'])} ({named})"]


@measures("kinds of block", needs="british_fiction")
def blocks(given: Given) -> list[str]:
    found = find_blocks(read_corpus(given.folder("british_fiction")))
    length = (found["end"] - found["start"]).groupby(found["kind"].isin(PROSE)).sum()
    return [f"{share(length[True] / length.sum())} of the characters come through as running prose"]


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("what", choices=["quotations", "sentences"])
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("spans", type=Path, metavar="SPANS.csv")
    report(parser, lambda given: score(given.what, given.folder, gold_spans(given.spans, given.folder)))


if __name__ == "__main__":
    main()

"""The citation apparatus of texts: works in notes and bibliographies, and which note answers which mark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from ..annotation.line_patterns import NOTE_MARKER
from ..annotation.record import Annotation, span_text
from ..corpus.sheets import LINE, SIGNED, VERSION, Column, Sheet, read_sheet
from ..errors import DhtoolsError
from ..schema import PROSE, UNSTATED

NOTES = "notes.csv"
#: Kinds of block that name a source.
CITING_KINDS = ("attribution", "bibliography", "footnote")
#: How a mark is answered: by the entry of its number, by another one, by one of several, by none.
ANSWERS = ("own number", "another number", "unclear", "no entry")

_IBID = re.compile(r"(?:ibid(?:em)?|ebd|ebenda|idem)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\[?(\d{1,3})(?:\]|[.)]\s)\s*")
_LEADS = re.compile(r"[\s•*·–—-]+")
_SHEET = Sheet(
    NOTES,
    (
        VERSION[0],
        Column("mark", LINE, required=True, meaning="number of the mark in the running prose"),
        Column("entry", LINE, meaning="number of the note that answers it, or several; empty: none"),
        *SIGNED,
    ),
    key=("text", "mark"),
)


def cited_works(annotation: Annotation) -> pd.DataFrame:
    """List what texts name as their sources: notes, bibliographies, and lines after displayed quotations.

    Returns: One row an entry, in the order of the texts: *text*, *line*, *kind* (of block), *entry* (the
    number of a note, or empty), *work* (as it is written), *same_as* (for an *Ibid.* the line of the entry
    that it goes back to, such as ``line 132``; else empty).
    """
    blocks = annotation.blocks
    told = blocks.assign(content=span_text(annotation.corpus, blocks), kind=blocks["kind"].astype(str))
    before = told["content"].shift(fill_value="").where(told["kind"].shift() == "footnote_mark", "")
    table = told.assign(content=before + told["content"])[told["kind"].isin(CITING_KINDS)]
    numbers = table["content"].str.extract(rf"^{_NUMBER.pattern}", expand=False)
    work = table["content"].str.replace(rf"^{_NUMBER.pattern}", "", regex=True)
    entries = table[["text", "line", "kind"]].assign(
        entry=numbers.where(table["kind"] == "footnote").fillna(""),
        work=work.str.replace(rf"^{_LEADS.pattern}", "", regex=True),
    )
    return entries.assign(same_as=_go_back(entries)).reset_index(drop=True)


def _go_back(entries: pd.DataFrame) -> pd.Series:
    """Return the line that each *Ibid.* goes back to: that of the last note of its text that is none."""
    ibid = entries["work"].str.match(_IBID) & (entries["kind"] == "footnote")
    line = entries["line"].astype(float).mask(ibid | (entries["kind"] != "footnote"))
    first = line.groupby(entries["text"], observed=True).ffill()
    return first.map("line {:.0f}".format, na_action="ignore").where(ibid & first.notna(), "")


def find_note_marks(annotation: Annotation) -> pd.DataFrame:
    """Find the marks of notes in the running prose, such as ``word.[3]``.

    Returns: *text*, *passage*, *mark* (the number). A number in brackets after a space, such as a year that
    an editor has added, is no mark.
    """
    prose = annotation.blocks[annotation.blocks["kind"].isin(PROSE)]
    places = zip(prose["text"], prose["start"], span_text(annotation.corpus, prose), strict=True)
    rows = [
        (str(text), start + found.start(), found[1])
        for text, start, content in places
        for found in NOTE_MARKER.finditer(content)
        if content[: found.start()][-1:].strip(" \t\xa0\r\n[")
    ]
    marks = pd.DataFrame(rows, columns=["text", "start", "mark"]).astype({"start": int, "mark": str})
    return marks.assign(passage=_passages(annotation.sentences, marks))[["text", "passage", "mark"]]


def _passages(sentences: pd.DataFrame, marks: pd.DataFrame) -> list[str]:
    """Return the sentence in which each mark stands, or that ends right before it."""
    found = []
    for text, start in zip(marks["text"], marks["start"].tolist(), strict=True):
        own = sentences[sentences["text"] == text]
        place = int(np.searchsorted(own["start"].to_numpy(), start, side="right")) - 1
        found.append(str(own["passage"].iloc[place]))
    return found


def read_notes(annotation: Annotation, folder: str | Path) -> pd.DataFrame:
    """Read ``notes.csv``: which entry answers which mark, as a reader has coded it from what both say.

    Returns: *text*, *mark*, *entry* (several numbers with spaces between: one of them, the reader cannot say
    which; empty: none answers), *coder*, *reason*. Empty where the folder has no such file.

    Raises `DhtoolsError` as `dhtools.corpus.sheets.read_sheet`; if a text has no such mark or entry.
    """
    coded = read_sheet(folder, _SHEET)
    marks, works = find_note_marks(annotation), cited_works(annotation)
    for row in coded.itertuples():
        own_marks, own_works = (table[table["text"] == row.text] for table in (marks, works))
        _check_number(row, "mark", {str(row.mark)}, own_marks["mark"])
        _check_number(row, "entry", set(str(row.entry).split()), own_works["entry"])
    return coded[_SHEET.names]


def _check_number(row: object, name: str, given: set[str], known: pd.Series) -> None:
    if lacking := sorted(given - set(known)):
        raise DhtoolsError(
            f"{row.where}: {row.text!r} has no {name} {lacking[0]}. "  # type: ignore[attr-defined]
            "Correct the number or the text."
        )


def match_notes(annotation: Annotation, coded: pd.DataFrame) -> pd.DataFrame:
    """Match the marks of notes with their entries: by number, and by what a reader has coded.

    * coded: From `read_notes`; may be empty.

    Returns: One row a mark, then the entries that answer none: *text*, *passage*, *mark*, *entry* (that
    answers; of the mark's own number where nothing is coded), *answer* (`ANSWERS`; *no mark* for an entry
    that answers none), *work* (what the entry says), *grounds* (the coder's; empty where the number decides).
    """
    works = cited_works(annotation)
    notes = works[works["entry"] != ""].astype({"text": str})
    said = notes.drop_duplicates(["text", "entry"]).set_index(["text", "entry"])["work"]
    marks = find_note_marks(annotation).merge(coded, on=["text", "mark"], how="left")
    numbered = _pairs(marks, "mark").isin(said.index)
    marks["entry"] = marks["entry"].where(marks["coder"].notna(), marks["mark"].where(numbered, ""))
    marks["answer"] = [_answer(*pair) for pair in zip(marks["mark"], marks["entry"], strict=True)]
    answered = [(text, one) for text, one, _ in _entries(marks)]
    alone = notes[~_pairs(notes, "entry").isin(answered)]
    table = pd.concat([marks, alone[["text", "entry"]].assign(answer="no mark")], ignore_index=True)
    words = pd.Series("", index=table.index)
    for text, one, row in _entries(table):
        words[row] = "; ".join(part for part in (words[row], said.get((text, one), "")) if part)
    columns = ["text", "passage", "mark", "entry", "answer", "work", "grounds"]
    return table.assign(work=words).rename(columns={"reason": "grounds"})[columns].fillna("")


def _pairs(table: pd.DataFrame, number: str) -> pd.Series:
    """Return the text and the number of every row."""
    return pd.Series(list(zip(table["text"], table[number], strict=True)), index=table.index, dtype=object)


def _entries(table: pd.DataFrame) -> Iterator[tuple[str, str, int]]:
    """Yield every entry that a row names, with the text and the row."""
    for row, text, entry in zip(table.index, table["text"], table["entry"], strict=True):
        yield from ((text, one, row) for one in entry.split())


def _answer(mark: str, entry: str) -> str:
    own, another, unclear, none = ANSWERS
    if not entry:
        return none
    return unclear if " " in entry else own if entry == mark else another


def words_by_coding(annotation: Annotation, codings: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Count the quoted words of every text by kind of source, under each coding of the sources.

    * codings: By its name: *text*, *start*, *end*, *source*, *cited_through* of quotations, such as
      ``corpus.sources`` and `dhtools.study.coders.read_source_coding`. A quotation that is not coded counts
      as unstated.

    Returns: One row a coding, text and kind of source: *coding*, *text*, *source*, *n_words*, *share* (of the
    words that the text quotes), *n_second_hand* (words that the text takes from a work which cites them).
    """
    tokens = annotation.tokens
    words = tokens["quotation"][tokens["voice"] == "quoted"].value_counts().rename("n_words")
    spoken = annotation.quotations[["text", "quotation", "start", "end"]].merge(
        words[words > 0].reset_index().astype({"quotation": object}), on="quotation"
    )
    tables = [_coded_words(spoken, coding).assign(coding=name) for name, coding in codings.items()]
    table = pd.concat(tables, ignore_index=True)
    total = table.groupby(["coding", "text"])["n_words"].transform("sum")
    table = table.assign(share=table["n_words"] / total)
    return table[["coding", "text", "source", "n_words", "share", "n_second_hand"]]


def _coded_words(spoken: pd.DataFrame, coding: pd.DataFrame) -> pd.DataFrame:
    coded = spoken.merge(
        coding[["text", "start", "end", "source", "cited_through"]], on=["text", "start", "end"], how="left"
    )
    coded = coded.assign(
        source=coded["source"].replace("", np.nan).fillna(UNSTATED),
        n_second_hand=coded["n_words"].where(coded["cited_through"].fillna("") != "", 0),
    )
    grouped = coded.groupby(["text", "source"], sort=False, observed=True)
    return grouped[["n_words", "n_second_hand"]].sum().reset_index()

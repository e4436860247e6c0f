"""Annotated texts as CoNLL-U: sentences and words for parsers; what the format has no place for is beside it.

Source: Universal Dependencies, *CoNLL-U Format*. A text has three files: its words as they stand (``.txt``),
its sentences (``.conllu``), and its blocks, quotations and findings (``.json``). A word of the token table is
a token with Voice and Start in the last column; marks between words are tokens of their own, with PUNCT or
SYM. White space is kept as in UDPipe, by SpaceAfter, SpacesAfter and SpacesInToken.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...errors import DhtoolsError
from .records import COLUMNS, AnnotatedText, Row, row_of

#: What stands beside the sentences.
_BESIDE = ("blocks", "quotations", "findings")
#: White space in the last column, as UDPipe writes it.
_ESCAPES = {" ": r"\s", "\t": r"\t", "\n": r"\n", "\r": r"\r", "|": r"\p", "\\": r"\\"}
_SPACE = re.compile(r"\s+")
_UNESCAPED = {escape: mark for mark, escape in _ESCAPES.items()}


def conllu_files(text: AnnotatedText, name: str) -> dict[str, bytes]:
    """Return the files of a text."""
    beside = {"id": text.id, "about": dict(text.about), **{table: text.tables[table] for table in _BESIDE}}
    content = json.dumps(beside, ensure_ascii=False, indent=1, allow_nan=False)
    return {
        f"{name}.txt": text.raw.encode(),
        f"{name}.conllu": "".join(_lines(text)).encode(),
        f"{name}.json": f"{content}\n".encode(),
    }


def _lines(text: AnnotatedText) -> Iterator[str]:
    words: dict[str, list[Row]] = {}
    for row in text.tables["tokens"]:
        words.setdefault(row["passage"], []).append(row)
    block = None
    for number, sentence in enumerate(text.tables["sentences"]):
        if number == 0:
            yield f"# newdoc id = {one_field(text.id)}\n"
        if sentence["block"] != block:
            block = sentence["block"]
            yield f"# newpar id = {one_field(text.id)}:{block}\n"
        yield from _sentence(text.raw, sentence, words.get(sentence["passage"], []))


def _sentence(raw: str, sentence: Row, words: list[Row]) -> Iterator[str]:
    pieces = list(_pieces(raw, sentence, words))
    forms = [_form(raw, piece) for piece in pieces]
    joined = "".join(
        form + (" " if _gap(raw, piece, pieces, place) else "")
        for place, (form, piece) in enumerate(zip(forms, pieces, strict=True))
    )
    yield f"# sent_id = {one_field(sentence['passage'])}\n# text = {joined.rstrip(' ')}\n"
    yield f"# place = {sentence['start']} {sentence['end']} {sentence['line']}\n"
    yield f"# voice = {sentence['voice']}\n"
    for place, (form, piece) in enumerate(zip(forms, pieces, strict=True)):
        tag = "_" if piece["word"] else _tag(form)
        fields = [str(place + 1), form, "_", tag, "_", "_", "_", "_", "_", _misc(raw, piece, pieces, place)]
        yield "\t".join(fields) + "\n"
    yield "\n"


def _pieces(raw: str, sentence: Row, words: list[Row]) -> Iterator[dict[str, Any]]:
    """Yield words, and the marks between them, each with its place."""
    end = sentence["start"]
    for word in words:
        yield from _marks(raw, end, word["start"])
        yield {"start": word["start"], "end": word["end"], "word": word}
        end = word["end"]
    yield from _marks(raw, end, sentence["end"])


def _marks(raw: str, start: int, end: int) -> Iterator[dict[str, Any]]:
    for found in re.finditer(r"\S+", raw[start:end]):
        yield {"start": start + found.start(), "end": start + found.end(), "word": None}


def _form(raw: str, piece: dict[str, Any]) -> str:
    """Return a piece as it stands, on one line."""
    return _SPACE.sub(" ", raw[piece["start"] : piece["end"]])


def _gap(raw: str, piece: dict[str, Any], pieces: list[dict[str, Any]], place: int) -> str:
    """Return the white space after a piece, up to the next one of the sentence."""
    return raw[piece["end"] : pieces[place + 1]["start"]] if place + 1 < len(pieces) else ""


def _misc(raw: str, piece: dict[str, Any], pieces: list[dict[str, Any]], place: int) -> str:
    found = {"Start": str(piece["start"]), "End": str(piece["end"])}
    if word := piece["word"]:
        found |= {"Voice": word["voice"], "Kind": word["kind"]}
        if word["quotation"]:
            found["Quotation"] = escaped(word["quotation"])
        if word["word"] != _form(raw, piece):
            found["Word"] = escaped(word["word"])
    gap = _gap(raw, piece, pieces, place)
    if place + 1 < len(pieces) and not gap:
        found["SpaceAfter"] = "No"
    elif gap not in ("", " "):
        found["SpacesAfter"] = escaped(gap)
    if _SPACE.search(raw[piece["start"] : piece["end"]]):
        found["SpacesInToken"] = escaped(raw[piece["start"] : piece["end"]])
    return "|".join(f"{name}={value}" for name, value in sorted(found.items()))


def _tag(form: str) -> str:
    """Return the part of speech of a mark: PUNCT if all of it is punctuation."""
    return "PUNCT" if all(unicodedata.category(mark)[0] == "P" for mark in form) else "SYM"


def escaped(text: str) -> str:
    r"""Return a text as a value of the last column.

    >>> print(escaped("a b|c"))
    a\sb\pc
    """
    return "".join(_ESCAPES.get(mark) or _on_a_line(mark) for mark in text)


def one_field(text: str) -> str:
    """Return a name that ends neither a field nor a line."""
    return "".join(map(_on_a_line, text))


def _on_a_line(mark: str) -> str:
    """Return a character; as its number where a reader may take it for the end of a field or line."""
    ends = mark != " " and (mark.isspace() or unicodedata.category(mark) == "Cc")
    return f"\\u{ord(mark):04x}" if ends else mark


def read_conllu(folder: Path, names: dict[str, str]) -> Iterator[AnnotatedText]:
    """Read texts from CoNLL-U and the files beside it."""
    for name in names.values():
        beside = json.loads((folder / f"{name}.json").read_bytes())
        raw = (folder / f"{name}.txt").read_bytes().decode()
        tables = {table: [row_of(row, COLUMNS[table]) for row in beside[table]] for table in _BESIDE}
        content = (folder / f"{name}.conllu").read_bytes().decode()
        sentences, tokens = _tables(content, beside["id"], f"{name}.conllu")
        found = tables | {"sentences": sentences, "tokens": tokens}
        yield AnnotatedText(beside["id"], raw, beside["about"], {table: found[table] for table in COLUMNS})


def _tables(content: str, text: str, file: str) -> tuple[list[Row], list[Row]]:
    sentences: list[Row] = []
    tokens: list[Row] = []
    for number, line in enumerate(content.split("\n"), start=1):
        value = line.partition(" = ")[2]
        if line.startswith("# sent_id = "):
            block = int(value.rpartition(":")[2].partition(".")[0])
            sentences.append({"passage": f"{text}:{value.rpartition(':')[2]}", "block": block})
        elif line.startswith("# place = "):
            sentences[-1] |= dict(zip(("start", "end", "line"), map(int, value.split()), strict=True))
        elif line.startswith("# voice = "):
            sentences[-1]["voice"] = value
        elif line and not line.startswith("#"):
            tokens += _token(line, sentences[-1], f"{file}, line {number}")
    return [row_of(row, COLUMNS["sentences"]) for row in sentences], tokens


def _token(line: str, sentence: Row, place: str) -> list[Row]:
    fields = line.split("\t")
    if len(fields) != 10:
        raise DhtoolsError(f"{place}: a token has 10 columns, not {len(fields)}. Export the corpus again.")
    misc = dict(part.split("=", 1) for part in fields[9].split("|"))
    if "Voice" not in misc:
        return []
    word = {
        "passage": sentence["passage"],
        "block": sentence["block"],
        "kind": misc["Kind"],
        "voice": misc["Voice"],
        "quotation": unescaped(misc["Quotation"]) if "Quotation" in misc else None,
        "start": int(misc["Start"]),
        "end": int(misc["End"]),
        "word": unescaped(misc["Word"]) if "Word" in misc else fields[1],
    }
    return [row_of(word, COLUMNS["tokens"])]


def unescaped(text: str) -> str:
    r"""Return the text that `escaped` has written.

    >>> unescaped(escaped("a b|c\\s"))
    'a b|c\\s'
    """
    return re.sub(r"\\(?:u([0-9a-f]{4})|.)", _mark, text)


def _mark(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else _UNESCAPED.get(found[0], found[0])

"""The manifest ``corpus.toml``: read, and every mistake in it named with its line."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ..errors import DhtoolsError
from ..given_patterns import compile_given
from ..schema import BLOCK_KINDS
from .sheets import read_beside

MANIFEST = "corpus.toml"

#: What a manifest may say about the layout of a text, and what it means.
LAYOUT_HINTS = MappingProxyType(
    {
        "illustrated": "true where captions of pictures stand between the paragraphs",
        "patterns": "a table of block kind = regular expression, for lines of the site or journal it is from",
    }
)
_TABLES = ("groups", "layout")
_TEXTS_HEADER = re.compile(r"\s*\[\[\s*['\"]?texts['\"]?\s*\]\]")
_LINE_NUMBER = re.compile(r"\(at line (\d+)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One ``[[texts]]`` entry: what it says, and the lines of the manifest from its header on."""

    manifest: Path
    line: int
    lines: tuple[str, ...]
    values: dict[str, Any]

    def where(self, key: str = "") -> str:
        """Return manifest and line of *key* (the TOML reader does not keep it), else of the entry itself."""
        stating = re.compile(rf"\s*\[*[\w.'\" ]*\b{re.escape(key)}\b") if key else None
        numbered = enumerate(self.lines, start=self.line)
        line = next((n for n, content in numbered if stating and stating.match(content)), self.line)
        return f"{self.manifest}, line {line}"


def read_manifest(folder: Path, keys: Sequence[str]) -> list[Entry] | None:
    """Return the entries of the manifest of *folder*, checked; None where it has no manifest.

    * keys: What an entry may say; *layout* and *groups* are tables, everything else a string; *id* and *file*
      are required.

    Raises `DhtoolsError` for a manifest that is no TOML, has no texts, or says what it cannot say.
    """
    source = read_beside(folder, MANIFEST)
    if source is None:
        return None
    manifest = folder / MANIFEST
    texts = _texts(manifest, source)
    starts = [n for n, line in enumerate(source.splitlines()) if _TEXTS_HEADER.match(line)]
    if len(starts) != len(texts):  # not written as [[texts]] tables: then only the file can be named
        starts = [0] * len(texts)
    entries = []
    for start, after, values in zip(starts, [*starts[1:], None], texts, strict=True):
        lines = tuple(source.splitlines()[start : after or None])
        entries.append(Entry(manifest, start + 1, lines, values))
    for entry in entries:
        _check(entry, keys)
    return entries


def _texts(manifest: Path, source: str) -> list[dict[str, Any]]:
    try:
        content = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        at = _LINE_NUMBER.search(str(error))
        line = at.group(1) if at else source.count("\n") + 1
        raise DhtoolsError(f"{manifest}, line {line}: {error}. Mend the manifest at this place.") from error
    except (ValueError, RecursionError) as error:  # numbers of 5,000 digits, brackets a thousand deep
        raise DhtoolsError(f"{manifest}, line 1: {error}. Write it as it is documented.") from error
    for key in content:
        if key != "texts":
            raise DhtoolsError(f"{manifest}, line 1: unknown table {key!r}. {_nearest(key, ['texts'])}")
    texts = content.get("texts")
    if not isinstance(texts, list) or not texts or not all(isinstance(entry, dict) for entry in texts):
        raise DhtoolsError(
            f"{manifest}, line 1: no [[texts]] entry. Give one for each file, with at least id and file."
        )
    return texts


def _check(entry: Entry, keys: Sequence[str]) -> None:
    for key, value in entry.values.items():
        if key not in keys:
            raise DhtoolsError(f"{entry.where(key)}: unknown key {key!r}. {_nearest(key, keys)}")
        if not isinstance(value, dict if key in _TABLES else str):
            wanted = "a table" if key in _TABLES else "a string in quotes"
            raise DhtoolsError(f"{entry.where(key)}: {key} is {value!r}. It must be {wanted}.")
    for key in ("id", "file"):
        if not entry.values.get(key, "").strip():
            raise DhtoolsError(f"{entry.where(key)}: this [[texts]] entry has no {key}. Give it one.")
    if re.search(r"[\s:\x00-\x1f]", entry.values["id"]):
        raise DhtoolsError(
            f"{entry.where('id')}: id {entry.values['id']!r} holds a space or colon, which passage ids "
            "cannot. Rename it."
        )
    for group, value in entry.values.get("groups", {}).items():
        if not isinstance(value, str):
            raise DhtoolsError(f"{entry.where(group)}: {group} is {value!r}. It must be a string in quotes.")
    _check_layout(entry, entry.values.get("layout", {}))


def _check_layout(entry: Entry, layout: dict[str, Any]) -> None:
    for key, value in layout.items():
        if key not in LAYOUT_HINTS:
            raise DhtoolsError(
                f"{entry.where(key)}: unknown layout hint {key!r}. {_nearest(key, list(LAYOUT_HINTS))}"
            )
        if not isinstance(value, bool if key == "illustrated" else dict):
            wanted = "true or false" if key == "illustrated" else "a table"
            raise DhtoolsError(f"{entry.where(key)}: {key} is {value!r}. It must be {wanted}.")
    for kind, pattern in layout.get("patterns", {}).items():
        _check_pattern(entry, kind, pattern)


def _check_pattern(entry: Entry, kind: str, pattern: object) -> None:
    if kind not in BLOCK_KINDS:
        raise DhtoolsError(
            f"{entry.where(kind)}: unknown kind of block {kind!r}. {_nearest(kind, BLOCK_KINDS)}"
        )
    if not isinstance(pattern, str):
        raise DhtoolsError(f"{entry.where(kind)}: the pattern for {kind} must be a string in quotes.")
    try:
        compile_given(pattern)
    except DhtoolsError as error:
        raise DhtoolsError(
            f"{entry.where(kind)}: the pattern for {kind} is no regular expression that can be used: {error}"
        ) from error


def _nearest(key: str, allowed: Sequence[str]) -> str:
    near = difflib.get_close_matches(key, allowed, n=1)
    return f"Did you mean {near[0]!r}?" if near else f"Known are: {', '.join(allowed)}."

"""Damaged characters: what programs have done to a text on its way, recognised and repaired.

Every repair is stated: `Text.repairs` lists what was found, how often, and where first. A repair keeps one
code point for one where it can. Where it cannot (text that was UTF-8 and was read as something else), offsets
count the repaired text.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from typing import NamedTuple

from ..errors import DhtoolsError
from ..escaping import terminal


class Repair(NamedTuple):
    """One kind of damage: what was done, how often; line, column and characters of the first case."""

    found: str
    treatment: str
    n: int
    line: int
    column: int
    example: str


def repaired(raw: str, name: str) -> tuple[str, tuple[Repair, ...]]:
    """Return a text with its damage repaired, and what was repaired.

    * Byte order marks at the beginning are left out.
    * Text that was UTF-8 and was read as another encoding becomes what it was (by the package ftfy).
    * A control character that is the low byte of a mark of U+2010 to U+201E becomes that mark: U+0019 is ’.
    * A control character of U+0080 to U+009F becomes the sign that Windows-1252 has in its place.
    * A form feed stays: it is white space, a page break. Any other control character becomes a space.
    * U+FFFD, in whose place a letter was lost, stays and is reported.

    Raises `DhtoolsError` if so many control characters are left that this is not a text.
    """
    check_plain(raw, name)
    repairs: list[Repair] = []
    for step in _STEPS:
        raw, found = step(raw)
        repairs += found
    return raw, tuple(repairs)


def check_plain(raw: str, name: str) -> None:
    """Refuse what has so many control characters that it is not text; marks cut to a byte do not count."""
    first = _BINARY.search(raw)
    if first and (n := len(_BINARY.findall(raw))) > max(_FEW, _MOST_CONTROL * len(raw)):
        line, column = _place(raw, first.start())
        raise DhtoolsError(
            f"{name}, line {line}, column {column}: there is a control character, the first of {n}, so this "
            "is not plain text. Export the file as plain text (.txt, UTF-8) from the program that made it."
        )


def describe(repairs: tuple[Repair, ...]) -> str:
    """Return the repairs in words, for a warning."""
    return "; ".join(
        f"{one.found}, {one.n} ×, {one.treatment} (line {one.line}, column {one.column}: {one.example})"
        for one in repairs
    )


def warn_of(repairs: tuple[Repair, ...], name: str) -> None:
    """Warn of what was repaired in a file, if anything was."""
    if repairs:
        message = f"{name}: {describe(repairs)}. Save the file again as UTF-8."
        warnings.warn(terminal(message), UserWarning, stacklevel=3)


Step = tuple[str, list[Repair]]


def _replaced(
    raw: str, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str], found: str, treatment: str
) -> Step:
    """Replace every match, and describe the first."""
    first = pattern.search(raw)
    if not first:
        return raw, []
    text, n = pattern.subn(new, raw)
    old, better = _named(first.group()), new(first).strip()
    shown = old if better in ("", old) else f"{old} → {better}"
    return text, [Repair(found, treatment, n, *_place(raw, first.start()), shown)]


def _place(raw: str, offset: int) -> tuple[int, int]:
    """Return line and column, both counted from 1."""
    return raw.count("\n", 0, offset) + 1, offset - raw.rfind("\n", 0, offset)


def _named(signs: str) -> str:
    return signs if signs.isprintable() else " ".join(f"U+{ord(sign):04X}" for sign in signs)


# --- byte order marks

_MARKS = re.compile("\\A\ufeff+")


def _leading_marks(raw: str) -> Step:
    return _replaced(raw, _MARKS, lambda match: "", "further byte order mark", "left out")


# --- UTF-8 that was read as another encoding

_ENCODINGS = ("latin-1", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1257", "iso8859_2", "mac_roman")


def _decoded(encoding: str, first: int, last: int) -> str:
    """Return every character that a byte of a range is in an encoding."""
    return re.escape(bytes(range(first, last + 1)).decode(encoding, "ignore"))


#: The first two bytes of a character in UTF-8, as they look in each encoding.
_MISREAD = tuple(
    re.compile(f"[{_decoded(name, 0xC2, 0xF4)}][{_decoded(name, 0x80, 0xBF)}]") for name in _ENCODINGS
)
#: The closing mark ” whose last byte has no sign in Windows-1252, and was lost.
_CUT_CLOSING = re.compile(r"â€(?=[\x00-\x7f]|\Z)")


def _misread_utf8(raw: str) -> Step:
    if raw.isascii() or not _may_be_misread(raw):
        return raw, []
    from ftfy import fix_encoding  # takes a moment to import, and few texts need it
    from ftfy.badness import is_bad

    if not is_bad(raw):
        return raw, []
    lines = raw.splitlines(keepends=True)
    changed = []
    for number, line in enumerate(lines):
        if _may_be_misread(line) and is_bad(line):
            whole = _CUT_CLOSING.sub("â€\x9d", line)
            better = fix_encoding(whole)
            if better not in (line, whole):
                changed.append((number + 1, line, better))
                lines[number] = better
    if not changed:
        return raw, []
    number, line, better = changed[0]
    column, example = _first_change(line, better)
    found = Repair(
        "UTF-8 that was read as another encoding", "repaired by line", len(changed), number, column, example
    )
    return _MARKS.sub("", "".join(lines)), [found]


def _may_be_misread(text: str) -> bool:
    return any(pair.search(text) for pair in _MISREAD)


def _first_change(old: str, new: str) -> tuple[int, str]:
    """Return the column (from 1) and the characters where two lines begin to differ."""
    start = next((place for place, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), 0)
    return start + 1, f"{_named(old[start : start + 3])} → {_named(new[start : start + 1])}"


# --- marks cut to their low byte

_CUT_MARK = re.compile("[\x10-\x15\x18\x19\x1c-\x1e]")


def _cut_marks(raw: str) -> Step:
    return _replaced(
        raw, _CUT_MARK, lambda match: chr(0x2000 + ord(match.group())), "mark cut to its low byte", "repaired"
    )


# --- signs of Windows-1252 that were read as control characters

_SIGNS = {
    chr(code): sign
    for code in range(0x80, 0xA0)
    if code != 0x85 and (sign := bytes([code]).decode("cp1252", "ignore"))
}
_SIGN = re.compile(f"[{''.join(_SIGNS)}]|\x85(?![\n\r])(?=[^\x85]*[\n\r]|[^\x85]*\\Z)")


def _windows_signs(raw: str) -> Step:
    if raw.isascii():
        return raw, []
    return _replaced(
        raw,
        _SIGN,
        lambda match: _SIGNS.get(match.group(), "…"),
        "sign of Windows-1252 read as a control character",
        "repaired",
    )


# --- marks of Chinese encodings that were read as Windows-1252

#: Big5 and GBK write quotation marks and dashes in two bytes, the first of which looks like ¡.
_CHINESE = dict(zip("¥¦§¨XK®¯°±ª", "‘’“”—…‘’“”—", strict=True))
_CHINESE_MARK = re.compile(f"¡([{''.join(_CHINESE)}])")
#: An apostrophe within a word, or a pair of marks: ¡ alone opens an exclamation in Spanish.
_SURELY_CHINESE = re.compile(r"\w¡[¦¯]\w|¡[§°]\w[^¡]{0,300}¡[¨±]")


def _chinese_marks(raw: str) -> Step:
    if not _SURELY_CHINESE.search(raw):
        return raw, []
    return _replaced(
        raw,
        _CHINESE_MARK,
        lambda match: _CHINESE[match[1]],
        "mark of a Chinese encoding read as Windows-1252",
        "repaired",
    )


# --- other control characters

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f](?:(?<=\x1b)\\[[0-9;]*[A-Za-z])?")
_BINARY = re.compile("[\x00-\x08\x0e\x0f\x16\x17\x1f\x7f]")
#: A text of which more than this share, and more than a few characters, are control characters is binary.
_MOST_CONTROL, _FEW = 0.02, 3


def _control_characters(raw: str) -> Step:
    return _replaced(
        raw, _CONTROL, lambda match: " " * len(match.group()), "control character", "made a space"
    )


# --- letters that were lost

_LOST = re.compile("\ufffd")


def _lost_letters(raw: str) -> Step:
    return _replaced(
        raw, _LOST, lambda match: "\ufffd", "U+FFFD, in the place of a lost letter", "left as it stands"
    )


#: In this order: misread text holds control characters of U+0080 to U+009F that belong to its letters.
_STEPS = (
    *(_leading_marks, _cut_marks, _misread_utf8, _windows_signs, _chinese_marks),
    *(_control_characters, _lost_letters),
)

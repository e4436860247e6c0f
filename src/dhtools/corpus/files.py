"""From bytes to text: which files a folder offers, and how each one is encoded."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..errors import DhtoolsError
from .damage import Repair, check_plain, repaired, warn_of
from .encodings import better_encodings, candidates
from .formats import check_markup, check_signature

#: A line longer than this is no text that a person wrote (a novel on one line has about two million bytes).
MAX_LINE_BYTES = 10_000_000
_CHUNK = 1 << 20

#: Every signature is tried in this order: that of UTF-32 begins with that of UTF-16.
_SIGNATURES = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# Not among them: tab, LF, vertical tab, form feed, CR; Ctrl-Z (the end of a DOS file); escape.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
_HIGH = re.compile(rb"[\x80-\xff]")
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_DOS_END = "\x1a"


@dataclass(frozen=True, slots=True)
class DecodedFile:
    """What a file holds: its text as it stands, and how it was stored.

    Offsets everywhere in the package count code points of `raw`: no newline is translated; a byte order mark,
    and the Ctrl-Z at the end of a DOS file, are not part of it. `newline` is the most frequent one. `repairs`
    says what was damaged (`dhtools.corpus.damage.repaired`).
    """

    raw: str
    encoding: str
    newline: str
    sha256: str
    repairs: tuple[Repair, ...] = ()


def _is_plain(name: str) -> bool:
    return name.lower().endswith(".txt") and not name.startswith(".")


def text_files(folder: Path, *, wanted: Callable[[str], bool] = _is_plain) -> list[Path]:
    """Return the ``.txt`` files of *folder* (not of its subfolders, and no hidden ones), sorted by name.

    *wanted* tells by the name which other files are texts.

    Raises `DhtoolsError` if the folder is missing, cannot be listed, or holds no such file; if one of them is
    a broken link, or has a name that is no text.
    """
    if os.path.isfile(folder):
        raise DhtoolsError(f"{folder}: this is a file. Give the folder in which it lies.")
    if not os.path.isdir(folder):
        raise DhtoolsError(f"{folder}: there is no such folder. Give the folder that holds your texts.")
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise DhtoolsError(f"{folder}: cannot be listed ({error.strerror}). Check its rights.") from error
    found = [path for path in entries if wanted(path.name)]
    # os.path answers False where pathlib, in some versions of Python, raises: links in a loop, odd names
    files = [_usable(path) for path in found if not os.path.isdir(path)]
    if not files:
        raise DhtoolsError(
            f"{folder}: no text lies in this folder. Put your texts there, best as .txt files in UTF-8."
        )
    return files


def inside(folder: Path, name: str) -> Path:
    """Return the path of file *name* of *folder*, refusing any way out of the folder.

    Raises `DhtoolsError` if *name* is absolute, climbs out through ``..``, or is a symbolic link to a place
    outside.
    """
    if "\0" in name:
        raise DhtoolsError(f"{folder}: {name!r} is no file name. Remove the NUL character from it.")
    path = folder / name
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        raise DhtoolsError(
            f"{folder}: {name!r} leads out of the folder. Copy the file itself into the folder."
        )
    return path


def read_file(path: Path) -> DecodedFile:
    """Read one text file: UTF-8 (with or without a byte order mark), UTF-16, UTF-32 or Windows-1252.

    Damaged characters are repaired, with a warning.

    Raises
    ------
    DhtoolsError
        If the file is empty, of another format, binary, undecodable, has a line of more than `MAX_LINE_BYTES`
        bytes, or may be in several encodings; the message names the file, the place and the remedy.

    Warns
    -----
    UserWarning
        Of damaged characters: what they are, how many, where the first one stands, what was done.
    """
    data = read_bytes(path)
    raw, encoding, repairs = text_of(data, str(path))
    warn_of(repairs, str(path))
    return DecodedFile(raw, encoding, newline_of(raw), hashlib.sha256(data).hexdigest(), repairs)


def text_of(data: bytes, name: str) -> tuple[str, str, tuple[Repair, ...]]:
    """Return the text of *data* with its damage repaired, its encoding, and the repairs; as `read_file`."""
    check_signature(data, name)
    decoded, encoding = decode(data, name)
    check_markup(decoded, name)
    raw, repairs = mended(decoded, data, name)
    return raw, encoding, repairs


def mended(decoded: str, data: bytes, name: str) -> tuple[str, tuple[Repair, ...]]:
    """Return a decoded text with its damage repaired, and the repairs; a text without words is refused."""
    raw, repairs = repaired(decoded, name)
    if not raw.strip():
        raise DhtoolsError(
            f"{name}, line 1: the file is empty (of {len(data)} bytes none is a character in print). "
            "Remove it from the folder, or fill it."
        )
    return raw, repairs


def read_bytes(path: Path) -> bytes:
    """Return what *path* holds, refusing a line of more than `MAX_LINE_BYTES` bytes before it is read."""
    try:
        with path.open("rb") as handle:
            return _read_lines(handle, path)
    except OSError as error:
        raise DhtoolsError(
            f"{path}: cannot be read ({error.strerror}). Check the file and its rights."
        ) from error


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Return the text of *data* and the name of its encoding; *name* is what error messages call the file.

    A signature decides; without one UTF-16 is known by its zero bytes, then UTF-8 is tried. What is not UTF-8
    is read as Windows-1252, unless most of its bytes above 127 do form UTF-8 sequences: then it is UTF-8 with
    damage, and reading it as Windows-1252 would hide the damage. Nor is it Windows-1252 where the result does
    not look like a Western language: then the bytes do not say which encoding it is
    (`dhtools.corpus.encodings`), and the candidates are named.
    """
    for signature, encoding in _SIGNATURES:
        if data.startswith(signature):
            raw = _strict(data[len(signature) :], encoding, name, skipped=len(signature))
            return raw.removesuffix(_DOS_END), encoding
    if b"\x00" in data[:4096] and (utf16 := _utf16_without_signature(data)):
        return _strict(data, utf16, name).removesuffix(_DOS_END), utf16
    if _is_utf8(data):
        return data.decode("utf-8").removesuffix(_DOS_END), "utf-8"
    check_plain(data.decode("ascii", "replace"), name)
    if not _may_be_cp1252(data):
        _strict(data, "utf-8", name)
    raw = _strict(data, "cp1252", name)
    if better := better_encodings(raw, data):
        raise _unnamed_encoding(name, data, better)
    return raw.removesuffix(_DOS_END), "cp1252"


def decode_utf8(data: bytes, name: str) -> str:
    """Return the text of *data*, which must be UTF-8, with or without a byte order mark."""
    mark = _SIGNATURES[0][0]
    skipped = len(mark) if data.startswith(mark) else 0
    return _plain(_strict(data[skipped:], "utf-8", name, skipped=skipped), name)


def _usable(path: Path) -> Path:
    if not os.path.isfile(path):
        raise DhtoolsError(
            f"{path}: neither a file nor a link to one. Put the file itself there, or remove the link."
        )
    try:
        path.name.encode("utf-8")
    except UnicodeEncodeError as error:
        raise DhtoolsError(
            f"{str(path)!r}: the name of the file is not UTF-8. Rename it, best in plain letters."
        ) from error
    return path


def _read_lines(handle: BinaryIO, path: Path) -> bytes:
    chunks = []
    number, length = 1, 0
    while chunk := handle.read(_CHUNK):
        breaks = [place for place in (chunk.find(b"\n"), chunk.find(b"\r")) if place >= 0]
        if length + min(breaks, default=len(chunk)) > MAX_LINE_BYTES:
            raise DhtoolsError(
                f"{path}, line {number}: the line is longer than {MAX_LINE_BYTES:,} bytes, so this is hardly "
                "a text. Break it into paragraphs, or remove the file from the folder."
            )
        rest = len(chunk) - 1 - max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        length = rest if breaks else length + len(chunk)
        number += chunk.count(b"\n")
        chunks.append(chunk)
    return b"".join(chunks)


def _strict(data: bytes, encoding: str, name: str, *, skipped: int = 0) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(name, data, error.start, encoding, skipped=skipped) from error


def _plain(raw: str, name: str) -> str:
    """Return what was decoded by its signature or zero bytes, if it turned out to be text."""
    if control := _CONTROL.search(raw):
        raise _binary(name, control.start(), raw.count("\n", 0, control.start()) + 1)
    return raw.removesuffix(_DOS_END)


def _utf16_without_signature(data: bytes) -> str | None:
    """Tell UTF-16 from binary: in a Western text nearly every second byte is zero, on the same side."""
    sample = data[:4096]
    high_last, high_first = sample[1::2].count(0), sample[0::2].count(0)
    if high_last > 0.3 * len(sample) / 2 and high_first < 0.02 * len(sample):
        return "utf-16-le"
    if high_first > 0.3 * len(sample) / 2 and high_last < 0.02 * len(sample):
        return "utf-16-be"
    return None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _may_be_cp1252(data: bytes) -> bool:
    high = len(_HIGH.findall(data))
    in_sequences = sum(map(len, _UTF8_SEQUENCE.findall(data)))
    foreign = high > 100 and high > 0.3 * len(data)
    return in_sequences < 0.5 * high and not foreign


def newline_of(raw: str) -> str:
    """Return the most frequent line end of a text."""
    both = raw.count("\r\n")
    counts = {"\n": raw.count("\n") - both, "\r\n": both, "\r": raw.count("\r") - both}
    return max(counts, key=lambda newline: counts[newline])


def _binary(name: str, place: int, line: int) -> DhtoolsError:
    return DhtoolsError(
        f"{name}, line {line}, character {place}: there is a control character, so this is not plain text. "
        "Remove it, or export the file as plain text (.txt, UTF-8) from the program that made it."
    )


def _unnamed_encoding(name: str, data: bytes, encodings: list[str]) -> DhtoolsError:
    first = _HIGH.search(data)
    line = data.count(b"\n", 0, first.start() if first else 0) + 1
    return DhtoolsError(
        f"{name}, line {line}: the file is not UTF-8, and it does not say which encoding it has. It may be "
        f"{', '.join(encodings)}. Save the file again as UTF-8 from a program that shows it as it should be."
    )


def _undecodable(name: str, data: bytes, place: int, encoding: str, *, skipped: int = 0) -> DhtoolsError:
    line = data[:place].decode(encoding, "replace").count("\n") + 1
    return DhtoolsError(
        f"{name}, line {line}, byte {place + skipped}: byte 0x{data[place]:02x} cannot be read as {encoding}"
        f"{_perhaps(data)}. Save the file again as UTF-8, and look at this line."
    )


def _perhaps(data: bytes) -> str:
    """Name the encodings that bytes may have, for a message."""
    found = candidates(data)
    return f" (it may be {', '.join(found)})" if found else ""

"""From bytes to text: which files a folder offers, and how each one is encoded."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from .errors import DhtoolsError

#: A line longer than this is no text that a person wrote (a novel on one line has about two million bytes).
MAX_LINE_BYTES = 10_000_000

#: Every signature is tried in this order: that of UTF-32 begins with that of UTF-16.
_SIGNATURES = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
_HIGH = re.compile(rb"[\x80-\xff]")
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


@dataclass(frozen=True, slots=True)
class DecodedFile:
    """What a file holds: its text as it stands, and how it was stored.

    Offsets everywhere in the package count code points of `raw`: no newline is translated, and a byte order
    mark is not part of it.
    """

    raw: str
    encoding: str
    newline: str
    sha256: str


def text_files(folder: Path) -> list[Path]:
    """Return the ``.txt`` files of *folder* (not of its subfolders), sorted by name.

    Raises
    ------
    DhtoolsError
        If the folder is missing, is no folder, or holds no such file.
    """
    if not folder.is_dir():
        raise DhtoolsError(f"{folder}: there is no such folder. Give the folder that holds your .txt files.")
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".txt" and path.is_file())
    if not found:
        raise DhtoolsError(f"{folder}: no .txt file lies in this folder. Save your texts there as plain text.")
    return found


def inside(folder: Path, name: str) -> Path:
    """Return the path of file *name* of *folder*, refusing any way out of the folder.

    Raises
    ------
    DhtoolsError
        If *name* is absolute, climbs out through ``..``, or is a symbolic link to a place outside.
    """
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise DhtoolsError(f"{folder}: {name!r} leads out of the folder. Copy the file itself into the folder.")
    return path


def read_file(path: Path) -> DecodedFile:
    """Read one text file: UTF-8 (with or without a byte order mark), UTF-16, UTF-32 or Windows-1252.

    Raises
    ------
    DhtoolsError
        If the file is empty, binary, undecodable, or has a line of more than `MAX_LINE_BYTES` bytes; the
        message names the file, the place and the remedy.
    """
    try:
        with path.open("rb") as handle:
            data = _read_lines(handle, path)
    except OSError as error:
        raise DhtoolsError(f"{path}: cannot be read ({error.strerror}). Check the file and its rights.") from error
    raw, encoding = decode(data, str(path))
    if not raw.strip():
        raise DhtoolsError(f"{path}: the file is empty. Remove it from the folder, or fill it.")
    return DecodedFile(raw, encoding, _newline(raw), hashlib.sha256(data).hexdigest())


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Return the text of *data* and the name of its encoding; *name* is what error messages call the file.

    A signature decides; without one UTF-16 is known by its zero bytes, then UTF-8 is tried. What is not UTF-8
    is read as Windows-1252, unless most of its bytes above 127 do form UTF-8 sequences: then it is UTF-8 with
    damage, and reading it as Windows-1252 would hide the damage.
    """
    for signature, encoding in _SIGNATURES:
        if data.startswith(signature):
            return _strict(data[len(signature) :], encoding, name, skipped=len(signature)), encoding
    if b"\x00" in data[:4096]:
        encoding = _utf16_without_signature(data, name)
        return _strict(data, encoding, name), encoding
    if _CONTROL.search(data):
        raise _binary(name, data)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _mostly_utf8(data):
            raise _undecodable(name, data, error.start, "utf-8") from error
    return _strict(data, "cp1252", name), "cp1252"


def _read_lines(handle: BinaryIO, path: Path) -> bytes:
    lines = []
    for number, line in enumerate(iter(lambda: handle.readline(MAX_LINE_BYTES + 1), b""), start=1):
        if len(line) > MAX_LINE_BYTES:
            raise DhtoolsError(
                f"{path}, line {number}: the line is longer than {MAX_LINE_BYTES:,} bytes, so this is hardly a text. "
                "Break it into paragraphs, or remove the file from the folder."
            )
        lines.append(line)
    return b"".join(lines)


def _strict(data: bytes, encoding: str, name: str, *, skipped: int = 0) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(name, data, error.start, encoding, skipped=skipped) from error


def _utf16_without_signature(data: bytes, name: str) -> str:
    """Tell UTF-16 from binary: in a Western text nearly every second byte is zero, always on the same side."""
    sample = data[:4096]
    high_last, high_first = sample[1::2].count(0), sample[0::2].count(0)
    if high_last > 0.3 * len(sample) / 2 and high_first < 0.02 * len(sample):
        return "utf-16-le"
    if high_first > 0.3 * len(sample) / 2 and high_last < 0.02 * len(sample):
        return "utf-16-be"
    raise _binary(name, data)


def _mostly_utf8(data: bytes) -> bool:
    in_sequences = sum(map(len, _UTF8_SEQUENCE.findall(data)))
    return in_sequences >= 0.5 * len(_HIGH.findall(data))


def _newline(raw: str) -> str:
    if "\n" not in raw:
        return "\r" if "\r" in raw else "\n"
    return "\r\n" if "\r\n" in raw else "\n"


def _binary(name: str, data: bytes) -> DhtoolsError:
    place = next(_CONTROL.finditer(data)).start()
    return DhtoolsError(
        f"{name}, byte {place}: the file holds control characters, so it is not plain text. "
        "Export it as plain text (.txt, UTF-8) from the program that made it."
    )


def _undecodable(name: str, data: bytes, place: int, encoding: str, *, skipped: int = 0) -> DhtoolsError:
    line = data.count(b"\n", 0, place) + 1
    return DhtoolsError(
        f"{name}, line {line}, byte {place + skipped}: byte 0x{data[place]:02x} cannot be read as {encoding}. "
        "Save the file again as UTF-8, and look at this line."
    )

"""ZIP archives, and the formats that are ZIP archives: read within bounds, and never unpacked to the disk."""

from __future__ import annotations

import io
import posixpath
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from ...errors import DhtoolsError

#: An archive that says it holds more bytes than this, or than this many times its own size, is refused.
MAX_BYTES = 2_000_000_000
MAX_RATIO = 200
_LEAST = 10_000_000
_JUNK = ("__MACOSX/", ".")


class Archive:
    """A ZIP archive, checked before anything is read.

    Parameters
    ----------
    data : bytes or path
        An archive on the disk is not read as a whole.
    name : str
        What error messages call it.

    Raises
    ------
    DhtoolsError
        If it is no ZIP archive or cut off; if a member is encrypted or a link, has a path that leaves the
        archive, or all of them together are too large.
    """

    def __init__(self, data: bytes | Path, name: str) -> None:
        self._name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data) if isinstance(data, bytes) else data)
            own = len(data) if isinstance(data, bytes) else data.stat().st_size
        except (zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError) as error:
            raise DhtoolsError(
                f"{name}: this is no whole ZIP archive ({error}). Copy or download the file again."
            ) from error
        members = [one for one in self._zip.infolist() if not one.is_dir()]
        for member in members:
            self._check(member)
        size = sum(member.file_size for member in members)
        if size > MAX_BYTES or size > max(_LEAST, MAX_RATIO * own):
            raise DhtoolsError(
                f"{name}: unpacked it would have {size:,} bytes, {size // max(1, own)} times its size. "
                "Unpack it yourself if you trust it, and give the folder."
            )
        self._members = {member.filename: member for member in members}

    def names(self) -> list[str]:
        """Return the names of the members in alphabetical order, without folders and hidden files."""
        return sorted(name for name in self._members if not name.startswith(_JUNK) and "/." not in name)

    def __contains__(self, member: str) -> bool:
        return member in self._members

    def state(self, member: str) -> tuple[int, int]:
        """Return size and check sum of a member, as the archive states them.

        Raises
        ------
        DhtoolsError
            If there is no such member.
        """
        if member not in self._members:
            raise DhtoolsError(f"{self._name}: there is no {member} in it.")
        return self._members[member].file_size, self._members[member].CRC

    def read(self, member: str) -> bytes:
        """Return what a member holds.

        Raises
        ------
        DhtoolsError
            If there is no such member, or it is damaged.
        """
        if member not in self._members:
            raise DhtoolsError(f"{self._name}: there is no {member} in it, so it is not what its name says.")
        try:
            return self._zip.read(self._members[member])
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
            raise DhtoolsError(
                f"{self._name}, {member}: the archive is damaged here ({error}). Copy or download it again."
            ) from error

    def parts(self, *endings: str) -> Iterator[tuple[str, bytes]]:
        """Yield name and content of the members with one of the endings."""
        for name in self._members:
            if name.lower().endswith(endings):
                yield name, self.read(name)

    def _check(self, member: zipfile.ZipInfo) -> None:
        place = f"{self._name}, {member.filename!r}"
        path = posixpath.normpath(member.filename.replace("\\", "/"))
        if path.startswith(("/", "../")) or path == ".." or path[1:2] == ":":
            raise DhtoolsError(
                f"{place}: this path leads out of the archive. Make the archive anew without it."
            )
        if stat.S_ISLNK(member.external_attr >> 16):
            raise DhtoolsError(f"{place}: this member is a link. Make the archive anew with the file itself.")
        if member.flag_bits & 0x1:
            raise DhtoolsError(
                f"{place}: this member is encrypted. Unpack the archive with its password first."
            )

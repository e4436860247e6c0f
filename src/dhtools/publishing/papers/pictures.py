"""The pictures of a paper: as files, the ones that a medium shows best."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

from PIL import Image

from ...errors import DhtoolsError
from ...export.records import read_record
from ...export.store import sha256
from .manuscript import Picture

_EMBEDDED = re.compile(r"data:image/(png|jpeg|svg\+xml|gif)(?:;charset=[\w-]+)?;base64,(.*)", re.DOTALL)
_ENDINGS = {"png": "png", "jpeg": "jpg", "svg+xml": "svg", "gif": "gif"}
#: So many times as high as wide is a page, without its margins.
_HIGH = 1.3


def picture_file(picture: Picture, notebook: Path, preferred: Sequence[str]) -> tuple[bytes, str]:
    """Return the content of a picture and how its file ends.

    An exported figure is taken from ``figures/``, in the first of the *preferred* formats that are there;
    otherwise the picture in the notebook is taken.

    Raises
    ------
    DhtoolsError
        If a file that the record of a figure names is not there, or not as recorded.
    """
    folder = notebook.resolve().parents[1] / "figures"
    record = folder / f"{picture.exhibit}.json"
    if not picture.exhibit or not record.is_file():
        return picture.content, picture.ending
    files = read_record(record)["files"]
    for ending in preferred:
        file = record.with_suffix(f".{ending}")
        if file.name in files:
            return _as_recorded(file, files[file.name]), ending
    return picture.content, picture.ending


def _as_recorded(file: Path, stated: str) -> bytes:
    content = file.read_bytes() if file.is_file() else b""
    if sha256(content) != stated:
        what = "is not what its record states" if content else "is missing"
        raise DhtoolsError(f"{file} {what}. Run its notebook again: dhtools run {file.parent.name}.")
    return content


def linked_picture(target: str, folder: Path) -> tuple[bytes, str]:
    """Return the content of a picture that a cell of words shows, and how its file ends.

    Raises
    ------
    DhtoolsError
        If it is not there, or would have to come from the network.
    """
    if embedded := _EMBEDDED.fullmatch(target):
        return base64.b64decode(embedded[2]), _ENDINGS[embedded[1]]
    if re.match(r"[A-Za-z][\w+.-]+:|//", target):
        raise DhtoolsError(f"The picture {target[:80]} is not on this machine. Save it beside the notebook.")
    file = folder / unquote(target)
    if not file.is_file():
        raise DhtoolsError(f"{file}: there is no such picture. Put it there, or take it out of the notebook.")
    return file.read_bytes(), file.suffix.lstrip(".").lower()


def page_high(content: bytes, ending: str) -> dict[str, str]:
    """Return the height of a picture that would be higher than a page if it were as wide as one."""
    if ending not in ("png", "jpg", "gif"):
        return {}
    with Image.open(io.BytesIO(content)) as picture:
        return {"height": "21cm"} if picture.height > _HIGH * picture.width else {}

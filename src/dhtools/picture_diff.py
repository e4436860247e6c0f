"""Drawings compared: PNG, PDF and SVG. Two are the same if no mark, letter or colour in them differs.

Two PNG are compared as they are, two PDF as they are drawn on paper, two SVG by their paths and texts. A
difference is local: what counts is the largest group of pixels that hang together, not their share of the
picture. A library may round a line or a letter to the pixel beside it; that is no difference.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from PIL.Image import Image

#: Another processor may draw a pixel in a shade that differs by so much (of 255).
_NOISE = 4
#: The smallest mark of a figure, a full stop on a screen, has so many pixels.
_MARK = 4
#: Dots per inch at which the pages of two PDF are compared.
_DPI = 200
#: Places in two SVG may differ by so many points.
_POINTS = 0.01

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_PNG = "data:image/png;base64,"


def compare_pictures(was: bytes, now: bytes) -> str:
    """Say where two PNG pictures differ by a mark or more; "" if they do not.

    Nothing may have moved by more than a pixel, and no shade may have changed by more than 4 of 255, but for
    groups of fewer pixels than the smallest mark has.
    """
    return _difference(was, now, _MARK)


def compare_drawings(was: bytes, now: bytes) -> str:
    """Say where two PNG pictures differ, by a pixel or more; "" if they do not: see `compare_pictures`."""
    return _difference(was, now, 1)


def _difference(was: bytes, now: bytes, least: int) -> str:
    from PIL import Image, UnidentifiedImageError

    if was == now:
        return ""
    try:
        with Image.open(io.BytesIO(was)) as old, Image.open(io.BytesIO(now)) as new:
            if (old.size, old.mode, old.info.get("dpi")) != (new.size, new.mode, new.info.get("dpi")):
                return "another size"
            return _where(old, new, least)
    except (UnidentifiedImageError, OSError, SyntaxError):
        return "one of them is not a picture"


def description(picture: bytes) -> str:
    """Return what a PNG picture or a PDF says of itself, on lines of its own; "" where it says nothing."""
    from PIL import Image, UnidentifiedImageError

    if picture.startswith(b"%PDF"):
        about = _metadata(picture)
    else:
        try:
            with Image.open(io.BytesIO(picture)) as opened:
                about = {str(key): str(text) for key, text in opened.info.items()}
        except (UnidentifiedImageError, OSError, SyntaxError):
            return ""
    return "\n".join(about[key] for key in ("Title", "Subject", "Description") if about.get(key))


def _where(one: Image, other: Image, least: int) -> str:
    """Say where the largest group of pixels lies that differ, if it has so many."""
    from PIL import ImageChops
    from scipy import ndimage  # takes a moment to import, and most pictures are the same

    box = ImageChops.difference(one.convert("RGBA"), other.convert("RGBA")).getbbox(alpha_only=False)
    if box is None:
        return ""
    left, top = max(0, box[0] - 2), max(0, box[1] - 2)
    parts = [picture.crop((left, top, box[2] + 2, box[3] + 2)) for picture in (one, other)]
    groups, n = ndimage.label(_unlike(*parts) | _unlike(*parts[::-1]), np.ones((3, 3)))
    sizes = np.bincount(groups.ravel())[1:]
    if not n or sizes.max() < least:
        return ""
    rows, columns = ndimage.find_objects(groups)[int(sizes.argmax())]
    size = f"{columns.stop - columns.start} × {rows.stop - rows.start} pixels"
    return f"{size} at {left + columns.start} from the left, {top + rows.start} from the top"


def _unlike(one: Image, other: Image) -> npt.NDArray[np.bool_]:
    """Return which pixels have, but for noise, a shade that another picture has neither there nor beside."""
    from PIL import ImageFilter

    shades = np.asarray(one, dtype=np.int16)
    kinds = (ImageFilter.MinFilter(3), ImageFilter.MaxFilter(3))
    low, high = (np.asarray(other.filter(kind), dtype=np.int16) for kind in kinds)
    unlike = (shades < low - _NOISE) | (shades > high + _NOISE)
    return np.asarray(unlike.reshape(*shades.shape[:2], -1).any(axis=2))


# --- PDF


def compare_pdfs(was: bytes, now: bytes) -> str:
    """Say where two PDF differ by a mark or more as they are drawn; "" if they do not.

    Without pypdfium2, which draws them, they are the same if their bytes are.
    """
    if was == now:
        return ""
    try:
        old, new = (_pages(content) for content in (was, now))
    except ImportError:
        return "another file"
    if not old or not new:
        return "one of them is not a PDF"
    if [page.size for page in old] != [page.size for page in new]:
        return "another size"
    return next((how for pair in zip(old, new, strict=True) if (how := _where(*pair, _MARK))), "")


def _pages(content: bytes) -> list[Image]:
    """Return the pages of a PDF as they are drawn; none if it is not one."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(content) as document:
            return [page.render(scale=_DPI / 72).to_pil().convert("RGB") for page in document]
    except pypdfium2.PdfiumError:
        return []


def _metadata(content: bytes) -> dict[str, str]:
    try:
        import pypdfium2
    except ImportError:
        return {}
    try:
        with pypdfium2.PdfDocument(content) as document:
            about: dict[str, str] = document.get_metadata_dict()
            return about
    except pypdfium2.PdfiumError:
        return {}


# --- SVG


def compare_svgs(was: bytes, now: bytes) -> str:
    """Say where two SVG differ: in an element, a text, a style, or a place by more than 0.01 pt.

    Names of elements do not count: a library derives them from what it draws.
    """
    if was == now:
        return ""
    try:
        old, new = (list(_elements(ElementTree.fromstring(content))) for content in (was, now))
    except ElementTree.ParseError:
        return "one of them is not an SVG"
    if len(old) != len(new):
        return f"{len(new)} elements and texts in place of {len(old)}"
    for (place, one), (other_place, other) in zip(old, new, strict=True):
        if place != other_place or not _same_words(one, other):
            return f"{place}: {other[:60]} in place of {one[:60]}"
    return ""


def _elements(root: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """Yield all texts and attributes, each with its element; names are numbered as they come."""
    every = root.iter()
    names = {name: f"name-{n}" for n, name in enumerate(e.get("id", "") for e in root.iter() if e.get("id"))}
    for element in every:
        tag = element.tag.rpartition("}")[2]
        yield tag, (element.text or "").strip()
        for key, value in sorted(element.attrib.items()):
            found = re.sub(r"(?<=#)[^\s)\"']+", lambda name: names.get(name[0], name[0]), value)
            yield f"{tag}, {key.rpartition('}')[2]}", names.get(value, value) if key == "id" else found


def _same_words(one: str, other: str) -> bool:
    if one.startswith(_PNG) and other.startswith(_PNG):
        was, now = (base64.b64decode(picture.removeprefix(_PNG)) for picture in (one, other))
        return not compare_pictures(was, now)
    if _NUMBER.split(one) != _NUMBER.split(other):
        return False
    pairs = zip(_NUMBER.findall(one), _NUMBER.findall(other), strict=True)
    return all(a == b or abs(float(a) - float(b)) <= _POINTS for a, b in pairs)

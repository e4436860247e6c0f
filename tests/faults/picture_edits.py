"""Lies told with a picture: one mark of a figure is moved, exchanged, lengthened, coloured, cut or erased.

Every edit is as large as one mark, and drawn from a generator: the same seed makes the same edits.
"""

import io
import re

import numpy as np
from PIL import Image
from scipy import ndimage

#: A mark or a letter has so many pixels of one colour, at 300 dots per inch; on a screen a quarter.
LEAST, MOST = 24, 3000


class Drawing:
    """A PNG picture as pixels, and the marks in it: groups of pixels of one colour, not that of the paper."""

    def __init__(self, content, dpi=300):
        with Image.open(io.BytesIO(content)) as picture:
            self.info, self.mode = picture.info, picture.mode
            self.pixels = np.asarray(picture.convert("RGB")).astype(int)
        self.scale = (dpi / 300) ** 2
        self.marks = self._marks()

    def _marks(self):
        code = self.pixels @ np.array([65536, 256, 1])
        colours, counts = np.unique(code, return_counts=True)
        found = []
        for colour in colours[np.argsort(-counts)][1:12]:
            groups, _ = ndimage.label(code == colour)
            sizes = np.bincount(groups.ravel())
            for number, box in enumerate(ndimage.find_objects(groups), start=1):
                wide = min(box[0].stop - box[0].start, box[1].stop - box[1].start)
                if LEAST * self.scale <= sizes[number] <= MOST * self.scale and wide >= 3:
                    found.append((box, groups[box] == number))
        return found

    def edited(self, edit, rng):
        """The picture with one mark edited, as PNG; None if the edit changes nothing that can be seen."""
        pixels = self.pixels.copy()
        edit(pixels, self.marks, rng)
        changed = np.abs(pixels - self.pixels).max(axis=2) > 40
        if changed.sum() < 6 * self.scale:
            return None
        content = io.BytesIO()
        picture = Image.fromarray(pixels.astype(np.uint8)).convert(self.mode)
        picture.save(content, "png", dpi=self.info.get("dpi"))
        return content.getvalue()


def around(box, pixels, more=2):
    """A box with some pixels around it."""
    (rows, columns), (high, wide) = box, pixels.shape[:2]
    return (
        slice(max(0, rows.start - more), min(high, rows.stop + more)),
        slice(max(0, columns.start - more), min(wide, columns.stop + more)),
    )


def ground(box, pixels):
    """The colour around a box."""
    rows, columns = around(box, pixels, 3)
    edge = pixels[rows, columns]
    frame = np.concatenate([edge[0], edge[-1], edge[:, 0], edge[:, -1]])
    colours, counts = np.unique(frame, axis=0, return_counts=True)
    return colours[counts.argmax()]


def taken_out(pixels, box):
    """Erase what is in a box, and return it."""
    wide = around(box, pixels)
    was = pixels[wide].copy()
    pixels[wide] = ground(box, pixels)
    return was


def put(pixels, patch, row, column):
    high, wide = pixels.shape[:2]
    row, column = max(0, min(row, high - patch.shape[0])), max(0, min(column, wide - patch.shape[1]))
    pixels[row : row + patch.shape[0], column : column + patch.shape[1]] = patch


def chosen(marks, rng):
    return marks[rng.integers(len(marks))]


def two(marks, rng, key):
    """Two marks that differ in something."""
    one = chosen(marks, rng)
    others = [mark for mark in marks if key(*mark) != key(*one)]
    return one, chosen(others or marks, rng)


def move(pixels, marks, rng):
    """A mark moves by half its size or more, in any direction."""
    box, _ = chosen(marks, rng)
    wide, patch = around(box, pixels), taken_out(pixels, box)
    step = [int(side * rng.uniform(0.5, 2)) * rng.choice([-1, 1]) for side in patch.shape[:2]]
    step[rng.integers(2)] *= rng.integers(2)
    put(pixels, patch, wide[0].start + step[0], wide[1].start + step[1])


def exchange(pixels, marks, rng):
    """Two marks or letters change places."""
    (one, _), (other, _) = two(marks, rng, lambda box, mark: mark.shape)
    places = [around(box, pixels) for box in (one, other)]
    patches = [taken_out(pixels, box) for box in (one, other)]
    for (rows, columns), patch in zip(places, patches[::-1], strict=True):
        put(pixels, patch, rows.start, columns.start)


def exchange_colours(pixels, marks, rng):
    """Two marks change colours, as two entries of a legend."""
    (one, first), (other, second) = two(marks, rng, lambda box, mark: tuple(pixels[box][mark][0]))
    a, b = pixels[one][first][0].copy(), pixels[other][second][0].copy()
    pixels[one][first], pixels[other][second] = b, a


def lengthen(pixels, marks, rng):
    """A bar or a mark becomes longer by a millimetre."""
    box, _ = chosen(marks, rng)
    rows, columns = box
    last = pixels[rows, columns.stop - 2 : columns.stop - 1].copy()
    room = pixels[rows, columns.stop : columns.stop + 12]
    room[:] = last


def cut(pixels, marks, rng):
    """Half of a mark, or one of two letters, is gone."""
    (rows, columns), _ = chosen(marks, rng)
    middle = (columns.start + columns.stop) // 2
    taken_out(pixels, (rows, slice(middle, columns.stop)))


def erase(pixels, marks, rng):
    """A mark is gone."""
    taken_out(pixels, chosen(marks, rng)[0])


def recolour(pixels, marks, rng):
    """A mark has another colour."""
    box, mark = chosen(marks, rng)
    pixels[box][mark] = np.roll(pixels[box][mark], 1, axis=1) // 2 + rng.integers(0, 128, 3)


EDITS = (move, exchange, exchange_colours, lengthen, cut, erase, recolour)


# --- PDF and SVG: their commands are edited, and no pixel


def edited_svg(content, rng):
    """One number, colour or reference of an SVG changed: by some points, or for another of its kind."""
    kinds = (
        (rb'(?<=<use xlink:href="#)[^"]+(?=" [xy])', None),
        (rb"(?<=fill: #)[0-9a-f]{6}", None),
        (rb'(?<= x=")[\d.]+(?=")', 4),
        (rb"(?<= L )[\d.]+(?= )", 4),
    )
    for place in rng.permutation(len(kinds)):
        pattern, step = kinds[place]
        found = list(re.finditer(pattern, content))
        others = {one[0] for one in found}
        if len(found) > 1 and (step or len(others) > 1):
            one = found[rng.integers(len(found))]
            new = b"%f" % (float(one[0]) + step) if step else rng.choice(sorted(others - {one[0]}))
            return content[: one.start()] + bytes(new) + content[one.end() :]
    return None


def edited_pdf(content, rng):
    """A mark, a bar or a word of a PDF moved, coloured otherwise, or left out."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import ContentStream, FloatObject, NameObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    page = writer.pages[0]
    stream = ContentStream(page["/Contents"].get_object(), writer)
    operations = stream.operations
    kinds = {b"Tj": None, b"TJ": None, b"Do": None, b"rg": "colour", b"Td": 4, b"Tm": 4}
    places = [n for n, (_, name) in enumerate(operations) if name in kinds]
    place = places[rng.integers(len(places))]
    operands, name = operations[place]
    if kinds[name] is None:
        del operations[place]
    elif kinds[name] == "colour":
        operations[place] = ([FloatObject(1 - float(value) / 2) for value in operands[::-1]], name)
    else:
        operands[-2] = FloatObject(float(operands[-2]) + 4)
    stream.operations = operations
    page[NameObject("/Contents")] = stream
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()

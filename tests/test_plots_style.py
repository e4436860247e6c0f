"""The journal style: its sizes, and colours that survive greyscale and colour blindness."""

import ast
from itertools import combinations

import matplotlib
import numpy as np
import pytest

from dhtools.errors import DhtoolsError
from dhtools.plots.style import (
    DOUBLE_MM,
    GREY,
    PALETTE,
    SINGLE_MM,
    SOURCE_COLOURS,
    VOICE_COLOURS,
    figure,
    journal_style,
    mm,
    text_colours,
)
from dhtools.schema import VOICES

# Machado, Oliveira and Fernandes (2009), "A Physiologically-based Model for Simulation of Color Vision
# Deficiency", IEEE TVCG 15(6), 1291-1298, doi:10.1109/TVCG.2009.113: the matrices for severity 1.0,
# applied to linear RGB.
VISION = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
# IEC 61966-2-1 (sRGB) to CIE XYZ under D65.
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])
FOUR = PALETTE[:4]
FILLS = (*SOURCE_COLOURS.values(), *VOICE_COLOURS.values())


def linear(colour):
    values = np.array(matplotlib.colors.to_rgb(colour))
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    ratio = XYZ @ np.clip(rgb, 0, 1) / WHITE
    x, y, z = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def nearest(points):
    return min(float(np.linalg.norm(one - other)) for one, other in combinations(points, 2))


def test_the_measure_itself():
    # CIE L*a*b* of sRGB red under D65 is (53.24, 80.09, 67.20): Lindbloom, brucelindbloom.com.
    assert lab(linear("#FF0000")) == pytest.approx([53.24, 80.09, 67.20], abs=0.02)
    assert lab(linear("white")) == pytest.approx([100, 0, 0], abs=0.02)


@pytest.mark.parametrize(("colours", "threshold"), [(FOUR, 13.5), (PALETTE, 6.5), (FILLS, 7)])
def test_greyscale_keeps_colours_apart(colours, threshold):
    assert nearest([lab(linear(colour))[:1] for colour in colours]) >= threshold


@pytest.mark.parametrize(("colours", "threshold"), [(FOUR, 30), (PALETTE, 11), (FILLS, 13)])
def test_greyscale_by_luma_keeps_colours_apart(colours, threshold):
    # ITU-R BT.601, of the encoded values: what image editors and many printers take for grey.
    luma = np.array([0.299, 0.587, 0.114]) * 255
    assert nearest([luma @ np.array(matplotlib.colors.to_rgb(colour)) for colour in colours]) >= threshold


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize(("colours", "threshold"), [(FOUR, 30), (PALETTE, 20), (FILLS, 9)])
def test_colour_blind_readers_tell_them_apart(colours, threshold, vision):
    assert nearest([lab(VISION[vision] @ linear(colour)) for colour in colours]) >= threshold


@pytest.mark.parametrize("colour", [*PALETTE, GREY])
def test_lines_stand_out_from_paper(colour):
    assert 1.05 / (XYZ[1] @ linear(colour) + 0.05) >= 3  # WCAG 2.1, success criterion 1.4.11


def test_voices_are_not_taken_for_texts():
    assert not set(FILLS) & {*PALETTE, GREY}
    assert set(VOICE_COLOURS) == set(VOICES) - {"quoted"}


def test_a_text_has_the_colour_of_its_place_in_the_corpus():
    eight = text_colours(f"text-{n}" for n in range(8))
    assert tuple(eight.values()) == PALETTE
    assert text_colours(["a", "b", "a"]) == {"a": PALETTE[0], "b": PALETTE[1]}
    assert text_colours(["a", "b", "c"], shown=["c"])["c"] == PALETTE[2]
    assert text_colours([]) == {}


def test_a_long_corpus_is_grey_but_for_what_is_shown():
    many = [f"novel-{n}" for n in range(9)]
    assert set(text_colours(many).values()) == {GREY}
    assert text_colours(many, shown=many[7:]) == dict(zip(many[7:], PALETTE, strict=False))


def test_the_package_knows_no_text_of_this_repository(root):
    """A corpus is known by its folder; the ids of the four texts stand in examples of docstrings only."""
    ids = {path.stem for path in (root / "seeds").glob("*.txt")} - {
        "note",
        "article",
    }  # also a column, and a class of words
    assert len(ids) == 2
    for path in (root / "src").rglob("*.py"):
        strings = [
            node.value
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Constant)
        ]
        assert not ids & set(map(str, strings)), path


def test_figure_has_the_size_asked_for():
    for width, millimetres in (("single", SINGLE_MM), ("double", DOUBLE_MM), (120, 120)):
        fig, _ = figure(width=width, height=55)
        assert fig.get_size_inches() == pytest.approx([mm(millimetres), mm(55)])
    _, axes = figure(height=90, nrows=2, sharex=True)
    assert len(axes) == 2


@pytest.mark.parametrize("size", [{"width": "triple"}, {"width": 0}, {"height": -5}, {"width": 9000}])
def test_impossible_sizes(size):
    with pytest.raises(DhtoolsError, match=next(iter(size))):
        figure(**size)


def test_style_ends_with_its_block_and_ignores_the_users():
    with matplotlib.rc_context({"font.size": 30, "axes.grid": True}):
        with journal_style():
            assert matplotlib.rcParams["font.size"] == 8
            assert not matplotlib.rcParams["axes.grid"]
            assert matplotlib.rcParams["pdf.fonttype"] == 42
        assert matplotlib.rcParams["font.size"] == 30
    fig, ax = figure()
    assert ax.xaxis.label.get_size() == 8
    assert not ax.spines["top"].get_visible()
    assert fig.get_layout_engine() is not None

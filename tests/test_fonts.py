"""Labels in any script: fonts that have the characters, placeholders, names cut in the middle."""

import warnings

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import font_manager

from dhtools.export.pictures import render, undrawn_note
from dhtools.plots.fonts import make_drawable
from dhtools.plots.labels import LONGEST, short_label, short_pair
from dhtools.plots.primitives import name_rows
from dhtools.plots.style import figure, journal_style

LABELS = {"Title": "t", "Description": "d"}


def drawn(*names, title=""):
    with journal_style():
        fig, ax = figure("single", 40)
        name_rows(ax, names)
        ax.set_title(title)
    return fig


def row_names(fig):
    return [label.get_text() for label in fig.axes[0].get_yticklabels()]


@pytest.fixture
def chinese_font(tmp_path):
    """A font with one character only, installed for a test."""
    pen = TTGlyphPen(None)
    for point in ((0, 0), (500, 0), (500, 500)):
        (pen.lineTo if point[0] else pen.moveTo)(point)
    pen.closePath()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "lu"])
    font.setupCharacterMap({ord("魯"): "lu"})
    font.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "lu": pen.glyph()})
    font.setupHorizontalMetrics({".notdef": (600, 0), "lu": (1000, 0)})
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Test Sans Lu", "styleName": "Regular", "psName": "TestSansLu"})
    font.setupOS2(usWeightClass=400)
    font.setupPost()
    font.save(tmp_path / "lu.ttf")
    before = list(font_manager.fontManager.ttflist)
    font_manager.fontManager.addfont(tmp_path / "lu.ttf")
    yield "Test Sans Lu"
    font_manager.fontManager.ttflist[:] = before


@pytest.mark.parametrize("name", ["Толстой", "Γεώργιος", "Émile", "שיר", "a\u200fb", "x_1 $y$"])
def test_what_the_font_has_is_left_alone(name):
    fig = drawn(name, title=name)
    assert make_drawable(fig) == [] and row_names(fig) == [name]


def test_what_no_font_has_is_replaced_and_named_once():
    fig = drawn("कहानी 1", "🙂", "plain", title="कहानी")
    note = undrawn_note(fig)
    assert row_names(fig) == ["??? 1", "?", "plain"] and fig.axes[0].get_title() == "???"
    assert set("कहन🙂") <= set(note) and "cannot be drawn" in note
    assert undrawn_note(fig) == ""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        render(fig, "pdf", 300, LABELS)


def test_another_installed_font_is_taken(chinese_font):
    fig = drawn("魯 one", "plain", title="魯")
    assert make_drawable(fig) == [] and row_names(fig) == ["魯 one", "plain"]
    assert chinese_font in fig.axes[0].get_yticklabels()[0].get_fontfamily()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert b"TestSansLu" in render(fig, "pdf", 300, LABELS)
    assert make_drawable(drawn("魯迅", title="")) == ["迅"]


def test_a_long_name_keeps_both_ends():
    assert short_label("x" * 100) == "x" * 20 + "…" + "x" * 13
    first, second = (short_label("The same long beginning of a long name, volume " + n) for n in "12")
    assert first != second
    assert short_label("魯" * 40) == "魯" * 10 + "…" + "魯" * 6
    assert short_label("e\u0301" * LONGEST) == "e\u0301" * LONGEST
    assert short_label("a\u200eb\n c") == "ab c"
    assert short_pair(f"{'x' * 100} – b") == f"{'x' * 11}…{'x' * 8} – b"


@given(st.text(), st.integers(8, 60))
def test_a_short_label_is_short_and_stays_so(name, longest):
    label = short_label(name, longest)
    assert short_label(label, longest) == label and "\n" not in label

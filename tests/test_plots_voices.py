"""Figures of voices: they draw what the tables say, at the size of a journal, without labels that collide."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from dhtools import annotate, read_corpus
from dhtools.annotation.voice_assignment import voice_runs
from dhtools.counts import words_by_kind
from dhtools.plots import kind_bars, voice_strips
from dhtools.plots.voices import KIND_GROUPS
from dhtools.schema import BLOCK_KINDS, PROSE


@pytest.fixture(scope="module")
def annotation(seeds):
    return annotate(read_corpus(seeds))


@pytest.fixture(scope="module")
def figures(annotation):
    tokens, quotations = annotation.tokens, annotation.quotations
    return {
        "kinds": kind_bars(words_by_kind(tokens)),
        "strips": voice_strips(voice_runs(tokens, quotations)),
    }


def boxes(fig, ax=None):
    """The places of everything written in a figure (or one of its axes), after it has been laid out."""
    renderer = FigureCanvasAgg(fig).get_renderer()
    fig.draw_without_rendering()
    ax = ax or fig.axes[0]
    legend = ax.get_legend().get_texts() if ax.get_legend() else []
    low, high = ax.get_xlim()
    ticks = [
        label
        for tick, label in zip(ax.get_xticks(), ax.get_xticklabels(), strict=True)
        if low <= tick <= high
    ]
    written = [*ax.texts, *ticks, *ax.get_yticklabels(), ax.xaxis.label, ax.yaxis.label, *legend]
    return [text.get_window_extent(renderer) for text in written if text.get_text()], fig.bbox


@pytest.mark.parametrize("name", ["kinds", "strips"])
def test_nothing_written_overlaps_or_leaves_the_page(figures, name):
    written, page = boxes(figures[name])
    assert len(written) > 8
    assert not [(a, b) for a, b in combinations(written, 2) if a.padded(-1).overlaps(b.padded(-1))]
    assert all(
        page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 and box.y1 <= page.y1 for box in written
    )


@pytest.mark.parametrize("name", ["kinds", "strips"])
def test_figures_are_as_wide_as_two_columns_and_no_higher_than_a_page(figures, name):
    width, height = figures[name].get_size_inches() * 25.4
    assert width == pytest.approx(174) and height < 240
    assert min(text.get_fontsize() for text in figures[name].axes[0].get_yticklabels()) >= 7


def test_strips_cover_every_word_once(annotation, figures):
    runs = voice_runs(annotation.tokens, annotation.quotations)
    assert runs["n_words"].sum() == len(annotation.tokens) == 9600
    for _, own in runs.groupby("text", observed=True):
        assert own["first"].iloc[0] == 0
        assert (own["first"].iloc[1:].to_numpy() == own["after"].iloc[:-1].to_numpy()).all()
    filled = [patch for patch in figures["strips"].axes[0].patches if patch.get_fill()]
    corners = np.concatenate([patch.get_path().vertices.reshape(-1, 5, 2) for patch in filled])
    assert len(corners) == len(runs) > len(filled)
    assert (corners[:, 1, 0] - corners[:, 0, 0]).sum() == pytest.approx(400)


def test_bars_of_kinds_add_up_to_the_file(figures):
    bars = figures["kinds"].axes[0].containers
    for row in range(4):
        assert sum(bar[row].get_width() for bar in bars) == pytest.approx(100)


def test_every_kind_of_block_has_its_group():
    grouped = [kind for members in KIND_GROUPS.values() for kind in members]
    assert sorted(grouped) == sorted(BLOCK_KINDS) and set(PROSE) < set(grouped)


def test_a_single_text_that_quotes_nobody_can_be_drawn(tmp_path):
    (tmp_path / "one.txt").write_text("Nothing is quoted here. Nothing at all.", encoding="utf-8")
    reading = annotate(read_corpus(tmp_path))
    for fig in (
        kind_bars(words_by_kind(reading.tokens)),
        voice_strips(voice_runs(reading.tokens, reading.quotations)),
    ):
        assert boxes(fig)[0]


def test_names_from_texts_are_never_read_as_formulas():
    kinds = pd.DataFrame({"body": [3]}, index=["a_1$x$ $\\frac{$ & <b>"])
    assert boxes(kind_bars(kinds))[0]


def test_a_text_without_a_word_has_an_empty_strip(tmp_path):
    (tmp_path / "a.txt").write_text("Ann wrote a letter, and it was long.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("1234 5678.", encoding="utf-8")
    reading = annotate(read_corpus(tmp_path))
    (ax,) = voice_strips(voice_runs(reading.tokens, reading.quotations)).axes
    assert [text.get_text() for text in ax.texts] == ["8 words", "0 words"]

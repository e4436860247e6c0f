"""Figures of comparison: they draw what the tables say, and nothing written collides."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from test_plots_voices import boxes

from dhtools.plots import pairs_with_baseline, power_curve
from dhtools.reference.known_authors import power_table
from dhtools.stylometry import expected_auc

GRID = power_table().query("distance == 'burrows' and mfw == 200")
FOUR = expected_auc(pd.Series({"blog": 535, "article": 3921, "note": 602, "lecture": 2236}))
KNOWN = pd.DataFrame(
    {
        "group": ["federalist"] * 2 + ["inaugural"] * 2,
        "kind": ["same author", "different authors"] * 2,
        "n_pairs": [1267, 686, 17, 1468],
        "q05": [-0.01, 0.0, -0.01, 0.02],
        "median": [0.03, 0.05, 0.02, 0.07],
        "q95": [0.09, 0.1, 0.06, 0.16],
    }
)
OWN = pd.DataFrame(
    {"group": ["federalist", "inaugural"], "pair": "article – lecture", "value": [0.036, 0.04]}
)
DRAWN = {
    "power": lambda: power_curve(GRID, FOUR),
    "pairs": lambda: pairs_with_baseline(KNOWN, OWN, label="excess"),
    "power, no pair": lambda: power_curve(GRID, FOUR.iloc[:0]),
    "pairs, too short": lambda: pairs_with_baseline(KNOWN, OWN.assign(value=np.nan), label="excess"),
    "pairs, many": lambda: pairs_with_baseline(
        KNOWN,
        pd.DataFrame({"group": "federalist", "pair": "x – y", "value": np.linspace(0, 0.2, 500)}),
        label="x",
    ),
}


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_written_overlaps_or_leaves_the_page(name):
    fig = DRAWN[name]()
    written = [box for ax in fig.axes for box in boxes(fig, ax)[0]]
    page = fig.bbox
    assert len(written) > 3
    assert not [(a, b) for a, b in combinations(written, 2) if a.padded(-1).overlaps(b.padded(-1))]
    assert all(
        page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 and box.y1 <= page.y1 for box in written
    )


@pytest.mark.parametrize("name", DRAWN)
def test_figures_are_as_wide_as_two_columns(name):
    width, height = DRAWN[name]().get_size_inches() * 25.4
    assert width == pytest.approx(174) and height < 240


def test_points_stand_where_the_tables_say():
    curve, named = power_curve(GRID, FOUR).axes
    equal = GRID[GRID["excerpt_words_a"] == GRID["excerpt_words_b"]]
    assert curve.lines[0].get_xydata().tolist() == equal[["excerpt_words_a", "auc"]].to_numpy().tolist()
    (points,) = [line for line in named.lines if line.get_marker() == "o"]
    drawn = dict(
        zip((label.get_text() for label in named.get_yticklabels()), points.get_xdata(), strict=True)
    )
    assert drawn["article – lecture\n3,921 and 2,236"] == FOUR.loc[4, "auc"] and len(drawn) == 6
    ax = pairs_with_baseline(KNOWN, OWN, label="excess").axes[0]
    bars = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in ax.patches]
    assert np.allclose(bars, KNOWN[["q05", "q95"]])
    values = [line.get_xdata().tolist() for line in ax.lines if line.get_marker() == "D"]
    assert values == [[0.036], [0.04]]

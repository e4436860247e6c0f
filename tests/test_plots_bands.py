"""Small multiples of groups of texts: what is drawn, what is left out, and nothing lies on a name."""

import numpy as np
import pandas as pd
import pytest

from dhtools.plots.bands import GROUPS, PANELS, group_band_panels
from dhtools.stats.bands import rates_by_group


def drawn(n_texts, n_groups, n_terms, *, years=False, long=False):
    random = np.random.default_rng(0)
    names = [f"text-{n}" for n in range(n_texts)]
    terms = [f"{'a long name of a term ' * 4 * long}{n}" for n in range(n_terms)]
    counts = pd.DataFrame(random.poisson(3, (n_texts, n_terms)), index=names, columns=terms)
    totals = pd.Series(1000, index=names)
    called = [f"{'the history of ' * 5 * long}{n:02}" for n in range(n_groups)]
    groups = pd.Series([called[n * n_groups // n_texts] for n in range(n_texts)], index=names)
    table = rates_by_group(counts, totals, groups, permutations=99)
    dates = {name: 1800.0 + n for n, name in enumerate(names)} if years else None
    return group_band_panels(
        table, counts, groups, feature="term", value="per_1000", years=dates, label="per 1,000 words"
    )


@pytest.mark.parametrize("years", [True, False])
@pytest.mark.parametrize(
    ("n_texts", "n_groups", "n_terms"), [(2, 2, 1), (12, 3, 5), (60, 8, 7), (300, 40, 30)]
)
@pytest.mark.parametrize("long", [True, False])
def test_no_words_overlap_or_leave_the_canvas(years, n_texts, n_groups, n_terms, long):
    fig = drawn(n_texts, n_groups, n_terms, years=years, long=long)
    fig.draw_without_rendering()
    labels = [
        label
        for ax in fig.axes
        if ax.axison
        for label in (ax.title, ax._left_title, *ax.get_yticklabels())
        if label.get_text() and label.get_visible()
    ]
    boxes = [label.get_window_extent() for label in labels]
    width, height = fig.canvas.get_width_height()
    assert all(
        box.x0 >= -1 and box.x1 <= width + 1 and box.y0 >= -1 and box.y1 <= height + 1 for box in boxes
    )
    titles = [ax._left_title.get_window_extent() for ax in fig.axes if ax.axison]
    assert not any(a.overlaps(b) for n, a in enumerate(titles) for b in titles[:n])


def test_what_is_not_drawn_is_said():
    fig = drawn(300, 40, 30)
    assert f"{30 - PANELS} terms left out" in fig._supxlabel.get_text()
    assert f"{40 - GROUPS} groups left out" in fig._supxlabel.get_text()


def test_few_texts_have_no_band_and_no_p():
    assert "no p" in drawn(4, 2, 1).axes[0]._left_title.get_text()

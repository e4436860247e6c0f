"""Heat maps of many texts, and the words of many groups: order, what is written, nothing on a name."""

import numpy as np
import pandas as pd
import pytest

from dhtools.plots.heat import COLUMNS, text_heat_map
from dhtools.plots.keyness import PANELS, ROWS, group_keywords


def texts(n, columns=4, name="t"):
    random = np.random.default_rng(0)
    return pd.DataFrame(random.gamma(1, 2, (n, columns)), index=[f"{name}{place:03}" for place in range(n)])


def written(fig):
    """The boxes of all words that are drawn, and their texts."""
    fig.draw_without_rendering()
    ax = fig.axes[0]
    labels = [*ax.get_yticklabels(), *ax.get_xticklabels(), *ax.texts]
    return [(one.get_text(), one.get_window_extent()) for one in labels if one.get_text()]


@pytest.mark.parametrize("n", [1, 2, 12, 60, 85, 300])
@pytest.mark.parametrize("name", ["t", "the personal history of somebody whose name is long " * 2])
def test_no_words_overlap_or_leave_the_canvas(n, name):
    values = texts(n, name=name)
    groups = pd.Series([f"group {place // 2}" for place in range(n)], index=values.index)
    fig = text_heat_map(values, groups, label="per 1,000 words")
    boxes = written(fig)
    width, height = fig.canvas.get_width_height()
    assert all(box.x0 >= -1 and box.x1 <= width + 1 for _, box in boxes)
    assert all(box.y0 >= -1 and box.y1 <= height + 1 for _, box in boxes)
    rows = [box for text, box in boxes if text.startswith("group")]
    assert not any(a.overlaps(b) for place, a in enumerate(rows) for b in rows[:place])


def test_texts_stand_in_their_order_and_missing_values_have_a_stroke():
    values = texts(3)
    values.iloc[1, 2] = np.nan
    fig = text_heat_map(values[::-1], label="share")
    labels = [tick.get_text() for tick in fig.axes[0].get_yticklabels()]
    assert labels == ["t002", "t001", "t000"]
    assert [text.get_text() for text in fig.axes[0].texts].count("–") == 1


def test_of_very_many_texts_names_are_left_out_and_that_is_said():
    fig = text_heat_map(texts(300, COLUMNS + 2), label="share")
    assert "names of the texts are in the data" in fig._supxlabel.get_text()
    assert "2 columns left out" in fig._supxlabel.get_text()
    assert not fig.axes[0].texts


def keywords(n_groups, word="word"):
    rows = [
        (f"group {g}", "text", f"{word}{n}", 5.0 + n, 1.0, 0.01 * n)
        for g in range(n_groups)
        for n in range(12)
    ]
    columns = ["group", "unit", "word", "per_1000_target", "per_1000_reference", "p"]
    return pd.DataFrame(rows, columns=columns)


def test_few_groups_have_panels_and_many_a_row_each():
    assert len(group_keywords(keywords(PANELS)).axes) == PANELS
    fig = group_keywords(keywords(ROWS + 3, word="honorificabilitudinitatibus"))
    assert len(fig.axes) == 1 and "3 groups left out" in fig._supxlabel.get_text()
    boxes = [box for _, box in written(fig)]
    assert max(box.x1 for box in boxes) <= fig.canvas.get_width_height()[0]


def test_a_group_without_enough_texts_says_that_segments_are_permuted():
    fig = group_keywords(
        keywords(2).assign(unit=lambda table: table["group"].map({"group 0": "segment"}).fillna("text"))
    )
    titles = [ax.get_title(loc="left") for ax in fig.axes]
    assert titles == ["group 0 (segments permuted)", "group 1"]

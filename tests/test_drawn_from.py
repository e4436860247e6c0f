"""A figure carries what it was drawn from; other data beside it, and marks changed by hand, are refused."""

import pandas as pd
import pytest

from dhtools.errors import DhtoolsError
from dhtools.export import Exhibits
from dhtools.plots import rate_intervals

RATES = pd.DataFrame(
    {
        "text": ["blog", "note"],
        "category": "hedge",
        "n": [3, 4],
        "n_words": [1000, 900],
        "per_1000": [3.0, 40 / 9],
        "low": [1.5, 2.25],
        "high": [5.0, 7.5],
        "note": "",
    }
)
WORDS = {"caption": "c", "alt": "a"}


@pytest.fixture
def exhibits(tmp_path):
    return Exhibits("00-a", [], {}, root=tmp_path)


def drawn():
    return rate_intervals(RATES, categories=["hedge"])


def test_the_table_that_is_drawn_is_exported(exhibits):
    exhibits.figure(drawn(), "rates", data=RATES, **WORDS)
    exhibits.figure(drawn(), "rates", data=pd.concat([RATES, RATES.assign(per_1000=9.0)]), **WORDS)
    exhibits.figure(drawn(), "rates", data=RATES.drop(columns="per_1000"), **WORDS)


@pytest.mark.parametrize("change", [{"per_1000": [3.0, 4.5]}, {"low": 1.5}, {"high": [5.0, 7.5 + 1e-9]}])
def test_another_table_is_refused(exhibits, tmp_path, change):
    with pytest.raises(DhtoolsError, match="which the data do not have"):
        exhibits.figure(drawn(), "rates", data=RATES.assign(**change), **WORDS)
    assert list(tmp_path.iterdir()) == []


def move(fig):
    line = next(line for line in fig.axes[0].lines if len(line.get_xdata()))
    line.set_xdata([value + 1 for value in line.get_xdata()])


def colour(fig):
    fig.axes[0].lines[-1].set_color("red")


def count(fig):
    fig.axes[0].texts[0].set_text("17")


@pytest.mark.parametrize("edit", [move, colour, count])
def test_a_mark_that_was_changed_by_hand_is_refused(exhibits, edit):
    fig = drawn()
    fig.axes[0].annotate("3", (1, 1))
    edit(fig)
    with pytest.raises(DhtoolsError, match="was changed after the figure was drawn"):
        exhibits.figure(fig, "rates", data=RATES, **WORDS)


def test_what_is_added_to_a_figure_is_the_users(exhibits):
    fig = drawn()
    fig.axes[0].axvline(2.5)
    fig.axes[0].set_title("From 1938")
    fig.draw_without_rendering()
    exhibits.figure(fig, "rates", data=RATES, **WORDS)

"""Groups of texts: which are taken, in what order, and how figures show them."""

import pandas as pd
import pytest

from dhtools import read_corpus
from dhtools.corpus import Corpus, Text
from dhtools.corpus.groups import compared_groups, text_groups, text_order, text_years
from dhtools.errors import DhtoolsError
from dhtools.plots.groups import group_key, group_note, named_groups
from dhtools.plots.style import GREY, HATCHES, MARKERS, PALETTE, figure, journal_style, looks


def corpus(*authors, **columns):
    """A text an author; a column gives the values of a group."""
    texts = [
        Text(
            f"t{n}",
            f"t{n}.txt",
            "",
            "",
            author=author,
            groups={key: row[n] for key, row in columns.items() if row[n]},
        )
        for n, author in enumerate(authors)
    ]
    return Corpus(tuple(texts), pd.DataFrame(), pd.DataFrame())


@pytest.mark.parametrize(
    ("authors", "name"),
    [
        (["Austen", "Austen", "Eliot"], "author"),
        (["Austen", "Eliot", "Sterne"], "text"),  # no author has two
        (["Austen", "Austen", "Austen"], "text"),  # one author
        (["Austen", "Austen", "unknown"], "text"),
        (["unsigned", "Unsigned", "Eliot", "Sterne"], "text"),  # who is not named is no author
        (["Austen"], "text"),
    ],
)
def test_authors_are_the_groups_where_they_recur(authors, name):
    groups = text_groups(corpus(*authors))
    assert groups.name == name
    assert groups.tolist() == (authors if name == "author" else [f"t{n}" for n in range(len(authors))])


def test_names_of_files_give_authors_and_metadata_overrule_them(tmp_path):
    for name in ("Austen_Emma", "Austen_Pride", "Eliot_Adam", "Anon_Letter"):
        (tmp_path / f"{name}.txt").write_text("A few words of prose.", encoding="utf-8")
    (tmp_path / "metadata.csv").write_text("id,author\nAnon_Letter,George Sand\n", encoding="utf-8")
    groups = text_groups(read_corpus(tmp_path))
    assert groups.to_dict() == {
        "Anon_Letter": "George Sand",
        "Austen_Emma": "Austen",
        "Austen_Pride": "Austen",
        "Eliot_Adam": "Eliot",
    }


def test_what_is_not_known_comes_last():
    groups = text_groups(corpus(*"aaaa", genre=["", "novel", "play", "novel"]), "genre")
    assert groups.cat.categories.tolist() == ["novel", "play", "unknown"]


def test_of_more_than_eight_the_largest_come_first():
    groups = text_groups(corpus(*"abcdefghijj"))
    assert groups.cat.categories.tolist() == list("jabcdefghi")
    assert named_groups(groups).tolist() == [*"abcdefg", "other", "other", "j", "j"]


def test_many_dates_become_periods():
    years = [str(year) for year in range(1789, 2022, 4)]
    groups = text_groups(corpus(*["x"] * 58, "y", year=[*years[:58], ""]), "year")
    assert groups.cat.categories.tolist() == [
        "1750–1799", "1800–1849", "1850–1899", "1900–1949", "1950–1999", "2000–2049", "unknown",
    ]  # fmt: skip
    assert groups.index.tolist() == [f"t{n}" for n in range(59)]
    assert groups["t0"] == "1750–1799" and groups["t58"] == "unknown"


@pytest.mark.parametrize(("group", "words"), [("party", "no such column"), ("genre", "not in two groups")])
def test_a_column_that_makes_no_groups_is_refused(group, words):
    with pytest.raises(DhtoolsError, match=words):
        text_groups(corpus("a", "b"), group)


def test_looks_differ_in_mark_and_hatch_and_the_rest_is_grey():
    drawn = looks([*"abcdefgh", "other"])
    assert [look.colour for look in drawn.values()] == [*PALETTE, GREY]
    assert [look.mark for look in drawn.values()] == [*MARKERS, "."]
    assert [look.hatch for look in drawn.values()] == [*HATCHES, ""]
    assert len(set(MARKERS)) == len(set(HATCHES)) == len(PALETTE)


def test_a_caption_says_what_is_grey():
    one = pd.Series(list("aab"), dtype="category")
    assert group_note(one.rename("text")) == ""
    assert "grey" not in group_note(one.rename("party"))
    many = pd.Series([f"p{n:02}" for n in range(20)], dtype="category", name="party")
    assert group_note(many).endswith("grey is the rest (p08, p09, p10, p11, p12 and 7 more).")


@pytest.mark.parametrize("bars", [False, True])
@pytest.mark.parametrize("letters", [3, 90])
def test_the_key_of_groups_stays_on_the_canvas(bars, letters):
    groups = pd.Series([chr(97 + n) * letters for n in range(12)], dtype="category", name="author")
    with journal_style():
        fig, ax = figure("single", 90)
        ax.set_title("panel")
        group_key(fig, named_groups(groups), bars=bars)
        fig.draw_without_rendering()
    box = fig.legends[0].get_window_extent()
    assert box.x0 >= 0 and box.x1 <= fig.bbox.x1 and box.y1 <= fig.bbox.y1
    assert not box.overlaps(ax.get_tightbbox())


def test_texts_whose_names_begin_with_years_stand_by_themselves():
    names = [f"{1800 + 4 * n}-Address" for n in range(12)]
    texts = Corpus(tuple(Text(name, name, "", "") for name in names), pd.DataFrame(), pd.DataFrame())
    assert text_groups(texts).tolist() == names
    assert compared_groups(texts).empty


def test_many_dated_texts_are_compared_by_period_and_ordered_by_year():
    dates = [*(f"{1850 + 5 * n}–{1852 + 5 * n}" for n in range(12)), "unknown"]
    texts = [Text(f"t{n:02}", "", "", "", date=date) for n, date in enumerate(dates)]
    dated = Corpus(tuple(reversed(texts)), pd.DataFrame(), pd.DataFrame())
    groups = compared_groups(dated)
    assert groups.name == "date" and "t12" not in groups and groups["t00"] == "1850–1859"
    assert text_years(dated)["t01"] == 1856
    assert text_order(dated, groups) == [f"t{n:02}" for n in range(13)]

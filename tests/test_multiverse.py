"""Multiverse: its settings, what a statement is made, how agreement is counted, bad input; its picture."""

import pickle
import sys
from itertools import combinations, cycle

import numpy as np
import pandas as pd
import pytest
from annotated import seeds
from test_rolling import written

from dhtools import DhtoolsError, fold_case, segment
from dhtools.counts import count_tokens, most_frequent, relative_frequencies
from dhtools.plots.multiverse import FAILS, HOLDS, multiverse_strip
from dhtools.stylometry import distances
from dhtools.stylometry.multiverse import OPTIONS, IsCloser, Multiverse, multiverse

# the function has the module's name
module = sys.modules["dhtools.stylometry.multiverse"]
SQUARE = pd.DataFrame(
    [[0, 1, 2, 6], [1, 0, 4, 8], [2, 4, 0, 5], [6, 8, 5, 0]], index=list("wxyz"), columns=list("wxyz")
)
TEXTS = pd.Series(["a", "a", "b", "c"], index=list("wxyz"))


def prose() -> pd.DataFrame:
    """The running prose of the four texts, case as it stands."""
    tokens = seeds().tokens
    return tokens[tokens["voice"] != "other"]


@pytest.fixture(scope="module")
def made():
    """Sixteen settings, and eight that cannot be computed: the texts have no 9,000 different words."""
    return multiverse(
        prose(), IsCloser("article", "lecture", than="note"), mfw=(50, 100, 9_000), culling=0,
        segment_words=(300, 500), distance=("burrows", "cosine_delta"),
    )  # fmt: skip


def test_closer_compares_means_over_pairs_of_segments():
    assert SQUARE.loc[TEXTS == "a", TEXTS == "b"].to_numpy().mean() == 3
    assert IsCloser("a", "b", than="c")(SQUARE, TEXTS) == 7 / 3 - 1
    assert IsCloser("a", "c", than="b")(SQUARE, TEXTS) == 3 / 7 - 1
    assert IsCloser("b", "a", than="c")(SQUARE, TEXTS) == 5 / 3 - 1


def test_a_text_is_compared_with_its_own_other_segments():
    assert IsCloser("a", "a", than="b")(SQUARE, TEXTS) == 3 / 1 - 1
    with pytest.raises(DhtoolsError, match="no pair of segments of 'b' and 'b'"):
        IsCloser("b", "b", than="a")(SQUARE, TEXTS)


def test_closer_means_the_same_for_every_scale():
    statement = IsCloser("a", "b", than="c")
    assert statement(SQUARE * 1000, TEXTS) == pytest.approx(statement(SQUARE, TEXTS))
    assert IsCloser("a", "c", than="b")(SQUARE, TEXTS) < 0 < statement(SQUARE, TEXTS)


def test_closer_can_be_sent_to_another_process_and_reads_as_a_sentence():
    statement = IsCloser("a", "b", than="c")
    again = pickle.loads(pickle.dumps(statement))
    assert again == statement and again(SQUARE, TEXTS) == statement(SQUARE, TEXTS)
    assert str(statement) == "a is closer to b than to c"


def test_every_combination_is_one_setting(made):
    settings = made.table
    assert list(settings) == [*OPTIONS, "value", "holds", "note"]
    assert len(settings) == 2 * 2 * 1 * 3 * 2 and not settings.duplicated(list(OPTIONS)).any()
    assert settings["case"].unique().tolist() == ["folded", "kept"]


def test_a_value_is_that_of_the_single_steps(made):
    for row in made.table[made.table["holds"].notna()].itertuples():
        cut = segment(
            fold_case(prose()) if row.case == "folded" else prose(), segment_words=row.segment_words
        )
        counts = count_tokens(cut, unit="segment")
        freqs = relative_frequencies(counts, vocabulary=most_frequent(counts, row.mfw))
        table = distances(freqs, distance=row.distance)
        texts = pd.Series(table.index.str.replace(r"_\d+$", "", regex=True), index=table.index)
        means = (
            table.loc[texts == "article", texts == "lecture"],
            table.loc[texts == "article", texts == "note"],
        )
        expected = means[1].to_numpy().mean() / means[0].to_numpy().mean() - 1
        assert row.value == pytest.approx(expected) and row.holds == (expected > 0) and row.note == ""


def test_what_cannot_be_computed_has_a_note_and_no_part_in_the_share(made):
    failed = made.table[made.table["mfw"] == 9_000]
    assert len(failed) == 8 and failed["value"].isna().all() and failed["holds"].isna().all()
    assert failed["note"].str.contains("n=9000: the table has").all()
    assert made.n_computed == 16 and (made.table["note"] == "").sum() == 16
    assert made.share == (made.table["value"] > 0).sum() / 16


def test_shares_by_option_add_up(made):
    table = made.by_option
    assert list(table) == ["option", "value", "n_settings", "n_computed", "n_holds", "share", "note"]
    sums = table.groupby("option")[["n_settings", "n_computed", "n_holds"]].sum()
    assert (sums["n_settings"] == 24).all() and (sums["n_computed"] == 16).all()
    assert (sums["n_holds"] == made.table["holds"].sum()).all()
    row = table[(table["option"] == "mfw") & (table["value"] == 9_000)].iloc[0]
    assert (row["n_settings"], row["n_computed"]) == (8, 0) and np.isnan(row["share"])


def test_the_option_that_decides_is_seen():
    values = cycle([-1, 1])  # the method is what changes from one setting to the next
    made = multiverse(
        prose(), lambda table, texts: next(values), distance=("burrows", "eder"), culling=0, mfw=(50, 100)
    )
    shares = made.by_option.set_index(["option", "value"])["share"]
    assert (
        made.share == 0.5 and shares["distance"].tolist() == [0, 1] and shares["mfw"].tolist() == [0.5, 0.5]
    )


def test_a_yes_or_a_no_is_a_statement():
    def is_square(table, texts):
        assert table.shape == (len(texts), len(texts)) and (table.index == texts.index).all()
        return np.bool_(set(texts) == {"blog", "article", "note", "lecture"})

    made = multiverse(prose(), is_square, culling=0, mfw=50)
    assert made.statement == "is_square" and made.share == 1 and (made.table["value"] == 1).all()
    denied = multiverse(prose(), lambda table, texts: False, culling=0, mfw=50)
    assert denied.share == 0 and (denied.table["value"] == -1).all()


def test_a_number_of_nothing_or_zero_does_not_agree():
    values = iter([0.0, np.nan, 2.0])
    made = multiverse(
        prose(),
        lambda table, texts: next(values),
        case="folded",
        culling=0,
        mfw=(50, 100, 200),
        distance="eder",
    )
    assert made.table["holds"].tolist() == [False, pd.NA, True] and made.share == 0.5
    assert made.table["note"].tolist()[1] == "the statement is undefined (NaN)"


def test_a_text_too_short_for_a_segment_has_none():
    def texts_there(table, texts):
        there.append(set(texts))
        return True

    there = []
    multiverse(
        prose(), texts_there, segment_words=(700, 1000), case="kept", culling=0, mfw=50, distance="eder"
    )
    assert there == [{"blog", "article", "note", "lecture"}, {"article", "lecture"}]
    made = multiverse(
        prose(),
        IsCloser("article", "lecture", than="note"),
        segment_words=(700, 1000, 9000),
        culling=0,
        mfw=50,
    )
    notes = made.table.groupby("segment_words")["note"].unique()
    assert notes[700].tolist() == [""] and "'article' and 'note'" in notes[1000][0]
    assert notes[9000].tolist() == ["no text is long enough for segments of 9000 words"]


def test_a_reference_serves_where_it_has_the_words():
    reference = relative_frequencies(
        count_tokens(segment(fold_case(prose()), segment_words=200), unit="segment")
    )
    statement = IsCloser("article", "lecture", than="note")
    made = multiverse(prose(), statement, reference=reference, culling=0, mfw=100)
    folded = made.table["case"] == "folded"
    assert made.table["holds"].notna().eq(folded).all()
    assert made.table["note"][~folded].str.contains("lower case").all()
    other = multiverse(prose(), statement, case="folded", culling=0, mfw=100)
    assert (made.table["value"][folded].to_numpy() != other.table["value"].to_numpy()).all()


def test_tokens_are_folded_once_a_case_and_cut_once_a_length(monkeypatch):
    calls = []
    for name in ("fold_case", "segment", "sparse_counts"):
        original = getattr(module, name)
        monkeypatch.setattr(
            module, name, lambda *a, _name=name, _call=original, **k: calls.append(_name) or _call(*a, **k)
        )
    multiverse(prose(), lambda table, texts: True, segment_words=(300, 500))
    assert [calls.count(name) for name in ("fold_case", "segment", "sparse_counts")] == [1, 2, 4]


def test_the_table_given_is_not_changed():
    tokens = prose()
    before = tokens.copy(deep=True)
    multiverse(tokens, lambda table, texts: True, mfw=50)
    pd.testing.assert_frame_equal(tokens, before)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"case": "lower"}, r"case='lower' is not known.*'folded', 'kept'"),
        ({"distance": ("burrows", "delta")}, r"distance='delta' is not known"),
        ({"mfw": 0}, r"mfw=0: give a whole number from 1"),
        ({"mfw": 100.0}, r"mfw=100.0: give a whole number"),
        ({"segment_words": float("nan")}, r"segment_words=nan: give a whole number"),
        ({"segment_words": True}, r"segment_words=True: give a whole number"),
        ({"culling": (0, 1.5)}, r"culling=1.5: give the least share"),
        ({"culling": float("nan")}, r"culling=nan"),
        ({"culling": "0"}, r"culling='0'"),
        ({"mfw": ()}, r"mfw=\(\): give one value or more"),
        ({"mfw": (100, 100)}, r"mfw=\(100, 100\): .*each once"),
        ({"statement": "closer"}, r"statement='closer': give a function"),
        ({"statement": lambda table, texts: "yes"}, r"it returned 'yes'"),
        ({"statement": lambda table, texts: None}, r"it returned None"),
        (
            {"statement": IsCloser("article", "Emma", than="note")},
            r"None of 48 settings.*'article' and 'Emma'",
        ),
        ({"segment_words": 9_000}, r"None of 48 settings.*segments of 9000 words"),
        ({"tokens": pd.DataFrame({"text": []})}, r"no column 'word'"),
        ({"tokens": pd.DataFrame({"text": [], "word": []})}, r"there are no rows"),
    ],
)  # fmt: skip
def test_what_cannot_be_stated_is_refused(options, message):
    given = {"tokens": prose(), "statement": lambda table, texts: True, **options}
    with pytest.raises(DhtoolsError, match=message):
        multiverse(given.pop("tokens"), given.pop("statement"), **given)


def test_a_third_text_is_wanted():
    with pytest.raises(DhtoolsError, match="Name a third"):
        IsCloser("a", "b", than="b")
    with pytest.raises(DhtoolsError, match="at distance 0"):
        IsCloser("a", "b", than="c")(SQUARE * 0, TEXTS)


def test_an_error_in_a_statement_is_not_hidden():
    with pytest.raises(KeyError):
        multiverse(prose(), lambda table, texts: table["no such segment"], mfw=50)


# The picture.


def made_up(statement: str, number: int) -> Multiverse:
    """A multiverse of many settings."""
    values = np.linspace(-0.04, 0.9, number)
    rows = {
        "case": "kept",
        "segment_words": 500,
        "culling": 0.25,
        "mfw": np.arange(number) % 7 * 100,
        "distance": "eder",
    }
    holds = pd.array(values > 0, dtype="boolean")
    return Multiverse(statement, pd.DataFrame({**rows, "value": values, "holds": holds, "note": ""}))


LONG = str(
    IsCloser("the_history_of_tom_jones_a_foundling", "the_life_of_tristram_shandy", than="pamela_or_virtue")
)


@pytest.mark.parametrize("kind", ["seeds", "long", "one"])
def test_nothing_written_overlaps_or_leaves_the_page(made, kind):
    fig = multiverse_strip({"seeds": made, "long": made_up(LONG, 400), "one": made_up("$x$ <b>", 1)}[kind])
    places, page = written(fig), fig.bbox
    assert len(places) > 12
    assert not [(a, b) for a, b in combinations(places, 2) if a.padded(-1).overlaps(b.padded(-1))]
    assert all(page.x0 <= b.x0 and b.x1 <= page.x1 and page.y0 <= b.y0 and b.y1 <= page.y1 for b in places)
    width, height = fig.get_size_inches() * 25.4
    assert width == pytest.approx(174) and height < 240


def test_every_setting_computed_is_drawn_once_above_and_once_an_option_below(made):
    ax, below = multiverse_strip(made).axes
    points = [line for line in ax.lines if line.get_marker() == "o"]
    values = {line.get_color(): list(line.get_ydata()) for line in points}
    assert min(values[HOLDS]) > 0 > max(values[FAILS])
    drawn = made.table["value"].dropna()
    assert sorted(values[HOLDS] + values[FAILS]) == sorted(drawn.tolist())
    marks = [line for line in below.lines if line.get_marker() == "o"]
    assert sum(len(line.get_xdata()) for line in marks) == len(OPTIONS) * len(drawn)
    ranks = [place for line in points for place in line.get_xdata()]
    assert sorted(ranks) == list(range(len(drawn)))


def test_the_counts_beside_the_options_are_those_of_the_table(made):
    below = multiverse_strip(made).axes[1]
    beside = [text.get_text() for text in below.texts]
    table = made.by_option
    expected = [
        f"{row.n_holds} of {row.n_computed}" if row.n_computed else "not computed"
        for row in table.itertuples()
    ]
    assert beside == expected and "not computed" in beside
    names = [label.get_text() for label in below.get_yticklabels()]
    assert names[:3] == ["case", "folded", "kept"] and "9000" in names

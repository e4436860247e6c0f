"""Rolling distances: values of R stylo, what a window and its band must be, bad input; and their picture."""

from itertools import combinations

import coverage_rolling as coverage
import numpy as np
import pandas as pd
import pytest
from annotated import seeds
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from stylometric import counts, frequencies, stylo

from dhtools import DhtoolsError, fold_case
from dhtools.annotation.voice_assignment import voice_runs
from dhtools.counts import count_tokens, most_frequent, relative_frequencies
from dhtools.plots.rolling import rolling_lines
from dhtools.stylometry import distances
from dhtools.stylometry.rolling import MAX_SAMPLES, ROLLING_DISTANCES, rolling_distances

STYLO = {"burrows": "delta", "quadratic": "argamon", "eder": "eder", "cosine_delta": "wurzburg"}


def prose() -> pd.DataFrame:
    """The running prose of the four texts, case folded."""
    tokens = seeds().tokens
    return fold_case(tokens[tokens["voice"] != "other"])


def table_of(**texts: list[str]) -> pd.DataFrame:
    """A token table of the words given, every word a passage."""
    rows = pd.DataFrame([(text, word) for text, words in texts.items() for word in words])
    number = np.arange(len(rows), dtype=np.int32)
    return pd.DataFrame(
        {
            "text": pd.Categorical(rows[0], categories=list(texts)),
            "passage": pd.Categorical([f"p{n}" for n in number]),
            "voice": pd.Categorical(np.where(number % 4 == 3, "quoted", "author")),
            "start": number * 10,
            "end": number * 10 + 3,
            "word": pd.Categorical(rows[1]),
        }
    )


def random_words(number: int, seed: int, kinds: int = 40, turned: int = 0) -> list[str]:
    """Words drawn one by one from one distribution: nothing but chance makes windows differ."""
    shares = np.roll(1 / np.arange(1, kinds + 1), turned)
    drawn = np.random.default_rng(seed).choice(kinds, size=number, p=shares / shares.sum())
    return [f"w{code:02d}" for code in drawn]


def segment_words(segment: str) -> list[str]:
    """The words of a segment of which R stylo's counts are known, in any order."""
    table, total = counts()
    words = [word for word, number in table.loc[segment].items() for _ in range(number)]
    return words + ["(other)"] * int(total[segment] - len(words))


@pytest.mark.parametrize("method", STYLO)
def test_a_window_as_long_as_the_text_has_the_distance_of_stylo(method):
    expected = stylo(f"distance_{STYLO[method]}_200mfw.csv").loc["note_01", "blog_01"]
    own, other = segment_words("note_01"), segment_words("blog_01")
    assert len(own) > 250 and expected > 0
    if len(own) > len(other):
        own, other = other, own
    found = rolling_distances(
        table_of(own=own, other=other), "own", window=len(own), step=1, block_words=1, distance=method,
        vocabulary=list(frequencies().columns), reference=frequencies(), sample_words=len(other),
    )  # fmt: skip
    assert found["mean_distance"].tolist() == pytest.approx([expected], abs=1e-9)


@pytest.mark.parametrize("method", ROLLING_DISTANCES)
def test_every_window_has_the_distance_of_its_counts(method):
    tokens = prose()
    words = most_frequent(count_tokens(tokens), 60)
    whole = relative_frequencies(count_tokens(tokens), vocabulary=words)
    blog = tokens[tokens["text"] == "blog"]
    found = rolling_distances(
        tokens, "note", window=233, step=51, block_words=20, vocabulary=words, reference=whole,
        distance=method,
        against="blog", sample_words=540,
    )  # fmt: skip
    assert len(blog) == 540 and len(found) == (611 - 233) // 51 + 1
    own = tokens[tokens["text"] == "note"]
    for row in found.itertuples():
        cut = pd.concat([own.iloc[row.first : row.after], blog])
        freqs = relative_frequencies(count_tokens(cut), vocabulary=words).dropna()
        expected = distances(freqs.loc[["note"]], freqs.loc[["blog"]], distance=method, reference=whole)
        assert row.mean_distance == pytest.approx(expected.iloc[0, 0], rel=1e-9)


def test_the_standard_error_leaves_out_one_block_at_a_time():
    own, other = list("aabbabccabca"), list("abcabcabbbcc")
    found = rolling_distances(
        table_of(own=own, other=other), "own", window=12, step=12, block_words=4, vocabulary=["a", "b", "c"],
        distance="manhattan",
    )  # fmt: skip

    def distance(words):
        return sum(abs(words.count(w) / len(words) - other.count(w) / 12) * 100 for w in "abc")

    left_out = [distance(own[:first] + own[first + 4 :]) for first in (0, 4, 8)]
    expected = np.sqrt(2 / 3 * np.sum((left_out - np.mean(left_out)) ** 2))
    assert expected > 1
    assert found["mean_distance"].tolist() == pytest.approx([distance(own)])
    assert found["se"].tolist() == pytest.approx([expected])


@pytest.mark.parametrize(("method", "least", "most"), [("burrows", 1, 1.5), ("cosine_delta", 0.8, 1.2)])
def test_where_only_chance_makes_windows_differ_the_error_is_their_scatter(method, least, most):
    words = {"own": random_words(60_000, 1), "other": random_words(20_000, 2, turned=7)}
    found = rolling_distances(table_of(**words), "own", window=500, step=500, mfw=30, distance=method)
    assert len(found) == 120
    # a jackknife errs on the side of too much: more so with Burrows's sum of absolute differences
    assert least < np.sqrt((found["se"] ** 2).mean()) / found["mean_distance"].std() < most


def test_windows_know_their_place_in_text_and_file():
    tokens = prose()
    found = rolling_distances(tokens, "lecture", window=500, step=70)
    own = tokens[tokens["text"] == "lecture"]
    assert list(found)[:4] == ["text", "window", "first", "after"] and found["text"].unique() == ["lecture"]
    assert (found["after"] - found["first"] == 500).all() and found["after"].max() <= len(own)
    assert len(own) - found["after"].max() < 70
    for row in found.itertuples():
        cut = own.iloc[row.first : row.after]
        assert (row.start, row.end) == (cut["start"].iloc[0], cut["end"].iloc[-1])
        assert (row.passage_first, row.passage_last) == (cut["passage"].iloc[0], cut["passage"].iloc[-1])
        assert (
            row.share_quoted == (cut["voice"] == "quoted").mean()
            and row.centre == (row.first + row.after) / 2
        )
    assert 0 < found["share_quoted"].mean() < 0.5


def test_one_row_a_window_and_compared_text():
    found = rolling_distances(prose(), "article")
    assert found.groupby("window")["compared"].apply(list).map(tuple).unique().tolist() == [
        ("blog", "note", "lecture")
    ]
    assert found.groupby("window")[["first", "baseline", "sample_words"]].nunique().eq(1).all(axis=None)
    assert found["compared"].cat.categories.tolist() == ["blog", "article", "note", "lecture"]


def test_the_baseline_is_the_distance_to_the_rest_and_not_to_the_window_itself():
    first, rest = ["x"] * 40 + ["y"] * 60, ["x", "y"] * 150
    found = rolling_distances(
        table_of(own=first + rest, other=["x"] * 100), "own", window=100, step=100, block_words=10, mfw=2,
        distance="manhattan", sample_words=100,
    )  # fmt: skip
    # three hundred other words make three samples; each is half x, half y for the first window
    assert found["baseline"].iloc[0] == pytest.approx(20)
    assert found["sample_words"].unique().tolist() == [100]


def test_a_text_is_near_to_itself_and_far_from_another():
    words = random_words(6_000, 3)
    table = table_of(own=words[:4_000], twin=words[4_000:], other=random_words(2_000, 4, turned=15))
    found = rolling_distances(table, "own", mfw=30, step=100).groupby("compared", observed=True)
    mean = found[["mean_distance", "baseline"]].mean()
    assert mean.loc["twin", "mean_distance"] == pytest.approx(mean.loc["twin", "baseline"], abs=0.15)
    assert mean.loc["other", "mean_distance"] > mean.loc["twin", "mean_distance"] + 0.3


def test_all_texts_are_compared_at_the_length_of_the_shortest():
    found = rolling_distances(prose(), "article")
    assert found["sample_words"].unique().tolist() == [500]  # 540 words of the blog in whole blocks
    shorter = rolling_distances(prose(), "article", sample_words=120)
    assert shorter["sample_words"].unique().tolist() == [100]
    # short samples are further from everything: that is why lengths are made equal
    means = [
        rolling_distances(prose(), "article", distance="burrows", against="lecture", sample_words=length)[
            "mean_distance"
        ]
        for length in (100, 500, 2000)
    ]
    assert means[0].mean() > means[1].mean() > means[2].mean()


def test_a_long_text_gives_its_mean_over_several_samples():
    other = ["x"] * 10 + ["y"] * 10
    found = rolling_distances(
        table_of(own=["x"] * 20, other=other), "own", window=20, step=20, block_words=10, mfw=2,
        sample_words=10, distance="manhattan",
    )  # fmt: skip
    assert found["mean_distance"].tolist() == [pytest.approx((0 + 200) / 2)] and MAX_SAMPLES >= 2


def test_a_sample_is_spread_over_the_whole_text():
    other = (["x"] * 10 + ["y"] * 10) * 2 + ["x"] * 10
    found = rolling_distances(
        table_of(own=["x"] * 20, other=other), "own", window=20, step=20, block_words=10, mfw=2,
        sample_words=30, distance="manhattan",
    )  # fmt: skip
    # three blocks of five: the first, the third and the last
    assert found["mean_distance"].tolist() == [0]


@pytest.mark.parametrize(("own", "length", "has_baseline"), [(300, 200, True), (150, 400, False)])
def test_samples_are_no_longer_than_the_rest_if_that_is_a_window_long(own, length, has_baseline):
    table = table_of(own=["x", "y"] * (own // 2), other=["x", "y"] * 200)
    found = rolling_distances(table, "own", window=100, step=50, block_words=10, mfw=2, distance="manhattan")
    assert found["sample_words"].unique().tolist() == [length]
    assert found["baseline"].notna().eq(has_baseline).all()


def test_a_target_without_a_rest_has_no_baseline():
    found = rolling_distances(prose(), "note")
    assert len(found) and found["baseline"].isna().all() and found["mean_distance"].notna().all()


def test_the_order_of_the_texts_and_the_index_do_not_matter():
    tokens = prose()
    found = rolling_distances(tokens, "lecture", against=["article", "note"], mfw=50)
    turned = rolling_distances(
        tokens.set_index(tokens.index[::-1]), "lecture", against=["note", "article"], mfw=50
    )
    columns = ["window", "compared", "mean_distance", "se", "baseline"]
    one, two = (table.sort_values(["window", "compared"])[columns] for table in (found, turned))
    pd.testing.assert_frame_equal(one.reset_index(drop=True), two.reset_index(drop=True))


def test_the_table_given_is_not_changed():
    tokens = prose()
    before = tokens.copy(deep=True)
    rolling_distances(tokens, "lecture")
    pd.testing.assert_frame_equal(tokens, before)


def test_words_that_do_not_vary_are_left_out():
    same = {"own": ["k", "x"] * 50 + ["k", "y"] * 50, "other": ["k", "x", "k", "y"] * 50}
    options = {"window": 100, "step": 100, "block_words": 10, "distance": "burrows"}
    with_constant = rolling_distances(table_of(**same), "own", vocabulary=["k", "x", "y"], **options)
    without = rolling_distances(table_of(**same), "own", vocabulary=["x", "y"], **options)
    assert with_constant["mean_distance"].tolist() == pytest.approx(without["mean_distance"].tolist())
    with pytest.raises(DhtoolsError, match="no word varies"):
        rolling_distances(table_of(**same), "own", vocabulary=["k"], **options)


def test_a_reference_in_lower_case_is_refused_for_words_in_two_cases():
    tokens = seeds().tokens
    reference = relative_frequencies(count_tokens(prose()))
    with pytest.raises(DhtoolsError, match="fold their case"):
        rolling_distances(tokens, "lecture", reference=reference)
    found = rolling_distances(prose(), "lecture", reference=reference[["the", "of", "and"]], mfw=3)
    assert found["mean_distance"].notna().all()
    with pytest.raises(DhtoolsError, match="it lacks 1 of 2 words"):
        rolling_distances(prose(), "lecture", reference=reference[["the"]], vocabulary=["the", "of"])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"target": "Bleak House"}, r"target='Bleak House'.*'blog'"),
        ({"target": "note", "window": 700}, r"'note' has 611 words, fewer than window=700"),
        ({"window": 40, "block_words": 10}, r"step=50.*shorter step"),
        ({"window": 99, "step": 10}, r"window=99.*two blocks"),
        ({"window": float("nan")}, r"window=nan.*whole number"),
        ({"step": 0}, r"step=0.*whole number"),
        ({"block_words": True}, r"block_words=True.*whole number"),
        ({"against": [], "window": 2000, "step": 500}, r"needs two windows of 2000"),
        ({"against": ["note", "note"]}, r"each named once"),
        ({"against": "lecture"}, r"against='lecture' is not known"),
        ({"against": "nobody"}, r"against='nobody' is not known"),
        ({"window": 2900, "target": "article", "against": "lecture"}, r"'lecture' has .* fewer than"),
        ({"window": 4000, "target": "article"}, r"one other text"),
        ({"distance": "entropy"}, r"distance='entropy' is not known"),
        ({"sample_words": 20}, r"sample_words=20: .*one block \(50 words\)"),
        ({"sample_words": 600}, r"sample_words=600: .*500 words"),
        ({"sample_words": float("nan")}, r"sample_words=nan"),
        ({"vocabulary": ["the", "the"]}, r"2 are given, 1 of them different"),
        ({"vocabulary": []}, r"vocabulary: 0 are given"),
        ({"mfw": 10_000}, r"n=10000.*Ask for fewer"),
    ],
)  # fmt: skip
def test_what_cannot_be_measured_is_refused(options, message):
    with pytest.raises(DhtoolsError, match=message):
        rolling_distances(prose(), **{"target": "lecture", **options})


def test_one_text_is_compared_with_the_rest_of_itself():
    table = rolling_distances(prose(), "lecture", against=[])
    assert set(table["compared"]) == {"lecture"} and table["window"].is_unique
    assert table["mean_distance"].tolist() == table["baseline"].tolist() and (table["se"] > 0).all()
    names = [text.get_text() for text in rolling_lines(table).axes[0].texts]
    assert names == ["rest of lecture"]


def test_a_table_that_lacks_something_is_refused():
    with pytest.raises(DhtoolsError, match="no column 'voice'"):
        rolling_distances(prose().drop(columns="voice"), "lecture")
    holed = prose()
    holed["word"] = holed["word"].where(holed["word"] != "the")
    with pytest.raises(DhtoolsError, match="no word"):
        rolling_distances(holed, "lecture")


def test_coverage_is_the_share_of_bands_that_hold_the_truth():
    found = pd.DataFrame({"mean_distance": [1.0, 1.2, 1.5, 3.0], "se": [0.1, 0.1, 0.25, 0.1]})
    # 1.1 is 1, 1, 1.6 and 19 standard errors away; t with 9 degrees of freedom: 2.26
    assert coverage.covered(found, 1.1001, 500) == {"one_se": 0.25, "t_95": 0.75}


def test_coverage_of_random_words_does_not_depend_on_their_order(monkeypatch):
    monkeypatch.setattr(coverage, "DRAWS", 3)
    table = table_of(a=random_words(10_000, 1), b=random_words(10_000, 2, turned=7))
    result = coverage.measure(table, 500, 30, "burrows", windows=20, seed=0)
    assert (result["n_texts"], result["n_windows"]) == (2, 40)
    assert result["random"]["t_95"] > 0.85 and result["consecutive"]["t_95"] > 0.85
    assert result["random"]["one_se"] < result["random"]["t_95"]


def test_windows_of_coverage_are_whole_blocks():
    rows = coverage.drawn(1_030, 100, 5, np.random.default_rng(0)).reshape(-1, 50)
    assert len(rows) == 10 and (np.diff(rows) == 1).all() and (rows[:, 0] % 50 == 0).all()
    assert len(np.unique(rows)) == 500 and rows.max() < 1_000
    assert coverage.standing(1_030, 100, 2).reshape(2, 100)[:, 0].tolist() == [0, 500]


def test_coverage_is_not_measured_without_long_texts(tmp_path):
    (tmp_path / "a.txt").write_text("Too short. ", encoding="utf-8")
    with pytest.raises(DhtoolsError, match="nothing measured"):
        coverage.prose(tmp_path)


# The picture.


def written(fig):
    """The places of everything written in a figure, after it has been laid out."""
    renderer = FigureCanvasAgg(fig).get_renderer()
    fig.draw_without_rendering()
    found = []
    for ax in fig.axes:
        for axis, ends in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
            ticks = [tick for tick in axis.get_major_ticks() if min(ends) <= tick.get_loc() <= max(ends)]
            found += [tick.label1 for tick in ticks] + [axis.label]
        found += [*ax.texts, ax._left_title]
    # of the words alone: an annotation would add its leader
    return [
        Text.get_window_extent(text, renderer) for text in found if text.get_text() and text.get_visible()
    ]


@pytest.fixture(scope="module")
def tables():
    tokens = prose()
    close = table_of(own=random_words(3_000, 1), **{f"text {n}": random_words(900, n + 2) for n in range(12)})
    return {
        "lecture": rolling_distances(tokens, "lecture"),
        "without a baseline": rolling_distances(tokens, "note"),
        "one window": rolling_distances(tokens, "note", window=600),
        "twelve texts at one distance": rolling_distances(close, "own", mfw=20, step=250),
    }


NAMES = ["lecture", "without a baseline", "one window", "twelve texts at one distance"]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_written_overlaps_or_leaves_the_page(tables, name):
    fig = rolling_lines(tables[name])
    places, page = written(fig), fig.bbox
    assert len(places) > 8
    assert not [(a, b) for a, b in combinations(places, 2) if a.padded(-1).overlaps(b.padded(-1))]
    assert all(page.x0 <= b.x0 and b.x1 <= page.x1 and page.y0 <= b.y0 and b.y1 <= page.y1 for b in places)
    assert fig.get_size_inches()[0] * 25.4 == pytest.approx(174)


def test_lines_bands_and_shades_are_those_of_the_table(tables):
    table = tables["lecture"]
    runs = voice_runs(prose(), seeds().quotations)
    quoted = runs[(runs["text"] == "lecture") & (runs["voice"] == "quoted")]
    assert len(quoted) > 5
    ax, below = rolling_lines(table, quoted=quoted).axes
    *lines, dashed = ax.lines
    assert len(lines) == len(ax.collections) == 3 and len(ax.patches) == len(quoted)
    for (_, own), line in zip(table.groupby("compared", observed=True), lines, strict=True):
        assert line.get_ydata().tolist() == own["mean_distance"].tolist()
        assert line.get_xdata().tolist() == own["centre"].tolist()
    assert dashed.get_linestyle() == "--" and dashed.get_ydata().tolist() == own["baseline"].tolist()
    assert below.get_ylim() == (0, 100) and below.get_xlim() == (0, table["after"].max())


def test_where_nothing_is_quoted_there_is_no_panel_for_it(tables):
    (ax,) = rolling_lines(tables["lecture"].assign(share_quoted=0.0)).axes
    assert ax.get_xlim() == (0, tables["lecture"]["after"].max()) and "position in" in ax.get_xlabel()


def test_every_line_has_its_name_in_its_colour(tables):
    ax = rolling_lines(tables["lecture"]).axes[0]
    named = {text.get_text(): text.get_color() for text in ax.texts}
    assert set(named) == {"blog", "article", "note", "rest of lecture"}
    assert list(named.values()).count(ax.lines[0].get_color()) == 1 and len(set(named.values())) == 4
    single = rolling_lines(tables["without a baseline"]).axes[0]
    assert {text.get_text() for text in single.texts} == {"blog", "article", "lecture"}

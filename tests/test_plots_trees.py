"""Pictures of trees and maps: every unit is named once, in the colour of its text, and nothing collides."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex

from dhtools.errors import DhtoolsError
from dhtools.plots.maps import scatter_map
from dhtools.plots.style import GREY, INK, MARKERS, PALETTE, text_colours
from dhtools.plots.trees import consensus_tree, dendrogram, texts_of
from dhtools.stylometry.consensus import Consensus, consensus
from dhtools.stylometry.maps import multidimensional_scaling, principal_components
from dhtools.stylometry.trees import cluster

STYLO = Path(__file__).parent / "reference" / "stylo"
FREQS = pd.read_csv(STYLO / "relative_frequencies_percent.csv", index_col=0)
DISTANCES = pd.read_csv(STYLO / "distance_wurzburg_200mfw.csv", index_col=0)
TEXTS = pd.Series(FREQS.index.str.replace(r"_\d+", "", regex=True), index=FREQS.index)


def made_up(size=8):
    """Six texts that are easily told apart, two of them with names that mean something elsewhere."""
    random = np.random.default_rng(1)
    names = ["blog", "article", "note", "lecture", "a_5$x$", "six <b>"]
    texts = pd.Series({f"{name}_{number}": name for name in names for number in range(size)})
    centres = {name: random.gamma(2, 1, 200) for name in names}
    drift = random.normal(0, 0.15, (len(texts), 200)).cumsum(axis=0) + random.normal(
        0, 0.2, (len(texts), 200)
    )
    values = [np.abs(centres[name] + step) for name, step in zip(texts, drift, strict=True)]
    return pd.DataFrame(values, index=texts.index, columns=[f"word{n}" for n in range(200)]), texts


@pytest.fixture(scope="module")
def figures():
    many, texts = made_up()
    found = consensus(FREQS, mfw=(100, 200, 300), distance="burrows")
    nested = consensus(many, mfw=(50, 100, 150, 200))
    two, six = principal_components(FREQS), principal_components(many)
    drawn = {}
    for width in ("single", "double"):
        drawn |= {
            f"dendrogram {width}": dendrogram(cluster(DISTANCES), TEXTS, width=width),
            f"supported {width}": dendrogram(cluster(DISTANCES), TEXTS, consensus=found, width=width),
            f"consensus {width}": consensus_tree(found, TEXTS, width=width),
            f"nested {width}": consensus_tree(nested, texts, width=width),
            f"scaling {width}": scatter_map(multidimensional_scaling(DISTANCES).scores, TEXTS, width=width),
        }
        for name, result, own in (("components", two, TEXTS), ("six", six, texts)):
            drawn[f"{name} {width}"] = scatter_map(
                result.scores, own, explained=result.explained, loadings=result.loadings, width=width
            )
    return drawn


NAMES = [
    f"{name} {width}"
    for name in ("dendrogram", "supported", "consensus", "nested", "scaling", "components", "six")
    for width in ("single", "double")
]


def written(fig):
    """Everything written in a figure."""
    fig.draw_without_rendering()
    ax = fig.axes[0]
    shown = []
    for axis, limits in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
        ticks = zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=True)
        shown += [label for place, label in ticks if min(limits) <= place <= max(limits)]
    return [text for text in [*ax.texts, *shown, ax.xaxis.label, ax.yaxis.label] if text.get_text()]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_written_overlaps_or_leaves_the_page(figures, name):
    fig = figures[name]
    renderer = FigureCanvasAgg(fig).get_renderer()
    boxes = {text: text.get_window_extent(renderer) for text in written(fig)}
    page = fig.bbox
    assert len(boxes) > 12
    assert not [
        (a.get_text(), b.get_text())
        for a, b in combinations(boxes, 2)
        if boxes[a].padded(-1).overlaps(boxes[b].padded(-1))
    ]
    assert not [
        text.get_text()
        for text, box in boxes.items()
        if box.x0 < page.x0 or box.x1 > page.x1 or box.y0 < page.y0 or box.y1 > page.y1
    ]


@pytest.mark.parametrize("name", NAMES)
def test_figures_have_the_width_asked_for_fit_on_a_page_and_can_be_read(figures, name):
    width, height = figures[name].get_size_inches() * 25.4
    assert width == pytest.approx(84 if name.endswith("single") else 174) and height < 240
    assert min(text.get_fontsize() for text in written(figures[name])) >= 7


def leaves(fig):
    return {label.get_text(): to_hex(label.get_color()).upper() for label in fig.axes[0].get_yticklabels()}


@pytest.mark.parametrize("name", ["dendrogram double", "consensus double"])
def test_every_unit_is_named_in_the_colour_of_its_text(figures, name):
    assert leaves(figures[name]) == {unit: text_colours(TEXTS)[text] for unit, text in TEXTS.items()}


def test_the_dendrogram_has_the_order_and_the_heights_of_the_tree(figures):
    tree, ax = cluster(DISTANCES), figures["dendrogram double"].axes[0]
    assert list(leaves(figures["dendrogram double"])) == list(tree.order)
    risers = {line.get_xdata()[0] for line in ax.lines if line.get_xdata()[0] == line.get_xdata()[1]}
    assert sorted(risers) == pytest.approx(sorted(tree.table["height"])) and len(ax.lines) == 3 * 24
    left, right = ax.get_xlim()
    assert left > max(risers) and right == 0 and "ward.D2" in ax.get_xlabel()


def test_a_dendrogram_shows_how_many_of_other_trees_have_each_group():
    found = consensus(FREQS, mfw=(100, 150, 200), distance="burrows")
    tree = cluster(DISTANCES)
    ax = dendrogram(tree, TEXTS, consensus=found).axes[0]
    shown = sorted((text.xy[0], text.get_text()) for text in ax.texts)
    shares = dict(zip(map(frozenset, found.table["clade"]), found.table["support"], strict=True))
    heights = tree.table["height"].tolist()
    assert shown == sorted(
        (height, f"{shares.get(clade, 0):.0%}")
        for height, clade in zip(heights[:-1], tree.clades()[:-1], strict=True)
    )
    assert len({share for _, share in shown}) > 1 and "share of 3 trees" in ax.get_xlabel()


def test_a_branch_has_the_colour_of_the_only_text_within():
    units = list("abc")
    table = pd.DataFrame([[0, 1, 4], [1, 0, 4], [4, 4, 0]], index=units, columns=units, dtype=float)
    ax = dendrogram(cluster(table), {"a": "blog", "b": "blog", "c": "note"}).axes[0]
    colours = [line.get_color() for line in ax.lines]
    blog, note = text_colours(["blog", "note"]).values()
    assert colours == [blog, blog, blog, note, blog, INK]


def test_shares_stand_at_the_nodes_and_say_100_of_all_trees_only():
    units = tuple("abcde")
    clades = pd.DataFrame(
        {
            "clade": [("a", "b"), ("a", "b", "c"), ("d", "e")],
            "n_units": [2, 3, 2],
            "n_trees": [1000, 999, 500],
            "support": [1.0, 0.999, 0.5],
            "in_consensus": [True, True, False],
        }
    )
    ax = consensus_tree(Consensus(clades, 1000, units, 0.5), dict.fromkeys(units, "blog")).axes[0]
    shares = {text.get_text(): text.xy for text in ax.texts}
    assert shares == {"100%": (2, 0.5), ">99%": (1, 1.25)}
    assert "1,000 trees, if more than half" in ax.get_xlabel()


def test_a_consensus_without_clades_is_drawn():
    clades = pd.DataFrame(
        {"clade": [], "n_units": [], "n_trees": [], "support": [], "in_consensus": np.array([], bool)}
    )
    fig = consensus_tree(Consensus(clades, 3, ("a", "b", "c"), 1.0), dict.fromkeys("abc", "note"))
    assert list(leaves(fig)) == ["a", "b", "c"] and "100% or more" in fig.axes[0].get_xlabel()


def test_points_stand_where_the_scores_say_in_the_colour_and_shape_of_their_text(figures):
    scores = multidimensional_scaling(DISTANCES).scores
    ax = figures["scaling double"].axes[0]
    groups = [line for line in ax.lines if line.get_marker() in MARKERS]
    assert len({line.get_marker() for line in groups}) == len({line.get_color() for line in groups}) == 4
    for line, text in zip(groups, TEXTS.unique(), strict=True):
        assert line.get_color() == text_colours(TEXTS)[text]
        own = scores.loc[TEXTS.index[TEXTS.eq(text)]].to_numpy()
        assert np.column_stack(line.get_data()) == pytest.approx(own)


@pytest.mark.parametrize(
    "name", [name for name in NAMES if name.split()[0] in ("scaling", "components", "six")]
)
def test_texts_are_named_on_the_map_off_its_points(figures, name):
    fig = figures[name]
    fig.draw_without_rendering()
    ax, texts = fig.axes[0], made_up()[1] if name.startswith("six") else TEXTS
    named = {text.get_text(): text for text in ax.texts if text.get_weight() == "bold"}
    assert set(named) == set(texts) and ax.get_legend() is None
    points = np.vstack([ax.transData.transform(np.column_stack(line.get_data())) for line in ax.lines[:-2]])
    for text in ax.texts:
        box = text.get_window_extent()
        assert not any(box.contains(*point) for point in points), text.get_text()


def test_both_axes_have_the_same_scale_and_say_what_they_explain(figures):
    for name in ("components single", "scaling double"):
        ax = figures[name].axes[0]
        origin, right, up = ax.transData.transform([[0, 0], [1, 0], [0, 1]])
        assert right[0] - origin[0] == pytest.approx(up[1] - origin[1])
    assert principal_components(FREQS).explained["PC1"] == pytest.approx(0.077, abs=5e-4)
    ax = figures["components double"].axes[0]
    assert ax.get_xlabel() == "PC1 (share of variance: 7.7%)"
    assert figures["scaling double"].axes[0].get_ylabel() == "D2"


def test_the_strongest_words_are_written_in_their_direction(figures):
    loadings = principal_components(FREQS).loadings
    ax = figures["components double"].axes[0]
    words = {text.get_text(): text.get_position() for text in ax.texts if text.get_color() == INK}
    strongest = (loadings**2).sum(axis=1).nlargest(10).index
    assert 5 <= len(words) <= 10 and set(words) <= set(strongest)
    for word, place in words.items():
        own = loadings.loc[word].to_numpy()
        assert np.dot(own, place) / np.linalg.norm(own) / np.linalg.norm(place) > 0.98


def test_words_that_find_no_place_are_left_out():
    scores = pd.DataFrame({"PC1": [-1.0, 1.0], "PC2": [-1.0, 1.0]}, index=["a", "b"])
    loadings = pd.DataFrame(0.5, index=[f"interchangeable{n}" for n in range(10)], columns=["PC1", "PC2"])
    ax = scatter_map(scores, {"a": "blog", "b": "note"}, loadings=loadings, width="single").axes[0]
    assert 1 <= sum(text.get_color() == INK for text in ax.texts) < 10


def test_more_texts_than_colours_are_grey_and_named():
    names = [f"t{number}" for number in range(11)]
    scores = pd.DataFrame({"D1": np.arange(11.0), "D2": np.arange(11.0) ** 2 / 10}, index=names)
    ax = scatter_map(scores, dict(zip(names, names, strict=True))).axes[0]
    assert {text.get_text() for text in ax.texts} == set(names)
    assert {line.get_color() for line in ax.lines[:-2]} == {GREY}


def test_a_text_keeps_the_colour_it_has_in_the_whole_corpus():
    whole = pd.Series(pd.Categorical(["y", "y"], categories=["x", "y"]), index=[1, 2])
    assert texts_of([2, 1], whole) == (["y", "y"], {"x": PALETTE[0], "y": PALETTE[1]})
    assert texts_of(["1"], {1: "y"}) == (["y"], {"y": PALETTE[0]})


def test_units_without_a_text_or_with_two_are_refused():
    tree = cluster(DISTANCES)
    with pytest.raises(DhtoolsError, match="2 of 25 units have no text, 'blog_01'"):
        dendrogram(tree, TEXTS.iloc[2:])
    with pytest.raises(DhtoolsError, match="24 of 25 units have no text"):
        scatter_map(DISTANCES, TEXTS.where(TEXTS.index == "note_01"))
    with pytest.raises(DhtoolsError, match="'blog_01' has more than one row"):
        dendrogram(tree, pd.concat([TEXTS, TEXTS.iloc[:1]]))


def test_a_tree_of_too_many_units_is_refused():
    units = [f"u{number}" for number in range(501)]
    place = np.arange(501.0)
    table = pd.DataFrame(np.abs(place[:, None] - place), index=units, columns=units)
    with pytest.raises(DhtoolsError, match="501 units: a picture holds 500"):
        dendrogram(cluster(table), dict.fromkeys(units, "blog"))


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        (lambda scores: scores[["PC1"]], {}, "on 1 axes"),
        (lambda scores: scores.iloc[:0], {}, "0 units"),
        (lambda scores: scores.replace(scores.iloc[0, 0], np.nan), {}, "No score may be missing"),
        (lambda scores: scores, {"explained": pd.Series({"PC1": 0.5})}, "explained: it lacks 'PC2'"),
        (lambda scores: scores, {"loadings": pd.DataFrame({"PC2": [0.5]})}, "loadings: it lacks 'PC1'"),
        (lambda scores: scores, {"width": "triple"}, "width='triple'"),
    ],
)
def test_what_makes_no_map_is_refused(change, options, message):
    with pytest.raises(DhtoolsError, match=message):
        scatter_map(change(principal_components(FREQS).scores), TEXTS, **options)

"""Figures of 1 to 60 texts with names of 3 and 90 letters, by group and without: nothing written collides."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from dhtools.plots import dendrogram, kind_bars, scatter_map, voice_strips
from dhtools.plots.groups import named_groups
from dhtools.plots.trees import consensus_tree
from dhtools.stylometry import cluster, consensus, distances, multidimensional_scaling

#: So many groups: some are not named.
GROUPS = 11


def texts(n, letters):
    """Names of so many texts, which differ at the end."""
    return [f"{'A long name of a text ' * 5}"[: letters - 3] + f"{number:03}" for number in range(n)]


def grouped(names, *, by="author"):
    """Groups of texts with long names, or each text by itself."""
    if by == "text":
        return pd.Series(names, index=names, dtype=pd.CategoricalDtype(names), name="text")
    authors = [f"{'Author of a long name ' * 3}{number % GROUPS}" for number in range(len(names))]
    return pd.Series(authors, index=names, dtype=pd.CategoricalDtype(list(dict.fromkeys(authors))), name=by)


def kinds(names):
    """Words by kind of block: a few of all kinds."""
    sizes = np.random.default_rng(1).integers(0, 9, (len(names), 6))
    columns = ["body", "blockquote", "heading", "caption", "footnote", "comments"]
    return pd.DataFrame(sizes * 10 + [900, 0, 0, 0, 0, 0], index=names, columns=columns)


def runs(names):
    """Two runs of each text."""
    rows = [
        (name, voice, source, first, first + 500, 500)
        for name in names
        for voice, source, first in (("author", None, 0), ("quoted", "archive", 500))
    ]
    table = pd.DataFrame(rows, columns=["text", "voice", "source", "first", "after", "n_words"])
    return table.assign(text=table["text"].astype(pd.CategoricalDtype(names)))


def frequencies(names):
    random = np.random.default_rng(2)
    centres = random.normal(5, 1, (GROUPS, 80))
    values = [centres[number % GROUPS] + random.normal(0, 0.5, 80) for number in range(len(names))]
    return pd.DataFrame(np.abs(values), index=names, columns=[f"w{n:02}" for n in range(80)])


def collisions(fig):
    """What is written over other words, and what leaves the canvas."""
    renderer = FigureCanvasAgg(fig).get_renderer()
    fig.draw(renderer)
    shown = [text for text in fig.findobj(Text) if text.get_visible() and text.get_text().strip()]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in shown if drawn(text)]
    over = [
        (a, b) for (a, one), (b, two) in combinations(boxes, 2) if one.padded(-1.5).overlaps(two.padded(-1.5))
    ]
    page = fig.bbox.padded(0.5)
    out = [name for name, box in boxes if not (page.contains(*box.min) and page.contains(*box.max))]
    return over, out


def drawn(text):
    """Whether a label of a tick lies within its axis: matplotlib keeps those beyond it undrawn."""
    for ax in text.figure.axes if text.figure else []:
        for axis, limits in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
            ticks = zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=False)
            for place, label in ticks:
                if label is text:
                    return min(limits) <= place <= max(limits)
    return True


@pytest.mark.parametrize("by", ["author", "text"])
@pytest.mark.parametrize("letters", [3, 90])
@pytest.mark.parametrize("n", [1, 2, 5, 9, 26, 60])
def test_rows_of_texts(n, letters, by):
    names = texts(n, letters)
    groups = grouped(names, by=by)
    for fig in (kind_bars(kinds(names), groups=groups), voice_strips(runs(names), groups=groups)):
        assert collisions(fig) == ([], [])
        assert fig.get_figheight() * 25.4 < 250
        written = {label.get_text() for label in fig.axes[0].get_yticklabels()}
        assert len(written) >= n


@pytest.mark.parametrize("by", ["author", "text"])
@pytest.mark.parametrize(("n", "letters"), [(5, 90), (9, 3), (26, 90), (60, 90)])
def test_trees_and_maps(n, letters, by):
    names = texts(n, letters)
    units, freqs = named_groups(grouped(names, by=by)), frequencies(names)
    apart = distances(freqs, distance="burrows")
    trees = consensus(freqs, mfw=(40, 60, 80), distance="burrows")
    figures = {
        "tree": dendrogram(cluster(apart), units, consensus=trees, matrix=apart if n > 8 else None),
        "consensus": consensus_tree(trees, units),
        "map": scatter_map(multidimensional_scaling(apart).scores, units),
    }
    for name, fig in figures.items():
        assert collisions(fig) == ([], []), name
        assert (len(fig.legends) > 0) == (by == "author"), name
        assert all(len(legend.get_texts()) <= 9 for legend in fig.legends)
        assert fig.get_figheight() * 25.4 < 265, name


def test_the_matrix_stands_in_the_order_of_the_tree_and_the_nearest_are_dark():
    freqs = frequencies(texts(12, 3))
    apart = distances(freqs, distance="burrows")
    tree = cluster(apart)
    fig = dendrogram(tree, named_groups(grouped(list(freqs.index))), matrix=apart)
    (image,) = fig.axes[1].get_images()
    expected = apart.loc[list(tree.order), list(tree.order)].to_numpy()
    off = ~np.eye(12, dtype=bool)
    assert image.get_array().filled(np.nan)[off] == pytest.approx(expected[off])
    shades = image.cmap(image.norm([expected[off].min(), expected[off].max()]))
    assert shades[0, :3].sum() < shades[1, :3].sum()

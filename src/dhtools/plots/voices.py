"""Pictures of voices: where in a text who speaks, and of what kinds of block it consists.

*width* is as for `dhtools.plots.figure`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from .groups import group_rows, name_group_rows
from .labels import omission_note
from .primitives import bars, key, outline, row_mm, stack, write_inside, write_right
from .style import (
    DOUBLE_MM,
    KIND_COLOURS,
    RULE,
    SOURCE_COLOURS,
    SOURCE_HATCHES,
    VOICE_COLOURS,
    figure,
    ink_on,
    journal_style,
)

#: So many texts are drawn at most; the tables have them all.
TEXTS = 60
_VOICE_LABELS = {"author": "author", "mentioned": "mentioned in marks", "other": "notes, captions, furniture"}
_SOURCE_LABELS = {
    "archive": "quoted from an archive",
    "book": "quoted from a book",
    "edition": "quoted from edited documents",
    "periodical": "quoted from a periodical",
    "unstated": "quoted, source not stated",
}


@journal_style()
def voice_strips(
    runs: pd.DataFrame, *, groups: pd.Series | None = None, width: str | float = DOUBLE_MM
) -> Figure:
    """Draw every text as a strip from its first to its last word, shaded by voice and kind of source.

    *runs* is from `dhtools.annotation.voice_assignment.voice_runs`, *groups* from
    `dhtools.corpus.groups.text_groups`: the texts then stand group by group. The first `TEXTS` are drawn.
    """
    texts = list(runs["text"].cat.categories)
    rows = group_rows(texts[:TEXTS], groups)
    fig, ax = figure(width, 28 + row_mm(len(rows), 9) * len(rows))
    place = {text: row for row, (text, heading) in enumerate(rows) if not heading}
    runs = runs[runs["text"].isin(list(place))]
    _strips(ax, runs, runs["text"].map(place).to_numpy(dtype=float))
    totals = runs.groupby("text", observed=True)["after"].max().reindex(list(place), fill_value=0)
    for text, row in place.items():
        outline(ax, row, 100)
        write_right(ax, f"{totals[text]:,} words", row, 3)
    name_group_rows(ax, rows)
    ax.set_xlim(0, 100)
    ax.set_xlabel("position in the text (% of its words)" + omission_note(len(texts) - TEXTS, "texts"))
    handles = _patches(runs)
    key(ax, handles, columns=min(3, len(handles)))
    return fig


def _strips(ax: Axes, runs: pd.DataFrame, rows: npt.NDArray[Any]) -> None:
    """Draw the runs in the rows of their texts: all of one colour at once."""
    total = runs.groupby("text", observed=True)["after"].transform("max")
    left, length = ((100 * runs[name] / total).to_numpy() for name in ("first", "n_words"))
    drawn = defaultdict[tuple[str, str], list[int]](list)
    for number, (voice, source) in enumerate(zip(runs["voice"], runs["source"], strict=True)):
        drawn[_colour(voice, source), SOURCE_HATCHES.get(str(source), "")].append(number)
    for (colour, hatch), own in drawn.items():
        style = {"facecolor": colour, "hatch": hatch, "linewidth": 0, "edgecolor": "white"}
        bars(ax, rows[own], left[own], length[own], style)


def _colour(voice: str, source: object) -> str:
    if voice != "quoted":
        return VOICE_COLOURS[voice]
    return SOURCE_COLOURS.get(str(source), SOURCE_COLOURS["unstated"])


def _patches(runs: pd.DataFrame) -> list[Patch]:
    voices, sources = set(runs["voice"]), set(runs["source"].dropna())
    known = [source for source in SOURCE_COLOURS if source in sources]
    pale = [
        Patch(facecolor=VOICE_COLOURS[voice], edgecolor=RULE, linewidth=0.4, label=label)
        for voice, label in _VOICE_LABELS.items()
        if voice in voices
    ]
    return pale + [
        Patch(
            facecolor=_colour("quoted", source),
            edgecolor="white",
            linewidth=0,
            hatch=SOURCE_HATCHES.get(source),
            label=_SOURCE_LABELS.get(source, f"quoted: {source}"),
        )
        for source in [*known, *sorted(sources - set(known))]
    ]


#: Kinds of block in groups that a reader takes in at once.
KIND_GROUPS: Mapping[str, tuple[str, ...]] = {
    "author's paragraphs": ("body",),
    "displayed quotations": ("blockquote", "verse"),
    "title, headings, lines about the text": (
        "title", "subtitle", "series", "byline", "dateline", "source", "heading", "editorial", "attribution",
    ),
    "stage directions, names of speakers": ("speaker", "stage"),
    "captions": ("caption",),
    "notes and bibliography": ("footnote", "footnote_mark", "bibliography"),
    "readers' comments, site furniture": ("comments", "boilerplate", "licence", "nav"),
}  # fmt: skip


@journal_style()
def kind_bars(
    kinds: pd.DataFrame, *, groups: pd.Series | None = None, width: str | float = DOUBLE_MM
) -> Figure:
    """Draw of what kinds of block each text consists, in words.

    *kinds* is from `dhtools.counts.words_by_kind`, *groups* as for `voice_strips`; the first `TEXTS` are
    drawn.
    """
    omitted = omission_note(len(kinds) - TEXTS, "texts")
    kinds = kinds.head(TEXTS)
    rows = group_rows(kinds.index, groups)
    shares = kinds.div(kinds.sum(axis=1), axis=0) * 100
    parts = [shares.reindex(columns=list(members)).sum(axis=1) for members in KIND_GROUPS.values()]
    named = zip(KIND_GROUPS, parts, KIND_COLOURS, strict=True)
    shown = [(kind, part, colour) for kind, part, colour in named if part.sum() > 0]
    styles = [{"color": colour, "label": kind, "edgecolor": "white", "lw": 0.8} for kind, _, colour in shown]
    fig, ax = figure(width, 26 + row_mm(len(rows), 8) * len(rows))
    place = {text: row for row, (text, heading) in enumerate(rows) if not heading}
    places = [place[str(text)] for text in kinds.index]
    middles = stack(ax, places, [part for _, part, _ in shown], styles)
    for (_, part, colour), middle in zip(shown, middles, strict=True):
        for row, share, x in zip(places, part, middle, strict=True):
            if share >= 2.5:
                write_inside(ax, f"{share:.0f}", (x, row), color=ink_on(colour))
    name_group_rows(ax, rows, line=True)
    ax.set_xlim(0, 100)
    ax.set_xlabel("words of the file (%)" + omitted)
    key(ax, columns=3)
    return fig

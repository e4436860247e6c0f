"""Pictures of voices: where in a text who speaks, how much is quoted, and whom.

*width* is as for `dhtools.plots.figure`.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from .labels import short_label
from .primitives import BAR, dot, interval, key, name_rows, outline, stack, write, write_inside, write_right
from .style import (
    DOUBLE_MM,
    FAINT,
    KIND_COLOURS,
    RULE,
    SOURCE_COLOURS,
    SOURCE_HATCHES,
    VOICE_COLOURS,
    figure,
    ink_on,
    journal_style,
    text_colours,
)

_VOICE_LABELS = {"author": "author", "mentioned": "mentioned in marks", "other": "notes, captions, furniture"}
_SOURCE_LABELS = {
    "archive": "quoted from an archive",
    "book": "quoted from a book",
    "edition": "quoted from edited documents",
    "periodical": "quoted from a periodical",
    "unstated": "quoted, source not stated",
}
#: The widest name of a speaker, in letters: often a description.
_LONGEST_SPEAKER = 48
#: The share as read, and its bounds.
_SHARES = ("quoted_share", "quoted_share_min", "quoted_share_max")


@journal_style()
def voice_strips(runs: pd.DataFrame, *, width: str | float = DOUBLE_MM) -> Figure:
    """Draw every text as a strip from its first to its last word, shaded by voice and kind of source.

    *runs* is from `dhtools.annotation.voice_runs`.
    """
    texts = list(runs["text"].cat.categories)
    fig, ax = figure(width, 28 + 9 * len(texts))
    for row, text in enumerate(texts):
        _strip(ax, row, runs[runs["text"] == text])
    name_rows(ax, map(short_label, texts))
    ax.set_xlim(0, 100)
    ax.set_xlabel("position in the text (% of its words)")
    handles = _patches(runs)
    key(ax, handles, columns=min(3, len(handles)))
    return fig


def _strip(ax: Axes, row: int, runs: pd.DataFrame) -> None:
    total = runs["after"].max()
    left, length = 100 * runs["first"] / total, 100 * runs["n_words"] / total
    colours = [_colour(voice, source) for voice, source in zip(runs["voice"], runs["source"], strict=True)]
    hatches = [SOURCE_HATCHES.get(str(source), "") for source in runs["source"]]
    rows = [row] * len(runs)
    ax.barh(rows, length, BAR, left, color=colours, hatch=hatches, linewidth=0, edgecolor="white")
    outline(ax, row, 100)
    write_right(ax, f"{total:,} words", row, 3)


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


@journal_style()
def quoted_share_intervals(shares: pd.DataFrame, *, width: str | float = DOUBLE_MM) -> Figure:
    """Draw how much of each text's prose is quoted, with the range that the reading of marks leaves open.

    *shares* is from `dhtools.counts.words_by_voice`.
    """
    colours = text_colours(shares.index)
    fig, ax = figure(width, 20 + 6 * len(shares))
    for row, (text, share) in enumerate(shares.iterrows()):
        quoted, low, high = (100 * share[name] for name in _SHARES)
        interval(ax, row, low, high, color=colours[str(text)], linewidth=2)
        dot(ax, quoted, row, colours[str(text)], markersize=5)
        label = f"{quoted:.1f}% ({low:.1f}% to {high:.1f}%) of {share['prose']:,.0f} words"
        write(ax, label, (high, row), (7, 0), va="center")
    name_rows(ax, map(short_label, shares.index), line=True)
    ax.set_xlim(-0.5, max(5.0, 100 * shares["quoted_share_max"].max()) * 1.6)
    ax.set_xlabel("words quoted (% of running prose)")
    return fig


@journal_style()
def speaker_bars(speakers: pd.DataFrame, *, max_rows: int = 24, width: str | float = DOUBLE_MM) -> Figure:
    """Draw how many words each speaker is given, the texts in their order.

    *speakers* is from `dhtools.counts.words_by_speaker`; the *max_rows* rows with most words are drawn.
    """
    summed = speakers.groupby(["text", "speaker"], observed=True, sort=False, as_index=False)["n_words"].sum()
    shown = summed.loc[summed["n_words"].nlargest(max_rows).sort_index().index].reset_index(drop=True)
    colours = text_colours(shown["text"].cat.categories)
    fig, ax = figure(width, 18 + 4.6 * len(shown))
    ax.barh(shown.index, shown["n_words"], color=[colours[text] for text in shown["text"]], height=0.7)
    for row, n_words in enumerate(shown["n_words"]):
        write(ax, f"{n_words:,}", (n_words, row), (3, 0), va="center")
    name_rows(ax, [short_label(speaker, _LONGEST_SPEAKER) for speaker in shown["speaker"]], line=True)
    ax.set_xlim(0, max(1, shown["n_words"].max()) * 1.12)
    ax.set_xlabel("words quoted")
    _name_groups(ax, shown["text"], colours)
    return fig


def _name_groups(ax: Axes, texts: pd.Series, colours: Mapping[str, str]) -> None:
    """Write the name of each text beside its group of rows: a direct label in place of a legend."""
    for text, rows in texts.groupby(texts, observed=True).groups.items():
        middle = (rows[0] + rows[-1]) / 2
        write_right(ax, short_label(text), middle, color=colours[str(text)], fontsize=8, fontweight="bold")
        if rows[0] > 0:
            ax.axhline(rows[0] - 0.5, color=FAINT, linewidth=0.4)


#: Kinds of block in groups that a reader takes in at once.
KIND_GROUPS: Mapping[str, tuple[str, ...]] = {
    "author's paragraphs": ("body",),
    "displayed quotations": ("blockquote",),
    "title, headings, lines about the text": (
        "title", "subtitle", "series", "byline", "dateline", "source", "heading", "editorial", "attribution",
    ),
    "captions": ("caption",),
    "notes and bibliography": ("footnote", "footnote_mark", "bibliography"),
    "readers' comments, site furniture": ("comments", "boilerplate", "licence", "nav"),
}  # fmt: skip


@journal_style()
def kind_bars(kinds: pd.DataFrame, *, width: str | float = DOUBLE_MM) -> Figure:
    """Draw of what kinds of block each text consists, in words.

    *kinds* is from `dhtools.counts.words_by_kind`.
    """
    shares = kinds.div(kinds.sum(axis=1), axis=0) * 100
    parts = [shares.reindex(columns=list(members)).sum(axis=1) for members in KIND_GROUPS.values()]
    groups = zip(KIND_GROUPS, parts, KIND_COLOURS, strict=True)
    shown = [(group, part, colour) for group, part, colour in groups if part.sum() > 0]
    styles = [
        {"color": colour, "label": group, "edgecolor": "white", "lw": 0.8} for group, _, colour in shown
    ]
    fig, ax = figure(width, 26 + 8 * len(kinds))
    middles = stack(ax, range(len(kinds)), [part for _, part, _ in shown], styles)
    for (_, part, colour), middle in zip(shown, middles, strict=True):
        for row, (share, x) in enumerate(zip(part, middle, strict=True)):
            if share >= 2.5:
                write_inside(ax, f"{share:.0f}", (x, row), color=ink_on(colour))
    name_rows(ax, map(short_label, kinds.index), line=True)
    ax.set_xlim(0, 100)
    ax.set_xlabel("words of the file (%)")
    key(ax, columns=3)
    return fig

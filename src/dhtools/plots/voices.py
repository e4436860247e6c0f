"""Pictures of voices: where in a text who speaks, how much is quoted, and whom."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from .style import (
    DOUBLE_MM,
    SOURCE_COLOURS,
    SOURCE_HATCHES,
    VOICE_COLOURS,
    figure,
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


@journal_style()
def voice_strips(runs: pd.DataFrame, *, width: float = DOUBLE_MM) -> Figure:
    """Draw every text as a strip from its first to its last word, shaded by voice and kind of source.

    Parameters
    ----------
    runs : DataFrame
        From `dhtools.voices.voice_runs`.
    width : float
        Millimetres.
    """
    texts = list(runs["text"].cat.categories)
    fig, ax = figure(width, 28 + 9 * len(texts))
    for row, text in enumerate(texts):
        _strip(ax, row, runs[runs["text"] == text])
    ax.set_yticks(range(len(texts)), texts)
    ax.set_ylim(len(texts) - 0.5, -0.5)
    ax.set_xlim(0, 100)
    ax.set_xlabel("position in the text (% of its words)")
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    handles = _strip_legend(runs)
    ax.legend(handles=handles, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=min(3, len(handles)))
    return fig


def _strip(ax: Axes, row: int, runs: pd.DataFrame) -> None:
    total = runs["after"].max()
    left, length = 100 * runs["first"] / total, 100 * runs["words"] / total
    colours = [_colour(voice, source) for voice, source in zip(runs["voice"], runs["source"], strict=True)]
    hatches = [SOURCE_HATCHES.get(str(source), "") for source in runs["source"]]
    rows = [row] * len(runs)
    ax.barh(rows, length, 0.62, left, color=colours, hatch=hatches, linewidth=0, edgecolor="white")
    ax.barh(row, 100, height=0.62, fill=False, edgecolor="#8A8A8A", linewidth=0.4)
    ax.annotate(
        f"{total:,} words",
        (1, row),
        xycoords=("axes fraction", "data"),
        xytext=(3, 0),
        textcoords="offset points",
        va="center",
        fontsize=7,
    )


def _colour(voice: str, source: object) -> str:
    if voice != "quoted":
        return VOICE_COLOURS[voice]
    return SOURCE_COLOURS.get(str(source), SOURCE_COLOURS["unstated"])


def _strip_legend(runs: pd.DataFrame) -> list[Patch]:
    voices, sources = set(runs["voice"]), set(runs["source"].dropna())
    known = [source for source in SOURCE_COLOURS if source in sources]
    pale = [
        Patch(facecolor=VOICE_COLOURS[voice], edgecolor="#8A8A8A", linewidth=0.4, label=label)
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
def quoted_shares(shares: pd.DataFrame, *, width: float = DOUBLE_MM) -> Figure:
    """Draw how much of each text's prose is quoted, with the range that the reading of marks leaves open.

    Parameters
    ----------
    shares : DataFrame
        From `dhtools.words_by_voice`.
    width : float
        Millimetres.
    """
    colours = text_colours(shares.index)
    fig, ax = figure(width, 20 + 6 * len(shares))
    for row, (text, share) in enumerate(shares.iterrows()):
        ax.plot(
            [100 * share["least"], 100 * share["most"]],
            [row, row],
            color=colours[str(text)],
            linewidth=2,
            solid_capstyle="butt",
        )
        ax.plot(100 * share["quoted_share"], row, "o", color=colours[str(text)], markersize=5)
        bounds = f"{share['least']:.1%} to {share['most']:.1%}"
        label = f"{share['quoted_share']:.1%} ({bounds}) of {share['prose']:,.0f} words"
        ax.annotate(
            label,
            (100 * share["most"], row),
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            fontsize=7,
        )
    ax.set_yticks(range(len(shares)), shares.index)
    ax.set_ylim(len(shares) - 0.5, -0.5)
    ax.set_xlim(-0.5, max(5.0, 100 * shares["most"].max()) * 1.6)
    ax.set_xlabel("words quoted (% of running prose)")
    return fig


@journal_style()
def speaker_bars(speakers: pd.DataFrame, *, width: float = DOUBLE_MM, most: int = 24) -> Figure:
    """Draw how many words each speaker is given, the texts in their order.

    Parameters
    ----------
    speakers : DataFrame
        From `dhtools.words_by_speaker`.
    width : float
        Millimetres.
    most : int
        So many rows are drawn, those with most words; the table beside the picture has them all.
    """
    summed = speakers.groupby(["text", "speaker"], observed=True, sort=False, as_index=False)["words"].sum()
    shown = summed.loc[summed["words"].nlargest(most).sort_index().index].reset_index(drop=True)
    colours = text_colours(shown["text"].cat.categories)
    fig, ax = figure(width, 18 + 4.6 * len(shown))
    ax.barh(shown.index, shown["words"], color=[colours[text] for text in shown["text"]], height=0.7)
    for row, words in shown["words"].items():
        ax.annotate(
            f"{words:,}", (words, row), xytext=(3, 0), textcoords="offset points", va="center", fontsize=7
        )
    ax.set_yticks(shown.index, shown["speaker"])
    ax.set_ylim(len(shown) - 0.5, -0.5)
    ax.set_xlim(0, max(1, shown["words"].max()) * 1.12)
    ax.set_xlabel("words quoted")
    _name_groups(ax, shown["text"], colours)
    return fig


def _name_groups(ax: Axes, texts: pd.Series, colours: Mapping[str, str]) -> None:
    """Write the name of each text beside its group of rows: a direct label in place of a legend."""
    for text, rows in texts.groupby(texts, observed=True).groups.items():
        ax.annotate(
            str(text), (1, (rows[0] + rows[-1]) / 2), xycoords=("axes fraction", "data"), xytext=(4, 0),
            textcoords="offset points", va="center", color=colours[str(text)], fontweight="bold",
        )  # fmt: skip
        if rows[0] > 0:
            ax.axhline(rows[0] - 0.5, color="#B0B0B0", linewidth=0.4)


#: Kinds of block in groups that a reader takes in at once.
KIND_GROUPS: Mapping[str, tuple[str, ...]] = {
    "author's paragraphs": ("body",),
    "displayed quotations": ("blockquote",),
    "title, headings, lines about the text": (
        "title", "subtitle", "series", "byline", "dateline", "source", "heading", "editorial", "attribution",
    ),
    "captions": ("caption",),
    "notes and bibliography": ("footnote", "footnote_mark", "bibliography"),
    "readers' comments, site furniture": ("comments", "boilerplate", "nav"),
}  # fmt: skip
_KIND_COLOURS = ("#D3E3F2", "#0E2A4A", "#838383", "#E0A64B", "#B5401F", "#3A3A3A")


@journal_style()
def kind_bars(kinds: pd.DataFrame, *, width: float = DOUBLE_MM) -> Figure:
    """Draw of what kinds of block each text consists, in words.

    Parameters
    ----------
    kinds : DataFrame
        From `dhtools.words_by_kind`.
    width : float
        Millimetres.
    """
    shares = kinds.div(kinds.sum(axis=1), axis=0) * 100
    fig, ax = figure(width, 26 + 8 * len(kinds))
    left = pd.Series(0.0, index=kinds.index)
    for (group, members), colour in zip(KIND_GROUPS.items(), _KIND_COLOURS, strict=True):
        part = shares.reindex(columns=list(members)).sum(axis=1)
        if part.sum() > 0:
            ax.barh(range(len(kinds)), part, 0.62, left, color=colour, label=group, edgecolor="white", lw=0.8)
        _write_inside(
            ax, part, left, "white" if colour in _KIND_COLOURS[1:3] + _KIND_COLOURS[4:] else "black"
        )
        left = left + part
    ax.set_yticks(range(len(kinds)), kinds.index)
    ax.set_ylim(len(kinds) - 0.5, -0.5)
    ax.set_xlim(0, 100)
    ax.set_xlabel("words of the file (%)")
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3)
    return fig


def _write_inside(ax: Axes, part: pd.Series, left: pd.Series, colour: str) -> None:
    for row, (share, begin) in enumerate(zip(part, left, strict=True)):
        if share >= 2.5:
            ax.annotate(
                f"{share:.0f}", (begin + share / 2, row), ha="center", va="center", color=colour, fontsize=7
            )

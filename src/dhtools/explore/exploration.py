"""The explorer without its face: what is searched, kept, sorted and opened, and the code of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ..annotation.record import Annotation
from ..annotation.tokens import fold_case
from ..corpus.groups import text_years
from ..errors import DhtoolsError, check_whole, is_whole
from ..export.exhibit import Exhibit
from ..export.exhibits import Exhibits
from ..export.sentences import Sentence
from ..export.text_view import layers_of
from ..schema import BLOCK_KINDS, VOICES
from ..search.concordance import Hits, find_pattern, find_words, lines_of_hits, sort_lines
from . import around
from .citations import cite
from .filters import WINDOW, Mask, group_columns, is_kept, is_near, known_values, texts_chosen
from .passage import PassageView
from .steps import Step, Steps, View, code_of, told, told_of_kept

#: Lines on a page, and characters of context on each side of one.
PAGE, WIDTH = 50, 60
#: A regular expression that is still being typed has no more time than this.
DRAFT_SECONDS = 1.0
#: Views of which the lines are kept at hand.
_AT_HAND = 4


class _Found(NamedTuple):
    """The lines of a view: where they stand, and the table, once it was made."""

    hits: Hits
    table: list[pd.DataFrame]


class Exploration:
    """A concordance that is read step by step: searched, filtered, sorted, narrowed, opened, cited, saved.

    Parameters
    ----------
    annotation : Annotation
    findings : DataFrame or mapping of str to DataFrame, optional
        What is marked in passages that are opened: a table of findings, or several by the name of their
        layer, such as ``{"findings": …, "topics": …, "entities": …}``.
    corpus : path, optional
        From which the texts were read; the code that is written then reads them itself.
    notebook : str
        The folder of exhibits that are saved: ``data/<notebook>/``.
    root : path
        The project's folder.
    width : int
        Characters of context on each side of a line.
    seconds : float
        For a regular expression.
    """

    def __init__(
        self,
        annotation: Annotation,
        *,
        findings: pd.DataFrame | Mapping[str, pd.DataFrame] | None = None,
        corpus: str | Path = "",
        notebook: str = "explorer",
        root: str | Path = ".",
        width: int = WIDTH,
        seconds: float = 5.0,
    ) -> None:
        self.annotation = annotation
        self.steps = Steps()
        self.width, self.seconds = check_whole("width", width, 0, "characters"), seconds
        self.corpus, self.notebook, self.root = str(corpus), notebook, Path(root)
        layers = layers_of(findings)
        self.passages = PassageView(annotation, layers)
        self._found: dict[View, _Found] = {}
        self._folded: pd.DataFrame | None = None

    def __repr__(self) -> str:
        step = self.steps.here
        return f"Exploration of {len(self.annotation.corpus)} texts, step {step.n}: {step.label}"

    @property
    def view(self) -> View:
        """What is looked at now."""
        return self.steps.here.view

    def search(self, query: str, way: str = "words", *, draft: bool = False) -> Step:
        """Search for a word or phrase (*words*) or a regular expression (*pattern*).

        A *draft* is still being typed: the next search takes its place among the steps.

        Raises
        ------
        DhtoolsError
            As `concordance` and `search_pattern`; the step is not taken then.
        """
        View(query, way)
        if query.strip():
            self._search(query, way, min(self.seconds, DRAFT_SECONDS) if draft else self.seconds)
        return self.steps.search(query, way, draft=draft)

    def keep(
        self,
        *,
        text: Sequence[str] | None = None,
        voice: Sequence[str] | None = None,
        kind: Sequence[str] | None = None,
        groups: Mapping[str, Sequence[str]] | None = None,
        years: tuple[int, int] | Sequence[int] | None = None,
    ) -> Step:
        """Keep the lines of some texts, voices, kinds of block, groups or years; () or {} keeps all again.

        Raises
        ------
        DhtoolsError
            As `dhtools.explore.filters.keep_lines`; the step is not taken then.
        """
        changes: dict[str, Any] = {}
        for name, given in (("text", text), ("voice", voice), ("kind", kind)):
            if given is not None:
                changes[name] = tuple(given)
        if groups is not None:
            changes["groups"] = tuple((name, tuple(values)) for name, values in groups.items() if values)
        if years is not None:
            changes["years"] = _years(years)
        kept = View(**changes)
        is_kept(self.annotation.tokens.iloc[:0], self._chosen(kept), kept.voice, kept.kind)
        return self.steps.change(told_of_kept(kept) or "all lines", **changes)

    def sort(self, *names: str) -> Step:
        """Sort by words around the match (``L1`` to ``R3``) or columns; nothing: in the order of the texts.

        Raises
        ------
        DhtoolsError
            As `sort_lines`; the step is not taken then.
        """
        if names:
            sort_lines(self.page().iloc[:1], names)
        label = f"sort by {', '.join(names)}" if names else "in the order of the texts"
        return self.steps.change(label, sort_by=tuple(names))

    def narrow(self, word: str, window: int = WINDOW) -> Step:
        """Keep the lines that have a word near the match.

        Raises
        ------
        DhtoolsError
            As `dhtools.explore.filters.lines_near`; the step is not taken then.
        """
        is_near(self.annotation.tokens, self.page().iloc[:0], word, window)
        near = dict.fromkeys((*self.view.near, (word, window)))
        return self.steps.change(f"near {word}", near=tuple(near))

    def widen(self, word: str) -> Step:
        """Keep the lines without this word near the match, too: what `narrow` did, undone as a step."""
        near = tuple(one for one in self.view.near if one[0] != word)
        return self.steps.change(f"not only near {word}", near=near)

    def go(self, step: int) -> Step:
        """Go back to a step; what is done next is a branch of it.

        Raises
        ------
        DhtoolsError
            If there is no such step.
        """
        return self.steps.go(step)

    @property
    def lines(self) -> pd.DataFrame:
        """All lines, as the calls of `code` make them."""
        found = self._of(self.view)
        if not found.table:
            table = lines_of_hits(self.annotation, found.hits, self.annotation.tokens, width=self.width)
            found.table.append(sort_lines(table, self.view.sort_by) if self.view.sort_by else table)
        return found.table[0]

    def __len__(self) -> int:
        return len(self._of(self.view).hits.rows)

    def page(self, page: int = 0, *, size: int = PAGE) -> pd.DataFrame:
        """Return some of the lines, numbered as among all; page 0 is the first.

        Where the lines are in the order of the texts only those of the page are made.
        """
        first = check_whole("page", page, 0) * check_whole("size", size, 1, "lines")
        found = self._of(self.view)
        if self.view.sort_by or found.table:
            return self.lines.iloc[first : first + size]
        hits = found.hits.take(slice(first, first + size))
        lines = lines_of_hits(self.annotation, hits, self.annotation.tokens, width=self.width)
        return lines.set_index(pd.RangeIndex(first, first + len(lines)))

    def _of(self, view: View) -> _Found:
        if view not in self._found:
            self._found[view] = _Found(self._kept(view), [])
            while len(self._found) > _AT_HAND:
                self._found.pop(next(iter(self._found)))
        return self._found[view]

    def _kept(self, view: View) -> Hits:
        hits = self._search(view.query, view.way, self.seconds)
        tokens = self.annotation.tokens
        if view.kept:
            places = tokens[["text", "voice", "kind"]].iloc[hits.rows]
            hits = hits.take(is_kept(places, self._chosen(view), view.voice, view.kind))
        for word, window in view.near:
            hits = hits.take(is_near(tokens, self._spans(hits), word, window))
        return hits

    def _search(self, query: str, way: str, seconds: float) -> Hits:
        view = View(query, way)
        if view in self._found:
            return self._found[view].hits
        tokens = self.annotation.tokens
        if not query.strip():
            return Hits(*(np.array([], dtype=np.int64),) * 4)
        if way == "words":
            hits = find_words(self.annotation, query, tokens)
        else:
            hits = find_pattern(self.annotation, query, tokens, ignore_case=True, seconds=seconds)
        self._found[view] = _Found(hits, [])
        return hits

    def _chosen(self, view: View) -> list[str] | None:
        groups = dict(view.groups)
        return texts_chosen(self.annotation.corpus, view.text, groups, view.years)

    def _spans(self, hits: Hits) -> pd.DataFrame:
        columns = self.annotation.tokens[["text", "passage"]].iloc[hits.rows].reset_index(drop=True)
        return columns.assign(start=hits.starts, end=hits.ends)

    def counts(self) -> pd.DataFrame:
        """Count the lines by text and voice, with their rate per 1,000 words that the filters admit.

        Returns
        -------
        DataFrame
            One row a text: *text*, *n*, *n_author*, *n_quoted*, *n_mentioned*, *n_other*, *n_words*,
            *per_1000*, *low*, *high* (95 % interval as for `dhtools.rhetoric.finding_rates`), *n_segments*,
            *note*.
        """
        return around.count_lines(self.annotation.tokens, self._of(self.view).hits, self._looked_at())

    def _looked_at(self) -> Mask:
        view = self.view
        return is_kept(self.annotation.tokens, self._chosen(view), view.voice, view.kind)

    def strips(self) -> dict[str, list[tuple[int, int]]]:
        """Return where in each text its lines stand: pairs of part (of 100) and count."""
        return around.strips(self.annotation.tokens, self._of(self.view).hits)

    def collocates(self, *, measure: str = "g2", window: int = WINDOW) -> pd.DataFrame:
        """Return the words near the matches, as `dhtools.terms.collocates` measures them, 40 at most."""
        if self._folded is None:
            self._folded = fold_case(self.annotation.tokens)
        spans = self._spans(self._of(self.view).hits)
        return around.collocates_of(self._folded, spans, measure=measure, window=window)

    def choices(self) -> dict[str, Any]:
        """Return what the filters can be set to; of *years* the first and the last one."""
        tokens, corpus = self.annotation.tokens, self.annotation.corpus
        years = text_years(corpus)
        return {
            "text": list(corpus.ids),
            "voice": known_values(tokens["voice"], VOICES),
            "kind": known_values(tokens["kind"], BLOCK_KINDS),
            "groups": group_columns(corpus),
            "years": [int(years.min()), int(years.max())] if years.nunique() > 1 else [],
        }

    def line(self, row: int) -> pd.Series:
        """Return a line by its number among all.

        Raises
        ------
        DhtoolsError
            If there is no such line.
        """
        if not is_whole(row, 0) or row >= len(self):
            raise DhtoolsError(f"line={row!r}: there are {len(self):,} lines, counted from 0.")
        return self.page(row, size=1).iloc[0]

    def passage(self, row: int) -> dict[str, Any]:
        """Return the passage in which a line stands: see `dhtools.explore.passage.PassageView.opened`."""
        line = self.line(row)
        opened = self.passages.opened(str(line["text"]), int(line["start"]), int(line["end"]))
        return {"number": row, "name": self.citation(row), **opened}

    def citation(self, row: int, form: str = "passage") -> str:
        """Return how a line is cited: its name, or its text in BibTeX or CSL-JSON."""
        line = self.line(row)
        page = f" (p. {line['page']})" if line.get("page") else ""
        return cite(self.annotation.corpus[str(line["text"])], f"{line['passage']}{page}", form)

    def code(self, step: int | None = None) -> str:
        """Return the calls that make the same lines without the explorer.

        Parameters
        ----------
        step : int, optional
            The step whose lines are made; otherwise the present one.
        """
        taken = self.steps.here if step is None else self.steps.taken[step]
        return self._code(taken.view, "lines")

    def code_of_tree(self) -> str:
        """Return the calls that make the lines of every branch, each with the steps that led to it."""
        parts = []
        for leaf in self.steps.leaves():
            trail = " > ".join(one.label for one in self._trail(leaf)[1:])
            parts.append(f"# step {leaf.n}: {trail}\n{self._code(leaf.view, f'lines_{leaf.n}')}")
        return "\n".join(parts)

    def _trail(self, step: Step) -> list[Step]:
        above = [] if step.parent is None else self._trail(self.steps.taken[step.parent])
        return [*above, step]

    def _code(self, view: View, name: str) -> str:
        width = f", width={self.width}" if self.width != WIDTH else ""
        return code_of(view, corpus=self.corpus, name=name, options=width)

    def save_as_exhibit(self, name: str, caption: str = "") -> Exhibit | Sentence:
        """Export the lines as a table, with the calls that make it.

        Parameters
        ----------
        name : str
            Lower-case letters, digits and hyphens.
        caption : str
            Otherwise what was done, in words.

        Returns
        -------
        Exhibit or Sentence
            ``data/<notebook>/<name>.csv`` with its LaTeX and its record, which holds the calls as the
            setting *code*; a sentence where there is no line.

        Raises
        ------
        DhtoolsError
            As `Exhibits.table`.
        """
        settings = {"code": self.code().splitlines()}
        exhibits = Exhibits(self.notebook, self.annotation.corpus, settings, root=self.root)
        return exhibits.table(self.lines, name, caption=caption or self.caption(), right=["left"])

    def caption(self) -> str:
        """Return what was done, in words."""
        return f"Concordance: {told(self.view)}."


def _years(years: Sequence[int]) -> tuple[int, int] | None:
    if not years:
        return None
    if len(years) != 2 or not all(is_whole(year, 0) for year in years):
        raise DhtoolsError(f"years={years!r}: give the first and the last year.")
    return int(years[0]), int(years[1])

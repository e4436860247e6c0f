"""Steps of an exploration: what was asked, as a tree with its branches, and each step as code.

The tree is the analysis tree of concordance reading, as the package FlexiConc has it: a search stands below
the empty start; a subset of its lines, or another order of them, is a branch; who goes back and chooses
otherwise makes a further branch, and nothing is lost.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ..errors import DhtoolsError, check_choice, check_whole
from .filters import WINDOW

#: How a query is read: words as they stand in the token table, or a regular expression.
WAYS = ("words", "pattern")


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at: a query, which lines of it are kept, and their order.

    Attributes
    ----------
    query, way : str
        What is searched for, and how (`WAYS`). An empty query has no lines.
    text, voice, kind : tuple of str
        Those that are kept; all, if empty.
    groups : tuple of (column, values)
        Of the metadata.
    years : pair of int or None
        First and last.
    near : tuple of (word, window)
        Words that stand near the match, each of them.
    sort_by : tuple of str
        As for `dhtools.search.sort_lines`; empty: in the order of the texts.
    """

    query: str = ""
    way: str = "words"
    text: tuple[str, ...] = ()
    voice: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    years: tuple[int, int] | None = None
    near: tuple[tuple[str, int], ...] = ()
    sort_by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_choice("way", self.way, WAYS)

    @property
    def kept(self) -> dict[str, Any]:
        """The options of `keep_lines` that are not left as they are."""
        options = {"text": list(self.text), "voice": list(self.voice), "kind": list(self.kind)}
        groups = {column: list(values) for column, values in self.groups}
        return {
            name: value
            for name, value in (options | {"groups": groups, "years": self.years}).items()
            if value
        }


@dataclass(frozen=True, slots=True)
class Step:
    """Step *n*: the step that it was taken from (None for the start), what was done, what is seen.

    *draft*: A query that is still being typed; the next one takes its place.
    """

    n: int
    parent: int | None
    label: str
    view: View
    draft: bool = False


@dataclass(slots=True)
class Steps:
    """The tree of the steps taken, and which of them is looked at."""

    taken: list[Step] = field(default_factory=lambda: [Step(0, None, "start", View())])
    current: int = 0

    @property
    def here(self) -> Step:
        """The step that is looked at."""
        return self.taken[self.current]

    def search(self, query: str, way: str, *, draft: bool = False) -> Step:
        """Search anew, from the start: filters and order stay, words near the match do not."""
        view = replace(self.here.view, query=query, way=way, near=())
        if self.here.draft and self.here is self.taken[-1]:
            self.taken.pop()
        self.current = 0
        kept = told_of_kept(view)
        return self._take(f"search {quoted(view)}{f' ({kept})' if kept else ''}", view, draft=draft)

    def change(self, label: str, **changes: Any) -> Step:
        """Take a step from where one is: other lines are kept, or another order chosen."""
        if self.here.draft:
            self.taken[self.current] = replace(self.here, draft=False)
        view = replace(self.here.view, **changes)
        return self.here if view == self.here.view else self._take(label, view)

    def go(self, n: int) -> Step:
        """Go back to a step; what is done next is a branch of it."""
        if check_whole("step", n, 0) >= len(self.taken):
            raise DhtoolsError(f"step={n}: there are the steps 0 to {len(self.taken) - 1}.")
        self.current = n
        return self.here

    def _take(self, label: str, view: View, *, draft: bool = False) -> Step:
        # who sees again what was seen before is there again
        step = next((one for one in self.taken if one.view == view), None)
        if step is None:
            step = Step(len(self.taken), self.current, label, view, draft)
            self.taken.append(step)
        elif step.draft and not draft:
            step = self.taken[step.n] = replace(step, draft=False)
        self.current = step.n
        return step

    def depth(self, step: Step) -> int:
        """Return how many steps lie between a step and the start."""
        return 0 if step.parent is None else 1 + self.depth(self.taken[step.parent])

    def leaves(self) -> list[Step]:
        """Return the steps from which no other was taken, without the start."""
        parents = {step.parent for step in self.taken}
        return [step for step in self.taken if step.n and step.n not in parents]

    def in_order(self, parent: int | None = None) -> Iterator[Step]:
        """Yield the steps, each before its branches."""
        for step in self.taken:
            if step.parent == parent:
                yield step
                yield from self.in_order(step.n)


def quoted(view: View) -> str:
    """Return the query as it is named: a pattern between slashes."""
    return f"“{view.query}”" if view.way == "words" else f"/{view.query}/"


def told(view: View) -> str:
    """Return what is looked at, in words.

    >>> told(View("free", voice=("author",), near=(("press", 5),), sort_by=("R1", "L1")))
    '“free”; voice author; near press; sorted by R1, L1'
    """
    near = [f"near {word}" for word, _ in view.near]
    order = [f"sorted by {', '.join(view.sort_by)}"] if view.sort_by else []
    return "; ".join([quoted(view), *filter(None, [told_of_kept(view)]), *near, *order])


def told_of_kept(view: View) -> str:
    """Return which lines are kept, in words; empty if all are."""
    parts = [
        f"{name} {_listed(getattr(view, name))}" for name in ("text", "voice", "kind") if getattr(view, name)
    ]
    parts += [f"{column} {_listed(values)}" for column, values in view.groups]
    parts += [f"years {view.years[0]} to {view.years[1]}"] if view.years else []
    return "; ".join(parts)


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(values) if len(values) <= 3 else f"{', '.join(values[:2])} and {len(values) - 2} more"


def code_of(view: View, *, corpus: str = "", name: str = "lines", options: str = "") -> str:
    """Return the calls that make the lines of a view, without the explorer.

    * corpus: The path that the texts are read from; without one, `annotation` is taken as there.
    * name: Of the variable that holds the lines.
    * options: Further ones of the search, such as ``", width=80"``.
    """
    calls = list(_calls(view, name, options))
    imports = _imports(calls, ["annotate", "read_corpus"] if corpus else [])
    start = [f"annotation = annotate(read_corpus({_string(corpus)}))"] if corpus else []
    return "\n".join([*imports, "", *start, *calls]) + "\n"


_HOMES = {
    "annotate": "dhtools",
    "read_corpus": "dhtools",
    "keep_lines": "dhtools.explore.filters",
    "lines_near": "dhtools.explore.filters",
    "concordance": "dhtools.search",
    "search_pattern": "dhtools.search",
    "sort_lines": "dhtools.search",
}


def _imports(calls: list[str], further: list[str]) -> list[str]:
    used = [*further, *(one for one in _HOMES if any(f"= {one}(" in call for call in calls))]
    homes = sorted({_HOMES[one] for one in used})
    names = {home: sorted(one for one in used if _HOMES[one] == home) for home in homes}
    return [f"from {home} import {', '.join(names[home])}" for home in homes]


def _calls(view: View, name: str, options: str) -> Iterator[str]:
    search = "concordance" if view.way == "words" else "search_pattern"
    yield f"{name} = {search}(annotation, {_string(view.query)}{options})"
    if view.kept:
        kept = ", ".join(f"{option}={_literal(value)}" for option, value in view.kept.items())
        yield f"{name} = keep_lines(annotation, {name}, {kept})"
    for word, window in view.near:
        reach = f", window={window}" if window != WINDOW else ""
        yield f"{name} = lines_near(annotation, {name}, {_string(word)}{reach})"
    if view.sort_by:
        yield f"{name} = sort_lines({name}, sort_by={_literal(list(view.sort_by))})"


def _literal(value: Any) -> str:
    return repr(value) if isinstance(value, tuple) else json.dumps(value, ensure_ascii=False)


def _string(words: str) -> str:
    """Return a string as Python reads it; a pattern with backslashes is easier to read raw."""
    if "\\" in words and '"' not in words and "\n" not in words and not words.endswith("\\"):
        return f'r"{words}"'
    return json.dumps(words, ensure_ascii=False)

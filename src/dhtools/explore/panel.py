"""What the panel in the browser is told: a message asks, plain records of bounded size answer it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from ..errors import DhtoolsError, check_choice
from . import around
from .citations import FORMS
from .exploration import PAGE, Exploration
from .steps import told

Record = dict[str, Any]

#: Texts beside the lines, steps, values of a filter, and characters of a cell, at most.
TEXTS, STEPS, VALUES, CELL = 60, 200, 400, 400
#: Measures of association that are offered, by their names.
MEASURES = {"g2": "log-likelihood (G²)", "log_dice": "logDice", "mi": "mutual information", "t": "t-score"}


class Panel:
    """An exploration as records: what is asked, and what is answered.

    Lines come first and by themselves, so that they are on the screen while what stands beside them is
    counted.
    """

    def __init__(self, exploration: Exploration) -> None:
        self.exploration = exploration
        self.measure = "g2"
        self._asked: dict[str, Callable[[Mapping[str, Any]], Iterator[Record]]] = {
            "start": self._start,
            "search": self._search,
            "keep": self._keep,
            "sort": self._sort,
            "narrow": self._narrow,
            "widen": self._widen,
            "go": self._go,
            "page": self._page,
            "measure": self._measured,
            "open": self._open,
            "code": self._code,
            "save": self._save,
        }

    def answers(self, message: Mapping[str, Any]) -> Iterator[Record]:
        """Yield what answers a message; what is wrong with it is an answer, too."""
        try:
            asked = self._asked.get(str(message.get("do")))
            if asked is None:
                raise DhtoolsError(f"do={message.get('do')!r}: the panel knows {', '.join(self._asked)}.")
            yield from asked(message)
        except DhtoolsError as error:
            yield {"is": "error", "words": str(error)}

    def _start(self, _: Mapping[str, Any]) -> Iterator[Record]:
        offered = self.exploration.choices()
        groups = {name: values[:VALUES] for name, values in offered["groups"].items()}
        known = {name: offered[name][:VALUES] for name in ("text", "voice", "kind")}
        more = {"groups": groups, "years": offered["years"], "measures": MEASURES}
        yield {"is": "choices", **known, **more, "layers": list(self.exploration.passages.layers)}
        yield from self._seen()

    def _search(self, message: Mapping[str, Any]) -> Iterator[Record]:
        draft, way = bool(message.get("draft")), str(message.get("way", "words"))
        self.exploration.search(str(message.get("query", "")), way, draft=draft)
        yield from self._seen()

    def _keep(self, message: Mapping[str, Any]) -> Iterator[Record]:
        names = ("text", "voice", "kind", "groups", "years")
        self.exploration.keep(**{name: message[name] for name in names if name in message})
        yield from self._seen()

    def _sort(self, message: Mapping[str, Any]) -> Iterator[Record]:
        self.exploration.sort(*map(str, message.get("names", ())))
        yield from self._seen()

    def _narrow(self, message: Mapping[str, Any]) -> Iterator[Record]:
        self.exploration.narrow(str(message.get("word", "")))
        yield from self._seen()

    def _widen(self, message: Mapping[str, Any]) -> Iterator[Record]:
        self.exploration.widen(str(message.get("word", "")))
        yield from self._seen()

    def _go(self, message: Mapping[str, Any]) -> Iterator[Record]:
        self.exploration.go(message.get("step", 0))
        yield from self._seen()

    def _measured(self, message: Mapping[str, Any]) -> Iterator[Record]:
        self.measure = check_choice("measure", str(message.get("measure", "")), MEASURES)
        yield self._beside()

    def _page(self, message: Mapping[str, Any]) -> Iterator[Record]:
        yield self._lines(message.get("number", 0))

    def _seen(self) -> Iterator[Record]:
        yield self._lines(0)
        yield self._steps()
        yield self._beside()

    def _lines(self, number: int) -> Record:
        page, n = self.exploration.page(number), len(self.exploration)
        columns = ("passage", "voice", "left", "match", "right")
        cells = zip(*(page[name].astype(str) for name in columns), strict=True)
        rows = [(int(row), *map(_short, line)) for row, line in zip(page.index, cells, strict=True)]
        return {"is": "lines", "n": n, "page": number, "size": PAGE, "rows": rows}

    def _steps(self) -> Record:
        steps, view = self.exploration.steps, self.exploration.view
        shown = list(steps.in_order())[-STEPS:]
        rows = [(step.n, steps.depth(step), _short(step.label)) for step in shown]
        kept = {name: getattr(view, name) for name in ("query", "way", "text", "voice", "kind", "years")}
        more = {"groups": dict(view.groups), "near": [word for word, _ in view.near]}
        return {
            "is": "steps",
            "steps": rows,
            "here": steps.current,
            "told": told(view),
            "view": kept | more | {"sort_by": view.sort_by},
        }

    def _beside(self) -> Record:
        counts = self.exploration.counts()
        collocates = self.exploration.collocates(measure=self.measure)
        words = collocates[["collocate", "n", self.measure]]
        return {
            "is": "beside",
            **around.summary(counts),
            "texts": self._texts(counts),
            "collocates": [(str(word), int(n), _number(value)) for word, n, value in words.to_numpy()],
            "measure": self.measure,
        }

    def _texts(self, counts: pd.DataFrame) -> list[Record]:
        """Return the texts with lines: their counts, and a digit for each part of the strip, 9 the most."""
        found = counts[counts["n"] > 0]
        shown = found.sort_values("n", ascending=False, kind="stable").head(TEXTS).sort_index()
        strips = self.exploration.strips()
        most = max((n for parts in strips.values() for _, n in parts), default=1)
        return [
            {
                "text": row["text"],
                "n": int(row["n"]),
                "quoted": int(row["n_quoted"]),
                **{name: _number(row[name]) for name in ("per_1000", "low", "high")},
                "note": row["note"],
                "strip": _digits(strips.get(row["text"], []), most),
            }
            for row in shown.to_dict("records")
        ]

    def _open(self, message: Mapping[str, Any]) -> Iterator[Record]:
        number = message.get("line", -1)
        citations = {form: self.exploration.citation(number, form) for form in FORMS}
        yield {"is": "passage", **self.exploration.passage(number), "citations": citations}

    def _code(self, message: Mapping[str, Any]) -> Iterator[Record]:
        tree = bool(message.get("tree"))
        yield {"is": "code", "words": self.exploration.code_of_tree() if tree else self.exploration.code()}

    def _save(self, message: Mapping[str, Any]) -> Iterator[Record]:
        name, caption = str(message.get("name", "")), str(message.get("caption", ""))
        saved = self.exploration.save_as_exhibit(name, caption)
        files = getattr(saved, "files", ())
        words = f"Saved: {', '.join(files)}." if files else str(saved)
        yield {"is": "saved", "words": words, "code": self.exploration.code()}


def _short(words: str) -> str:
    return words if len(words) <= CELL else f"{words[: CELL - 1]}…"


def _number(value: Any) -> float | None:
    """Return a number with four digits, as JSON has it: what is missing is null."""
    return None if pd.isna(value) else float(f"{float(value):.4g}")


def _digits(parts: list[tuple[int, int]], most: int) -> str:
    levels = [0] * around.PARTS
    for part, n in parts:
        levels[part] = max(1, round(9 * n / most))
    return "".join(map(str, levels))

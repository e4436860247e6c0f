"""Citations as a notebook writes them, (Burrows 2002; Evert et al. 2017, p. 5), as citations for pandoc."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from .assembly import MAY_CITE, WRITTEN
from .nodes import Node, Unit, in_lines, inlines, node, substituted

_BRACKET = re.compile(r"\(([^()\0]*)\)")
#: A name with a year, which looks like a citation.
_LIKELY = re.compile(r"(?:see )?[A-ZÀ-Þ][\w’'-]+(?: (?:and|et) [\w’'.-]+)? \d{4}[a-z]?(?:,.*)?")


@dataclass(slots=True)
class Citing:
    """What is cited in a document.

    Attributes
    ----------
    keys : mapping of str to str
        For each label, such as ``Burrows 2002``, the key of the work in the bibliography.
    cited : set of str
        Keys.
    unknown : list of str
        What looks like a citation of a work that the bibliography does not have.
    """

    keys: Mapping[str, str]
    cited: set[str] = field(default_factory=set)
    unknown: list[str] = field(default_factory=list)

    def in_blocks(self, blocks: list[Node]) -> list[Node]:
        """Return blocks with citations where a scholar writes: in words and captions, not in tables."""
        return [self._in_block(block) for block in blocks]

    def _in_block(self, block: Node) -> Node:
        if block["t"] in ("Div", "Figure") and MAY_CITE in block["c"][0][1]:
            before = len(self.unknown)
            changed: Node = in_lines(block, self._in_line)
            if WRITTEN not in block["c"][0][1]:
                del self.unknown[before:]
            return changed
        if block["t"] == "Table":
            about, caption, *rest = block["c"]
            return node("Table", about, in_lines(caption, self._in_line), *rest)
        if block["t"] == "Div":
            return node("Div", block["c"][0], self.in_blocks(block["c"][1]))
        return block

    def _in_line(self, parts: list[Node]) -> list[Node]:
        by_name = substituted(parts, self._named, self._year_only) if self.keys else parts
        return substituted(by_name, _BRACKET, self._bracket)

    @property
    def _named(self) -> re.Pattern[str]:
        """A work whose author is named before the bracket: Burrows (2002, p. 5)."""
        names = sorted({label.rpartition(" ")[0] for label in self.keys}, key=len, reverse=True)
        return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, names))})\s\((\d{{4}}[a-z]?)(,[^()\0]*)?\)")

    def _year_only(self, found: re.Match[str], line: list[Unit]) -> list[Unit] | None:
        key = self.keys.get(f"{found[1]} {found[2]}")
        if key is None:
            return None
        self.cited.add(key)
        return [_cite([_citation(key, suffix=found[3] or "", mode="AuthorInText")], found[0])]

    def _bracket(self, found: re.Match[str], line: list[Unit]) -> list[Unit] | None:
        """Cite the works of a bracket; words before them in it become what stands before a citation."""
        citations: list[Node] = []
        waiting = ""
        for part in found[1].split(";"):
            said = " ".join(part.split())
            label = self._label(said.removeprefix("see "))
            if label is None:
                waiting += f"{said}; "
                continue
            before = waiting + ("see" if said.startswith("see ") else "")
            rest = said.removeprefix("see ")[len(label) :]
            citations.append(_citation(self.keys[label], prefix=before, suffix=rest))
            self.cited.add(self.keys[label])
            waiting = ""
        if citations and waiting:
            citations[-1]["citationSuffix"] += inlines(f"; {waiting.removesuffix('; ')}")
        return [_cite(citations, found[0])] if citations else None

    def _label(self, said: str) -> str | None:
        """Return the label that a part of a bracket begins with."""
        for label in self.keys:
            if said == label or said.startswith(f"{label},"):
                return label
        if _LIKELY.fullmatch(said) and said.split()[0] not in calendar.month_name:
            self.unknown.append(said)
        return None


def _citation(key: str, *, prefix: str = "", suffix: str = "", mode: str = "NormalCitation") -> Node:
    return {
        "citationId": key,
        "citationPrefix": inlines(prefix),
        "citationSuffix": inlines(suffix),
        "citationMode": {"t": mode},
        "citationNoteNum": 0,
        "citationHash": 0,
    }


def _cite(citations: list[Node], text: str) -> Node:
    return node("Cite", citations, inlines(text))

"""What the page of a picture is told: its places, the lines of one, a passage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..errors import DhtoolsError
from .panel import CELL, Record
from .passage import PassageView
from .pictures import Picture

#: Lines of a place that are shown.
LINES = 100


class PicturePanel:
    """A picture as records: what is asked, and what is answered."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self._passages = PassageView(picture.annotation, {})
        self._spans: list[tuple[str, int, int]] = []

    def answers(self, message: Mapping[str, Any]) -> Iterator[Record]:
        """Yield what answers a message; what is wrong with it is an answer, too."""
        asked = {"start": self._start, "lines": self._lines, "open": self._open}.get(str(message.get("do")))
        try:
            if asked is None:
                raise DhtoolsError(f"do={message.get('do')!r}: the picture knows start, lines and open.")
            yield asked(message)
        except DhtoolsError as error:
            yield {"is": "error", "words": str(error)}

    def _start(self, _: Mapping[str, Any]) -> Record:
        places = [
            ([round(share, 4) for share in place.box], self.picture.label(number)[:CELL])
            for number, place in enumerate(self.picture.places)
        ]
        return {"is": "picture", "png": self.picture.png, "alt": self.picture.alt, "places": places}

    def _lines(self, message: Mapping[str, Any]) -> Record:
        number = message.get("place", -1)
        lines = self.picture.lines(number)
        shown = lines.head(LINES)
        self._spans = list(zip(shown["text"].astype(str), shown["start"], shown["end"], strict=True))
        columns = ("passage", "voice", "left", "match", "right")
        rows = [
            tuple(str(cell)[:CELL] for cell in row)
            for row in shown[list(columns)].itertuples(index=False, name=None)
        ]
        label, code = self.picture.label(number), self.picture.code(number)[:4000]
        return {"is": "lines", "label": label, "n": len(lines), "rows": rows, "code": code}

    def _open(self, message: Mapping[str, Any]) -> Record:
        number = message.get("line", -1)
        if not isinstance(number, int) or not 0 <= number < len(self._spans):
            raise DhtoolsError(f"line={number!r}: there are {len(self._spans)} lines on the page.")
        text, start, end = self._spans[number]
        return {"is": "passage", **self._passages.opened(text, int(start), int(end))}

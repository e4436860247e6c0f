"""The widgets: each passes on what its page asks, and what plain Python answers.

Only this module needs anywidget. The scripts and styles are plain files beside it. What is shared with the
browser as state is the script and the style: all else is sent as messages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

import anywidget

from .exploration import Exploration
from .judge_panel import JudgePanel
from .judging import Judging
from .panel import Panel
from .picture_panel import PicturePanel
from .pictures import Picture

_STATIC = Path(__file__).with_name("static")


def _static(*names: str) -> str:
    return "\n".join((_STATIC / name).read_text(encoding="utf-8") for name in names)


class Answering(Protocol):
    """What a widget asks: plain Python that answers messages."""

    def answers(self, message: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the answers to a message."""


class _Face(anywidget.AnyWidget):
    """A widget whose messages are answered by plain Python, one after the other; *done* ends an answer."""

    def __init__(self, behind: Answering, **state: Any) -> None:
        super().__init__(**state)
        self._behind = behind
        self.on_msg(self._answer)

    def _answer(self, _: Any, message: Mapping[str, Any], __: Any) -> None:
        try:
            for answer in self._behind.answers(message):
                self.send(answer)
        finally:
            self.send({"is": "done", "id": message.get("id")})


class Explorer(_Face):
    """The panel of `dhtools.explore.explore`."""

    _esm = _static("dom.js", "passage.js", "explorer.js")
    _css = _static("widgets.css")

    def __init__(self, exploration: Exploration) -> None:
        super().__init__(Panel(exploration))
        self.exploration = exploration

    def __repr__(self) -> str:
        return f"{self.exploration!r}. Run this cell in JupyterLab to go on."


class Judge(_Face):
    """The page of `dhtools.explore.judge`."""

    _esm = _static("dom.js", "passage.js", "judge.js")
    _css = _static("widgets.css")

    def __init__(self, judging: Judging) -> None:
        super().__init__(JudgePanel(judging))
        self.judging = judging

    def __repr__(self) -> str:
        return f"{self.judging!r}. Run this cell in JupyterLab to go on."


class ClickablePicture(_Face):
    """The page of `dhtools.explore.picture`; where no widget is shown, the picture itself."""

    _esm = _static("dom.js", "passage.js", "picture.js")
    _css = _static("widgets.css")

    def __init__(self, picture: Picture) -> None:
        super().__init__(PicturePanel(picture))
        self.picture = picture

    def __repr__(self) -> str:
        return repr(self.picture)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        shown = super()._repr_mimebundle_(**options)
        data, *metadata = shown if isinstance(shown, tuple) else (shown,)
        return {**(data or {}), "image/png": self.picture.png}, *(metadata or [{}])

"""Checks of what an exhibit is given; each message says what to do about it."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

from ..errors import DhtoolsError, check_choice
from ..escaping import one_line, visible
from .digits import round_digits, round_frame
from .sentences import Sentence

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_PART = "[a-z0-9][a-z0-9-]*"


class HashedText(Protocol):
    """What an exhibit needs to know of a text."""

    @property
    def id(self) -> str:
        """Short name, unique in the corpus."""

    @property
    def sha256(self) -> str:
        """Hash of the file's bytes."""


def checked_name(name: object, what: str) -> str:
    """Return the name of a notebook or an exhibit: lower-case letters, digits and hyphens."""
    if not isinstance(name, str) or not re.fullmatch(_PART, name):
        raise DhtoolsError(
            f"{what} name {name!r}: use lower-case letters, digits and hyphens only, e.g. 'words-by-voice'."
        )
    if re.search(r"-\d+(mm|dpi)$", name):
        raise DhtoolsError(
            f"{what} name {name!r}: endings like '-84mm' and '-600dpi' are kept for further versions."
        )
    return name


def checked_path(path: object, notebook: str) -> str:
    """Return the path of a data set below ``data/``; the folders of notebooks hold their tables only."""
    if not isinstance(path, str) or not re.fullmatch(rf"{_PART}(/{_PART})?", path):
        raise DhtoolsError(
            f"data set {path!r}: give one or two names of lower-case letters, digits and hyphens, "
            "e.g. 'gazetteer' or 'corpus/tokens'."
        )
    parts = path.split("/")
    if any(re.match(r"\d\d-", part) for part in parts) or parts[0] == notebook:
        raise DhtoolsError(
            f"data set {path!r}: names like '00-corpus' are kept for notebooks and their tables. "
            "Choose another, or export a table."
        )
    return path


def checked_root(root: str | os.PathLike[str]) -> Path:
    """Return the project's folder in full, if it can be written to."""
    path = Path(root).resolve()
    if not path.is_dir():
        raise DhtoolsError(f"root: there is no folder {path}. Give the project's folder, root=….")
    if not os.access(path, os.W_OK):
        raise DhtoolsError(
            f"root: {path} cannot be written to. Change its permissions or give another folder."
        )
    return path


def corpus_hashes(corpus: Iterable[HashedText]) -> dict[str, str]:
    """Return the hash of every text, by id."""
    try:
        found = {text.id: text.sha256 for text in corpus}
    except (TypeError, AttributeError) as error:
        raise DhtoolsError(
            f"corpus: expected texts with 'id' and 'sha256' ({error}). Pass read_corpus(…)."
        ) from error
    for key, value in found.items():
        if not isinstance(key, str) or not isinstance(value, str):
            raise DhtoolsError(f"corpus: text {key!r} has the hash {value!r}. Both have to be strings.")
    return found


def plain_settings(settings: Mapping[str, object]) -> dict[str, Any]:
    """Return a copy of the settings, if JSON can hold them."""
    if not isinstance(settings, Mapping):
        raise DhtoolsError(f"settings: expected a mapping of names to values, got {type(settings).__name__}.")
    return {_setting_name(name): _plain(name, value) for name, value in settings.items()}


def _setting_name(name: object) -> str:
    if not isinstance(name, str):
        raise DhtoolsError(f"settings: the name {name!r} is not a string.")
    return name


def _plain(name: str, value: object) -> object:
    if isinstance(value, list | tuple):
        return [_plain_value(name, item) for item in value]
    return _plain_value(name, value)


def _plain_value(name: str, value: object) -> object:
    if value is not None and not isinstance(value, str | int | float | bool):
        raise DhtoolsError(
            f"settings: {name} holds {value!r} ({type(value).__name__}), which a record cannot keep. "
            "Give str, int, float, bool, None or a list of these."
        )
    if isinstance(value, float) and not math.isfinite(value):
        raise DhtoolsError(f"settings: {name} is {value}, which JSON cannot hold. Use None.")
    return round_digits(value) if isinstance(value, float) else value


def checked_sentence(text: object, what: str) -> str:
    """Return a text on one line: its line breaks come from the notebook's source."""
    if not isinstance(text, str | Sentence) or not str(text).strip():
        raise DhtoolsError(f"{what}={text!r}: every exhibit needs one. Write a sentence or two.")
    return visible(one_line(str(text)))


def checked_formats(formats: Sequence[str]) -> list[str]:
    """Return all formats of a figure: the two that every one has, and those asked for."""
    if isinstance(formats, str):
        raise DhtoolsError(f"formats={formats!r}: give a sequence, e.g. formats=({formats!r},).")
    return ["pdf", "png", *(check_choice("formats", given, ["svg", "png600"]) for given in formats)]


def checked_widths(widths: Sequence[int]) -> list[int]:
    """Return the further widths of a figure, in mm."""
    if not isinstance(widths, Sequence) or isinstance(widths, str):
        raise DhtoolsError(f"widths={widths!r}: give a sequence of millimetres, e.g. widths=(84, 174).")
    for width in widths:
        if isinstance(width, bool) or not isinstance(width, int) or not 20 <= width <= 1000:
            raise DhtoolsError(f"widths: {width!r} is not a width. Give whole millimetres from 20 to 1000.")
    return list(widths)


def check_figure(fig: object) -> None:
    """Reject anything but a figure of matplotlib."""
    from matplotlib.figure import Figure

    if not isinstance(fig, Figure):
        raise DhtoolsError(
            f"fig is a {type(fig).__name__}, not a matplotlib Figure. From axes take ax.figure."
        )


def check_shown(fig: Figure, data: pd.DataFrame) -> None:
    """Reject data other than those that a figure shows, if it carries the tables it was drawn from."""
    from ..plots.drawn_from import check_drawn_from
    from ..plots.style import ShownFigure

    if isinstance(fig, ShownFigure) and fig.drawn_from:
        check_drawn_from(fig.drawn_from, data)


def flat_frame(frame: object) -> pd.DataFrame:
    """Return a checked frame, a named index as its first columns, its floats rounded (`round_frame`)."""
    if not isinstance(frame, pd.DataFrame):
        raise DhtoolsError(
            f"data: expected a DataFrame, got {type(frame).__name__}. From a Series take .to_frame()."
        )
    if frame.shape[1] == 0:
        raise DhtoolsError("data: the table has 0 columns, nothing to show.")
    if frame.columns.nlevels > 1:
        raise DhtoolsError(
            "data: the columns have several levels. Flatten them: a CSV has one line of names."
        )
    named = any(name is not None for name in frame.index.names)
    names = [str(name) for name in (*(frame.index.names if named else ()), *frame.columns)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise DhtoolsError(
            f"data: columns with the same name: {', '.join(twice)}. Rename them (or the index)."
        )
    return round_frame(frame.reset_index() if named else frame)

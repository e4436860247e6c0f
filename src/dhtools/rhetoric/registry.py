"""All finders by name, and all of them in one call."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

import pandas as pd

from ..annotation.record import Annotation
from ..errors import check_choice
from ..shown import answers_first
from .figures.registry import find_figures
from .grammar.agency import find_killings
from .grammar.epithets import find_epithets
from .grammar.nominalisations import find_nominalisations
from .grammar.passives import find_passives
from .grammar.pronouns import find_pronouns
from .grammar.reporting import find_reporting, find_scare_quotes
from .language import of_english_texts, warn_of_other_languages
from .metadiscourse.cues import find_metadiscourse

#: A finder takes an annotation and returns findings (`make_findings`). To add a measure, add its line.
FINDERS: Mapping[str, Callable[[Annotation], pd.DataFrame]] = MappingProxyType(
    {
        "metadiscourse": find_metadiscourse,
        "passives": find_passives,
        "nominalisations": find_nominalisations,
        "killings": find_killings,
        "epithets": find_epithets,
        "reporting": find_reporting,
        "scare quotes": find_scare_quotes,
        "pronouns": find_pronouns,
        "figures": find_figures,
    }
)


@answers_first("passage", "voice", "category", "cue", "detail")
def find_rhetoric(annotation: Annotation, *, measures: Iterable[str] | None = None) -> pd.DataFrame:
    """Find everything that the finders find, whoever speaks.

    Parameters
    ----------
    annotation : Annotation
    measures : iterable of str, optional
        Some of `FINDERS`; otherwise all.

    Returns
    -------
    DataFrame
        As from `make_findings`, with *measure* as first column; by place, in the order of the texts.

    Raises
    ------
    DhtoolsError
        If a measure is unknown.

    Warns
    -----
    UserWarning
        If a text does not seem to be English. Nothing is found in one whose language is stated and another.
    """
    wanted = [check_choice("measures", name, FINDERS) for name in (FINDERS if measures is None else measures)]
    warn_of_other_languages(annotation, ", ".join(wanted))
    # unwrapped: one warning, not one for each of them
    tables = [inspect.unwrap(FINDERS[name])(annotation).assign(measure=name) for name in wanted]
    tables = tables or [find_scare_quotes(annotation).iloc[:0].assign(measure="")]
    found = of_english_texts(pd.concat(tables, ignore_index=True), annotation)
    if "tagger" in found:
        found["tagger"] = found["tagger"].fillna("")
    found = found.sort_values(["text", "start", "end"], kind="stable").reset_index(drop=True)
    return found[["measure", *found.columns.drop("measure")]]

"""Killing: how acts of killing are told, by the grammar of the sentence, and by a reader's coding.

Grammar can leave out who kills: a passive without *by*, an intransitive (*Reiss fell*), a noun (*the murder
of …*). A rule sees the grammar; who is meant, whether an act is told at all, and how surely, a reader codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from ..annotation import Annotation
from ..corpus.sheets import Column, Row, Sheet, one_of
from ..errors import DhtoolsError
from ..wordlists import killing
from .coding import PLACE, read_coded
from .findings import Span, check_columns, find_in_sentences
from .language import for_english
from .passives import WITH_AGENT, WITHOUT_AGENT, is_participle, passives

KILLINGS = "killings.csv"
#: What a coded mention is; only a *killing* is an act that is told.
ACTS = ("killing", "threat", "general", "metaphor", "other")
#: How the agent of an act is told.
AGENCY = ("named", "institution", "hedged", "none", "unclear")
#: The grammar of a mention; the last four do without an agent.
ACTIVE, NOUN_AGENT, INTRANSITIVE, NOUN = "active", "noun with agent", "intransitive", "noun without agent"
AGENTLESS = (f"passive {WITHOUT_AGENT}", INTRANSITIVE, NOUN)

_WORD = re.compile(r"[A-Za-z]+")
#: *Fell* tells a death of a person, at the end of a clause or with what one falls in: no *wall fell*.
_FALLING = ("fell", "fallen")
_FELL = re.compile(
    r"(?:\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ww]ho|[Mm]en|[Ss]oldiers?|[Ff]ighters?|[Cc]omrades?|(?!The\b|A\b)[A-Z][\w’'-]+)\s+"
    r"(?:had\s+|has\s+|have\s+)?)(?P<fell>fell|fallen)\b"
    r"(?=\s*[,.;!:]|\s+(?:in\s+(?:battle|action|the\s+(?:struggle|fight|battle))|victim\b))"
)
#: Before these a form that may be a noun too is a verb.
_VERBAL = re.compile(
    r"\b(?:to|will|would|can|could|must|may|might|shall|should|did|not|began|started|kept|stopped|by|for)\s+\Z",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"(?:['’]s?|\b(?:his|her|its|their|our|my|your))\s+(?:\w+\s+)?\Z")
_OBJECT = re.compile(
    r"\s+(?:(?:the|a|an|this|these|those|his|her|its|their|our|my|your|him|them|us|me|himself|themselves|some|"
    r"several|many|all|hundreds|thousands|millions|two|three)\b|\d|[A-Z])"
)
_BY = re.compile(r"(?:\s+[\w’'-]+){0,4}?\s+by\s+(?![12]\d\d\d\b)(?:the\s+)?[A-Za-z]\w*(?<!ing)\b")


@for_english("words for killing")
def find_killings(annotation: Annotation) -> pd.DataFrame:
    """Find the words by which killing is told, with the grammar that gives or leaves out an agent.

    Parameters
    ----------
    annotation : Annotation

    Returns
    -------
    DataFrame
        As from `make_findings`: *category* "killing", *detail* one of *active*, *passive with by*, *passive
        without by*, *intransitive*, *noun with agent* (*by* follows, or a possessive stands before and *of*
        after: *Stalin's murder of …*), *noun without agent*. A participle without auxiliary and object is a
        passive (*the men shot there*). Threats, decrees, figures of speech and titles are found as well.
    """
    return find_in_sentences(annotation, killings, having={*_forms(), *_FALLING})


def killings(sentence: str) -> Iterator[Span]:
    """Yield the words for killing in a sentence.

    Examples
    --------
    >>> [found.detail for found in killings("Reiss fell, the guards shot them, and the murder is told.")]
    ['intransitive', 'active', 'noun without agent']
    """
    forms = _forms()
    words = [match for match in _WORD.finditer(sentence) if match.group().lower() in forms]
    fallen = [Span(*match.span("fell"), "killing", INTRANSITIVE) for match in _FELL.finditer(sentence)]
    if words:
        told = list(passives(sentence))
        fallen += [Span(*match.span(), "killing", _grammar(sentence, match, told)) for match in words]
    yield from sorted(fallen)


@lru_cache
def _forms() -> dict[str, frozenset[str]]:
    """Return the classes of each form."""
    classes = killing().groupby("form")["class"]
    return {str(form): frozenset(own) for form, own in classes}


def _grammar(sentence: str, match: re.Match[str], told: list[Span]) -> str:
    word, classes = match.group().lower(), _forms()[match.group().lower()]
    before, after = sentence[: match.start()], sentence[match.end() :]
    if "intransitive" in classes:
        return INTRANSITIVE
    if "verb" in classes and is_participle(word):
        for passive in told:
            if passive.start <= match.start() < passive.end:
                return f"passive {passive.detail}"
        return (
            ACTIVE if _OBJECT.match(after) else f"passive {WITH_AGENT if _BY.match(after) else WITHOUT_AGENT}"
        )
    if "verb" in classes and ("noun" not in classes or _VERBAL.search(before) or _OBJECT.match(after)):
        return ACTIVE
    named = _BY.match(after) or (_POSSESSIVE.search(before) and re.match(r"\s+of\b", after))
    return NOUN_AGENT if named else NOUN


def _check_agency(row: Row) -> None:
    if row["act"] == "killing" and not row["agency"]:
        raise DhtoolsError(f"a killing without agency. Write one of {', '.join(AGENCY)}.")


_SHEET = Sheet(
    KILLINGS,
    (
        *PLACE,
        Column("act", one_of(ACTS), required=True),
        Column("victim"),
        Column("agent"),
        Column("agency", one_of(AGENCY)),
        Column("coder"),
        Column("reason"),
    ),
    checks=(_check_agency,),
)


def read_killings(annotation: Annotation, folder: str | Path) -> pd.DataFrame:
    """Read ``killings.csv``: mentions of killing as a reader has coded them, as findings.

    Parameters
    ----------
    annotation : Annotation
    folder : path
        The folder of the corpus; where it has no such file, the table is empty.

    Returns
    -------
    DataFrame
        As from `make_findings`, with *category* the act (`ACTS`), *detail* how its agent is told (`AGENCY`,
        "" where there is no act), and *victim*, *agent*, *coder*, *reason* as coded.

    Raises
    ------
    DhtoolsError
        If the header is another one, a place is none or holds other words, an act or agency is unknown, or an
        act that is told has no agency.
    """
    return read_coded(annotation, folder, _SHEET, category="act", detail="agency")


def acts_told(annotation: Annotation, folder: str | Path) -> pd.DataFrame:
    """Return acts of killing with how their agent is told: as a reader has coded them, or else by grammar.

    Parameters
    ----------
    annotation : Annotation
    folder : path
        The folder of the corpus.

    Returns
    -------
    DataFrame
        As from `read_killings`, and *by*: "reader". Where nobody has coded anything, what `find_killings`
        finds, by "grammar": *none* in a passive without *by*, an intransitive or a noun without agent, and
        *unclear* elsewhere, since grammar does not tell who it is, nor whether an act is told at all.

    Raises
    ------
    DhtoolsError
        As `read_killings`.
    """
    coded = read_killings(annotation, folder)
    if len(coded):
        return coded.assign(by="reader")
    found = find_killings(annotation)
    detail = np.where(found["detail"].isin(AGENTLESS), "none", "unclear")
    empty = dict.fromkeys(("victim", "agent", "coder", "reason"), "")
    return found.assign(detail=detail.astype(object), **empty, by="grammar")


def agency(coded: pd.DataFrame) -> pd.DataFrame:
    """Count how the agents of acts of killing are told, by text and voice.

    Parameters
    ----------
    coded : DataFrame
        From `read_killings`; rows that are no *killing* are left out.

    Returns
    -------
    DataFrame
        One row a text and voice with an act: *text*, *voice* (author; others: quoted or mentioned; headings:
        headings, captions and what else is no running prose), the counts of `AGENCY`, *acts*, *without agent*
        (share of *none*). Complete counts of what the texts tell, without interval.

    Raises
    ------
    DhtoolsError
        If a column is missing.
    """
    check_columns(coded, ["text", "voice", "category", "detail"], name="coded")
    acts = coded[(coded["category"] == "killing").to_numpy()]
    voice = acts["voice"].astype(str).map({"author": "author", "other": "headings"}).fillna("others")
    keys = [acts["text"], voice.rename("voice")]
    told = pd.Categorical(acts["detail"], categories=list(AGENCY))
    counts = pd.DataFrame({name: told == name for name in AGENCY}, index=acts.index).groupby(
        keys, observed=True
    )
    table = counts.sum().astype(int).reset_index()
    number = table[list(AGENCY)].sum(axis=1)
    return table.assign(acts=number, **{"without agent": table["none"] / number})

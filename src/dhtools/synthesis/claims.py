"""Claims: what the measures let one say of the texts, who has more, how much, and how firmly.

A claim is *secure* if it is a complete count, or holds under every choice that was tried. It is *suggestive*
if it holds under some choices and not under all, or rests on one choice or one reading. It is *not decidable*
if it holds under no choice: the texts are too short, or chance or one author would give as much. A claim
carries its sentence, made by `say` with its predicates, so nothing is said that the tables do not bear out;
what is not decidable is said to be not shown, and never to be the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from ..export.sentences import Sentence, paragraph

SECURE, SUGGESTIVE, UNDECIDED = "secure", "suggestive", "not decidable"
CLAIM_VERDICTS = (SECURE, SUGGESTIVE, UNDECIDED)
#: A p up to this is taken for a difference.
ALPHA = 0.05

#: Returns the data of an exhibit by its name, as `dhtools.export.ExportedTables.table` does.
TableReader = Callable[[str], pd.DataFrame]
NAN = float("nan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Something that may be said of one text, or of two.

    Attributes
    ----------
    analysis, name : str
        Where it belongs, and a label that other texts may share.
    sentence : Sentence
        What is said, with the predicates that hold.
    texts : tuple of str
        The text or texts of which it is said; of a comparison, the one that has more.
    less : tuple of str
        The text that has less, in these texts' counts; empty if nothing is compared.
    effect, low, high : float
        How much, with an interval of 95 per cent where there is one.
    unit : str
        Of what *effect* is.
    n_holds, n_choices : int or None
        Under how many choices it holds, and how many were tried.
    p : float
    p_of : str
        Of what *p* is: statistic, sides, arrangements.
    verdict : str
        One of `CLAIM_VERDICTS`.
    grounds : str
        The reason for the verdict.
    exhibit : str
        Where the evidence can be read.
    """

    analysis: str
    name: str
    sentence: Sentence
    texts: tuple[str, ...]
    less: tuple[str, ...] = ()
    effect: float = NAN
    low: float = NAN
    high: float = NAN
    unit: str = ""
    n_holds: int | None = None
    n_choices: int | None = None
    p: float = NAN
    p_of: str = ""
    verdict: str
    grounds: str
    exhibit: str


def verdict_of(holds: Sequence[bool]) -> tuple[str, str]:
    """Return the verdict of a claim that holds under some of the choices tried, and its grounds.

    * holds: One a choice, the declared choice first.

    >>> verdict_of([True, True, True])
    ('secure', 'under each of 3 choices')
    >>> verdict_of([True, False, True])
    ('suggestive', 'under 2 of 3 choices, the declared one among them')
    >>> verdict_of([False, True, True])
    ('suggestive', 'under 2 of 3 choices, but not under the declared one')
    >>> verdict_of([False, False])
    ('not decidable', 'under none of 2 choices')
    >>> verdict_of([True])
    ('suggestive', 'under the one choice tried')
    """
    n, n_holds = len(holds), sum(holds)
    if not n_holds:
        return UNDECIDED, f"under none of {n} choices" if n > 1 else "not under the one choice tried"
    if n == 1:
        return SUGGESTIVE, "under the one choice tried"
    if n_holds == n:
        return SECURE, f"under each of {n} choices"
    declared = "the declared one among them" if holds[0] else "but not under the declared one"
    return SUGGESTIVE, f"under {n_holds} of {n} choices, {declared}"


def claim_table(claims: Iterable[Claim]) -> pd.DataFrame:
    """Return claims as a table, a row each.

    * claims: From `dhtools.synthesis.gather_claims`.

    Returns: *analysis*, *name*, *claim* (the sentence), *text* and *compared_with* (who has more, and less;
    names with spaces between), *effect*, *low*, *high*, *unit*, *n_holds*, *n_choices*, *p*, *p_of*,
    *verdict*, *grounds*, *exhibit*, *note* (which of these values a claim does not have).
    """
    rows = [
        {
            **{"analysis": one.analysis, "name": one.name, "claim": one.sentence.text},
            **{"text": " ".join(one.texts), "compared_with": " ".join(one.less)},
            **{name: getattr(one, name) for name in _VALUES},
            "note": _without(one),
        }
        for one in claims
    ]
    table = pd.DataFrame(rows, columns=[*_FIRST, *_VALUES, "note"], dtype=None if rows else object)
    return table.astype({"n_holds": "Int64", "n_choices": "Int64"})


def _without(claim: Claim) -> str:
    """Say which values a claim does not have."""
    lacking = {
        "effect": pd.isna(claim.effect),
        "interval": pd.isna(claim.low),
        "other choice": claim.n_choices is None,
        "p": pd.isna(claim.p),
    }
    return ", ".join(f"no {name}" for name, missing in lacking.items() if missing)


_FIRST = ("analysis", "name", "claim", "text", "compared_with")
_NUMBERS = ("effect", "low", "high", "unit", "n_holds", "n_choices", "p", "p_of")
_VALUES = (*_NUMBERS, "verdict", "grounds", "exhibit")


def claim_sentences(
    claims: Iterable[Claim],
    *,
    analysis: str | None = None,
    verdict: str | Collection[str] = CLAIM_VERDICTS,
    text: str | None = None,
) -> Sentence:
    """Join the sentences of some claims to a paragraph; empty if there is none.

    * analysis: Of this analysis only.
    * verdict: With these verdicts only.
    * text: Of this text only.
    """
    verdicts = (verdict,) if isinstance(verdict, str) else tuple(verdict)
    return paragraph(
        *(
            one.sentence
            for one in claims
            if (analysis is None or one.analysis == analysis)
            and one.verdict in verdicts
            and (text is None or text in (*one.texts, *one.less))
        )
    )


class Names(dict[str, str]):
    """What the texts are called in sentences; a text without a name is called by its id."""

    def __init__(self, names: Mapping[str, str] | None = None) -> None:
        super().__init__(names or {})

    def __missing__(self, text: str) -> str:
        return text

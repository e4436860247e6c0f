"""Claims: what the measures let one say of each text, with the evidence, and how firmly.

A claim is *secure* if it is a complete count, or holds under every choice that was tried. It is *suggestive*
if it holds under the declared choice and not under all, or depends on one reading. It is *not decidable* if
the texts are too short for it, or what was seen lies inside what chance or one author would give. The rules
below read exported tables only, so no claim is stronger here than in the notebook it comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from itertools import combinations
from typing import Any, NamedTuple

import pandas as pd

SECURE, SUGGESTIVE, UNDECIDED = "secure", "suggestive", "not decidable"
CLAIM_VERDICTS = (SECURE, SUGGESTIVE, UNDECIDED)
#: A p below this is a difference; where a share of one author's pairs exceeds it, there is none.
_ALPHA = 0.05

TableReader = Callable[[str], pd.DataFrame]


class Claim(NamedTuple):
    """Something that may be said of one text, or of two."""

    analysis: str
    claim: str
    texts: tuple[str, ...]
    evidence: str
    verdict: str
    why: str
    exhibit: str


_COLUMNS = ["analysis", "claim", "text", "compared_with", "evidence", "verdict", "why", "exhibit"]


def gather_claims(table: TableReader) -> pd.DataFrame:
    """Gather what the notebooks' tables let one say.

    Parameters
    ----------
    table : function of str
        Returns the data of an exhibit by its name, as `dhtools.export.ExportedTables.table` does.

    Returns
    -------
    DataFrame
        One row a claim and text: *analysis*, *claim*, *text*, *compared_with* (the other text of a
        comparison, or ""), *evidence* (in words and numbers), *verdict* (`CLAIM_VERDICTS`), *why* (the
        reason for the verdict), *exhibit* (where the evidence can be read).

    Raises
    ------
    DhtoolsError
        If an exhibit is missing or stale.
    """
    claims = [claim for source in _SOURCES for claim in source(table)]
    rows = [
        claim._asdict()
        | {"text": text, "compared_with": " ".join(other for other in claim.texts if other != text)}
        for claim in claims
        for text in claim.texts
    ]
    return pd.DataFrame(rows, columns=_COLUMNS, dtype=None if rows else object)


def _voices(table: TableReader) -> Iterator[Claim]:
    """Whether a text quotes, and whether another reading of its marks would change that."""
    exhibit = "00-corpus/words-by-voice"
    for row in table(exhibit).query("prose > 0").to_dict("records"):
        bounds = f"{row['quoted_share_min']:.1%} to {row['quoted_share_max']:.1%} on other readings"
        told = f"{row['quoted_share']:.1%} of {row['prose']:,} words quoted; {bounds}"
        quotes = row["quoted_share"] > 0
        firm = row["quoted_share_min"] > 0 if quotes else row["quoted_share_max"] == 0
        yield Claim(
            *("voices", "quotes others" if quotes else "quotes nobody", (str(row["text"]),)),
            *(told, SECURE if firm else SUGGESTIVE),
            "whatever reading of its marks" if firm else "another reading of its marks says otherwise",
            exhibit,
        )


def _pronouns(table: TableReader) -> Iterator[Claim]:
    """Whose *we* it is."""
    exhibit = "04-rhetoric/pronouns"
    for row in table(exhibit).query("category == 'we' and author + others > 0").to_dict("records"):
        more = "says we itself" if row["author"] > row["others"] else "lets others say we"
        told = f"{row['author']} of {row['author'] + row['others']} are the author's"
        yield Claim("voices", more, (str(row["text"]),), told, SECURE, "a complete count", exhibit)


def _authorship(table: TableReader) -> Iterator[Claim]:
    """Whether two texts of such lengths can be given to one author or two."""
    exhibit = "01-stylometry/decidability"
    for row in table(exhibit).to_dict("records"):
        known = pd.notna(row["auc"])
        told = f"AUC {row['auc']:.2f} ({row['low']:.2f} to {row['high']:.2f})" if known else "no figure"
        decidable = row["verdict"] == "decidable"
        yield Claim(
            *("style", "one author or two", (str(row["text_a"]), str(row["text_b"])), told),
            UNDECIDED if not decidable else SUGGESTIVE,
            "too short" if not decidable else "long enough for a guess, no more",
            exhibit,
        )


def _style(table: TableReader) -> Iterator[Claim]:
    """Whether two texts differ more than two of one author do, in every table of known authors."""
    exhibit = "01-stylometry/pairs"
    known = table(exhibit).dropna(subset="percentile_same_author").query("text_a != text_b")
    for texts, own in known.groupby(["text_a", "text_b"], sort=False):
        shares = dict(zip(own["reference"], 1 - own["percentile_same_author"], strict=True))
        told = "; ".join(
            f"{share:.0%} of pairs by one ({name}) differ more" for name, share in shares.items()
        )
        beyond = all(share < _ALPHA for share in shares.values())
        why = "beyond what one author does" if beyond else "inside what one author does"
        verdict = SUGGESTIVE if beyond else UNDECIDED
        yield Claim(
            "style", "differ more than one author's", tuple(map(str, texts)), told, verdict, why, exhibit
        )


def _topics(table: TableReader) -> Iterator[Claim]:
    """Which topics come back more than chance and more than texts that merely differ would give."""
    exhibit = "02-topics/cards"
    shares = table("02-topics/texts")
    for row in table(exhibit).to_dict("records"):
        own = shares[(shares["topic"] == row["topic"]) & shares["fitted"]].nlargest(1, "share")
        told = f"recurs {row['recurrence']:.2f}; shuffled words up to {row['null_high']:.2f}"
        verdict = (
            SECURE if row["stable"] and row["beyond_texts"] else SUGGESTIVE if row["stable"] else UNDECIDED
        )
        why = {
            SECURE: "more than shuffled words, also within texts",
            SUGGESTIVE: "more than shuffled words, but not within texts",
            UNDECIDED: "no more than shuffled words",
        }[verdict]
        yield Claim(
            "topics", f"topic: {row['label']}", tuple(map(str, own["text"])), told, verdict, why, exhibit
        )


def _terms(table: TableReader) -> Iterator[Claim]:
    """Whether the declared contrast of terms holds under all choices."""
    exhibit = "03-terms/contrast"
    yield from _contrast(table(exhibit), "terms", "prefers one term", exhibit)


def _agents(table: TableReader) -> Iterator[Claim]:
    """Whether the declared contrast of agents holds."""
    exhibit = "04-rhetoric/contrast"
    yield from _contrast(table(exhibit), "agency", "leaves agents out more often", exhibit)


def _contrast(choices: pd.DataFrame, analysis: str, claim: str, exhibit: str) -> Iterator[Claim]:
    """Secure if every choice has a difference, suggestive if the declared one has."""
    first = choices.iloc[0]
    told = f"{first['share of the target']:.0%} and {first['share of the reference']:.0%}"
    p = choices["p"]
    if pd.isna(first["p"]):
        verdict, why = UNDECIDED, "too few arrangements for a test"
    elif (p < _ALPHA).all() and len(p) > 1:
        verdict, why = SECURE, "under every choice tried"
    elif first["p"] < _ALPHA:
        verdict, why = SUGGESTIVE, f"not under all choices (p up to {p.max():.2f})"
    else:
        verdict, why = UNDECIDED, "inside what permuted segments give"
    if pd.notna(first["p"]):
        told += f"; p = {first['p']:.3f}"
    yield Claim(analysis, claim, (str(first["target"]), str(first["reference"])), told, verdict, why, exhibit)


def _names(table: TableReader) -> Iterator[Claim]:
    """Whether names fit the years told."""
    exhibit = "03-terms/names"
    counts = table(exhibit).groupby("text", sort=False)[["yes", "no"]].sum().reset_index()
    for row in counts.to_dict("records"):
        claim = "names outside official use" if row["no"] else "names of the time"
        told = f"{row['no']} of {row['yes'] + row['no']} dated mentions outside"
        yield Claim(
            "terms", claim, (str(row["text"]),), told, SUGGESTIVE, "years coded by one reader", exhibit
        )


def _rates(table: TableReader) -> Iterator[Claim]:
    """Classes of metadiscourse whose rates differ: exploratory, so suggestive at most."""
    exhibit = "04-rhetoric/rates-contrast"
    rates = table(exhibit)
    for row in rates[rates["category"].isin(["hedge", "booster", "attitude"])].to_dict("records"):
        texts = str(row["target"]), str(row["reference"])
        known = pd.notna(row["q"])
        apart = known and row["q"] < _ALPHA
        told = f"{row['n_target']} and {row['n_reference']} found" + (
            f"; q = {row['q']:.3f}" if known else ""
        )
        why = "exploratory; one author's texts differ too" if apart else "inside what permuted segments give"
        told_why = why if known else "too few arrangements for a test"
        verdict = SUGGESTIVE if apart else UNDECIDED
        yield Claim("stance", f"another rate of {row['category']}", texts, told, verdict, told_why, exhibit)


def _readability(table: TableReader) -> Iterator[Claim]:
    """Pairs of texts whose sentences two formulas tell apart."""
    exhibit = "04-rhetoric/readability"
    rows = table(exhibit).dropna(subset=["low", "high"]).to_dict("records")
    scores = {(row["formula"], row["text"]): row for row in rows}
    known = [text for formula, text in scores if formula == "flesch" and ("lix", text) in scores]
    for one, other in combinations(known, 2):
        apart = [_disjoint(scores[name, one], scores[name, other]) for name in ("flesch", "lix")]
        values = [scores["flesch", text]["value"] for text in (one, other)]
        told = f"Flesch {values[0]:.0f} and {values[1]:.0f}"
        verdict = SECURE if all(apart) else SUGGESTIVE if any(apart) else UNDECIDED
        why = {
            SECURE: "two formulas, intervals apart; of such sentences",
            SUGGESTIVE: "one formula of two",
            UNDECIDED: "intervals overlap",
        }[verdict]
        yield Claim("readability", "harder or easier sentences", (one, other), told, verdict, why, exhibit)


def _disjoint(one: Mapping[Hashable, Any], other: Mapping[Hashable, Any]) -> bool:
    return bool(one["low"] > other["high"] or other["low"] > one["high"])


_SOURCES: tuple[Callable[[TableReader], Iterator[Claim]], ...] = (
    *(_voices, _pronouns, _authorship, _style, _topics, _terms, _names, _agents, _rates, _readability),
)

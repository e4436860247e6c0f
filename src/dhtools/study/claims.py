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

from .chronology import FITS

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
    grounds: str
    exhibit: str


_COLUMNS = ["analysis", "claim", "text", "compared_with", "evidence", "verdict", "grounds", "exhibit"]


def gather_claims(table: TableReader) -> pd.DataFrame:
    """Return what the notebooks' tables let one say of each text, with evidence and verdict.

    Parameters
    ----------
    table : function of str
        Returns the data of an exhibit by its name, as `dhtools.export.ExportedTables.table` does.

    Returns
    -------
    DataFrame
        One row a claim and text: *analysis*, *claim*, *text*, *compared_with* (the other text of a
        comparison, or ""), *evidence* (in words and numbers), *verdict* (`CLAIM_VERDICTS`), *grounds* (the
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
        share, low, high = row["quoted_share"], row["quoted_share_min"], row["quoted_share_max"]
        claim = "quotes others" if share else "quotes nobody"
        evidence = f"{share:.1%} of {row['prose']:,} words quoted; {low:.1%} to {high:.1%} on other readings"
        if low > 0 if share else high == 0:
            verdict, grounds = SECURE, "whatever reading of its marks"
        else:
            verdict, grounds = SUGGESTIVE, "another reading of its marks says otherwise"
        yield Claim("voices", claim, (str(row["text"]),), evidence, verdict, grounds, exhibit)


def _pronouns(table: TableReader) -> Iterator[Claim]:
    """Whose *we* it is."""
    exhibit = "04-rhetoric/pronouns"
    for row in table(exhibit).query("category == 'we' and n_author + n_others > 0").to_dict("records"):
        author, others = row["n_author"], row["n_others"]
        claim = "says we itself" if author > others else "lets others say we"
        evidence = f"{author} of {author + others} are the author's"
        yield Claim("voices", claim, (str(row["text"]),), evidence, SECURE, "a complete count", exhibit)


def _authorship(table: TableReader) -> Iterator[Claim]:
    """Whether two texts of such lengths can be given to one author or two."""
    exhibit = "01-stylometry/decidability"
    for row in table(exhibit).to_dict("records"):
        texts, evidence = (str(row["text_a"]), str(row["text_b"])), "no figure"
        if pd.notna(row["auc"]):
            evidence = f"AUC {row['auc']:.2f} ({row['low']:.2f} to {row['high']:.2f})"
        if row["verdict"] == "decidable":
            verdict, grounds = SUGGESTIVE, "long enough for a guess, no more"
        else:
            verdict, grounds = UNDECIDED, "too short"
        yield Claim("style", "one author or two", texts, evidence, verdict, grounds, exhibit)


def _style(table: TableReader) -> Iterator[Claim]:
    """Whether two texts differ more than two of one author do, in every table of known authors."""
    exhibit = "01-stylometry/pairs"
    known = table(exhibit).dropna(subset="percentile_same_author").query("text_a != text_b")
    for pair, rows in known.groupby(["text_a", "text_b"], sort=False):
        shares = 1 - rows["percentile_same_author"]
        named = zip(rows["reference"], shares, strict=True)
        evidence = "; ".join(f"{share:.0%} of pairs by one ({name}) differ more" for name, share in named)
        if (shares < _ALPHA).all():
            verdict, grounds = SUGGESTIVE, "beyond what one author does"
        else:
            verdict, grounds = UNDECIDED, "inside what one author does"
        texts = tuple(map(str, pair))
        yield Claim("style", "differ more than one author's", texts, evidence, verdict, grounds, exhibit)


def _topics(table: TableReader) -> Iterator[Claim]:
    """Which topics come back more than chance and more than texts that merely differ would give."""
    exhibit = "02-topics/cards"
    shares = table("02-topics/texts").query("fitted")
    for row in table(exhibit).to_dict("records"):
        main = shares[shares["topic"] == row["topic"]].nlargest(1, "share")
        texts, claim = tuple(map(str, main["text"])), f"topic: {row['label']}"
        evidence = f"recurs {row['recurrence']:.2f}; shuffled words up to {row['null_q975']:.2f}"
        if not row["stable"]:
            verdict, grounds = UNDECIDED, "no more than shuffled words"
        elif row["stable_within_texts"]:
            verdict, grounds = SECURE, "more than shuffled words, also within texts"
        else:
            verdict, grounds = SUGGESTIVE, "more than shuffled words, but not within texts"
        yield Claim("topics", claim, texts, evidence, verdict, grounds, exhibit)


def _terms(table: TableReader) -> Iterator[Claim]:
    """Whether the declared contrast of terms holds under all choices."""
    yield _contrast(table, "03-terms/contrast", "terms", "prefers one term")


def _agents(table: TableReader) -> Iterator[Claim]:
    """Whether the declared contrast of agents holds."""
    yield _contrast(table, "04-rhetoric/contrast", "agency", "leaves agents out more often")


def _contrast(table: TableReader, exhibit: str, analysis: str, claim: str) -> Claim:
    """Secure if every choice has a difference, suggestive if the declared one, the first, has."""
    choices = table(exhibit)
    declared, p = choices.iloc[0], choices["p"]
    evidence = f"{declared['share_target']:.0%} and {declared['share_reference']:.0%}"
    evidence += f"; p = {declared['p']:.3f}" if pd.notna(declared["p"]) else ""
    if pd.isna(declared["p"]):
        verdict, grounds = UNDECIDED, "too few arrangements for a test"
    elif (p < _ALPHA).all() and len(p) > 1:
        verdict, grounds = SECURE, "under every choice tried"
    elif declared["p"] < _ALPHA:
        verdict, grounds = SUGGESTIVE, f"not under all choices (p up to {p.max():.2f})"
    else:
        verdict, grounds = UNDECIDED, "inside what permuted segments give"
    texts = str(declared["target"]), str(declared["reference"])
    return Claim(analysis, claim, texts, evidence, verdict, grounds, exhibit)


def _names(table: TableReader) -> Iterator[Claim]:
    """Whether names fit the years told."""
    exhibit = "03-terms/names"
    rows = table(exhibit)
    for text in rows["text"].unique():
        fits = rows[rows["text"] == text].groupby("agrees")["n"].sum().reindex(FITS, fill_value=0)
        claim = "names outside official use" if fits["no"] else "names of the time"
        evidence = f"{fits['no']} of {fits.sum()} dated mentions outside"
        evidence += f", {fits['open']} of spans longer than a name's years" if fits["open"] else ""
        grounds = "years coded by two readers of this project"
        yield Claim("terms", claim, (str(text),), evidence, SUGGESTIVE, grounds, exhibit)


def _rates(table: TableReader) -> Iterator[Claim]:
    """Classes of metadiscourse whose rates differ: exploratory, so suggestive at most."""
    exhibit = "04-rhetoric/rates-contrast"
    rates = table(exhibit)
    for row in rates[rates["category"].isin(["hedge", "booster", "attitude"])].to_dict("records"):
        evidence = f"{row['n_target']} and {row['n_reference']} found"
        evidence += f"; q = {row['q']:.3f}" if pd.notna(row["q"]) else ""
        verdict, grounds = UNDECIDED, "inside what permuted segments give"
        if pd.isna(row["q"]):
            grounds = "too few arrangements for a test"
        elif row["q"] < _ALPHA:
            verdict, grounds = SUGGESTIVE, "exploratory; one author's texts differ too"
        texts, claim = (str(row["target"]), str(row["reference"])), f"another rate of {row['category']}"
        yield Claim("stance", claim, texts, evidence, verdict, grounds, exhibit)


def _readability(table: TableReader) -> Iterator[Claim]:
    """Pairs of texts whose sentences two formulas tell apart."""
    exhibit = "04-rhetoric/readability"
    rows = table(exhibit).dropna(subset=["low", "high"]).to_dict("records")
    scores = {(row["formula"], row["text"]): row for row in rows}
    known = [text for formula, text in scores if formula == "flesch" and ("lix", text) in scores]
    for a, b in combinations(known, 2):
        disjoint = [_disjoint(scores[name, a], scores[name, b]) for name in ("flesch", "lix")]
        evidence = f"Flesch {scores['flesch', a]['value']:.0f} and {scores['flesch', b]['value']:.0f}"
        if all(disjoint):
            verdict, grounds = SECURE, "two formulas, intervals apart; of such sentences"
        elif any(disjoint):
            verdict, grounds = SUGGESTIVE, "one formula of two"
        else:
            verdict, grounds = UNDECIDED, "intervals overlap"
        yield Claim("readability", "harder or easier sentences", (a, b), evidence, verdict, grounds, exhibit)


def _disjoint(a: Mapping[Hashable, Any], b: Mapping[Hashable, Any]) -> bool:
    return bool(a["low"] > b["high"] or b["low"] > a["high"])


_SOURCES: tuple[Callable[[TableReader], Iterator[Claim]], ...] = (
    *(_voices, _pronouns, _authorship, _style, _topics, _terms, _names, _agents, _rates, _readability),
)

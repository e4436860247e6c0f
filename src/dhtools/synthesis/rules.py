"""Rules of the claims: one function an analysis, from exported tables to claims.

The rules read exported tables only, so no claim is stronger here than in the notebook it comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from itertools import combinations
from math import hypot
from typing import Any

import pandas as pd

from ..export.sentences import Sentence, say
from ..study.chronology import FITS
from ..wording import counted, joined, plural
from .claims import ALPHA, SECURE, SUGGESTIVE, UNDECIDED, Claim, Names, TableReader, verdict_of

#: Farther apart than this share of one author's pairs is beyond them.
_BEYOND = 1 - ALPHA
#: Of more texts, and so of more pairs, one claim tells how many pairs it is true of.
_MANY_TEXTS, _MANY_PAIRS = 8, 28
#: So many words of a group are named in its sentence.
_MOST_WORDS = 5
#: Of fewer words of prose, and of fewer *we*, nothing is claimed.
_ENOUGH_WORDS, _ENOUGH_WE = 100, 3
#: So many quoted words in a row are no name, title or scare quotation.
_NO_SCARE = 8
Row = Mapping[Hashable, Any]
Rule = Callable[[TableReader, Names, str], Iterator[Claim]]


def gather_claims(
    table: TableReader, *, names: Mapping[str, str] | None = None, left_out: Collection[str] = ()
) -> list[Claim]:
    """Return what the notebooks' tables let one say of the texts.

    Parameters
    ----------
    table : function of str
        Returns the data of an exhibit by its name, as `dhtools.export.ExportedTables.optional` does. Of a
        table without rows nothing is claimed.
    names : mapping of str to str, optional
        What the texts are called in sentences, such as ``{"blog": "the blog"}``.
    left_out : collection of str
        Exhibits that there are not, because their measures do not apply to the language of the texts
        (`dhtools.export.languages.left_out_exhibits`).

    Returns
    -------
    list of Claim

    Raises
    ------
    DhtoolsError
        If an exhibit is missing or stale.
    """
    there = {
        exhibit: rule for exhibit, rule in _RULES.items() if exhibit not in left_out and len(table(exhibit))
    }
    return [claim for exhibit, rule in there.items() for claim in rule(table, Names(names), exhibit)]


def _voices(table: TableReader, names: Names, exhibit: str) -> Iterator[Claim]:
    """How much of a text is quoted by any reading of its marks, and whether one reading decides it."""
    undisputed = _undisputed(table("00-corpus/strips"))
    for row in table(exhibit).query("prose >= @_ENOUGH_WORDS").to_dict("records"):
        text = str(row["text"])
        share, high = row["quoted_share"], row["quoted_share_max"]
        least = max(row["quoted_share_min"], undisputed.get(text, 0) / row["prose"])
        certain = least > 0 if share else high == 0
        yield Claim(
            analysis="voices",
            name="quotes others" if share else "quotes nobody",
            sentence=_quotes(names[text], share, least, high),
            texts=(text,),
            effect=share,
            unit="share of the prose that is quoted",
            verdict=SECURE if certain else SUGGESTIVE,
            grounds="whatever reading of its marks" if certain else "another reading of its marks differs",
            exhibit=exhibit,
        )


def _undisputed(runs: pd.DataFrame) -> dict[str, int]:
    """Return by text the words of quotations so long that no reading takes them for a name or a scare."""
    if runs.empty:
        return {}
    long = runs[(runs["voice"] == "quoted") & (runs["n_words"] >= _NO_SCARE)]
    return {str(text): int(n) for text, n in long.groupby("text")["n_words"].sum().items()}


def _quotes(text: str, share: float, least: float, high: float) -> Sentence:
    if share and least > 0:
        return say(
            "At least {least:.1%} of {text} is quoted, by any reading of its marks.",
            holds=[least > 0],
            least=least,
            text=text,
        )
    if share:
        return say(
            "Only short quotations, {share:.1%} of {text}, are others' words by the declared reading of its "
            "marks; another reading may leave none.",
            holds=[share > 0, least == 0],
            share=share,
            text=text,
        )
    if high:
        return say(
            "Nobody is quoted in {text} by the declared reading of its marks, but somebody is by another.",
            holds=[share == 0, high > 0],
            text=text,
        )
    return say("Nobody is quoted in {text}, by any reading of its marks.", holds=[high == 0], text=text)


def _pronouns(table: TableReader, names: Names, exhibit: str) -> Iterator[Claim]:
    """Whose *we* it is."""
    enough = "category == 'we' and n_author + n_others >= @_ENOUGH_WE"
    for row in table(exhibit).query(enough).to_dict("records"):
        text, author, others = str(row["text"]), row["n_author"], row["n_others"]
        yield Claim(
            analysis="voices",
            name="says we itself" if author > others else "lets others say we",
            sentence=say(
                "Of the {n} *we* in {text} {how} are its author's.",
                either={
                    "how": {
                        "all": others == 0,
                        "most": author > others > 0,
                        "half": author == others,
                        "fewer than half": others > author > 0,
                        "none": author == 0,
                    }
                },
                n=author + others,
                text=names[text],
            ),
            texts=(text,),
            effect=author / (author + others),
            unit="share of *we* that is the author's",
            verdict=SECURE,
            grounds="a complete count",
            exhibit=exhibit,
        )


def _authorship(table: TableReader, names: Names, exhibit: str) -> Iterator[Claim]:
    """Which pairs of texts are long enough to tell one author from two: one claim for all that are not."""
    pairs = table(exhibit).dropna(subset="auc")
    pairs = pairs[~_of_parts(table, pairs)]
    enough = pairs["verdict"] == "decidable"
    short = pairs[~enough]
    if len(short):
        yield Claim(
            analysis="style",
            name="too short for authorship",
            sentence=say(
                "At these lengths {n} of {all} of texts {are} too short to tell one author from two.",
                holds=[(short["verdict"] != "decidable").all()],
                n=len(short),
                all=counted(len(pairs), "pair"),
                either={"are": {"is": len(short) == 1, "are": len(short) != 1}},
            ),
            texts=()
            if len(pairs) > _MANY_PAIRS
            else tuple(dict.fromkeys(short[["text_a", "text_b"]].astype(str).to_numpy().ravel())),
            effect=short["auc"].max(),
            unit="AUC, the largest",
            verdict=UNDECIDED,
            grounds="too short",
            exhibit=exhibit,
        )
    if len(pairs) > _MANY_PAIRS:
        if enough.any():
            yield _of_many_pairs(
                *("style", "long enough for authorship", exhibit, enough, SUGGESTIVE),
                "are long enough for a guess whether they have one author or two",
            )
        return
    for row in pairs[enough].to_dict("records"):
        texts = str(row["text_a"]), str(row["text_b"])
        auc, verdict = row["auc"], row["verdict"]
        yield Claim(
            analysis="style",
            name="long enough for authorship",
            sentence=say(
                "The lengths of {a} and {b} allow a guess whether they have one author or two.",
                holds=[verdict == "decidable"],
                a=names[texts[0]],
                b=names[texts[1]],
            ),
            texts=texts,
            effect=auc,
            low=row["low"],
            high=row["high"],
            unit="AUC",
            verdict=SUGGESTIVE,
            grounds="long enough for a guess, no more",
            exhibit=exhibit,
        )


def _of_many_pairs(
    analysis: str, name: str, exhibit: str, holds: pd.Series, verdict: str, what: str, of: str = "texts"
) -> Claim:
    """Return one claim of many pairs of texts: of how many it is true."""
    n = int(holds.sum())
    return Claim(
        analysis=analysis,
        name=name,
        sentence=say(
            "Of {all} of {of} {n} {what}.",
            of=of,
            holds=[n == holds.sum()],
            all=counted(len(holds), "pair"),
            n=n,
            what=what,
        ),
        texts=(),
        effect=n / len(holds),
        unit="share of the pairs",
        verdict=verdict if n else UNDECIDED,
        grounds="counted over all pairs; each of them is in the exhibit",
        exhibit=exhibit,
    )


def _of_parts(table: TableReader, pairs: pd.DataFrame) -> pd.Series:
    """Tell for each pair whether it is of parts of one text, and so of one author."""
    return ~pairs["text_a"].isin(_texts(table))


def _texts(table: TableReader) -> set[str]:
    return set(table("00-corpus/words-by-voice")["text"].astype(str))


def _style(table: TableReader, names: Names, exhibit: str) -> Iterator[Claim]:
    """Whether two texts differ more than two of one author do, on every scale of known authors."""
    known = table(exhibit).dropna(subset="percentile_same_author").query("text_a != text_b")
    parts = _of_parts(table, known)
    pairs = known.groupby(["text_a", "text_b"], sort=False)
    if parts.any():
        yield _of_many_pairs(
            *("style", "parts differ more than one author's texts", exhibit),
            *(pairs["percentile_same_author"].min() >= _BEYOND, SUGGESTIVE),
            "lie farther apart than nineteen in twenty pairs of texts by one author, on every scale",
            "parts of the text",
        )
        return
    if pairs.ngroups > _MANY_PAIRS:
        yield _of_many_pairs(
            *("style", "differ more than one author's texts", exhibit),
            *(pairs["percentile_same_author"].min() >= _BEYOND, SUGGESTIVE),
            "lie farther apart than nineteen in twenty pairs of one author, on every scale",
        )
        return
    for pair, rows in pairs:
        closer, of_two = rows["percentile_same_author"], rows["percentile_different_authors"]
        beyond = bool((closer >= _BEYOND).all())
        scales = [
            f"farther apart than {one:.0%} of one author's pairs and {two:.0%} of two authors' ({name})"
            for one, two, name in zip(closer, of_two, rows["reference"], strict=True)
        ]
        texts = tuple(map(str, pair))
        yield Claim(
            analysis="style",
            name="differ more than one author's texts",
            sentence=say(
                "Excerpts of {a} and {b} lie farther apart than {least:.0%} to {most:.0%} of one author's "
                "pairs, by the scale: {how}.",
                either={
                    "how": {
                        "beyond what one author does": (closer >= _BEYOND).all(),
                        "inside what one author does, which does not show that they have one": (
                            closer < _BEYOND
                        ).any(),
                    }
                },
                a=names[texts[0]],
                b=names[texts[1]],
                least=closer.min(),
                most=closer.max(),
            ),
            texts=texts,
            effect=closer.min(),
            unit="share of one author's pairs that are closer, the smallest",
            n_holds=int((closer >= _BEYOND).sum()),
            n_choices=len(closer),
            verdict=SUGGESTIVE if beyond else UNDECIDED,
            grounds="; ".join(scales),
            exhibit=exhibit,
        )


def _topics(table: TableReader, names: Names, exhibit: str) -> Iterator[Claim]:
    """Which topics recur more than chance, more than texts that merely differ, and under every choice."""
    for row in table(exhibit).to_dict("records"):
        verdict, grounds = _topic_verdict(row)
        texts = tuple(str(row["main_texts"]).split())
        told = joined([names[text] for text in texts])
        if len(texts) > _MANY_TEXTS:
            texts, told = (), counted(len(texts), "text")
        yield Claim(
            analysis="topics",
            name=f"topic: {row['label']}",
            sentence=_recurs(row, told),
            texts=texts,
            effect=row["recurrence"],
            unit="recurrence (Jaccard) of its words",
            n_holds=row["n_holds"],
            n_choices=row["n_choices"],
            p=row["p_familywise"],
            p_of=(
                "recurrence against shuffled words, one-sided, over all numbers of topics that were tried; "
                f"{row['n_draws']} draws, and the observed one"
            ),
            verdict=verdict,
            grounds=grounds,
            exhibit=exhibit,
        )


def _topic_verdict(row: Row) -> tuple[str, str]:
    """Grade a topic; where one number of topics was chosen among several, the search is part of its p."""
    holds = f"under {row['n_holds']} of {counted(row['n_choices'], 'choice')}"
    if not row["stable"]:
        return UNDECIDED, "no more than shuffled words"
    if not _is_small(row["p_familywise"]):
        return SUGGESTIVE, f"chance gives as much somewhere among the numbers of topics tried; {holds}"
    if not _is_small(row["p_familywise_within_texts"]):
        return SUGGESTIVE, f"more than shuffled words, but not shown within texts; {holds}"
    certain = row["n_holds"] == row["n_choices"] > 1
    return SECURE if certain else SUGGESTIVE, f"more than shuffled words, also within texts; {holds}"


def _recurs(row: Row, texts: str) -> Sentence:
    recurrence, shuffled = row["recurrence"], row["null_q975"]
    searched, within = _is_small(row["p_familywise"]), _is_small(row["p_familywise_within_texts"])
    values: dict[str, Any] = {"label": row["label"], "texts": texts}
    if row["stable"]:
        return say(
            "Topic *{label}* ({texts}) recurs more than in shuffled words{search}{within}, under {n} of "
            "{choices}.",
            holds=[recurrence > shuffled],
            either={
                "search": {
                    "": searched,
                    " if the search for a number of topics is not counted": not searched,
                },
                "within": {", also within texts": within, ", but not shown within texts": not within},
            },
            n=row["n_holds"],
            choices=counted(row["n_choices"], "choice"),
            **values,
        )
    return say(
        "Topic *{label}* ({texts}) is not shown to recur more than shuffled words do.",
        holds=[not recurrence > shuffled],
        **values,
    )


def _terms(table: TableReader, names: Names, exhibit: str) -> Iterator[Claim]:
    """Whether the declared contrast of terms holds under all choices."""
    yield _contrast(table, names, exhibit, "terms", "prefers the declared term")


def _agents(table: TableReader, names: Names, exhibit: str) -> Iterator[Claim]:
    """Whether the declared contrast of agents holds under all choices."""
    yield _contrast(table, names, exhibit, "agency", "leaves more agents out")


#: Of what the share of a contrast is, in its sentence.
_SHARE_OF = {
    "prefers the declared term": "of the term declared, among the terms it is set against,",
    "leaves more agents out": "of killings told without an agent",
}


def _contrast(table: TableReader, names: Names, exhibit: str, analysis: str, name: str) -> Claim:
    """Return the claim of a contrast whose first row is the declared choice."""
    choices = table(exhibit)
    declared = choices.iloc[0]
    more = bool(declared["share_target"] >= declared["share_reference"])
    target, reference = str(declared["target"]), str(declared["reference"])
    above = choices["share_target"] > choices["share_reference"]
    below = choices["share_target"] < choices["share_reference"]
    holds = ((choices["p"] <= ALPHA) & (above if more else below)).tolist()
    verdict, grounds = verdict_of(holds)
    if pd.isna(declared["p"]):
        verdict, grounds = UNDECIDED, "too few arrangements for a test"
    texts = (target, reference) if more else (reference, target)
    shares = declared[["share_target", "share_reference"]].astype(float)
    return Claim(
        analysis=analysis,
        name=name,
        sentence=_more(_SHARE_OF[name], [names[text] for text in texts], shares, holds, declared["p"]),
        texts=texts[:1],
        less=texts[1:],
        effect=shares.max() - shares.min(),
        unit="difference of shares",
        n_holds=sum(holds),
        n_choices=len(holds),
        p=declared["p"],
        p_of=_origin(declared.to_dict(), "chi-squared of the two shares, segments exchanged"),
        verdict=verdict,
        grounds=grounds,
        exhibit=exhibit,
    )


def _origin(row: Row, statistic: str) -> str:
    """Say of what a p is; "" where there is none."""
    origin = row.get("p_from")
    return "" if pd.isna(row["p"]) else f"{statistic}; {origin}" if pd.notna(origin) else statistic


def _is_small(p: float) -> bool:
    """Tell whether a p or q is a difference; a missing one is not."""
    return bool(p <= ALPHA)


def _more(share_of: str, texts: list[str], shares: pd.Series, holds: list[bool], p: float) -> Sentence:
    a, b, declared, n_holds = shares.max(), shares.min(), holds[0], sum(holds)
    values: dict[str, Any] = {"share_of": share_of, "x": texts[0], "y": texts[1], "a": a, "b": b}
    if pd.isna(p) or not n_holds:
        return say(
            "No difference in the share {share_of} is {how}: {a:.0%} in {x}, {b:.0%} in {y}.",
            holds=[not _is_small(p)],
            either={"how": {"shown": pd.notna(p), "tested, for lack of segments": pd.isna(p)}},
            **values,
        )
    return say(
        "The share {share_of} is shown to be larger in {x} ({a:.0%}) than in {y} ({b:.0%}) under {n} of "
        "{choices}{declared}.",
        holds=[a > b, n_holds > 0],
        either={"declared": {"": declared, ", but not under the declared one": not declared}},
        n=n_holds,
        choices=counted(len(holds), "choice"),
        **values,
    )


def _keywords(table: TableReader, names: Names, exhibit: str) -> Iterator[Claim]:
    """Which groups of texts have words of their own: those whose q, in a search of all words, is small."""
    words, texts = table(exhibit), _texts(table)
    for group, rows in words.groupby("group", sort=False) if "group" in words else ():
        shown = rows[(rows["q"] <= ALPHA) & (rows["log_ratio"] > 0)]
        yield Claim(
            analysis="terms",
            name=f"words of {group}",
            sentence=_preferred(str(group), shown["word"].head(_MOST_WORDS).tolist(), rows["q"]),
            texts=(str(group),) if str(group) in texts else (),
            effect=len(shown),
            unit="words with q up to one in twenty",
            p=rows["q"].min(),
            p_of="the smallest q over the words, of G², two-sided",
            verdict=SUGGESTIVE if len(shown) else UNDECIDED,
            grounds="found in a search over all words" if len(shown) else "no more than permuted units give",
            exhibit=exhibit,
        )


def _preferred(group: str, words: list[str], q: pd.Series) -> Sentence:
    if words:
        return say(
            "Against all other texts {group} uses {words} more often.",
            holds=[q.min() <= ALPHA],
            group=group,
            words=", ".join(words),
        )
    return say(
        "No word is shown to be used more often by {group} than by all other texts.",
        holds=[not words],
        group=group,
    )


def _topic_groups(table: TableReader, names: Names, exhibit: str) -> Iterator[Claim]:
    """In which groups of texts a topic has more room than the texts dealt out at random give it."""
    shares = table(exhibit).assign(feature=lambda rows: rows["label"], value=lambda rows: rows["rate"])
    yield from _between_groups(shares, "topics", "topic", "share of a text", exhibit)


def _term_groups(table: TableReader, names: Names, exhibit: str) -> Iterator[Claim]:
    """Which terms groups of texts use at different rates."""
    rates = table(exhibit).rename(columns={"term": "feature", "per_1000": "value"})
    yield from _between_groups(rates, "terms", "term", "occurrences per 1,000 words", exhibit)


def _stance_groups(table: TableReader, names: Names, exhibit: str) -> Iterator[Claim]:
    """Which classes of metadiscourse groups of texts use at different rates."""
    rates = table(exhibit).rename(columns={"class": "feature", "per_1000": "value"})
    yield from _between_groups(rates, "stance", "class", "findings per 1,000 words", exhibit)


def _between_groups(rows: pd.DataFrame, analysis: str, what: str, unit: str, exhibit: str) -> Iterator[Claim]:
    """Return a claim a feature that differs between groups of texts, and one of all that are not shown to."""
    of_feature = {str(name): own for name, own in rows.groupby("feature", sort=False)}
    shown = [name for name, own in of_feature.items() if own["n_holds"].iloc[0] > 0]
    for name in shown:
        own = of_feature[name].sort_values("value", ascending=False, kind="stable")
        first, last, n = own.iloc[0], own.iloc[-1], int(own["n_holds"].iloc[0])
        low, high = _difference_interval(first.to_dict(), last.to_dict())
        yield Claim(
            analysis=analysis,
            name=f"{what} by group: {name}",
            sentence=_leads(what, name, first, last, n, int(first["n_choices"])),
            texts=(),
            effect=first["value"] - last["value"],
            low=low,
            high=high,
            unit=f"difference of the highest and the lowest group: {unit}",
            n_holds=n,
            n_choices=int(first["n_choices"]),
            p=first["p_familywise"],
            p_of=_DEALT.format(what=plural(what)),
            verdict=SUGGESTIVE,
            grounds=f"found in a search over all {plural(what)}; {verdict_of(_under(first))[1]}",
            exhibit=exhibit,
        )
    if len(shown) < len(of_feature):
        yield _no_difference(rows[~rows["feature"].astype(str).isin(shown)], analysis, what, exhibit)


#: Of what the p of a claim on groups is.
_DEALT = "chi-squared between the groups, texts dealt out anew, for all {what} together"


def _under(row: pd.Series) -> list[bool]:
    """Return, the declared choice first, under which choices a difference of groups holds."""
    declared = _is_small(row["p_familywise"])
    held, tried = int(row["n_holds"]) - declared, int(row["n_choices"]) - 1
    return [declared, *[True] * held, *[False] * (tried - held)]


def _leads(what: str, name: str, first: pd.Series, last: pd.Series, n: int, choices: int) -> Sentence:
    shown = "{:.0%}" if what == "topic" else "{:.1f}"
    a, b = float(first["value"]), float(last["value"])
    return say(
        "The {what} *{name}* differs between the groups: {x} has most ({most}), {y} least ({least}), under "
        "{n} of {choices}.",
        holds=[a > b, n > 0],
        what=what,
        name=name,
        x=first["group"],
        y=last["group"],
        most=shown.format(a),
        least=shown.format(b),
        n=n,
        choices=counted(choices, "choice"),
    )


def _no_difference(rows: pd.DataFrame, analysis: str, what: str, exhibit: str) -> Claim:
    """Return the one claim of the features of which no difference between groups is shown."""
    features = rows.drop_duplicates("feature")
    p, names = features["p_familywise"].min(), features["feature"].astype(str).tolist()
    untested = bool(pd.isna(p))
    return Claim(
        analysis=analysis,
        name=f"{plural(what)} differ by group",
        sentence=say(
            "No difference between the groups is {how} in {n}: {names}.",
            holds=[len(features) > 0],
            either={"how": {"shown": not untested, "tested, for lack of texts,": untested}},
            n=counted(len(features), what),
            names=joined(names),
        ),
        texts=(),
        n_holds=0,
        n_choices=int(features["n_choices"].iloc[0]),
        p=p,
        p_of="" if untested else f"{_DEALT.format(what=plural(what))}, the smallest of these",
        verdict=UNDECIDED,
        grounds="too few arrangements for a test" if untested else "no more than texts dealt out anew give",
        exhibit=exhibit,
    )


def _names(table: TableReader, names: Names, exhibit: str) -> Iterator[Claim]:
    """Whether names fit the years told; spans longer than the years of a name leave it open."""
    for text, rows in table(exhibit).groupby("text", sort=False):
        fits = rows.groupby("agrees")["n"].sum().reindex(FITS, fill_value=0)
        if not fits.sum():
            continue
        outside, undecided = int(fits["no"]), int(fits["open"])
        yield Claim(
            analysis="terms",
            name="names outside official use" if outside else "no name outside official use",
            sentence=_dated(names[str(text)], outside, int(fits.sum())),
            texts=(str(text),),
            effect=outside / fits.sum(),
            unit="share of dated names outside official use",
            verdict=SUGGESTIVE,
            grounds=f"years coded by readers; {undecided} of spans longer than the years of a name",
            exhibit=exhibit,
        )


def _dated(text: str, outside: int, n: int) -> Sentence:
    if outside:
        return say(
            "In {text} {outside} of {n} dated names are outside their years of official use.",
            holds=[outside > 0],
            text=text,
            outside=outside,
            n=n,
        )
    return say(
        "In {text} no dated name of {n} is shown to be outside its years of official use.",
        holds=[outside == 0],
        text=text,
        n=n,
    )


#: Classes of metadiscourse of which something is claimed.
_STANCE = ("hedge", "booster", "attitude")


def _rates(table: TableReader, names: Names, exhibit: str) -> Iterator[Claim]:
    """Classes of metadiscourse whose rates differ: exploratory, so suggestive at most."""
    rates = table(exhibit)
    for row in rates[rates["category"].isin(_STANCE)].to_dict("records"):
        more = not row["log_ratio"] < 0
        texts = (str(row["target"]), str(row["reference"]))[:: 1 if more else -1]
        signs = 1 if more else -1
        limits = (
            sorted((signs * row["low"], signs * row["high"])) if pd.notna(row["low"]) else [row["low"]] * 2
        )
        shown = _is_small(row["q"])
        untested = bool(pd.isna(row["q"]))
        yield Claim(
            analysis="stance",
            name=f"higher rate of {row['category']}",
            sentence=_rate(row, [names[text] for text in texts], abs(row["log_ratio"])),
            texts=texts[:1],
            less=texts[1:],
            effect=abs(row["log_ratio"]),
            low=limits[0],
            high=limits[1],
            unit="log ratio of rates (doublings)",
            p=row["q"],
            p_of=_origin(
                {**row, "p": row["q"]},
                "q over the classes, of chi-squared of the two rates, segments exchanged, two-sided",
            ),
            verdict=SUGGESTIVE if shown else UNDECIDED,
            grounds=(
                "exploratory; one author's texts differ too"
                if shown
                else "too few arrangements for a test"
                if untested
                else "inside what permuted segments give"
            ),
            exhibit=exhibit,
        )


def _rate(row: Row, texts: list[str], ratio: float) -> Sentence:
    q = row["q"]
    values: dict[str, Any] = {"category": row["category"], "x": texts[0], "y": texts[1]}
    if _is_small(q):
        return say(
            "The rate of *{category}* is higher in {x} than in {y}.",
            holds=[ratio > 0, _is_small(q)],
            **values,
        )
    return say(
        "No difference in the rate of *{category}* is {how} between {x} and {y}.",
        holds=[not _is_small(q)],
        either={"how": {"shown": pd.notna(q), "tested, for lack of segments,": pd.isna(q)}},
        **values,
    )


def _readability(table: TableReader, names: Names, exhibit: str) -> Iterator[Claim]:
    """Pairs of texts whose sentences a formula tells apart; Flesch and LIX share their inputs.

    They do where the interval of the difference does not hold 0. Both count words and sentences, and long
    words in two ways. So they are one witness, and a pair that both tell apart is suggestive.
    """
    rows = table(exhibit).dropna(subset=["low", "high"]).to_dict("records")
    scores = {(row["formula"], str(row["text"])): row for row in rows}
    known = [text for formula, text in scores if formula == "flesch" and ("lix", text) in scores]
    if len(known) > _MANY_TEXTS:
        both = [all(_told_apart(scores, pair)) for pair in combinations(known, 2)]
        yield _of_many_pairs(
            *("readability", "easier sentences", exhibit, pd.Series(both), SUGGESTIVE),
            "differ in the difficulty of their sentences, by both formulas",
        )
        return
    for pair in combinations(known, 2):
        easier, harder = sorted(pair, key=lambda text: -scores["flesch", text]["value"])
        easy, hard = scores["flesch", easier], scores["flesch", harder]
        low, high = _difference_interval(easy, hard)
        holds = _told_apart(scores, pair)
        verdict, grounds = UNDECIDED, "the interval of the difference by Flesch's formula holds 0"
        if holds[0]:
            verdict, grounds = (
                SUGGESTIVE,
                f"under {sum(holds)} of 2 formulas, which share inputs: one witness",
            )
        yield Claim(
            analysis="readability",
            name="easier sentences",
            sentence=_easier(names[easier], names[harder], low),
            texts=(easier,),
            less=(harder,),
            effect=easy["value"] - hard["value"],
            low=low,
            high=high,
            unit="points of Flesch's formula",
            n_holds=sum(holds),
            n_choices=len(holds),
            verdict=verdict,
            grounds=grounds,
            exhibit=exhibit,
        )


def _told_apart(scores: Mapping[tuple[str, str], Row], pair: tuple[str, str]) -> list[bool]:
    """Tell for each formula whether the interval of the difference lies above 0; a low LIX is easy."""
    easier, harder = sorted(pair, key=lambda text: -scores["flesch", text]["value"])
    sides = (("flesch", easier, harder), ("lix", harder, easier))
    return [_difference_interval(scores[one, more], scores[one, less])[0] > 0 for one, more, less in sides]


def _difference_interval(larger: Row, smaller: Row) -> tuple[float, float]:
    """Return the 95% interval of the difference of two values, from the interval of each.

    Two intervals that overlap do not show that there is no difference. Source: Zou and Donner (2008),
    Statistics in Medicine 27(10), 1693-1702, doi:10.1002/sim.3095.
    """
    difference = larger["value"] - smaller["value"]
    below = hypot(larger["value"] - larger["low"], smaller["high"] - smaller["value"])
    above = hypot(larger["high"] - larger["value"], smaller["value"] - smaller["low"])
    return difference - below, difference + above


def _easier(easier: str, harder: str, low: float) -> Sentence:
    """Say it where the interval of the difference lies above 0."""
    if low > 0:
        return say(
            "Sentences are easier in {x} than in {y} by Flesch's formula.",
            holds=[low > 0],
            x=easier,
            y=harder,
        )
    return say(
        "No difference in the difficulty of sentences is shown between {x} and {y}.",
        holds=[not low > 0],
        x=easier,
        y=harder,
    )


#: The rules, by the exhibit that they read.
_RULES: Mapping[str, Rule] = {
    "00-corpus/words-by-voice": _voices,
    "04-rhetoric/pronouns": _pronouns,
    "01-stylometry/decidability": _authorship,
    "01-stylometry/pairs": _style,
    "02-topics/cards": _topics,
    "02-topics/groups": _topic_groups,
    "03-terms/contrast": _terms,
    "03-terms/vocabulary": _keywords,
    "03-terms/terms-by-group": _term_groups,
    "03-terms/names": _names,
    "04-rhetoric/contrast": _agents,
    "04-rhetoric/rates-contrast": _rates,
    "04-rhetoric/rates-by-group": _stance_groups,
    "04-rhetoric/readability": _readability,
}

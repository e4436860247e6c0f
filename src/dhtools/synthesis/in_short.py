"""What each notebook says of its texts, in two or three sentences at its top.

A reader of other texts than those of the repository has no abstract. These sentences are made from the tables
that the notebook computes first, and say what it found, or that the texts are too short for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from ..counts.by_voice import NOBODY, NOT_NAMED
from ..export.sentences import Sentence, instead, paragraph, say
from ..readability.formulas import formula_label
from ..stylometry.power import MIN_AUC
from ..wording import counted, joined
from .claims import ALPHA, CLAIM_VERDICTS, SUGGESTIVE

#: So many topics, words and claims are named.
_NAMED, _WORDS, _CLAIMS = 3, 4, 3
#: Farther apart than this share of known pairs is beyond them; closer than the rest is within none.
_BEYOND, _WITHIN = 1 - ALPHA, ALPHA


def corpus_in_short(voices: pd.DataFrame, speakers: pd.DataFrame) -> Sentence:
    """Say how much running prose there is, how much of it is quoted, and for how much a speaker is named.

    * voices, speakers: From `dhtools.counts.words_by_voice` and `words_by_speaker`.
    """
    prose, quoted = int(voices["prose"].sum()), int(voices["quoted"].sum())
    sentences = [
        say(
            "{texts} with {prose} of running prose, {quoted} of them quoted.",
            texts=counted(len(voices), "text"),
            prose=counted(prose, "word"),
            quoted=f"{quoted / prose:.0%}" if quoted else "none",
        )
    ]
    share = voices["quoted_share"].dropna()
    if len(share) > 1 and share.max() > share.min():
        sentences.append(
            say(
                "{most} quotes most ({high:.0%} of its prose), {least} least ({low:.0%}).",
                holds=[share.max() > share.min()],
                most=share.idxmax(),
                least=share.idxmin(),
                high=share.max(),
                low=share.min(),
            )
        )
    if quoted:
        unnamed = speakers.loc[speakers["speaker"].isin([NOT_NAMED, NOBODY]), "n_words"].sum()
        sentences.append(
            say("Beside {share:.0%} of the quoted words the text names no speaker.", share=unnamed / quoted)
        )
    return paragraph(*sentences)


def style_in_short(
    decided: pd.DataFrame, ranked: pd.DataFrame, pair: Sequence[str], *, parts: int
) -> Sentence:
    """Say how many pairs of texts are long enough for a verdict on authors, and where the pair compared lies.

    * decided: From `dhtools.stylometry.expected_auc`.
    * ranked: From `percentile_ranks`, beside the *Federalist Papers*.
    * pair: The two texts that are compared.
    * parts: How many parts of one text stand for texts; 0 of several texts.
    """
    enough, n = int((decided["auc"] >= MIN_AUC).sum()), len(decided)
    sentences = []
    if n and not parts:
        sentences.append(
            say(
                "{which} long enough for a guess whether they have one author or two.",
                which=_enough(enough, n),
            )
        )
    rows = ranked[ranked[["text_a", "text_b"]].isin(list(pair)).all(axis=1)]
    rows = rows[(rows["text_a"] != rows["text_b"]) & rows["excess"].notna()]
    for row in rows.head(1).to_dict("records"):
        same, two = float(row["percentile_same_author"]), float(row["percentile_different_authors"])
        beyond, near = same >= _BEYOND, two <= _WITHIN
        sentences.append(
            say(
                "Excerpts of {a} and {b} lie farther apart than {same:.0%} of one author's pairs and "
                "{two:.0%} of two authors' pairs (*Federalist Papers*){verdict}.",
                a=row["text_a"],
                b=row["text_b"],
                same=same,
                two=two,
                either={
                    "verdict": {
                        ": farther than one author's texts mostly do": beyond and not near,
                        ": closer than two authors' texts mostly do": near and not beyond,
                        ", which fits either": beyond == near,
                    }
                },
            )
        )
    return paragraph(*sentences) if sentences else instead(paragraph())


def _enough(enough: int, n: int) -> str:
    """Say which of some pairs of texts are long enough."""
    if n == 1:
        return "The two texts are" if enough else "The two texts are not"
    if not enough:
        return f"Of {n:,} pairs of texts none is"
    return f"{enough:,} of {n:,} pairs of texts {'is' if enough == 1 else 'are'}"


def topics_in_short(cards: pd.DataFrame) -> Sentence:
    """Say how many topics are stable, which, and how many of them hold under most other choices.

    * cards: From `dhtools.topics.verdicts.topic_verdicts`, with a column *label*.
    """
    if cards.empty:
        return say("These texts are too short for topics: nothing is shown here.", holds=[len(cards) == 0])
    stable = cards[cards["stable"]]
    firm = int((2 * stable["n_holds"] > stable["n_choices"]).sum())
    sentences = [
        say(
            "{n} of {topics} {are} stable{which}{named}.",
            n=len(stable),
            topics=counted(len(cards), "topic"),
            named=joined([f"“{label}”" for label in stable["label"]]),
            either={
                "are": {"is": len(stable) == 1, "are": len(stable) != 1},
                "which": {", so no subject is shown to recur": len(stable) == 0, ": ": len(stable) > 0},
            },
        )
    ]
    if len(stable):
        sentences.append(
            say(
                "Of these {n} {hold} under more than half of the other choices.",
                n=firm,
                either={"hold": {"holds": firm == 1, "hold": firm != 1}},
            )
        )
    return paragraph(*sentences)


def words_in_short(words: pd.DataFrame, what: str) -> Sentence:
    """Say by which words each side differs most from the rest, and whether a test shows it.

    * words: A column *group*, and *word*, *log_ratio*, *q*, from the top: of each side what it has more of.
    * what: What the sides are: ``text``, ``author`` or another group.
    """
    more = words[words["log_ratio"] > 0]
    if more.empty:
        return say("No word is frequent enough to be compared.", holds=[len(more) == 0])
    shown = int((more["q"] <= ALPHA).sum())
    sides = list(more.groupby("group", sort=False))
    named = [f"{group}: {', '.join(own['word'].head(_WORDS))}" for group, own in sides[:_NAMED]]
    rest = len(sides) - len(named)
    listed = "; ".join(named) + (f"; and so on for {counted(rest, what)}" if rest else "")
    if shown:
        return paragraph(
            say("What each {what} says more often than the rest: {sides}.", what=what, sides=listed),
            say(
                "A test of all words bears out {n} (q up to one in twenty).",
                n=counted(shown, "word"),
                holds=[shown > 0],
            ),
        )
    return paragraph(
        say("The largest differences in words, by {what}: {sides}.", what=what, sides=listed),
        say("No test was possible: there is too little text.", holds=[bool(more["q"].isna().all())])
        if more["q"].isna().all()
        else say(
            "A test of all words shows none of them: each q is above one in twenty.",
            holds=[more["q"].min() > ALPHA],
        ),
    )


def rhetoric_in_short(
    scores: pd.DataFrame, rates: pd.DataFrame | None = None, passives: pd.DataFrame | None = None
) -> Sentence:
    """Say whose sentences are easiest and hardest, how much is hedged, and how often an agent is left out.

    * scores: From `dhtools.readability.readability`.
    * rates: From `finding_rates`, of hedges and other classes; without it nothing is said of them.
    * passives: Counts *with_by* and *without_by* by text.
    """
    sentences = []
    if passives is not None and passives.to_numpy().sum():
        without, n = int(passives["without_by"].sum()), int(passives.to_numpy().sum())
        sentences.append(
            say("Of {n} {without} name no agent with *by*.", n=counted(n, "passive"), without=without)
        )
    hedges, times = pd.Series(dtype=float), pd.Series(dtype=int)
    if rates is not None:
        hedging = rates[rates["category"] == "hedge"].set_index("text")
        hedges, times = hedging["per_1000"], hedging["n"]
    if len(hedges) > 1 and hedges.max() > hedges.min():
        sentences.append(
            say(
                "{most} hedges most ({n_most:,} times, {high:.1f} in 1,000 words), {least} least "
                "({n_least:,}, {low:.1f}).",
                holds=[hedges.max() > hedges.min()],
                n_most=int(times[hedges == hedges.max()].iloc[0]),
                n_least=int(times[hedges == hedges.min()].iloc[0]),
                most=hedges.idxmax(),
                least=hedges.idxmin(),
                high=hedges.max(),
                low=hedges.min(),
            )
        )
    elif len(hedges) == 1 and times.iloc[0]:
        sentences.append(say("It hedges {n:.1f} times in 1,000 words.", n=hedges.iloc[0]))
    scored = scores[scores["low"].notna()]
    formula = str(scored["formula"].iloc[0]) if len(scored) else ""
    ease = scored[scored["formula"] == formula].set_index("text")["value"]
    if len(ease) > 1 and ease.max() > ease.min():
        sentences.append(
            say(
                "By {formula}, sentences score highest in {high} ({most:.0f}) and lowest in {low} "
                "({least:.0f}).",
                holds=[ease.max() > ease.min()],
                formula=formula_label(formula),
                high=ease.idxmax(),
                low=ease.idxmin(),
                most=ease.max(),
                least=ease.min(),
            )
        )
    return paragraph(*sentences) if sentences else instead(paragraph())


def claims_in_short(claims: pd.DataFrame) -> Sentence:
    """Say how many claims have each verdict, and the suggestive ones whose p is smallest.

    * claims: From `dhtools.synthesis.claims.claim_table`.
    """
    if claims.empty:
        return say("No measure says anything of these texts.", holds=[len(claims) == 0])
    n = claims["verdict"].value_counts().reindex(CLAIM_VERDICTS, fill_value=0)
    told = claims[(claims["verdict"] == SUGGESTIVE) & claims["p"].notna()]
    told = told.sort_values("p", kind="stable").head(_CLAIMS)
    return paragraph(
        say(
            "Of {claims} {secure} {are} secure, {suggestive} suggestive, and {undecided} not decidable.",
            claims=counted(len(claims), "claim"),
            secure=int(n.iloc[0]),
            suggestive=int(n.iloc[1]),
            undecided=int(n.iloc[2]),
            either={"are": {"is": n.iloc[0] == 1, "are": n.iloc[0] != 1}},
        ),
        # what a claim has in italics would show its asterisks: a value is no Markdown
        *(say("{claim}", claim=re.sub(r"\*(.+?)\*", r"“\1”", one)) for one in told["claim"]),
    )

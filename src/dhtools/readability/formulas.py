"""Readability: published formulas on the author's own sentences, with intervals, beside textstat's values.

A formula is a line through two averages, fitted long ago to school books. What differs between tools is not
the formula but what counts as a sentence, a word and a syllable; so the counts stand beside every value.

Sources: Flesch (1948); Kincaid et al. (1975); Gunning (1952); McLaughlin (1969); Coleman and Liau (1975);
Senter and Smith (1967); Björnsson (1968); Dale and Chall (1948).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtr, stdtrit

from ..annotation.record import Annotation, span_text
from ..annotation.tokens import rejoin_possessives
from ..errors import DhtoolsError, check_choice, check_whole
from ..rhetoric.language import warn_of_other_languages
from ..schema import PROSE
from .syllables import count_syllables

Counts = Mapping[str, Any]

_FORMULAS: dict[str, Callable[[Counts], Any]] = {
    "flesch": lambda n: 206.835 - 1.015 * n["words"] / n["sentences"] - 84.6 * n["syllables"] / n["words"],
    "flesch_kincaid": lambda n: (
        0.39 * n["words"] / n["sentences"] + 11.8 * n["syllables"] / n["words"] - 15.59
    ),
    "fog": lambda n: 0.4 * (n["words"] / n["sentences"] + 100 * n["complex"] / n["words"]),
    "smog": lambda n: 1.043 * np.sqrt(30 * n["polysyllables"] / n["sentences"]) + 3.1291,
    "coleman_liau": lambda n: 5.8 * n["letters"] / n["words"] - 29.6 * n["sentences"] / n["words"] - 15.8,
    "ari": lambda n: 4.71 * n["letters"] / n["words"] + 0.5 * n["words"] / n["sentences"] - 21.43,
    "lix": lambda n: n["words"] / n["sentences"] + 100 * n["long"] / n["words"],
    "dale_chall": lambda n: (
        15.79 * n["unfamiliar"] / n["words"]
        + 0.0496 * n["words"] / n["sentences"]
        + 3.6365 * (n["unfamiliar"] / n["words"] > 0.05)
    ),
}
#: The formulas by name. All but *flesch* (higher: easier) rise with difficulty.
READABILITY_FORMULAS: Mapping[str, Callable[[Counts], Any]] = MappingProxyType(_FORMULAS)
#: What is counted of every sentence.
COUNTED_FEATURES = ("words", "syllables", "letters", "polysyllables", "complex", "long", "unfamiliar")
#: Sentences that SMOG was made for, and that an interval needs.
SMOG_SENTENCES, MIN_SENTENCES = 30, 20
_TEXTSTAT = MappingProxyType(
    {
        "flesch": "flesch_reading_ease",
        "flesch_kincaid": "flesch_kincaid_grade",
        "fog": "gunning_fog",
        "smog": "smog_index",
        "coleman_liau": "coleman_liau_index",
        "ari": "automated_readability_index",
        "lix": "lix",
        "dale_chall": "dale_chall_readability_score",
    }
)


def readability_scores(counts: Counts) -> dict[str, Any]:
    """Return all formulas from counts.

    Parameters
    ----------
    counts : mapping of str to number or array
        *sentences*, *words*, *syllables*, *letters*, *polysyllables* (words of three syllables or more),
        *complex* (those that Gunning counts), *long* (words of seven letters or more), *unfamiliar* (not
        among Dale's familiar words).

    Returns
    -------
    dict of str to number or array
        By name; not a number where there are no words or sentences.

    Raises
    ------
    DhtoolsError
        If a count is missing.

    Examples
    --------
    >>> counts = dict.fromkeys(("complex", "long", "unfamiliar"), 10) | {"polysyllables": 12, "letters": 480}
    >>> found = readability_scores(counts | {"sentences": 5, "words": 100, "syllables": 150})
    >>> [round(float(found[name]), 3) for name in ("flesch", "flesch_kincaid", "lix")]
    [59.635, 9.91, 30.0]
    """
    if missing := {"sentences", *COUNTED_FEATURES} - set(counts):
        raise DhtoolsError(f"counts: {', '.join(sorted(missing))} missing. Give all that is counted.")
    floats = {name: np.asarray(number, dtype=float) for name, number in counts.items()}
    with np.errstate(divide="ignore", invalid="ignore"):  # no words, no sentences
        values = {name: formula(floats) for name, formula in READABILITY_FORMULAS.items()}
    return {name: np.where(np.isfinite(value), value, np.nan)[()] for name, value in values.items()}


def readability(
    annotation: Annotation,
    *,
    voice: str = "author",
    draws: int = 2000,
    seed: int = 0,
    with_textstat: bool = True,
) -> pd.DataFrame:
    """Return the formulas for every text, on the sentences of one voice in the running prose.

    Parameters
    ----------
    annotation : Annotation
    voice : str
        ``author`` or ``quoted``. Only sentences that are wholly of that voice count: half a sentence has no
        length.
    draws : int
        Bootstrap samples of sentences; 0: no interval.
    seed : int
    with_textstat : bool
        Whether to give textstat's own values too; they take longer than all the rest.

    Returns
    -------
    DataFrame
        One row a text and formula: *text*, *formula*, *value*, *low*, *high* (95% interval over
        sentences drawn with replacement; see Notes), *textstat*
        (textstat's own value for the same sentences), *textstat_file* (for the file as it is, with headings,
        quotations and whatever else it holds), *sentences*, *mixed* (sentences of two voices, left
        out), the counts, *reason* (why something is missing or doubtful).

    Raises
    ------
    DhtoolsError
        If the voice or an option is none.

    Warns
    -----
    UserWarning
        If a text does not seem to be English: all formulas and the syllables are made for English.

    Notes
    -----
    The interval takes sentences as independent. For sentences from all over a novel it holds the value of
    the novel in 92 to 94 % of samples of 23 and 35 sentences, and in 94 to 96 % from a hundred on; for
    passages of the same lengths in 47 to 66 % only (``benchmarks/coverage_readability.py``). So it describes
    sentences such as these, and no longer text that they may be a part of.
    """
    check_choice("voice", voice, ("author", "quoted"))
    for name, given in (("draws", draws), ("seed", seed)):
        check_whole(name, given, 0)
    prose = annotation.tokens[annotation.tokens["kind"].isin(PROSE).to_numpy()]
    warn_of_other_languages(annotation, f"{', '.join(READABILITY_FORMULAS)}, and the counts of syllables")
    sentences = annotation.sentences
    rows: list[dict[str, Any]] = []
    for text in annotation.corpus.ids:
        own = sentences[(sentences["text"] == text).to_numpy()]
        chosen = own[(own["voice"] == voice).to_numpy()]
        words = prose[(prose["text"] == text).to_numpy()]
        counts = sentence_counts(words[words["passage"].isin(chosen["passage"]).to_numpy()])
        shown = " ".join(" ".join(span_text(annotation.corpus, chosen)).split())
        mixed = int((own["voice"] == "mixed").sum())
        theirs = {
            "textstat": _textstat_values(shown if with_textstat else ""),
            "textstat_file": _textstat_values(annotation.corpus[text].raw.strip() if with_textstat else ""),
        }
        rows += _rows(text, counts, theirs, mixed, draws, seed)
    return pd.DataFrame(rows)


def _rows(
    text: str,
    counts: pd.DataFrame,
    theirs: Mapping[str, Mapping[str, float]],
    mixed: int,
    draws: int,
    seed: int,
) -> list[dict[str, Any]]:
    """Return the rows of one text."""
    total = {"sentences": len(counts), **{name: int(counts[name].sum()) for name in COUNTED_FEATURES}}
    values = readability_scores(total)
    low, high = bootstrap_interval(counts, draws, seed)
    return [
        {
            **{"text": text, "formula": name, "value": values[name], "low": low[name], "high": high[name]},
            **{column: values_of[name] for column, values_of in theirs.items()},
            **{"mixed": mixed, **total, "reason": _reason(name, counts, draws)},
        }
        for name in READABILITY_FORMULAS
    ]


def _reason(name: str, counts: pd.DataFrame, draws: int) -> str:
    if counts.empty:
        return "no sentence of this voice"
    if name == "smog" and len(counts) < SMOG_SENTENCES:
        return f"SMOG is made for {SMOG_SENTENCES} sentences"
    if draws and len(counts) < MIN_SENTENCES:
        return f"no interval below {MIN_SENTENCES} sentences"
    return ""


def sentence_counts(tokens: pd.DataFrame) -> pd.DataFrame:
    """Count what the formulas need, a row a sentence.

    Parameters
    ----------
    tokens : DataFrame
        Rows of `dhtools.token_table`, case kept. A possessive *'s* belongs to its word; words with a hyphen
        are two; numerals are no words.

    Returns
    -------
    DataFrame
        One row a passage, `COUNTED_FEATURES` as columns. *letters* are those of the words, without apostrophes, digits
        and punctuation; *complex* are words of three syllables or more without capitalised words inside the
        sentence and without those that have the third syllable from *-es*, *-ed* or *-ing* only.
    """
    if tokens.empty:
        return pd.DataFrame({name: pd.Series(dtype=np.int64) for name in COUNTED_FEATURES})
    joined = rejoin_possessives(tokens)
    joined = joined.assign(word=joined["word"].cat.remove_unused_categories())
    of_form = _of_forms(joined["word"].cat.categories)
    per_word = of_form.iloc[joined["word"].cat.codes.to_numpy()].reset_index(drop=True)
    inside = joined.duplicated("passage").to_numpy()
    name = inside & per_word["capital"].to_numpy()
    per_word = per_word.assign(words=1, complex=per_word["complex"] & ~name).drop(columns="capital")
    passage = joined["passage"].astype(str).to_numpy()
    return per_word.astype(np.int64).groupby(passage, sort=False).sum()[list(COUNTED_FEATURES)]


def _of_forms(forms: pd.Index) -> pd.DataFrame:
    """Return what is counted of a word, once for every form."""
    words = pd.Series(forms.astype(str))
    syllables = count_syllables(words)
    letters = words.str.count(r"[^\W\d_]")
    # an ending that adds the third syllable does not make a word complex
    ending = words.str.lower().str.contains(r"(?:es|ed|ing)\Z").to_numpy()
    return pd.DataFrame(
        {
            "syllables": syllables,
            "letters": letters,
            "polysyllables": syllables >= 3,
            "complex": np.where(ending, syllables >= 4, syllables >= 3),
            "long": letters > 6,
            "unfamiliar": [not _familiar(word) for word in words],
            "capital": words.str[:1].str.isupper(),
        }
    )


def _familiar(word: str) -> bool:
    from textstat import textstat  # it has Dale's list of familiar words

    stem = word.lower().removesuffix("'s").removesuffix("’s")
    return not textstat.is_difficult_word(stem, 0)


def bootstrap_interval(
    counts: pd.DataFrame, draws: int, seed: int
) -> tuple[dict[str, float], dict[str, float]]:
    """Return two percentiles of every formula over sentences drawn with replacement.

    The 2.5th and 97.5th would be too narrow for few sentences. They are moved outwards to what the normal
    distribution has below ``−t · sqrt(n / (n − 1))``, t with n − 1 degrees of freedom for n sentences: the
    expanded percentile interval (Hesterberg 2015, The American Statistician 69(4), 371-386).

    Parameters
    ----------
    counts : DataFrame
        From `sentence_counts`.
    draws, seed : int

    Returns
    -------
    two dicts of str to float
        Lower and upper ends; missing below `MIN_SENTENCES`, or with no draws.
    """
    none = dict.fromkeys(READABILITY_FORMULAS, float("nan"))
    if not draws or len(counts) < MIN_SENTENCES:
        return none, none
    number = len(counts)
    drawn = np.random.default_rng(seed).multinomial(number, np.full(number, 1 / number), size=draws)
    sums = drawn.astype(np.float64) @ counts.to_numpy(dtype=np.float64)  # whole numbers still, so exact
    values = readability_scores({"sentences": number, **dict(zip(COUNTED_FEATURES, sums.T, strict=True))})
    outside = float(ndtr(stdtrit(number - 1, 0.025) * np.sqrt(number / (number - 1))))
    ends = {name: np.quantile(value, [outside, 1 - outside]) for name, value in values.items()}
    return {name: float(low) for name, (low, _) in ends.items()}, {
        name: float(high) for name, (_, high) in ends.items()
    }


def _textstat_values(shown: str) -> dict[str, float]:
    """Return textstat's own values; not a number where it has nothing to count and would say 0."""
    from textstat import textstat

    if not shown:
        return dict.fromkeys(READABILITY_FORMULAS, float("nan"))
    return {name: float(getattr(textstat, theirs)(shown)) for name, theirs in _TEXTSTAT.items()}

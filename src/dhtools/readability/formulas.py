"""Readability: published formulas on the author's own sentences, with intervals, beside textstat's values.

A formula is a line through two averages, fitted long ago to school books. What differs between tools is not
the formula but what counts as a sentence, a word and a syllable; so the counts stand beside every value.

Sources: Flesch (1948); Kincaid et al. (1975); Gunning (1952); McLaughlin (1969); Coleman and Liau (1975);
Senter and Smith (1967); Björnsson (1968); Dale and Chall (1948). For German Bamberger and Vanecek (1984),
Lesen, Verstehen, Lernen, Schreiben; Amstad (1978), Wie verständlich sind unsere Zeitungen?; for French Kandel
and Moles (1958), Application de l'indice de Flesch à la langue française, Cahiers d'études de
radio-télévision 19, 253-274; for Spanish, Italian and Russian see `formulas_of`. Constants of these are those
of textstat, which a test compares; the works were not at hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtr, stdtrit

from ..annotation.places import rows_by_text
from ..annotation.record import Annotation, span_text
from ..corpus.languages import reading_language
from ..errors import DhtoolsError, check_choice, check_whole
from ..rhetoric.language import warn_of_other_languages
from ..schema import PROSE
from ..shown import answers_first
from ..wordlists.languages import language_name, languages
from .sentence_counts import COUNTED_FEATURES, plain_counts, sentence_counts

Counts = Mapping[str, Any]

_FORMULAS: dict[str, Callable[[Counts], Any]] = {
    "flesch": lambda n: (
        206.835 - 1.015 * n["n_words"] / n["n_sentences"] - 84.6 * n["n_syllables"] / n["n_words"]
    ),
    "flesch_kincaid": lambda n: (
        0.39 * n["n_words"] / n["n_sentences"] + 11.8 * n["n_syllables"] / n["n_words"] - 15.59
    ),
    "fog": lambda n: 0.4 * (n["n_words"] / n["n_sentences"] + 100 * n["n_complex"] / n["n_words"]),
    "smog": lambda n: 1.043 * np.sqrt(30 * n["n_polysyllables"] / n["n_sentences"]) + 3.1291,
    "coleman_liau": lambda n: (
        5.88 * n["n_letters"] / n["n_words"] - 29.6 * n["n_sentences"] / n["n_words"] - 15.8
    ),
    "ari": lambda n: 4.71 * n["n_letters"] / n["n_words"] + 0.5 * n["n_words"] / n["n_sentences"] - 21.43,
    "lix": lambda n: n["n_words"] / n["n_sentences"] + 100 * n["n_long"] / n["n_words"],
    "dale_chall": lambda n: (
        15.79 * n["n_unfamiliar"] / n["n_words"]
        + 0.0496 * n["n_words"] / n["n_sentences"]
        + 3.6365 * (n["n_unfamiliar"] / n["n_words"] > 0.05)
    ),
}
#: The formulas by name. All but *flesch* (higher: easier) rise with difficulty.
READABILITY_FORMULAS: Mapping[str, Callable[[Counts], Any]] = MappingProxyType(_FORMULAS)


def _wiener(ms: float, sl: float, iw: float, es: float, constant: float) -> Callable[[Counts], Any]:
    """Return a Wiener Sachtextformel: percentages of words, and words a sentence."""
    return lambda n: (
        100 * (ms * n["n_polysyllables"] + iw * n["n_long"] - es * n["n_monosyllables"]) / n["n_words"]
        + sl * n["n_words"] / n["n_sentences"]
        - constant
    )


def _flesch(constant: float, words: float, syllables: float) -> Callable[[Counts], Any]:
    """Return an adaptation of Flesch's formula: words a sentence, syllables a word."""
    return lambda n: (
        constant - words * n["n_words"] / n["n_sentences"] - syllables * n["n_syllables"] / n["n_words"]
    )


#: What there is for other languages: LIX for all, and formulas that were fitted to one of them.
_OF_LANGUAGE: Mapping[str, Mapping[str, Callable[[Counts], Any]]] = MappingProxyType(
    {
        "de": {
            "wiener_sachtext": _wiener(0.1935, 0.1672, 0.1297, 0.0327, 0.875),
            "wiener_sachtext_2": _wiener(0.2007, 0.1682, 0.1373, 0, 2.779),
            "wiener_sachtext_3": _wiener(0.2963, 0.1905, 0, 0, 1.1144),
            "wiener_sachtext_4": _wiener(0.2744, 0.2656, 0, 0, 1.693),
            "amstad": _flesch(180, 1, 58.5),
        },
        "es": {"fernandez_huerta": _flesch(206.84, 1.02, 60), "szigriszt": _flesch(206.835, 1, 62.3)},
        "fr": {"kandel_moles": _flesch(207, 1.015, 73.6)},
        "it": {"gulpease": lambda n: 89 + (300 * n["n_sentences"] - 10 * n["n_letters"]) / n["n_words"]},
        "ru": {"oborneva": _flesch(206.835, 1.3, 60.1)},
    }
)
#: How a figure names the formulas that it shows, two of a language.
_LABELS = MappingProxyType(
    {
        "flesch": "Flesch reading ease (higher: easier)",
        "wiener_sachtext": "Wiener Sachtextformel (higher: harder)",
        "kandel_moles": "Kandel-Moles (higher: easier)",
        "szigriszt": "Szigriszt (higher: easier)",
        "gulpease": "Gulpease (higher: easier)",
        "oborneva": "Oborneva (higher: easier)",
        "lix": "LIX (higher: harder)",
    }
)
#: Sentences that SMOG was made for, and that an interval needs.
SMOG_SENTENCES, MIN_SENTENCES = 30, 20
#: Cells of a table of drawn sentences that are in memory at a time.
_CELLS = 1 << 20
#: The formulas that textstat has, as it has them: other constants in one, all signs for letters in another.
_TEXTSTAT: Mapping[str, Callable[[Counts], Any]] = MappingProxyType(
    _FORMULAS
    | {
        "coleman_liau": lambda n: (
            5.8 * n["n_letters"] / n["n_words"] - 29.6 * n["n_sentences"] / n["n_words"] - 15.8
        ),
        "ari": lambda n: 4.71 * n["n_signs"] / n["n_pieces"] + 0.5 * n["n_words"] / n["n_sentences"] - 21.43,
    }
)


def readability_scores(counts: Counts) -> dict[str, Any]:
    """Return all formulas from counts.

    W words, S sentences, Y syllables, L letters:

    * *flesch* ``206.835 − 1.015 W/S − 84.6 Y/W``: about 0 (hard) to 100 (easy), without bounds
    * *flesch_kincaid* ``0.39 W/S + 11.8 Y/W − 15.59``: school grade, as are the following five
    * *fog* ``0.4 (W/S + 100 · complex/W)``
    * *smog* ``1.043 √(30 · polysyllables/S) + 3.1291``
    * *coleman_liau* ``5.88 L/W − 29.6 S/W − 15.8``, as published (textstat has 5.8 for 5.88)
    * *ari* ``4.71 L/W + 0.5 W/S − 21.43``
    * *dale_chall* ``15.79 · unfamiliar/W + 0.0496 W/S``, and 3.6365 more above 5 % unfamiliar words
    * *lix* ``W/S + 100 · long/W``: about 20 (easy) to 60 (hard)

    * counts (mapping of str to number or array): *n_sentences*, *n_words*, *n_syllables*, *n_letters*,
      *n_polysyllables* (words of three syllables or more), *n_complex* (those that Gunning counts), *n_long*
      (words of seven letters or more), *n_unfamiliar* (what is neither a name nor a familiar word).

    Returns: By name; not a number where there are no words or sentences.

    Raises `DhtoolsError` if a count is missing.

    >>> counts = dict.fromkeys(COUNTED_FEATURES, 10) | {"n_sentences": 5, "n_words": 100, "n_syllables": 150}
    >>> found = readability_scores(counts)
    >>> [round(float(found[name]), 3) for name in ("flesch", "flesch_kincaid", "lix")]
    [59.635, 9.91, 30.0]
    """
    if missing := {"n_sentences", *COUNTED_FEATURES} - set(counts):
        raise DhtoolsError(f"counts: {', '.join(sorted(missing))} missing. Give all that is counted.")
    return _values(counts, READABILITY_FORMULAS)


def shown_formulas(languages: Iterable[str]) -> dict[str, str]:
    """Return the formulas that a figure shows for texts in some languages, by code, with their labels.

    >>> list(shown_formulas(["en"])), list(shown_formulas(["de", "ru"]))
    (['flesch', 'lix'], ['wiener_sachtext', 'oborneva', 'lix'])
    """
    defined = {name for language in languages for name in formulas_of(language)}
    return {name: label for name, label in _LABELS.items() if name in defined}


def formula_label(name: str) -> str:
    """Return how a formula is called where readers see it; its name if there is no label."""
    return _LABELS.get(name, name)


def formulas_of(language: str) -> Mapping[str, Callable[[Counts], Any]]:
    """Return the formulas that are defined for a language, by its code.

    * *lix*: for all of them; the other `READABILITY_FORMULAS` for English only
    * *wiener_sachtext*, German: the first Wiener Sachtextformel of Bamberger and Vanecek (1984),
      ``0.1935 MS + 0.1672 W/S + 0.1297 IW − 0.0327 ES − 0.875``, a school grade of about 4 to 15. MS, IW and
      ES are the percentages of words with three syllables or more, with more than six letters, with one
      syllable. The others have fewer features: *wiener_sachtext_2* ``0.2007 MS + 0.1682 W/S + 0.1373 IW −
      2.779``, *wiener_sachtext_3* ``0.2963 MS + 0.1905 W/S − 1.1144``, *wiener_sachtext_4* ``0.2744 MS +
      0.2656 W/S − 1.693``
    * about 0 (hard) to 100 (easy), without bounds: *amstad*, German: ``180 − W/S − 58.5 Y/W`` (Amstad 1978).
      *kandel_moles*, French: ``207 − 1.015 W/S − 73.6 Y/W``, as textstat has it after Kandel and Moles
      (1958); other tools give their constants as 209, 1.15 and 68. *fernandez_huerta*, Spanish: ``206.84 −
      1.02 W/S − 60 Y/W`` (Fernández Huerta 1959; the printed formula counts sentences in a hundred words
      where words a sentence are meant). *szigriszt*, Spanish: ``206.835 − W/S − 62.3 Y/W`` (Szigriszt
      Pazos 1993; textstat has 206.84). *oborneva*, Russian: ``206.835 − 1.3 W/S − 60.1 Y/W`` (Oborneva 2006)
    * *gulpease*, Italian: ``89 + (300 S − 10 L) / W``, 0 (hard) to 100 (easy) (Lucisano and Piemontese 1988)

    >>> [list(formulas_of(language)) for language in ("es", "fr", "ru")]
    [['lix', 'fernandez_huerta', 'szigriszt'], ['lix', 'kandel_moles'], ['lix', 'oborneva']]
    """
    if language == "en":
        return READABILITY_FORMULAS
    return {"lix": READABILITY_FORMULAS["lix"], **_OF_LANGUAGE.get(language, {})}


def formula_languages() -> pd.DataFrame:
    """Return which formulas are defined for which languages.

    Returns: One row a formula, one column a language (code); whether it is defined.

    >>> formula_languages().loc[["flesch", "amstad", "lix"], ["de", "en", "ru"]].to_numpy().tolist()
    [[False, True, False], [True, False, False], [True, True, True]]
    """
    defined = {language: dict.fromkeys(formulas_of(language), True) for language in languages()}
    rows = dict.fromkeys(formula for language in ("en", *defined) for formula in formulas_of(language))
    table = pd.DataFrame({code: [name in own for name in rows] for code, own in defined.items()})
    return table.set_axis(pd.Index(rows, name="formula"))


def _values(counts: Counts, formulas: Mapping[str, Callable[[Counts], Any]]) -> dict[str, Any]:
    floats = {name: np.asarray(number, dtype=float) for name, number in counts.items()}
    with np.errstate(divide="ignore", invalid="ignore"):  # no words, no sentences
        values = {name: formula(floats) for name, formula in formulas.items()}
    return {name: np.where(np.isfinite(value), value, np.nan)[()] for name, value in values.items()}


@answers_first("text", "formula", "value", "low", "high")
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
        One row a text and formula (`READABILITY_FORMULAS`; for a text whose language is stated and has lists,
        `formulas_of` it too, and the others have a note in place of a value): *text*, *formula*, *value*,
        *low*, *high* (95% interval over sentences drawn with replacement; see Notes), *textstat* (textstat's
        own value for the same sentences, of English only), *textstat_file* (for the file as it is, with
        headings, quotations and whatever else it holds), *n_mixed* (sentences of two voices, left out),
        *n_sentences*, the other counts, *note* (why something is missing or doubtful).

    Raises
    ------
    DhtoolsError
        If the voice or an option is invalid.

    Warns
    -----
    UserWarning
        If a text does not seem to be English and no lists of its language are known: all formulas and the
        syllables are made for English.

    Notes
    -----
    The interval takes sentences as independent. For sentences from all over a novel it holds the value of
    the novel in 92 to 93 % of samples of 23 and 35 sentences, and in 93 to 95 % from a hundred on; for
    passages of the same lengths in 49 to 63 % only (``benchmarks/coverage_readability.py``). So it describes
    sentences such as these, and no longer text that they may be a part of.

    Of 567 pairs of versions of one text at two levels of reading (OneStopEnglish), *flesch_kincaid* puts 98 %
    in the right order, the others 95 to 98 % (``benchmarks/validate_rhetoric.py order``).
    """
    check_choice("voice", voice, ("author", "quoted"))
    for name, given in (("draws", draws), ("seed", seed)):
        check_whole(name, given, 0)
    prose = annotation.tokens[annotation.tokens["kind"].isin(PROSE).to_numpy()]
    languages = {text.id: reading_language(text.language) for text in annotation.corpus}
    warn_of_other_languages(
        annotation,
        f"{', '.join(READABILITY_FORMULAS)}, and the counts of syllables",
        made_for=[text for text, language in languages.items() if language != "en"],
    )
    own_sentences, own_words = rows_by_text(annotation.sentences), rows_by_text(prose)
    rows: list[dict[str, Any]] = []
    for text in annotation.corpus.ids:
        sentences = annotation.sentences.iloc[own_sentences.get(text, [])]
        chosen = sentences[(sentences["voice"] == voice).to_numpy()]
        language, words = languages[text], prose.iloc[own_words.get(text, [])]
        counts = sentence_counts(words) if language == "en" else plain_counts(words, language)
        shown = " ".join(" ".join(span_text(annotation.corpus, chosen)).split())
        with_theirs = with_textstat and language == "en"
        columns = {
            "textstat": _textstat_values(shown if with_theirs else ""),
            "textstat_file": _textstat_values(annotation.corpus[text].raw.strip() if with_theirs else ""),
        }
        n_mixed = int((sentences["voice"] == "mixed").sum())
        of_voice = counts[counts.index.isin(chosen["passage"])]
        rows += _text_scores(text, language, of_voice, columns, n_mixed, draws, seed)
        rows += _undefined(text, language, len(of_voice), n_mixed)
    return pd.DataFrame(rows)


def _text_scores(
    text: str,
    language: str,
    counts: pd.DataFrame,
    columns: Mapping[str, Mapping[str, float]],
    n_mixed: int,
    draws: int,
    seed: int,
) -> list[dict[str, Any]]:
    """Return the rows of one text."""
    formulas = formulas_of(language)
    total = {"n_sentences": len(counts), **{name: int(counts[name].sum()) for name in counts.columns}}
    values = _values(total, formulas)
    low, high = bootstrap_interval(counts, draws, seed, formulas)
    return [
        {
            **{"text": text, "formula": name, "value": values[name], "low": low[name], "high": high[name]},
            **{column: by_formula.get(name, np.nan) for column, by_formula in columns.items()},
            **{"n_mixed": n_mixed, **total, "note": _note(name, counts, draws)},
        }
        for name in formulas
    ]


def _undefined(text: str, language: str, n_sentences: int, n_mixed: int) -> list[dict[str, Any]]:
    """Return the rows of what is made for English: without a value, and with the reason."""
    note = f"made for English, not defined for {language_name(language)}"
    counts = {"n_mixed": n_mixed, "n_sentences": n_sentences}
    undefined = [name for name in READABILITY_FORMULAS if name not in formulas_of(language)]
    return [{"text": text, "formula": name, **counts, "note": note} for name in undefined]


def _note(formula: str, counts: pd.DataFrame, draws: int) -> str:
    if counts.empty:
        return "no sentence of this voice"
    if formula == "smog" and len(counts) < SMOG_SENTENCES:
        return f"SMOG is made for {SMOG_SENTENCES} sentences"
    if draws and len(counts) < MIN_SENTENCES:
        return f"no interval below {MIN_SENTENCES} sentences"
    return ""


def bootstrap_interval(
    counts: pd.DataFrame,
    draws: int,
    seed: int,
    formulas: Mapping[str, Callable[[Counts], Any]] = READABILITY_FORMULAS,
) -> tuple[dict[str, float], dict[str, float]]:
    """Return two percentiles of every formula over sentences drawn with replacement.

    The 2.5th and 97.5th would be too narrow for few sentences. They are moved outwards to what the normal
    distribution has below ``−t · sqrt(n / (n − 1))``, t with n − 1 degrees of freedom for n sentences: the
    expanded percentile interval (Hesterberg 2015, The American Statistician 69(4), 371-386).

    * counts: From `sentence_counts`.
    * formulas: By name; what they count are columns of *counts*.

    Returns: Lower and upper ends; missing below `MIN_SENTENCES`, or with no draws.
    """
    none = dict.fromkeys(formulas, float("nan"))
    if not draws or len(counts) < MIN_SENTENCES:
        return none, none
    number = len(counts)
    random, chances, numbers = (
        np.random.default_rng(seed),
        np.full(number, 1 / number),
        counts.to_numpy(float),
    )
    at_once = max(_CELLS // number, 1)
    sums = np.concatenate(
        [
            # whole numbers still, so exact
            random.multinomial(number, chances, size=min(at_once, draws - first)).astype(float) @ numbers
            for first in range(0, draws, at_once)
        ]
    )
    values = _values({"n_sentences": number, **dict(zip(counts.columns, sums.T, strict=True))}, formulas)
    outside = float(ndtr(stdtrit(number - 1, 0.025) * np.sqrt(number / (number - 1))))
    ends = {name: np.quantile(value, [outside, 1 - outside]) for name, value in values.items()}
    return {name: float(low) for name, (low, _) in ends.items()}, {
        name: float(high) for name, (_, high) in ends.items()
    }


def _textstat_values(shown: str) -> dict[str, float]:
    """Return textstat's own values; not a number where it lacks the formula, or counts nothing."""
    values = _values(_textstat_counts(shown), _TEXTSTAT) if shown else {}
    return dict.fromkeys(READABILITY_FORMULAS, float("nan")) | {
        name: float(value) for name, value in values.items()
    }


def _textstat_counts(shown: str) -> dict[str, int]:
    """Return what textstat counts in a text: each different word is counted once, not for every formula."""
    from textstat import textstat
    from textstat.backend.selections import list_words

    words = Counter(list_words(shown))
    counted = [(n, *_counts_of_word(word)) for word, n in words.items()]
    return {
        "n_words": words.total(),
        "n_sentences": textstat.sentence_count(shown),
        "n_syllables": sum(n * syllables for n, syllables, _, _ in counted),
        "n_polysyllables": sum(n for n, syllables, _, _ in counted if syllables >= 3),
        "n_complex": sum(n for n, _, is_complex, _ in counted if is_complex),
        "n_unfamiliar": sum(n for n, _, _, is_unfamiliar in counted if is_unfamiliar),
        "n_long": textstat.long_word_count(shown),
        "n_letters": textstat.letter_count(shown),
        "n_signs": textstat.char_count(shown),
        "n_pieces": len(shown.split()),
    }


@lru_cache(maxsize=1 << 17)
def _counts_of_word(word: str) -> tuple[int, bool, bool]:
    """Return the syllables of a word by textstat, whether it is complex, and whether it is unfamiliar."""
    from textstat import textstat

    return (
        textstat.syllable_count(word),
        textstat.is_difficult_word(word, 3),
        textstat.is_difficult_word(word, 0),
    )

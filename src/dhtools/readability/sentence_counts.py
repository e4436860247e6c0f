"""What the formulas of readability count of every sentence: words, syllables, letters, hard words."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..annotation.tokens import rejoin_possessives
from .familiar_words import is_familiar
from .syllables import count_syllables
from .vowel_groups import count_vowel_groups, has_syllables

#: What is counted of every sentence.
COUNTED_FEATURES = (
    *("n_words", "n_syllables", "n_letters", "n_polysyllables", "n_complex", "n_long", "n_unfamiliar"),
)


def sentence_counts(tokens: pd.DataFrame) -> pd.DataFrame:
    """Count what the formulas need, a row a sentence.

    * tokens: Rows of `dhtools.token_table` for one text, case kept: all of its words, since these also say
      which capitals are names and initialisms. A possessive *'s* belongs to its word; words with a hyphen are
      two; numerals are no words.

    Returns: One row a passage, `COUNTED_FEATURES` as columns. *n_letters* are those of the words, without
    apostrophes, digits and punctuation. *n_complex* are words of three syllables or more without names and
    without those that have the third syllable from *-es*, *-ed* or *-ing* only. *n_unfamiliar* are words that
    are neither names nor familiar (`is_familiar`).

    A word counts as a name if it has a capital inside a sentence, or at its beginning if the text has it
    with a capital inside another sentence and never in small letters. The formulas mean names of persons and
    places; other words with capitals (*the Central Committee*) are taken for names, too. A sentence in
    capitals is read as if it were in small letters, without the initialisms that stand in other sentences.
    """
    if tokens.empty:
        return pd.DataFrame({name: pd.Series(dtype=np.int64) for name in COUNTED_FEATURES})
    joined = rejoin_possessives(tokens)
    inside = joined.duplicated("passage").to_numpy()
    codes, forms = pd.factorize(_without_shouting(joined))
    is_name = _is_name(codes, forms, inside)
    counted = _count_forms(forms).iloc[codes].reset_index(drop=True)
    counted["n_complex"] &= ~is_name
    counted["n_unfamiliar"] &= ~is_name
    passages = joined["passage"].astype(str).to_numpy()
    return counted.astype(np.int64).groupby(passages, sort=False).sum()[list(COUNTED_FEATURES)]


def plain_counts(tokens: pd.DataFrame, language: str) -> pd.DataFrame:
    """Count what formulas of other languages than English need, a row a sentence.

    * tokens: As for `sentence_counts`.
    * language: Code of the language.

    Returns: One row a passage: *n_words*, *n_letters*, *n_long* (words of seven letters or more); where there
    is a rule for syllables (`count_vowel_groups`) also *n_syllables*, *n_polysyllables* (words of three or
    more), *n_monosyllables*.
    """
    words = _with_elided(tokens)
    n_letters = words.str.count(r"[^\W\d_]")
    tokens = tokens.loc[words.index]
    counted = {"n_words": 1, "n_letters": n_letters, "n_long": n_letters > 6}
    if has_syllables(language):
        n_syllables = count_vowel_groups(words, language)
        counted |= {"n_syllables": n_syllables, "n_polysyllables": n_syllables >= 3}
        counted |= {"n_monosyllables": n_syllables == 1}
    table = pd.DataFrame(counted, index=tokens.index).astype(np.int64)
    return table.groupby(tokens["passage"].astype(str).to_numpy(), sort=False).sum()


def _with_elided(tokens: pd.DataFrame) -> pd.Series:
    """Return the words as the formulas have them: *l'homme* is one, with the index of its last row."""
    words = tokens["word"].astype(str)
    glued = words.str.contains(r".['’]\Z") & (tokens["end"] == tokens["start"].shift(-1))
    if not glued.any():
        return words
    is_last = ~glued.to_numpy()
    number = np.cumsum(is_last) - is_last.astype(int)  # how many words have ended before
    return words.groupby(number).sum().set_axis(words.index[is_last])


def _without_shouting(tokens: pd.DataFrame) -> npt.NDArray[np.object_]:
    """Return the words, in small letters where all words of a sentence of two or more are in capitals."""
    words = tokens["word"].astype(object).to_numpy()
    is_upper = np.array([word.isupper() for word in words], dtype=bool)
    sentences = pd.Series(is_upper).groupby(tokens["passage"].astype(str).to_numpy())
    is_shouted = sentences.transform("all").to_numpy() & (sentences.transform("size").to_numpy() > 1)
    initialisms = {word for word in words[is_upper & ~is_shouted] if len(word) > 1}
    return np.array(
        [
            word.lower() if shouted and word not in initialisms and word != "I" else word
            for word, shouted in zip(words, is_shouted, strict=True)
        ],
        dtype=object,
    )


def _is_name(
    codes: npt.NDArray[np.int64], forms: npt.NDArray[np.object_], inside: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    has_capital = np.array([form[:1].isupper() for form in forms], dtype=bool)
    small = {form for form in forms if form[:1].islower()}
    never_small = np.array([form.lower() not in small for form in forms], dtype=bool)
    seen_inside = np.zeros(len(forms), dtype=bool)
    seen_inside[codes[inside]] = True
    return (has_capital[codes] & inside) | (has_capital & never_small & seen_inside)[codes]


def _count_forms(forms: npt.NDArray[np.object_]) -> pd.DataFrame:
    """Return what is counted of a word, once for every form."""
    words = pd.Series(forms, dtype=object)
    n_syllables = count_syllables(words)
    n_letters = words.str.count(r"[^\W\d_]")
    # an ending that adds the third syllable does not make a word complex
    has_ending = words.str.lower().str.contains(r"(?:es|ed|ing)\Z").to_numpy()
    stems = words.str.lower().str.replace(r"['’]s\Z", "", regex=True)
    return pd.DataFrame(
        {
            "n_words": 1,
            "n_syllables": n_syllables,
            "n_letters": n_letters,
            "n_polysyllables": n_syllables >= 3,
            "n_complex": n_syllables >= np.where(has_ending, 4, 3),
            "n_long": n_letters > 6,
            "n_unfamiliar": [not is_familiar(stem) for stem in stems],
        }
    )

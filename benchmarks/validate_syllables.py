"""Measure how well syllables are counted where the pronouncing dictionary does not have a word.

12,000 words of three letters or more are drawn from the CMU Pronouncing Dictionary and withheld from it.
Counted is in how many of them the number of syllables is one that the dictionary gives (*any*), and the one
that it gives first (*first*): by the rules of `dhtools.readability.count_syllables` (*rules*), and by
hyphenation, which textstat takes there (*hyphenation*). The dictionary has many surnames, so these are hard
words. The rules were made on other words than those of seed 1.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from unittest import mock

import numpy as np
from common import Given, measures, percent
from textstat.backend.utils._get_pyphen import get_pyphen

from dhtools.readability import syllables
from dhtools.readability.syllables import count_syllables


def shares(counts: Sequence[int], truth: list[tuple[int, ...]]) -> dict[str, float]:
    """Return the share of counts that are one of the true ones, and the share that are the first."""
    pairs = list(zip(counts, truth, strict=True))
    return {
        "any": float(np.mean([count in variants for count, variants in pairs])),
        "first": float(np.mean([count == variants[0] for count, variants in pairs])),
    }


def measure(n_words: int, seed: int) -> dict[str, dict[str, float]]:
    """Return the shares by rule for words withheld from the dictionary."""
    whole = syllables._dictionary()
    words = sorted(word for word in whole if word.isalpha() and len(word) > 2)
    withheld = random.Random(seed).sample(words, n_words)
    truth = [whole[word].syllables for word in withheld]
    rest = {word: whole[word] for word in whole.keys() - set(withheld)}
    syllables._sound.cache_clear()
    with mock.patch.object(syllables, "_dictionary", lambda: rest):
        counts = count_syllables(withheld).tolist()
    syllables._sound.cache_clear()
    hyphens = get_pyphen("en_US")
    return {
        "rules": shares(counts, truth),
        "hyphenation": shares([len(hyphens.positions(word)) + 1 for word in withheld], truth),
    }


@measures("readability: syllables of words that the dictionary lacks")
def withheld(given: Given) -> list[str]:
    found = measure(given.size(12_000, 500), seed=1)
    rules, hyphens = (
        {name: percent(one) for name, one in found[way].items()} for way in ("rules", "hyphenation")
    )
    return [
        f"{rules['any']} have one of its counts, {rules['first']} the first; by hyphenation {hyphens['any']} "
        f"and {hyphens['first']}"
    ]

"""A language is English however its manifest states it."""

import pytest

from dhtools.corpus.languages import is_english, is_stated


@pytest.mark.parametrize(
    "stated",
    [
        *(
            "English",
            "ENGLISH",
            " english ",
            "en",
            "EN",
            "eng",
            "en-GB",
            "en_US",
            "en-Latn-GB",
            "en_GB.UTF-8",
        ),
        *("British English", "American English", "Early Modern English", "English (UK)", "US English"),
        *("English, British", "anglais", "Englisch", "Inglés"),
    ],
)
def test_english_is_english(stated):
    assert is_english(stated) and is_stated(stated)


@pytest.mark.parametrize(
    "stated",
    [
        "French",
        "fr",
        "de-DE",
        "enm",
        "ang",
        "Old English",
        "Middle English",
        "Bengali",
        "enets",
        "Translated from English",
    ],
)
def test_other_languages_are_not(stated):
    assert not is_english(stated) and is_stated(stated)


@pytest.mark.parametrize("stated", ["", "unknown", "Unknown", "und"])
def test_nothing_stated(stated):
    assert not is_english(stated) and not is_stated(stated)

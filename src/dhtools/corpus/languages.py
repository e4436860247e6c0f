"""Languages as a manifest may state them: by name, or by a tag such as ``en-GB``."""

from __future__ import annotations

import re
from functools import lru_cache

from ..wordlists.languages import language_list, languages
from .texts import Corpus

#: What may stand before a name; *Old English* and *Middle High German* are other languages.
_VARIETY = (
    r"(?:(?:american|argentin(?:e|ian)|australian|austrian|belgian|british|canadian|contemporary|early"
    r"|european|general|indian|international|irish|late|latin american|mexican|modern|new zealand|scottish"
    r"|south african|standard|swiss|u\.?k\.?|u\.?s\.?|world)[\s-]+)*"
)
#: A region or script may follow a tag: ``de-AT``, ``en_GB.UTF-8``.
_REGION = r"(?:[-_.@][\w.@-]*)?\Z"
_UNSTATED = frozenset(("", "unknown", "und", "mul", "zxx"))


def is_stated(language: str) -> bool:
    """Tell whether a manifest states a language."""
    return language.strip().casefold() not in _UNSTATED


@lru_cache(maxsize=1 << 10)
def language_code(language: str) -> str:
    """Return the code of a language, as it is stated by name or tag; empty if there are no lists of it.

    Examples
    --------
    >>> [language_code(stated) for stated in ("German", "Deutsch", "de-AT", "deu", "Austrian German")]
    ['de', 'de', 'de', 'de', 'de']
    >>> [language_code(stated) for stated in ("français", "fr_CA", "Old French", "Danish", "")]
    ['fr', 'fr', '', '', '']
    """
    stated = language.strip().casefold()
    return next((code for code in languages() if _stated_as(code).match(stated)), "")


@lru_cache
def _stated_as(code: str) -> re.Pattern[str]:
    names, tags = (
        "|".join(re.escape(form.casefold()) for form in language_list(code, "names", kind))
        for kind in ("name", "tag")
    )
    return re.compile(rf"{_VARIETY}(?:{names})\b(?!\W(?:based|creole|sign)\b)|(?:{tags}){_REGION}")


def is_english(language: str) -> bool:
    """Tell whether a language, as it is stated, is English.

    Examples
    --------
    >>> [is_english(stated) for stated in ("English", "en", "en-GB", "en_US", "British English", "eng")]
    [True, True, True, True, True, True]
    >>> [is_english(stated) for stated in ("French", "enm", "Old English", "Bengali", "unknown")]
    [False, False, False, False, False]
    """
    return language_code(language) == "en"


def reading_language(language: str) -> str:
    """Return the code of the language whose lists a text is read by: English where it has no others."""
    return language_code(language) or "en"


def corpus_languages(corpus: Corpus) -> tuple[str, ...]:
    """Return the codes of the languages that the texts of a corpus are read by, in the order of the texts."""
    return tuple(dict.fromkeys(reading_language(text.language) for text in corpus))

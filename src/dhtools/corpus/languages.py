"""Languages as a manifest may state them: by name, or by a tag such as ``en-GB``."""

from __future__ import annotations

import re
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from ..escaping import terminal
from ..wordlists.languages import language_list, language_name, languages
from ..wordlists.lists import function_words

if TYPE_CHECKING:
    from .texts import Corpus, Text

#: What may stand before a name; *Old English* and *Middle High German* are other languages.
_VARIETY = (
    r"(?:(?:american|argentin(?:e|ian)|australian|austrian|belgian|british|canadian|contemporary|early"
    r"|european|general|indian|international|irish|late|latin american|mexican|modern|new zealand|scottish"
    r"|south african|standard|swiss|u\.?k\.?|u\.?s\.?|world)[\s-]+)*"
)
#: A region or script may follow a tag: ``de-AT``, ``en_GB.UTF-8``.
_REGION = r"(?:[-_.@][\w.@-]*)?\Z"
_UNSTATED = frozenset(("", "unknown", "und", "mul", "zxx"))
#: About half of the words of running text are function words. Portuguese and Catalan have a third of them in
#: common with Spanish, so other languages than English need more.
_MIN_SHARE, _ENGLISH_SHARE = 0.38, 0.3
#: A language is read off the middle of a text, of so many characters; a shorter text does not tell it.
_SAMPLE, _SHORTEST = 20_000, 300
_WORD = re.compile(r"[^\W\d_]+['’]?")
#: The same for a text in ASCII, which is searched several times as fast.
_ASCII_WORD = re.compile(r"[A-Za-z]+'?")


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


def likely_language(raw: str) -> str:
    """Return the code of the language whose function words have the largest share of a text.

    Empty where no language has a share of .38 (English: .3).

    Examples
    --------
    >>> likely_language("Die Katze saß auf der Mauer, und sie sah den Vögeln nach.")
    'de'
    """
    middle = max(0, (len(raw) - _SAMPLE) // 2)
    words = Counter((_ASCII_WORD if raw.isascii() else _WORD).findall(raw, middle, middle + _SAMPLE))
    listed = Counter(dict.fromkeys(languages(), 0))
    for word, n in words.items():
        listed.update(dict.fromkeys(_listed_in(word), n))
    likely = max(listed, key=lambda code: listed[code])
    share = listed[likely] / max(1, words.total())
    return likely if share >= (_ENGLISH_SHARE if likely == "en" else _MIN_SHARE) else ""


@lru_cache(maxsize=1 << 16)
def _listed_in(word: str) -> tuple[str, ...]:
    """Return the languages that have a word, with or without the apostrophe at its end, on their lists."""
    form = word.lower().replace("’", "'")
    return tuple(code for code in languages() if not _listed(code).isdisjoint((form, form.removesuffix("'"))))


@lru_cache
def _listed(language: str) -> frozenset[str]:
    return frozenset(function_words(language))


def with_languages(texts: Iterable[Text]) -> list[Text]:
    """Return texts; one that states no language and is not English has the language of its function words.

    Warns
    -----
    UserWarning
        Of texts that are read so: their names, and where to state the language.
    """
    found, read_as = [], defaultdict[str, list[str]](list)
    for text in texts:
        unknown = len(text.raw) >= _SHORTEST and not is_stated(text.language)
        code = likely_language(text.raw) if unknown else ""
        if code not in ("", "en"):
            text = replace(text, language=language_name(code))
            read_as[text.language].append(text.id)
        found.append(text)
    for language, ids in read_as.items():
        more = f" and {len(ids) - 3:,} more" if len(ids) > 3 else ""
        message = (
            f"{', '.join(ids[:3])}{more}: no language is stated. Read as {language}, by the function words. "
            "State it in a column *language* of metadata.csv."
        )
        warnings.warn(terminal(message), UserWarning, stacklevel=3)
    return found


def corpus_languages(corpus: Corpus) -> tuple[str, ...]:
    """Return the codes of the languages that the texts of a corpus are read by, in the order of the texts."""
    return tuple(dict.fromkeys(reading_language(text.language) for text in corpus))


def text_languages(corpus: Corpus) -> dict[str, str]:
    """Return the code of the language that each text is read by, by its id."""
    return {text.id: reading_language(text.language) for text in corpus}


def main_language(corpus: Corpus) -> str:
    """Return the code of the language that most of a corpus is in, by characters."""
    lengths: Counter[str] = Counter()
    for text in corpus:
        lengths[reading_language(text.language)] += len(text.raw)
    return lengths.most_common(1)[0][0]


def of_language(corpus: Corpus, language: str) -> Corpus:
    """Return the texts of a corpus that are read by the lists of a language, with what is coded of them."""
    texts = tuple(text for text in corpus if reading_language(text.language) == language)
    ids = [text.id for text in texts]
    sheets = (sheet[sheet["text"].isin(ids)] for sheet in (corpus.corrections, corpus.sources))
    return type(corpus)(texts, *sheets)

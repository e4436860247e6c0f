"""Languages as a manifest may state them: by name, or by a tag such as ``en-GB``."""

from __future__ import annotations

import re

#: Tags of English, by ISO 639 (a region or script may follow), and its name in some languages.
_TAG = re.compile(r"(?:en|eng)(?:[-_.@][\w.@-]*)?\Z")
_NAMES = frozenset(
    str.split("anglais englisch inglés inglês inglese engels engelsk engelska angielski английский")
)
#: What may stand before the name; *Old English* and *Middle English* are other languages.
_NAMED = re.compile(
    r"(?:(?:american|australian|british|canadian|contemporary|early|general|indian|international|irish|late"
    r"|modern|new zealand|scottish|south african|standard|u\.?k\.?|u\.?s\.?|world)[\s-]+)*english\b"
)
_UNSTATED = frozenset(("", "unknown", "und", "mul", "zxx"))


def is_stated(language: str) -> bool:
    """Tell whether a manifest states a language."""
    return language.strip().casefold() not in _UNSTATED


def is_english(language: str) -> bool:
    """Tell whether a language, as it is stated, is English.

    Examples
    --------
    >>> [is_english(stated) for stated in ("English", "en", "en-GB", "en_US", "British English", "eng")]
    [True, True, True, True, True, True]
    >>> [is_english(stated) for stated in ("French", "enm", "Old English", "Bengali", "unknown")]
    [False, False, False, False, False]
    """
    stated = language.strip().casefold()
    return bool(_TAG.match(stated) or _NAMED.match(stated)) or stated in _NAMES

"""What bytes that are not UTF-8 may be: Windows-1252, or an encoding that only a reader can name.

Almost any bytes can be read as Windows-1252. So the result is looked at: whether its words look like words of
a Western language, and whether the same bytes are a better text in another alphabet.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import regex

_HIGH = re.compile(r"[^\x00-\x7f\s“”‘’–—…«»•·]+")
_SIGN = "[¢-ª¬®-º¼-¾]"
#: What no language writes: a capital after a small letter (one of them beyond ASCII), a sign between two
#: small letters, signs side by side.
_BROKEN = regex.compile(
    rf"(?<=[^\x00-\x7f\P{{Ll}}])\p{{Lu}}|(?<=\p{{Ll}})[^\x00-\x7f\P{{Lu}}]"
    rf"|(?<=\p{{Ll}})(?:{_SIGN}|[«»¿¡×÷†‡ˆ‰™‚„”“€√∂ƒ¬])(?=\p{{Ll}})|{_SIGN}[!-~]?{_SIGN}|[\x80-\x9f\u2500-\u259f]"
)
#: What no Western language writes: a word without a letter of ASCII, three letters beyond ASCII in a row.
_FOREIGN = regex.compile(r"(?<![\p{L}])[^\x00-\x7f\P{L}]{2,}(?!\p{L})|[^\x00-\x7f\P{L}]{3,}")
#: This share of odd places is too much.
_MOST_ODD = 0.2

#: Letters beyond ASCII, by language.
_WESTERN = {
    "French": "àâæçéèêëîïôœùûüÿ",
    "German": "äöüßéàè",
    "Spanish": "áéíñóúüªº",
    "Portuguese": "áâãàçéêíóôõúüªº",
    "Italian": "àèéìíîòóùú",
    "Catalan": "àçèéíïòóúü",
    "Dutch": "áàäçéèëêïíóöôúüû",
    "Danish and Norwegian": "æøåéèêóòôáàüäö",
    "Swedish": "åäöéàáü",
    "Finnish": "äöåšž",
    "Icelandic and Faroese": "áðéíóúýþæöø",
    "Irish and Gaelic": "áéíóúàèìòù",
    "Albanian": "çë",
    "Estonian": "äöõüšž",
}
_OTHERS = {
    "cp1250": {
        "Czech and Slovak": "áäčďéěíĺľňóôŕřšťúůýž",
        "Polish": "ąćęłńóśźż",
        "Hungarian": "áéíóöőúüű",
        "Romanian": "ăâîşţ",
        "Croatian and Slovene": "čćđšž",
    },
    "cp1254": {"Turkish": "çğıİöşüâîû"},
    "cp1257": {"Latvian": "āčēģīķļņšūž", "Lithuanian": "ąčęėįšųūž", "Estonian": "äöõüšž"},
    "iso8859_2": {
        "Czech and Slovak": "áäčďéěíĺľňóôŕřšťúůýž",
        "Polish": "ąćęłńóśźż",
        "Hungarian": "áéíóöőúüű",
    },
}
#: Encodings that texts often have, one of each script first.
_COMMON = (
    *("cp1251", "koi8_r", "cp866", "mac_roman", "cp437", "cp1253", "cp1255", "cp1256", "cp1250", "cp1254"),
    *("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr", "cp874"),
)
_NEVER = ("cp1252", "utf_8", "utf_16_be", "utf_16_le", "ascii")
#: So many candidates are named.
_NAMED = 6
#: A language explains a text if it has nearly all of its letters.
_EXPLAINED = 0.98


def better_encodings(raw: str, data: bytes) -> list[str]:
    """Return the encodings that *data* may have if *raw*, read as Windows-1252, is not its text.

    * raw: The bytes as Windows-1252.

    Returns: Empty where *raw* looks like its text.
    """
    western = any(_explains(letters, raw) for letters in _WESTERN.values())
    if not _is_odd(raw, _BROKEN) and (western or not _is_odd(raw, _FOREIGN)):
        rivals = [] if western else _rivals(raw, data)
        return [*rivals, *(name for name in candidates(data) if name not in rivals)] if rivals else []
    return candidates(data)


def _is_odd(text: str, pattern: regex.Pattern[str]) -> bool:
    return len(pattern.findall(text)) >= max(1, _MOST_ODD * len(_HIGH.findall(text)))


def candidates(data: bytes) -> list[str]:
    """Return encodings that bytes may have: common ones that give words, then those of charset_normalizer."""
    from charset_normalizer import from_bytes

    sample = data[:50_000]
    common = [name for name in _COMMON if _gives_words(sample, name)]
    best = from_bytes(sample).best()
    named = [] if best is None else best.could_be_from_charset
    return list(dict.fromkeys([*common, *(name for name in named if name not in _NEVER)]))[:_NAMED]


def _gives_words(data: bytes, encoding: str) -> bool:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return False
    letters = [sign for sign in text if sign > "\x7f" and sign.isalpha()]
    return bool(letters) and not _is_odd(text, _BROKEN) and len({_script(sign) for sign in letters}) == 1


def _script(letter: str) -> str:
    """Return the first word of a letter's name in Unicode: LATIN, CYRILLIC, CJK; kana count as CJK."""
    script = unicodedata.name(letter, "UNKNOWN").split()[0]
    return "CJK" if script in ("HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA") else script


def _rivals(raw: str, data: bytes) -> list[str]:
    """Return encodings in which one language has all the letters."""
    found = []
    for encoding, languages in _OTHERS.items():
        text = data.decode(encoding, "replace")
        if _differing(raw, text) > 1 and any(_explains(letters, text) for letters in languages.values()):
            found.append(encoding)
    return found


def _explains(letters: str, text: str) -> bool:
    used = Counter(sign for sign in text if sign > "\x7f" and unicodedata.category(sign)[0] in "LS")
    own = sum(n for sign, n in used.items() if sign in letters or sign.lower() in letters)
    return own >= _EXPLAINED * used.total()


def _differing(one: str, other: str) -> int:
    """Return how many letters differ between two readings of the same bytes."""
    pairs = zip(one, other, strict=False)
    return sum(a != b and (a.isalpha() or b.isalpha()) for a, b in pairs)

"""Personal pronouns: which words are one, and of which person. Every count of pronouns starts here.

The form decides, except for three: *I* may be an initial or a numeral (*I. Z. Steinberg*, *Nicholas I*,
*Part I*, *(I)*), *US* a country, *mine* a pit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from ..wordlists.lists import persons
from .record import Annotation
from .tokens import fold_word

#: So many characters on either side of an *I* are looked at.
CONTEXT = 60

_PERSON_OF = {form: person for person, forms in persons().items() for form in forms}

#: What stands after an *I* that is an initial: *I. Z.*, *I.-Z.*; but *I...* is broken off.
_INITIAL = re.compile(r"\.-?\s*\w")
#: What stands before one: *V.I.*, and *V. I.* with its stop.
_GLUED, _INITIAL_BEFORE = re.compile(r"(?<!\w)[A-Z]\.\Z"), re.compile(r"(?<!\w)[A-Z]\.\s+\Z")
#: *I-95*, *I/II*, *type-I*; but *I-I* stammers.
_JOINED_AFTER, _JOINED_BEFORE = re.compile(r"(?:[-‐‑](?!I\b)|/)\w"), re.compile(r"(?:(?<![\WI])[-‐‑]|\w/)\Z")
#: *I and II*, *I, II*, *I–IV*.
_NUMERAL_FOLLOWS = re.compile(r"(?:,?\s+(?:and|or|to|through)\s+|,\s*|\s*[–&]\s*)(?:[IVXLC]{2,}|[VX])\b")
_POSSESSIVE = re.compile(r"['’]s\b")
#: What closes a numeral: *part I, II*, *(act I)*.
_CLOSED = re.compile(r"\s*(?:[,.;:!?)\]]|\Z)")

_NUMBERED = (
    "act|annex|appendix|article|book|canto|category|chapter|chap\\.|class|corps|division|fig\\.|figure|grade"
    "|level|phase|plate|scene|schedule|section|sect\\.|stage|table|title|type|part|vol\\.|volume"
)
_WORLD_WAR = re.compile(r"\bworld\s+war\s+\Z", re.IGNORECASE)
#: *Part I* whatever follows; *part I* before a mark and *of*: *in this part I show* has the pronoun.
_CAPITAL_NOUN = re.compile(rf"\b(?=[A-Z])(?i:{_NUMBERED})\s+\Z")
_NOUN, _CLOSED_OR_OF = re.compile(rf"\b(?:{_NUMBERED})\s+\Z"), re.compile(rf"\s+of\b|{_CLOSED.pattern}")

_NAME = re.compile(r"\b([A-Z][^\W\d_]+)\s+\Z")
#: What stands before a capital that says nothing: *“Shall I, sir?”*, and a new line of verse.
_OPENS = re.compile(r"(?:\A|\n|[^\w\s,’)\]])\s*\Z")
#: Rulers and popes who are the first of their name.
_FIRST_OF_NAME = frozenset(
    str.split(
        "abdullah ahmed albert alexander alfonso artaxerxes basil boris carol catherine charles christian"
        " clement constantine darius edward elizabeth faisal ferdinand francis franz frederick friedrich"
        " george gregory gustav henry innocent ivan james joseph justinian leo leopold louis mahmud mary"
        " maximilian mehmed michael murad napoleon nicholas otto paul pedro peter philip pius ptolemy richard"
        " rudolf selassie selim seleucus stephen suleiman theodosius umberto victor wilhelm william xerxes"
    )
)
#: No pronoun *I* stands before these; nor is a numeral before those.
_NOT_AFTER_PRONOUN = re.compile(rf"\s+(?:of|is|has|who|whose)\b|{_CLOSED.pattern}")
_AFTER_PRONOUN = re.compile(r"\s+(?:am|have|do|don['’]t|think|know)\b")

#: A pit: after these, and after an article or a possessive.
_PITS = frozenset(
    str.split(
        "the this that a an its his her our their your 's no every each any some coal gold"
        " land old new iron salt"
    )
)


def is_pronoun_i(before: str, after: str) -> bool:
    """Tell whether a capital *I* is the pronoun, and no initial or numeral.

    * before, after: What stands in the same sentence before and after it, or the nearest of that.

    >>> is_pronoun_i("In Moscow ", " met her."), is_pronoun_i("Part ", " ends."), is_pronoun_i("", ". Levin")
    (True, False, False)
    """
    return not (_is_initial(before, after) or _is_marked(before, after) or _is_numbered(before, after))


def _is_initial(before: str, after: str) -> bool:
    """*I. Z. Steinberg*, *V. I. Lenin*, *A.I*."""
    stop = after.startswith(".") and _INITIAL_BEFORE.search(before)
    return bool(stop or _INITIAL.match(after) or _GLUED.search(before))


def _is_marked(before: str, after: str) -> bool:
    """*(I)*, *I.* at the head of an item, *I–III*, *I and II*, *I’s*."""
    bracketed = before.endswith(("(", "[")) and after.startswith((")", "]"))
    heads = not before.strip(" ([*") and after[:1] in (".", ")") and not after.startswith("..")
    joined = _JOINED_AFTER.match(after) or _JOINED_BEFORE.search(before)
    return bool(bracketed or heads or joined or _NUMERAL_FOLLOWS.match(after) or _POSSESSIVE.match(after))


def _is_numbered(before: str, after: str) -> bool:
    """*World War I*, *Part I*, *part I of it*, *Nicholas I*."""
    if _WORLD_WAR.search(before) or _CAPITAL_NOUN.search(before):
        return True
    if _NOUN.search(before) and _CLOSED_OR_OF.match(after):
        return True
    return _follows_name(before, after)


def _follows_name(before: str, after: str) -> bool:
    name = _NAME.search(before)
    if name is None:
        return False
    if name[1].lower() in _FIRST_OF_NAME:
        return not _AFTER_PRONOUN.match(after)
    capital_says_nothing = _OPENS.search(before[: name.start()])
    return not capital_says_nothing and _NOT_AFTER_PRONOUN.match(after) is not None


def is_pronoun_us(form: str) -> bool:
    """Tell whether *us* is the pronoun: *US* in capitals is a country."""
    return form != "US"


def is_pronoun_mine(word_before: str) -> bool:
    """Tell whether *mine* is the pronoun, by the word before it in lower case: *the mine* is a pit."""
    return word_before not in _PITS


def persons_of_words(annotation: Annotation) -> pd.Series:
    """Return the person of every word that is a personal pronoun.

    Returns: In the rows of ``annotation.tokens``: *I*, *we*, *you*, *he*, *she*, *it* or *they* for each of
    their forms, "" for other words. *I’m* and *we’ve* count as their first word; *i* in lower case does not.
    """
    tokens = annotation.tokens
    by_form = np.array([_person_of_form(str(form)) for form in tokens["word"].cat.categories], dtype=object)
    found = by_form[tokens["word"].cat.codes.to_numpy()]
    for row in _impostors(annotation):
        found[row] = ""
    return pd.Series(found, index=tokens.index, name="person", dtype=object)


def _person_of_form(form: str) -> str:
    first = fold_word(form).split("'")[0]
    if (first == "i" and form[0] != "I") or not is_pronoun_us(form):
        return ""
    return _PERSON_OF.get(first, "")


def _impostors(annotation: Annotation) -> Iterator[int]:
    """Yield the rows of the token table that look like *I* or *mine* and are no pronoun."""
    tokens, sentences = annotation.tokens, annotation.sentences
    forms = tokens["word"].cat.categories.astype(str)
    row_form, row_passage = (tokens[name].cat.codes.to_numpy() for name in ("word", "passage"))
    raws = {text.id: text.raw for text in annotation.corpus}
    for row in np.flatnonzero(np.asarray(forms.str.lower() == "mine")[row_form]).tolist():
        same = row > 0 and row_passage[row - 1] == row_passage[row]
        if same and not is_pronoun_mine(fold_word(forms[row_form[row - 1]])):
            yield row
    rows = np.flatnonzero(np.asarray(forms == "I")[row_form])
    opens, closes = (sentences[name].to_numpy()[row_passage[rows]].tolist() for name in ("start", "end"))
    places = tokens[["text", "start", "end"]].iloc[rows].itertuples(index=False, name=None)
    for row, (text, start, end), opened, closed in zip(rows.tolist(), places, opens, closes, strict=True):
        raw = raws[str(text)]
        before = raw[max(opened, start - CONTEXT) : start]
        if not is_pronoun_i(before, raw[end : min(closed, end + CONTEXT)]):
            yield row

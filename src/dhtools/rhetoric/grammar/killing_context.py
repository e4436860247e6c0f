"""Where a word for killing tells of no killing: *the butcher's cart*, *a drawing well executed*.

Each rule says what stands right before such a word, or right after it. The rules are general: they were
written from idioms, not from the texts of this repository, and tried on two novels.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ...wordlists.lists import killing_words

_DETERMINER = (
    r"(?:an?|the|this|that|these|those|his|her|its|their|our|my|your|every|each|one|another|any|no|some)"
)
_UP_TO_TWO = r"(?:[\w’'-]+\s+){0,2}?"
#: What is executed without harm to anybody.
_WORK = (
    r"(?:plans?|orders?|commands?|commissions?|works?|drawings?|designs?|projects?|dut(?:y|ies)"
    r"|offices?|tasks?|laws?"
    r"|wills?|trusts?|contracts?|deeds?|schemes?|purposes?|intentions?|instructions?|errands?"
    r"|movements?|manoeuvres?"
    r"|polic(?:y|ies)|programmes?|programs?|pictures?|portraits?|pieces?|music|dances?|ideas?|measures?"
    r"|resolutions?"
    r"|documents?|warrants?|writs?|powers?|functions?|treaty|treaties|agreements?|strateg(?:y|ies)"
    r"|steps?|part|threats?|deals?|trades?|words?\s+of\s+command)"
)
_ANIMAL = (
    r"(?:cattle|sheep|pigs?|ox|oxen|beasts?|animals?|lambs?|hogs?|cows?|cal(?:f|ves)|birds?|partridges?"
    r"|pheasants?"
    r"|grouse|hares?|rabbits?|fox(?:es)?|deer|stags?|wolf|wolves|bears?|rats?|mice|mouse|flies|fly"
    r"|dogs?|cats?|horses?"
    r"|weeds?|germs?|insects?|poultry|chickens?|fowls?|geese|goose|turkeys?|fish|snakes?|ducks?|dragons?)"
)
_NOT_HARMED = {
    "annihilate": r"distance|space|time|hopes?|doubts?",
    "crucify": r"(?!)",
    "drown": r"voices?|noises?|sounds?|sorrows?|cries|cry|music|words|fears|hopes|rest|conversation"
             r"|thoughts?|cares?",
    "kill": r"time|hours?|evening|afternoon|conversation|mood|jokes?|bills?|stor(?:y|ies)|pain|engine"
            r"|lights?|motion"
    r"|appetite|hopes?|joy|pleasure|project|deal|plans?|process(?:es)?",
    "liquidate": r"debts?|assets|compan(?:y|ies)|stocks?|holdings?|funds?|inventory|firms?|accounts?"
                 r"|banks?|shares"
    r"|positions?|claims?",
    "murder": r"english|french|latin|language|songs?|tunes?|music|pieces?|grammar|verses?|sleep",
    "poison": r"minds?|hearts?|air|atmosphere|peace|happiness|pleasures?|life|lives|wells?|relations"
              r"|cup|existence|soul"
    r"|springs?|water|debate|thoughts?",
    "shoot": r"glances?|looks?|smiles?|questions?|films?|pictures?|photographs?|scenes?|videos?|hoops?"
             r"|goals?|bolts?"
    r"|rapids|breeze|arrows?|rays?|beams?",
    "slay": r"(?!)",
    "stab": r"(?!)",
    "strangle": r"sobs?|cr(?:y|ies)|laughs?|sighs?|growth|econom(?:y|ies)|groans?|exclamations?|yawns?"
                r"|trade|screams?",
}  # fmt: skip
#: What kills without anybody's act.
_NO_KILLER = (
    r"(?:avalanches?|earthquakes?|floods?|storms?|hurricanes?|crash(?:es)?|accidents?|fires?|virus(?:es)?|diseases?"
    r"|epidemics?|fevers?|cancer|cholera|plague|grief|smoking|vaccines?|drugs?|frost|heat|cold|hunger|nothing)"
)
_BY_ACCIDENT = (
    r"(?:when|as)\s+(?:an?|the|their|his|her)\s+(?:\w+\s+)?"
    r"(?:bus|train|car|boat|ship|plane|lorry|truck|building|roof)\b"
)
_MOVES = r"up|upwards?|past|forward|forth|ahead|across|along|off|out|away|over|round|back"
_NOUN_BEFORE = rf"\b{_DETERMINER}\s+(?:(?:old|young|local|village|pork|good|fat|master|single|other)\s+)?\Z"


#: A compound names a thing or a sport: *slaughter-house*, *pistol-shooting*; but *child-murder*.
_COMPOUND = re.compile(r"-(?!-)\w")
_COMPOUNDED = re.compile(r"(?<!child)(?<!self)(?<!man)(?<!-)-\Z", re.IGNORECASE)


class _Rule(NamedTuple):
    """What stands before a form, or after it; either tells of no killing."""

    before: str = r"(?!)"
    after: str = r"(?!)"


#: By lemma, or by form where one form has a rule of its own.
_RULES = {
    "butcher": _Rule(_NOUN_BEFORE, r"['’]|\s+(?:shop|cart|boy|meat|knife|by\s+trade)\b"),
    "butchers": _Rule(r"", rf"(?!\s+(?:{_DETERMINER}|them|him|us|people|men|women)\b)"),
    "drown": _Rule(r"(?:voices?|noises?|sounds?|words)\s+(?:was|were|is|are|being)\s+\Z", r"\s+(?:out|in\s+"
                   r"(?:tears|sorrow|debts?|work|noise|details?|drink|butter|sauce))\b"),
    "execute": _Rule(
        rf"\b{_WORK}\b[^.;:!?]{{0,40}}\Z|\b(?:well|badly|ably|faithfully|duly|beautifully|skilfully"
        rf"|finely|poorly)\s+\Z",
        rf"\s+{_UP_TO_TWO}{_WORK}\b|\s+in\s+(?:oils?|water|bronze|marble|stone|chalk)\b"
        r"|\s+with\s+(?:great\s+|much\s+)?(?:skill|taste|care|precision|fidelity)\b",
    ),
    "execution": _Rule(
        r"\b(?:in|into|for|taste|skill|power|style|brilliancy|rapidity|than|of|and|elegant|careful"
        r"|faithful|finger)\s+"
        r"(?:the\s+)?\Z",
        rf"\s+of\s+{_UP_TO_TWO}{_WORK}\b|\s+(?:time|error|speed)\b",
    ),
    "guillotine": _Rule(_NOUN_BEFORE),
    "gun": _Rule(r"", r"(?!\s+(?:\w+\s+)?down\b)"),
    "hang": _Rule(
        r"\bgo\s+\Z|(?:\A|[“\"‘'(—–-])\s*\Z|(?:\b(?:hair|curtains?|cloak|clothes|pictures?|lamps?|clouds?|mist|fog|smoke|arms?|hands?"
        r"|heads?|head)\s+"
        r"(?:was\s+|were\s+)?\Z)",
        r"(?!ed\b)\s*(?:[.,;:!?)]|\Z)"
        r"|\s+(?:over|on|upon|about|around|round|up|down|out|back|in|at|with|together|heavy|heavily"
        r"|loose|loosely|like"
        r"|to|long|behind|before|above|across|near|against|there|low|open|fire|suspended"
        r"|(?:from|by)(?!\s+(?:the\s+|a\s+)?(?:gallows|gibbets?|ropes?|trees?|lamp-?posts?|neck|order"
        r"|the\s+neck)))\b"
        rf"|\s+{_UP_TO_TWO}(?:pictures?|curtains?|washing|heads?|hats?|coats?|bells?|doors?|papers?"
        rf"|portraits?)\b",
    ),
    "hanged": _Rule(),
    "hanging": _Rule(
        r"\b(?:hair|curtains?|cloak|clothes|pictures?|lamps?|clouds?|mist|fog|smoke|arms?|hands?"
        r"|heads?|bells?|portraits?)\s+(?:was\s+|were\s+)?\Z|\b(?:low|cliff|over)-?\s*\Z",
        r"\s+(?:over|on|upon|about|around|round|up|down|out|outside|inside|back|at|with|without|together"
        r"|heavy|heavily|loose|loosely|like|in\s+(?:shreds|rags|tatters|folds|the\s+\w+s)"
        r"|to|long|behind|before|above|across|near|against|there|low|open|fire|in\s+the\s+(?:air"
        r"|balance|hall|room|window)"
        r"|from(?!\s+(?:the\s+|a\s+)?(?:gallows|gibbets?|ropes?|trees?|lamp-?posts?)))\b"
        r"|\s+(?:gardens?|baskets?|lamps?|sleeves?|paper|head|cloak|branches|wood|rail|matter)\b",
    ),
    "hangings": _Rule(r"\b(?:bed|silk|velvet|window|wall|curtains?\s+and|tapestry|and|the|rich"
                      r"|faded)\s+\Z"),
    "kill": _Rule(
        rf"\b{_NO_KILLER}\s+(?:\w+\s+){{0,2}}?\Z|\b(?:dressed|dressing|got\s+up)\s+\Z"
        r"|\bto\s+\Z(?<=dressed to )",
        rf"\s+two\s+birds\b|\s+{_BY_ACCIDENT}",
    ),
    "killing": _Rule(
        r"\b(?:so|too|quite|really|very|positively|most|make|making|made)\s+(?:a\s+)?\Z|\b(?:feet|back"
        r"|head|shoes|heat"
        r"|suspense)\s+(?:is|are|was|were)\s+\Z",
        r"\s+(?:me|us)\s+(?:with\s+kindness)?[.!,]|\s+(?:voice|look|glance|smile|pace|schedule|heat|frost)\b",
    ),
    "liquidation": _Rule(r"\b(?:into|voluntary|in)\s+\Z", r"\s+(?:sale|value|of\s+(?:stock|assets"
                         r"|debts?))\b"),
    "murder": _Rule(r"\b(?:blue|away\s+with|(?:cry|cried|crying|shout\w*"
          r"|scream\w*)(?:\s+out)?,?)\s+[\"“‘]?\Z"),
    "perish": _Rule(after=r"\s+the\s+thought\b"),
    "poison": _Rule(
        r"\b(?:of|like|with|by|sad|deadly|slow|rank|is|are|was|were|been|be|an?|the|this|that|some"
        r"|rat)\s+\Z",
        r"\s+(?:ivy|gas|pen)\b",
    ),
    "poisoning": _Rule(r"\b(?:food|blood|lead|alcohol|ptomaine)[\s-]+\Z"),
    "shoots": _Rule(r"", r"(?!\s+(?:him|her|them|it|me|us|himself|herself|at|dead|down)\b|\s+[A-Z]"
                    r"|\s+(?:the|a|an|two"
                    r"|three)\s+(?!\w*(?:goal|glance|film)))"),
    "shoot": _Rule(
        rf"\b(?:young|green|new|tender|fresh|bamboo|vine|photo)\s+\Z|{_NOUN_BEFORE}",
        # who only shoots goes shooting
        rf"(?!\s+(?:him|her|them|you|me|us|\w+sel(?:f|ves)|at|dead|down|to\s+kill|back|people|anyone"
        rf"|anybody|some\w*"
        rf"|every\w+|prisoners?|{_DETERMINER}|\d)\b|\s+(?-i:[A-Z]))",
    ),
    "shooting": _Rule(
        r"\b(?:go|goes|went|gone|going|fond\s+of|out|snipe|partridge|pheasant|grouse|duck|pigeon|game"
        r"|photo|film|rabbit"
        r"|fishing\s+and|hunting\s+and|hunting\s+or|and"
        r"|from|been|for|of)[\s-]+\Z",
        r"(?i:[\s-]+(?:stars?|licen[cs]es?|ranges?|part(?:y|ies)|season|box|lodge|pains?|jacket|coat|gallery|grounds?|match|club"
        r"|script"
        rf"|of\s+(?:the\s+)?(?:\w+\s+)?(?:films?|scenes?|series|seasons?)|{_MOVES})\b)",
    ),
    "shot": _Rule(
        rf"{_NOUN_BEFORE}|\b(?:long|good|best|first|last|parting|random|warning|of|with|like\s+a|crack"
        rf"|pistol|rifle|gun"
        r"|cannon|bow|ear|snap|screen|up|upper|mug|dead)[\s-]+\Z",
        rf"\s+(?:{_MOVES}|through\s+with|silk|with\s+(?:silver|gold|grey|gray))\b",
    ),
    "stabbing": _Rule(after=r"\s+(?:pains?|remorse|sensation)\b"),
    "strangled": _Rule(after=r"\s+(?:cry|sob|voice|sound|whisper|gasp|groan|tones?|laugh)\b"),
}  # fmt: skip


#: Lemmas whose rule holds for all their forms; others hold for the form alone.
_OF_ALL_FORMS = frozenset(("drown", "execute", "gun", "hang", "kill", "murder", "perish"))


def tells_no_killing(sentence: str, match: re.Match[str]) -> bool:
    """Tell whether the words around a form of the lexicon show that nobody is killed.

    >>> def check(words): return tells_no_killing(words, re.search("butcher|executed|hang(?:ed|ing)", words))
    >>> [check(words) for words in ("the butcher's cart", "hanging over muslins", "a plan well executed")]
    [True, True, True]
    >>> [check(words) for words in ("They butcher the men.", "He was hanged.", "They executed him.")]
    [False, False, False]
    """
    form = match.group().lower()
    before, after = sentence[max(0, match.start() - 80) : match.start()], sentence[match.end() :]
    if _COMPOUND.match(after) or _COMPOUNDED.search(before):
        return True
    return any(
        ahead.search(before) is not None and (rest is None or rest.match(after) is not None)
        for ahead, rest in _patterns(form)
    )


@lru_cache
def _patterns(form: str) -> list[tuple[re.Pattern[str], re.Pattern[str] | None]]:
    """Return pairs of patterns, what stands before and after: both have to be there."""
    lemma = _lemmas().get(form, form)
    rule = _RULES.get(form) or (_RULES[lemma] if lemma in _OF_ALL_FORMS else _Rule())
    anything, ignoring = re.compile(""), re.IGNORECASE
    pairs: list[tuple[re.Pattern[str], re.Pattern[str] | None]] = []
    if rule.before:
        pairs.append((re.compile(rule.before, ignoring), None))
    pairs.append((anything, re.compile(rule.after)))
    harmless = "|".join(filter(None, (_NOT_HARMED.get(lemma), _ANIMAL)))
    objects = rf"\s+(?:of\s+)?(?:{_DETERMINER}\s+)?(?:[\w’'-]+\s+)?(?:{harmless})\b"
    return [*pairs, (anything, re.compile(objects, ignoring))]


@lru_cache
def _lemmas() -> dict[str, str]:
    words = killing_words()
    return dict(zip(words["form"].astype(str), words["lemma"].astype(str), strict=True))

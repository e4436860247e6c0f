"""Contexts: what must stand around a form for it to be a cue; here for hedges and what is vague.

Every rule is a small function of a `TokenContext`; the list of forms (`dhtools.wordlists.metadiscourse_forms`) says which
one a form needs. No tagger is at hand, so rules look at the neighbouring words and marks, no further than the
sentence. Where they cannot tell, they say no: a count that misses some is better than one of something else.
Rules for boosters are in `insisting`, those for modals, pronouns and conjunctions in `joining`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from ...wordlists.lists import reporting_verbs
from . import booster_rules, connective_rules
from .connective_rules import modal, modal_may
from .token_context import (
    ADVERBS,
    BE,
    DETERMINERS,
    LINKS,
    MAKING,
    NUMBERS,
    PERSON_SUBJECTS,
    POSSESSIVES,
    PREPOSITIONS,
    SUBJECTS,
    THE,
    UNITS,
    A,
    TokenContext,
    denied,
    is_next,
    number_follows,
    word_before_adverbs,
    word_set,
)

# Verbs and nouns that have a topic (spoke about two men) or a direction (looked around three rooms).
_TOPIC = re.compile(
    r"talk|sp[eo]ak|spoke|th(?:ink|ought)|kn[eo]w|book|stor|sa(?:y|id)|tell|told|writ|wrote|worr|hear|ask"
    r"|question|film|novel|information|complain|learn|read|concern|news|argu|joke|lie|go|went|bring|brought"
    r"|turn|look|mov|travel|wrap|cent|revolv"
)


def blurs_number(place: TokenContext) -> bool:
    """*about 300* blurs a number; *spoke about two men* has a topic, *around two corners* a direction."""
    return number_follows(place) and not _TOPIC.match(place.word(-1))


def follows_number(place: TokenContext) -> bool:
    """*week or so*, *thirty or so* blur a number; *he says or so* does not."""
    measures = (place.word(-1).removesuffix("s"), place.word(-1), place.word(-2))
    return any(word in UNITS | NUMBERS for word in measures) or bool(re.search(r"\d", place.before))


# Clauses that leave open who or how (whoever, however large, any that may come), or say to what end.
_OPEN_CLAUSE = re.compile(
    r"\b(?:(?:who|what|which|when|where|how)(?:so)?ever\s[^,;:]{0,60}"
    r"|(?:those|such|any|every|all|other)\s(?:\w+\s){0,3}(?:who|which|that|as)\s(?:\w+ly\s)?"
    r"|(?:so that|in order that|to the end that|lest|pray|hope|wish)\s[^,;:]{1,40})\Z",
    re.IGNORECASE,
)


def possible_might(place: TokenContext) -> bool:
    """*might fail* guesses; *whoever might come*, *those who might*, *so that all might* do not."""
    return modal(place) and not _OPEN_CLAUSE.search(place.lead(80))


def possible_may(place: TokenContext) -> bool:
    """*may fail* guesses; *May he rest* wishes; *whoever may come* leaves open."""
    return modal_may(place) and possible_might(place) and not place.opens_sentence


def possible_could(place: TokenContext) -> bool:
    """*could be a copy* guesses; *could be seen*, *nothing could be more* tell what was feasible."""
    feasible = r".+(?:ed|en|ly)\Z|(?:found|made|done|heard|had|said|no|nothing|more|so|any)\Z"
    subject = word_set("nothing that what as who")
    return not re.match(feasible, place.word(1)) and place.word(-1) not in subject


def speakers_would(place: TokenContext) -> bool:
    """*I would suggest* softens what is said now; *he would suggest* tells a habit or a future."""
    said = word_set("say suggest argue recommend think guess imagine venture hope like advise prefer")
    return place.word(-1) in ("i", "we") and place.word(2 if place.word(1) == "not" else 1) in said


def opinion(place: TokenContext) -> bool:
    """*I think that* and *, I think,* give an opinion; *all I think of*, *I feel sure* do not."""
    other = word_set("of about myself it and sure certain convinced")
    return place.word(1) not in other and place.word(-1) not in ("as", "when", "if", "all", "what")


def possible(place: TokenContext) -> bool:
    """*possible that*, *a possible link* guess; *as possible*, *possible to* tell what can be."""
    if place.word(1) == "that":
        return not denied(place)
    feasible = BE | word_set(
        "as if where when whenever wherever every all any best worst not make made makes only"
    )
    return is_next(place) and place.word(-1) not in feasible and place.word(1) not in PREPOSITIONS | {"and"}


def predicative(place: TokenContext) -> bool:
    """*is unclear*, *remains uncertain* leave open; *the uncertain heir* describes."""
    return word_before_adverbs(place) in LINKS


def appears(place: TokenContext) -> bool:
    """*appears to be*, *tends to say* guess; *appeared in 1940*, *tended to the sick* do not."""
    act = place.word(2) not in DETERMINERS | word_set("him them me us you") | {""}
    impersonal = place.word(-1) == "it" and place.word(1) == "that"
    return impersonal or (place.word(1) == "to" and act and place.word(-1) != "never")


def evidence(place: TokenContext) -> bool:
    """Take *the record shows that* as an argument; *he suggested that*, *leaked it to suggest* report."""
    return place.word(-1) not in PERSON_SUBJECTS | word_set("to and not don't doesn't didn't did")


def passive(place: TokenContext) -> bool:
    """*is considered*, *long regarded as* do not say by whom; *he considered it*, *by the court* do."""
    vague = word_set("many some most several critics scholars historians experts fans people others")
    by_somebody = place.word(1) == "by" and place.word(2) not in vague
    follows = place.word(1) in ("to", "by") or place.surface.endswith(" as")
    reduced = follows and place.word(-1) not in PERSON_SUBJECTS | ADVERBS | word_set("has have had")
    linked = word_before_adverbs(place) in BE or reduced
    return linked and not by_somebody and place.word(-1) != "not"


def hearsay(place: TokenContext) -> bool:
    """*is said to be*, *it was claimed that* vouch for nothing; *what was said*, *said by him* report."""
    impersonal = "it" in (place.word(-2), place.word(-3), place.word(-4))
    if place.word(1) == "to":
        return word_before_adverbs(place) in BE or (place.word(2) in ("be", "have") and passive(place))
    return place.word(1) == "that" and impersonal and passive(place)


def supposed(place: TokenContext) -> bool:
    """*his supposed friends*, *supposed to have been* doubt; *he supposed*, *supposed to come* do not."""
    if place.word(1) == "to":
        return place.word(2) in ("be", "have") and word_before_adverbs(place) in BE
    return place.word(-1) in THE | A | POSSESSIVES and is_next(place)


def attributive(place: TokenContext) -> bool:
    """*alleged plot* doubts; *he alleged*, *it is rumoured* are another matter."""
    return place.word(-1) not in PERSON_SUBJECTS | BE | word_set("has have had and") and is_next(place)


# Verbs of claiming and judging, in the plural or the past.
_CLAIMING = frozenset(reporting_verbs("claim")["form"])


def unnamed_source(place: TokenContext) -> bool:
    """*critics argue*, *scholars have long claimed* name nobody; *his critics left* is no claim."""
    step = 1
    while place.word(step) in ADVERBS | word_set("have had who would") or place.word(step).endswith("ly"):
        step += 1
    return place.word(-1) not in POSSESSIVES and is_next(place) and place.word(step) in _CLAIMING


def no_number_follows(place: TokenContext) -> bool:
    """Take *some men* as vague; *some 300 men* blurs a number."""
    return not number_follows(place)


def quantifier_most(place: TokenContext) -> bool:
    """*most people* is vague; *the most radical*, *is most evident*, *most notably* compare."""
    after = place.word(1)
    compares = DETERMINERS | LINKS | NUMBERS | word_set("at one and next second third")
    if after == "of":
        return place.word(-1) != "the"
    return place.word(-1) not in compares and not after.endswith("ly") and is_next(place)


# Words in -est that compare nothing.
_POSITIVE = word_set(
    "interest forest honest modest request protest harvest priest arrest contest earnest northwest southwest"
)


def superlative(place: TokenContext) -> bool:
    """*one of the best*, *among the oldest* are vague; *one of the men* is not."""
    words = [place.word(step) for step in (1, 2, 3)]
    irregular = words[0] in ("most", "best", "worst", "foremost", "few", "more")
    return irregular or any(
        len(word) > 5 and word.endswith("est") and word not in _POSITIVE for word in words
    )


def vague_certain(place: TokenContext) -> bool:
    """*certain circles* does not say which; *it is certain*, *certain that*, *for certain* are sure."""
    sure = LINKS | MAKING | word_set("almost quite so for far more less absolutely not")
    whereof = word_set("that of to about if whether he she they we it and")
    return place.word(-1) not in sure and is_next(place) and place.word(1) not in whereof


def unnumbered(place: TokenContext) -> bool:
    """*others left* is vague; *the others*, *two others*, *each other's* are known."""
    known = DETERMINERS | NUMBERS | {"other"}
    return place.word(-1) not in known and not re.search(r"\d", place.before)


def degree(place: TokenContext) -> bool:
    """*rather late* softens; *rather than*, *or rather*, *would rather*, *; rather,* do something else."""
    no_adjective = (DETERMINERS - A) | PREPOSITIONS | SUBJECTS | BE | word_set("and or but if")
    wish = word_set("or but would had should much could i'd he'd she'd they'd we'd you'd")
    inverted = place.opens_sentence and place.word(1) in ("do", "did", "does", "let")
    softens = place.word(1) not in no_adjective and place.word(-1) not in wish and not inverted
    return is_next(place) and softens


def fair_degree(place: TokenContext) -> bool:
    """*fairly common* softens; *fairly treated* tells how."""
    return degree(place) and not place.word(1).endswith("ed")


def near(place: TokenContext) -> bool:
    """*nearly all*, *nearly fell* come near; *not nearly*, *so nearly*, *very nearly related* do not."""
    return not denied(place) and place.word(-1) not in ("so", "as", "very", "how", "more", "most")


def loose_kind(place: TokenContext) -> bool:
    """*is kind of late* softens; *that kind of man*, *a sort of box* classify."""
    return place.word(-1) in BE | PERSON_SUBJECTS | word_set("just felt looked feel look")


def all_but(place: TokenContext) -> bool:
    """*all but unknown* is nearly so; *all but the first*, *all but two* leave out."""
    left_out = (
        DETERMINERS | NUMBERS | SUBJECTS | PREPOSITIONS | word_set("one few when if him her them me us")
    )
    return is_next(place) and place.word(1) not in left_out


def near_whole(place: TokenContext) -> bool:
    """*practically all*, *practically impossible* come near; *practically applied* tells how."""
    whole = word_set("all every everything no none nothing the a an any unknown identical always never")
    return place.word(1) in whole or bool(re.match(r"im|un|.+less\Z", place.word(1)))


_RULES = (
    blurs_number,
    follows_number,
    possible_might,
    possible_may,
    possible_could,
    speakers_would,
    opinion,
    possible,
    predicative,
    appears,
    evidence,
    passive,
    hearsay,
    supposed,
    attributive,
    unnamed_source,
    no_number_follows,
    quantifier_most,
    superlative,
    vague_certain,
    unnumbered,
    degree,
    fair_degree,
    near,
    loose_kind,
    all_but,
    near_whole,
    number_follows,
    *booster_rules.BOOSTER_RULES,
    *connective_rules.CONNECTIVE_RULES,
)
#: Rules by the name that the list of forms gives them.
HEDGE_RULES: Mapping[str, Callable[[TokenContext], bool]] = MappingProxyType(
    {rule.__name__: rule for rule in _RULES}
)

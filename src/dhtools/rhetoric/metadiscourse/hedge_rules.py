"""Rules for hedges, vague words and unnamed sources: what must stand around a form; see `rules`."""

from __future__ import annotations

import re

from ...wordlists.lists import reporting_verbs
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
    is_negated,
    word_before_adverbs,
    word_follows,
    word_set,
)

# Verbs and nouns that have a topic (spoke about two men) or a direction (looked around three rooms).
_TOPIC = re.compile(
    r"talk|sp[eo]ak|spoke|th(?:ink|ought)|kn[eo]w|book|stor|sa(?:y|id)|tell|told|writ|wrote|worr|hear|ask"
    r"|question|film|novel|information|complain|learn|read|concern|news|argu|joke|lie|go|went|bring|brought"
    r"|turn|look|mov|travel|wrap|cent|revolv"
)


def number_follows(context: TokenContext) -> bool:
    """Tell whether a number or a measure follows: *some 300 men*, *nearly two thirds*, *about a week*."""
    if re.match(r"\s*[$£€(]?\d", context.after):
        return True
    measure = context.word(1) in ("a", "an", "one") and context.word(2) in UNITS
    return word_follows(context) and (measure or context.word(1) in NUMBERS)


def blurs_number(context: TokenContext) -> bool:
    """*about 300* blurs a number; *spoke about two men* has a topic, *around two corners* a direction."""
    return number_follows(context) and not _TOPIC.match(context.word(-1))


def follows_number(context: TokenContext) -> bool:
    """*week or so*, *thirty or so* blur a number; *he says or so* does not."""
    measures = (context.word(-1).removesuffix("s"), context.word(-1), context.word(-2))
    return any(word in UNITS | NUMBERS for word in measures) or bool(re.search(r"\d", context.before))


# Clauses that leave open who or how (whoever, however large, any that may come), or say to what end.
_OPEN_CLAUSE = re.compile(
    r"\b(?:(?:who|what|which|when|where|how)(?:so)?ever\s[^,;:]{0,60}"
    r"|(?:those|such|any|every|all|other)\s(?:\w+\s){0,3}(?:who|which|that|as)\s(?:\w+ly\s)?"
    r"|(?:so that|in order that|to the end that|lest|pray|hope|wish)\s[^,;:]{1,40})\Z",
    re.IGNORECASE,
)


def possible_might(context: TokenContext) -> bool:
    """*might fail* guesses; *whoever might come*, *those who might*, *so that all might* do not."""
    return modal(context) and not _OPEN_CLAUSE.search(context.text_before(80))


def possible_may(context: TokenContext) -> bool:
    """*may fail* guesses; *May he rest* wishes; *whoever may come* leaves open."""
    return modal_may(context) and possible_might(context) and not context.opens_sentence


def possible_could(context: TokenContext) -> bool:
    """*could be a copy* guesses; *could be seen*, *nothing could be more* tell what was feasible."""
    feasible = r".+(?:ed|en|ly)\Z|(?:found|made|done|heard|had|said|no|nothing|more|so|any)\Z"
    subject = word_set("nothing that what as who")
    return not re.match(feasible, context.word(1)) and context.word(-1) not in subject


def speakers_would(context: TokenContext) -> bool:
    """*I would suggest* softens what is said now; *he would suggest* tells a habit or a future."""
    said = word_set("say suggest argue recommend think guess imagine venture hope like advise prefer")
    return context.word(-1) in ("i", "we") and context.word(2 if context.word(1) == "not" else 1) in said


def opinion(context: TokenContext) -> bool:
    """*I think that* and *, I think,* give an opinion; *all I think of*, *I feel sure* do not."""
    other = word_set("of about myself it and sure certain convinced")
    return context.word(1) not in other and context.word(-1) not in ("as", "when", "if", "all", "what")


def possible(context: TokenContext) -> bool:
    """*possible that*, *a possible link* guess; *as possible*, *possible to* tell what can be."""
    if context.word(1) == "that":
        return not is_negated(context)
    feasible = BE | word_set(
        "as if where when whenever wherever every all any best worst not make made makes only"
    )
    return (
        word_follows(context)
        and context.word(-1) not in feasible
        and context.word(1) not in PREPOSITIONS | {"and"}
    )


def predicative(context: TokenContext) -> bool:
    """*is unclear*, *remains uncertain* leave open; *the uncertain heir* describes."""
    return word_before_adverbs(context) in LINKS


def appears(context: TokenContext) -> bool:
    """*appears to be*, *tends to say* guess; *appeared in 1940*, *tended to the sick* do not."""
    act = context.word(2) not in DETERMINERS | word_set("him them me us you") | {""}
    impersonal = context.word(-1) == "it" and context.word(1) == "that"
    return impersonal or (context.word(1) == "to" and act and context.word(-1) != "never")


# Conditions on what the writer knows: on being right, on evidence, on the truth of what was said.
_EVIDENCE = (
    "signs?|suppositions?|assumptions?|hypothes[ei]s|conjectures?|guess(?:es)?|reports?|rumou?rs?|memory|evidence|"
    "appearances?|impressions?|information|accounts?|records?|sources?|testimon(?:y|ies)|interpretation|reading|"
    "representations?|calculations?|estimates?|figures|statistics|claims?|tradition|legend|stor(?:y|ies)|statements?"
)
_TRUE = (
    "true|false|right|wrong|correct|mistaken|accurate|reliable|trustworthy|unfounded|(?:well )?founded|sound"
)
_IS = r"(?:is|are|be|was|proves?|proved|turns? out|should be|should prove)(?: not)?(?: \w+ly)?(?: to be)?"
_DOUBTED = re.compile(
    r"(?:(?:i|we) (?:am|are|be)(?: not| very| much| greatly)*"
    r" (?:mistaken|wrong|right|correct|deceived|to (?:believe|trust))\b"
    r"|(?:i|we) (?:remember|recollect|recall|understand|read|judge)(?: \w+){0,3}"
    r" (?:right|rightly|correctly|aright)\b"
    r"|(?:i|we) (?:do not|don['’]t) (?:deceive|mistake|misremember)\b"
    rf"|(?:\w+ ){{1,3}}(?:{_EVIDENCE}) (?:\w+ ){{0,4}}?"
    rf"(?:(?:{_TRUE}|mistake|deceives?|misleads?|serves?)\b|(?:to be )?(?:believed|trusted|credited)\b)"
    rf"|(?:this|that|it|what [^,;:]{{2,40}}) {_IS} (?:{_TRUE}|so)(?=\s*[,.;:)—–-]|\Z| that\b)"
    rf"|(?:{_TRUE})(?=\s*[,.;:)—–-]|\Z)"
    r"|[^,;:]{2,40} (?:anything to (?:go|judge) by|(?:any|a) (?:guide|indication))\b)"
)
_ASKING = word_set("as ask asked asks wonder wondered know knew see seen tell only doubt doubted sure matter")


def doubts_evidence(context: TokenContext) -> bool:
    """*if the signs do not deceive us*, *if this is true* doubt what one knows; *if he comes* does not."""
    condition = " ".join(context.text_after(120).lower().split())
    asked = context.word(-1) in _ASKING or context.word(-2) in _ASKING - {"as", "only"}
    return bool(_DOUBTED.match(condition)) and not asked


def impersonal_evidence(context: TokenContext) -> bool:
    """Take *the record shows that* as an argument; *he suggested that*, *leaked it to suggest* report."""
    return context.word(-1) not in PERSON_SUBJECTS | word_set("to and not don't doesn't didn't did")


def passive(context: TokenContext) -> bool:
    """*is considered*, *long regarded as* do not say by whom; *he considered it*, *by the court* do."""
    vague = word_set("many some most several critics scholars historians experts fans people others")
    by_somebody = context.word(1) == "by" and context.word(2) not in vague
    follows = context.word(1) in ("to", "by") or context.surface.endswith(" as")
    reduced = follows and context.word(-1) not in PERSON_SUBJECTS | ADVERBS | word_set("has have had")
    linked = word_before_adverbs(context) in BE or reduced
    return linked and not by_somebody and context.word(-1) != "not"


def hearsay(context: TokenContext) -> bool:
    """*is said to be*, *it was claimed that* vouch for nothing; *what was said*, *said by him* report."""
    impersonal = "it" in (context.word(-2), context.word(-3), context.word(-4))
    if context.word(1) == "to":
        return word_before_adverbs(context) in BE or (context.word(2) in ("be", "have") and passive(context))
    return context.word(1) == "that" and impersonal and passive(context)


def supposed(context: TokenContext) -> bool:
    """*his supposed friends*, *supposed to have been* doubt; *he supposed*, *supposed to come* do not."""
    if context.word(1) == "to":
        return context.word(2) in ("be", "have") and word_before_adverbs(context) in BE
    return context.word(-1) in THE | A | POSSESSIVES and word_follows(context)


def attributive(context: TokenContext) -> bool:
    """*alleged plot* doubts; *he alleged*, *it is rumoured* are another matter."""
    return context.word(-1) not in PERSON_SUBJECTS | BE | word_set("has have had and") and word_follows(
        context
    )


# Verbs of claiming and judging, in the plural or the past.
_CLAIMING = frozenset(reporting_verbs("claim")["form"])


def unnamed_source(context: TokenContext) -> bool:
    """*critics argue*, *scholars have long claimed* name nobody; *his critics left* is no claim."""
    step = 1
    while context.word(step) in ADVERBS | word_set("have had who would") or context.word(step).endswith("ly"):
        step += 1
    return context.word(-1) not in POSSESSIVES and word_follows(context) and context.word(step) in _CLAIMING


def no_number_follows(context: TokenContext) -> bool:
    """Take *some men* as vague; *some 300 men* blurs a number."""
    return not number_follows(context)


def quantifier_most(context: TokenContext) -> bool:
    """*most people* is vague; *the most radical*, *is most evident*, *most notably* compare."""
    after = context.word(1)
    compares = DETERMINERS | LINKS | NUMBERS | word_set("at one and next second third")
    if after == "of":
        return context.word(-1) != "the"
    return context.word(-1) not in compares and not after.endswith("ly") and word_follows(context)


# Words in -est that compare nothing.
_POSITIVE = word_set(
    "interest forest honest modest request protest harvest priest arrest contest earnest northwest southwest"
)


def superlative(context: TokenContext) -> bool:
    """*one of the best*, *among the oldest* are vague; *one of the men* is not."""
    words = [context.word(step) for step in (1, 2, 3)]
    irregular = words[0] in ("most", "best", "worst", "foremost", "few", "more")
    return irregular or any(
        len(word) > 5 and word.endswith("est") and word not in _POSITIVE for word in words
    )


def vague_certain(context: TokenContext) -> bool:
    """*certain circles* does not say which; *it is certain*, *certain that*, *for certain* are sure."""
    sure = LINKS | MAKING | word_set("almost quite so for far more less absolutely not")
    whereof = word_set("that of to about if whether he she they we it and")
    return context.word(-1) not in sure and word_follows(context) and context.word(1) not in whereof


def unnumbered(context: TokenContext) -> bool:
    """*others left* is vague; *the others*, *two others*, *each other's* are known."""
    known = DETERMINERS | NUMBERS | {"other"}
    return context.word(-1) not in known and not re.search(r"\d", context.before)


def degree(context: TokenContext) -> bool:
    """*rather late* softens; *rather than*, *or rather*, *would rather*, *; rather,* do something else."""
    no_adjective = (DETERMINERS - A) | PREPOSITIONS | SUBJECTS | BE | word_set("and or but if")
    wish = word_set("or but would had should much could i'd he'd she'd they'd we'd you'd")
    inverted = context.opens_sentence and context.word(1) in ("do", "did", "does", "let")
    softens = context.word(1) not in no_adjective and context.word(-1) not in wish and not inverted
    return word_follows(context) and softens


def fair_degree(context: TokenContext) -> bool:
    """*fairly common* softens; *fairly treated* tells how."""
    return degree(context) and not context.word(1).endswith("ed")


def nearly(context: TokenContext) -> bool:
    """*nearly all*, *nearly fell* come near; *not nearly*, *so nearly*, *very nearly related* do not."""
    return not is_negated(context) and context.word(-1) not in ("so", "as", "very", "how", "more", "most")


def loose_kind(context: TokenContext) -> bool:
    """*is kind of late* softens; *that kind of man*, *a sort of box* classify."""
    return context.word(-1) in BE | PERSON_SUBJECTS | word_set("just felt looked feel look")


def all_but(context: TokenContext) -> bool:
    """*all but unknown* is nearly so; *all but the first*, *all but two* leave out."""
    left_out = (
        DETERMINERS | NUMBERS | SUBJECTS | PREPOSITIONS | word_set("one few when if him her them me us")
    )
    return word_follows(context) and context.word(1) not in left_out


def near_whole(context: TokenContext) -> bool:
    """*practically all*, *practically impossible* come near; *practically applied* tells how."""
    whole = word_set("all every everything no none nothing the a an any unknown identical always never")
    return context.word(1) in whole or bool(re.match(r"im|un|.+less\Z", context.word(1)))

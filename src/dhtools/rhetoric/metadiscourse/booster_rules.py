"""Insisting: what must stand around a booster; rules of `dhtools.rhetoric.metadiscourse.hedge_rules`."""

from __future__ import annotations

import re

from .token_context import (
    BE,
    DETERMINERS,
    MAKING,
    POSSESSIVES,
    PREPOSITIONS,
    THE,
    TokenContext,
    denied,
    is_next,
    word_before_adverbs,
    word_set,
)


def affirmed(place: TokenContext) -> bool:
    """*completely* insists; *not completely*, *as completely as* do not."""
    return not denied(place) and place.word(-1) not in ("as", "how", "more", "less")


def plainly(place: TokenContext) -> bool:
    """*is clear that* insists; *made it clear that*, *not clear that* do not."""
    made = any(place.word(step) in MAKING for step in (-1, -2, -3))
    return not made and not denied(place)


def sure(place: TokenContext) -> bool:
    """*is certain*, *may be sure* insist; *make sure*, *not sure*, *a certain man* do not."""
    linked = word_before_adverbs(place) in BE
    return linked and not denied(place) and place.word(1) not in ("enough", "kind", "number")


def linked(place: TokenContext) -> bool:
    """*is sure to*, *was certain to* foretell; *not certain to*, *certain to the last* do not."""
    act = place.word(1) not in DETERMINERS | {""}
    return word_before_adverbs(place) in BE and act and not denied(place)


def sentence_adverb(place: TokenContext) -> bool:
    """*more clearly*, *so clearly*, *saw clearly* tell how; *Clearly, he knew* insists."""
    graded = word_set("more less so as too how speak spoke see saw seen hear heard think write")
    return place.word(-1) not in graded and place.word(1) != "enough" and not denied(place)


def intensive_very(place: TokenContext) -> bool:
    """*very poor* insists; *not very poor* holds back, *the very idea* points."""
    last = word_set("same best first last few least worst much many")
    points = place.word(-1) in THE | POSSESSIVES and place.word(1) not in last
    return not denied(place) and not points


def concluding_must(place: TokenContext) -> bool:
    """*must have been* concludes; *must have a permit* obliges."""
    done = r"been|had|.+e[dn]\Z|known|come|gone|made|got|felt|done|found|lost|left|thought|met|begun|heard"
    return bool(re.match(done, place.word(1)))


def universal(place: TokenContext) -> bool:
    """*will never yield*, *is always right* hold for all time; *he never wrote* tells what happened."""
    claims = word_set("will shall can cannot could would must is are 'll")
    return word_before_adverbs(place) in claims


def comparative(place: TokenContext) -> bool:
    """*far too late*, *a most able man* insist; *by far in the lead*, *all too* at an end do not."""
    return is_next(place) and place.word(1) not in PREPOSITIONS


#: The rules for boosters.
BOOSTER_RULES = (
    affirmed,
    plainly,
    sure,
    linked,
    sentence_adverb,
    intensive_very,
    concluding_must,
    universal,
    comparative,
)

"""Rules for boosters: what must stand around a form for it to strengthen a statement; see `rules`."""

from __future__ import annotations

import re

from .connective_rules import going_to
from .token_context import (
    BE,
    MAKING,
    POSSESSIVES,
    PREPOSITIONS,
    THE,
    TokenContext,
    is_negated,
    word_before_adverbs,
    word_follows,
    word_set,
)


def affirmed(context: TokenContext) -> bool:
    """*completely* insists; *not completely*, *as completely as* do not."""
    return not is_negated(context) and context.word(-1) not in ("as", "how", "more", "less")


def plainly(context: TokenContext) -> bool:
    """*is clear that* insists; *made it clear that*, *not clear that* do not."""
    made = any(context.word(step) in MAKING for step in (-1, -2, -3))
    return not made and not is_negated(context)


def predicative_sure(context: TokenContext) -> bool:
    """*is certain*, *may be sure* insist; *make sure*, *not sure*, *a certain man* do not."""
    linked = word_before_adverbs(context) in BE
    return linked and not is_negated(context) and context.word(1) not in ("enough", "kind", "number")


def sure_to(context: TokenContext) -> bool:
    """*is sure to*, *was certain to* foretell; *not certain to*, *certain to the last* do not."""
    return going_to(context) and not is_negated(context)


def sentence_adverb(context: TokenContext) -> bool:
    """*more clearly*, *so clearly*, *saw clearly* tell how; *Clearly, he knew* insists."""
    graded = word_set("more less so as too how speak spoke see saw seen hear heard think write")
    return context.word(-1) not in graded and context.word(1) != "enough" and not is_negated(context)


# Verbs that tell what happened, in the past or up to now.
_TOLD = re.compile(
    r"(?:had|has|have|was|were|did|could|felt|thought|knew|meant|saw|came|went|took|held|been|.+[^e]ed)\Z"
)


def inferred(context: TokenContext) -> bool:
    """*has evidently left*, *evidently thought* infer from signs, and hedge; *is evidently false* insists.

    Hyland (2005) lists *evidently* as a booster. Of what somebody did or thought it says what the signs
    suggest (Chafe 1986, Evidentiality in English conversation and academic writing).
    """
    before = word_before_adverbs(context)
    if before in BE:
        tells = context.word(1).endswith("ing")
    else:
        tells = before in ("has", "have", "had") or any(_TOLD.match(context.word(step)) for step in (1, 2, 3))
    return tells and sentence_adverb(context)


def plain_to_see(context: TokenContext) -> bool:
    """*is evidently false* insists; where *evidently* infers from signs, it hedges."""
    return sentence_adverb(context) and not inferred(context)


def intensive_very(context: TokenContext) -> bool:
    """*very poor* insists; *not very poor* holds back, *the very idea* points."""
    last = word_set("same best first last few least worst much many")
    points = context.word(-1) in THE | POSSESSIVES and context.word(1) not in last
    return not is_negated(context) and not points


def concluding_must(context: TokenContext) -> bool:
    """*must have been* concludes; *must have a permit* obliges."""
    done = r"been|had|.+e[dn]\Z|known|come|gone|made|got|felt|done|found|lost|left|thought|met|begun|heard"
    return bool(re.match(done, context.word(1)))


def universal_claim(context: TokenContext) -> bool:
    """*will never yield*, *is always right* hold for all time; *he never wrote* tells what happened."""
    claims = word_set("will shall can cannot could would must is are 'll")
    return word_before_adverbs(context) in claims


def intensified_degree(context: TokenContext) -> bool:
    """*far too late*, *a most able man* insist; *by far in the lead*, *all too* at an end do not."""
    return word_follows(context) and context.word(1) not in PREPOSITIONS

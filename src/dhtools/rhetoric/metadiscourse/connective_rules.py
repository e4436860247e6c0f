"""Rules for modals, pronouns, imperatives and connectives: what must stand around a form; see `rules`."""

from __future__ import annotations

import re

from ...annotation.pronouns import CONTEXT, is_pronoun_i, is_pronoun_mine, is_pronoun_us
from .token_context import (
    BE,
    DETERMINERS,
    NUMBERS,
    POSSESSIVES,
    SUBJECTS,
    A,
    TokenContext,
    mark_before,
    word_before_adverbs,
    word_follows,
    word_set,
)


def modal(context: TokenContext) -> bool:
    """*might*, *will*, *can*, *must* are nouns after an article, a possessive, *of*, and before *of*."""
    noun = A | POSSESSIVES | word_set("the of at with free good ill political military own")
    return context.word(-1) not in noun and context.word(1) != "of"


def modal_may(context: TokenContext) -> bool:
    """*May* is a month with a capital in mid-sentence, and beside a number."""
    capital = context.surface.istitle() and not context.opens_sentence
    number = re.search(r"\d", context.before[-4:] + context.after[:4])
    return not capital and not number and not (context.opens_sentence and context.word(1) in ("day", "and"))


def going_to(context: TokenContext) -> bool:
    """*is going to fall* foretells; *going to the right* is a way."""
    act = context.word(1) not in DETERMINERS | {""}
    return word_before_adverbs(context) in BE and act


def pronoun_us(context: TokenContext) -> bool:
    """*us*; *US* in capitals is a country."""
    return is_pronoun_us(context.surface)


def pronoun_mine(context: TokenContext) -> bool:
    """*mine* is a pit after an article or an adjective; a pronoun after a verb or *of*."""
    return is_pronoun_mine(context.word(-1))


def pronoun_i(context: TokenContext) -> bool:
    """*I* with a capital; *I.*, *Part I*, *and World War I* have an initial or a numeral."""
    if context.surface != "I":
        return context.surface[0] == "I"
    return is_pronoun_i(context.text_before(CONTEXT), context.text_after(CONTEXT))


def imperative(context: TokenContext) -> bool:
    """*Consider this* at the head of a sentence speaks to the reader; *we consider*, *Note 5* do not."""
    spoken_of = DETERMINERS | SUBJECTS | word_set("how at for whether if too")
    return context.opens_sentence and word_follows(context) and context.word(1) in spoken_of


def focus_even(context: TokenContext) -> bool:
    """*even Stalin* takes a stand; *even if*, *even though*, *even so* join clauses."""
    return context.word(1) not in ("if", "though", "so", "as", "when", "while")


def starts_clause(context: TokenContext) -> bool:
    """*Yet he came*, *; still, he came* join clauses; *has yet to come*, *he still came* do not."""
    return context.opens_sentence or mark_before(context) in tuple(";:—–-")


def parenthetic(context: TokenContext) -> bool:
    """*However, he came* contrasts; *however hard he tried* does not."""
    return context.word(1) == "" or context.after.strip()[:1] in tuple(",.;:)")


def connective_but(context: TokenContext) -> bool:
    """*but* contrasts; *all but*, *nothing but*, *but for*, *cannot but* leave out."""
    left_out = word_set("all nothing none anything cannot no everything everybody")
    only = NUMBERS | {"for", "one", "a"}
    return context.word(-1) not in left_out and context.word(1) not in only


def connective_while(context: TokenContext) -> bool:
    """*While he agreed*, *, while others* set side by side; *a while*, *while in Paris* tell of time."""
    joins = context.opens_sentence or mark_before(context) == ","
    return joins and not re.match(r".+ing\Z|.+ed\Z|in\Z|at\Z|on\Z", context.word(1))


def connective_since(context: TokenContext) -> bool:
    """*Since he knew* gives a reason; *since 1940*, *has since left* tell of time."""
    return (context.opens_sentence or mark_before(context) == ",") and context.word(1) in SUBJECTS


def not_before_of(context: TokenContext) -> bool:
    """*because he came*, *as a result,* join clauses; *because of*, *as a result of* take a noun."""
    return context.word(1) != "of"


def not_after_as(context: TokenContext) -> bool:
    """*though* concedes; *as though* compares."""
    return context.word(-1) != "as"

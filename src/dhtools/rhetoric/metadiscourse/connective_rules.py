"""Rules for modals, pronouns and connectives: what must stand around a form for it to be a cue."""

from __future__ import annotations

import re

from .token_context import (
    BE,
    DETERMINERS,
    NUMBERS,
    POSSESSIVES,
    SUBJECTS,
    A,
    TokenContext,
    is_next,
    mark_before,
    word_before_adverbs,
    word_set,
)


def modal(place: TokenContext) -> bool:
    """*might*, *will*, *can*, *must* are nouns after an article, a possessive, *of*, and before *of*."""
    noun = A | POSSESSIVES | word_set("the of at with free good ill political military own")
    return place.word(-1) not in noun and place.word(1) != "of"


def modal_may(place: TokenContext) -> bool:
    """*May* is a month with a capital in mid-sentence, and beside a number."""
    capital = place.surface.istitle() and not place.opens_sentence
    number = re.search(r"\d", place.before[-4:] + place.after[:4])
    return not capital and not number and not (place.opens_sentence and place.word(1) in ("day", "and"))


def going_to(place: TokenContext) -> bool:
    """*is going to fall* foretells; *going to the right* is a way."""
    act = place.word(1) not in DETERMINERS | {""}
    return word_before_adverbs(place) in BE and act


def pronoun_us(place: TokenContext) -> bool:
    """*us*; *US* in capitals is a country."""
    return place.surface != "US"


def pronoun_mine(place: TokenContext) -> bool:
    """*mine* is a pit after an article or an adjective; a pronoun after a verb or *of*."""
    return place.word(-1) not in DETERMINERS | word_set("coal gold land old new iron salt")


def pronoun_i(place: TokenContext) -> bool:
    """*I* with a capital; *I.*, *Part I*, *and World War I* have an initial or a numeral."""
    reading, at = place.reading, place.first - 1
    initial = place.after.startswith(".") and place.word(1) != ""
    name = at > reading.opens[place.first] and reading.raw[reading.starts[at]].isupper()
    numbered = place.word(-1) in word_set("part chapter volume book act section war")
    return place.surface[0] == "I" and not (initial or numbered or (name and not place.before.strip()))


def imperative(place: TokenContext) -> bool:
    """*Consider this* at the head of a sentence speaks to the reader; *we consider*, *Note 5* do not."""
    spoken_of = DETERMINERS | SUBJECTS | word_set("how at for whether if too")
    return place.opens_sentence and is_next(place) and place.word(1) in spoken_of


def focus_even(place: TokenContext) -> bool:
    """*even Stalin* takes a stand; *even if*, *even though*, *even so* join clauses."""
    return place.word(1) not in ("if", "though", "so", "as", "when", "while")


def starts_clause(place: TokenContext) -> bool:
    """*Yet he came*, *; still, he came* join clauses; *has yet to come*, *he still came* do not."""
    return place.opens_sentence or mark_before(place) in tuple(";:—–-")


def parenthetic(place: TokenContext) -> bool:
    """*However, he came* contrasts; *however hard he tried* does not."""
    return place.word(1) == "" or place.after.strip()[:1] in tuple(",.;:)")


def connective_but(place: TokenContext) -> bool:
    """*but* contrasts; *all but*, *nothing but*, *but for*, *cannot but* leave out."""
    left_out = word_set("all nothing none anything cannot no everything everybody")
    only = NUMBERS | {"for", "one", "a"}
    return place.word(-1) not in left_out and place.word(1) not in only


def connective_while(place: TokenContext) -> bool:
    """*While he agreed*, *, while others* set side by side; *a while*, *while in Paris* tell of time."""
    joins = place.opens_sentence or mark_before(place) == ","
    return joins and not re.match(r".+ing\Z|.+ed\Z|in\Z|at\Z|on\Z", place.word(1))


def connective_since(place: TokenContext) -> bool:
    """*Since he knew* gives a reason; *since 1940*, *has since left* tell of time."""
    return (place.opens_sentence or mark_before(place) == ",") and place.word(1) in SUBJECTS


def no_of(place: TokenContext) -> bool:
    """*because he came*, *as a result,* join clauses; *because of*, *as a result of* take a noun."""
    return place.word(1) != "of"


def no_as(place: TokenContext) -> bool:
    """*though* concedes; *as though* compares."""
    return place.word(-1) != "as"


#: The rules for modals, pronouns and conjunctions.
CONNECTIVE_RULES = (
    modal,
    modal_may,
    going_to,
    pronoun_us,
    pronoun_mine,
    pronoun_i,
    imperative,
    focus_even,
    starts_clause,
    parenthetic,
    connective_but,
    connective_while,
    connective_since,
    no_of,
    no_as,
)

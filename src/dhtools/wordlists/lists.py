"""Lists of words, each row of them with its class; function words of several languages, the rest English."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from types import MappingProxyType

import pandas as pd

from ..errors import check_choice
from ..typed_tables import read_table
from .languages import language_list, language_table


def function_words(language: str = "en") -> tuple[str, ...]:
    """Return the words of the closed classes of a language: articles, pronouns, prepositions and so on.

    Compiled for this suite by word class; ``function_words.csv`` in the folder of the language gives the
    class of each, and the grammar whose classes they are. Words of two classes stand under one. They say
    little of what a text is about, which is why style is sought in them, and why topics leave them out.
    A form that ends in an apostrophe (*l'*) is joined to the word after it.

    Parameters
    ----------
    language : str
        A code, see `dhtools.corpus.languages.language_code`.

    Raises
    ------
    DhtoolsError
        If there are no lists of the language.

    Examples
    --------
    >>> function_words()[:3], function_words("de")[:3]
    (('a', 'an', 'the'), ('der', 'die', 'das'))
    """
    return language_list(language, "function_words")


def topic_stop_words(language: str = "en") -> frozenset[str]:
    """Return the words that name no subject, in lower case: what topics and their labels leave out.

    Function words; of other languages than English also numerals, months and abbreviations. In English the
    last two have a capital inside sentences, so they are set aside with the names.

    >>> {"zwei", "mio", "juni"} <= topic_stop_words("de"), "two" in topic_stop_words()
    (True, False)
    """
    also = () if language == "en" else ("numerals", "months", "abbreviations")
    others = (word.lower() for name in also for word in language_list(language, name))
    return frozenset(function_words(language)) | {word for word in others if word.isalpha()}


@lru_cache
def elided_forms(language: str) -> frozenset[str]:
    """Return the function words with an apostrophe of a language that elides: *l'*, *qu'*, *aujourd'hui*.

    Those that end in the apostrophe are cut from the word after them; the others stay whole. Empty where no
    form ends so, as in English and German.

    Examples
    --------
    >>> sorted(elided_forms("fr"))[:3], elided_forms("en")
    (["aujourd'hui", "c'", "d'"], frozenset())
    """
    forms = frozenset(form for form in function_words(language) if "'" in form)
    return forms if any(form.endswith("'") for form in forms) else frozenset()


def pronouns(language: str = "en") -> tuple[str, ...]:
    """Return the personal and other pronouns among the `function_words`: who speaks, and to whom."""
    return language_list(language, "function_words", "pronoun")


@lru_cache
def persons() -> Mapping[str, tuple[str, ...]]:
    """Return the forms of each personal pronoun: *I*, *we*, *you*, *he*, *she*, *it*, *they*.

    From the column *person* of the English ``function_words.csv``; the form of the subject is the first.
    """
    classes = language_table("en", "function_words")
    rows = classes[classes["person"] != ""].groupby("person", sort=False)["word"]
    return MappingProxyType({str(person): tuple(forms) for person, forms in rows})


def _list(name: str) -> pd.DataFrame:
    with (resources.files(__package__) / f"{name}.csv").open("rb") as file:
        return read_table(file, missing=False)


@lru_cache
def metadiscourse_forms() -> pd.DataFrame:
    """Return words and phrases by which writers hold back, insist, take a stand, join and address.

    Compiled for this suite; one row a form of a class.

    Returns
    -------
    DataFrame
        *class* (hedge, approximator, distance, attribution, vague, booster, attitude, self-mention,
        engagement, transition, modality), *subclass*, *form* (one word or several), *rule* (the context that
        the form needs, see `dhtools.rhetoric.metadiscourse.rules`; *no_cue* for a phrase that only looks like
        a form),
        *source*: the published taxonomy that the entry is made after, or *project*. Entries were written
        from knowledge of these works and not checked against their lists: a source names a model, not a
        quotation.

    Notes
    -----
    A *hedge* leaves open whether the writer vouches for a statement, an *approximator* changes what is stated
    (*almost 300*), *distance* sets the writer apart from a word of others (*alleged*); some taxonomies call
    all of them hedges. *vague* are quantifiers and frequencies that name no number, *attribution* are claims
    of nobody in particular (*is considered*, *critics argue*): both are set apart as well.
    """
    return _list("metadiscourse")


@lru_cache
def participles() -> pd.DataFrame:
    """Return participles that do not end in *-ed*, and words in *-ed* that make no passive: word, class.

    Compiled for this suite: *irregular participle* of verbs that can have an object; *no passive*: adjectives
    (*concerned*, *situated*) and words that are no participles (*hundred*).
    """
    return _list("participles")


@lru_cache
def killing_words() -> pd.DataFrame:
    """Return the words by which killing is told: lemma, class (verb, noun, intransitive), form, source.

    Compiled for this suite. Verbs take the one who is killed as their object, nouns name the act; what is
    *intransitive* tells it as if it happened by itself.
    """
    return _list("killing")


@lru_cache
def reporting_verbs(use: str | None = None) -> pd.DataFrame:
    """Return verbs that report what somebody says or thinks: lemma, class, form, uses, source, remark.

    Compiled for this suite. The class is what the reporter makes of it, after the idea of Thompson and Ye
    (1991), Evaluation in the reporting verbs used in academic papers, Applied Linguistics 12(4), 365-382;
    their lists were not checked. *neutral*; *arguing* (the speaker presses it); *doubting* (the reporter
    keeps away from it: *claim*, *confess* under duress); *granting* (the reporter takes it for true). Two
    more report no statement: *speaking* (how or to whom: *interrupt*, *accuse*) and *thinking* (*believe*).

    Parameters
    ----------
    use : str, optional
        Only the forms that may be used so; otherwise all. *report*: with *that* or marks, they report what is
        said. *lead-in*: they report marked words anywhere in the clause before them. *beside*: they do so
        next to the marks only. *speaker*: they tell who speaks, after a name. *tag*: they go on after
        *“Why?”*. *dialogue*: in fiction they tell who speaks, on both sides of his name. *claim*:
        they tell what several people hold (*critics argue*), in the plural or the past.

    Raises
    ------
    DhtoolsError
        If there is no such use.
    """
    table = _list("reporting")
    if use is None:
        return table
    uses = table["uses"].str.split()
    check_choice("use", use, sorted(set(uses.explode())))
    return table[[use in own for own in uses]].reset_index(drop=True)


@lru_cache
def evaluative_words() -> pd.DataFrame:
    """Return words that judge persons and institutions: form, class (adjective, noun), direction, source.

    Compiled for this suite; *direction* is blame or praise as the word is used in political prose in general.
    What it is in a text, a reader has to say.
    """
    return _list("evaluation")

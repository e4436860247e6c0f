"""The line at the top of a notebook: in which languages its texts are, and what is left out for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..corpus.languages import main_language, text_languages
from ..corpus.markup import Markup
from ..corpus.texts import Corpus
from ..wording import joined
from ..wordlists.languages import language_name
from .sentences import Sentence, paragraph, say

#: Tags of cells that are left out where no text is English, and where most of the texts are not.
ENGLISH, MAINLY_ENGLISH = "english", "mainly-english"
_MOST_NAMED = 5


#: What else a notebook has to say of the main language, and of several languages (no code).
_NOTES: Mapping[tuple[str, str], str] = {
    ("02-topics", "de"): "Names are words like others where no gazetteer.csv lists them, because in German "
    "every noun has a capital.",
    ("04-rhetoric", ""): "No formula of reading and no measure of diversity compares texts in two languages.",
}


class _Scope(NamedTuple):
    """What a notebook compares within one language, and what it has for English only, with its exhibits."""

    compared: str = ""
    because: str = ""
    english: str = ""
    tag: str = ENGLISH
    exhibits: tuple[str, ...] = ()


_SCOPES: Mapping[str, _Scope] = {
    "01-stylometry": _Scope(
        "texts are compared",
        "a distance between two languages says nothing about style",
        "the comparison with texts by known authors, and what was measured on English novels",
        MAINLY_ENGLISH,
        (
            *("decidability", "power", "baselines", "contrast", "pairs", "choices", "lengths"),
            *("word-differences", "persons", "identification"),
        ),
    ),
    "02-topics": _Scope("topics are sought", "words of two languages would make topics of their own"),
    "03-terms": _Scope(
        "words are compared",
        "every word of another language would count as a preference",
        "how many words set two essays by one author apart, which was counted in English essays",
        MAINLY_ENGLISH,
    ),
    "04-rhetoric": _Scope(
        english="agents, epithets, pronouns, reporting, hedges and boosters, passives, nominalisations, "
        "figures of speech, and formulas of reading that were fitted to English",
        exhibits=(
            *("agency", "events", "agency-by-voice", "acts", "contrast-lengths", "contrast", "agreement"),
            *("agreement-by-code", "coding-differences", "passives", "epithet-rates", "epithets"),
            *("pronouns", "reporting", "rates", "rates-contrast", "cues", "figures", "counted-figures"),
            "precision",
        ),
    ),
    "05-synthesis": _Scope(
        "measures are related",
        "style and subjects would both follow the languages",
        "claims and values that the other notebooks leave out, and stance",
        MAINLY_ENGLISH,
        ("relations-cues",),
    ),
}


def languages_line(corpus: Corpus, notebook: str) -> Sentence:
    """Return the line at the top of a notebook: the languages of the texts, and what is left out for them.

    * notebook: Name of a notebook, such as ``01-stylometry``.
    """
    texts, main = text_languages(corpus), main_language(corpus)
    others = {text: code for text, code in texts.items() if code != main}
    scope = _SCOPES.get(notebook, _Scope())
    sentences = [_languages(texts, main, others)]
    if others and scope.compared:
        sentences.append(_compared(scope, main, others))
    without = [code for code in dict.fromkeys(texts.values()) if _lacks(scope, code, main)]
    if without and scope.english:
        sentences.append(
            say(
                "Left out for {languages}, because it needs English: {what}.",
                languages=joined(list(map(language_name, without))),
                what=scope.english,
            )
        )
    plays = [text.id for text in corpus if text.markup is not None and _is_play(text.markup)]
    if plays:
        sentences.append(_played(plays, len(corpus)))
    notes = [_NOTES.get((notebook, main)), _NOTES.get((notebook, "")) if others else None]
    sentences += [say("{note}", note=note) for note in notes if note]
    return paragraph(*sentences)


def _is_play(markup: Markup) -> bool:
    return any(block.speaker is not None for block in markup.blocks)


def _played(plays: list[str], n_texts: int) -> Sentence:
    """Return what *author* means where the persons of a play speak."""
    return say(
        "{which}: the speeches of its persons count as the author's words, so *I* and *we* are theirs.",
        which="The text is a play" if n_texts == 1 else f"Read as a play: {joined(plays[:_MOST_NAMED])}",
    )


def left_out_tags(corpus: Corpus) -> frozenset[str]:
    """Return the tags of cells that do not apply to the languages of a corpus."""
    english = "en" in text_languages(corpus).values()
    mainly = main_language(corpus) == "en"
    return frozenset(tag for tag, kept in ((ENGLISH, english), (MAINLY_ENGLISH, mainly)) if not kept)


def left_out_exhibits(corpus: Corpus) -> frozenset[str]:
    """Return the exhibits that the notebooks do not have for the languages of a corpus."""
    tags = left_out_tags(corpus)
    return frozenset(
        f"{notebook}/{exhibit}"
        for notebook, scope in _SCOPES.items()
        for exhibit in scope.exhibits
        if scope.tag in tags
    )


def _lacks(scope: _Scope, code: str, main: str) -> bool:
    """Whether a language lacks what is English; in one comparison all texts have the main language."""
    return code != "en" if scope.tag == ENGLISH else main != "en" and code == main


def _languages(texts: Mapping[str, str], main: str, others: Mapping[str, str]) -> Sentence:
    if not others:
        return say(
            "{what} read as {language}.",
            either={"what": {"The text is": len(texts) == 1, "The texts are": len(texts) != 1}},
            language=language_name(main),
        )
    codes = dict.fromkeys([main, *others.values()])
    counts = [f"{language_name(code)} ({list(texts.values()).count(code):,})" for code in codes]
    return say("The texts are read as {languages}.", languages=joined(counts))


def _compared(scope: _Scope, main: str, others: Mapping[str, str]) -> Sentence:
    names = list(others)
    more = [f"{len(names) - _MOST_NAMED:,} more"] if len(names) > _MOST_NAMED else []
    return say(
        "Here {compared} within {language} only, because {because}; {others} {verb} left out.",
        compared=scope.compared,
        because=scope.because,
        language=language_name(main),
        others=joined([*names[:_MOST_NAMED], *more]),
        either={"verb": {"is": len(names) == 1, "are": len(names) > 1}},
    )

"""Saved web pages in plain text: what sites put around a text, by their phrases in several languages.

A text is taken for a page only if several phrases stand in it that no book has on a line of its own, such as
*Skip to content*. Then its head (menus, title, author, date) and its foot (links, comments) are read as those
of a page. ``page_phrases.csv`` in the folder of a language has the phrases.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ..wordlists.languages import language_list, languages
from . import line_patterns
from .line_shapes import is_prose, is_short

#: Furniture is no longer, in characters; the notices on cookies and licences are the longest.
_LONGEST = 400
#: So many words may the phrase have that a line begins with.
_LONGEST_PHRASE = 6
#: Different phrases that make a page, one more for each so many lines.
_EVIDENCE, _LINES = 3, 400
#: So far below a heading of comments stands a sign of one.
_NEAR = 7
_NAV, _SITE = "nav", "boilerplate"
_FURNITURE = frozenset({_NAV, _SITE})
_WORDS = re.compile(r"[^\W\d_]+")
_COUNT = re.compile(r"\d[\d.,:]*[KkMm]?\b")
_PARTS = re.compile(r"\s+[|·•∙»›>/→–—-]\s+|\s*\|\s*|\s{3,}|\t")
#: What parts the links of a menu on one line, and numbers before words.
_SEPARATOR = re.compile(r"[|·•∙»›>/©\t]|\s{3}| [→–—-] |\A[^\w\s]*\d")
_NUMBER_ONLY = re.compile(r"(?:\d[\d.,]*[KkMm]?|[·•∙|→←▼►×✕…]+)\Z")
_BULLET = re.compile(r"[*•·+-]\s+")
_LINK_SECTIONS = frozenset(
    ("see also", "external links", "siehe auch", "weblinks", "voir aussi", "liens externes")
)
_CONTENTS = re.compile(
    r"(?:(?:table of )?contents(?: ?\[?(?:hide|show)\]?)?|inhalt(?:sverzeichnis)?|sommaire"
    r"|table des matières)\Z",
    re.IGNORECASE,
)
_NUMBERING = re.compile(r"\A\d{1,2}(?:\.\d{1,2})*\.?\s+")
_ENCYCLOPEDIA = re.compile(r"(?:from|aus|un article de) wikip[eé]dia\b", re.IGNORECASE)
_JOURNAL = re.compile(r"\b(?:vol(?:ume)?\.?|issue|no\.|pp\.|heft|bd\.|tome)\s*\d", re.IGNORECASE)
_ONCE_DATED = re.compile(
    r"(?:first |originally |last )?(?:published|posted|updated|written|created|veröffentlicht|aktualisiert"
    r"|erstellt|stand|publié|mis à jour|modifié)(?: on| at| am| vom| le)?\s*:?\s*"
    r"(?:\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?(?: [A-Z]{2,4})?,? )?",
    re.IGNORECASE,
)
_BACKLINK = re.compile(r"(?:\d{1,3}\.\s*)?(?:\^|↑)\s*\S")


@lru_cache
def _phrases(use: str) -> frozenset[str]:
    """Return the phrases of one use in all languages: a page may have the menu of another language."""
    return frozenset(
        phrase for language in languages() for phrase in language_list(language, "page_phrases", use)
    )


@lru_cache
def _first_words() -> frozenset[str]:
    """Return the words that phrases of sites begin with: few lines of a book do."""
    phrases = (phrase for use in ("site", "alone", "menu", "begins") for phrase in _phrases(use))
    return frozenset(phrase.split()[0] for phrase in phrases) | {"copyright"}


def page_kinds(contents: Sequence[str], *, is_page: bool = False, title: int | None = None) -> list[str]:
    """Return the kind of each line of a saved page, "" where other rules decide; empty if it is none.

    Where the file is known to be a page, its phrases need not show it; its mark-up may say where the title
    is.
    """
    signs = [_sign(content) for content in contents]
    return _Page(contents, signs, title).kinds() if is_page or _is_page(contents, signs) else []


def _is_page(contents: Sequence[str], signs: Sequence[str]) -> bool:
    found = {
        sign: {_normal(content) for content, one in zip(contents, signs, strict=True) if one == sign}
        for sign in ("site", "menu")
    }
    needed = _EVIDENCE + len(contents) // _LINES
    sites, menus = len(found["site"] - {""}), len(found["menu"] - {""})
    return sites > 0 and sites + min(menus // 2, needed - 1) >= needed


def _normal(line: str) -> str:
    """Return the words of a line in small letters: *Like (12)* is *like*."""
    return " ".join(_WORDS.findall(_COUNT.sub(" ", line).casefold()))


def _sign(content: str) -> str:
    if len(content) > _LONGEST:
        return ""
    if "\n" in content:
        return _sign_of_list(content.splitlines())
    line = _BULLET.sub("", content.strip(), count=1)
    if not line or line_patterns.EDIT_LINK.search(line):
        return ""
    if _NUMBER_ONLY.match(line):
        return "menu"
    first = _WORDS.search(line)
    if not (_SEPARATOR.search(line) or (first and first[0].casefold() in _first_words())):
        return ""
    words = _normal(line)
    if words in _phrases("site") or _begins_as_one(line, words):
        return "site"
    if words in _phrases("alone"):
        return "alone"
    parts = _PARTS.split(line)
    if len(parts) > 1 and (sign := _sign_of_list(parts)):
        return sign
    if line.startswith("©") or words.startswith("copyright"):
        return "menu"
    return "menu" if words in _phrases("menu") and line[-1] not in ".!?,;" else ""


def _sign_of_list(lines: Sequence[str]) -> str:
    """Return the sign of several links: they are short, and at least half of them known, or the first."""
    lines = [line for line in map(str.strip, lines) if line]
    if any(len(line.split()) > 5 for line in lines):
        return ""
    signs = [_sign(line) for line in lines]
    known = sum(map(bool, signs))
    if not (2 * known >= len(lines) or (signs and signs[0])):
        return ""
    return "site" if "site" in signs or known > 2 else "menu"


def _begins_as_one(line: str, words: str) -> bool:
    """Whether a line begins with a phrase of sites; one of a word or two begins sentences, too."""
    first = words.split(maxsplit=_LONGEST_PHRASE)[:_LONGEST_PHRASE]
    found = [n for n in range(1, len(first) + 1) if " ".join(first[:n]) in _phrases("begins")]
    return bool(found) and (max(found) > 2 or not is_prose(line))


def is_date(content: str) -> bool:
    """Whether a line is a date, and says at most that something was published then."""
    return line_patterns.DATED.match(_ONCE_DATED.sub("", content, count=1)) is not None


def _is_name(content: str) -> bool:
    names = re.split(r"\s+(?:&|and|und|et)\s+|,\s+", content)
    return all(line_patterns.PERSON.match(name) for name in names)


class _Page:
    """The lines of a page and the kinds that they get, part by part."""

    def __init__(self, contents: Sequence[str], signs: Sequence[str], title: int | None) -> None:
        self._contents, self._signs, self._marked_title = contents, signs, title
        self._kinds = [""] * len(contents)
        self._last = {_untitled(content): n for n, content in enumerate(contents) if len(content) < 120}
        self._comments = self._first_comment()
        prose = [n for n in range(self._comments) if self._is_prose(n)]
        self._text, self._foot = (prose[0], prose[-1] + 1) if prose else (0, self._comments)

    def kinds(self) -> list[str]:
        self._type_head()
        self._type_text()
        self._type_foot()
        self._type_comments()
        return self._kinds

    def _is_prose(self, n: int) -> bool:
        content = self._contents[n] if n < len(self._contents) else ""
        return bool(content) and not self._signs[n] and (is_prose(content) or len(content.split()) > 30)

    # --- head
    def _type_head(self) -> None:
        title = self._title() if self._marked_title is None else self._marked_title
        for n in range(self._text):
            self._kinds[n] = self._of_head(n, title)

    def _title(self) -> int:
        """Return the number of the title: the first line of three words, or the longest, or the last."""
        lines = [n for n in range(self._text) if self._is_open(n)]
        if not lines:
            return -1
        dated = [n for n in lines if n == self._text - 1 and n and is_date(self._contents[n - 1])]
        first = next((n for n in lines if len(self._contents[n].split()) > 2), None)
        if first is None:
            return max(lines, key=lambda n: len(self._contents[n]))
        return max(first, *dated, key=lambda n: len(self._contents[n])) if dated else first

    def _is_open(self, n: int) -> bool:
        """Whether a line of the head may be the title."""
        content = self._contents[n]
        return not (
            self._signs[n]
            or is_date(content)
            or line_patterns.BYLINE.match(content)
            or self._is_entry(n)
            or _ENCYCLOPEDIA.match(content)
            or line_patterns.ALONE.match(content)
        )

    def _is_entry(self, n: int) -> bool:
        """Whether a line heads the contents of the page, or is one of them: it comes back as a heading."""
        content = self._contents[n]
        below = self._last.get(_untitled(content), -1) > max(n, self._text)
        numbered = n > self._text and _NUMBERING.match(content)
        return is_short(content) and bool(below or numbered or _CONTENTS.match(content))

    def _of_head(self, n: int, title: int) -> str:
        content = self._contents[n]
        if n == title:
            return "title"
        if _ENCYCLOPEDIA.match(content) or (n > title and _JOURNAL.search(content)):
            return "source" if len(content.split()) > 3 else "series"
        if self._is_caption(n):
            return "caption"
        if is_date(content):
            return "dateline"
        if self._signs[n] or self._is_entry(n):
            return _NAV
        if line_patterns.BYLINE.match(content):
            return "byline"
        if n < title or title < 0:
            return _NAV
        if line_patterns.ALONE.match(content):
            return "heading"
        if _is_name(content) and not _is_name(self._contents[title]):
            return "byline"
        return "subtitle" if n == title + 1 or not self._is_marked(n - 1) else _NAV

    def _is_marked(self, n: int) -> bool:
        """Whether a line is furniture, a date or a byline."""
        content = self._contents[n] if 0 <= n < len(self._contents) else ""
        return bool(content and (self._signs[n] or is_date(content) or line_patterns.BYLINE.match(content)))

    # --- text
    def _type_text(self) -> None:
        for n in range(self._text, self._foot):
            self._kinds[n] = self._of_text(n)

    def _of_text(self, n: int) -> str:
        content = self._contents[n]
        if self._is_furniture(n):
            return _SITE
        if line_patterns.EDIT_LINK.search(content):
            return "heading"
        if _BACKLINK.match(content):
            return "footnote"
        if is_date(content) and self._follows_head(n):
            return "dateline"
        if self._follows_head(n) and (line_patterns.BYLINE.match(content) or _is_name(content)):
            return "byline"
        if self._is_caption(n):
            return "caption"
        if _CONTENTS.match(content) or (self._kinds[n - 1] in _FURNITURE and self._is_entry(n)):
            return _NAV
        headed = n > self._text and is_short(content) and self._is_prose(n + 1) and _is_capital(content)
        return "heading" if headed else ""

    def _is_caption(self, n: int) -> bool:
        """Whether a line names who took a picture, or stands below a line that says *Image caption*."""
        content = self._contents[n]
        credited = line_patterns.CREDIT.search(content) is not None and len(content) < 300
        return credited or (n > 0 and _normal(self._contents[n - 1][:40]) == "image caption")

    def _is_furniture(self, n: int) -> bool:
        if self._signs[n] in ("site", "alone"):
            return True
        if self._is_caption(n):
            return False
        beside = self._is_sited(n - 1) or self._is_sited(n + 1)
        if self._signs[n] == "menu":
            return beside or (n > 0 and self._kinds[n - 1] in _FURNITURE)
        return (
            is_short(self._contents[n], words=8)
            and n > 0
            and self._kinds[n - 1] in _FURNITURE
            and self._is_sited(n + 1)
        )

    def _is_sited(self, n: int) -> bool:
        return 0 <= n < len(self._signs) and bool(self._signs[n])

    def _follows_head(self, n: int) -> bool:
        """Whether at most one paragraph of prose, the summary of an article, stands before a line."""
        return not any(self._is_prose(before) for before in range(self._text + 1, n))

    # --- foot
    def _type_foot(self) -> None:
        for n in range(self._foot, self._comments):
            self._kinds[n] = self._of_foot(n)

    def _of_foot(self, n: int) -> str:
        content, before = self._contents[n], self._kinds[n - 1] if n else ""
        untagged = line_patterns.EDIT_LINK.sub("", content)
        if _normal(untagged) in _LINK_SECTIONS:
            return _NAV
        if line_patterns.EDIT_LINK.search(content):
            return "heading"
        if _BACKLINK.match(content):
            return "footnote"
        if line_patterns.REFERENCES_HEADING.match(content) and not self._is_sited(n + 1):
            return "heading"
        if self._is_caption(n):
            return "caption"
        if self._signs[n]:
            return _SITE if self._signs[n] == "site" else _NAV
        if self._is_authors(content):
            return "editorial"
        if before in _FURNITURE and len(content.split()) <= 20:
            return before
        return _SITE if is_short(content) and self._is_sited(n + 1) and not _is_listed(content) else ""

    def _is_authors(self, content: str) -> bool:
        """Whether a line says who the author is: it begins with the name of the byline."""
        named = [self._contents[n] for n, kind in enumerate(self._kinds[: self._foot]) if kind == "byline"]
        names = [line_patterns.BYLINE.sub("", name).strip() for name in named]
        return any(len(name) > 4 and content.startswith(name) for name in names)

    # --- comments
    def _first_comment(self) -> int:
        """Return the number of the line that heads the comments, or that of the end."""
        headings = (n for n in range(1, len(self._contents)) if self._heads_comments(n))
        first = next(headings, len(self._contents))
        # *45 comments* is a link; *Sort by* below it heads them
        near = range(first + 1, min(first + _NEAR, len(self._contents)))
        signs = (n for n in near if _is_of_comment(self._contents[n]))
        return max(
            (n for n in range(first + 1, next(signs, first)) if self._heads_comments(n)), default=first
        )

    def _heads_comments(self, n: int) -> bool:
        content = self._contents[n]
        if len(content) > 120 or not any(self._is_prose(before) for before in range(n)):
            return False
        if line_patterns.COMMENTS_ON.match(content):
            return True
        headed = _normal(content) in _phrases("comments")
        return headed and any(map(_is_of_comment, self._contents[n + 1 : n + 1 + _NEAR]))

    def _type_comments(self) -> None:
        end = len(self._contents)
        while end > self._comments and self._signs[end - 1] and not _is_of_comment(self._contents[end - 1]):
            end -= 1
        self._kinds[self._comments :] = ["comments"] * (end - self._comments) + [_SITE] * (
            len(self._contents) - end
        )


def _untitled(content: str) -> str:
    """Return a line of the contents or a heading without number and link."""
    return _NUMBERING.sub("", line_patterns.EDIT_LINK.sub("", content)).strip().casefold()


def _is_capital(content: str) -> bool:
    letter = next((one for one in content if one.isalnum()), "")
    return letter.isupper() or letter.isdigit()


def _is_listed(content: str) -> bool:
    return (
        line_patterns.NOTE_IN_LIST.match(content) is not None
        or line_patterns.REFERENCE.match(content) is not None
    )


def _is_of_comment(content: str) -> bool:
    """Whether a line stands in comments: *Anna says:*, *Reply*, *3 days ago*."""
    if line_patterns.COMMENT_SIGN.search(content[:200]):
        return True
    words = _normal(content[:200])
    return words in _phrases("reply") or words.endswith(tuple(f" {one}" for one in _phrases("reply")))

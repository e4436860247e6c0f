"""The rules of cleaning: each looks at one paragraph in its place and names its kind, or passes.

What is no running prose has to show it: by its words, its shape *and* its place. A novel, a play or a chat
may hold the line “Home” or “[12]” anywhere; only at the edge of a text is it furniture.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from ..schema import DISPLAYED, PROSE
from . import line_patterns
from .essays import essay_head, note_list
from .front_pages import bare_kinds, contents_list
from .line_shapes import ends_sentence, is_lead_in, is_prose, is_short
from .paragraphs import Paragraph
from .project_gutenberg import text_between
from .quotation_marks import displayed_content, opening_mark, pair_marks
from .web_pages import page_kinds

#: A title page has a title and not many more lines beside author, date and source.
_MOST_SUBTITLES = 3
#: So far down a title may look for the prose that it is the title of.
_AHEAD = 12
#: A displayed quotation has no more paragraphs.
_MOST_SET_IN = 5
#: What every credit of a picture has.
_CREDITS = ("[", ":", "Credit", "Image")
#: A running head is no longer, in characters.
_HEAD = 80


class BlockContext:
    """Walks down the paragraphs of one text; every rule sees what stands before and after.

    Attributes
    ----------
    seen : Counter of str
        Kinds of the paragraphs read so far.
    before : str
        Kind of the paragraph before this one, or an empty string at the beginning.
    illustrated : bool
        Whether captions of pictures stand between the paragraphs.
    prose_seen : bool
        Whether the running prose has begun.
    last_number : int
        The number of the last heading that has one.
    markers : frozenset of str
        Numbers of the note markers in the text, such as ``word.[3]``.
    heads : frozenset of str
        Lines that stand in the text more than once but for their numbers: running heads, if short.
    """

    def __init__(self, raw: str, paragraphs: list[Paragraph], *, illustrated: bool, author: str = "") -> None:
        self._contents = [raw[paragraph.start : paragraph.end] for paragraph in paragraphs]
        self._gaps = [paragraph.gap for paragraph in paragraphs]
        self._indents = [paragraph.indent for paragraph in paragraphs]
        self._verse = [paragraph.is_verse for paragraph in paragraphs]
        self.illustrated = illustrated
        self.seen: Counter[str] = Counter()
        self.before = ""
        self.prose_seen = False
        self.last_number = 0
        self._at = 0
        self._notes = note_list(self._contents)
        self._bare = bare_kinds(self._contents)
        self._entries = contents_list(self._contents)
        self._page = page_kinds(self._contents)
        self._text_begins, self._text_ends = text_between(self._contents)
        self._essay_head = [] if self._text_begins else essay_head(self._contents, author)
        heads = Counter(_without_number(content) for content in self._contents if len(content) <= _HEAD)
        self.heads = frozenset(head for head, n in heads.items() if n > 1)
        found = line_patterns.NOTE_MARKER.finditer(raw)
        self.markers = frozenset(m[1] for m in found if raw[m.start() - 1 : m.start()].strip(" \t\xa0\r\n["))

    def note(self, kind: str) -> None:
        """Take down the kind of this paragraph and go on to the next."""
        self.seen[kind] += 1
        self.before = kind
        numbered = kind == "heading" and line_patterns.NUMBERED_HEADING.match(self.content())
        self.last_number = int(numbered[1]) if numbered else self.last_number
        self.prose_seen = self.prose_seen or kind in PROSE
        self._at += 1

    def content(self, step: int = 0) -> str:
        """Return the paragraph *step* further on, or an empty string beyond the ends."""
        place = self._at + step
        return self._contents[place] if 0 <= place < len(self._contents) else ""

    def gap(self, step: int = 0) -> bool:
        """Whether an empty line stands before the paragraph *step* further on."""
        return self._gaps[self._at + step]

    def set_in(self) -> bool:
        """Whether this paragraph is indented, and the one before it and one of the next few are less so."""
        own, after = self._indents[self._at], self._indents[self._at + 1 : self._at + _MOST_SET_IN + 1]
        return self._at > 0 and self._indents[self._at - 1] < own and any(indent < own for indent in after)

    def level_with_above(self) -> bool:
        """Whether this paragraph is indented as far as the one before it."""
        return self._at > 0 and 0 < self._indents[self._at] == self._indents[self._at - 1]

    def essay_head(self) -> str | None:
        """Return the kind of this line in the head of an essay, None elsewhere."""
        return self._essay_head[self._at] if self._at < len(self._essay_head) else None

    def of_front(self) -> str | None:
        """Return the kind of this line in a file without prose, or in a table of contents; None elsewhere."""
        if self._entries and self._at == self._entries.start - 1:
            return "heading"
        if self._at in self._entries:
            return "nav"
        return self._bare[self._at] if self._bare else None

    def following(self, n: int) -> list[str]:
        """Return the next *n* paragraphs that are no entries of the contents."""
        ahead = range(self._at + 1, self._at + 1 + n + len(self._entries))
        return [self.content(place - self._at) for place in ahead if place not in self._entries][:n]

    def is_verse(self) -> bool:
        """Whether this paragraph is verse between paragraphs of prose."""
        return self._verse[self._at]

    def is_note(self) -> bool:
        """Whether this paragraph is one of the notes below the text, with or without a heading."""
        return self._at in self._notes

    def of_page(self) -> str | None:
        """Return the kind of this line in a saved web page, None elsewhere and where other rules decide."""
        return self._page[self._at] or None if self._page else None

    def framed(self) -> bool:
        """Whether this paragraph stands before the text or after it."""
        return not self._text_begins <= self._at < self._text_ends


def project_gutenberg(reader: BlockContext, content: str) -> str | None:
    """Header and licence of Project Gutenberg, to both sides of the text."""
    return "licence" if reader.framed() else None


def left_markup(reader: BlockContext, content: str) -> str | None:
    """Tags, entities and pictures that a conversion left, without words."""
    return "boilerplate" if line_patterns.MARKUP.match(content) else None


def web_page(reader: BlockContext, content: str) -> str | None:
    """Menus, title, links and comments of a saved page."""
    return reader.of_page()


def front_pages(reader: BlockContext, content: str) -> str | None:
    """Entries of a table of contents; the lines of a file that is a title page or has headings alone."""
    return reader.of_front()


def after_comments(reader: BlockContext, content: str) -> str | None:
    """Readers' comments last to the end of the file."""
    if reader.before == "comments":
        return "comments"
    if not reader.prose_seen or len(content) > 200:
        return None
    begun = line_patterns.COMMENTS_ON.match(content) or (
        line_patterns.COMMENTS.match(content) and _comments_follow(reader)
    )
    return "comments" if begun else None


def site_furniture(reader: BlockContext, content: str) -> str | None:
    """Menus and breadcrumbs at the edge of a text; invitations to share or subscribe."""
    if len(content) > 120:
        return None
    if not reader.prose_seen and (
        line_patterns.BREADCRUMB.match(content) or line_patterns.ARCHIVE_NAME.search(content)
    ):
        return "nav" if prose_follows(reader) else None
    if line_patterns.NAV.match(content):
        return "nav" if _at_an_edge(reader) else None
    return "boilerplate" if line_patterns.BOILERPLATE.match(content) and not is_prose(content) else None


def notes(reader: BlockContext, content: str) -> str | None:
    """Find notes: they stand under their numbers, and the numbers in the text. ``[12]`` may be a page."""
    if reader.before == "footnote_mark":
        return "footnote"
    if line_patterns.NOTES_HEADING.match(content) and line_patterns.NOTE_IN_LIST.match(
        reader.content(1)[:40]
    ):
        return "heading"
    in_notes = reader.before == "footnote" or line_patterns.NOTES_HEADING.match(reader.content(-1)[:80])
    if reader.is_note() or line_patterns.NAMED_NOTE.match(content):
        return "footnote"
    if mark := line_patterns.NOTE_MARK.match(content):
        return "footnote_mark" if in_notes or mark[1] in reader.markers else None
    if in_notes and line_patterns.NOTE_IN_LIST.match(content):
        return "footnote"
    note = line_patterns.NOTE.match(content) if reader.prose_seen else None
    return "footnote" if note and note[1] in reader.markers else None


def references(reader: BlockContext, content: str) -> str | None:
    """Entries of a bibliography, under its heading."""
    if line_patterns.BIBLIOGRAPHY.match(content):
        return "heading"
    under = reader.before == "bibliography"
    begun = under or line_patterns.BIBLIOGRAPHY.match(reader.content(-1)[:80])
    if not begun or len(content) >= 600:
        return None
    entry = line_patterns.REFERENCE.match(content)
    return "bibliography" if entry or (under and line_patterns.LATER_REFERENCE.search(content)) else None


def published(reader: BlockContext, content: str) -> str | None:
    """Where a text first appeared, or how long it is."""
    if line_patterns.WORD_COUNT.match(content):
        return "series"
    if len(content) >= 200 or is_lead_in(content):
        return None
    if line_patterns.PUBLISHED.match(content):
        return "source"
    at_head = not reader.prose_seen and prose_follows(reader)
    in_brackets = line_patterns.BRACKETED_SOURCE.match(content)
    in_newspaper = "title" in reader.seen and _names_a_newspaper(content)
    return "source" if at_head and (in_brackets or in_newspaper) else None


def editors_word(reader: BlockContext, content: str) -> str | None:
    """Introductions by an editor last until the first heading; without one they look like the text."""
    if line_patterns.TRANSCRIBER.match(content):
        return "editorial"
    if reader.prose_seen or is_short(content) or not any(is_short(reader.content(n)) for n in range(1, 6)):
        return None
    return "editorial" if reader.before == "editorial" or line_patterns.EDITORIAL.match(content) else None


def front_matter(reader: BlockContext, content: str) -> str | None:
    """Title, author, date and the like, as far as prose follows."""
    if reader.prose_seen or len(content) > 320 or not prose_follows(reader):
        return None
    if line_patterns.DATELINE.match(content) or line_patterns.DATED.match(content):
        return "dateline"
    if kind := reader.essay_head():
        return kind
    if not is_short(content, words=16) or _in_dialogue(reader, content) or _is_item(content):
        return None
    if line_patterns.BYLINE.match(content) or reader.content(-1).lower() == "by":
        return "byline"
    if line_patterns.DIVISION.match(content) or (
        reader.seen["title"] and line_patterns.NUMBERED_HEADING.match(content)
    ):
        return "heading"
    if line_patterns.SERIES.match(content):
        return "series"
    return _title_or_name(reader, content)


def verse(reader: BlockContext, content: str) -> str | None:
    """Mottoes, songs and lines that are quoted, as soon as the text is more than its title."""
    begun = reader.prose_seen or reader.before == "heading"
    return "verse" if reader.is_verse() and begun else None


def displayed_quotation(reader: BlockContext, content: str) -> str | None:
    """Words that the paragraph before leads up to: set in, in marks, or ending in a note marker."""
    if not reader.prose_seen or is_short(content):
        return None
    above = reader.content(-1)
    if reader.before == "body" and reader.set_in() and _leads_in_at_length(above) and not _is_listed(content):
        return DISPLAYED
    if reader.before == DISPLAYED and reader.level_with_above():
        return DISPLAYED
    mark = opening_mark(content)
    if reader.before == DISPLAYED and mark and mark == opening_mark(above):
        return DISPLAYED if not _is_closed(above) else None
    if reader.before not in PROSE or not is_lead_in(above):
        return None
    marked = mark not in ("", '"', "'") and above.endswith(":") and _encloses(reader, content)
    return DISPLAYED if marked or (not mark and _ends_in_note_marker(content)) else None


def attribution(reader: BlockContext, content: str) -> str | None:
    """Find the source of a displayed quotation, set close under it or after a dash."""
    if reader.before != DISPLAYED:
        return None
    if line_patterns.CITATION.match(content):
        return "attribution"
    if not _is_closed(reader.content(-1)):
        return None
    close = not reader.gap() and reader.gap(-1)  # in a file without empty lines every line is close
    return "attribution" if len(content) < 400 and (close or content[0] in "—–") else None


def caption(reader: BlockContext, content: str) -> str | None:
    """Words under a picture: with a label or a credit; in an illustrated text also without a full stop."""
    if not reader.prose_seen or len(content) > 700:
        return None
    if (
        line_patterns.ILLUSTRATION.match(content)
        or line_patterns.FIGURE_LABEL.match(content)
        or (any(sign in content for sign in _CREDITS) and _has_credit(content))
    ):
        return "caption"
    if not reader.illustrated or ends_sentence(content) or _leads_in_to_next(reader, content):
        return None
    too_long_for_a_heading = 12 < len(content.split()) <= 45
    return "caption" if too_long_for_a_heading or line_patterns.PORTRAIT.match(content) else None


def running_head(reader: BlockContext, content: str) -> str | None:
    """``124    A HISTORY OF THE TOWN``: page numbers, and lines that every page has at its head or foot."""
    if line_patterns.PAGE_NUMBER.match(content):
        return "heading"
    if len(content) > _HEAD or not line_patterns.NUMBERED_HEAD.match(content):
        return None
    head = _without_number(content)
    return (
        "heading" if head in reader.heads or head.isupper() or "   " in content or "\t" in content else None
    )


def heading(reader: BlockContext, content: str) -> str | None:
    """``Chapter IV``, a numeral, or a short line that stands alone between longer paragraphs."""
    if len(content) >= 240:
        return None
    if len(content) < 90 and (line_patterns.DIVISION.match(content) or line_patterns.NUMERAL.match(content)):
        return "heading"
    if line_patterns.MARKDOWN_HEADING.match(content):
        return "heading"
    if line_patterns.STAGE_DIRECTION.match(content):
        return None
    capital = content[0].isupper() or content[0].isdigit()
    if not capital or not is_short(content) or line_patterns.TIMED.match(content):
        return None
    # in a file without empty lines a number tells a heading from a short paragraph
    numbered = line_patterns.NUMBERED_HEADING.match(content)
    follows = numbered and (is_prose(reader.content(1)) or int(numbered[1]) == reader.last_number + 1 > 1)
    return "heading" if (reader.gap() or follows) and _stands_alone(reader, content) else None


RULES: tuple[Callable[[BlockContext, str], str | None], ...] = (
    project_gutenberg, left_markup, web_page, front_pages, after_comments, site_furniture, notes, references,
    published, editors_word, front_matter, verse, displayed_quotation, attribution, caption, heading,
    running_head,
)  # fmt: skip


def prose_follows(reader: BlockContext) -> bool:
    """Whether a sentence of prose stands in one of the next paragraphs."""
    following = reader.following(_AHEAD - 1)
    return any(is_prose(content) or len(content[:2000].split()) > 30 for content in following)


def _without_number(content: str) -> str:
    """Return a line without the page number at its beginning or end."""
    return line_patterns.EDGE_NUMBER.sub("", content)


def _names_a_newspaper(content: str) -> bool:
    """``From the New York Packet.``: every word of weight has a capital."""
    first, *words = content.split()
    small = {"the", "of", "and", "a", "an", "in", "for"}
    titled = all(word in small or word[0].isupper() or word[0].isdigit() for word in words)
    return first in {"From", "For", "In"} and bool(words) and titled


def _title_or_name(reader: BlockContext, content: str) -> str | None:
    if "editorial" in reader.seen or "heading" in reader.seen or _asks_in_a_sentence(content):
        return None
    if reader.before in {"dateline", "source"} and content.isupper() and len(content.split()) <= 4:
        return "byline"
    if "title" not in reader.seen:
        return "title"
    return "subtitle" if reader.seen["subtitle"] < _MOST_SUBTITLES else None


def _stands_alone(reader: BlockContext, content: str) -> bool:
    below = reader.content(1)
    if not below or is_short(below) or (reader.before == "body" and is_short(reader.content(-1))):
        return False
    if line_patterns.NOTE.match(below) or _in_dialogue(reader, content):
        return False
    if content[-1] != "?":
        return True
    # a question is a heading only in a text that has headings
    return "heading" in reader.seen and not _asks_in_a_sentence(content)


def _asks_in_a_sentence(content: str) -> bool:
    """Whether a question has no capital after its first word, as questions in prose mostly have none."""
    return content[-1] == "?" and not any(word[0].isupper() and word != "I" for word in content.split()[1:])


def _in_dialogue(reader: BlockContext, content: str) -> bool:
    """``Anna: yes`` or ``ANNA. Yes?``, where a line near by begins with a speaker too."""
    near = [reader.content(step)[:80] for step in (-2, -1, 1, 2, 3)]
    patterns = (line_patterns.SPEAKER, line_patterns.LABEL)
    return any(pattern.match(content) and any(map(pattern.match, near)) for pattern in patterns)


def _is_listed(content: str) -> bool:
    """Whether a paragraph is one of a list, with a sign or a number before it."""
    return _is_item(content) or line_patterns.NOTE_IN_LIST.match(content) is not None


def _leads_in_at_length(above: str) -> bool:
    """Whether a sentence ends in a colon; the name of a speaker alone does not lead in."""
    return above.endswith(":") and len(above.split()) > 3


def _is_item(content: str) -> bool:
    return content[0] in "-*>•+|–—―" or line_patterns.TIMED.match(content) is not None


def _at_an_edge(reader: BlockContext) -> bool:
    if not reader.prose_seen:
        return prose_follows(reader)
    among_furniture = reader.before not in {*PROSE, "heading", "attribution", "caption"}
    return among_furniture or line_patterns.NAV.match(reader.content(1)[:40]) is not None


def _comments_follow(reader: BlockContext) -> bool:
    return any(line_patterns.COMMENT_SIGN.search(reader.content(step)[:200]) for step in range(1, 7))


def _has_credit(content: str) -> bool:
    """Whether a credit is named, and no long sentence stands before it."""
    credit = line_patterns.CREDIT.search(content)
    return credit is not None and not is_prose(content[: credit.start()].rstrip())


def _leads_in_to_next(reader: BlockContext, content: str) -> bool:
    return is_lead_in(content) and _ends_in_note_marker(reader.content(1))


def _ends_in_note_marker(content: str) -> bool:
    return line_patterns.ENDS_IN_NOTE_MARKER.search(content[-16:]) is not None


def _is_closed(content: str) -> bool:
    return line_patterns.CLOSED.search(content[-16:]) is not None


def _encloses(reader: BlockContext, content: str) -> bool:
    """Whether its opening mark holds all of a paragraph: closed at the end, or opened again by the next."""
    following = reader.content(1)[:2]
    if not (_is_closed(content) or following.startswith(opening_mark(content))):
        return False
    _, end = displayed_content(content)
    marked = pair_marks(content, following=following)
    return not any(one.level == 1 and one.close and one.end < end for one in marked)

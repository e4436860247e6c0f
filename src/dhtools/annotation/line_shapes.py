"""What the shape of a paragraph says: a sentence, a short line, a lead-in."""

from __future__ import annotations

from . import line_patterns


def ends_sentence(content: str) -> bool:
    """Whether a paragraph ends as a sentence does, closing marks and a note marker aside."""
    return line_patterns.ENDS_SENTENCE.search(content[-24:]) is not None  # the end alone: paragraphs are long


def is_prose(content: str) -> bool:
    """Whether a paragraph is a sentence of more than twelve words, or more than one sentence."""
    return ends_sentence(content) and len(content[:2000].split()) > 12


def is_short(content: str, *, words: int = 12) -> bool:
    """Whether a line is short and does not end as a sentence does; in capitals it may end in a full stop."""
    if not content or len(content) > 20 * words or content[-1] in ",;:" or len(content.split()) > words:
        return False
    return not ends_sentence(content) or content[-1] == "?" or (content.isupper() and content[-1] == ".")


def is_lead_in(content: str) -> bool:
    """Whether a paragraph leaves something open that the next one may bring; a salutation does not."""
    open_end = line_patterns.LEADS_IN.search(content[-1:]) and " " in content
    return bool(open_end) and not (len(content) < 110 and line_patterns.SALUTATION.match(content))

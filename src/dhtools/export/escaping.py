"""Texts as they are written out: on one line, escaped, encoded."""

from __future__ import annotations

import re
import string

from ..errors import DhtoolsError


def one_line(text: str) -> str:
    """Put a text on one line; no-break spaces are meant, and stay."""
    return re.sub(r"[ \t\r\n\f\v\x1c-\x1f\x85\u2028\u2029]+", " ", text).strip(" ")


def encoded(text: str, what: str) -> bytes:
    """Encode a text in UTF-8, or say that it cannot be."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise DhtoolsError(
            f"{what}: {error.object[error.start]!r} is half a character. Decode the text anew."
        ) from error


# As character references, marks are never Markdown or HTML, in any dialect; `\*` is math to some of them.
_MARKDOWN = str.maketrans({mark: f"&#{ord(mark)};" for mark in set(string.punctuation) - set(",;'\"?%/")})


def markdown_plain(text: str) -> str:
    """Escape a text for Markdown where no elements can stand, as in an alt text."""
    return one_line(text).translate(_MARKDOWN)


def markdown(text: str) -> str:
    """Escape a text for Markdown; MathJax reads the finished page, so its marks get elements of their own."""
    return re.sub("&#(36|92);", r"<span>&#\1;</span>", markdown_plain(text))


_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        # After the end of a row LaTeX would read these as an option of the line break.
        "[": "{[}",
        "]": "{]}",
        "*": "{*}",
        **{mark: f"\\{mark}" for mark in "&%$#_{}"},
    }
)


def latex(text: str) -> str:
    """Escape a text for LaTeX; an empty line in it would end a paragraph, so it becomes one line."""
    return one_line(text).translate(_LATEX)


def typst_string(text: str) -> str:
    r"""Write a text as a string of Typst.

    >>> print(typst_string('a "b"'))
    "a \"b\""
    """
    inner = one_line(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'

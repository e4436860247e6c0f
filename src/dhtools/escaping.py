"""Texts as they are shown and written: for each medium a function that shows a text and obeys nothing in it.

A word of a text, the name of a file, a cell of a sheet or a label may hold anything: a dollar sign that would
begin a formula, a tag of HTML, a character that moves the cursor of a terminal or that turns the direction of
writing. What is no mark-up at its place stays as it is, so that sentences can be read in the source.
"""

from __future__ import annotations

import html as standard
import re

#: Control characters that are not white space, halves of characters, and what no XML may hold.
_CONTROL = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
#: Characters that turn the direction of what follows them, up to the one that ends this.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
#: Letters and marks that are written from right to left, and `_TURNS`.
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff"
    "\U0001e800-\U0001efff]"
)
_ISOLATES, _ISOLATE, _END = "\u2066\u2067\u2068", "\u2068", "\u2069"


def one_line(text: str) -> str:
    """Put a text on one line; no-break spaces are meant, and stay."""
    return re.sub(r"[ \t\r\n\f\v\x1c-\x1f\x85\u2028\u2029]+", " ", text).strip(" ")


def visible(text: str) -> str:
    r"""Show control characters by signs for them, and halves of characters by a placeholder.

    >>> visible("a\x1b[31m\tb\x7f")
    'a␛[31m\tb␡'
    """
    return _CONTROL.sub(_sign, text)


def _sign(found: re.Match[str]) -> str:
    """Return the sign of a control character in Unicode; only those of ASCII have one."""
    number = ord(found[0])
    return chr(0x2400 + number) if number < 0x20 else "␡" if number == 0x7F else "\ufffd"


def terminal(text: str) -> str:
    r"""Show what a terminal would obey: control characters, and those that turn the direction of writing.

    >>> terminal("\x1b[2Jexe\u202etxt")
    '␛[2Jexe<U+202E>txt'
    """
    lines = re.sub("[\r\f]", _sign, text.replace("\r\n", "\n"))
    return _TURNS.sub(lambda found: f"<U+{ord(found[0]):04X}>", visible(lines))


def isolated(text: str) -> str:
    r"""Keep the direction of a text to itself, by Unicode's isolates; one from left to right stays as it is.

    >>> isolated("we"), isolated("\u202ewe") == "\u2068\u202ewe\u2069"
    ('we', True)
    """
    if not _RIGHT_TO_LEFT.search(text):
        return text
    kept, opened = [], 0
    for sign in text:
        if sign == _END and not opened:
            continue  # it would end the isolate around the text
        opened += (sign in _ISOLATES) - (sign == _END)
        kept.append(sign)
    return f"{_ISOLATE}{''.join(kept)}{_END * opened}{_END}"


# --- HTML

# MathJax reads the finished page: its marks get elements of their own, and it finds none.
_MATHS = re.compile(r"[$\\]")


def html(text: str) -> str:
    r"""Escape a text for HTML, also where MathJax reads the page.

    >>> html(r"a < $5 \(x\)")
    'a &lt; <span>&#36;</span>5 <span>&#92;</span>(x<span>&#92;</span>)'
    """
    return without_formulas(html_attribute(text))


def html_text(escaped: str) -> str:
    r"""Return the text that `html` has escaped.

    >>> html_text(html(r"a < $5"))
    'a < $5'
    """
    return standard.unescape(re.sub("<span>(&#(?:36|92);)</span>", r"\1", escaped))


def without_formulas(page: str) -> str:
    """Return HTML in which MathJax finds no formula; its attributes hold no dollar sign or backslash."""
    return _MATHS.sub(lambda found: f"<span>&#{ord(found[0])};</span>", visible(page))


def html_attribute(text: str) -> str:
    """Escape a text for an attribute of HTML, in which no elements can stand."""
    return standard.escape(visible(text))


# --- Markdown

_REFERENCES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# As character references, marks are never Markdown or HTML, in any dialect; `\*` is math to some of them.
_MARKUP = re.compile(
    r"""[\\$`*&<>\[\]{}|~^@]    # wherever they stand
    | (?<![^\W_])_ | _(?![^\W_]) # emphasis begins and ends at the edge of a word
    | ^[-+=\#:%!(]               # headings, lists and more begin a line
    | ^\d{1,9}[.)](?=\s|$)       # as do the numbers of items
    | [!\#]$                     # a mark of a template may follow
    | :(?=//) | \bwww\.          # addresses become links
    """,
    re.VERBOSE | re.IGNORECASE,
)


def markdown_plain(text: str) -> str:
    """Escape a text for Markdown where no elements can stand, as in an alt text."""
    return _MARKUP.sub(_reference, visible(one_line(text)))


def _reference(mark: re.Match[str]) -> str:
    """Return a match with its last character as a reference."""
    before, sign = mark[0][:-1], mark[0][-1]
    return before + _REFERENCES.get(sign, f"&#{ord(sign)};")


def markdown(text: str) -> str:
    r"""Escape a text for Markdown; what is no mark-up at its place stays as it is.

    >>> markdown("1. He said: *no* (twice), in per_1000.")
    '1&#46; He said: &#42;no&#42; (twice), in per_1000.'
    """
    return re.sub("&#(36|92);", r"<span>&#\1;</span>", isolated(markdown_plain(text)))


# --- LaTeX

_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "`": r"\textasciigrave{}",
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
#: Two of these in a row LaTeX draws as one other sign.
_LIGATURES = re.compile("(?<=-)-|(?<=')'|(?<=,),")


def latex(text: str) -> str:
    """Escape a text for LaTeX; an empty line in it would end a paragraph, so it becomes one line."""
    return _LIGATURES.sub(r"{}\g<0>", visible(one_line(text)).translate(_LATEX))


# --- Typst


def typst_string(text: str) -> str:
    r"""Write a text as a string of Typst.

    >>> print(typst_string('a "b"'))
    "a \"b\""
    """
    inner = visible(one_line(text)).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'


# --- cells of CSV

#: What makes a spreadsheet take a cell for a formula; an apostrophe before it, for a text.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]inf")


def csv_cell(text: str) -> str:
    r"""Put an apostrophe before a text that a spreadsheet would take for a formula; numbers stay numbers.

    >>> [csv_cell(text) for text in ("=1+1", "-tion", "-3.5", "'tis", "'=1")]
    ["'=1+1", "'-tion", '-3.5', "'tis", "''=1"]
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def csv_text(cell: str) -> str:
    r"""Return the text that `csv_cell` has written as a cell.

    >>> [csv_text(cell) for cell in ("'=1+1", "'-tion", "-3.5", "'tis", "''=1")]
    ['=1+1', '-tion', '-3.5', "'tis", "'=1"]
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell

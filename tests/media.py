"""What the tests of escaping share: texts that mean something to a medium, and readers of the media."""

import html
import re

from markdown_it import MarkdownIt

#: Each means something somewhere: a formula, mark-up, a command to a terminal, another direction of writing.
TEXTS = (
    "$a$ and $$b$$",
    "cost $5 or $10",
    r"\(x\) \[y\] \begin{align}z\end{align} \frac{1}{2} $\frac",
    "`code` ``` and ~~~",
    "<img src=x onerror=alert(1)> &amp; &copy <!-- --> </td></table>",
    "a | b || c\td",
    "_one_ __two__ per_1000 *three* **four** ~~five~~ ^six^",
    "[a](b) ![c](d) [1]: e [^1] <http://f> https://g www.h.org i@j.org @@0@@ @key",
    "# heading #",
    "1. item",
    "12) item",
    "- item",
    "+++",
    "% comment",
    "(target)=",
    ":::{note}",
    "{math}`x` {{ name }} {.class}",
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-tion",
    "@SUM(A1)",
    "'=quoted",
    "\t=1",
    "\r=1",
    "-3.5",
    "\x1b[31mred\x1b]0;title\x07\x9b2J\x00\x7f",
    "exe\u202egnp.txt",
    "\u2067\u05e9\u05dc\u05d5\u05dd",
    "\u2069\u202c closes what it did not open",
    "\u0627\u0644\u0633\u0644\u0627\u0645: 3",
    "“dashes” -- --- and ''quotes'' ,, ?` !`",
)

_DIALECT = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def rendered(source):
    """What a page shows for Markdown, in the dialect of CommonMark with tables and struck words."""
    return isolates_out(_DIALECT.render(source).strip().replace("<span>", "").replace("</span>", ""))


def text_as_html(text):
    """A text as a page holds it that shows nothing but this text."""
    return isolates_out(html.escape(text, quote=False).replace('"', "&quot;"))


def isolates_out(text):
    return re.sub("[\u2068\u2069]", "", text)

"""Kinds of block: what a paragraph can be in its text."""

#: Kinds of block, from the head of a text to its foot.
BLOCK_KINDS = (
    "title", "subtitle", "series", "nav", "byline", "dateline", "source", "heading", "editorial", "body",
    "blockquote", "attribution", "caption", "footnote", "footnote_mark", "bibliography", "comments",
    "boilerplate",
)  # fmt: skip

#: The running prose: the author's paragraphs and the quotations displayed between them.
PROSE = ("body", "blockquote")
DISPLAYED = "blockquote"

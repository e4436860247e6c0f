"""The labels of the annotation: kinds of block, kinds of quotation, voices."""

#: Kinds of block, from the head of a text to its foot.
BLOCK_KINDS = (
    "title", "subtitle", "series", "nav", "byline", "dateline", "source", "heading", "editorial", "body",
    "blockquote", "verse", "attribution", "speaker", "stage", "caption", "footnote", "footnote_mark",
    "bibliography", "comments", "boilerplate", "licence",
)  # fmt: skip

#: The running prose: the author's paragraphs and the quotations displayed between them.
PROSE = ("body", "blockquote")
DISPLAYED = "blockquote"

#: Kinds of quotation.
QUOTATION_KINDS = ("direct", "scare", "title", "term")

#: Kind of source of a quotation of which nothing is known.
UNSTATED = "unstated"

#: Voices that a word can have: the author's; quoted (direct and displayed speech); mentioned (scare, title,
#: term); other (what is no running prose: notes, captions, furniture).
VOICES = ("author", "quoted", "mentioned", "other")

#: Voices of a sentence: its words may have more than one.
SENTENCE_VOICES = ("author", "quoted", "mixed", "other")

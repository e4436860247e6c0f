"""Readers: one a format, each from bytes to a `Document`: text, mark-up, and what the file says of itself.

Modules
-------
registry
    Which reader a file gets, by its name and its first bytes.
tei, tei_header
    TEI XML: blocks, speakers and quotations as the edition marks them; what the header says.
html
    Web pages, and what other readers turn into HTML.
word, epub, markdown
    DOCX, EPUB and Markdown, through the reader of HTML.
rtf, pdf
    Plain text out of RTF and PDF.
xml
    XML without document types, entities of entities, and network.
archives
    ZIP archives, read within bounds and never unpacked.
"""

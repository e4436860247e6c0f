"""One text in every format, made here: a title, two paragraphs, a displayed quotation, a note."""

from __future__ import annotations

import io
import zipfile

TITLE = "On bridges"
FIRST = "Bridges carry more than people. They carry the hopes of towns that stood apart."
QUOTED = "A bridge is a promise in stone, and it is kept for as long as somebody mends it."
LAST = "So an engineer wrote, and the promise was kept for three hundred years, until the flood came."
NOTE = "Town archive, box 3."
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

TEI = f"""<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en">
  <teiHeader><fileDesc>
    <titleStmt><title>{TITLE}</title><author>Jane Roe</author></titleStmt>
    <publicationStmt><publisher>Town Press</publisher><date when="1890-05-01"/></publicationStmt>
    <sourceDesc><p>Made for a test.</p></sourceDesc>
  </fileDesc></teiHeader>
  <text><body><div>
    <head>{TITLE}</head>
    <p>{FIRST}</p>
    <quote who="#engineer"><p>{QUOTED}</p></quote>
    <p>{LAST}<note n="1">{NOTE}</note></p>
  </div></body></text>
</TEI>
"""

HTML = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{TITLE}</title>
<meta name="author" content="Jane Roe"></head>
<body>
<nav><a href="/">Home</a> <a href="/all">All posts</a></nav>
<main><article><h1>{TITLE}</h1><p>{FIRST}</p><blockquote><p>{QUOTED}</p></blockquote><p>{LAST}</p>
<ol class="footnotes"><li id="fn1">{NOTE}</li></ol></article></main>
<footer><p>Privacy policy</p></footer>
</body></html>
"""

MARKDOWN = f"""---
title: {TITLE}
author: Jane Roe
---

# {TITLE}

{FIRST}

> {QUOTED}

{LAST}[^1]

[^1]: {NOTE}
"""

RTF = (
    r"{\rtf1\ansi\deff0 {\fonttbl{\f0 Times;}}\f0 "
    + r"\par\par ".join((TITLE, FIRST, "\\ldblquote " + QUOTED + "\\rdblquote ", LAST, NOTE))
    + "}"
)


def zipped(members: dict[str, str | bytes], *, first: str = "") -> bytes:
    """Return a ZIP archive; the member *first* is stored without compression."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            how = zipfile.ZIP_STORED if name == first else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, how)
    return buffer.getvalue()


def docx() -> bytes:
    """Return a Word document with a title, a quotation by its style, and a footnote."""

    def paragraph(words: str, style: str = "", extra: str = "") -> str:
        styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        return f"<w:p>{styled}<w:r><w:t>{words}</w:t></w:r>{extra}</w:p>"

    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/></w:style>'
        for name in ("Title", "Quote")
    )
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = (
        paragraph(TITLE, "Title") + paragraph(FIRST) + paragraph(QUOTED, "Quote") + paragraph(LAST, "", mark)
    )
    types = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        f'wordprocessingml.{kind}+xml"/>'
        for part, kind in (("document", "document.main"), ("styles", "styles"), ("footnotes", "footnotes"))
    )
    kind = f"{R}/officeDocument"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{kind}" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{R}/styles" Target="styles.xml"/>'
            f'<Relationship Id="r2" Type="{R}/footnotes" Target="footnotes.xml"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
            "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
            "word/footnotes.xml": f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{paragraph(NOTE)}'
            "</w:footnote></w:footnotes>",
            "docProps/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/'
            'metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>On bridges'
            "</dc:title><dc:creator>Jane Roe</dc:creator></cp:coreProperties>",
        }
    )


def epub() -> bytes:
    """Return a book of one chapter and a table of contents."""
    chapter = (
        f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><h1>{TITLE}</h1>'
        f"<p>{FIRST}</p><blockquote><p>{QUOTED}</p></blockquote><p>{LAST}</p>"
        f'<aside epub:type="footnote" xmlns:epub="http://www.idpf.org/2007/ops"><p>{NOTE}</p></aside>'
        "</body></html>"
    )
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>On bridges</dc:title><dc:creator>Jane '
        "Roe</dc:creator>"
        "<dc:language>en</dc:language></metadata><manifest>"
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        '<item id="c1" href="text/c%201.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="nav"/><itemref idref="c1"/></spine></package>'
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>'
        "</container>"
    )
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            "OEBPS/book.opf": package,
            "OEBPS/nav.xhtml": "<html><body><nav><ol><li>On bridges</li></ol></nav></body></html>",
            "OEBPS/text/c 1.xhtml": chapter,
        },
        first="mimetype",
    )


def pdf(*pages: str) -> bytes:
    """Return a PDF with a page for each text, a line of the text a line of the page."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for page in pages or ("\n".join((TITLE, "", FIRST, QUOTED, LAST)),):
        lines = "".join(f"({line}) Tj T* " for line in page.split("\n"))
        stream = f"BT /F1 11 Tf 14 TL 40 800 Td {lines}ET"
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects) + 2} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    content, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    content += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} "
        f"/Root 1 0 R >>\nstartxref\n{len(content)}\n%%EOF\n"
    )
    return content.encode("latin-1")


def every_format() -> dict[str, bytes]:
    """Return a file of every format by its name."""
    plain = "\n\n".join((TITLE, FIRST, f"“{QUOTED}”", LAST))
    texts = {"a.txt": plain, "b.xml": TEI, "c.html": HTML, "d.md": MARKDOWN, "e.rtf": RTF}
    return {name: text.encode() for name, text in texts.items()} | {
        "f.docx": docx(),
        "g.epub": epub(),
        "h.pdf": pdf(),
    }

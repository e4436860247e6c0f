"""Readers: one made file in every format, and what is wrong with a file named."""

import io
import itertools
import random
import zipfile

import pandas as pd
import pytest
from format_samples import (
    FIRST,
    HTML,
    LAST,
    NOTE,
    QUOTED,
    TEI,
    TITLE,
    every_format,
    pdf,
    zipped,
)

from dhtools import annotate, read_corpus
from dhtools.annotation import span_text
from dhtools.corpus.markup import TextBuilder
from dhtools.corpus.metadata import years_of
from dhtools.corpus.readers import tables
from dhtools.corpus.readers.registry import READERS, is_text, read_document
from dhtools.errors import DhtoolsError

FORMATS = every_format()
MARKED = ["b.xml", "c.html", "d.md", "f.docx", "g.epub"]


def blocks_of(document):
    return [(block.kind, document.raw[block.start : block.end]) for block in document.markup.blocks]


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mixed")
    for name, data in FORMATS.items():
        (folder / name).write_bytes(data)
    return read_corpus(folder)


@pytest.mark.parametrize("name", MARKED)
def test_marked_formats_give_kinds_of_block(name):
    found = [
        one for one in blocks_of(read_document(FORMATS[name], name)) if one[0] not in ("nav", "boilerplate")
    ]
    title = "heading" if name == "b.xml" else "title"
    kinds = [(title, TITLE), ("body", FIRST), ("blockquote", QUOTED)]
    assert found[:3] == kinds
    assert found[3][0] == "body" and found[3][1].startswith(LAST)
    assert found[4][0] == "footnote" and found[4][1].endswith(NOTE)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_keeps_every_word(name):
    raw = " ".join(read_document(FORMATS[name], name).raw.split())
    assert all(words in raw for words in (TITLE, FIRST, QUOTED, LAST))
    assert "Home" not in raw or name == "c.html"


def test_a_folder_of_mixed_files_is_one_corpus(mixed):
    annotation = annotate(mixed)
    assert mixed.ids == tuple("abcdefgh")
    words = annotation.tokens.groupby(["text", "voice"], observed=True).size().unstack(fill_value=0)
    assert set(words.loc[["a", "b", "c", "d", "f", "g"], "author"]) == {31}
    assert set(words.loc[["a", "b", "c", "d", "e", "f", "g"], "quoted"]) == {18}
    for table in (annotation.blocks, annotation.sentences, annotation.quotations):
        assert all(span_text(mixed, table))
    assert set(annotation.blocks.query("text == 'b'")["rule"]) == {"mark-up"}


def test_the_file_says_who_wrote_it_and_the_folder_overrules_it(tmp_path):
    (tmp_path / "one.xml").write_text(TEI, encoding="utf-8")
    (tmp_path / "two.html").write_text(HTML, encoding="utf-8")
    (tmp_path / "README.md").write_text("Not a text.", encoding="utf-8")
    (tmp_path / "metadata.csv").write_text(
        "file,author,date,party\ntwo.html,John Doe,1901,Whig\none.xml,,,Tory\n", encoding="utf-8"
    )
    corpus = read_corpus(tmp_path)
    assert [(text.author, text.date, dict(text.groups)) for text in corpus] == [
        ("Jane Roe", "1890-05-01", {"party": "Tory"}),
        ("John Doe", "1901", {"party": "Whig"}),
    ]
    assert list(corpus.table()["party"]) == ["Tory", "Whig"]


def test_what_is_known_of_a_text_overrules_its_file_and_that_its_name(tmp_path):
    """Of the title too: from the manifest or metadata.csv, else from the file, else from its name."""
    (tmp_path / "Doe_A-guess.xml").write_text(TEI, encoding="utf-8")
    assert [(text.title, text.author) for text in read_corpus(tmp_path)] == [(TITLE, "Jane Roe")]
    (tmp_path / "metadata.csv").write_text("file,title\nDoe_A-guess.xml,Another title\n", encoding="utf-8")
    assert [(text.title, text.author) for text in read_corpus(tmp_path)] == [("Another title", "Jane Roe")]
    manifest = '[[texts]]\nid = "a"\nfile = "Doe_A-guess.xml"\ntitle = "A third"\n'
    (tmp_path / "corpus.toml").write_text(manifest, encoding="utf-8")
    assert [(text.title, text.author) for text in read_corpus(tmp_path)] == [("A third", "Jane Roe")]


def test_a_manifest_may_state_groups(tmp_path):
    (tmp_path / "a.txt").write_text("Some words.", encoding="utf-8")
    manifest = '[[texts]]\nid = "a"\nfile = "a.txt"\n[texts.groups]\nparty = "Whig"\n'
    (tmp_path / "corpus.toml").write_text(manifest, encoding="utf-8")
    assert dict(read_corpus(tmp_path)["a"].groups) == {"party": "Whig"}
    (tmp_path / "corpus.toml").write_text(manifest.replace('"Whig"', "3"), encoding="utf-8")
    with pytest.raises(DhtoolsError, match="line 5: party is 3"):
        read_corpus(tmp_path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("author,date\nx,1900\n", "line 1: the columns are author, date. One of them has to be file or id"),
        ("file,author\na.txt\n", "line 2: 1 cells instead of 2"),
        ("file,author\na.txt,x\na.txt,y\n", "line 3: file='a.txt' is empty or stands there twice"),
        ("file,author\nb.txt,x\n", "no text of the folder is called b.txt"),
        ("file,file\na.txt,x\n", "a name of its own"),
    ],
)
def test_mistakes_of_metadata_are_named(tmp_path, content, message):
    (tmp_path / "a.txt").write_text("Some words.", encoding="utf-8")
    (tmp_path / "metadata.csv").write_text(content, encoding="utf-8")
    with pytest.raises(DhtoolsError, match=message):
        read_corpus(tmp_path)


def test_one_file_an_archive_and_a_table_are_corpora(tmp_path):
    (tmp_path / "one.xml").write_text(TEI, encoding="utf-8")
    assert read_corpus(tmp_path / "one.xml").ids == ("one",)
    archive = tmp_path / "all.zip"
    archive.write_bytes(zipped({**FORMATS, "__MACOSX/._a.txt": b"x", "notes/read me.csv": b"x"}))
    assert read_corpus(archive).ids == tuple("abcdefgh")
    frame = pd.DataFrame(
        {"id": ["x", "y"], "text": [FIRST, LAST], "author": ["Roe", "Doe"], "party": ["Whig", ""]}
    )
    frame.to_csv(tmp_path / "rows.csv", index=False)
    frame.to_csv(tmp_path / "rows.tsv", index=False, sep="\t")
    frame.to_excel(tmp_path / "rows.xlsx", index=False)
    for ending in ("csv", "tsv", "xlsx"):
        corpus = read_corpus(tmp_path / f"rows.{ending}")
        assert [(t.id, t.raw, t.author, dict(t.groups)) for t in corpus] == [
            ("x", FIRST, "Roe", {"party": "Whig"}),
            ("y", LAST, "Doe", {}),
        ]


@pytest.mark.parametrize("folder", ["", "mine/"])
def test_an_archive_may_hold_metadata(tmp_path, folder):
    archive = tmp_path / "all.zip"
    rows = "file,author,party\na.txt,Roe,Whig\nb,Doe,\n"
    texts = {"a.txt": FIRST, "b.txt": LAST, "c.txt": LAST + LAST}
    archive.write_bytes(
        zipped({f"{folder}{name}": one for name, one in {**texts, "metadata.csv": rows}.items()})
    )
    told = [(text.id, text.author, dict(text.groups)) for text in read_corpus(archive)]
    assert told == [("a", "Roe", {"party": "Whig"}), ("b", "Doe", {}), ("c", "unknown", {})]
    archive.write_bytes(zipped({"a.txt": FIRST, f"{folder}metadata.csv": "file,author\nx.txt,Roe\n"}))
    with pytest.raises(DhtoolsError, match=r"all\.zip, \S*metadata\.csv: no text .* is called x\.txt"):
        read_corpus(archive)


@pytest.mark.parametrize("mark", ["> ", "- "])
def test_quotations_and_lists_of_markdown_stand_in_one_another(mark):
    assert "Deep words" in read_document(f"Above.\n\n{mark * 30}Deep words".encode(), "a.md").raw


def compressed_pdf(size):
    """Return a well-formed PDF whose page has so many blanks, compressed."""
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf("Some words")))
    content = writer.pages[0]["/Contents"].get_object()
    content.set_data(content.get_data() + b" " * size)
    writer.pages[0].compress_content_streams()
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_a_pdf_that_grows_beyond_measure_is_refused():
    assert "Some words" in read_document(compressed_pdf(1_000_000), "a.pdf").raw
    with pytest.raises(DhtoolsError, match=r"a\.pdf: a stream of this PDF grows beyond measure"):
        read_document(compressed_pdf(100_000_000), "a.pdf")


def pdf_of_shared(content, form, pages):
    """Return a PDF whose pages have the same contents, which may show the same form ``/F``."""
    pypdf = pytest.importorskip("pypdf")
    generic = pypdf.generic
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf("Some words")))
    shown = generic.StreamObject()
    shown.set_data(form)
    shown.update({generic.NameObject("/Subtype"): generic.NameObject("/Form")})
    page = writer.pages[0]
    page["/Resources"][generic.NameObject("/XObject")] = generic.DictionaryObject(
        {generic.NameObject("/F"): writer._add_object(shown.flate_encode())}
    )
    page["/Contents"].get_object().set_data(page["/Contents"].get_object().get_data() + content)
    page.compress_content_streams()
    kids = writer._pages.get_object()["/Kids"]
    for _ in range(pages - 1):
        copy = generic.DictionaryObject(page)
        kids.append(writer._add_object(copy))
    writer._pages.get_object()[generic.NameObject("/Count")] = generic.NumberObject(pages)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "form", "pages", "place"),
    [
        (b" " * 9_000_000, b"", 60, "page 3"),  # each stream is small enough
        (b" /F Do" * 500, b" " * 1_000_000, 1, "page 1"),
        (b" /F Do", b" " * 1_000_000, 60, "page 20"),
    ],
)
def test_the_pages_of_a_pdf_are_bounded_together(content, form, pages, place):
    with pytest.raises(DhtoolsError, match=f"a.pdf, {place}: the pages of this PDF grow beyond measure"):
        read_document(pdf_of_shared(content, form, pages), "a.pdf")


def test_pages_that_share_their_contents_are_read():
    document = read_document(pdf_of_shared(b" /F Do", b" ", 2), "a.pdf")
    assert document.raw.count("Some words") == 2


def test_parquet_where_its_library_is_installed(tmp_path):
    pytest.importorskip("pyarrow", reason="Parquet needs pyarrow, which the lock does not install")
    pd.DataFrame({"text": [FIRST, None]}).to_parquet(tmp_path / "rows.parquet")
    assert [text.raw for text in read_corpus(tmp_path / "rows.parquet")] == [FIRST]


@pytest.mark.parametrize(
    ("columns", "option", "message"),
    [
        (["a", "b"], None, "which column holds the texts"),
        (["text", "b"], "c", "there is no column 'c'. There are: text, b"),
    ],
)
def test_the_column_of_the_texts_has_to_be_known(tmp_path, columns, option, message):
    pd.DataFrame([["short", "words"]], columns=columns).to_csv(tmp_path / "rows.csv", index=False)
    with pytest.raises(DhtoolsError, match=message):
        read_corpus(tmp_path / "rows.csv", text_column=option)


def test_two_rows_of_a_table_with_one_id_are_refused(tmp_path):
    (tmp_path / "a.csv").write_text("id,text\nx,One.\nx,Two.\n", encoding="utf-8")
    with pytest.raises(DhtoolsError, match="the same id 'x'"):
        read_corpus(tmp_path / "a.csv")


# --- what is wrong with a file


def truncated_zip():
    return FORMATS["f.docx"][:-200]


def bomb():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * 50_000_000)
    return buffer.getvalue()


def encrypted_zip():
    data = bytearray(zipped({"a.txt": b"words"}))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + place] |= 1
    return bytes(data)


def encrypted_pdf():
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf("Some words")))
    writer.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


LAUGHS = (
    '<!DOCTYPE TEI [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><TEI><text><body><p>&b;</p></body></text></TEI>'
)
OUTSIDE = (
    '<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/passwd">]><TEI><text><body><p>&x;</p></body></text></TEI>'
)
CONTAINER = "<container><rootfiles><rootfile full-path='b.opf'/></rootfiles></container>"
PACKAGE = (
    "<package><manifest><item id='a' href='a.xhtml' media-type='application/xhtml+xml'/></manifest><spine>"
    "<itemref idref='a'/></spine></package>"
)
BAD = {
    "renamed.docx": (b"Just words.", "no whole ZIP archive"),
    "truncated.docx": (truncated_zip(), "no whole ZIP archive"),
    "other.docx": (zipped({"a.txt": b"x"}), r"there is no word/document\.xml"),
    "entities.docx": (
        zipped({"word/document.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'}),
        "entities are defined here",
    ),
    "bomb.epub": (bomb(), "unpacked it would have"),
    "encrypted.epub": (encrypted_zip(), "encrypted"),
    "away.epub": (zipped({"../a.txt": b"x"}), "leads out of the archive"),
    "other.epub": (zipped({"a.txt": b"x"}), r"there is no META-INF/container\.xml"),
    "laughs.xml": (LAUGHS.encode(), "line 1: the file defines entities"),
    "outside.xml": (OUTSIDE.encode(), "line 1: the file defines entities"),
    "broken.xml": (b"<TEI>\n<text>\n<p>words</text></TEI>", "line 3: this is not well-formed"),
    "rows.xml": (b"<table><row>1</row></table>", "there is no <text> in this XML"),
    "unknown.xml": (b"<TEI><text><p>a &what; b</p></text></TEI>", "&what; is not defined|not well-formed"),
    "wordless.xml": (b"<TEI><text><body/></text></TEI>", "no words"),
    "renamed.pdf": (b"Just words.", "this is no PDF"),
    "damaged.pdf": (pdf("Some words")[:200], "the PDF is damaged|no words in this PDF"),
    "pictures.pdf": (pdf(""), "no words in this PDF, only pictures of 1 pages"),
    "renamed.rtf": (b"Just words.", "this is no RTF"),
    "wordless.rtf": (b"{\\rtf1 }", "no words"),
    "wordless.html": (b"<html><body></body></html>", "no words"),
    "empty.html": (b"  \n", "the file is empty"),
    "picture.odt": (b"x", "texts may end in"),
    "parts.xml": (
        b'<TEI xmlns:xi="http://www.w3.org/2001/XInclude"><text><body><p>Words</p>\n<xi:include '
        b'href="b.xml"/></body></text></TEI>',
        r"parts\.xml, line 2: another file is to be included here, 'b\.xml'",
    ),
    "inner.xml": (
        b"<!DOCTYPE TEI [<!ENTITY % a \"<!ENTITY b SYSTEM 'file:///etc/passwd'>\"> %a;]><TEI><text><body>"
        b"<p>x &b;</p></body></text></TEI>",
        "line 1: this is not well-formed XML",
    ),
    "wide.xml": (LAUGHS.encode("utf-16"), "line 1: the file defines entities"),
    "deep.xml": (b"<TEI><text><body>" + b"<div>" * 100_000, "line 1: this is not well-formed XML"),
    "deep.html": (
        b"<html><body>" + b"<div>" * 100_000 + b"<p>Deep words</p></body></html>",
        "line 1: elements stand too deep in one another",
    ),
    "noise.html": (bytes(range(256)) * 200, "there is a control character"),
    "package.epub": (zipped({"META-INF/container.xml": CONTAINER}), r"there is no b\.opf in it"),
    "chapter.epub": (
        zipped({"META-INF/container.xml": CONTAINER, "b.opf": PACKAGE}),
        r"there is no a\.xhtml in it",
    ),
    "absolute.epub": (zipped({"/etc/passwd": b"x"}), "leads out of the archive"),
    "protected.epub": (
        zipped(
            {
                "META-INF/container.xml": CONTAINER,
                "b.opf": PACKAGE,
                "a.xhtml": b"\x93\x01",
                "META-INF/encryption.xml": "<e><CipherReference URI='a.xhtml'/></e>",
            }
        ),
        r"protected\.epub, a\.xhtml: the book is protected",
    ),
    "nested.docx": (zipped({"inner.zip": zipped({"a.txt": b"x"})}), r"there is no word/document\.xml"),
    "blank.docx": (zipped({"word/document.xml": b" " * 60_000_000}), "unpacked it would have"),
    **{
        name: (words, f"{name}: quotations, lists or marks of emphasis stand more than 100 deep")
        for name, words in {
            "quotations.md": b"> " * 400 + b"Deep words",
            "lists.md": b"- " * 400 + b"Deep words",
            "emphases.md": b"*" * 3000 + b"x" + b"*" * 3000,
        }.items()
    },
    "noise.pdf": (b"%PDF-1.4\n" + bytes(range(256)) * 40, "the PDF is damaged"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_with_a_file_is_named(name):
    data, message = BAD[name]
    with pytest.raises(DhtoolsError, match=message) as error:
        read_document(data, name)
    assert str(error.value).startswith(name)


def linked_zip():
    member = zipfile.ZipInfo("link.txt")
    member.external_attr = 0o120777 << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(member, "/etc/passwd")
    return buffer.getvalue()


BAD_CORPORA = {
    "link.zip": (linked_zip(), "'link.txt': this member is a link"),
    "inner.zip": (zipped({"in.zip": zipped({"a.txt": b"x"})}), "there is no text in this archive"),
    "open.csv": (b'id,text\n1,"a quotation that does not end\n', "the table cannot be read"),
    "long.csv": (b"id,text\n1," + b"word " * 2_200_000, "line 2: the line is longer than"),
    "noise.parquet": (b"PAR1" + bytes(range(256)), "Parquet needs pyarrow|the table cannot be read"),
    "noise.xlsx": (zipped({"xl/workbook.xml": b"no XML"}), "the table cannot be read"),
}


@pytest.mark.parametrize("name", BAD_CORPORA)
def test_what_is_wrong_with_an_archive_or_a_table_is_named(tmp_path, name):
    data, message = BAD_CORPORA[name]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DhtoolsError, match=message) as error:
        read_corpus(tmp_path / name)
    assert str(error.value).startswith(str(tmp_path / name))


def test_a_cell_far_out_makes_no_large_table(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for place, words in {"A1": "text", "A2": "Some words.", "XFD60000": "x"}.items():
        book.active[place] = words
    book.save(tmp_path / "a.xlsx")
    assert tables._sheet((tmp_path / "a.xlsx").read_bytes(), "a.xlsx").shape == (2, 1)
    assert [text.raw for text in read_corpus(tmp_path / "a.xlsx")] == ["Some words."]


def test_a_folder_and_a_broken_link_with_the_name_of_a_text(tmp_path):
    (tmp_path / "a.txt").mkdir()
    (tmp_path / "b.txt").write_text("Some words.", encoding="utf-8")
    assert read_corpus(tmp_path).ids == ("b",)
    (tmp_path / "c.txt").symlink_to(tmp_path / "nowhere.txt")
    with pytest.raises(DhtoolsError, match=r"c\.txt: neither a file nor a link to one"):
        read_corpus(tmp_path)


def test_fonts_of_a_book_may_be_encrypted():
    archive = zipfile.ZipFile(io.BytesIO(FORMATS["g.epub"]))
    members = {name: archive.read(name) for name in archive.namelist()}
    members["META-INF/encryption.xml"] = b"<e><CipherReference URI='fonts/a.otf'/></e>"
    assert FIRST in read_document(zipped(members), "a.epub").raw


def test_places_and_pages_of_a_book():
    page = f"<html><body><p>{FIRST}</p><span epub:type='pagebreak' title='8'/><p>{LAST}</p></body></html>"
    files = {"META-INF/container.xml": CONTAINER, "b.opf": PACKAGE, "a.xhtml": page}
    document = read_document(zipped(files), "a.epub")
    assert [block.place for block in document.markup.blocks] == [
        "a.xhtml/body[1]/p[1]",
        "a.xhtml/body[1]/p[2]",
    ]
    assert [number for _, number in document.markup.pages] == ["8"]


def test_running_heads_and_page_numbers_of_a_pdf_are_left_out():
    lines = "THE TOWN {0}\nPage {0} begins.\nNo\nhead\ncivil\n{1}\n{0}"
    pages = [lines.format(n, words) for n, words in enumerate("abef", 5)]
    document = read_document(pdf(*pages, "Two lines\nxii"), "a.pdf")
    assert [page.split() for page in document.raw.split("\f")] == [
        *(["Page", str(n), "begins.", "No", "head", "civil", words] for n, words in enumerate("abef", 5)),
        ["Two", "lines"],
    ]
    assert "Page 1" in read_document(pdf("Page 1\nSome words", "Page 2\nMore"), "a.pdf").raw


def test_tables_of_data_are_no_prose_and_tables_of_layout_are():
    data = "<table><tr><th>year</th><th>ships</th></tr><tr><td>1850</td><td>12</td></tr></table>"
    layout = f"<table><tr><td>Menu</td><td><p>{FIRST * 4}</p></td></tr><tr><td>a</td><td>b</td></tr></table>"
    page = f"<html><body><p class='date'>1850</p><p>{FIRST}</p>{data}{layout}</body></html>"
    found = blocks_of(read_document(page.encode(), "a.html"))
    assert found[:4] == [
        ("dateline", "1850"),
        ("body", FIRST),
        ("caption", "year ships"),
        ("caption", "1850 12"),
    ]
    assert ("body", FIRST * 4) in found


def test_damage_of_a_page_is_repaired():
    page = "<html><body><p>She said â€œyesâ€\x9d to the cafÃ©.</p></body></html>"
    document = read_document(page.encode(), "a.html")
    assert document.raw == "She said “yes” to the café." and document.repairs


def test_an_encrypted_pdf_is_refused():
    with pytest.raises(DhtoolsError, match="the PDF is encrypted"):
        read_document(encrypted_pdf(), "a.pdf")


def test_entities_that_html_names_are_characters():
    source = "<TEI><text><p>one &mdash; two &amp; three</p></text></TEI>"
    assert read_document(source.encode(), "a.xml").raw == "one — two & three"


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "a.txt"])
def test_a_damaged_file_is_read_or_refused(name):
    """No other exception, whatever byte is wrong (40 seeded changes a format, and 10 cuts)."""
    draw, data = random.Random(1), FORMATS[name]
    cuts = [data[: draw.randrange(1, len(data))] for _ in range(10)]
    changed = []
    for _ in range(40):
        copy = bytearray(data)
        for _ in range(draw.randrange(1, 6)):
            copy[draw.randrange(len(copy))] = draw.randrange(256)
        changed.append(bytes(copy))
    for wrong in cuts + changed:
        try:
            document = read_document(wrong, name)
        except DhtoolsError as error:
            assert str(error).startswith(name)
        else:
            assert document.raw.strip()


def test_which_names_are_texts():
    assert all(is_text(f"a{ending}") and is_text(f"A{ending.upper()}") for ending in READERS)
    for name in (".hidden.txt", "README.md", "LICENSE.html", "~$word.docx", "a.csv", "a.toml", "a"):
        assert not is_text(name)
    assert is_text("README.txt")


def test_pages_of_a_pdf_keep_their_places():
    document = read_document(pdf("First page", "Second page"), "a.pdf")
    (first, _), (second, number) = document.markup.pages
    assert document.raw[first:].startswith("First page")
    assert document.raw[second:].startswith("Second page") and number == "2"


def test_a_page_in_another_character_set_is_read_by_what_it_states():
    page = '<html><head><meta charset="iso-8859-2"></head><body><p>Żółć i jaźń</p></body></html>'
    document = read_document(page.encode("iso-8859-2"), "a.html")
    assert (document.raw, document.encoding) == ("Żółć i jaźń", "iso-8859-2")


@pytest.mark.parametrize(
    ("date", "years"),
    [
        ("1938-03-17", (1938, 1938)),
        ("1890–95", (1890, 1895)),
        ("1890/1895", (1890, 1895)),
        ("spring 1905", (1905, 1905)),
        ("1939-45", (1939, 1945)),
        ("2001-02", (2001, 2001)),
        ("undated", None),
    ],
)
def test_years_of_a_date(date, years):
    assert years_of(date) == years


def test_a_builder_gives_blocks_that_partition_its_words():
    builder = TextBuilder()
    for number, words in itertools.product(range(3), [("a ", " b"), ("  ",), ("c\n d",)]):
        builder.begin("body", str(number))
        with builder.quotation("direct", "inline", None):
            for word in words:
                builder.write(word)
    document = builder.document({})
    assert document.raw == "\n\n".join(["a b", "c d"] * 3)
    spans = [(block.start, block.end) for block in document.markup.blocks]
    assert [document.raw[start:end] for start, end in spans] == document.raw.split("\n\n")
    assert [(one.start, one.end) for one in document.markup.quotations] == spans


def test_a_table_of_lines_and_a_folder_of_tables_are_read(tmp_path):
    lines = ['{"id": "a", "text": "One day.", "genre": "tale"}', '{"id": "b", "text": "Two\\u2028days."}']
    (tmp_path / "one.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    corpus = read_corpus(tmp_path / "one.jsonl")
    assert corpus.ids == ("a", "b") and corpus["a"].genre == "tale" and corpus["b"].genre == "unknown"
    (tmp_path / "two.csv").write_text("text,year\nThree days.,1850\nFour days.,1851\n", encoding="utf-8")
    (tmp_path / "metadata.csv").write_text("", encoding="utf-8")
    corpus = read_corpus(tmp_path)
    assert corpus.ids == ("a", "b", "two-1", "two-2") and corpus["two-2"].date == "1851"
    (tmp_path / "three.txt").write_text("Five days.", encoding="utf-8")
    assert read_corpus(tmp_path).ids == ("three",)  # tables beside texts tell about them


def test_a_book_as_a_web_page_is_read_whole():
    """The library for articles is asked about articles: of a book it would leave out what repeats itself."""
    chapter = f"<h2>Chapter</h2><p>{FIRST}</p><p><a href='#x'>{LAST}</a></p>"
    head = "<title>A book</title><meta name='author' content='Jane Roe'>"
    page = f"<html><head>{head}</head><body>{chapter * 2500}"
    document = read_document(page.encode(), "a.html")
    assert document.metadata["author"] == "Jane Roe"
    assert [kind for kind, _ in blocks_of(document)] == ["heading", "body", "body"] * 2500


def test_a_class_that_stands_for_the_whole_page_makes_no_menu_of_it():
    long = " ".join([LAST] * 12)
    body = f"<h1>{TITLE}</h1><p>{long}</p><p>{long}</p><p>{FIRST}</p>"
    menu = "<div class='sidebar'><p>Home</p><p>About</p></div>"
    page = f"<html><body><div class='has sidebar'><div>{body}</div>{menu}</div></body></html>"
    found = [kind for kind, _ in blocks_of(read_document(page.encode(), "a.html"))]
    assert found == ["title", "body", "body", "body", "nav", "nav"]

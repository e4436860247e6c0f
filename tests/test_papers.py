"""A notebook as a paper: what stands in the Word file, the PDF, the page and the LaTeX file."""

import base64
import io
import json
import re
import zipfile

import pytest
from lxml import etree, html
from PIL import Image
from pypdf import PdfReader

from dhtools.cli import main
from dhtools.errors import DhtoolsError
from dhtools.export.exhibit import Exhibit, _figure_caption
from dhtools.export.store import sha256
from dhtools.export.tables import Cells, html_table
from dhtools.publishing.papers import make_paper
from dhtools.publishing.papers.pandoc import blocks_of_html, blocks_of_markdown, pandoc

#: What a text may hold that some medium would act upon; and what no medium can show.
HOSTILE = r"""<b>&amp; "q" 'a' $5 #x @y \z_1 * ~ ^ [1] {2} % שלום مرحبا 𝔘 🙂"""
BIBLIOGRAPHY = """
@article{burrows2002,
  author = {Burrows, John}, title = {Delta: A Measure of Stylistic Difference},
  journal = {Literary and Linguistic Computing}, year = {2002}, volume = {17}, pages = {267--287}
}
@book{leeuwen2008, author = {van Leeuwen, Theo}, title = {Discourse and Practice}, year = {2008}}
@article{lee1999,
  author = {Lee, Daniel D. and Seung, H. Sebastian}, title = {Learning the Parts of Objects},
  journal = {Nature}, year = {1999}, volume = {401}, pages = {788--791}
}
"""
#: The smallest style by numbers.
STYLE = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info><title>Numbers</title><id>numbers</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation><layout prefix="[" suffix="]"><text variable="citation-number"/></layout></citation>
  <bibliography><layout><text variable="title"/></layout></bibliography>
</style>
"""
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def picture(size=(40, 20)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "navy").save(buffer, "png")
    return buffer.getvalue()


def figure(name: str, caption: str, alt: str) -> list[dict]:
    """The two outputs of an exported figure."""
    exhibit = Exhibit("study", name, "figure", caption, alt, (), {}, {})
    shown = {"image/png": base64.b64encode(picture()).decode(), "text/plain": "<Figure>"}
    return [output(shown), output(_figure_caption(exhibit))]


def table(name: str, caption: str, header, rows, right=()) -> dict:
    cells = Cells(header, rows, [column in right for column in header])
    return output({"text/html": html_table(cells, 9, f"study/{name}", caption, "… and 3 more rows")})


def output(data: dict) -> dict:
    return {"output_type": "display_data", "data": data, "metadata": {}}


def words(source: str) -> dict:
    return {"cell_type": "markdown", "source": source, "metadata": {}}


def code(source: str, *outputs: dict, count: int | None = 1) -> dict:
    about = {"metadata": {}, "outputs": list(outputs), "execution_count": count}
    return {"cell_type": "code", "source": source, **about}


def written(folder, cells, about=None):
    """A notebook of a project in *folder*."""
    (folder / "notebooks").mkdir(exist_ok=True)
    (folder / "corpus").mkdir(exist_ok=True)
    (folder / "notebooks" / "references.bib").write_text(BIBLIOGRAPHY, encoding="utf-8")
    cells = [cell | {"id": f"cell-{place}"} for place, cell in enumerate(cells)]
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": about or {}, "cells": cells}
    path = folder / "notebooks" / "study.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


ROWS = [[f"{HOSTILE}\x01", "7"]]
WIDE = "a line that is longer than a page is wide, so that it has to wrap " * 2
CELLS = [
    words("# What words *do*"),
    words("## Abstract"),
    code("say('In brief.')", output({"text/markdown": "In brief."})),
    words(
        "## Method\n\nDelta (Burrows 2002, p. 5) and more (see Lee and Seung 1999; Burrows 2002). Lee and "
        "Seung (1999) agree. In the table *names*, in the figure *lines* and in `study/names`; not the table "
        "*other* (van Leeuwen 2008). H<sub>2</sub>O and $x^2$."
    ),
    code("figure()", *figure("lines", "*Lines* (Burrows 2002).", f"Bars {HOSTILE}")),
    code(
        "table()",
        table("names", f"Names {HOSTILE}", ["word", "n_left"], ROWS, ["n_left"]),
    ),
    code("table()", table("long", "Long.", ["n", "line"], [["1", WIDE]])),
    code("print(1)", {"output_type": "stream", "name": "stdout", "text": "printed \x1b[31mred\x1b[0m"}),
    words("An unclosed <div> in one cell\n\n```python\nunclosed"),
    words("## References\n\nMade by hand"),
]


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    (folder / "CITATION.cff").write_text(
        "cff-version: 1.2.0\ntitle: A study\nauthors:\n  - given-names: Ada\n    family-names: Lovelace\n"
    )
    return written(folder, CELLS)


@pytest.fixture(scope="module")
def page(study):
    made = make_paper(study, to="html", code="fold")
    assert made.holds == "1 figure, 2 tables, 3 works cited" and made.notes == ()
    return html.fromstring(made.files["study.html"].decode())


def said(element) -> str:
    return " ".join(element.text_content().split())


def test_a_page_has_numbers_captions_and_what_names_them(page):
    figures, tables = page.findall(".//figure"), page.findall(".//table")
    assert said(figures[0].find("figcaption")) == "Figure 1. Lines (Burrows 2002)."
    assert figures[0].find("figcaption").find("em").text == "Lines"
    assert figures[0].find(".//img").get("alt") == f"Bars {HOSTILE}"
    assert said(tables[0].find("caption")) == f"Table 1. Names {HOSTILE}"
    assert [said(cell) for cell in tables[0].findall(".//td")][:2] == [f"{HOSTILE}␁", "7"]
    assert "right" in tables[0].findall(".//td")[1].get("style")
    text = said(page)
    assert "In Table 1, in Figure 1 and in Table 1; not the table other" in text
    assert [link.get("href") for link in page.findall(".//a") if said(link) == "1"][:2] == [
        "#table-names",
        "#figure-lines",
    ]


def test_a_page_cites_and_lists_works(page):
    text = said(page)
    assert "Delta (Burrows 2002, 5)" in text and "(see Lee and Seung 1999; Burrows 2002)" in text
    assert (
        "(van Leeuwen 2008)" in text and "Lee and Seung (1999) agree" in text and "Made by hand" not in text
    )
    assert [said(work).partition(".")[0] for work in page.get_element_by_id("refs")] == [
        "Burrows, John",
        "Lee, Daniel D",
        "Leeuwen, Theo van",
    ]


def test_a_page_has_title_author_abstract_and_sections(page):
    assert page.findtext(".//title") == "What words do" and "Ada Lovelace" in said(page)
    assert said(page.find_class("abstract")[0]) == "Abstract In brief."
    assert [said(h) for h in page.findall(".//h1")] == ["What words do", "Method", "References"]


def test_code_is_folded_and_what_it_printed_stays(page):
    assert [said(fold) for fold in page.findall(".//details")][:2] == [
        "Code say('In brief.')",
        "Code figure()",
    ]
    assert "printed red" in said(page)


def test_a_page_needs_no_network_and_holds_no_script(page):
    assert not page.findall(".//script")
    sources = [one.get("src") for one in page.iter() if one.get("src")]
    assert sources and all(source.startswith("data:image/png") for source in sources)


@pytest.fixture(scope="module")
def word(study):
    made = make_paper(study, to="docx")
    file = zipfile.ZipFile(io.BytesIO(made.files["study.docx"]))
    return etree.fromstring(file.read("word/document.xml"))


def test_word_counts_figures_and_tables_itself(word):
    codes = [" ".join(field.get(f"{WORD}instr").split()) for field in word.iter(f"{WORD}fldSimple")]
    assert codes == [
        "REF dhtools_table_1 \\h", "REF dhtools_figure_1 \\h", "REF dhtools_table_1 \\h",
        "SEQ Figure \\* ARABIC", "SEQ Table \\* ARABIC", "SEQ Table \\* ARABIC",
    ]  # fmt: skip
    marks = {mark.get(f"{WORD}name") for mark in word.iter(f"{WORD}bookmarkStart")}
    assert {"dhtools_table_1", "dhtools_table_2", "dhtools_figure_1"} <= marks


def test_word_has_real_tables_captions_headings_and_alt_texts(word):
    styles = [style.get(f"{WORD}val") for style in word.iter(f"{WORD}pStyle")]
    assert styles.count("TableCaption") == 2 and styles.count("ImageCaption") == 1
    assert styles.count("Heading1") == 2 and "Title" in styles and "Abstract" in styles
    assert len(list(word.iter(f"{WORD}tbl"))) == 2
    described = [one.get("descr") for one in word.iter() if one.tag.endswith("docPr")]
    assert described == [f"Bars {HOSTILE}"]
    text = "".join(word.itertext())
    assert f"{HOSTILE}␁" in text and "Table\u00a01. Names" in text


def test_latex_is_read_back_with_its_tables_and_labels(study):
    made = make_paper(study, to="tex")
    assert list(made.files) == ["study.tex", "figure-lines.png"]
    source = made.files["study.tex"].decode()
    assert r"Table~\ref{table-names}" in source and r"\label{table-names}" in source
    assert "alt={Bars" in source and source.count(r"\begin{longtable}") == 2
    read = pandoc(source.encode(), "--from=latex", "--to=html", "--sandbox").decode()
    assert [said(one.find("caption")) for one in html.fromstring(read).findall(".//table")] == [
        f"Names {HOSTILE}", "Long.",
    ]  # fmt: skip


def test_a_pdf_has_alt_texts_and_all_words(study):
    made = make_paper(study, to="pdf", code="fold")
    pdf = PdfReader(io.BytesIO(made.files["study.pdf"]))
    text = " ".join("".join(sheet.extract_text() for sheet in pdf.pages).split())
    assert "Figure 1. Lines (Burrows 2002)." in text and "Table 2. Long." in text
    assert "In Table 1, in Figure 1" in text and pdf.metadata.title == "What words do"
    objects = (pdf.get_object(number) for number in range(1, len(pdf.xref[0]) + 1) if number in pdf.xref[0])
    alts = [one["/Alt"] for one in objects if isinstance(one, dict) and "/Alt" in one]
    assert any(alt.startswith("Bars <b>&amp;") for alt in alts)
    assert text.index("Code") > text.index("References") - 1 or "table()" in text


def test_a_style_sets_citations(study, tmp_path):
    (tmp_path / "numbers.csl").write_text(STYLE, encoding="utf-8")
    made = make_paper(study, to="html", style=tmp_path / "numbers.csl", name="mine")
    assert "Delta [1]" in said(html.fromstring(made.files["mine.html"].decode()))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "there is no such file"),
        ("<style>p {}</style>", "not a citation style"),
        (
            STYLE.replace(
                "<info>", '<info><link href="http://example.org/parent" rel="independent-parent"/>'
            ),
            "only names another style. Give the file of http://example.org/parent",
        ),
    ],
)
def test_what_is_no_style_is_refused(study, tmp_path, content, message):
    if content:
        (tmp_path / "my.csl").write_text(content, encoding="utf-8")
    with pytest.raises(DhtoolsError, match=re.escape(message)):
        make_paper(study, to="html", style=tmp_path / "my.csl")


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (code("1 + 1", count=None), "cell 1: it was not executed. Run the notebook first"),
        (
            code("1 / 0", {"output_type": "error", "ename": "Zero", "evalue": "by", "traceback": []}),
            "cell 1: it ended with an error (Zero: by)",
        ),
        (code("f()", figure("lines", "c", "a")[1]), "Figure study/lines has no picture"),
        (words("![a](absent.png)"), "absent.png: there is no such picture"),
        (words("![a](https://example.org/a.png)"), "not on this machine. Save it beside the notebook"),
    ],
)
def test_what_cannot_become_a_paper_is_named(tmp_path, cell, message):
    with pytest.raises(DhtoolsError, match=re.escape(message)):
        make_paper(written(tmp_path, [cell]), to="html")


def test_an_exported_figure_is_as_its_record_states(tmp_path):
    notebook = written(tmp_path, [code("f()", *figure("lines", "Lines.", "a"))])
    folder = tmp_path / "figures" / "study"
    folder.mkdir(parents=True)
    about = {"settings": {}, "corpus": {}, "packages": {}, "caption": "Lines.", "kind": "figure"}
    named = {"notebook": "study", "name": "lines", "files": {"lines.png": sha256(picture((80, 40)))}}
    (folder / "lines.json").write_text(json.dumps(about | named))
    with pytest.raises(
        DhtoolsError, match=r"lines.png is missing. Run its notebook again: dhtools run study"
    ):
        make_paper(notebook, to="tex")
    (folder / "lines.png").write_bytes(picture((80, 40)))
    assert make_paper(notebook, to="tex").files["figure-lines.png"] == picture((80, 40))


def test_what_somebody_elses_notebook_may_hold(tmp_path):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "own.png").write_bytes(picture())
    frame = "<table><thead><tr><th></th><th>a</th></tr></thead><tr><th>0</th><td>1</td></tr></table>"
    notebook = written(
        tmp_path,
        [
            words("Text (Smith 1999), (May 1937).\n\n![Own *picture*](own.png)\n\n<script>x</script>"),
            code("df", output({"text/html": f"<div>{frame}", "text/plain": "a"})),
            code("plt.show()", output({"image/png": base64.b64encode(picture()).decode()})),
            code("ax", output({"text/plain": "<Axes: >"})),
            code("1", output({"text/plain": "'a result'"})),
        ],
        {"authors": [{"name": "Grace Hopper"}]},
    )
    made = make_paper(notebook, to="html")
    page = html.fromstring(made.files["study.html"].decode())
    assert made.holds == "0 figures, 0 tables, 0 works cited"
    assert made.notes == (
        "1 picture without a description (alt text).",
        "Not in references.bib, so left as written: Smith 1999.",
    )
    assert len(page.findall(".//img")) == 2 and len(page.findall(".//table")) == 1
    assert "'a result'" in said(page) and "Axes" not in said(page) and "Grace Hopper" in said(page)
    assert not page.findall(".//script") and page.findtext(".//title") == "study"


def test_cells_end_what_they_have_begun():
    first, second = blocks_of_markdown(["```\nopen", "# Heading"])
    assert second[0]["t"] == "Header" and "Heading" not in json.dumps(first)
    first, second = blocks_of_html(["<div><p>open", "<p>second</p>"])
    assert second[0]["t"] == "Para" and "second" not in json.dumps(first)


def test_a_missing_extra_is_named(study, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    with pytest.raises(DhtoolsError, match=r"pip install 'dhtools\[paper\]'"):
        make_paper(study, to="pdf")


def test_the_command_writes_a_paper_or_nothing(study, tmp_path, capsys):
    assert main(["paper", str(study), "--to", "html", "--out", str(tmp_path / "new" / "my.html")]) == 0
    assert "1 figure, 2 tables" in capsys.readouterr().out
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["my.html"]
    assert main(["paper", str(study), "--to", "docx", "--out", str(tmp_path / "my.doc")]) == 2
    assert "a name that ends with .docx" in capsys.readouterr().err and not (tmp_path / "my.doc").exists()


def tagged(cell: dict, *tags: str) -> dict:
    return cell | {"metadata": {"tags": list(tags)}}


def test_what_a_run_has_left_out_is_not_in_the_paper(tmp_path):
    """A run in place keeps such cells in the file; no cell of their tag was executed."""
    cells = [
        words("# A study"),
        code("1", {"output_type": "stream", "name": "stdout", "text": "one\n"}),
        words("## Terms"),
        tagged(words("They are read from a sheet."), "needs-terms"),
        tagged(code("2", count=None), "needs-terms", "few-texts", "narrative"),
        words("## Few"),
        tagged(
            code("3", {"output_type": "stream", "name": "stdout", "text": "three\n"}, count=2), "few-texts"
        ),
    ]
    paper = make_paper(written(tmp_path, cells), to="html").files["study.html"].decode("utf-8")
    assert "three" in paper and "from a sheet" not in paper
    cells[4] = tagged(code("2", count=None), "few-texts")
    with pytest.raises(DhtoolsError, match="cell 5: it was not executed"):
        make_paper(written(tmp_path, cells), to="html")

"""The tamper matrix: each kind of change of something published, and what a check says of it.

The project is a small one: some cells of 04-rhetoric with their exhibits, some texts, sheets, pages. It is
not executed; what is made again is the same project, with the change where somebody has written it (`stays`).
"""

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from tampering import (
    NOTEBOOK,
    Tamper,
    both,
    ended,
    in_cell,
    in_notebook,
    in_output,
    in_record,
    in_source,
    linked,
    printed,
    removed,
    renamed,
    replaced,
    restated,
    rows,
    written,
)

from dhtools.export.gallery import write_gallery
from dhtools.notebooks.checking import compare_folders
from dhtools.notebooks.checksums import CHECKSUMS, undeclared, write_checksums
from dhtools.notebooks.files import dump, read_notebook
from dhtools.notebooks.normalise import normalise

ROOT = Path(__file__).parents[2]
CELLS = (
    "title",
    "parameters",
    "question",
    "abstract-text",
    "agency-figure",
    "events-table",
    "events-reading",
)
FILES = (
    *("CITATION.cff", "LICENSE", "README.md", "docs/limits.md", "docs/glossary.md", "seeds/README.md"),
    *("seeds/note.txt", "seeds/corpus.toml", "seeds/killings.csv", "seeds/sources.csv"),
    *("notebooks/references.bib", "src/dhtools/wordlists/participles.csv"),
)
TABLE, TEX, RECORD = (f"data/04-rhetoric/events.{kind}" for kind in ("csv", "tex", "json"))
DRAWN, PNG, PDF, ALT = (f"figures/04-rhetoric/agency.{kind}" for kind in ("csv", "png", "pdf", "json"))
DECLARED = "was declared, is changed"
READING, ABSTRACT, FIGURE, EVENTS = ("events-reading", "abstract-text", "agency-figure", "events-table")


def exchanged(items, one, other):
    items[one], items[other] = items[other], items[one]
    return items


def cell_added(notebook):
    notebook.cells.insert(3, nbformat.v4.new_markdown_cell("Nobody disagrees.", id="added"))


def of(name, said):
    return rf"04-rhetoric, cell \d+ \({name}\), {said}"


def cell(name):
    return rf"{NOTEBOOK}#{name}: {DECLARED}"


PRINTED = [
    Tamper(
        "a count in a sentence", printed(READING, "has 5 men", "has 6 men"), of(READING, "output .*has 6")
    ),
    Tamper(
        "a count, in Markdown only", printed(READING, "5", "6", ("text/markdown",)), of(READING, ".*markdown")
    ),
    Tamper(
        "a count, in plain text only", printed(READING, "5", "6", ("text/plain",)), of(READING, ".*plain")
    ),
    Tamper("a decimal in a sentence", printed(ABSTRACT, "0.088", "0.087"), of(ABSTRACT, "output.*0.087")),
    Tamper("a digit more", printed(ABSTRACT, "0.088", "0.0880"), of(ABSTRACT, "output.*0.0880")),
    Tamper("a sign", printed(ABSTRACT, "0.088", "-0.088"), of(ABSTRACT, "output.*-0.088")),
    Tamper("a comma in a number", printed(ABSTRACT, "17 kill", "1,7 kill"), of(ABSTRACT, "output.*1,7")),
    Tamper(
        "a number word", printed(READING, "two of them", "three of them"), of(READING, "output.*three of")
    ),
    Tamper(
        "a word of negation", printed(READING, "tells none", "tells some"), of(READING, "output.*some of")
    ),
    Tamper("a direction", printed(ABSTRACT, "more often", "less often"), of(ABSTRACT, "output.*less often")),
    Tamper("an adjective", printed(ABSTRACT, "hardest", "easiest"), of(ABSTRACT, "output.*easiest")),
    Tamper("a sentence taken out", printed(READING, "One event alone, ", ""), of(READING, "output")),
    Tamper("a cell of a shown table", printed(EVENTS, ">33<", ">32<"), of(EVENTS, r"output \(text/html\)")),
    Tamper(
        "a column of a shown table", printed(EVENTS, "n_events<", "n_acts<"), of(EVENTS, "output.*n_acts")
    ),
    Tamper(
        "a number of a shown caption", printed(EVENTS, "04-rhet", "05-rhet"), of(EVENTS, "output.*05-rhet")
    ),
    Tamper(
        "a word of a shown caption", printed(FIGURE, "complete", "rounded", number=1), of(FIGURE, "output 2")
    ),
    Tamper(
        "an alt text in the notebook",
        in_output(FIGURE, lambda one: one.metadata["image/png"].update(alt="Bars.")),
        of(FIGURE, r"output 1 \(image/png alt\)"),
    ),
    Tamper(
        "the width of a picture",
        in_output(FIGURE, lambda one: one.metadata["image/png"].update(width=9)),
        "9",
    ),
    Tamper(
        "a picture in the notebook",
        in_output(FIGURE, lambda one: one.data.update({"image/png": "AAAA"})),
        of(FIGURE, r"output 1 \(image/png\)"),
    ),
    Tamper(
        "a predicate turned round in the metadata",
        in_output(READING, lambda one: one.metadata.predicates[1].reverse()),
        of(READING, r"output \(predicates\)"),
    ),
    Tamper(
        "a predicate taken out of the metadata",
        in_output(READING, lambda one: one.metadata.predicates.pop()),
        of(READING, r"output \(predicates\)"),
    ),
    Tamper(
        "a stream", in_output("streams", lambda one: one.update(text="2 of 10\n")), of("streams", ".*2 of 10")
    ),
    Tamper(
        "a stream's name",
        in_output("streams", lambda one: one.update(name="stderr")),
        of("streams", ".*stderr"),
    ),
    Tamper(
        "the type of an output",
        in_output(EVENTS, lambda one: one.update(output_type="execute_result", execution_count=1)),
        of(EVENTS, r"output \(output_type\) line 1: was execute_result"),
    ),
    Tamper(
        "structured data of an output",
        in_output("streams", lambda one: one.data.update({"application/json": {"n": 6}}), 1),
        of("streams", r"output 2 \(application/json\)"),
    ),
    Tamper(
        "a kind of an output",
        in_output(EVENTS, lambda one: one.data.pop("text/html")),
        of(EVENTS, ".*nothing"),
    ),
    Tamper(
        "a kind added to an output",
        in_output(EVENTS, lambda one: one.data.update({"text/latex": "6"})),
        of(EVENTS, r"output \(text/latex\): was there, is nothing"),
    ),
    Tamper(
        "an output taken out", in_cell(EVENTS, lambda one: one.outputs.clear()), of(EVENTS, "outputs: was 0")
    ),
    Tamper(
        "an output put in", in_cell(EVENTS, lambda one: one.outputs.append(one.outputs[0])), "was 2 outputs"
    ),
    Tamper("outputs exchanged", in_cell(FIGURE, lambda one: one.outputs.reverse()), of(FIGURE, "output 1")),
    Tamper(
        "a number of execution",
        in_cell(EVENTS, lambda one: one.update(execution_count=40)),
        "executed by hand",
    ),
    Tamper("line ends of a notebook", ended(NOTEBOOK), f"{NOTEBOOK}, line ends: was CR LF"),
    Tamper(
        "a key twice in a notebook",
        replaced(NOTEBOOK, '"nbformat": 4', '"nbformat": 3, "nbformat": 4'),
        "twice",
    ),
    Tamper("a link in place of a notebook", linked(NOTEBOOK), rf"{NOTEBOOK}: was a link"),
]
EXPORTED = [
    Tamper(
        "a count in a table", replaced(TABLE, "a,blog,4", "a,blog,5"), "row 1, column n_mentions: was 5, is 4"
    ),
    Tamper(
        "a count, its hash restated",
        rows(TABLE, lambda lines: [lines[0], "a,blog,4,3,2,2", *lines[2:]]),
        "was 2",
    ),
    Tamper(
        "a word in a table",
        restated(TABLE, replaced(TABLE, "b,note", "b,blog")),
        "column text: was blog, is note",
    ),
    Tamper("a row taken out", rows(TABLE, lambda lines: lines[:-1]), "rows: was 11, is 12"),
    Tamper("a row put in", rows(TABLE, lambda lines: [*lines, lines[-1]]), "rows: was 13, is 12"),
    Tamper(
        "rows exchanged", rows(TABLE, lambda lines: exchanged(lines, 1, 2)), "row 1, column text: was article"
    ),
    Tamper(
        "a column renamed", restated(TABLE, replaced(TABLE, "n_events,", "n_acts,")), "header: was .*n_acts"
    ),
    Tamper("a column taken out", rows(TABLE, lambda ls: [one.rpartition(",")[0] for one in ls]), "header"),
    Tamper(
        "a cell more in a row", rows(TABLE, lambda lines: [*lines[:2], f"{lines[2]},7", *lines[3:]]), "was 7"
    ),
    Tamper("line ends of a table", restated(TABLE, ended(TABLE)), "quotes or line ends"),
    Tamper(
        "quotes in a table", restated(TABLE, replaced(TABLE, "a,blog", '"a",blog')), "quotes or line ends"
    ),
    Tamper("an empty line in a table", rows(TABLE, lambda lines: [*lines, ""]), "rows: was 13"),
    Tamper("a byte order mark", restated(TABLE, replaced(TABLE, "coding,", "\ufeffcoding,")), "header"),
    Tamper("bytes that are no text", restated(TABLE, written(TABLE, b"\xff\xfe,\n")), "header"),
    Tamper(
        "data of a figure",
        restated(DRAWN, replaced(DRAWN, "noun,none,1", "noun,none,2")),
        "column n: was 2, is 1",
    ),
    Tamper(
        "a number in LaTeX", restated(TEX, replaced(TEX, "& 33 &", "& 32 &")), "events.tex, line .*& 32 &"
    ),
    Tamper("a row of LaTeX taken out", rows(TEX, lambda lines: lines[:8] + lines[9:]), "events.tex, line"),
    Tamper("line ends of LaTeX", restated(TEX, ended(TEX)), r"events.tex, line 1: was .*\\r"),
    Tamper("a comment put into LaTeX", rows(TEX, lambda lines: [*lines, "% 6"]), "events.tex, line .*% 6"),
    Tamper(
        "bytes, not restated", replaced(PDF, "%PDF-1.4", "%PDF-1.5"), "agency.pdf, bytes: was as recorded"
    ),
    Tamper("another picture", restated(PNG, written(PNG, b"no picture")), "agency.png, picture"),
    Tamper(
        "a caption", in_record(RECORD, lambda one: one.update(caption="33 acts.")), "events.json, caption"
    ),
    Tamper("an alt text", in_record(ALT, lambda one: one.update(alt="Bars.")), "agency.json, alt: was Bars"),
    Tamper("a size", in_record(ALT, lambda one: one.update(size_mm=[174, 1])), "agency.json, size_mm"),
    Tamper(
        "a setting",
        in_record(RECORD, lambda one: one["settings"].update(segment_words=99)),
        "segment_words: was 99",
    ),
    Tamper(
        "a text's hash", in_record(RECORD, lambda one: one["corpus"].update(note="0" * 64)), "corpus.note"
    ),
    Tamper(
        "a text taken out of a record",
        in_record(RECORD, lambda one: one["corpus"].pop("note")),
        "corpus.note: was nothing",
    ),
    Tamper(
        "an entry put in",
        in_record(RECORD, lambda one: one.update(author="Ann")),
        "author: was Ann, is nothing",
    ),
    Tamper("an entry taken out", in_record(RECORD, lambda one: one.pop("kind")), "kind: was nothing"),
    Tamper(
        "a version",
        in_record(RECORD, lambda one: one["packages"].update(numpy="9.9")),
        "04-rhetoric#versions",
    ),
    Tamper(
        "Python's version",
        in_record(ALT, lambda one: one.update(python="3.99")),
        "figures/04-rhetoric#versions",
    ),
    Tamper(
        "a hash", in_record(RECORD, lambda one: one["files"].update({"events.csv": "0"})), "events.csv, bytes"
    ),
    Tamper(
        "a key twice in a record",
        replaced(RECORD, '"kind"', '"name": "x", "kind"'),
        "key name: was there twice",
    ),
    Tamper("line ends of a record", ended(RECORD), "events.json, line ends: was CR LF"),
    Tamper("an export taken away", removed(TABLE), "events.csv: was not committed, is made"),
    Tamper(
        "an export of nobody",
        written("data/04-rhetoric/mine.csv", b"n\n6\n"),
        "mine.csv: was committed, is made by",
    ),
    Tamper("a link in place of an export", linked(TABLE), "events.csv: was a link, is a file"),
    Tamper("a link in place of a folder", linked("data/04-rhetoric"), "data/04-rhetoric"),
    Tamper("the gallery", replaced("figures/README.md", "complete", "rounded"), r"figures/README.md, line"),
    Tamper(
        "a link of the gallery",
        replaced("figures/README.md", "agency.pdf", "a.pdf"),
        r"figures/README.md, line",
    ),
]
WRITTEN = [
    Tamper("a reading with its output", in_source(READING, "coder A; rec", "coder B; rec"), cell(READING)),
    Tamper("a typed number word", in_source(READING, "two of them", "six of them"), cell(READING)),
    Tamper("a predicate turned in the source", in_source(READING, "== 2", "!= 3"), cell(READING)),
    Tamper("a predicate taken out", in_source(READING, "holds=[", "holds=[] and ["), cell(READING)),
    Tamper(
        "a parameter",
        in_source("parameters", "SEGMENT_WORDS = 100", "SEGMENT_WORDS = 99"),
        cell("parameters"),
    ),
    Tamper("a caption in the source", in_source(FIGURE, "complete", "rounded"), cell(FIGURE)),
    Tamper("a space in a source", in_source(EVENTS, "shown = ", "shown  = "), cell(EVENTS)),
    Tamper("a word of prose", in_source("question", "Who acts", "Who wins"), cell("question")),
    Tamper("a number word in prose", in_source("question", "Who acts", "Six of ten act"), cell("question")),
    Tamper(
        "a decimal in prose", in_source("question", "Who acts", "0.917"), of("question", "prose: was 0.917")
    ),
    Tamper("a cited year", in_source("question", "Leeuwen 2008", "Leeuwen 2009"), cell("question")),
    Tamper(
        "a cell of limits taken out",
        in_notebook(lambda one: one.cells.pop()),
        "#limits: was declared, is nothing",
    ),
    Tamper("a cell put in", in_notebook(cell_added), "#added: was not declared, is there"),
    Tamper("cells exchanged", in_notebook(lambda one: exchanged(one.cells, 0, 2)), f"{NOTEBOOK}: {DECLARED}"),
    Tamper(
        "a tag taken off", in_cell(READING, lambda one: one.metadata.tags.remove("reading")), cell(READING)
    ),
    Tamper("a tag put on", in_cell(EVENTS, lambda one: one.metadata.tags.append("reading")), cell(EVENTS)),
    Tamper(
        "a cell of another type", in_cell("limits", lambda one: one.update(cell_type="raw")), cell("limits")
    ),
    Tamper(
        "the id of a cell",
        in_cell("limits", lambda one: one.update(id="borders")),
        "#borders: was not declared",
    ),
    Tamper(
        "a picture put into prose",
        in_cell("limits", lambda one: one.update(attachments={"a.png": {"image/png": "AAAA"}})),
        cell("limits"),
    ),
    Tamper(
        "metadata of a notebook",
        in_notebook(lambda one: one.metadata.update(title="x")),
        f"{NOTEBOOK}: {DECLARED}",
    ),
    Tamper("a notebook renamed", renamed(NOTEBOOK, "notebooks/04-acts.ipynb"), "without that notebook"),
    Tamper("a byte of a text", replaced("seeds/note.txt", "Reiss", "Reisz"), f"seeds/note.txt: {DECLARED}"),
    Tamper("line ends of a text", ended("seeds/note.txt"), f"seeds/note.txt: {DECLARED}"),
    Tamper("a link in place of a text", linked("seeds/note.txt"), f"seeds/note.txt: {DECLARED}"),
    Tamper(
        "a text put in", written("seeds/letter.txt", b"It is late.\n"), "seeds/letter.txt: was not declared"
    ),
    Tamper("a text taken out", removed("seeds/note.txt"), "seeds/note.txt: was declared, is nothing"),
    Tamper(
        "a reason in a sheet", replaced("seeds/killings.csv", "no act told", "an act"), "seeds/killings.csv"
    ),
    Tamper(
        "a source in a sheet", replaced("seeds/sources.csv", "Stephen Cohen", "nobody"), "seeds/sources.csv"
    ),
    Tamper("a coder in a sheet", replaced("seeds/killings.csv", "coder A", "coder B"), "seeds/killings.csv"),
    Tamper("line ends of a sheet", ended("seeds/sources.csv"), f"seeds/sources.csv: {DECLARED}"),
    Tamper(
        "a title in the manifest", replaced("seeds/corpus.toml", "Life and", "Death and"), "seeds/corpus.toml"
    ),
    Tamper("prose of README", replaced("README.md", "dhtools", "DHtools"), f"README.md: {DECLARED}"),
    Tamper("the data statement", replaced("seeds/README.md", "text", "Text"), f"seeds/README.md: {DECLARED}"),
    Tamper("a page", replaced("docs/limits.md", "cannot", "can"), f"docs/limits.md: {DECLARED}"),
    Tamper("a page renamed", renamed("docs/limits.md", "docs/skills.md"), "docs/skills.md: was not declared"),
    Tamper("a link in place of a page", linked("docs/limits.md"), f"docs/limits.md: {DECLARED}"),
    Tamper(
        "the version to be cited", replaced("CITATION.cff", "0.1.0", "9.9.9"), f"CITATION.cff: {DECLARED}"
    ),
    Tamper("the licence", replaced("LICENSE", "Copyright", "Copyleft"), f"LICENSE: {DECLARED}"),
    Tamper("a work that is cited", replaced("notebooks/references.bib", "2002", "2003"), "references.bib"),
    Tamper(
        "a list of words", replaced("src/dhtools/wordlists/participles.csv", "\n", "\n#"), "participles.csv"
    ),
    Tamper(
        "a line of the checksums", replaced(CHECKSUMS, "  LICENSE", "  LICENCE"), "LICENSE: was not declared"
    ),
    Tamper("a hash of the checksums", replaced(CHECKSUMS, "0", "1"), f"README.md: {DECLARED}"),
    Tamper(
        "a text and its line",
        both(replaced("LICENSE", "Copyright", "Copyleft"), replaced(CHECKSUMS, "  LICENSE", "  LICENSE.md")),
        "LICENSE: was not declared",
    ),
]
MATRIX = [*PRINTED, *EXPORTED, *(Tamper(one.kind, one.change, one.said, stays=True) for one in WRITTEN)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The project as it is, declared."""
    root = tmp_path_factory.mktemp("whole")
    for file in FILES:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / file, root / file)
    for pattern in ("data/*/events.*", "figures/04-rhetoric/agency.*"):
        for path in ROOT.glob(pattern):
            (root / path.relative_to(ROOT)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, root / path.relative_to(ROOT))
    (root / NOTEBOOK).write_bytes(dump(some_cells()))
    write_gallery(root)
    write_checksums(root)
    return root


def some_cells():
    """Some cells of the notebook, one with a stream and structured data among them."""
    notebook = read_notebook(ROOT / NOTEBOOK)
    notebook.cells = [one for one in notebook.cells if one.id in (*CELLS, "limits")]
    streams = nbformat.v4.new_code_cell("print('1 of 10')", id="streams", execution_count=9)
    data = {"text/plain": "5", "application/json": {"n": 5}}
    shown = nbformat.v4.new_output("display_data", data)
    streams.outputs = [nbformat.v4.new_output("stream", text="1 of 10\n"), shown]
    notebook.cells.insert(-1, streams)
    for count, one in enumerate((one for one in notebook.cells if one.cell_type == "code"), start=1):
        one.execution_count = count
    return normalise(notebook)


def told(was, now):
    """All that a check says of a project, were it executed again as *now*."""
    changes = [f"{one.where}: was {one.was}, is {one.now}" for one in undeclared(was)]
    names = [path.stem for path in (was / "notebooks").glob("*.ipynb")]
    return "\n".join([*changes, *map(str, compare_folders(was, now, names))])


def test_of_the_whole_project_nothing_is_told(whole):
    assert told(whole, whole) == ""


def test_the_matrix_has_many_kinds():
    assert len(MATRIX) == len({one.kind for one in MATRIX}) >= 100


@pytest.mark.parametrize("tamper", MATRIX, ids=lambda one: one.kind)
def test_a_tampered_project_is_told(tamper, whole, tmp_path):
    shutil.copytree(whole, tmp_path / "was")
    tamper.change(tmp_path / "was")
    found = told(tmp_path / "was", tmp_path / "was" if tamper.stays else whole)
    assert re.search(tamper.said, found), found or "silent"

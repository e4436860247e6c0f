"""Decoded texts as files, and where their characters come from."""

from pathlib import Path

import pandas as pd
import pytest
from format_samples import every_format, pdf

from dhtools import annotate, read_corpus
from dhtools.corpus.origins import is_own_file, origin_of, origins, page_of
from dhtools.corpus.readers.registry import read_plain
from dhtools.export import Exhibits, show_passages
from dhtools.export.decoded_texts import file_name
from dhtools.search import concordance

PAGED = (
    b"<TEI><text><body><pb n='7'/><p>On the first page.</p><p>It goes on, and"
    b" over<pb n='8'/> to the next page.</p></body></text></TEI>"
)


@pytest.fixture(scope="module")
def annotation(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mixed")
    files = {**every_format(), "paged.xml": PAGED, "i.pdf": pdf("First page", "Second page")}
    files["old.txt"] = "Caf\xe9 cr\xe8me \x96 in Windows-1252.".encode("latin-1")
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return annotate(read_corpus(folder))


@pytest.fixture
def exported(annotation, tmp_path):
    (tmp_path / "data").mkdir()
    exhibits = Exhibits("00-corpus", annotation.corpus, {}, root=tmp_path)
    assert exhibits.texts(annotation) is not None
    return tmp_path / "data" / "corpus" / "texts"


def test_a_decoded_text_has_the_offsets_of_the_tables(annotation, exported):
    texts = {text.id: text.raw for text in annotation.corpus}
    files = {path.stem: read_plain(path.read_bytes(), path.name) for path in exported.glob("*.txt")}
    assert set(files) == set(texts) - {"a"}
    assert all(document.raw == texts[name] for name, document in files.items())


def test_every_block_has_its_place_in_the_file(annotation, exported):
    table = pd.read_csv(exported / "origins.csv", keep_default_na=False)
    texts = {text.id: text.raw for text in annotation.corpus}
    for row in table.itertuples():
        assert texts[row.text][row.start : row.end].strip()
    assert set(table["text"]) == set(texts) - {"a"}
    assert all(place.startswith("/") for place in table.loc[table["text"].isin(["b", "c"]), "place"])
    paged = table[table["text"] == "paged"]
    assert list(paged["page"]) == ["7", "7", "8"]
    assert list(paged["place"].str[-4:]) == ["p[1]", "p[2]", "p[2]"]


def test_one_character_is_followed_to_its_place(annotation):
    text = annotation.corpus["paged"]
    origin = origin_of(text, text.raw.index("next"))
    assert (origin.file, origin.page, origin.place) == ("paged.xml", "8", "/text[1]/body[1]/p[2]")
    assert origin_of(annotation.corpus["a"], 5).file == "a.txt"
    assert page_of(annotation.corpus["a"], 5) == ""
    assert [one.page for one in origins(annotation.corpus).query("text == 'i'").itertuples()] == ["1", "2"]


def test_lines_and_passages_name_the_page(annotation, tmp_path):
    lines = concordance(annotation, "page").query("text == 'paged'")
    assert list(lines["page"]) == ["7", "8"]
    assert str(show_passages(annotation, ["paged:1.1"])).splitlines()[-1].startswith("paged:1.1 (p. 7)  On")
    (tmp_path / "a.txt").write_text("No page here.", encoding="utf-8")
    assert "page" not in concordance(annotate(read_corpus(tmp_path)), "page")


def test_what_is_no_longer_a_text_is_removed(annotation, exported):
    (exported / "gone.txt").write_text("x", encoding="utf-8")
    Exhibits("00-corpus", annotation.corpus, {}, root=exported.parents[2]).texts(annotation)
    assert not (exported / "gone.txt").exists()


def test_texts_that_are_their_own_files_are_not_copied(root, tmp_path):
    corpus = read_corpus(root / "seeds")
    assert all(map(is_own_file, corpus))
    assert Exhibits("00-corpus", corpus, {}, root=tmp_path).texts(annotate(corpus)) is None
    assert list(tmp_path.iterdir()) == []


def test_readers_comments_are_not_reprinted(tmp_path):
    page = "<html><body><p>Some words.</p><div id='comments'><p>I disagree!</p></div></body></html>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    annotation = annotate(read_corpus(tmp_path))
    Exhibits("00-corpus", annotation.corpus, {}, root=tmp_path).texts(annotation)
    assert (tmp_path / "data/corpus/texts/a.txt").read_text(encoding="utf-8") == "Some words.\n\nx xxxxxxxx!"


@pytest.mark.parametrize("text_id", ["../a", "a/b", "x" * 300, "con:1", "", ".hidden", "日" * 90])
def test_any_id_gives_a_file_name(text_id):
    name = file_name(text_id)
    assert Path(name).name == name and len(name.encode()) < 200 and not name.startswith(".")
    assert file_name(text_id + "b") != name

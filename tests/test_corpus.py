"""Any folder of texts is read, with or without a manifest; mistakes are named with file, line and remedy."""

import os
from hashlib import sha256
from pathlib import Path

import pytest

from dhtools import Corpus, DhtoolsError, read_corpus
from dhtools.annotation import find_blocks

SEEDS = Path(__file__).parents[1] / "seeds"
WORDS = "A line of words.\n"
HASH = sha256(WORDS.encode()).hexdigest()
ENTRY = '[[texts]]\nid = "a"\nfile = "a.txt"\n'


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_bytes(WORDS.encode())
    return folder


def add(folder, name, content):
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def refused(folder, words):
    with pytest.raises(DhtoolsError, match="(?s)" + words):
        read_corpus(folder)


def test_the_four_texts():
    corpus = read_corpus(SEEDS)
    assert corpus.ids == ("blog", "article", "note", "lecture")
    assert corpus["note"].author == "Leon Trotsky"
    assert [len(text.raw) for text in corpus] == corpus.table()["characters"].tolist()
    assert corpus.table()["encoding"].tolist() == ["utf-8"] * 4
    with pytest.raises(DhtoolsError, match=r"'essay'. There are: blog, article"):
        corpus["essay"]


@pytest.mark.parametrize(
    ("name", "text_id", "author", "title"),
    [
        ("Austen_Emma.txt", "Austen_Emma", "Austen", "Emma"),
        ("Eliot_The_Mill.TXT", "Eliot_The_Mill", "Eliot", "The Mill"),
        ("a speech: 1933.txt", "a-speech-1933", "unknown", "a speech: 1933"),
        ("new\nline.txt", "new-line", "unknown", "new\nline"),
        ("-dash.txt", "-dash", "unknown", "-dash"),
        ("_Title.txt", "_Title", "unknown", "_Title"),
        ("Author_.txt", "Author_", "unknown", "Author_"),
        ("01_bridge.txt", "01_bridge", "unknown", "bridge"),
        ("essay_bridges.txt", "essay_bridges", "unknown", "essay bridges"),
        ("kapitel_3_ende.txt", "kapitel_3_ende", "unknown", "kapitel 3 ende"),
        ("Chapter_3.txt", "Chapter_3", "unknown", "Chapter 3"),
        ("speech_.txt", "speech_", "unknown", "speech_"),
        ("austen_emma.txt", "austen_emma", "austen", "emma"),
        ("Page_A Life.txt", "Page_A-Life", "Page", "A Life"),
        ("hamilton_12.txt", "hamilton_12", "hamilton", "12"),
        ("day_dawn.txt", "day_dawn", "unknown", "day dawn"),
        ("e\u0301te\u0301.txt", "été", "unknown", "été"),
    ],
)
def test_without_a_manifest_the_file_name_tells(tmp_path, name, text_id, author, title):
    add(tmp_path, name, WORDS)
    (text,) = read_corpus(tmp_path)
    assert (text.id, text.file, text.author, text.title) == (text_id, name, author, title)
    assert len(find_blocks(read_corpus(str(tmp_path)))) == 1


def test_two_names_with_one_id_are_refused(folder):
    add(folder, "A.txt", WORDS)
    if len(os.listdir(folder)) < 2:
        pytest.skip("this file system does not tell a from A")
    refused(folder, r"A\.txt and a\.txt have the same id 'a'\. Give")


def test_a_bad_file_is_named_even_among_good_ones(folder):
    add(folder, "b.txt", b"\x89PNG\r\n\x1a\n\x00")
    refused(folder, r"b\.txt, byte 0: the format of this file is PNG")


def test_a_manifest_gives_order_and_metadata(folder):
    add(folder, "b.txt", WORDS)
    manifest = f'[[texts]]\nid = "z"\nfile = "./b.txt"\ntitle = "Zed"\nsha256 = "{HASH.upper()}"\n' + ENTRY
    add(folder, "corpus.toml", b"\xef\xbb\xbf" + manifest.replace("\n", "\r\n").encode())
    corpus = read_corpus(folder)
    assert corpus.ids == ("z", "a")
    assert (corpus["z"].title, corpus["z"].author) == ("Zed", "unknown")


def test_a_file_may_link_to_another_of_the_folder(folder):
    (folder / "b.txt").symlink_to("a.txt")
    assert read_corpus(folder).ids == ("a", "b")


@pytest.mark.parametrize(
    ("manifest", "words"),
    [
        ("", r"line 1: no \[\[texts\]\] entry. Give"),
        ("texts = 3\n", r"no \[\[texts\]\] entry"),
        ("texts = [1]\n", r"no \[\[texts\]\] entry"),
        ('[[text]]\nid = "a"\n', "unknown table 'text'. Did you mean 'texts'"),
        ('[[texts]]\nid = "a\n', r"line 2: .*Mend"),
        ("[[texts]]\nid =", r"line 2: .*Mend"),
        ("a = " + "[" * 10_000, "corpus.toml, line"),
        ("a = " + "1" * 5_000, "corpus.toml, line"),
        (b"[[texts]]\nid = '\xe9'\n", "line 2, byte 16: byte 0xe9 cannot be read as utf-8"),
        (b"[[texts]]\nid = 'a\x00'\n", "line 2.*control character"),
        (ENTRY.encode("utf-16"), "line 1, byte 0: .*utf-8"),
        ('[[texts]]\nfile = "a.txt"\n', "line 1: this .* has no id"),
        ('[[texts]]\nid = "a"\n', "line 1: this .* has no file"),
        ('[[texts]]\nid = ""\nfile = "a.txt"\n', "line 2: this .* has no id"),
        ('[[texts]]\nid = "a b"\nfile = "a.txt"\n', "line 2: id 'a b' holds a space .* Rename"),
        ('[[texts]]\nid = 3\nfile = "a.txt"\n', "line 2: id is 3. It must be a string in quotes"),
        (ENTRY + "date = 1938-03-17\n", "line 4: date is .* string in quotes"),
        (ENTRY + 'autor = "A"\n', "line 4: unknown key 'autor'. Did you mean 'author'"),
        (ENTRY + 'encoding = "utf-8"\n', "line 4: unknown key 'encoding'"),
        (ENTRY + 'sha256 = "abc"\n', "a.txt: the file has changed: .*line 4 states abc. Restore"),
        (ENTRY + '\n[[texts]]\nid = "b"\nfile = "b.txt"\n', "line 7: b.txt is no file of the folder"),
        (ENTRY + '\n[[texts]]\nid = "A"\nfile = "b.txt"\n', "line 6: a.txt and b.txt have the same id 'A'"),
        (ENTRY + '\n[[texts]]\nid = "b"\nfile = "./a.txt"\n', "line 7: ./a.txt has an entry already"),
        ('[[texts]]\nid = "a"\nfile = "../a.txt"\n', "line 3: .*leads out of the folder. Copy"),
        ('[[texts]]\nid = "a"\nfile = "/etc/hosts"\n', "line 3: .*leads out of the folder"),
        ('[[texts]]\nid = "a"\nfile = "a\\u0000.txt"\n', "line 3: .*no file name"),
        ('[[texts]]\nid = "a"\nfile = "' + "a" * 5000 + '"\n', "line 3: .*no file of the folder"),
        ('[[texts]]\nid = "a"\nfile = "."\n', "line 3: . is no file"),
        (ENTRY + 'layout = "wide"\n', "line 4: layout is 'wide'. It must be a table"),
        (ENTRY + "[texts.layout]\nilustrated = true\n", "line 5: unknown layout hint .*'illustrated'"),
        (ENTRY + '[texts.layout]\nillustrated = "no"\n', "line 5: .*must be true or false"),
        (ENTRY + '[texts.layout]\npatterns = "x"\n', "line 5: .*must be a table"),
        (ENTRY + "[texts.layout.patterns]\nnav = 3\n", "line 5: .*nav must be a string"),
        (ENTRY + '[texts.layout.patterns]\nnav = "("\n', "line 5: .*nav is no regular expression"),
        (ENTRY + '[texts.layout.patterns]\nnav = "a{99999999999}"\n', "line 5: .*no regular expression"),
        (ENTRY + '[texts.layout.patterns]\nnavi = "x"\n', "line 5: unknown kind of block 'navi'.*'nav'"),
        ('texts = [{id = "a", file = "a.txt", titel = "T"}]\n', "line 1: unknown key 'titel'.*'title'"),
    ],
)
def test_a_mistake_in_the_manifest_is_named_with_its_line(folder, manifest, words):
    add(folder, "corpus.toml", manifest)
    refused(folder, "corpus.*" + words)


def test_a_text_without_an_entry_is_named(folder):
    add(folder, "b.txt", WORDS)
    add(folder, "corpus.toml", ENTRY)
    refused(folder, "corpus.toml, line 1: .*b.txt lies in the folder. Add an entry")


@pytest.mark.parametrize("name", ["b.txt", "corpus.toml", "corrections.csv", "sources.csv"])
def test_nothing_is_read_from_outside_the_folder(folder, name):
    add(folder.parent, "outside", WORDS)
    (folder / name).symlink_to("../outside")
    refused(folder, f"{name}' leads out of the folder")


@pytest.mark.parametrize("name", ["corpus.toml", "corrections.csv", "sources.csv"])
def test_a_broken_link_is_no_missing_file(folder, name):
    (folder / name).symlink_to("nothing")
    refused(folder, f"{name}: neither a file nor a link to one")


def test_hints_of_the_manifest_decide_first(folder):
    add(folder, "corpus.toml", ENTRY + "[texts.layout.patterns]\nboilerplate = '^A line'\n")
    blocks = find_blocks(read_corpus(folder))
    assert blocks[["kind", "rule"]].to_numpy().tolist() == [["boilerplate", "hint"]]


def test_reading_twice_gives_the_same():
    assert read_corpus(SEEDS).texts == read_corpus(SEEDS).texts
    assert isinstance(read_corpus(SEEDS), Corpus)


def test_a_number_before_the_title_is_no_author(tmp_path):
    for name in ("01_bridge", "Defoe_Moll", "1984"):
        (tmp_path / f"{name}.txt").write_text("The end.", encoding="utf-8")
    texts = {text.id: (text.author, text.title) for text in read_corpus(tmp_path)}
    assert texts == {
        "01_bridge": ("unknown", "bridge"),
        "Defoe_Moll": ("Defoe", "Moll"),
        "1984": ("unknown", "1984"),
    }

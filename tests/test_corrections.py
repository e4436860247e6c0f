"""Corrections and sources hold for one version of one text; every bad row is named with its line."""

from hashlib import sha256
from pathlib import Path

import pytest

from dhtools import DhtoolsError, read_corpus
from dhtools.annotation import find_blocks
from dhtools.corpus.corrections import read_corrections, read_sources

SEEDS = Path(__file__).parents[1] / "seeds"
TEXT = "One line.\n\nAnother line, which is longer.\n"
HASH = sha256(TEXT.encode()).hexdigest()
HEADERS = {
    "corrections.csv": "text,sha256,start,end,label,reason",
    "sources.csv": "text,sha256,start,end,speaker,source,cited_through,reason",
}
ENDS = {"corrections.csv": "caption,why", "sources.csv": "Anna,book,,why"}


def corpus_with(folder, name, content):
    (folder / "a.txt").write_bytes(TEXT.encode())
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_corpus(folder)


def row(name, span="0,9", text="a", stated=HASH):
    return f"{HEADERS[name]}\n{text},{stated},{span},{ENDS[name]}\n"


def test_the_corpus_has_its_corrections_and_sources():
    corpus = read_corpus(SEEDS)
    assert corpus.corrections[["text", "label", "row"]].to_numpy().tolist() == [["lecture", "caption", 2]]
    assert len(corpus.sources) > 30
    assert set(corpus.sources["text"]) <= set(corpus.ids)


@pytest.mark.parametrize("read", [read_corrections, read_sources])
def test_without_a_file_the_table_is_empty_and_typed(tmp_path, read):
    table = read(tmp_path, {})
    assert len(table) == 0
    assert {"text", "start", "end", "reason", "row"} <= set(table.columns)
    assert table["start"].dtype == int


def test_a_correction_overrules_the_rules_unless_it_is_not_wanted(tmp_path):
    corpus = corpus_with(tmp_path, "corrections.csv", row("corrections.csv", span="11,41"))
    assert find_blocks(corpus)["kind"].tolist() == ["body", "caption"]
    assert find_blocks(corpus)["rule"].tolist() == ["prose", "correction"]
    assert find_blocks(corpus, corrected=False)["kind"].tolist() == ["body", "body"]


@pytest.mark.parametrize("name", HEADERS)
def test_what_spreadsheets_write_is_read(tmp_path, name):
    content = (
        b"\xef\xbb\xbf" + row(name).replace("why", '"a, ""b""\nc"').replace("\n", "\r\n").encode() + b"\r\n"
    )
    corpus = corpus_with(tmp_path, name, content)
    table = corpus.corrections if name == "corrections.csv" else corpus.sources
    assert table["reason"].tolist() == ['a, "b"\r\nc']
    assert table[["start", "end"]].to_numpy().tolist() == [[0, 9]]


@pytest.mark.parametrize("name", HEADERS)
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda s: "", "line 1: the columns are missing"),
        (lambda s: s.replace(",", ";"), "line 1: the columns are text;sha256.*with commas between"),
        (lambda s: s.replace("reason", "why"), "line 1: the columns are .*must be.*reason"),
        (lambda s: s.replace("\na,", "\nb,"), "line 2: text='b' is not known. Choose one of: 'a'"),
        (lambda s: s.replace(HASH, "0" * 64), "line 2: made on another version of a. Check"),
        (
            lambda s: s.replace("0,9", "9,0"),
            "line 2: start=9, end=0: the end must be after",
        ),
        (lambda s: s.replace("0,9", "-1,9"), "line 2: start='-1': give a whole number"),
        (lambda s: s.replace("0,9", "0,nine"), "line 2: end='nine': give a whole number"),
        (lambda s: s.replace("0,9", "0," + "9" * 5000), "line 2: end='9+': give a whole number"),
        (lambda s: s.replace("why", "why,not"), "line 2: .* cells instead of .* Put quotes"),
        (lambda s: s.replace(",why", ""), "line 2: .* cells instead of"),
        (lambda s: s.replace("why", '"why'), "line 2: .*Check commas and quotes"),
        (lambda s: s.replace("why", "w" * 200_000), "line 2: .*Check commas and quotes"),
        (
            lambda s: s + s.splitlines()[1],
            "line 3: text='a', start=0, end=9 stands there twice",
        ),
        (lambda s: s.replace("why", "wh\0y"), "line 2.*control character"),
        (lambda s: s.replace("why", "whÿ").encode("cp1252"), "line 2, .*cannot be read as utf-8"),
    ],
)
def test_a_bad_row_is_named_with_its_line(tmp_path, name, change, words):
    with pytest.raises(DhtoolsError, match=rf"(?s){name}, {words}"):
        corpus_with(tmp_path, name, change(row(name)))


def test_an_unknown_label_is_named_with_its_line(tmp_path):
    content = row("corrections.csv").replace("caption", "captoin")
    with pytest.raises(DhtoolsError, match=r"corrections.csv, line 2: label='captoin' .*'caption'"):
        corpus_with(tmp_path, "corrections.csv", content)


@pytest.mark.parametrize("span", ["1,9", "9,11", "500,600"])
def test_a_span_without_a_whole_block_is_named(tmp_path, span):
    corpus = corpus_with(tmp_path, "corrections.csv", row("corrections.csv", span=span))
    with pytest.raises(DhtoolsError, match=r"corrections.csv, line 2: no block lies in a:.*Check"):
        find_blocks(corpus)

"""An annotated corpus in the formats of other tools: read back without loss, and valid by their rules."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from dhtools import annotate, read_corpus
from dhtools.cli import main
from dhtools.corpus.texts import Corpus, Text
from dhtools.errors import DhtoolsError
from dhtools.publishing.interchange import FORMATS, annotated_texts, export_texts, read_export
from dhtools.publishing.interchange.export import MARKER, read_texts
from dhtools.publishing.interchange.records import AnnotatedText, of_annotation
from dhtools.rhetoric import find_rhetoric

ROOT = Path(__file__).resolve().parents[1]
TEI = "{http://www.tei-c.org/ns/1.0}"
SUBSET = etree.RelaxNG(etree.parse(ROOT / "tests" / "tei_subset.rng"))
#: Whatever a text may hold: quotations, blocks, marks that some format acts upon, what XML does not allow.
PIECES = [
    "He said: “We go.” ", "“A ‘quote’ in it,” she wrote. ", "A “scare” word. ", "A title\n\n", "***\n",
    "It is “said here. And\n\ngoes on there” at last. ", "> quoted\n> on\n\n", "bureau-\ncracy ", "\n\n",
    "a|b_c#d\\e\\u0041 ", "&<>\"'", "]]>", "=1+1 ", "[1]\n\nNotes\n\n1 A note.\n", "שלום עולם. ", "مرحبا. ",
    "𝔘nicode 🙂 ", "e\u0301 ", "\r\n", "\r", "\t", " ", "\x01", "\x0b", "\x0c", "\x1c", "\x85", "\u2028",
    "\u2029", "\ufeff", "\ufffe", "\uffff", "\u00a0",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=14)


def text_of(raw: str, name: str = "one", **about) -> Text:
    return Text(name, f"{name}.txt", raw, "0" * 64, **about)


def exported(*texts: Text, findings=None) -> list[AnnotatedText]:
    annotation = annotate(Corpus(texts, pd.DataFrame(), pd.DataFrame()))
    return of_annotation(annotation, findings)


def with_findings(text: AnnotatedText, spans) -> AnnotatedText:
    """The text with findings at some places, which may overlap; each is of a word's sentence."""
    words = text.tables["tokens"]
    rows = [
        {
            "measure": "m", "passage": words[a % len(words)]["passage"], "kind": "body", "voice": "author",
            "start": words[a % len(words)]["start"], "end": words[b % len(words)]["end"],
            "category": "c\x00\u2028", "detail": "", "cue": "cue|=\t", "score": score,
        }
        for a, b, score in spans
        if words and words[a % len(words)]["start"] <= words[b % len(words)]["start"]
    ]  # fmt: skip
    return AnnotatedText(text.id, text.raw, text.about, {**text.tables, "findings": rows})


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    pieces=TEXTS,
    spans=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.none() | st.floats(-1, 1)), max_size=3),
)
def test_every_format_gives_back_what_was_written(pieces, spans, tmp_path_factory):
    raw = "".join(pieces).encode("utf-8", "ignore").decode()
    about = {"author": "A & \\ B\x02", "title": "=T"}
    text = AnnotatedText("an id: 1/2", raw, about)
    if raw.strip():  # a file without any word is refused when it is read
        text = with_findings(exported(text_of(raw, text.id, **about))[0], spans)
    folder = tmp_path_factory.mktemp("export")
    for to in FORMATS:
        export_texts([text], folder / to, to)
        assert list(read_texts(folder / to)) == [text], to
    (file,) = (folder / "tei").glob("*.xml")
    SUBSET.assertValid(etree.parse(file))
    for file in (folder / "conllu").glob("*.conllu"):
        check_conllu(file.read_bytes().decode())


def check_conllu(content: str) -> None:
    """The rules of CoNLL-U: ids in order, ten columns, none empty, sentences with an id of their own."""
    ids = set()
    for sentence in content.split("\n\n")[:-1]:
        lines = sentence.split("\n")
        about = dict(line[2:].split(" = ", 1) for line in lines if line.startswith("#"))
        tokens = [line.split("\t") for line in lines if not line.startswith("#")]
        assert about["sent_id"] not in ids
        ids.add(about["sent_id"])
        assert [token[0] for token in tokens] == [str(n + 1) for n in range(len(tokens))]
        assert tokens and all(len(token) == 10 and all(token) for token in tokens)
        no_space = ["SpaceAfter=No" in token[9].split("|") for token in tokens]
        joined = "".join(token[1] + " " * (not no) for token, no in zip(tokens, no_space, strict=True))
        assert about["text"] == joined.removesuffix(" ") if not no_space[-1] else about["text"] == joined
        for token in tokens:
            names = [part.split("=")[0] for part in token[9].split("|")]
            assert names == sorted(set(names))


@pytest.fixture(scope="module")
def corpus():
    return read_corpus(ROOT / "seeds")


@pytest.fixture(scope="module")
def seeds(corpus):
    return list(annotated_texts(corpus))


@pytest.fixture(scope="module")
def folder(seeds, tmp_path_factory):
    root = tmp_path_factory.mktemp("seeds")
    for to in FORMATS:
        export_texts(seeds, root / to, to)
    return root


@pytest.mark.parametrize("to", FORMATS)
def test_a_corpus_comes_back_and_is_the_same_bytes_each_time(seeds, folder, to, tmp_path):
    assert list(read_texts(folder / to)) == seeds
    export_texts(seeds, tmp_path / to, to)
    files = [
        {path.name: path.read_bytes() for path in root.iterdir()} for root in (folder / to, tmp_path / to)
    ]
    assert files[0] == files[1] and MARKER in files[0]


def test_texts_annotated_one_by_one_are_those_of_the_whole_corpus(corpus, seeds):
    annotation = annotate(corpus)
    assert seeds == of_annotation(annotation, find_rhetoric(annotation))


def test_what_is_read_back_can_be_analysed(folder):
    annotation, findings = read_export(folder / "conllu")
    again = find_rhetoric(annotation, measures=["passives", "pronouns"])
    known = findings[findings["measure"].isin(["passives", "pronouns"])].reset_index(drop=True)
    columns = ["measure", "text", "start", "end", "voice", "category"]
    one, other = (frame[columns].astype(str).sort_values(columns).to_numpy() for frame in (again, known))
    assert one.tolist() == other.tolist() and len(again) > 100


def test_tei_is_valid_and_says_who_speaks(folder):
    for file in sorted((folder / "tei").glob("*.xml")):
        SUBSET.assertValid(etree.parse(file))
    root = etree.parse(folder / "tei" / "article.xml").getroot()
    people = {
        one.get("{http://www.w3.org/XML/1998/namespace}id"): one[0].text for one in root.iter(f"{TEI}person")
    }
    spoken = [people[said.get("who")[1:]] for said in root.iter(f"{TEI}said") if said.get("who")]
    assert len(set(spoken)) > 5
    assert len(list(root.iter(f"{TEI}w"))) > 4000 and len(list(root.iter(f"{TEI}head"))) > 1


def test_a_schema_that_finds_mistakes(folder):
    content = (folder / "tei" / "note.xml").read_bytes()
    assert SUBSET.validate(etree.fromstring(content))
    for was, now in ((b"<body", b"<back"), (b' type="author"', b""), (b"</head>", b"</head><div/>")):
        changed = content.replace(was, now, 1)
        assert changed != content
        parsed = etree.fromstring(changed, etree.XMLParser(recover=True))
        assert not SUBSET.validate(parsed)


def test_a_quotation_over_sentences_and_paragraphs_is_in_parts_that_are_joined(tmp_path):
    raw = "He said: “We go. And we\n\n“stay here. Now” he added. “One ‘two’ three,” she said."
    (text,) = exported(text_of(raw))
    first = {"quotation": "one:q9", "block": 1, "line": 1, "start": 10, "end": 40, "kind": "direct"}
    other = {**first, "quotation": "one:q8", "start": 13, "end": 20, "level": 2}
    rows = [
        {"form": "inline", "level": 1, "speaker": "He", "source": None, "cited_through": None, **row}
        for row in (first, other)
    ]
    words = [{**word, "quotation": None} for word in text.tables["tokens"]]
    text = AnnotatedText(text.id, text.raw, {}, {**text.tables, "quotations": rows, "tokens": words})
    export_texts([text], tmp_path / "tei", "tei")
    assert list(read_texts(tmp_path / "tei")) == [AnnotatedText(text.id, text.raw, {}, text.tables)]
    root = etree.parse(tmp_path / "tei" / "one.xml").getroot()
    SUBSET.assertValid(root.getroottree())
    parts = {one.get("{http://www.w3.org/XML/1998/namespace}id"): one for one in root.iter(f"{TEI}said")}
    assert len([name for name in parts if name.startswith("q1.")]) > 2
    for one in parts.values():
        for way, back in (("next", "prev"), ("prev", "next")):
            if target := one.get(way):
                assert parts[target[1:]].get(back)[1:] in parts
    assert (
        "".join("".join(parts[name].itertext()) for name in parts if name.startswith("q1."))[:6] == "We go."
    )


def test_the_packages_own_reader_of_tei_hears_the_same_voices(seeds, folder):
    again = annotate(read_corpus(folder / "tei"))
    shares = []
    for text in seeds:
        ours = [(row["word"], row["voice"]) for row in text.tables["tokens"]]
        read = again.tokens[again.tokens["text"] == text.id]
        theirs = list(zip(read["word"].astype(str), read["voice"].astype(str), strict=True))
        same = {pair: 0 for pair in {*ours, *theirs}}
        for pair in ours:
            same[pair] += 1
        for pair in theirs:
            same[pair] -= 1
        shares.append(1 - sum(map(abs, same.values())) / (2 * len(ours)))
    assert min(shares) > 0.97


def test_web_annotations_have_what_the_model_requires(folder):
    page = json.loads((folder / "webannotation" / "note.jsonld").read_text(encoding="utf-8"))
    raw = (folder / "webannotation" / "note.txt").read_bytes().decode()
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld" and page["type"] == "AnnotationPage"
    ids = [item["id"] for item in page["items"]]
    assert len(ids) == len(set(ids)) > 600 and all(re.fullmatch(r"urn:[\w.%:-]+", name) for name in ids)
    for item in page["items"][1:]:
        assert item["type"] == "Annotation" and item["body"][0]["type"] == "TextualBody"
        position, quoted = item["target"]["selector"]
        start, end = position["start"], position["end"]
        assert position["type"] == "TextPositionSelector" and quoted["type"] == "TextQuoteSelector"
        assert raw[start:end] == quoted["exact"] and 0 <= start <= end
        assert raw[:start].endswith(quoted["prefix"]) and raw[end:].startswith(quoted["suffix"])


def test_ids_that_are_no_file_names_and_texts_of_one_id_in_another_case(tmp_path):
    texts = [exported(text_of("Words.", name))[0] for name in ("a/b", "Émile", "x", "X", "con text")]
    for to in ("tei", "jsonl"):
        export_texts(texts, tmp_path / to, to)
        assert [text.id for text in read_texts(tmp_path / to)] == ["a/b", "Émile", "x", "X", "con text"]
    assert len({path.name.lower() for path in (tmp_path / "tei").iterdir()}) == 6


def test_nothing_is_written_over_what_is_no_export(tmp_path, capsys):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("A thesis.")
    assert main(["export", str(ROOT / "seeds"), "--to", "jsonl", "-o", str(tmp_path / "mine")]) == 2
    assert "the folder is not empty, and no export" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]
    with pytest.raises(DhtoolsError, match="is not an export"):
        read_export(tmp_path / "mine")


def test_an_export_that_fails_leaves_the_one_before(tmp_path):
    def broken():
        yield from exported(text_of("New words."))
        raise OSError("disk full")

    export_texts(exported(text_of("Old words.")), tmp_path / "out", "csv")
    with pytest.raises(OSError, match="disk full"):
        export_texts(broken(), tmp_path / "out", "csv")
    assert [text.raw for text in read_texts(tmp_path / "out")] == ["Old words."]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_the_command_exports_a_corpus(tmp_path, capsys):
    (tmp_path / "one.txt").write_text("A text. It has two sentences.", encoding="utf-8")
    assert main(["export", str(tmp_path / "one.txt"), "--to", "tei", "--out", str(tmp_path / "out")]) == 0
    assert "1 text" in capsys.readouterr().out
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [MARKER, "one.xml"]

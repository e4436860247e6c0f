"""What is folded, repaired and left is listed with how often, where, and an example."""

import pytest
from annotated import corpus_of, seeds

from dhtools import read_corpus
from dhtools.annotation import normalisation_report

RAW = (
    "The of\ufb01ce of Trot\u00adsky.\nThe of\ufb01cer\u2019s revo\u00adlu\u00adtion & the con-\nfusion.\n"
    "R&amp;D, <i>so</i>, \\emph{x}, caf=C3=A9.\n"
)


def rows(corpus):
    return normalisation_report(corpus).astype({"text": str}).to_numpy().tolist()


def test_what_is_folded_and_what_is_left():
    assert rows(corpus_of(a="Plain words.", b=RAW)) == [
        ["b", "ligature or form of a letter", "normalised", 2, 1, "of\ufb01ce"],
        ["b", "soft hyphen", "normalised", 3, 1, "Trot[U+00AD]sky."],
        ["b", "hyphen at the end of a line", "normalised", 1, 2, "con-[U+000A]fusion."],
        ["b", "character entity", "left as it stands", 1, 4, "R&amp;D,"],
        ["b", "HTML or XML tag", "left as it stands", 2, 4, "<i>so</i>,"],
        ["b", "LaTeX command", "left as it stands", 1, 4, "\\emph{x},"],
        ["b", "quoted-printable code", "left as it stands", 1, 4, "caf=C3=A9."],
    ]


def test_repairs_of_the_file_are_listed(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"It\x19s.\nSo \x07 it\x19s.\n")
    with pytest.warns(UserWarning, match=r"a\.txt: mark cut"):
        corpus = read_corpus(tmp_path)
    assert rows(corpus) == [
        ["a", "mark cut to its low byte", "repaired", 2, 1, "U+0019 → ’"],
        ["a", "control character", "made a space", 1, 2, "U+0007"],
    ]


def test_plain_texts_have_nothing_to_report():
    report = normalisation_report(corpus_of(a="Plain words, “marked” and it’s – 3 < 5 & so."))
    assert report.empty and list(report.columns) == ["text", "found", "treatment", "n", "line", "example"]
    assert set(normalisation_report(seeds().corpus)["treatment"]) <= {"normalised"}

"""The line at the top of a notebook, and the cells and exhibits that the languages of a corpus leave out."""

import json
from pathlib import Path

import pytest

from dhtools import read_corpus
from dhtools.export.languages import languages_line, left_out_exhibits, left_out_tags
from dhtools.synthesis import gather_claims, text_profiles

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
WORDS = {"en": "English", "de": "German", "fr": "French", "it": "Italian"}


@pytest.fixture
def corpus_in(tmp_path):
    def read(*codes):
        rows = ["file,language"]
        for number, code in enumerate(codes):
            (tmp_path / f"t{number}.txt").write_text("One. " * (20 - number), encoding="utf-8")
            rows.append(f"t{number}.txt,{WORDS[code]}")
        (tmp_path / "metadata.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        return read_corpus(tmp_path)

    return read


def cells_tagged(tag):
    """Notebook and exhibit of every cell with a tag."""
    for path in NOTEBOOKS:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            tags = cell["metadata"].get("tags", [])
            if tag in tags and "reading" not in tags:
                yield from (
                    f"{path.stem}/{one.split('-', 1)[1]}"
                    for one in tags
                    if one.startswith(("figure-", "table-"))
                )


def test_english_texts_leave_nothing_out(corpus_in):
    corpus = corpus_in("en", "en")
    assert not left_out_tags(corpus) and not left_out_exhibits(corpus)
    for path in NOTEBOOKS:
        assert str(languages_line(corpus, path.stem)) == "The texts are read as English."


def test_what_is_left_out_is_what_the_cells_are_tagged_for(corpus_in):
    german = corpus_in("de", "de")
    assert left_out_tags(german) == {"english", "mainly-english"}
    tagged = {*cells_tagged("english"), *cells_tagged("mainly-english")}
    assert left_out_exhibits(german) == tagged
    read_by_synthesis = {
        *("01-stylometry/decidability", "01-stylometry/pairs", "04-rhetoric/pronouns"),
        *("04-rhetoric/contrast", "04-rhetoric/rates-contrast", "04-rhetoric/rates", "04-rhetoric/passives"),
        "04-rhetoric/agency-by-voice",
    }
    assert read_by_synthesis <= tagged and read_by_synthesis <= left_out_exhibits(german)


def test_a_few_english_texts_keep_what_is_english(corpus_in):
    assert left_out_tags(corpus_in("de", "de", "en")) == {"mainly-english"}


def test_the_synthesis_asks_for_no_exhibit_that_is_left_out(corpus_in):
    left_out, asked = left_out_exhibits(corpus_in("de")), []

    def table(exhibit):
        asked.append(exhibit)
        raise LookupError(exhibit)

    for gather in (gather_claims, text_profiles):
        with pytest.raises(LookupError):
            gather(table, left_out=left_out)
    assert asked and not left_out & set(asked)


@pytest.mark.parametrize(
    ("codes", "notebook", "line"),
    [
        (["de"], "00-corpus", "The text is read as German."),
        (["fr", "de"], "00-corpus", "The texts are read as French (1) and German (1)."),
        (
            ["de", "de", "en"],
            "01-stylometry",
            "The texts are read as German (2) and English (1). Here texts are compared within German only, "
            "because a distance between two languages says nothing about style; t2 is left out. Left out for "
            "German, because it needs English: the comparison with texts by known authors, and what was "
            "measured on English novels.",
        ),
        (
            ["en", "de", "fr"],
            "03-terms",
            "The texts are read as English (1), German (1) and French (1). Here words are compared within "
            "English only, because every word of another language would count as a preference; t1 and t2 are "
            "left out.",
        ),
    ],
)
def test_the_line(codes, notebook, line, corpus_in):
    assert str(languages_line(corpus_in(*codes), notebook)) == line


def test_rhetoric_says_for_which_languages_it_leaves_out_what(corpus_in):
    line = str(languages_line(corpus_in("en", "de", "fr"), "04-rhetoric"))
    assert "Left out for German and French, because it needs English: agents, epithets" in line
    assert line.endswith("No formula of reading and no measure of diversity compares texts in two languages.")
    assert "within" not in line


def test_every_notebook_has_the_line_before_its_results():
    for path in NOTEBOOKS:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        place = [cell["id"] for cell in cells].index("languages")
        assert f'languages_line(corpus, "{path.stem}")' in "".join(cells[place]["source"])
        headed = ["".join(cell["source"]).startswith("## ") for cell in cells]
        assert place < headed.index(True)

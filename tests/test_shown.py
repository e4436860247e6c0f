"""Records and figures that show themselves: short at a prompt, a table or a picture in a notebook."""

import pickle
from dataclasses import fields

import numpy as np
import pandas as pd
import pytest
from annotated import corpus_of, seeds

from dhtools import annotate, concordance, excluded_blocks, fold_case, kwic, read_corpus, segment
from dhtools.counts import count_tokens, relative_frequencies, words_by_speaker, words_by_voice
from dhtools.keyness import keyness, keyness_by_group
from dhtools.plots import dendrogram
from dhtools.readability import readability
from dhtools.reference import reference_table
from dhtools.rhetoric import find_rhetoric, finding_rates
from dhtools.search import sort_lines
from dhtools.shown import ROWS, WIDTH, in_a_terminal
from dhtools.stylometry import cluster, consensus, distances, expected_auc, principal_components
from dhtools.terms import collocates
from dhtools.topics import document_term_matrix, fit_topics


@pytest.fixture(scope="module")
def annotation():
    return seeds()


@pytest.fixture(scope="module")
def records(annotation):
    segments = segment(fold_case(annotation.tokens), segment_words=300)
    counts = count_tokens(segments, unit="segment")
    freqs = relative_frequencies(counts, mfw=100)
    documents = document_term_matrix(segments)
    halves = counts.iloc[::2], counts.iloc[1::2]
    groups = pd.Series(np.where(np.arange(len(counts)) % 2, "odd", "even"), index=counts.index)
    return [
        annotation.corpus,
        annotation,
        cluster(distances(freqs)),
        consensus(freqs, mfw=range(50, 101, 10)),
        principal_components(freqs),
        keyness(*halves, permutations=0),
        keyness_by_group(counts, groups, permutations=0),
        reference_table("federalist"),
        documents,
        fit_topics(documents, 3),
    ]


def test_a_record_is_read_at_a_glance(records):
    for record in records:
        lines = repr(record).split("\n")
        assert len(lines) <= ROWS + 5, record
        assert max(map(len, lines)) <= WIDTH, record


def test_a_record_is_a_table_in_a_notebook(records):
    for record in records:
        if hasattr(record, "_repr_html_"):
            assert "<table" in record._repr_html_()


def test_an_annotation_says_how_much_there_is_and_in_whose_voice(annotation):
    shown = repr(annotation)
    assert f"{len(annotation.tokens):,} words" in shown
    assert all(text in shown for text in annotation.corpus.ids)
    assert all(voice in shown for voice in ("author", "quoted", "mentioned", "other"))


def test_a_text_says_what_is_known_of_it_and_not_its_words(annotation):
    (note,) = [text for text in annotation.corpus if text.id == "note"]
    assert "Trotsky" in repr(note) and "unknown" not in repr(note) and len(repr(note)) < 2 * WIDTH
    assert "raw" in {one.name for one in fields(note)} and note.raw[:50] not in repr(note)


def test_a_name_with_mark_up_is_no_mark_up(tmp_path):
    (tmp_path / "corpus.toml").write_text('[[texts]]\nid = "a"\nfile = "a.txt"\ntitle = "<b>x</b>"\n')
    (tmp_path / "a.txt").write_text("One sentence stands here. Another one follows it.")
    assert "<b>" not in read_corpus(tmp_path)._repr_html_()


def test_a_corpus_of_sixty_texts_prints_its_top():
    found = annotate(corpus_of(**{f"text{number}": "A sentence of six words here." for number in range(60)}))
    for record in (found, found.corpus):
        assert len(repr(record).split("\n")) <= ROWS + 5 and "60 texts" in repr(record)


def test_a_table_without_rows_says_so():
    assert in_a_terminal(pd.DataFrame(columns=["word", "n"])) == "no rows; columns: word, n"


def test_a_figure_shows_itself_in_a_notebook(records):
    tree = records[2]
    figure = dendrogram(tree, {label: label.rpartition("_")[0] for label in tree.labels})
    picture = figure._repr_png_()
    assert picture.startswith(b"\x89PNG") and len(picture) > 5_000
    assert "mm" in repr(figure) and "savefig" in repr(figure)


def test_an_annotation_of_nothing_but_notes_shows_itself(tmp_path):
    (tmp_path / "a.txt").write_text("1. One note.\n")
    assert repr(annotate(read_corpus(tmp_path)))


def test_lines_show_the_match_first_and_stay_a_table(annotation):
    lines = concordance(annotation, "liquidated")
    head = repr(lines).split("\n")[0]
    assert head.split()[:4] == ["left", "match", "right", "passage"]
    assert all(len(line) <= WIDTH for line in repr(lines).split("\n"))
    for kept in (lines, lines.query("voice == 'quoted'"), sort_lines(lines, "R1"), kwic(annotation, lines)):
        assert "match" in repr(kept).split("\n")[0].split()[:2]
    assert list(lines) == [
        "text",
        "passage",
        "line",
        "kind",
        "voice",
        "left",
        "match",
        "right",
        "start",
        "end",
    ]
    assert lines.loc[0, "left"].strip() and lines.loc[0, "left"] not in repr(lines)  # cut only where shown
    assert lines._repr_html_().index("<th>left") < lines._repr_html_().index("<th>text")


@pytest.mark.parametrize(
    "part",
    [lambda lines: lines[["text", "voice"]], lambda lines: lines.head(0), lambda lines: lines.T],
    ids=["two columns", "no rows", "turned"],
)
def test_a_part_of_lines_shows_itself(annotation, part):
    assert repr(part(concordance(annotation, "liquidated")))


def tables(annotation):
    """What functions return, and the columns that answer."""
    author = fold_case(annotation.tokens).query("voice == 'author'")
    found = find_rhetoric(annotation, measures=["metadiscourse"])
    yield words_by_speaker(annotation.tokens, annotation.quotations), ["speaker", "n_words", "share"]
    yield words_by_voice(annotation.tokens), ["quoted_share", "quoted_share_min", "quoted_share_max"]
    yield found, ["passage", "voice", "category", "cue"]
    yield finding_rates(found, author), ["text", "category", "per_1000", "low", "high", "n"]
    yield readability(annotation), ["text", "formula", "value", "low", "high"]
    yield expected_auc(author["text"].value_counts()), ["text_a", "text_b", "auc", "verdict"]
    yield collocates(annotation.tokens, "Stalin"), ["collocate", "log_dice", "n"]
    yield excluded_blocks(annotation), ["text", "kind", "n_words"]


def test_the_columns_that_answer_are_seen_at_a_prompt(annotation):
    for table, answer in tables(annotation):
        lines = repr(table).splitlines()
        assert max(map(len, lines)) <= WIDTH
        assert set(answer) <= set(lines[0].split()), lines[0]
        assert type(table.head(1)) is pd.DataFrame and type(pd.concat([table, table])) is pd.DataFrame


def test_what_answers_first_is_an_ordinary_table(annotation):
    table = words_by_voice(annotation.tokens)
    again = pickle.loads(pickle.dumps(table))
    assert repr(again) == repr(table) and next(iter(table)) == "author"
    assert repr(table.T).startswith("text")  # as pandas shows it

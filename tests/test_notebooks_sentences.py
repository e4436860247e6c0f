"""The sentences of the notebooks: which state what has to hold, and that a check sees a false one."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

from dhtools.cli import main
from dhtools.notebooks.files import dump, read_notebook, tags
from dhtools.notebooks.outputs import predicates_of

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
#: Words by which a sentence asserts a direction, an order, an absence or an extreme.
ASSERTS = re.compile(
    r"\b(?:more|most|less|least|fewer|fewest|never|none|nobody|nothing|only|every|each|same|equal|both|neither|"
    r"higher|lower|highest|lowest|longer|shorter|longest|shortest|closer|closest|farther|larger|smaller|largest|"
    r"smallest|harder|easier|differs?|beyond|above|below)\b|\bno [a-z]",
    re.IGNORECASE,
)
#: Number words count as numbers: a reading that types one states what it is held to.
COUNTS = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twice|thrice|third|half|\d+)\b",
    re.IGNORECASE,
)
#: What stands in a template and is no number: a name in braces, a cited year.
NO_COUNT = re.compile(r"\{[^}]*\}|\([^)]*\b\d{4}[^)]*\)")
#: Sentences with such a word that no value of a notebook decides (methods, cautions, history), each with why.
NOT_TESTABLE = {
    "00-corpus": {"No person of a gazetteer is named": "the branch in which it stands tests it"},
    "01-stylometry": {"We, the authors of this notebook, ask": "a question"},
    "02-topics": {"Shuffling also separates words": "a property of the method"},
    "03-terms": {
        "So the list is held against": "what is done; the branch in which it stands tests it",
        "We, the authors of this notebook, count": "what the notebook does",
        "An old name need not be": "history",
    },
    "04-rhetoric": {
        "We, the authors of this notebook, ask": "a question",
        "No reader has judged": "a branch, taken where no sheet of judgements lies beside the texts",
        "So no difference is shown": "says what the sentence before does not say",
        "Of pairs of texts by one author": "measured in benchmarks, on other texts",
        "The rules were written with": "how the rules were made",
    },
    "05-synthesis": {
        "No correlation of measures": "the branch where each has a note that says why",
    },
}


def says(path):
    """Every `say` of a notebook: template, names of its keywords, and whether its cell is a reading."""
    for cell in read_notebook(path).cells:
        if cell.cell_type != "code":
            continue
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                yield (
                    ast.literal_eval(node.args[0]),
                    {one.arg for one in node.keywords},
                    "reading" in tags(cell),
                )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_sentences_that_assert_state_their_predicates(path):
    bare = [
        template
        for template, keywords, reading in says(path)
        if not keywords & {"holds", "either"}
        and (ASSERTS.search(template) or (reading and COUNTS.search(NO_COUNT.sub("", template))))
    ]
    excused = tuple(NOT_TESTABLE[path.stem])
    assert [one for one in bare if not one.startswith(excused)] == []
    assert [start for start in excused if not any(one.startswith(start) for one in bare)] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_outputs_record_the_predicates(path):
    """As many sentences with predicates as the source has; more where a call stands in a loop."""
    recorded = predicates_of(read_notebook(path))
    written = [keywords for _, keywords, _ in says(path)]
    held = sum(bool(one & {"holds", "either"}) for one in written)
    assert sum(map(bool, recorded)) >= held > 0
    assert all(source for one in recorded for source in one)


def test_most_sentences_are_held():
    every = [bool(one) for path in NOTEBOOKS for one in predicates_of(read_notebook(path))]
    assert len(every) > 150 and sum(every) / len(every) > 0.8


def notebook_with(folder, predicate):
    """A project of one notebook that says one sentence."""
    (folder / "seeds").mkdir(exist_ok=True)
    (folder / "seeds" / "Ann_Letter.txt").write_text("It is late. It is very late.", encoding="utf-8")
    said = f'say("The text has more than {{least}} words.", least=3, holds=[{predicate}])'
    cells = [
        nbformat.v4.new_code_cell('CORPUS = "../seeds"', id="parameters", metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell("from dhtools import annotate, read_corpus", id="import"),
        nbformat.v4.new_code_cell("from dhtools.export import say", id="say"),
        nbformat.v4.new_code_cell("n_words = len(annotate(read_corpus(CORPUS)).tokens)", id="count"),
        nbformat.v4.new_code_cell(said, id="said"),
    ]
    (folder / "notebooks").mkdir(exist_ok=True)
    (folder / "notebooks" / "00-a.ipynb").write_bytes(dump(nbformat.v4.new_notebook(cells=cells)))


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    notebook_with(tmp_path, "n_words > 3")
    assert main(["run"]) == 0
    return tmp_path


def test_a_check_counts_what_it_has_turned_round(project, capsys):
    assert main(["check"]) == 0
    shown = capsys.readouterr().out
    assert "1 of 1 sentence stated 1 predicate; each holds, and fails when it is turned round." in shown


@pytest.mark.parametrize(
    ("predicate", "message"),
    [
        ("n_words < 3", "'The text has more than 3 words.' is not true: n_words < 3 does not hold (7, 3)"),
        ("n_words >= 7", "n_words >= 7 holds, and so does n_words <= 7"),
        ("3 < 7", "3 < 7 is true of any data"),
    ],
)
def test_a_check_names_the_sentence_that_does_not_hold(project, capsys, predicate, message):
    notebook_with(project, predicate)
    assert main(["check"]) == 1
    shown = capsys.readouterr()
    assert message in shown.err and "1 of 1 notebook failed; nothing was compared." in shown.out


def test_a_check_sees_texts_of_which_a_sentence_is_no_longer_true(project, capsys):
    (project / "seeds" / "Ann_Letter.txt").write_text("It is late.", encoding="utf-8")
    assert main(["check"]) == 1
    assert "n_words > 3 does not hold (3, 3)" in capsys.readouterr().err

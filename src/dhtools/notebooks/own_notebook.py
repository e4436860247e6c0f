"""The notebook that a new project has for a question of one's own: a table, a figure, a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode

NAME = "06-my-question"

_TITLE = """# A question of your own

How often is a word used in the author's own voice? Change this notebook. The guide *A notebook of your own*
explains its cells."""

_PARAMETERS = """CORPUS = "../corpus"
WORD = ""  # a word or a phrase; empty: the most frequent word that is no function word"""

_SETUP = """import pandas as pd

from dhtools import annotate, concordance, read_corpus
from dhtools.annotation import read_gazetteer
from dhtools.corpus.languages import text_languages
from dhtools.export import Exhibits, say
from dhtools.plots import rate_intervals
from dhtools.rhetoric import finding_rates
from dhtools.terms.term_groups import usual_keyword

annotation = annotate(read_corpus(CORPUS))
languages = set(text_languages(annotation.corpus).values())
word = WORD or usual_keyword(annotation.tokens, read_gazetteer(CORPUS), languages)
exhibits = Exhibits("06-my-question", annotation.corpus, {"word": word})"""

_TABLE = """lines = concordance(annotation, word)
exhibits.table(lines, "lines", caption=f"Every line with “{word}”, with its voice and its passage.")"""

_FIGURE = """author_words = annotation.tokens.query("voice == 'author'")
rates = finding_rates(lines.assign(category=word), author_words)
exhibits.figure(
    rate_intervals(rates, categories=[word]),
    "rates",
    data=rates,
    caption=f"“{word}” per 1,000 words of each author, with a 95% interval over segments.",
    alt=f"A row a text: its rate of “{word}” as a point on a line that is its interval.",
)"""

_SENTENCE = """known = rates.dropna(subset=["per_1000"]).sort_values("per_1000")
lowest, highest = known.iloc[0], known.iloc[-1]
intervals = pd.Series([lowest["high"], highest["low"]])
say(
    "“{word}”: {low:.1f} per 1,000 words in {lowest}, {high:.1f} in {highest}. {verdict}",
    either={
        "verdict": {
            "The intervals lie apart.": lowest["high"] < highest["low"],
            "The intervals overlap: a difference is not shown.": lowest["high"] >= highest["low"],
            "An interval is missing: a difference is not shown.": bool(intervals.isna().any()),
        }
    },
    word=word,
    low=lowest["per_1000"],
    high=highest["per_1000"],
    lowest=lowest["text"],
    highest=highest["text"],
    holds=[lowest["per_1000"] <= highest["per_1000"]],
)"""


def own_notebook() -> NotebookNode:
    """Return the notebook, not executed."""
    from nbformat import v4

    cells = [
        v4.new_markdown_cell(_TITLE, id="title"),
        v4.new_code_cell(_PARAMETERS, id="parameters", metadata={"tags": ["parameters"]}),
        v4.new_code_cell(_SETUP, id="setup"),
        v4.new_code_cell(_TABLE, id="lines"),
        v4.new_code_cell(_FIGURE, id="rates"),
        v4.new_code_cell(_SENTENCE, id="verdict"),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})

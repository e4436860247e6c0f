"""The notebooks in JupyterLab, as people use them: opened in a browser, run with Run All Cells.

Needs Chromium and the extra `lab`; `make test-lab` runs it. The repository is not changed. Screenshots are in
``build/lab/``.
"""

import pytest
from lab_page import faults, formulas
from lab_server import ROOT, write
from media import TEXTS

NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
# Each line is a cell with one fault, and how it is told; after the last one, no cell runs.
FAULTS = {
    "import sys; print('to stderr', file=sys.stderr)": "stderr: to stderr",
    "from IPython.display import HTML, display; display(HTML('<img src=\"data:image/png;base64,AAAA\">'))": (
        "broken image: data:image/png;base64,AAAA"
    ),
    "display(HTML('<script>console.error(\"out loud\")</script>'))": "console: out loud",
    "display(HTML('<script>setTimeout(() => { throw Error(\"thrown\") })</script>'))": "uncaught: thrown",
    "display(HTML('<script>fetch(\"http://127.0.0.2:9/\").catch(() => 0)</script>'))": (
        "request to another machine: http://127.0.0.2:9/"
    ),
    "1 / 0": "division by zero",
    "print('never reached')": "1 of 7 cells did not run",
}


def test_every_fault_is_seen(lab, browser, pictures):
    write(lab, "broken.ipynb", *FAULTS)
    told = faults(lab, browser, "broken.ipynb", pictures)
    for fault in FAULTS.values():
        assert any(fault in one for one in told), f"not seen: {fault}\nseen: {told}"


def test_no_fault_is_seen_where_there_is_none(lab, browser, pictures):
    write(lab, "sound.ipynb", "print(1)", "from IPython.display import HTML\nHTML('<b>2</b>')")
    assert faults(lab, browser, "sound.ipynb", pictures) == []


# What shows texts: a table, a figure with its caption, a sentence, lines, a text view, a record.
SHOWN = (
    f"""from pathlib import Path
import pandas as pd
from dhtools import annotate, concordance, read_corpus
from dhtools.export import Exhibits, say, show_text
from dhtools.plots.style import figure
TEXT = {" ".join(text for text in TEXTS if text.isprintable())!r}
Path("texts").mkdir()
Path("texts/a$b$c.txt").write_text(f"He said: {{TEXT}} for $5 or $10. " * 3)
annotation = annotate(read_corpus("texts"))
exhibits = Exhibits("00-a", [], {{}}, root="texts")
sentence = say("{{a}}", a=TEXT)""",
    "exhibits.table(pd.DataFrame({TEXT[:40]: [TEXT]}), 'words', caption=sentence)",
    "exhibits.figure(figure(40, 20)[0], 'f', data=annotation.blocks, caption=sentence, alt=sentence)",
    "say('**{a}** {b}', a=TEXT, b=TEXT)",
    "concordance(annotation, 'cost')",
    "show_text(annotation, annotation.corpus.ids[0])",
)


def test_no_text_becomes_a_formula(lab, browser):
    write(lab, "texts.ipynb", *SHOWN, "from IPython.display import Markdown\nMarkdown('a formula: $x^2$')")
    (typeset,) = formulas(lab, browser, "texts.ipynb")
    assert "a formula:" in typeset


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_notebook_runs_without_a_fault(lab, browser, pictures, notebook):
    assert faults(lab, browser, notebook, pictures) == []

"""Measure anew what needs texts that are not part of this repository, and keep the record (``results.csv``).

    make benchmarks CORPORA=FOLDER        # or: python benchmarks/measure.py FOLDER [--repeat 3]

FOLDER has a folder of ``.txt`` files for each corpus; what is absent is skipped, and said:

* ``british-novels``: the repository computationalstylistics/A_Small_Collection_of_British_Fiction;
* ``inaugural``: the corpus of that name in NLTK (``nltk.download("inaugural")``), files like
  ``1825-Adams.txt``.

Speeds are ratios of two times in one run: let nothing else run meanwhile. Rows that no script here writes,
because they need a reader or other corpora, stay as they are, and are stale if their code has changed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from results import measured_now, read_rows, write_rows

HERE = Path(__file__).parent
Report = Mapping[str, Any]


class Script(NamedTuple):
    """A script, the corpus it needs, its further options, and the rows that it measures, in words."""

    name: str
    corpus: str
    options: tuple[str, ...]
    rows: dict[str, Callable[[Report], str]]


def value(report: Report, begins: str) -> float:
    """Return the ratio whose name begins so."""
    return next(ratio for name, ratio in report.items() if name.startswith(begins))


def times(begins: str, words: str) -> Callable[[Report], str]:
    """Return what says a ratio: *1.2 × the time of another*."""
    return lambda report: f"{value(report, begins):.2g} × {words}"


COUNTING = "the time of scikit-learn's CountVectorizer"
CONCORDANCES = ("concordance, a word:", "concordance, a phrase:", "concordance, a pattern:")


def concordances(report: Report) -> str:
    """Say the times of concordances."""
    rare = ", ".join(f"{value(report, name):.2g}" for name in CONCORDANCES)
    common = value(report, "concordance, the most frequent word:")
    return f"{rare}; {common:.2g} × the time of making the token table"


FIT = "speed: one fit of topics, tf-idf included"
REFIT = "speed: one refit of stability, tf-idf and start included"


def fits(report: Report) -> str:
    """Say the times of fits of 5 and 20 topics."""
    few, many = (value(report, f"fit, k = {k}:") for k in (5, 20))
    return f"{few:.2g} ×; {many:.2g} × a fit of scikit-learn's NMF from its nndsvd"


def flagged(report: Report) -> str:
    """Say the shares of words that are flagged where nothing differs."""
    shares = {name: f"{100 * report[name]:.1f}%" for name in ("p05", "p01", "q05", "g2_p05")}
    return "permutation of texts {p05}; {p01}; after Benjamini-Hochberg {q05}. G² alone {g2_p05}".format(
        **shares
    )


SCRIPTS = (
    Script(
        "speed.py",
        "british-novels",
        ("--repeat",),
        {
            "speed: tokenise and count": times("counting:", "the MB/s of scikit-learn's CountVectorizer"),
            "speed: folder to token table": times(
                "token table: time", "a bare regular expression that keeps offsets"
            ),
            "memory: folder to token table, peak above import": times(
                "token table: peak", "the size of the text"
            ),
            "import dhtools": times("import: time", "the time of import pandas"),
        },
    ),
    Script(
        "speed_terms.py",
        "british-novels",
        ("--repeat",),
        {
            "speed: counting and keyness of 2 million words": times("keyness:", COUNTING),
            "speed: 999 permutations, 65 documents × 1,800 words": times(
                "999 permutations:", "the time of counting them"
            ),
            "speed: concordance of a word, a phrase, a pattern; of *the*": concordances,
        },
    ),
    Script(
        "speed_stylometry.py",
        "british-novels",
        ("--repeat",),
        {
            "speed: folder to Delta matrix, 1,000 words": times("delta:", COUNTING),
            "speed: 1,000 imposter iterations × 4 candidates × 1,000 words": times("imposters:", COUNTING),
        },
    ),
    Script(
        "speed_rhetoric.py",
        "british-novels",
        ("--repeat",),
        {
            "speed: the whole rhetorical pass, from the file to rates, readability and diversity": times(
                "pass:", "the time of ten metrics of textstat"
            )
        },
    ),
    Script(
        "speed_topics.py",
        "british-novels",
        ("--repeat",),
        {
            FIT: fits,
            REFIT: times("refit:", "a bare fit of scikit-learn's NMF from a given start"),
        },
    ),
    Script(
        "validate_terms.py",
        "inaugural",
        (),
        {"keyness: words flagged where nothing differs (p < .05; p < .01)": flagged},
    ),
)


def measure(script: Script, corpora: Path, repeat: int) -> Report | None:
    """Run a script over its corpus and return its report; None if the corpus is absent."""
    folder = corpora / script.corpus
    if not any(folder.glob("*.txt")):
        return None
    options = [part for option in script.options for part in (option, str(repeat))]
    with tempfile.TemporaryDirectory() as place:
        out = Path(place, "report.json")
        command = [sys.executable, HERE / script.name, folder, *options, "--json", out]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return json.loads(out.read_text(encoding="utf-8"))


def recorded(script: Script, report: Report) -> None:
    """Put what a script has measured into the record."""
    rows = read_rows()
    for what, say in script.rows.items():
        told = [row | {"result": say(report)} if row["what"] == what else row for row in rows]
        rows = measured_now(told, what)
        print(f"{what}: {say(report)}")
    write_rows(rows)


def main() -> None:
    """Measure what the folder has texts for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", type=Path, metavar="FOLDER")
    parser.add_argument("--repeat", type=int, default=3)
    given = parser.parse_args()
    for script in SCRIPTS:
        if (report := measure(script, given.corpora, given.repeat)) is None:
            folder = given.corpora / script.corpus
            print(f"{script.name} skipped: no texts in {folder}; --help says how to get them.")
        else:
            recorded(script, report)


if __name__ == "__main__":
    main()

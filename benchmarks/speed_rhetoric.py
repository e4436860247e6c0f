"""Measure the speed of the whole rhetorical pass as a ratio against textstat in the same run.

    python benchmarks/speed_rhetoric.py FOLDER [--repeat 3] [--json OUT]

FOLDER holds ``.txt`` files with a million characters or more (docs/accuracy.md used 26 British
novels, from the repository computationalstylistics/A_Small_Collection_of_British_Fiction); the first million
is measured. Every measurement runs in a process of its own, on one core; the best of the repeats counts.

* pass: from the file on: reading, annotation, every finder of `dhtools.rhetoric`, rates with intervals,
  eight readability formulas with intervals, five measures of diversity;
* textstat: ten of its metrics on the same text.
"""

from __future__ import annotations

from speed import report_ratios

#: A folder with one text of a million characters.
TEXT = """
import tempfile
from pathlib import Path
raws = (path.read_text(encoding="utf-8", errors="replace") for path in sorted(Path(folder).glob("*.txt")))
text = ""
while len(text) < 1_000_000:
    text += next(raws, "") or " " * 1_000_000
text = text[:1_000_000]
"""
TASKS = {
    "pass": TEXT
    + """
import dhtools, textstat  # loaded on both sides before the clock starts
from dhtools import readability, rhetoric
with tempfile.TemporaryDirectory() as place:
    Path(place, "text.txt").write_text(text, encoding="utf-8")
    base, begin = peak(), time.perf_counter()
    annotation = dhtools.annotate(dhtools.read_corpus(place))
    author = annotation.tokens[annotation.tokens["voice"] == "author"]
    found = rhetoric.find_rhetoric(annotation)
    rhetoric.finding_rates(rhetoric.select_findings(found, voice="author"), author)
    readability.readability(annotation, with_textstat=False)
    readability.lexical_diversity(dhtools.fold_case(author))
    seconds = time.perf_counter() - begin
""",
    "ten metrics of textstat": TEXT
    + """
from textstat import textstat
METRICS = (
    "flesch_reading_ease flesch_kincaid_grade gunning_fog smog_index coleman_liau_index "
    "automated_readability_index lix dale_chall_readability_score linsear_write_formula rix"
)
base, begin = peak(), time.perf_counter()
for metric in METRICS.split():
    getattr(textstat, metric)(text)
seconds = time.perf_counter() - begin
""",
}
WANTED = (("pass", "ten metrics of textstat", 1.5),)


def main() -> None:
    """Time the two and print their ratio."""
    report_ratios(__doc__, TASKS, WANTED)


if __name__ == "__main__":
    main()

"""Measure speed and memory as ratios against a peer in the same run.

    python benchmarks/speed.py FOLDER [--repeat 3] [--json OUT]

FOLDER holds ``.txt`` files, some tens of megabytes (docs/accuracy.md used 26 British novels,
30 MB, from the repository computationalstylistics/A_Small_Collection_of_British_Fiction). Every
measurement runs in a process of its own, on one core, and counts its processor time; the best of
the repeats counts, since anything slower is another program's doing.

* counting: `dhtools.counts.count_words` against scikit-learn's CountVectorizer (its default pattern), same
  texts, MB/s;
* token table: folder to table (blocks, sentences, voices, offsets) against a bare regular expression that
  keeps the int32 offsets of every word;
* memory: peak of the token table less that after import, over the size of the text;
* import: ``import dhtools`` against ``import pandas``, and what it pulls in.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

#: Each task prints its seconds and its peak memory above the import, in bytes. Reading the files counts
#: for neither side of the counting; for the token table both sides begin with the folder.
PRELUDE = """
import resource, sys, time
from array import array
from pathlib import Path
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
folder = sys.argv[1]
"""
POSTLUDE = """
print(seconds, peak() - base)
"""
TASKS = {
    "count_words": """
from dhtools import read_corpus
from dhtools.counts import count_words
corpus = read_corpus(folder)
base, begin = peak(), time.process_time()
count_words(corpus)
seconds = time.process_time() - begin
""",
    "CountVectorizer": """
from sklearn.feature_extraction.text import CountVectorizer
from dhtools import read_corpus
raws = [text.raw for text in read_corpus(folder)]
base, begin = peak(), time.process_time()
CountVectorizer().fit_transform(raws)
seconds = time.process_time() - begin
""",
    "token_table": """
from dhtools import read_corpus
from dhtools.annotation import token_table
base, begin = peak(), time.process_time()
token_table(read_corpus(folder))
seconds = time.process_time() - begin
""",
    "regex": r"""
import re
from dhtools.corpus import files
base, begin = peak(), time.process_time()
for path in files.text_files(Path(folder)):
    starts, ends = array("i"), array("i")
    for match in re.finditer(r"\\w+(?:['’]\\w+)*", files.read_file(path).raw):
        starts.append(match.start())
        ends.append(match.end())
seconds = time.process_time() - begin
""".replace("\\\\", "\\"),
    "import dhtools": """
base, begin = peak(), time.process_time()
import dhtools
seconds = time.process_time() - begin
""",
    "import pandas": """
base, begin = peak(), time.process_time()
import pandas
seconds = time.process_time() - begin
""",
}
ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}


def measure(code: str, folder: Path, repeat: int) -> tuple[float, int]:
    """Return the best seconds and the largest peak of some runs, each in a process of its own on one core."""
    command = [sys.executable, "-c", PRELUDE + code + POSTLUDE, str(folder)]
    results = [
        subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | ONE_THREAD)
        for _ in range(repeat)
    ]
    numbers = [result.stdout.split() for result in results]
    return min(float(seconds) for seconds, _ in numbers), max(int(peak) for _, peak in numbers)


def folder_given(description: str) -> argparse.Namespace:
    """Read the command line of a measurement: a folder of texts, repeats, a file for the report."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", type=Path, metavar="OUT")
    given = parser.parse_args()
    if not any(given.folder.glob("*.txt")):
        missing = "no texts there" if given.folder.is_dir() else "no such folder"
        parser.exit(
            2, f"{given.folder}: {missing}; nothing measured. The docstring says which texts to get.\n"
        )
    return given


def write_report(report: dict[str, object], path: Path | None) -> None:
    """Print a report as JSON, and write it where it is wanted."""
    text = json.dumps(report, indent=2)
    print(text)
    if path:
        path.write_text(text + "\n", encoding="utf-8")


def report_ratios(description: str, tasks: dict[str, str], wanted: Iterable[tuple[str, str, float]]) -> None:
    """Time the tasks over a folder of texts, named on the command line, and print their ratios as JSON."""
    given = folder_given(description)
    seconds = {task: measure(code, given.folder, given.repeat)[0] for task, code in tasks.items()}
    ratios = {
        f"{task}: time over {peer} (wanted: {most:g} or less)": seconds[task] / seconds[peer]
        for task, peer, most in wanted
    }
    report = {"seconds": seconds, **ratios}
    write_report(report, given.json)


def pulled_in() -> list[str]:
    """Return which heavy packages ``import dhtools`` imports without being asked."""
    code = "import sys, dhtools; print(*sys.modules)"
    modules = subprocess.check_output([sys.executable, "-c", code], text=True).split()
    return [name for name in ("matplotlib", "sklearn", "scipy") if name in modules]


def main() -> None:
    given = folder_given(__doc__ or "")
    size = sum(path.stat().st_size for path in given.folder.glob("*.txt"))
    measured = {task: measure(code, given.folder, given.repeat) for task, code in TASKS.items()}
    seconds = {task: best for task, (best, _) in measured.items()}
    report = {
        "megabytes": size / 1e6,
        "seconds": seconds,
        "counting: MB/s over CountVectorizer's (wanted: 1.1 or more)": seconds["CountVectorizer"]
        / seconds["count_words"],
        "token table: time over the bare regex (wanted: 5 or less)": seconds["token_table"]
        / seconds["regex"],
        "token table: peak memory over the text (wanted: 14 or less)": measured["token_table"][1] / size,
        "import: time over import pandas": seconds["import dhtools"] / seconds["import pandas"],
        "import pulls in (wanted: nothing)": pulled_in(),
    }
    write_report(report, given.json)


if __name__ == "__main__":
    main()

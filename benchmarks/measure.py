"""Measure rows of the record (``results.csv``) anew, each by the script that the row names.

    make benchmarks CORPORA=FOLDER [WHAT="speed: tokenise"]
    python benchmarks/measure.py FOLDER [WHAT]

FOLDER has a folder for each corpus; a row whose corpus is absent is skipped, and where to get it is said.
WHAT are words of the names of rows; without it all rows are measured, which takes an hour or more. Speeds are
ratios of processor times in one run, the two sides in turn.

A row with *by hand* in the column *made_by* needs a reader; the column says how to repeat it. A row that a
test keeps true names the test. ``--quick`` tries every script on whatever few texts there are, and records
nothing.
"""

from __future__ import annotations

import importlib
from pathlib import Path

from common import MEASUREMENTS, Given, Measurement, command_line
from results import read_rows, recorded, write_rows

HERE = Path(__file__).parent


def measurements() -> list[Measurement]:
    """Return what the scripts of this folder measure."""
    for path in sorted(HERE.glob("*.py")):
        if path.stem != "measure":
            importlib.import_module(path.stem)
    return MEASUREMENTS


def measure(one: Measurement, given: Given) -> dict[str, str]:
    """Return the result of every row, in words; say what is lacking if it cannot be measured."""
    if lacking := [said for name in one.needs if (said := given.lacking(name))]:
        print(f"skipped: {'; '.join(one.rows)}", *lacking, sep="\n  ")
        return {}
    return dict(zip(one.rows, one.run(given), strict=True))


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("corpora", type=Path, metavar="FOLDER")
    parser.add_argument("what", nargs="?", default="", metavar="WHAT")
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args()
    chosen = [one for one in measurements() if any(given.what in row for row in one.rows)]
    by_hand = [row for row in read_rows() if given.what in row["what"] and row["made_by"].startswith("by ")]
    if not chosen and not by_hand:
        parser.exit(2, f"{given.what!r}: no row that a script measures has these words in its name.\n")
    for one in chosen:
        for what, result in (told := measure(one, Given(given.corpora, given.quick))).items():
            print(f"{what}: {result}", flush=True)
        if told and not given.quick:
            write_rows(recorded(read_rows(), told))
    for row in by_hand:
        print(f"not measured: {row['what']} ({row['made_by']})")


if __name__ == "__main__":
    main()

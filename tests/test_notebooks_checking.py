"""make check: what it catches, told with place, was and is; and what does not upset it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest

from dhtools.cli import main
from dhtools.notebooks.checking import compare_folders
from dhtools.notebooks.files import dump, read_notebook

ROOT = Path(__file__).parents[1]
NAME = "04-rhetoric"


@pytest.fixture
def committed(tmp_path):
    """A copy of what is committed, to tamper with; files are written anew, never changed in place."""
    for folder in ("notebooks", "figures", "data"):
        shutil.copytree(ROOT / folder, tmp_path / "was" / folder, copy_function=os.link)
    return tmp_path / "was"


def write(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def told(committed: Path) -> str:
    return "\n".join(map(str, compare_folders(committed, ROOT, [NAME])))


def edited(committed: Path, change) -> None:
    """Change the notebook by a function of its cells."""
    path = committed / "notebooks" / f"{NAME}.ipynb"
    notebook = read_notebook(path)
    change(notebook.cells)
    write(path, dump(notebook))


def cell(cells, name):
    return next(one for one in cells if one.id == name)


def test_nothing_is_told_of_what_is_the_same(committed):
    assert told(committed) == ""


def test_one_digit_changed_in_a_committed_table(committed):
    path = committed / "data" / NAME / "precision.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count("\nantithesis,13,") == 1
    write(path, text.replace("\nantithesis,13,", "\nantithesis,14,").encode())
    message = told(committed)
    assert f"(precision-table), data/{NAME}/precision.csv, row" in message
    assert "column n: was 14, is 13" in message
    assert "bytes: was as recorded, is changed after it was made" in message


def test_a_changed_figure_csv(committed):
    path = committed / "figures" / NAME / "agency.csv"
    text = path.read_text(encoding="utf-8")
    write(path, text.replace("none,11\n", "none,12\n", 1).encode())
    message = told(committed)
    assert "(agency-figure), figures/04-rhetoric/agency.csv, row" in message
    assert "column n: was 12, is 11" in message


def test_a_swapped_image_in_the_folder_and_in_the_notebook(committed):
    folder = committed / "figures" / NAME
    write(folder / "agency.png", (folder / "rates.png").read_bytes())

    def swap(cells):
        one, other = (cell(cells, name).outputs[0].data for name in ("agency-figure", "rates-figure"))
        one["image/png"] = other["image/png"]

    edited(committed, swap)
    message = told(committed)
    assert "figures/04-rhetoric/agency.png, picture: was another, is" in message
    assert "(agency-figure), output 1 (image/png): was another picture, is" in message


def test_a_stale_output(committed):
    def stale(cells):
        data = cell(cells, "events-reading").outputs[0].data
        data["text/markdown"] = data["text/markdown"].replace("has 5 mentions", "has 6 mentions")

    edited(committed, stale)
    message = told(committed)
    assert "(events-reading), output (text/markdown) line 1: was One event alone" in message
    assert "has 6 mentions" in message and "has 5 mentions" in message and message.count("\n") == 0


def test_a_deleted_cell(committed):
    edited(committed, lambda cells: cells.remove(cell(cells, "acts")))
    now = read_notebook(ROOT / "notebooks" / f"{NAME}.ipynb")
    now.cells.remove(cell(now.cells, "acts"))  # what is executed again is the notebook without it
    remade = committed.parent / "remade"
    for folder in ("figures", "data"):
        shutil.copytree(ROOT / folder, remade / folder, copy_function=os.link)
    for path in (remade / "data" / NAME).glob("acts.*"):
        path.unlink()
    write(remade / "notebooks" / f"{NAME}.ipynb", dump(now))
    message = "\n".join(map(str, compare_folders(committed, remade, [NAME])))
    assert "a cell was deleted or executed by hand" in message
    assert "data/04-rhetoric/acts.csv: was committed, is made by no notebook" in message


def test_a_deleted_cell_without_number(committed):
    def remove(cells):
        cells.remove(cell(cells, "limits"))

    edited(committed, remove)
    remade = committed.parent / "remade"
    shutil.copytree(committed, remade, copy_function=os.link)
    message = "\n".join(map(str, compare_folders(committed, remade, [NAME])))
    assert f"{NAME}, cells: was" in message and "taken out or put in by hand" in message


def test_an_output_that_appears_on_one_side_only(committed):
    edited(committed, lambda cells: cell(cells, "precision-table").outputs.clear())
    assert "(precision-table), outputs: was 0 outputs, is 1 output" in told(committed)


def test_a_part_of_an_output_on_one_side_only(committed):
    edited(committed, lambda cells: cell(cells, "acts").outputs[0].data.pop("text/html"))
    assert "(acts), output (text/html): was nothing, is there" in told(committed)


def test_a_committed_figure_that_no_notebook_makes(committed):
    write(committed / "figures" / NAME / "old.png", b"")
    assert "figures/04-rhetoric/old.png: was committed, is made by no notebook" in told(committed)


def test_a_decimal_or_percentage_typed_into_prose(committed):
    def claim(cells):
        cell(cells, "four-texts").source += "\n\nPrecision is 0.917 or 33.3 %, of 51 acts."

    edited(committed, claim)
    remade = committed.parent / "remade"
    shutil.copytree(committed, remade, copy_function=os.link)
    message = "\n".join(map(str, compare_folders(committed, remade, [NAME])))
    assert re.search(rf"{NAME}, cell \d+ \(four-texts\), prose: was 0\.917, is in no output", message)
    assert "prose: was 33.3 %, is in no output of the notebook" in message and "51" not in message


def test_a_changed_seed_byte_stops_the_check(tmp_path, monkeypatch, capsys):
    for folder in ("notebooks", "figures", "data", "seeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder, copy_function=os.link)
    text = (tmp_path / "seeds" / "note.txt").read_bytes()
    write(tmp_path / "seeds" / "note.txt", text.replace(b"Reiss", b"Reisz", 1))
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 2
    assert "note.txt" in capsys.readouterr().err


def test_noise_and_other_versions_do_not_upset_it(committed):
    random = np.random.default_rng(0)
    changed = 0
    for path in sorted((committed / "figures").glob(f"{NAME}/*.csv")):
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
        for row in rows[1:]:
            for at, one in enumerate(row):
                if "." in one and one.replace(".", "").isdecimal():
                    row[at] = repr(float(one) * (1 + random.uniform(-1, 1) * 1e-12))
                    changed += row[at] != one
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows(rows)
        write(path, text.getvalue().encode())
        # a machine with such digits has recorded them
        record = json.loads(path.with_suffix(".json").read_bytes())
        record["files"][path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
        record |= {"python": "3.13.1", "packages": {"numpy": "9.9"}}
        write(path.with_suffix(".json"), json.dumps(record).encode())
    assert changed > 50 and told(committed) == ""


@pytest.fixture
def without_network():
    """An environment in which every Python process reaches nothing but its own machine, as in CI's check."""
    return os.environ | {"PYTHONPATH": str(ROOT / "tests" / "without_network")}


def test_a_notebook_runs_alone_and_without_a_network_and_is_as_committed(without_network):
    """By the command line, in a fresh kernel, out of its order."""
    reach = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    control = subprocess.run(
        [sys.executable, "-c", reach], env=without_network, capture_output=True, text=True, check=False
    )
    assert "the network is cut" in control.stderr
    done = subprocess.run(
        [sys.executable, "-m", "dhtools", "check", NAME],
        cwd=ROOT, env=without_network, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("1 notebook executed again; everything is as it was.")


def test_the_command_tells_what_differs_and_leaves_the_repository_alone(tmp_path, monkeypatch, capsys):
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "Ann_Letter.txt").write_text("It is late.", encoding="utf-8")
    exported = 'from pathlib import Path; Path("../data/00-a").mkdir(parents=True, exist_ok=True)\n'
    exported += 'Path("../data/00-a/t.csv").write_text("a,b\\n1,2.5\\n"); print("p = 2.5")'
    notebook = nbformat.v4.new_notebook()
    tag = {"tags": ["parameters"]}
    first = nbformat.v4.new_code_cell('CORPUS = "../seeds"', id="parameters", metadata=tag)
    notebook.cells = [first, nbformat.v4.new_code_cell(exported, id="made")]
    write(tmp_path / "notebooks" / "00-a.ipynb", dump(notebook))
    monkeypatch.chdir(tmp_path)
    assert main(["run"]) == 0 and main(["check", "--declare"]) == 0 and main(["check"]) == 0
    table = tmp_path / "data" / "00-a" / "t.csv"
    write(table, b"a,b\n1,2.6\n")
    (tmp_path / "README.md").write_text("Six of ten.", encoding="utf-8")
    capsys.readouterr()
    assert main(["check"]) == 1
    shown = capsys.readouterr()
    assert "data/00-a/t.csv, row 1, column b: was 2.6, is 2.5" in shown.err
    assert "README.md: was not declared, is there. If that is meant: dhtools check --declare" in shown.err
    assert (
        shown.out == "1 notebook executed again: 2 differences.\n" and table.read_bytes() == b"a,b\n1,2.6\n"
    )

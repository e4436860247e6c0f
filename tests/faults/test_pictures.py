"""Pictures that lie: a mark of a committed figure moved, exchanged, lengthened, cut, erased or coloured.

`make test` tries a few edits, `make faults` all: 200 and more, on every figure and in every notebook.
"""

import base64
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from exhibit_samples import drawn
from picture_edits import EDITS, Drawing, edited_pdf, edited_svg

from dhtools.export.pictures import render
from dhtools.notebooks.files import read_notebook
from dhtools.picture_diff import compare_pdfs, compare_pictures, compare_svgs

ROOT = Path(__file__).parents[2]
EVERY = os.environ.get("DHTOOLS_FAULTS") == "long"
PICTURES = sorted(ROOT.glob("figures/*/*.png"), key=lambda path: path.stat().st_size)
PDFS = sorted(ROOT.glob("figures/*/*.pdf"), key=lambda path: path.stat().st_size)
#: What of all edits is told at least, and how often an edit is tried that may change nothing.
TOLD, TRIES = 0.95, 5
#: Kernels of OpenBLAS: each computes other last digits.
KERNELS = ("Prescott", "Haswell")


def every_edit(content, seed, dpi=300):
    """Yield the name of each edit, and the picture with it."""
    drawing = Drawing(content, dpi)
    for number, edit in enumerate(EDITS):
        made = (drawing.edited(edit, np.random.default_rng([seed, number, n])) for n in range(TRIES))
        if lie := next((one for one in made if one is not None), None):
            yield edit.__name__, lie


def check_told(lies, least):
    """Compare each lie with what it was made from."""
    missed = [what for what, was, lie, compare in lies if not compare(was, lie)]
    assert len(lies) >= least and len(missed) <= (1 - TOLD) * len(lies), (len(lies), missed)


def test_lies_told_with_a_picture_are_found():
    files = PICTURES if EVERY else PICTURES[:3]
    lies = [
        (f"{path.parent.name}/{path.stem}: {name}", content, lie, compare_pictures)
        for seed, path in enumerate(files)
        for content in (path.read_bytes(),)
        for name, lie in every_edit(content, seed)
    ]
    check_told(lies, 6 * len(files))


def shown(path):
    """The pictures that a notebook shows."""
    outputs = (output for cell in read_notebook(path).cells for output in cell.get("outputs", ()))
    bundles = (output.get("data", {}) for output in outputs)
    return [base64.b64decode(data["image/png"]) for data in bundles if "image/png" in data]


def test_lies_told_with_a_picture_in_a_notebook_are_found():
    paths = sorted(ROOT.glob("notebooks/0*.ipynb"))
    pictures = [one for path in paths for one in shown(path)] if EVERY else shown(paths[2])[:1]
    lies = [
        (f"{seed}: {name}", content, lie, compare_pictures)
        for seed, content in enumerate(pictures)
        for name, lie in every_edit(content, seed, 150)
    ]
    check_told(lies, 5 * len(pictures))


def test_lies_told_with_a_pdf_are_found_as_it_is_drawn():
    pytest.importorskip("pypdfium2")
    pytest.importorskip("pypdf")
    lies = [
        (
            f"{path.parent.name}/{path.stem}, {n}",
            content,
            edited_pdf(content, np.random.default_rng([seed, n])),
        )
        for seed, path in enumerate(PDFS if EVERY else PDFS[:2])
        for content in (path.read_bytes(),)
        for n in range(4)
    ]
    check_told([(*lie, compare_pdfs) for lie in lies], len(lies))


def test_lies_told_with_an_svg_are_found():
    content = render(drawn(labels=True), "svg", 72, {"Title": "a", "Description": "b"})
    made = (edited_svg(content, np.random.default_rng(seed)) for seed in range(40))
    check_told([(n, content, lie, compare_svgs) for n, lie in enumerate(made) if lie], 30)


@pytest.mark.skipif(not EVERY, reason="make faults executes a notebook with each")
@pytest.mark.parametrize("kernel", KERNELS)
def test_other_arithmetic_raises_no_alarm(kernel):
    variables = {**os.environ, "OPENBLAS_CORETYPE": kernel}
    command = [sys.executable, "-m", "dhtools", "check", "01-stylometry", "03-terms"]
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True)
    assert "picture" not in done.stderr and done.returncode == 0, done.stderr

"""Every predicate of the notebooks, turned round: in the source `say` refuses it, in an output it is told."""

import ast
import json
import os
from copy import deepcopy
from pathlib import Path

import pytest

from dhtools.export.predicates import turned_round
from dhtools.notebooks import Kernels, plan_run
from dhtools.notebooks.build import failures_of, make, stage
from dhtools.notebooks.files import read_notebook
from dhtools.notebooks.outputs import compare_outputs, predicates_of

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LONG = pytest.mark.skipif(os.environ.get("DHTOOLS_FAULTS") != "long", reason="long: make faults")


def turns(source):
    """How a predicate is turned round, as it would be written."""
    return [ast.unparse(one) for one in turned_round(ast.parse(source, mode="eval").body)]


def test_every_predicate_can_be_turned_round():
    every = {one for path in NOTEBOOKS for held in predicates_of(read_notebook(path)) for one in held}
    assert len(every) > 200
    assert [one for one in every if not turns(one) or one in turns(one)] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_predicate_that_is_turned_round_in_an_output_is_told(path):
    outputs = [one for cell in read_notebook(path).cells for one in cell.get("outputs", ())]
    missed = []
    for output in outputs:
        for number, held in enumerate(output.get("metadata", {}).get("predicates", ())):
            for place, source in enumerate(held):
                other = deepcopy(output)
                other.metadata["predicates"][number][place] = turns(source)[0]
                missed += [] if any(compare_outputs([other], [output], lambda *_: "")) else [source]
    assert missed == []


@LONG
def test_every_predicate_that_is_turned_round_in_a_source_is_refused(tmp_path, monkeypatch):
    """All notebooks are executed once; each predicate is turned round where it is used."""
    log = tmp_path / "turned.jsonl"
    begin = f"from turned_predicates import turn_every_predicate\nturn_every_predicate({str(log)!r})\n"
    (tmp_path / "sitecustomize.py").write_text(begin, encoding="utf-8")
    path = [str(tmp_path), str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path))
    plan = plan_run(start=ROOT)
    folder = tmp_path / "remade"
    folder.mkdir()
    stage(plan, folder, exports=())
    assert failures_of(make(plan, folder, Kernels(timeout=3600))) == ()
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [one for one in lines if not one[-1]] == []
    held = sum(len(one) for path in NOTEBOOKS for one in predicates_of(read_notebook(path)))
    assert len(lines) >= held > 300
    print(f"{held} predicates, {len(lines)} turns, all refused")

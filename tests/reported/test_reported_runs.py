"""Whole runs of the notebooks on what users give them; rows with the same files share one run.

A run of all notebooks takes most of a minute, so these tests stand aside: ``make test-runs``.
"""

import json

import calls
import pytest
from case_tables import parameters

DEFAULTS = {"notebooks": [], "broken_kernel": False, "outside": False}


@pytest.fixture(scope="module")
def run_of(tmp_path_factory):
    """Return the run that a row asks for."""
    ended = {}

    def run(asked):
        key = json.dumps(asked, sort_keys=True)
        if key not in ended:
            ended[key] = calls.run_notebooks(tmp_path_factory.mktemp("run"), **DEFAULTS | asked)
        return ended[key]

    return run


@pytest.mark.parametrize("row", parameters(only="runs"))
def test_run(row, run_of):
    assert getattr(calls, row["check"])(run_of(row["run"]), **row["input"]) == row["expected"]

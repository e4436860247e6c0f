"""What users of such tools report: inputs with right values, in tables (README.md says how to read them)."""

import calls
import pytest
from case_tables import agrees, outcome, parameters


@pytest.mark.parametrize("row", parameters(without="runs"))
def test_case(row):
    came = outcome(lambda: getattr(calls, row["check"])(**row["input"]))
    assert agrees(row["expected"], came), f"{row['expected']!r} is right; this came out: {came}"


def test_every_case_has_a_name_of_its_own():
    names = [parameter.id for parameter in parameters()]
    assert len(names) == len(set(names)) > 150

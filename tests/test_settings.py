"""What may be given by --set, and what is refused in a sentence of bounded length."""

from __future__ import annotations

import nbformat
import pytest
from repositories import code

from dhtools.errors import DhtoolsError
from dhtools.notebooks.parameters import check_settings, parse_setting


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("W=1e999", "too large"),
        ("W=-1e999", "too large"),
        ("W=[1, {2: 1e400}]", "too large"),
        ("W=1e999j", "too large"),
        ("W=" + "9" * 4_000, "too large"),
        ("W=\udcff", "text in UTF-8"),
        ("\udcff=1", "text in UTF-8"),
        ("W='\\ud800'", "half a character"),
        ("W" * 5_000, "write NAME=VALUE"),
    ],
)
def test_what_nobody_means_is_refused(text: str, told: str) -> None:
    with pytest.raises(DhtoolsError, match=told) as refused:
        parse_setting(text)
    assert len(str(refused.value)) < 250
    str(refused.value).encode()


@pytest.mark.parametrize("value", ["9" * 5_000, "(" * 5_000, "-" * 100_000 + "1", "[" * 200])
def test_what_is_no_literal_is_a_text_and_refused_in_few_words(value: str) -> None:
    name, given = parse_setting(f"WORDS={value}")
    assert given == value
    notebook = nbformat.v4.new_notebook(cells=[code("WORDS = 300", "parameters", name="p")])
    with pytest.raises(DhtoolsError, match="WORDS takes a whole number") as refused:
        check_settings({name: given}, {"00-alpha": notebook})
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("W=1_000", 1000),
        ("W=0.5", 0.5),
        ("W=True", True),
        ("W=None", None),
        ("W=é", "é"),
        ("W=[1, 'a']", [1, "a"]),
    ],
)
def test_what_is_meant_is_read(text: str, value: object) -> None:
    assert parse_setting(text) == ("W", value)

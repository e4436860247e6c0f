"""One check of a choice, of a whole number and of a share; each says what is allowed."""

import re

import numpy as np
import pytest

from dhtools import DhtoolsError
from dhtools.errors import check_choice, check_share, check_whole


def test_a_choice_is_returned_or_refused_with_the_choices():
    assert check_choice("voice", "b", ["a", "b"]) == "b"
    with pytest.raises(DhtoolsError, match=r"voice='c' is not known\. Choose one of: 'a', 'b'\."):
        check_choice("voice", "c", ["a", "b"])


@pytest.mark.parametrize("given", [2, 3, np.int64(2), np.uint8(200)])
def test_a_whole_number_is_returned_as_an_int(given):
    assert check_whole("n", given, 2) == given and type(check_whole("n", given, 2)) is int


@pytest.mark.parametrize("given", [1, -2, 2.0, np.float64(2), "2", None, float("nan"), [2]])
def test_what_is_no_whole_number_is_refused(given):
    with pytest.raises(DhtoolsError, match=re.escape(f"n={given!r}: give a whole number of words from 2.")):
        check_whole("n", given, 2, "words")


def test_true_is_no_whole_number_and_no_share():
    for check in (lambda: check_whole("n", True, 0), lambda: check_share("s", True)):
        with pytest.raises(DhtoolsError, match="=True: give a"):
            check()


@pytest.mark.parametrize("given", [0.5, 1, np.float32(0.25), 1e-9])
def test_a_share_is_returned_as_a_float(given):
    assert check_share("s", given) == given and type(check_share("s", given)) is float


@pytest.mark.parametrize(
    ("given", "options", "allowed"),
    [
        (0, {}, "a share, more than 0 to 1."),
        (-0.1, {"zero": True}, "a share, 0 to 1."),
        (1.1, {"zero": True}, "a share, 0 to 1."),
        (1, {"one": False}, "a share, more than 0 to less than 1."),
        (1.0, {"zero": True, "one": False, "what": "a level"}, "a level, 0 to less than 1."),
        (float("nan"), {"zero": True}, "a share, 0 to 1."),
        ("0.5", {}, "a share, more than 0 to 1."),
    ],
)
def test_what_is_no_share_is_refused(given, options, allowed):
    with pytest.raises(DhtoolsError, match=re.escape(f"s={given!r}: give {allowed}")):
        check_share("s", given, **options)


def test_the_ends_of_a_share_are_allowed_if_so_wished():
    assert [check_share("s", end, zero=True) for end in (0, 1)] == [0, 1]

"""A bar on a terminal, nothing elsewhere, and the items in any case."""

import sys

from dhtools.progress import watched


def test_a_terminal_shows_how_far_it_is(monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert list(watched([1, 2, 3], "counting")) == [1, 2, 3]
    printed = capsys.readouterr()
    assert "counting" in printed.err and printed.out == ""


def test_a_log_or_a_notebook_shows_nothing(capfd):
    assert list(watched(iter("ab"), "counting")) == ["a", "b"]
    assert capfd.readouterr() == ("", "")

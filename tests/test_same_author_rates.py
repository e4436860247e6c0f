"""benchmarks/same_author_rates.py: pairs of one author are compared, the same with the same seed."""

import runpy

import pytest


def test_pairs_of_one_author_are_compared_and_repeat_themselves(root, tmp_path, monkeypatch, capsys):
    own = runpy.run_path(str(root / "benchmarks" / "same_author_rates.py"))
    for number in range(10):
        text = f"He may perhaps go to the house {number}. It is certain that they were there. " * 25
        (tmp_path / f"Ann_{number}.txt").write_text(text, encoding="utf-8")
    shown = []
    for _ in range(2):
        monkeypatch.setattr(
            "sys.argv", ["same_author_rates.py", str(tmp_path), "--pairs", "3", "--words", "800", "400"]
        )
        own["main"]()
        shown.append(capsys.readouterr().out)
    assert shown[0] == shown[1] and "hedge" in shown[0]
    monkeypatch.setattr("sys.argv", ["same_author_rates.py", str(root / "seeds")])
    with pytest.raises(SystemExit):
        own["main"]()
    assert "nine texts" in capsys.readouterr().err

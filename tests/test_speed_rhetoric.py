"""benchmarks/speed_rhetoric.py: it times the whole pass and textstat on the same million characters."""

import json
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


@pytest.fixture
def script(root, monkeypatch):
    monkeypatch.syspath_prepend(root / "benchmarks")
    return runpy.run_path(str(root / "benchmarks" / "speed_rhetoric.py"))


def test_the_ratio_is_reported(script, tmp_path, monkeypatch, capsys):
    (tmp_path / "a.txt").write_text(
        "He was perhaps shot by the guards, they say.\n\n" * 300, encoding="utf-8"
    )
    small = {name: code.replace("1_000_000", "10_000") for name, code in script["TASKS"].items()}
    main = script["main"]
    monkeypatch.setitem(main.__globals__, "TASKS", small)
    monkeypatch.setattr("sys.argv", ["speed_rhetoric.py", str(tmp_path), "--repeat", "1"])
    main()
    report = json.loads(capsys.readouterr().out)
    (name,) = set(report) - {"seconds"}
    assert name == "pass: time over ten metrics of textstat (wanted: 1.5 or less)"
    assert report[name] == report["seconds"]["pass"] / report["seconds"]["ten metrics of textstat"]

"""benchmarks/speed_rhetoric.py: it times the whole pass and textstat on the same million characters."""

import json
import runpy

import pytest


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

"""benchmarks/speed_terms.py and coverage_terms.py: they run on little, and say what they need."""

import json
import runpy

import pandas as pd
import pytest


@pytest.fixture(scope="module")
def scripts(root):
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(root / "benchmarks")  # they share code with other scripts there
        return {
            name: runpy.run_path(str(root / "benchmarks" / f"{name}.py"))
            for name in ("speed_terms", "coverage_terms")
        }


def run(scripts, name, monkeypatch, *arguments):
    monkeypatch.setattr("sys.argv", [f"{name}.py", *map(str, arguments)])
    scripts[name]["main"]()


def test_every_ratio_is_reported(scripts, tmp_path, monkeypatch, capsys):
    sentence = "The murder of the king was whatever the people said of the matter. "
    (tmp_path / "a.txt").write_text(sentence * 4000, encoding="utf-8")
    (tmp_path / "b.txt").write_text(sentence[::-1] * 2000 + sentence * 14000, encoding="utf-8")
    out = tmp_path / "out.json"
    tasks = scripts["speed_terms"]["TASKS"]
    quick = {name: tasks[name] for name in ("token table", "concordance, a pattern")}
    wanted = [row for row in scripts["speed_terms"]["WANTED"] if row[0] in quick]
    assert len(tasks) == 9 and len(scripts["speed_terms"]["WANTED"]) == 6
    main = scripts["speed_terms"]["main"]
    monkeypatch.setitem(main.__globals__, "TASKS", quick)
    monkeypatch.setitem(main.__globals__, "WANTED", wanted)
    run(scripts, "speed_terms", monkeypatch, tmp_path, "--repeat", 1, "--json", out)
    report = json.loads(out.read_text(encoding="utf-8"))
    assert report == json.loads(capsys.readouterr().out)
    ratios = {name: value for name, value in report.items() if name != "seconds"}
    assert list(ratios) == ["concordance, a pattern: time over token table (wanted: 0.2 or less)"]
    seconds = report["seconds"]
    assert ratios.popitem()[1] == seconds["concordance, a pattern"] / seconds["token table"]


def test_a_folder_without_texts_ends_with_a_clear_word(scripts, tmp_path, monkeypatch, capsys):
    with pytest.raises(SystemExit) as stopped:
        run(scripts, "speed_terms", monkeypatch, tmp_path)
    assert stopped.value.code == 2 and "no texts there" in capsys.readouterr().err


@pytest.fixture
def quick(scripts, monkeypatch):
    """Few settings of the coverage script: one design, one frequency."""
    names = scripts["coverage_terms"]["main"].__globals__
    for name, value in (("DESIGNS", names["DESIGNS"][:1]), ("FREQUENCIES", (20,)), ("DOUBLINGS", (0, 1))):
        monkeypatch.setitem(names, name, value)
    monkeypatch.setitem(names, "BOOTSTRAPPED", 100)


@pytest.mark.usefixtures("quick")
def test_coverage_is_reported_by_interval_and_repeats_itself(scripts, tmp_path, monkeypatch, capsys):
    reports = []
    for number in range(2):
        out = tmp_path / f"{number}.json"
        run(scripts, "coverage_terms", monkeypatch, "--draws", 400, "--json", out)
        reports.append(json.loads(out.read_text(encoding="utf-8")))
    assert reports[0] == reports[1] and "percentile" in capsys.readouterr().out
    rows = pd.DataFrame(reports[0]["drawn"])
    mean = rows.groupby("interval")["coverage"].mean()
    assert set(mean.index) == {"t", "t_no_half", "welch", "percentile", "basic"}
    assert 0.92 < mean["t"] < 0.985 and mean["percentile"] < mean["t"]
    assert reports[0]["in texts"] == []


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("arguments", "said"), [(["--draws", 5], "give 100 or more"), (["--folder", "nowhere"], "nowhere")]
)
def test_what_coverage_cannot_do_it_says(scripts, monkeypatch, capsys, arguments, said):
    with pytest.raises(SystemExit) as stopped:
        run(scripts, "coverage_terms", monkeypatch, *arguments)
    assert stopped.value.code == 2 and said in capsys.readouterr().err

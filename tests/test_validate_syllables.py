"""benchmarks/validate_syllables.py: most withheld words are counted rightly; then all words are back."""

import json
import runpy

from dhtools.readability.syllables import count_syllables


def test_rules_are_better_than_hyphenation(root, tmp_path, monkeypatch):
    script = runpy.run_path(str(root / "benchmarks" / "validate_syllables.py"))
    out = tmp_path / "out.json"
    monkeypatch.setattr("sys.argv", ["x", "--words", "1500", "--json", str(out)])
    script["main"]()
    report = json.loads(out.read_text(encoding="utf-8"))
    assert report["rules"]["first"] <= report["rules"]["any"] <= 1
    assert report["rules"]["any"] > 0.92 > 0.7 > report["hyphenation"]["any"]
    assert count_syllables(["colonel", "Worcester"]).tolist() == [2, 2]

"""Figures for a paper: every width and format on demand, fonts embedded, proofs without colour."""

import re

import pandas as pd
import pytest
from annotated import ROOT, corpus_of

from dhtools import DhtoolsError
from dhtools.export import Exhibits
from dhtools.export.presets import Preset, current_preset
from dhtools.notebooks import make_figures, plan_run
from dhtools.plots.style import figure


def drawn(width=84):
    fig, ax = figure(width, 40)
    ax.plot([0, 1], [0, 1], color="#E8741D")
    ax.set_yticks([0, 1], ["a label of some length that needs much room", "b"])
    return fig


@pytest.fixture
def exhibits(tmp_path):
    return Exhibits("00-a", corpus_of(a="One text."), {}, root=tmp_path)


def export(exhibits, tmp_path):
    exhibits.figure(drawn(174), "x", data=pd.DataFrame({"x": [0, 1]}), caption="A line.", alt="A line rises.")
    return {path.name for path in (tmp_path / "figures" / "00-a").iterdir()}


def test_without_a_preset_nothing_is_added(exhibits, tmp_path):
    assert current_preset() == Preset()
    assert export(exhibits, tmp_path) == {"x.pdf", "x.png", "x.csv", "x.json"}


def test_a_preset_adds_formats_and_widths_where_there_is_room(exhibits, tmp_path, monkeypatch):
    for name, value in Preset(formats=("svg",), widths=(120, 12)).variable.items():
        monkeypatch.setenv(name, value)
    made = export(exhibits, tmp_path)
    assert {"x.svg", "x-120mm.svg", "x-120mm.pdf"} <= made
    assert not any("12mm" in name and "120mm" not in name for name in made)  # labels have no room there


def test_all_figures_of_a_notebook_are_made_beside_the_repository(tmp_path):
    from PIL import Image

    report = make_figures(plan_run(["00-corpus"], start=ROOT), tmp_path, width="single", picture="svg")
    names = {path.stem for path in (ROOT / "figures" / "00-corpus").glob("*.json")}
    assert not report.failures
    for name in names:
        own = {file for file in report.made if re.match(rf"00-corpus/{name}(?:\.|-grey)", file)}
        assert own == {f"00-corpus/{name}{end}" for end in (".svg", ".csv", "-grey.png")}
        with Image.open(tmp_path / f"00-corpus/{name}-grey.png") as proof:
            assert proof.mode == "L"
        svg = (tmp_path / f"00-corpus/{name}.svg").read_text(encoding="utf-8")
        points = float(re.search(r'width="([\d.]+)pt"', svg)[1])
        single = f"00-corpus/{name}" not in report.without_room
        assert (abs(points / 72 * 25.4 - 84) < 0.1) == single
    assert len(report.without_room) < len(names)


def test_every_committed_figure_embeds_its_fonts():
    pictures = sorted((ROOT / "figures").glob("*/*.pdf"))
    assert len(pictures) > 20
    for path in pictures:
        content = path.read_bytes()
        assert b"/FontFile2" in content and b"/Type3" not in content, path


def test_bad_requests(tmp_path):
    plan = plan_run(["00-corpus"], start=ROOT)
    with pytest.raises(DhtoolsError, match="width='wide'"):
        make_figures(plan, tmp_path, width="wide")
    with pytest.raises(DhtoolsError, match="format='gif'"):
        make_figures(plan, tmp_path, picture="gif")
    with pytest.raises(DhtoolsError, match="outside the repository's own folders"):
        make_figures(plan, ROOT / "figures" / "x")

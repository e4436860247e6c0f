"""Exports: equal for equal input, left untouched if equal, written whole or not at all."""

import hashlib
import io
import json
import os
import platform
import subprocess
import sys
from functools import partial
from pathlib import Path
from random import Random

import matplotlib
import pytest
from exhibit_samples import CORPUS, DATA, SETTINGS, contents, drawn, export, export_all, stamps
from PIL import Image
from PIL.PngImagePlugin import PngInfo

import dhtools
from dhtools.export import Exhibits, say
from dhtools.export.gallery import write_gallery
from dhtools.export.pictures import render
from dhtools.plots.style import figure, journal_style

SOURCES = [str(Path(__file__).parent), str(Path(dhtools.__file__).parents[1])]


# Equal input, equal bytes


def test_same_input_same_bytes_in_another_process(tmp_path):
    code = (
        "import sys, pathlib; sys.path[:0] = sys.argv[2:]; import exhibit_samples\n"
        "exhibit_samples.export_all(pathlib.Path(sys.argv[1]))\n"
    )
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    # Both run at the same time, so the other one is told another time.
    given = {"PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": "1", "MPLBACKEND": "agg"}
    command = [sys.executable, "-c", code, str(there), *SOURCES]
    with subprocess.Popen(command, env={**os.environ, **given}) as other:
        export_all(here)
    assert other.returncode == 0
    assert contents(here) == contents(there)
    assert len(contents(here)) == 14


def test_drawing_a_figure_first_changes_nothing(tmp_path):
    roots = [tmp_path / "fresh", tmp_path / "drawn"]
    for root, before in zip(roots, (0, 2), strict=True):
        root.mkdir()
        fig = drawn(labels=True)
        for _ in range(before):
            fig.savefig(io.BytesIO(), dpi=72)
        export(Exhibits("a", CORPUS, {}, root=root), fig, formats=("svg",))
    assert contents(roots[0]) == contents(roots[1])


def test_a_figure_with_a_colour_bar_can_be_exported_again(tmp_path):
    with journal_style():
        fig, ax = figure(width=80, height=30)
        ax.set(xticks=[], yticks=[])
        fig.colorbar(ax.imshow([[1, 2], [3, 4]]), ticks=[])
    roots = [tmp_path / "once", tmp_path / "again"]
    for root in roots:
        root.mkdir()
        export(Exhibits("a", CORPUS, {}, root=root), fig, widths=(60,))
    assert contents(roots[0]) == contents(roots[1])


def test_the_users_own_style_changes_nothing(tmp_path):
    roots = [tmp_path / "plain", tmp_path / "wild"]
    for root, settings in zip(roots, ({}, {"savefig.bbox": "tight", "pdf.fonttype": 3}), strict=True):
        root.mkdir()
        with matplotlib.rc_context(settings):
            export(Exhibits("a", CORPUS, {}, root=root), drawn(labels=True))
    assert contents(roots[0]) == contents(roots[1])


# Kept if equal


def test_unchanged_exhibits_are_left_untouched(exhibits, tmp_path):
    def run():
        export(exhibits, formats=("svg",), widths=(84,))
        exhibits.table(DATA, "words", caption="c")
        exhibits.dataset(DATA, "corpus/texts")
        write_gallery(tmp_path)

    run()
    before = stamps(tmp_path)
    run()
    assert stamps(tmp_path) == before


@pytest.mark.parametrize(
    "changed",
    [
        {"caption": "Other."},
        {"alt": "Other."},
        {"data": DATA.assign(n=[1, 2])},
        {"fig": drawn((0.3, 0.4))},
        {"formats": ("svg",)},
        {"widths": (84,)},
    ],
)
def test_any_change_is_written(exhibits, tmp_path, changed):
    export(exhibits)
    before = contents(tmp_path)
    export(exhibits, **changed)
    assert contents(tmp_path) != before


def test_other_settings_texts_or_packages_are_written(exhibits, tmp_path, monkeypatch):
    export(exhibits)
    record = tmp_path / "figures/00-corpus/voices.json"
    seen = {record.read_bytes()}
    for corpus, settings in ((CORPUS, {**SETTINGS, "mfw": 100}), (CORPUS[:1], SETTINGS)):
        export(Exhibits("00-corpus", corpus, settings, root=tmp_path))
        seen.add(record.read_bytes())
    monkeypatch.setattr("dhtools.export.records.package_versions", lambda: {"dhtools": "9"})
    export(exhibits)
    assert len({*seen, record.read_bytes()}) == 4


def test_another_python_or_zlib_rewrites_nothing(exhibits, tmp_path, monkeypatch):
    export(exhibits)
    folder = tmp_path / "figures/00-corpus"
    with Image.open(folder / "voices.png") as png:
        about = png_info(png.info)
        png.save(folder / "voices.png", compress_level=1, dpi=png.info["dpi"], pnginfo=about)
    record = json.loads((folder / "voices.json").read_bytes())
    record["files"]["voices.png"] = hashlib.sha256((folder / "voices.png").read_bytes()).hexdigest()
    (folder / "voices.json").write_text(json.dumps(record), encoding="utf-8")
    before = stamps(tmp_path)
    monkeypatch.setattr(platform, "python_version", lambda: "3.99.0")
    export(exhibits)
    assert stamps(tmp_path) == before


# Kept on another processor


def noisy(cell, by, random):
    return cell * (1 + by * random.choice((-1, 1))) if isinstance(cell, float) else cell


def export_noisily(root, by, random):
    """One of everything in all formats, every float of it wrong by a share of itself."""
    frame = DATA.assign(mixed=[1 / 7, "x"], tiny=[1e-17, 0.25], half=[0.12345, 0.125])
    frame = frame.map(lambda cell: noisy(cell, by, random))
    settings = {name: noisy(value, by, random) for name, value in SETTINGS.items()}
    exhibits = Exhibits("a", CORPUS, settings, root=root)
    fig = drawn([noisy(height, by, random) for height in (0.3, 0.33)], labels=True)
    words = {"caption": say("AUC {auc:.2f}.", auc=noisy(0.125, by, random)).text, "alt": "Two bars."}
    export(exhibits, fig, data=frame, formats=("svg", "png600"), widths=(84,), **words)
    exhibits.table(frame, "words", caption=words["caption"], formats={"share": "{:.1%}"})
    exhibits.dataset(frame, "corpus/texts")
    write_gallery(root)


def drawn_elsewhere(fig, kind, dpi, labels, *, levels=1):
    """A picture as another processor might draw it: in PNG one grey level off, in PDF and SVG other bytes."""
    content = render(fig, kind, dpi, labels)
    if kind != "png":
        return content + b"\n"
    with Image.open(io.BytesIO(content)) as png:
        shifted = png.point([abs(level - levels) for level in range(256)] * len(png.getbands()))
        written = io.BytesIO()
        shifted.save(written, "png", dpi=png.info["dpi"], pnginfo=png_info(png.info))
    return written.getvalue()


def test_noise_of_another_processor_changes_no_byte(tmp_path, monkeypatch):
    random = Random(0)
    export_noisily(tmp_path, 0.0, random)
    before = stamps(tmp_path)
    assert len(before) == 15 and {path.suffix for path in before} == {
        ".csv", ".json", ".md", ".pdf", ".png", ".svg", ".tex"
    }  # fmt: skip
    monkeypatch.setattr("dhtools.export.pictures.render", drawn_elsewhere)
    for by in (1e-15, 1e-13, 1e-10):
        export_noisily(tmp_path, by, random)
        assert stamps(tmp_path) == before


def test_a_real_change_is_written_however_small(tmp_path, monkeypatch):
    export_noisily(tmp_path, 0.0, Random(0))
    before = contents(tmp_path)
    export_noisily(tmp_path, 1e-6, Random(0))
    changed = {name for name, content in contents(tmp_path).items() if content != before[name]}
    tables = {"data/a/words.csv", "data/corpus/texts.csv", "figures/a/voices.csv"}
    assert changed > tables | {"data/a/words.json", "figures/a/voices.json"}
    monkeypatch.setattr("dhtools.export.pictures.render", partial(drawn_elsewhere, levels=9))
    before = contents(tmp_path)
    export_noisily(tmp_path, 1e-6, Random(0))
    changed = {Path(name).name for name, content in contents(tmp_path).items() if content != before[name]}
    assert {"voices.png", "voices-84mm-600dpi.png", "voices.pdf", "voices.svg", "voices.json"} <= changed


def test_floats_are_written_with_the_digits_they_hold(exhibits, tmp_path):
    frame = DATA.assign(mixed=[0.1 + 0.2, None])
    shown = exhibits.table(frame, "words", caption="c", formats={"share": "{!r}", "mixed": "{!r}"})
    text = (tmp_path / "data/00-corpus/words.csv").read_text(encoding="utf-8")
    assert text == "text,share,n,mixed\nblog,0.3,609,0.3\nnote,0.333333333333333,1937,\n"
    assert "0.333333333333333 " in shown._repr_mimebundle_()[0]["text/plain"].replace("\n", " ")
    Exhibits("b", CORPUS, {"share": 0.1 + 0.2}, root=tmp_path).table(DATA, "words", caption="c")
    assert json.loads((tmp_path / "data/b/words.json").read_bytes())["settings"] == {"share": 0.3}
    assert say("{x}", x=0.1 + 0.2).text == "0.3"


def png_info(info):
    about = PngInfo()
    for key in ("Software", "Title", "Description"):
        about.add_text(key, info[key]) if info[key].isascii() else about.add_itxt(key, info[key])
    return about


@pytest.mark.parametrize("file", ["voices.pdf", "voices.png", "voices.csv", "voices.json"])
@pytest.mark.parametrize("damage", [None, b"[1]"])
def test_damaged_or_missing_files_are_mended(exhibits, tmp_path, file, damage):
    export(exhibits)
    before = contents(tmp_path)
    path = tmp_path / "figures/00-corpus" / file
    path.unlink() if damage is None else path.write_bytes(damage)
    export(exhibits)
    assert contents(tmp_path) == before


def test_formats_no_longer_asked_for_are_removed(exhibits, tmp_path):
    export(exhibits, name="voices-by-text")
    before = contents(tmp_path)
    export(exhibits, formats=("svg", "png600"), widths=(84,))
    export(exhibits)
    new = set(contents(tmp_path)) - set(before)
    assert {Path(path).name for path in new} == {f"voices.{end}" for end in ("pdf", "png", "csv", "json")}
    assert before.items() <= contents(tmp_path).items()


# Whole or not at all


def failing(monkeypatch, target, name, at):
    """Let the call number *at*, and every later one, fail as on a full disk."""
    real, calls = getattr(target, name), []

    def maybe(*given, **named):
        calls.append(given)
        if len(calls) >= at:
            raise OSError(28, "No space left on device")
        return real(*given, **named)

    monkeypatch.setattr(target, name, maybe)


PLACES = [(os, "replace"), (Path, "write_bytes"), (matplotlib.figure.Figure, "savefig")]


@pytest.mark.parametrize("at", [1, 3])
@pytest.mark.parametrize(("target", "name"), PLACES)
@pytest.mark.parametrize("there_before", [True, False])
def test_a_failure_changes_nothing(exhibits, tmp_path, monkeypatch, there_before, target, name, at):
    if there_before:
        export(exhibits, formats=("svg",))
    before, folders = contents(tmp_path), sorted(tmp_path.rglob("*"))
    with monkeypatch.context() as broken:
        failing(broken, target, name, at)
        with pytest.raises(OSError, match="No space"):
            export(exhibits, drawn((1, 2)), data=DATA.assign(n=0), widths=(84,))
    assert contents(tmp_path) == before
    assert sorted(tmp_path.rglob("*")) == folders
    export(exhibits, drawn((1, 2)))


def test_interruption_changes_nothing(exhibits, tmp_path, monkeypatch):
    export(exhibits)
    before = contents(tmp_path)
    real = os.replace

    def interrupted(source, target):
        real(source, target)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        export(exhibits, drawn((1, 2)), data=DATA.assign(n=0))
    assert contents(tmp_path) == before
    assert not list(tmp_path.rglob(".*"))


@pytest.mark.parametrize(("target", "name"), PLACES[:2])
@pytest.mark.parametrize("there_before", [True, False])
def test_a_failure_changes_no_dataset(exhibits, tmp_path, monkeypatch, there_before, target, name):
    if there_before:
        exhibits.dataset(DATA, "corpus/texts")
    before, paths = contents(tmp_path), sorted(tmp_path.rglob("*"))
    with monkeypatch.context() as broken:
        failing(broken, target, name, 1)
        with pytest.raises(OSError, match="No space"):
            exhibits.dataset(DATA.assign(n=0), "corpus/texts")
    assert contents(tmp_path) == before
    assert sorted(tmp_path.rglob("*")) == paths
    exhibits.dataset(DATA.assign(n=0), "corpus/texts")
    assert contents(tmp_path) != before

"""Exhibits: complete, traceable, and harmless whatever a text contains."""

import base64
import csv
import hashlib
import html
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import matplotlib
import pandas as pd
import pytest
from exhibit_samples import CORPUS, DATA, EVIL, SETTINGS, WORDS, contents, drawn, export
from PIL import Image

import dhtools
from dhtools.errors import DhtoolsError
from dhtools.export import Exhibits
from dhtools.export.gallery import write_gallery
from dhtools.plots.primitives import message_figure
from dhtools.plots.style import JOURNAL

#: Half a character: pandas keeps it as an object only, where its strings are those of pyarrow.
HALF = pd.Series("\ud800", index=DATA.index, dtype=object)

# Files of a figure


def test_figure_writes_picture_data_and_record(exhibits, tmp_path):
    made = export(exhibits, formats=("svg", "png600"), widths=(84,))
    stems = [f"figures/00-corpus/{stem}" for stem in ("voices", "voices-84mm")]
    pictures = {f"{stem}{end}" for stem in stems for end in (".pdf", ".png", ".svg", "-600dpi.png")}
    assert set(contents(tmp_path)) == {*pictures, f"{stems[0]}.csv", f"{stems[0]}.json"} == set(made.files)
    assert (made.notebook, made.name, made.kind) == ("00-corpus", "voices", "figure")


def test_a_sentence_takes_the_place_of_a_figure_that_shows_nothing(exhibits, tmp_path):
    made = export(exhibits, message_figure("nothing was found", "single"))
    assert str(made) == "Figure *voices* is not drawn: nothing was found."
    assert list(tmp_path.iterdir()) == []


def test_record_says_where_the_figure_comes_from(exhibits, tmp_path):
    export(exhibits)
    folder = tmp_path / "figures/00-corpus"
    record = json.loads((folder / "voices.json").read_text(encoding="utf-8"))
    assert record["settings"] == SETTINGS
    assert record["corpus"] == {"blog": "ab" * 32, "note": "cd" * 32}
    assert {"dhtools", "numpy", "pandas", "matplotlib"} <= set(record["packages"])
    assert record["packages"]["matplotlib"] == matplotlib.__version__
    assert record["size_mm"] == [58.0, 20.0]
    assert (record["caption"], record["alt"]) == (WORDS["caption"], WORDS["alt"])
    assert record["python"] == ".".join(map(str, sys.version_info[:3]))
    for file, digest in record["files"].items():
        assert hashlib.sha256((folder / file).read_bytes()).hexdigest() == digest
    assert set(record["files"]) == {"voices.pdf", "voices.png", "voices.csv"}


def test_png_has_the_width_and_resolution_of_print(exhibits, tmp_path):
    fig = drawn(width="double", height=60)
    export(exhibits, fig, formats=("png600",), widths=(84,))
    for stem, width, dpi in (("voices", 174, 300), ("voices-84mm", 84, 300), ("voices-84mm-600dpi", 84, 600)):
        with Image.open(tmp_path / f"figures/00-corpus/{stem}.png") as png:
            assert png.size[0] == pytest.approx(width / 25.4 * dpi, abs=1)
            assert png.size[1] / png.size[0] == pytest.approx(60 / 174, abs=0.002)
            assert png.info["dpi"] == pytest.approx((dpi, dpi), abs=0.02)
            assert png.info["Description"] == WORDS["alt"]
    assert fig.get_size_inches() * 25.4 == pytest.approx([174, 60])


def test_pdf_has_the_width_and_type_42_fonts(exhibits, tmp_path, monkeypatch):
    plain = {**JOURNAL, "pdf.compression": 0}
    monkeypatch.setattr("dhtools.plots.style.JOURNAL", plain)
    export(exhibits, drawn(width="double", labels=True))
    pdf = (tmp_path / "figures/00-corpus/voices.pdf").read_bytes()
    assert b"/Type3" not in pdf
    assert b"/FontFile2" in pdf and b"/CIDFontType2" in pdf
    assert b"CreationDate" not in pdf
    box = re.search(rb"/MediaBox \[ *0 0 ([\d.]+) ([\d.]+)", pdf)
    assert float(box[1]) / 72 * 25.4 == pytest.approx(174, abs=0.01)


def test_type_3_would_be_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr("dhtools.plots.style.JOURNAL", {**JOURNAL, "pdf.compression": 0, "pdf.fonttype": 3})
    export(Exhibits("a", CORPUS, {}, root=tmp_path), drawn(labels=True))
    assert b"/Type3" in (tmp_path / "figures/a/voices.pdf").read_bytes()


def test_csv_is_exact_and_plain(exhibits, tmp_path):
    frame = DATA.assign(passage=["a\rb", 'zitiert „so“, "x"']).set_index(pd.Index(["b1", "b2"], name="block"))
    export(exhibits, data=frame)
    path = tmp_path / "figures/00-corpus/voices.csv"
    assert b"\r\n" not in path.read_bytes()
    assert '"blog",0.3,609' in path.read_text(encoding="utf-8")
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["passage"] for row in rows] == list(frame["passage"])
    assert [float(row["share"]) for row in rows] == pytest.approx(list(frame["share"]), rel=1e-15)
    assert [row["block"] for row in rows] == ["b1", "b2"]


def test_unnamed_index_is_not_written(exhibits, tmp_path):
    export(exhibits, data=DATA.set_index(pd.Index(["x", "y"])))
    assert (tmp_path / "figures/00-corpus/voices.csv").read_bytes().startswith(b"text,share,n\nblog,")


# Data sets


def test_dataset_is_exact_plain_and_alone(exhibits, tmp_path):
    frame = DATA.assign(passage=["a\rb", '„so“, "x"']).set_index(pd.Index(["b1", "b2"], name="block"))
    made = [exhibits.dataset(frame, path) for path in ("gazetteer", "corpus/blocks")]
    assert [data.path for data in made] == ["data/gazetteer.csv", "data/corpus/blocks.csv"]
    assert set(contents(tmp_path)) == {data.path for data in made}
    with (tmp_path / "data/corpus/blocks.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["block"] for row in rows] == ["b1", "b2"]
    assert [row["passage"] for row in rows] == list(frame["passage"])
    assert [float(row["share"]) for row in rows] == pytest.approx(list(frame["share"]), rel=1e-15)


def test_dataset_without_rows_is_a_header(exhibits, tmp_path):
    assert exhibits.dataset(DATA.head(0), "corpus/blocks").rows == 0
    assert (tmp_path / "data/corpus/blocks.csv").read_bytes() == b"text,share,n\n"


@pytest.mark.parametrize(("rows", "shown"), [(0, "0 rows"), (1, "1 row"), (4512, "4,512 rows")])
def test_dataset_shows_itself_on_one_line(exhibits, rows, shown):
    made = exhibits.dataset(pd.DataFrame({"n": range(rows)}), "corpus/blocks")
    assert str(made) == f"data/corpus/blocks.csv: {shown}."
    page = made._repr_mimebundle_(include=None, exclude=None)
    assert page["text/plain"] == html.unescape(page["text/markdown"]) == str(made)
    assert page.keys() == {"text/plain", "text/markdown"}


@pytest.mark.parametrize(
    ("frame", "path", "message"),
    [
        (DATA, "Corpus", "lower-case"),
        (DATA, "corpus/Blocks", "lower-case"),
        (DATA, "a/b/c", "one or two names"),
        (DATA, "../blocks", "lower-case"),
        (DATA, "/blocks", "lower-case"),
        (DATA, "corpus/", "lower-case"),
        (DATA, "corpus//blocks", "lower-case"),
        (DATA, "corpus\\blocks", "lower-case"),
        (DATA, "blocks.csv", "lower-case"),
        (DATA, "blocks\n", "lower-case"),
        (DATA, "-blocks", "lower-case"),
        (DATA, "", "lower-case"),
        (DATA, None, "lower-case"),
        (DATA, Path("blocks"), "lower-case"),
        (DATA, "00-corpus/blocks", "kept for notebooks"),
        (DATA, "07-words", "kept for notebooks"),
        (DATA, "corpus/07-words", "kept for notebooks"),
        (DATA["n"], "blocks", "to_frame"),
        (DATA[[]], "blocks", "0 columns"),
        (DATA.rename_axis("n"), "blocks", "same name: n"),
        (DATA.assign(text=HALF), "blocks", "half a character"),
    ],
)
def test_unfit_datasets_are_refused_and_nothing_written(exhibits, tmp_path, frame, path, message):
    with pytest.raises(DhtoolsError, match=message):
        exhibits.dataset(frame, path)
    assert list(tmp_path.iterdir()) == []


def test_a_dataset_stays_out_of_its_notebooks_folder(tmp_path):
    with pytest.raises(DhtoolsError, match="kept for notebooks"):
        Exhibits("draft", CORPUS, {}, root=tmp_path).dataset(DATA, "draft/words")


# Bad input


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"alt": ""}, "alt="),
        ({"alt": None}, "alt="),
        ({"caption": " \n"}, "caption="),
        ({"fig": "voices.png"}, "fig is a str"),
        ({"data": [1, 2]}, "expected a DataFrame, got list"),
        ({"data": DATA["n"]}, "to_frame"),
        ({"data": DATA[[]]}, "0 columns"),
        ({"data": pd.concat([DATA, DATA], axis=1)}, "same name: n, share, text"),
        ({"data": DATA.rename_axis("n")}, "same name: n"),
        ({"data": DATA.rename(columns={"n": 1, "text": "1"})}, "same name: 1"),
        ({"data": pd.DataFrame({("a", "b"): [1]})}, "several levels"),
        ({"data": DATA.assign(text=HALF)}, "half a character"),
        ({"formats": ("eps",)}, "'svg', 'png600'"),
        ({"formats": "svg"}, "sequence"),
        ({"widths": (8.4,)}, "whole millimetres"),
        ({"widths": 84}, "sequence"),
        ({"widths": (True,)}, "whole millimetres"),
        ({"name": "Voices"}, "lower-case"),
        ({"name": "../voices"}, "lower-case"),
        ({"name": "/tmp/voices"}, "lower-case"),
        ({"name": "voices\n"}, "lower-case"),
        ({"name": ""}, "lower-case"),
        ({"name": 3}, "lower-case"),
        ({"name": "voices-84mm"}, "further versions"),
    ],
)
def test_bad_input_is_refused_and_nothing_written(exhibits, tmp_path, changed, message):
    with pytest.raises(DhtoolsError, match=message):
        export(exhibits, **changed)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", [{"a": 1}, object(), float("nan"), [float("inf")], [[1]], Path("x"), b"x"])
def test_settings_have_to_be_plain(tmp_path, value):
    with pytest.raises(DhtoolsError, match="settings: mfw"):
        Exhibits("a", CORPUS, {"mfw": value}, root=tmp_path)


def test_a_figure_too_small_for_its_labels_is_refused(exhibits, tmp_path):
    with pytest.raises(DhtoolsError, match=r"at 20 x 6\.9 mm its labels leave no room"):
        export(exhibits, drawn(labels=True), widths=(20,))
    assert list(tmp_path.iterdir()) == []


def test_unfit_settings_corpus_root_and_notebook(tmp_path, monkeypatch):
    for settings in (None, [("mfw", 1)], {1: 2}):
        with pytest.raises(DhtoolsError, match="settings"):
            Exhibits("a", CORPUS, settings, root=tmp_path)
    for corpus in (None, ["blog"], [SimpleNamespace(id="blog", sha256=None)]):
        with pytest.raises(DhtoolsError, match="corpus"):
            Exhibits("a", corpus, {}, root=tmp_path)
    with pytest.raises(DhtoolsError, match="no folder"):
        Exhibits("a", CORPUS, {}, root=tmp_path / "missing")
    with pytest.raises(DhtoolsError, match="notebook name"):
        Exhibits("../a", CORPUS, {}, root=tmp_path)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(DhtoolsError, match="cannot be written"):
        Exhibits("a", CORPUS, {}, root=tmp_path)


def test_settings_are_those_of_the_beginning(tmp_path):
    settings = {"texts": ["blog"]}
    exhibits = Exhibits("a", CORPUS, settings, root=tmp_path)
    settings["texts"].append("note")
    export(exhibits)
    assert json.loads((tmp_path / "figures/a/voices.json").read_bytes())["settings"] == {"texts": ["blog"]}


def test_a_figure_and_a_table_cannot_share_a_name(exhibits):
    export(exhibits)
    export(exhibits)
    with pytest.raises(DhtoolsError, match="already the name of a figure"):
        exhibits.table(DATA, "voices", caption="c")


# Export log


def test_log_lists_what_was_written_or_confirmed(exhibits, tmp_path, monkeypatch):
    log = tmp_path / "log.txt"
    monkeypatch.setenv("DHTOOLS_EXPORTS", str(log))
    first = export(exhibits)
    again = export(exhibits)
    table = exhibits.table(DATA, "words", caption="c")
    made = [exhibits.dataset(DATA, "gazetteer") for _ in range(2)]
    write_gallery(tmp_path)
    lines = log.read_text(encoding="utf-8").splitlines()
    data = [dataset.path for dataset in made]
    assert lines == [*first.files, *again.files, *table.files, *data, "figures/README.md"]
    assert "figures/00-corpus/voices.pdf" in lines and "data/00-corpus/words.tex" in lines
    assert all((tmp_path / line).is_file() for line in lines)


# In a notebook


@pytest.fixture
def displayed(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **named: shown.append((data, named)))
    return shown


def test_figure_shows_itself_with_alt_text_and_caption(exhibits, displayed):
    made = export(exhibits, drawn(width="double"), caption=f"Words of {EVIL} & co.", alt=f"Bars {EVIL}")
    data, metadata = made._repr_mimebundle_(include=None, exclude=None)
    assert metadata == {"image/png": {"alt": f"Bars {EVIL}", "width": 658}}
    assert data["text/plain"] == f"Bars {EVIL}"
    with Image.open(io.BytesIO(base64.b64decode(data["image/png"]))) as png:
        assert png.size[0] == pytest.approx(174 / 25.4 * 150, abs=1)
    made._ipython_display_()
    (picture, named), (caption, _) = displayed
    assert picture == data and named["metadata"] == metadata
    assert "<script" not in caption["text/html"] and html.escape(EVIL) in caption["text/html"]
    assert caption["text/plain"] == f"Figure 00-corpus/voices. Words of {EVIL} & co."


def test_pyplot_figures_are_closed_so_that_they_show_once(exhibits):
    from matplotlib import pyplot

    pyplot.switch_backend("agg")
    fig, ax = pyplot.subplots()
    ax.plot([1, 2])
    export(exhibits, fig)
    assert not pyplot.fignum_exists(fig.number)


def test_import_leaves_matplotlib_alone():
    code = (
        "import sys, dhtools.export; print([name for name in sys.modules if name.startswith('matplotlib')])"
    )
    path = str(Path(dhtools.__file__).parents[1])
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert run.stdout.strip() == "[]"

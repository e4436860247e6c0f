"""Exhibits: complete or absent, equal for equal input, and harmless whatever a text contains."""

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
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import matplotlib
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from dhtools import exhibits as module
from dhtools.errors import DhtoolsError
from dhtools.exhibits import Exhibits, say, write_gallery
from dhtools.plots.style import JOURNAL, figure, journal_style

EVIL = "<script>alert(1)</script>"
TEX = r"100% & $x_1$ \input{a} {b} ~ ^ #"
CORPUS = [SimpleNamespace(id="blog", sha256="ab" * 32), SimpleNamespace(id="note", sha256="cd" * 32)]
SETTINGS = {"mfw": 200, "culling": 0.2, "texts": ["blog", "note"], "seed": None, "fold": True}
DATA = pd.DataFrame({"text": ["blog", "note"], "share": [0.1 + 0.2, 1 / 3], "n": [609, 1937]})
WORDS = {"caption": "Shares of quoted words.", "alt": "Two bars; the note’s is longer."}


@pytest.fixture(autouse=True)
def no_log(monkeypatch):
    monkeypatch.delenv("DHTOOLS_EXPORTS", raising=False)


@pytest.fixture
def exhibits(tmp_path):
    return Exhibits("00-corpus", CORPUS, SETTINGS, root=tmp_path)


def drawn(heights=(0.3, 0.33), *, width=58, height=20):
    with journal_style():
        fig, ax = figure(width=width, height=height)
        ax.bar(["blog", "note"], heights, hatch=["", "///"])
        ax.set_ylabel("share “quoted”")
    return fig


def contents(root):
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def stamps(root):
    return {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in root.rglob("*") if path.is_file()}


def export(exhibits, fig=None, name="voices", **changed):
    return exhibits.figure(fig or drawn(), name, **{"data": DATA, **WORDS, **changed})


# Files of a figure


def test_figure_writes_picture_data_and_record(exhibits, tmp_path):
    made = export(exhibits, formats=("svg", "png600"), widths=(84,))
    stems = [f"figures/00-corpus/{stem}" for stem in ("voices", "voices-84mm")]
    pictures = {f"{stem}{end}" for stem in stems for end in (".pdf", ".png", ".svg", "-600dpi.png")}
    assert set(contents(tmp_path)) == {*pictures, f"{stems[0]}.csv", f"{stems[0]}.json"} == set(made.files)
    assert (made.notebook, made.name, made.kind) == ("00-corpus", "voices", "figure")


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
    export(exhibits, drawn(width="double"))
    pdf = (tmp_path / "figures/00-corpus/voices.pdf").read_bytes()
    assert b"/Type3" not in pdf
    assert b"/FontFile2" in pdf and b"/CIDFontType2" in pdf
    assert b"CreationDate" not in pdf
    box = re.search(rb"/MediaBox \[ *0 0 ([\d.]+) ([\d.]+)", pdf)
    assert float(box[1]) / 72 * 25.4 == pytest.approx(174, abs=0.01)


def test_type_3_would_be_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr("dhtools.plots.style.JOURNAL", {**JOURNAL, "pdf.compression": 0, "pdf.fonttype": 3})
    export(Exhibits("a", CORPUS, {}, root=tmp_path))
    assert b"/Type3" in (tmp_path / "figures/a/voices.pdf").read_bytes()


def test_csv_is_exact_and_plain(exhibits, tmp_path):
    frame = DATA.assign(passage=["a\rb", 'zitiert „so“, "x"']).set_index(pd.Index(["b1", "b2"], name="block"))
    export(exhibits, data=frame)
    path = tmp_path / "figures/00-corpus/voices.csv"
    assert b"\r\n" not in path.read_bytes()
    assert "0.30000000000000004" in path.read_text(encoding="utf-8")
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["passage"] for row in rows] == list(frame["passage"])
    assert [float(row["share"]) for row in rows] == list(frame["share"])
    assert [row["block"] for row in rows] == ["b1", "b2"]


def test_unnamed_index_is_not_written(exhibits, tmp_path):
    export(exhibits, data=DATA.set_index(pd.Index(["x", "y"])))
    assert (tmp_path / "figures/00-corpus/voices.csv").read_bytes().startswith(b"text,share,n\nblog,")


# Equal input, equal bytes


def test_same_input_same_bytes_in_another_process(tmp_path):
    code = (
        "import sys; sys.path[:0] = sys.argv[2:]; import test_exhibits as t\n"
        "e = t.Exhibits('a', t.CORPUS, t.SETTINGS, root=sys.argv[1])\n"
        "t.export(e, formats=('svg', 'png600'), widths=(84,)); e.table(t.DATA, 'words', caption='c')\n"
    )
    found = []
    for seed in ("1", "2"):
        root = tmp_path / seed
        root.mkdir()
        paths = [str(Path(__file__).parent), str(Path(module.__file__).parents[1])]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "MPLBACKEND": "agg"}
        subprocess.run([sys.executable, "-c", code, str(root), *paths], check=True, env=environment)
        found.append(contents(root))
    assert found[0] == found[1]
    assert len(found[0]) == 13


def test_drawing_a_figure_first_changes_nothing(tmp_path):
    roots = [tmp_path / "fresh", tmp_path / "drawn"]
    for root, before in zip(roots, (0, 2), strict=True):
        root.mkdir()
        fig = drawn()
        for _ in range(before):
            fig.savefig(io.BytesIO(), dpi=72)
        export(Exhibits("a", CORPUS, {}, root=root), fig, formats=("svg",))
    assert contents(roots[0]) == contents(roots[1])


def test_a_figure_with_a_colour_bar_can_be_exported_again(exhibits, tmp_path):
    with journal_style():
        fig, ax = figure(width=80, height=50)
        fig.colorbar(ax.imshow([[1, 2], [3, 4]]))
    export(exhibits, fig, widths=(60,))
    before = stamps(tmp_path)
    export(exhibits, fig, widths=(60,))
    assert stamps(tmp_path) == before


def test_the_users_own_style_changes_nothing(tmp_path):
    roots = [tmp_path / "plain", tmp_path / "wild"]
    for root, settings in zip(roots, ({}, {"savefig.bbox": "tight", "pdf.fonttype": 3}), strict=True):
        root.mkdir()
        with matplotlib.rc_context(settings):
            export(Exhibits("a", CORPUS, {}, root=root))
    assert contents(roots[0]) == contents(roots[1])


# Kept if equal


def test_unchanged_exhibits_are_left_untouched(exhibits, tmp_path):
    def run():
        export(exhibits, formats=("svg",), widths=(84,))
        exhibits.table(DATA, "words", caption="c")
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
    monkeypatch.setattr(module, "_versions", lambda: {"dhtools": "9"})
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
    monkeypatch.setattr(module.platform, "python_version", lambda: "3.99.0")
    export(exhibits)
    assert stamps(tmp_path) == before


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
        ({"data": DATA.head(0)}, "0 rows"),
        ({"data": pd.concat([DATA, DATA], axis=1)}, "same name: n, share, text"),
        ({"data": DATA.rename_axis("n")}, "same name: n"),
        ({"data": DATA.rename(columns={"n": 1, "text": "1"})}, "same name: 1"),
        ({"data": pd.DataFrame({("a", "b"): [1]})}, "several levels"),
        ({"data": DATA.assign(text="\ud800")}, "half a character"),
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
        export(exhibits, widths=(20,))
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
    write_gallery(tmp_path)
    lines = log.read_text(encoding="utf-8").splitlines()
    assert lines == [*first.files, *again.files, *table.files, "figures/README.md"]
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
        "import sys, dhtools.exhibits; print([name for name in sys.modules if name.startswith('matplotlib')])"
    )
    path = str(Path(module.__file__).parents[1])
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert run.stdout.strip() == "[]"


# Tables


class Elements(HTMLParser):
    """The elements and the texts of a piece of HTML."""

    def __init__(self, source):
        super().__init__()
        self.tags, self.texts = set(), []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)

    def handle_data(self, data):
        self.texts.append(data)


def test_table_files_and_display(exhibits, tmp_path, displayed):
    frame = pd.DataFrame({"word": ["we", EVIL, TEX], "share": [0.149, None, 0.5], "n": [20, 3, 1]})
    made = exhibits.table(frame, "words", caption=f"Words {TEX}", formats={"share": "{:.1%}"}, rows=2)
    assert set(contents(tmp_path)) == {f"data/00-corpus/words.{end}" for end in ("csv", "tex", "json")}
    assert "0.149" in (tmp_path / "data/00-corpus/words.csv").read_text(encoding="utf-8")
    made._ipython_display_()
    ((shown, _),) = displayed
    page = Elements(shown["text/html"])
    assert "script" not in page.tags and EVIL in page.texts
    assert "14.9%" in page.texts and "–" in page.texts
    assert "… and 1 more row in data/00-corpus/words.csv" in page.texts
    assert TEX not in page.texts  # the third row is not among the two shown
    assert '<td style="text-align: right">14.9%</td>' in shown["text/html"]
    assert "color" not in shown["text/html"]
    assert "14.9%  20" in shown["text/plain"] and "more row in" in shown["text/plain"]


def test_latex_shows_what_a_text_contains(exhibits, tmp_path):
    cells = [TEX, "a\n\nb <|> [12]", "*", "[1]"]
    exhibits.table(pd.DataFrame({"a_b": cells, "n": 1}), "words", caption="100 % & more_")
    tex = (tmp_path / "data/00-corpus/words.tex").read_text(encoding="utf-8")
    assert (
        r"100\% \& \$x\_1\$ \textbackslash{}input\{a\} \{b\} \textasciitilde{} \textasciicircum{} \# & 1 \\"
        in tex
    )
    assert r"a b \textless{}\textbar{}\textgreater{} {[}12{]} & 1 \\" in tex
    assert "\n{*} & 1" in tex and "\n{[}1{]} & 1" in tex
    assert r"\caption{100 \% \& more\_}" in tex and r"\label{tab:00-corpus-words}" in tex
    assert r"\begin{tabular}{lr}" in tex and r"a\_b & n \\" in tex and r"\toprule" in tex


def test_named_index_and_categories_are_shown(exhibits):
    frame = pd.DataFrame(
        {"n": [1, 2], "kind": pd.Categorical(["a", None])}, index=pd.Index(["x", "y"], name="id")
    )
    shown = exhibits.table(frame, "words", caption="c")._repr_mimebundle_()[0]["text/plain"]
    assert shown.splitlines()[2:] == ["id  n  kind", "x   1  a", "y   2  –"]


def test_numbers_without_a_format_stay_readable(exhibits):
    frame = pd.DataFrame({"x": [0.1 + 0.2, 123456.7, 1e-9], "year": 1937})
    shown = exhibits.table(frame, "words", caption="c")._repr_mimebundle_()[0]["text/plain"]
    assert [line.split() for line in shown.splitlines()[3:]] == [
        ["0.3", "1937"],
        ["123,457", "1937"],
        ["1e-09", "1937"],
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"formats": {"shares": "{:.1%}"}}, "no column shares. Columns: text, share, n"),
        ({"formats": {"text": "{:.1%}"}}, "does not fit 'blog' in column text"),
        ({"formats": {"n": "{x}"}}, "does not fit"),
        ({"formats": {"n": 2}}, "does not fit"),
        ({"rows": 0}, "1 or more"),
        ({"rows": None}, "1 or more"),
        ({"caption": ""}, "caption"),
    ],
)
def test_bad_table_options(exhibits, tmp_path, options, message):
    with pytest.raises(DhtoolsError, match=message):
        exhibits.table(DATA, "words", **{"caption": "c", **options})
    assert list(tmp_path.iterdir()) == []


# Sentences


def test_say_formats_values():
    said = say("The *article* quotes {share:.1%} of {n:,} words.", share=0.149, n=4512)
    assert str(said) == "The *article* quotes 14.9% of 4,512 words."
    assert said._repr_mimebundle_() == {"text/markdown": str(said), "text/plain": str(said)}


@pytest.mark.parametrize("value", [None, float("nan"), pd.NA, pd.NaT])
def test_say_undefined(value):
    assert str(say("{x:.1%}", x=value)) == "not defined"


def test_say_shows_texts_but_never_obeys_them():
    text = f"# [a](b) *b* `c` {TEX} {EVIL} 1. {{0}}"
    said = say("**{text}**", text=text)
    assert str(said) == f"**{text}**"
    inner = said.markdown[2:-2]
    assert html.unescape(inner.replace("<span>", "").replace("</span>", "")) == text
    assert not re.search(r"[*`\[\]()<>_$\\{}.#]", re.sub(r"<span>&#\d+;</span>|&#\d+;", "", inner))


@given(st.text())
def test_say_any_text_is_one_harmless_line(text):
    inner = say("{text}", text=text).markdown
    left = re.sub(r"<span>&#(36|92);</span>|&#\d+;", "", inner)
    assert not set(left) & set("\n\r`*_{}[]()<>#+-.!|~$\\&@:=^")


@pytest.mark.parametrize(
    ("template", "values", "message"),
    [
        ("{x}", {}, "no value"),
        ("{x}", {"x": 1, "y": 2}, "does not use: y"),
        ("{}", {"x": 1}, "plain names"),
        ("{0}", {"x": 1}, "plain names"),
        ("{x.real}", {"x": 1}, "plain names"),
        ("{x[0]}", {"x": "a"}, "plain names"),
        ("{x!r}", {"x": "a"}, "!r"),
        ("{x", {"x": 1}, "no template"),
        ("x}", {}, "no template"),
        ("{x:.1%}", {"x": "a"}, "cannot be written"),
        ("{x:,}", {"x": [1]}, "cannot be written"),
    ],
)
def test_say_refuses(template, values, message):
    with pytest.raises(DhtoolsError, match=re.escape(message)):
        say(template, **values)


# Gallery


def test_gallery_lists_every_figure(tmp_path):
    for notebook, name in (("01-b", "tree"), ("00-a", "voices"), ("00-a", "heads")):
        exhibits = Exhibits(notebook, CORPUS, {}, root=tmp_path)
        export(exhibits, name=name, caption=f"*All* {EVIL} $5", alt=f"![x](y) {EVIL} $5", widths=(84,))
        exhibits.table(DATA, f"{name}-table", caption="c")
    path = write_gallery(tmp_path)
    assert path == tmp_path / "figures/README.md"
    text = path.read_text(encoding="utf-8")
    assert re.findall("^## (.*)$", text, re.MULTILINE) == ["00-a: heads", "00-a: voices", "01-b: tree"]
    assert "<script" not in text and "![x" not in text and "*All*" not in text
    assert text.count("<span>&#36;</span>5") == 3  # captions only: an alt text holds no elements
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert (tmp_path / "figures" / target).is_file() or target.startswith("../notebooks/")
    assert "[84mm.pdf](00-a/voices-84mm.pdf)" in text


def test_gallery_without_figures_and_without_root(tmp_path):
    assert write_gallery(tmp_path).read_text(encoding="utf-8").startswith("# Figures\n")
    with pytest.raises(DhtoolsError, match="no folder"):
        write_gallery(tmp_path / "missing")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[]", b"{}", b'{"kind": "figure"}'])
def test_gallery_names_the_record_it_cannot_read(exhibits, tmp_path, content):
    export(exhibits)
    (tmp_path / "figures/00-corpus/voices.json").write_bytes(content)
    with pytest.raises(DhtoolsError, match=r"voices\.json"):
        write_gallery(tmp_path)
    assert not (tmp_path / "figures/README.md").exists()


def test_gallery_refuses_a_record_that_was_moved(exhibits, tmp_path):
    export(exhibits)
    folder = tmp_path / "figures/00-corpus"
    (folder / "voices.json").rename(folder / "other.json")
    with pytest.raises(DhtoolsError, match=r"other\.json"):
        write_gallery(tmp_path)

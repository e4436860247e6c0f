"""What the tests of exhibits share: a corpus, data, a figure, and looks at a folder."""

from types import SimpleNamespace

import pandas as pd

from dhtools.export import Exhibits
from dhtools.plots.style import figure, journal_style

EVIL = "<script>alert(1)</script>"
TEX = r"100% & $x_1$ \input{a} {b} ~ ^ #"
CORPUS = [SimpleNamespace(id="blog", sha256="ab" * 32), SimpleNamespace(id="note", sha256="cd" * 32)]
SETTINGS = {"mfw": 200, "culling": 0.2, "texts": ["blog", "note"], "seed": None, "fold": True}
DATA = pd.DataFrame({"text": ["blog", "note"], "share": [0.1 + 0.2, 1 / 3], "n": [609, 1937]})
WORDS = {"caption": "Shares of quoted words.", "alt": "Two bars; the note’s is longer."}


def drawn(heights=(0.3, 0.33), *, width=58, height=20, labels=False):
    """Two bars. Without labels nothing has to embed a font, which takes most of the time of an export."""
    with journal_style():
        fig, ax = figure(width=width, height=height)
        ax.bar(["blog", "note"], heights, hatch=["", "///"])
        ax.set_ylabel("share “quoted”") if labels else ax.set(xticks=[], yticks=[])
    return fig


def export(exhibits, fig=None, name="voices", **changed):
    return exhibits.figure(fig or drawn(), name, **{"data": DATA, **WORDS, **changed})


def export_all(root):
    """One of everything, with labels, in all formats."""
    exhibits = Exhibits("a", CORPUS, SETTINGS, root=root)
    export(exhibits, drawn(labels=True), formats=("svg", "png600"), widths=(84,))
    exhibits.table(DATA, "words", caption="c")
    exhibits.dataset(DATA, "corpus/texts")


def contents(root):
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def stamps(root):
    return {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in root.rglob("*") if path.is_file()}

"""The gallery: every figure, and nothing that a text smuggles in."""

import re
import shutil

import pytest
from exhibit_samples import CORPUS, DATA, EVIL, export

from dhtools.errors import DhtoolsError
from dhtools.export import Exhibits
from dhtools.export.gallery import write_gallery


def test_gallery_lists_every_figure(tmp_path):
    for notebook, name in (("01-b", "tree"), ("00-a", "voices"), ("00-a", "heads")):
        exhibits = Exhibits(notebook, CORPUS, {}, root=tmp_path)
        export(exhibits, name=name, caption=f"*All* {EVIL} $5", alt=f"![x](y) {EVIL} $5", widths=(84,))
        exhibits.table(DATA, f"{name}-table", caption="c")
    path = write_gallery(tmp_path)
    assert path == tmp_path / "figures/README.md"
    text = path.read_text(encoding="utf-8")
    assert re.findall("^## (.*)$", text, re.MULTILINE) == ["00-a: heads", "00-a: voices", "01-b: tree"]
    assert "figure\n00-a/heads”" in text  # the first there is
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


def test_the_committed_gallery_is_that_of_the_committed_figures(root, tmp_path):
    shutil.copytree(root / "figures", tmp_path / "figures")
    committed = (root / "figures" / "README.md").read_text(encoding="utf-8")
    (tmp_path / "figures" / "README.md").unlink()
    assert write_gallery(tmp_path).read_text(encoding="utf-8") == committed

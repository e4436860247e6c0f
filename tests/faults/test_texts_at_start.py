"""A run tells of its texts as they were at its start, or moves nothing into place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from faulty import state
from repositories import EXPORT, PARAMETERS, code, make_repository, write

from dhtools.errors import DhtoolsError
from dhtools.notebooks import plan_run, run
from dhtools.notebooks.texts_at_start import texts_at_start


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a repository of one notebook."""
    root = make_repository(tmp_path / "repository")
    (root / "notebooks/00-alpha.ipynb").unlink()
    (root / "seeds/terms.csv").write_text("group,term,form\n")
    (root / "seeds/deeper").mkdir()
    (root / "seeds/deeper/c.txt").write_text("c")
    (tmp_path / "texts/out").mkdir(parents=True)
    (tmp_path / "texts/d.txt").write_text("d")
    return root


def changed(path: Path) -> None:
    path.write_text("changed")


@pytest.mark.parametrize("out", [False, True], ids=["in place", "other folder"])
def test_a_run_whose_text_changes_moves_nothing_into_place(root: Path, out: bool) -> None:
    parameters = code(PARAMETERS, "parameters", name="parameters")
    edit = (
        f'{EXPORT}export("figures/01-beta/b.txt", "b")\nPath({str(root / "seeds/b.txt")!r}).write_text("B")'
    )
    write(root / "notebooks/01-beta.ipynb", parameters, code(edit, name="edit"))
    target = root.parent / "out" if out else root
    plan = plan_run(start=root, out=target if out else None)
    before = state(root / "notebooks")
    with pytest.raises(DhtoolsError, match=r"seeds/b\.txt: changed while the run was at work\. Nothing was"):
        run(plan)
    assert state(root / "notebooks") == before
    assert not (target / "figures").exists() and not list(target.glob(".staging-*"))


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (changed, "a.txt"),
        (changed, "terms.csv"),
        (changed, "deeper/c.txt"),
        (changed, "new.csv"),
        (Path.unlink, "b.txt"),
        (lambda path: path.write_text(path.read_text().replace("group", "Group")), "terms.csv"),
    ],
)
def test_every_file_of_the_texts_counts(root: Path, change: Callable[[Path], object], name: str) -> None:
    texts = texts_at_start(plan_run(start=root))
    texts.check()
    change(root / "seeds" / name)
    with pytest.raises(DhtoolsError, match=f"{name}: changed while"):
        texts.check()


@pytest.mark.parametrize("name", [".a.txt.swp", "~$a.docx", ".ipynb_checkpoints", ".~lock.a.odt#"])
def test_what_programs_keep_for_themselves_does_not(root: Path, name: str) -> None:
    texts = texts_at_start(plan_run(start=root))
    changed(root / "seeds" / name)
    texts.check()


def test_results_below_the_texts_do_not(root: Path) -> None:
    plan = plan_run(start=root, corpus=root.parent / "texts", out=root.parent / "texts/out")
    texts = texts_at_start(plan)
    changed(plan.target / "figure.csv")
    texts.check()


def test_many_files_are_counted(root: Path) -> None:
    texts = texts_at_start(plan_run(start=root))
    for number in range(5):
        changed(root / "seeds" / f"{number}.txt")
    with pytest.raises(DhtoolsError, match=r"0\.txt, .*1\.txt, .*2\.txt and 2 more files: changed"):
        texts.check()


def test_a_text_that_was_another_one_while_it_was_read_is_told(root: Path) -> None:
    """It was changed, and changed back: only the record of what was made from it knows."""
    texts = texts_at_start(plan_run(start=root))
    record = root / "record.json"
    good = hashlib.sha256((root / "seeds/a.txt").read_bytes()).hexdigest()
    for corpus in ({"a": good}, {"other": "0"}, {}, None):
        record.write_text(json.dumps({"corpus": corpus}))
        texts.check_read("01-beta", [record])
    for content in ("{", "[]", ""):
        record.write_text(content)
        texts.check_read("01-beta", [record, root / "no record.json"])
    record.write_text(json.dumps({"corpus": {"a": "0" * 64}}))
    with pytest.raises(DhtoolsError, match="text 'a': changed while"):
        texts.check_read("01-beta", [record])

"""A full disk, or no rights, at every write: a plain sentence, and nothing left behind."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from faulty import FULL, failing, state
from repositories import environment, make_repository

from dhtools.cli import main
from dhtools.errors import DhtoolsError, refusal
from dhtools.export.store import logged, store_exhibit
from dhtools.notebooks import paper_figures, plan_run, running
from dhtools.notebooks.caches import cache_variables
from dhtools.notebooks.execution import Executed, Job
from dhtools.notebooks.project import make_project
from dhtools.notebooks.swapping import copy_folder
from dhtools.rhetoric.evaluation import write_new

LONG = os.environ.get("DHTOOLS_FAULTS") == "long"
ROOM = ("open", "mkdir", "link")
REFUSED = {
    FULL: "the disk is full. Make room",
    errno.EACCES: "your rights do not allow it. Change the rights",
    errno.EROFS: "can only be read. Choose a folder on another disk",
    errno.EDQUOT: "share of the disk is used up. Make room",
}
CONTENTS = {"x.csv": b"a\n1\n", "x.pdf": b"pdf", "x.png": b"png"}
RECORD = {"notebook": "00-a", "name": "x", "kind": "table", "corpus": {}}


def writes(work: Callable[[], object], error: int = FULL) -> int:
    """Return how many operations of some work need room."""
    with failing(None, error, ROOM) as disk:
        work()
    return disk.count


def refused(work: Callable[[], object], number: int, error: int = FULL) -> None:
    """Let an operation, and all after it, fail, and see that this is told in a plain sentence."""
    with (
        pytest.raises(DhtoolsError, match=f"cannot be written.*{REFUSED[error]}"),
        failing(number, error, ROOM),
    ):
        work()


@pytest.mark.parametrize("error", REFUSED)
@pytest.mark.parametrize("number", [1, 2, 3, 5, 9, 14, 20] if LONG else [1, 3, 9])
def test_a_new_project_is_made_whole_or_not_at_all(tmp_path: Path, number: int, error: int) -> None:
    refused(lambda: make_project(tmp_path / "a/b/project"), number, error)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("error", REFUSED)
def test_an_exhibit_is_written_whole_or_not_at_all(tmp_path: Path, error: int) -> None:
    def work(folder: Path = tmp_path / "here/figures", content: bytes = b"a\n2\n") -> None:
        store_exhibit(folder, dict(RECORD), {**CONTENTS, "x.csv": content})

    for number in range(1, writes(lambda: work(tmp_path / "count/figures"), error) + 1):
        refused(work, number, error)
        assert not (tmp_path / "here").exists(), number
    work()
    before = state(tmp_path / "here")
    for number in range(1, 9):
        with pytest.raises(DhtoolsError), failing(number, error, ROOM):
            work(content=b"a\n3\n")
        assert state(tmp_path / "here") == before, number


def test_the_list_of_exports_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DHTOOLS_EXPORTS", str(tmp_path / "log"))
    refused(lambda: logged(tmp_path, [tmp_path / "a"]), 1)


class TestSheets:
    """A sheet that a reader fills in."""

    sheet = pd.DataFrame({"text": ["a"], "verdict": [""]})

    @pytest.mark.parametrize("error", REFUSED)
    @pytest.mark.parametrize("number", [1, 2])
    def test_is_written_whole_or_not_at_all(self, tmp_path: Path, number: int, error: int) -> None:
        refused(lambda: write_new(tmp_path / "sheet.csv", self.sheet), number, error)
        assert not list(tmp_path.iterdir())

    @pytest.mark.parametrize("error", [errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK])
    def test_is_written_where_there_are_no_hard_links(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
    ) -> None:
        def refuse(*_: object) -> None:
            raise OSError(error, os.strerror(error))

        monkeypatch.setattr(os, "link", refuse)
        path = write_new(tmp_path / "sheet.csv", self.sheet)
        assert path.read_text() == "text,verdict\na,\n"
        path.write_text("a reader's work")
        with pytest.raises(DhtoolsError, match="exists already and may hold a reader's work"):
            write_new(path, self.sheet)
        assert path.read_text() == "a reader's work" and len(list(tmp_path.iterdir())) == 1
        path.unlink()
        refused(lambda: write_new(path, self.sheet), 1)
        refused(lambda: write_new(path, self.sheet), 2)
        assert not list(tmp_path.iterdir())

    def test_a_name_as_long_as_may_be_is_written(self, tmp_path: Path) -> None:
        assert write_new(tmp_path / f"{'x' * 251}.csv", self.sheet).is_file()


def executed(jobs: Sequence[Job], _: object, ended: Callable[[Executed], None]) -> None:
    """Do what notebooks do, without a kernel: each writes one figure."""
    for job in jobs:
        place = job.folder.parent / "figures" / job.name / "x.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("x")
        ended(Executed(job, job.notebook, None))


def renew(here: Path) -> None:
    """Make the repository in the current folder anew."""
    for path in here.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    make_repository(here)


class TestRun:
    """A run, from its lock to its swap; notebooks are done by hand."""

    @pytest.fixture
    def here(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setattr(running, "execute", executed)
        monkeypatch.chdir(make_repository(tmp_path / "repository"))
        return tmp_path / "repository"

    def test_it_runs(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        for path in (here / "notebooks").iterdir():
            path.chmod(0o444)
        assert main(["run"]) == 0, capsys.readouterr().err
        assert (here / "figures/00-alpha/x.txt").read_text() == "x"
        assert {path.stat().st_mode & 0o777 for path in (here / "notebooks").iterdir()} == {0o444}

    @pytest.mark.parametrize("error", [FULL, errno.EACCES])
    def test_nothing_is_changed_and_nothing_left(
        self, here: Path, capsys: pytest.CaptureFixture[str], error: int
    ) -> None:
        before = state(here)
        total = writes(lambda: main(["run"]), error)
        renew(here)
        for number in [*range(1, total, 1 if LONG else 9), total]:
            with failing(number, error, ROOM):
                status = main(["run"])
            told = capsys.readouterr().err
            left = state(here)
            # a kept notebook costs nobody's work; what is in place is as it was
            place = {name: one for name, one in left.items() if not name.startswith(".finished")}
            assert (status, place) == (2, before) or status == 0, (number, told)
            assert status == 0 or (REFUSED[error] in told and "Traceback" not in told), (number, told)
            assert not list(here.glob(".staging-*")) and not list(here.glob(".finished/.*")), number
            if status == 0:
                renew(here)
        assert main(["run"]) == 0

    def test_figures_are_put_in_place_all_or_none(
        self, here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def made(_: object, folder: Path, *__: object) -> list[Any]:
            from PIL import Image

            for name in ("00-alpha", "01-beta"):
                (folder / "figures" / name).mkdir(parents=True, exist_ok=True)
                for ending in (".json", ".csv", "-174mm.pdf"):
                    (folder / "figures" / name / f"x{ending}").write_text("{}")
                Image.new("RGB", (4, 4)).save(folder / "figures" / name / "x-174mm.png")
            return []

        monkeypatch.setattr(paper_figures, "make", made)
        plan, out = plan_run(start=here), tmp_path / "paper/figures"
        total = writes(lambda: paper_figures.make_figures(plan, tmp_path / "count"))
        for number in [*range(1, total, 2 if LONG else 8), total]:
            with pytest.raises((DhtoolsError, OSError)) as refused_by, failing(number, FULL, ROOM):
                paper_figures.make_figures(plan, out)
                raise DhtoolsError("the disk is full, but all was written")
            error = refused_by.value
            told = str(error) if isinstance(error, DhtoolsError) else refusal(error)
            assert "disk is full" in told, number
            assert not out.exists() or len(list(out.rglob("*.*"))) == 7, number
            shutil.rmtree(out, ignore_errors=True)
        assert len(paper_figures.make_figures(plan, out).made) == 6


def test_folders_that_are_read_only_are_copied_to_be_written_in(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/b/x").write_text("x")
    for path in (tmp_path / "a/b/x", tmp_path / "a/b", tmp_path / "a"):
        path.chmod(path.stat().st_mode & ~0o222)
    copy_folder(tmp_path / "a", tmp_path / "copy")
    assert all(path.stat().st_mode & 0o200 for path in (tmp_path / "copy").rglob("*"))
    for path in (tmp_path / "a", tmp_path / "a/b"):
        path.chmod(0o755)


class TestCaches:
    """A home folder that cannot be written."""

    @pytest.mark.parametrize(
        "variables",
        [
            {"HOME": "/proc/no-home"},
            {"HOME": "/dev/null"},
            {"HOME": "/tmp", "MPLCONFIGDIR": "/proc/no"},
            {"HOME": "/tmp", "XDG_CACHE_HOME": "/proc/no", "XDG_CONFIG_HOME": "/tmp"},
        ],
    )
    def test_matplotlib_is_led_elsewhere(self, tmp_path: Path, variables: dict[str, str]) -> None:
        assert cache_variables(tmp_path, variables) == {"MPLCONFIGDIR": str(tmp_path / "matplotlib")}

    def test_a_home_that_can_be_written_is_used(self, tmp_path: Path) -> None:
        assert cache_variables(tmp_path, {"HOME": str(tmp_path)}) == {}
        assert cache_variables(tmp_path, {"HOME": "/proc/no", "MPLCONFIGDIR": str(tmp_path / "x")}) == {}


@pytest.mark.parametrize("number", [*REFUSED, errno.ENOENT, errno.ENAMETOOLONG, errno.EIO])
def test_what_is_refused_is_said_with_place_and_remedy(number: int) -> None:
    told = refusal(OSError(number, os.strerror(number), "figures/a.csv"))
    assert told.startswith("figures/a.csv: ") and told.endswith(".") and "Errno" not in told


def test_on_a_real_disk_that_is_full(tmp_path: Path) -> None:
    """A small file system in memory, in a mount namespace of its own."""
    script = (
        f"mount -t tmpfs -o size=256k none {tmp_path} || exit 99; cd {tmp_path} || exit 99; "
        f"{sys.executable} -m dhtools new project; echo $?; ls -A"
    )
    if not shutil.which("unshare") or not sys.platform.startswith("linux"):
        pytest.skip("no namespaces here")
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", script], env=environment(), capture_output=True, text=True
    )
    if done.returncode == 99 or "unshare" in done.stderr:
        pytest.skip("this machine mounts nothing")
    assert "project: cannot be written (No space left on device): the disk is full." in done.stderr
    assert done.stdout == "2\n"

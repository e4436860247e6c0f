"""One run at a time: whoever is at work, on whatever machine, and however it ended."""

from __future__ import annotations

import errno
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from faulty import FULL, failing
from repositories import environment

from dhtools.errors import DhtoolsError
from dhtools.notebooks import locking
from dhtools.notebooks.locking import acquire
from dhtools.notebooks.own_folders import MARK, scratch_folder
from dhtools.notebooks.staging import staging_folder

HOLD = """
import sys
from pathlib import Path
from dhtools.notebooks.staging import staging_folder
with staging_folder(Path(sys.argv[1])) as staging:
    (staging / "work").write_text("at work")
    print(staging, flush=True)
    sys.stdin.read()
    assert (staging / "work").read_text() == "at work"
    print("whole", flush=True)
"""


@contextmanager
def at_work(folder: Path, *before: str) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Start a process that is at work in a folder, and yield it with its staging folder."""
    command = [*before, sys.executable, "-c", HOLD, str(folder)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment(), text=True
    )
    assert process.stdout is not None
    try:
        yield process, Path(process.stdout.readline().strip())
    finally:
        process.kill()
        process.communicate()


def in_other_namespace() -> list[str]:
    """Return the command that starts a process with process numbers of its own, or skip the test."""
    command = ["unshare", "--pid", "--fork", "--kill-child"]
    if not shutil.which("unshare") or subprocess.run([*command, "true"], capture_output=True).returncode:
        pytest.skip("this machine makes no PID namespaces")
    return command


class TestTwoRuns:
    """Two processes on one folder."""

    @pytest.mark.parametrize("other", [False, True], ids=["here", "other PID namespace"])
    def test_the_second_refuses_and_deletes_nothing(self, tmp_path: Path, other: bool) -> None:
        with at_work(tmp_path, *(in_other_namespace() if other else [])) as (process, staging):
            with (
                pytest.raises(DhtoolsError, match=r"Another run \(process \d+ on .+\) is at work in"),
                staging_folder(tmp_path),
            ):
                pass
            assert (staging / "work").read_text() == "at work"
            out, _ = process.communicate("")
            assert out == "whole\n" and process.returncode == 0

    def test_in_two_namespaces_the_second_refuses(self, tmp_path: Path) -> None:
        """Both have the number 1 or 2, so neither can tell the other's from its own."""
        command = in_other_namespace()
        with at_work(tmp_path, *command) as (_, staging):
            second = subprocess.run(
                [*command, sys.executable, "-c", HOLD, str(tmp_path)],
                input="",
                capture_output=True,
                env=environment(),
                text=True,
            )
            assert second.returncode == 1 and "is at work in" in second.stderr
            assert (staging / "work").exists()

    def test_a_killed_one_locks_nothing(self, tmp_path: Path) -> None:
        with at_work(tmp_path) as (process, staging):
            process.send_signal(signal.SIGKILL)
            process.wait()
            assert staging.exists()
            with staging_folder(tmp_path):
                assert not staging.exists()


def race(folder: str, rounds: int, barrier: object, entered: object, number: int) -> None:
    """Try to enter at the same moment as others; whoever is in waits until all have tried."""
    target, lock = Path(folder), Path(folder, ".staging.lock")
    for turn in range(rounds):
        if number == 0:  # what an earlier version, or a killed run, has left: a living number
            lock.unlink(missing_ok=True)
            lock.write_text(str(os.getppid()))
        barrier.wait()
        try:
            with staging_folder(target):
                with entered.get_lock():
                    entered[turn] += 1
                barrier.wait()
        except DhtoolsError:
            barrier.wait()
        barrier.wait()


def test_of_a_race_on_a_stale_lock_one_comes_in(tmp_path: Path) -> None:
    rounds, runners = 100, 3
    context = multiprocessing.get_context("fork")
    barrier, entered = context.Barrier(runners, timeout=300), context.Array("i", rounds)
    started = [
        context.Process(target=race, args=(str(tmp_path), rounds, barrier, entered, number))
        for number in range(runners)
    ]
    for process in started:
        process.start()
    for process in started:
        process.join()
    assert [process.exitcode for process in started] == [0] * runners
    assert list(entered) == [1] * rounds


def test_a_lock_that_is_removed_meanwhile_keeps_nobody_in(tmp_path: Path) -> None:
    """Whoever has opened a file that is no longer the lock opens the new one."""
    lock = tmp_path / "lock"
    first = acquire(lock)
    assert first is not None and acquire(lock) is None
    lock.unlink()
    os.close(first)
    second = acquire(lock)
    assert second is not None and acquire(lock) is None
    os.close(second)


def test_the_lock_is_not_touched_by_a_second_run(tmp_path: Path) -> None:
    (tmp_path / "results").touch()
    times = []
    for _ in range(2):
        with staging_folder(tmp_path):
            pass
        times.append(((tmp_path / ".staging.lock").stat().st_mtime_ns, os.listdir(tmp_path)))
    assert times[0] == times[1]


@pytest.mark.parametrize("content", ["", "no number", "own", "parent", "1", "\0" * 9])
def test_what_stands_in_the_file_locks_nothing(tmp_path: Path, content: str) -> None:
    living = {"own": str(os.getpid()), "parent": str(os.getppid())}
    (tmp_path / ".staging.lock").write_text(living.get(content, content))
    with staging_folder(tmp_path):
        pass
    assert not list(tmp_path.glob(".staging-*"))


def test_a_thread_of_the_same_process_is_another_run(tmp_path: Path) -> None:
    told = []

    def second() -> None:
        try:
            with staging_folder(tmp_path):
                told.append("in")
        except DhtoolsError as error:
            told.append(str(error))

    with staging_folder(tmp_path):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert f"process {os.getpid()} on" in told[0]


def test_a_full_disk_locks_nothing(tmp_path: Path) -> None:
    target = tmp_path / "target"
    for number in range(1, 5):
        with pytest.raises(DhtoolsError, match="disk is full"), failing(number, FULL):
            with staging_folder(target):
                pass
            raise DhtoolsError("the disk is full, but nothing was written")
        assert not target.exists() or not list(target.glob(".staging-*"))
        with staging_folder(target):
            pass
        assert not target.exists()


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL])
def test_a_drive_without_locks_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(locking.fcntl, "flock", refuse)
    with (
        pytest.raises(DhtoolsError, match=r"without file locks.*Copy the project to a disk"),
        staging_folder(tmp_path),
    ):
        pass
    assert [path.name for path in tmp_path.iterdir()] in ([], [".staging.lock"])


def test_a_link_is_no_lock(tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    (tmp_path / "target").mkdir()
    (tmp_path / "target/.staging.lock").symlink_to(mine)
    with pytest.raises(DhtoolsError, match=r"staging\.lock: .*a link"), staging_folder(tmp_path / "target"):
        pass
    assert mine.read_text() == "mine"


def test_a_folder_is_no_lock(tmp_path: Path) -> None:
    (tmp_path / ".staging.lock").mkdir()
    with pytest.raises(DhtoolsError, match=r"staging\.lock: .*a folder"), staging_folder(tmp_path):
        pass


class TestScratch:
    """Folders in the temporary folder of the machine."""

    HOLD = (
        HOLD.replace("dhtools.notebooks.staging", "dhtools.notebooks.own_folders")
        .replace("staging_folder(Path(sys.argv[1]))", 'scratch_folder("check")')
        .replace("import staging_folder", "import scratch_folder")
    )

    def test_what_a_killed_one_left_goes_and_what_is_at_work_stays(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TMPDIR", str(tmp_path))
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        (tmp_path / "dhtools-check-my notes").mkdir()
        (tmp_path / "dhtools-check-my notes/x").write_text("mine")
        monkeypatch.setattr(sys.modules[__name__], "HOLD", self.HOLD)
        with at_work(tmp_path) as (dead, left), at_work(tmp_path) as (living, busy):
            assert left.parent == busy.parent == tmp_path and left != busy
            dead.kill()
            dead.wait()
            with scratch_folder("check") as own:
                assert not left.exists() and (busy / "work").exists() and (own / MARK).exists()
            assert living.communicate("")[0] == "whole\n"
        assert [path.name for path in tmp_path.iterdir()] == ["dhtools-check-my notes"]

    @pytest.mark.parametrize("number", [1, 2, 3])
    def test_a_full_disk_leaves_nothing(self, tmp_path: Path, number: int) -> None:
        full = pytest.raises(DhtoolsError, match="disk is full")
        with full, failing(number, FULL), scratch_folder("new", tmp_path):
            pass
        assert not list(tmp_path.iterdir())

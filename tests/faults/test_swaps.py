"""The swap at the end of a run: killed or without room at every operation, it is done or not done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from faulty import FULL, Killed, failing, state
from repositories import environment

from dhtools.errors import DhtoolsError
from dhtools.notebooks.own_folders import MARK, mark
from dhtools.notebooks.staging import recover, staging_folder
from dhtools.notebooks.swapping import Changes, swap_in, undo_swap

LONG = os.environ.get("DHTOOLS_FAULTS") == "long"
CHANGES = Changes(("figures/a/new.csv", "notebooks/a.ipynb"), ("data/b/gone.csv",))
OLD = {"notebooks/a.ipynb": "old", "data/b/gone.csv": "gone", "data/kept.csv": "kept"}
NEW = {"notebooks/a.ipynb": "new", "figures/a/new.csv": "new"}


def made(target: Path) -> Path:
    """Write the results of an earlier run."""
    for name, text in OLD.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_text(text)
    return target


def run(target: Path) -> None:
    """Do what a run does, but for the notebooks."""
    with staging_folder(target) as staging:
        for name, text in NEW.items():
            (staging / name).parent.mkdir(parents=True, exist_ok=True)
            (staging / name).write_text(text)
        swap_in(staging, target, CHANGES)


def clear(target: Path) -> None:
    """Do what the next run does first."""
    with staging_folder(target):
        pass


def operations(tmp_path: Path) -> int:
    target = made(tmp_path / "count")
    with failing() as disk:
        run(target)
    return disk.count


def wanted(tmp_path: Path) -> tuple[dict, dict]:
    """Return the results before and after a run."""
    before, after = made(tmp_path / "before"), made(tmp_path / "after")
    run(after)
    return state(before), state(after)


def test_a_run_that_is_killed_anywhere_is_done_or_not_done(tmp_path: Path) -> None:
    before, after = wanted(tmp_path)
    assert before != after
    seen = set()
    for number in range(1, operations(tmp_path) + 1):
        target = made(tmp_path / f"{number}")
        with pytest.raises(Killed), failing(number):
            run(target)
        clear(target)
        now = state(target)
        # the folder of a deleted file may still be there
        now.pop("data/b", None)
        assert now in (before, after), number
        assert not list(target.glob(".staging-*")), number
        seen.add(now == after)
    assert seen == {True, False}


def test_a_recovery_that_is_killed_anywhere_is_taken_up(tmp_path: Path) -> None:
    before, after = wanted(tmp_path)
    total = operations(tmp_path)
    # every operation of a run with every one of its recovery, or a sample of them
    for number in range(1, total) if LONG else range(total // 3, total, 5):
        for second in range(1, 40) if LONG else range(1, 40, 7):
            target = made(tmp_path / f"{number}-{second}")
            with pytest.raises(Killed), failing(number):
                run(target)
            try:
                with failing(second):
                    clear(target)
            except Killed:
                pass
            clear(target)
            now = state(target)
            now.pop("data/b", None)
            assert now in (before, after), (number, second)
            assert not list(target.glob(".staging-*")), (number, second)


def test_a_full_disk_anywhere_changes_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    before, after = wanted(tmp_path)
    target = made(tmp_path / "count")
    with failing(error=FULL) as disk:
        run(target)
    for number in range(1, disk.count + 1, 1 if LONG else 2):
        target = made(tmp_path / f"{number}")
        with pytest.raises((OSError, DhtoolsError)), failing(number, FULL, ("open", "mkdir", "link")):
            run(target)
            raise OSError("the disk had room in the end")
        assert state(target) in (before, after), number
        assert not list(target.glob(".staging-*")), number
        run(target)  # nothing locks the folder
        assert state(target) == after


@pytest.mark.parametrize("moment", [0, 1, 2])
def test_a_killed_process_is_recovered(tmp_path: Path, moment: int) -> None:
    """A real SIGKILL, sent by the process to itself at a replacement."""
    target = made(tmp_path / "target")
    before = state(target)
    script = f"""
import os, signal, sys
sys.path[:0] = [{str(Path(__file__).parent)!r}, {str(Path(__file__).parents[1])!r}]
from pathlib import Path
import test_swaps
real, calls = os.replace, []
def killed(*given):
    calls.append(given)
    if len(calls) > {moment}:
        os.kill(os.getpid(), signal.SIGKILL)
    real(*given)
os.replace = killed
real_unlink = os.unlink
def unlink(*given, **named):
    if calls and {moment} == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    real_unlink(*given, **named)
os.unlink = unlink
test_swaps.run(Path({str(target)!r}))
"""
    done = subprocess.run([sys.executable, "-c", script], env=environment())
    assert done.returncode == -signal.SIGKILL
    assert list(target.glob(".staging-*")) and (target / "figures/a/new.csv").exists() == (moment > 0)
    recover(target)
    assert state(target) == before and not list(target.glob(".staging-*"))


def interrupted(tmp_path: Path) -> tuple[Path, Path]:
    """Return a target whose run was killed after the first replacement, and its staging folder."""
    target = made(tmp_path / "target")
    for number in range(1, 200):
        with pytest.raises(Killed), failing(number):
            run(target)
        if (target / "figures/a/new.csv").exists():
            (staging,) = target.glob(".staging-*")
            return target, staging
        clear(target)
    raise AssertionError("never came so far")


def test_what_a_user_changed_after_a_kill_stays(tmp_path: Path) -> None:
    target, staging = interrupted(tmp_path)
    (target / "figures/a/new.csv").write_text("mine")
    (target / "notebooks/a.ipynb").write_text("mine too")
    recover(target)
    assert (target / "figures/a/new.csv").read_text() == "mine"
    assert (target / "notebooks/a.ipynb").read_text() == "mine too"
    assert not staging.exists()


@pytest.mark.parametrize("damage", ["", "{", "0" * 40])
def test_a_half_written_note_deletes_nothing(tmp_path: Path, damage: str) -> None:
    target, staging = interrupted(tmp_path)
    for note in (staging / ".swap/put").rglob("*.*"):
        if note.is_file() and note.name != "new.csv":
            note.write_text(damage)
    recover(target)
    assert state(target) == state(made(tmp_path / "before")) and not staging.exists()


@pytest.mark.parametrize("name", ["../outside.txt", "figures/../../outside.txt", "/outside.txt", ""])
def test_a_name_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    target, outside = made(tmp_path / "target"), tmp_path / "outside.txt"
    outside.write_text("mine")
    name = str(outside) if name.startswith("/") else name
    with staging_folder(target) as staging:
        for changes in (Changes((name,), ()), Changes((), (name,))):
            with pytest.raises(DhtoolsError, match="does not lie in"):
                swap_in(staging, target, changes)
    assert outside.read_text() == "mine" and state(target) == state(made(tmp_path / "before"))


def test_a_link_out_of_the_folder_is_refused_and_said(tmp_path: Path) -> None:
    target, staging = interrupted(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    (target / "figures/a").rename(elsewhere)
    (target / "figures/a").symlink_to(elsewhere)
    with pytest.raises(DhtoolsError, match=r"figures/a leads by a link to .*elsewhere, out of"):
        recover(target)
    assert (elsewhere / "new.csv").read_text() == "new" and staging.exists()
    (target / "figures/a").unlink()
    recover(target)
    assert (elsewhere / "new.csv").read_text() == "new" and not staging.exists()
    assert state(target) == {
        **state(made(tmp_path / "before")),
        **({"figures": (b"an empty folder", 0o755)} if (target / "figures").exists() else {}),
    }


def test_links_among_the_notes_are_not_followed(tmp_path: Path) -> None:
    target, staging = interrupted(tmp_path)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x").write_text("")
    (staging / ".swap/put/notebooks/more").symlink_to(outside)
    (staging / ".swap/put/notebooks/x").symlink_to(outside / "x")
    recover(target)
    assert (outside / "x").exists() and not staging.exists()


def test_a_protected_file_stays_protected(tmp_path: Path) -> None:
    target = made(tmp_path / "target")
    (target / "notebooks/a.ipynb").chmod(0o444)
    run(target)
    assert (target / "notebooks/a.ipynb").stat().st_mode & 0o777 == 0o444
    assert (target / "notebooks/a.ipynb").read_text() == "new"


def test_an_undo_that_fails_is_left_to_the_next_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = made(tmp_path / "target")
    before, real, calls = state(target), os.replace, []

    def twice(*given: object) -> None:
        calls.append(given)
        if len(calls) > 1:
            raise OSError(5, "Input/output error")
        real(*given)

    monkeypatch.setattr(os, "replace", twice)
    real_unlink = os.unlink

    def unlink(path: object, **named: object) -> None:
        if str(path).endswith("new.csv"):
            raise OSError(5, "Input/output error")
        real_unlink(path, **named)

    monkeypatch.setattr(os, "unlink", unlink)
    with pytest.raises(OSError, match="Input/output"):
        run(target)
    assert list(target.glob(".staging-*"))
    monkeypatch.undo()
    recover(target)
    assert state(target) == before and not list(target.glob(".staging-*"))


def test_undone_twice_is_undone_once(tmp_path: Path) -> None:
    target, staging = interrupted(tmp_path)
    undo_swap(staging, target)
    undo_swap(staging, target)
    assert state(target) == state(made(tmp_path / "before"))


class TestForeignFolders:
    """What only looks like ours is not ours."""

    @pytest.mark.parametrize("name", [".staging-my notes", ".staging-abcdefgh", ".staging-old", ".staging-"])
    @pytest.mark.parametrize("inside", ["draft.txt", "journal.json", f"{MARK}.txt", ".swap/begun"])
    def test_stays(self, tmp_path: Path, name: str, inside: str) -> None:
        path = tmp_path / name / inside
        path.parent.mkdir(parents=True)
        path.write_text('{"old": [], "new": ["../x"]}')
        clear(tmp_path)
        recover(tmp_path)
        assert path.exists()

    def test_an_empty_one_stays(self, tmp_path: Path) -> None:
        (tmp_path / ".staging-my notes").mkdir()
        clear(tmp_path)
        assert (tmp_path / ".staging-my notes").exists()

    def test_a_link_to_one_of_ours_stays(self, tmp_path: Path) -> None:
        (tmp_path / "x").mkdir()
        mark(tmp_path / "x")
        (tmp_path / "x/kept").write_text("")
        (tmp_path / "target").mkdir()
        (tmp_path / "target/.staging-abcdefgh").symlink_to(tmp_path / "x")
        (tmp_path / "target/.staging-file").write_text("")
        clear(tmp_path / "target")
        assert (tmp_path / "x/kept").exists() and (tmp_path / "target/.staging-file").exists()

    def test_one_of_ours_that_died_at_birth_goes(self, tmp_path: Path) -> None:
        (tmp_path / ".staging-abcdefgh").mkdir()
        (tmp_path / ".staging-abcdefgi").mkdir()
        (tmp_path / ".staging-abcdefgi" / MARK).write_bytes(b"This folder")
        (tmp_path / "a").write_text("")
        clear(tmp_path)
        assert not list(tmp_path.glob(".staging-*"))

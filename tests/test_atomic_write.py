"""Files are written whole or not at all."""

import os
from pathlib import Path

import pytest

from dhtools.atomic_write import atomic_write, atomic_write_all


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def fail(*_, **__):
    raise OSError(28, "No space left on device")


def test_a_file_is_written_and_replaced(tmp_path):
    for content in (b"one\r\n", b"two"):
        atomic_write(tmp_path / "a", content)
        assert contents(tmp_path) == {"a": content}


def test_a_file_that_is_there_is_kept_if_so_wished(tmp_path):
    atomic_write(tmp_path / "a", b"one", overwrite=False)
    with pytest.raises(FileExistsError):
        atomic_write(tmp_path / "a", b"two", overwrite=False)
    assert contents(tmp_path) == {"a": b"one"}


@pytest.mark.parametrize("overwrite", [True, False])
@pytest.mark.parametrize(("target", "names"), [(os, ("replace", "link")), (Path, ("write_bytes",))])
def test_a_failure_leaves_nothing_behind(tmp_path, monkeypatch, target, names, overwrite):
    for name in names:
        monkeypatch.setattr(target, name, fail)
    with pytest.raises(OSError, match="No space"):
        atomic_write(tmp_path / "a", b"one", overwrite=overwrite)
    assert not list(tmp_path.iterdir())


def test_several_files_are_written_and_stale_ones_removed(tmp_path):
    folder = tmp_path / "new" / "folder"
    atomic_write_all(folder, {"a": b"1", "b": b"2"})
    atomic_write_all(folder, {"a": b"3"}, stale=["b"])
    assert contents(folder) == {"a": b"3"}
    assert [path.name for path in folder.parent.iterdir()] == ["folder"]


@pytest.mark.parametrize(("target", "name"), [(os, "replace"), (Path, "write_bytes")])
def test_several_files_are_all_written_or_none(tmp_path, monkeypatch, target, name):
    atomic_write_all(tmp_path / "f", {"a": b"1", "b": b"2"})
    real, calls = getattr(target, name), []

    def second_fails(*given):
        calls.append(given)
        return fail() if len(calls) == 2 else real(*given)

    monkeypatch.setattr(target, name, second_fails)
    with pytest.raises(OSError, match="No space"):
        atomic_write_all(tmp_path / "f", {"a": b"3", "c": b"4"}, stale=["b"])
    assert contents(tmp_path / "f") == {"a": b"1", "b": b"2"}
    assert [path.name for path in tmp_path.iterdir()] == ["f"]

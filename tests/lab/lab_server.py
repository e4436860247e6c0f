"""A JupyterLab of one's own: on a copy of the repository, on loopback, with a token, its settings apart."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[2]
STARTS_WITHIN = 60  # seconds
# Else JupyterLab asks at its first start whether it may fetch news, and looks for a newer version of itself.
QUIET = {"fetchNews": "false", "checkForUpdates": False}


class LabError(RuntimeError):
    """JupyterLab did not do what a test needs it for."""


@dataclass(frozen=True)
class Lab:
    """A JupyterLab that runs.

    Attributes
    ----------
    url : str
        With a slash at its end.
    folder : Path
        What it serves: the copy.
    """

    url: str
    token: str
    folder: Path

    def address(self, notebook: str) -> str:
        """Where a browser opens a notebook, in a fresh workspace."""
        return f"{self.url}lab/tree/notebooks/{notebook}?reset&token={self.token}"

    def kernels(self) -> list[dict]:
        """What the server says of its kernels."""
        request = urllib.request.Request(
            f"{self.url}api/kernels", headers={"Authorization": f"token {self.token}"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def stop_kernels(self) -> None:
        """Stop every kernel: the next notebook has the machine to itself."""
        for kernel in self.kernels():
            request = urllib.request.Request(
                f"{self.url}api/kernels/{kernel['id']}",
                method="DELETE",
                headers={"Authorization": f"token {self.token}"},
            )
            urllib.request.urlopen(request, timeout=30).close()


@contextmanager
def running_lab(scratch: Path) -> Iterator[Lab]:
    """Start JupyterLab on a copy of the repository in *scratch*, and stop it in the end."""
    folder = copy_repository(scratch / "repository")
    with (scratch / "server.log").open("wb") as log:
        server = subprocess.Popen(
            command(folder), cwd=folder, env=environment(scratch), stdout=log, stderr=subprocess.STDOUT
        )
        try:
            yield started(server, scratch, folder)
        finally:
            server.terminate()
            try:
                server.wait(timeout=30)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def copy_repository(folder: Path) -> Path:
    """Copy what notebooks read and write; the notebooks without outputs, so that what is seen is new."""
    for name in ("notebooks", "seeds", "data", "figures"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".*"))
    for path in (folder / "notebooks").glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        nbformat.write(notebook, path)
    return folder


def write(lab: Lab, name: str, *sources: str) -> None:
    """Write a notebook with these cells beside the others."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, lab.folder / "notebooks" / name)


def command(folder: Path) -> list[str]:
    """How JupyterLab is started; port 0 is any that is free."""
    options = ["--no-browser", "--ServerApp.ip=127.0.0.1", "--ServerApp.port=0"]
    options += ["--LabApp.expose_app_in_browser=True"]  # so that cells out of sight can be looked at
    options += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return [sys.executable, "-m", "jupyterlab", *options, f"--ServerApp.root_dir={folder}"]


def environment(scratch: Path) -> dict[str, str]:
    """The environment of the server: nothing of the user's own settings, nothing left behind."""
    settings = scratch / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    (settings / "notification.jupyterlab-settings").write_text(json.dumps(QUIET), encoding="utf-8")
    own = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "share",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
    }
    kept = {name: value for name, value in os.environ.items() if name != "JUPYTER_TOKEN"}
    return kept | {name: str(scratch / place) for name, place in own.items()}


def started(server: subprocess.Popen, scratch: Path, folder: Path) -> Lab:
    """Wait until the server has written down where it is and answers."""
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end and server.poll() is None:
        for path in (scratch / "runtime").glob("jpserver-*.json"):
            try:
                said = json.loads(path.read_text(encoding="utf-8"))
                lab = Lab(said["url"], said["token"], folder)
                lab.kernels()
            except (OSError, ValueError):
                continue  # not yet
            return lab
        time.sleep(0.1)
    log = (scratch / "server.log").read_text(encoding="utf-8", errors="replace")
    raise LabError(f"JupyterLab did not start within {STARTS_WITHIN} s:\n{log[-3000:]}")

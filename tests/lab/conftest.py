"""Not part of the tests that need no browser: `make test-lab` names the files, and pytest then takes them."""

import shutil

import pytest

collect_ignore_glob = ["*.py"]


@pytest.fixture(scope="session")
def pictures():
    """The folder of the screenshots, emptied."""
    from lab_server import ROOT

    folder = ROOT / "build" / "lab"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """JupyterLab on a copy of the repository."""
    from lab_server import running_lab

    with running_lab(tmp_path_factory.mktemp("lab")) as server:
        yield server


@pytest.fixture(scope="session")
def browser():
    """Chromium without a window."""
    from lab_page import running_browser

    with running_browser() as started:
        yield started

"""What several tests share."""

from pathlib import Path

import pytest
from exhibit_samples import CORPUS, SETTINGS
from hypothesis import settings

from dhtools.export import Exhibits

# A busy machine is no mistake of ours: no example has to be ready by a deadline.
settings.register_profile("dhtools", deadline=None)
settings.load_profile("dhtools")

ROOT = Path(__file__).parents[1]

#: Not to be imported here: it cuts the network of whoever does.
collect_ignore = ["without_network"]


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the four texts."""
    return ROOT / "seeds"


@pytest.fixture(autouse=True)
def no_log(monkeypatch):
    """No export is written down for a run that a test may be part of."""
    monkeypatch.delenv("DHTOOLS_EXPORTS", raising=False)


@pytest.fixture
def exhibits(tmp_path) -> Exhibits:
    """Exhibits of a made-up notebook in an empty folder."""
    return Exhibits("00-corpus", CORPUS, SETTINGS, root=tmp_path)

"""What several tests share."""

from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no mistake of ours: no example has to be ready by a deadline.
settings.register_profile("dhtools", deadline=None)
settings.load_profile("dhtools")

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the four texts."""
    return ROOT / "seeds"

"""benchmarks/speed_suite.py: the floor imports what our notebooks import, and nothing else."""

import runpy

import nbformat
import pytest


@pytest.fixture(scope="module")
def script(root):
    return runpy.run_path(str(root / "benchmarks" / "speed_suite.py"))


def test_the_floor_has_the_imports_of_every_notebook(script, root, tmp_path):
    folder = script["importing_only"](tmp_path / "bare")
    made = sorted((folder / "notebooks").glob("*.ipynb"))
    assert [path.name for path in made] == [
        path.name for path in sorted((root / "notebooks").glob("*.ipynb"))
    ]
    for path in made:
        parameters, imports = nbformat.read(path, as_version=4).cells
        assert parameters.metadata["tags"] == ["parameters"]
        assert "from dhtools" in imports.source and "exhibits.figure(" not in imports.source
        assert all(line.startswith(("import ", "from ")) for line in imports.source.splitlines())

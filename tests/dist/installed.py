"""Installs the wheel of build/dist into an empty venv on each supported Python, and uses it there.

First without an extra: the package is imported, a project is made and inspected, and what a run lacks is said
in one line. Then with the extra `lab`: a notebook runs. Pythons are looked for on the path and among those of
pyenv; which were tried, and which are absent, stands in the last line. With ``--one`` the first that is found
is enough.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VERSIONS = ("3.11", "3.12", "3.13")
TEXT = "The bridge was old. It was mended in spring, and people said that it would hold.\n\n" * 30


def pythons() -> dict[str, str]:
    """Return the interpreters that are found, by version."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    places = {
        version: [shutil.which(f"python{version}"), *map(str, sorted(pyenv.glob(f"{version}.*/bin/python")))]
        for version in VERSIONS
    }
    tried = {version: [place for place in found if place and _starts(place)] for version, found in places.items()}
    return {version: found[0] for version, found in tried.items() if found}


def _starts(python: str) -> bool:
    return subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0


def call(*command: object, status: int = 0, folder: Path = ROOT) -> str:
    """Run a command outside the repository's environment, and return what it says; end if it fails."""
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(
        list(map(str, command)), cwd=folder, env=clean, capture_output=True, text=True, check=False
    )
    if done.returncode != status:
        sys.exit(f"{' '.join(map(str, command))}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def try_wheel(wheel: Path, python: str, folder: Path) -> None:
    """Install a wheel into a new venv, and use it as a user does."""
    venv, study = folder / "venv", folder / "study"
    call(sys.executable, "-m", "uv", "venv", "--quiet", "--python", python, venv)
    own, dhtools = venv / "bin" / "python", venv / "bin" / "dhtools"
    install = (sys.executable, "-m", "uv", "pip", "install", "--quiet", "--system-certs", "--python", own)
    call(*install, wheel)
    call(own, "-W", "error::SyntaxWarning", "-c", "import dhtools, dhtools.cli", folder=folder)
    call(dhtools, "new", study, folder=folder)
    for name in ("one", "two"):
        (study / "corpus" / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    assert "2 texts" in call(dhtools, "inspect", study, folder=folder)
    assert 'pip install "dhtools[lab]"' in call(dhtools, "run", study, status=2, folder=folder)
    call(*install, f"{wheel}[lab]")
    assert "1 notebook executed" in call(dhtools, "run", study, "00-corpus", folder=folder)


def main() -> None:
    """Try the wheel on every Python that is found."""
    (wheel,) = (ROOT / "build" / "dist").glob("*.whl")
    found = dict(islice(pythons().items(), 1 if "--one" in sys.argv else None))
    for version, python in found.items():
        with tempfile.TemporaryDirectory() as folder:
            try_wheel(wheel, python, Path(folder))
    absent = [version for version in VERSIONS if version not in found]
    print(f"Installed and used on Python {', '.join(found) or 'no'}; not tried: {', '.join(absent) or 'no other'}.")
    if not found:
        sys.exit(1)


if __name__ == "__main__":
    main()

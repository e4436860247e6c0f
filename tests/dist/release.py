"""Makes a release in build/release: wheel, sdist, bill of materials, hashes and notes.

    python tests/dist/release.py [--sbom]

Wheel and sdist are built twice from the last commit, in two folders, and refused if a byte differs. The notes are
the section of CHANGELOG.md that has the version of pyproject.toml. With ``--sbom`` only the bill of materials is
made: what requirements.lock pins and is installed here, with versions, licences and who needs whom.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs"))

from licences import locked  # noqa: E402
from packaging.utils import canonicalize_name  # noqa: E402

RELEASE, SBOM = ROOT / "build" / "release", ROOT / "build" / "sbom.cdx.json"


def call(*command: object, folder: Path = ROOT, epoch: str = "") -> bytes:
    """Run a command, and return what it prints; end if it fails."""
    variables = {**os.environ, **({"SOURCE_DATE_EPOCH": epoch} if epoch else {})}
    done = subprocess.run(list(map(str, command)), cwd=folder, env=variables, capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}:\n{done.stdout.decode()}{done.stderr.decode()}")
    return done.stdout


def committed_at() -> str:
    """Return the time of the last commit, which every file of a release has."""
    return call("git", "log", "-1", "--format=%ct").decode().strip()


def built() -> dict[str, bytes]:
    """Build wheel and sdist from the last commit in a folder of its own, and return them by name."""
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder) / "source", Path(folder) / "made"
        with tarfile.open(fileobj=BytesIO(call("git", "archive", "HEAD"))) as archive:
            archive.extractall(source, filter="data")
        call(sys.executable, "-m", "hatchling", "build", "-d", made, folder=source, epoch=committed_at())
        return {path.name: path.read_bytes() for path in sorted(made.iterdir())}


def built_twice() -> dict[str, bytes]:
    """Return wheel and sdist, if two buildings are the same; end otherwise."""
    first, second = built(), built()
    if unlike := sorted(name for name in {*first, *second} if first.get(name) != second.get(name)):
        sys.exit(f"Built twice, these files differ: {', '.join(unlike)}.")
    return first


def notes(changelog: str, version: str) -> str:
    """Return the section of a version; end if there is none."""
    found = re.search(rf"^## {re.escape(version)} \(.*\)\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    if not found:
        sys.exit(f"CHANGELOG.md has no section {version!r}. Give Unreleased its version and date.")
    return f"# dhtools {version}\n\n{found[1].strip()}\n"


def bill_of_materials() -> bytes:
    """Return the bill of materials in CycloneDX's JSON, without what is installed beside the lock."""
    options = ("--pyproject", "pyproject.toml", "--mc-type", "library", "--output-reproducible", "--of", "JSON")
    bill = json.loads(call(sys.executable, "-m", "cyclonedx_py", "environment", *options, epoch=committed_at()))
    names = set(locked())
    bill["components"] = [one for one in bill["components"] if canonicalize_name(one["name"]) in names]
    known = {one["bom-ref"] for one in (*bill["components"], bill["metadata"]["component"])}
    bill["dependencies"] = [
        {**one, **({"dependsOn": kept} if (kept := [ref for ref in one.get("dependsOn", ()) if ref in known]) else {})}
        for one in bill["dependencies"]
        if one["ref"] in known
    ]
    return f"{json.dumps(bill, indent=2)}\n".encode()


def main() -> None:
    """Make the release, or its bill of materials alone."""
    bill = bill_of_materials()
    SBOM.parent.mkdir(exist_ok=True)
    SBOM.write_bytes(bill)
    if "--sbom" in sys.argv:
        print(f"{SBOM.relative_to(ROOT)}: {len(json.loads(bill)['components'])} packages")
        return
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    said = notes((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version)
    files = {**built_twice(), SBOM.name: bill, "notes.md": said.encode()}
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items())
    RELEASE.mkdir(exist_ok=True)
    for path in RELEASE.iterdir():
        path.unlink()
    for name, content in {**files, "SHA256SUMS": sums.encode()}.items():
        (RELEASE / name).write_bytes(content)
    call(sys.executable, "-m", "twine", "check", "--strict", *RELEASE.glob("dhtools-*"))
    print(f"{RELEASE.relative_to(ROOT)}, the same bytes twice:\n{sums}", end="")


if __name__ == "__main__":
    main()

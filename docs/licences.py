"""Make the list of licences in licences.md from what the installed packages say of themselves.

    python docs/licences.py

A test fails if the page says anything else, or if a package has a licence of a family that is not named here.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "licences.md"
BEGIN, END = "<!-- table:begin -->", "<!-- table:end -->"
#: Families of licences, and how packages call them. One that is not named here has to be read first.
FAMILIES = {
    "permissive": r"MIT(-0|-CMU)?|MIT License|0BSD|BSD(-[23]-Clause| License)?|ISC( License \(ISCL\))?|"
    r"Apache[ -]2\.0|Apache Software License|Apache License, Version 2\.0|PSF-2\.0|CNRI-Python|Zlib|"
    r"Python Software Foundation License|Public Domain|CC0-1\.0|dependency licenses",
    "MPL": r"MPL-[12]\.[01]|Mozilla Public License [12]\.[01] \(MPL [12]\.[01]\)",
    "LGPL": r"LGPL-2\.1-or-later|GNU Lesser General Public License v2 or later \(LGPLv2\+\)",
    "GPL": r"GPL-[23]\.0-(only|or-later)|GNU General Public License( v[23] or later)? \(GPL(v[23]\+)?\)|"
    r"Artistic License",
}
_SHOWN = ("base", "lab", "formats", "lda", "lemma", "scale", "paper", "site", "test", "lint", "setup")


def locked() -> list[str]:
    """Return the names of all packages that requirements.lock pins."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return [canonicalize_name(name) for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)]


def licence(package: str) -> str:
    """Return the licence of an installed package, in its own words; several with ";" between."""
    about = metadata.metadata(package)
    classifiers = about.get_all("Classifier", [])
    classified = [one.split(" :: ")[-1] for one in classifiers if one.startswith("License")]
    stated = (about.get("License") or "").strip().split("\n")[0]
    return about.get("License-Expression") or "; ".join(classified) or stated


def families(words: str) -> tuple[str, ...]:
    """Return the families that the licences of a package belong to; "?" for one that is not known.

    Of "A OR B" and of several classifiers one may choose: the most permissive counts. Of "A AND B" both hold.
    """
    found = []
    for part in re.split(r" AND |, (?!Version)", words):
        choices = [family_of(one.strip()) for one in re.split(r" OR |;", part)]
        found.append(min(choices, key=[*FAMILIES, "?"].index))
    return tuple(dict.fromkeys(found))


def family_of(name: str) -> str:
    """Return the family of one licence."""
    return next((family for family, names in FAMILIES.items() if re.fullmatch(names, name)), "?")


def needed_by() -> dict[str, set[str]]:
    """Return for each package the extras of dhtools that install it; *base* is the package without any."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = {"base": project["dependencies"], **project["optional-dependencies"]}
    found = defaultdict(set)
    for name, requirements in groups.items():
        for package in closure(requirements):
            found[package].add(name)
    return found


def closure(requirements: Iterable[str]) -> set[str]:
    """Return what requirements install here, with all that those need in turn."""
    seen: set[tuple[str, str]] = set()
    todo = [Requirement(line) for line in requirements]
    while todo:
        one = todo.pop()
        name = canonicalize_name(one.name)
        new = {(name, extra) for extra in one.extras or {""}} - seen
        if new and installed(name):
            seen |= new
            extras = {extra for _, extra in new}
            lines = metadata.requires(name) or []
            todo += [need for line in lines if applies(need := Requirement(line), extras)]
    return {name for name, _ in seen}


def applies(need: Requirement, extras: set[str]) -> bool:
    """Tell whether a package that was asked for with some extras needs another one here."""
    here = default_environment()
    return need.marker is None or any(need.marker.evaluate({**here, "extra": extra}) for extra in extras)


def installed(package: str) -> bool:
    """Tell whether a package is installed here."""
    try:
        metadata.metadata(package)
    except metadata.PackageNotFoundError:
        return False
    return True


def rows() -> list[tuple[str, str, str, str]]:
    """Return name, licence, family and extras of every package of the lock that is installed here."""
    needed = needed_by()
    return [
        (
            name,
            licence(name),
            " and ".join(families(licence(name))),
            ", ".join(extra for extra in _SHOWN if extra in needed.get(name, ())),
        )
        for name in locked()
        if installed(name)
    ]


def table() -> str:
    """Return the rows in Markdown."""
    lines = [f"| {' | '.join(row)} |" for row in rows()]
    return "\n".join(
        ["| package | licence, in its own words | family | needed by |", "|---|---|---|---|", *lines]
    )


def page(now: str) -> str:
    """Return a page with its table made anew."""
    before, _, rest = now.partition(BEGIN)
    return f"{before}{BEGIN}\n{table()}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")

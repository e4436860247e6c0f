"""The API reference: a page for every room of the package, made from the docstrings."""

import importlib
import inspect
import pkgutil
from pathlib import Path
from types import ModuleType

import dhtools

INTRODUCTION = """\
API reference
=============

What can be imported, room by room, from the docstrings; :doc:`the house </docs/architecture>` shows how the
rooms hang together. `dhtools` itself offers the names that a notebook needs first; the others are imported
from their room.

"""


def rooms() -> dict[str, ModuleType]:
    """Return the package, and those of its rooms that have more than `dhtools` itself offers, by name."""
    names = [found.name for found in pkgutil.iter_modules(dhtools.__path__) if found.name != "__main__"]
    found = {name: importlib.import_module(f"dhtools.{name}") for name in names}
    return {"dhtools": dhtools} | {f"dhtools.{name}": room for name, room in found.items() if own_names(room)}


def own_names(room: ModuleType) -> list[str]:
    """Return the public names of a room, without those that `dhtools` itself offers."""
    exported = getattr(room, "__all__", None) or [
        name
        for name, thing in vars(room).items()
        if not name.startswith("_") and getattr(thing, "__module__", None) == room.__name__
    ]
    offered = {id(vars(dhtools)[name]) for name in dhtools.__all__}
    return sorted(name for name in exported if id(getattr(room, name)) not in offered)


def promise(thing: object) -> str:
    """Return the first line of a docstring."""
    return (inspect.getdoc(thing) or "").partition("\n")[0]


def page(name: str, room: ModuleType) -> str:
    """Return the page of a room."""
    names = dhtools.__all__ if room is dhtools else own_names(room)
    return (
        f"{name}\n{'=' * len(name)}\n\n.. automodule:: {name}\n"
        f"   :members: {', '.join(names)}\n   :imported-members:\n"
    )


def write_pages(folder: Path) -> None:
    """Write a page a room, and the page that lists them, below *folder*; leave equal files untouched."""
    found = rooms()
    listed = "".join(f"* :doc:`{name} <api/{name}>`: {promise(room)}\n" for name, room in found.items())
    tree = "\n.. toctree::\n   :hidden:\n\n" + "".join(f"   api/{name}\n" for name in found)
    write_if_new(folder / "api.rst", INTRODUCTION + listed + tree)
    for name, room in found.items():
        write_if_new(folder / "api" / f"{name}.rst", page(name, room))


def write_if_new(path: Path, content: str) -> None:
    """Write a file; one that says the same keeps its date, so that Sphinx does not read it anew."""
    if not path.exists() or path.read_text(encoding="utf-8") != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")

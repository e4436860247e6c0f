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

What can be imported, package by package, from the docstrings. :doc:`Architecture </docs/architecture>` shows
how the packages depend on each other. `dhtools` itself offers the names that a notebook needs first; the
others are imported from their package.

"""


def rooms() -> dict[str, ModuleType]:
    """Return the package, and those of its rooms that have more than `dhtools` itself offers, by name."""
    names = [found.name for found in pkgutil.iter_modules(dhtools.__path__) if found.name != "__main__"]
    found = {name: importlib.import_module(f"dhtools.{name}") for name in names}
    return {"dhtools": dhtools} | {f"dhtools.{name}": room for name, room in found.items() if own_names(room)}


def exported(room: ModuleType) -> list[str]:
    """Return the names that a room offers to users.

    A single module without ``__all__`` offers what is public in it, unless `dhtools` offers some of that: the
    rest is the module's own business then.
    """
    if hasattr(room, "__all__"):
        return list(room.__all__)
    public = [
        name
        for name, thing in vars(room).items()
        if not name.startswith("_") and getattr(thing, "__module__", None) == room.__name__
    ]
    return [name for name in public if name in dhtools.__all__] or public


def own_names(room: ModuleType) -> list[str]:
    """Return the names that a room offers and `dhtools` itself does not."""
    offered = {id(vars(dhtools)[name]) for name in dhtools.__all__}
    return sorted(name for name in exported(room) if id(getattr(room, name)) not in offered)


def summary(thing: object) -> str:
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
    """Write a page a room, and the page that lists them, below *folder*."""
    found = rooms()
    listed = "".join(f"* :doc:`{name} <api/{name}>`: {summary(room)}\n" for name, room in found.items())
    tree = "\n.. toctree::\n   :hidden:\n\n" + "".join(f"   api/{name}\n" for name in found)
    write(folder / "api.rst", INTRODUCTION + listed + tree)
    for name, room in found.items():
        write(folder / "api" / f"{name}.rst", page(name, room))


def write(path: Path, content: str) -> None:
    """Write a page, and the folder that it stands in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")

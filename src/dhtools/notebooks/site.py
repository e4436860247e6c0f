"""A site of executed notebooks, to be read offline."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from ..errors import DhtoolsError
from ..escaping import markdown
from .own_folders import scratch_folder
from .paths import list_notebooks
from .swapping import copy_folder

_INDEX = """# {name}

```{{toctree}}
:maxdepth: 1

{pages}
```
"""
_SETTINGS: dict[str, Any] = {
    "language": "en",
    "root_doc": "index",
    "extensions": ["myst_nb", "dhtools.notebooks.site_formulas"],
    "suppress_warnings": ["myst.xref_missing"],  # of pages that only the repository has
    "nb_execution_mode": "off",  # notebooks are shown as they were executed
    "myst_enable_extensions": ["dollarmath"],
    "html_theme": "pydata_sphinx_theme",
    "html_copy_source": False,
    "html_show_sourcelink": False,
    "html_show_sphinx": False,
    "html_math_renderer": "mathml",
    "smartquotes": False,  # texts are shown with the marks that they have
}


def make_site(root: Path) -> Path:
    """Make the site of a project in build/site, and return its first page.

    A project with its own docs/conf.py, such as the repository of this package, is built as that says.

    Raises
    ------
    DhtoolsError
        If Sphinx reports an error.
    """
    build = root / "build"
    if (root / "docs" / "conf.py").is_file():
        return _built(root, root / "docs", build, None)
    with scratch_folder("site") as source:
        _fill(source, root)
        settings = {**_SETTINGS, "project": root.name, "html_title": root.name}
        return _built(source, None, build, settings)


def _fill(source: Path, root: Path) -> None:
    """Copy what the site shows, and write its first page."""
    pages = [f"notebooks/{path.stem}" for path in list_notebooks(root)]
    for folder in ("notebooks", "figures"):
        copy_folder(root / folder, source / folder)
    pages += ["figures/README"] * (source / "figures/README.md").is_file()
    text = _INDEX.format(name=markdown(root.name), pages="\n".join(pages))
    (source / "index.md").write_text(text, encoding="utf-8")


def _built(source: Path, conf: Path | None, build: Path, settings: dict[str, Any] | None) -> Path:
    from sphinx.application import Sphinx

    out = build / "site"
    shutil.rmtree(out, ignore_errors=True)
    app = Sphinx(source, conf, out, build / "doctrees", "html", settings, status=None, freshenv=True)
    app.build()
    if app.statuscode:
        raise DhtoolsError(f"{out} was not built: see the messages of Sphinx.")
    return out / "index.html"

"""The gallery of all figures: ``figures/README.md``, written from their records."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .. import __version__
from ..atomic_write import encoded
from ..errors import DhtoolsError
from ..escaping import markdown, markdown_plain
from .checks import checked_root
from .records import read_record
from .store import logged, store_file

_GALLERY = """# Figures

Written from the records beside the figures: do not edit. Each record (JSON) names the settings, texts and
package versions behind its figure. `dhtools figures` makes all of them anew at another width or in another
format.

To cite a figure, name it as below with the suite and its version (“dhtools {version}, figure
{example}”), and the suite as its CITATION.cff says. A caption and a description for
those who do not see it stand with each.
"""


def write_gallery(root: str | os.PathLike[str]) -> Path:
    """Write ``figures/README.md`` of a project from the records of all figures, and return its path.

    Raises `DhtoolsError` if root is not a folder that can be written to, or a record cannot be read; the
    message names it.
    """
    folder = checked_root(root)
    figures = folder / "figures"
    records = [_read_figure(path) for path in sorted(figures.glob("[!.]*/*.json"))]
    example = next((f"{record['notebook']}/{record['name']}" for record in records), "notebook/name")
    head = _GALLERY.format(version=__version__, example=example)
    content = encoded("\n".join([head, *map(_gallery_entry, records)]), "gallery")
    gallery = figures / "README.md"
    store_file(gallery, content)
    logged(folder, [gallery])
    return gallery


def _gallery_entry(record: Mapping[str, Any]) -> str:
    folder, name = record["notebook"], record["name"]
    links = [f"[{file.removeprefix(name).lstrip('.-')}]({folder}/{file})" for file in sorted(record["files"])]
    return f"""## {folder}: {name}

![{markdown_plain(record["alt"])}]({folder}/{name}.png)

{markdown(record["caption"])}

Files: {", ".join(links)}, [record]({folder}/{name}.json). Notebook: [{folder}](../notebooks/{folder}.ipynb).
"""


def _read_figure(path: Path) -> dict[str, Any]:
    record = read_record(path)
    if record["kind"] != "figure" or not isinstance(record.get("alt"), str):
        raise DhtoolsError(f"{path} is not the record of a figure. Remove it, or export the figure again.")
    return record

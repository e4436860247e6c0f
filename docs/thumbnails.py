"""The small pictures of the front page, from the records beside the figures."""

import json
from pathlib import Path

from reference import write

from dhtools.escaping import markdown_plain


def write_page(folder: Path, figures: Path) -> None:
    """Write a picture for every figure, each a link to its place in the gallery.

    Links are relative to docs/, where the front page includes this.
    """
    records = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(figures.glob("*/*.json"))]
    lines = [_picture(record["notebook"], record["name"], record["alt"]) for record in records]
    write(folder / "thumbnails.md", "\n".join(['<div class="thumbnails">', "", *lines, "", "</div>", ""]))


def _picture(notebook: str, name: str, alt: str) -> str:
    place = f"../figures/README.md#{notebook}-{name}"
    return f"[![{markdown_plain(alt)}](../figures/{notebook}/{name}.png)]({place})"

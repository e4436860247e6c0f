"""How the repository becomes a site: addresses of pages, alt texts, links to what is no page."""

import hashlib
import json
import re
from base64 import b64decode
from pathlib import Path, PurePosixPath

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging

logger = logging.getLogger(__name__)

#: Folders of pages that do not show in their addresses: docs/index.md becomes index.html.
HIDDEN = ("docs/", "build/pages/")
#: The tag of cells that say how a result is made, and the class of what they show.
METHOD = "hermeneutics"


def address(docname: str) -> str:
    """Return the address of a page, without its ending."""
    for folder in HIDDEN:
        docname = docname.removeprefix(folder)
    return docname


class SiteBuilder(StandaloneHTMLBuilder):
    """Sphinx's builder of HTML; pages of `HIDDEN` folders stand at the top of the site."""

    name = "html"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the address of a page, to link to it."""
        return super().get_target_uri(address(docname), typ)

    def get_output_path(self, page_name: str, /) -> Path:
        """Return the file of a page."""
        return super().get_output_path(address(page_name))


def notebook_cells(notebook: Path) -> list[dict]:
    """Return the cells of a notebook."""
    return json.loads(notebook.read_text(encoding="utf-8"))["cells"]


def alt_texts(notebook: Path) -> dict[str, str]:
    """Return the alt text of every picture among the outputs of a notebook, by the hash of its bytes."""
    outputs = [output for cell in notebook_cells(notebook) for output in cell.get("outputs", [])]
    return {
        hashlib.sha256(b64decode(output["data"]["image/png"])).hexdigest(): output["metadata"]
        .get("image/png", {})
        .get("alt", "")
        for output in outputs
        if "image/png" in output.get("data", {})
    }


def give_alt_texts(app: Sphinx, doctree: nodes.document) -> None:
    """Give the pictures of a notebook the alt texts of its outputs: myst-nb names a picture by its hash."""
    source = Path(app.env.doc2path(app.env.docname))
    known = alt_texts(source) if source.suffix == ".ipynb" else {}
    for image in doctree.findall(nodes.image):
        image["alt"] = image.get("alt") or known.get(PurePosixPath(image["uri"]).stem, "")
        if not image["alt"]:
            logger.warning("a picture has no alt text: %s", image["uri"], location=image)


def mark_method_layer(app: Sphinx, doctree: nodes.document) -> None:
    """Give what stands in cells of the method layer a class, by which a switch on the page hides it.

    myst-nb numbers the lines of the n-th Markdown cell from 10,000 n on.
    """
    source = Path(app.env.doc2path(app.env.docname))
    if source.suffix != ".ipynb":
        return
    tagged = [METHOD in cell["metadata"].get("tags", []) for cell in notebook_cells(source)]
    for section in doctree.findall(nodes.section):
        for part in section.children:
            cell = part.get("cell_index", (part.line or 0) // 10_000 - 1)
            if not isinstance(part, nodes.section) and cell >= 0 and tagged[cell]:
                part["classes"].append(METHOD)


def unlink_folders(app: Sphinx, doctree: nodes.document) -> None:
    """Show a link to a folder of the repository as plain words: the site has no such page."""
    here = Path(app.env.doc2path(app.env.docname)).parent
    for link in list(doctree.findall(pending_xref)):
        if link["reftype"] == "myst" and (here / link["reftarget"]).is_dir():
            link.replace_self(link.children)


def links_from_docs(app: Sphinx, path: Path, docname: str, content: list[str]) -> None:
    """Let the links of README, which stands above, hold in a page of docs/ that includes it."""
    if path.name == "README.md":
        content[0] = re.sub(r"\]\((?![a-z]+:|#|\.\.)", "](../", content[0])


def setup(app: Sphinx) -> None:
    """Tell Sphinx of all this."""
    app.add_builder(SiteBuilder, override=True)
    app.connect("include-read", links_from_docs)
    app.connect("doctree-read", give_alt_texts)
    app.connect("doctree-read", mark_method_layer)
    app.connect("doctree-read", unlink_folders)

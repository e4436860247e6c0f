"""Sphinx: how the site is made from the executed notebooks, the docstrings and the pages beside this file.

The source folder is the repository, so that links between its files hold on the site too. What is derived
from the code is written to ``build/pages`` before anything is read; nothing here executes a notebook.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(ROOT / "src"))

import methods
import reference
import repository
import thumbnails
from sphinx.application import Sphinx

import dhtools
from dhtools.notebooks import site_formulas

PAGES = ROOT / "build" / "pages"

project, author, release = "dhtools", "The dhtools authors", dhtools.__version__
project_copyright = "The dhtools authors"
language = "en"
root_doc = "docs/index"
include_patterns = [
    "docs/*.md",
    "notebooks/*.ipynb",
    "seeds/README.md",
    "figures/README.md",
    "build/pages/**.rst",
]
exclude_patterns = [".venv", ".venvs", ".git", "build/site", "build/doctrees"]

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]

# Notebooks are shown as the suite has executed them.
nb_execution_mode = "off"
myst_heading_anchors = 3
myst_enable_extensions = ["dollarmath"]
html_math_renderer = "mathml"
smartquotes = False  # texts are shown with the marks that they have

# numpydoc docstrings; a name in single backquotes is a link where there is such an object
napoleon_google_docstring = False
napoleon_use_ivar = True
napoleon_use_rtype = False
napoleon_use_param = False
autodoc_typehints = "none"
autodoc_member_order = "bysource"
autodoc_default_options = {"exclude-members": "set_score_request"}  # scikit-learn writes it
default_role = "py:obj"

html_theme = "pydata_sphinx_theme"
html_title = "dhtools"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = ["layers.js"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
# pages without pages below them need no list of these
alone = ["docs/index", "docs/architecture", "build/pages/methods", "seeds/README", "figures/README"]
html_sidebars = {page: [] for page in alone}
html_context = {"default_mode": "auto"}
html_theme_options = {
    "navbar_align": "left",
    "header_links_before_dropdown": 8,
    "navbar_persistent": ["search-button"],
    "navbar_end": ["theme-switcher"],
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
}


def write_pages(app: Sphinx) -> None:
    """Write what is derived from the code."""
    methods.write_page(PAGES, ROOT / "benchmarks" / "results.csv")
    reference.write_pages(PAGES)
    thumbnails.write_page(PAGES, ROOT / "figures")


def setup(app: Sphinx) -> None:
    """Tell Sphinx what to do beyond its own."""
    app.connect("builder-inited", write_pages)
    site_formulas.setup(app)
    repository.setup(app)

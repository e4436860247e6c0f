"""The site: built whole from a copy of the repository and looked at; and the methods page that it derives."""

import importlib
import inspect
import json
import re
import shutil
import subprocess
import sys
from base64 import b64encode
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import nbformat
import pandas as pd
import pytest
from media import TEXTS, isolates_out

from dhtools.export import say
from dhtools.export.tables import html_table, table_cells

PARTS = ("docs", "notebooks", "figures", "seeds", "data", "src", "benchmarks")
FILES = ("README.md", "CITATION.cff", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
#: Attributes by which a page requests something when it is opened; a link that is followed is none.
REQUESTS = {
    "script": "src",
    "img": "src",
    "link": "href",
    "iframe": "src",
    "source": "srcset",
    "object": "data",
}


class Page(HTMLParser):
    """What a page holds: headings by level, pictures, requests, links, ids."""

    def __init__(self, html):
        super().__init__()
        self.headings, self.pictures, self.requests, self.links, self.ids = [], [], [], [], set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        got = dict(attrs)
        self.ids.add(got.get("id"))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "img":
            self.pictures.append((got.get("src"), got.get("alt")))
        if tag in REQUESTS and REQUESTS[tag] in got:
            self.requests.append(got[REQUESTS[tag]])
        if tag == "a" and "href" in got:
            self.links.append(got["href"])

    def elsewhere(self):
        """What is requested from another place than the page's own."""
        return [address for address in self.requests if urlsplit(address).scheme or address.startswith("//")]

    def unordered(self):
        """Whether a heading is more than one level below the one before it, or there is not one first."""
        steps = zip(self.headings, self.headings[1:], strict=False)
        return self.headings[:1] != [1] or self.headings.count(1) != 1 or any(b > a + 1 for a, b in steps)

    def without_alt(self):
        return [src for src, alt in self.pictures if not (alt or "").strip()]


@pytest.fixture(scope="module")
def docs(root):
    """The scripts of docs/, as conf.py finds them."""
    sys.path.insert(0, str(root / "docs"))
    yield {
        name: importlib.import_module(name) for name in ("docstrings", "methods", "reference", "repository")
    }
    sys.path.remove(str(root / "docs"))


@pytest.fixture(scope="module")
def page(docs, root):
    return docs["methods"].page(root / "benchmarks" / "results.csv")


@pytest.fixture(scope="module")
def copy(root, tmp_path_factory):
    """A copy of the repository: the build writes nothing into the one that is tested."""
    there = tmp_path_factory.mktemp("repository")
    left = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "*.egg-info")
    for part in PARTS:
        shutil.copytree(root / part, there / part, ignore=left)
    for file in FILES:
        shutil.copy(root / file, there / file)
    return there


def build(folder, confdir):
    command = [sys.executable, "-m", "sphinx", "--quiet", "--fail-on-warning", "--keep-going", "-c", confdir]
    return subprocess.run([*command, ".", "build/site"], cwd=folder, capture_output=True, encoding="utf-8")


@pytest.fixture(scope="module")
def site(copy):
    """Every page of the site by its address, and the folder it stands in."""
    done = build(copy, "docs")
    assert (done.returncode, done.stderr) == (0, "")
    folder = copy / "build" / "site"
    found = {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*.html"))}
    return folder, {
        name: Page(path.read_text(encoding="utf-8"))
        for name, path in found.items()
        if not name.startswith("_")
    }


def test_every_part_has_its_page(site, root):
    _, pages = site
    notebooks = {f"notebooks/{path.stem}.html" for path in (root / "notebooks").glob("*.ipynb")}
    own = {f"{path.stem}.html" for path in (root / "docs").glob("*.md")}
    assert len(notebooks) >= 4 and len(own) >= 7
    rooms = {f"api/dhtools.{room}.html" for room in ("stylometry", "topics", "terms", "rhetoric", "plots")}
    assert set(pages) >= notebooks | own | rooms | {"index.html", "methods.html", "seeds/README.html"}


def test_nothing_is_requested_from_elsewhere(site):
    folder, pages = site
    assert sum(len(page.requests) for page in pages.values()) > 100
    assert {name: found for name, page in pages.items() if (found := page.elsewhere())} == {}
    styles = [path.read_text(encoding="utf-8") for path in folder.rglob("*.css")]
    assert styles
    for style in styles:
        assert not re.search(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//", style)


def test_every_picture_has_its_alt_text(site):
    _, pages = site
    assert {name: found for name, page in pages.items() if (found := page.without_alt())} == {}


def test_pictures_of_a_notebook_have_the_alt_text_of_its_outputs(site, root):
    _, pages = site
    for path in (root / "notebooks").glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        outputs = [output for cell in cells for output in cell.get("outputs", []) if "data" in output]
        told = [o["metadata"]["image/png"]["alt"] for o in outputs if "image/png" in o["data"]]
        assert [alt for _, alt in pages[f"notebooks/{path.stem}.html"].pictures] == told


def test_headings_are_in_order(site):
    _, pages = site
    read = {name: page for name, page in pages.items() if name not in ("genindex.html", "search.html")}
    assert [name for name, page in read.items() if page.unordered()] == []


def test_every_link_within_the_site_leads_somewhere(site):
    folder, pages = site
    dead = []
    for name, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = ((folder / name).parent / unquote(parts.path)).resolve() if parts.path else folder / name
            there = pages.get(str(target.relative_to(folder.resolve()))) if parts.path else page
            if not target.exists() or (there and parts.fragment and unquote(parts.fragment) not in there.ids):
                dead.append((name, link))
    assert dead == []


@pytest.mark.parametrize(
    ("html", "complaint"),
    [
        ("<h1>A</h1><h3>B</h3>", "unordered"),
        ("<h1>A</h1><h1>B</h1>", "unordered"),
        ('<img src="a.png">', "without_alt"),
        ('<img src="a.png" alt=" ">', "without_alt"),
        ('<script src="https://example.org/a.js"></script>', "elsewhere"),
        ('<link rel="stylesheet" href="//example.org/a.css">', "elsewhere"),
    ],
)
def test_what_is_wrong_with_a_page_is_seen(html, complaint):
    assert getattr(Page(html), complaint)()


def test_a_page_without_fault_is_passed():
    page = Page(
        '<h1>A</h1><h2>B</h2><h3>C</h3><h2>D</h2><img src="a.png" alt="a dot"><a href="https://x.org">x</a>'
    )
    assert not (page.unordered() or page.without_alt() or page.elsewhere())


def build_notebook(root, folder, cells):
    """Build a site of one notebook by the scripts of docs/."""
    conf = f"""
import sys; sys.path.insert(0, {str(root / "docs")!r})
extensions, nb_execution_mode = ["myst_nb", "repository", "dhtools.notebooks.site_formulas"], "off"
myst_enable_extensions, html_math_renderer, smartquotes = ["dollarmath"], "mathml", False
"""
    (folder / "conf.py").write_text(conf, encoding="utf-8")
    python = {"language_info": {"name": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=python), folder / "index.ipynb")
    return build(folder, ".")


@pytest.mark.parametrize("alt", ["", "A dot."])
def test_a_picture_without_alt_text_stops_the_build(root, tmp_path, alt):
    picture = (root / "figures" / "00-corpus" / "strips.png").read_bytes()
    output = nbformat.v4.new_output(
        "display_data", {"image/png": b64encode(picture).decode()}, metadata={"image/png": {"alt": alt}}
    )
    cells = [nbformat.v4.new_markdown_cell("# A title"), nbformat.v4.new_code_cell("1", outputs=[output])]
    done = build_notebook(root, tmp_path, cells)
    assert (done.returncode, "has no alt text" in done.stderr) == ((0, False) if alt else (1, True))


def test_the_method_layer_has_a_class_by_which_it_can_be_hidden(root, tmp_path):
    """Headings, paragraphs, lists, formulas and code of cells that are tagged so, and nothing else."""
    new, layer = nbformat.v4, {"tags": ["hermeneutics"]}
    cells = [
        new.new_markdown_cell("# A title\n\nTo be read."),
        new.new_markdown_cell("## The formula\n\nOne.\n\n* two\n\n$$x$$", metadata=layer),
        new.new_code_cell("three", metadata=layer),
        new.new_markdown_cell("## Result\n\nFour."),
        new.new_code_cell("five"),
    ]
    assert build_notebook(root, tmp_path, cells).returncode == 0
    html = (tmp_path / "build" / "site" / "index.html").read_text(encoding="utf-8")
    hidden = re.findall(r'<(\w+) class="([^"]*\bhermeneutics\b[^"]*)"', html)
    assert [tag for tag, _ in hidden] == ["h2", "p", "ul", "div", "div"]
    assert "tag_hermeneutics" in hidden[-1][1]
    assert '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">' in html
    assert not Page(html).elsewhere()


def test_no_text_becomes_a_formula_or_markup(root, tmp_path):
    """In sentences, tables and captions; one formula of the notebook's own is there."""
    new, texts = nbformat.v4, [text for text in TEXTS if text.isprintable()]
    shown = [say(f"{number}: {{a}}", a=text)._repr_mimebundle_()[0] for number, text in enumerate(texts)]
    cells = table_cells(pd.DataFrame({"a": texts}), {})
    shown.append({"text/html": html_table(cells, 99, "t", texts[0], ""), "text/plain": "a table"})
    outputs = [new.new_output("display_data", bundle) for bundle in shown]
    sources = [new.new_markdown_cell("# A title\n\n$x$"), new.new_code_cell("1", outputs=outputs)]
    assert build_notebook(root, tmp_path, sources).returncode == 0
    page = (tmp_path / "build" / "site" / "index.html").read_text(encoding="utf-8")
    assert page.count("<math ") == 1 and "<img src=x" not in page
    words = isolates_out(unescape(re.sub(r"<[^>]*>", "", page)))
    for number, text in enumerate(texts):
        assert words.count(f"{number}: {text}") == 1 and words.count(text) > 1


def sections(docs):
    """Every module that defines measures, with these and with what the module says of its sources."""
    methods = docs["methods"]
    for room in methods.ROOMS:
        for name, module in methods.modules(room).items():
            if found := methods.registered(room, module):
                works = [entry.source for entry in methods.documented(room, module)]
                yield name, found, " ".join([docs["docstrings"].sources(module.__doc__ or ""), *works])


def test_every_measure_has_a_formula_and_a_source(docs, page):
    found = {(name, measure.name) for name, measures, _ in sections(docs) for measure in measures}
    known = {"stylometry.distances": "burrows", "keyness.measures": "log_odds", "readability.formulas": "lix"}
    assert set(known.items()) <= found and len(found) > 35
    for name, measures, sources in sections(docs):
        for measure in measures:
            told = " ".join((measure.summary, *measure.formulas))
            works = f"{measure.source} {told} {sources}"
            assert measure.formulas or docs["docstrings"].has_formula(measure.summary), (name, measure.name)
            assert re.search(r"(?:1[89]|20)\d\d\b", works), (name, measure.name)
            assert f"\n``{measure.name}``\n" in page


def test_mappings_that_hold_no_measures_are_named_as_they_are_and_left_out(docs):
    methods = docs["methods"]
    modules = [module for room in methods.ROOMS for module in methods.modules(room).values()]
    assert methods.NOT_MEASURES - {name for module in modules for name in vars(module)} == set()
    shown = {name for module in modules for name in methods.registries(module)}
    assert "DISTANCES" in shown and not shown & methods.NOT_MEASURES


def test_every_function_of_the_analyses_is_on_the_page(docs, page):
    for room in docs["methods"].ROOMS:
        module = importlib.import_module(f"dhtools.{room}")
        things = {name: getattr(module, name) for name in docs["reference"].exported(module)}
        names = [name for name, thing in things.items() if callable(thing) and room in thing.__module__]
        assert names
        assert [n for n in names if not re.search(rf"`{n} <|^``{n}``$", page, re.MULTILINE)] == []


@pytest.mark.parametrize(
    "formula",
    [
        "mean of ``|z - z'|``",
        "``log2((a / n_a) / (b / n_b))``",
        "``14 + log2 2·O11/(R1 + C1)``",
        "``206.835 - 1.015 * n_words / n_sentences - 84.6 * n_syllables / n_words``",
        "``Σ |v − s| / 2``",
        "``NPMI(a, b) = ln(p(a, b) / (p(a) p(b))) / -ln p(a, b)``",
    ],
)
def test_formulas_are_shown_as_the_docstrings_have_them(page, formula):
    assert formula in page


def test_every_result_is_on_the_page(docs, page, root):
    rows = docs["methods"].results(root / "benchmarks" / "results.csv")
    assert len(rows) > 35
    for row in rows:
        assert f"   * - {row.what}\n     - {row.on}\n     - {row.result}\n" in page


def test_a_result_stands_with_the_modules_that_it_names(docs, root):
    methods = docs["methods"]
    rows = methods.results(root / "benchmarks" / "results.csv")
    assert {row.what for row in methods.belonging("topics.coherence", rows)} == {
        "topics: coherence (NPMI, windows of 110 words), k = 20"
    }


def test_a_result_without_a_module_is_shown_all_the_same(docs, tmp_path):
    path = tmp_path / "results.csv"
    path.write_text(
        "what,on,result,modules,code\n"
        'notes: found,"novels, 30 found",all,,\nthe same,"the same, 9 found",none,,\n'
    )
    page = docs["methods"].page(path)
    assert page.count("   * - notes: found\n") == 2
    assert (
        "Further results\n" in page
        and "     - novels, 9 found\n     - none (stale: code changed since)\n" in page
    )


def test_a_formula_is_told_from_other_literals(docs):
    docstring = """Return a rate.

    It is read from ``dates.csv`` with ``voice='author'``.

    Returns
    -------
    DataFrame
        By name:

        * ``one``: ``a / b``, per cent;
        * ``two``: what ``one`` is.

    Raises
    ------
    DhtoolsError
        If ``a > b + 1``, that is ``a - b > 1``.
    """
    assert docs["docstrings"].formulas(inspect.cleandoc(docstring)) == ["``one``: ``a / b``, per cent;"]

"""Formulas as MathML: browsers show it as it is, without a script and without the network."""

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator


def write_inline(translator: HTML5Translator, node: nodes.math) -> None:
    """Write a formula within a line."""
    translator.body.append(convert(node.astext()))
    raise nodes.SkipNode


def write_block(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula that has lines of its own."""
    translator.body.append(translator.starttag(node, "div", CLASS="formula"))
    translator.body.append(f"{convert(node.astext(), display='block')}</div>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Tell Sphinx of all this."""
    app.add_html_math_renderer("mathml", (write_inline, None), (write_block, None))

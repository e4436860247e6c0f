"""The options of every command, and the page that `--help` shows: one screen, with two examples."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from ..errors import did_you_mean
from ..notebooks.paper_figures import FORMATS
from ..publishing.interchange.export import FORMATS as EXPORTED
from ..publishing.papers.media import MEDIA
from ..publishing.papers.paper import CODES
from ..schema import VOICES

Command = Callable[[argparse.Namespace], int]

RUN_ABOUT = """\
Execute notebooks, and renew what they hold and export (notebooks/, figures/,
data/). A notebook's results are moved into place whole or not at all. What
succeeds is kept if another one fails; --resume takes up what is missing.
"""
RUN_EXAMPLES = """\
examples:
  dhtools run 03-terms          one notebook of the project you are in
  dhtools run --corpus ~/novels --out ~/results --set SEGMENT_WORDS=500
                                all of them over other texts, with another
                                value of a parameter
exit status: 0 all succeeded; 1 some are missing; 2 wrong input; 130 stopped
"""
CHECK_ABOUT = """\
Execute notebooks in a scratch folder and compare what they print, draw and
export with what is here: what is printed exactly, exported numbers to a
relative 1e-9, pictures as the eye sees them, all else with checksums.txt if it
is there. What differs is listed with notebook, cell, row and column.
"""
CHECK_EXAMPLES = """\
examples:
  dhtools check                 all notebooks of the project you are in
  dhtools check ~/study --declare
                                changed texts, prose, cells are as meant there

exit status: 0 all is as it was; 1 something differs or fails; 2 wrong input
"""
FIGURES_ABOUT = """\
Execute notebooks in a scratch folder and put every figure into a folder: in the
format asked for, as a greyscale proof (PNG), and with its data (CSV). Captions
and alt texts stand in figures/README.md. The project stays as it is.
"""
FIGURES_EXAMPLES = """\
examples:
  dhtools figures --width single --format svg
  dhtools figures 01-stylometry --out ~/paper/figures
"""
INSPECT_ABOUT = """\
Read texts and say what was found: formats, encodings, languages, lengths, kinds
of block, voices, texts that are nearly the same, odd characters, and what each
notebook can say at these lengths. Nothing is written.
"""
INSPECT_EXAMPLES = """\
examples:
  dhtools inspect ~/novels      a folder with texts in any of the known formats
  dhtools inspect speeches.csv --text-column speech
                                a table, a row a text
"""
NEW_EXAMPLES = """\
examples:
  dhtools new my-study
  dhtools new ~/work/letters
"""
LAB_EXAMPLES = """\
examples:
  dhtools lab
  dhtools lab ~/study --no-browser --port=9999
"""
PAPER_ABOUT = """\
Make a paper of an executed notebook: figures and tables with numbers, captions
and alt texts, citations from references.bib in a citation style. Words, tables
and pictures are those of the notebook; nothing is executed.
"""
PAPER_EXAMPLES = """\
examples:
  dhtools paper 03-terms --to docx
  dhtools paper 03-terms --to pdf --style chicago.csl --code fold
                                code in an appendix; in HTML it unfolds
"""
EXPORT_ABOUT = """\
Annotate texts and write them for other tools: blocks, sentences, words, voices
and findings, text by text. What is written can be read back without loss.
"""
EXPORT_EXAMPLES = """\
examples:
  dhtools export ~/novels --to tei --out novels-tei
  dhtools export speeches.csv --text-column speech --to conllu --out parsed
"""
SITE_EXAMPLES = """\
examples:
  dhtools site
  dhtools site ~/study
"""


#: Of corpora larger than memory: in brief, what it does, further arguments, examples.
CORPORA = {
    "count": (
        "count the words of a corpus of any size",
        "Count words or n-grams, file by file. What is read is kept in PATH.dhtools.",
        "PATH [options]",
        """\
examples:
  dhtools count ~/novels --out words.csv
  dhtools count ~/novels --voice author --ngram 2 --scheduler tcp://node1:8786
""",
    ),
    "keyness": (
        "compare the words of groups of texts in a corpus of any size",
        "Compare groups of texts by all measures of keyness; p permutes the texts.",
        "PATH --group COLUMN --target VALUE [options]",
        """\
examples:
  dhtools keyness ~/novels --group author --target Austen --out key.csv
  dhtools keyness ~/novels --group genre --target gothic --reference satire
""",
    ),
    "kwic": (
        "list the lines of a word in a corpus of any size",
        "List the occurrences of a word or phrase with the words around it.",
        "PATH QUERY [options]",
        """\
examples:
  dhtools kwic ~/novels whale --sort R1
  dhtools kwic ~/novels "of the sea" --voice author --cap 50 --out lines.csv
""",
    ),
    "topics": (
        "find topics in a sample of a corpus of any size",
        "Fit topics to segments drawn at random, and refit them to see which are stable.",
        "PATH [options]",
        """\
examples:
  dhtools topics ~/novels --topics 10 --segments 1000 --out topics.csv
  dhtools topics ~/novels --voice quoted
""",
    ),
}


class Parser(argparse.ArgumentParser):
    """A parser whose help fits 80 columns, and which answers a mistyped word with the nearest spelling."""

    def __init__(self, **options: Any) -> None:
        layout = partial(argparse.RawDescriptionHelpFormatter, max_help_position=22, width=80)
        super().__init__(**{"formatter_class": layout, **options})

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            known = [str(choice) for choice in action.choices]
            message = (
                f"{value!r} is not known.{did_you_mean(str(value), known)} There are: {', '.join(known)}."
            )
            raise argparse.ArgumentError(action, message)

    def refuse(self, further: Sequence[str]) -> NoReturn:
        """End with a message on the first argument that is not known."""
        given = next((word for word in further if word.startswith("-")), further[0])
        option = given.partition("=")[0]
        self.error(f"{option} is not known.{did_you_mean(option, self._option_string_actions)}")

    def error(self, message: str) -> NoReturn:
        """End with a message, and say where help is: usage would hide the message."""
        stop = "" if message.endswith((".", "?")) else "."
        self.exit(2, f"{self.prog}: {message}{stop} See: {self.prog} --help\n")


def make_parser(commands: Mapping[str, Command]) -> Parser:
    """Return the parser of the command line; *commands* has a function for each name."""
    about = "Texts by style, topics, terms and rhetoric: in notebooks, run and checked."
    parser = Parser(prog="dhtools", description=about, epilog="dhtools COMMAND --help says more of each.")
    parser.set_defaults(parser=parser)
    added = parser.add_subparsers(metavar="COMMAND", title="commands", dest="name")

    def add(name: str, brief: str, usage: str, about: str = "", examples: str = "") -> Parser:
        one = added.add_parser(
            name,
            help=brief,
            usage=f"dhtools {name} {usage}",
            description=about or f"{brief.capitalize()}.",
            epilog=examples,
        )
        one.set_defaults(command=commands[name], parser=one)
        return one

    project = "[PROJECT] [NOTEBOOK ...] [options]"
    _of_run(add("run", "execute notebooks, and renew what they export", project, RUN_ABOUT, RUN_EXAMPLES))
    brief = "execute notebooks in a scratch folder, and say what differs"
    of_check = add("check", brief, project, CHECK_ABOUT, CHECK_EXAMPLES)
    of_check.add_argument("--declare", action="store_true", help="write checksums.txt, and execute nothing")
    _of_notebooks(of_check)
    brief = "make all figures anew, at a journal's width and in its format"
    _of_figures(add("figures", brief, project, FIGURES_ABOUT, FIGURES_EXAMPLES))
    brief = "say what was read from texts, and what notebooks can say of them"
    _of_inspect(add("inspect", brief, "[PATH] [options]", INSPECT_ABOUT, INSPECT_EXAMPLES))
    about = "Make a project in a new folder: notebooks/, corpus/ for your texts, README.md."
    new = add("new", "make a project: the notebooks, and a folder for texts", "FOLDER", about, NEW_EXAMPLES)
    new.add_argument("folder", type=Path, metavar="FOLDER", help="new or empty")
    about = "Open the notebooks of a project in JupyterLab. Other options go to JupyterLab."
    add("lab", "open the notebooks of a project in JupyterLab", "[PROJECT] [options]", about, LAB_EXAMPLES)
    about = "Make a site of the executed notebooks, to be read offline, in build/site."
    site = add("site", "make a site of the executed notebooks", "[PROJECT]", about, SITE_EXAMPLES)
    site.add_argument("folder", nargs="?", type=Path, metavar="PROJECT", help="default: that you are in")
    brief = "make a paper of a notebook: Word, PDF, HTML, LaTeX"
    _of_paper(add("paper", brief, "NOTEBOOK --to MEDIUM [options]", PAPER_ABOUT, PAPER_EXAMPLES))
    brief = "write annotated texts as TEI, CoNLL-U, JSON or tables"
    usage = "PATH --to FORMAT --out FOLDER [options]"
    _of_export(add("export", brief, usage, EXPORT_ABOUT, EXPORT_EXAMPLES))
    for name, (brief, about, usage, examples) in CORPORA.items():
        _of_corpus(add(name, brief, usage, about, examples), name)
    return parser


def _of_notebooks(parser: Parser) -> None:
    """Add the options of a command that executes notebooks."""
    add = parser.add_argument
    add("notebooks", nargs="*", metavar="NOTEBOOK", help="name or path of a notebook, or of a project")
    add("--jobs", type=_positive, metavar="N", help="notebooks at a time (default: number of processors)")
    add("--timeout", type=_positive, default=600, metavar="SECONDS", help="for each cell (default: 600)")


def _of_run(parser: Parser) -> None:
    add = parser.add_argument
    add("--corpus", type=Path, metavar="PATH", help="read this folder, file, archive or table; needs --out")
    add("--out", type=Path, metavar="FOLDER", help="put the results there; the project stays as it is")
    add(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="change a parameter; needs --out",
    )
    add("--resume", action="store_true", help="execute only what an earlier run did not finish")
    _of_notebooks(parser)


def _of_figures(parser: Parser) -> None:
    add = parser.add_argument
    add(
        "--width",
        choices=("single", "double"),
        default="double",
        help="of a journal (default: double)",
    )
    add("--format", choices=FORMATS, default="pdf", help="default: pdf")
    add("--out", type=Path, metavar="FOLDER", help="default: build/figures of the project")
    _of_notebooks(parser)


def _of_paper(parser: Parser) -> None:
    add = parser.add_argument
    add("notebook", metavar="NOTEBOOK", help="name or path of a notebook")
    add("--to", required=True, choices=tuple(MEDIA), metavar="MEDIUM", help=", ".join(MEDIA))
    add(
        "--style",
        type=Path,
        metavar="FILE.csl",
        help="a citation style (default: Chicago's, author and year)",
    )
    add("--code", choices=CODES, default="drop", help="default: drop")
    add("--out", type=Path, metavar="FILE", help="default: build/paper/NOTEBOOK.MEDIUM of the project")


def _of_export(parser: Parser) -> None:
    add = parser.add_argument
    add("path", type=Path, metavar="PATH", help="a folder, file, archive or table")
    add("--to", required=True, choices=tuple(EXPORTED), metavar="FORMAT", help=", ".join(EXPORTED))
    add("--out", "-o", required=True, type=Path, metavar="FOLDER", help="new, or of an earlier export")
    add("--text-column", metavar="NAME", help="of a table")


def _of_inspect(parser: Parser) -> None:
    add = parser.add_argument
    about = "a folder, file, archive, table or project (default: that you are in)"
    add("path", nargs="?", type=Path, metavar="PATH", help=about)
    add("--text-column", metavar="NAME", help="the column of a table that holds the texts")


def _of_corpus(parser: Parser, name: str) -> None:
    """Add the options of a command on a corpus of any size."""
    add = parser.add_argument
    add("path", type=Path, metavar="PATH", help="a folder, file, archive or table")
    if name == "kwic":
        add("query", metavar="QUERY", help="a word or phrase, in any case")
        add("--sort", metavar="WORD", help="L1 to L3, R1 to R3: the words around the match")
        add("--cap", type=_positive, default=100, metavar="N", help="lines (default: 100)")
        add("--all", action="store_true", help="all lines, to a new folder --out of Parquet files")
    if name == "keyness":
        add("--group", required=True, metavar="COLUMN", help="of the metadata, such as author")
        add("--target", required=True, metavar="VALUE", help="the texts with this value")
        add("--reference", metavar="VALUE", help="against these (default: all others)")
        add("--min-count", type=_positive, default=5, metavar="N", help="of a word (default: 5)")
    if name == "topics":
        add("--topics", type=_positive, default=10, metavar="K", help="default: 10")
        add("--segments", type=_positive, default=500, metavar="N", help="default: 500")
        add("--seed", type=int, default=0, metavar="N", help="of the draw (default: 0)")
    if name == "count":
        add("--ngram", type=_positive, default=1, metavar="N", help="words in a row (default: 1)")
        add("--min-count", type=_positive, default=1, metavar="N", help="of a word (default: 1)")
        add("--by-text", action="store_true", help="to a new folder --out of Parquet files")
    default = "author" if name == "topics" else "all"
    add("--voice", choices=VOICES, metavar="VOICE", help=f"{', '.join(VOICES)} (default: {default})")
    add("--text-column", metavar="NAME", help="of a table")
    add("--folder", type=Path, metavar="FOLDER", help="keep what is read there")
    add("--scheduler", metavar="ADDR", help="of a Dask cluster (default: work here)")
    add("--workers", type=_positive, default=2, metavar="N", help="processes here (default: 2)")
    add("--memory", default="1GiB", metavar="SIZE", help="of each process (default: 1GiB)")
    add("--out", type=Path, metavar="FILE", help="write the whole table there, as CSV")


def _positive(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0.")
    return number

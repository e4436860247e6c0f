"""How a passage is cited: by its name, and its text as an entry in BibTeX or CSL-JSON.

What is not known of a text is left out. A name is valid for one file, so the entry states the hash.
"""

from __future__ import annotations

import json
import re
from typing import Any

from ..corpus.groups import is_named
from ..corpus.metadata import years_of
from ..corpus.texts import UNKNOWN, Text
from ..errors import check_choice
from ..escaping import latex, one_line

FORMS = ("passage", "bibtex", "csl")


def cite(text: Text, passage: str, form: str = "passage") -> str:
    r"""Return the citation of a passage.

    Parameters
    ----------
    text : Text
        In which it stands.
    passage : str
        Its name, such as ``article:37.2``, with a page if the text has pages.
    form : {"passage", "bibtex", "csl"}
        The name itself; or the text as an entry of a bibliography, with the name in its note.

    Returns
    -------
    str

    Raises
    ------
    DhtoolsError
        If the form is not known.

    Examples
    --------
    >>> text = Text("essay", "essay.txt", "", "0f" * 32, title="War & Peace", author="A. Writer", date="1869")
    >>> print(cite(text, "essay:3.1", "bibtex"))
    @misc{essay,
      author = {{A. Writer}},
      title = {{War \& Peace}},
      year = {1869},
      note = {essay:3.1; SHA-256 of the text 0f0f0f0f0f0f}
    }
    """
    check_choice("form", form, FORMS)
    if form == "passage":
        return passage
    return _bibtex(text, passage) if form == "bibtex" else _csl(text, passage)


def _known(value: str) -> str:
    return "" if value in (UNKNOWN, "none", "unnamed") else one_line(value)


def _author(text: Text) -> str:
    return _known(text.author) if is_named(text.author) else ""


def _key(text: Text) -> str:
    """Return the id as a key: LaTeX takes letters, digits and a few marks."""
    return re.sub(r"[^0-9A-Za-z_.+-]+", "-", text.id).strip("-") or "text"


def _note(text: Text, passage: str) -> str:
    return f"{passage}; SHA-256 of the text {text.sha256[:12]}"


def _bibtex(text: Text, passage: str) -> str:
    braced = {name: value and f"{{{latex(value)}}}" for name, value in _names(text).items()}
    fields = {
        **braced,
        "year": _year(text),
        "howpublished": latex(_known(text.publication)),
        "url": _url(text),
        "note": latex(_note(text, passage)),
    }
    rows = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{{_key(text)},\n{rows}\n}}"


def _names(text: Text) -> dict[str, str]:
    return {
        "author": _author(text),
        "title": _known(text.title) or text.id,
        "translator": _known(text.translator),
    }


def _year(text: Text) -> str:
    years = years_of(text.date)
    return "" if years is None else "–".join(dict.fromkeys(map(str, years)))


def _url(text: Text) -> str:
    address = re.search(r"https?://[^\s<>{}\\^`]+", _known(text.source))
    return address[0].rstrip(".,;)") if address else ""


def _csl(text: Text, passage: str) -> str:
    names, years = _names(text), years_of(text.date)
    item: dict[str, Any] = {
        "id": _key(text),
        "type": "document",
        "title": names["title"],
        "author": [{"literal": names["author"]}] if names["author"] else [],
        "translator": [{"literal": names["translator"]}] if names["translator"] else [],
        "issued": {"date-parts": [[year] for year in dict.fromkeys(years)]} if years else {},
        "container-title": _known(text.publication),
        "URL": _url(text),
        "language": _known(text.language),
        "note": _note(text, passage),
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=2)

"""The cell tagged `parameters`.

It holds plain assignments of literals, which a reader changes by hand and a run by `--set`:

    CORPUS = "../seeds"  # the folder of the texts
    WORDS = 300  # words a segment
"""

from __future__ import annotations

import ast
import io
import json
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import DhtoolsError, did_you_mean
from .files import copied, tags

if TYPE_CHECKING:
    from nbformat import NotebookNode


#: What a parameter takes, by the type of its default.
_TAKES: dict[type, tuple[str, tuple[type, ...]]] = {
    bool: ("True or False", (bool,)),
    int: ("a whole number", (int,)),
    float: ("a number", (int, float)),
    str: ("a text", (str,)),
    list: ("a list", (list, tuple)),
    dict: ("a dictionary", (dict,)),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a notebook: its name, its value in the parameters cell, and the comment beside it."""

    name: str
    value: object
    meaning: str

    def __str__(self) -> str:
        return f"{self.name}={literal(self.value)}{f' ({self.meaning})' if self.meaning else ''}"

    @property
    def takes(self) -> str:
        """What may be given for it, in words; empty if anything may."""
        return _TAKES[type(self.value)][0] if type(self.value) in _TAKES else ""

    def allows(self, value: object) -> bool:
        """Whether a value is of the kind that it takes."""
        if type(self.value) not in _TAKES:
            return True
        kinds = _TAKES[type(self.value)][1]
        return isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool))


def parameters_of(notebook: NotebookNode, name: str) -> dict[str, Parameter]:
    """Return the parameters of the notebook called `name`, in order."""
    source = parameters_cell(notebook, name).source
    comments = _comments(source)
    return {
        parameter: Parameter(parameter, ast.literal_eval(places[-1]), _beside(places[-1], comments))
        for parameter, places in parameters(source, name).items()
    }


def _beside(node: ast.expr, comments: Mapping[int, str]) -> str:
    lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
    return "; ".join(comments[line] for line in lines if line in comments)


def _comments(source: str) -> dict[int, str]:
    """Return the comments of a source by line; IPython's own lines may stand in it."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError):
        return {}
    return {one.start[0]: one.string.lstrip("# ") for one in tokens if one.type == tokenize.COMMENT}


def parameters_cell(notebook: NotebookNode, name: str) -> NotebookNode:
    """Return the one code cell tagged `parameters` of the notebook called `name`."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and "parameters" in tags(cell)]
    if len(cells) != 1:
        raise DhtoolsError(
            f"{name}: {len(cells)} code cells are tagged 'parameters'; exactly one is needed "
            "(JupyterLab: Property Inspector, Cell Tags)."
        )
    cell: NotebookNode = cells[0]
    return cell


def parameters(source: str, name: str) -> dict[str, list[ast.expr]]:
    """Return, for each name that the `source` of a parameters cell assigns a literal to, where it does so."""
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        raise DhtoolsError(f"{name}: the parameters cell is not Python: {error}") from error
    found: dict[str, list[ast.expr]] = {}
    for statement in statements:
        if (assigned := _assigned(statement)) is not None:
            found.setdefault(assigned[0], []).append(assigned[1])
    return found


def literal_of(source: str, parameter: str) -> object:
    """Return the value of a parameter in the `source` of a parameters cell; None if it is not there."""
    found = parameters(source, "").get(parameter, ())
    return ast.literal_eval(found[-1]) if found else None


def _assigned(statement: ast.stmt) -> tuple[str, ast.expr] | None:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return (name, value) if _is_literal(value) else None
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            return (name, value) if _is_literal(value) else None
    return None


def _is_literal(value: ast.expr) -> bool:
    try:
        ast.literal_eval(value)
    except (ValueError, TypeError):
        return False
    return True


def with_parameters(notebook: NotebookNode, values: Mapping[str, object], name: str) -> NotebookNode:
    """Return a copy of the notebook whose parameters have the `values`; names it does not have are left out.

    Only the literals are replaced: comments and layout of the cell stay as they are.
    """
    changed = copied(notebook)
    cell = parameters_cell(changed, name)
    cell.source = _rewrite(cell.source, parameters(cell.source, name), values)
    return changed


def _rewrite(source: str, where: Mapping[str, list[ast.expr]], values: Mapping[str, object]) -> str:
    edits = [(node, literal(values[name])) for name in where.keys() & values.keys() for node in where[name]]
    # ast counts columns in bytes of UTF-8; from the end, so that positions before an edit stay true.
    data = source.encode()
    starts = _line_starts(data)
    for node, text in sorted(edits, key=lambda edit: (edit[0].lineno, edit[0].col_offset), reverse=True):
        begin = starts[node.lineno - 1] + node.col_offset
        end = begin + len((ast.get_source_segment(source, node) or "").encode())
        data = data[:begin] + text.encode() + data[end:]
    return data.decode()


def _line_starts(data: bytes) -> list[int]:
    starts = [0]
    for line in data.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def literal(value: object) -> str:
    """Write a value as Python, strings in double quotes as the formatter has them.

    Examples
    --------
    >>> literal("../seeds"), literal(300)
    ('"../seeds"', '300')
    """
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


#: So many digits has a number that nobody means; so much of a setting is shown in a message.
_MOST_DIGITS, _SHOWN = 16, 80


def parse_setting(text: str) -> tuple[str, object]:
    """Read NAME=VALUE; VALUE is a Python literal or, failing that, a string.

    Examples
    --------
    >>> parse_setting("WORDS=300"), parse_setting("VOICE=author")
    (('WORDS', 300), ('VOICE', 'author'))
    """
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    if not _is_encodable(text):
        raise DhtoolsError(f"--set {shown!r}: not all of it is text in UTF-8. Type it anew.")
    name, sign, value = text.partition("=")
    if not sign or not name.isidentifier():
        raise DhtoolsError(f"--set {shown}: write NAME=VALUE, for example --set WORDS=300.")
    try:
        found = ast.literal_eval(value.strip())
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        return name, value
    if not _is_encodable(str(found)):
        raise DhtoolsError(f"--set {shown}: a text in it holds half a character. Type it anew.")
    if not _is_finite(found):
        raise DhtoolsError(
            f"--set {shown}: a number is too large. Give one of at most {_MOST_DIGITS} digits."
        )
    return name, found


def _is_encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # bytes on the command line that are no UTF-8, or \\ud800
        return False
    return True


def _is_finite(value: object) -> bool:
    """Whether a literal holds no number that is infinite, or too large to be meant."""
    match value:
        case dict():
            return all(map(_is_finite, (*value, *value.values())))
        case list() | tuple() | set():
            return all(map(_is_finite, value))
        case int() | float() | complex():
            return abs(value) < 10**_MOST_DIGITS
    return True


def check_settings(settings: Mapping[str, object], notebooks: Mapping[str, NotebookNode]) -> None:
    """Reject a setting that no notebook (by name) has as a parameter, or of another kind than it takes."""
    known = {name: parameters_of(notebook, name) for name, notebook in notebooks.items()}
    every = {parameter: one for of_one in known.values() for parameter, one in of_one.items()}
    for setting, value in settings.items():
        if setting not in every:
            near = did_you_mean(setting, every, {name: str(one) for name, one in every.items()})
            raise DhtoolsError(
                f"--set {setting}: no such parameter in {', '.join(notebooks)}.{near} "
                f"There are: {', '.join(sorted(every)) or 'no parameters'}."
            )
        for notebook, of_one in known.items():
            if setting in of_one and not of_one[setting].allows(value):
                shown = str(value) if len(str(value)) <= _SHOWN else f"{str(value)[:_SHOWN]}…"
                raise DhtoolsError(
                    f"--set {setting}={shown}: {setting} takes {of_one[setting].takes}, as {of_one[setting]} "
                    f"in {notebook}."
                )

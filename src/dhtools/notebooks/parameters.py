"""The cell tagged `parameters`.

It holds plain assignments of literals, which a reader changes by hand and a run by `--set`:

    CORPUS = "../seeds"  # a folder of .txt files
    WORDS = 300  # words a segment
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..errors import DhtoolsError
from .files import copied, tags

if TYPE_CHECKING:
    from nbformat import NotebookNode


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


def parse_setting(text: str) -> tuple[str, object]:
    """Read NAME=VALUE; VALUE is a Python literal or, failing that, a string.

    Examples
    --------
    >>> parse_setting("WORDS=300"), parse_setting("VOICE=author")
    (('WORDS', 300), ('VOICE', 'author'))
    """
    name, sign, value = text.partition("=")
    if not sign or not name.isidentifier():
        raise DhtoolsError(f"--set {text}: write NAME=VALUE, for example --set WORDS=300.")
    try:
        return name, ast.literal_eval(value.strip())
    except (ValueError, SyntaxError, TypeError):
        return name, value


def check_settings(settings: Iterable[str], notebooks: Mapping[str, NotebookNode]) -> None:
    """Reject a setting that is a parameter of none of the `notebooks` (by name)."""
    known: set[str] = set()
    for name, notebook in notebooks.items():
        known |= parameters(parameters_cell(notebook, name).source, name).keys()
    for setting in settings:
        if setting not in known:
            listed = ", ".join(sorted(known)) or "none"
            raise DhtoolsError(
                f"--set {setting}: no such parameter in {', '.join(notebooks)}. There are: {listed}."
            )

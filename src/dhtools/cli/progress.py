"""How far a run is: a line a notebook on a terminal, lines with times in a log."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from ..escaping import terminal
from ..notebooks.execution import Watcher
from ..notebooks.failures import Failure
from ..wording import counted

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Lines(Watcher):
    """A watcher for log files: a line when a notebook starts or ends, and every half minute in a cell."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}
        self._cells: dict[str, int] = {}

    def started(self, notebook: str, cells: int) -> None:
        """Print its name and number of cells."""
        self._since[notebook], self._cells[notebook] = time.monotonic(), cells
        _say(f"{notebook}: started, {counted(cells, 'cell')}")

    def works(self, notebook: str, cell: int, seconds: float) -> None:
        """Print in which cell it is, and for how long."""
        _say(f"{notebook}: cell {cell} of {self._cells[notebook]} since {seconds:.0f} s")

    def ended(self, notebook: str, failure: Failure | None) -> None:
        """Print its name, how it ended, and the seconds it took."""
        seconds = time.monotonic() - self._since[notebook]
        how = f"failed in cell {failure.cell}" if failure else "done"
        _say(f"{notebook}: {how}, {seconds:.1f} s")


def _say(line: str) -> None:
    print(terminal(line), file=sys.stderr, flush=True)


class Display(Watcher):
    """A watcher for terminals: one line a notebook, with its cell and the time elapsed."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import Progress, TextColumn, TimeElapsedColumn

        self._progress: Progress = Progress(
            TextColumn("{task.description}"),
            TextColumn("cell {task.completed:.0f}/{task.total:.0f}"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[state]}"),
            console=Console(stderr=True),
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Display:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def started(self, notebook: str, cells: int) -> None:
        """Add its line."""
        from rich.markup import escape

        self._tasks[notebook] = self._progress.add_task(escape(terminal(notebook)), total=cells, state="")

    def reached(self, notebook: str, cell: int) -> None:
        """Show the cell."""
        self._progress.update(self._tasks[notebook], completed=cell, state="")

    def works(self, notebook: str, cell: int, seconds: float) -> None:
        """Show for how long it is in this cell."""
        self._progress.update(self._tasks[notebook], state=f"in this cell since {seconds:.0f} s")

    def ended(self, notebook: str, failure: Failure | None) -> None:
        """Show how it ended, and stop its clock."""
        state = "[red]failed[/red]" if failure else "[green]done[/green]"
        self._progress.update(self._tasks[notebook], state=state)
        self._progress.stop_task(self._tasks[notebook])

"""One kernel a notebook, several at a time.

The kernels are processes of their own and do the work; this process only passes messages, so one event loop
serves them all. nbclient's `execute` is not used as a whole because it takes over the signals of the process,
which several notebooks cannot share.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty
from typing import TYPE_CHECKING, Any

from .failures import DEAD, TIMEOUT, Failure, error_of, failure_of
from .files import copied

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbformat import NotebookNode

#: Seconds after which a run says again that it is at work, and those that a cell has for being interrupted.
BEAT, INTERRUPTION = 30.0, 20.0


@dataclass(frozen=True, slots=True)
class Job:
    """A notebook to execute.

    Attributes
    ----------
    name, notebook
        Name without `.ipynb`, and what is executed.
    numbers
        For each cell its number in the repository's notebook, from which cells may have been left out.
    folder, environment
        The kernel's current folder, and variables of its environment besides those of this process.
    log
        File for what the kernel writes to its own stderr; read only if it dies.
    """

    name: str
    notebook: NotebookNode
    numbers: tuple[int, ...]
    folder: Path
    environment: Mapping[str, str]
    log: Path


@dataclass(frozen=True, slots=True)
class Executed:
    """An executed notebook, and its failure if it failed."""

    job: Job
    notebook: NotebookNode
    failure: Failure | None


class Watcher:
    """What follows a run; this one does nothing."""

    def started(self, notebook: str, cells: int) -> None:
        """Take note that a notebook with so many cells is being executed."""

    def reached(self, notebook: str, cell: int) -> None:
        """Take note that a notebook has come to a cell, from 1."""

    def works(self, notebook: str, cell: int, seconds: float) -> None:
        """Take note, every half minute, that a notebook is still in a cell, after so many seconds."""

    def ended(self, notebook: str, failure: Failure | None) -> None:
        """Take note that a notebook has ended."""


@dataclass(frozen=True, slots=True)
class Kernels:
    """How notebooks are executed.

    Attributes
    ----------
    jobs
        Notebooks at the same time; as many as there are processors if None.
    timeout
        Seconds that a cell may take.
    watcher
        What follows the run.
    """

    jobs: int | None = None
    timeout: int = 600
    watcher: Watcher = field(default_factory=Watcher)


def execute(
    jobs: Sequence[Job], kernels: Kernels, ended: Callable[[Executed], None] = lambda _: None
) -> list[Executed]:
    """Execute copies of notebooks, in the order of the jobs; a failing one does not stop the others.

    *ended* is called with each as soon as it has ended.
    """

    async def execute_one(job: Job, free: asyncio.Semaphore) -> Executed:
        async with free:
            done = await _execute(job, kernels)
            ended(done)
            return done

    async def execute_all() -> list[Executed]:
        free = asyncio.Semaphore(kernels.jobs or os.cpu_count() or 1)
        return await asyncio.gather(*(execute_one(job, free) for job in jobs))

    return asyncio.run(execute_all())


def failures_of(executed: Iterable[Executed]) -> tuple[Failure, ...]:
    """Return the failures among executed notebooks."""
    return tuple(done.failure for done in executed if done.failure is not None)


async def _execute(job: Job, kernels: Kernels) -> Executed:
    notebook = _without_outputs(job.notebook)
    kernels.watcher.started(job.name, len(notebook.cells))
    failure = await _first_failure(job, notebook, kernels)
    kernels.watcher.ended(job.name, failure)
    return Executed(job, notebook, failure)


def _without_outputs(notebook: NotebookNode) -> NotebookNode:
    empty = copied(notebook)
    for cell in empty.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return empty


async def _first_failure(job: Job, notebook: NotebookNode, kernels: Kernels) -> Failure | None:
    from nbclient.exceptions import CellExecutionError

    index = 0

    def failure(error: str, message: str, traceback: str = "", log: str = "") -> Failure:
        cell = notebook.cells[index] if notebook.cells else {}
        place = job.numbers[index] if job.numbers else 0
        return failure_of(job.name, cell, place, error, message, traceback, log)

    try:
        async with _client(job, notebook, kernels.timeout) as client:
            for index, cell in enumerate(notebook.cells):
                kernels.watcher.reached(job.name, index + 1)
                try:
                    async with _heard(kernels.watcher, job.name, index + 1):
                        await client.async_execute_cell(cell, index)
                except TimeoutError:
                    too_long = f"The cell took more than {kernels.timeout} s."
                    return failure(TIMEOUT, too_long, await _interrupted(client))
    except CellExecutionError as error:
        return failure(error.ename, error.evalue, error_of(notebook.cells[index]))
    except RuntimeError as error:  # the kernel died, or did not start
        _raise_if_cancelled()
        return failure(DEAD, str(error), log=_read(job.log))
    return None


@asynccontextmanager
async def _heard(watcher: Watcher, name: str, cell: int) -> AsyncIterator[None]:
    """Let the watcher know from time to time that a cell is still at work."""
    since = time.monotonic()

    async def beat() -> None:
        while True:
            await asyncio.sleep(BEAT)
            watcher.works(name, cell, time.monotonic() - since)

    beats = asyncio.create_task(beat())
    try:
        yield
    finally:
        beats.cancel()


async def _interrupted(client: NotebookClient) -> str:
    """Interrupt a cell that takes too long, and return the traceback: it names the line."""
    manager: Any = client.km
    channels: Any = client.kc
    with suppress(Empty, RuntimeError):
        await manager.interrupt_kernel()
        reply = await channels.get_shell_msg(timeout=INTERRUPTION)
        return "\n".join(reply["content"].get("traceback", ()))
    return ""


def _raise_if_cancelled() -> None:
    # nbclient takes the cancellation of a waiting cell (Ctrl-C) for the death of its kernel.
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


@asynccontextmanager
async def _client(job: Job, notebook: NotebookNode, timeout: int) -> AsyncIterator[NotebookClient]:
    from nbclient import NotebookClient

    manager = _this_python()
    client = NotebookClient(
        notebook,
        km=manager,
        timeout=timeout,
        startup_timeout=120,
        # Outputs that arrive late must not get lost in silence, which is nbclient's default.
        iopub_timeout=60,
        raise_on_iopub_timeout=True,
        record_timing=False,
        store_widget_state=False,
    )
    with job.log.open("wb") as log:
        try:
            await client.async_start_new_kernel(
                cwd=str(job.folder), env=_environment(job), stdout=log, stderr=log
            )
            await client.async_start_new_kernel_client()
            yield client
        finally:
            await _shut_down(manager, client)


async def _shut_down(manager: AsyncKernelManager, client: NotebookClient) -> None:
    # Killed at once: a kernel that has answered its last cell has nothing left to do, and one that hangs or
    # was interrupted must not write any more when the staging folder is removed.
    if client.kc is not None:
        client.kc.stop_channels()
    if manager.has_kernel:
        await manager.shutdown_kernel(now=True)


def _this_python() -> AsyncKernelManager:
    from ipykernel.kernelspec import get_kernel_dict
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    class ThisPython(KernelSpecManager):
        """Knows one kernel, the interpreter running; a user may have installed another one as "python3"."""

        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
            return KernelSpec(**get_kernel_dict())

    return AsyncKernelManager(kernel_name="python3", kernel_spec_manager=ThisPython())


def _environment(job: Job) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    path = [os.path.abspath(entry) for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry]
    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    # One thread, because several add floats in varying order; one width, because outputs may be set to the
    # terminal's. The kernel chooses matplotlib's backend, and starts in another folder than we.
    fixed = {"PYTHONHASHSEED": "0", "COLUMNS": "80", "LINES": "24", "PYTHONPATH": os.pathsep.join(path)}
    return {**inherited, **single, **fixed, **job.environment}


def _read(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace") if log.is_file() else ""

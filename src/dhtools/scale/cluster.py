"""Where the work is done: processes on this machine, or a Dask cluster that exists.

dhtools starts no scheduler on other machines and leaves nothing running.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from multiprocessing import forkserver
from typing import Any, NamedTuple, TypeVar

from ..corpus.readers.extras import imported
from ..errors import DhtoolsError, check_whole

Item = TypeVar("Item")

#: Tasks in flight for each thread of the workers: enough that none waits, few enough for the client's memory.
_AT_ONCE = 3
#: Seconds after which a silent scheduler is asked after.
_PATIENCE = 2.0
#: Seconds in which a scheduler has to answer.
_ANSWER = 30.0
#: Seconds without a result after which processes of this machine must still be there.
_ALONE = 300.0
#: Seconds after which the workers are counted again.
_REFRESH = 10.0
#: What dask is told of the processes of this machine.
_SETTINGS = {
    # a process that ended is started anew, however slow the machine is: dask gives up after 15 seconds
    "distributed.deploy.lost-worker-timeout": "1 day",
    # nobody looks at dask's own profile, and to make it takes a tenth of the time
    "distributed.worker.profile.enabled": False,
}
if sys.platform == "linux":
    # the processes are copies of one that has imported everything: an import costs once, not once a process
    _SETTINGS["distributed.worker.multiprocessing-method"] = "forkserver"
#: What that process imports.
_IMPORTED = ["distributed.nanny", "pyarrow.dataset", "pyarrow.parquet", "dhtools.scale.ready"]


class Done(NamedTuple):
    """What has come of one item: its result, or why there is none."""

    item: Any
    result: Any
    failure: str = ""


def distributed() -> Any:
    """Return the library that runs tasks on a cluster."""
    return imported("distributed", "Work in several processes", extra="scale")


@contextmanager
def connect(scheduler: Any = None, *, workers: int = 2, memory: str = "1GiB") -> Iterator[Any]:
    """Yield a client: of processes on this machine, of the cluster at an address, or the one that is given.

    * scheduler: The address of a scheduler, such as ``tcp://node1:8786``, or a Client. Its workers need this
      version of dhtools, and see the files under the same path. None: processes on this machine.
    * workers: Processes on this machine, of one thread each.
    * memory: What each of them may use, such as ``1GiB``; one that takes more is ended and started anew.

    Raises `DhtoolsError` if dask is not installed, nothing answers at the address, or *memory* is no size.
    """
    library = distributed()
    if isinstance(scheduler, library.Client):
        yield scheduler
        return
    config = imported("dask.config", "Work in several processes", extra="scale")
    with _silent(), config.set(_SETTINGS):
        client = _client_of(library, scheduler) if scheduler else _local_client(library, workers, memory)
        try:
            yield client
        finally:
            _end(client)


@contextmanager
def _silent() -> Iterator[None]:
    """Keep the log of dask back: what goes wrong is told in our own words."""
    names = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] == "distributed"]
    levels = {log: log.level for log in map(logging.getLogger, names)}
    try:
        for log in levels:
            log.setLevel(logging.CRITICAL + 1)
        yield
    finally:
        for log, level in levels.items():
            log.setLevel(level)


def _client_of(library: Any, address: str) -> Any:
    try:
        return library.Client(address, timeout=_ANSWER)
    except (OSError, ValueError) as error:
        raise DhtoolsError(
            f"{address}: no scheduler answers there ({error}). Start it, or leave the address out to work on "
            "this machine."
        ) from error


def _local_client(library: Any, workers: int, memory: str) -> Any:
    check_whole("workers", workers, 1, "processes")
    try:
        limit = imported("dask.utils", "Work in several processes", extra="scale").parse_bytes(memory)
    except ValueError as error:
        raise DhtoolsError(f"memory={memory!r} is no size. Give one such as 1GiB or 800MB.") from error
    _prepare()
    cluster = library.LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        memory_limit=limit,
        dashboard_address="127.0.0.1:0",
        silence_logs=logging.CRITICAL,
    )
    return library.Client(cluster)


def _prepare() -> None:
    """Start the process of which the others are copies, with the environment that dask gives to them."""
    if sys.platform != "linux":
        return
    config = imported("dask.config", "Work in several processes", extra="scale")
    for name, value in config.get("distributed.nanny.pre-spawn-environ").items():
        os.environ.setdefault(name, str(value))  # dask does the same, too late for this process
    multiprocessing.set_forkserver_preload(_IMPORTED)
    forkserver.ensure_running()


def _end(client: Any) -> None:
    cluster = client.cluster
    client.close(timeout=2)
    if cluster is not None:
        cluster.close()


def in_turn(
    client: Any, function: Callable[..., Any], items: Iterable[Item], *shared: Any, at_once: int | None = None
) -> Iterator[Done]:
    """Yield what ``function(item, *shared)`` returns, as it comes; few tasks are in flight at any time.

    A task that fails is yielded with its reason. One whose worker ends is run again, and fails if it has
    ended several. *at_once* is the number of tasks in flight, else three for each thread of the workers.

    Raises `DhtoolsError` if the scheduler goes away.
    """
    waiting = iter(items)
    flying: dict[Any, Item] = {}
    asked, limit = -_REFRESH, 1
    while True:
        if time.monotonic() - asked > _REFRESH:  # workers come and go
            limit = at_once or _AT_ONCE * max(1, sum(client.nthreads().values()))
            asked = time.monotonic()
        for item in islice(waiting, limit - len(flying)):
            flying[client.submit(function, item, *shared, pure=False)] = item
        if not flying:
            return
        for future in _finished(client, list(flying)):
            yield _done(client, future, flying.pop(future))


def _finished(client: Any, futures: list[Any]) -> list[Any]:
    """Return the futures that are done, one or more."""
    library, since = distributed(), time.monotonic()
    while True:
        _check_connected(client)
        if time.monotonic() - since > _ALONE and client.cluster is not None and not client.nthreads():
            raise DhtoolsError("No process is left on this machine. What is finished is kept: begin again.")
        try:
            return list(library.wait(futures, timeout=_PATIENCE, return_when="FIRST_COMPLETED").done)
        except TimeoutError:
            continue
        except library.client.CancelledError:
            raise _gone(client) from None


def _done(client: Any, future: Any, item: Any) -> Done:
    if future.status == "finished":
        try:
            return Done(item, future.result(timeout=60))
        except (OSError, TimeoutError, distributed().client.CancelledError):
            _check_connected(client)
            raise
    if future.status != "error":
        raise _gone(client)
    error = future.exception()
    if type(error).__name__ == "KilledWorker":
        return Done(
            item,
            None,
            "it ended several processes, most likely for want of memory. Give them more, or divide it.",
        )
    return Done(item, None, f"{type(error).__name__}: {error}")


def _check_connected(client: Any) -> None:
    if client.status != "running":
        raise _gone(client)


def _gone(client: Any) -> DhtoolsError:
    address = client.scheduler.address if client.scheduler else "Dask"
    return DhtoolsError(
        f"{address}: the scheduler has gone away. What is finished is kept. Start it again, and do the "
        "same once more: it goes on from there."
    )

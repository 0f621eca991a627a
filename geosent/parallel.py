"""Spreading batches over processes, in order and with a bounded queue."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import Any, TypeVar

from geosent.errors import GeosentError

Shared = TypeVar("Shared")
Batch = TypeVar("Batch")
Result = TypeVar("Result")

#: Batches that wait in an executor whose size is not known.
_WAITING = 256

_shared: Any = None


def _receive(shared: Any) -> None:
    global _shared
    _shared = shared


def _call(work: Callable[[Any, Any], Any], batch: Any) -> Any:
    return work(_shared, batch)


def spread(
    work: Callable[[Shared, Batch], Result],
    shared: Shared,
    batches: Iterator[Batch],
    workers: int | Executor,
) -> Iterator[Result]:
    """`work(shared, batch)` for each batch, elsewhere; results in the order of the batches.

    A number of workers starts as many processes, and `shared` is sent to each of them once. An
    executor (of a cluster, perhaps) is used as it is and left open. Only so many batches wait at a
    time, so an endless stream of documents needs no more memory than a short one.
    """
    if isinstance(workers, Executor):
        yield from _in_order(workers, partial(work, shared), batches, _WAITING)
        return
    try:
        with ProcessPoolExecutor(workers, initializer=_receive, initargs=(shared,)) as pool:
            yield from _in_order(pool, partial(_call, work), batches, 2 * workers)
    except BrokenProcessPool as error:
        raise GeosentError(
            "a worker process was ended from outside, most often because memory ran short: "
            "use fewer workers"
        ) from error


def _in_order(
    pool: Executor, work: Callable[[Batch], Result], batches: Iterator[Batch], most: int
) -> Iterator[Result]:
    waiting: deque[Future[Result]] = deque()
    try:
        for batch in batches:
            waiting.append(pool.submit(work, batch))
            if len(waiting) >= most:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()

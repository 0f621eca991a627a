"""Spreading batches over processes, in order and with a bounded queue."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, TypeVar

Shared = TypeVar("Shared")
Batch = TypeVar("Batch")
Result = TypeVar("Result")

_shared: Any = None


def _receive(shared: Any) -> None:
    global _shared
    _shared = shared


def _call(work: Callable[[Any, Any], Any], batch: Any) -> Any:
    return work(_shared, batch)


def in_processes(
    work: Callable[[Shared, Batch], Result],
    shared: Shared,
    batches: Iterator[Batch],
    workers: int,
) -> Iterator[Result]:
    """`work(shared, batch)` for each batch, in worker processes; results in the order of batches.

    `shared` is sent once to each process. At most two batches for each worker wait at a time, so
    an endless stream of documents needs no more memory than a short one.
    """
    with ProcessPoolExecutor(workers, initializer=_receive, initargs=(shared,)) as pool:
        waiting: deque[Future[Result]] = deque()
        try:
            for batch in batches:
                waiting.append(pool.submit(_call, work, batch))
                if len(waiting) >= 2 * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()

"""Measuring by the median of several runs; one warm-up run is left out."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Callable
from time import perf_counter


def seconds(work: Callable[[], object], runs: int) -> float:
    """The median time of some work, in this process."""
    work()
    taken = []
    for _ in range(runs):
        started = perf_counter()
        work()
        taken.append(perf_counter() - started)
    return statistics.median(taken)


def interleaved(
    first: Callable[[], object], second: Callable[[], object], runs: int
) -> list[float]:
    """The median times of two pieces of work, in turns, so that a busy machine slows both."""
    first()
    second()
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for work, times in zip((first, second), taken, strict=True):
            started = perf_counter()
            work()
            times.append(perf_counter() - started)
    return [statistics.median(times) for times in taken]


def fresh(script: str, runs: int) -> list[float]:
    """The medians of the numbers that a script prints in one line, in fresh processes."""
    rows = []
    for _ in range(runs + 1):
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        )
        rows.append([float(number) for number in done.stdout.split()])
    return [statistics.median(column) for column in zip(*rows[1:], strict=True)]

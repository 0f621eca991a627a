"""`python -m benchmarks`: cold start, memory and speed in one table.

python -m benchmarks                    everything, some two minutes
python -m benchmarks --quick            one run of each on little text
python -m benchmarks --corpora FOLDER   also how well the confidence is calibrated
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import calibration, cold, speed
from geosent import GeosentError

Row = tuple[str, str, str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=(__doc__ or "").split("\n")[0],
    )
    parser.add_argument("--quick", action="store_true", help="one run of each, on little text")
    parser.add_argument("--megabytes", type=float, default=0.5, help="size of the texts")
    parser.add_argument(
        "--runs", type=int, default=5, help="runs of each, of which the median counts"
    )
    parser.add_argument("--corpora", type=Path, help="folder of annotated corpora (.jsonl)")
    options = parser.parse_args(arguments)
    runs, size = (1, 0.05) if options.quick else (options.runs, options.megabytes)
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores\n")
    show([*cold.rows(runs), *speed.rows(size, runs)])
    if options.corpora:
        try:
            found = calibration.rows(options.corpora)
        except (GeosentError, OSError) as error:
            print(f"benchmarks: {error}", file=sys.stderr)
            return 2
        print()
        show(found)
    return 0


def show(rows: Sequence[Row]) -> None:
    """Print rows in columns."""
    widths = [max(len(row[i]) for row in rows) for i in range(2)]
    for name, figure, note in rows:
        print(f"{name.ljust(widths[0])}  {figure.rjust(widths[1])}  {note}".rstrip())


if __name__ == "__main__":
    sys.exit(main())

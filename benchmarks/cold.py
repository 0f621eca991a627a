"""Cold start and memory, each in fresh processes."""

from __future__ import annotations

from benchmarks.timing import fresh

IMPORT = """
from time import perf_counter as now
start = now()
import geosent
print((now() - start) * 1e3)
"""

FIRST_TAG = """
from time import perf_counter as now
import geosent
start = now()
geosent.Analyzer().tag("Syrian troops left Aleppo.")
print((now() - start) * 1e3)
"""

FIRST_PROFILE = """
from time import perf_counter as now
import geosent
start = now()
geosent.analyze("Syrian troops left Aleppo.")
print((now() - start) * 1e3)
"""

# The kernel reports the high-water mark in kilobytes on Linux.
MEMORY = """
import resource
def used(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
bare = used()
import geosent
from benchmarks.texts import repeated
geosent.analyze("Syrian troops left Aleppo.")
loaded = used()
geosent.analyze(text for text in repeated(2))
print(bare, loaded, used())
"""


def rows(runs: int) -> list[tuple[str, str, str]]:
    """Name, figure and note of each measurement."""
    (imported,) = fresh(IMPORT, runs)
    (tagged,) = fresh(FIRST_TAG, runs)
    (profiled,) = fresh(FIRST_PROFILE, runs)
    bare, loaded, after = fresh(MEMORY, 1)
    return [
        ("import geosent", f"{imported:.0f} ms", f"median of {runs} fresh processes"),
        ("first Analyzer().tag() after it", f"{tagged:.0f} ms", "loads tables, NLTK not needed"),
        (
            "first analyze() after it",
            f"{profiled:.0f} ms",
            "loads NLTK, VADER and the target scorer",
        ),
        ("memory, one text analyzed", f"{loaded:.0f} MB", f"a bare Python takes {bare:.0f} MB"),
        ("memory, 2 MB of texts streamed", f"{after:.0f} MB", "peak"),
    ]

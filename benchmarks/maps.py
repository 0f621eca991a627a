"""`python -m benchmarks.maps`: how long pictures take, from a profile to what Altair hands on.

A map of 195 countries is measured beside its PNG, in turns, so that a busy machine slows both. The
first map of a process is measured in fresh ones: it reads the boundaries. Altair's import is told
apart from it.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
from collections.abc import Callable, Sequence
from typing import Any

from geopy.location import Location

from benchmarks.timing import fresh, interleaved, seconds
from geosent import Country, Profile, all_countries, plot_over_time
from geosent.model import Mention, Sentence, Sentiment
from geosent.profiles import merge, profile_document

Row = tuple[str, str, str]

COUNTRIES = 195

FIRST_MAP = f"""
from time import perf_counter as now
from benchmarks.maps import profile_of
profile = profile_of({COUNTRIES})
start = now()
import altair, vl_convert
imported = now()
profile.map().to_dict()
print((imported - start) * 1e3, (now() - imported) * 1e3)
"""


def profile_of(countries: int, documents: int = 8, seed: int = 1) -> Profile:
    """A profile of that many countries, each in every document with a tone of its own.

    Neighbours in the list share a sentence.
    """
    chance = random.Random(seed)
    known = list(all_countries().values())[:countries]
    leaning = [chance.uniform(-0.6, 0.6) for _ in known]
    parts = []
    for number in range(documents):
        sentences = [
            _sentence((known[i - 1], known[i]), leaning[i] + chance.gauss(0.0, 0.2), number)
            for i in range(len(known))
        ]
        parts.append(profile_document(f"report-{number}", sentences))
    return merge(parts)


def _sentence(countries: Sequence[Country], score: float, number: int) -> Sentence:
    score = round(max(-1.0, min(1.0, score)), 4)
    tone = Sentiment(max(0.0, -score), 1 - abs(score), max(0.0, score), score)
    text = f"Report {number} is about {' and '.join(c.name for c in countries)}."
    mentions = []
    for country in countries:
        start = text.index(country.name)
        place = Location(country.name, (country.latitude, country.longitude, 0.0), {})
        end = start + len(country.name)
        mentions.append(Mention(start, end, country.name, country, "country", place, 1.0))
    return Sentence(text, 0, len(text), tuple(mentions), tone)


def rows(runs: int) -> list[Row]:
    """Name, figure and note of each measurement."""
    profile = profile_of(COUNTRIES)
    months = {f"2025-{month:02}": profile_of(40, seed=month) for month in range(1, 7)}
    imported, first = fresh(FIRST_MAP, runs)
    spec, drawn = interleaved(lambda: profile.map().to_dict(), lambda: png(profile.map()), runs)
    others: list[tuple[str, Callable[[], Any]]] = [
        ("a ranking", profile.chart),
        ("a network", profile.network),
        ("lines over six months", lambda: plot_over_time(months)),
        ("six small maps", lambda: plot_over_time(months, kind="maps")),
    ]
    found = [
        ("import altair, vl_convert", f"{imported:.0f} ms", f"median of {runs} fresh processes"),
        ("first map after it, to a spec", f"{first:.0f} ms", "reads and thins the boundaries"),
        (f"a map of {len(profile)} countries, to a spec", f"{spec * 1e3:.0f} ms", "then"),
        ("  the same to a PNG", f"{drawn * 1e3:.0f} ms", f"{drawn / spec:.0f} times that"),
    ]
    for name, draw in others:
        spec, drawn = interleaved(
            lambda draw=draw: draw().to_dict(),  # type: ignore[misc]
            lambda draw=draw: png(draw()),  # type: ignore[misc]
            runs,
        )
        found.append((f"{name}, to a spec", f"{spec * 1e3:.0f} ms", f"PNG {drawn * 1e3:.0f} ms"))
    page = seconds(lambda: profile.folium_map().get_root().render(), runs)
    found.append(("a folium map, to a page", f"{page * 1e3:.0f} ms", ""))
    return found


def png(chart: Any) -> bytes:
    """A chart as a PNG at double resolution, as `.save` makes it."""
    buffer = io.BytesIO()
    chart.save(buffer, format="png")
    return buffer.getvalue()


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    from benchmarks.__main__ import show

    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.maps", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--runs", type=int, default=5, help="runs of which the median counts")
    show(rows(parser.parse_args(arguments).runs))
    return 0


if __name__ == "__main__":
    sys.exit(main())

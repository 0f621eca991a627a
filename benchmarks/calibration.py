"""Is a confidence of 0.8 right in 80 of 100 cases? Measured on annotated corpora, if given.

A corpus is a .jsonl file, each line an article: `text`, and under `gold` rows of start, end and
country code (null where the annotators named no single country). A mention is right where a gold
span of the same country overlaps it; tools/train_tagging.py, which learns only whether a name is a
place, takes a span of any country. As there, what overlaps only spans without a country is left
out, and so are demonyms and institutions, which such corpora do not annotate.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from geosent import Analyzer, InputError

LEFT_OUT = ("demonym", "institution", "custom")
EDGES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0001)


def judged(path: Path) -> Iterator[tuple[float, bool]]:
    """(confidence, right) of each mention that the corpus can judge."""
    analyzer = Analyzer(target_scorer=None)
    for line in path.read_text(encoding="utf-8").split("\n"):
        if not line:
            continue
        row = json.loads(line)
        for mention in analyzer.tag(row["text"]):
            if mention.kind in LEFT_OUT:
                continue
            gold = [g for g in row["gold"] if g[0] < mention.end and mention.start < g[1]]
            if gold and not any(g[2] for g in gold):
                continue
            yield mention.confidence, any(g[2] == mention.country.alpha_2 for g in gold)


def rows(folder: Path) -> list[tuple[str, str, str]]:
    """For each band of confidence: how many mentions, what was said, and how often it was right."""
    paths = [path for path in sorted(folder.glob("*.jsonl")) if _is_annotated(path)]
    if not paths:
        raise InputError(f"{folder}: no .jsonl corpus with texts and gold mentions")
    found: list[tuple[str, str, str]] = []
    for path in paths:
        pairs = list(judged(path))
        gap = 0.0
        for low, high in pairwise(EDGES):
            band = [(said, right) for said, right in pairs if low <= said < high]
            if not band:
                continue
            said = sum(s for s, _ in band) / len(band)
            right = sum(r for _, r in band) / len(band)
            gap += abs(said - right) * len(band) / len(pairs)
            name = f"{path.stem} {low:.2f}-{min(high, 1):.2f}"
            found.append((name, f"{right:.3f} right", f"said {said:.3f}, {len(band)} mentions"))
        if pairs:
            found.append((f"{path.stem} calibration error", f"{gap:.3f}", f"{len(pairs)} mentions"))
    return found


def _is_annotated(path: Path) -> bool:
    with open(path, encoding="utf-8") as lines:
        first = json.loads(next(lines, "{}"))
    return isinstance(first, dict) and "text" in first and "gold" in first

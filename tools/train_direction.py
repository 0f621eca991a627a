"""Train geosent/data/direction_weights.tsv: which of two mentions speaks of the other.

Run by hand, from the project's root::

    python tools/train_direction.py --corpora ../shared/corpora           # train, write, measure
    python tools/train_direction.py --corpora ../shared/corpora --check   # write nothing
    python tools/train_direction.py --corpora ../shared/corpora --folds 5 # cross-validate only

Learned from DSE (directed sentiment): sentences with two names, p and q, and whether one judges the
other. Both orders are an example each; the sign is the target scorer's task and is left out. All of
DSE's names are used, not countries only, because a construction does not care. DSE marks judgement:
that somebody is merely reported to speak is "none" there, so precision comes out lower than it is
for who speaks of whom, which is why "judged" is measured as well: the pairs whose target the target
scorer finds judged. (That scorer has learned from DSE's train part; its figures count on the valid
part only.)

Penalty and threshold of the logistic regression were chosen by cross-validation on the train part,
the threshold above the one of the best F1, in favour of precision. Weights of next to nothing are
left out. The solver is seeded, weights are integers, the file is sorted: run it twice and the bytes
are the same.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_threads] = "1"  # sums in one order, whatever the machine; before NumPy is imported

import numpy as np  # noqa: E402
import scipy.sparse as sp  # type: ignore[import-untyped,unused-ignore]  # noqa: E402
from attrs import frozen  # noqa: E402
from sklearn.linear_model import (  # type: ignore[import-untyped,unused-ignore]  # noqa: E402
    LogisticRegression,
)

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from geosent.analyzer import Analyzer  # noqa: E402
from geosent.targeting import TargetScorer  # noqa: E402
from geosent.targeting.direction import (  # noqa: E402
    candidates,
    constructions,
    directed_pairs,
)
from geosent.targeting.direction_features import BIAS, FILE, UNIT, named  # noqa: E402

OUTPUT = ROOT / "geosent" / "data" / FILE
SEED = 20251122
INVERSE_PENALTY = 0.03
SMALLEST = 12  #: weights below are left out, in units of 1/512
THRESHOLD = 0.35  #: the probability from which on a pair has a direction
LEAST = 8  #: a feature must occur in this many pairs

Span = tuple[int, int]
Pair = tuple[int, int]
Finder = Callable[[str, Sequence[Span]], Sequence[Pair]]


@frozen(eq=False)
class Row:
    """A sentence of DSE with its mentions; `p` and `q` are the numbers of two of them."""

    text: str
    spans: tuple[Span, ...]
    p: int
    q: int
    judging: Pair | None
    sign: str
    countries: bool


def rows_of(corpora: Path, part: str) -> Iterator[Row]:
    """The rows of one part; the countries that the tagger finds are mentions too, as in use."""
    analyzer = Analyzer(target_scorer=None)
    with open(corpora / f"dse-{part}.jsonl", encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            text = line["text"]
            p, q = _whole(text, line["p"]), _whole(text, line["q"])
            if p[1] > q[0]:
                continue
            tagged = [(m.start, m.end, m.country.alpha_2) for m in analyzer.tag(text)]
            codes = [{c for a, b, c in tagged if a < last and b > first} for first, last in (p, q)]
            others = [(a, b) for a, b, _ in tagged if all(b <= x or a >= y for x, y in (p, q))]
            spans = sorted([p, q, *others])
            i, j = spans.index(p), spans.index(q)
            direction, _, sign = line["label"].partition(" ")
            judging = {"p>q": (i, j), "q>p": (j, i)}.get(direction)
            both = bool(codes[0] and codes[1] and codes[0] != codes[1])
            yield Row(text, tuple(spans), i, j, judging, sign, both)


def _whole(text: str, span: Sequence[int]) -> Span:
    """A span to the end of its word: the corpus leaves out a final "s"."""
    start, end = span
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end


def examples(rows: Sequence[Row]) -> tuple[list[Sequence[str]], list[int], list[int]]:
    """Features, whether there is a direction, and the row of each candidate pair."""
    features: list[Sequence[str]] = []
    labels, numbers = [], []
    for number, row in enumerate(rows):
        reading, found = constructions(row.text, row.spans)
        for pair, way, names in candidates(reading, found):
            if set(pair) == {row.p, row.q}:
                features.append(named(names, way, pair in found))
                labels.append(int(pair == row.judging))
                numbers.append(number)
    return features, labels, numbers


def fitted(features: Sequence[Sequence[str]], labels: Sequence[int]) -> dict[str, int]:
    """The weights, as integers; those that come to nothing are left out."""
    counts = Counter(name for names in features for name in names)
    names = sorted(name for name, n in counts.items() if n >= LEAST and name != BIAS)
    column = {name: i for i, name in enumerate(names)}
    found = [sorted(column[name] for name in own if name in column) for own in features]
    indices = np.array([i for own in found for i in own], np.int32)
    starts = np.cumsum([0, *map(len, found)], dtype=np.int32)
    shape = len(found), len(names)
    matrix = sp.csr_matrix((np.ones(len(indices)), indices, starts), shape=shape)
    model = LogisticRegression(
        C=INVERSE_PENALTY, solver="liblinear", random_state=SEED, max_iter=1000
    ).fit(matrix, labels)
    bias = float(model.intercept_[0]) - math.log(THRESHOLD / (1 - THRESHOLD))
    weights = {BIAS: round(UNIT * bias)}
    for name, weight in zip(names, model.coef_[0], strict=True):
        number = round(UNIT * float(weight))
        if abs(number) >= SMALLEST:
            weights[name] = number
    return weights


def folds_of(rows: Sequence[Row], folds: int) -> np.ndarray[Any, Any]:
    """The fold of each row; a text stands in one fold only."""
    return np.array(
        [int(hashlib.sha256(row.text.encode()).hexdigest(), 16) % folds for row in rows]
    )


def cross_validated(rows: Sequence[Row], folds: int) -> set[tuple[int, Pair]]:
    """The pairs found in each row by weights that have not seen its text."""
    features, labels, numbers = examples(rows)
    fold = folds_of(rows, folds)[numbers]
    found = set()
    for n in range(folds):
        train, test = np.flatnonzero(fold != n), np.flatnonzero(fold == n)
        weights = fitted([features[i] for i in train], [labels[i] for i in train])
        for i in test:
            score = sum(weights.get(name, 0) for name in features[i])
            row = rows[numbers[i]]
            forward = ">" in features[i]
            if score > 0 or "rule" in features[i]:
                found.add((numbers[i], (row.p, row.q) if forward else (row.q, row.p)))
    return found


def measure(rows: Sequence[Row], find: Callable[[int, Row], set[Pair]]) -> str:
    """Precision, recall and F1 of direction, of judged direction, and of direction with sign."""
    scorer = TargetScorer()
    counts: Counter[str] = Counter()
    for number, row in enumerate(rows):
        found = find(number, row) & {(row.p, row.q), (row.q, row.p)}
        counts["wanted"] += row.judging is not None
        for pair in found:
            others = [span for i, span in enumerate(row.spans) if i != pair[1]]
            label = scorer.score(row.text, *row.spans[pair[1]], others).label
            hit = pair == row.judging
            counts["direction"] += 1
            counts["direction right"] += hit
            counts["judged"] += label != "neutral"
            counts["judged right"] += hit and label != "neutral"
            counts["with sign"] += label != "neutral"
            counts["with sign right"] += hit and label == row.sign
    parts = []
    for name in ("direction", "judged", "with sign"):
        right, given, wanted = counts[f"{name} right"], counts[name], counts["wanted"]
        precision, recall = right / max(1, given), right / max(1, wanted)
        f1 = 2 * right / max(1, given + wanted)
        parts.append(f"{name} P {precision:.3f} R {recall:.3f} F1 {f1:.3f}")
    return f"{len(rows):6} rows, {counts['wanted']:4} directed: " + " | ".join(parts)


def report(rows: Sequence[Row], finders: dict[str, Callable[[int, Row], set[Pair]]]) -> None:
    for title, chosen in (("all", list(rows)), ("countries", [r for r in rows if r.countries])):
        numbers = [i for i, row in enumerate(rows) if title == "all" or row.countries]
        for name, find in finders.items():
            told = measure(chosen, lambda n, row, f=find, ns=numbers: f(ns[n], row))  # type: ignore[misc]
            print(f"{title:9} {name:13} {told}")


def naive(_number: int, row: Row) -> set[Pair]:
    """The baseline: who is named first speaks of who is named second."""
    return {(row.p, row.q)}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--folds", type=int, default=0, help="cross-validate only")
    given = parser.parse_args()
    rows = list(rows_of(given.corpora, "train"))
    if given.folds:
        found = cross_validated(rows, given.folds)
        report(
            rows,
            {
                "first→second": naive,
                "constructions": lambda _, r: set(constructions(r.text, r.spans)[1]),
                "both": lambda n, r: {p for p in ((r.p, r.q), (r.q, r.p)) if (n, p) in found},
            },
        )
        return
    features, labels, _ = examples(rows)
    weights = fitted(features, labels)
    lines = [
        "feature\tweight",
        "# Which of two mentions speaks of the other, in 1/512 of a logit. By train_direction.py.",
        *(f"{name}\t{weight}" for name, weight in sorted(weights.items())),
    ]
    content = "\n".join(lines) + "\n"
    digest = hashlib.sha256(content.encode()).hexdigest()[:16]
    print(f"{len(labels):,} pairs, {len(weights):,} weights, sha256 {digest}")
    if given.check:
        same = OUTPUT.is_file() and OUTPUT.read_bytes() == content.encode()
        print("same as the file" if same else "NOT the same as the file")
        return
    OUTPUT.write_bytes(content.encode())
    report(
        list(rows_of(given.corpora, "valid")),
        {
            "first→second": naive,
            "constructions": lambda _, r: set(constructions(r.text, r.spans)[1]),
            "both": lambda _, r: set(directed_pairs(r.text, r.spans)),
        },
    )


if __name__ == "__main__":
    main()

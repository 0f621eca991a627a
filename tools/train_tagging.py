"""Learn the weights of the tagger's model of confidence: data/tagging_weights.tsv.

    python tools/train_tagging.py --corpora ../shared/corpora [--check]

Every name that the tagger finds in the development corpora, and in the articles of our own that
the tests hold, is an example: a place where a gold mention overlaps it, whatever its country. Names
that the rules settle are not learned from. What the corpora do not annotate (demonyms,
institutions), or give no single country, is left out.

The weights are those of a logistic regression with an L2 penalty; a feature must stand in several
documents, so that no name or article is learned by heart. Cross-validation is by document. Equal
input gives equal bytes: liblinear-free, seeded, and rounded.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from geosent.tagging import Tagger
from geosent.tagging.confidence import features

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "geosent" / "data" / "tagging_weights.tsv"
CORPORA = ("geovirus", "lgl-dev")
ARTICLES = ROOT / "tests" / "cases" / "articles.jsonl"
#: Those made of hard cases say nothing about how often names are persons; and what we write has
#: fewer traps than what happens, so it counts for less.
NO_MIXTURE = "names-"
INVENTED = 0.1
MIN_DOCUMENTS = 6
PENALTY = 0.3
LEARNED_KINDS = ("country", "region", "city")
HEADER = """feature\tweight
# Built by tools/train_tagging.py from the names in GeoVirus (Gritta et al. 2018), in every other
# article of LGL (Lieberman et al. 2010) and in articles of our own (tests/cases/articles.jsonl):
# weights of a logistic regression, log-odds. Not by hand.
"""


def examples(folder: Path) -> Iterator[tuple[int, list[str], bool, float]]:
    """(document, features, right, weight) for each name that the model has to judge."""
    if not TABLE.exists():  # the very first time
        TABLE.write_text(HEADER, encoding="utf-8")
    tagger = Tagger(min_confidence=0.0)
    document = 0
    for path in (*(folder / f"{corpus}.jsonl" for corpus in CORPORA), ARTICLES):
        weight = INVENTED if path == ARTICLES else 1.0
        for line in path.read_text(encoding="utf-8").split("\n")[:-1]:
            row = json.loads(line)
            if row.get("id", "").startswith(NO_MIXTURE):
                continue
            document += 1
            for found in tagger.judged(row["text"]):
                if found.kind not in LEARNED_KINDS:
                    continue
                gold = [g for g in row["gold"] if g[0] < found.end and found.start < g[1]]
                if gold and not any(g[2] for g in gold):
                    continue
                right = bool(gold)
                yield document, features(found.signs), right, weight


def matrix(rows: list[list[str]], numbers: dict[str, int]) -> Any:
    """The examples as a sparse matrix of ones."""
    indices, starts = [], [0]
    for row in rows:
        indices.extend(numbers[f] for f in row if f in numbers)
        starts.append(len(indices))
    return csr_matrix((np.ones(len(indices)), indices, starts), shape=(len(rows), len(numbers)))


def vocabulary(documents: list[int], rows: list[list[str]]) -> dict[str, int]:
    """Features of at least MIN_DOCUMENTS documents, numbered in order."""
    seen: Counter[str] = Counter()
    pairs = {(d, f) for d, row in zip(documents, rows, strict=True) for f in row}
    seen.update(f for _, f in pairs)
    return {f: i for i, f in enumerate(sorted(f for f, n in seen.items() if n >= MIN_DOCUMENTS))}


def fit(x: Any, y: Any, weights: Any) -> LogisticRegression:
    """The regression; the bias is a feature like any other."""
    model = LogisticRegression(
        C=PENALTY, fit_intercept=False, solver="lbfgs", max_iter=2000, tol=1e-8
    )
    return model.fit(x, y, sample_weight=weights)


def cross_validate(documents: list[int], rows: list[list[str]], y: Any, counts: Any) -> None:
    """Print how good and how honest the probabilities are on documents not learned from."""
    p = np.zeros(len(y))
    for train, test in GroupKFold(8).split(rows, y, documents):
        known = vocabulary([documents[i] for i in train], [rows[i] for i in train])
        model = fit(matrix([rows[i] for i in train], known), y[train], counts[train])
        p[test] = model.predict_proba(matrix([rows[i] for i in test], known))[:, 1]
    y, p = y[counts == 1], p[counts == 1]  # of the corpora alone
    accuracy = ((p > 0.5) == y).mean()
    print(f"{len(y)} names, {y.mean():.0%} places; cross-validated accuracy {accuracy:.3f}")
    for low, high in ((0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        inside = (p >= low) & (p < high)
        if inside.any():
            print(
                f"  {low:.1f}-{min(high, 1):.1f}  n {inside.sum():5d}  right {y[inside].mean():.3f}"
            )


def table(folder: Path) -> str:
    """The whole text of the weights' table."""
    found = list(examples(folder))
    documents = [d for d, _, _, _ in found]
    rows = [row for _, row, _, _ in found]
    y = np.array([right for _, _, right, _ in found])
    counts = np.array([weight for _, _, _, weight in found])
    cross_validate(documents, rows, y, counts)
    known = vocabulary(documents, rows)
    weights = fit(matrix(rows, known), y, counts).coef_[0]
    lines = [f"{f}\t{weights[i]:.3f}\n" for f, i in known.items() if abs(weights[i]) >= 0.0005]
    return HEADER + "".join(sorted(lines))


def main() -> int:
    """Write the table, or with --check compare it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    text = table(options.corpora)
    if options.check:
        same = TABLE.read_text(encoding="utf-8") == text
        print("up to date" if same else f"{TABLE.name} is out of date", file=sys.stderr)
        return 0 if same else 1
    TABLE.write_text(text, encoding="utf-8")
    print(f"{TABLE.name}: {text.count(chr(10)) - 4} weights")
    return 0


if __name__ == "__main__":
    sys.exit(main())

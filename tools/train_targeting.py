"""Train geosent/data/targeting.weights.gz: the sentiment towards a target.

Run by hand, from the project's root::

    python tools/train_targeting.py --corpora ../shared/corpora              # train, write, measure
    python tools/train_targeting.py --corpora ../shared/corpora --encoder DIR    # the network too
    python tools/train_targeting.py --corpora ../shared/corpora --check      # write nothing
    python tools/train_targeting.py --corpora ../shared/corpora --held-out NETWORK  # measure only

Three sets of labelled targets are learned from together (`read_rows`): persons and others in
NewsMTSC; countries in DSE; and the other names of DSE, each sentence of which has two, p and q,
of which one may judge the other. Some sentences made from templates teach constructions that are
rare in the news (`targeting_templates.py`). Weights are the sum of a part that all share and parts
of their own (Daumé's "frustratingly easy" adaptation). One logistic regression finds them; those
for places are kept: what is shared, DSE's part and the countries' part, added up for each word of
the network wherever it may stand. Persons and others are left to the network alone: it is as good
without the weights.

Judgements of countries are rare: four mentions in five are not judged. `weight_of` counts the rare
labels more, so the probabilities are those of a text in which judgement is commoner than in the
news, and the likeliest class is the one that serves macro-F1. The model card says so.

For places the scorer adds the logits of these weights and of a small network, each by its share.
`train_targeting_network.py` trains that, and needs more than the dev extra; with `--encoder` both
are trained, the network first. `--held-out` measures both on texts that neither has seen, nor the
network's teacher; for it the network must be trained with `--held-out` as well, into a file of its
own.

Nothing here is random but the bootstrap of the intervals, which is seeded; the weights are rounded
to integers; the file holds no time. Run it twice and compare: the bytes are the same.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
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
from targeting_templates import examples  # noqa: E402
from vaderSentiment.vaderSentiment import (  # noqa: E402
    SentimentIntensityAnalyzer,
)

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from geosent.targeting import network  # noqa: E402
from geosent.targeting.features import (  # noqa: E402
    COLUMNS,
    Lexicon,
    clause_length,
    places,
    word_features,
)
from geosent.targeting.narrowing import narrowed  # noqa: E402
from geosent.targeting.network import KINDS, REACH  # noqa: E402
from geosent.targeting.reading import Reading, plain, read  # noqa: E402
from geosent.targeting.scorer import Judge  # noqa: E402
from geosent.targeting.weights import FILE, UNIT, decode, encode  # noqa: E402

OUTPUT = ROOT / "geosent" / "data" / FILE
LEXICON = ROOT / "geosent" / "data" / "targeting_lexicon.tsv"
LABELS = ("negative", "neutral", "positive")
SEED = 20251122
HELD_OUT = 5

INVERSE_PENALTY = 0.03
LEAST = 4  #: a feature must occur in this many targets' texts
TEMPLATE = 0.6  #: how much a made-up sentence counts
TELLING = (0.2, 4.0)  #: the least and greatest scale of `telling`
#: What the network counts of the logits of each head; the weights learned here have the rest.
NETWORK_SHARE: Mapping[str, float] = {"place": 0.4, "other": 1.0}
OWN = 0.7  #: the scale of the parts that are not shared; below 1 favours what is shared
OFFSET = 0.25  #: added to the logits of negative and positive; chosen by cross-validation

#: Part of speech of a lexicon row, and the endings that make its other forms.
IRREGULAR: Mapping[str, str] = {
    "beat": "beaten",
    "behead": "beheaded",
    "break": "broke broken",
    "feed": "fed",
    "fall": "fell fallen",
    "fight": "fought",
    "flee": "fled",
    "forbid": "forbade forbidden",
    "forgive": "forgave forgiven",
    "freeze": "froze frozen",
    "grow": "grew grown",
    "hang": "hung",
    "hear": "heard",
    "hit": "hitting",
    "hurt": "hurting",
    "lead": "led",
    "lie": "lying",
    "lose": "lost",
    "mislead": "misled",
    "overcome": "overcame",
    "overthrow": "overthrew overthrown",
    "rebuild": "rebuilt",
    "rise": "rose risen",
    "say": "said",
    "seek": "sought",
    "shine": "shone",
    "shoot": "shot",
    "sink": "sank sunk",
    "speak": "spoke spoken",
    "stand": "stood",
    "steal": "stole stolen",
    "stick": "stuck",
    "strike": "struck stricken",
    "swear": "swore sworn",
    "teach": "taught",
    "tear": "tore torn",
    "tell": "told",
    "think": "thought",
    "uphold": "upheld",
    "win": "won",
    "withhold": "withheld",
    "write": "wrote written",
}


@frozen(eq=False)
class Row:
    """A labelled target. `source`: "person", "country", "name" or "template"; `group`: its text."""

    reading: Reading
    label: int
    source: str
    group: str


def forms(word: str, part: str) -> set[str]:
    """The forms of a base form, by English spelling.

    >>> sorted(forms("deny", "verb"))
    ['denied', 'denies', 'deny', 'denying']
    """
    found = {word}
    after_consonant = word.endswith("y") and word[-2:-1] not in "aeiou"
    hissing = re.search(r"(s|x|z|ch|sh)$", word) is not None
    if part == "verb":
        found.update(IRREGULAR.get(word, "").split())
        if word.endswith("e"):
            found |= {f"{word}s", f"{word}d", f"{word[:-1]}ing"}
        elif after_consonant:
            found |= {f"{word[:-1]}ies", f"{word[:-1]}ied", f"{word}ing"}
        else:
            found |= {f"{word}es" if hissing or word.endswith("o") else f"{word}s"}
            found |= {f"{word}ed", f"{word}ing"}
        if re.search(r"[^aeiou][aeiou][bdgklmnprt]$", word):
            found |= {f"{word}{word[-1]}ed", f"{word}{word[-1]}ing"}
    elif part == "noun":
        plural = f"{word[:-1]}ies" if after_consonant else f"{word}es" if hissing else f"{word}s"
        found.add(plural)
    elif part == "adjective":
        found.add(
            f"{word[:-1]}ily"
            if word.endswith("y")
            else f"{word[:-2]}ly"
            if word.endswith("le")
            else f"{word}ly"
        )
    return found


def build_lexicon() -> Lexicon:
    """The project's own lexicon in all its forms, and VADER's for the words that it lacks."""
    classes: dict[str, set[str]] = defaultdict(set)
    with open(LEXICON, encoding="utf-8", newline="") as lines:
        table = csv.DictReader((x for x in lines if not x.startswith("#")), delimiter="\t")
        for row in table:
            for word in row["words"].split("|"):
                for form in forms(word, row["part"]):
                    classes[form].add(row["class"])
    valence: dict[str, int] = {}
    for word, value in SentimentIntensityAnalyzer().lexicon.items():
        if word.isalpha() and word.islower():
            valence[word] = round(value) or (1 if value > 0 else -1)
            if word not in classes:
                degree = 2 if abs(value) >= 2 else 1
                classes[word] = {f"{'VP' if value > 0 else 'VN'}{degree}"}
    return Lexicon(
        {word: (tuple(sorted(classes[word])), valence.get(word, 0)) for word in sorted(classes)}
    )


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def group_of(text: str) -> str:
    """What tells texts apart."""
    return hashlib.sha256(text.strip().encode()).hexdigest()


def is_held_out(group: str) -> bool:
    """Whether the network's teacher has not seen this text: one in `HELD_OUT`."""
    return int(group, 16) % HELD_OUT == 0


def read_rows(corpora: Path, part: str, names: bool) -> list[Row]:
    """The targets of one part of the corpora; `names`: also DSE's that are no countries."""
    rows: list[Row] = []

    def add(text: str, start: int, end: int, label: str, source: str) -> None:
        reading = read(text, start, end)
        rows.append(Row(reading, LABELS.index(label), source, group_of(text)))

    for corpus, source in (("newsmtsc", "person"), ("dse-country", "country")):
        for line in read_lines(corpora / f"{corpus}-{part}.jsonl"):
            add(line["text"], line["start"], line["end"], line["label"], source)
    if not names:
        return rows
    known = {
        (line["text"].strip(), line["text"][line["start"] : line["end"]])
        for line in read_lines(corpora / f"dse-country-{part}.jsonl")
    }
    for line in read_lines(corpora / f"dse-{part}.jsonl"):
        direction, _, judged = line["label"].partition(" ")
        for span, judged_by in ((line["q"], "p>q"), (line["p"], "q>p")):
            start, end = span
            if (line["text"].strip(), line["text"][start:end]) not in known:
                label = judged if direction == judged_by else "neutral"
                add(line["text"], start, end, label, "name")
    return rows


def template_rows() -> list[Row]:
    """The made-up sentences, as targets in DSE's manner."""
    return [
        Row(read(text, start, end), LABELS.index(label), "template", group_of(text))
        for text, start, end, label in examples()
    ]


def names_of(reading: Reading, lexicon: Lexicon, known: Container[str]) -> Counter[str]:
    """The features of a reading and how often each stands; only `known` words have any."""
    found = Counter(["*", f"kind={reading.kind}"])
    for side, words in (("L", reading.left[:REACH]), ("R", reading.right[:REACH])):
        for place, word in zip(places(len(words), clause_length(words)), words, strict=True):
            term = plain(word)
            if term in known:
                found.update(word_features(side, place, term, lexicon.entries.get(term)))
    return found


def scale_of(name: str) -> float:
    """What one occurrence counts; a lesser number is a stronger penalty on the weight."""
    if name in ("b+", "b-") or (len(name) == 3 and name[0] in "LR" and name[2] in "+-"):
        return 1 / 3
    if name[:2] in ("b=", "b~"):
        return 0.5
    return 0.7 if name[:2] in ("Lc", "Rc", "Lx", "Rx") else 1.0


def is_place(row: Row) -> bool:
    return row.reading.kind in ("place", "people")


def weight_of(row: Row) -> float:
    """How much a row counts: rare labels of DSE more, names that are no countries less."""
    if row.source == "person":
        return 1.0
    if row.source == "template":
        return TEMPLATE
    return (1.5, 0.5, 2.0)[row.label] * (0.6 if row.source == "name" else 1.0)


def matrix(counts: Sequence[Counter[str]], names: Sequence[str]) -> Any:
    index = {name: i for i, name in enumerate(names)}
    scales = [scale_of(name) for name in names]
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for count in counts:
        for name, times in sorted(count.items()):
            i = index.get(name)
            if i is not None:
                columns.append(i)
                values.append(times * scales[i])
        ends.append(len(columns))
    shape = (len(counts), len(names))
    return sp.csr_matrix((np.array(values, np.float32), columns, ends), shape=shape)


def telling(shared: Any, labels: Any, weights: Any) -> Any:
    """How much each feature tells of the label: the greatest log ratio of its rates by label.

    Features are scaled by it before the regression, which so penalizes the telling ones less
    (after Wang & Manning's "NB-SVM", with one scale for all labels). A root keeps it gentle.
    """
    present = (shared > 0).astype(np.float64)
    ratios = []
    for label in range(len(LABELS)):
        rates = []
        for of_label in (labels == label, labels != label):
            seen = np.asarray((sp.diags(weights * of_label) @ present).sum(0)).ravel() + 1
            rates.append(seen / seen.sum())
        ratios.append(np.abs(np.log(rates[0] / rates[1])))
    found = np.max(ratios, 0)
    return np.clip(np.sqrt(found / np.sqrt((found**2).mean())), *TELLING).astype(np.float32)


def parts(shared: Any, rows: Sequence[Row]) -> Any:
    """The shared part and, scaled, those of NewsMTSC's persons, of DSE, and of countries."""
    person = np.array([r.source == "person" and not is_place(r) for r in rows])
    name = np.array([r.source == "name" for r in rows])
    own = [sp.diags(mask * np.float32(OWN)) @ shared for mask in (person, ~person, ~person & ~name)]
    source = sp.csr_matrix(np.stack([person, name], 1).astype(np.float32))
    return sp.hstack([shared, *own, source]).tocsr().astype(np.float32)


def fit(counts: Sequence[Counter[str]], rows: Sequence[Row]) -> dict[str, tuple[float, float]]:
    """What each feature says of a place: logits of negative and positive, rather than neutral."""
    seen = Counter(name for count in counts for name in count)
    names = sorted(name for name, times in seen.items() if times >= LEAST)
    labels = np.array([row.label for row in rows])
    row_weights = np.array([weight_of(row) for row in rows])
    plain = matrix(counts, names)
    scales = telling(plain, labels, row_weights)
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=300, tol=1e-3)
    model.fit(parts((plain @ sp.diags(scales)).tocsr(), rows), labels, sample_weight=row_weights)
    n = len(names)
    shared, _, dse, country = (model.coef_[:, k * n : (k + 1) * n] for k in range(4))
    scales = scales * np.array([scale_of(name) for name in names])
    weights = (shared + OWN * (dse + country)) * scales
    weights[:, names.index("*")] += model.intercept_
    return {
        name: (float(negative - neutral), float(positive - neutral))
        for name, (negative, neutral, positive) in zip(names, weights.T, strict=True)
    }


def encoded(
    weights: Mapping[str, tuple[float, float]], lexicon: Lexicon, words: Sequence[str]
) -> bytes:
    """The bytes of the weights file: what words add in each column, and kinds of targets."""
    share = (1 - NETWORK_SHARE["place"]) * UNIT

    def total(names: Iterable[str], label: int) -> int:
        return round(share * sum(weights[name][label // 2] for name in names if name in weights))

    def starts(label: int) -> list[int]:
        """What a target says of itself, by its kind."""
        of_places = [total(("*", f"kind={kind}"), label) for kind in KINDS[:2]]
        return [number + round(OFFSET * UNIT) for number in (*of_places, 0, 0)]

    def features(column: tuple[str, int], word: str) -> list[str]:
        return word_features(*column, word, lexicon.entries.get(word)) if word else []

    table = [[features(column, word) for word in words] for column in COLUMNS]
    negative, positive = (
        [*([total(names, label) for names in column] for column in table), starts(label)]
        for label in (0, 2)
    )
    return encode(negative, positive, lexicon.entries)


def label_of(numbers: Sequence[int]) -> int:
    low, middle, high = numbers
    return 1 if middle >= low and middle >= high else 0 if low >= high else 2


def f1_by_class(gold: Any, said: Any) -> Any:
    table = np.bincount(gold * 3 + said, minlength=9).reshape(3, 3)
    return 2 * table.diagonal() / np.maximum(table.sum(0) + table.sum(1), 1)


def figures(name: str, gold: Any, said: Any, groups: Sequence[str]) -> str:
    """Macro-F1 with a 95% bootstrap interval over texts, accuracy, and F1 of each class."""
    rng = np.random.default_rng(SEED)
    _, group = np.unique(np.array(groups), return_inverse=True)
    members = [np.flatnonzero(group == g) for g in range(group.max() + 1)]
    samples = []
    for _ in range(2000):
        chosen = np.concatenate([members[g] for g in rng.integers(0, len(members), len(members))])
        samples.append(f1_by_class(gold[chosen], said[chosen]).mean())
    low, high = np.percentile(samples, [2.5, 97.5])
    each = f1_by_class(gold, said)
    return (
        f"{name:34s} n {len(gold):5d}  macro-F1 {each.mean():.3f} [{low:.3f}, {high:.3f}]"
        f"  accuracy {(gold == said).mean():.3f}  "
        + "  ".join(f"{label} {value:.3f}" for label, value in zip(LABELS, each, strict=True))
    )


def vader_labels(corpora: Path, corpus: str) -> Any:
    vader = SentimentIntensityAnalyzer()
    found = []
    for line in read_lines(corpora / f"{corpus}.jsonl"):
        tone = vader.polarity_scores(line["text"])["compound"]
        found.append(2 if tone >= 0.05 else 0 if tone <= -0.05 else 1)
    return np.array(found)


def said_of(judge: Judge, rows: Sequence[Row]) -> Any:
    """The labels of targets."""
    read_as = [narrowed(row.reading) for row in rows]
    return np.array([label_of(judge.probabilities(reading)) for reading in read_as])


def measure(corpora: Path, judge: Judge, trained_on: Sequence[Row]) -> None:
    """Figures on the valid parts, beside VADER's."""
    train_groups = {row.group for row in trained_on}
    rows = read_rows(corpora, "valid", names=False)
    for corpus, source in (("newsmtsc-valid", "person"), ("dse-country-valid", "country")):
        chosen = [row for row in rows if row.source == source]
        gold = np.array([row.label for row in chosen])
        said = said_of(judge, chosen)
        groups = [row.group for row in chosen]
        vader = vader_labels(corpora, corpus)
        new = np.array([group not in train_groups for group in groups])
        print(figures(f"{corpus}: VADER", gold, vader, groups))
        print(figures(f"{corpus}: TargetScorer", gold, said, groups))
        if not new.all():
            apart = [group for group, keep in zip(groups, new, strict=True) if keep]
            print(figures("  of these, texts not trained on", gold[new], said[new], apart))


def measure_held_out(judge: Judge, rows: Sequence[Row]) -> None:
    """Figures on texts that the weights have not seen, nor the network, nor its teacher."""
    for source in ("person", "country"):
        chosen = [row for row in rows if row.source == source]
        gold = np.array([row.label for row in chosen])
        groups = [row.group for row in chosen]
        print(figures(f"held out: {source}", gold, said_of(judge, chosen), groups))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Train the target scorer's weights.")
    parser.add_argument("--corpora", type=Path, required=True, help="the folder of the corpora")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    parser.add_argument("--check", action="store_true", help="exit 1 if the file would change")
    parser.add_argument("--held-out", type=Path, metavar="NETWORK", help="measure with this only")
    parser.add_argument("--encoder", type=Path, metavar="DIR", help="train the network first")
    given = parser.parse_args(arguments)
    if given.encoder is not None:
        from train_targeting_network import main as train_network  # needs PyTorch

        train_network(["--corpora", str(given.corpora), "--encoder", str(given.encoder)])
    lexicon = build_lexicon()
    rows = read_rows(given.corpora, "train", names=True) + template_rows()
    apart = []
    known = network.shipped()
    if given.held_out is not None:
        known = network.decode(given.held_out.read_bytes())
        apart = [row for row in rows if row.source != "template" and is_held_out(row.group)]
        rows = [row for row in rows if row.source == "template" or not is_held_out(row.group)]
    weights = fit([names_of(row.reading, lexicon, known.words) for row in rows], rows)
    data = encoded(weights, lexicon, list(known.words))
    judge = Judge(known, decode(data))
    print(f"{len(weights)} features, {len(lexicon.entries)} words, {len(data)} bytes")
    if given.held_out is not None:
        measure_held_out(judge, apart)
        return 0
    measure(given.corpora, judge, rows)
    if given.check:
        same = given.output.exists() and given.output.read_bytes() == data
        print("no change" if same else f"{given.output.name} would change")
        return 0 if same else 1
    given.output.write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())

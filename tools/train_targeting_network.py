"""Train geosent/data/targeting.network.gz: the target scorer's small network.

Run by hand, from the project's root, with PyTorch and transformers (the extra `transformers`) and a
folder that holds all-MiniLM-L6-v2::

    python tools/train_targeting_network.py --corpora ../shared/corpora --encoder DIR

It learns from the labelled targets that `train_targeting.py` learns from, and from what a teacher
said of unlabelled ones (tools/data/targeting_teacher.bin.gz, by `build_targeting_teacher.py`). The
vectors of words start as those of the encoder's word pieces and the classes of the lexicon, seen
through a projection that is learned; so a word that the corpora never show has a meaning too. Then
each vector becomes a sum of one entry from each of a few books (`quantize`), the entries and the
rest learn on for a while, and everything is rounded to whole numbers, as
`geosent/targeting/network.py` wants them.

Seeded, and on one thread: run it twice and compare, the bytes are the same. Run it before
`train_targeting.py`, which measures both together.
"""

from __future__ import annotations

import argparse
import gzip
import math
import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"  # sums in one order; before NumPy is imported

import numpy as np
import torch
from attrs import frozen
from build_targeting_teacher import OUTPUT as TEACHER
from build_targeting_teacher import labelled, read_articles
from sklearn.cluster import KMeans
from targeting_unlabelled import key, sightings
from train_targeting import (
    NETWORK_SHARE,
    Row,
    build_lexicon,
    is_held_out,
    is_place,
    read_rows,
    template_rows,
    weight_of,
)
from transformers import AutoModel, AutoTokenizer

from geosent.targeting.features import TARGET, Lexicon, clause_length, columns
from geosent.targeting.network import FILE, HEADS, KINDS, MOST, REACH, Layers, encode
from geosent.targeting.reading import MASKED, Reading, plain, read, way_of

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "geosent" / "data" / FILE
SEED = 6
SIZE = 28  #: of a word's vector
BOOKS, ENTRIES = 8, 128
UNITS = 96
HIDDEN = 24
BATCH = 256
EPOCHS, RATE = 10, 4e-3
FINE_EPOCHS, FINE_RATE = 3, 1e-3  #: with the books
LEAST = 5  #: a word must stand in so many readings, if the lexicon does not have it
DROPPED = 0.15  #: of the words, while learning
TAUGHT = 1.0  #: how much what the teacher said counts
SUM_SCALE = 4  #: sums of units are divided by this
TEMPLATE = 1.0  #: how much a made-up sentence counts
CLASS_WEIGHTS = (1.5, 0.5, 2.0)  #: of DSE's labels, as in `train_targeting.weight_of`
FRACTIONS = (16, 10)  #: bits after the point of hidden numbers and of the last layer's weights
SHIFTS = (3, 6)  #: bits that sums and hidden numbers drop
SLACK = 0.97  #: of `MOST` is what a unit may reach before its parts are rounded
UNIT_BITS = 9  #: of `weights.UNIT`
STANDS_FOR = {"<P>": "sweden", "<D>": "swedish", "<0>": "5"}

NO_WORD, OTHER_WORD = 0, 1
NO_PLACE = TARGET + 1
WIDTH = 2 * REACH + 1


@frozen(eq=False)
class Examples:
    """Readings as numbers, and what the two heads, of places and others, are to learn of each."""

    words: Any
    places: Any
    cases: Any
    wanted: Any

    def part(self, chosen: Any) -> Examples:
        return Examples(
            self.words[chosen], self.places[chosen], self.cases[chosen], self.wanted[chosen]
        )


def taught(corpora: Path, lexicon: Lexicon) -> Iterator[tuple[Reading, str, Any]]:
    """Unlabelled readings, the group of their text, and the teacher's six probabilities."""
    content = gzip.decompress(TEACHER.read_bytes())
    table = {content[i : i + 6]: content[i + 6 : i + 10] for i in range(0, len(content), 10)}
    articles = read_articles(corpora)
    train = labelled(corpora, "train")
    spans = {text: [row[:2] for row in rows] for text, rows in train.items()}
    missing = 0
    for sighting in sightings(spans, articles, lexicon):
        for start, end in sighting.spans:
            row = table.get(key(sighting.text, (start, end)))
            if row is None:
                missing += 1
                continue
            low, high, low2, high2 = (x / 255 for x in row)
            probabilities = np.clip(
                [low, 1 - low - high, high, low2, 1 - low2 - high2, high2], 0, 1
            )
            yield read(sighting.text, start, end), sighting.group, probabilities
    if missing:  # a few beyond the end of what the teacher reads; more if the tools have changed
        print(f"{missing} targets are not in the teacher's table")


def wanted_of(row: Row) -> list[float]:
    """The weight of a labelled row at its label, in the head of its kind."""
    found = [0.0] * 6
    by_person = row.source == "person" and not is_place(row)
    weight = TEMPLATE if row.source == "template" else weight_of(row)
    found[3 * by_person + row.label] = weight
    return found


def wanted_from(said: Any) -> list[float]:
    """What the teacher said (as a person, as a name), as weights for the heads."""
    return [*(TAUGHT * said[3:] * CLASS_WEIGHTS), *(TAUGHT * said[:3])]


def examples(readings: Sequence[Reading], wanted: Any, index: Mapping[str, int]) -> Examples:
    shape = (len(readings), WIDTH)
    words = np.zeros(shape, np.int64)
    at = np.full(shape, NO_PLACE, np.int64)
    cases = np.zeros(shape, np.int64)
    for i, reading in enumerate(readings):
        left, right = reading.left[:REACH], reading.right[:REACH]
        for first, name, side, clause in (
            (REACH - len(left), "L", left[::-1], clause_length(left)),
            (REACH + 1, "R", right, clause_length(right)),
        ):
            stand = slice(first, first + len(side))
            words[i, stand] = [index.get(plain(word), OTHER_WORD) for word in side]
            at[i, stand] = columns(name, len(side), clause)
            cases[i, stand] = list(map(way_of, side))
        at[i, REACH] = TARGET
        cases[i, REACH] = MASKED + 1 + KINDS.index(reading.kind)
    return Examples(*map(torch.tensor, (words, at, cases)), torch.tensor(wanted).float())


def meanings(encoder: Path, lexicon: Lexicon, words: Sequence[str]) -> Any:
    """For each word the mean of its pieces' vectors, and the lexicon's classes and valence."""
    pieces = AutoTokenizer.from_pretrained(encoder)
    table = AutoModel.from_pretrained(encoder).embeddings.word_embeddings.weight.detach().numpy()
    table = (table - table[1000:].mean(0)) / table.std()
    classes = sorted({name for names, _ in lexicon.entries.values() for name in names})
    found = np.zeros((len(words) + 2, table.shape[1] + len(classes) + 2), np.float32)
    for i, word in enumerate(words, 2):
        ids = pieces(STANDS_FOR.get(word, word), add_special_tokens=False)["input_ids"]
        if ids and pieces.unk_token_id not in ids:
            found[i, : table.shape[1]] = table[ids].mean(0) * min(2, len(ids)) ** 0.5
        names, valence = lexicon.entries.get(word, ((), 0))
        for name in names:
            found[i, table.shape[1] + classes.index(name)] = 1
        found[i, -2:] = max(0, valence) / 2, max(0, -valence) / 2
    return torch.tensor(found)


class Student(torch.nn.Module):
    """What `geosent/targeting/network.py` computes, in fractions and with losses of words."""

    def __init__(self, known: Any) -> None:
        super().__init__()
        self.known = known
        self.project = torch.nn.Linear(known.shape[1], SIZE, bias=False)
        torch.nn.init.normal_(self.project.weight, std=1 / math.sqrt(40))
        self.own = torch.nn.Embedding(len(known), SIZE)
        torch.nn.init.zeros_(self.own.weight)
        self.case = torch.nn.Embedding(MASKED + 1 + len(KINDS), SIZE)
        torch.nn.init.normal_(self.case.weight, std=0.1)
        self.place = torch.nn.Embedding(NO_PLACE + 1, UNITS)
        torch.nn.init.normal_(self.place.weight, std=0.1)
        self.read = torch.nn.Conv1d(SIZE, UNITS, 3, padding=1)
        self.hidden = torch.nn.Linear(UNITS, HIDDEN)
        self.last = torch.nn.Linear(HIDDEN, 6)
        self.drop = torch.nn.Dropout(0.2)
        self.codes: Any = None  #: of each word, once there are books
        self.books: Any = None

    def vectors(self, words: Any) -> Any:
        if self.codes is None:
            return self.project(self.known[words]) + self.own(words)
        return sum(self.books[i](self.codes[words, i]) for i in range(BOOKS))

    def forward(self, words: Any, at: Any, cases: Any) -> Any:
        """The logits of both heads: negative, neutral and positive, for places and for others."""
        return self.last(self.drop(torch.relu(self.judge(words, at, cases))))

    def judge(self, words: Any, at: Any, cases: Any) -> Any:
        """The hidden numbers, those below zero too."""
        if self.training:
            lost = (torch.rand(words.shape) < DROPPED) & (words > OTHER_WORD)
            words = words.masked_fill(lost, OTHER_WORD)
        distinct, where = torch.unique(words, return_inverse=True)
        vectors = self.vectors(distinct)
        real = (at != NO_PLACE).float()
        vectors = torch.nn.functional.embedding(where, vectors) + self.case(cases)
        read = self.read((vectors * real[:, :, None]).transpose(1, 2))
        said = torch.relu(read + self.place(at).transpose(1, 2)) * real[:, None]
        return self.hidden(self.drop(said.sum(2) / SUM_SCALE))


def learn(model: Student, data: Examples, epochs: int, rate: float) -> None:
    rest = [p for name, p in model.named_parameters() if name != "own.weight"]
    optimizer = torch.optim.AdamW(
        [
            {"params": [model.own.weight], "weight_decay": 0.1},
            {"params": rest, "weight_decay": 1e-4},
        ],
        lr=rate,
    )
    count = len(data.wanted)
    steps = epochs * math.ceil(count / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / 50, max(0.01, (steps - step) / steps))
    )
    model.train()
    for _ in range(epochs):
        for chosen in torch.randperm(count).split(BATCH):
            batch = data.part(chosen)
            logits = model(batch.words, batch.places, batch.cases).reshape(-1, 2, 3)
            told = torch.log_softmax(logits, 2).reshape(-1, 6)
            optimizer.zero_grad()
            (-(told * batch.wanted).sum() / BATCH).backward()
            optimizer.step()
            schedule.step()
    model.eval()


def quantize(model: Student, data: Examples) -> None:
    """Make each word's vector a sum of an entry of each book, by what is left of it (k-means).

    What is near is told by what the units make of it; frequent words count more, by the root.
    """
    with torch.inference_mode():
        vectors = model.vectors(torch.arange(len(model.known))).double().numpy()
    counts = np.bincount(data.words.flatten(), minlength=len(vectors))
    counts[: OTHER_WORD + 1] = counts[OTHER_WORD + 1 :].sum() // 10
    read = model.read.weight.detach().double().numpy()
    seen = np.linalg.cholesky(np.einsum("uip,ujp->ij", read, read) + 1e-6 * np.eye(SIZE))
    rest = vectors @ seen
    codes, books = [], []
    for _ in range(BOOKS):
        found = KMeans(ENTRIES, n_init=1, max_iter=40, random_state=SEED).fit(
            rest, sample_weight=np.sqrt(counts + 1)
        )
        rest = rest - found.cluster_centers_[found.labels_]
        codes.append(found.labels_.astype(np.int64))
        books.append(torch.tensor(np.linalg.solve(seen.T, found.cluster_centers_.T).T).float())
    model.codes = torch.tensor(np.stack(codes, 1))
    model.books = torch.nn.ModuleList(
        torch.nn.Embedding.from_pretrained(book, freeze=False) for book in books
    )
    for used_up in (model.project.weight, model.own.weight):
        used_up.requires_grad = False


def awake(model: Student, data: Examples) -> Any:
    """The hidden numbers that are ever above zero; some die while learning."""
    with torch.inference_mode():
        batches = map(data.part, torch.arange(len(data.wanted)).split(BATCH))
        found = [(model.judge(b.words, b.places, b.cases) > 0).any(0) for b in batches]
    return torch.stack(found).any(0).nonzero()[:, 0].numpy()


def whole(
    model: Student, words: Sequence[str], hidden: Any
) -> tuple[dict[str, Sequence[int]], Layers]:
    """The model in whole numbers: codes of words, and layers with these hidden numbers only."""
    layer = {name: p.detach().double().numpy() for name, p in model.named_parameters()}
    books = np.stack([layer[f"books.{i}.weight"] for i in range(BOOKS)])
    codes = model.codes.numpy()
    read = layer["read.weight"].transpose(1, 2, 0)  # component, part, unit
    entries = np.einsum("bec,cpu->bepu", books, read)
    of_words = sum(entries[i][codes[:, i]] for i in range(BOOKS))
    more = np.einsum("wc,cpu->wpu", layer["case.weight"], read)
    more[MASKED + 1 :] += of_words[NO_WORD]  # the target has no word
    at = layer["place.weight"][:NO_PLACE] + layer["read.bias"]
    units = unit_scales(of_words[OTHER_WORD:], more, at)
    weights = layer["hidden.weight"].T * ((1 << SHIFTS[0]) / SUM_SCALE / units)[:, None]
    weights = np.concatenate([weights, layer["hidden.bias"][None]])[:, hidden]
    judged = np.concatenate([layer["last.weight"].T[hidden], layer["last.bias"][None]])
    judged = np.stack([judged[:, i] - judged[:, j] for i, j in ((0, 1), (2, 1), (3, 4), (5, 4))], 1)
    judged *= np.repeat([NETWORK_SHARE[head] for head in HEADS], 2)
    kept = FRACTIONS[0] - SHIFTS[1]  # bits after the point of a hidden number
    judged[-1] *= 1 << kept

    def rows(numbers: Any, scale: Any = 1) -> list[list[int]]:
        whole = np.rint(numbers * scale).astype(int)
        found: list[list[int]] = whole.reshape(-1, whole.shape[-1]).tolist()
        return found

    layers = Layers(
        books=rows(entries, units),
        ways=rows(more[: MASKED + 1], units),
        kinds=rows(more[MASKED + 1 :], units),
        columns=rows(at, units),
        hidden=rows(weights, 1 << FRACTIONS[0]),
        last=rows(judged, 1 << FRACTIONS[1]),
        shifts=(*SHIFTS, kept + FRACTIONS[1] - UNIT_BITS),
    )
    named = {"": OTHER_WORD} | {word: i for i, word in enumerate(words, 2)}
    return {word: codes[i].tolist() for word, i in named.items()}, layers


def unit_scales(words: Any, more: Any, at: Any) -> Any:
    """What 1 is in each unit's whole numbers: as much as lets no words in any place pass `MOST`.

    A unit may have a scale of its own, because what it says is only added up and weighed. `words`
    is what each word gives, `more` what ways of writing and kinds of targets give.
    """
    ways, kinds = more[: MASKED + 1], more[MASKED + 1 :]
    greatest = np.maximum(words.max(0) + ways.max(0), kinds.max(0))
    return SLACK * MOST / (greatest.sum(0) + at.max(0))


def train(corpora: Path, encoder: Path, held_out: bool = False) -> bytes:
    """The bytes of the network; `held_out`: without the texts that the teacher has not seen."""
    lexicon = build_lexicon()
    rows = read_rows(corpora, "train", names=True) + template_rows()
    found = list(taught(corpora, lexicon))
    if held_out:
        rows = [row for row in rows if row.source == "template" or not is_held_out(row.group)]
        found = [one for one in found if not is_held_out(one[1])]
    readings = [row.reading for row in rows] + [reading for reading, _, _ in found]
    wanted = [wanted_of(row) for row in rows] + [wanted_from(said) for _, _, said in found]
    seen = Counter(word for r in readings for word in {*map(plain, r.left), *map(plain, r.right)})
    words = sorted(
        word for word, times in seen.items() if times >= LEAST or word in lexicon.entries
    )
    index = {word: i for i, word in enumerate(words, 2)}
    data = examples(readings, wanted, index)
    print(f"{len(rows)} labelled, {len(found)} taught, {len(words)} words", flush=True)
    torch.manual_seed(SEED)
    model = Student(meanings(encoder, lexicon, words))
    learn(model, data, EPOCHS, RATE)
    quantize(model, data)
    learn(model, data, FINE_EPOCHS, FINE_RATE)
    hidden = awake(model, data)
    print(f"{len(hidden)} of {HIDDEN} hidden numbers are ever above zero")
    return encode(*whole(model, words, hidden))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Train the target scorer's network.")
    parser.add_argument("--corpora", type=Path, required=True, help="the folder of the corpora")
    parser.add_argument("--encoder", type=Path, required=True, help="the folder of the encoder")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    parser.add_argument("--held-out", action="store_true", help="learn from four texts in five")
    given = parser.parse_args(arguments)
    torch.set_num_threads(1)
    data = train(given.corpora, given.encoder, given.held_out)
    given.output.write_bytes(data)
    print(f"{len(data)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Fine-tune a pretrained encoder to judge targets, and let it judge those that nobody labelled.

Run by hand, from the project's root, with PyTorch and transformers (the extra `transformers`) and a
folder that holds all-MiniLM-L6-v2::

    python tools/build_targeting_teacher.py --corpora ../shared/corpora --encoder DIR --state FILE

It writes tools/data/targeting_teacher.bin.gz, which `train_targeting_network.py` learns from: for
each target of `targeting_unlabelled.py` its key and what the teacher said of it, once as if it were
a person in NewsMTSC, once as if it were a name in DSE. No text is in it.

The teacher learns from the train parts only, and from four texts in five of them
(`train_targeting.HELD_OUT`), so that what it taught can be measured on the fifth. Names of places
and the targets themselves are masked for it, as they are for the scorer: it cannot know who is
judged. It takes half an hour or more on one core; `--state` keeps the fine-tuned encoder, so that
the judging can be repeated.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

os.environ["HF_HUB_OFFLINE"] = "1"

import numpy as np
import torch
from targeting_unlabelled import key, places_in, sightings
from train_targeting import LABELS, build_lexicon, f1_by_class, group_of, is_held_out, read_lines
from transformers import AutoModel, AutoTokenizer

from geosent.targeting.reading import Span, kind_of

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "tools" / "data" / "targeting_teacher.bin.gz"
SEED = 7
EPOCHS = 2
FROZEN = 2  #: layers that are not tuned, nor the word pieces
LENGTH = 112  #: word pieces of a text
BATCH = 32
WEIGHT = {"person": 1.0, "country": 1.0, "name": 0.5}
#: What the teacher reads for a masked name: of a place, of a people; of a target.
MASKS = {"P": "sweden", "D": "swedish", "TP": "portugal", "TD": "portuguese", "TO": "john"}

Labelled = tuple[int, int, int, str]  #: start, end, label, source
Item = tuple[list[int], dict[Span, int]]  #: word pieces, and where each target is among them


def labelled(corpora: Path, part: str) -> dict[str, list[Labelled]]:
    """The labelled targets of each text."""
    found: dict[str, list[Labelled]] = defaultdict(list)
    for corpus, source in (("newsmtsc", "person"), ("dse-country", "country")):
        for line in read_lines(corpora / f"{corpus}-{part}.jsonl"):
            label = LABELS.index(line["label"])
            found[line["text"]].append((line["start"], line["end"], label, source))
    countries = {
        (line["text"].strip(), line["text"][line["start"] : line["end"]])
        for line in read_lines(corpora / f"dse-country-{part}.jsonl")
    }
    for line in read_lines(corpora / f"dse-{part}.jsonl"):
        text = line["text"]
        direction, _, judged = line["label"].partition(" ")
        for (start, end), judged_by in ((line["q"], "p>q"), (line["p"], "q>p")):
            if (text.strip(), text[start:end]) not in countries:
                label = judged if direction == judged_by else "neutral"
                found[text].append((start, end, LABELS.index(label), "name"))
    return dict(found)


def read_articles(corpora: Path) -> list[str]:
    """Texts in which nothing is labelled."""
    return [
        line["text"]
        for corpus in ("geovirus", "lgl-dev")
        for line in read_lines(corpora / f"{corpus}.jsonl")
    ]


class Pieces:
    """Texts as the encoder's word pieces, with names masked."""

    def __init__(self, encoder: Path) -> None:
        self._split = AutoTokenizer.from_pretrained(encoder)
        ids = self._split.convert_tokens_to_ids
        self._mask = {symbol: ids(word) for symbol, word in MASKS.items()}
        self._first, self._last = ids("[CLS]"), ids("[SEP]")

    def item(self, text: str, spans: Iterable[Span]) -> Item:
        spans = sorted(set(spans))
        apart: list[Span] = []
        for span in spans:
            if not apart or span[0] >= apart[-1][1]:
                apart.append(span)
        masked = [(*span, self._target(text[span[0] : span[1]]), True) for span in apart]
        for start, end, is_place in places_in(text):
            if all(end <= first or start >= last for first, last in apart):
                masked.append((start, end, "P" if is_place else "D", False))
        ids = [self._first]
        at: dict[Span, int] = {}
        done = 0
        for start, end, symbol, is_target in sorted(masked):
            ids += self._ids(text[done:start])
            if is_target:
                at[start, end] = len(ids)
            ids.append(self._mask[symbol])
            done = end
        ids += self._ids(text[done:])
        for start, end in spans:  # overlapping targets stand where the first of them does
            if (start, end) not in at:
                at[start, end] = next(i for (s, e), i in at.items() if start < e and end > s)
        if len(ids) >= LENGTH:
            nearest = min(at.values())
            cut = min(nearest - 40, len(ids) - (LENGTH - 2)) if nearest > 60 else 1
            ids = [self._first, *ids[cut : cut + LENGTH - 2]]
            at = {span: i - cut + 1 for span, i in at.items()}
        return [*ids, self._last], {span: i for span, i in at.items() if 0 < i < len(ids)}

    def _ids(self, text: str) -> list[int]:
        found: list[int] = self._split(text, add_special_tokens=False)["input_ids"]
        return found

    @staticmethod
    def _target(name: str) -> str:
        return {"place": "TP", "people": "TD"}.get(kind_of(name), "TO")


class Teacher(torch.nn.Module):
    """The encoder's state at the target and its mean, and two heads of three logits."""

    def __init__(self, encoder: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(encoder, attn_implementation="sdpa")
        for layer in (self.encoder.embeddings, *self.encoder.encoder.layer[:FROZEN]):
            layer.requires_grad_(False)
        self.drop = torch.nn.Dropout(0.1)
        self.heads = torch.nn.Linear(2 * self.encoder.config.hidden_size, 6)

    def forward(self, items: Sequence[Item]) -> Any:
        """Six logits for each target, item by item: three as a person's, three as a name's."""
        length = max(len(ids) for ids, _ in items)
        ids = torch.tensor([x + [0] * (length - len(x)) for x, _ in items])
        mask = torch.tensor([[1.0] * len(x) + [0.0] * (length - len(x)) for x, _ in items])
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        means = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        row = [i for i, (_, at) in enumerate(items) for _ in at]
        at = [place for _, places in items for place in places.values()]
        return self.heads(self.drop(torch.cat([states[row, at], means[row]], 1)))


def batches(items: Sequence[Item], size: int, rng: random.Random) -> list[list[int]]:
    """Items of about the same length together."""
    order = sorted(range(len(items)), key=lambda i: (len(items[i][0]), rng.random()))
    found = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(found)
    return found


def teach(encoder: Path, data: Mapping[str, Sequence[Labelled]]) -> Teacher:
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    pieces = Pieces(encoder)
    sample = random.Random(11)  # half of the texts whose names nobody judges
    chosen = {
        text: rows
        for text, rows in data.items()
        if not is_held_out(group_of(text))
        and (any(r[3] != "name" or r[2] != 1 for r in rows) or sample.random() < 0.5)
    }
    items = [pieces.item(text, [row[:2] for row in rows]) for text, rows in chosen.items()]
    rows_of = list(chosen.values())
    model = Teacher(encoder)
    tuned = [p for p in model.encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": tuned, "lr": 8e-5}, {"params": model.heads.parameters(), "lr": 1e-3}],
        weight_decay=0.01,
    )
    steps = EPOCHS * (len(items) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min((step + 1) / (0.1 * steps), max(0.02, (steps - step) / (0.9 * steps))),
    )
    for _ in range(EPOCHS):
        model.train()
        for batch in batches(items, BATCH, rng):
            logits = model([items[i] for i in batch])
            where: dict[tuple[int, Span], int] = {}
            for i in batch:
                for span in items[i][1]:
                    where[i, span] = len(where)
            learned = [
                (where[i, row[:2]], row)
                for i in batch
                for row in rows_of[i]
                if (i, row[:2]) in where
            ]
            person = torch.tensor([row[3] == "person" for _, row in learned])[:, None]
            chosen_logits = logits[[at for at, _ in learned]]
            loss = torch.nn.functional.cross_entropy(
                torch.where(person, chosen_logits[:, :3], chosen_logits[:, 3:]),
                torch.tensor([row[2] for _, row in learned]),
                reduction="none",
            )
            weights = torch.tensor([WEIGHT[row[3]] for _, row in learned])
            optimizer.zero_grad()
            ((loss * weights).sum() / BATCH).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return model


def judge(model: Teacher, items: Sequence[Item]) -> Iterator[tuple[int, Span, Any]]:
    """The number of an item, a target of it, and the six probabilities."""
    model.eval()
    with torch.inference_mode():
        for batch in batches(items, 64, random.Random(SEED)):
            logits = model([items[i] for i in batch]).reshape(-1, 2, 3)
            said = iter(torch.softmax(logits, 2).reshape(-1, 6).numpy())
            for i in batch:
                for span in items[i][1]:
                    yield i, span, next(said)


def measure(model: Teacher, pieces: Pieces, data: Mapping[str, Sequence[Labelled]]) -> None:
    """Macro-F1 of the likeliest label."""
    items = [pieces.item(text, [row[:2] for row in rows]) for text, rows in data.items()]
    said = {(i, span): p for i, span, p in judge(model, items)}
    for source, head in (("person", 0), ("country", 3)):
        pairs = [
            (row[2], said[i, row[:2]][head : head + 3].argmax())
            for i, rows in enumerate(data.values())
            for row in rows
            if row[3] == source and (i, row[:2]) in said
        ]
        each = f1_by_class(*map(np.array, zip(*pairs, strict=True)))
        print(f"  {source}: n {len(pairs)}  macro-F1 {each.mean():.3f}  {each.round(3)}")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Judge unlabelled targets by a tuned encoder.")
    parser.add_argument("--corpora", type=Path, required=True, help="the folder of the corpora")
    parser.add_argument("--encoder", type=Path, required=True, help="the folder of the encoder")
    parser.add_argument("--state", type=Path, help="a file that keeps the tuned encoder")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    given = parser.parse_args(arguments)
    torch.set_num_threads(1)
    train, valid = labelled(given.corpora, "train"), labelled(given.corpora, "valid")
    pieces = Pieces(given.encoder)
    if given.state is not None and given.state.exists():
        model = Teacher(given.encoder)
        model.load_state_dict(torch.load(given.state))
    else:
        model = teach(given.encoder, train)
        if given.state is not None:
            torch.save(model.state_dict(), given.state)
    held_out = {text: rows for text, rows in train.items() if is_held_out(group_of(text))}
    for name, data in (("held out", held_out), ("valid", valid)):
        print(name)
        measure(model, pieces, data)
    articles = read_articles(given.corpora)
    spans = {text: [row[:2] for row in rows] for text, rows in train.items()}
    seen = list(sightings(spans, articles, build_lexicon()))
    print(f"{len(seen)} unlabelled texts", flush=True)
    items = [pieces.item(sighting.text, sighting.spans) for sighting in seen]
    table = {}
    for i, span, said in judge(model, items):
        low, _, high, low2, _, high2 = (round(float(p) * 255) for p in said)
        table[key(seen[i].text, span)] = bytes([low, high, low2, high2])
    given.output.parent.mkdir(exist_ok=True)
    content = b"".join(k + table[k] for k in sorted(table))
    given.output.write_bytes(gzip.compress(content, 9, mtime=0))
    print(f"{len(table)} targets, {given.output.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The texts that are measured: the package's own sample and examples, nothing that is fetched."""

from __future__ import annotations

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def documents() -> list[str]:
    """The sample corpus and the example articles, each text once."""
    sample = (ROOT / "geosent" / "data" / "sample.jsonl").read_text(encoding="utf-8")
    rows = map(json.loads, sample.splitlines())
    texts = [f"{row['title']}\n\n{row['text']}" for row in rows]
    texts += [
        path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*.txt"))
    ]
    return texts


def articles() -> list[str]:
    """The articles that tagging is tested on: every name in them is news to a fresh process."""
    lines = (ROOT / "tests" / "cases" / "articles.jsonl").read_text(encoding="utf-8")
    return [json.loads(line)["text"] for line in lines.splitlines()]


def repeated(megabytes: float) -> list[str]:
    """Those documents again and again, numbered so that no two are alike, up to a size."""
    known = documents()
    found: list[str] = []
    size = 0
    while size < megabytes * 1e6:
        text = f"{known[len(found) % len(known)]}\nDispatch {len(found)}.\n"
        found.append(text)
        size += len(text.encode())
    return found


def megabytes(texts: list[str]) -> float:
    """The size of texts in UTF-8, in millions of bytes."""
    return sum(len(text.encode()) for text in texts) / 1e6

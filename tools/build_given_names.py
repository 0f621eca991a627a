"""Build ``geosent/data/given_names.tsv``: given names, and how surely each is one.

Run by hand, from anywhere::

    python tools/build_given_names.py            # write the table
    python tools/build_given_names.py --check    # exit 1 and show the difference if it would change
    python tools/build_given_names.py --extract names-0.3.0.tar.gz    # refresh the census extract

What a given name is for here: "Paris" after "Marie" is a surname. The weight, 1 to 9, says how
surely the word by itself is a given name: 9 David, 3 Georgia.

Sources: the given-name frequencies of the 1990 census of the United States, a work of the federal
government and in the public domain, as the sdist of the PyPI package ``names`` 0.3.0 carries them
(extracted to ``tools/sources/census_given_names.tsv``, so that building needs nothing else), and
``tools/sources/given_names_extra.tsv``, kept by hand, which has the last word.

The census is cut at a rank because its tail is noise: the rarest names in it are slips of the pen
and ordinary words. The rest of the world is by hand because the names that matter are those
English-language newspapers print, in the spelling that they print.
"""

from __future__ import annotations

import argparse
import csv
import difflib
import hashlib
import sys
import tarfile
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "geosent" / "data" / "given_names.tsv"
CENSUS = Path(__file__).resolve().parent / "sources" / "census_given_names.tsv"
EXTRA = Path(__file__).resolve().parent / "sources" / "given_names_extra.tsv"

SDIST_SHA256 = "726e46254f2ed03f1ffb5d941dae3bc67c35123941c29becd02d48d0caa2a671"
SDIST_FILES = {
    "female": "names-0.3.0/names/dist.female.first",
    "male": "names-0.3.0/names/dist.male.first",
}
EXTRACTED = 2500  # names kept in the extract
CUT = 1500  # names of it used: ranks beyond hold more words and surnames than given names
SURE_RANKS = ((300, 9), (1000, 8), (CUT, 7))


def fold(name: str) -> str:
    """Reduce a name to lower-case letters without accents, so that spellings of it meet.

    >>> fold("José")
    'jose'
    """
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def read_table(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of one table by column name, without its comments.

    >>> next(read_table(CENSUS))["name"]
    'James'
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    yield from csv.DictReader(
        (line for line in lines if not line.startswith("#")),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )


def extract(sdist: Path) -> str:
    """Return the extract of the census files in the sdist, most frequent name first.

    A name's rank is by the larger of its shares among women and among men, so that a name that
    only one sex bears is not halved. ``extract(Path("names-0.3.0.tar.gz"))`` gives the text of
    ``tools/sources/census_given_names.tsv``.
    """
    digest = hashlib.sha256(sdist.read_bytes()).hexdigest()
    if digest != SDIST_SHA256:
        raise ValueError(f"{sdist.name} has SHA-256 {digest}, not {SDIST_SHA256}: use names 0.3.0")
    shares: dict[str, dict[str, str]] = {}
    with tarfile.open(sdist) as archive:
        for sex, member in SDIST_FILES.items():
            file = archive.extractfile(member)
            if file is None:
                raise ValueError(f"{sdist.name} has no file {member}: use names 0.3.0")
            for line in file.read().decode("ascii").splitlines():
                name, share, *_ = line.split()
                shares.setdefault(name.capitalize(), {})[sex] = share
    ranked = sorted(
        shares, key=lambda name: (-max(float(share) for share in shares[name].values()), name)
    )
    head = [
        "name\tfemale\tmale",
        "# Share of the women and of the men who bore the name, percent: census of 1990, United",
        "# States, public domain; from the sdist of names 0.3.0 by tools/build_given_names.py.",
    ]
    body = [
        f"{name}\t{shares[name].get('female', '')}\t{shares[name].get('male', '')}"
        for name in ranked[:EXTRACTED]
    ]
    return "\n".join([*head, *body]) + "\n"


def census_weight(rank: int) -> int:
    """Return the weight of the census name at a rank counted from 1; 0 is beyond the cut.

    >>> [census_weight(rank) for rank in (1, 301, 1500, 1501)]
    [9, 8, 7, 0]
    """
    return next((weight for last, weight in SURE_RANKS if rank <= last), 0)


def merge(census: Sequence[str], extra: Mapping[str, int]) -> dict[str, int]:
    """Return ``{name: weight}`` of both sources; a name of ``extra`` wins, and with 0 it goes.

    >>> merge(["James", "Jose", "Love"], {"José": 9, "Love": 0})
    {'José': 9, 'James': 9}
    """
    names = dict(extra)
    known = {fold(name) for name in extra}
    for rank, name in enumerate(census, start=1):
        if fold(name) not in known:
            names[name] = census_weight(rank)
    return {name: weight for name, weight in names.items() if weight}


def build() -> str:
    """Return the whole table as text.

    >>> build().partition("\\n")[0].split("\\t")
    ['name', 'weight']
    """
    census = [row["name"] for row in read_table(CENSUS)]
    extra = {row["name"]: int(row["weight"]) for row in read_table(EXTRA)}
    names = merge(census, extra)
    head = [
        "name\tweight",
        "# Built by tools/build_given_names.py; edit tools/sources/given_names_extra.tsv instead.",
        "# From the census of 1990 of the United States (public domain) and that table.",
        "# Written with accents, to be matched without: a name stands here in one spelling.",
    ]
    body = [
        f"{name}\t{names[name]}" for name in sorted(names, key=lambda name: (name.casefold(), name))
    ]
    return "\n".join([*head, *body]) + "\n"


def drift(shipped: str, built: str) -> list[str]:
    """Return the lines of a diff between the table as shipped and as built now; none is good.

    >>> drift("Ann\\t9\\n", "Anne\\t9\\n")[-2:]
    ['-Ann\\t9', '+Anne\\t9']
    """
    return list(
        difflib.unified_diff(
            shipped.splitlines(), built.splitlines(), "shipped", "built", n=0, lineterm=""
        )
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Write the table, compare it with ``--check``, or refresh the extract; the exit status."""
    parser = argparse.ArgumentParser(description="Build geosent/data/given_names.tsv.")
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--check", action="store_true", help="exit 1 if the table would change")
    group.add_argument("--extract", type=Path, metavar="SDIST", help="refresh the census extract")
    options = parser.parse_args(argv)
    if options.extract:
        CENSUS.write_text(extract(options.extract), encoding="utf-8", newline="\n")
        print(f"wrote {CENSUS.relative_to(ROOT)}")
        return 0
    if options.check:
        shipped = OUTPUT.read_text(encoding="utf-8") if OUTPUT.exists() else ""
        changes = drift(shipped, build())
        print("\n".join(changes[:40]) if changes else f"{OUTPUT.name} is up to date")
        return 1 if changes else 0
    OUTPUT.write_text(build(), encoding="utf-8", newline="\n")
    print(f"wrote {OUTPUT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

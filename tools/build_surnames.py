"""Build ``geosent/data/surnames.tsv``: surnames that are names of towns too.

Run by hand, from anywhere, after ``build_cities.py``::

    python tools/build_surnames.py            # write the table
    python tools/build_surnames.py --check    # exit 1 and show the difference if it would change

A town of ``towns.tsv`` is looked up where a text puts a place, "from Barr", and that is a person's
name as often. Cities and regions are not here: there are few enough of them to have their weights
by hand, in ``homonyms.tsv``, which wins over this table.

Source: the 12,000 most frequent surnames of the 1990 census of the United States, a work of the
federal government and in the public domain, in order of frequency, as the sdist of the PyPI package
``names`` 0.3.0 carries them: ``sources/census_surnames.txt``.
"""

from __future__ import annotations

import sys

from place_sources import DATA, SOURCES, fold, read_table, read_text, run, split, write_table

SURNAMES = DATA / "surnames.tsv"
COLUMNS = ("name", "weight")
#: Up to this rank, a surname has this weight; the weights are those of homonyms.tsv.
WEIGHTS = ((100, 9), (300, 8), (800, 7), (1500, 6), (2500, 5), (4000, 4), (7000, 3), (12_000, 2))


def weight(rank: int) -> int:
    """Give the weight of the surname of a rank, counted from 1.

    >>> weight(1), weight(301), weight(12_000)
    (9, 7, 2)
    """
    return next(weight for last, weight in WEIGHTS if rank <= last)


def build_surnames() -> str:
    """Give the text of the table."""
    lines = read_text(SOURCES / "census_surnames.txt").splitlines()
    surnames = [line for line in lines if line and not line.startswith("#")]
    ranks = {fold(name): rank for rank, name in enumerate(surnames, start=1)}
    known = {fold(row["word"]) for row in read_table(DATA / "homonyms.tsv")}
    for table in ("countries.tsv", "names.tsv", "regions.tsv", "cities.tsv"):
        for row in read_table(DATA / table):
            known.update(map(fold, [row["name"], *split(row.get("alternates", ""))]))
    towns = {row["name"] for row in read_table(DATA / "towns.tsv")}
    names = {name for name in towns if fold(name) in ranks and fold(name) not in known}
    found = [
        (name, str(weight(ranks[fold(name)])))
        for name in sorted(names, key=lambda name: (name.casefold(), name))
    ]
    comments = (
        "Built by tools/build_surnames.py: towns of towns.tsv whose name is a surname too.",
        "weight: 1 to 9, how often it is one, as in homonyms.tsv.",
        "From the census of 1990 of the United States (public domain).",
    )
    return write_table(COLUMNS, comments, found)


def main() -> int:
    """Write or check the table."""
    return run({SURNAMES: build_surnames}, "Build the table of surnames.")


if __name__ == "__main__":
    sys.exit(main())

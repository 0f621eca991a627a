"""Build ``geosent/data/boundaries.json`` (TopoJSON) and vendor Leaflet, which folium maps need.

Run by hand, from anywhere; needs Node.js 18 or later with npm, and the network::

    python tools/build_boundaries.py            # write the files
    python tools/build_boundaries.py --check    # exit 1 if any would change

Source: Natural Earth 1:50m, admin 0 countries (public domain), as TopoJSON from the npm package
world-atlas. ``build_boundaries.mjs`` does the topology work with the topojson packages; this file
fetches pinned versions into a temporary directory, runs it and checks the result.

Natural Earth draws who controls a place; geosent follows ISO 3166-1 and the UN's practice. So:

- Crimea is Ukraine (UA), the Golan Heights are Syria (SY; cut along 35.64° E and 32.7° N, within
  2 km of the line of 1967), Western Sahara (EH) reaches north to 27°40' N, not only to the berm.
- Somaliland is Somalia (SO), Northern Cyprus is Cyprus (CY).
- Kosovo (XK), Taiwan (TW), Palestine (PS), Hong Kong (HK) and Macao (MO) are drawn for themselves.
- French Guiana, Guadeloupe, Martinique, Réunion, Mayotte, Svalbard, Bonaire, Christmas Island and
  the Cocos Islands have ISO codes, so they are taken out of their states.
- In Kashmir the line of control is drawn as Natural Earth has it; the Siachen Glacier is land of
  no code.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "geosent" / "data"
LIMIT = 350_000  # bytes: the boundaries travel inside every chart

PACKAGES = (
    "world-atlas@2.0.2",
    "topojson-client@3.1.0",
    "topojson-server@3.0.1",
    "topojson-simplify@3.0.3",
    "leaflet@1.9.4",
)

# Too small for the quantisation, or not in Natural Earth 1:50m at all: circles only.
WITHOUT_POLYGON = {
    *("BL", "BV", "CC", "GI", "MC", "MO", "MV"),
    *("NF", "NR", "PN", "TK", "TV", "UM", "VA"),
}


def numeric_codes() -> dict[str, str]:
    """Give alpha-2 codes by ISO numeric code, from the country table.

    >>> numeric_codes()["760"]
    'SY'
    """
    lines = (DATA / "countries.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    return {row[2]: row[0] for row in rows if row[2]}


def build(work: Path) -> dict[str, bytes]:
    """Give the content of each file by name."""
    subprocess.run(
        ["npm", "install", "--silent", "--no-audit", "--no-fund", *PACKAGES], cwd=work, check=True
    )
    script = Path(__file__).with_suffix(".mjs")
    shutil.copy(script, work)  # next to node_modules, where its imports are looked up
    (work / "codes.json").write_text(json.dumps(numeric_codes()))
    atlas = "node_modules/world-atlas/countries-50m.json"
    command = ["node", script.name, atlas, "codes.json", "boundaries.json"]
    subprocess.run(command, cwd=work, check=True)
    boundaries = (work / "boundaries.json").read_bytes()
    check(boundaries)
    leaflet = work / "node_modules" / "leaflet"
    return {
        "boundaries.json": boundaries,
        "leaflet.js": without_source_map((leaflet / "dist" / "leaflet.js").read_bytes()),
        "leaflet.css": (leaflet / "dist" / "leaflet.css").read_bytes(),
        "leaflet.LICENSE": (leaflet / "LICENSE").read_bytes(),
    }


def without_source_map(script: bytes) -> bytes:
    """Take out the reference to a source map, for which a browser's tools would ask the network."""
    lines = script.splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(b"//# sourceMappingURL="))


def check(boundaries: bytes) -> None:
    """Raise when the file is too large, or a country has neither polygon nor excuse."""
    if len(boundaries) > LIMIT:
        raise ValueError(f"boundaries.json has {len(boundaries):,} bytes, more than {LIMIT:,}")
    drawn = {g.get("id") for g in json.loads(boundaries)["objects"]["countries"]["geometries"]}
    wanted = {*numeric_codes().values(), "XK"}
    if wanted - drawn != WITHOUT_POLYGON:
        raise ValueError(f"countries without a polygon: {sorted(wanted - drawn)}")


def main() -> int:
    """Write the files, or with ``--check`` name those that would change."""
    parser = argparse.ArgumentParser(description="Build the boundaries and vendor Leaflet.")
    parser.add_argument("--check", action="store_true", help="only compare with what is there")
    only_check = parser.parse_args().check
    drifted = False
    with tempfile.TemporaryDirectory() as directory:
        for name, content in build(Path(directory)).items():
            path = DATA / name
            if only_check:
                same = path.exists() and path.read_bytes() == content
                drifted |= not same
                print(f"{name}: {'as it was' if same else 'would change'}")
            else:
                path.write_bytes(content)
                print(f"{name}: {len(content):,} bytes")
    return int(drifted)


if __name__ == "__main__":
    sys.exit(main())

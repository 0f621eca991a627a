"""Build the notebooks from their sources, or check that the committed ones still tell the truth.

    python tools/build_notebooks.py                 # all of them, and the picture in docs/images
    python tools/build_notebooks.py 01_quickstart
    python tools/build_notebooks.py --check         # writes nothing; fails on any difference

A notebook is written as a script in `notebooks/sources` (the "percent" format that Jupyter, VS Code
and PyCharm open as a notebook), so that its changes can be read. It is executed in an empty folder,
with the network shut, and written with its outputs, so that it can be read on a web page.

What is committed must not depend on when and where it was made:

- A chart comes from geosent as a Vega-Lite specification and as a picture. The specification holds
  the boundaries of all countries, so only its SHA-256 is kept, and the picture with a palette of
  256 colours: an eighth of the size.
- A check compares sources, texts and tables exactly, save for timings, and charts by the hash of
  their specification. That hash is what decides; the pixels of the picture follow from it, the
  version of the rasteriser and the fonts of the machine, so of a picture only its size and a coarse
  likeness are asked for, lest a blank one pass.
- Identifiers are numbers, and versions and times of execution are left out.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import io
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jupytext
import nbformat
import numpy as np
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "notebooks" / "sources"

#: Pictures that notebooks save and the documentation shows.
PICTURES = {"01_quickstart": {"quickstart-map.png": ROOT / "docs" / "images"}}

NAMES = tuple(sorted(path.stem for path in SOURCES.glob("*.py")))

#: Bytes of one notebook, and of all: they are read on web pages.
MOST_BYTES, MOST_BYTES_TOGETHER = 1_500_000, 5_000_000

#: Seconds for one cell, on a machine that does other things as well.
PATIENCE = 300

#: Loaded by every Python below the kernel, its worker processes too. The proxies in ENVIRONMENT do
#: the same for code that is not Python's.
SHUT = """
import sys

def shut(event, arguments):
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else "localhost"  # a path: no network
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    if host not in ("127.0.0.1", "::1", "localhost", "", None):
        raise OSError(f"the network is shut: {host!r} was asked for")

sys.addaudithook(shut)
"""

NOWHERE = "http://127.0.0.1:9"
ENVIRONMENT = {
    **dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), NOWHERE),
    "PYTHONUTF8": "1",
    "COLUMNS": "100",
    "NO_COLOR": "1",
}


def source_of(name: str) -> Any:
    """The notebook that a script stands for, without outputs."""
    notebook = jupytext.read(SOURCES / f"{name}.py", fmt="py:percent")
    notebook.metadata = nbformat.NotebookNode(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python", "file_extension": ".py"},
        }
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for number, cell in enumerate(notebook.cells, start=1):
        cell.id = f"cell-{number:02}"
    return notebook


def executed(name: str, folder: Path) -> Any:
    """The notebook with the outputs of a fresh run in `folder`; raises what a cell raises."""
    notebook = source_of(name)
    with tempfile.TemporaryDirectory(prefix="nb") as scratch:
        Path(scratch, "sitecustomize.py").write_text(SHUT, encoding="utf-8")
        # This Python's own kernel, whatever the user has installed under the same name. Unix
        # sockets, because two kernels that start at once may choose the same TCP port.
        manager = AsyncKernelManager(kernel_spec_manager=KernelSpecManager(kernel_dirs=[]))
        if os.name == "posix":
            manager.transport = "ipc"
        manager.connection_file = str(Path(scratch, "kernel.json"))
        client = NotebookClient(
            notebook,
            km=manager,
            timeout=PATIENCE,
            record_timing=False,
            coalesce_streams=True,
            resources={"metadata": {"path": str(folder)}},
        )
        paths = [scratch, str(ROOT), os.environ.get("PYTHONPATH", "")]
        client.execute(
            env={
                **os.environ,
                **ENVIRONMENT,
                "IPYTHONDIR": scratch,
                "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            },
            cwd=str(folder),
            cleanup_kc=True,
        )
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", ()):
            _settle(output)
    nbformat.validate(notebook)
    return notebook


def _settle(output: Any) -> None:
    """Leave of an output what does not depend on the machine."""
    data = output.get("data", {})
    for kind in [kind for kind in data if kind.startswith("application/vnd.vega")]:
        specification = {key: value for key, value in data.pop(kind).items() if key != "$schema"}
        text = json.dumps(specification, sort_keys=True)
        output.metadata["geosent"] = {"chart_sha256": hashlib.sha256(text.encode()).hexdigest()}
    if "image/png" in data:
        width, height = Image.open(io.BytesIO(base64.b64decode(data["image/png"]))).size
        # geosent draws at twice the size it is meant to be seen at.
        shown = {"width": width // 2, "height": height // 2}
        output.metadata["image/png"] = {**shown, "alt": str(data.get("text/plain", ""))}


def shrunk(png: bytes) -> bytes:
    """A picture with at most 256 colours, chosen so that fills stay exact and gradients smooth.

    The 64 most frequent colours are kept as they are; each further one is the colour that is then
    worst represented. Pillow's own palettes favour large areas, which makes steps in a legend.
    """
    pixels = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(np.int64)
    packed = (pixels[..., 0] << 16 | pixels[..., 1] << 8 | pixels[..., 2]).ravel()
    colours, place, count = np.unique(packed, return_inverse=True, return_counts=True)
    rgb = np.stack([colours >> 16 & 255, colours >> 8 & 255, colours & 255], axis=1)
    palette = rgb[np.argsort(-count, kind="stable")[:64]]
    gaps = np.min(((rgb[:, None] - palette[None]) ** 2).sum(axis=2), axis=1)
    while len(palette) < 256 and gaps.any():
        worst = rgb[np.argmax(gaps * np.sqrt(count))]
        palette = np.vstack([palette, worst])
        gaps = np.minimum(gaps, ((rgb - worst) ** 2).sum(axis=1))
    nearest = ((rgb[:, None] - palette[None]) ** 2).sum(axis=2).argmin(axis=1)
    image = Image.fromarray(nearest[place].reshape(pixels.shape[:2]).astype(np.uint8))
    image.putpalette(palette.astype(np.uint8).ravel().tolist())
    written = io.BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def differences(committed: Any, fresh: Any) -> Iterator[str]:
    """What differs between two runs of a notebook, in anything but timings."""
    if len(committed.cells) != len(fresh.cells):
        yield f"{len(committed.cells)} cells were committed, the source has {len(fresh.cells)}"
        return
    for number, (old, new) in enumerate(zip(committed.cells, fresh.cells, strict=True), start=1):
        where = f"cell {number}"
        if (old.cell_type, old.source) != (new.cell_type, new.source):
            yield f"{where}: its source has changed"
            continue
        before, after = old.get("outputs", []), new.get("outputs", [])
        if [o.output_type for o in before] != [o.output_type for o in after]:
            yield f"{where}: it has other outputs"
            continue
        for one, other in zip(before, after, strict=True):
            yield from (f"{where}: {found}" for found in _output_differences(one, other))


def _output_differences(old: Any, new: Any) -> Iterator[str]:
    hashes = [output.get("metadata", {}).get("geosent") for output in (old, new)]
    if hashes[0] != hashes[1]:
        yield "the chart has changed"
    texts = [_texts(output) for output in (old, new)]
    for kind in sorted(texts[0].keys() | texts[1].keys()):
        before, after = (without_timings(text.get(kind, "")) for text in texts)
        if before != after:
            yield f"{kind} has changed: {_first_difference(before, after)}"
    pictures = [output.get("data", {}).get("image/png") for output in (old, new)]
    if all(pictures):
        if problem := unlike(*map(base64.b64decode, pictures)):
            yield f"the picture has changed: {problem}"
    elif any(pictures):
        yield "a picture has come or gone"


def _texts(output: Any) -> dict[str, str]:
    if output.output_type == "stream":
        return {output.name: output.text}
    if output.output_type == "error":
        return {"error": f"{output.ename}: {output.evalue}"}
    return {kind: str(value) for kind, value in output.data.items() if kind != "image/png"}


#: A number before a unit of time or of speed.
_TIMING = re.compile(r"\d[\d.,]*(?= (?:m?s|milliseconds|seconds|\w+ a second|\w+/s)\b)")


def without_timings(text: str) -> str:
    """A text with a mark in place of what a clock has told.

    >>> without_timings("132 documents in 0.61 s, 1,208 sentences a second")
    '132 documents in # s, # sentences a second'
    """
    return _TIMING.sub("#", text)


def _first_difference(before: str, after: str) -> str:
    at = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
        min(len(before), len(after)),
    )
    start = max(0, at - 30)
    return f"{before[start : at + 50]!r} is now {after[start : at + 50]!r}"


def unlike(old: bytes, new: bytes) -> str:
    """How two pictures of one chart differ beyond what fonts and rasterisers explain; or nothing.

    Letters cover a few hundredths of a chart, and other fonts move its edges by a few pixels.
    """
    before, after = (Image.open(io.BytesIO(png)).convert("RGB") for png in (old, new))
    if any(abs(a - b) > 0.03 * a for a, b in zip(before.size, after.size, strict=True)):
        return f"{before.size} pixels are now {after.size}"
    gap = np.abs(
        np.asarray(before, dtype=int) - np.asarray(after.resize(before.size), dtype=int)
    ).max(axis=2)
    share = float((gap > 40).mean())
    return f"{share:.0%} of its pixels have another colour" if share > 0.08 else ""


def path_of(name: str) -> Path:
    """Where a notebook is committed."""
    return ROOT / "notebooks" / f"{name}.ipynb"


def build(name: str) -> None:
    """Execute a notebook and write it, with its pictures."""
    with tempfile.TemporaryDirectory() as folder:
        notebook = executed(name, Path(folder))
        for picture, target in PICTURES.get(name, {}).items():
            target.mkdir(parents=True, exist_ok=True)
            (target / picture).write_bytes(shrunk(Path(folder, picture).read_bytes()))
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if png := output.get("data", {}).get("image/png"):
                small = base64.b64encode(shrunk(base64.b64decode(png)))
                output.data["image/png"] = small.decode("ascii")
    nbformat.write(notebook, path_of(name))


def check(name: str) -> list[str]:
    """What differs between the committed notebook, with its pictures, and a fresh run."""
    if not path_of(name).exists():
        return ["it has not been built"]
    committed = nbformat.read(path_of(name), as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        found = list(differences(committed, executed(name, Path(folder))))
        for picture, target in PICTURES.get(name, {}).items():
            if not (target / picture).exists():
                found.append(f"{picture} is not in {target.name}")
            elif problem := unlike(
                (target / picture).read_bytes(), Path(folder, picture).read_bytes()
            ):
                found.append(f"{picture} has changed: {problem}")
    return found


def main(arguments: list[str] | None = None) -> int:
    """Build or check the named notebooks, or all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}")
    parser.add_argument("--check", action="store_true", help="write nothing, tell differences")
    options = parser.parse_args(arguments)
    if unknown := sorted({*options.names} - {*NAMES}):
        parser.error(f"there is no notebook {', '.join(unknown)}")
    failed = False
    for name in options.names or NAMES:
        if not options.check:
            build(name)
            print(f"{name}: {path_of(name).stat().st_size:,} bytes")
            continue
        for problem in check(name):
            failed = True
            print(f"{name}, {problem}", file=sys.stderr)
    if failed:
        print("Look at what changed, then run tools/build_notebooks.py", file=sys.stderr)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())

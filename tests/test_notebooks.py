"""The notebooks: a fresh run gives what is committed, with the network shut.

`tools/build_notebooks.py` says what is compared, and why charts are compared by the hash of their
specification rather than by their pixels.
"""

from __future__ import annotations

import base64
import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from PIL import Image
from scripts import load_script

ROOT = Path(__file__).resolve().parent.parent
TOOL = ROOT / "tools" / "build_notebooks.py"


tool = load_script("build_notebooks")


@pytest.mark.parametrize("name", tool.NAMES)
def test_a_fresh_run_gives_what_is_committed(name: str) -> None:
    # In a process of its own: Jupyter's event loop and warnings are no matter of these tests.
    found = subprocess.run(
        [sys.executable, str(TOOL), "--check", name], capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stderr


def test_the_notebooks_are_small_enough_for_a_web_page() -> None:
    sizes = [tool.path_of(name).stat().st_size for name in tool.NAMES]
    assert len(sizes) == 5
    assert max(sizes) < tool.MOST_BYTES
    assert sum(sizes) < tool.MOST_BYTES_TOGETHER


@pytest.mark.parametrize("name", tool.NAMES)
def test_what_is_committed_can_be_shown(name: str) -> None:
    """No error, no warning, nothing of the machine it ran on, and a picture with each chart."""
    notebook = nbformat.read(tool.path_of(name), as_version=4)
    text = tool.path_of(name).read_text(encoding="utf-8")
    assert "/tmp/" not in text
    assert str(ROOT) not in text
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            assert output.output_type != "error"
            assert output.get("name") != "stderr"
            data = output.get("data", {})
            assert not [kind for kind in data if kind.startswith("application/vnd.vega")]
            if "geosent" in output.get("metadata", {}):
                assert output.metadata["image/png"]["alt"]
                assert Image.open(io.BytesIO(base64.b64decode(data["image/png"]))).size[0] > 300


def test_one_article_makes_one_map_in_ten_lines() -> None:
    code = [
        cell.source for cell in tool.source_of("01_quickstart").cells if cell.cell_type == "code"
    ]
    lines = [line for line in code[1].split("\n") if line.strip()]
    assert len(lines) <= 10
    assert lines[0] == "import geosent"
    assert ".map(" in code[1]


def _notebook(*outputs: Any, source: str = "1 + 1") -> Any:
    cell = nbformat.v4.new_code_cell(source, outputs=list(outputs))
    return nbformat.v4.new_notebook(cells=[cell])


def _printed(text: str) -> Any:
    return nbformat.v4.new_output("stream", name="stdout", text=text)


def _chart(digest: str, colour: str, size: tuple[int, int] = (60, 40)) -> Any:
    written = io.BytesIO()
    Image.new("RGB", size, colour).save(written, "PNG")
    return nbformat.v4.new_output(
        "display_data",
        data={"image/png": base64.b64encode(written.getvalue()).decode(), "text/plain": "a map"},
        metadata={"geosent": {"chart_sha256": digest}},
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (_notebook(_printed("3 places")), _notebook(_printed("4 places")), "'4 places'"),
        (_notebook(_printed("4")), _notebook(), "other outputs"),
        (_notebook(source="1"), _notebook(source="2"), "source has changed"),
        (_notebook(), nbformat.v4.new_notebook(), "cells were committed"),
        (_notebook(_chart("a", "red")), _notebook(_chart("b", "red")), "the chart has changed"),
        (_notebook(_chart("a", "red")), _notebook(_chart("a", "white")), "another colour"),
        (_notebook(_chart("a", "red")), _notebook(_chart("a", "red", (60, 60))), "pixels are now"),
    ],
)
def test_differences_are_told(old: Any, new: Any, told: str) -> None:
    found = list(tool.differences(old, new))
    assert len(found) == 1
    assert told in found[0]


def test_timings_do_not_count() -> None:
    old = _notebook(_printed("132 documents in 1.25 s, 1,203 sentences a second"))
    new = _notebook(_printed("132 documents in 0.98 s, 963 sentences a second"))
    assert list(tool.differences(old, new)) == []
    assert list(tool.differences(old, _notebook(_printed("131 documents in 1.25 s")))) != []


def test_a_shrunk_picture_keeps_its_fills_and_its_gradients() -> None:
    picture = Image.linear_gradient("L").convert("RGB").resize((512, 512))
    picture.paste("#b54a1f", (0, 0, 256, 256))
    written = io.BytesIO()
    picture.save(written, "PNG")
    small = Image.open(io.BytesIO(tool.shrunk(written.getvalue()))).convert("RGB")
    assert small.getpixel((10, 10)) == (0xB5, 0x4A, 0x1F)
    for y in range(0, 512, 7):
        old, new = picture.getpixel((400, y)), small.getpixel((400, y))
        assert isinstance(old, tuple)
        assert isinstance(new, tuple)
        assert abs(old[0] - new[0]) <= 4


def test_the_network_is_shut(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(tool.SHUT, encoding="utf-8")
    code = "import urllib.request as u; u.urlopen('http://example.org/', timeout=5)"
    found = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode != 0
    assert "the network is shut: 'example.org'" in found.stderr

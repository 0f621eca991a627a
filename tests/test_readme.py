"""The README shows what the commands print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from geosent.cli import main

ROOT = Path(__file__).parents[1]


def test_the_table_in_the_readme_is_what_the_demo_prints(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    command = re.search(r"geosent (examples .*) --html", (ROOT / "Makefile").read_text())
    assert command is not None
    assert main(command[1].split()) == 0
    shown = "\n".join(f"    {line}".rstrip() for line in capsys.readouterr().out.splitlines())
    assert shown in (ROOT / "README.md").read_text(encoding="utf-8")

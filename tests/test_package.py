"""The package as a whole: what is shipped, what an import costs, and that nothing goes online."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import sysconfig
import textwrap
from pathlib import Path

import pytest

import geosent

ROOT = Path(__file__).resolve().parents[1]

#: Refuses every socket, so that whatever goes online fails, and tells every file it opens.
OFFLINE = """
import os, sys
def refuse(event, arguments):
    if event.startswith("socket."):
        raise RuntimeError(f"{event}: no network here")
sys.addaudithook(refuse)
"""


def run(code: str, python: str | Path = sys.executable, **options: object) -> str:
    """What a script prints in a process of its own; its errors fail the test."""
    done = subprocess.run(
        [str(python), "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        check=False,
        **options,  # type: ignore[call-overload]
    )
    assert done.returncode == 0, done.stderr
    return str(done.stdout)


# --- names ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", geosent.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(geosent, name) is not None
    assert name in dir(geosent)
    assert (getattr(geosent, name).__doc__ or "").strip()


def test_a_name_that_is_not_public() -> None:
    with pytest.raises(AttributeError, match="module 'geosent' has no attribute 'nonsense'"):
        geosent.nonsense  # noqa: B018


def test_the_names_of_the_type_checker_are_those_at_run_time() -> None:
    assert sorted(geosent.__all__) == sorted(geosent._HOME)
    source = ast.parse((ROOT / "geosent" / "__init__.py").read_text(encoding="utf-8"))
    (for_type_checker,) = [node for node in source.body if isinstance(node, ast.If)]
    homes = {
        alias.name: node.module
        for node in for_type_checker.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert homes == {name: f"geosent.{home}" for name, home in geosent._HOME.items()}


def test_it_is_typed() -> None:
    assert (Path(geosent.__file__).parent / "py.typed").is_file()


# --- what an import costs ---------------------------------------------------------------------


def test_importing_the_package_imports_neither_nltk_nor_geopy() -> None:
    heavy = {"nltk", "geopy", "vaderSentiment", "pandas", "altair", "folium", "tqdm", "torch"}
    code = f"import sys, geosent; print(sorted({heavy!r} & set(sys.modules)))"
    assert run(code) == "[]\n"


def test_merging_profiles_needs_no_text_tools(tmp_path: Path) -> None:
    path = tmp_path / "profile.json"
    geosent.analyze("Norway votes.").to_json(path)
    code = f"""
        import sys
        from pathlib import Path
        from geosent import Profile
        profile = Profile.from_json(Path({str(path)!r}))
        assert list(profile | profile) == ["NO"]
        print(sorted({{"nltk", "geopy", "vaderSentiment"}} & set(sys.modules)))
    """
    assert run(code) == "[]\n"


def test_the_pipeline_needs_no_optional_package() -> None:
    optional = ["pandas", "altair", "folium", "tqdm", "vl_convert", "numpy", "sklearn", "dask"]
    code = f"""
        import sys
        sys.modules.update(dict.fromkeys({optional!r}))
        import geosent
        profile = geosent.analyze("Norway won a prize.")
        print(profile["NO"].sentences)
        try:
            profile.to_frame()
        except geosent.MissingExtraError as error:
            print(error)
    """
    assert run(code) == "1\na data frame needs an extra: pip install 'geosent[frames]'\n"


# --- offline ----------------------------------------------------------------------------------

WHOLE_WAY = """
import geosent
text = "Dr. Smith left the U.S. The Kremlin praised Norway! War in Aleppo."
analyzer = geosent.Analyzer(names={"Rosatom": "RU"})
print([(m.text, m.country.alpha_2, m.location is not None) for m in analyzer.tag(text)])
print([s.text for s in analyzer.sentences(text)])
print(analyzer.profile([text, "Mali votes."]))
"""
PRINTED = """\
[('U.S.', 'US', True), ('Kremlin', 'RU', True), ('Norway', 'NO', True), ('Aleppo', 'SY', True)]
['Dr. Smith left the U.S.', 'The Kremlin praised Norway!', 'War in Aleppo.']
<Profile of 5 countries in 2 documents, 4 sentences>
"""


def _bare_environment(folder: Path) -> dict[str, str]:
    """No data of NLTK anywhere, an empty home, no proxies."""
    (folder / "empty").mkdir(exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return kept | {"NLTK_DATA": str(folder / "empty"), "HOME": str(folder / "empty")}


def test_the_whole_way_without_network_and_without_data_of_nltk(tmp_path: Path) -> None:
    path = {"PYTHONPATH": str(ROOT)}
    found = run(OFFLINE + WHOLE_WAY, cwd=tmp_path, env=_bare_environment(tmp_path) | path)
    assert found == PRINTED


def test_the_network_of_these_tests_is_really_blocked() -> None:
    with pytest.raises(AssertionError, match="no network here"):
        run(OFFLINE + "import socket; socket.socket()")
    with pytest.raises(AssertionError, match="no network here"):
        run(OFFLINE + "import socket; socket.getaddrinfo('localhost', 80)")


# --- the wheel --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy of the sources, with nothing fetched."""
    pytest.importorskip("build")
    pytest.importorskip("wheel")
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "geosent", source / "geosent", ignore=ignored)
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    # A virtual environment of Python 3.11 comes with an older setuptools, which will do here.
    options = ["--wheel", "--no-isolation", "--skip-dependency-check", "--outdir", str(folder)]
    command = [sys.executable, "-m", "build", *options, str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_installs_and_runs_elsewhere(wheel: Path, tmp_path: Path) -> None:
    assert wheel.stat().st_size < 6_000_000

    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python)]
    subprocess.run(
        [*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)],
        check=True,
        capture_output=True,
    )
    # What it depends on comes from the running environment, so that nothing is fetched. A plain
    # path in a .pth file adds that folder without its own .pth files, which hold the sources here.
    (installed,) = environment.glob("**/geosent/__init__.py")
    packages = installed.parents[1]
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    bare = _bare_environment(tmp_path)
    where = run("import geosent; print(geosent.__file__)", python, cwd=elsewhere, env=bare)
    assert where == f"{installed}\n"
    assert run(OFFLINE + WHOLE_WAY, python, cwd=elsewhere, env=bare) == PRINTED
    (elsewhere / "a.txt").write_text("Norway won a great prize.")
    command = subprocess.run(
        [python.with_name("geosent"), "a.txt", "--format", "csv"],
        capture_output=True,
        check=True,
        cwd=elsewhere,
        env=bare,
    )
    assert b"\nNO,NOR,Norway,1,1,1," in command.stdout.replace(b"\r", b"")

    shipped = {path.name for path in (installed.parent / "data").iterdir()}
    assert {path.name for path in (ROOT / "geosent" / "data").iterdir()} == shipped
    assert (installed.parent / "py.typed").is_file()

"""The command: some runs as a real process, the rest in this one."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import geosent
from geosent.cli import main
from geosent.frames import COLUMNS
from geosent.profiles import Profile

NEWS = "Norway won a great prize. A terrible war drags on in Syria.\n"
RECORDS = [
    {"id": "a", "month": "2025-01", "text": "Norway won a great prize."},
    {"id": "b", "month": "2025-02", "text": "A terrible war drags on in Syria and Lebanon."},
    {"id": "c", "month": "2025-01", "text": "Norway praised Syria. Norway was happy."},
    {"id": "d", "text": "Mali votes."},
]


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    """A file of four records, two months and one record without."""
    path = tmp_path / "wire.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in RECORDS))
    return path


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(NEWS)
    return path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run the command in this process; the exit code and what it printed."""

    def run(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            code = main(list(map(str, arguments)))
        except SystemExit as stop:
            code = int(stop.code or 0)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


Run = Callable[..., tuple[int, str, str]]


def process(
    *arguments: object, stdin: bytes = b"", **options: Any
) -> subprocess.CompletedProcess[bytes]:
    """Run the command as a process of its own."""
    command = [sys.executable, "-m", "geosent", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, check=False, **options)


# --- as a process -----------------------------------------------------------------------------


def test_a_text_on_standard_input() -> None:
    done = process(stdin=NEWS.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    lines = done.stdout.decode().splitlines()
    assert lines[0].split()[:3] == ["country", "mentions", "sentences"]
    assert lines[1].split()[:5] == ["Norway", "NO", "1", "1", "1"]
    assert lines[2].split()[:5] == ["Syria", "SY", "1", "1", "1"]
    assert lines[-1] == "Profile of 2 countries in 1 document, 2 sentences"


def test_the_installed_command_is_the_module(article: Path) -> None:
    command = Path(sys.executable).with_name("geosent")
    if not command.exists():
        pytest.skip("the package is not installed beside this Python")
    done = subprocess.run([command, article], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, process(article).stdout)


def test_two_workers_print_the_bytes_of_one(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl.gz"
    lines = [json.dumps(RECORDS[i % 4] | {"id": str(i)}) for i in range(200)]
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    one = process(path, "--format", "json")
    two = process(path, "--format", "json", "--workers", 2)
    assert one.returncode == two.returncode == 0
    assert two.stdout == one.stdout
    assert json.loads(two.stdout)["documents"] == 200


def test_a_reader_that_has_seen_enough(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    countries = [c.name for c in geosent.all_countries().values()]
    texts = [f"The capital of {name} was calm, and its people were happy." for name in countries]
    path.write_text("".join(json.dumps({"text": text * 4}) + "\n" for text in texts))
    with subprocess.Popen(
        [sys.executable, "-m", "geosent", path, "--format", "jsonl", "--sentences"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()  # before a word was printed, as "head -0" would
        assert running.stderr.read() == b""
        assert running.wait() == 0


def test_a_terminal_that_knows_no_unicode(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(r'{"text": "Côte d’Ivoire won \ud800 a great “prize”."}', encoding="utf-8")
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = process(path, "--sentences", env=environment)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\\ud800" in done.stdout


def test_undecodable_bytes_on_standard_input() -> None:
    done = process("--input", "jsonl", stdin=b'{"text": "\xff"}\n{"text": "Mali votes."}\n')
    assert done.returncode == 0
    assert (
        done.stdout.split()[-7:] == b"Profile of 1 country in 1 document, 1 sentence".split()[-7:]
    )
    lines = done.stderr.decode().splitlines()
    assert (lines[0], len(lines)) == ("geosent: skipped 1:", 2)
    assert lines[1].startswith("  stdin, line 1: not UTF-8 (byte 0xff); ")


def test_a_wrong_file_as_a_process(tmp_path: Path) -> None:
    done = process(tmp_path / "gone.txt")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == f"geosent: {tmp_path}/gone.txt: no such file\n"


# --- formats ----------------------------------------------------------------------------------


def test_table(run: Run, wire: Path) -> None:
    code, out, err = run(wire)
    assert (code, err) == (0, "")
    assert [line.split()[0] for line in out.splitlines()[1:]] == [
        "Norway",
        "Syria",
        "Lebanon",
        "Mali",
        "Profile",
    ]
    norway = out.splitlines()[1].split()
    assert norway[:5] == ["Norway", "NO", "3", "3", "2"]
    assert " to " in out.splitlines()[1]  # an interval, from two documents
    assert "–" in out.splitlines()[3]  # none, from one


def test_table_with_sentences(run: Run, wire: Path) -> None:
    code, out, _ = run(wire, "--sentences", "--top", 1)
    assert code == 0
    assert "Profile of 4 countries in 4 documents, 5 sentences (3 more not shown)" in out
    assert "\nNorway\n" in out
    assert "\nSyria\n" not in out
    assert "  Norway won a great prize.  [a:0]" in out
    assert "+0.9022  Norway won a great prize.  [a:0]" in out


def test_a_country_without_evidence_has_no_heading(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Mali votes. Norway won a great prize.")
    lines = run(path, "--sentences")[1].splitlines()
    assert "Norway" in lines
    assert "Mali" not in lines


def test_json(run: Run, wire: Path) -> None:
    code, out, _ = run(wire, "--format", "json")
    assert code == 0
    assert Profile.from_json(out) == geosent.analyze(RECORDS)


def test_json_of_the_most_mentioned(run: Run, wire: Path) -> None:
    _, out, _ = run(wire, "--format", "json", "--top", 2)
    profile = Profile.from_json(out)
    assert list(profile) == ["NO", "SY"]
    assert list(profile.shared) == [("NO", "SY")]
    assert profile.documents == 4


def test_csv(run: Run, wire: Path) -> None:
    code, out, _ = run(wire, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert list(rows[0]) == list(COLUMNS)
    assert [row["alpha_2"] for row in rows] == ["NO", "SY", "LB", "ML"]
    assert rows[0]["mentions"] == "3"
    assert float(rows[0]["sentiment"]) == geosent.analyze(RECORDS)["NO"].sentiment.mean
    assert rows[2]["sentiment_low"] == ""


@pytest.mark.skipif(os.name == "nt", reason="lines end with CRLF there")
def test_csv_is_cut_by_other_programs(article: Path) -> None:
    assert b"\r" not in process(article, "--format", "csv").stdout


def test_csv_of_sentences(run: Run, wire: Path) -> None:
    _, out, _ = run(wire, "--format", "csv", "--sentences", "--top", 1)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert list(rows[0]) == ["alpha_2", "score", "document", "start", "end", "text"]
    assert rows[0] == {
        "alpha_2": "NO",
        "score": "0.9022",
        "document": "a",
        "start": "0",
        "end": "25",
        "text": "Norway won a great prize.",
    }


def test_a_report_holds_all_countries(run: Run, wire: Path) -> None:
    report = wire.with_name("report.html")
    _, out, _ = run(wire, "--top", 1, "--html", report)
    assert "Mali" not in out
    assert "Mali" in report.read_text(encoding="utf-8")


def test_json_lines(run: Run, wire: Path) -> None:
    _, out, _ = run(wire, "--format", "jsonl")
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["country"] for row in rows] == ["Norway", "Syria", "Lebanon", "Mali"]
    assert rows[2]["sentiment_low"] is None
    _, out, _ = run(wire, "--format", "jsonl", "--sentences")
    assert json.loads(out.splitlines()[0])["text"] == "Norway won a great prize."


@pytest.mark.parametrize("kind", ["table", "json", "csv", "jsonl"])
@pytest.mark.parametrize("by", [(), ("--by", "month")])
def test_nothing_found_in_every_format(
    run: Run, tmp_path: Path, kind: str, by: tuple[str, ...]
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "Nothing happened.", "month": 1}\n')
    code, _, err = run(path, "--format", kind, *by)
    assert (code, err) == (0, "")


# --- groups -----------------------------------------------------------------------------------


def test_by_in_a_table(run: Run, wire: Path) -> None:
    code, out, _ = run(wire, "--by", "month")
    assert code == 0
    titles = [line for line in out.splitlines() if line.startswith("month: ")]
    assert titles == ["month: 2025-01", "month: 2025-02", "month: (no value)"]


def test_json_has_the_bytes_that_to_json_writes(run: Run, tmp_path: Path) -> None:
    path, written = tmp_path / "a.jsonl", tmp_path / "a.json"
    record = {"id": "a", "text": "Mali votes."}
    path.write_text(json.dumps(record))
    text = geosent.analyze([record]).to_json(written, indent=2)
    _, out, _ = run(path, "--format", "json")
    assert out == written.read_text() == text + "\n"


def test_by_in_json(run: Run, wire: Path) -> None:
    _, out, _ = run(wire, "--by", "month", "--format", "json")
    groups = json.loads(out)
    assert {key: list(group["countries"]) for key, group in groups.items()} == {
        "2025-01": ["NO", "SY"],
        "2025-02": ["LB", "SY"],
        "(no value)": ["ML"],
    }
    assert Profile.from_json(json.dumps(groups["2025-02"])).documents == 1


@pytest.mark.parametrize("form", ["table", "json", "csv", "jsonl"])
def test_groups_that_print_alike_are_one_in_every_format(
    run: Run, tmp_path: Path, form: str
) -> None:
    lines, table = tmp_path / "a.jsonl", tmp_path / "b.csv"
    lines.write_text('{"text": "Mali votes.", "year": 2025}\n{"text": "Mali votes.", "year": 10}\n')
    table.write_text("text,year\nMali votes.,2025\nMali votes.,9\n")
    code, out, err = run(lines, table, "--by", "year", "--format", form)
    assert (code, err) == (0, "")
    if form == "table":
        found = [line[6:] for line in out.splitlines() if line.startswith("year: ")]
    elif form == "json":
        found = list(json.loads(out))
        assert json.loads(out)["2025"]["documents"] == 2
    elif form == "csv":
        found = [row["year"] for row in csv.DictReader(io.StringIO(out))]
    else:
        found = [str(json.loads(line)["year"]) for line in out.splitlines()]
    assert found == ["9", "10", "2025"]


@pytest.mark.parametrize(
    ("form", "missing"),
    [("table", "(no value)"), ("json", "(no value)"), ("csv", ""), ("jsonl", None)],
)
def test_what_has_no_value_is_not_called_none(
    run: Run, tmp_path: Path, form: str, missing: str | None
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "Iran votes.", "y": null}\n{"text": "Iraq votes.", "y": "None"}\n')
    _, out, _ = run(path, "--by", "y", "--format", form)
    if form == "table":
        found = [line[3:] for line in out.splitlines() if line.startswith("y: ")]
    elif form == "json":
        found = list(json.loads(out))
    elif form == "csv":
        found = [row["y"] for row in csv.DictReader(io.StringIO(out))]
    else:
        found = [json.loads(line)["y"] for line in out.splitlines()]
    assert found == ["None", missing]


def test_years_that_pandas_made_floats_of_are_years(run: Run, tmp_path: Path) -> None:
    lines, table = tmp_path / "a.jsonl", tmp_path / "b.csv"
    lines.write_text('{"text": "Mali votes.", "year": 2025.0}\n{"text": "Mali votes."}\n')
    table.write_text("text,year\nMali votes.,2025.0\nMali votes.,2025\n")
    _, out, _ = run(lines, table, "--by", "year", "--format", "json")
    assert {year: found["documents"] for year, found in json.loads(out).items()} == {
        "2025": 3,
        "(no value)": 1,
    }
    _, out, _ = run(lines, table, "--by", "year", "--format", "csv")
    assert [row["year"] for row in csv.DictReader(io.StringIO(out))] == ["2025", ""]
    lines.write_text('{"text": "Mali votes.", "year": 1.0}\n')  # a wave, perhaps
    table.write_text("text,year\nMali votes.,1.0\n")
    _, out, _ = run(lines, table, "--by", "year", "--format", "json")
    assert list(json.loads(out)) == ["1.0"]


def test_by_a_field_that_no_document_has(run: Run, wire: Path) -> None:
    code, out, err = run(wire, "--by", "mnoth")
    assert (code, out.splitlines()[0]) == (0, "mnoth: (no value)")
    assert err == (
        "geosent: no document has a field 'mnoth' with a value (fields of the first: id, month)\n"
    )


def test_by_in_csv_and_json_lines(run: Run, wire: Path) -> None:
    _, out, _ = run(wire, "--by", "month", "--format", "csv", "--top", 1)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["month"], row["alpha_2"]) for row in rows] == [
        ("2025-01", "NO"),
        ("2025-02", "LB"),
        ("", "ML"),
    ]
    _, out, _ = run(wire, "--by", "month", "--format", "jsonl", "--sentences")
    first = json.loads(out.splitlines()[0])
    assert (first["month"], first["alpha_2"]) == ("2025-01", "NO")


def test_by_a_list_is_a_bad_record(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"text": "Mali votes.", "tags": ["africa"]}\n{"text": "Mali votes.", "tags": "africa"}\n'
    )
    problem = f"{path}, line 1: field 'tags' is a list, which names no group"
    code, out, err = run(path, "--by", "tags")
    assert (code, err) == (0, f"geosent: skipped 1:\n  {problem}\n")
    assert "in 1 document," in out
    assert run(path, "--by", "tags", "--strict") == (2, "", f"geosent: {problem}\n")


def test_by_and_one_picture(run: Run, wire: Path, tmp_path: Path) -> None:
    code, _, err = run(wire, "--by", "month", "--html", tmp_path / "r.html")
    assert code == 2
    assert err.count("\n") == 1
    assert "--by makes several profiles" in err


# --- reading ----------------------------------------------------------------------------------


def test_files_folders_and_archives(run: Run, wire: Path, article: Path, tmp_path: Path) -> None:
    packed = tmp_path / "sub" / "more.csv.gz"
    packed.parent.mkdir()
    packed.write_bytes(gzip.compress(b"text\nChad votes.\n"))
    code, out, _ = run(tmp_path)
    assert code == 0
    assert "in 6 documents" in out
    assert run(article, wire, packed)[1] == out


def test_other_fields(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("key,body\nk1,Norway won a great prize.\n")
    code, out, _ = run(path, "--text-field", "body", "--id-field", "key", "--sentences")
    assert code == 0
    assert "[k1:0]" in out


def test_the_format_of_files_without_a_known_name(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text(NEWS)
    assert run(path, "--input", "txt")[0] == 0
    code, _, err = run(path)
    assert code == 2
    assert err.endswith("not .txt, .jsonl or .csv (or .gz of one); name its format\n")


BROKEN = b'{"text": "Mali votes."}\n{"body": 1}\n{\n{"text": "\xff"}\n{"text": "Togo votes."}\n'


def test_bad_records_are_skipped_and_told(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(BROKEN)
    code, out, err = run(path)
    assert code == 0
    assert "Profile of 2 countries in 2 documents" in out
    lines = err.splitlines()
    assert lines[0] == "geosent: skipped 3:"
    assert [line.split(":")[0] for line in lines[1:]] == [
        f"  {path}, line 2",
        f"  {path}, line 3",
        f"  {path}, line 4",
    ]


def test_when_nothing_can_be_read_the_run_has_failed(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"body": "Mali votes."}\n' * 102)
    code, _, err = run(path)
    assert code == 2
    lines = err.splitlines()
    assert (lines[0], len(lines)) == ("geosent: skipped 1:", 3)
    assert "--text-field" in lines[1]
    assert lines[-1] == "geosent: nothing could be read"


def test_only_so_many_bad_records_are_told_one_by_one(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": 1}\n' * 102)
    lines = run(path)[2].splitlines()
    assert (lines[0], len(lines)) == ("geosent: skipped 102:", 103)
    assert lines[-2:] == ["  and 2 more", "geosent: nothing could be read"]


@pytest.mark.parametrize("content", ["", "id,text\n", "id,text\n,,\n"])
def test_when_there_is_nothing_to_read_the_run_has_failed(
    run: Run, tmp_path: Path, content: str
) -> None:
    path, report = tmp_path / "a.csv", tmp_path / "report.html"
    path.write_text(content)
    report.write_text("the last good one")
    told = f"geosent: skipped 1:\n  {path}: no documents in it\ngeosent: nothing could be read\n"
    assert run(path, "--html", report) == (2, "", told)
    assert run(path, "--by", "id", "--format", "json") == (2, "", told)
    assert report.read_text() == "the last good one"
    (tmp_path / "b.csv").write_text("text\nMali votes.\n")
    code, out, err = run(tmp_path)
    assert (code, err) == (0, f"geosent: skipped 1:\n  {path}: no documents in it\n")
    assert "in 1 document," in out


def test_a_file_that_is_given_twice_counts_once(run: Run, wire: Path) -> None:
    once = run(wire)[1]
    code, out, err = run(wire, wire.parent)
    assert (code, out) == (0, once)
    assert err == f"geosent: skipped 1:\n  {wire}: given more than once, and read once\n"


def test_another_encoding(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Café owners won a great prize in Norway.".encode("utf-16"))
    code, _, err = run(path)
    assert (code, "--encoding" in err) == (2, True)
    code, out, err = run(path, "--encoding", "utf-16", "--sentences")
    assert (code, err) == (0, "")
    assert "Café owners" in out


def test_an_archive_on_standard_input() -> None:
    done = process("--input", "jsonl", stdin=gzip.compress(b'{"text": "Mali votes."}\n'))
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Mali" in done.stdout


def test_a_page_is_told(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("<html><p>Norway won.</p></html>")
    code, _, err = run(path)
    assert code == 0
    assert err.startswith(f"geosent: {path} looks like HTML")
    assert err.count("\n") == 1


def test_strict_stops_at_the_first_bad_record(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(BROKEN)
    code, out, err = run(path, "--strict")
    assert (code, out) == (2, "")
    assert err == f"geosent: {path}, line 2: no field 'text' (its fields: body)\n"


def test_a_truncated_archive_keeps_what_was_read(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "Mali votes."}\n{"text": "Togo votes."}\n')[:-8])
    code, out, err = run(path)
    assert code == 0
    assert "Profile of 2 countries in 2 documents" in out
    assert "damaged or truncated gzip" in err
    assert run(path, "--strict")[0] == 2


# --- options ----------------------------------------------------------------------------------


def test_own_names(run: Run, tmp_path: Path) -> None:
    names, text = tmp_path / "names.json", tmp_path / "a.txt"
    names.write_text('{"Rosatom": "Russia", "Norway": null}')
    text.write_text("Rosatom left Norway.")
    code, out, _ = run(text, "--names", names)
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()[1:-1]] == ["Russia"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "names.json: not JSON"),
        ("[]", "names.json: not an object of names"),
        ('{"Rosatom": 7}', "names.json: 'Rosatom': must be a country in quotes or null, not 7"),
        ('{"Rosatom": "Atlantis"}', "names.json: 'Rosatom': no country is called 'Atlantis'"),
        ('{"": "RU"}', "names.json: '': '' is no name"),
        ('{"San José": "CR", "San Jose": "US"}', "names.json: 'San Jos"),
        ("[" * 100_000, "names.json: not JSON"),
        ("\udcff", "names.json: not JSON"),
    ],
)
def test_own_names_that_are_wrong(run: Run, article: Path, content: str, message: str) -> None:
    names = article.with_name("names.json")
    names.write_bytes(content.encode("utf-8", "surrogateescape"))
    code, out, err = run(article, "--names", names)
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1


def test_own_names_as_a_windows_editor_saves_them(run: Run, tmp_path: Path) -> None:
    names, text = tmp_path / "names.json", tmp_path / "a.txt"
    names.write_text('{"Rosatom": "RU"}', encoding="utf-8-sig")
    text.write_text("Rosatom won.")
    assert "Russia" in run(text, "--names", names)[1]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--names", "gone.json"),
        ("--min-confidence", "2"),
        ("--min-confidence", "sure"),
        ("--min-confidence", "nan"),
        ("--workers", "0"),
        ("--workers", "1.5"),
        ("--encoding", "nonsense"),
        ("--workers", "x"),
        ("--top", "0"),
        ("--top", "x"),
        ("--format", "xml"),
        ("--input", "pdf"),
        ("--nonsense",),
        ("gone.txt",),
        ("--html", "no/such/folder/report.html"),
        ("--html", "."),
        ("--html", "report.txt"),
        ("--html", "page.html"),
        ("--html", "./sub/../page.html"),
        ("--html", "map.html", "--map", "map.html"),
        ("--map", "names.json", "--names", "names.json"),
        ("--map", "no/such/folder/map.png"),
        ("--map", "map.bmp"),
        ("--map", "map"),
        ("",),
    ],
    ids=" ".join,
)
def test_what_is_wrong_is_told_in_one_line_and_at_once(
    run: Run, article: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(article.parent)
    Path("sub").mkdir()
    Path("names.json").write_text("{}")
    Path("page.html").write_text(NEWS)
    monkeypatch.setattr("geosent.cli._WRITERS", {})  # nothing is read, let alone written
    files = [] if arguments[0] == "" else ["article.txt", "page.html", "--input", "txt"]
    code, out, err = run(*files, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("geosent: ")
    assert err.count("\n") == 1
    assert Path("page.html").read_text() == NEWS


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--html", "a.html"), "a.html: is read as well, so write the report elsewhere"),
        (("--html", "a.txt"), "a.txt: a report ends with .html or .htm"),
        (("--html", "m.html", "--map", "m.html"), "m.html: is the report as well, so write the"),
        (("--map", "m.bmp"), "m.bmp: a map ends with .png, .svg, .pdf, .html, .json or .vega"),
        (("--workers", "1.5"), "argument --workers: must be a whole number, not '1.5'"),
        (("--workers", "0"), "argument --workers: must be 1 or more"),
        (("--min-confidence", "2"), "--min-confidence: must be a number from 0 to 1, not '2'"),
        (("--encoding", "x"), "no encoding is called 'x'"),
    ],
)
def test_the_message_says_what_to_do(
    run: Run, article: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str], message: str
) -> None:
    monkeypatch.chdir(article.parent)
    Path("a.html").write_text(NEWS)
    code, _, err = run("a.html", "--input", "txt", *arguments)
    assert (code, message in err) == (2, True)


def test_a_full_disk_is_told_with_the_file(run: Run, article: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no disk that is full by itself")
    report = article.with_name("report.html")
    report.symlink_to("/dev/full")
    code, out, err = run(article, "--html", report)
    assert (code, err) == (2, f"geosent: {report}: No space left on device\n")
    assert "Norway" in out


@pytest.mark.skipif(os.name == "nt", reason="closes streams as a shell does")
@pytest.mark.parametrize(("closed", "code"), [("<&-", 2), (">&-", 0), ("2>&-", 0), (">&- 2>&-", 0)])
def test_streams_that_are_closed(article: Path, closed: str, code: int) -> None:
    file = "" if closed == "<&-" else '"$2"'
    script = f'"$1" -m geosent {file} {closed}'
    done = subprocess.run(
        ["sh", "-c", script, "sh", sys.executable, article], capture_output=True, check=False
    )
    assert done.returncode == code
    assert done.stderr.decode() == (
        "geosent: standard input is closed: name the files to read\n" if code else ""
    )


def test_a_text_cannot_command_the_terminal(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    text = "Norway won a great \x1b]0;prize\x07."
    good, bad = {"text": text, "id": "\x1b[2J", "m": "\x9b1m"}, {"\x1b[2J": 1}
    path.write_text(json.dumps(good) + "\n" + json.dumps(bad) + "\n")
    _, out, err = run(path, "--sentences", "--by", "m")
    assert r"\x1b]0;prize\x07" in out
    assert r"\x1b[2J" in err
    assert not {"\x1b", "\x07", "\x9b"} & {*out, *err}


def test_a_table_runs_no_formula(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    keys = ["=1+1", "+A1", "-cmd", "@a", "\t=1", "-5", "+0.5", "2025-01"]
    path.write_text(
        "".join(json.dumps({"text": "=Norway won!", "id": k, "m": k}) + "\n" for k in keys)
    )
    told = ["'=1+1", "'+A1", "'-cmd", "'@a", "'\t=1", "-5", "+0.5", "2025-01"]
    _, out, _ = run(path, "--by", "m", "--format", "csv")
    assert sorted(row["m"] for row in csv.DictReader(io.StringIO(out))) == sorted(told)
    _, out, _ = run(path, "--sentences", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["text"] for row in rows} == {"'=Norway won!"}
    assert all(float(row["score"]) > 0 for row in rows)
    _, out, _ = run(path, "--sentences", "--format", "jsonl")  # for programs, so as it stands
    assert {json.loads(line)["text"] for line in out.splitlines()} == {"=Norway won!"}


@pytest.mark.parametrize("field", ["country", "text"])
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_by_a_field_that_is_called_like_a_column(
    run: Run, tmp_path: Path, field: str, form: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"body,{field}\nNorway won.,ours\n")
    _, out, _ = run(path, "--text-field", "body", "--by", field, "--format", form)
    (row,) = csv.DictReader(io.StringIO(out)) if form == "csv" else map(json.loads, [out])
    assert (row["group"], row["country"]) == ("ours", "Norway")


def test_ignoring_case(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("flights from usa to north korea")
    assert "0 countries" in run(path)[1]
    assert "2 countries" in run(path, "--ignore-case")[1]


def test_version_and_help(run: Run) -> None:
    assert run("--version") == (0, f"geosent {geosent.__version__}\n", "")
    code, out, _ = run("--help")
    assert code == 0
    assert "examples:" in out


def test_a_report(run: Run, article: Path) -> None:
    report = article.with_name("report.html")
    code, _, err = run(article, "--html", report)
    assert (code, err) == (0, "")
    assert "Norway" in report.read_text(encoding="utf-8")


def test_a_map(run: Run, article: Path) -> None:
    pytest.importorskip("altair")
    picture = article.with_name("map.svg")
    pytest.importorskip("vl_convert")
    code, _, err = run(article, "--map", picture)
    assert (code, err) == (0, "")
    assert "<svg" in picture.read_text(encoding="utf-8")


def test_the_module_is_the_command(
    article: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["geosent", str(article)])
    with pytest.raises(SystemExit) as stop:
        runpy.run_module("geosent", run_name="__main__")
    assert stop.value.code == 0
    assert "Norway" in capsys.readouterr().out


def test_an_interrupt(run: Run, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("geosent.cli._run", interrupt)
    assert run(article) == (130, "", "geosent: interrupted\n")


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("has_tqdm", [True, False])
def test_progress_only_on_a_terminal(
    article: Path, monkeypatch: pytest.MonkeyPatch, has_tqdm: bool
) -> None:
    if has_tqdm:
        pytest.importorskip("tqdm")
    else:
        monkeypatch.setitem(sys.modules, "tqdm", None)
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert main([str(article)]) == 0
    assert ("documents" in terminal.getvalue()) == has_tqdm

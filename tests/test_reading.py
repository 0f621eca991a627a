"""Files as documents, and what becomes of what cannot be read."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from geosent.errors import GeosentTypeError, GeosentValueError, GeosentWarning, InputError
from geosent.model import Document
from geosent.reading import Format, Reader


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, bytes | str], Path]:
    def write(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return path

    return write


Write = Callable[[str, bytes | str], Path]


def texts(reader: Reader, *paths: str | Path) -> list[str]:
    return [document.text for document in reader.read(paths)]


LINES = '{"text": "One."}\n{"text": "Two.", "id": 7, "year": 2025}\n'
TABLE = 'id,text,year\n7,"One,\ntwo.",2025\n,Three.,2024\n'


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_txt(write: Write, suffix: str) -> None:
    path = write(f"a.txt{suffix}", "Paris votes.\r\nÉvian too.\n")
    assert list(Reader().read([path])) == [Document("Paris votes.\r\nÉvian too.\n", str(path))]


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.ndjson", "A.JSONL", "A.Jsonl.GZ"])
def test_json_lines(write: Write, name: str) -> None:
    path = write(name, LINES) if not name.endswith("GZ") else write("x.gz", LINES)
    if name.endswith("GZ"):
        path = path.rename(path.with_name(name))
    assert list(Reader().read([path])) == [
        Document("One.", f"{path}:1"),
        Document("Two.", "7", {"id": 7, "year": 2025}),
    ]


@pytest.mark.parametrize("missing", ["null", '""', "NaN"])
def test_a_record_without_an_identifier_is_called_by_its_line(write: Write, missing: str) -> None:
    line = f'{{"id": {missing}, "text": "Paris votes."}}\n'
    path = write("a.jsonl", 2 * line)
    assert [d.id for d in Reader().read([path])] == [f"{path}:1", f"{path}:2"]


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_csv(write: Write, suffix: str) -> None:
    path = write(f"a.csv{suffix}", TABLE)
    assert list(Reader().read([path])) == [
        Document("One,\ntwo.", "7", {"id": "7", "year": "2025"}),
        Document("Three.", f"{path}:4", {"id": "", "year": "2024"}),
    ]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_table_as_spreadsheets_write_it(write: Write, delimiter: str) -> None:
    rows = [["id", "text", "year"], ["7", '"Paris, votes."', "2025"]]
    path = write("a.csv", "\ufeff" + "\r\n".join(map(delimiter.join, rows)))
    assert list(Reader().read([path])) == [
        Document("Paris, votes.", "7", {"id": "7", "year": "2025"})
    ]


def test_a_table_of_one_column_keeps_its_commas_in_quotes(write: Write) -> None:
    assert texts(Reader(), write("a.csv", 'text\n"One; two, three."\n')) == ["One; two, three."]


def test_other_fields(write: Write) -> None:
    path = write("a.jsonl", '{"body": "One.", "key": "k", "text": "no"}')
    (document,) = Reader(text_field="body", id_field="key").read([path])
    assert (document.text, document.id, document.fields["text"]) == ("One.", "k", "no")


@pytest.mark.parametrize(
    ("name", "content"), [("a.txt", "x"), ("a.jsonl", LINES), ("a.csv", TABLE)]
)
def test_a_byte_order_mark_is_no_text(write: Write, name: str, content: str) -> None:
    assert texts(Reader(), write(name, "\ufeff" + content)) == texts(Reader(), write(name, content))


def test_blank_lines_and_a_missing_last_line_end(write: Write) -> None:
    path = write("a.jsonl", '\n  \n{"text": "One."}\r\n\n{"text": "Two."}')
    reader = Reader()
    assert texts(reader, path) == ["One.", "Two."]
    assert reader.skipped == []


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.jsonl.gz"])
def test_an_empty_file_holds_nothing_and_is_told(write: Write, name: str) -> None:
    path = write(name, "")
    reader = Reader(strict=True)  # no record of it is bad
    assert texts(reader, path) == []
    assert reader.skipped == [f"{path}: no documents in it"]


def test_a_table_that_is_only_a_header(write: Write) -> None:
    path = write("a.csv", "id,text\n")
    reader = Reader()
    assert texts(reader, path) == []
    assert reader.skipped == [f"{path}: no documents in it"]


def test_rows_without_any_content_are_passed_over(write: Write) -> None:
    reader = Reader(strict=True)
    path = write("a.csv", "id,text,year\n1,One.,2024\n,,\n , ,\n,\n,,,,\n2,,2025\n")
    assert texts(reader, path) == ["One.", ""]


def test_an_empty_text_is_a_document(write: Write) -> None:
    assert texts(Reader(), write("a.txt", "")) == [""]


# --- folders and names ------------------------------------------------------------------------


def test_a_folder_is_read_in_order_with_its_folders(write: Write, tmp_path: Path) -> None:
    write("b.txt", "b")
    write("a.jsonl", '{"text": "a"}')
    write("sub/c.csv", "text\nc\n")
    write("sub/notes.pdf", "no")
    assert texts(Reader(), tmp_path) == ["a", "b", "c"]


def test_hidden_files_of_a_folder_are_left_out(write: Write, tmp_path: Path) -> None:
    write("a.txt", "a")
    hidden = write(".backup.txt", "b")
    write("._a.txt", "no")
    write(".trash/c.txt", "no")
    assert texts(Reader(), tmp_path) == ["a"]
    assert texts(Reader(), hidden) == ["b"]  # who names it means it


def test_each_file_is_read_once(write: Write, tmp_path: Path) -> None:
    path, other = write("sub/a.txt", "a"), write("sub/b.txt", "b")
    (tmp_path / "link.txt").symlink_to(path)
    reader = Reader(strict=True)  # no record of it is bad
    again = tmp_path / "sub" / ".." / "sub" / "a.txt"
    assert texts(reader, path, path.parent, again, tmp_path / "link.txt") == ["a", "b"]
    twice = "given more than once, and read once"
    assert reader.skipped == [f"{p}: {twice}" for p in (path, again, tmp_path / "link.txt")]
    assert texts(reader, other) == ["b"]  # another call is another run


def test_pages_are_told_once(write: Write, tmp_path: Path) -> None:
    write("a.txt", "Paris votes < 5.")
    page = write("b.txt", "\n<!DOCTYPE html>\n<p>Paris votes.</p>")
    write("c.txt", "<P class=lead>Paris votes.</P>")
    with pytest.warns(GeosentWarning, match="looks like HTML") as told:
        assert len(texts(Reader(), tmp_path)) == 3
    assert [str(one.message).split(" looks")[0] for one in told] == [str(page)]


def test_a_single_path_may_be_given_as_it_is(write: Write) -> None:
    path = write("a.txt", "Paris votes.")
    for given in (path, str(path)):
        assert list(Reader().read(given)) == list(Reader().read([path]))
        Reader().check(given)


def test_a_format_that_is_not_known() -> None:
    with pytest.raises(GeosentValueError, match="a format is one of txt, jsonl, csv, not 'xml'"):
        Reader(format="xml")  # type: ignore[arg-type]


def test_a_folder_without_a_text(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no \.txt, \.jsonl or \.csv file in this folder"):
        texts(Reader(), tmp_path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.txt: no such file"):
        Reader().check([tmp_path / "gone.txt"])


def test_a_file_of_no_known_kind(write: Write) -> None:
    path = write("notes.pdf", "Paris votes.")
    with pytest.raises(InputError, match=r"notes\.pdf: not \.txt, \.jsonl or \.csv"):
        Reader().check([path])
    assert texts(Reader(format="txt"), path) == ["Paris votes."]


def test_checking_reads_nothing(write: Write, tmp_path: Path) -> None:
    reader = Reader(strict=True)
    reader.check([write("broken.jsonl", "{"), tmp_path, "-"])
    assert reader.skipped == []


def test_a_file_that_cannot_be_opened(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("a.txt", "x")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("geosent.reading._opened", refuse)
    with pytest.raises(InputError, match=r"a\.txt: Permission denied"):
        texts(Reader(), path)


# --- standard input ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "content", "expected"),
    [
        (None, "Paris votes.\n", ["Paris votes.\n"]),
        ("txt", "Paris votes.\n", ["Paris votes.\n"]),
        ("jsonl", LINES, ["One.", "Two."]),
        ("csv", TABLE, ["One,\ntwo.", "Three."]),
    ],
)
def test_standard_input(
    monkeypatch: pytest.MonkeyPatch, kind: str | None, content: str, expected: list[str]
) -> None:
    stream = io.TextIOWrapper(io.BytesIO(content.encode()))
    monkeypatch.setattr(sys, "stdin", stream)
    reader = Reader(format=kind)  # type: ignore[arg-type]
    documents = list(reader.read(["-"]))
    assert [document.text for document in documents] == expected
    assert not stream.buffer.closed  # it is not the reader's to close
    if kind in (None, "txt"):
        assert documents[0].id == "stdin"


@pytest.mark.parametrize("kind", ["txt", "jsonl", "csv"])
def test_standard_input_may_be_zipped_and_is_there_once(
    monkeypatch: pytest.MonkeyPatch, kind: Format
) -> None:
    content = gzip.compress({"txt": "One.", "jsonl": LINES, "csv": TABLE}[kind].encode())
    stream = io.TextIOWrapper(io.BufferedReader(io.BytesIO(content)))  # type: ignore[type-var]
    monkeypatch.setattr(sys, "stdin", stream)
    reader = Reader(format=kind)
    assert texts(reader, "-", "-")[0].startswith("One")
    assert reader.skipped == ["stdin: given more than once, and read once"]
    assert not stream.buffer.closed


def test_problems_of_standard_input_are_told_of_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"{")))
    reader = Reader(format="jsonl")
    assert texts(reader, "-") == []
    assert reader.skipped[0].startswith("stdin, line 1: not JSON")


# --- what cannot be used ----------------------------------------------------------------------

GOOD = b'{"text": "Good."}\n'
ANOTHER = "if it is another encoding, name it with --encoding or Reader(encoding=…)"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "not JSON (Expecting property name enclosed in double quotes, column 2)"),
        (b"nonsense", "not JSON (Expecting value, column 1)"),
        (b"[1]", "a list, not an object"),
        (b'"text"', "a text, not an object"),
        (b"null", "null, not an object"),
        (b"true", "true or false, not an object"),
        (b"1.5", "a number, not an object"),
        (b'{"body": "x", "id": 1}', "no field 'text' (its fields: body, id)"),
        (b"{}", "no field 'text' (its fields: none)"),
        (b'{"text": null}', "field 'text' is null, not a text"),
        (b'{"text": 5}', "field 'text' is a number, not a text"),
        (b'{"text": {}}', "field 'text' is an object, not a text"),
        (b'{"text": "\xff"}', "not UTF-8 (byte 0xff); " + ANOTHER),
        (b"[" * 100_000, "not JSON (RecursionError)"),
        (b"1" * 5_000, "not JSON (ValueError)"),
    ],
)
def test_a_bad_line_costs_only_itself(write: Write, line: bytes, reason: str) -> None:
    path = write("a.jsonl", GOOD + line + b"\n" + GOOD)
    reader = Reader()
    assert texts(reader, path) == ["Good.", "Good."]
    assert reader.skipped == [f"{path}, line 2: {reason}"]

    strict = Reader(strict=True)
    read = strict.read([path])
    assert next(read).text == "Good."
    with pytest.raises(InputError) as caught:
        next(read)
    assert str(caught.value) == f"{path}, line 2: {reason}"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"1,2,3", "more cells than the header has columns"),
        (b"1", "fewer cells than the header has columns"),
        (b"1,caf\xe9", "not UTF-8 (byte 0xe9); " + ANOTHER),
    ],
)
def test_a_bad_row_costs_only_itself(write: Write, row: bytes, reason: str) -> None:
    path = write("a.csv", b"id,text\n1,Good.\n" + row + b"\n2,Good.\n")
    reader = Reader()
    assert texts(reader, path) == ["Good.", "Good."]
    assert reader.skipped == [f"{path}, line 3: {reason}"]
    with pytest.raises(InputError, match="line 3"):
        texts(Reader(strict=True), path)


NAME_IT = "name the field of the text with --text-field or Reader(text_field=…)"


@pytest.mark.parametrize("rows", ["1,x\n2,y\n", "1,x\n", "1,2,3\n"])
def test_a_table_without_the_column_is_told_once(write: Write, rows: str) -> None:
    path = write("a.csv", "id,body\n" + rows)
    reader = Reader()
    assert texts(reader, path) == []
    problem = f"{path}, line 1: no column 'text' (its columns: id, body); {NAME_IT}"
    assert reader.skipped == [problem]
    with pytest.raises(InputError) as caught:
        texts(Reader(strict=True), path)
    assert str(caught.value) == problem


@pytest.mark.parametrize(
    ("count", "them_all"), [(1, ""), (1000, ", nor has any of the 1000 records")]
)
def test_a_file_of_which_no_record_has_the_field_is_told_once(
    write: Write, count: int, them_all: str
) -> None:
    bad, good = write("a.jsonl", '{"body": "x"}\n' * count), write("b.jsonl", GOOD)
    reader = Reader()
    assert texts(reader, bad, good) == ["Good."]
    problem = f"{bad}, line 1: no field 'text' (its fields: body)"
    assert reader.skipped == [f"{problem}{them_all}; {NAME_IT}"]


def test_each_record_without_the_field_is_told_where_others_have_it(write: Write) -> None:
    reader = Reader()
    path = write("a.jsonl", b'{"body": "x"}\n{"body": "x"}\n' + GOOD)
    assert texts(reader, path) == ["Good."]
    assert reader.skipped == [
        f"{path}, line {line}: no field 'text' (its fields: body)" for line in (1, 2)
    ]


@pytest.mark.parametrize("header", ["text,id,text", "id,text,id"])
def test_two_columns_of_one_name(write: Write, header: str) -> None:
    path = write("a.csv", f"{header}\nOne.,Two.,Three.\nOne.,Two.,Three.\n")
    reader = Reader()
    assert texts(reader, path) == []
    (problem,) = reader.skipped
    assert problem.startswith(f"{path}, line 1: more than one column is called ")


def test_columns_without_a_name_may_be_several(write: Write) -> None:
    assert texts(Reader(), write("a.csv", "text,,\nOne.,,\n")) == ["One."]


@pytest.mark.parametrize(("value", "kind"), [("[1, 2]", "a list"), ("{}", "an object")])
def test_what_can_name_no_group(write: Write, value: str, kind: str) -> None:
    path = write("a.jsonl", GOOD + b'{"text": "Bad.", "year": %s}\n' % value.encode() + GOOD)
    reader = Reader(group_field="year")
    assert texts(reader, path) == ["Good.", "Good."]
    assert reader.skipped == [f"{path}, line 2: field 'year' is {kind}, which names no group"]
    assert texts(Reader(), path) == ["Good.", "Bad.", "Good."]


# --- encodings --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv"])
@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-16-le", "UTF8"])
def test_other_encodings(write: Write, name: str, encoding: str) -> None:
    content = {
        "a.txt": "Évian\u010a votes.",  # its second byte in UTF-16 is that of a line end
        "a.jsonl": '{"text": "Évian\u010a votes."}\n\n{"text": "Évian."}\r\n',
        "a.csv": 'id,text\r\n1,"Évian\u010a,\nvotes."\r\n',
    }[name]
    if encoding == "latin-1":
        content = content.replace("\u010a", "")
    if encoding == "utf-16-le":
        content = "\ufeff" + content
    expected = texts(Reader(), write(name, content))
    assert expected[0].startswith("Évian")
    reader = Reader(encoding=encoding, strict=True)
    assert texts(reader, write(name, content.encode(encoding))) == expected


@pytest.mark.parametrize(
    "encoding", ["nonsense", "hex", "undefined", "idna", "punycode", "", "a\0b"]
)
def test_an_unknown_encoding(encoding: str) -> None:
    with pytest.raises(GeosentValueError, match="no encoding is called"):
        Reader(encoding=encoding)


def test_an_encoding_that_is_no_name() -> None:
    with pytest.raises(GeosentTypeError, match="an encoding is called by a str, not NoneType"):
        Reader(encoding=None)  # type: ignore[arg-type]


def test_a_bad_byte_of_another_encoding_costs_only_its_line(write: Write) -> None:
    lines = ['{"text": "One."}\n'.encode("utf-16-le"), b"\x00\xdc", "\n".encode("utf-16-le")]
    path = write("a.jsonl", b"".join([*lines, lines[0], b"\x01"]))
    reader = Reader(encoding="utf-16-le")
    assert texts(reader, path) == ["One.", "One."]
    assert reader.skipped == [
        f"{path}, line 2: not UTF-16-LE (byte 0x00); {ANOTHER}",
        f"{path}, line 4: not UTF-16-LE (byte 0x01); {ANOTHER}",
    ]


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_utf_16_that_does_not_say_which(write: Write, name: str) -> None:
    bad, good = write(name, "text\nOne.\n"), write("b.txt", "fine".encode("utf-16"))
    reader = Reader(encoding="utf-16")
    assert texts(reader, bad, good) == ["fine"]
    assert reader.skipped == [f"{bad}: not UTF-16 (UTF-16 stream does not start with BOM)"]


def test_a_table_of_another_encoding(write: Write) -> None:
    path = write("a.csv", "id,text\n1,x\n".encode("utf-16"))
    reader = Reader()
    assert texts(reader, path) == []
    assert reader.skipped == [f"{path}, line 1: not UTF-8 (byte 0xff); {ANOTHER}"]


def test_an_empty_name_is_not_this_folder() -> None:
    with pytest.raises(InputError, match="'' is no file"):
        Reader().check([""])


def test_a_row_that_csv_refuses(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv, "field_size_limit", lambda _: None)
    path = write("a.csv", "text\nGood.\n" + "x" * 200_000 + "\nGood.\n")
    reader = Reader()
    assert texts(reader, path) == ["Good.", "Good."]
    assert reader.skipped == [f"{path}, line 3: not CSV (field larger than field limit (131072))"]


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ('1,Good.\n2,"Norway won.\n3,War in Syria.\n', 3),
        ('1,Good.\n2,"Norway won.', 3),
        ('1,Good.\n2,Fine,"more\n3,War.\n', 3),
        ('1,Good.\n"2,Norway won.\n', 3),
    ],
)
def test_a_quotation_mark_that_is_never_closed(write: Write, rows: str, line: int) -> None:
    path = write("a.csv", "id,text\n" + rows)
    reader = Reader()
    assert texts(reader, path) == ["Good."]
    assert reader.skipped == [f"{path}, line {line}: a quotation mark that is never closed"]
    with pytest.raises(InputError, match=f"line {line}"):
        texts(Reader(strict=True), path)


def test_a_header_that_is_never_closed(write: Write) -> None:
    reader = Reader()
    assert texts(reader, write("a.csv", 'id,"text\n1,Good.\n')) == []
    assert reader.skipped[0].endswith("a quotation mark that is never closed")


def test_a_very_long_cell(write: Write) -> None:
    long = "x" * 300_000
    assert texts(Reader(), write("a.csv", f"text\n{long}\n")) == [long]


def test_others_keep_their_limit_of_a_cell(write: Write) -> None:
    long = "x" * 300_000
    theirs = csv.field_size_limit()
    for document in Reader().read([write("a.csv", f"text\n{long}\n{long}\n")]):
        assert document.text == long
        assert csv.field_size_limit() == theirs
    with pytest.raises(csv.Error, match="field larger than field limit"):
        list(csv.reader([long]))


def test_a_null_character(write: Write) -> None:
    assert texts(Reader(), write("a.csv", "text\na\0b\n")) == ["a\0b"]
    assert texts(Reader(), write("a.txt", "a\0b")) == ["a\0b"]


def test_a_text_that_is_not_utf_8(write: Write) -> None:
    bad, good = write("a.txt", b"one\ntwo caf\xe9\n"), write("b.txt", "fine")
    reader = Reader()
    assert texts(reader, bad, good) == ["fine"]
    assert reader.skipped == [f"{bad}, line 2: not UTF-8 (byte 0xe9); {ANOTHER}"]


def test_lone_surrogates_in_json_are_text(write: Write) -> None:
    assert texts(Reader(), write("a.jsonl", r'{"text": "\ud800"}')) == ["\ud800"]


# --- damaged archives -------------------------------------------------------------------------


def _records(count: int) -> list[str]:
    chance = Random(7)  # words that do not compress too well, or all would be in one block
    return ["".join(chance.choices("abcdefghij ", k=60)) for _ in range(count)]


def _complete_lines(data: bytes) -> int:
    """How many lines are whole in a damaged archive, by the simplest means there is."""
    import zlib

    return zlib.decompressobj(31).decompress(data).count(b"\n")


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_nothing_that_stands_before_the_damage_is_lost(
    tmp_path: Path, kind: str, kept: float
) -> None:
    records = _records(2000)
    lines = [json.dumps({"text": text}) for text in records]
    content = "\n".join(lines if kind == "jsonl" else ["text", *records]) + "\n"
    whole = gzip.compress(content.encode())
    cut = whole[: int(len(whole) * kept)]
    path = tmp_path / f"a.{kind}.gz"
    path.write_bytes(cut)
    expected = _complete_lines(cut) - (kind == "csv")
    assert 0 < expected < 2000
    reader = Reader()
    assert texts(reader, path) == records[:expected]
    (problem,) = reader.skipped
    assert problem.startswith(f"{path}, line {_complete_lines(cut) + 1}: damaged or truncated gzip")

    strict = Reader(strict=True).read([path])
    found = [next(strict).text for _ in range(expected)]
    assert found == records[:expected]
    with pytest.raises(InputError, match="damaged or truncated gzip"):
        next(strict)


@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz", "a.csv.gz"])
def test_what_is_no_archive_at_all(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"plain text\n")
    reader = Reader()
    assert texts(reader, path) == []
    assert len(reader.skipped) == 1
    assert "damaged or truncated gzip (Not a gzipped file" in reader.skipped[0]


def test_a_truncated_text_is_skipped_and_the_next_is_read(write: Write) -> None:
    bad = write("a.txt.gz", "Paris votes. " * 100)
    bad.write_bytes(bad.read_bytes()[:-12])
    reader = Reader()
    assert texts(reader, bad, write("b.txt", "fine")) == ["fine"]
    assert reader.skipped[0].startswith(f"{bad}: damaged or truncated gzip")


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv"])
def test_an_archive_without_the_ending(write: Write, name: str) -> None:
    content = {"a.txt": "One.", "a.jsonl": LINES, "a.csv": TABLE}[name]
    expected = texts(Reader(), write(name, content))
    assert texts(Reader(strict=True), write(name, gzip.compress(content.encode()))) == expected


def test_archives_of_several_members(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(GOOD) + gzip.compress(GOOD))
    assert texts(Reader(), path) == ["Good.", "Good."]

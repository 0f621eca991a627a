"""Files as documents: .txt, .jsonl and .csv, plain or .gz, and folders of them.

One bad record must not cost a night's run: it is skipped, remembered with file and line, and told
at the end. `strict` stops at the first instead.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import json
import os
import re
import sys
import warnings
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import chain, count
from pathlib import Path
from typing import IO, Any, Literal, get_args

from attrs import Factory, define, field

from geosent.errors import GeosentTypeError, GeosentValueError, GeosentWarning, InputError
from geosent.model import Document, identifier_of
from geosent.tables import delimiter_of

Format = Literal["txt", "jsonl", "csv"]
FORMATS: tuple[Format, ...] = get_args(Format)

#: Put behind the last line of a table. It arrives as a row of its own, or in a cell that was opened
#: with a quotation mark and never closed: all lines from there on would pass for one text.
_END = "\0 end of the table"

#: For a limit of `csv`: the most that it takes on every system.
_ANY_LENGTH = 2**31 - 1

#: What a damaged or truncated compressed file raises.
_DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error)

#: What every gzip file begins with, and no text.
_GZIP = b"\x1f\x8b"


#: What some systems put before the first character of a file, and of each that is joined to it.
_BOM = "\ufeff"


def _mark(error: Any) -> tuple[str, int]:
    """A lone surrogate for bytes that cannot be decoded, so that only their own record is lost."""
    return chr(0xDC00 + error.object[error.start]), error.end


_MARKED = "geosent.marked"
codecs.register_error(_MARKED, _mark)

_MARK = re.compile("[\udc00-\udcff]")

#: The kinds of JSON, in its own words.
_KINDS = {
    type(None): "null",
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "a text",
    list: "a list",
    dict: "an object",
}

_NAME_THE_FIELD = "name the field of the text with --text-field or Reader(text_field=…)"

#: How a page begins, or what was cut out of one.
_HTML = re.compile(r"\s*<(!doctype\s+html|html|head|body|div|p|h[1-6]|article|section)\b", re.I)


def _known_encoding(instance: object, attribute: object, name: object) -> None:
    if not isinstance(name, str):
        raise GeosentTypeError(f"an encoding is called by a str, not {type(name).__name__}")
    try:
        b"a".decode(name, _MARKED)  # some know no way around a bad byte, be there one or not
    except (LookupError, ValueError):
        raise GeosentValueError(
            f"no encoding is called {name!r}: utf-8, latin-1, cp1252 and utf-16 are common ones"
        ) from None


def _known_format(instance: object, attribute: object, value: object) -> None:
    if value is not None and value not in FORMATS:
        raise GeosentValueError(f"a format is one of {', '.join(FORMATS)}, not {value!r}")


@define
class Reader:
    """Reads documents from files and keeps account of what it had to skip.

    >>> reader = Reader()
    >>> for document in reader.read(["articles/"]):  # doctest: +SKIP
    ...     print(document.id)
    >>> reader.skipped  # doctest: +SKIP
    ['articles/wire.jsonl, line 17: not JSON (Expecting value, column 1)']
    """

    text_field: str = "text"
    id_field: str = "id"
    strict: bool = False
    #: Of every file; None goes by the name, and "txt" for stdin.
    format: Format | None = field(default=None, validator=_known_format)
    encoding: str = field(default="utf-8", validator=_known_encoding)  #: of every file
    group_field: str | None = None  #: a record is skipped if what it has there can name no group
    skipped: list[str] = Factory(list)

    def read(self, paths: str | Path | Iterable[str | Path]) -> Iterator[Document]:
        """The documents of files and folders, in order, each file once; "-" is standard input.

        A single path may be given as it is.

        Raises `InputError` for a file that is not there or of no known kind, and with `strict` for
        the first record that cannot be used.
        """
        warned = False
        for path in self._each_once(paths):
            for document in self._file(path):
                if not warned and _HTML.match(document.text):
                    warned = True
                    warnings.warn(
                        f"{document.id} looks like HTML, and its tags would count as text: take "
                        "them out first, with a library made for it",
                        GeosentWarning,
                        stacklevel=2,
                    )
                yield document

    def check(self, paths: str | Path | Iterable[str | Path]) -> None:
        """Raise `InputError` now for what `read` would refuse, before hours of work."""
        for _ in self._files(paths):
            pass

    def _files(self, paths: str | Path | Iterable[str | Path]) -> Iterator[str]:
        if isinstance(paths, (str, Path)):
            paths = [paths]
        for path in map(str, paths):
            if path == "-":
                yield path
            elif not path:  # an unset variable of a shell, which Path takes for this folder
                raise InputError("'' is no file: give its name, or - for standard input")
            elif Path(path).is_dir():
                found = sorted(
                    str(p)
                    for p in Path(path).rglob("*")
                    if p.is_file() and _kind(p.name) and not _hidden(p.relative_to(path))
                )
                if not found:
                    raise InputError(f"{path}: no .txt, .jsonl or .csv file in this folder")
                yield from found
            elif not Path(path).exists():
                raise InputError(f"{path}: no such file")
            elif self.format is None and _kind(path) is None:
                raise InputError(
                    f"{path}: not .txt, .jsonl or .csv (or .gz of one); name its format"
                )
            else:
                yield path

    def _each_once(self, paths: str | Path | Iterable[str | Path]) -> Iterator[str]:
        """The files; one that is given again would make its countries look surer than they are."""
        seen: set[str] = set()
        for path in self._files(paths):
            real = path if path == "-" else os.path.realpath(path)
            if real in seen:
                self.skipped.append(f"{_where(path)}: given more than once, and read once")
            else:
                seen.add(real)
                yield path

    def _file(self, path: str) -> Iterator[Document]:
        before = len(self.skipped)
        empty = True
        kind = self.format or _kind(path) or "txt"
        reader = {"txt": self._text, "jsonl": self._json_lines, "csv": self._csv}[kind]
        try:
            with _opened(path) as stream:
                for document in reader(path, stream):
                    empty = False
                    yield document
        except OSError as error:
            raise InputError(f"{path}: {error.strerror or error}") from error
        except UnicodeError as error:  # of the file as a whole: UTF-16 without its first two bytes
            self._skip(path, None, f"not {self.encoding.upper()} ({error})")
        if empty and len(self.skipped) == before:
            self.skipped.append(f"{_where(path)}: no documents in it")

    def _text(self, path: str, stream: IO[bytes]) -> Iterator[Document]:
        try:
            text = stream.read().decode(self.encoding, _MARKED).removeprefix(_BOM)
        except _DAMAGED as error:
            self._skip(path, None, f"damaged or truncated gzip ({error})")
            return
        if mark := _MARK.search(text):
            self._skip(path, text.count("\n", 0, mark.start()) + 1, self._undecodable(mark))
        else:
            yield Document(text, _where(path))

    @contextmanager
    def _lines(self, stream: IO[bytes], newline: str) -> Iterator[io.TextIOWrapper]:
        lines = io.TextIOWrapper(stream, self.encoding, _MARKED, newline)
        try:
            yield lines
        finally:
            lines.detach()  # or it would close the stream, which may be stdin

    def _undecodable(self, mark: re.Match[str]) -> str:
        byte = ord(mark[0]) - 0xDC00
        return (
            f"not {self.encoding.upper()} (byte {byte:#04x}); "
            "if it is another encoding, name it with --encoding or Reader(encoding=…)"
        )

    def _json_lines(self, path: str, stream: IO[bytes]) -> Iterator[Document]:
        before = len(self.skipped)
        records = lacking = 0
        with self._lines(stream, newline="\n") as lines:
            for number in count(1):
                try:
                    line = lines.readline()
                except _DAMAGED as error:
                    self._skip(path, number, f"damaged or truncated gzip ({error})")
                    return
                if not line:
                    break
                if not line.strip():
                    continue
                records += 1
                for record in self._json(path, number, line):
                    lacking += isinstance(record, dict) and self.text_field not in record
                    yield from self._record(path, number, record)
        if 0 < records == lacking == len(self.skipped) - before:
            # The wrong field was asked for: one line says so, not thousands.
            them_all = f", nor has any of the {records} records" if records > 1 else ""
            self.skipped[before:] = [f"{self.skipped[before]}{them_all}; {_NAME_THE_FIELD}"]

    def _json(self, path: str, number: int, line: str) -> Iterator[object]:
        if mark := _MARK.search(line):
            self._skip(path, number, self._undecodable(mark))
            return
        try:
            record = json.loads(line.removeprefix(_BOM).rstrip())
        except (ValueError, RecursionError) as error:
            reason = getattr(error, "msg", None) or type(error).__name__
            column = getattr(error, "colno", None)
            where = f", column {column}" if column else ""
            self._skip(path, number, f"not JSON ({reason}{where})")
        else:
            yield record

    def _csv(self, path: str, stream: IO[bytes]) -> Iterator[Document]:
        with self._lines(stream, newline="") as lines:
            try:
                header = lines.readline().removeprefix(_BOM)
            except _DAMAGED as error:
                self._skip(path, 1, f"damaged or truncated gzip ({error})")
                return
            lines_and_end = chain([header], lines, [_END])
            rows = csv.DictReader(lines_and_end, delimiter=delimiter_of(header))
            yield from self._rows(path, rows)

    def _rows(self, path: str, rows: csv.DictReader[str]) -> Iterator[Document]:
        checked = False
        while True:
            line = rows.line_num + 1
            try:
                row = _next_row(rows)
            except _DAMAGED as error:
                self._skip(path, rows.reader.line_num + 1, f"damaged or truncated gzip ({error})")
                return
            except csv.Error as error:
                self._skip(path, rows.reader.line_num, f"not CSV ({error})")
                continue
            cells = _cells(row) if row else rows.fieldnames or [""]
            if cells[-1].endswith(_END):
                if len(cells[0]) > len(_END) or len(cells) > 1:
                    self._skip(path, line, "a quotation mark that is never closed")
                return
            if row is None:
                return
            if not checked and (problem := self._problem_of(rows.fieldnames or [])):
                self._skip(path, 1, problem)
                return
            checked = True
            if not any(map(str.strip, cells)):
                continue
            if None in row:
                self._skip(path, rows.line_num, "more cells than the header has columns")
            elif row[self.text_field] is None:
                self._skip(path, rows.line_num, "fewer cells than the header has columns")
            elif mark := _MARK.search("".join(cells)):
                self._skip(path, rows.line_num, self._undecodable(mark))
            else:
                yield from self._record(path, rows.line_num, row)

    def _problem_of(self, columns: Sequence[str]) -> str | None:
        """Why no row of a table can be used."""
        doubled = [name for name, times in Counter(columns).items() if times > 1 and name.strip()]
        if mark := _MARK.search("".join(columns)):
            return self._undecodable(mark)
        if doubled:
            return f"more than one column is called {doubled[0]!r}: give each its own name"
        if self.text_field not in columns:
            known = ", ".join(columns) or "none"
            return f"no column {self.text_field!r} (its columns: {known}); {_NAME_THE_FIELD}"
        return None

    def _record(self, path: str, line: int, record: object) -> Iterator[Document]:
        if not isinstance(record, dict):
            self._skip(path, line, f"{_KINDS[type(record)]}, not an object")
        elif self.text_field not in record:
            known = ", ".join(record) or "none"
            self._skip(path, line, f"no field {self.text_field!r} (its fields: {known})")
        elif not isinstance(text := record[self.text_field], str):
            self._skip(path, line, f"field {self.text_field!r} is {_KINDS[type(text)]}, not a text")
        elif isinstance(group := record.get(self.group_field), (list, dict)):
            kind = _KINDS[type(group)]
            self._skip(path, line, f"field {self.group_field!r} is {kind}, which names no group")
        else:
            name = identifier_of(record.get(self.id_field), f"{path}:{line}")
            fields = {k: v for k, v in record.items() if k != self.text_field}
            yield Document(record[self.text_field], name, fields)

    def _skip(self, path: str, line: int | None, reason: str) -> None:
        message = f"{_where(path)}{f', line {line}' if line else ''}: {reason}"
        if self.strict:
            raise InputError(message)
        self.skipped.append(message)


def _where(path: str) -> str:
    return "stdin" if path == "-" else path


def _hidden(path: Path) -> bool:
    """What editors and systems leave beside the files of a folder, as ".~lock" and "._a.txt"."""
    return any(part.startswith(".") for part in path.parts)


def _kind(name: str) -> Format | None:
    plain = name.lower().removesuffix(".gz")
    for kind in FORMATS:
        if plain.endswith(f".{kind}"):
            return kind
    return "jsonl" if plain.endswith(".ndjson") else None


@contextmanager
def _opened(path: str) -> Iterator[IO[bytes]]:
    """The bytes of a file, unzipped if it is a gzip file by its name or by its content."""
    with _raw(path) as stream:
        peek = getattr(stream, "peek", None)  # not all that stands in for stdin has it
        zipped = path.lower().endswith(".gz") or (peek and peek(2).startswith(_GZIP))
        yield io.BufferedReader(_Unzipped(stream)) if zipped else stream


def _raw(path: str) -> AbstractContextManager[IO[bytes]]:
    if path == "-":
        if sys.stdin is None:
            raise InputError("standard input is closed: name the files to read")
        return nullcontext(sys.stdin.buffer)  # not ours to close
    return open(path, "rb")


class _Unzipped(io.RawIOBase):
    """What a gzip file holds, a small read at a time.

    `GzipFile` reads ahead and drops what it has when it then meets the end of a truncated file;
    this way every line before the damage arrives.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._file = gzip.GzipFile(fileobj=stream)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._file.read1(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


def _next_row(rows: csv.DictReader[str]) -> dict[Any, Any] | None:
    """The next row, however long its cells are; None at the end.

    The limit of `csv` is one for the whole process, so others get theirs back after each row.
    """
    limit = csv.field_size_limit(_ANY_LENGTH)
    try:
        return next(rows, None)
    finally:
        csv.field_size_limit(limit)


def _cells(row: Mapping[Any, Any]) -> list[str]:
    """The cells of a row as `csv.DictReader` gives it: None where it is too short or too long."""
    known = [value for name, value in row.items() if name is not None and value is not None]
    return known + (row.get(None) or [])

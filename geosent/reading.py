"""Files as documents: .txt, .jsonl and .csv, plain or .gz, and folders of them.

One bad record must not cost a night's run: it is skipped, remembered with file and line, and told
at the end. `strict` stops at the first instead.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from itertools import chain
from pathlib import Path
from typing import IO, Any, Literal, get_args

from attrs import Factory, define

from geosent.errors import InputError
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
    format: Format | None = None  #: of every file; None goes by the name, and "txt" for stdin
    skipped: list[str] = Factory(list)

    def read(self, paths: Iterable[str | Path]) -> Iterator[Document]:
        """The documents of files and folders, in order; "-" is standard input.

        Raises `InputError` for a file that is not there or of no known kind, and with `strict` for
        the first record that cannot be used.
        """
        for path in self._files(paths):
            yield from self._file(path)

    def check(self, paths: Iterable[str | Path]) -> None:
        """Raise `InputError` now for what `read` would refuse, before hours of work."""
        for _ in self._files(paths):
            pass

    def _files(self, paths: Iterable[str | Path]) -> Iterator[str]:
        for path in map(str, paths):
            if path == "-":
                yield path
            elif not path:  # an unset variable of a shell, which Path takes for this folder
                raise InputError("'' is no file: give its name, or - for standard input")
            elif Path(path).is_dir():
                found = sorted(
                    str(p) for p in Path(path).rglob("*") if p.is_file() and _kind(p.name)
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

    def _file(self, path: str) -> Iterator[Document]:
        kind = self.format or _kind(path) or "txt"
        reader = {"txt": self._text, "jsonl": self._json_lines, "csv": self._csv}[kind]
        try:
            with _opened(path) as stream:
                yield from reader(path, stream)
        except OSError as error:
            raise InputError(f"{path}: {error.strerror or error}") from error

    def _text(self, path: str, stream: IO[bytes]) -> Iterator[Document]:
        try:
            text = stream.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            self._skip(path, line, f"not UTF-8 (byte {error.object[error.start]:#04x})")
        except _DAMAGED as error:
            self._skip(path, None, f"damaged or truncated gzip ({error})")
        else:
            yield Document(text, "stdin" if path == "-" else path)

    def _json_lines(self, path: str, stream: IO[bytes]) -> Iterator[Document]:
        number = 0
        while True:
            number += 1
            try:
                line = stream.readline()
            except _DAMAGED as error:
                self._skip(path, number, f"damaged or truncated gzip ({error})")
                return
            if not line:
                return
            if not line.strip():
                continue
            try:
                record = json.loads(line.decode("utf-8-sig").rstrip())
            except UnicodeDecodeError as error:
                self._skip(path, number, f"not UTF-8 (byte {error.object[error.start]:#04x})")
            except (ValueError, RecursionError) as error:
                reason = getattr(error, "msg", None) or type(error).__name__
                column = getattr(error, "colno", None)
                where = f", column {column}" if column else ""
                self._skip(path, number, f"not JSON ({reason}{where})")
            else:
                yield from self._record(path, number, record)

    def _csv(self, path: str, stream: IO[bytes]) -> Iterator[Document]:
        # Undecodable bytes become lone surrogates, so that only their own record is lost.
        lines = io.TextIOWrapper(stream, "utf-8-sig", errors="surrogateescape", newline="")
        try:
            header = lines.readline()
        except _DAMAGED as error:
            self._skip(path, 1, f"damaged or truncated gzip ({error})")
        else:
            lines_and_end = chain([header], lines, [_END])
            rows = csv.DictReader(lines_and_end, delimiter=delimiter_of(header))
            yield from self._rows(path, rows)
        finally:
            lines.detach()  # or it would close the stream, which may be stdin

    def _rows(self, path: str, rows: csv.DictReader[str]) -> Iterator[Document]:
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
            if None in row:
                self._skip(path, rows.line_num, "more cells than the header has columns")
            elif any(_has_surrogate(value) for value in row.values()):
                self._skip(path, rows.line_num, "not UTF-8")
            else:
                yield from self._record(path, rows.line_num, row)

    def _record(self, path: str, line: int, record: object) -> Iterator[Document]:
        if not isinstance(record, dict):
            self._skip(path, line, f"a {type(record).__name__}, not an object")
        elif self.text_field not in record:
            known = ", ".join(record) or "none"
            undecodable = _has_surrogate(known) and not _has_surrogate(self.text_field)
            reason = "not UTF-8" if undecodable else f"its fields: {known}"
            self._skip(path, line, f"no field {self.text_field!r} ({reason})")
        elif not isinstance(record[self.text_field], str):
            kind = type(record[self.text_field]).__name__
            self._skip(path, line, f"field {self.text_field!r} is {kind}, not text")
        else:
            name = identifier_of(record.get(self.id_field), f"{path}:{line}")
            fields = {k: v for k, v in record.items() if k != self.text_field}
            yield Document(record[self.text_field], name, fields)

    def _skip(self, path: str, line: int | None, reason: str) -> None:
        where = ("stdin" if path == "-" else path) + (f", line {line}" if line else "")
        message = f"{where}: {reason}"
        if self.strict:
            raise InputError(message)
        self.skipped.append(message)


def _kind(name: str) -> Format | None:
    plain = name.lower().removesuffix(".gz")
    for kind in FORMATS:
        if plain.endswith(f".{kind}"):
            return kind
    return "jsonl" if plain.endswith(".ndjson") else None


def _opened(path: str) -> AbstractContextManager[IO[bytes]]:
    if path == "-":
        if sys.stdin is None:
            raise InputError("standard input is closed: name the files to read")
        return nullcontext(sys.stdin.buffer)  # not ours to close
    if path.lower().endswith(".gz"):
        return io.BufferedReader(_Unzipped(path))
    return open(path, "rb")


class _Unzipped(io.RawIOBase):
    """What a .gz file holds, a small read at a time.

    `GzipFile` reads ahead and drops what it has when it then meets the end of a truncated file;
    this way every line before the damage arrives.
    """

    def __init__(self, path: str) -> None:
        self._file = gzip.GzipFile(path)

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


def _has_surrogate(value: object) -> bool:
    return isinstance(value, str) and any("\ud800" <= c <= "\udfff" for c in value)

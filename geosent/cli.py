"""The command `geosent`: files in, a profile per country out."""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import re
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import IO, Any, NoReturn

from geosent import __version__
from geosent.analyzer import Analyzer, Key
from geosent.errors import GeosentError, GeosentWarning
from geosent.frames import COLUMNS, rows
from geosent.model import DEFAULT_MIN_CONFIDENCE, Document, plain_key
from geosent.profiles import CountryProfile, Evidence, Measure, Profile
from geosent.reading import FORMATS, Reader

_EPILOG = """\
examples:
  geosent article.txt                        one article, as a table
  geosent articles/ --html report.html       a folder, and a report to open in a browser
  geosent wire.jsonl.gz --by month --format csv > months.csv
  curl -s … | geosent - --sentences --top 5  the evidence behind the five most mentioned
"""


_TOLD = 100  #: how many of the records that were skipped are told one by one


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when all went well, 2 when the input or an option was wrong."""
    options = _parser().parse_args(arguments)
    with ExitStack() as stack:
        # Who started this may have closed them; print then writes nothing, but the rest would fail.
        nowhere = stack.enter_context(open(os.devnull, "w", encoding="utf-8"))
        stack.enter_context(redirect_stdout(sys.stdout or nowhere))
        stack.enter_context(redirect_stderr(sys.stderr or nowhere))
        return _main(options)


def _main(options: argparse.Namespace) -> int:
    for stream in (sys.stdout, sys.stderr):  # a lone surrogate must not end a long run
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        with _warnings_in_a_line():
            _run(options)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, "head" perhaps, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (GeosentError, OSError) as error:
        print(f"geosent: {_visible(str(error))}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("geosent: interrupted", file=sys.stderr)
        return 130
    return 0


@contextmanager
def _warnings_in_a_line() -> Iterator[None]:
    """Warnings as errors are told, without the line of code that gave them."""

    def show(message: Warning | str, *_: Any, **__: Any) -> None:
        print(f"geosent: {_visible(str(message))}", file=sys.stderr)

    with warnings.catch_warnings():
        warnings.simplefilter("always", GeosentWarning)
        warnings.showwarning = show
        yield


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line for a wrong option too; argparse would print the usage above it."""
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="geosent",
        description="Sentiment per country, of texts that mention countries.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help=".txt, .jsonl or .csv, plain or .gz, or a folder of them; - or nothing is stdin",
    )
    parser.add_argument("--version", action="version", version=f"geosent {__version__}")
    reading = parser.add_argument_group("reading")
    reading.add_argument("--input", choices=FORMATS, help="format of the files (default: by name)")
    reading.add_argument("--text-field", default="text", metavar="FIELD", help="default: text")
    reading.add_argument("--id-field", default="id", metavar="FIELD", help="default: id")
    reading.add_argument("--encoding", default="utf-8", metavar="NAME", help="default: utf-8")
    reading.add_argument("--strict", action="store_true", help="stop at the first bad record")
    tagging = parser.add_argument_group("tagging")
    tagging.add_argument(
        "--names",
        metavar="FILE.json",
        help='your own names: {"Rosatom": "RU", "Turkey Point": null}',
    )
    tagging.add_argument(
        "--min-confidence",
        type=_probability,
        default=DEFAULT_MIN_CONFIDENCE,
        metavar="P",
        help=f"0 to 1; default: {DEFAULT_MIN_CONFIDENCE}",
    )
    tagging.add_argument("--ignore-case", action="store_true", help='also tag "usa", "north korea"')
    tagging.add_argument(
        "--workers", type=_positive, default=1, metavar="N", help="processes; default: 1"
    )
    writing = parser.add_argument_group("writing")
    writing.add_argument("--format", choices=("table", "json", "csv", "jsonl"), default="table")
    writing.add_argument("--by", metavar="FIELD", help="one profile for each value of a field")
    writing.add_argument(
        "--top", type=_positive, metavar="N", help="print only the N most mentioned"
    )
    writing.add_argument(
        "--sentences",
        action="store_true",
        help="the evidence: below the table, or instead of it in csv and jsonl; json has it anyway",
    )
    writing.add_argument("--html", metavar="FILE", help="also write a report of all countries")
    writing.add_argument(
        "--map", metavar="FILE", help=f"also write a map of all countries: {_listed(_MAPS)}"
    )
    return parser


def _positive(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a whole number, not {text!r}") from None
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _probability(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"must be a number from 0 to 1, not {text!r}")
    return number


def _run(options: argparse.Namespace) -> None:
    reader = Reader(
        text_field=options.text_field,
        id_field=options.id_field,
        strict=options.strict,
        format=options.input,
        encoding=options.encoding,
        group_field=options.by,
    )
    files = options.files or ["-"]
    reader.check(files)
    if options.by and (options.html or options.map):
        raise GeosentError("--by makes several profiles, and --html and --map show one")
    _check_outputs(options, [*files, options.names])
    analyzer = Analyzer(
        names=_own_names(options.names),
        min_confidence=options.min_confidence,
        case_sensitive=not options.ignore_case,
    )
    documents = _counted(reader.read(files)) if sys.stderr.isatty() else reader.read(files)
    profiles: dict[Key, Profile] = (
        _by_text(analyzer.profile(documents, by=options.by, workers=options.workers))
        if options.by
        else {None: analyzer.profile(documents, workers=options.workers)}
    )
    something = any(profile.documents for profile in profiles.values())
    if something:  # or an empty report would take the place of the last good one
        _write(profiles, options)
    _tell_skipped(reader.skipped)
    if not something:
        raise GeosentError("nothing could be read")


def _write(profiles: Mapping[Key, Profile], options: argparse.Namespace) -> None:
    _WRITERS[options.format](profiles, options)
    if options.html:
        with _naming(options.html):
            profiles[None].to_html(options.html)
    if options.map:
        with _naming(options.map):
            profiles[None].map().save(options.map)


def _tell_skipped(skipped: Sequence[str]) -> None:
    if not skipped:
        return
    print(f"geosent: skipped {len(skipped)}:", file=sys.stderr)
    for problem in skipped[:_TOLD]:
        print(f"  {_visible(problem)}", file=sys.stderr)
    if len(skipped) > _TOLD:
        print(f"  and {len(skipped) - _TOLD} more", file=sys.stderr)


def _by_text(groups: Mapping[Key, Profile]) -> dict[Key, Profile]:
    """The groups, those that print alike as one: 2025 of a .jsonl and "2025" of a .csv."""
    keys: dict[str, Key] = {}
    found: dict[Key, Profile] = {}
    for given, profile in groups.items():
        key = plain_key(given)
        first = keys.setdefault(_group(key), key)
        found[first] = found[first] | profile if first in found else profile
    return dict(sorted(found.items(), key=lambda item: _order(item[0])))


def _group(key: Key) -> str:
    """A group as it is printed; a text can be "None", and is not what has no value."""
    return "(no value)" if key is None else str(key)


def _order(key: Key) -> tuple[int, float, str]:
    """Numbers before text, be they of a .jsonl or of a .csv, and None last."""
    if key is None:
        return (2, 0, "")
    text = str(key)
    return (0, float(text), text) if _NUMBER.fullmatch(text) else (1, 0, text)


_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def _check_outputs(options: argparse.Namespace, inputs: Iterable[str | None]) -> None:
    """Raise now for a file that could not be written at the end, before hours of work."""
    taken = {os.path.realpath(path): "is read" for path in inputs if path not in (None, "-")}
    for what, path, endings in (("report", options.html, _REPORTS), ("map", options.map, _MAPS)):
        if not path:
            continue
        if Path(path).is_dir():
            raise GeosentError(f"{path}: a folder, not a file to write")
        if not Path(path).parent.is_dir():
            raise GeosentError(f"{path}: there is no folder {Path(path).parent}")
        if Path(path).suffix.lower() not in endings:
            raise GeosentError(f"{path}: a {what} ends with {_listed(endings)}")
        real = os.path.realpath(path)
        if real in taken:
            raise GeosentError(f"{path}: {taken[real]} as well, so write the {what} elsewhere")
        taken[real] = f"is the {what}"
    if options.map:
        Profile().map()  # raises where the extra is missing


#: What a report and a map may be saved as.
_REPORTS = (".html", ".htm")
_MAPS = (".png", ".svg", ".pdf", ".html", ".json", ".vega")


def _listed(endings: Sequence[str]) -> str:
    return f"{', '.join(endings[:-1])} or {endings[-1]}"


@contextmanager
def _naming(path: str) -> Iterator[None]:
    """Errors of the system with the file they are of: a full disk does not say."""
    try:
        yield
    except OSError as error:
        raise GeosentError(f"{path}: {error.strerror or error}") from error


def _own_names(path: str | None) -> dict[str, str | None]:
    if path is None:
        return {}
    try:
        with _naming(path), open(path, "rb") as stream:
            names = json.load(stream)
    except (ValueError, RecursionError) as error:
        raise GeosentError(f"{path}: not JSON ({error})") from error
    if not isinstance(names, dict):
        raise GeosentError(f'{path}: not an object of names, such as {{"Rosatom": "RU"}}')
    for name, given in names.items():
        if not isinstance(given, str | None):
            told = json.dumps(given, ensure_ascii=False)
            raise GeosentError(f"{path}: {name!r}: must be a country in quotes or null, not {told}")
        try:  # one by one, or the error would not say of which
            Analyzer(names={name: given})
        except GeosentError as error:
            raise GeosentError(f"{path}: {name!r}: {error}") from error
    try:  # and together: two can be found in the same places
        Analyzer(names=names)
    except GeosentError as error:
        raise GeosentError(f"{path}: {error}") from error
    return names


def _counted(documents: Iterable[Document]) -> Iterator[Document]:
    """The documents, counted on the terminal while they pass."""
    try:
        from tqdm import tqdm
    except ImportError:
        return iter(documents)
    return iter(tqdm(documents, unit=" documents", leave=False))


def _chosen(profile: Profile, options: argparse.Namespace) -> list[CountryProfile]:
    """The countries to show, most mentioned first."""
    return profile.ranking(by="mentions")[: options.top]


def _table(profiles: Mapping[Key, Profile], options: argparse.Namespace) -> None:
    for key, profile in profiles.items():
        if options.by:
            print(_visible(f"{options.by}: {_group(key)}"))
        chosen = _chosen(profile, options)
        print(_table_text(chosen))
        left_out = len(profile) - len(chosen)
        more = f" ({left_out} more not shown)" if left_out else ""
        print(f"{repr(profile)[1:-1]}{more}")
        if options.sentences:
            for c in chosen:
                if c.evidence:
                    print(f"\n{c.country.name}")
                for e in c.evidence:
                    text = " ".join(e.text.split())
                    print(_visible(f"  {e.score:+.4f}  {text}  [{e.document}:{e.start}]"))
        if options.by:
            print()


def _visible(text: str) -> str:
    """A line for people; a document could otherwise send commands to their terminal."""
    return _CONTROL.sub(lambda found: ascii(found[0])[1:-1], text)


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


_HEADER = (
    "country",
    "",
    "mentions",
    "sentences",
    "docs",
    "tone",
    "95% interval",
    "neg",
    "pos",
    "toward",
)


def _table_text(chosen: Sequence[CountryProfile]) -> str:
    lines = [_HEADER, *map(_cells, chosen)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(_HEADER))]
    left = {0, 1}
    return "\n".join(
        "  ".join(
            cell.ljust(width) if i in left else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def _cells(c: CountryProfile) -> tuple[str, ...]:
    return (
        c.country.name,
        c.country.alpha_2,
        f"{c.mentions:,}",
        f"{c.sentences:,}",
        f"{c.documents:,}",
        _number(c.sentiment.mean),
        _interval(c.sentiment),
        _percent(c.sentiment.share_negative),
        _percent(c.sentiment.share_positive),
        _number(c.toward.mean),
    )


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:+.2f}".replace("-0.00", "+0.00")


def _interval(measure: Measure) -> str:
    return "–" if measure.ci95 is None else "{:+.2f} to {:+.2f}".format(*measure.ci95)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def _json(profiles: Mapping[Key, Profile], options: argparse.Namespace) -> None:
    if not options.by:
        print(_limited(profiles[None], options).to_json(indent=2))
        return
    groups = {_group(k): json.loads(_limited(p, options).to_json()) for k, p in profiles.items()}
    print(json.dumps(groups, indent=2))


def _limited(profile: Profile, options: argparse.Namespace) -> Profile:
    if options.top is None:
        return profile
    kept = {c.country.alpha_2: c for c in _chosen(profile, options)}
    shared = {codes: m for codes, m in profile.shared.items() if kept.keys() >= set(codes)}
    directions = {codes: m for codes, m in profile.directions.items() if kept.keys() >= set(codes)}
    return Profile(profile.documents, profile.sentences, kept, shared, directions)


def _records(
    profiles: Mapping[Key, Profile], options: argparse.Namespace
) -> Iterator[dict[str, Any]]:
    for key, profile in profiles.items():
        group = {_group_column(options): key} if options.by else {}
        known = {row["alpha_2"]: row for row in rows(profile)}
        for c in _chosen(profile, options):
            if options.sentences:
                for e in c.evidence:
                    yield group | {"alpha_2": c.country.alpha_2} | _evidence(e)
            else:
                yield group | known[c.country.alpha_2]


def _group_column(options: argparse.Namespace) -> str:
    """The name of the grouping field, or "group" where a column of ours is called so."""
    taken = {*COLUMNS, *_evidence(Evidence(0, "", 0, 0, ""))}
    return "group" if options.by in taken else str(options.by)


def _evidence(e: Evidence) -> dict[str, Any]:
    return {
        "score": e.score,
        "document": e.document,
        "start": e.start,
        "end": e.end,
        "text": e.text,
    }


def _csv(profiles: Mapping[Key, Profile], options: argparse.Namespace) -> None:
    columns = (
        ["alpha_2", *_evidence(Evidence(0, "", 0, 0, ""))] if options.sentences else [*COLUMNS]
    )
    stream: IO[str] = sys.stdout
    if options.by:
        columns = [_group_column(options), *columns]
    # The stream makes "\n" what its system ends lines with; of "\r\n" it would make "\r\r\n".
    writer = csv.DictWriter(stream, columns, lineterminator="\n")
    writer.writerow({name: _cell(name) for name in writer.fieldnames})
    for record in _records(profiles, options):
        writer.writerow({name: _cell(value) for name, value in record.items()})


def _cell(value: object) -> object:
    """A value for a table; text that a spreadsheet would run as a formula gets an apostrophe."""
    if isinstance(value, str) and _FORMULA.match(value):
        return "'" + value
    return value


# "-5" is a number, and harmless.
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d.,]*$)")


def _json_lines(profiles: Mapping[Key, Profile], options: argparse.Namespace) -> None:
    for record in _records(profiles, options):
        print(json.dumps(record, default=str))


_WRITERS = {"table": _table, "json": _json, "csv": _csv, "jsonl": _json_lines}

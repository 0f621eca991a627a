"""Answers of geocoders in one SQLite file: JSON texts by key, shared by threads and processes."""

from __future__ import annotations

import os
import sqlite3
import sys
import threading
import time
import warnings
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from geosent.errors import GeosentWarning

_T = TypeVar("_T")

#: "geos", in the header of the file: tells it from databases of other programs.
_APPLICATION = 0x67656F73
_VERSION = 1

_SCHEMA = (
    "CREATE TABLE answers (key TEXT PRIMARY KEY, answer TEXT NOT NULL, expires REAL) WITHOUT ROWID",
    # When each service may be asked again, and beside it the times below: one pace for all
    # processes.
    "CREATE TABLE pace (service TEXT PRIMARY KEY, free REAL NOT NULL) WITHOUT ROWID",
    f"PRAGMA application_id = {_APPLICATION}",
    f"PRAGMA user_version = {_VERSION}",
)

# What is added to the name of a service for other times in the table of paces: until when it does
# not want to be asked, and when the clock was last looked at for it.
_BARRED = " barred"
_SEEN = " seen"


def user_cache_directory(
    platform: str = sys.platform, environ: Mapping[str, str] = os.environ
) -> Path:
    """The user's folder for geosent's caches, by the customs of the platform.

    >>> user_cache_directory("linux", {"XDG_CACHE_HOME": "/home/ann/.cache"}).as_posix()
    '/home/ann/.cache/geosent'
    """
    if platform == "win32":
        local = environ.get("LOCALAPPDATA", "").strip()
        base = Path(local) if local else Path.home() / "AppData" / "Local"
        return base / "geosent" / "Cache"
    if platform == "darwin":
        return Path.home() / "Library" / "Caches" / "geosent"
    given = environ.get("XDG_CACHE_HOME", "").strip()
    return (Path(given) if given else Path.home() / ".cache") / "geosent"


def default_path() -> Path:
    """Where the answers are kept if nobody says otherwise."""
    return user_cache_directory() / "geocoder.sqlite3"


def is_foreign(path: Path) -> bool:
    """Whether there is a file that geosent did not make, and which it must leave as it is.

    Only in its own place is anything taken for a cache of geosent, however damaged.
    """
    try:
        if path.stat().st_size == 0:
            return False
        # Through SQLite: a process that closes the file otherwise loses its locks on it.
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)
        ) as connection:
            connection.execute("PRAGMA writable_schema = ON")  # reads the head of a cut file, too
            (application,) = connection.execute("PRAGMA application_id").fetchone()
    except (OSError, sqlite3.OperationalError):
        return False  # none there, or none that can be read
    except sqlite3.DatabaseError:
        application = None
    return application != _APPLICATION and path != default_path()


#: All stores of this process, which must have no connection open while it forks.
_STORES: weakref.WeakSet[AnswerStore] = weakref.WeakSet()

#: Those that are held for a fork. One thread forks at a time, and no store is made meanwhile.
_HELD: list[AnswerStore] = []
_FORKING = threading.Lock()


def _before_fork() -> None:
    """Close every connection: SQLite believes in a child that it holds its parent's locks."""
    _FORKING.acquire()
    _HELD.extend(_STORES)
    for store in _HELD:
        store.hold()


def _after_fork() -> None:
    while _HELD:
        _HELD.pop().release()
    _FORKING.release()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_before_fork, after_in_parent=_after_fork, after_in_child=_after_fork
    )


class AnswerStore:
    """A file of answers. It never raises: without a usable file it forgets when the process ends.

    A file of ours that is damaged is renamed (".corrupt-1") with a warning and started anew. One
    that cannot be used or is not ours is a warning, too, and answers stay in memory.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._memory: sqlite3.Connection | None = None  # in place of a file that cannot be used
        with _FORKING:
            _STORES.add(self)

    def __getstate__(self) -> dict[str, object]:
        return {"path": self.path}

    def __setstate__(self, state: dict[str, Path]) -> None:
        self.__init__(state["path"])  # type: ignore[misc]

    def get(self, key: str) -> str | None:
        """The answer to a key, or None if there is none or it has expired."""

        def read(connection: sqlite3.Connection) -> str | None:
            row = connection.execute(
                "SELECT answer FROM answers WHERE key = ? AND (expires IS NULL OR expires > ?)",
                (key, time.time()),
            ).fetchone()
            return None if row is None else str(row[0])

        return self._try(read, None)

    def put(self, key: str, answer: str, keep: float | None = None) -> None:
        """Keep an answer, for ever or for so many seconds."""
        expires = None if keep is None else time.time() + keep

        def write(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", (key, answer, expires)
            )

        self._try(write, None)

    def reserve(self, service: str, delay: float) -> float:
        """Take the next turn to ask a service, and tell how many seconds to wait for it.

        Turns are so many seconds apart, whichever process takes them.
        """

        def take(connection: sqlite3.Connection) -> float:
            with _paced(connection, service) as now:
                turn = max(now, _time(connection, service))
                _set_time(connection, service, turn + delay)
            return turn - now

        return self._try(take, 0.0)

    def bar(self, service: str, seconds: float) -> None:
        """Keep that a service does not want to be asked for so many seconds."""

        def write(connection: sqlite3.Connection) -> None:
            with _paced(connection, service) as now:
                _set_time(connection, service + _BARRED, now + seconds)

        self._try(write, None)

    def barred(self, service: str) -> float:
        """For how many seconds a service still does not want to be asked; 0 if it may be."""

        def read(connection: sqlite3.Connection) -> float:
            with connection:
                connection.execute("BEGIN")  # both of one moment; waits for no writer
                barred = _time(connection, service + _BARRED)
                seen = _time(connection, service + _SEEN)
            now = time.time()
            left = barred - max(now, seen)
            if left > 0 and seen > now:  # the clock was set back: from now on it counts again
                with suppress(sqlite3.OperationalError), _paced(connection, service):
                    pass
            return max(0.0, left)

        return self._try(read, 0.0)

    def close(self) -> None:
        """Close the file; it is opened again when it is needed. What is in memory stays."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def hold(self) -> None:
        """Close the file and let no thread open it before `release`."""
        self._lock.acquire()
        self.close()

    def release(self) -> None:
        """Let the file be opened again."""
        self._lock.release()

    def __del__(self) -> None:
        with suppress(Exception):  # the interpreter may be half gone
            self.close()
            if self._memory is not None:
                self._memory.close()

    def _try(self, action: Callable[[sqlite3.Connection], _T], otherwise: _T) -> _T:
        with self._lock:
            for _ in range(2):
                try:
                    return action(self._open())
                except sqlite3.OperationalError as error:
                    # Locked for long, or the disk is full: the answer is not lost, only not kept.
                    self._warn(f"cache not usable: {error}", stacklevel=6)
                    return otherwise
                except sqlite3.DatabaseError as error:
                    self._set_aside(error)
            return otherwise

    def _open(self) -> sqlite3.Connection:
        if self._memory is not None:
            return self._memory
        if self._connection is not None:
            return self._connection
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = _connect(self.path)
        except (OSError, sqlite3.OperationalError) as error:
            return self._in_memory(error)
        return self._connection

    def _in_memory(self, reason: object) -> sqlite3.Connection:
        """Do without the file from now on."""
        self._memory = _connect(":memory:")
        self._warn(
            f"no cache can be kept there ({reason}); answers are forgotten when the program ends",
            stacklevel=8,
        )
        return self._memory

    def _set_aside(self, reason: Exception) -> None:
        self.close()
        if is_foreign(self.path):
            self._in_memory("the file is no cache of geosent")
            return
        number = 1
        while (aside := self.path.with_name(f"{self.path.name}.corrupt-{number}")).exists():
            number += 1
        # What a database has not yet taken into itself stands in its "-wal".
        for suffix in ("", "-wal", "-shm"):
            try:
                self.path.with_name(self.path.name + suffix).rename(
                    aside.with_name(aside.name + suffix)
                )
            except FileNotFoundError:
                pass  # another process was faster, or there is none
            except OSError as error:
                self._in_memory(f"{reason}, and it cannot be renamed: {error.strerror}")
                return
        self._warn(
            f"cache not readable ({reason}); it is now {aside.name}, and a new one is begun", 7
        )

    def _warn(self, what: str, stacklevel: int) -> None:
        warnings.warn(f"{self.path}: {what}", GeosentWarning, stacklevel=stacklevel)


def _connect(path: Path | str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=10, isolation_level=None, check_same_thread=False, cached_statements=16
    )
    try:
        with connection:
            connection.execute("BEGIN")  # or the tables could be of another moment than the rest
            is_begun = _is_begun(connection)
        if not is_begun:  # a file that can only be read is not written to
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                if not _is_begun(connection):  # another process may have been faster
                    for statement in _SCHEMA:
                        connection.execute(statement)
        with suppress(sqlite3.OperationalError):  # others are at it, and one of them will do it
            connection.execute("PRAGMA journal_mode = WAL")  # readers do not wait for a writer
        connection.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        connection.close()
        raise
    return connection


def _is_begun(connection: sqlite3.Connection) -> bool:
    """Whether a file has its tables already; `DatabaseError` if it has other ones."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables and (application, version) != (_APPLICATION, _VERSION):
        raise sqlite3.DatabaseError("a database of another program or version")
    return bool(tables)


def _time(connection: sqlite3.Connection, name: str) -> float:
    """A time in the table of paces, or 0."""
    row = connection.execute("SELECT free FROM pace WHERE service = ?", (name,)).fetchone()
    return float(row[0]) if row else 0.0


def _set_time(connection: sqlite3.Connection, name: str, value: float) -> None:
    connection.execute("INSERT OR REPLACE INTO pace VALUES (?, ?)", (name, value))


@contextmanager
def _paced(connection: sqlite3.Connection, service: str) -> Iterator[float]:
    """A transaction over the times of a service, at the time it is now.

    When the clock was set back since it was last looked at, these times are set back with it.
    """
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        now = time.time()
        ahead = _time(connection, service + _SEEN) - now
        if ahead > 0:
            connection.execute(
                "UPDATE pace SET free = free - ? WHERE service IN (?, ?)",
                (ahead, service, service + _BARRED),
            )
        _set_time(connection, service + _SEEN, now)
        yield now

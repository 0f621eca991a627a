"""Online geocoders behind the cache, in a chain and under a budget; real HTTP, on loopback only."""

from __future__ import annotations

import asyncio
import json
import os
import pickle
import sqlite3
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import geopy.extra.rate_limiter
import pytest
from fake_nominatim import Service, Spot, serving
from geopy.adapters import BaseAsyncAdapter, URLLibAdapter
from geopy.exc import (
    GeocoderInsufficientPrivileges,
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderRateLimited,
    GeocoderServiceError,
    GeocoderTimedOut,
    GeocoderUnavailable,
)
from geopy.geocoders import GeoNames, Nominatim, Photon
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from geosent.errors import GeosentTypeError, GeosentValueError, GeosentWarning
from geosent.gazetteer import load_gazetteer
from geosent.geocoding import CachedGeocoder, ChainGeocoder, OfflineGeocoder
from geosent.geocoding.answers import country_code, kind
from geosent.geocoding.lookup import Lookup, describe_failures
from geosent.geocoding.store import AnswerStore, user_cache_directory

Make = Callable[..., CachedGeocoder]

# One TLS context for all: making one takes longer than most of these tests.
COMMON: dict[str, Any] = {
    "scheme": "http",
    "proxies": {},
    "timeout": 9,
    "ssl_context": ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
}


def nominatim(service: Service, **options: Any) -> Nominatim:
    given = {**COMMON, "user_agent": "geosent-tests", **options}
    return Nominatim(domain=service.domain, **given)


def photon(service: Service, **options: Any) -> Photon:
    return Photon(domain=service.domain, **{**COMMON, **options})


def geonames(service: Service, **options: Any) -> GeoNames:
    return GeoNames("tester", domain=service.domain, **{**COMMON, **options})


SERVICES = {"Nominatim": nominatim, "Photon": photon, "GeoNames": geonames}

each_service = pytest.mark.parametrize("online", SERVICES.values(), ids=SERVICES)


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as running:
        yield running


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "geocoder.sqlite3"


@pytest.fixture
def cached(service: Service, path: Path) -> Iterator[Make]:
    """Makes cached geocoders of one file that do not wait."""
    made: list[CachedGeocoder] = []

    def make(online: Geocoder | None = None, **options: Any) -> CachedGeocoder:
        quick = {"min_delay_seconds": 0, "error_wait_seconds": 0, "max_retries": 0, **options}
        made.append(CachedGeocoder(online or nominatim(service), path, **quick))
        return made[-1]

    yield make
    for geocoder in made:
        geocoder.close()


# The cache.


@each_service
def test_answers_are_the_services_own(
    service: Service, cached: Make, online: Callable[[Service], Geocoder]
) -> None:
    plain, kept = online(service), cached(online(service))
    calls: list[tuple[str, Any, dict[str, Any]]] = [
        ("geocode", "Kafr Batna", {}),
        ("geocode", "nowhere at all", {}),
        ("geocode", "Twinville", {"exactly_one": False}),
        ("geocode", "nowhere at all", {"exactly_one": False}),
        ("reverse", (33.5, 36.4), {}),
        ("reverse", (-40.0, -140.0), {}),
        ("reverse", (33.5, 36.4), {"exactly_one": False}),
    ]
    for method, query, arguments in calls * 2:
        before = len(service.requests)
        expected = getattr(plain, method)(query, **arguments)
        assert len(service.requests) == before + 1
        found = getattr(kept, method)(query, **arguments)
        assert found == expected
        assert type(found) is type(expected)
    assert kept.requests == len(calls)


def test_second_run_over_many_names_asks_nothing(service: Service, cached: Make) -> None:
    names = ["Kafr Batna", "Twinville", *(f"Place {number}" for number in range(998))]
    with cached() as first:
        answers = [first.geocode(name) for name in names]
    assert len(service.requests) == 1000
    second = cached()
    assert [second.geocode(name) for name in names] == answers
    assert len(service.requests) == 1000
    assert second.requests == 0


def test_what_counts_as_the_same_question(service: Service, cached: Make) -> None:
    geocoder = cached()
    same: list[dict[str, Any]] = [
        {"query": "Kafr Batna"},
        {"query": " Kafr  Batna "},
        {"query": "Kafr Batna", "timeout": 3},
        {"query": "Kafr Batna", "exactly_one": True},
    ]
    for arguments in same:
        geocoder.geocode(**arguments)
    assert len(service.requests) == 1
    different: list[dict[str, Any]] = [
        {"query": "kafr batna camp"},
        {"query": "Kafr Batna", "exactly_one": False},
        {"query": "Kafr Batna", "language": "de"},
        {"query": "Kafr Batna", "country_codes": ["sy", "iq"]},
        {"query": "Kafr Batna", "viewbox": (Point(30, 30), Point(40, 40))},
        {"query": {"city": "Kafr Batna"}},
        {"query": {"city": "Kafr Batna", "country": "Syria"}},
    ]
    for arguments in different * 2:
        geocoder.geocode(**arguments)
    assert len(service.requests) == 1 + len(different)
    assert geocoder.reverse("33.5, 36.4") == geocoder.reverse(Point(33.5, 36.4))
    assert len(service.requests) == 2 + len(different)
    assert all(geocoder.holds(**arguments) for arguments in same + different)
    assert not geocoder.holds("Kafr Batna", language="fr")


def test_services_do_not_answer_for_each_other(service: Service, cached: Make) -> None:
    with serving() as other:
        other.spots = ()
        assert cached(nominatim(other)).geocode("Kafr Batna") is None
        assert cached(nominatim(service)).geocode("Kafr Batna") is not None
        assert cached(photon(service)).geocode("Kafr Batna").raw["type"] == "Feature"


def test_misses_expire_and_answers_do_not(
    service: Service, cached: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    geocoder = cached(miss_days=30)
    service.spots = service.spots[:1]
    assert geocoder.geocode("Kafr Batna") is not None
    assert geocoder.geocode("Newtown") is None
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 29 * 86400)
    geocoder.geocode("Newtown")
    assert len(service.requests) == 2
    monkeypatch.setattr(time, "time", lambda: now + 31 * 86400)
    geocoder.geocode("Newtown")
    geocoder.geocode("Kafr Batna")
    assert service.asked() == ["Kafr Batna", "Newtown", "Newtown"]


def test_no_list_is_a_miss_too(path: Path, cached: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    class Lists(Geocoder):  # type: ignore[misc]
        def geocode(self, query: str) -> list[Location]:
            return []

    geocoder = cached(Lists())
    assert geocoder.geocode("Newtown") == geocoder.geocode("Newtown") == []
    assert geocoder.requests == 1
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 31 * 86400)
    assert geocoder.geocode("Newtown") == []
    assert geocoder.requests == 2


def test_half_a_character_is_kept_as_any_other(service: Service, cached: Make) -> None:
    service.spots = (Spot("Half", "\ud83d", "SY", 33.5, 36.4),)  # as JSON can say it
    geocoder = cached()
    for _ in range(2):
        assert geocoder.geocode("Half").address == "Half, \ud83d"
    assert len(service.requests) == 1
    assert not geocoder.holds("\ud83d")


@pytest.mark.parametrize("query", ["", " \n", {}])
def test_nothing_to_ask_for(service: Service, cached: Make, query: Any) -> None:
    geocoder = cached()
    assert geocoder.geocode(query) is None
    assert geocoder.geocode(query, exactly_one=False) is None
    assert geocoder.holds(query)
    assert service.requests == []


@pytest.mark.parametrize("query", [None, 3, b"Aleppo", ["Aleppo"], {1: "Aleppo", "city": "x"}])
def test_what_is_no_query(service: Service, cached: Make, query: Any) -> None:
    with pytest.raises(GeosentTypeError, match="a query is a str, or a dict"):
        cached().geocode(query)
    assert service.requests == []


def test_a_geocoder_that_needs_no_query(cached: Make) -> None:
    class Google(Geocoder):  # type: ignore[misc]
        def geocode(self, query: str | None = None, *, components: Any = None) -> Location:
            return Location(f"{query} {components}", (48, 2), {})

    components = {"country": "FR"}
    assert cached(Google()).geocode(None, components=components).address == f"None {components}"


def test_only_json_is_on_the_disk(service: Service, cached: Make, path: Path) -> None:
    geocoder = cached()
    geocoder.geocode("Kafr Batna")
    geocoder.geocode("Twinville", exactly_one=False)
    geocoder.geocode("nowhere at all")
    geocoder.close()
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT key, answer FROM answers ORDER BY key").fetchall()
    connection.close()
    assert len(rows) == 3
    for key, answer in rows:
        assert isinstance(json.loads(key), list)
        record = json.loads(answer)
        assert record is None or record[0] == "Kafr Batna, Syria" or len(record) == 2


def test_an_answer_can_be_changed_by_its_owner(cached: Make) -> None:
    geocoder = cached()
    geocoder.geocode("Kafr Batna").raw.clear()
    assert geocoder.geocode("Kafr Batna").raw["class"] == "place"


def test_threads(service: Service, cached: Make) -> None:
    geocoder = cached()
    names = ["Kafr Batna", "Twinville", *(f"Place {i}" for i in range(30))]
    for name in names:
        geocoder.geocode(name)
    with ThreadPoolExecutor(8) as executor:
        found = list(executor.map(geocoder.geocode, names * 10))
        assert list(executor.map(geocoder.geocode, [f"New {i}" for i in range(40)])) == [None] * 40
    assert found[:2] == [geocoder.geocode(name) for name in names[:2]]
    assert len(service.requests) == len(names) + 40


def test_readable_while_another_writes(service: Service, cached: Make, path: Path) -> None:
    geocoder = cached()
    geocoder.geocode("Kafr Batna")
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO answers VALUES ('x', 'null', NULL)")
    assert cached().geocode("Kafr Batna") == geocoder.geocode("Kafr Batna")
    writer.execute("ROLLBACK")
    writer.close()
    assert len(service.requests) == 1


def test_another_process_reads_and_writes_the_file(path: Path) -> None:
    store = AnswerStore(path)
    store.put("here", '"from here"')
    code = (
        "import sys; from pathlib import Path; from geosent.geocoding.store import AnswerStore\n"
        "store = AnswerStore(Path(sys.argv[1])); print(store.get('here'))\n"
        "[store.put(f'there {i}', str(i)) for i in range(100)]\n"
    )
    command = [sys.executable, "-W", "error", "-c", code, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for i in range(100):
            store.put(f"mine {i}", str(i))
        output, _ = process.communicate()
    assert (process.returncode, output.strip()) == (0, '"from here"')
    assert [store.get(f"there {i}") for i in range(100)] == [str(i) for i in range(100)]
    assert store.get("mine 99") == "99"
    store.close()


Meanwhile = Callable[[str, Callable[[], object]], None]


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Does what another process might do, right before each of certain statements of a store."""
    connect = sqlite3.connect

    def set_up(before: str, act: Callable[[], object]) -> None:
        def first(*args: Any, **options: Any) -> sqlite3.Connection:
            monkeypatch.setattr(sqlite3, "connect", connect)
            connection = connect(*args, **{**options, "timeout": 0})
            connection.set_trace_callback(lambda said: said.startswith(before) and act())
            return connection

        monkeypatch.setattr(sqlite3, "connect", first)

    return set_up


def test_a_new_file_is_never_seen_half_made(path: Path, meanwhile: Meanwhile) -> None:
    seen: set[tuple[int, int]] = set()

    def look() -> None:
        connection = sqlite3.connect(path)
        [(tables,)] = connection.execute("SELECT count(*) FROM sqlite_master")
        [(application,)] = connection.execute("PRAGMA application_id")
        seen.add((tables, application))
        connection.close()

    meanwhile("", look)
    store = AnswerStore(path)
    store.put("key", "1")
    store.close()
    assert seen == {(0, 0), (2, 0x67656F73)}


def test_two_processes_begin_a_file_together(path: Path, meanwhile: Meanwhile) -> None:
    other = AnswerStore(path)
    meanwhile("BEGIN IMMEDIATE", lambda: other.put("theirs", "1"))
    store = AnswerStore(path)
    store.put("ours", "2")
    assert (store.get("theirs"), other.get("ours")) == ("1", "2")
    store.close()
    other.close()


def test_a_file_that_others_read_is_used_as_it_is(path: Path, meanwhile: Meanwhile) -> None:
    store = AnswerStore(path)
    store.put("key", "1")
    store.close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA journal_mode = DELETE")
    other.execute("BEGIN")
    meanwhile("PRAGMA journal_mode", lambda: other.execute("SELECT * FROM answers").fetchall())
    assert store.get("key") == "1"
    other.close()
    store.put("key", "2")
    store.close()
    assert store.get("key") == "2"
    store.close()


@pytest.fixture
def read_only(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with one answer, that from now on can only be read."""
    store = AnswerStore(path)
    store.put("key", "1")
    store.close()
    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3,
        "connect",
        lambda _, **options: connect(f"{path.as_uri()}?mode=ro", **{**options, "uri": True}),
    )


@pytest.mark.usefixtures("read_only")
def test_a_file_that_can_only_be_read(path: Path) -> None:
    store = AnswerStore(path)
    assert store.get("key") == "1"
    with pytest.warns(GeosentWarning, match="cache not usable"):
        store.put("key", "2")
    assert store.get("key") == "1"
    store.close()


@pytest.mark.usefixtures("read_only")
@pytest.mark.filterwarnings("ignore:.*cache not usable")
def test_retry_after_is_kept_to_without_the_file(service: Service, cached: Make) -> None:
    service.fault, service.retry_after = "limited", "120"
    geocoder = cached()
    for _ in range(2):
        with pytest.raises(GeocoderRateLimited):
            geocoder.geocode("Kafr Batna")
    assert len(service.requests) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this platform")
def test_fork(path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path\n"
        "from geosent.geocoding.store import AnswerStore\n"
        "store = AnswerStore(Path(sys.argv[1])); store.put('before', '1')\n"
        "child = os.fork()\n"
        "store.put('child' if child == 0 else 'parent', '2')\n"
        "ok = store.get('before') == '1'; store.close()\n"
        "sys.exit(not ok) if child == 0 else sys.exit(os.waitpid(child, 0)[1])\n"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)
    store = AnswerStore(path)
    assert [store.get(key) for key in ("before", "child", "parent")] == ["1", "2", "2"]
    store.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this platform")
def test_fork_in_several_threads(path: Path) -> None:
    code = (
        "import os, sys, threading; from pathlib import Path\n"
        "from geosent.geocoding.store import AnswerStore\n"
        "store = AnswerStore(Path(sys.argv[1])); store.put('before', '1')\n"
        "def forks():\n"
        "    for _ in range(10):\n"
        "        child = os.fork()\n"
        "        os.waitpid(child, 0) if child else os._exit(0)\n"
        "threads = [threading.Thread(target=forks) for _ in range(4)]\n"
        "[thread.start() for thread in threads]\n"
        "while any(thread.is_alive() for thread in threads): store.get('before')\n"
        "sys.exit(store.get('before') != '1')\n"
    )
    # A deadlock is what the limit is for; it is far more than is needed.
    subprocess.run([sys.executable, "-c", code, str(path)], check=True, timeout=60)


@each_service
def test_pickle(service: Service, cached: Make, online: Callable[..., Geocoder]) -> None:
    geocoder = cached(online(service, ssl_context=None))
    kept = geocoder.geocode("Kafr Batna")
    copy = pickle.loads(pickle.dumps(geocoder))
    assert copy.geocode("Kafr Batna") == kept
    assert len(service.requests) == 1
    assert copy.geocode("Tel Abyad Camp") == geocoder.geocode("Tel Abyad Camp")
    assert len(service.requests) == 2
    copy.close()


def test_pickle_keeps_the_adapter(service: Service, cached: Make) -> None:
    geocoder = cached(nominatim(service, adapter_factory=URLLibAdapter, ssl_context=None))
    copy = pickle.loads(pickle.dumps(ChainGeocoder([OfflineGeocoder(), geocoder])))
    inner = copy.online[0].geocoder
    assert type(inner.adapter) is URLLibAdapter
    assert copy.geocode("Tel Abyad Camp").address == "Tel Abyad Camp, Syria"
    copy.online[0].close()


def test_with_closes_file_and_connections(cached: Make) -> None:
    geocoder = cached()
    with geocoder as entered:
        assert entered is geocoder
        entered.geocode("Kafr Batna")
    assert geocoder.geocode("Kafr Batna") is not None  # opened again

    async def enter() -> None:
        async with geocoder:
            pass

    with pytest.raises(TypeError, match="sync adapters"):
        asyncio.run(enter())


# Whom it serves.


def test_nominatim_needs_a_user_agent(service: Service, path: Path) -> None:
    with pytest.raises(GeosentValueError, match=r"usage policy.*operations\.osmfoundation\.org"):
        CachedGeocoder(nominatim(service, user_agent=None), path)
    CachedGeocoder(photon(service), path)
    assert not path.exists()  # nothing is written before something is asked


def test_not_every_object_can_be_wrapped(service: Service, path: Path) -> None:
    class Async(BaseAsyncAdapter):  # type: ignore[misc]
        async def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> None: ...

        get_text = get_json

    with pytest.raises(GeosentTypeError, match="a geocoder of geopy is needed, not str"):
        CachedGeocoder("nominatim", path)  # type: ignore[arg-type]
    with pytest.raises(GeosentValueError, match="asynchronous"):
        CachedGeocoder(nominatim(service, adapter_factory=Async), path)


@pytest.mark.parametrize(
    ("option", "value", "error"),
    [
        ("min_delay_seconds", -1, GeosentValueError),
        ("min_delay_seconds", float("nan"), GeosentValueError),
        ("min_delay_seconds", float("inf"), GeosentValueError),
        ("min_delay_seconds", "x", GeosentTypeError),
        ("max_retries", -1, GeosentValueError),
        ("max_retries", 1.5, GeosentTypeError),
        ("error_wait_seconds", None, GeosentTypeError),
        ("miss_days", "x", GeosentTypeError),
    ],
)
def test_options_are_numbers(
    service: Service, path: Path, option: str, value: Any, error: type[Exception]
) -> None:
    with pytest.raises(error, match=rf"^{option} is .*number, 0 or more, not {value!r}"):
        CachedGeocoder(photon(service), path, **{option: value})


def test_geocoder_without_reverse(path: Path) -> None:
    class OneWay(Geocoder):  # type: ignore[misc]
        def geocode(self, query: str) -> None:
            return None

    geocoder = CachedGeocoder(OneWay(), path, min_delay_seconds=0)
    assert geocoder.geocode("x") is None
    with pytest.raises(NotImplementedError, match="OneWay has no reverse"):
        geocoder.reverse((0, 0))
    geocoder.close()


def test_user_agent_is_sent(service: Service, cached: Make) -> None:
    cached().geocode("Kafr Batna")
    (_, _, headers) = service.requests[0]
    assert headers["User-Agent"] == "geosent-tests"


# The pace.


class FakeTime:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0
        self.slept: list[float] = []

    def __call__(self, *_: object) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FakeTime:
    fake = FakeTime()
    monkeypatch.setattr(geopy.extra.rate_limiter, "default_timer", fake)
    monkeypatch.setattr(geopy.extra.rate_limiter, "sleep", fake.sleep)
    for name in ("time", "monotonic"):
        monkeypatch.setattr(f"geosent.geocoding.cached.time.{name}", fake)
    monkeypatch.setattr("geosent.geocoding.cached.time.sleep", fake.sleep)
    return fake


def test_a_second_between_requests(service: Service, cached: Make, clock: FakeTime) -> None:
    geocoder = cached(min_delay_seconds=1)
    for name in ("Kafr Batna", "Twinville", "Kafr Batna", "Twinville"):
        geocoder.geocode(name)
    geocoder.reverse((33.5, 36.4))  # counts, too
    assert clock.slept == [1.0, 1.0]
    assert len(service.requests) == 3


def test_two_processes_keep_one_pace(service: Service, cached: Make, clock: FakeTime) -> None:
    first, second = cached(min_delay_seconds=1), cached(min_delay_seconds=1)
    first.geocode("Kafr Batna")
    second.geocode("Twinville")
    cached(photon(service), min_delay_seconds=1).geocode("Twinville")  # another service
    assert clock.slept == [1.0]


def test_a_clock_set_back_does_not_block(path: Path, clock: FakeTime) -> None:
    store = AnswerStore(path)
    assert store.reserve("s", 1) == 0
    clock.now -= 86400
    assert [store.reserve("s", 1) for _ in range(2)] == [1, 2]  # as it would have been otherwise
    clock.now += 10
    assert store.reserve("s", 1) == 0
    store.bar("s", 60)
    clock.now -= 86400
    assert store.barred("s") == 60
    clock.now += 59
    assert store.barred("s") == 1
    store.close()


def test_retry_after_is_read_while_another_writes(path: Path, clock: FakeTime) -> None:
    store = AnswerStore(path)
    store.bar("s", 60)
    store._open().execute("PRAGMA busy_timeout = 1")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert store.barred("s") == 60
        clock.now -= 86400
        assert (
            store.barred("s") == 60
        )  # the times cannot be set back now, and are read all the same
        clock.now += 10
        assert store.barred("s") == 60
        other.execute("ROLLBACK")
    clock.now += 10
    assert store.barred("s") == 60
    clock.now += 10
    assert store.barred("s") == 50
    store.close()


def test_retry_after_is_read_from_a_file_that_can_only_be_read(
    path: Path, request: pytest.FixtureRequest
) -> None:
    store = AnswerStore(path)
    store.bar("s", 60)
    store.close()
    request.getfixturevalue("read_only")
    assert 50 < AnswerStore(path).barred("s") <= 60


def test_each_of_many_has_a_turn_of_its_own(path: Path, clock: FakeTime) -> None:
    store = AnswerStore(path)
    assert [store.reserve("s", 1) for _ in range(300)] == list(range(300))
    store.close()


def test_retries_wait(service: Service, cached: Make, clock: FakeTime) -> None:
    service.faults = ["error", "error"]
    geocoder = cached(max_retries=2, error_wait_seconds=5)
    assert geocoder.geocode("Kafr Batna") is not None
    assert clock.slept == [5, 5]
    assert (len(service.requests), geocoder.requests) == (3, 3)


def test_retry_after_is_kept_to(service: Service, cached: Make, clock: FakeTime) -> None:
    service.fault, service.retry_after = "limited", "120"
    geocoder = cached(max_retries=2, error_wait_seconds=5)
    with pytest.raises(GeocoderRateLimited):
        geocoder.geocode("Kafr Batna")
    assert clock.slept == []  # there is nothing to wait for
    clock.now += 10
    with pytest.raises(GeocoderRateLimited, match="110 seconds of it are left") as caught:
        geocoder.geocode("Twinville")
    assert caught.value.retry_after == pytest.approx(110)
    assert len(service.requests) == 1  # neither retries nor other names while it says so
    service.fault = ""
    clock.now += 120
    assert geocoder.geocode("Kafr Batna") is not None


def test_retry_after_holds_for_all_that_share_the_file(
    service: Service, cached: Make, clock: FakeTime
) -> None:
    service.faults, service.retry_after = ["limited"], "120"
    geocoder = cached(nominatim(service, ssl_context=None))
    with pytest.raises(GeocoderRateLimited):
        geocoder.geocode("Kafr Batna")
    with pickle.loads(pickle.dumps(geocoder)) as copy:
        for same in (cached(), copy):
            with pytest.raises(GeocoderRateLimited, match="120 seconds"):
                same.geocode("Kafr Batna")
    assert len(service.requests) == 1
    assert cached(photon(service)).geocode("Kafr Batna") is not None  # another service
    clock.now += 120
    assert cached().geocode("Kafr Batna") is not None


def test_retry_after_reaches_those_who_wait_for_their_turn(
    service: Service, cached: Make, path: Path, clock: FakeTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    geocoder = cached(min_delay_seconds=1, max_retries=2)
    geocoder.geocode("Kafr Batna")
    other = AnswerStore(path)
    other.reserve(geocoder._service, 1)
    monkeypatch.setattr(
        "geosent.geocoding.cached.time.sleep", lambda _: other.bar(geocoder._service, 60)
    )
    with pytest.raises(GeocoderRateLimited, match="60 seconds"):
        geocoder.geocode("Twinville")
    assert len(service.requests) == 1
    other.close()


# Faults.

FAULTS = [
    ("limited", GeocoderRateLimited),
    ("error", GeocoderServiceError),
    ("unavailable", GeocoderTimedOut),  # geopy's reading of 503
    ("forbidden", GeocoderInsufficientPrivileges),
    ("dropped", GeocoderUnavailable),
    ("cut", GeocoderServiceError),
    ("garbage", GeocoderParseError),
    ("binary", GeocoderParseError),
    ("empty", GeocoderParseError),
    ("huge_garbage", GeocoderParseError),
]


@each_service
@pytest.mark.parametrize(("fault", "error"), FAULTS)
def test_faults_are_geopys_errors_and_are_not_kept(
    service: Service,
    cached: Make,
    online: Callable[[Service], Geocoder],
    fault: str,
    error: type[Exception],
) -> None:
    geocoder = cached(online(service), max_retries=1)
    service.fault = fault
    with pytest.raises(error):
        geocoder.geocode("Kafr Batna")
    assert geocoder.requests == 2
    service.fault = ""
    assert geocoder.geocode("Kafr Batna") is not None


def test_slow_service(service: Service, cached: Make) -> None:
    geocoder = cached(nominatim(service, timeout=0.1))
    service.fault = "slow"
    with pytest.raises(GeocoderTimedOut):
        geocoder.geocode("Kafr Batna")
    with pytest.raises(GeocoderTimedOut):
        geocoder.geocode("Twinville", timeout=0.05)
    assert len(service.requests) == 2  # one for each: no hidden retries


def test_refused_connection(service: Service, cached: Make) -> None:
    geocoder = cached()
    with serving() as gone:
        closed = cached(nominatim(gone))
    with pytest.raises(GeocoderUnavailable):
        closed.geocode("Kafr Batna")
    assert geocoder.geocode("Kafr Batna") is not None


def test_a_huge_answer_is_given_and_not_kept(service: Service, cached: Make, path: Path) -> None:
    geocoder = cached()
    service.fault = "huge"
    for _ in range(2):
        assert len(geocoder.geocode("Kafr Batna").raw["geotext"]) == 3_000_000
    assert geocoder.requests == 2
    geocoder.close()
    assert path.stat().st_size < 100_000


def test_nothing_is_printed(
    service: Service, cached: Make, capfd: pytest.CaptureFixture[str]
) -> None:
    """geopy logs a traceback for each retry; that is not for stderr."""
    service.fault = "error"
    with pytest.raises(GeocoderServiceError):
        cached(max_retries=2).geocode("Kafr Batna")
    assert capfd.readouterr() == ("", "")


# Files that are no cache, and caches that are damaged.


def _text(path: Path) -> None:
    path.write_bytes(b"not a database, a letter to somebody" * 100)


def _noise(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 100)


def _foreign(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE answers (key TEXT, precious TEXT)")
    connection.commit()
    connection.close()


def _newer(path: Path) -> None:
    store = AnswerStore(path)
    store.put("key", "null")
    store.close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


def _truncated(path: Path) -> None:
    store = AnswerStore(path)
    for number in range(500):
        store.put(f"key {number}", json.dumps("x" * 100))
    store.close()
    path.write_bytes(path.read_bytes()[:5000])


@pytest.fixture
def default(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is where it is by default."""
    monkeypatch.setattr("geosent.geocoding.store.default_path", lambda: path)


each_other_file = pytest.mark.parametrize("spoil", [_text, _noise, _foreign])


@each_other_file
def test_a_file_of_somebody_else_is_left_alone(
    cached: Make, path: Path, spoil: Callable[[Path], None]
) -> None:
    path.parent.mkdir()
    spoil(path)
    content = path.read_bytes()
    with pytest.raises(GeosentValueError, match=r"no cache of geosent.* give another path"):
        cached()
    assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_is_there_can_be_empty(cached: Make, path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    cached().geocode("Kafr Batna")
    assert cached().holds("Kafr Batna")


@each_other_file
def test_a_file_of_somebody_else_that_comes_later(
    service: Service, cached: Make, path: Path, spoil: Callable[[Path], None]
) -> None:
    geocoder = cached()
    path.parent.mkdir()
    spoil(path)
    content = path.read_bytes()
    with pytest.warns(GeosentWarning, match="no cache can be kept there"):
        geocoder.geocode("Kafr Batna")
    assert geocoder.geocode("Kafr Batna") is not None  # kept in memory
    assert len(service.requests) == 1
    assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


def _is_set_aside(service: Service, cached: Make, path: Path) -> None:
    content = path.read_bytes()
    geocoder = cached()
    with pytest.warns(GeosentWarning, match=r"cache not readable .*corrupt-1") as told:
        assert geocoder.geocode("Kafr Batna") is not None
    assert told[0].filename == __file__
    assert path.with_name(path.name + ".corrupt-1").read_bytes() == content
    assert cached().geocode("Kafr Batna") is not None  # from the new file
    assert len(service.requests) == 1


@pytest.mark.parametrize("spoil", [_newer, _truncated])
def test_a_damaged_cache_is_set_aside(
    service: Service, cached: Make, path: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(path)
    _is_set_aside(service, cached, path)


@each_other_file
@pytest.mark.usefixtures("default")
def test_whatever_is_in_the_place_of_the_cache_is_set_aside(
    service: Service, cached: Make, path: Path, spoil: Callable[[Path], None]
) -> None:
    path.parent.mkdir()
    spoil(path)
    _is_set_aside(service, cached, path)


@pytest.mark.usefixtures("default")
def test_a_database_that_is_set_aside_loses_nothing(cached: Make, path: Path) -> None:
    path.parent.mkdir()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("CREATE TABLE letters (text TEXT)")
    other.execute("INSERT INTO letters VALUES ('precious')")  # so far in the "-wal" only
    with pytest.warns(GeosentWarning, match="cache not readable"):
        cached().geocode("Kafr Batna")
    aside = sqlite3.connect(path.with_name(path.name + ".corrupt-1"))
    assert aside.execute("SELECT text FROM letters").fetchall() == [("precious",)]
    aside.close()
    other.close()


@pytest.mark.usefixtures("default")
def test_files_set_aside_do_not_replace_each_other(cached: Make, path: Path) -> None:
    path.parent.mkdir()
    for number in (1, 2, 3):
        path.write_text(f"letter {number} " * 100)
        with pytest.warns(GeosentWarning, match=f"corrupt-{number}"):
            cached().geocode("Kafr Batna")
        for geocoder in (cached(),):
            geocoder.close()
        path.unlink()
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    names = sorted(p.name for p in path.parent.glob("*.corrupt-*"))
    assert names == [f"{path.name}.corrupt-{number}" for number in (1, 2, 3)]


def test_a_damaged_cache_that_cannot_be_renamed(
    service: Service, cached: Make, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    _truncated(path)
    monkeypatch.setattr(Path, "rename", refuse)
    geocoder = cached()
    with pytest.warns(GeosentWarning, match=r"no cache can be kept there \(.*Permission denied"):
        geocoder.geocode("Kafr Batna")
    geocoder.geocode("Kafr Batna")
    assert len(service.requests) == 1


def test_looking_at_a_file_does_not_end_its_locks(cached: Make, path: Path) -> None:
    """As closing it by other means than SQLite's would, for the whole process."""
    cached().geocode("Kafr Batna")
    cached()
    code = (
        "import sqlite3, sys; connection = sqlite3.connect(sys.argv[1], timeout=0)\n"
        "connection.execute('PRAGMA journal_mode = DELETE')\n"  # for who is alone with the file
    )
    command = [sys.executable, "-c", code, str(path)]
    other = subprocess.run(command, check=False, capture_output=True, text=True)
    assert "database is locked" in other.stderr


def test_an_answer_on_disk_that_is_no_answer(service: Service, cached: Make, path: Path) -> None:
    geocoder = cached()
    geocoder.geocode("Kafr Batna")
    connection = sqlite3.connect(path)
    connection.execute("UPDATE answers SET answer = '{\"half\": '")
    connection.commit()
    connection.close()
    assert geocoder.geocode("Kafr Batna").address == "Kafr Batna, Syria"
    assert len(service.requests) == 2


def test_a_folder_that_cannot_be_written(service: Service, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    geocoder = CachedGeocoder(nominatim(service), tmp_path / "file" / "cache.sqlite3", 0)
    with pytest.warns(GeosentWarning, match="no cache can be kept there"):
        geocoder.geocode("Kafr Batna")
    geocoder.geocode("Kafr Batna")  # no second warning, and kept in memory
    assert len(service.requests) == 1
    geocoder.close()


def test_what_is_in_memory_stays_there(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = AnswerStore(tmp_path / "file" / "cache.sqlite3")
    with pytest.warns(GeosentWarning, match="forgotten when the program ends"):
        store.put("key", "1")
    store.close()
    assert store.get("key") == "1"
    store.hold()  # as before a fork
    store.release()
    assert store.get("key") == "1"


def test_a_locked_file_is_no_error(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = AnswerStore(path)
    store.put("key", "1")
    store._open().execute("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.warns(GeosentWarning, match="cache not usable: database is locked"):
        store.put("key", "2")
    assert store.get("key") == "1"
    other.execute("ROLLBACK")
    other.close()
    store.close()


# Where the file is.


@pytest.mark.parametrize(
    ("platform", "environ", "folder"),
    [
        ("linux", {}, "HOME/.cache/geosent"),
        ("linux", {"XDG_CACHE_HOME": "/c"}, "/c/geosent"),
        ("linux", {"XDG_CACHE_HOME": "  "}, "HOME/.cache/geosent"),
        ("freebsd14", {"XDG_CACHE_HOME": "/c"}, "/c/geosent"),
        ("darwin", {"XDG_CACHE_HOME": "/c"}, "HOME/Library/Caches/geosent"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/geosent/Cache"),
        ("win32", {}, "HOME/AppData/Local/geosent/Cache"),
    ],
)
def test_user_cache_directory(platform: str, environ: dict[str, str], folder: str) -> None:
    found = user_cache_directory(platform, environ)
    assert found.as_posix() == folder.replace("HOME", Path.home().as_posix())


def test_the_file_is_in_the_users_cache_folder(service: Service) -> None:
    assert CachedGeocoder(photon(service)).path == user_cache_directory() / "geocoder.sqlite3"


# Chains.


@pytest.fixture
def chain(service: Service, cached: Make) -> ChainGeocoder:
    return ChainGeocoder([OfflineGeocoder(), cached()])


def test_first_answer_wins(service: Service, chain: ChainGeocoder) -> None:
    assert chain.geocode("Aleppo").raw["source"] == "GeoNames"
    assert chain.reverse("36.2, 37.16").address == "Aleppo, Syria"
    assert service.requests == []
    assert chain.geocode("Tel Abyad Camp").address == "Tel Abyad Camp, Syria"
    assert chain.geocode("nowhere at all") is None
    assert chain.geocode("nowhere at all", exactly_one=False) is None
    assert len(chain.geocode("Twinville", exactly_one=False, timeout=9)) == 2


def test_arguments_go_to_those_that_take_them(service: Service, cached: Make) -> None:
    chain = ChainGeocoder([OfflineGeocoder(), cached(photon(service)), cached()])
    found = chain.geocode("Twinville", country_codes="au", addressdetails=True, language="en")
    assert found.raw["address"]["country_code"] == "au"  # Photon's, in Canada, was passed over
    assert [path for path, _, _ in service.requests] == ["/api", "/search"]
    both = chain.geocode("Twinville", country_codes=["AU"], exactly_one=False)
    assert [country_code(location) for location in both] == ["AU"]


@pytest.mark.parametrize("codes", ["SYR", "Syria", "iq, sy", ["SYR"], ("760",)])
@pytest.mark.parametrize("online", [nominatim, photon])
def test_countries_of_a_chain(
    service: Service, online: Callable[[Service], Geocoder], codes: Any
) -> None:
    chain = ChainGeocoder([OfflineGeocoder(), online(service)])
    assert chain.geocode("Tel Abyad Camp", country_codes=codes) is not None
    assert chain.geocode("Tel Abyad Camp", country_codes=iter(["SY"])) is not None
    assert chain.geocode("Twinville", country_codes=codes) is None


def test_countries_that_are_none(service: Service) -> None:
    chain = ChainGeocoder([photon(service)])
    assert chain.geocode("Twinville", country_codes=[]) is not None
    with pytest.raises(GeocoderQueryError, match="Atlantis"):
        chain.geocode("Twinville", country_codes="Atlantis")
    with pytest.raises(GeosentTypeError, match="country_codes is a str or several"):
        chain.geocode("Twinville", country_codes=[1])
    assert len(service.requests) == 1


def test_a_failing_member_is_passed_over(service: Service, cached: Make) -> None:
    service.faults = ["error"]
    chain = ChainGeocoder([cached(photon(service)), cached()])
    assert chain.geocode("Kafr Batna") is not None
    service.faults = ["error", "", "limited"]
    with pytest.raises(GeocoderServiceError):
        chain.geocode("nowhere at all")


def test_chain_is_a_geocoder(service: Service, chain: ChainGeocoder) -> None:
    assert isinstance(chain, Geocoder)
    with chain as entered:
        assert entered is chain
    place = load_gazetteer().places("Syria")[0]
    assert chain.location_of(place).address == "Syria"
    assert ChainGeocoder([photon(service)]).location_of(place).address == "Syria"


def test_online_members(service: Service, cached: Make) -> None:
    first, second = cached(), photon(service)
    chain = ChainGeocoder([OfflineGeocoder(), ChainGeocoder([first, OfflineGeocoder()]), second])
    assert chain.online == (first, second)
    assert ChainGeocoder([OfflineGeocoder()]).online == ()


def test_what_is_no_chain() -> None:
    with pytest.raises(GeosentValueError, match="at least one"):
        ChainGeocoder([])
    with pytest.raises(GeosentTypeError, match="not str"):
        ChainGeocoder(["offline"])  # type: ignore[list-item]
    with pytest.raises(GeosentTypeError, match=r"several geocoders.* not OfflineGeocoder"):
        ChainGeocoder(OfflineGeocoder())


def test_member_without_reverse(cached: Make) -> None:
    class OneWay(Geocoder):  # type: ignore[misc]
        def geocode(self, query: str, *, exactly_one: bool = True) -> None:
            return None

    chain = ChainGeocoder([OneWay(), cached(OneWay()), OfflineGeocoder()])
    assert chain.reverse("36.2, 37.16").address == "Aleppo, Syria"
    assert chain.reverse((30.0, -40.0)) is None


# Look-ups of a run.


@each_service
def test_lookup(service: Service, cached: Make, online: Callable[[Service], Geocoder]) -> None:
    lookup = Lookup(ChainGeocoder([OfflineGeocoder(), cached(online(service))]))
    found = lookup.country_of("Kafr Batna")
    assert found is not None
    assert (found.raw["country_code"], found.raw["kind"]) == ("SY", "city")
    assert lookup.country_of("nowhere at all") is None
    assert lookup.country_of("Bar Twelve") is None  # a place, and none of a map
    assert lookup.country_of("Nowhere Reef") is None or online is geonames
    assert lookup.lookups == 4


@each_service
@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("limited", "over the service's rate or quota"),
        ("error", "errors of the service"),
        ("unavailable", "timeouts"),
        ("slow", "timeouts"),
        ("forbidden", "accesses refused"),
        ("dropped", "failed connections"),
        ("garbage", "unreadable answers"),
        ("binary", "unreadable answers"),
        ("empty", "unreadable answers"),
        ("shapeless", "unreadable answers"),
        ("huge_garbage", "unreadable answers"),
    ],
)
def test_lookup_never_raises(
    service: Service,
    cached: Make,
    online: Callable[..., Geocoder],
    fault: str,
    reason: str,
) -> None:
    service.fault = fault
    lookup = Lookup(cached(online(service, timeout=0.1 if fault == "slow" else 9)))
    assert lookup.country_of("Kafr Batna", {"SY"}) is None
    assert lookup.country_of("Tel Abyad Camp") is None
    assert lookup.warning() == f"2 names were not looked up: 2 {reason}"


def test_lookup_of_a_refused_connection(cached: Make) -> None:
    with serving() as gone:
        lookup = Lookup(cached(nominatim(gone)))
    assert lookup.country_of("Kafr Batna") is None
    assert lookup.warning() == "1 name was not looked up: 1 failed connection"


def test_lookup_of_a_slow_service_without_a_cache(service: Service) -> None:
    service.fault = "slow"
    lookup = Lookup(nominatim(service, timeout=0.05))
    assert lookup.country_of("Kafr Batna") is None
    assert lookup.warning() == "1 name was not looked up: 1 timeout"


def test_lookup_of_a_huge_answer(service: Service, cached: Make) -> None:
    service.fault = "huge"
    found = Lookup(cached()).country_of("Kafr Batna")
    assert found is not None
    assert found.raw["country_code"] == "SY"


def test_lookup_without_a_country(service: Service, cached: Make) -> None:
    lookup = Lookup(cached())
    assert lookup.country_of("Nowhere Reef") is None
    assert lookup.warning() == "1 name was not looked up: 1 answer without a country"


def test_lookup_asks_once(service: Service, cached: Make) -> None:
    lookup = Lookup(nominatim(service))  # without a cache, too
    for _ in range(5):
        lookup.country_of("Kafr Batna", {"SY"})
        lookup.country_of("nowhere at all", {"SY"})
    service.fault = "error"
    for _ in range(5):
        lookup.country_of("Newtown", {"SY"})
    assert service.asked() == ["Kafr Batna", "nowhere at all", "Newtown"]
    assert lookup.failures == {"error of the service": 1}


def test_lookup_asks_once_whatever_the_countries(service: Service) -> None:
    lookup = Lookup(nominatim(service))
    countries = ("SY", "IQ", "NO", "FR")
    assert [lookup.country_of("Xyzzyville", {code}) for code in countries] == [None] * 4
    service.fault = "error"
    for code in countries:
        lookup.country_of("Newtown", {code})
    assert service.asked() == ["Xyzzyville", "Newtown"]
    assert lookup.warning() == "1 name was not looked up: 1 error of the service"
    service.fault = ""
    assert lookup.country_of("Kafr Batna") is not None  # one failure, far from repeated


@each_service
def test_lookup_prefers_the_documents_countries(
    service: Service, cached: Make, online: Callable[[Service], Geocoder]
) -> None:
    geocoder = cached(online(service))
    lookup = Lookup(geocoder)

    def code(*bias: str) -> str:
        found = lookup.country_of("Twinville", bias)
        assert found is not None
        return str(found.raw["country_code"])

    assert code() == "CA"
    assert code("NO") == "CA"
    if online is not geonames:  # which takes one answer, and no list without a limit
        assert code("AU", "NO") == "AU"
        assert geocoder.requests == 1  # the bias is ours, not the service's


def test_lookup_budget(service: Service, cached: Make) -> None:
    geocoder = cached()
    Lookup(geocoder).country_of("Kafr Batna")
    lookup = Lookup(geocoder, max_lookups=2)
    assert lookup.country_of("Twinville") is not None
    assert lookup.country_of("nowhere at all") is None
    assert lookup.country_of("Tel Abyad Camp") is None
    assert lookup.country_of("Kafr Batna") is not None  # what the cache holds is free
    assert len(service.requests) == 3
    assert lookup.warning() == "1 name was not looked up: 1 over max_lookups"
    assert Lookup(geocoder, max_lookups=0).country_of("Kafr Batna") is not None


def test_lookup_gives_up_on_a_dead_service(service: Service, cached: Make) -> None:
    service.fault = "error"
    lookup = Lookup(cached())
    for number in range(10):
        assert lookup.country_of(f"Place {number}") is None
    assert len(service.requests) == 3
    assert lookup.warning() == (
        "10 names were not looked up: 7 not asked after repeated failures, 3 errors of the service"
    )


def test_lookup_gives_up_on_one_service_and_not_on_the_next(service: Service, cached: Make) -> None:
    with serving() as dead:
        dead.fault = "error"
        lookup = Lookup(ChainGeocoder([cached(photon(dead)), cached()]))
        for number in range(10):
            lookup.country_of(f"Place {number}")
        assert lookup.country_of("Kafr Batna") is not None
        assert (len(dead.requests), len(service.requests)) == (3, 11)


def test_lookup_asks_again_after_a_while(service: Service, cached: Make, clock: FakeTime) -> None:
    """Whoever never begins a new run must not lose a service, or a name, for good."""
    service.faults = ["error"] * 5
    lookup = Lookup(cached())
    names = ["Kafr Batna", "Newtown", "Oldtown", "Twinville"]
    for _ in range(2):
        assert [lookup.country_of(name) for name in names] == [None] * 4
    assert service.asked() == names[:3]
    clock.now += 299
    assert lookup.country_of("Twinville") is None
    clock.now += 1
    assert [lookup.country_of(name) for name in ("Twinville", "Newtown")] == [None] * 2
    assert len(service.requests) == 4  # one failure more, and it is left alone again
    clock.now += 300
    assert lookup.country_of("Newtown") is None
    clock.now += 300
    found = [lookup.country_of(name) for name in names]
    assert [location is not None for location in found] == [True, False, False, True]


def test_lookup_forgets_a_failure_that_was_mended(
    service: Service, cached: Make, clock: FakeTime
) -> None:
    service.faults = ["error"]
    lookup = Lookup(cached())
    assert lookup.country_of("Kafr Batna") is None
    clock.now += 300
    assert lookup.country_of("Kafr Batna") is not None
    assert (lookup.lookups, lookup.warning()) == (1, None)


def test_lookup_gives_up_on_a_dead_service_behind_a_cache(service: Service, cached: Make) -> None:
    cached().geocode("Kafr Batna", exactly_one=False, limit=5, addressdetails=True, language="en")
    service.fault = "error"
    lookup = Lookup(cached())
    for number in range(10):
        assert lookup.country_of("Kafr Batna", {f"{number}"}) is not None  # known to the cache
        assert lookup.country_of(f"Place {number}") is None
    assert len(service.requests) == 1 + 3
    assert lookup.lookups == 0


def test_lookup_through_one_cache_in_another(
    service: Service, cached: Make, tmp_path: Path
) -> None:
    with CachedGeocoder(cached(geonames(service)), tmp_path / "outer", 0, 0) as outer:
        assert Lookup(outer).country_of("Kafr Batna") is not None


def test_lookup_counts_a_name_once(service: Service) -> None:
    lookup = Lookup(geonames(service), max_lookups=1)
    for code in ("SY", "IQ"):  # which GeoNames is asked with
        assert lookup.country_of("Xyzzyville", {code}) is None
    assert (lookup.lookups, lookup.warning()) == (1, None)


def test_lookup_counts_names_and_not_services(service: Service) -> None:
    with serving() as other:
        lookup = Lookup(ChainGeocoder([photon(other), nominatim(service)]), max_lookups=2)
        for name in ("Newtown", "Oldtown", "Kafr Batna"):
            lookup.country_of(name)
        assert len(other.requests) == len(service.requests) == 2
    assert lookup.lookups == 2
    assert lookup.warning() == "1 name was not looked up: 1 over max_lookups"


def test_lookup_asks_the_next_service(service: Service, cached: Make) -> None:
    service.faults = ["error"]
    lookup = Lookup(ChainGeocoder([cached(photon(service)), cached()]))
    found = lookup.country_of("Kafr Batna")
    assert found is not None
    assert found.raw["class"] == "place"
    assert lookup.warning() is None


def test_lookup_offline_asks_nobody() -> None:
    lookup = Lookup(OfflineGeocoder())
    assert lookup.country_of("Aleppo") is None
    assert (lookup.lookups, lookup.warning()) == (0, None)


def test_describe_failures() -> None:
    assert describe_failures({}) is None
    assert describe_failures({"timeout": 1}) == "1 name was not looked up: 1 timeout"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"class": "boundary", "type": "administrative", "place_rank": 4}, "country"),
        ({"class": "boundary", "type": "administrative", "place_rank": 8}, "region"),
        ({"class": "boundary", "type": "administrative", "place_rank": 16}, "city"),
        ({"category": "boundary", "type": "administrative", "addresstype": "state"}, "region"),
        ({"category": "boundary", "type": "administrative", "addresstype": "town"}, "city"),
        ({"class": "shop", "type": "bakery"}, None),
        ({"class": "highway", "type": "residential"}, None),
        ({"properties": {"osm_key": "place", "type": "country"}}, "country"),
        ({"properties": {"osm_key": "place", "type": "state"}}, "region"),
        ({"properties": {"osm_key": "amenity", "type": "house"}}, None),
        ({"fcl": "A", "fcode": "PCLI"}, "country"),
        ({"fcl": "A", "fcode": "ADM1"}, "region"),
        ({"fcl": "P", "fcode": "PPL"}, "city"),
        ({"fcl": "S", "fcode": "HTL"}, None),
        ({"formatted": "a service that nobody here knows"}, "city"),
        ("no record at all", "city"),
    ],
)
def test_kind_of_an_answer(raw: Any, expected: str | None) -> None:
    assert kind(Location("x", (0, 0), raw)) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"address": {"country_code": "sy"}}, "SY"),
        ({"properties": {"countrycode": "SY"}}, "SY"),
        ({"countryCode": "SY"}, "SY"),
        ({"country_code": "zz"}, None),
        ({"country_code": 17}, None),
        ({"address": "Syria"}, None),
        ({}, None),
        ("Syria", None),
    ],
)
def test_country_of_an_answer(raw: Any, expected: str | None) -> None:
    assert country_code(Location("x", (0, 0), raw)) == expected

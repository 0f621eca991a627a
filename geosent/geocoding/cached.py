"""Any geopy geocoder behind a persistent cache, asked no faster than its service allows."""

from __future__ import annotations

import inspect
import json
import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from numbers import Real
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any

from geopy.adapters import BaseAsyncAdapter, RequestsAdapter
from geopy.exc import GeocoderRateLimited
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from geosent.checking import check_number
from geosent.errors import GeosentTypeError, GeosentValueError
from geosent.geocoding.calling import Answer
from geosent.geocoding.offline import OfflineAdapter
from geosent.geocoding.store import AnswerStore, default_path, is_foreign

# geopy logs each retry with a traceback. That is for those who set up logging, not for stderr.
logging.getLogger("geopy").addHandler(logging.NullHandler())

#: An answer larger than this is given and not kept: it can only be an error of the service.
_MOST_CHARACTERS = 1_000_000

_DAY = 86400.0


class CachedGeocoder(Geocoder):  # type: ignore[misc]
    """Another geopy geocoder, whose answers are kept in a file and whose service is not hurried.

    >>> from geopy.geocoders import Nominatim
    >>> import geosent
    >>> online = Nominatim(user_agent="news-tone-of-ann@example.org")
    >>> geocoder = geosent.ChainGeocoder(
    ...     [geosent.OfflineGeocoder(), geosent.CachedGeocoder(online)]
    ... )

    Nominatim's public server is run on donations. Its usage policy
    (https://operations.osmfoundation.org/policies/nominatim/) asks for at most one request a
    second from all of a user's programs together, for results to be cached, and for a `user_agent`
    that identifies the application; geopy's own is refused. The defaults here keep to it: the pace
    is kept by all processes that share the cache file. For much more than a few thousand names, run
    a server of your own.

    Errors are geopy's, after so many retries, and are not kept. A service that answers 429 with
    "Retry-After" is not asked again before that time has passed, by no geocoder that shares the
    file; until then queries raise `GeocoderRateLimited` at once.

    Parameters
    ----------
    geocoder
        Any geocoder of geopy with a synchronous adapter.
    path
        The file, SQLite, created when first needed; in the user's cache folder if not given. It
        can be shared by any number of geocoders, threads and processes. A file that is there and
        is no cache of geosent is a `GeosentValueError`, and left as it is; only in the user's
        cache folder is it renamed, with a warning, as a damaged cache is.
    min_delay_seconds, max_retries, error_wait_seconds
        As in geopy's `RateLimiter`, which does the waiting.
    miss_days
        After so many days a name that was not found is asked again. Answers stay.
    """

    def __init__(
        self,
        geocoder: Geocoder,
        path: str | PathLike[str] | None = None,
        min_delay_seconds: float = 1.0,
        max_retries: int = 2,
        *,
        error_wait_seconds: float = 5.0,
        miss_days: float = 30.0,
    ) -> None:
        _check(geocoder)
        check_number("max_retries is a whole number, 0 or more", max_retries)
        for name, value in (
            ("min_delay_seconds", min_delay_seconds),
            ("error_wait_seconds", error_wait_seconds),
            ("miss_days", miss_days),
        ):
            check_number(f"{name} is a number, 0 or more", value, kind=Real)
        super().__init__(
            timeout=None, proxies=None, ssl_context=None, adapter_factory=OfflineAdapter
        )
        self.geocoder = geocoder
        self.path = default_path() if path is None else Path(path)
        if is_foreign(self.path):
            raise GeosentValueError(
                f"{self.path} is no cache of geosent, so it is left as it is; give another path, "
                "or delete the file if it is a cache that was damaged"
            )
        self.min_delay_seconds = min_delay_seconds
        self.max_retries = max_retries
        self.error_wait_seconds = max(error_wait_seconds, min_delay_seconds)
        self.miss_days = miss_days
        self.requests = 0  #: how often the service was asked, retries included
        self._store = AnswerStore(self.path)
        self._service = _service(geocoder)
        self._prepare()

    def _prepare(self) -> None:
        _without_hidden_retries(self.geocoder)
        self._barred_until = 0.0
        # One limiter for both methods: the service counts their requests together.
        self._limited = RateLimiter(
            self._ask,
            min_delay_seconds=self.min_delay_seconds,
            max_retries=self.max_retries,
            error_wait_seconds=self.error_wait_seconds,
            swallow_exceptions=False,
        )

    # An adapter holds connections and a TLS context, which cannot be sent to another process; the
    # rest of a geocoder can, and the adapter is made again there.

    def __getstate__(self) -> dict[str, Any]:
        state = {name: v for name, v in self.__dict__.items() if name != "_limited"}
        inner = dict(self.geocoder.__dict__)
        adapter = type(inner.pop("adapter"))
        state["geocoder"] = (type(self.geocoder), inner, adapter)
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        cls, inner, adapter = state.pop("geocoder")
        self.__dict__.update(state)
        self.geocoder = cls.__new__(cls)
        self.geocoder.__dict__.update(inner)
        self.geocoder.adapter = adapter(
            proxies=self.geocoder.proxies, ssl_context=self.geocoder.ssl_context
        )
        self._prepare()

    def __enter__(self) -> CachedGeocoder:
        self.geocoder.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.geocoder.__exit__(kind, error, traceback)
        self.close()

    def close(self) -> None:
        """Close the file; it is opened again when it is needed."""
        self._store.close()

    def geocode(
        self,
        query: str | Mapping[str, Any],
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,
        **arguments: Any,
    ) -> Answer:
        """What the geocoder answers; further arguments are passed to it.

        The same query with the same arguments is asked once, whatever the timeout. A query without
        any text is not asked at all: its answer is None.
        """
        if self._is_empty(query):
            return None
        return self._answer("geocode", query, _asked(arguments, exactly_one), timeout)

    def reverse(
        self,
        query: Point | tuple[float, float] | str,
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,
        **arguments: Any,
    ) -> Answer:
        """What the geocoder answers for a point; further arguments are passed to it."""
        if not hasattr(self.geocoder, "reverse"):
            raise NotImplementedError(f"{type(self.geocoder).__name__} has no reverse geocoding")
        return self._answer("reverse", Point(query), _asked(arguments, exactly_one), timeout)

    def holds(
        self,
        query: str | Mapping[str, Any],
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,
        **arguments: Any,
    ) -> bool:
        """Whether `geocode` with the same arguments would be answered without a request."""
        if self._is_empty(query):
            return True
        key = self._key("geocode", query, _asked(arguments, exactly_one))
        return self._store.get(key) is not None

    def _is_empty(self, query: object) -> bool:
        """Whether a query has nothing in it to ask for; `GeosentTypeError` if it is none."""
        if query is None and _is_query_optional(self.geocoder):
            return False
        if isinstance(query, str):
            return not query.strip()
        if isinstance(query, Mapping) and all(isinstance(key, str) for key in query):
            return not query
        what = "a dict with other keys" if isinstance(query, Mapping) else type(query).__name__
        raise GeosentTypeError(f"a query is a str, or a dict whose keys are str, not {what}")

    def _answer(
        self, method: str, query: object, arguments: dict[str, Any], timeout: object
    ) -> Answer:
        key = self._key(method, query, arguments)
        kept = self._store.get(key)
        if kept is not None:
            with suppress(ValueError, TypeError, LookupError):  # not what was put there
                return _decode(kept)
        if timeout is not DEFAULT_SENTINEL:
            arguments = {**arguments, "timeout": timeout}
        answer = self._refusal() or self._limited(method, query, arguments)
        if isinstance(answer, GeocoderRateLimited):
            raise answer
        text = _encode(answer)
        if len(text) <= _MOST_CHARACTERS:
            self._store.put(key, text, None if answer else self.miss_days * _DAY)
        return answer

    def _ask(
        self, method: str, query: object, arguments: dict[str, Any]
    ) -> Answer | GeocoderRateLimited:
        """One request, when all processes together have waited long enough.

        The error of a service that says how long to wait is given and not raised, or the limiter
        would ask again.
        """
        wait = self._store.reserve(self._service, self.min_delay_seconds)
        if wait > 0:
            time.sleep(wait)
        refusal = self._refusal()  # another thread or process may have been told meanwhile
        if refusal is not None:
            return refusal
        self.requests += 1
        ask: Callable[..., Answer] = getattr(self.geocoder, method)
        try:
            return ask(query, **arguments)
        except GeocoderRateLimited as error:
            if not error.retry_after:
                raise
            self._barred_until = time.monotonic() + error.retry_after
            self._store.bar(self._service, error.retry_after)
            return error

    def _refusal(self) -> GeocoderRateLimited | None:
        """The error for a service that does not want to be asked yet."""
        # Kept here, too: the file may be one that can only be read.
        left = max(self._barred_until - time.monotonic(), self._store.barred(self._service))
        if left <= 0:
            return None
        return GeocoderRateLimited(
            f"the service asked to wait, and {left:.0f} seconds of it are left", retry_after=left
        )

    def _key(self, method: str, query: object, arguments: Mapping[str, Any]) -> str:
        """What an answer is kept under: the service and all that the answer depends on."""
        if isinstance(query, str):
            query = " ".join(query.split())
        return json.dumps([self._service, method, query, arguments], default=_plain, sort_keys=True)


def _check(geocoder: object) -> None:
    if not isinstance(geocoder, Geocoder):
        raise GeosentTypeError(f"a geocoder of geopy is needed, not {type(geocoder).__name__}")
    if isinstance(geocoder.adapter, BaseAsyncAdapter):
        raise GeosentValueError(
            "the geocoder has an asynchronous adapter; give it a synchronous one, "
            "for example adapter_factory=geopy.adapters.RequestsAdapter"
        )
    agent = geocoder.headers["User-Agent"]
    if isinstance(geocoder, Nominatim) and agent.startswith("geopy/"):
        raise GeosentValueError(
            f"Nominatim's usage policy asks for a user agent that identifies your application, and "
            f"{agent!r} does not: Nominatim(user_agent='your-application (you@example.org)'). "
            "See https://operations.osmfoundation.org/policies/nominatim/"
        )


def _is_query_optional(geocoder: Geocoder) -> bool:
    """Whether a geocoder can be asked by other arguments: Google's by "components"."""
    query = inspect.signature(geocoder.geocode).parameters.get("query")
    return query is not None and query.default is None


def _without_hidden_retries(geocoder: Geocoder) -> None:
    """Leave retrying to the limiter, which keeps the pace.

    Under geopy's adapter for requests, urllib3 asks again by itself, at once and up to twice, and
    when a service answers 429 it sleeps for as long as "Retry-After" says, were it hours.
    """
    if isinstance(geocoder.adapter, RequestsAdapter):
        for mounted in geocoder.adapter.session.adapters.values():
            mounted.max_retries = type(mounted.max_retries)(0, read=False)


def _service(geocoder: Geocoder) -> str:
    """A service by its class and address, so that servers do not answer for each other."""
    name = f"{type(geocoder).__module__}.{type(geocoder).__qualname__}"
    address = getattr(geocoder, "api", None) or getattr(geocoder, "domain", "")
    return f"{name} {address}"


def _asked(arguments: Mapping[str, Any], exactly_one: bool) -> dict[str, Any]:
    """The arguments that an answer depends on: one answer is what every geocoder gives anyway."""
    return {**arguments} if exactly_one is True else {**arguments, "exactly_one": exactly_one}


def _plain(value: object) -> object:
    """A value that JSON does not know, as one it knows."""
    if isinstance(value, Point):
        return [value.latitude, value.longitude]
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return dict(value) if isinstance(value, Mapping) else repr(value)


def _encode(answer: Answer) -> str:
    if isinstance(answer, list):
        record: object = [_record(location) for location in answer]
    else:
        record = None if answer is None else _record(answer)
    return json.dumps(record, default=repr)


def _record(location: Location | None) -> list[Any] | None:
    return None if location is None else [location.address, tuple(location.point), location.raw]


def _decode(text: str) -> Answer:
    record = json.loads(text)
    if record is None:
        return None
    # A location is a list that begins with its address; a list of locations begins with a list.
    if record and isinstance(record[0], str):
        return _location(record)
    return [_location(each) for each in record]


def _location(record: list[Any]) -> Location:
    address, point, raw = record
    return Location(address, Point(point), raw)

"""A geocoding service on loopback, for geopy's own classes to talk to over real HTTP.

It answers in the formats of Nominatim (search and reverse, with address details), Photon and
GeoNames, as their documentation describes them, and fails in every way that services fail when a
test says so.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from attrs import define, field, frozen


@frozen
class Spot:
    """A place that the service knows."""

    name: str
    country: str
    code: str  # ISO 3166-1 alpha-2; empty: the service does not say
    latitude: float
    longitude: float
    type: str = "village"  # as OpenStreetMap says it
    group: str = "place"


KAFR_BATNA = Spot("Kafr Batna", "Syria", "SY", 33.515, 36.376, "town")
SPOTS = (
    KAFR_BATNA,
    Spot("Tel Abyad Camp", "Syria", "SY", 36.69, 38.95),
    Spot("Twinville", "Canada", "CA", 50.0, -100.0),
    Spot("Twinville", "Australia", "AU", -30.0, 150.0),
    Spot("Oblast Ny", "Norway", "NO", 65.0, 13.0, "state", "boundary"),
    Spot("Nowhere Reef", "", "", 5.0, 120.0, "reef", "natural"),
    Spot("Bar Twelve", "France", "FR", 48.85, 2.35, "bar", "amenity"),
)


@define
class Service:
    """What the server does, and what it has been asked."""

    port: int = 0
    spots: tuple[Spot, ...] = SPOTS
    #: For each request to come how to answer it, the first first: the name of a method of the
    #: handler that begins with "fault_". When it is used up, or where it says "", all is well.
    faults: list[str] = field(factory=list)
    #: The answer to every request, unless `faults` says otherwise.
    fault: str = ""
    retry_after: str | None = None
    requests: list[tuple[str, dict[str, str], dict[str, str]]] = field(factory=list)
    released: threading.Event = field(factory=threading.Event)

    @property
    def domain(self) -> str:
        return f"localhost:{self.port}"

    def asked(self) -> list[str]:
        """The names and points asked for."""
        return [p.get("q") or f"{p.get('lat')},{p.get('lon')}" for _, p, _ in self.requests]


class _Handler(BaseHTTPRequestHandler):
    service: Service
    protocol_version = "HTTP/1.1"  # connections are kept, as those of the real services
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        given = {name: values[0] for name, values in parse_qs(url.query).items()}
        self.service.requests.append((url.path, given, dict(self.headers)))
        faults = self.service.faults
        fault = faults.pop(0) if faults else self.service.fault
        if fault:
            getattr(self, f"fault_{fault}")(url.path, given)
        else:
            self.send_json(self.answer(url.path, given))

    def answer(self, path: str, given: dict[str, str]) -> Any:
        routes: dict[str, Callable[[dict[str, str]], Any]] = {
            "/search": self.nominatim_search,
            "/reverse": self.reverse,
            "/api": self.photon_search,
            "/searchJSON": self.geonames_search,
            "/findNearbyPlaceNameJSON": self.geonames_nearby,
        }
        return routes[path](given)

    def found(self, given: dict[str, str]) -> list[Spot]:
        name = given.get("q") or given.get("city") or given.get("country") or ""
        head = name.split(",")[0].strip().lower()
        spots = [spot for spot in self.service.spots if spot.name.lower() == head]
        wanted = given.get("countrycodes", given.get("country", "")).upper()
        if wanted and "countrycodes" in given:
            spots = [spot for spot in spots if spot.code in wanted.split(",")]
        most = int(given.get("limit") or given.get("maxRows") or 10)
        return spots[:most]

    def nearest(self, given: dict[str, str]) -> Spot | None:
        lat, lon = float(given["lat"]), float(given.get("lon") or given["lng"])
        spots = [
            s for s in self.service.spots if abs(s.latitude - lat) + abs(s.longitude - lon) < 2
        ]
        return spots[0] if spots else None

    # The formats.

    def nominatim(self, spot: Spot, given: dict[str, str]) -> dict[str, Any]:
        record: dict[str, Any] = {
            "place_id": 1,
            "licence": "Data of a test",
            "osm_type": "node",
            "osm_id": 240109189,
            "lat": str(spot.latitude),
            "lon": str(spot.longitude),
            "class": spot.group,
            "type": spot.type,
            "place_rank": 16,
            "importance": 0.4,
            "addresstype": spot.type,
            "name": spot.name,
            "display_name": ", ".join(filter(None, (spot.name, spot.country))),
            "boundingbox": ["0", "1", "0", "1"],
        }
        if given.get("addressdetails") == "1":
            record["address"] = {spot.type: spot.name}
            if spot.code:
                record["address"] |= {"country": spot.country, "country_code": spot.code.lower()}
        return record

    def nominatim_search(self, given: dict[str, str]) -> Any:
        return [self.nominatim(spot, given) for spot in self.found(given)]

    def reverse(self, given: dict[str, str]) -> Any:
        """Nominatim's and Photon's have the same path; only Nominatim's names a format."""
        spot = self.nearest(given)
        if "format" not in given:
            return {"type": "FeatureCollection", "features": [self.photon(spot)] if spot else []}
        return self.nominatim(spot, given) if spot else {"error": "Unable to geocode"}

    def photon(self, spot: Spot) -> dict[str, Any]:
        properties = {"osm_key": spot.group, "osm_value": spot.type, "type": "city"}
        properties |= {"name": spot.name}
        if spot.code:
            properties |= {"country": spot.country, "countrycode": spot.code}
        return {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [spot.longitude, spot.latitude]},
            "properties": properties,
        }

    def photon_search(self, given: dict[str, str]) -> Any:
        features = [self.photon(spot) for spot in self.found(given)]
        return {"type": "FeatureCollection", "features": features}

    def geonames(self, spot: Spot) -> dict[str, Any]:
        record = {"geonameId": 1, "name": spot.name, "toponymName": spot.name}
        record |= {"lat": str(spot.latitude), "lng": str(spot.longitude)}
        record |= {"fcl": "P" if spot.group == "place" else "S", "fcode": "PPL"}
        if spot.code:
            record |= {"countryName": spot.country, "countryCode": spot.code}
        return record

    def geonames_search(self, given: dict[str, str]) -> Any:
        found = [self.geonames(spot) for spot in self.found(given)]
        return {"totalResultsCount": len(found), "geonames": found}

    def geonames_nearby(self, given: dict[str, str]) -> Any:
        spot = self.nearest(given)
        return {"geonames": [self.geonames(spot)] if spot else []}

    # The faults.

    def fault_slow(self, path: str, given: dict[str, str]) -> None:
        """No answer until the test is over; every client has given up by then."""
        self.service.released.wait(10)

    def fault_dropped(self, path: str, given: dict[str, str]) -> None:
        self.close_connection = True

    def fault_cut(self, path: str, given: dict[str, str]) -> None:
        """The connection ends in the middle of the answer."""
        body = json.dumps(self.answer(path, given)).encode()
        self.send_body(body[: len(body) // 2], length=len(body))
        self.close_connection = True

    def fault_limited(self, path: str, given: dict[str, str]) -> None:
        headers = (
            {} if self.service.retry_after is None else {"Retry-After": self.service.retry_after}
        )
        self.send_body(b"slow down", status=429, **headers)

    def fault_error(self, path: str, given: dict[str, str]) -> None:
        self.send_body(b"out of order", status=500)

    def fault_unavailable(self, path: str, given: dict[str, str]) -> None:
        self.send_body(b"", status=503)

    def fault_forbidden(self, path: str, given: dict[str, str]) -> None:
        self.send_body(b"blocked", status=403)

    def fault_garbage(self, path: str, given: dict[str, str]) -> None:
        self.send_body(b"<html>Please log in to the wireless network</html>")

    def fault_binary(self, path: str, given: dict[str, str]) -> None:
        self.send_body(bytes(range(256)) * 4)

    def fault_empty(self, path: str, given: dict[str, str]) -> None:
        self.send_body(b"")

    def fault_shapeless(self, path: str, given: dict[str, str]) -> None:
        """JSON, and nothing that any of the services would send."""
        self.send_json({"features": [17], "geonames": [17], "results": 17})

    def fault_huge_garbage(self, path: str, given: dict[str, str]) -> None:
        self.send_body(b"[" + b'"x",' * 500_000)

    def fault_huge(self, path: str, given: dict[str, str]) -> None:
        """A right answer with three million characters of something else in it."""
        self.send_json([{**self.nominatim(KAFR_BATNA, given), "geotext": "0 " * 1_500_000}])

    def send_json(self, value: Any) -> None:
        self.send_body(json.dumps(value).encode(), **{"Content-Type": "application/json"})

    def send_body(
        self, body: bytes, *, status: int = 200, length: int | None = None, **headers: str
    ) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's
        """Keep the tests' output clean."""

    def log_error(self, format: str, *args: object) -> None:  # noqa: A002
        """A client that gave up is what some tests are about."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that gave up is what some tests are about."""


@contextmanager
def serving() -> Iterator[Service]:
    """A service on a free port of this machine, for as long as the block lasts."""
    service = Service()
    handler = type("Handler", (_Handler,), {"service": service})
    server = _Server(("localhost", 0), handler)
    service.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield service
    finally:
        service.released.set()
        server.shutdown()
        thread.join()
        server.server_close()

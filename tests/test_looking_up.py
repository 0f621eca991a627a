"""The analyzer with an online geocoder behind the offline one: real HTTP, on loopback only."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_nominatim import Service, Spot, serving
from geopy.geocoders import Nominatim, Photon

import geosent
from geosent.geocoding import lookup

TEXT = "Syrian shells fell in Zarlabad Ney on Monday. Aid has reached Zarlabad Ney since."
OFFLINE = [("Syrian", "SY", "demonym")]

Make = Callable[..., geosent.Analyzer]


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as running:
        running.spots = (Spot("Zarlabad Ney", "Syria", "SY", 36.69, 38.95),)
        yield running


@pytest.fixture
def make(service: Service, tmp_path: Path) -> Iterator[Make]:
    """Makes analyzers that may ask the service; without waiting, and without retries."""
    caches: list[geosent.CachedGeocoder] = []
    common: dict[str, Any] = {
        "scheme": "http",
        "proxies": {},
        "timeout": 1,
        "ssl_context": ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        "user_agent": "geosent-tests",
    }

    def analyzer(kind: type = Nominatim, **options: Any) -> geosent.Analyzer:
        online = kind(domain=service.domain, **common)
        path = tmp_path / "cache.sqlite3"
        cached = geosent.CachedGeocoder(
            online, path, min_delay_seconds=0, error_wait_seconds=0, max_retries=0
        )
        caches.append(cached)
        chain = geosent.ChainGeocoder([geosent.OfflineGeocoder(), cached])
        return geosent.Analyzer(geocoder=chain, target_scorer=None, **options)

    yield analyzer
    for cached in caches:
        cached.close()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Lets so many seconds pass for the look-ups."""

    def passed(seconds: float) -> None:
        now = time.monotonic() + seconds
        monkeypatch.setattr(lookup.time, "monotonic", lambda: now)

    return passed


def tags(analyzer: geosent.Analyzer, text: str = TEXT) -> list[tuple[str, str, str]]:
    return [(m.text, m.country.alpha_2, m.kind) for m in analyzer.tag(text)]


@pytest.mark.parametrize("kind", [Nominatim, Photon])
def test_an_unknown_name_is_asked_for_once(make: Make, service: Service, kind: type) -> None:
    analyzer = make(kind)
    found = analyzer.tag(TEXT)
    camp = next(m for m in found if m.text == "Zarlabad Ney")
    assert camp.country.alpha_2 == "SY"
    assert 0 < camp.confidence < 0.9  # less sure than what the tables hold
    assert camp.location.latitude == pytest.approx(36.7, abs=1)
    assert len(service.asked()) == 1
    assert analyzer.tag(TEXT) == found
    assert len(service.asked()) == 1


def test_a_place_guessed_from_its_company_is_asked_for_too(make: Make) -> None:
    text = "Shells fell on the village of Zarlabad Ney near Aleppo."
    [guess, _] = geosent.Analyzer().tag(text)
    assert (guess.text, guess.country.alpha_2) == ("Zarlabad Ney", "SY")
    assert guess.location.raw["precision"] == "region"  # Aleppo's
    [known, beside] = make().tag(text)
    assert (known.text, beside.text) == ("Zarlabad Ney", "Aleppo")
    assert known.location.latitude == pytest.approx(36.69, abs=0.01)


def test_a_service_is_asked_for_characters_and_not_for_html(make: Make, service: Service) -> None:
    text = "Shells fell on the village of Zarlabad&nbsp;Ney near Aleppo."
    found = [m for m in make().tag(text) if m.text == "Zarlabad&nbsp;Ney"]
    assert found[0].location.latitude == pytest.approx(36.69, abs=0.01)


def test_a_second_run_makes_no_request(make: Make, service: Service) -> None:
    first = tags(make())
    asked = len(service.asked())
    assert tags(make()) == first
    assert len(service.asked()) == asked


def test_known_names_are_not_asked_for(make: Make, service: Service) -> None:
    make().profile("Syrian troops left Aleppo for Moscow, Idaho. Mr. Smith met Jordan.")
    assert service.asked() == []


def test_an_own_name_without_a_country_is_not_asked_for(make: Make, service: Service) -> None:
    analyzer = make(names={"Zarlabad Ney": None})
    assert "Zarlabad Ney" not in [m.text for m in analyzer.tag(TEXT)]
    assert service.asked() == []


def test_ones_own_points_count_behind_a_chain(make: Make, service: Service, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("name,country,latitude,longitude\nCamp Lut,IR,30.6,59.07\n", encoding="utf-8")
    own = geosent.OfflineGeocoder.from_csv(path)
    [online] = make().geocoder.online
    for geocoder in (
        geosent.ChainGeocoder([own, online]),
        geosent.ChainGeocoder([geosent.ChainGeocoder([online]), geosent.ChainGeocoder([own])]),
    ):
        [camp] = geosent.Analyzer(geocoder=geocoder, names=own.names).tag("He left Camp Lut.")
        assert (camp.location.latitude, camp.location.longitude) == (30.6, 59.07)
    assert service.asked() == []


def test_nothing_is_asked_without_an_online_geocoder(service: Service) -> None:
    assert tags(geosent.Analyzer(geocoder=geosent.OfflineGeocoder())) == OFFLINE
    assert tags(geosent.Analyzer()) == OFFLINE
    assert service.asked() == []


@pytest.mark.parametrize(
    "fault", ["slow", "limited", "error", "unavailable", "dropped", "garbage", "empty", "shapeless"]
)
def test_a_failing_service_leaves_the_profile_as_if_offline(
    make: Make, service: Service, fault: str
) -> None:
    service.fault = fault
    with pytest.warns(geosent.GeosentWarning, match=r"^1 name was not looked up: 1 ") as told:
        profile = make().profile([TEXT, TEXT])
    assert len(told) == 1
    offline = geosent.Analyzer(target_scorer=None).profile([TEXT, TEXT])
    assert profile.to_json() == offline.to_json()


def test_the_budget_bounds_the_requests(make: Make, service: Service) -> None:
    text = "They fled to camps in Zarlabad Ney, in Qarmalia and in Worzburg-on-Lenn."
    with pytest.warns(geosent.GeosentWarning, match="over max_lookups"):
        make(max_lookups=1).profile(text)
    assert len(service.asked()) == 1


def test_a_failure_is_told_once_and_the_name_asked_again(
    make: Make, service: Service, later: Callable[[float], None]
) -> None:
    analyzer = make()
    service.fault = "error"
    texts = [f"Shells fell in the village of {name}." for name in ("Zarlabad Ney", "Xyzzyville")]
    with pytest.warns(geosent.GeosentWarning, match="^2 names were not looked up"):
        analyzer.profile(texts)
    service.fault = ""
    assert list(analyzer.profile("Norway won.")) == ["NO"]  # without a warning
    later(300)
    assert list(analyzer.profile(texts)) == ["SY"]
    asked = ["Zarlabad Ney", "Xyzzyville"]
    assert service.asked() == asked * 2
    analyzer.profile(texts)  # nothing is asked again that was answered, be it with nothing
    assert service.asked() == asked * 2


def test_a_service_is_given_up_for_a_while_however_many_the_runs(
    make: Make, service: Service, later: Callable[[float], None]
) -> None:
    analyzer = make(max_lookups=4)
    service.fault = "error"
    names = ("Qarmalia", "Xyzzyville", "Worzburg-on-Lenn", "Zarlabad Ney")
    texts = [f"Shells fell in the village of {name}." for name in names]
    for _ in range(10):
        with pytest.warns(geosent.GeosentWarning, match="1 not asked after repeated failures"):
            analyzer.profile(texts)
    assert service.asked() == [*names[:3]]
    service.fault = ""
    later(300)
    assert list(analyzer.profile(texts)) == ["SY"]  # what failed has not used up the budget


def test_the_budget_is_for_the_life_of_the_analyzer(make: Make, service: Service) -> None:
    analyzer = make(max_lookups=1)
    analyzer.profile("They fled to a camp in Zarlabad Ney.")
    with pytest.warns(geosent.GeosentWarning, match="1 name was not looked up: 1 over max_lookups"):
        analyzer.profile("They fled to a camp in Qarmalia.")
    assert service.asked() == ["Zarlabad Ney"]


def test_several_processes_do_not_ask_at_once(make: Make) -> None:
    with pytest.raises(geosent.GeosentValueError, match="workers=1"):
        make().profile(["one", "two"], workers=2)


def test_a_cut_at_high_confidence_leaves_looked_up_names_out(make: Make) -> None:
    assert tags(make(min_confidence=0.9)) == OFFLINE

"""Looking countries up by code and name."""

from __future__ import annotations

import pytest
from hypothesis import given
from strategies import any_text

from geosent.countries import all_countries, country
from geosent.errors import GeosentError, GeosentTypeError, UnknownCountryError
from geosent.model import Country


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("SY", "SY"),
        ("sy", "SY"),
        ("SYR", "SY"),
        ("760", "SY"),
        ("004", "AF"),
        ("Syria", "SY"),
        ("SYRIA", "SY"),
        ("Syrian Arab Republic", "SY"),
        ("  Syria ", "SY"),
        ("XK", "XK"),
        ("Kosovo", "XK"),
        ("US", "US"),
        ("U.S.", "US"),
        ("usa", "US"),
        ("the United States", "US"),
        ("The Gambia", "GM"),
        ("Gambia", "GM"),
        ("UK", "GB"),
        ("Burma", "MM"),
        ("Swaziland", "SZ"),
        ("Czech Republic", "CZ"),
        ("Ivory Coast", "CI"),
        ("Côte d'Ivoire", "CI"),
        ("Cote d’Ivoire", "CI"),
        ("Türkiye", "TR"),
        ("Turkiye", "TR"),
        ("Holland", "NL"),
        ("Cabo Verde", "CV"),
        ("North Macedonia", "MK"),
        ("South Korea", "KR"),
        ("North Korea", "KP"),
        ("Curacao", "CW"),
        ("São Tomé and Príncipe", "ST"),
        ("Democratic Republic of the Congo", "CD"),
        ("Republic of the Congo", "CG"),
    ],
)
def test_any_code_or_name(key: str, code: str) -> None:
    assert country(key).alpha_2 == code


@pytest.mark.parametrize("known", all_countries().values(), ids=lambda c: c.alpha_2)
def test_every_country_by_each_of_its_names(known: Country) -> None:
    keys = [known.alpha_2, known.alpha_3, known.name, known.official_name, known.numeric]
    for key in filter(None, keys):
        assert country(key) is known
        assert country(key.lower()) is known
    assert country(known) is known


def test_all_countries() -> None:
    codes = list(all_countries())
    assert len(codes) == 250
    assert codes == sorted(codes)
    assert all(len(code) == 2 and code.isupper() for code in codes)


def test_kosovo_has_no_number() -> None:
    kosovo = country("XK")
    assert (kosovo.alpha_3, kosovo.numeric) == ("XKX", "")


@pytest.mark.parametrize("key", ["", " ", "ZZ", "Atlantis", "the", "SYRI", "Sino", "Europe"])
def test_what_is_no_country(key: str) -> None:
    with pytest.raises(UnknownCountryError) as caught:
        country(key)
    assert str(caught.value).startswith(f"no country is called {key!r}: use an ISO 3166-1 code")


@pytest.mark.parametrize(("key", "name"), [(None, "NoneType"), (760, "int"), (b"SY", "bytes")])
def test_what_is_no_name(key: object, name: str) -> None:
    with pytest.raises(GeosentTypeError, match=f"not {name}"):
        country(key)  # type: ignore[arg-type]


@given(any_text)
def test_any_text_is_a_country_or_refused(text: str) -> None:
    try:
        found = country(text)
    except GeosentError:
        return
    assert found in all_countries().values()


def test_an_unknown_country_is_a_key_error() -> None:
    assert issubclass(UnknownCountryError, KeyError)
    assert str(UnknownCountryError()) == ""

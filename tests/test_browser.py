"""Pages in a real browser with the network off: they draw, they answer, and they ask for nothing.

Needs Chromium (Debian: `apt-get install chromium`) and playwright; without either the tests skip
and say so.
"""

from __future__ import annotations

import io
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from profiles_for_pictures import INJECTED, large_profile, sentence, small_profile

import geosent.maps as maps
from geosent.countries import country
from geosent.highlighting import highlight_sentences
from geosent.maps.pictures import picture
from geosent.report import profile_table_html, report_html

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install it"),
    # playwright's own loop, which it closes late
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.xdist_group("browser"),
]

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


class Visit:
    """A page opened with the network off, and what it asked for and complained of."""

    def __init__(self, browser: Any, path: Path, width: int = 900, dark: bool = False) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light"
        )
        self.context.set_offline(True)
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "console",
            lambda message: message.type == "error" and self.errors.append(message.text),
        )
        self.page.goto(path.as_uri())

    def done(self) -> None:
        """Check that all went well, and close."""
        assert [u for u in self.requests if not u.startswith(("file:", "data:", "blob:"))] == []
        assert self.page.evaluate("window.hacked") is None
        assert self.errors == []
        self.context.close()

    def pixels(self) -> Image.Image:
        return Image.open(io.BytesIO(self.page.screenshot())).convert("RGB")


def fold(name: str) -> str:
    """A name as an English index sorts it: without accents and case."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def near(pixel: object, colour: str, by: int = 6) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(a - b) <= by for a, b in zip(pixel, bytes.fromhex(colour[1:]), strict=True))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    profile = small_profile()
    maps.country_map(profile).save(folder / "map.html")
    maps.ranking_chart(profile).save(folder / "chart.html")
    maps.folium_map(profile).save(str(folder / "folium.html"))
    text = f"Syria {INJECTED}"
    documents = [{"id": INJECTED, "text": text, "title": INJECTED, "url": f"https://x/{INJECTED}"}]
    (folder / "report.html").write_text(
        report_html(profile, title=f"News {INJECTED}", documents=documents), encoding="utf-8"
    )
    (folder / "table.html").write_text(
        "<!DOCTYPE html>" + profile_table_html(large_profile(60)), encoding="utf-8"
    )
    highlight_sentences(text, [sentence(["Syria"], -0.9, text)]).save(folder / "text.html")
    return folder


def test_the_map_draws_and_tells_about_syria(browser: Any, pages: Path) -> None:
    visit = Visit(browser, pages / "map.html")
    visit.page.wait_for_selector("svg.marks path")
    shown = picture(small_profile())
    colours = {mark.code: mark.colour for mark in shown.marks}
    box = visit.page.locator("svg.marks .background").first.bounding_box()
    scale = box["width"] / shown.view.width

    def at(longitude: float, latitude: float) -> tuple[float, float]:
        x, y = shown.view.xy(longitude, latitude)
        return box["x"] + x * scale, box["y"] + y * scale

    image = visit.pixels()
    for code, longitude, latitude in (
        ("SY", 38.5, 35.0),
        ("NO", 9.0, 61.5),
        ("SG", country("SG").longitude, country("SG").latitude),
        ("MT", country("MT").longitude, country("MT").latitude),
    ):
        x, y = at(longitude, latitude)
        assert near(image.getpixel((round(x), round(y))), colours[code]), code
    visit.page.mouse.move(*at(38.5, 35.0))
    tooltip = visit.page.locator("#vg-tooltip-element.visible")
    tooltip.wait_for()
    told = tooltip.inner_text()
    assert "Syria" in told
    assert "13 sentences in 7 documents" in told
    assert "<script>window.hacked=1</script>" in told.replace("\u2060", "")
    visit.done()


def test_a_phone_shows_the_whole_map_and_a_legible_chart(browser: Any, pages: Path) -> None:
    visit = Visit(browser, pages / "map.html", width=390, dark=True)
    visit.page.wait_for_selector("svg.marks path")
    assert visit.page.locator("svg.marks").bounding_box()["width"] <= 390
    assert visit.pixels().getpixel((2, 2)) == (255, 255, 255)  # the chart's own colours hold
    visit.done()
    visit = Visit(browser, pages / "chart.html", width=390)
    visit.page.wait_for_selector("svg.marks path")
    drawn = visit.page.locator("svg.marks")
    least = 0.65 * float(drawn.get_attribute("width"))
    assert drawn.bounding_box()["width"] >= least
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
    visit.done()


def test_the_folium_map_draws_without_tiles(browser: Any, pages: Path) -> None:
    visit = Visit(browser, pages / "folium.html")
    visit.page.wait_for_selector("path.leaflet-interactive")
    colours = {mark.code: mark.colour for mark in picture(small_profile()).marks}
    drawn = visit.page.eval_on_selector_all(
        "path.leaflet-interactive", "shapes => shapes.map(s => s.getAttribute('fill'))"
    )
    assert set(drawn) == set(colours.values())
    shape = visit.page.locator(f'path[fill="{colours["SY"]}"]')
    shape.hover()
    tooltip = visit.page.locator(".geosent-tip")
    tooltip.wait_for()
    assert "Syria" in tooltip.inner_text()
    assert "<script>window.hacked=1</script>" in tooltip.inner_text()
    visit.done()


def test_the_report_shows_sorts_and_opens(browser: Any, pages: Path) -> None:
    visit = Visit(browser, pages / "report.html")
    page = visit.page
    page.locator('a[data-c="SY"] path').hover()
    tip = page.locator("#tip")
    tip.wait_for()
    assert tip.inner_text().startswith("Syria\n")
    assert "<script>window.hacked=1</script>" in tip.inner_text()

    def column(number: int) -> list[str]:
        texts: list[str] = page.eval_on_selector_all(
            f"#countries tbody tr > :nth-child({number})", "cells => cells.map(c => c.innerText)"
        )
        return texts

    assert column(1)[0] == "Syria"
    page.get_by_role("button", name="Tone", exact=True).click()
    assert column(1)[0] == "Norway"
    page.get_by_role("button", name="Tone", exact=True).click()
    assert column(1)[0] == "Syria"
    head = page.locator("#countries th").nth(4)
    assert head.get_attribute("aria-sort") == "ascending"
    page.get_by_role("button", name="Country").click()
    assert column(1) == sorted(column(1))
    page.get_by_role("button", name="95% interval").first.click()
    assert column(6)[-1] == "–"

    assert not page.locator("#c-SY .said").is_visible()
    page.locator('#countries a[href="#c-SY"]').click()
    page.locator("#c-SY .said").wait_for()
    page.get_by_role("button", name="Open all").click()
    assert page.locator("#c-NO .said").is_visible()
    visit.done()


@pytest.mark.parametrize("dark", [False, True])
def test_the_report_fits_a_phone(browser: Any, pages: Path, dark: bool) -> None:
    visit = Visit(browser, pages / "report.html", width=390, dark=dark)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
    background = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == ("rgb(21, 24, 28)" if dark else "rgb(255, 255, 255)")
    fill = visit.page.eval_on_selector(
        'a[data-c="SY"] path', "shape => getComputedStyle(shape).fill"
    )
    tone = visit.page.locator("#countries th", has_text="Tone").first
    tone.scroll_into_view_if_needed()
    place = tone.bounding_box()
    assert place["x"] + place["width"] <= 390  # without scrolling the table
    world = visit.page.locator("svg.map").bounding_box()
    assert world["x"] + world["width"] <= 390
    scale = picture(small_profile()).scale
    colour = (scale.dark if dark else scale).colour(small_profile()["SY"].sentiment.mean or 0.0)
    assert fill == "rgb({}, {}, {})".format(*bytes.fromhex(colour[1:]))
    visit.done()


def test_the_report_prints(browser: Any, pages: Path) -> None:
    visit = Visit(browser, pages / "report.html", dark=True)
    visit.page.emulate_media(media="print")
    colour = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colour == "rgb(255, 255, 255)"
    assert visit.page.pdf().startswith(b"%PDF")
    # Chromium leaves out buttons where it repeats the headings of a table on the next page.
    shown = visit.page.eval_on_selector("thead button", "b => getComputedStyle(b).display")
    assert shown == "contents"
    visit.done()


def test_a_table_in_a_notebook_sorts(browser: Any, pages: Path) -> None:
    visit = Visit(browser, pages / "table.html")

    def first() -> list[str]:
        names: list[str] = visit.page.eval_on_selector_all(
            "tbody th", "cells => cells.map(c => c.innerText)"
        )
        return names

    before = first()
    visit.page.get_by_role("button", name="Country").click()
    assert first() == sorted(before, key=fold)
    visit.page.get_by_role("button", name="Sentences").click()
    counts = visit.page.eval_on_selector_all(
        "tbody tr", "rows => rows.map(r => +r.cells[2].dataset.v)"
    )
    assert counts == sorted(counts, reverse=True)
    visit.done()


def test_a_highlighted_text_runs_nothing(browser: Any, pages: Path) -> None:
    visit = Visit(browser, pages / "text.html")
    assert "<script>window.hacked=1</script>" in visit.page.inner_text(".geosent-text")
    assert visit.page.locator("mark").first.get_attribute("title") is not None
    visit.done()

"""The report: what it tells, that it cannot be attacked, and that it needs nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from profiles_for_pictures import INJECTED, large_profile, profile_of, sentence, small_profile

from geosent.errors import GeosentError
from geosent.maps import style
from geosent.maps.pictures import picture
from geosent.maps.svg import map_svg
from geosent.model import Document
from geosent.profiles import Profile, merge, profile_document
from geosent.report import profile_table_html, report_html, sentence_html
from geosent.tables import read_text

VOID = {"meta", "br", "link", "img", "input"}


class Page(HTMLParser):
    """The tags of a page, checked to be well nested, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.scripts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            self.scripts.append(data)
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(self.texts)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(report_html(small_profile(), title=f"News {INJECTED}", parameters={"Texts": 7}))


def test_it_is_well_formed(page: Page) -> None:
    assert page.open == []
    assert page.all("html") == [{"lang": "en"}]
    assert len(page.all("h1")) == 1
    names = [a["id"] for _, a in page.tags if a.get("id")]
    assert len(names) == len(set(names))
    targets = [str(a["href"])[1:] for a in page.all("a") if "href" in a]
    assert set(targets) <= set(names)


def test_it_tells_its_sections_and_numbers(page: Page) -> None:
    for heading in ("Map", "Ranking", "All countries", "Evidence", "How this was computed"):
        assert heading in page.texts
    assert "−0.62" in page.text
    assert "Texts" in page.texts
    assert "not mentioned" in page.texts
    assert "7" in page.texts
    assert "GeoNames" in page.text
    assert "CC BY 4.0" in page.text
    assert "Natural Earth" in page.text
    assert "Syria were in the news at -0.62." in page.text


def test_the_chart_has_a_text_equivalent(page: Page) -> None:
    (svg,) = page.all("svg")
    labels = str(svg["aria-labelledby"]).split()
    ids = {a["id"]: tag for tag, a in page.tags if "id" in a}
    assert [ids[label] for label in labels] == ["title", "desc"]
    assert "highest Norway +0.60, lowest Syria −0.62" in page.text
    assert len([a for a in page.all("th") if a.get("scope") == "row"]) >= 6


def test_texts_stay_texts(page: Page) -> None:
    assert not page.all("img")
    assert len(page.all("script")) == 1
    assert page.text.count("<script>window.hacked=1</script>") >= 4  # title, tooltip, evidence
    assert not [name for _, a in page.tags for name in a if name.startswith("on")]


def test_it_loads_nothing_and_runs_only_its_own_script(page: Page) -> None:
    policy = next(str(a["content"]) for a in page.all("meta") if a.get("http-equiv") is not None)
    digest = hashlib.sha256("".join(page.scripts).encode()).digest()
    assert f"script-src 'sha256-{base64.b64encode(digest).decode()}'" in policy
    assert policy.startswith("default-src 'none'")
    assert not page.all("link")
    assert not [a for _, a in page.tags if "src" in a]
    assert "url(" not in read_text("report.css")


def test_a_thousand_documents_take_less_than_3_megabytes() -> None:
    html = report_html(large_profile())
    assert len(html.encode()) < 3_000_000
    assert html.count("<details") == len(large_profile())


def test_it_is_the_same_every_time() -> None:
    assert report_html(small_profile()) == report_html(small_profile())


def test_documents_give_titles_links_and_context() -> None:
    text = "It rained. Chad mourned its dead. Nobody <b>came</b>."
    said = sentence(["Chad"], -0.5, "Chad mourned its dead.", 11)
    profile = profile_document("7", [said])
    fields = {"id": "7", "text": text, "title": "A <day>", "date": "2025-01-02"}
    html = report_html(profile, documents=[{**fields, "url": "https://example.org/?a=1&b"}])
    assert '<a href="https://example.org/?a=1&amp;b" rel="noreferrer">A &lt;day&gt; · 2025' in html
    assert "It rained. </span><q>Chad mourned its dead.</q>" in html
    assert "Nobody &lt;b&gt;came&lt;/b&gt;." in html
    unsafe = report_html(profile, documents=[{**fields, "url": "javascript:alert(1)"}])
    assert 'href="javascript:' not in unsafe
    other = report_html(profile, documents=[Document("Another text.", "7")])
    assert 'class="around"' not in other
    assert "document 7" in other


@pytest.mark.parametrize("address", ["www.example.org/?a=1&b", "javascript:alert(1)"])
def test_an_address_that_is_no_link_is_told_as_text(address: str) -> None:
    profile = profile_document("7", [sentence(["Chad"], -0.5, "Chad mourned.")])
    given = {"id": "7", "text": "Chad mourned.", "title": "A day", "url": address}
    page = Page(report_html(profile, documents=[given]))
    assert f"A day · {address}" in page.texts
    assert all(link.get("href") in (None, "#countries", "#c-TD") for link in page.all("a"))


def test_parameters_are_told_in_words() -> None:
    given = {"sources": ["herald", "tribune"], "names": {"Rosatom": "RU"}, "years": {2025, 2024}}
    text = Page(report_html(small_profile(), parameters={**given, "min_confidence": 0.5})).text
    for told in ("herald, tribune", "Rosatom: RU", "2024, 2025", "0.5"):
        assert f" {told} " in text


@pytest.mark.parametrize("title", ["", " ", None, float("nan")])
def test_a_document_without_a_title_is_called_by_its_name(title: object) -> None:
    profile = profile_document("7", [sentence(["Chad"], -0.5, "Chad mourned.")])
    given = {"id": "7", "text": "Chad mourned.", "title": title, "date": "2025-01-02"}
    html = report_html(profile, documents=[given])
    assert '<span class="from">2025-01-02 · document 7</span>' in html


def test_documents_are_given_as_to_analyze() -> None:
    text = "It rained. Chad mourned its dead."
    profile = profile_document("0", [sentence(["Chad"], -0.5, "Chad mourned its dead.", 11)])
    assert report_html(profile, documents=text) == report_html(profile, documents=[text])
    with pytest.raises(GeosentError, match="documents are bytes: decode them first"):
        report_html(profile, documents=text.encode())


def test_only_countries_with_evidence_link_to_it() -> None:
    told, neutral = sentence(["Syria", "Malta"], -0.6), sentence(["Norway", "Singapore"], 0.0)
    profile = profile_document("a", [told, neutral])
    for evidence, linked in ((8, {"#c-SY", "#c-MT"}), (0, set())):
        page = Page(report_html(profile, evidence=evidence))
        targets = {str(a["href"]) for a in page.all("a") if "href" in a}
        assert targets - {"#countries"} == linked
        # All are on the map, with or without a link.
        shapes = {a["data-c"] for a in page.all("a") if "data-c" in a}
        assert shapes == {"SY", "MT", "NO", "SG"}


def test_sentences_of_documents_with_one_name_stay_apart() -> None:
    # Two runs, each with a document "0".
    runs = [
        profile_document("0", [sentence(["Syria"], tone, text)])
        for tone, text in ((-0.6, "War in Syria."), (0.6, "Joy in Syria."))
    ]
    html = report_html(merge(runs))
    assert re.findall(r"<q>(.*?)</q>", html) == ["Joy in Syria.", "War in Syria."]


def test_a_sentence_has_the_title_of_the_document_that_it_stands_in() -> None:
    # Two runs, each with a document "0".
    texts = {"War": "War in Syria.", "Joy": "Joy in Syria."}
    runs = [profile_document("0", [sentence(["Syria"], -0.6, text)]) for text in texts.values()]
    documents = [Document(text, "0", {"title": title}) for title, text in texts.items()]

    def origins(documents: list[Document]) -> list[tuple[str, str]]:
        html = report_html(merge(runs), documents=documents)
        return re.findall(r'<q>(.*?)</q>.*?<span class="from">(.*?)</span>', html)

    war, joy = documents
    assert origins([war, joy]) == [("Joy in Syria.", "Joy"), ("War in Syria.", "War")]
    assert origins([war]) == [("Joy in Syria.", "document 0"), ("War in Syria.", "War")]
    moved = Document("Again: Joy in Syria.", "0", {"title": "Again"})
    assert origins([moved])[0] == ("Joy in Syria.", "document 0")
    untold = Document("", "0", {"title": "Untold"})
    assert origins([untold])[0] == ("Joy in Syria.", "Untold")


def test_a_long_sentence_is_known_by_its_beginning() -> None:
    text = "Chad mourned" + 200 * " its dead" + "."
    profile = profile_document("7", [sentence(["Chad"], -0.5, text, 4)])
    html = report_html(profile, documents=[Document(f"And {text} So.", "7", {"title": "Long"})])
    assert '<span class="from">Long</span>' in html
    assert '<span class="around"> So.</span>' in html


def test_without_a_title_it_has_one_of_its_own() -> None:
    assert report_html(Profile(), title=None) == report_html(Profile())
    assert "<h1>Sentiment by country</h1>" in report_html(Profile())


def test_pairs_and_directions_are_listed() -> None:
    shared = merge(profile_document(str(i), [sentence(["France", "Mali"], -0.4)]) for i in range(2))
    assert "France – Mali" in report_html(shared)
    told = evolve(shared, directions={("FR", "ML"): shared.shared["FR", "ML"]})
    assert "France → Mali" in report_html(told)


@pytest.mark.parametrize("measure", ["sentiment", "toward", "mentions", "share_negative"])
def test_measures(measure: str) -> None:
    assert Page(report_html(small_profile(), measure=measure)).open == []  # type: ignore[arg-type]


def test_small_profiles() -> None:
    assert "No country was found" in report_html(Profile())
    one = report_html(profile_document("a", [sentence(["Chad"], 0.3)]))
    assert "What 1 document says of 1 country." in one
    assert "weak" not in re.findall(r'<path class="([^"]*)" fill', one)
    assert "–" in one


def test_it_needs_no_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for package in ("altair", "vl_convert", "folium", "pandas"):
        monkeypatch.setitem(sys.modules, package, None)
    path = tmp_path / "report.html"
    small_profile().to_html(path, title="Plain")
    assert path.read_text(encoding="utf-8").count("<h1>Plain</h1>") == 1


def test_lone_surrogates_do_not_stop_it(tmp_path: Path) -> None:
    profile = profile_document("a", [sentence(["Chad"], -0.4, "Chad \ud800 mourned.")])
    profile.to_html(tmp_path / "report.html")
    assert b"mourned" in (tmp_path / "report.html").read_bytes()


# --- contrast ------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
    parts = [v / 255 for v in bytes.fromhex(digits)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def themes() -> list[dict[str, str]]:
    blocks = re.findall(r":root \{(.*?)\}", read_text("report.css"), re.S)
    return [dict(re.findall(r"--([a-z]+): (#[0-9a-f]{3,6})", block)) for block in blocks]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_text_has_the_contrast_of_wcag_aa(number: int) -> None:
    theme = themes()[number]
    for ink in ("ink", "muted", "link"):
        for page in ("page", "soft"):
            assert contrast(theme[ink], theme[page]) >= 4.5, (ink, page)


def test_all_themes_name_the_same_colours() -> None:
    light, dark, printed = themes()
    assert set(light) == set(dark) == set(printed)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_neutral_country_is_not_land_without_data(number: int) -> None:
    theme = themes()[number]
    neutral = (style.DIVERGING_DARK if number == 1 else style.DIVERGING)[3]
    assert contrast(neutral, theme["land"]) > 1.4
    assert f"fill-opacity: {style.WEAK_OPACITY};".replace("0.", ".") in read_text("report.css")
    sea = "#ffffff" if theme["sea"] == "#fff" else theme["sea"]
    assert contrast(style.mix(sea, neutral, style.WEAK_OPACITY), theme["land"]) > 1.15


# --- the map of the report ------------------------------------------------------------------------


def test_svg_draws_every_country_once() -> None:
    html = map_svg(picture(small_profile(), width=960))
    assert re.findall(r'data-c="(\w\w)"', html).count("SY") == 1
    assert html.count("<circle") == 2
    assert html.count("<a ") == 4 + 2 + html.count('data-c="MT"') + html.count('data-c="SG"') - 2


def test_russia_is_whole_and_nothing_leaves_the_picture() -> None:
    shown = picture(profile_of({"Russia": 0.4, "Fiji": 0.1, "Antarctica": 0.2}), width=960)
    html = map_svg(shown)
    for path in re.findall(r'class="mark[^>]* d="([^"]+)"', html):
        for part in filter(None, path.split("z")):
            start, _, steps = part.partition("l")
            x, y = map(int, start[1:].split(","))
            for step in steps.split():
                before = x
                dx, dy = map(int, step.split(","))
                x, y = x + dx, y + dy
                assert -20 <= x <= shown.view.width * 10 + 20
                assert abs(x - before) < 1500


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"title": 3}, "the title must be str, not int"),
        ({"evidence": -1}, "evidence is a whole number, 0 or more, not -1"),
        ({"evidence": 1.5}, "evidence is a whole number, 0 or more, not 1.5"),
        ({"min_sentences": "x"}, "min_sentences is a whole number, 0 or more, not 'x'"),
        ({"parameters": ["x"]}, "parameters is a dict of names and values, not list"),
    ],
)
def test_a_report_that_cannot_be_made(options: dict[str, Any], message: str) -> None:
    with pytest.raises(GeosentError) as caught:
        report_html(small_profile(), **options)
    assert str(caught.value) == message


# --- notebooks ------------------------------------------------------------------------------------


def test_the_table_of_a_notebook() -> None:
    html = profile_table_html(small_profile())
    assert Page(html).open == []
    assert "<script" not in html
    assert small_profile()._repr_html_() == html
    assert "196 more in" in profile_table_html(large_profile())


def test_a_sentence_shows_itself() -> None:
    said = sentence(["Syria"], -0.5, f"Syria {INJECTED}")
    assert Page(sentence_html(said)).all("img") == []
    assert said._repr_html_() == sentence_html(said)

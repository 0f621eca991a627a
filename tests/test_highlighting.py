"""Highlighted text: the text itself is never changed, and never trusted."""

from __future__ import annotations

import re
from html import escape, unescape
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from profiles_for_pictures import INJECTED, mention, sentence

import geosent
from geosent.errors import GeosentTypeError, GeosentValueError
from geosent.highlighting import flag, highlight_sentence, highlight_sentences, tint
from geosent.model import Document

TEXT = "It rained. Syria blamed Norway for the fire & the smoke. Done."
SAID = sentence(["Syria", "Norway"], -0.6, "Syria blamed Norway for the fire & the smoke.", 11)


def plain(html: str) -> str:
    """The text that a reader sees, without what was added to it."""
    body = html[html.index('<div class="geosent-text">') :].split('<div class="geosent-key">')[0]
    body = re.sub(r"<small>.*?</small>|<span class=\"score\">.*?</span>", "", body)
    return unescape(re.sub(r"<[^>]*>", "", body))


def test_mentions_and_tone_are_marked() -> None:
    html = str(highlight_sentences(TEXT, [SAID]))
    assert plain(html) == TEXT
    assert html.count("<mark") == 4  # two in the text, two in the legend
    assert "SY country 97%" in html
    assert "towards Norway: −0.60" in html
    assert "Tone −0.60: negative 60%, neutral 40%, positive 0%" in html
    assert "smoke.<span" in html.replace("&amp;", "&")


def test_what_is_added_stands_apart_without_styles() -> None:
    shown = str(highlight_sentences(TEXT, [SAID])).split("</style>")[1]
    bare = unescape(re.sub(r"<[^>]*>", "", shown))
    assert bare.startswith(
        "It rained. Syria [SY country 97%] blamed Norway [NO country 97%] for the fire & the "
        "smoke. [−0.60] Done."
    )
    assert "Tone from −1  to +1\nname a mention" in bare


def test_flags_and_legend_are_options() -> None:
    html = str(highlight_sentences(TEXT, [SAID], flags=True, legend=False))
    assert f"{flag('SY')} SY" in html
    assert "geosent-key" not in html.split("</style>")[1]


def test_unsure_and_overlapping_mentions() -> None:
    inner = evolve(mention("Syria", 11, 16, "Syria"), confidence=0.3)
    outer = mention("Syria", 11, 23, "Syria blamed")
    html = str(highlight_sentence(evolve(SAID, mentions=(inner, outer))))
    assert html.split("</style>")[1].count("<mark") == 1
    unsure = str(highlight_sentence(evolve(SAID, mentions=(inner,))))
    assert '<mark class="unsure"' in unsure


def test_sentences_of_another_text_are_passed_over() -> None:
    assert plain(str(highlight_sentences("Short.", [SAID, SAID]))) == "Short."


def test_a_text_is_escaped() -> None:
    said = sentence(["Syria"], -0.6, f"Syria {INJECTED}")
    html = str(highlight_sentences(f"Syria {INJECTED}", [said]))
    before = sentence(["Syria"], -0.6, f"{INJECTED} Syria")
    for page in (html, str(highlight_sentence(before)), str(highlight_sentences(INJECTED, []))):
        assert "<script" not in page
        assert "<img" not in page
    assert plain(html) == f"Syria {INJECTED}"
    assert f">Syria<small> [SY country 97%]</small></mark> {escape(INJECTED)}<" in html


def test_what_a_notebook_and_a_page_get(tmp_path: Path) -> None:
    shown = highlight_sentences(TEXT, [SAID])
    assert shown._repr_html_() == str(shown)
    assert len(repr(shown)) < 80
    shown.save(tmp_path / "text.html")
    page = (tmp_path / "text.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert str(shown) in page
    for name in ("text.png", "text"):
        with pytest.raises(GeosentValueError, match=r"end with \.html"):
            shown.save(tmp_path / name)
        assert not (tmp_path / name).exists()


def test_texts_only() -> None:
    with pytest.raises(GeosentTypeError, match="not bytes"):
        highlight_sentences(b"x", [])  # type: ignore[arg-type]
    with pytest.raises(GeosentTypeError, match="must be an Analyzer, not int"):
        geosent.highlight("Syria", 3)  # type: ignore[arg-type]


def test_a_text_a_record_and_a_document_are_highlighted_alike() -> None:
    text = "Syria mourns."
    given_as = (text, {"text": text, "id": 7}, Document(text, "7"))
    assert len({str(geosent.highlight(each)) for each in given_as}) == 1
    with pytest.raises(GeosentTypeError, match="not str, dict or Document; decode it first"):
        geosent.highlight(text.encode())  # type: ignore[arg-type]


@given(st.text(), st.floats(-1, 1))
def test_any_text_survives(text: str, score: float) -> None:
    said = evolve(sentence(["Chad"], round(score, 4), text or "x"), mentions=())
    whole = f"<{text}>"
    shown = str(highlight_sentences(whole, [evolve(said, start=1, end=1 + len(text))]))
    assert plain(shown) == whole


def test_tints() -> None:
    assert tint(0.001) == "transparent"
    assert tint(0.5) == "rgba(63,127,184,0.275)"

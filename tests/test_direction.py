"""Who speaks of whom: the cases as data, what must not matter, and the way into a profile.

A case of `cases/direction.json` is a text whose mentions stand in brackets, and the pairs that the
wording directs, by the mentions' numbers: "0>1" says that the first speaks of the second, acts on
it or judges it. What is known to fail stands in `cases/direction_known_failures.json`; when one
starts to pass, the suite tells.
"""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from profiles_for_pictures import sentence
from strategies import news_texts

from geosent import Analyzer, Profile, TargetSentiment
from geosent.countries import all_countries, country
from geosent.masking import Span
from geosent.profiles import merge, profile_document
from geosent.report import report_html
from geosent.targeting.direction import directed_pairs

HERE = Path(__file__).parent
BRACKETS = re.compile(r"\[([^\]]*)\]")


def cases(name: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((HERE / "cases" / name).read_text(encoding="utf-8"))
    return found


def marked(text: str) -> tuple[str, list[Span]]:
    """A text without its brackets, and where they stood."""
    spans: list[Span] = []
    for i, found in enumerate(BRACKETS.finditer(text)):
        start = found.start() - 2 * i
        spans.append((start, start + len(found[1])))
    return BRACKETS.sub(r"\1", text), spans


def directed(text: str) -> list[str]:
    return [f"{source}>{target}" for source, target in directed_pairs(*marked(text))]


@pytest.mark.parametrize("case", cases("direction.json"), ids=lambda c: c["text"])
def test_case(case: dict[str, object]) -> None:
    assert directed(str(case["text"])) == case["directed"], case["label"]


@pytest.mark.parametrize("case", cases("direction_known_failures.json"), ids=lambda c: c["text"])
def test_known_failure(case: dict[str, object]) -> None:
    assert directed(str(case["text"])) != case["directed"], "passes now: move it to direction.json"


def test_there_are_enough_cases() -> None:
    assert len(cases("direction.json")) >= 60


def test_it_does_not_matter_which_countries_they_are() -> None:
    names = [c.name for c in all_countries().values()]
    templates = [
        "{} denounced {}.",
        "Talks between {} and {} failed.",
        "{} was praised by {}.",
        "The government of {} imposed sanctions on {}.",
    ]
    for template in templates:
        found = set()
        for first, second in zip(names, names[1:] + names[:1], strict=True):
            start = template.index("{}")
            text = template.format(first, second)
            at = text.index(second, start + len(first))
            spans = [(start, start + len(first)), (at, at + len(second))]
            found.add(tuple(directed_pairs(text, spans)))
        assert len(found) == 1, template


def test_who_is_not_named_twice_has_no_direction() -> None:
    assert directed_pairs("", []) == []
    assert directed_pairs("Tehran denounced it.", [(0, 6)]) == []


@given(news_texts(), st.data())
def test_any_text_gives_pairs_of_its_mentions(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    for source, target in directed_pairs(text, spans):
        assert source != target
        assert 0 <= source < len(spans)
        assert 0 <= target < len(spans)


# --- in sentences and profiles ----------------------------------------------------------------


class Disliking:
    """Judges what comes later worse."""

    def score(self, text: str, start: int, end: int, others: object = ()) -> TargetSentiment:
        share = min(1.0, start / 100)
        return TargetSentiment(share, round(1 - share, 4), 0.0)


def test_sentences_have_directions() -> None:
    analyzer = Analyzer()
    told = {
        text: {codes: s.label for codes, s in next(analyzer.sentences(text)).directed.items()}
        for text in (
            "Tehran denounced Israel.",
            "Israel was condemned by Iran.",
            "Talks between Iran and Israel failed.",
            "Paris accused French unions.",
        )
    }
    assert list(told.values()) == [{("IR", "IL"): "negative"}, {("IR", "IL"): "negative"}, {}, {}]


def test_several_mentions_of_a_target_count_once_with_their_mean() -> None:
    found = next(
        Analyzer(target_scorer=Disliking()).sentences("Iran and Tehran denounced Israel and Haifa.")
    )
    text = found.text
    places = [text.index("Israel"), text.index("Haifa")]
    assert list(found.directed) == [("IR", "IL")]
    assert found.directed["IR", "IL"].negative == round(sum(places) / 200, 4)


def test_there_is_no_direction_without_a_target_scorer() -> None:
    analyzer = Analyzer(target_scorer=None)
    assert next(analyzer.sentences("Tehran denounced Israel.")).directed == {}
    assert not analyzer.profile("Tehran denounced Israel.").directions


def test_profiles_count_who_judges_whom() -> None:
    texts = ["Tehran denounced Israel. Iran condemned Israel.", "Israel attacked Iran."]
    profile = Analyzer().profile(texts)
    assert [(d.source.alpha_2, d.target.alpha_2, d.sentences) for d in profile.directed()] == [
        ("IR", "IL", 2),
        ("IL", "IR", 1),
    ]
    assert all((d.toward.mean or 0) < 0 for d in profile.directed())
    assert len(profile.directed()[0].toward.evidence) == 1
    (pair,) = profile.pairs()
    assert (pair.first.alpha_2, pair.second.alpha_2) == ("IL", "IR")
    assert (pair.sentences, pair.forward.count, pair.backward.count) == (3, 1, 2)
    assert Profile.from_json(profile.to_json()) == profile
    parts = [Analyzer().profile([{"text": t, "id": str(i)}]) for i, t in enumerate(texts)]
    assert merge(reversed(parts)).to_json() == profile.to_json()


def test_a_pair_without_direction_has_none() -> None:
    (pair,) = Analyzer().profile("Talks between Iran and Israel failed.").pairs()
    assert pair.forward.count == pair.backward.count == 0


def test_reports_escape_what_directions_hold() -> None:
    told = Analyzer(names={"Abidjan": "CI"}).profile("Abidjan denounced Guinea-Bissau.")
    page = report_html(told)
    assert "Who speaks of whom" in page
    assert f"{escape(country('CI').name)} → Guinea-Bissau" in page


def test_networks_have_arrowheads_where_there_are_directions() -> None:
    pytest.importorskip("altair")
    from geosent import maps

    told = json.dumps(
        maps.network_map(
            Analyzer().profile(["Norway praised Chad. Chad thanked Norway.", "France joined Mali."])
        ).to_dict(),
        ensure_ascii=False,
    )
    assert "Norway → Chad" in told
    assert "Chad → Norway" in told
    untold = profile_document("a", [sentence(["France", "Germany"], 0.4)])
    assert "arrowheads" not in json.dumps(maps.network_map(untold).to_dict())
    away = maps.network_map(Analyzer().profile("Norway praised Chad."), region="oceania").to_dict()
    assert "arrowheads" not in json.dumps(away)

"""The door to larger models, tested with a tiny one that is built here with random weights."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from geosent.errors import GeosentError, GeosentTypeError, GeosentValueError
from geosent.model import TargetSentiment
from geosent.transformers_scorer import TransformersTargetScorer

TEXT = "The minister condemned Syria and praised Norway."
SYRIA = (TEXT, 23, 28)
NORWAY = (TEXT, 41, 47)
WORDS = ["the", "minister", "condemned", "syria", "and", "praised", "norway", ".", "[T]", "[/T]"]
THREE = ("Negative", "neutral", "POSITIVE")
FIVE = ("1 star", "2 stars", "3 stars", "4 stars", "5 stars")


def build(folder: Path, labels: tuple[str, ...], max_length: int | None = 48) -> str:
    """A one-layer BERT with random weights and a vocabulary of ten words, saved to a folder."""
    reason = "needs PyTorch and transformers: pip install 'geosent[transformers]'"
    torch = pytest.importorskip("torch", reason=reason)
    transformers = pytest.importorskip("transformers", reason=reason)
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocabulary = folder / "vocab.txt"
    vocabulary.write_text("\n".join(special + WORDS) + "\n", encoding="utf-8")
    torch.manual_seed(20251122)
    config = transformers.BertConfig(
        vocab_size=len(special) + len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=48,
        initializer_range=0.8,
        id2label=dict(enumerate(labels)),
        label2id={label: i for i, label in enumerate(labels)},
    )
    transformers.BertForSequenceClassification(config).save_pretrained(folder)
    words = {word: i for i, word in enumerate(special + WORDS)}
    settings = {} if max_length is None else {"model_max_length": max_length}
    tokenizer = transformers.BertTokenizer(vocab=words, **settings)
    tokenizer.save_pretrained(folder)
    return str(folder)


def total(found: TargetSentiment) -> float:
    return found.negative + found.neutral + found.positive


@pytest.mark.filterwarnings("ignore")
def test_a_local_model_scores_each_target(tmp_path: Path) -> None:
    scorer = TransformersTargetScorer(build(tmp_path, THREE))
    syria, norway = scorer.score(*SYRIA), scorer.score(*NORWAY)
    assert total(syria) == pytest.approx(1, abs=2e-4)
    assert syria != norway, "the model does not see the target"
    assert syria == scorer.score(*SYRIA)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("batch_size", [1, 2, 32])
def test_batches_give_what_single_calls_give(tmp_path: Path, batch_size: int) -> None:
    path = build(tmp_path, THREE)
    items = [SYRIA, NORWAY, ("Syria.", 0, 5), (TEXT + " " + TEXT, 23, 28), SYRIA]
    scorer = TransformersTargetScorer(path, batch_size=batch_size)
    for got, item in zip(scorer.score_many(items), items, strict=True):
        single = scorer.score(*item)
        assert got.negative == pytest.approx(single.negative, abs=2e-4)
        assert got.positive == pytest.approx(single.positive, abs=2e-4)
    assert scorer.score_many([]) == []


@pytest.mark.filterwarnings("ignore")
def test_the_text_is_cut_short_and_never_the_target(tmp_path: Path) -> None:
    scorer = TransformersTargetScorer(build(tmp_path, THREE, max_length=None))
    long = TEXT + " and" * 500
    assert scorer.score(long, 23, 28) != scorer.score(long, 41, 47)


@pytest.mark.filterwarnings("ignore")
def test_a_template_shows_the_target(tmp_path: Path) -> None:
    path = build(tmp_path, THREE)
    marked = TransformersTargetScorer(path, template="{left}[T] {target} [/T]{right}")
    assert marked.score(*SYRIA) != marked.score(*NORWAY)
    assert marked.score(*SYRIA) != TransformersTargetScorer(path).score(*SYRIA)


@pytest.mark.filterwarnings("ignore")
def test_five_classes_become_three_and_two_leave_neutral_empty(tmp_path: Path) -> None:
    for name in ("five", "two"):
        (tmp_path / name).mkdir()
    five = TransformersTargetScorer(build(tmp_path / "five", FIVE)).score(*SYRIA)
    assert total(five) == pytest.approx(1, abs=2e-4)
    assert 0 < five.neutral < 1
    two = TransformersTargetScorer(build(tmp_path / "two", ("NEG", "pos"))).score(*SYRIA)
    assert two.neutral == 0
    assert total(two) == pytest.approx(1, abs=2e-4)


@pytest.mark.filterwarnings("ignore")
def test_classes_without_plain_names_are_asked_for(tmp_path: Path) -> None:
    path = build(tmp_path, ("LABEL_0", "LABEL_1", "LABEL_2"))
    with pytest.raises(GeosentValueError, match=r"LABEL_0.*labels="):
        TransformersTargetScorer(path)
    by_name = TransformersTargetScorer(
        path, labels={"LABEL_0": "negative", "LABEL_1": "neutral", "LABEL_2": "positive"}
    )
    by_number = TransformersTargetScorer(path, labels={0: "negative", 1: "neutral", 2: "positive"})
    turned = TransformersTargetScorer(path, labels={0: "positive", 1: "neutral", 2: "negative"})
    assert by_name.score(*SYRIA) == by_number.score(*SYRIA)
    assert by_name.score(*SYRIA).score == -turned.score(*SYRIA).score
    with pytest.raises(GeosentValueError, match="needs a negative and a positive class"):
        TransformersTargetScorer(path, labels={0: "negative", 1: "neutral", 2: "neutral"})
    with pytest.raises(GeosentValueError, match="'bad' is not one of"):
        TransformersTargetScorer(path, labels={0: "bad"})  # type: ignore[dict-item]


class Classifier:
    """What `NewsSentiment.TargetSentimentClassifier` looks like from outside."""

    def infer_from_text(self, left: str, target: str, right: str) -> Any:
        bad = 0.9 if left.endswith("condemned ") else 0.05
        return (
            {"class_id": 2, "class_label": "positive", "class_prob": 0.95 - bad},
            {"class_id": 0, "class_label": "negative", "class_prob": bad},
            {"class_id": 1, "class_label": "neutral", "class_prob": 0.05},
        )


def test_an_object_with_infer_from_text() -> None:
    scorer = TransformersTargetScorer(Classifier())
    assert scorer.score(*SYRIA) == TargetSentiment(0.9, 0.05, 0.05)
    assert [found.label for found in scorer.score_many([NORWAY, SYRIA])] == ["positive", "negative"]
    with pytest.raises(GeosentValueError, match="template and device"):
        TransformersTargetScorer(Classifier(), device="cpu")


def test_wrong_use_says_what_to_do() -> None:
    with pytest.raises(GeosentTypeError, match="not int"):
        TransformersTargetScorer(3)  # type: ignore[arg-type]
    with pytest.raises(GeosentValueError, match="batch_size"):
        TransformersTargetScorer(Classifier(), batch_size=0)
    with pytest.raises(GeosentValueError, match=r"no target at 4:4"):
        TransformersTargetScorer(Classifier()).score("Syria.", 4, 4)
    with pytest.raises(GeosentValueError, match=r"only \{text\}"):
        TransformersTargetScorer("somewhere", template="{sentence} {target}")
    with pytest.raises(GeosentValueError, match="does not show"):
        TransformersTargetScorer("somewhere", template="{text}")


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ImportError, match=r"geosent\[transformers\]") as caught:
        TransformersTargetScorer("somewhere")
    assert isinstance(caught.value, GeosentError)

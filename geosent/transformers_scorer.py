"""A door to the state of the art: any sequence-classification model as a target scorer.

The scorer that ships with geosent is small and fast; a fine-tuned transformer is hundreds of times
larger, slower, and clearly better. This module runs one behind the same method, so that it fits
`Analyzer(target_scorer=…)`. Nothing here is imported before a model is asked for.

Two kinds of model are understood: the name or path of a Hugging Face model, and any object with the
method `infer_from_text(left, target, right)`, such as `NewsSentiment.TargetSentimentClassifier`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from os import PathLike, fspath
from typing import Any, Literal, Protocol, runtime_checkable

from geosent.errors import GeosentTypeError, GeosentValueError, MissingExtraError
from geosent.model import TargetSentiment

Item = tuple[str, int, int]
Polarity = Literal["negative", "neutral", "positive"]

#: What models call their classes, in lower case with anything but letters and digits left out.
_ALIASES: Mapping[str, Polarity] = {
    **dict.fromkeys(
        [
            *("neg", "negative", "negativesentiment", "verynegative", "strongnegative"),
            *("stronglynegative", "extremelynegative", "against", "oppose", "unfavorable"),
            *("unfavourable", "1star", "1stars", "2star", "2stars"),
        ],
        "negative",
    ),
    **dict.fromkeys(
        ["neu", "neutral", "neutralsentiment", "none", "mixed", "objective", "3star", "3stars"],
        "neutral",
    ),
    **dict.fromkeys(
        [
            *("pos", "positive", "positivesentiment", "verypositive", "strongpositive"),
            *("stronglypositive", "extremelypositive", "favor", "favour", "support"),
            *("favorable", "favourable", "4star", "4stars", "5star", "5stars"),
        ],
        "positive",
    ),
}

#: A tokenizer without a limit of its own claims an astronomical one.
_NO_LIMIT = 100_000


@runtime_checkable
class TargetClassifier(Protocol):
    """A model that takes the text left of the target, the target, and the text right of it."""

    def infer_from_text(self, left: str, target: str, right: str) -> Any:
        """One record per class, each with `class_label` and `class_prob`."""


class TransformersTargetScorer:
    """Scores targets with a transformer: the interface of `TargetScorer`, in batches.

    >>> from geosent.transformers_scorer import TransformersTargetScorer
    >>> scorer = TransformersTargetScorer("path/to/a/fine-tuned-model")     # doctest: +SKIP
    >>> scorer.score("The minister condemned Syria.", 23, 28).label         # doctest: +SKIP
    'negative'

    `model` is the name or path of a Hugging Face sequence-classification model, or an object with
    `infer_from_text(left, target, right)`. A name that is not on disk is downloaded by the
    transformers library, which caches it; a path never is.

    `template` says how the target is shown to a Hugging Face model. None gives the model a pair,
    the text and the target. A string is filled in and given as one text: `{text}`, `{target}`,
    `{left}` and `{right}` stand for the whole, the target, and what is on either side of it, as in
    `"{left}[T] {target} [/T]{right}"`.

    `labels` says what the model's classes mean, by their name in its configuration or by their
    number, where the names are not plain: `{"LABEL_0": "negative", "LABEL_1": "positive"}`.
    Several classes may mean the same; their probabilities are added. A model without a neutral
    class gives 0 for it.

    `device` is one of PyTorch's, "cuda:0" say; None takes a GPU when there is one.
    """

    def __init__(
        self,
        model: str | PathLike[str] | TargetClassifier,
        batch_size: int = 32,
        device: str | None = None,
        *,
        template: str | None = None,
        labels: Mapping[str | int, Polarity] | None = None,
    ) -> None:
        if batch_size < 1:
            raise GeosentValueError(f"batch_size must be at least 1, not {batch_size}")
        if template is not None:
            _check_template(template)
        self._batch_size = batch_size
        self._infer: Callable[[Sequence[Item]], Iterable[TargetSentiment]]
        if isinstance(model, TargetClassifier):
            if template is not None or device is not None:
                raise GeosentValueError(
                    "template and device are settings of a Hugging Face model; "
                    "give an object with infer_from_text its own when you build it"
                )
            self._infer = _Classifier(model, labels or {})
        elif isinstance(model, (str, PathLike)):
            self._infer = _HuggingFace(fspath(model), device, template, labels or {})
        else:
            raise GeosentTypeError(
                "model must be a name, a path or an object with infer_from_text, "
                f"not {type(model).__name__}"
            )

    def score(
        self, text: str, start: int, end: int, others: Iterable[tuple[int, int]] = ()
    ) -> TargetSentiment:
        """The sentiment towards `text[start:end]`. `others` is part of the interface, not used."""
        return self.score_many([(text, start, end)])[0]

    def score_many(self, items: Iterable[Item]) -> list[TargetSentiment]:
        """The sentiment towards each of many targets, in the order given.

        Texts of like length share a batch, which saves the model reading padding.
        """
        wanted = list(items)
        for text, start, end in wanted:
            if not 0 <= start < end <= len(text):
                raise GeosentValueError(
                    f"no target at {start}:{end} of a text of {len(text)} characters"
                )
        order = sorted(range(len(wanted)), key=lambda i: (len(wanted[i][0]), i))
        found: dict[int, TargetSentiment] = {}
        for first in range(0, len(order), self._batch_size):
            batch = order[first : first + self._batch_size]
            found.update(zip(batch, self._infer([wanted[i] for i in batch]), strict=True))
        return [found[i] for i in range(len(wanted))]


class _Classifier:
    """Models with `infer_from_text`."""

    def __init__(self, model: TargetClassifier, labels: Mapping[str | int, Polarity]) -> None:
        self._model = model
        self._labels = labels

    def __call__(self, batch: Sequence[Item]) -> Iterable[TargetSentiment]:
        for text, start, end in batch:
            answer = self._model.infer_from_text(text[:start], text[start:end], text[end:])
            names = {i: str(record["class_label"]) for i, record in enumerate(answer)}
            meaning = _meanings(names, self._labels)
            yield _sentiment(meaning, [float(record["class_prob"]) for record in answer])


class _HuggingFace:
    """Sequence-classification models of the transformers library."""

    def __init__(
        self,
        name: str,
        device: str | None,
        template: str | None,
        labels: Mapping[str | int, Polarity],
    ) -> None:
        try:
            self._torch = import_module("torch")
            transformers = import_module("transformers")
        except ImportError as error:
            raise MissingExtraError("TransformersTargetScorer", "transformers") from error
        if device is None:
            device = "cuda" if self._torch.cuda.is_available() else "cpu"
        self._device = device
        self._template = template
        self._tokenizer: Any = transformers.AutoTokenizer.from_pretrained(name)
        self._model: Any = transformers.AutoModelForSequenceClassification.from_pretrained(name)
        self._model.to(device).eval()
        self._limit = _limit(self._tokenizer, self._model.config)
        names = {int(i): str(label) for i, label in self._model.config.id2label.items()}
        self._meaning = _meanings(names, labels)

    def __call__(self, batch: Sequence[Item]) -> Iterable[TargetSentiment]:
        encoded = self._encode(batch).to(self._device)
        with self._torch.inference_mode():
            logits = self._model(**encoded).logits
        for row in logits.float().softmax(dim=-1).tolist():
            yield _sentiment(self._meaning, row)

    def _encode(self, batch: Sequence[Item]) -> Any:
        settings: dict[str, Any] = {
            "padding": True,
            "max_length": self._limit,
            "return_tensors": "pt",
        }
        if self._template is None:
            # Only the text may be cut short: without the target there is nothing to judge.
            return self._tokenizer(
                [text for text, _, _ in batch],
                [text[start:end] for text, start, end in batch],
                truncation="only_first",
                **settings,
            )
        shown = [
            self._template.format(
                text=text, target=text[start:end], left=text[:start], right=text[end:]
            )
            for text, start, end in batch
        ]
        return self._tokenizer(shown, truncation=True, **settings)


def _check_template(template: str) -> None:
    parts = {"text": "", "target": "", "left": "", "right": ""}
    try:
        template.format(**parts)
    except (KeyError, IndexError, ValueError) as error:
        raise GeosentValueError(
            f"template {template!r} cannot be filled in: only {{text}}, {{target}}, {{left}} "
            "and {right} are known"
        ) from error
    if "{target}" not in template:
        raise GeosentValueError(f"template {template!r} does not show the model its {{target}}")


def _limit(tokenizer: Any, config: Any) -> int:
    """How many tokens the model can read."""
    limit = int(tokenizer.model_max_length)
    if limit < _NO_LIMIT:
        return limit
    # Models of RoBERTa's kind count positions from the padding's number + 1.
    positions = int(getattr(config, "max_position_embeddings", None) or 514)
    return positions - 2


def _meanings(
    names: Mapping[int, str], labels: Mapping[str | int, Polarity]
) -> Mapping[int, Polarity]:
    """What each class means, by the caller's word first and its own name second."""
    found: dict[int, Polarity] = {}
    for i, name in names.items():
        given = labels.get(name, labels.get(i))
        if given is not None and given not in ("negative", "neutral", "positive"):
            raise GeosentValueError(
                f"labels: {given!r} is not one of 'negative', 'neutral', 'positive'"
            )
        meaning = given or _ALIASES.get(re.sub(r"[^a-z0-9]", "", name.lower()))
        if meaning is None:
            raise GeosentValueError(
                f"what does the model's class {name!r} mean? "
                f"Say so with labels={{{name!r}: 'negative' | 'neutral' | 'positive', …}}"
            )
        found[i] = meaning
    if not {"negative", "positive"} <= set(found.values()):
        raise GeosentValueError(
            f"a target scorer needs a negative and a positive class; the model has {names}"
        )
    return found


def _sentiment(meaning: Mapping[int, Polarity], numbers: Sequence[float]) -> TargetSentiment:
    sums: dict[Polarity, float] = {"negative": 0.0, "neutral": 0.0, "positive": 0.0}
    for i, number in enumerate(numbers):
        sums[meaning[i]] += number
    return TargetSentiment(**{name: round(value, 4) for name, value in sums.items()})

"""How a sentence judges one target in it: negative, neutral or positive.

    >>> TargetScorer().score("The minister condemned Syria.", 23, 28).label
    'negative'

A sentence may be full of war and judge nobody, so its tone says little about any one name in it.
What the words do to the target depends on where they stand: before or after it, near or far, as
its verb or as its modifier. That is what the features describe (`features.py`), from the sentence
read as tokens with every name of a place masked (`reading.py`), and a linear model over them,
trained on human labels, gives the three probabilities (`weights.py`).
"""

from __future__ import annotations

from geosent.model import TargetSentiment
from geosent.targeting.scorer import TargetScorer

__all__ = ["TargetScorer", "TargetSentiment"]

"""How a sentence judges one target in it: negative, neutral or positive.

    >>> TargetScorer().score("The minister condemned Syria.", 23, 28).label
    'negative'

A sentence may be full of war and judge nobody, so its tone says little about any one name in it.
What the words do to the target depends on where they stand: before or after it, near or far, as
its verb or as its modifier. So the sentence is read as words with every name of a place masked
(`reading.py`), and two models trained on human labels judge it together: a linear one by where each
word stands (`features.py`, `weights.py`), and a small network by what neighbouring words do to one
another (`network.py`). Before, what judges somebody else is taken out (`narrowing.py`).
"""

from __future__ import annotations

from geosent.model import TargetSentiment
from geosent.targeting.scorer import TargetScorer

__all__ = ["TargetScorer", "TargetSentiment"]

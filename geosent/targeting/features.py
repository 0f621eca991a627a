"""What a sentence says about a target, as a list of feature names; one that counts twice is twice.

Words are told apart by side and distance: the word next to the target, the pair of words next to
it, the words within four and nine places, those of its clause, and those of the whole sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

from geosent.targeting.reading import Reading


def features(reading: Reading) -> list[str]:
    """The features of a reading, in no particular order."""
    found: list[str] = ["*"]
    _side(found, "L", reading.left[::-1])
    _side(found, "R", reading.right)
    before = reading.left[-1] if reading.left else "^"
    after = reading.right[0] if reading.right else "$"
    found.append(f"LR={before}_{after}")
    return found


def _side(found: list[str], side: str, words: Sequence[str]) -> None:
    """`words` run away from the target."""
    for i, word in enumerate(words[:3]):
        found.append(f"{side}{i}={word}")
        if i + 1 < len(words):
            found.append(f"{side}{i}b={word}_{words[i + 1]}")
    found += [f"{side}n4={word}" for word in words[:4]]
    found += [f"{side}n9={word}" for word in words[:9]]
    clause = next((i for i, word in enumerate(words) if i and word in ".!?;"), len(words))
    found += [f"{side}={word}" for word in words[:clause]]
    found += [f"B={word}" for word in words]

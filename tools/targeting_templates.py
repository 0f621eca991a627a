"""Sentences made from templates, which teach the target scorer what the corpora show too seldom.

Labelled news has thousands of judgements and few of each construction. These say plainly who is
judged in the passive and the active, under negation, by a noun, as being something, and that a
place where something is condemned is not condemned itself. All are written for this purpose.
"""

from __future__ import annotations

from collections.abc import Iterator

Example = tuple[str, int, int, str]  #: text, start and end of the target, label

#: Base form, past, participle.
BAD_VERBS = (
    ("accuse", "accused"),
    ("assail", "assailed"),
    ("attack", "attacked"),
    ("berate", "berated"),
    ("blame", "blamed"),
    ("blast", "blasted"),
    ("castigate", "castigated"),
    ("censure", "censured"),
    ("chide", "chided"),
    ("condemn", "condemned"),
    ("criticise", "criticised"),
    ("criticize", "criticized"),
    ("decry", "decried"),
    ("denounce", "denounced"),
    ("deride", "derided"),
    ("despise", "despised"),
    ("disparage", "disparaged"),
    ("distrust", "distrusted"),
    ("excoriate", "excoriated"),
    ("fault", "faulted"),
    ("insult", "insulted"),
    ("lambaste", "lambasted"),
    ("mock", "mocked"),
    ("oppose", "opposed"),
    ("pillory", "pilloried"),
    ("punish", "punished"),
    ("rebuff", "rebuffed"),
    ("rebuke", "rebuked"),
    ("reject", "rejected"),
    ("reprimand", "reprimanded"),
    ("reproach", "reproached"),
    ("revile", "reviled"),
    ("ridicule", "ridiculed"),
    ("sanction", "sanctioned"),
    ("scold", "scolded"),
    ("scorn", "scorned"),
    ("slam", "slammed"),
    ("slander", "slandered"),
    ("threaten", "threatened"),
    ("vilify", "vilified"),
)
GOOD_VERBS = (
    ("acclaim", "acclaimed"),
    ("admire", "admired"),
    ("applaud", "applauded"),
    ("appreciate", "appreciated"),
    ("back", "backed"),
    ("celebrate", "celebrated"),
    ("champion", "championed"),
    ("cheer", "cheered"),
    ("commend", "commended"),
    ("compliment", "complimented"),
    ("congratulate", "congratulated"),
    ("defend", "defended"),
    ("embrace", "embraced"),
    ("endorse", "endorsed"),
    ("extol", "extoled"),
    ("favor", "favored"),
    ("hail", "hailed"),
    ("honor", "honored"),
    ("laud", "lauded"),
    ("love", "loved"),
    ("praise", "praised"),
    ("respect", "respected"),
    ("salute", "saluted"),
    ("support", "supported"),
    ("thank", "thanked"),
    ("trust", "trusted"),
    ("value", "valued"),
    ("welcome", "welcomed"),
)
BAD_THINGS = (
    *("a menace", "a bully", "a tyranny", "a pariah", "an enemy", "a failure", "an outlaw state"),
    *("a brutal regime", "a corrupt country", "a disgrace", "a dangerous rival", "an aggressor"),
)
GOOD_THINGS = (
    *("a friend", "a great nation", "an ally", "a strong partner", "an inspiration", "a success"),
    *("a beacon of hope", "a wonderful country", "a champion of peace", "a generous donor"),
)
BAD_NOUNS = (
    *("criticism of", "condemnation of", "outrage at", "hostility toward", "sanctions against"),
    *("complaints about", "threats against", "hatred of", "contempt for", "a boycott of"),
    *("a fierce opponent of", "a critic of", "opposition to", "anger at"),
)
GOOD_NOUNS = (
    *("praise for", "support for", "admiration for", "solidarity with", "sympathy for"),
    *("gratitude to", "respect for", "a friend of", "an admirer of", "confidence in"),
)
EVENTS = ("the bombing in", "the killings in", "the coup in", "violence in", "the elections in")
JUDGES = ("the senator", "Mr. Aldous", "Ms. Verhoeven", "the union", "Norway")
TARGET = "Portugal"  #: any country does: names are masked


def examples() -> Iterator[Example]:
    """Each example; the same, in the same order, every time."""
    for number, (text, label) in enumerate(_texts()):
        judge = JUDGES[number % len(JUDGES)]
        text = text.replace("J ", f"{judge} ").replace(" J", f" {judge}")
        text = text[0].upper() + text[1:]
        start = text.index("@")
        yield text.replace("@", TARGET), start, start + len(TARGET), label


def _texts() -> Iterator[tuple[str, str]]:
    for verbs, label, other in ((BAD_VERBS, "negative", "x"), (GOOD_VERBS, "positive", "negative")):
        for base, past in verbs:
            yield f"J {past} @.", label
            yield f"J {past} @ on Tuesday over the plan.", label
            yield f"@ was {past} by J.", label
            yield f"@ has been {past} by J for its role in the talks.", label
            yield f"@ {past} J.", "neutral"
            yield f"@ {past} J over the plan.", "neutral"
            yield f"Spain was {past} by @.", "neutral"
            yield f"J did not {base} @.", "neutral"
            yield f"J refused to {base} @.", "negative" if other == "negative" else "neutral"
            yield f"J never {past} @.", "neutral"
            yield f"@ was not {past} by J.", "neutral"
    for things, label in ((BAD_THINGS, "negative"), (GOOD_THINGS, "positive")):
        for thing in things:
            yield f"@ is {thing}, J said.", label
            yield f"J called @ {thing}.", label
            yield f"J described @ as {thing}.", label
            yield f"@ is not {thing}, J said.", "neutral" if label == "negative" else "negative"
            yield f"J said that @ had become {thing}.", label
    for nouns, label in ((BAD_NOUNS, "negative"), (GOOD_NOUNS, "positive")):
        for noun in nouns:
            yield f"J is known for {noun} @.", label
            yield f"There was {noun} @ in the speech by J.", label
    for event in EVENTS:
        yield f"J condemned {event} @.", "neutral"
        yield f"J was shocked by {event} @.", "neutral"
        yield f"J praised the doctors after {event} @.", "neutral"

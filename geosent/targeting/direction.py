"""Who speaks of whom, or acts on whom, among the mentions of one sentence.

    >>> directed_pairs("Tehran denounced Israel.", [(0, 6), (17, 23)])
    [(0, 1)]

The belief behind it: in news English direction hangs on few constructions. A verb that judges,
harms, helps or reports has a subject to its left and an object to its right, or the other way
round with "by"; a noun of judgement ("criticism of", "sanctions on") has an owner. So for each
mention the word that governs it is looked for, and then that word's subject. A mention behind a
preposition is no subject ("the ambassador to Germany condemned …" is not said by Germany), and the
victim of what is judged is not itself judged ("condemned the attack on Syria"). Talks
between two countries have no direction.

Where no such construction is found, a linear model over the words between and around the two
mentions decides (`direction_features.py`); it was trained to be silent when in doubt.

On the valid part of the directed sentiment corpus, which marks judgements and not who merely speaks
of whom, precision is 0.58 and recall 0.53; taking the first named for the source gives 0.30 and
0.86.

No name is read, only whether it is written as a demonym. Verbs and nouns are those of the target
scorer's lexicon, in its classes; little words are listed here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from attrs import frozen

from geosent.targeting.direction_features import REACH, pair_features, symbols, total
from geosent.targeting.reading import Span, kind_of
from geosent.targeting.weights import shipped

Pair = tuple[int, int]

#: How many words a governing word may stand before what it governs, and a subject before its verb.
OBJECT_REACH = 9
SUBJECT_REACH = 14

_TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W_]+(?:(?<=n)['’]t\b)?|['’]s\b|(?<=s)['’](?= )|[^\w\s]")
_PLAINER = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})

_ENDS = frozenset(".;!?")
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "'s", "got", "gets", "get"})
_SKIPPED = frozenset(
    {
        *("has", "have", "had", "having", "will", "would", "can", "could", "may", "might", "must"),
        *("shall", "should", "do", "does", "did", "not", "n't", "never", "also", "again", "then"),
        *("once", "now", "still", "even", "later", "often", "twice", "long", "repeatedly", "both"),
        *("don't", "doesn't", "didn't", "hasn't", "haven't", "hadn't", "won't", "wouldn't", "all"),
        *(
            "isn't",
            "aren't",
            "wasn't",
            "weren't",
            "can't",
            "couldn't",
            "cannot",
            "so",
            "far",
            "too",
        ),
        *("already", "yesterday", "today", "first", "soon", "instead", "further", "just", "only"),
    }
)
_PREPOSITIONS = frozenset(
    {
        *("with", "to", "against", "between", "for", "over", "on", "at", "near", "into", "toward"),
        *(
            "towards",
            "about",
            "than",
            "like",
            "by",
            "across",
            "in",
            "from",
            "of",
            "inside",
            "under",
        ),
        *("within", "through", "around", "among", "behind", "via", "after", "before", "during"),
        *("since", "until", "without", "despite", "beyond", "outside", "off", "onto", "as", "upon"),
    }
)
_SUBORDINATORS = frozenset(
    {
        *("because", "while", "when", "if", "although", "though", "whereas", "after", "before"),
        *("unless", "until", "since", "where", "whether", "how", "why", "what", "but"),
    }
)
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i", "you"})
_AND = frozenset({"and", "or", "&", "nor"})
_LINKS = _AND | {",", "the", "both", "also", "then", "well", "as", "a"}
_DETERMINERS = frozenset(
    {
        *("the", "a", "an", "its", "their", "his", "her", "our", "this", "that", "these", "those"),
        *("new", "any", "some", "more", "several", "many", "no", "such", "all", "my", "what"),
    }
)
#: Prepositions that belong to a verb when they follow it: "lashed out at", "sided with".
_PARTICLES = frozenset({"against", "at", "on", "of", "with", "to", "for", "behind", "out", "up"})
#: What harms or helps somebody may be done there: "bombed targets in", "sent aid to".
_DONE_TO = frozenset({"in", "on", "against", "to", "into", "of", "from", "for", "at", "inside"})
#: What a noun of judgement or a deed is directed with: "sanctions on", "support for".
_AIMED = frozenset({"of", "on", "against", "for", "to", "toward", "towards", "at", "over", "about"})
#: Words whose "in …" tells where they come from, so that they may speak for it.
_SPEAKERS = frozenset(
    {
        *("officials", "official", "government", "regime", "leaders", "leader", "authorities"),
        *("lawmakers", "president", "minister", "ministers", "ministry", "court", "courts"),
        *("diplomats", "rulers", "leadership", "protesters", "demonstrators", "politicians"),
        *("parliament", "media", "newspapers", "analysts", "prosecutors", "police", "crowds"),
        *("administration", "clerics", "rebels", "troops", "forces", "soldiers", "military"),
        *("embassy", "generals", "hardliners", "capital", "critics", "allies", "authority"),
    }
)
_LIGHT = frozenset(
    {
        *("impose", "imposes", "imposed", "imposing", "launch", "launches", "launched"),
        *("launching", "voice", "voices", "voiced", "voicing", "express", "expresses", "expressed"),
        *("expressing", "offer", "offers", "offered", "offering", "pledge", "pledges", "pledged"),
        *("declare", "declares", "declared", "declaring", "lift", "lifts", "lifted", "lifting"),
        *("ease", "eased", "easing", "send", "sends", "sent", "sending", "give", "gives", "gave"),
        *("announce", "announces", "announced", "announcing", "start", "started", "wage", "waged"),
        *("waging", "wages", "conduct", "conducted", "show", "shows", "showed", "renew", "renewed"),
        *("extend", "extended", "stage", "staged", "order", "ordered", "orders", "ordering"),
        *("mount", "mounted", "made", "make", "makes", "making", "issue", "issued", "issues"),
        *("levelled", "leveled", "carried", "carry", "carries", "slapped", "placed", "filed"),
        *("threatened", "threatens", "threaten", "tightened", "tighten", "reiterated", "has"),
        *("have", "had", "provides", "provide", "provided", "repeated", "withdrew", "called"),
        *("escalated", "stepped", "intensified", "toughened", "suspended", "reimposed", "urged"),
        *("is", "are", "was", "were", "be", "been", "remains", "remain", "remained", "became"),
        *("backs", "backed", "wants", "plans", "announcing", "demanded", "demands", "called"),
    }
)
#: Verbs whose forms in the lexicon are, next to a country, hardly ever that verb.
_NEVER = frozenset(
    {
        *("state", "states", "stated", "like", "court", "back", "long", "point", "plan", "plans"),
        *("found", "mine", "arm", "arms", "fund", "gas", "shell", "settlement", "bar", "read"),
        *("well", "must", "second", "best", "further", "free", "clear", "master", "object", "top"),
        *("fire", "hit-and-run", "may", "trade", "profile", "prize", "prizes", "train", "estimate"),
        *("settle", "sign", "work", "works", "working", "deal", "score", "lead", "leading", "mean"),
        *(
            "host",
            "hosts",
            "try",
            "talk",
            "talks",
            "live",
            "lives",
            "march",
            "expected",
            "including",
        ),
        *("tax", "store", "play", "close", "closed", "rise", "rises", "gun", "guns", "guard"),
        *("join", "joins", "joined", "joining", "beat", "beats", "beaten", "beating"),
        *("fan", "fans", "heat", "pact", "tie", "ties", "link", "links", "mind", "mandate", "row"),
    }
)
#: Verbs of speaking that the lexicon lacks or has only for what else they do.
_SAYING = frozenset(
    {
        *("says", "said", "saying", "say", "told", "tells", "telling", "tell", "believes"),
        *("believe", "believed", "insists", "insisted", "warns", "warned", "denies", "denied"),
        *("admits", "admitted", "vows", "vowed", "alleges", "alleged", "complains", "complained"),
        *("argues", "argued", "claims", "claimed", "adds", "added", "declares", "declared"),
        *("thinks", "fears", "feared", "hopes", "urges", "urged", "asked", "asks", "demands"),
        *("demanded", "accepts", "announced", "announces", "reported", "reports", "noted"),
    }
)
#: Deeds that the lexicon lacks: what one state does to another.
_DEEDS = frozenset(
    {
        *("invades", "invaded", "invading", "invade", "bombs", "recalled", "expels", "expelled"),
        *("retaliates", "annexes", "annexed", "aids", "aided", "aiding", "helps", "helped"),
        *("sanctioned", "sanctions", "sanctioning", "attacks", "attacked", "attacking"),
    }
)
#: Nouns of deeds beside the lexicon's nouns of judgement.
_NOUNS = frozenset(
    {
        *("invasion", "strike", "strikes", "airstrike", "airstrikes", "bombing", "bombardment"),
        *("aggression", "aid", "help", "raid", "raids", "assault", "assaults", "blockade"),
        *("sanctions", "tariffs", "condemnation", "warning", "warnings", "threats", "support"),
        *("demands", "occupation", "annexation", "shelling", "offensive", "interference"),
        *("target", "targets", "meddling", "reprisals", "retaliation", "attacks", "attack"),
        *("apology", "gratitude", "complaint", "lawsuit", "pressure"),
    }
)
#: Both sides take part in them, so they have no direction.
_MUTUAL = frozenset(
    {
        *("relation", "relations", "relationship", "tension", "tensions", "tie", "ties", "link"),
        *("links", "conflict", "clash", "clashes", "pact", "accord", "alliance", "partnership"),
        *("truce", "rivalry", "rift", "feud", "standoff", "cooperation", "bond", "bonds", "spat"),
    }
)

#: Deeds in the passive only: "given" may be a preposition, and what is sent is seldom a country.
_DONE_BY = frozenset({"given", "sent"})
#: What makes "held … by" a judgement and no draw or festival.
_HELD = frozenset({"accountable", "liable", "responsible"})

_JUDGE, _DO, _SAY = 1, 2, 3
_PAST = re.compile(
    r"(?:ed|en|wn|ught|ung|uck|ilt|aid|old|held|\bsent|hit|hurt|cut|slain|beat|born|shot)$"
)


@frozen(eq=False)
class Read:
    """A sentence as words, with a group of mentions as one word of class `group` >= 0."""

    words: Sequence[str]
    upper: Sequence[bool]
    group: Sequence[int]
    adjective: Sequence[bool]  #: of a group: written as a demonym that describes what follows
    verbs: Sequence[int]  #: the class of a word used as a verb, else 0
    nouns: Sequence[bool]
    members: Sequence[Sequence[int]]
    at: Sequence[int]  #: where each mention stands among the words


def directed_pairs(text: str, spans: Sequence[Span]) -> list[Pair]:
    """Pairs of mentions of which the first speaks of the second, acts on it or judges it.

    `spans` are the mentions' offsets in the sentence `text`, in order; pairs are of their indices.

    >>> directed_pairs("Israel was condemned by Iran and Syria.", [(0, 6), (24, 28), (33, 38)])
    [(1, 0), (2, 0)]
    >>> directed_pairs("Talks between Iran and Israel failed.", [(14, 18), (23, 29)])
    []
    """
    reading, found = constructions(text, spans)
    for pair, way, features in list(candidates(reading, found)):
        if pair not in found and total(features, way) > 0:
            found[pair] = None
    return sorted(found)


def constructions(text: str, spans: Sequence[Span]) -> tuple[Read | None, dict[Pair, None]]:
    """The sentence as words, and the pairs that a known construction directs."""
    if len(spans) < 2:
        return None, {}
    reading = _read(text, spans)
    found: dict[Pair, None] = {}
    for source, target in _groups(reading) if len(reading.members) > 1 else ():
        if source != target:
            for i in reading.members[source]:
                for j in reading.members[target]:
                    found[i, j] = None
    return reading, found


def candidates(
    reading: Read | None, found: Collection[Pair]
) -> Iterator[tuple[Pair, str, Sequence[str]]]:
    """The pairs that may have a direction: which way they point in the text, and their features.

    Not those of one list ("France and Germany"), of "between …", or of two sentences; nor those
    that a construction rules out: it found the opposite, or another source of the target.
    """
    r = reading
    if r is None or len(r.members) < 2:
        return
    marks = symbols(r.words, r.upper, r.group, r.verbs, r.nouns)
    taken = {target for _, target in found}
    free = [i for i, at in enumerate(r.at) if r.members[r.group[at]]]
    near = (  # a list of names may be long
        (i, j) for at, i in enumerate(free) for j in free[at + 1 : at + 1 + REACH]
    )
    for i, j in near:
        first, second = r.at[i], r.at[j]
        if (
            r.group[first] == r.group[second]
            or second - first > REACH
            or not _ENDS.isdisjoint(r.words[first + 1 : second])
        ):
            continue
        features: Sequence[str] = ()
        for pair, way, source, target in (
            ((i, j), ">", first, second),
            ((j, i), "<", second, first),
        ):
            if pair not in found and (
                pair[::-1] in found
                or pair[1] in taken
                or not _may_act(r, source)
                or _is_victim(r, target)
            ):
                continue
            features = features or pair_features(r.words, marks, r.upper, first, second)
            yield pair, way, features


def _groups(r: Read) -> list[Pair]:
    """Pairs of groups, from each construction in turn."""
    found: list[Pair] = []
    for at, group in enumerate(r.group):
        if group >= 0:
            source = _source_of(r, at)
            if source is not None:
                found.append((source, group))
    for at, kind in enumerate(r.verbs):
        if not kind and not _is_done_by(r, at):
            continue
        if _is_passive(r, at):
            agent = _by(r, at + 1)
            patient = _subject(r, at)
            if agent is not None and patient is not None:
                found.append((agent, patient))
        else:
            if kind != _SAY:
                found += _relative(r, at)
            if r.words[at] in _SAYING:
                found += _said_after(r, at)
    found += _according(r)
    return found


# --- what governs a mention -------------------------------------------------------------------


def _source_of(r: Read, at: int) -> int | None:
    """The group that speaks of or acts on the one at `at`, by the word that governs it."""
    words, verbs, nouns = r.words, r.verbs, r.nouns
    passed: list[str] = []  # prepositions on the way, the nearest first
    name = False
    for i in range(at - 1, max(-1, at - 1 - OBJECT_REACH), -1):
        word = words[i]
        if verbs[i]:
            return _by_verb(r, i, at, passed, name)
        if nouns[i]:
            following = words[i + 1]
            if following in _AIMED and passed and not name:
                return _by_noun(r, i, at)
            if following == "with" or word in _MUTUAL:
                return None
        if word in _ENDS or word == "," or word == "by" or r.group[i] >= 0:
            return None
        if word in _PREPOSITIONS:
            passed.append(word)
        elif word in _SUBORDINATORS or word in _PRONOUNS or (word in _RELATIVE and word != "that"):
            return None
        elif word in _AND and not passed:
            continue
        elif r.upper[i] and i + 1 < at:
            # A name of its own unless it is a title before the mention: "President", "Mr".
            name = name or bool(passed) or words[i + 1] in _PREPOSITIONS or not r.upper[i + 1]
    return None


def _by_verb(r: Read, verb: int, at: int, passed: Sequence[str], name: bool) -> int | None:
    kind, word = r.verbs[verb], r.words[verb]
    if name or _is_passive(r, verb):
        return None
    if kind == _SAY:
        # What is said has the mention as its subject: nothing but an article may come between.
        if passed and (passed not in (["of"], ["about"], ["on"]) or at - verb > 4):
            return None
        if at - verb > 5:
            return None
    elif kind == _JUDGE:
        if passed and not (
            (len(passed) == 1 and r.words[verb + 1] in _PARTICLES)
            or (len(passed) == 2 and r.words[verb + 1] == "out" and r.words[verb + 2] == "at")
            or (passed == ["of"] and not _is_deed(r, verb, at))
            or (passed == ["out"] or passed == ["at", "out"])
        ):
            return None
        if len(passed) == 1 and passed[0] == "by":
            return None
    elif passed and (len(passed) > 1 or passed[0] not in _DONE_TO):
        return None
    if word == "according":
        return None
    return _subject(r, verb)


def _is_deed(r: Read, start: int, end: int) -> bool:
    """Whether "of" follows something done to the mention: "the bombing of"."""
    for i in range(start + 1, end):
        if r.words[i] == "of":
            before = r.words[i - 1]
            deed = before.endswith(("ing", "ion", "ment", "age")) and before != "government"
            return r.nouns[i - 1] or deed
    return False


def _by_noun(r: Read, noun: int, at: int) -> int | None:
    """The owner of a judgement or deed: its possessor, "by", or the subject of a light verb."""
    words = r.words
    agent = _by(r, at + 1, 3) if at + 1 < len(words) else None
    if agent is not None:
        return agent
    if words[noun + 1] == "by":
        return None
    i = noun - 1
    for _ in range(6):
        if i < 0:
            return None
        if r.group[i] >= 0:
            return r.group[i] if _may_act(r, i) or words[i + 1] == "'s" else None
        word = words[i]
        if word in _ENDS or word in _SUBORDINATORS:
            return None
        if word in _LIGHT:
            return _subject(r, i)
        if r.verbs[i]:
            return None if r.verbs[i] == _JUDGE else _subject(r, i)
        if word == ",":
            # "Iran, a critic of Israel"
            back = r.group[i - 1] if i else -1
            return back if back >= 0 and words[i + 1] in _DETERMINERS else None
        if word in _PREPOSITIONS and word not in ("of", "in"):
            return None
        i -= 1
    return None


def _is_victim(r: Read, at: int) -> bool:
    """Whether a mention suffers what is judged: "condemned the attack on Syria"."""
    for i in range(at - 2, max(-1, at - 6), -1):
        if r.verbs[i] or r.group[i] >= 0 or r.words[i] in _ENDS:
            return False
        if r.nouns[i] and r.words[i + 1] in _AIMED:
            before = [r.verbs[j] for j in range(max(0, i - 4), i)]
            after = [r.verbs[j] for j in range(at + 1, min(len(r.words), at + 5))]
            return _JUDGE in before or _JUDGE in after
    return False


def _by(r: Read, start: int, reach: int = 6) -> int | None:
    """The group behind the next "by"."""
    words = r.words
    for i in range(start, min(len(words), start + reach)):
        word = words[i]
        if word == "by":
            for j in range(i + 1, min(len(words), i + 7)):
                if r.group[j] >= 0:
                    return r.group[j]
                if words[j] in _ENDS or words[j] == "," or r.verbs[j]:
                    return None
                if words[j] in _PREPOSITIONS and words[j] not in ("of", "from", "in"):
                    return None
            return None
        if word in _ENDS or r.verbs[i] or r.group[i] >= 0:
            return None
    return None


# --- the subject of a verb --------------------------------------------------------------------


def _subject(r: Read, verb: int, depth: int = 0) -> int | None:
    """The group that does what a verb says."""
    words = r.words
    i = verb - 1
    while i >= 0 and (words[i] in _SKIPPED or words[i] in _BE or words[i].endswith("ly")):
        i -= 1
    if i < 0 or depth > 4:
        return None
    word = words[i]
    participle = words[verb].endswith("ing")
    if word in _AND or (word == "," and participle) or (word == "but" and i):
        earlier = _verb_before(r, i)
        if earlier is not None:
            return _subject(r, earlier, depth + 1)
    if word in _RELATIVE:
        back = i - 1
        while back >= 0 and words[back] in (",", "'s"):
            back -= 1
        return _nearest(r, back, 4)
    if word in _PRONOUNS:
        earlier = _verb_before(r, i)
        if earlier is None or r.verbs[earlier] != _SAY:
            return None
        return _subject(r, earlier, depth + 1)
    closing = word == ","
    named = False
    for j in range(i, max(-1, i - SUBJECT_REACH), -1):
        word = words[j]
        if r.group[j] >= 0:
            if _may_act(r, j):
                return r.group[j]
            continue
        if word in _ENDS or word == ":":
            return None
        if r.verbs[j]:
            if named:
                return None
            if word.endswith("ing") and not _is_auxiliary(words, j):
                continue
            if participle or "to" in words[j:verb]:
                return _subject(r, j, depth + 1)
            if closing or _is_reduced(r, j):
                continue
            return None
        if word in _SUBORDINATORS or word in _PRONOUNS:
            return None
        if word == "," and not closing and j < i:
            # "In Paris, the minister condemned": the comma closes something before the subject.
            return None
        if word == ",":
            closing = j == i
            if j < i:
                named = False
        elif r.upper[j] and j > 0:
            before = words[j - 1]
            named = True
            if before in _AND or before in ("that", "as", "when") or before in _PREPOSITIONS:
                return None
    return None


def _is_auxiliary(words: Sequence[str], at: int) -> bool:
    return at > 0 and words[at - 1] in _BE


def _is_reduced(r: Read, at: int) -> bool:
    """Whether a participle describes the subject: "the deal backed by"."""
    return at + 1 < len(r.words) and r.words[at + 1] in ("by", "in", "on", "at")


def _verb_before(r: Read, at: int) -> int | None:
    for j in range(at - 1, -1, -1):
        if r.words[j] in _ENDS:
            return None
        if r.verbs[j]:
            return j
    return None


def _nearest(r: Read, at: int, reach: int) -> int | None:
    for j in range(at, max(-1, at - reach), -1):
        if r.group[j] >= 0:
            return r.group[j]
        if r.words[j] in _ENDS or r.words[j] == ",":
            return None
    return None


def _may_act(r: Read, at: int) -> bool:
    """Whether a group may be a subject: not behind a preposition, unless it speaks from there."""
    words = r.words
    for i in range(at - 1, max(-1, at - 4), -1):
        word = words[i]
        if word in _ENDS or word == "," or r.verbs[i] or r.group[i] >= 0:
            return True
        if word in _PREPOSITIONS:
            if word in _SUBORDINATORS or word == "as":
                return True  # "after Iran condemned"
            if word in ("of", "from", "in"):
                speaks = word == "of" or (i > 0 and words[i - 1] in _SPEAKERS)
                noun = i > 0 and (r.nouns[i - 1] or _is_deed(r, max(-1, i - 2), i + 1))
                owned = any(g >= 0 for g in r.group[max(0, i - 4) : i])
                return speaks and not owned and not noun
            return False
    return True


def _is_passive(r: Read, verb: int) -> bool:
    words = r.words
    if not _PAST.search(words[verb]):
        return False
    if verb + 1 < len(words) and words[verb + 1] == "by":
        return True
    i = verb - 1
    while i >= 0 and ((words[i] in _SKIPPED and words[i] not in _BE) or words[i].endswith("ly")):
        i -= 1
    if i < 0 or words[i] not in _BE:
        return False
    return words[i] != "'s" or r.group[i - 1] < 0


def _is_done_by(r: Read, at: int) -> bool:
    """Whether a word directs although it is no verb that does so elsewhere: "was given aid by"."""
    words = r.words
    held = words[at] == "held" and not _HELD.isdisjoint(words[at + 1 : at + 2])
    return (held or words[at] in _DONE_BY) and _is_passive(r, at)


def _relative(r: Read, verb: int) -> list[Pair]:
    """The object that stands before: "Israel, which Iran has condemned"."""
    words = r.words
    i = verb - 1
    while i >= 0 and (words[i] in _SKIPPED or words[i].endswith("ly")):
        i -= 1
    for j in range(i, max(0, i - 5), -1):
        if words[j] in _RELATIVE:
            source = next((g for g in r.group[j + 1 : verb] if g >= 0), None)
            target = _nearest(r, j - 2 if words[j - 1] == "," else j - 1, 1)
            return [] if source is None or target is None else [(source, target)]
        if words[j] in _ENDS or words[j] == "," or r.verbs[j]:
            return []
    return []


# --- who is quoted ----------------------------------------------------------------------------


def _said_after(r: Read, verb: int) -> list[Pair]:
    """What stands before "…, Tehran said" or "…, said Tehran" is spoken by Tehran."""
    words = r.words
    following = verb + 1
    inverted = verb > 0 and words[verb - 1] in (",", '"') and not words[verb].endswith("ing")
    source = None
    start = verb
    if inverted:
        for j in range(following, min(len(words), following + 5)):
            if r.group[j] >= 0:
                source = r.group[j] if _may_act(r, j) else None
                break
            if words[j] in _ENDS or words[j] in (",", "that") or words[j] in _PREPOSITIONS:
                break
    elif following == len(words) or words[following] in _ENDS or words[following] in (",", "on"):
        source = _subject(r, verb)
        if source is not None:
            start = r.group.index(source)
            # Back to where the clause of the speaker begins.
            for j in range(start - 1, max(-1, start - 5), -1):
                if words[j] in (",", '"'):
                    start = j
                    break
            else:
                return []
    if source is None:
        return []
    first = next((g for g in r.group[:start] if g >= 0 and g != source), None)
    return [] if first is None else [(source, first)]


def _according(r: Read) -> list[Pair]:
    words = r.words
    if "according" not in words:
        return []
    at = words.index("according")
    if words[at + 1 : at + 2] != ["to"]:
        return []
    source = None
    end = at
    for j in range(at + 2, min(len(words), at + 9)):
        if r.group[j] >= 0:
            source, end = r.group[j], j
            break
        if words[j] in _ENDS or words[j] == ",":
            return []
    if source is None:
        return []
    others = [g for g in (*r.group[:at], *r.group[end + 1 :]) if g >= 0 and g != source]
    return [(source, others[0])] if others else []


# --- reading ----------------------------------------------------------------------------------


def _read(text: str, spans: Sequence[Span]) -> Read:
    words: list[str] = []
    upper: list[bool] = []
    place: list[int] = []
    plural: dict[int, bool] = {}
    done = 0
    for index, (start, end) in enumerate(spans):
        _append(words, upper, place, text, done, start)
        own = text[start:end]
        possessive = own.endswith(("'s", "’s"))
        words.append("<P>")
        upper.append(True)
        place.append(index)
        plural[len(words) - 1] = kind_of(own) != "people" or own.endswith("s")
        if possessive:
            words.append("'s")
            upper.append(False)
            place.append(-1)
        done = max(done, end)
    _append(words, upper, place, text, done, len(text))
    group, members = _joined(words, place)
    adjective = [at in plural and not plural[at] for at in range(len(words))]
    verbs, nouns = _roles(words, group, adjective)
    at = [i for i, index in enumerate(place) if index >= 0]
    return Read(words, upper, group, adjective, verbs, nouns, members, at)


def _append(
    words: list[str], upper: list[bool], place: list[int], text: str, start: int, end: int
) -> None:
    for raw in _TOKEN.findall(text, start, end) if end > start else ():
        word = raw.lower().translate(_PLAINER)
        words.append("'s" if word == "'" and words and place[-1] >= 0 else word)
        upper.append(raw[0].isupper())
        place.append(-1)


def _joined(words: Sequence[str], place: Sequence[int]) -> tuple[list[int], list[list[int]]]:
    """Mentions joined by "and" are one group; those of "between … and …" are nobody's."""
    at = [i for i, index in enumerate(place) if index >= 0]
    chains: list[list[int]] = [[at[0]]]
    joined = False
    for before, now in pairwise(at):
        between = words[before + 1 : now]
        link = len(between) <= 4 and bool(between) and all(w in _LINKS for w in between)
        if link and (not _AND.isdisjoint(between) or _list_goes_on(words, place, now)):
            chains[-1].append(now)
        else:
            chains.append([now])
    group = [-1] * len(words)
    members: list[list[int]] = []
    for chain in chains:
        first = chain[0]
        mutual = "between" in words[max(0, first - 3) : first]
        joined = first + 1 < len(words) and words[first + 1] in ("-", "–", "/")
        for i in chain:
            group[i] = len(members)
        members.append([] if mutual or joined else [place[i] for i in chain])
    return group, members


def _list_goes_on(words: Sequence[str], place: Sequence[int], at: int) -> bool:
    """Whether a list of names with commas ends in "and" and a name."""
    for i in range(at + 1, len(words)):
        if words[i] in _AND:
            return any(index >= 0 for index in place[i + 1 : i + 3])
        if place[i] < 0 and words[i] not in _LINKS:
            return False
    return False


def _roles(
    words: Sequence[str], group: Sequence[int], adjective: Sequence[bool]
) -> tuple[list[int], list[bool]]:
    """Which words are used as verbs, by class, and which as nouns of judgement or deeds."""
    known = _known()
    verbs = [0] * len(words)
    nouns = [False] * len(words)
    for i, word in enumerate(words):
        found = known.get(word)
        if found is None:
            continue
        kind, noun = found
        if kind and not (noun and _as_noun(words, group, adjective, i)):
            if not _before_noun(words, adjective, i, word):
                verbs[i] = kind
        elif noun:
            nouns[i] = True
    return verbs, nouns


def _as_noun(
    words: Sequence[str], group: Sequence[int], adjective: Sequence[bool], at: int
) -> bool:
    """Whether a word that may be both is a noun here."""
    if words[at].endswith("ed"):
        return False
    before = words[at - 1] if at else ""
    if before == "to" or before in _SKIPPED:
        return before in ("first", "only", "further", "all", "both", "long", "has", "have", "had")
    if before in _DETERMINERS or before == "'s" or before in _PREPOSITIONS:
        return True
    if at and adjective[at - 1]:
        return True
    following = words[at + 1] if at + 1 < len(words) else "."
    return (
        following in _AIMED
        or following in ("by", "with", "and", "from", "in")
        or not (
            at
            and (
                group[at - 1] >= 0 or before.endswith("s") or before in _AND or before in _RELATIVE
            )
        )
    )


def _before_noun(words: Sequence[str], adjective: Sequence[bool], at: int, word: str) -> bool:
    """Whether a form of a verb describes a noun: "the alleged attack", "an accused man"."""
    before = words[at - 1] if at else ""
    return before in ("the", "a", "an", "its", "their", "his", "her", "this", "of") and not (
        before == "of" and word.endswith("ing")
    )


@cache
def _known() -> Mapping[str, tuple[int, bool]]:
    """Each word that may direct: what it does as a verb, and whether it may be a noun."""
    found: dict[str, tuple[int, bool]] = {}
    for word, (classes, _) in shipped().lexicon.entries.items():
        kind = 0
        if word not in _NEVER:
            if "JN" in classes or "JP" in classes:
                kind = _JUDGE
            elif "HN" in classes or "HP" in classes:
                kind = _DO
            elif "RE" in classes:
                kind = _SAY
        noun = "jn" in classes or "jp" in classes or word in _NOUNS
        # A base form may be a noun as well; so may its form in -s.
        if kind or noun:
            found[word] = kind, noun
    for word in _NOUNS:
        found[word] = found.get(word, (0, True))[0], True
    for word in _SAYING:
        kind, noun = found.get(word, (0, False))
        found[word] = kind or _SAY, noun
    for word in _DEEDS:
        kind, noun = found.get(word, (0, False))
        found[word] = kind or _DO, noun
    return found

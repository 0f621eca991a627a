# %% [markdown]
# # Your own names, scorers and geocoders
#
# An `Analyzer` is four parts: what finds the names, what scores the tone, what scores the judgement,
# and what knows where places are. Each can be replaced, and none needs more than ten lines.

# %%
import geosent

# %% [markdown]
# ## Your own names
#
# Companies, people, places that mean something else in your texts. Yours win over the shipped names,
# and a name mapped to `None` is never tagged. Say you read a paper of Lebanon, Pennsylvania, whose
# editor is called Chad:

# %%
text = "Petronord of Oslo will drill near Lebanon. Chad has the story."
print([(m.text, m.country.alpha_2, m.kind) for m in geosent.tag(text)])

own = geosent.Analyzer(names={"Petronord": "Norway", "Lebanon": "US", "Chad": None})
print([(m.text, m.country.alpha_2, m.kind) for m in own.tag(text)])

# %% [markdown]
# ## Why was it tagged?
#
# `explain` tells for each name what it could mean, with a score for each, and what decided.

# %%
difficult = "Michael Jordan flew from Paris, Texas to Georgia, and on to Tbilisi."
for found in geosent.Analyzer().explain(difficult):
    places = [f"{c.place.alpha_2} {c.place.kind} {c.score}" for c in found.candidates]
    verdict = f"{found.country} ({found.confidence:.0%})" if found.tagged else "no place"
    print(f"{found.text}: {verdict}; {found.reason}\n    could be: {', '.join(places)}")

# %% [markdown]
# ## How sure must it be?
#
# Each mention has a confidence: the probability that its country is right, fitted on annotated news. `min_confidence` is 0.5 unless you say otherwise. For posts without capitals there is
# `case_sensitive=False`.

# %%
post = "north korea and the usa are talking, she said in French"

for analyzer in (
    geosent.Analyzer(),
    geosent.Analyzer(case_sensitive=False),
    geosent.Analyzer(case_sensitive=False, min_confidence=0.9),
):
    print([(m.text, round(m.confidence, 2)) for m in analyzer.tag(post)])

# %% [markdown]
# ## Your own tone, in ten lines
#
# Anything with a method `score(text)` that gives a `Sentiment` can be the scorer: another lexicon,
# another language, a model of yours. It is given one sentence at a time, with the names of places
# masked, and VADER's scale: three shares that add up to 1, and a compound from −1 to +1.


# %%
class Harvest:
    """Is the harvest good? VADER does not know that rain is welcome."""

    WORDS = {"rain": 1, "record": 1, "ripe": 1, "drought": -1, "locusts": -1, "hail": -1}

    def score(self, text):
        found = [self.WORDS.get(word.strip(".,;").lower(), 0) for word in text.split()]
        good, bad, n = found.count(1), found.count(-1), len(found)
        compound = (good - bad) / max(1, good + bad)
        return geosent.Sentiment(bad / n, (n - good - bad) / n, good / n, compound)


fields = "Rain at last in Kenya. Locusts and drought in Chad. Mali waits for rain."
for name, scorer in (("VADER", None), ("Harvest", Harvest())):
    profile = geosent.Analyzer(scorer=scorer).profile(fields)
    print(name, {c.country.name: round(c.sentiment.mean, 2) for c in profile.values()})

# %% [markdown]
# ## Your own judgement, in ten lines
#
# The target scorer sees the sentence and where the name stands in it, and gives the probability that
# the sentence judges it negatively, neutrally or positively. `others` are the offsets of the other
# names.


# %%
class Verbs:
    """Who is condemned, and who is thanked? Looks at the word before the name."""

    SAID = {"condemned": (0.9, 0.1, 0.0), "blamed": (0.8, 0.2, 0.0), "thanked": (0.0, 0.1, 0.9)}

    def score(self, text, start, end, others=()):
        before = text[:start].split()
        verb = before[-1].lower() if before else ""
        return geosent.TargetSentiment(*self.SAID.get(verb, (0.0, 1.0, 0.0)))


quarrel = "Norway condemned Russia. Poland thanked Norway."
profile = geosent.Analyzer(target_scorer=Verbs()).profile(quarrel)
print({c.country.name: c.toward.mean for c in profile.values()})

# %% [markdown]
# The one that ships, `geosent.TargetScorer`, is a linear model trained on human labels. It can be used
# without the rest, and `Analyzer(target_scorer=None)` switches it off.

# %%
sentence = "Norway condemned Russia."
scorer = geosent.TargetScorer()
for name in ("Norway", "Russia"):
    start = sentence.index(name)
    print(name, scorer.score(sentence, start, start + len(name)))

# %% [markdown]
# A transformer that was trained for it judges better, and is far slower. Any sequence classifier of
# Hugging Face fits (`pip install "geosent[transformers]"`; the model is yours to download first):
#
# ```python
# scorer = geosent.TransformersTargetScorer("path/to/a/fine-tuned-model")
# analyzer = geosent.Analyzer(target_scorer=scorer)
# ```
#
# ## Geocoding, offline
#
# `OfflineGeocoder` is a [geopy](https://geopy.readthedocs.io) geocoder over the shipped gazetteer: it
# takes the same calls as geopy's own and gives the same `Location`, without a network, a key or a
# limit.

# %%
geocoder = geosent.OfflineGeocoder()

aleppo = geocoder.geocode("Aleppo")
print(aleppo.address, (aleppo.latitude, aleppo.longitude), aleppo.raw["country_code"])
print([found.address for found in geocoder.geocode("Georgia", exactly_one=False)])
print(geocoder.geocode("moscow", country_codes="us").address)
print(geocoder.reverse("1.35, 103.82").address)
print(geocoder.reverse((30.0, -40.0)))  # in the Atlantic

# %% [markdown]
# ## Your own gazetteer
#
# A CSV file with `name` and `country`, and if you have them `latitude`, `longitude`, `kind` and
# `alternates`. Give its names to the analyzer, and they are found in texts.

# %%
from pathlib import Path

Path("camps.csv").write_text(
    "name,country,latitude,longitude,alternates\n"
    "Camp Lut,Iran,30.60,59.07,Lut Camp\n"
    "Azraq Annex,Jordan,31.91,36.58,\n",
    encoding="utf-8",
)
camps = geosent.OfflineGeocoder.from_csv("camps.csv")
analyzer = geosent.Analyzer(names=camps.names)

for mention in analyzer.tag("Buses left the Azraq Annex for Lut Camp and Amman."):
    place = camps.geocode(mention.text)
    print(f"{mention.text}: {place.address} ({place.latitude:.2f}, {place.longitude:.2f})")

# %% [markdown]
# ## An online geocoder, when the gazetteer does not know
#
# Geocoders of geopy can be chained: the first that knows answers. `CachedGeocoder` keeps each answer
# in a file and asks a service no faster than it allows, for Nominatim once a second. Here the
# gazetteer knows every name, so nothing is asked, and this notebook stays offline.

# %%
from geopy.geocoders import Nominatim

nominatim = Nominatim(user_agent="a-notebook-of-ann (ann@example.org)")
cached = geosent.CachedGeocoder(nominatim, "answers.sqlite3")
chain = geosent.ChainGeocoder([camps, cached])

print([chain.geocode(name).address for name in ("Camp Lut", "Aleppo", "Timbuktu")])
print("requests to Nominatim:", cached.requests)

# %% [markdown]
# Given to an analyzer, the chain is also asked for names that no table holds and that stand where a
# place stands ("the village of …"), each once and `max_lookups` at most. If the service fails, they
# stay untagged and one warning says how many and why. Not run here, because it asks the network:
#
# ```python
# analyzer = geosent.Analyzer(geocoder=chain, max_lookups=200)
# profile = analyzer.profile(texts)
# ```

# %% [markdown]
# Next: [at scale](05_at_scale.ipynb).

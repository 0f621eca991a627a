# %% [markdown]
# # From one article to one map
#
# geosent reads news text and tells, for every country that it mentions, in what tone it does so and
# how it judges that country, with the sentences behind each number. It works on your machine:
# nothing is downloaded and nothing is sent anywhere.
#
# ```
# pip install "geosent[maps,frames]"
# ```
#
# Any text will do. This one was written for the purpose; it is not news.

# %%
article = """
ROME (Sample Wire) - The world is bringing in a good harvest, and too little of
it will reach those who need it, delegates from ninety countries heard on
Thursday.

Brazil celebrated a record crop of soya and was praised for sparing more forest
than in any year of this century. Argentina, freed from three years of drought,
expects its best wheat in a decade. Fruit growers in Chile are hiring again. In
Mexico heat killed a third of the maize, and villages in Sonora fear ruin.
Canada reported excellent yields. American farmers lost their largest market for
sorghum and accused China of unfair tariffs. Beijing was blamed for the collapse
of two grain exchanges.

Nobody had worse news than Sudan. War has emptied its fields, and half of its
people go hungry; delegates condemned Sudanese militias for burning granaries.
Chad, poor as it is, won warm applause for feeding a million refugees. Ethiopia
grew so much wheat that it can help its neighbours, a success that experts
called remarkable. Nigeria is struggling with violent theft from its farms, the
Democratic Republic of the Congo with a disease of cassava. Morocco thanked
Spain for a generous loan of seed. Farmers in South Africa are pleased with the
rain. A cyclone destroyed the vanilla of Madagascar.

Russia was condemned for bombing silos in Odesa, a crime that cost forty lives.
Ukraine, whose farmers work bravely among mines, was admired for exporting more
than a year ago. Turkey was thanked for keeping the Black Sea safe. Kazakhstan
enjoyed good weather. In France angry growers blocked roads in protest against
low prices, and Germany was criticised for its cruel treatment of pickers.
Norway won praise for an honest and generous gift to the world's seed bank.

India allowed the export of rice again, a welcome relief for buyers from Senegal
to the Philippines. Pakistan lost its cotton to terrible floods. Vietnam is
proud of its coffee. Indonesia was accused of illegal burning. Mongolia mourns
four million animals that died in a cruel winter. Australia sold its largest
crop of barley happily to Saudi Arabia, and Japan offered its neighbours
friendly help with rust. Singapore was honoured for its clean and honest
markets. Malta complained of bad water, and Fiji fears the next storm.
"""
article = "\n\n".join(" ".join(lines.split()) for lines in article.strip().split("\n\n"))

# %% [markdown]
# ## Ten lines

# %%
import geosent

profile = geosent.analyze(article)

for found in profile.ranking()[:3] + profile.ranking()[-3:]:
    print(f"{found.sentiment.mean:+.2f}  {found.country.name}")

world = profile.map(title="The tone of one article on the world's harvest")
world.save("quickstart-map.png")
world

# %% [markdown]
# `world` is an [Altair](https://altair-viz.github.io) chart. In Jupyter it has tooltips with each
# country's numbers; `.save` also writes SVG, PDF, and an HTML page that works without a network.
# Countries that are not mentioned are white. Singapore and Malta are too small to be seen as shapes,
# so they are drawn as circles. All colours are pale, because one article is little to go by.
#
# ## What was read
#
# Each name has the code of its country, the kind of name and the confidence that the country is
# right. Each sentence ends with its tone. "American" and "Beijing" count for the United States and
# China as much as the countries' own names do.

# %%
geosent.highlight(article[article.index("Brazil") : article.index("Russia")])

# %% [markdown]
# ## What the numbers mean
#
# | Number | Question it answers | How it is measured |
# |---|---|---|
# | `sentiment` | In what **tone** is the country mentioned? | The mean VADER compound score of the sentences that mention it, −1 to +1. The names themselves are masked, so "United" does not count as a friendly word. |
# | `toward` | How is the country **judged**? | For each sentence, the probability of a favourable judgement less that of an unfavourable one, −1 to +1; then the mean. |
# | `ci95` | How far can I rely on the mean? | The 95% confidence interval, which counts documents, not sentences, as independent. |
# | `mentions`, `sentences`, `documents` | How much is it based on? | Names found, sentences with at least one of them, documents with at least one of those. |
# | `evidence` | Which sentences are behind it? | The strongest on either side of zero, with document and position. |
#
# Tone and judgement are different things. A sentence about a cyclone is sad, and does not blame the
# island that it hit. `sentiment` tells what it is like to read about a country; `toward` tells what
# is thought of it, and is near 0 wherever a sentence reports and does not judge.

# %%
for name in ("Madagascar", "Pakistan", "China", "Norway"):
    found = profile[name]
    print(f"{name}: tone {found.sentiment.mean:+.2f}, judgement {found.toward.mean:+.2f}")
    print(f"    {found.toward.evidence[0].text}")

# %%
profile.map(measure="toward", title="How the same article judges these countries")

# %% [markdown]
# Where bad things merely happened to a country, its colour has faded; where somebody is accused,
# condemned or thanked, it has stayed. The model behind `toward` is small and errs at times, so look
# at the evidence before you lean on a single country.
#
# All countries are in one table. In Jupyter a click on a heading sorts it.

# %%
profile

# %% [markdown]
# The column of intervals is empty, and that is deliberate: one article cannot tell how much another
# would differ. With more documents there are intervals, and where they are clear of 0, colours at
# full strength. The package brings 132 short dispatches dated 2025, written for it like the article
# above.

# %%
from textwrap import indent, wrap

year = geosent.analyze(geosent.load_sample())
print(year)

usa = year["United States"]  # year["US"] and year["USA"] are the same
print(f"{usa.mentions} mentions in {usa.sentences} sentences of {usa.documents} documents")
for name, measure in (("tone", usa.sentiment), ("judgement", usa.toward)):
    low, high = measure.ci95
    print(f"{name:9} {measure.mean:+.2f}, 95% interval {low:+.2f} to {high:+.2f}")
for evidence in usa.toward.evidence[:3]:
    print(f"\n{evidence.score:+.2f} in {evidence.document}, from character {evidence.start}:")
    print(indent("\n".join(wrap(evidence.text, 80)), "    "))

# %% [markdown]
# An interval that includes 0 means that these documents do not settle whether the country is spoken
# of well or badly. Maps and charts draw such countries paler.
#
# ## Taking it with you

# %%
profile.to_html("report.html", title="The harvest", documents=[article])  # one file, for anyone
profile.to_json("profile.json")  # exact: geosent.Profile.from_json reads it back
frame = profile.to_frame()  # pandas, one row for each country
frame.loc[["BR", "SD", "SG"], ["country", "sentences", "sentiment", "toward"]].round(2)

# %% [markdown]
# The same from a shell:
#
# ```
# geosent article.txt --map map.png --html report.html
# ```
#
# Further notebooks: [maps and charts](02_maps_and_charts.ipynb),
# [a corpus over time](03_a_corpus_over_time.ipynb),
# [your own names, scorers and geocoders](04_your_own_parts.ipynb), [at scale](05_at_scale.ipynb).

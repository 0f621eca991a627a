# %% [markdown]
# # Maps and charts
#
# Every picture here is drawn on your machine, from boundaries that ship with the package: no tiles,
# no CDN, no browser. Each is an [Altair](https://altair-viz.github.io) chart, so in Jupyter it has
# tooltips, and what you know of Altair applies to it.
#
# ```
# pip install "geosent[maps]"
# ```
#
# The data are the 132 short dispatches, dated 2025, that come with geosent. They were written for it
# and are not news.

# %%
import geosent

profile = geosent.analyze(geosent.load_sample())
profile

# %% [markdown]
# ## The world in the colours of its news
#
# The colour is the mean **tone** of the sentences that mention a country: VADER's compound score,
# from −1 to +1. The scale is centred on 0 and symmetric, and its colours can be told apart by
# colour-blind readers.

# %%
profile.map()

# %% [markdown]
# How to read it:
#
# - **Strong colour**: at least 5 sentences, and a 95% interval that leaves out 0.
# - **Pale colour**: too few sentences, no interval, or one that includes 0. The colour is the best
#   guess; the paleness says not to lean on it. Most countries here are in a handful of sentences, so
#   most are pale, as they should be. Pale grey is a tone near 0.
# - **White land**: not mentioned.
# - **Circle**: a country too small to be seen as a shape. None is dropped.
#
# Contested places follow ISO 3166 and the practice of the United Nations: Crimea is drawn with
# Ukraine; Taiwan, Palestine, Western Sahara and Kosovo stand for themselves; Northern Cyprus and
# Somaliland are drawn with Cyprus and Somalia.
#
# ## Judged, not just mentioned
#
# `measure="toward"` colours by how the sentences **judge** the country. Most news reports and does
# not judge, so these means are nearer to 0 than those of the tone. `min_sentences=5` leaves out
# countries that are hardly mentioned, and the subtitle says how many.

# %%
profile.map(measure="toward", min_sentences=5)

# %% [markdown]
# ## How much, and how much of it bad
#
# Two more measures: `"mentions"` counts names, on a logarithmic scale; `"share_negative"` is the
# share of sentences with a tone of −0.05 and below.

# %%
profile.map(measure="mentions", title="Who is in the news")

# %% [markdown]
# ## A part of the world
#
# `region=` takes "europe", "middle east", "africa", "asia", "oceania", "north america" and others; a
# wrong name is answered with the list. Regions have an equal-area projection of their own. The
# subtitle tells which countries are outside the view, so that none disappears unnoticed.

# %%
profile.map(region="middle east", measure="share_negative", width=520)

# %% [markdown]
# Charts combine as Altair charts do: `|` puts them beside each other and `&` below each other.

# %%
africa = profile.map(region="africa", title="Africa", width=330)
europe = profile.map(region="europe", title="Europe", width=330)
africa | europe

# %% [markdown]
# ## The ranking
#
# A dot is the mean, the whisker its 95% interval. Where the whisker crosses the line at 0, these
# documents do not settle whether the tone is good or bad. The intervals are wide because sentences of
# one dispatch are not independent: what counts is the number of documents.

# %%
profile.chart(min_sentences=9)

# %%
profile.chart(min_sentences=9, measure="toward")

# %% [markdown]
# ## Who is mentioned with whom
#
# Lines join countries that share sentences, along great circles: the wider, the more sentences; the
# colour is their tone. Arrowheads stand where the wording says who speaks of whom. `pairs()` has the
# numbers.

# %%
profile.network(min_sentences=2)

# %%
for pair in profile.pairs()[:5]:
    print(
        f"{pair.first.name} and {pair.second.name}: {pair.sentences} sentences, "
        f"mean tone {pair.sentiment.mean:+.2f}"
    )

# %% [markdown]
# Some sentences say who speaks of whom, or acts on whom: "Kinshasa accuses Rwanda" is a judgement by
# one country of the other. `directed()` counts only those. They are few, so read them as examples
# and not as statistics.

# %%
said = sorted(profile.directed(), key=lambda one: -abs(one.toward.mean))
for one in said[:5]:
    print(f"{one.source.name} → {one.target.name}: {one.toward.mean:+.2f}")
print(f"and {len(said) - 5} more")

# %% [markdown]
# ## A map to pan and zoom
#
# `folium_map()` is the interactive map that people know, with the same colours and tooltips. Its
# countries show without a network; `tiles="OpenStreetMap"` adds streets, for which the browser then
# asks the network. In Jupyter, end a cell with `slippy` to see it. (Pages such as this one show no
# scripts, so here it is only saved.)

# %%
slippy = profile.folium_map()
slippy.save("interactive-map.html")

# %% [markdown]
# ## Saving
#
# The name decides the format: PNG (at twice the size, for print), SVG, PDF, or an HTML page that
# carries everything it needs. None of them asks for a browser or a network.

# %%
chart = profile.map(title="Tone of the news, 2025")
for name in ("map.pdf", "map.html"):
    chart.save(name)

# %% [markdown]
# ## Your own look
#
# What you configure goes before geosent's look. `limit=` fixes the end of the colour scale, so that
# maps of different corpora can be compared.

# %%
chart = profile.map(min_sentences=5, limit=0.4, width=600, title="Five sentences or more")
chart.configure_title(fontSize=22, font="serif", anchor="middle")

# %% [markdown]
# ## The report
#
# One HTML file with map, ranking, table, evidence and how it was computed. It fits a phone, prints,
# has a dark mode, and every chart in it has a table of the same numbers.

# %%
profile.to_html("report.html", title="The year 2025", documents=geosent.load_sample())

# %% [markdown]
# Next: [a corpus over time](03_a_corpus_over_time.ipynb).

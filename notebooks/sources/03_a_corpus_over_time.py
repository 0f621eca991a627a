# %% [markdown]
# # A corpus over time
#
# `by=` makes one profile for each value of a field: a month, a newspaper, a language. This notebook
# follows a year of dispatches, and asks of every change whether it is more than chance.
#
# The corpus ships with the package: 132 short dispatches dated 2025. They were written for it, so
# they can be shared and shown; they are not news.

# %%
import geosent

corpus = geosent.load_sample()
first = corpus[0]
print(f"{len(corpus)} documents, {corpus[0].fields['date']} to {corpus[-1].fields['date']}")
print(f"\n{first.id}\n{first.fields['title']}")
geosent.highlight(first)

# %% [markdown]
# ## One profile for each month

# %%
analyzer = geosent.Analyzer()
months = analyzer.profile(corpus, by="month")

for month, profile in months.items():
    often = ", ".join(c.country.name for c in profile.ranking("sentences")[:2])
    print(f"{month}  {profile.documents} documents, {len(profile)} countries; most: {often}")

# %% [markdown]
# Who is in the news, month by month: the mentions of the six countries with the most sentences.
# Counts are the safest numbers, and a good first look.

# %%
geosent.plot_over_time(months, measure="mentions")

# %% [markdown]
# ## Quarters, because months are too short
#
# A month has eleven dispatches, and few countries are in more than two of them. A mean of two
# documents has an interval as wide as the scale, and one document has none at all. `by=` also takes a
# function of the document, so a quarter is no more work.


# %%
def quarter(document):
    month = int(document.fields["month"][5:])
    return f"2025 Q{(month + 2) // 3}"


quarters = analyzer.profile(corpus, by=quarter)
chosen = ["US", "CN", "RU", "IN", "DE", "IL"]
geosent.plot_over_time(quarters, countries=chosen)

# %% [markdown]
# The line is the mean tone of the sentences that mention the country, the band its 95% interval.
# A band that is wider than the change it surrounds says that the change may be chance. Now the
# judgement of the same countries: not the tone around them, but what the sentences think of them.

# %%
geosent.plot_over_time(quarters, countries=chosen, measure="toward")

# %% [markdown]
# ## Maps side by side
#
# All maps share one colour scale, so a colour means the same in each.


# %%
def half(document):
    return "January to June" if document.fields["month"] <= "2025-06" else "July to December"


halves = analyzer.profile(corpus, by=half)
geosent.plot_over_time(halves, kind="maps", columns=2)

# %% [markdown]
# ## What changed, and is it more than chance?
#
# The two halves hold different documents, so the variance of a difference is the sum of the two
# variances. `standard_error` has their roots, already clustered by document. Who looks at many
# countries looks at many differences, and one in twenty is beyond two standard errors by chance
# alone; so the bar is set higher, at a twentieth shared among all of them (Bonferroni).

# %%
from statistics import NormalDist

before, after = halves.values()
both = [
    code
    for code in before
    if code in after and min(before[code].documents, after[code].documents) >= 4
]
needed = NormalDist().inv_cdf(1 - 0.05 / (2 * len(both)))
print(f"{len(both)} countries are in 4 or more documents of each half")
print(f"|z| must exceed {needed:.2f}\n")

changes = []
for code in both:
    old, new = before[code].sentiment, after[code].sentiment
    error = (old.standard_error**2 + new.standard_error**2) ** 0.5
    changes.append(((new.mean - old.mean) / error, code, old.mean, new.mean))

for z, code, old, new in sorted(changes, key=lambda row: -abs(row[0]))[:6]:
    verdict = "more than chance" if abs(z) > needed else "may be chance"
    print(f"{geosent.country(code).name:15} {old:+.2f} to {new:+.2f}  z = {z:+.1f}  {verdict}")

# %% [markdown]
# The normal quantile is a little generous with so few documents; where it matters, take Student's t.
# Either way the discipline is the point: a map makes every difference look like news.
#
# ## Which sentences moved it?
#
# Every number leads back to its sentences. These are the strongest behind the largest change.

# %%
from textwrap import indent, wrap

code = max(changes, key=lambda row: abs(row[0]))[1]
for name, profile in halves.items():
    print(f"{geosent.country(code).name}, {name}")
    for evidence in profile[code].evidence[:2]:
        print(f"  {evidence.score:+.2f}  {evidence.document}")
        print(indent("\n".join(wrap(evidence.text, 80)), "         "))

# %% [markdown]
# ## Into pandas
#
# `to_frame()` has one row for each country; a dict of profiles makes a long table.

# %%
import pandas as pd

long = pd.concat({name: p.to_frame() for name, p in quarters.items()}, names=["quarter"])
table = long["sentences"].unstack("quarter", fill_value=0).astype(int)
table.insert(0, "country", long.groupby("alpha_2")["country"].first())
table.assign(year=table.iloc[:, 1:].sum(axis=1)).nlargest(8, "year")

# %% [markdown]
# ## Parts add up
#
# The months are not estimates of the year: merged, they are the year, to the last bit. So a corpus
# can be read month by month as it comes in, and never twice.

# %%
year = analyzer.profile(corpus)
merged = geosent.merge(months.values())
print(merged)
print("equal bytes:", merged.to_json() == year.to_json())

# %% [markdown]
# Next: [your own names, scorers and geocoders](04_your_own_parts.ipynb).

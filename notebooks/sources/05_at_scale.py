# %% [markdown]
# # At scale
#
# A profile is made of integer sums. Adding integers has no rounding, so it does not matter in which
# order or in how many parts a corpus is read: one process, ten, a cluster, or a run that broke off
# and went on all give the same bytes. This notebook shows that on four hundred documents.
#
# ## A corpus in files
#
# The sample corpus three times over, as JSON lines in four compressed files, and two lines that are
# broken on purpose.

# %%
import gzip
import hashlib
import json
import time
from pathlib import Path

import geosent


def record(document, copy):
    return {"id": f"{document.id}-{copy}", "text": document.text, **document.fields}


Path("wire").mkdir()
lines = [json.dumps(record(d, copy)) for copy in range(3) for d in geosent.load_sample()]
lines[101] = '{"id": "cut short'
lines[202] = '{"id": 7, "headline": "no text"}'
for part in range(4):
    with gzip.open(f"wire/part-{part}.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join(lines[part::4]))

files = sorted(Path("wire").glob("*.jsonl.gz"))
print(f"{len(lines):,} lines in {len(files)} files")


# %% [markdown]
# ## Reading as a stream
#
# `Reader` reads `.jsonl`, `.csv` and `.txt`, plain or gzipped, one document at a time; the analyzer
# takes them as they come, so memory does not grow with the corpus. A bad record does not end a
# night's run: it is skipped, and remembered with file and line.

# %%
analyzer = geosent.Analyzer()
analyzer.profile("Warm up: Norway.")  # loads the tables

reader = geosent.Reader()
start = time.perf_counter()
profile = analyzer.profile(reader.read(files))
seconds = time.perf_counter() - start

print(profile)
print(f"{seconds:.1f} s, {profile.sentences / seconds:,.0f} sentences a second")
print(*reader.skipped, sep="\n")

# %% [markdown]
# ## The fingerprint
#
# `to_json` writes equal profiles as equal bytes, so a hash tells whether two runs agree.


# %%
def fingerprint(profile):
    return hashlib.sha256(profile.to_json().encode()).hexdigest()[:16]


print(fingerprint(profile))

# %% [markdown]
# ## Several processes
#
# `workers=` spreads the documents over processes. How many changes the time, not the result.

# %%
start = time.perf_counter()
spread = analyzer.profile(geosent.Reader().read(files), workers=2)
seconds = time.perf_counter() - start

print(f"two processes: {seconds:.1f} s")
print("equal bytes:", fingerprint(spread) == fingerprint(profile))

# %% [markdown]
# `workers=` also takes an executor: one of the standard library, or of a cluster, for example Dask's
# `client.get_executor()`. It is used as it is and left open.

# %%
from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(2) as pool:
    threaded = analyzer.profile(geosent.Reader().read(files), workers=pool)
print("equal bytes:", fingerprint(threaded) == fingerprint(profile))

# %% [markdown]
# ## Groups
#
# `by=` takes the name of a field, or a function of a document. It works with `workers=` as well, and
# costs nothing more: the documents are read once.

# %%
months = analyzer.profile(geosent.Reader().read(files), by="month", workers=2)
for month, part in list(months.items())[:3]:
    print(month, part)
print("…")
print("equal bytes:", fingerprint(geosent.merge(months.values())) == fingerprint(profile))

# %% [markdown]
# ## Parts, kept and merged
#
# On a cluster each node reads a file and keeps its profile. `|` merges, in any order. What matters is
# that no document is split between two parts and none is in two: the interval counts documents.

# %%
parts = [analyzer.profile(geosent.Reader().read([file])) for file in files]
a, b, c, d = parts

print(a | b)
print("equal bytes:", fingerprint((d | b) | (c | a)) == fingerprint(profile))

# %% [markdown]
# ## A run that breaks off, and goes on
#
# Each part is written when it is done. A second run finds what the first has left and does the rest.


# %%
def resume(files, folder, stop_after=None):
    folder.mkdir(exist_ok=True)
    done = 0
    for file in files:
        kept = folder / f"{file.name}.json"
        if kept.exists():
            continue
        if done == stop_after:
            raise KeyboardInterrupt
        analyzer.profile(geosent.Reader().read([file])).to_json(kept)
        done += 1
        print("read", file.name)
    return geosent.merge(geosent.Profile.from_json(kept) for kept in sorted(folder.iterdir()))


try:
    resume(files, Path("parts"), stop_after=2)
except KeyboardInterrupt:
    print("broke off")

resumed = resume(files, Path("parts"))
print("equal bytes:", fingerprint(resumed) == fingerprint(profile))

# %% [markdown]
# ## What it costs
#
# Much of the time goes into the judgement of countries. Where the tone is enough,
# `target_scorer=None` does without.

# %%
quick = geosent.Analyzer(target_scorer=None)
quick.profile("Warm up: Norway.")

start = time.perf_counter()
tones = quick.profile(geosent.Reader().read(files))
seconds = time.perf_counter() - start

print(f"{seconds:.1f} s, {tones.sentences / seconds:,.0f} sentences a second")
same = all(tones[code].sentiment == profile[code].sentiment for code in profile)
print("same tones:", same)

# %% [markdown]
# The same from a shell, with the profile on standard output and skipped lines on standard error:
#
# ```
# geosent wire/ --workers 8 --format json > profile.json
# geosent wire/ --workers 8 --by month --format csv > months.csv
# ```

"""Seconds and memory of criteria → themes with 1,000, 10,000 and 100,000 criteria.

    .venv/bin/python benchmarks/themes_at_scale.py [../shared/data] [sizes …]

The criteria are made: a thousand wordings of the example's post-its (four languages) and of Bowling Green's comments,
each varied by words of another one. What is *encoded* is 300 of them, by the bare models and by `encode`, in turn: the
ratio is what the workbench adds. For all later steps the vectors are made as well (that of the wording, and noise), and
laid into a cache of their own, as if they had been encoded before: what is measured is everything beyond encoding.

Each size runs in a process of its own. Steps: encode (vectors from the disk), suggest (no decision yet), learn
(suggest again when a third is decided), replay (`apply_decisions`), next wave (a fifth of the criteria are new:
suggest, replay, queue and emerging themes). CPU and wall seconds, how many of the CPU seconds the models took (the seed
words of the coding scheme are encoded), what is left beyond encoding, and the largest memory so far (GB).
"""

import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd

import workbench as wb
from workbench.encoder import encode, vectors
from workbench.encoder.kept import keep
from workbench.encoder.models import ENCODERS, MODELS, open_model
from workbench.example.postits import planted_themes
from workbench.tables import frame

SIZES = (1_000, 10_000, 100_000)
PROJECT = Path(__file__).parents[1]
BARE = 300
BASE, NOISE = 1000, 0.5


def wordings(folder):
    """Return distinct texts with language and known theme ("" for Bowling Green's)."""
    rows = [(text, language, theme) for (language, text), theme in planted_themes().items() if theme != "nothing"]
    file = folder / "bowling_green" / "comments.csv"
    if file.is_file():
        rows += [(" ".join(str(text).split()), "en", "") for text in pd.read_csv(file)["comment-body"].dropna()]
    return pd.DataFrame(rows, columns=["text", "language", "known"]).drop_duplicates(["text", "language"])


def made(base, n, seed=0):
    """Return n criteria, and the row of `base` that each was made of."""
    random = np.random.default_rng(seed)
    row = np.r_[np.arange(min(n, len(base))), random.integers(len(base), size=max(0, n - len(base)))]
    texts, languages = base["text"].to_numpy()[row], base["language"].to_numpy()[row]
    other = [text.split() for text in base["text"].to_numpy()[random.integers(len(base), size=n)]]
    first = min(n, len(base))
    varied = [
        text if place < first else f"{text} {' '.join(words[:3])} {place}"
        for place, (text, words) in enumerate(zip(texts, other, strict=True))
    ]
    profiles = np.array(["young people", "older people", "jobseekers", "lone parents"])[random.integers(4, size=n)]
    table = frame("criteria", pd.DataFrame({
        "criterion": [f"c{place:06d}" for place in range(n)], "text": varied, "language": languages,
        "territory": "Made", "wave": np.where(random.random(n) < 0.8, "2021", "2024"),
        "group": np.char.add(profiles, random.integers(40, size=n).astype(str)), "question": "wellbeing",
    }))  # fmt: skip
    table["profile"], table["known"] = profiles, base["known"].to_numpy()[row]
    return table, row


def lay(folder, table, base, row):
    """Keep made vectors of all criteria, those of the `base` being encoded."""
    random = np.random.default_rng(1)
    for name in ENCODERS["use+e5"]:
        model = MODELS[name]
        said = np.concatenate([
            open_model(name)(base["text"].tolist()[start : start + 64]) for start in range(0, len(base), 64)
        ])  # fmt: skip
        spread = NOISE * said.std(axis=0)
        for start in range(0, len(row), 5000):
            part = said[row[start : start + 5000]]
            part = part + spread * random.standard_normal(part.shape).astype(np.float32)
            keep(folder, model.mark, table["text"].tolist()[start : start + 5000], part.astype(np.float16))


def bare(base):
    """Return seconds (CPU) of the bare models and of `encode` for the same texts, in turn."""
    base = base[base["language"].isin(["fr", "it"])].sample(BARE, random_state=0)
    texts, options = sorted(base["text"]), {"groups": ["all"] * BARE, "progress": False}
    languages = base.set_index("text")["language"].reindex(texts).tolist()
    models, ours = [], []
    encode(texts, languages, cache=False, **options)  # loads the models
    for _turn in range(3):
        start = time.process_time()
        for name in ENCODERS["use+e5"]:
            for first in range(0, BARE, 64):  # as many at once as the workbench gives them
                open_model(name)(texts[first : first + 64])
        models.append(time.process_time() - start)
        with tempfile.TemporaryDirectory() as cache:
            start = time.process_time()
            encode(texts, languages, cache=cache, **options)
            ours.append(time.process_time() - start)
    return min(models), min(ours)


def measured(folder, n):
    base = wordings(folder).sample(min(n, BASE), random_state=0).reset_index(drop=True)
    table, row = made(base, n)

    encoding, beyond = _timed_models(), []

    def step(name, act):
        cpu, wall, before = time.process_time(), time.perf_counter(), sum(encoding)
        result = act()
        took, by_models = time.process_time() - cpu, sum(encoding) - before
        beyond.append(0 if name == "(made)" else took - by_models)
        figures = took, time.perf_counter() - wall, by_models, took - by_models, _memory()
        print(n, name, *(f"{value:.1f}" for value in figures), sep="\t", flush=True)
        return result

    with tempfile.TemporaryDirectory() as place:
        cache = Path(place)
        step("(made)", lambda: lay(cache, table, base, row))
        options = {"cache": cache, "progress": False}
        step("encode", lambda: encode(table["text"], table["language"], groups=table["profile"], **options).shape)
        first = step("suggest", lambda: wb.suggest_themes(table, **options))
        random = np.random.default_rng(2)
        named = table["known"].where(table["known"] != "", "comments")
        third = named[(random.random(n) < 1 / 3) & (table["wave"] == "2021")]
        lines = pd.DataFrame({"criterion": table["criterion"][third.index], "to": third, "what": "assign"})
        lines["when"] = [f"2024-01-01T00:00:00.{place:06d}" for place in range(len(lines))]
        decisions = frame("decisions", lines)
        learnt = step("learn", lambda: wb.suggest_themes(table, k=first.attrs["k"], decisions=decisions, **options))
        step("replay", lambda: wb.apply_decisions(learnt, decisions, table))

        def next_wave():
            found = wb.suggest_themes(table, decisions=decisions, **options)
            themes, membership, _orphans = wb.apply_decisions(found, decisions, table)
            wb.unsure_queue(found, membership, table, themes, most=50)
            return wb.emerging_themes(table, membership, themes)

        step("next wave", next_wave)
        print(n, "all", "", "", "", f"{sum(beyond):.1f}", f"{_memory():.1f}", sep="\t", flush=True)


def _timed_models():
    """Return a list that grows by the CPU seconds of each call of a model."""
    seconds, opened = [], vectors.open_model

    def open_timed(name):
        start = time.process_time()
        model = opened(name)
        seconds.append(time.process_time() - start)

        def timed(texts):
            start = time.process_time()
            result = model(texts)
            seconds.append(time.process_time() - start)
            return result

        return timed

    vectors.open_model = open_timed
    return seconds


def _memory():
    try:
        import resource
    except ImportError:  # no such figure on Windows
        return float("nan")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def main(folder, sizes):
    models, ours = bare(wordings(folder).drop_duplicates("text"))
    print(f"encoding {BARE} texts: bare models {models:.2f} s, encode {ours:.2f} s, ratio {ours / models:.3f}")
    columns = ("criteria", "step", "CPU s", "wall s", "of CPU: models", "beyond encoding", "GB so far")
    print(*columns, sep="\t", flush=True)
    for n in sizes:
        subprocess.run([sys.executable, __file__, str(folder), "--one", str(n)], check=True)


if __name__ == "__main__":
    warnings.simplefilter("ignore", UserWarning)  # that made themes follow languages is no news
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else PROJECT.parent / "shared" / "data"
    if "--one" in sys.argv:
        measured(place, int(sys.argv[-1]))
    else:
        main(place, [int(size) for size in sys.argv[2:]] or SIZES)

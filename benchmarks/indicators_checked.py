"""How often sound indicators are accused, and planted faults found: `indicator_findings` on simulated studies.

    .venv/bin/python benchmarks/indicators_checked.py [studies]

Prints the tables of docs/indicators_checked.md, each share with its 95 % interval; each size of study, and each study
accused, is told as soon as it is known. 200 studies of each size, and a quarter as many faulty ones, take some seven
minutes of one core. Every study is drawn with its own fixed seed. In a sound study people answer by a general
inclination, one of their theme, and chance; territories and groups differ in overall level, sessions and sampling
points share something, one answer in sixteen is missing, one ladder in fifty is broken. No group differs on one
indicator alone, and no indicator is at fault. In a faulty one there are besides: a ladder that three in ten misread in
one territory, a level that nobody reaches, two indicators of which nine answers in ten agree, an indicator numbered the
wrong way round, and a group that is 1.3 levels lower on one indicator.
"""

import sys

import numpy as np
import pandas as pd
from tqdm import tqdm

import workbench as wb

SIZES = {
    "one territory, one wave, 6 groups of 8": {"territories": 1, "waves": 1, "groups": 6, "members": 8, "survey": 0},
    "one territory, 3 waves, 8 groups of 9, survey of 150": {"territories": 1, "waves": 3, "groups": 8, "members": 9,
                                                             "survey": 150},
    "4 territories, 3 waves, 8 groups of 9, surveys of 90": {"territories": 4, "waves": 3, "groups": 8, "members": 9,
                                                             "survey": 90},
}  # fmt: skip
INDICATORS, THEMES, LEVELS = 16, 8, 5
STANDPOINTS = (
    "resident",
    "resident",
    "resident",
    "professional",
    "professional",
    "institution",
    "resident",
    "resident",
)
KINDS = (
    "broken",
    "unused",
    "reversed",
    "redundant",
    "missing",
    "not_applicable",
    "floor",
    "ceiling",
    "group",
    "standpoint",
)


def indicators():
    """Return sixteen indicators, two a theme, the last one a ladder whose flags stand among the answers."""
    names = [f"I{k:02}" for k in range(INDICATORS)]
    kinds = ["situations"] * (INDICATORS - 1) + ["ladder"]
    themes = [f"T{k // 2}" for k in range(INDICATORS)]
    return pd.DataFrame({"indicator": names, "indicator_kind": kinds, "theme": themes, "levels": LEVELS})


def study(seed, *, territories, waves, groups, members, survey, faulty=False):
    """Return the answers of one simulated study."""
    chance = np.random.default_rng(seed)
    people, situations = [], []
    for t in range(territories):
        town, of_group = chance.normal(3, 0.3, INDICATORS), chance.normal(0, 0.25, groups)
        for w in range(waves):
            for unit in range(groups + survey // 10):
                size = members if unit < groups else 10
                shared = chance.normal(0, 0.12, INDICATORS)  # what a session, or a sampling point, has in common
                general = chance.normal(0, 0.4, (size, 1))
                theme = np.repeat(chance.normal(0, 0.3, (size, THEMES)), 2, axis=1)
                own = of_group[unit] if unit < groups else 0
                situation = town + own + shared + general + theme + chance.normal(0, 0.8, (size, INDICATORS))
                if faulty and t == 0 and unit == 0:
                    situation[:, 3] -= 1.3
                situations.append(situation)
                group = f"G{unit}" if unit < groups else ""
                point = "" if group else f"P{unit}"
                people += [(f"T{t}", str(2018 + 3 * w), group, point, f"{unit}-{k}", STANDPOINTS[unit] if group else "")
                           for k in range(size)]  # fmt: skip
    levels = np.clip(np.rint(np.vstack(situations)), 1, LEVELS)
    people = pd.DataFrame(people, columns=["territory", "wave", "group", "cluster", "respondent", "standpoint"])
    missing = np.where(chance.random(levels.shape) < 1 / 16, "dont_know", "")
    broken = np.full(len(people), 0.02)
    if faulty:
        levels[:, 1] = np.minimum(levels[:, 1], LEVELS - 1)
        beside = np.clip(levels[:, 4] + chance.choice([-1, 1], len(people)), 1, LEVELS)
        levels[:, 5] = np.where(chance.random(len(people)) < 0.9, levels[:, 4], beside)
        levels[:, 7] = LEVELS + 1 - levels[:, 7]
        broken = np.where(people["territory"].eq("T0"), 0.3, broken)
    missing[chance.random(len(people)) < broken, -1] = "no_ladder"
    names = indicators()["indicator"].to_numpy()
    long = people.loc[people.index.repeat(INDICATORS)].reset_index(drop=True)
    said = missing.ravel()
    return long.assign(
        indicator=np.tile(names, len(people)), level=np.where(said == "", levels.ravel(), np.nan), missing=said
    ).astype({"level": "Float64"})  # fmt: skip


def accused(answers):
    """Return the findings that say look."""
    found = wb.indicator_findings(answers, indicators())
    return found[found["severity"].eq("look")]


FAULTS = {
    "broken ladder": lambda f: f["kind"].eq("broken") & f["territory"].eq("T0"),
    "unused level": lambda f: f["kind"].eq("unused") & f["indicator"].eq("I01") & f["level"].eq(LEVELS),
    "redundant pair": lambda f: f["kind"].eq("redundant") & f["indicator"].eq("I04") & f["other"].eq("I05"),
    "reversed": lambda f: f["kind"].eq("reversed") & f["indicator"].eq("I07"),
    "group that differs": lambda f: f["kind"].eq("group") & f["indicator"].eq("I03") & f["group"].eq("G0"),
}  # fmt: skip


def main(count):
    """Print both tables."""
    sound, faults, few = {}, {}, max(count // 4, 1)
    for label, size in SIZES.items():
        told = []
        for seed in tqdm(range(1000, 1000 + count), desc=label, delay=2):
            told.append(accused(study(seed, **size)))
            for row in told[-1].to_dict("records"):
                tqdm.write(f"{label} · {seed} · {row['kind']} · {row['territory']} · {row['finding']}", file=sys.stderr)
        sound[label] = {"studies": count} | {
            kind: share_of(sum(kind in set(found["kind"]) for found in told), count) for kind in KINDS
        }
        sound[label]["**any kind**"] = share_of(sum(len(found) > 0 for found in told), count)
        seeds = tqdm(range(5000, 5000 + few), desc=label, delay=2)
        told = [accused(study(seed, **size, faulty=True)) for seed in seeds]
        hits = {name: sum(bool(here(found).any()) for found in told) for name, here in FAULTS.items()}
        faults[label] = {"studies": few} | {name: share_of(found, few) for name, found in hits.items()}
        print(label, sound[label], faults[label], sep="\n", file=sys.stderr, flush=True)
    for title, table in (("sound studies with an accusation", sound), ("faulty studies in which it is found", faults)):
        print(f"\n{title}\n")
        print("| " + " | ".join(["", *table]), "|" + "|".join(["---"] * (len(table) + 1)) + "|", sep=" |\n")
        for name, shares in pd.DataFrame(table).iterrows():
            print("| " + " | ".join([str(name), *map(str, shares)]) + " |")


def share_of(hits, n):
    """Return a share in words, with its exact interval (Clopper & Pearson 1934).

    >>> share_of(2, 24)
    '8.3 % (1.0 to 27.0)'
    """
    from scipy.stats import beta

    low = beta.ppf(0.025, hits, n - hits + 1) if hits else 0
    high = beta.ppf(0.975, hits + 1, n - hits) if hits < n else 1
    return f"{100 * hits / n:.1f} % ({100 * low:.1f} to {100 * high:.1f})"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)

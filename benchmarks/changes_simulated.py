"""Whether changes are told as rarely by chance, as surely and as often as they promise: worlds whose truth is known.

    .venv/bin/python benchmarks/changes_simulated.py [docs/changes_checked.md]

Prints one table and writes it into the page. Each territory of a simulated study is one draw of a world, so that one
cube holds hundreds of them. People have a latent well-being, normal around that of their cluster (or reference group);
four thresholds make five situations, so that the true shares, means and changes of every world are known by formula.
Weights are unequal (log-normal, spread 0.3). "Overlap": the same clusters or groups come in both waves, otherwise other
ones. The seed is fixed.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import expit
from scipy.stats import norm

import workbench as wb
from workbench.scores import polarisation

SEED = 20261126
CUTS = np.array([-1.2, -0.4, 0.4, 1.2])
HOLDS = "interval of the change holds the truth"
PROJECT = Path(__file__).parents[1]


def shares(shift, spread):
    """Return the true shares of the five situations of a world."""
    return np.diff(norm.cdf(np.concatenate([[-np.inf], CUTS, [np.inf]]), shift, np.hypot(1, spread)))


def truths(shift, spread):
    """Return the true figures of a world by facet."""
    one = shares(shift, spread)
    ends = {"good": one[3:].sum(), "bad": one[:2].sum()}
    return {"mean": one @ np.arange(1, 6), **ends, "polarisation": polarisation(one)}


def shift_for(change, spread):
    """Return the shift of the latent well-being that changes the mean situation by `change`."""
    from scipy.optimize import brentq

    start = truths(0, spread)["mean"]
    return brentq(lambda shift: truths(shift, spread)["mean"] - start - change, -3, 3)


def world(rng, territories, clusters, people, spread, *, shifts=(0.0, 0.0), indicators=1, overlap=False, groups=False):
    """Return the cube of many territories, each one draw of the same world."""
    place = np.repeat(np.arange(territories), clusters * people)
    cluster = np.tile(np.repeat(np.arange(clusters), people), territories)
    tables, own = [], {}
    for wave, shift in enumerate(shifts):
        weight = np.ones(len(place)) if groups else np.exp(rng.normal(0, 0.3, len(place)))
        for indicator in range(indicators):
            if not (overlap and wave):
                own[indicator] = rng.normal(0, spread, (territories, clusters))
            latent = shift + own[indicator][place, cluster] + rng.normal(size=len(place))
            tables.append(pd.DataFrame({
                "respondent": np.arange(len(place)), "territory": place, "wave": str(2020 + 2 * wave),
                "indicator": f"I{indicator:02}", "level": np.searchsorted(CUTS, latent) + 1, "weight": weight,
                "unit": cluster if overlap else cluster + wave * clusters,
            }))  # fmt: skip
    answers = pd.concat(tables, ignore_index=True).astype({"territory": "str"})
    unit = "c" + answers.pop("unit").astype("str")
    answers = answers.assign(group=unit if groups else "", cluster="" if groups else unit)
    declared = pd.DataFrame({"indicator": [f"I{k:02}" for k in range(indicators)], "levels": 5})
    return wb.count_levels(answers, declared)


DESIGNS = {
    "survey, 12 clusters of 10": {"clusters": 12, "people": 10, "spread": 0.35},
    "survey, 30 clusters of 8": {"clusters": 30, "people": 8, "spread": 0.35},
    "8 groups of 9": {"clusters": 8, "people": 9, "spread": 0.5, "groups": True},
}


def false_families(rng):
    every, what = [], "no change: families of 12 with a false one"
    for title, design in DESIGNS.items():
        for overlap in (False, True):
            found = []
            for _part in range(8):
                cube = world(rng, 500, indicators=12, overlap=overlap, **design)
                changes = wb.compare_waves(cube, facets="mean")
                found.append(changes["direction"].isin(["up", "down"]).groupby(changes["territory"]).any())
            told = pd.concat(found)
            every.append(told)
            yield what, title, overlap, len(told), told.mean(), "at most 5 %"
    told = pd.concat(every)
    yield what, "all of these", None, len(told), told.mean(), "at most 5 %"


def coverage(rng):
    for title, design in DESIGNS.items():
        shifts = (0.0, shift_for(0.3, design["spread"]))
        true = [truths(shift, design["spread"]) for shift in shifts]
        for overlap in (False, True):
            parts = []
            for _part in range(4):
                cube = world(rng, 600, indicators=1, shifts=shifts, overlap=overlap, **design)
                parts.append(wb.compare_waves(cube, facets=["mean", "good", "bad", "polarisation"]))
            changes = pd.concat(parts)
            for facet, rows in changes.groupby("facet", sort=False):
                change = true[1][facet] - true[0][facet]
                rows = rows[rows["low"].notna()]
                hit = (rows["low"] <= change) & (change <= rows["high"])
                yield f"{HOLDS}: {facet}", title, overlap, len(hit), hit.mean(), "93–97 %"


def themes(rng):
    design = DESIGNS["survey, 30 clusters of 8"]
    shifts = (0.0, shift_for(0.2, design["spread"]))
    change = truths(shifts[1], design["spread"])["mean"] - truths(0, design["spread"])["mean"]
    for overlap in (False, True):
        cube = world(rng, 1000, indicators=4, shifts=shifts, overlap=overlap, **design)
        rows = wb.compare_waves(cube, facets="mean", of="theme", indicators=cube.indicators.assign(theme="T"))
        hit = (rows["low"] <= change) & (change <= rows["high"])
        title = "survey, 30 clusters of 8"
        yield "interval of a theme of 4 holds the truth: mean", title, overlap, len(hit), hit.mean(), "93–97 %"


def trends(rng):
    design = DESIGNS["survey, 30 clusters of 8"]
    ends = shift_for(0.4, design["spread"])
    middle = shift_for(0.2, design["spread"])
    for overlap in (False, True):
        cube = world(rng, 1000, shifts=(0.0, middle, ends), overlap=overlap, **design)
        rows = wb.wave_trends(cube)
        hit = (rows["low"] <= 0.1) & (rows["high"] >= 0.1)
        title = "survey, 30 clusters of 8"
        yield "interval of a trend over 3 waves holds the truth", title, overlap, len(hit), hit.mean(), "93–97 %"
        bent = rows["bend_p"] < 0.05
        yield "a straight line is called bent", title, overlap, len(bent), bent.mean(), "5 %"


def stayers(rng, territories=600, people=60):
    """People without clusters, half of whom come again."""
    place = np.repeat(np.arange(territories), people)
    number = np.tile(np.arange(people), territories)
    own = rng.normal(0, 1, len(place))
    shift = shift_for(0.3, 1)
    tables = []
    for wave, moved in enumerate((0.0, shift)):
        stays = number < people // 2
        latent = moved + np.where(stays, own, rng.normal(0, 1, len(place))) + rng.normal(size=len(place))
        code = number.astype(str).astype(object) + np.where(stays, "", f" of {wave}")
        tables.append(pd.DataFrame({
            "respondent": code, "territory": place.astype(str), "wave": str(2020 + wave), "indicator": "I00",
            "level": np.searchsorted(CUTS, latent) + 1,
        }))  # fmt: skip
    changes = wb.compare_stayers(pd.concat(tables), pd.DataFrame({"indicator": ["I00"], "levels": [5]}), facets="mean")
    change = truths(shift, 1)["mean"] - truths(0, 1)["mean"]
    for who, rows in changes.groupby("who", sort=False):
        hit = (rows["low"] <= change) & (change <= rows["high"])
        title = "60 people, half again"
        yield f"{HOLDS}: mean, {who}", title, who != "others", len(hit), hit.mean(), "93–97 %"


def planned(rng):
    """Plan from last waves, plant what they promise to see in 8 of 10 cases, and count how often it is found."""
    for title, design in DESIGNS.items():
        last = world(rng, 100, shifts=(0.0,), indicators=8, **design)
        promised = float(wb.plan_wave(last)["detectable"].mean())
        shifts = (0.0, shift_for(promised, design["spread"]))
        parts = [wb.compare_waves(world(rng, 500, shifts=shifts, **design), facets="mean") for _part in range(4)]
        told = pd.concat(parts)["direction"].eq("up")
        what = f"a planted change of {promised:.2f} levels, as planned, is found"
        yield what, title, False, len(told), told.mean(), "76–84 %"
    spread = np.sqrt(shares(0, 0) @ np.arange(1, 6) ** 2 - (shares(0, 0) @ np.arange(1, 6)) ** 2)
    people = wb.people_needed(0.5, spread, deff=np.exp(0.3**2))  # what unequal weights cost
    shifts = (0.0, shift_for(0.5, 0))
    told = wb.compare_waves(world(rng, 2000, people, 1, 0, shifts=shifts), facets="mean")["direction"].eq("up")
    what = f"a change of 0.50 levels with the {people} people it takes is found"
    yield what, "people drawn singly", False, len(told), told.mean(), "76–84 %"


def models(rng, territories=500, people=150):
    """Proportional odds hold; the later wave has other kinds of people; the truth is that of the people who came."""
    effect, moved = 1.2, 0.5
    tables = []
    for wave, old in enumerate((0.4, 0.7)):
        place = np.repeat(np.arange(territories), people)
        kind = rng.random(len(place)) < old
        latent = effect * kind + moved * wave + rng.logistic(size=len(place))
        tables.append(pd.DataFrame({
            "respondent": np.arange(len(place)), "territory": place.astype(str), "wave": str(2020 + wave),
            "kind": np.where(kind, "old", "young"), "indicator": "I00", "level": np.searchsorted(2 * CUTS, latent) + 1,
        }))  # fmt: skip
    answers = pd.concat(tables, ignore_index=True)
    cube = wb.count_levels(answers, pd.DataFrame({"indicator": ["I00"], "levels": [5]}), by="kind")
    rows = wb.adjusted_change(cube, "kind", progress=False).set_index("territory")
    old = answers["kind"].eq("old").groupby(answers["territory"]).mean().reindex(rows.index)
    good = [[expit(effect * kind + moved * wave - 2 * CUTS[2]) for wave in (0, 1)] for kind in (0, 1)]
    true = old * (good[1][1] - good[1][0]) + (1 - old) * (good[0][1] - good[0][0])
    hit = (rows["low"] <= true) & (true <= rows["high"])
    title = f"{people} people, other kinds"
    yield "interval of the adjusted change holds the truth: good", title, False, len(hit), hit.mean(), "93–97 %"
    fails = rows["assumption"].eq("fails")
    yield "proportional odds that hold are called broken", title, False, len(fails), fails.mean(), "5 %"


HEAD = """# Changes, checked

Worlds whose truth is known, simulated with a fixed seed by `benchmarks/changes_simulated.py`; each replicate is one
territory with its own clusters or groups, people and weights. Intervals are of nominal 95 %, changes are told at an
adjusted p below 0.05. ± is twice the standard error of the simulation.

Families of changes are false as often as the adjustment promises, not less.

"""


def main(page):
    from tqdm import tqdm

    rows = []
    for place, part in enumerate(tqdm((false_families, coverage, themes, trends, stayers, planned, models))):
        rows += part(np.random.default_rng([SEED, place]))
    lines = ["| what | design | overlap | replicates | found | wanted |", "|---|---|---|---|---|---|"]
    for what, title, overlap, count, share, wanted in rows:
        error = 200 * np.sqrt(share * (1 - share) / count)
        found = f"{100 * share:.1f} ± {error:.1f} %"
        again = {True: "yes", False: "no", None: ""}[overlap]
        lines.append(f"| {what} | {title} | {again} | {count} | {found} | {wanted} |")
    print("\n".join(lines))
    page.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PROJECT / "docs" / "changes_checked.md")

"""Whether intervals hold what they promise, indices are right on average, and identical groups are left alone.

    .venv/bin/python benchmarks/scores_simulated.py [docs/scores_checked.md]

Prints the tables and writes them into the page. Each territory of a simulated study is one draw of a world, so that one
cube holds thousands of them. People have a latent well-being, normal around that of their cluster (or reference group);
thresholds turn it into situations whose true shares are those of `WORLDS`. The seed is fixed.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import norm

import workbench as wb
from workbench.scores import bad_share, good_share, mean_situation, polarisation, win_probability

SEED = 20261127
PROJECT = Path(__file__).parents[1]
TYPICAL = (0.05, 0.15, 0.30, 0.35, 0.15)
WORLDS = {
    "symmetrical, 5": (0.1, 0.2, 0.4, 0.2, 0.1), "typical, 5": TYPICAL, "even, 5": (0.2,) * 5,
    "skewed, 5": (0.02, 0.05, 0.13, 0.3, 0.5), "crowded at one end, 5": (0.01, 0.02, 0.04, 0.13, 0.8),
    "split to both ends, 5": (0.4, 0.08, 0.04, 0.08, 0.4), "crowded in the middle, 5": (0, 0.05, 0.9, 0.05, 0),
    "symmetrical, 3": (0.25, 0.5, 0.25), "skewed, 3": (0.1, 0.3, 0.6), "crowded at one end, 3": (0.03, 0.07, 0.9),
    "symmetrical, 7": (0.05, 0.1, 0.2, 0.3, 0.2, 0.1, 0.05), "skewed, 7": (0.01, 0.03, 0.06, 0.1, 0.2, 0.3, 0.3),
    "crowded at one end, 7": (0.005, 0.005, 0.01, 0.02, 0.05, 0.11, 0.8),
}  # fmt: skip
#: clusters × people in each, correlation within clusters; strata: two, one of them drawn three times too often.
DESIGNS = {
    "20 people": {"clusters": 20, "people": 1}, "30 people": {"clusters": 30, "people": 1},
    "50 people": {"clusters": 50, "people": 1}, "100 people": {"clusters": 100, "people": 1},
    "6 clusters of 8": {"clusters": 6, "people": 8, "within": 0.1, "weighted": True},
    "12 clusters of 10, 2 strata": {"clusters": 12, "people": 10, "within": 0.1, "weighted": True, "strata": True},
    "30 clusters of 8, 2 strata": {"clusters": 30, "people": 8, "within": 0.1, "weighted": True, "strata": True},
    "4 reference groups of 9": {"clusters": 4, "people": 9, "within": 0.15, "groups": True},
    "8 reference groups of 9": {"clusters": 8, "people": 9, "within": 0.15, "groups": True},
}  # fmt: skip
SHIFTS, DRAWN = np.array([-0.25, 0.25]), np.array([0.75, 0.25])


def cuts(shares):
    """Return the thresholds that make these shares of a normal distribution."""
    return norm.ppf(np.cumsum(shares)[:-1].clip(1e-12, 1 - 1e-12))


def truth(shares, strata=False):
    """Return the true shares of a world: those of its two strata by their part of the population."""
    if not strata:
        return np.array(shares)
    edges = np.concatenate([[-np.inf], cuts(shares), [np.inf]])
    return sum(part * np.diff(norm.cdf(edges - shift)) for part, shift in zip(DRAWN, SHIFTS, strict=True))


def cube(rng, draws, shares, clusters, people, *, within=0.0, weighted=False, strata=False, groups=False):
    """Return the cube of many territories, each one draw of the same world."""
    place = np.repeat(np.arange(draws), clusters * people)
    cluster = np.tile(np.repeat(np.arange(clusters), people), draws)
    middle = rng.normal(size=(draws, clusters))[place, cluster]
    latent = np.sqrt(within) * middle + np.sqrt(1 - within) * rng.normal(size=len(place))
    half = cluster % 2
    weight = np.exp(rng.normal(0, 0.3, len(place))) if weighted else np.ones(len(place))
    if strata:
        latent, weight = latent + SHIFTS[half], weight * DRAWN[half]
    unit = pd.Series("c" + pd.Series(cluster).astype("str"))
    answers = pd.DataFrame({
        "respondent": np.arange(len(place)), "territory": place.astype("str"), "wave": "2024", "indicator": "I",
        "level": np.searchsorted(cuts(shares), latent) + 1, "weight": weight, "group": unit if groups else "",
        "cluster": unit if people > 1 and not groups else "",
        "stratum": pd.Series(half).astype("str") if strata else "",
    })  # fmt: skip
    return wb.count_levels(answers, pd.DataFrame({"indicator": ["I"], "levels": len(shares)}))


def scored(rng, draws):
    """Yield, for each design, world and facet: share of intervals that hold the truth, share without one, and bias."""
    facets = {"mean": mean_situation, "good": good_share, "bad": bad_share, "polarisation": polarisation}
    for title, design in DESIGNS.items():
        for name, shares in WORLDS.items():
            true = truth(shares, design.get("strata", False))
            scores = wb.score(cube(rng, draws, shares, **design), facets=list(facets))
            for facet, rows in scores.groupby("facet", sort=False):
                figure = facets[facet](true)
                told, shown = rows[rows["low"].notna()], rows["estimate"].notna()
                if not shown.any():
                    continue
                hit = (told["low"] <= figure + 1e-12) & (figure <= told["high"] + 1e-12)
                bias, error = rows["estimate"].mean() - figure, rows["estimate"].std() / np.sqrt(shown.sum())
                yield facet, title, name, hit.mean(), 1 - len(told) / shown.sum(), bias, error


def parted(rng, draws):
    """Yield the bias of what lies between reference groups, as a part of the index and of the polarisation."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(201)
    weights = weights / weights.sum()
    for groups, people, within in ((4, 30, 0), (4, 10, 0), (8, 9, 0), (4, 9, 0.15), (8, 9, 0.15), (12, 10, 0.15)):
        found = []
        for shares in WORLDS.values():
            below = norm.cdf((cuts(shares) - np.sqrt(within) * nodes[:, None]) / np.sqrt(1 - within))
            whole = polarisation(np.array(shares))
            between = whole - 4 / (len(shares) - 1) * (weights @ (below * (1 - below))).sum()
            made = cube(rng, draws, shares, groups, people, within=within, groups=True)
            scores = wb.score(made, facets=["between", "disparity"]).set_index("facet")["estimate"].astype(float)
            part = scores["disparity"] - between / whole
            cut = scores["disparity"].clip(lower=0) - between / whole
            error = scores["between"].std() / np.sqrt(draws)
            found.append((scores["between"].mean() - between, part.mean(), cut.mean(), error))
        yield f"{groups} groups of {people}" + (", which differ" if within else ", all alike"), np.array(found)


def families(rng, draws):
    """Yield how often identical sides are told apart, and how often all intervals of sides that differ hold."""

    def world(laws, people, *, clusters=0, within=0.0):
        size = len(laws) * people
        place, side = np.repeat(np.arange(draws), size), np.tile(np.repeat(np.arange(len(laws)), people), draws)
        cluster = rng.integers(0, clusters or 1, len(place))
        latent = np.sqrt(1 - within) * rng.normal(size=len(place))
        latent += np.sqrt(within) * rng.normal(size=(draws, clusters or 1))[place, cluster]
        level = np.empty(len(place), dtype=int)
        for at, law in enumerate(laws):
            level[side == at] = np.searchsorted(cuts(law), latent[side == at]) + 1
        name = pd.Series(side).map(dict(enumerate("ABCDEFGH")))
        answers = pd.DataFrame({
            "respondent": np.arange(len(place)), "territory": place.astype("str"), "wave": "2024", "indicator": "I",
            "level": level, "group": "" if clusters else name, "kind": name,
            "cluster": "c" + pd.Series(cluster).astype("str") if clusters else "",
        })  # fmt: skip
        return wb.count_levels(answers, pd.DataFrame({"indicator": ["I"], "levels": len(laws[0])}), by="kind")

    def told(table):
        return (table["direction"] != "none").groupby(table["territory"]).any()

    alike = "identical groups: a family with one told apart"
    for name in ("typical, 5", "skewed, 5", "crowded at one end, 5", "split to both ends, 5", "skewed, 3", "skewed, 7"):
        made = world([WORLDS[name]] * 4, 30)
        yield f"{alike}, by `group_gaps`", f"4 of 30, {name}", told(wb.group_gaps(made)), "at most 5 %"
        yield f"{alike}, by `compare_pairs`", f"4 of 30, {name}", told(wb.compare_pairs(made)), "at most 5 %"
    made = world([TYPICAL] * 8, 9)
    yield f"{alike}, by `compare_pairs`", "8 of 9, typical, 5", told(wb.compare_pairs(made)), "at most 5 %"
    made = world([TYPICAL] * 4, 60, clusters=20, within=0.15)
    same = "4 kinds of people in the same 20 clusters"
    yield f"{alike}, by `compare_pairs`", same, told(wb.compare_pairs(made, of="kind")), "at most 5 %"
    laws = [TYPICAL, (0.1, 0.2, 0.3, 0.3, 0.1), (0.2, 0.3, 0.3, 0.15, 0.05), (0.02, 0.08, 0.2, 0.4, 0.3)]
    for people in (9, 30, 100):
        table = wb.compare_pairs(world(laws, people))
        at = table[["group", "other_group"]].map("ABCD".index).to_numpy()
        true = win_probability(np.array(laws)[at[:, 0]], np.array(laws)[at[:, 1]])
        held = ((table["low"] <= true) & (true <= table["high"])).groupby(table["territory"]).all()
        yield "groups that differ: all 6 intervals hold", f"4 of {people}", held, "at least 95 %"


HEAD = """# Scores, checked

Worlds whose truth is known, simulated with a fixed seed by `benchmarks/scores_simulated.py`; each draw is one
territory with its own clusters or groups, people and weights. Intervals are of nominal 95 %.

The worlds, with their number of levels: {worlds}. Clusters and groups differ: a tenth of the variance of
well-being lies between clusters, 15 % between groups. In clusters weights are unequal (log-normal, spread 0.3), and of
two strata one is drawn three times too often. Each line is over all worlds: the mean, and the lowest and highest of
any; one world is told to ± {one:.1f} points.

"""
NOTES = """
What does not hold to the letter:

* A share takes few values at small n, so that no interval of it covers 95 % everywhere; where almost nobody or
  almost everybody is well, Wilson’s covers between 91 and 99 %.
* Where one stratum counts three times as much as the other and has six clusters, intervals cover 92 to 95 %: the
  degrees of freedom are clusters − strata, as in the R package survey; those of the heavy stratum would be fewer.
* Where all but one or two of 20 or 30 people say the same, the intervals of mean and polarisation cover up to 99 %, and
  where all say the same none is given, and that is said. Where answers are split to both ends (polarisation 0.98) the
  interval of the polarisation is too careful (98–99 %): the index can go no higher.
* A polarisation is kept at most 1. That makes it too low on average where it is 0.98 and people are few; nowhere else.
* What lies between groups (`between`) is right on average. As a part of the polarisation (`disparity`) it is a quotient
  of two uncertain figures: with four to eight groups that do differ it is a little too low. Neither is cut off at 0:
  the last column says what that would do to the mean. Charts show 0.
"""


def main(page, draws=2000):
    from tqdm import tqdm

    found = list(tqdm(scored(np.random.default_rng([SEED, 0]), draws), total=4 * len(DESIGNS) * len(WORLDS) - 13))
    found = pd.DataFrame(found, columns=["facet", "design", "world", "held", "without", "bias", "error"])
    lines = ["## Intervals that hold the truth", "", "| facet | design | mean | lowest | highest | no interval |"]
    lines += ["|---|---|---|---|---|---|"]
    bias = ["", "## Bias", "", "| facet | design | mean of the absolute bias | largest | where | ± |"]
    bias += ["|---|---|---|---|---|---|"]
    for (facet, design), rows in found.groupby(["facet", "design"], sort=False):
        low, high = (rows.loc[at] for at in (rows["held"].idxmin(), rows["held"].idxmax()))
        lines.append(
            f"| {facet} | {design} | {100 * rows['held'].mean():.1f} % | {100 * low['held']:.1f} % ({low['world']}) "
            f"| {100 * high['held']:.1f} % ({high['world']}) | {100 * rows['without'].max():.1f} % at most |"
        )
        if facet == "polarisation":
            most = rows.loc[rows["bias"].abs().idxmax()]
            bias.append(
                f"| {facet} | {design} | {rows['bias'].abs().mean():.4f} | {most['bias']:+.4f} | {most['world']} "
                f"| {2 * most['error']:.4f} |"
            )
    bias += ["", "| reference groups | largest bias of between | ± | of disparity | mean of disparity | cut off at 0 |"]
    bias += ["|---|---|---|---|---|---|"]
    for title, made in tqdm(parted(np.random.default_rng([SEED, 1]), 2 * draws), total=6):
        where = [np.nanargmax(np.abs(made[:, at])) for at in (0, 1)]
        most, error, mean = [made[where[at], at] for at in (0, 1)], 2 * made[where[0], 3], np.nanmean(made, axis=0)
        bias.append(
            f"| {title} | {most[0]:+.4f} | {error:.4f} | {most[1]:+.4f} | {mean[1]:+.4f} | {mean[2]:+.4f} |"
        )
    told = ["", "## Told apart", "", "| what | design | draws | found | wanted |", "|---|---|---|---|---|"]
    for what, design, held, wanted in tqdm(families(np.random.default_rng([SEED, 2]), draws // 2), total=17):
        share = held.mean()
        error = 200 * np.sqrt(share * (1 - share) / len(held))
        told.append(f"| {what} | {design} | {len(held)} | {100 * share:.1f} ± {error:.1f} % | {wanted} |")
    head = HEAD.format(worlds="; ".join(WORLDS), one=200 * np.sqrt(0.95 * 0.05 / draws))
    page.write_text(head + "\n".join([*lines, *bias, *told]) + "\n" + NOTES, encoding="utf-8")
    print(page.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PROJECT / "docs" / "scores_checked.md")

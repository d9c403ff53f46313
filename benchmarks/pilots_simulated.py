"""Whether pilots are judged as honestly as they promise: worlds whose truth is known, with few territories and many.

    .venv/bin/python benchmarks/pilots_simulated.py [docs/pilots_checked.md]

Prints one table and writes it into the page. A world has some territories, three waves and twelve indicators; a pilot
began between the second and the third wave in some of the territories, on the first indicator. In each territory and
wave 120 people answer, other ones each time: latent well-being is normal, and four thresholds make five situations, so
that the true figures are known by formula. Territories drift: each wave adds a shock to each territory, one for all
indicators alike, one for each indicator by itself, or none. The truth of an effect is the difference that it makes to
the mean situation of the pilot's territories, shocks included. The seed is fixed.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import norm

import workbench as wb

SEED = 20261126
CUTS = np.array([-1.2, -0.4, 0.4, 1.2])
WAVES, INDICATORS = ("2018", "2021", "2024"), 12
PEOPLE = 120
PROJECT = Path(__file__).parents[1]


def below(shift):
    """Return the true cumulative shares of people whose latent well-being is moved by `shift`."""
    return norm.cdf(CUTS - np.asarray(shift)[..., None])


def mean(shift):
    """Return their true mean situation."""
    return 5 - below(shift).sum(axis=-1)


def shift_for(change):
    """Return the shift of the latent well-being that changes the mean situation by `change`, where nothing drifts."""
    from scipy.optimize import brentq

    return brentq(lambda shift: float(mean(shift) - mean(0.0)) - change, -3, 3)


def world(rng, worlds, territories, pilots, *, shock=0.0, common=False, effect=0.0):
    """Return the cube of many worlds side by side, and the true effect in each.

    `shock` is its standard deviation in levels of the mean situation, as far as the scale's middle goes.
    """
    unit = float(mean(0.01) - mean(-0.01)) / 0.02
    shape = (worlds, territories, len(WAVES), INDICATORS)
    moved = rng.normal(0, 1, (*shape[:3], 1 if common else INDICATORS)) * shock / unit
    moved = np.broadcast_to(moved, shape).copy()
    without = moved[:, :pilots, 2, 0].copy()
    moved[:, :pilots, 2, 0] += effect
    truth = (mean(without + effect) - mean(without)).mean(axis=1)
    edges = below(moved)
    shares = np.diff(edges, axis=-1, prepend=0.0, append=1.0)
    many = rng.multinomial(PEOPLE, shares)
    at = np.indices(many.shape).reshape(many.ndim, -1)
    names = np.array([f"{one}-{place}" for one in range(worlds) for place in range(territories)])
    codes = np.array([f"I{k:02}" for k in range(INDICATORS)])
    counts = pd.DataFrame({
        "territory": names[at[0] * territories + at[1]], "wave": np.array(WAVES)[at[2]], "indicator": codes[at[3]],
        "level": at[4] + 1, "count": many.ravel(),
    })  # fmt: skip
    return wb.cube_from_counts(counts, pd.DataFrame({"indicator": codes, "levels": 5})), truth


def plan(one, territories, pilots):
    """Return the action plan of one world."""
    others = "; ".join(f"{one}-{place}" for place in range(pilots, territories))
    rows = [
        {"action": f"{one}-A{place}", "territory": f"{one}-{place}", "label": f"Bus {one}", "indicators": "I00",
         "pilot": True, "pilot_wave": WAVES[2], "compared_with": others}
        for place in range(pilots)
    ]  # fmt: skip
    return rows


def judged(rng, count, territories, pilots, **how):
    """Return one row a world: truth, effect, intervals, what they rest on, decision."""
    tables, part = [], 100
    for _block in range(count // part):
        cube, truth = world(rng, part, territories, pilots, **how)
        actions = pd.DataFrame([row for one in range(part) for row in plan(one, territories, pilots)])
        found = wb.estimate_pilots(cube, actions, facets="mean", sides=False, drift_among="compared")
        told = wb.judge_pilots(wb.pilot_reasons(found))["decision"]
        rows = found[found["facet"] == "mean"].reset_index(drop=True)
        tables.append(rows.assign(truth=truth, decision=told))
    return pd.concat(tables, ignore_index=True)


def holds(rows, low="low", high="high"):
    return (rows[low] <= rows["truth"]) & (rows["truth"] <= rows[high])


DESIGNS = {"1 of 2": (2, 1), "1 of 3": (3, 1), "1 of 4": (4, 1), "2 of 4": (4, 2), "2 of 8": (8, 2), "4 of 8": (8, 4),
           "1 of 20": (20, 1), "5 of 20": (20, 5)}  # fmt: skip
SHOCKS = {
    "no drift": {"shock": 0.0}, "drift 0.15, by indicator": {"shock": 0.15},
    "drift 0.15, all alike": {"shock": 0.15, "common": True}, "drift 0.30, by indicator": {"shock": 0.3},
}  # fmt: skip
RESTS = {"territories": "territories alone", "drift": "drift as seen elsewhere", "sampling": "none is given"}


def told(rows, decision):
    return rows["decision"] == decision


def no_effect(count, tick):
    for place, (design, (territories, pilots)) in enumerate(DESIGNS.items()):
        for other, (drifts, how) in enumerate(SHOCKS.items()):
            rows = judged(np.random.default_rng([SEED, place, other]), count, territories, pilots, **how)
            tick(1)
            few = territories <= 4
            yield (
                design, drifts, count, rests_on(rows), share(holds(rows)),
                share(holds(rows, "low_sampling", "high_sampling")) if few else "",
                share(told(rows, "extend")), share(told(rows, "stop")),
            )  # fmt: skip


def planted(count, tick):
    for place, (design, (territories, pilots)) in enumerate(DESIGNS.items()):
        for other, (drifts, how) in enumerate(list(SHOCKS.items())[:2]):
            rng = np.random.default_rng([SEED, 100 + place, other])
            rows = judged(rng, count, territories, pilots, effect=shift_for(0.8), **how)
            tick(1)
            yield (
                design, drifts, count, rests_on(rows), share(holds(rows)), share(told(rows, "extend")),
                share(told(rows, "stop")),
            )  # fmt: skip


def rests_on(rows):
    return ", ".join(RESTS[basis] for basis in RESTS if (rows["basis"] == basis).any())


def share(hits):
    """Return a share in percent with twice its standard error."""
    found = float(hits.mean())
    return f"{100 * found:.1f} ± {200 * np.sqrt(found * (1 - found) / len(hits)):.1f} %"


HEAD = """# Pilots, checked

Worlds whose truth is known, simulated with a fixed seed by `benchmarks/pilots_simulated.py`: three waves, twelve
indicators, 120 people in each territory and wave, a pilot on one indicator before the third wave. Intervals are of
nominal 95 %; ± is twice the standard error of the simulation. "Drift 0.15": in each wave chance moves each territory by
0.15 levels (standard deviation), each indicator by itself or all alike.

What an interval rests on, and what is refused:

* **Territories alone** (the placing of the pilots, exact): with 2 to 5 pilots from 7 territories on, with one pilot
  from 20 on; below that there is none, because no p can be small enough (1 of 4: 1/4), and the verdict says so.
* **Drift as seen elsewhere**: from three territories on, how far they drift apart is seen on the other indicators and
  earlier waves. It holds the truth as often as it says, if the pilot's indicator drifts like those. Here it does.
* **None is given**: of two territories one cannot tell an effect from drift. What stands in the table is the interval
  that only holds the chance in who was asked; the decision is always "cannot tell yet".

What does not hold to the letter: with 4 pilots of 8 territories p comes in steps of 1/35, so that an interval of
nominal 95 % is one of 97.1 %; found is that, and chance. With the chance in who was asked alone, 51 to 78 % would hold
the truth where territories drift: that interval is never the ground of "extend" or "stop". Nothing here tests a drift
that befalls the pilot's indicator only: no figure can tell that from an effect.

"""
NO_EFFECT = ("pilots", "territories", "worlds", "interval rests on", "it holds the truth (93–97 % wanted)",
             "who was asked alone would", "told “extend” (at most 5 %)", "told “stop” (at most 5 %)")  # fmt: skip
PLANTED = (*NO_EFFECT[:5], "told “extend”", "told “stop”")


def table(heads, rows):
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join([*lines, *("| " + " | ".join(map(str, row)) + " |" for row in rows)])


def main(page, count):
    from tqdm import tqdm

    with tqdm(total=len(DESIGNS) * (len(SHOCKS) + 2)) as bar:
        nothing, effect = list(no_effect(count, bar.update)), list(planted(count, bar.update))
    text = f"## Where no pilot has an effect\n\n{table(NO_EFFECT, nothing)}\n\n"
    text += f"## Where the pilot adds 0.8 of a level\n\n{table(PLANTED, effect)}\n"
    print(text)
    page.write_text(HEAD + text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PROJECT / "docs" / "pilots_checked.md",
         int(sys.argv[2]) if len(sys.argv) > 2 else 800)  # fmt: skip

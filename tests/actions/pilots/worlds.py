"""Small worlds whose figures are known: counts of answers by territory and wave, and the plan of a pilot."""

import numpy as np
import pandas as pd

from workbench.cube import count_levels, cube_from_counts
from workbench.tables import frame

BUS = {"label": "Night bus", "indicators": "MOB", "pilot": True, "pilot_wave": "2024"}


def plan(pilots, against, **columns):
    """Return a plan in which the same pilot runs in some territories: a list, or {territory: first wave after it}."""
    starts = pilots if isinstance(pilots, dict) else dict.fromkeys(pilots, "2024")
    rows = [
        {**BUS, "action": f"A{place}", "territory": name, "pilot_wave": start, "compared_with": "; ".join(against),
         **columns}
        for place, (name, start) in enumerate(starts.items())
    ]
    return frame("actions", rows)


def cube_of(counts, *, levels=None, **indicators):
    """Return the cube of {(territory, wave, indicator): counts by level}."""
    rows = [
        {"territory": territory, "wave": wave, "indicator": indicator, "level": k, "count": n}
        for (territory, wave, indicator), many in counts.items() for k, n in enumerate(many, 1)
    ]  # fmt: skip
    names = list(dict.fromkeys(indicator for _t, _w, indicator in counts))
    declared = pd.DataFrame({"indicator": names, "levels": levels or 5, **indicators})
    return cube_from_counts(pd.DataFrame(rows), declared)


def drawn(rng, territories, *, waves=("2018", "2021", "2024"), indicators=("MOB",), people=200, effect=None, shock=0.0):
    """Return a cube of people drawn singly; `effect` is {(territory, wave): shares moved from the lowest level up}."""
    base, counts = np.array([0.2, 0.25, 0.25, 0.2, 0.1]), {}
    for territory in territories:
        for wave in waves:
            for indicator in indicators:
                shares = base.copy()
                moved = (effect or {}).get((territory, wave), 0) if indicator == "MOB" else 0
                moved += shock * rng.normal()
                moved = np.clip(moved, -0.09, 0.19)
                shares[0] -= moved
                shares[4] += moved
                counts[territory, wave, indicator] = rng.multinomial(people, shares)
    return cube_of(counts)


def surveyed(rng, territories, *, waves=("2021", "2024"), clusters=8, people=6, again=True, indicators=("MOB",)):
    """Return answers in clusters that come again in every wave, or never."""
    rows = []
    for territory in territories:
        own = rng.normal(0, 0.6, clusters)
        for at, wave in enumerate(waves):
            for cluster in range(clusters):
                shift = own[cluster] if again else rng.normal(0, 0.6)
                for person in range(people):
                    for indicator in indicators:
                        level = int(np.clip(np.rint(3 + shift + rng.normal()), 1, 5))
                        rows.append({
                            "respondent": f"{wave}-{cluster}-{person}", "territory": territory, "wave": wave, "group": "",
                            "indicator": indicator, "level": level,
                            "cluster": f"{territory}-{cluster if again else cluster + at * clusters}",
                        })  # fmt: skip
    declared = pd.DataFrame({"indicator": list(indicators), "levels": 5})
    return count_levels(pd.DataFrame(rows), declared)

"""Tables to hide things in: scores of groups of which everything is known."""

import numpy as np
import pandas as pd

from workbench.cube import count_levels
from workbench.scores import score

LEVELS = 5


def answers(groups, *, wave="2024", indicator="AIR", territory="Valbourg"):
    """Return answers of {group: levels chosen}; "" for a survey."""
    return pd.DataFrame(
        [
            {
                "respondent": f"{group}{place}", "territory": territory, "wave": wave, "group": group,
                "standpoint": STANDPOINTS.get(group, "resident") if group else "", "indicator": indicator, "level": level,
            }
            for group, levels in groups.items()
            for place, level in enumerate(levels)
        ]
    )  # fmt: skip


STANDPOINTS = {"carers": "professional", "shops": "professional", "town": "institution"}


def indicators(*names):
    return pd.DataFrame({"indicator": names or ["AIR"], "levels": LEVELS})


def tables_of(rows, *names, by=("territory", "wave")):
    """Return the scores of all groups together and of each, as an evaluator has them."""
    cube = count_levels(rows, indicators(*names))
    return {"scores": score(cube, by=[*by]), "groups": score(cube, by=[*by, "group"])}


def spread(n, *, start=2):
    """Return n answers, spread over the levels so that they tell of nobody."""
    return [1 + (start + 2 * place) % LEVELS for place in range(n)]


def row(table, **where):
    kept = table[np.logical_and.reduce([table[column] == value for column, value in where.items()])]
    assert len(kept) == 1, kept
    return kept.iloc[0]

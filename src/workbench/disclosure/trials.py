"""Effects of pilots as they may leave the house: a change of few people tells of them, also as a difference."""

import numpy as np

from workbench.actions.pilots.wording import amount
from workbench.disclosure.cells import LEVELS
from workbench.disclosure.figures import blank, is_number, rounded, said
from workbench.language import _

#: Figures that are shares, or the parts of what lies between groups.
_OF_SHARES = (*LEVELS, "below")
#: What is not a figure of people.
_KEPT = ("level", "levels", "pilots", "comparisons", "better", "shift")
#: What is told of a small group: how it moved. An interval would tell how far its people are apart.
_MOVED = (*_KEPT, "fewest", "change", "change_elsewhere", "effect")


def is_pilots(table):
    """Tell whether a table holds effects of pilots, as `estimate_pilots` and `pilot_waves` give them.

    >>> import pandas as pd
    >>> is_pilots(pd.DataFrame({"pilot": ["A1"], "indicator": ["MOB"], "fewest": [9]}))
    True
    """
    return {"pilot", "indicator", "fewest"} <= set(table)


def without_few(table, floors, small):
    """Return effects without those of too few people; where one group alone is hidden, the next smallest is with it.

    Parameters
    ----------
    table : DataFrame
        As `is_pilots`.
    floors : dict of {"groups", "survey"} to int
        The fewest people behind a figure.
    small : int
        Below so many people a group tells only how it moved, and no shares are told.

    Returns
    -------
    DataFrame
        The same rows.
    """
    made = table.copy()
    people = made["fewest"].astype(float).to_numpy()
    floor = made["origin"].map(floors).fillna(max(floors.values())).to_numpy(dtype=float)
    of_group = (made["role"] == "group").to_numpy() if "role" in made else np.zeros(len(made), dtype=bool)
    hidden = people < floor
    together = made.loc[of_group, [name for name in ("pilot", "territory", "indicator", "facet") if name in made]]
    for places in together.groupby(list(together)).indices.values():
        rows = np.flatnonzero(of_group)[places]
        if hidden[rows].sum() == 1 and not hidden[rows].all():  # all groups together would give it away
            rest = rows[~hidden[rows]]
            hidden[rest[np.argmin(people[rest])]] = True
    few = ~hidden & (people < small)
    shares = few & made["facet"].isin(_OF_SHARES).to_numpy()
    numbers = [name for name in made if is_number(made[name])]
    made = blank(made, [name for name in numbers if name not in _MOVED], few & of_group)
    made = blank(made, [name for name in numbers if name not in _KEPT], hidden | shares)
    if "basis" in made:
        made["basis"] = made["basis"].where(~(hidden | shares | few & of_group), "")
    made = rounded(said(made, hidden, shares), made["facet"], np.zeros(len(made), dtype=bool))
    if "verdict" in made:
        moved = few & of_group & made["effect"].notna().to_numpy()
        told = [_moved(effect) for effect in made.loc[moved, "effect"]]
        made.loc[moved, "verdict"] = told
    return made


def _moved(effect):
    return _(
        "{effect} compared with elsewhere; of so small a group no interval is told.",
        effect=amount(effect, "mean"),
    )

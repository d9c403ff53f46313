"""How each theme fared from wave to wave."""

import numpy as np

from workbench.themes.cells import all_cells, columns_of, kept_and_single, said_with, typed, who_said
from workbench.themes.chance import adjusted, fisher_p, newcombe, ratio, wilson
from workbench.themes.counts import LEVEL
from workbench.themes.replay import ALONE, NOTHING

GREW, SHRANK, NEW, SILENT, STEADY, ABSENT = "grew", "shrank", "new", "silent", "steady", "absent"


def theme_waves(criteria, membership, themes, *, within="territory", by=None, against="last", **where):
    """Return how each theme fared from wave to wave: grew, shrank, new, silent or steady.

    New: nobody spoke of it in any earlier wave. Silent: somebody did before, nobody in this wave. These are facts
    about the criteria, with the p value of chance beside them; grew and shrank are said only when the theme's share
    changed by Fisher's exact test, adjusted over all themes (Benjamini & Hochberg 1995), at 0.05. All else is steady:
    not shown to have changed. What is on its own is counted and never news; answers without content are left out.

    Parameters
    ----------
    criteria, membership, themes : DataFrame
        As in `theme_counts`; criteria needs wave.
    within, by : str, list of str or None
        Columns inside which waves are compared; `by="group"` follows each group.
    against : {"last", "all"}
        What a wave is compared with: the wave before, or all earlier ones together, which shows sooner what comes up.
    **where
        Column of criteria to the value or values to keep.

    Returns
    -------
    DataFrame
        One row for each theme, wave and `within`, waves in order: theme, label, within and by, wave, before (the wave
        compared with, or the first and last of them; "" for the first), criteria, n (all criteria of the wave),
        criteria_before, n_before, share, share_before, change (of share) with low and high (Newcombe 1998, 95 %), p,
        p_adjusted, groups (reference groups that said it in this wave), state ("" for the first).

    Examples
    --------
    >>> import pandas as pd
    >>> criteria = pd.DataFrame({"criterion": list("abc"), "wave": ["2021", "2024", "2024"]})
    >>> membership = pd.DataFrame({"criterion": list("abc"), "theme": ["work", "work", "heat"]})
    >>> themes = pd.DataFrame({"theme": ["work", "heat"], "label": ["Work", "Heat"]})
    >>> waves = theme_waves(criteria, membership, themes, within=None)
    >>> waves[waves["wave"] == "2024"][["theme", "wave", "before", "criteria", "state"]]
      theme  wave before  criteria   state
    1  work  2024   2021         1  steady
    3  heat  2024   2021         1     new
    """
    if against not in ("last", "all"):
        raise ValueError(f"against: {against!r} is neither 'last' nor 'all'")
    criteria, _single = kept_and_single(criteria, where)
    within = [*columns_of(within), *columns_of(by)]
    said = said_with(criteria, membership, [*within, "wave"])
    cells = all_cells(said, within, ["wave"], themes)
    cells = cells[cells["theme"] != NOTHING].copy()
    sums = cells.groupby([*within, "wave"])["criteria"].transform("sum")
    cells = cells.assign(_sum=sums)[sums > 0].reset_index(drop=True)
    cells["share"] = ratio(cells["criteria"], cells["_sum"])
    line = cells.groupby([*within, "theme"], sort=False)
    cells["before"] = line["wave"].shift().fillna("").astype("str")
    earlier, earlier_sum = (line[name].cumsum() - cells[name] for name in ("criteria", "_sum"))
    later = cells["before"] != ""
    if against == "last":
        last, last_sum = line["criteria"].shift(), line["_sum"].shift()
    else:
        last, last_sum = earlier.where(later), earlier_sum.where(later)
        first = line["wave"].transform("first")
        many = later & (first != cells["before"])
        cells["before"] = cells["before"].where(~many, first + "–" + cells["before"])
    cells["change"] = cells["share"] - last / last_sum
    cells["p"] = np.nan
    now = cells[later]
    cells.loc[later, "p"] = fisher_p(now["criteria"], now["_sum"], last[later], last_sum[later])
    cells.loc[(cells["criteria"] == 0) & (last == 0) | (cells["theme"] == ALONE), "p"] = np.nan
    cells["p_adjusted"] = adjusted(cells["p"])
    changed = cells["p_adjusted"] < LEVEL
    cells["n"], cells["n_before"], cells["criteria_before"] = cells["_sum"], last_sum, last
    cells["share_before"] = last / last_sum
    ends = [wilson(cells[share], cells[n]) for share, n in (("share", "n"), ("share_before", "n_before"))]
    cells["low"], cells["high"] = newcombe(cells["share"], ends[0], cells["share_before"], ends[1])
    cells["state"] = np.select(
        [
            ~later | (cells["theme"] == ALONE),
            (cells["criteria"] > 0) & (earlier == 0),
            (cells["criteria"] == 0) & (earlier == 0),
            cells["criteria"] == 0,
            changed & (cells["change"] > 0),
            changed,
        ],
        ["", NEW, ABSENT, SILENT, GREW, SHRANK],
        STEADY,
    )
    speaking = who_said(said, [*within, "wave"], None).astype(dict.fromkeys(["theme", *within, "wave"], "str"))
    cells = cells.merge(speaking[["theme", *within, "wave", "groups"]], how="left", on=["theme", *within, "wave"])
    cells["groups"] = cells["groups"].fillna(0)
    shown = ["criteria", "n", "criteria_before", "n_before", "share", "share_before", "change", "low", "high", "p"]
    order = ["theme", "label", *within, "wave", "before", *shown, "p_adjusted", "groups", "state"]
    return typed(cells[order], criteria)

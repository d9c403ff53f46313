"""Who said what: criteria by theme and group, set beside what chance would give; and what one group alone said."""

import numpy as np

from workbench.themes.cells import all_cells, columns_of, kept_and_single, labelled, said_with, typed, who_said
from workbench.themes.chance import adjusted, exact_p, ratio
from workbench.themes.replay import ALONE, NOTHING

#: False discoveries accepted among the cells called notable, and among the changes called so (Benjamini–Hochberg).
LEVEL = 0.05


def theme_counts(criteria, membership, themes, *, by="group", within="territory", groups=None, **where):
    """Return how often each group spoke of each theme, and whether that is more than chance would give.

    Inside each `within`, themes and groups are taken as independent: expected = row sum × column sum / sum. The
    residual is the adjusted standardised one (Haberman 1973). The p value is not taken from it but from the exact
    hypergeometric distribution with the same sums (two-sided, doubled), since many cells are small, and is adjusted
    over all cells (Benjamini & Hochberg 1995). The people of one session are not independent of each other: read p "as
    if". Answers without content are counted, and take no part in the test.

    Parameters
    ----------
    criteria, membership, themes : DataFrame
        Table `criteria`, and what `apply_decisions` returned.
    by : str or list of str
        Columns of criteria that are compared: "group", "profile", "standpoint", "question" …
    within : str, list of str or None
        Columns inside which they are compared; None compares over all.
    groups : DataFrame, optional
        Table `groups`, for the number of people.
    **where
        Column of criteria to the value or values to keep: `territory="Valbourg", wave=2024`; None keeps all. One value
        becomes a column of the result.

    Returns
    -------
    DataFrame
        One row for each theme, `within` and `by` (absent pairs too): theme, label, the columns of within and by,
        criteria, share (of what these said), expected, residual, p, p_adjusted, notable (p_adjusted < 0.05 and more
        than expected), groups (reference groups that said it), people (their participants; NA where not known), and the
        theme's stability where themes have it.

    Raises
    ------
    ValueError
        If a column is not in criteria.

    Examples
    --------
    >>> import pandas as pd
    >>> criteria = pd.DataFrame({"criterion": list("abcd"), "group": ["young", "young", "older", "older"]})
    >>> membership = pd.DataFrame({"criterion": list("abcd"), "theme": ["work", "work", "work", "health"]})
    >>> themes = pd.DataFrame({"theme": ["work", "health"], "label": ["Work", "Health"]})
    >>> counts = theme_counts(criteria, membership, themes, within=None)
    >>> counts[["theme", "group", "criteria", "share", "expected", "notable"]]
        theme  group  criteria  share  expected  notable
    0    work  older         1    0.5       1.5    False
    1    work  young         2    1.0       1.5    False
    2  health  older         1    0.5       0.5    False
    3  health  young         0    0.0       0.5    False
    """
    criteria, single = kept_and_single(criteria, where)
    by = columns_of(by)
    within = list(dict.fromkeys([*columns_of(within), *(column for column in single if column not in by)]))
    said = said_with(criteria, membership, [*within, *by])
    cells = all_cells(said, within, by, themes)
    cells["_told"] = cells["criteria"].where(cells["theme"] != NOTHING, 0)
    total = cells.groupby(within)["_told"].transform("sum") if within else cells["_told"].sum()
    row = cells.groupby([*within, "theme"])["_told"].transform("sum")
    column = cells.groupby([*within, *by])["_told"].transform("sum")
    everything = cells.groupby([*within, *by])["criteria"].transform("sum")
    cells["share"] = ratio(cells["criteria"], everything)
    expected = ratio(row * column, total)
    spread = np.sqrt(expected * (1 - ratio(row, total)) * (1 - ratio(column, total)))
    tested = (cells["theme"] != NOTHING) & (spread > 0)
    cells["expected"] = expected.where(cells["theme"] != NOTHING)
    cells["residual"] = ratio(cells["_told"] - expected, spread).where(tested)
    cells["p"] = exact_p(cells["_told"], row, column, total).where(tested)
    cells["p_adjusted"] = adjusted(cells["p"])
    cells["notable"] = (cells["p_adjusted"] < LEVEL) & (cells["residual"] > 0) & ~cells["theme"].isin([ALONE])
    speaking = who_said(said, [*within, *by], groups)
    speaking = speaking.astype(dict.fromkeys(["theme", *within, *by], "str"))
    cells = cells.drop(columns="_told").merge(speaking, how="left", on=["theme", *within, *by])
    cells["groups"] = cells["groups"].fillna(0)
    if "stability" in themes:
        cells["stability"] = cells["theme"].map(dict(zip(themes["theme"], themes["stability"], strict=True)))
    return typed(cells, criteria)


def only_one_group(criteria, membership, themes, *, within="territory", by="group", **where):
    """Return what one group alone said: nothing that a minority says is dropped, and some of it only it can say.

    Parameters
    ----------
    criteria, membership, themes : DataFrame
        As in `theme_counts`.
    within, by : str, list of str or None
        "One group" is one value of `by` inside each `within`.
    **where
        Column of criteria to the value or values to keep.

    Returns
    -------
    DataFrame
        One row for each theme that one group alone spoke of, and for each criterion that stands on its own: theme,
        label, within and by, criteria (how many), text (what they said, "; " between).

    Examples
    --------
    >>> import pandas as pd
    >>> said = {"criterion": list("abc"), "group": ["young", "older", "older"], "text": ["x", "y", "z"]}
    >>> criteria = pd.DataFrame(said)
    >>> membership = pd.DataFrame({"criterion": list("abc"), "theme": ["work", "work", "heat"]})
    >>> themes = pd.DataFrame({"theme": ["work", "heat"], "label": ["Work", "Heat"]})
    >>> only_one_group(criteria, membership, themes, within=None)
      theme label  group  criteria text
    0  heat  Heat  older         1    z
    """
    criteria, _single = kept_and_single(criteria, where)
    by, within = columns_of(by), columns_of(within)
    said = said_with(criteria, membership, [*within, *by, "text"])
    said = said[said["theme"] != NOTHING].copy()
    said["_who"] = said.groupby(by).ngroup()
    speakers = said.groupby([*within, "theme"])["_who"].transform("nunique")
    alone = said["theme"] == ALONE
    said = said[(speakers == 1) | alone].assign(_each=said["criterion"].where(alone, ""))
    keys = ["theme", *within, *by]
    found = said.groupby([*keys, "_each"], sort=False).agg(criteria=("criterion", "size"), text=("text", "; ".join))
    found = labelled(found.reset_index().drop(columns="_each"), themes)
    order = found["theme"].map({theme: place for place, theme in enumerate(themes["theme"])})
    found = found.assign(_order=order).sort_values(["_order", *within, *by, "text"], ignore_index=True)
    return typed(found[["theme", "label", *within, *by, "criteria", "text"]], criteria)

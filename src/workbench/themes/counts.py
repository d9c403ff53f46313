"""Who said what: criteria by theme and group, set beside what chance would give; and by theme and wave."""

import numpy as np
import pandas as pd

from workbench.themes.chance import adjusted, exact_p, fisher_p, ratio
from workbench.themes.replay import ALONE, NOTHING

#: False discoveries accepted among the cells called notable, and among the changes called so (Benjamini–Hochberg).
LEVEL = 0.05
GREW, SHRANK, NEW, SILENT, STEADY, ABSENT = "grew", "shrank", "new", "silent", "steady", "absent"
_GROUP = ("territory", "wave", "group")


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
        than expected), groups (reference groups that said it), people (their participants; NA where not known).

    Raises
    ------
    ValueError
        If a column is not in criteria.

    Examples
    --------
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
    criteria, single = _kept(criteria, where)
    by = _columns(by)
    within = list(dict.fromkeys([*_columns(within), *(column for column in single if column not in by)]))
    said = _said(criteria, membership, [*within, *by])
    cells = _all_cells(said, within, by, themes)
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
    speaking = _who(said, [*within, *by], groups)
    speaking = speaking.astype(dict.fromkeys(["theme", *within, *by], "str"))
    cells = cells.drop(columns="_told").merge(speaking, how="left", on=["theme", *within, *by])
    cells["groups"] = cells["groups"].fillna(0)
    return _typed(cells, criteria)


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
        compared with, or the first and last of them; "" for the first), criteria, share, change (of share), p,
        p_adjusted, state ("" for the first).

    Examples
    --------
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
    criteria, _single = _kept(criteria, where)
    within = [*_columns(within), *_columns(by)]
    said = _said(criteria, membership, [*within, "wave"])
    cells = _all_cells(said, within, ["wave"], themes)
    cells = cells[cells["theme"] != NOTHING].copy()
    sums = cells.groupby([*within, "wave"])["criteria"].transform("sum")
    cells = cells[sums > 0].assign(_sum=sums[sums > 0])
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
    order = ["theme", "label", *within, "wave", "before", "criteria", "share", "change", "p", "p_adjusted", "state"]
    return _typed(cells[order], criteria)


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
    >>> said = {"criterion": list("abc"), "group": ["young", "older", "older"], "text": ["x", "y", "z"]}
    >>> criteria = pd.DataFrame(said)
    >>> membership = pd.DataFrame({"criterion": list("abc"), "theme": ["work", "work", "heat"]})
    >>> themes = pd.DataFrame({"theme": ["work", "heat"], "label": ["Work", "Heat"]})
    >>> only_one_group(criteria, membership, themes, within=None)
      theme label  group  criteria text
    0  heat  Heat  older         1    z
    """
    criteria, _single = _kept(criteria, where)
    by, within = _columns(by), _columns(within)
    said = _said(criteria, membership, [*within, *by, "text"])
    said = said[said["theme"] != NOTHING].copy()
    said["_who"] = said.groupby(by).ngroup()
    speakers = said.groupby([*within, "theme"])["_who"].transform("nunique")
    alone = said["theme"] == ALONE
    said = said[(speakers == 1) | alone].assign(_each=said["criterion"].where(alone, ""))
    keys = ["theme", *within, *by]
    found = said.groupby([*keys, "_each"], sort=False).agg(criteria=("criterion", "size"), text=("text", "; ".join))
    found = _labelled(found.reset_index().drop(columns="_each"), themes)
    order = found["theme"].map({theme: place for place, theme in enumerate(themes["theme"])})
    found = found.assign(_order=order).sort_values(["_order", *within, *by, "text"], ignore_index=True)
    return _typed(found[["theme", "label", *within, *by, "criteria", "text"]], criteria)


# ---------------------------------------------------------------------- steps


def _columns(names):
    return [] if names is None else [names] if isinstance(names, str) else list(names)


def _kept(criteria, where):
    """Return the criteria that `where` keeps, and the columns of which it keeps one value."""
    single = []
    for column, value in where.items():
        if value is None:
            continue
        if column not in criteria:
            raise ValueError(f"criteria has no column {column}; it has {', '.join(map(str, criteria.columns))}")
        several = isinstance(value, list | tuple | set)
        criteria = criteria[criteria[column].astype("str").isin([str(one) for one in (value if several else [value])])]
        single += [] if several else [column]
    return criteria, single


def _said(criteria, membership, needed):
    absent = [column for column in needed if column not in criteria]
    if absent:
        raise ValueError(f"criteria has no column {', '.join(absent)}; it has {', '.join(map(str, criteria.columns))}")
    return criteria.merge(membership[["criterion", "theme"]], on="criterion", how="inner", validate="1:1")


def _labelled(table, themes):
    labels = dict(zip(themes["theme"], themes["label"], strict=True))
    table.insert(1, "label", table["theme"].map(labels).fillna("").astype("str"))
    return table


def _all_cells(said, within, by, themes):
    """Return the count of every theme with every `by` that occurs in its `within`, zeros too, themes in their order."""
    places = said[[*within, *by]].drop_duplicates().sort_values([*within, *by])
    names = pd.DataFrame({"theme": themes["theme"], "_order": range(len(themes))})
    counts = said.groupby(["theme", *within, *by]).size().rename("criteria").reset_index()
    counts = counts.astype(dict.fromkeys(["theme", *within, *by], "str"))  # nobody spoke: the columns have no type yet
    places = places.astype("str")
    cells = names.merge(places, how="cross").merge(counts, how="left", on=["theme", *within, *by])
    cells["criteria"] = cells["criteria"].fillna(0).astype(int)
    cells = cells.sort_values(["_order", *within, *by], ignore_index=True).drop(columns="_order")
    return _labelled(cells, themes)


def _who(said, keys, groups):
    """Return, for each theme and place, the reference groups that said it and their participants."""
    columns = [column for column in _GROUP if column in said]
    if not columns:
        return said[["theme", *keys]].drop_duplicates().assign(groups=0, people=pd.NA)
    speaking = said[list(dict.fromkeys(["theme", *keys, *columns]))].drop_duplicates()
    speaking = speaking.assign(people=pd.NA)
    if groups is not None:
        known = groups[[*columns, "participants"]].drop_duplicates(columns)
        speaking = speaking.drop(columns="people").merge(known, how="left", on=columns)
        speaking = speaking.rename(columns={"participants": "people"})
    speaking["people"] = speaking["people"].astype("Int64")
    found = speaking.groupby(["theme", *keys])
    # one unknown group makes the number of people unknown, rather than too small
    people = found["people"].agg(lambda numbers: numbers.sum() if numbers.notna().all() else pd.NA)
    return pd.DataFrame({"groups": found.size(), "people": people.astype("Int64")}).reset_index()


def _typed(table, criteria):
    table = table.reset_index(drop=True)
    for column in ("criteria", "groups", "people"):
        if column in table:
            table[column] = table[column].astype("Int64")
    for column in ("share", "expected", "residual", "p", "p_adjusted", "change"):
        if column in table:
            table[column] = table[column].astype("Float64")
    if "notable" in table:
        table["notable"] = table["notable"].astype("boolean")
    table.attrs.update(criteria.attrs)
    return table

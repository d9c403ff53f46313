"""Tables as they may leave the house: nothing that rests on too few people, nothing that gives it away."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.disclosure.cells import ABSENT, gather
from workbench.disclosure.complement import hide_more
from workbench.disclosure.everybody import tells_of_everybody
from workbench.disclosure.figures import without
from workbench.disclosure.ranges import link
from workbench.disclosure.trials import is_pilots, without_few
from workbench.disclosure.verbatims import without_verbatims
from workbench.language import _

#: The fewest people that a figure may rest on, wherever it goes.
EXPORT = 5
#: For a council: a reference group knows that its result is shown, a part of a survey does not.
COUNCIL = {"groups": 5, "survey": 10}
#: Below so many people a figure shows n, mean and interval only: shares would tell of single people, or of everybody.
SMALL = 20


@dataclass(frozen=True, eq=False)
class Plan:
    """What is hidden of each cell: all of it, its shares (`withheld`), its exact errors (`blurred`), how it stands to
    the others (`alone`)."""

    hidden: np.ndarray
    withheld: np.ndarray
    blurred: np.ndarray
    alone: np.ndarray


def protect(tables, *, minimum=EXPORT, small=SMALL, study=None, verbatims=False):
    """Hide what rests on too few people, and whatever else would let it be worked out, in all tables together.

    Parameters
    ----------
    tables : DataFrame, or dict of str to DataFrame
        Tables that go to the same readers. Scores, changes, gaps, standpoints, priorities and their like are read by
        their columns; what counts no people (statistics, commitments, evidence) is left as it is.
    minimum : int, dict of {"groups", "survey"} to int, or None
        The fewest people that a figure may rest on. None or 1 hides nothing, and the tables say so.
    small : int
        Below so many people no shares of situations are told, only n, mean and interval: with few people each share is
        one person, and 0 % or 100 % tells of everybody. A mean that says as much is hidden.
    study : Study, optional
        Tells the standpoint of each group, so that totals by standpoint give no group away; K; who said what.
    verbatims : bool
        Whether words of groups of fewer people than `minimum` are left in.

    Returns
    -------
    DataFrame or dict, as given
        New tables with the same rows. Figures that are hidden are missing, with their n; `note` (or `verdict`) says
        so, and `table_notes` why and how many. Figures are rounded to two digits: more would give counts away. The
        interval of a small group rests on how far apart people are in all such groups together. Its attrs keep what
        was done under "disclosure".

    Raises
    ------
    ValueError
        If a table holds single people (a column `respondent`), or minimum or small is no number of people.

    Notes
    -----
    Totals are taken as known even where they are in no table, since they leave with another. The rules are ours, after
    Hundepool and others (2012); `audit_disclosure` tries to undo them. What it does not cover: see docs/disclosure.md.

    Examples
    --------
    >>> groups = pd.DataFrame({
    ...     "indicator": "AIR", "group": ["young", "older", "parents", "carers"], "facet": "mean",
    ...     "n": [3, 9, 10, 12], "estimate": [2.3333, 3.1111, 3.4, 2.75],
    ... })
    >>> protect(groups)[["group", "n", "estimate"]]
         group     n  estimate
    0    young  <NA>       NaN
    1    older  <NA>       NaN
    2  parents    10      3.40
    3   carers    12      2.75
    """
    named = {"table": tables} if isinstance(tables, pd.DataFrame) else dict(tables)
    floors = floors_of(minimum)
    if not isinstance(small, (int, np.integer)) or isinstance(small, bool) or small < 0:
        raise ValueError(_("small: it takes a number of people, found {found}.", found=small))
    if max(floors.values()) <= 1:
        made = {name: _told(table, floors, small, internal=True) for name, table in named.items()}
        return made["table"] if isinstance(tables, pd.DataFrame) else made
    for name, table in named.items():
        if "respondent" in table:
            raise ValueError(
                _(
                    "{table}: it holds the answers of single people, which do not leave. Count them first, "
                    "or give minimum=None for a file that stays with you.",
                    table=name,
                )
            )
    groups = study.groups if study is not None else None
    cells = gather(named, standpoints=groups, lengths=lengths_of(study))
    plan = what_to_hide(cells, floors, small)
    made = {}
    for name, table in named.items():
        if name in cells.places:
            table = without(table, cells, cells.places[name], plan, small)
        else:
            table = without_few(table, floors, small) if is_pilots(table) else table.copy()
        if study is not None and not verbatims:
            table = without_verbatims(table, study, floors["groups"])
        made[name] = _told(table, floors, small)
    return made["table"] if isinstance(tables, pd.DataFrame) else made


def floors_of(minimum):
    """Return the fewest people by origin.

    >>> floors_of(7), floors_of(None)
    ({'groups': 7, 'survey': 7}, {'groups': 1, 'survey': 1})
    """
    given = {"groups": minimum, "survey": minimum} if not isinstance(minimum, dict) else {**COUNCIL, **minimum}
    given = {origin: 1 if people is None else people for origin, people in given.items()}
    right = all(isinstance(people, (int, np.integer)) and people >= 1 for people in given.values())
    if set(given) != {"groups", "survey"} or not right or any(isinstance(people, bool) for people in given.values()):
        raise ValueError(
            _(
                "minimum: it takes a number of people, or one each for “groups” and “survey”, found {found}.",
                found=minimum,
            )
        )
    return given


def lengths_of(study):
    """Return K of each indicator that a study declares; a ladder has five situations."""
    if study is None:
        return {}
    levels = pd.to_numeric(study.indicators["levels"]).astype("Float64")
    levels = levels.mask((levels.isna() & (study.indicators["indicator_kind"] == "ladder")).to_numpy(), 5)
    return dict(zip(study.indicators["indicator"], levels, strict=True))


def what_to_hide(cells, floors, small):
    """Return what is hidden of each cell.

    Parameters
    ----------
    cells : Cells
    floors : dict of {"groups", "survey"} to int
    small : int
    """
    table = cells.table
    n = table["n"].fillna(0).round().to_numpy(dtype=float)
    links, every = (link(table, cells.keys, every=which) for which in (False, True))
    floor = table["origin"].map(floors).fillna(max(floors.values())).to_numpy(dtype=float)
    few = (n > 0) & (n < floor)
    extreme = everybody(table, n, every, small)
    alike = (table["origin"] == "groups").to_numpy()
    hidden = hide_more(n, links, few | extreme, floor, (every, *told_means(table)))
    shares = hidden | ((n > 0) & (n < small))
    need = np.full(len(n), float(small))
    withheld = hide_more(n, links, shares, need)
    blurred = np.zeros(len(n), dtype=bool)
    blurred[every.total[every.of[hidden[every.part]]]] = True
    return Plan(hidden, withheld, blurred & alike & ~hidden, below_hidden(table, cells.keys, hidden))


def told_means(table):
    """Return the mean and K of each cell, and how it counts in a total: see `complement.left_over`."""
    of_group = (table["group"] != ABSENT).to_numpy()
    kind = np.where((table["origin"] != "groups").to_numpy(), 0, np.where(of_group, 1, -1))
    return table["mean"].to_numpy(dtype=float), table["K"].to_numpy(dtype=float), kind


def below_hidden(table, keys, hidden):
    """Return which groups have a hidden total of all groups: the mean of the others would give it away."""
    within = ["indicator", "origin", *(key for key in keys if key not in ("group", "standpoint", "profile"))]
    whole = (table[["group", "standpoint", "profile"]] == ABSENT).all(axis=1).to_numpy()
    totals = pd.MultiIndex.from_frame(table.loc[hidden & whole, within])
    return pd.MultiIndex.from_frame(table[within]).isin(totals) & ~hidden & ~whole


def everybody(table, n, links, small):
    """Return the small cells whose n and mean tell of everybody in them, given what is told of all together."""
    mean, length = table["mean"].to_numpy(dtype=float), table["K"].to_numpy(dtype=float)
    lowest, highest = np.full(len(n), np.nan), np.full(len(n), np.nan)
    large = n[links.total[links.of]] >= small
    np.fmax.at(lowest, links.part[large], table["lowest"].to_numpy(dtype=float)[links.total[links.of[large]]])
    np.fmin.at(highest, links.part[large], table["highest"].to_numpy(dtype=float)[links.total[links.of[large]]])
    found = np.zeros(len(n), dtype=bool)
    reach = (length + 1) / np.maximum(n, 1)
    low, high = np.fmax(lowest, 1), np.fmin(np.where(np.isnan(highest), length, highest), length)
    near = (n > 0) & (n < small) & ((mean - low < reach) | (high - mean < reach))
    for cell in np.flatnonzero(near):
        found[cell] = tells_of_everybody(
            n[cell], mean[cell], length[cell], lowest=lowest[cell], highest=highest[cell], small=small
        )
    return found


def _told(table, floors, small, *, internal=False):
    """Return a table that says what was done to it."""
    table, attrs = table.copy(), dict(table.attrs)
    told = {"groups": floors["groups"], "survey": floors["survey"], "small": small, "internal": internal}
    told["words"] = attrs.pop("words_", 0)
    table.attrs = {**attrs, "disclosure": told}
    return table

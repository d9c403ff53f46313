"""How many people and groups the next wave takes to see a change, and what it can show with as many as before."""

import numpy as np
import pandas as pd

from workbench.cohorts.comparable import in_order
from workbench.cohorts.contrasts import smallest_change
from workbench.cube import select
from workbench.language import N_, _, listed, ngettext, number
from workbench.scores.errors import level_totals
from workbench.scores.facets import directions
from workbench.scores.influence import measured
from workbench.scores.intervals import satterthwaite

#: A wave of more people than this is not planned.
MOST = 1_000_000
_FIGURES = ["estimate", "spread", "deff", "df", "detectable", "change"]
_COUNTS = ["n", "units", "people", "needed_people", "needed_units"]


def people_needed(change, spread, *, deff=1.0, earlier=None, confidence=0.95, power=0.8):
    """Return how many people it takes in each wave to see a change as often as `power`.

    Parameters
    ----------
    change : float
        The change that is to be seen, in levels (or in shares, with the spread √(p(1−p))).
    spread : float
        Standard deviation of the answers: 1.05 is usual on five situations.
    deff : float
        Design effect: 1 for a simple random sample, more for clusters and unequal weights.
    earlier : int, optional
        How many people the earlier wave has, if it has been; then the answer is for the next one alone.
    confidence, power : float

    Returns
    -------
    int or None
        None where the earlier wave is too small for any next one.

    Examples
    --------
    >>> people_needed(0.73, 1.05, deff=1.5), people_needed(0.3, 1.05, deff=1.5)
    (50, 290)
    >>> people_needed(0.3, 1.05, deff=1.5, earlier=290), people_needed(0.3, 1.05, deff=1.5, earlier=100) is None
    (289, True)
    """

    def seen(count):
        first = count if earlier is None else earlier
        se = spread * np.sqrt(deff * (1 / first + 1 / count))
        return smallest_change(se, first + count - 2, confidence=confidence, power=power)

    found = _fewest(lambda count: seen(count) <= change * 1.0000001, 2)
    return found if found <= MOST else None


def plan_wave(
    cube, *, change=None, people=None, by=("territory",), facet="mean", comparisons=1, voices="equal", confidence=0.95,
    power=0.8, lonely="stop",
):  # fmt: skip
    """Plan the next wave from the last one: the smallest change it can show, and what it takes to show a given one.

    Parameters
    ----------
    cube : LevelCube
        Its last wave says how far answers lie apart and how much clusters, groups and weights cost.
    change : float, optional
        The change that is to be seen; by default half a level, or 10 points of a share.
    people : int, optional
        How many people the next wave is to have in each domain; by default as many as the last.
    by : str or sequence of str
        Columns of `cube.cells` that make a domain.
    facet : {"mean", "good", "bad"}
    comparisons : int
        How many comparisons are made at once; each is then told more strictly (Bonferroni).
    voices, lonely
        As in `compare_waves`.
    confidence, power : float

    Returns
    -------
    DataFrame
        One row a domain and indicator of the last wave: the `by` columns, origin, indicator, facet, wave, n, units
        (clusters, groups, or people where they are the draws), estimate, spread (standard deviation of the answers),
        deff (how many times larger the variance is than that of as many people drawn singly: the median of the domain's
        indicators, because that of one alone is unsteady), df, people, detectable
        (the smallest change seen as often as `power` with so many people), change, needed_people and needed_units (for
        that change; missing where no size is enough, because the last wave is too small) and verdict.

    Raises
    ------
    ValueError
        If a column is not there, or an option is not a positive number.

    Notes
    -----
    The next wave is thought of as other people, clusters and groups like those of the last one: with as many people in
    each, so that both grow together. Where the same clusters or groups come again, less is enough.

    A theme or a dimension is no less sure than the least sure of its indicators, so that what is enough for all of
    them is enough for it. How many people it takes for itself, its score says: with `se` and `n` of its row in
    `score_themes`, `people_needed(change, se * n**0.5, earlier=n)`, a little too few where clusters or groups are few.

    Examples
    --------
    >>> from workbench.cube import cube_from_counts
    >>> counts = pd.DataFrame({
    ...     "territory": "Valbourg", "wave": "2024", "indicator": "MOB", "level": [1, 2, 3, 4, 5],
    ...     "count": [10, 25, 35, 20, 10],
    ... })
    >>> cube = cube_from_counts(counts, pd.DataFrame({"indicator": ["MOB"], "levels": [5]}))
    >>> print(plan_wave(cube, change=0.4)["verdict"].iloc[0])
    100 people show a change of 0.45 levels in 8 of 10 cases. For 0.40 it takes 166 people.
    """
    by = [name for name in ([by] if isinstance(by, str) else by) if name not in ("wave", "origin")]
    if facet not in ("mean", "good", "bad"):
        raise ValueError(f"facet: {facet} is none of {listed(['mean', 'good', 'bad'])}")
    change = (0.5 if facet == "mean" else 0.1) if change is None else change
    for name, value in (("change", change), ("people", people), ("comparisons", comparisons)):
        if value is not None and not value > 0:
            raise ValueError(f"{name}: more than 0, not {value}")
    known = [*by, "origin", "indicator", "facet", "wave", "n", "units", *_FIGURES[:4], "people", "detectable", "change",
             "needed_people", "needed_units", "verdict"]  # fmt: skip
    if not len(cube.cells):
        return pd.DataFrame(columns=known)
    confidence = 1 - (1 - confidence) / comparisons
    last = in_order(cube.cells["wave"])[-1]
    domains, totals = level_totals(select(cube, wave=last), by, voices=voices, lonely=lonely)
    rows = []
    for one, better in zip(totals, directions(cube.indicators), strict=True):
        found = measured(one, better, [facet]).facets[facet]
        weight = one.totals.sum(axis=1)
        shares = one.totals / np.where(weight > 0, weight, 1)[:, None]
        for at in np.flatnonzero(weight > 0):
            row = _last(one, found, shares[at], at, facet) | {"people": people, "change": change, "at": at}
            rows.append(domains.iloc[at].to_dict() | {"indicator": one.indicator, "facet": facet, "wave": last} | row)
    if not rows:
        return pd.DataFrame(columns=known)
    # the design effect of one indicator in few clusters is itself chance: that of most of them is taken
    usual = pd.DataFrame(rows, columns=["at", "own_deff"]).groupby("at")["own_deff"].median()
    rows = [row | _next(row | {"deff": usual[row["at"]]}, confidence, power) for row in rows]
    table = pd.DataFrame(rows)
    table["verdict"] = pd.Series([_verdict(row, power) for row in rows], dtype="str")
    table = table.astype(dict.fromkeys(_FIGURES, "Float64") | dict.fromkeys(_COUNTS, "Int64"))
    order = {name: place for place, name in enumerate(cube.indicators["indicator"])}
    table = table.sort_values(
        [*by, "origin", "indicator"], key=lambda column: column.map(order) if column.name == "indicator" else column,
        kind="stable", ignore_index=True,
    )[known]  # fmt: skip
    table.attrs.update(cube.attrs)
    return table


def _last(one, found, shares, at, facet):
    """Return what the last wave says of one indicator in one domain."""
    level, estimate, n = np.arange(1.0, len(shares) + 1), found.estimate[at], round(one.persons[at])
    spread = (shares @ level**2 - (shares @ level) ** 2) if facet == "mean" else estimate * (1 - estimate)
    units = _units(one, at) if one.basis[at] in ("sample", "sessions") else n
    kind = {"sample": "clusters", "sessions": "groups"}.get(one.basis[at], "people")
    return {
        "n": n, "units": units, "estimate": estimate, "spread": np.sqrt(max(spread, 0)), "df": one.df[at],
        "own_deff": found.variance[at] * n / spread if spread > 1e-12 else np.nan,
        "kind": kind if units != n else "people",
    }  # fmt: skip


def _next(row, confidence, power):
    """Return what a next wave can show, and what it takes to show a given change."""
    n, df = row["n"], row["df"]
    people = n if row["people"] is None else int(row["people"])
    found = {"deff": row["deff"], "people": people, "detectable": np.nan, "needed_people": pd.NA, "needed_units": pd.NA}
    variance = row["deff"] * row["spread"] ** 2 / n
    if not (variance > 0 and df > 0):
        return found

    def seen(count):
        share = count / n  # of the draws that the last wave had, with as many people in each
        both = ((variance, df), (variance / share, np.maximum(df * share, 1)))
        se = np.sqrt(variance + variance / share)
        return float(smallest_change(se, satterthwaite(*both), confidence=confidence, power=power))

    found["detectable"] = seen(people)
    needed = _fewest(lambda count: seen(count) <= row["change"], 2)
    if needed <= MOST:
        found |= {"needed_people": needed, "needed_units": int(np.ceil(needed * row["units"] / n - 1e-9))}
    return found


def _units(one, at):
    """Return how many clusters, groups or people of their own a domain has."""
    if one.basis[at] == "sessions":
        return int(one.df[at]) + 1
    named = sum(int(((domain == at) & (residual != 0).any(axis=1)).sum()) for domain, _unit, residual in one.units)
    return named if named else round(one.persons[at])


def _fewest(enough, least):
    """Return the smallest number that is enough, or one beyond `MOST` where none is."""
    high = least
    while not enough(high):
        high *= 2
        if high > MOST:
            if not enough(MOST):
                return MOST + 1
            high = MOST
    low = max(least, high // 2)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    return high


def _verdict(row, power):
    if np.isnan(row["detectable"]):
        return _("The answers of the last wave are too few or too much alike to plan from.")
    digits, scale, unit = (2, 1, _("levels")) if row["facet"] == "mean" else (0, 100, _("points"))
    said = {
        "detectable": number(row["detectable"] * scale, digits), "change": number(row["change"] * scale, digits),
        "unit": unit, "often": number(round(power * 10, 1), 0 if power * 10 == round(power * 10) else 1),
    }  # fmt: skip
    told = ngettext(
        "{n} person shows a change of {detectable} {unit} in {often} of 10 cases.",
        "{n} people show a change of {detectable} {unit} in {often} of 10 cases.",
        row["people"], **said,
    )  # fmt: skip
    if pd.isna(row["needed_people"]):
        return told + " " + _("{change} will not be seen with any number: the last wave is too small.", **said)
    messages = {
        "people": N_("For {change} it takes {needed} people."),
        "clusters": N_("For {change} it takes {needed} people in {units} clusters."),
        "groups": N_("For {change} it takes {needed} people in {units} groups."),
    }
    message = messages[row["kind"]]
    needed = {"needed": number(row["needed_people"]), "units": number(row["needed_units"])}
    return told + " " + _(message, **needed, **said)

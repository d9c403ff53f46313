"""Who came this time, and what changed within those who came both times: a change split in two (Kitagawa)."""

import numpy as np
import pandas as pd

from workbench.cohorts.changes import two_waves
from workbench.cohorts.contrasts import Links, weighed
from workbench.cube import select
from workbench.cube.sums import numbered
from workbench.language import _, listed, number
from workbench.scores.errors import level_totals
from workbench.scores.facets import directions
from workbench.scores.influence import measured
from workbench.scores.intervals import critical

_LINEAR = ("mean", "good", "bad")
_FIGURES = ["estimate_from", "estimate_to", "difference", "within", "se", "df", "low", "high", "who_came"]


def decompose_change(
    cube, *, within="group", earlier=None, later=None, by=("territory",), facet="mean", voices=None, confidence=0.95,
    lonely="stop",
):  # fmt: skip
    """Split a change into what changed within the groups and what comes from who took part this time.

    Parameters
    ----------
    cube : LevelCube
    within : str
        The column of `cube.cells` whose values are the groups: "group", or a column that a survey was split by.
    earlier, later : str, optional
        The two waves; by default the last two of the cube.
    by : str or sequence of str
        Columns of `cube.cells` that make a domain.
    facet : {"mean", "good", "bad"}
    voices : {"equal", "weights"}, optional
        How much each group counts in a wave. By itself: the same for reference groups, by weight in a survey.
    confidence : float
    lonely : {"stop", "centre"}

    Returns
    -------
    DataFrame
        One row a domain and indicator that both waves have: the `by` columns, origin, indicator, facet, from, to,
        estimate_from, estimate_to, difference, within and who_came (their sum is the difference), se, df, low and high
        of `within`, came and left (groups of one wave only), verdict.

    Raises
    ------
    ValueError
        If a wave or column is not there, or the facet is no mean and no share.

    Notes
    -----
    within = Σ s̄_g (r_g2 − r_g1), who_came = Σ r̄_g (s_g2 − s_g1), with s̄ and r̄ the mean of the two waves: the two-way
    form, which has no remainder. Of a group that is in one wave only nothing within it is known: all it does is counted
    as who came (ours). The shares are taken as they came; the interval is that of the change within.

    References
    ----------
    Kitagawa (1955).

    Examples
    --------
    >>> from workbench.cube import cube_from_counts
    >>> counts = pd.DataFrame({
    ...     "territory": "Valbourg", "wave": ["2021"] * 4 + ["2024"] * 4, "indicator": "MOB",
    ...     "group": ["Young", "Young", "Old", "Old"] * 2, "level": [1, 3, 3, 5, 2, 4, 3, 5],
    ...     "count": [50, 50, 50, 50, 20, 20, 80, 80],
    ... })
    >>> cube = cube_from_counts(counts, pd.DataFrame({"indicator": ["MOB"], "levels": [5]}))
    >>> row = decompose_change(cube, voices="weights").iloc[0]
    >>> [round(float(row[name]), 2) for name in ("difference", "within", "who_came")]
    [0.8, 0.35, 0.45]
    """
    by = [name for name in ([by] if isinstance(by, str) else by) if name not in ("wave", "origin", within)]
    if facet not in _LINEAR:
        raise ValueError(f"facet: {facet} is none of {listed(_LINEAR)}")
    if within not in cube.cells:
        raise ValueError(f"within: the cube has no {within}")
    known = [*by, "origin", "indicator", "facet", "from", "to", *_FIGURES, "came", "left", "verdict"]
    earlier, later = two_waves(cube, earlier, later)
    if not later:
        return pd.DataFrame(columns=known)
    cube = select(cube, wave=[earlier, later])
    if within == "group":  # a survey has none
        if "groups" not in set(cube.cells["origin"]):
            return pd.DataFrame(columns=known)
        cube = select(cube, origin="groups")
    domains, totals = level_totals(cube, [*by, within, "wave"], lonely=lonely)
    whole, wholes = numbered(domains, [*by, "origin"])
    side, sides = numbered(domains, [within, "wave"])
    places = np.full((len(sides), len(wholes)), -1)
    places[side, whole] = np.arange(len(domains))
    weights = _weights(cube, domains)
    groups = wholes["origin"].eq("groups").to_numpy()
    equal = groups & (within == "group") if voices is None else np.full(len(wholes), voices == "equal")
    names, first, last = _two_sides(sides, within, earlier, later)
    blocks = []
    for at, (one, better) in enumerate(zip(totals, directions(cube.indicators), strict=True)):
        found = measured(one, better, [facet], confidence=confidence)
        links = Links(one.units, places, len(domains))
        rates, people, heavy = (
            np.array([links.at(values, place) for place in range(len(sides))])
            for values in (found.facets[facet].estimate, one.persons, weights[at])
        )
        rates = np.where(people > 0, rates, np.nan)
        rate = [_picked(rates, rows) for rows in (first, last)]
        share = [_picked(np.where(equal, people > 0, heavy), rows) for rows in (first, last)]
        blocks.append(_split(found, facet, links, names, (first, last), rate, share, confidence).assign(
            indicator=one.indicator, facet=facet, better=better if facet == "mean" else {"good": 1, "bad": -1}[facet]
        ))  # fmt: skip
    table = pd.concat(blocks, ignore_index=True).assign(**{"from": earlier, "to": later})
    table = table[table["difference"].notna()].sort_values("key", kind="stable", ignore_index=True)
    table = wholes.iloc[table["key"]].reset_index(drop=True).join(table)
    table["verdict"] = pd.Series([_verdict(row) for row in table.to_dict("records")], index=table.index, dtype="str")
    table = table[known].astype(dict.fromkeys(_FIGURES, "Float64"))
    table.attrs.update(cube.attrs)
    return table


def _weights(cube, domains):
    """Return Σw of each domain, for each indicator."""
    domain = numbered(cube.cells, list(domains))[0]
    total = cube.weights.sum(axis=2)
    return [np.bincount(domain, total[:, at], len(domains)) for at in range(total.shape[1])]


def _two_sides(sides, within, earlier, later):
    """Return the groups, and the row of `sides` of each in the earlier and in the later wave (−1: it has none)."""
    names = sides[within].drop_duplicates().tolist()
    row = {pair: place for place, pair in enumerate(zip(sides[within], sides["wave"], strict=True))}
    return names, *(np.array([row.get((name, wave), -1) for name in names]) for wave in (earlier, later))


def _picked(values, rows):
    return np.where((rows >= 0)[:, None], values[np.maximum(rows, 0)], np.nan)


def _split(found, facet, links, names, rows, rate, share, confidence):
    share = [np.nan_to_num(one) for one in share]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = [one / one.sum(axis=0) for one in share]
    there = [~np.isnan(one) for one in rate]
    both = there[0] & there[1]
    whole = [np.where(is_, one * part, 0).sum(axis=0) for one, is_, part in zip(rate, there, share, strict=True)]
    middle = (share[0] + share[1]) / 2
    within = np.where(both, middle * (rate[1] - rate[0]), 0).sum(axis=0)
    weights = np.zeros(links.places.shape)
    for place, (sign, at) in enumerate(zip((-1, 1), rows, strict=True)):
        known = at >= 0
        weights[at[known]] = sign * np.where(both & ~np.isnan(share[place]), np.nan_to_num(middle), 0)[known]
    _estimate, se, df = weighed(found.facets[facet], links, weights, found.df)
    reach = critical(df, confidence) * se
    came, left = (
        [listed([name for name, on in zip(names, column, strict=True) if on]) if column.any() else ""
         for column in (now & ~then).T]
        for now, then in (there[::-1], there)
    )  # fmt: skip
    difference = np.where(there[0].any(axis=0) & there[1].any(axis=0), whole[1] - whole[0], np.nan)
    none = ~both.any(axis=0)
    return pd.DataFrame({
        "key": np.arange(len(within)), "estimate_from": whole[0], "estimate_to": whole[1], "difference": difference,
        "within": np.where(none, np.nan, within), "se": np.where(none, np.nan, se), "df": df,
        "low": np.where(none, np.nan, within - reach), "high": np.where(none, np.nan, within + reach),
        "who_came": difference - np.where(none, 0, within), "came": came, "left": left,
    })  # fmt: skip


def _verdict(row):
    scale, digits = (1, 2) if row["facet"] == "mean" else (100, 0)
    shown = {
        name: number(round(float(row[name]) * scale, digits) + 0.0, digits, signed=name not in ("low", "high"))
        for name in ("difference", "within", "who_came", "low", "high") if pd.notna(row[name])
    }  # fmt: skip
    unit = _("levels") if row["facet"] == "mean" else _("points")
    if pd.isna(row["within"]):
        return _("Other groups came than before: nothing is known of a change within them.")
    said = _("Of {difference} {unit}, {within} changed within groups and {who_came} is who came.", unit=unit, **shown)
    if "low" in shown:
        said += " " + _("Within: between {low} and {high}.", **shown)
    return said

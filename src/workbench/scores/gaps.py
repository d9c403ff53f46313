"""Who is left behind, and who sees it differently: reference groups and standpoints set against each other."""

from itertools import combinations

import numpy as np
import pandas as pd

from workbench.cube import select
from workbench.cube.sums import adder, numbered
from workbench.language import N_, _, names, ngettext, number
from workbench.scores.badges import robust_badge
from workbench.scores.errors import level_totals, refuse_confidence, variance
from workbench.scores.facets import directions
from workbench.scores.intervals import adjusted, critical, p_value
from workbench.scores.measures import win_probability

_TESTED = ["difference", "se", "df", "low", "high", "p", "p_adjusted", "win_probability", "robust_p"]


def group_gaps(cube, *, by=("territory", "wave"), confidence=0.95):
    """Compare the mean situation of each reference group with that of the other groups together.

    The gap between the best and the worst group is never given alone: of four identical groups of 30 it is 0.40 of a
    level on average.

    Parameters
    ----------
    cube : LevelCube
    by : str or sequence of str
        Columns of `cube.cells` within which groups are compared.
    confidence : float
        Confidence of the intervals; a group is "behind" or "ahead" when its adjusted p is below 1 − confidence.

    Returns
    -------
    DataFrame
        One row a group and indicator, where another group answered too (none in a survey): the `by` columns,
        indicator, group, n, estimate, others (the mix of the other groups, equal voices), difference, se, df, low,
        high, p, p_adjusted (Benjamini & Hochberg, over all groups and indicators of one combination of `by`),
        win_probability (that a person of this group is on a higher level than one of the others, ties half), robust_p,
        robust (no other numbering of the situations, as long as it keeps their order, would turn the difference round;
        robust_p tests that it holds of the people behind, see `compare_waves`), direction ("behind", "ahead", "none")
        and verdict. Two groups against each other: `compare_pairs`.

    Raises
    ------
    ValueError
        If the cube has no such `by` column.

    Notes
    -----
    The groups are taken as they are and their people as if drawn at random. The variance within a group is never taken
    smaller than that within all groups, so that nine people who happen to agree do not seem certain (ours).

    Examples
    --------
    >>> from workbench.cube import cube_from_counts
    >>> counts = pd.DataFrame({
    ...     "territory": "Valbourg", "wave": "2024", "indicator": "MOB", "group": ["Young people", "Jobseekers"] * 3,
    ...     "level": [3, 1, 4, 2, 5, 3], "count": [3, 4, 4, 4, 3, 2],
    ... })
    >>> gaps = group_gaps(cube_from_counts(counts, pd.DataFrame({"indicator": ["MOB"], "levels": [5]})))
    >>> print(gaps["verdict"].iloc[0])
    “Jobseekers” is behind the other groups: −2.2 levels, between −2.9 and −1.5.
    """
    refuse_confidence(confidence)
    by = [name for name in ([by] if isinstance(by, str) else by) if name not in ("group", "origin")]
    known = [*by, "indicator", "group", "n", "estimate", "others", *_TESTED, "robust", "direction", "verdict"]
    if "groups" not in set(cube.cells["origin"]):
        return pd.DataFrame(columns=known)
    tables = []
    for sides, shares, chance, better in _sides(cube, [*by, "group"], by):
        others = _of_others(np.ones(len(sides)), sides)
        kept = others > 0
        mix = _of_others(shares, sides)[kept] / others[kept, None]
        told = sides["told"] + _of_others(sides["told"], sides) / np.maximum(others, 1) ** 4
        spread, chance = (
            part + _of_others(part, sides) / np.maximum(others, 1).reshape(-1, *[1] * (part.ndim - 1)) ** 2
            for part in (sides["variance"].to_numpy(), chance)
        )
        sides = sides.assign(variance=spread, told=told)[kept]
        mean, wins = mix @ np.arange(1.0, mix.shape[1] + 1), win_probability(shares[kept], mix)
        sides = sides.assign(others=mean, win_probability=wins, better=better)
        tables.append(_with_badge(sides, (mix, shares[kept]), chance[kept], "estimate", "others"))
    table = _tested(pd.concat(tables, ignore_index=True), "estimate", "others", confidence)
    table["direction"] = table["sign"].map({-1: "behind", 1: "ahead", 0: "none"}).astype("str")
    table["verdict"] = pd.Series(map(_group_verdict, table.to_dict("records")), index=table.index, dtype="str")
    table = table[known]
    table.attrs.update(cube.attrs)
    return table


def compare_standpoints(cube, *, by=("territory", "wave"), voices="equal", confidence=0.95):
    """Compare how residents, professionals and institutions see the same indicators, two by two.

    Parameters
    ----------
    cube : LevelCube
        Counted with `by=["standpoint"]`.
    by : str or sequence of str
        Columns of `cube.cells` within which standpoints are compared.
    voices
        As in `score`.
    confidence : float
        As in `group_gaps`.

    Returns
    -------
    DataFrame
        One row an indicator and pair of standpoints, largest disagreement first: the `by` columns, indicator,
        standpoint, other, n, n_other, estimate, estimate_other, difference (standpoint minus other), se, df, low,
        high, p, p_adjusted, win_probability, rank (1: the pair that disagrees most, in parts of its scale), direction
        ("better" or "worse", how `standpoint` sees it; "none" if it cannot be told apart from chance) and verdict.

    Raises
    ------
    ValueError
        If the cube has no standpoints, or no such `by` column.

    Notes
    -----
    Three groups of a standpoint or more are as if drawn at random; of fewer, the people are. The variance is never
    taken smaller than that of as many people drawn at random (ours).

    Examples
    --------
    >>> from workbench.cube import count_levels
    >>> answers = pd.DataFrame({
    ...     "respondent": range(12), "territory": "Valbourg", "wave": "2024", "indicator": "MOB",
    ...     "group": ["Young people"] * 6 + ["Social workers"] * 6,
    ...     "standpoint": ["resident"] * 6 + ["professional"] * 6,
    ...     "level": [1, 1, 2, 2, 2, 3, 3, 4, 4, 4, 5, 5],
    ... })
    >>> cube = count_levels(answers, pd.DataFrame({"indicator": ["MOB"], "levels": [5]}), by="standpoint")
    >>> print(compare_standpoints(cube)["verdict"].iloc[0])
    It is worse seen by the residents than by the professionals: −2.3 levels, between −3.3 and −1.4.
    """
    if "standpoint" not in cube.cells:
        raise ValueError("cube: it has no standpoints; count_levels(…, by=['standpoint']) splits it")
    refuse_confidence(confidence)
    by = [name for name in ([by] if isinstance(by, str) else by) if name not in ("standpoint", "origin")]
    figures = ["n", "n_other", "estimate", "estimate_other", *_TESTED, "robust", "rank"]
    known = [*by, "indicator", "standpoint", "other", *figures, "direction", "verdict"]
    if "groups" not in set(cube.cells["origin"]):
        return pd.DataFrame(columns=known)
    order = {name: place for place, name in enumerate(names("standpoint"))}
    tables = []
    for sides, shares, chance, better in _sides(cube, [*by, "standpoint"], by, voices):
        sides = sides.assign(place=sides["standpoint"].map(order).fillna(len(order)))
        places = sides.sort_values("place", kind="stable").groupby("family").indices
        ordered = sides.sort_values("place", kind="stable").index.to_numpy()
        pairs = [pair for found in places.values() for pair in combinations(ordered[found], 2)]
        first, second = np.array(pairs, dtype=int).reshape(-1, 2).T
        against = sides.iloc[second].reset_index(drop=True)
        table = sides.iloc[first].reset_index(drop=True)
        table = table.assign(
            other=against["standpoint"], n_other=against["n"], estimate_other=against["estimate"],
            variance=table["variance"] + against["variance"], told=table["told"] + against["told"],
            win_probability=win_probability(shares[first], shares[second]), better=better,
        )  # fmt: skip
        both = (shares[second], shares[first])
        tables.append(_with_badge(table, both, chance[first] + chance[second], "estimate", "estimate_other"))
    table = _tested(pd.concat(tables, ignore_index=True), "estimate", "estimate_other", confidence)
    table["direction"] = table["sign"].map({-1: "worse", 1: "better", 0: "none"}).astype("str")
    table["verdict"] = pd.Series(map(_standpoint_verdict, table.to_dict("records")), index=table.index, dtype="str")
    apart = table["difference"].abs() / (table["levels"] - 1)
    table["rank"] = apart.groupby(table["family"]).rank(ascending=False, method="first").astype("Int64")
    table = table.sort_values(["family", "rank"], ignore_index=True)
    table = table[known]
    table.attrs.update(cube.attrs)
    return table


def _of_others(values, sides):
    """Return, for each side, the sum of the values of the other sides of its family."""
    values, family = np.asarray(values), sides["family"].to_numpy()
    return adder(family, int(family.max(initial=-1)) + 1)(values)[family] - values


def _sides(cube, keys, by, voices="equal"):
    """Yield, for each indicator, who is compared (a table), their shares, V(F_k), and 1 or −1 as higher is better."""
    cube = select(cube, origin="groups")
    domains, totals = level_totals(cube, keys, voices=voices)
    for one, better in zip(totals, directions(cube.indicators), strict=True):
        kept = one.persons > 0
        sides = domains[kept].reset_index(drop=True)
        sides["family"] = numbered(sides, by)[0] if by else 0
        shares, people = one.totals[kept], one.persons[kept]
        add = adder(sides["family"], int(sides["family"].max()) + 1 if len(sides) else 0)
        free = np.maximum(people - 1, 0)
        # what each answer counts for the mean and for each F_k, and its variance within each side and within all
        steps = np.vstack([np.arange(1.0, one.levels + 1), np.tri(one.levels)[:-1]])
        figure = shares @ steps.T
        own = np.maximum(shares @ (steps**2).T - figure**2, 0) * people[:, None]
        every = add(free)[:, None]
        pooled = np.divide(add(own), every, out=np.full(add(own).shape, np.nan), where=every > 0)
        pooled = pooled[sides["family"]] / one.n_eff[kept, None]
        gradient = steps - figure[:, :, None]
        spread = variance(gradient, one.covariance[kept])
        larger = spread > pooled
        spread = np.where(larger, spread, pooled)
        df = np.where(larger[:, 0], one.df[kept], add(free)[sides["family"]])
        told = np.divide(spread[:, 0] ** 2, df, out=np.zeros(len(df)), where=df > 0)
        yield sides.assign(
            indicator=pd.Series(one.indicator, index=sides.index, dtype="str"), levels=one.levels,
            estimate=figure[:, 0], n=pd.array(np.rint(people), dtype="Int64"), variance=spread[:, 0], told=told,
        ), shares, spread[:, 1:], better  # fmt: skip


def _with_badge(table, shares, chance, estimate, against):
    """Return the contrasts with their degrees of freedom and the badge of their difference."""
    spread, told = table["variance"].to_numpy(), table["told"].to_numpy()
    df = np.divide(spread**2, told, out=np.full(len(table), np.nan), where=told > 0)
    below = [np.cumsum(side, axis=1)[:, :-1] for side in shares]
    difference = (table[estimate] - table[against]).to_numpy()
    robust, p = robust_badge(below, np.sqrt(chance), difference, df)
    return table.assign(df=df, robust=pd.array(robust, dtype="Float64"), robust_p=p)


def _tested(table, estimate, against, confidence):
    """Return the contrasts with their error, interval, p and sign (0 where chance may have made them)."""
    difference, spread = table[estimate] - table[against], table["variance"].to_numpy()
    se, df = np.sqrt(spread), table["df"].to_numpy()
    reach = critical(df, confidence) * se
    p = p_value(difference, se, df)
    table = table.assign(
        difference=difference, se=se, p=p, p_adjusted=adjusted(p, table["family"]),
        low=np.maximum(difference - reach, 1 - table["levels"]),
        high=np.minimum(difference + reach, table["levels"] - 1),
    )  # fmt: skip
    table["sign"] = np.where(table["p_adjusted"] < 1 - confidence, np.sign(difference) * table["better"], 0).astype(int)
    floats = [estimate, against, *_TESTED]
    return table.astype(dict.fromkeys(floats, "Float64") | {"robust": "boolean"})


def _shown(row):
    # rounded before it is written, so that there is no "−0.0"
    shown = {name: round(row[name], 1) + 0.0 for name in ("difference", "low", "high")}
    return {name: number(value, 1, signed=name == "difference") for name, value in shown.items()}


def _group_verdict(row):
    if pd.isna(row["p"]):
        return _("“{group}”: too few answers to compare it with the other groups.", group=row["group"])
    if row["direction"] == "none":
        return ngettext(
            "“{group}” cannot be told apart from the other groups with {n} answer.",
            "“{group}” cannot be told apart from the other groups with {n} answers.",
            row["n"], group=row["group"],
        )  # fmt: skip
    messages = {
        "behind": N_("“{group}” is behind the other groups: {difference} levels, between {low} and {high}."),
        "ahead": N_("“{group}” is ahead of the other groups: {difference} levels, between {low} and {high}."),
    }
    message = messages[row["direction"]]
    return _(message, group=row["group"], **_shown(row)) + _depends(row)


def _standpoint_verdict(row):
    seen = {
        "resident": _("the residents"), "professional": _("the professionals"), "institution": _("the institution"),
    }  # fmt: skip
    sides = {"one": seen.get(row["standpoint"], row["standpoint"]), "other": seen.get(row["other"], row["other"])}
    if pd.isna(row["p"]):
        return _("Too few answers to compare what {one} and {other} see.", **sides)
    messages = {
        "none": N_("What {one} and {other} see cannot be told apart: {difference} levels may be chance."),
        "worse": N_("It is worse seen by {one} than by {other}: {difference} levels, between {low} and {high}."),
        "better": N_("It is better seen by {one} than by {other}: {difference} levels, between {low} and {high}."),
    }
    message = messages[row["direction"]]
    return _(message, **sides, **_shown(row)) + _depends(row)


def _depends(row):
    """Return the warning that another numbering of the situations might turn an established difference round."""
    if row["direction"] == "none" or pd.isna(row["robust"]) or row["robust"]:
        return ""
    return " " + _("How far apart the situations are taken to be matters here: see the shares.")

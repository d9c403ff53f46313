"""Who is better off than whom: every pair of groups, territories or waves, told by pairs of people."""

import numpy as np
import pandas as pd

from workbench.cube.sums import numbered
from workbench.language import _, listed, percent
from workbench.scores.badges import robust_badge
from workbench.scores.errors import level_totals, refuse_confidence
from workbench.scores.facets import directions
from workbench.scores.intervals import satterthwaite, share_interval
from workbench.scores.simultaneous import MANY, largest_t

_FIGURES = ["estimate", "estimate_other", "win_probability", "se", "df", "low", "high", "p", "p_adjusted"]


def compare_pairs(
    cube, *, of="group", by=("territory", "wave"), voices="equal", confidence=0.95, lonely="stop", seed=2024
):
    """Compare every two groups (or territories, waves, …) by how often a person of one is better off than of the other.

    Of all pairs of people, one from each side, the win probability is the share in which the first is in the better
    situation, equal situations counting half: 0.5 means no difference. It needs no numbers on the situations.

    Parameters
    ----------
    cube : LevelCube
    of : str
        The column of `cube.cells` whose values are compared two by two: group, territory, wave, or a column that the
        cube was split by.
    by : str or sequence of str
        Columns within which they are compared; `of` among them does not count.
    voices, lonely
        As in `score`.
    confidence : float
        That the intervals of all pairs of one indicator hold together; a pair is told apart when its adjusted p is
        below 1 − confidence, which is when its interval leaves 0.5 out.
    seed : int
        Where the draws of the multivariate t begin; the same seed gives the same figures.

    Returns
    -------
    DataFrame
        One row an indicator and pair: the `by` columns, origin, indicator, `of` and "other_" + `of` (the two sides), n,
        n_other, estimate and estimate_other (mean situations), win_probability (of the first being better off), se, df,
        low, high (simultaneous), p (of this pair alone), p_adjusted (for all pairs), robust and robust_p (no other
        numbering of the situations would turn the two means round; see `compare_waves`), direction ("better" or
        "worse", how the first side fares; "none" if they cannot be told apart) and verdict.

    Raises
    ------
    ValueError
        If the cube has no such column, or a stratum has one cluster and `lonely` is "stop".

    Notes
    -----
    The error follows from the totals by level of both sides and from the clusters, groups and waves behind both, by the
    delta method; people who are units of their own are taken as independent. It is taken with one answer more on each
    side, spread as all answers are, so that nine people who happen to agree do not seem certain; the interval is
    Wilson's, and where one side wins every pair, that of as many people as the smaller side has (both ours). All pairs
    of one indicator hold together by the largest t: the pairs of a group go together, and each keeps its own degrees
    of freedom. Where the same few clusters stand behind several sides, each pair's error is told by them apart, and how
    the pairs go together is not known well enough: there they hold together by Šidák. Several indicators are several
    families.

    References
    ----------
    Brunner & Munzel (2000); simultaneous: Konietschke, Hothorn & Brunner (2012), Šidák (1967). Variance at 0 and 1:
    Birnbaum & Klose (1957). Robust: Schröder & Yitzhaki (2017).

    Examples
    --------
    >>> from workbench.cube import cube_from_counts
    >>> counts = pd.DataFrame({
    ...     "territory": "Valbourg", "wave": "2024", "indicator": "MOB", "group": ["Young people", "Jobseekers"] * 3,
    ...     "level": [3, 1, 4, 2, 5, 3], "count": [3, 4, 4, 4, 3, 2],
    ... })
    >>> pairs = compare_pairs(cube_from_counts(counts, pd.DataFrame({"indicator": ["MOB"], "levels": [5]})))
    >>> print(pairs["verdict"].iloc[0])
    A person of “Young people” is better off than one of “Jobseekers” in 97% of pairs, between 62% and 100%.
    """
    refuse_confidence(confidence)
    by = [name for name in ([by] if isinstance(by, str) else by) if name not in (of, "origin")]
    other = f"other_{of}"
    known = [*by, "origin", "indicator", of, other, "n", "n_other", *_FIGURES, "robust", "robust_p"]
    known += ["direction", "verdict"]
    if absent := [name for name in (of, *by) if name not in cube.cells]:
        raise ValueError(f"of, by: the cube has no {listed(absent)}; count_levels(…, by=…) splits it")
    domains, totals = level_totals(cube, [*by, of], voices=voices, lonely=lonely)
    family = numbered(domains, [*by, "origin"])[0]
    tables = []
    for one, better in zip(totals, directions(cube.indicators), strict=True):
        there = (one.persons > 0) & (domains[of] != "").to_numpy()
        for place in np.unique(family[there]):
            sides = np.flatnonzero(there & (family == place))
            if len(sides) > 1:
                tables.append(_family(one, sides, better, confidence, seed).assign(indicator=one.indicator))
    if not tables:
        return pd.DataFrame(columns=known)
    table = pd.concat(tables, ignore_index=True)
    first, second = (table.pop(name).to_numpy() for name in ("first", "second"))
    table = pd.concat([domains.iloc[first].reset_index(drop=True), table], axis=1)
    table[other] = domains[of].iloc[second].to_numpy()
    sure = table["p_adjusted"] < 1 - confidence
    sign = np.where(sure, np.sign(table["win_probability"] - 0.5), 0).astype(int)
    table["direction"] = pd.Series(np.select([sign > 0, sign < 0], ["better", "worse"], "none"), dtype="str")
    table = table.astype(dict.fromkeys([*_FIGURES, "robust_p"], "Float64") | {"n": "Int64", "n_other": "Int64"})
    table = table.astype({"robust": "boolean", other: "str", "indicator": "str"})
    table["verdict"] = pd.Series(
        [_verdict(row, of) for row in table.to_dict("records")], index=table.index, dtype="str"
    )
    table = table[known].sort_values([*by, "origin"], kind="stable", ignore_index=True)
    table.attrs.update(cube.attrs)
    return table


def _family(one, sides, better, confidence, seed):
    """Return the pairs of one indicator among the domains `sides`."""
    levels = one.levels
    totals = one.totals[sides]
    weight = totals.sum(axis=1, keepdims=True)
    shares = totals / weight
    spread, linked, size = _covariance(one, sides, shares, weight)
    first, second = np.triu_indices(len(sides), 1)
    wins = np.tri(levels, k=-1) + np.eye(levels) / 2  # a on level k beats b on level l
    wins = wins if better > 0 else wins.T
    slopes = shares[second] @ wins.T, shares[first] @ wins  # by the shares of each side
    ahead = (shares[first] * slopes[0]).sum(axis=1).round(12)  # 0 and 1 are ends, whatever rounding makes of them
    blocks = [spread[one_side, :, another] for one_side, another in ((first, first), (second, second), (first, second))]
    own = [np.einsum("pk,pkl,pl->p", slope, block, slope) for slope, block in zip(slopes, blocks, strict=False)]
    error = np.sqrt(np.maximum(sum(own) + 2 * np.einsum("pk,pkl,pl->p", slopes[0], blocks[2], slopes[1]), 0))
    free = [one.df[sides][side] for side in (first, second)]
    df = np.where(linked[first, second], np.fmin(*free), satterthwaite(*zip(own, free, strict=True)))
    least = np.where(np.isnan(error), np.nan, np.fmin(size[first], size[second]))
    inside = (error > 0) & (ahead > 0) & (ahead < 1)
    told = np.where(inside, ahead * (1 - ahead) / np.where(inside, error, 1) ** 2, least)
    t = (ahead - 0.5) * 2 * np.sqrt(told)  # as the interval: with the error that 0.5 would have
    tested = np.flatnonzero(~np.isnan(t) & (df > 0))
    limit, alone, adjusted = (np.full(len(first), np.nan) for _name in range(3))
    limit[tested], alone[tested], adjusted[tested] = largest_t(
        None if linked.any() else _correlation(spread, first, second, slopes, tested),
        t[tested], df[tested], confidence=confidence, seed=seed,
    )  # fmt: skip
    low, high = share_interval(ahead, np.where(inside | np.isnan(error), error, 0), least, df, t=limit)
    mean, steps = shares @ np.arange(1.0, levels + 1), np.tri(levels)[:-1]
    below = shares @ steps.T
    chance = [np.einsum("kl,plm,km->pk", steps, block, steps, optimize=True) for block in blocks]
    rise = np.sqrt(np.maximum(chance[0] + chance[1] - 2 * chance[2], 0))
    robust, robust_p = robust_badge((below[second], below[first]), rise, mean[first] - mean[second], df)
    people = np.rint(one.persons[sides])
    return pd.DataFrame({
        "first": sides[first], "second": sides[second], "n": people[first], "n_other": people[second],
        "estimate": mean[first], "estimate_other": mean[second], "win_probability": ahead, "se": error,
        "df": df, "low": low, "high": high, "p": alone, "p_adjusted": adjusted, "robust": robust, "robust_p": robust_p,
    })  # fmt: skip


def _correlation(spread, first, second, slopes, tested):
    """Return how the pairs go together; nothing where they are too many to tell."""
    if not 1 < len(tested) <= MANY:
        return None
    count, levels = spread.shape[:2]
    moves, pair = np.zeros((len(tested), count, levels)), np.arange(len(tested))
    moves[pair, first[tested]], moves[pair, second[tested]] = slopes[0][tested], slopes[1][tested]
    moves = moves.reshape(len(tested), count * levels)
    # a side of one person has no known spread, and no pair that is tested
    spread = np.nan_to_num(spread.reshape(count * levels, -1))
    cross = moves @ spread @ moves.T
    error = np.sqrt(np.maximum(np.diag(cross), 1e-300))
    cross /= np.outer(error, error)
    np.fill_diagonal(cross, 1)
    return cross


def _covariance(one, sides, shares, weight):
    """Return the covariance of the shares of all sides together, which of them are linked, and how much each tells."""
    count, levels = shares.shape
    centre = (np.eye(levels) - shares[:, :, None]) / weight[:, :, None]
    own = centre @ one.covariance[sides][:, :levels, :levels] @ centre.transpose(0, 2, 1)
    steps = np.tri(levels)[:-1]
    below = shares @ steps.T
    chance = np.einsum("kl,glm,km->g", steps, own, steps)
    likely = (below * (1 - below)).sum(axis=1)
    size = np.fmin(one.n_eff[sides], np.divide(likely, chance, out=one.n_eff[sides].copy(), where=chance > 0))
    # one answer more, spread as the answers of all sides are: the covariance of people drawn at random, exactly
    people = one.persons[sides]
    pooled = people @ shares / people.sum()
    apart, more = shares - pooled, (size + 1)[:, None, None]
    wider = (size**2)[:, None, None] * own / more + (np.diag(pooled) - np.outer(pooled, pooled)) / more
    wider += size[:, None, None] / more**2 * apart[:, :, None] * apart[:, None, :]
    wider /= more
    spread = np.zeros((count, levels, count, levels))
    spread[np.arange(count), :, np.arange(count)] = wider
    linked = np.zeros((count, count), dtype=bool)
    at = np.full(len(one.persons), -1)
    at[sides] = np.arange(count)
    for domain, unit, residual in one.units:
        rows = np.flatnonzero(at[domain] >= 0)
        again = np.bincount(unit[rows], minlength=int(unit.max(initial=0)) + 1)[unit[rows]] > 1
        rows = rows[again]  # of clusters and groups that stand on several sides
        rows = rows[np.abs(residual[rows]).sum(axis=1) > 0]
        if not len(rows):
            continue
        draw = np.unique(unit[rows], return_inverse=True)[1]
        side = at[domain[rows]]
        moves = np.zeros((draw.max() + 1, count, levels))
        moves[draw, side] = np.einsum("rkl,rl->rk", centre[side], residual[rows][:, :levels])
        flat = moves.reshape(len(moves), -1)
        shared = (flat.T @ flat).reshape(spread.shape)
        shared[np.arange(count), :, np.arange(count)] = 0
        kept = size / (size + 1)  # of a side with one answer more, so much moves as before
        spread += (kept[:, None] * kept)[:, None, :, None] * shared
        stands = np.abs(moves).sum(axis=2) > 0
        linked |= (stands[:, :, None] & stands[:, None, :]).any(axis=0)
    return spread, linked, size


def _verdict(row, of):
    sides = {"one": row[of], "other": row[f"other_{of}"]}
    if pd.isna(row["p"]):
        return _("Too few answers to compare “{one}” and “{other}”.", **sides)
    if row["direction"] == "none":
        return _(
            "“{one}” and “{other}” cannot be told apart: a person of the first is better off in {share} of pairs, "
            "between {low} and {high}.",
            share=percent(row["win_probability"]), low=percent(row["low"]), high=percent(row["high"]), **sides,
        )  # fmt: skip
    share, low, high = row["win_probability"], row["low"], row["high"]
    if row["direction"] == "worse":  # told from the side that is better off
        sides = {"one": sides["other"], "other": sides["one"]}
        share, low, high = 1 - share, 1 - high, 1 - low
    return _(
        "A person of “{one}” is better off than one of “{other}” in {share} of pairs, between {low} and {high}.",
        share=percent(share), low=percent(low), high=percent(high), **sides,
    )  # fmt: skip

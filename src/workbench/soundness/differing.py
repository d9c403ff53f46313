"""Who differs on one indicator at an equal overall level: reference groups, and residents against professionals."""

import numpy as np
import pandas as pd
from scipy.special import ndtri, stdtr

from workbench.soundness.odds import proportional_odds, score_test

#: A group needs as many people with an answer; a person needs as many other answers; so many indicators make "overall".
FEW, OTHERS, INDICATORS = 5, 3, 4


def differing(asked):
    """Return every group and standpoint set against the others on every indicator, at equal overall level.

    Parameters
    ----------
    asked : Asked

    Returns
    -------
    list of dict
        kind ("group", "standpoint"), indicator, territory, group (or standpoint), other (the standpoint compared with),
        n, p, told, and `sides`, from which `in_odds` makes the figure.

    Notes
    -----
    The overall level of a person is the mean of his or her other answers, each standardised in its territory and wave;
    waves are covariates. Since that mean is only an approximation, and bears the very differences that are looked for,
    the median of a group's coefficients over all indicators is taken off: a group that is higher throughout differs on
    none. A coefficient is then set against the spread that all of them have here (as an empirical null: Efron 2004): a
    group is told to differ when it does so more than groups usually do. Both are ours.
    """
    groups = asked.people["group"].ne("")
    if not groups.any():
        return []
    levels, people = asked.levels[groups].reset_index(drop=True), asked.people[groups].reset_index(drop=True)
    levels = levels[[name for name in levels if levels[name].notna().any()]]
    standard = _standardised(levels, people)
    rows, parts = [], []
    for territory, here in people.groupby("territory", sort=True).groups.items():
        part = people.loc[here].reset_index(drop=True)
        fits = _fits(levels.loc[here].reset_index(drop=True), standard.loc[here].reset_index(drop=True), part)
        if part["group"].nunique() > 1:
            rows += _against(fits, part["group"], territory, "group")
        parts.append((territory, part, fits))
    return _judged(rows, rows) + _judged(_standpoints(parts), rows)


def _standpoints(parts):
    """Set professionals and institutions against residents."""
    rows = []
    for territory, part, fits in parts:
        for standpoint in ("professional", "institution"):
            two = part["standpoint"].isin(["resident", standpoint])
            if part.loc[two, "standpoint"].nunique() < 2:
                continue
            against = _against(fits, part["standpoint"], territory, "standpoint", kept=two)
            rows += [{**row, "other": "resident"} for row in against if row["group"] == standpoint]
    return rows


def _standardised(levels, people):
    keys = [people["territory"], people["wave"]]
    grouped = levels.groupby(keys)
    spread = grouped.transform("std")
    return (levels - grouped.transform("mean")) / spread.where(spread > 0)


def _fits(levels, standard, people):
    """Return {indicator: (rows, covariates, fit)} without any group in it."""
    count, total = standard.notna().sum(axis=1), standard.sum(axis=1)
    waves = pd.get_dummies(people["wave"], dtype=float).to_numpy()[:, 1:]
    fits = {}
    for name in levels:
        others = count - standard[name].notna()
        rest = (total - standard[name].fillna(0)) / others.where(others >= OTHERS)
        kept = (levels[name].notna() & rest.notna()).to_numpy()
        if kept.sum() < 2 * FEW:
            continue
        there = waves[kept]
        covariates = np.column_stack([rest[kept], there[:, there.any(axis=0) & ~there.all(axis=0)]])
        fit = proportional_odds(levels.loc[kept, name].to_numpy(dtype=int), covariates)
        if fit is not None:
            fits[name] = (np.flatnonzero(kept), covariates, fit, levels.loc[kept, name].to_numpy(dtype=int))
    return fits


def _against(fits, label, territory, kind, *, kept=None):
    """Return one row a name of `label` and indicator: its coefficient beside the median of its own."""
    found, label = {}, label.to_numpy(dtype=object)
    kept = None if kept is None else kept.to_numpy()
    for indicator, (rows, covariates, fit, level) in fits.items():
        if kept is not None:
            inside = kept[rows]
            rows, covariates, level = rows[inside], covariates[inside], level[inside]
            fit = proportional_odds(level, covariates) if len(rows) >= 2 * FEW else None
        if fit is None:
            continue
        names = label[rows]
        for name in dict.fromkeys(names):
            members = names == name
            score, variance = score_test(fit, members, covariates)
            if not members.all() and variance > 1e-9:
                found.setdefault(name, []).append((indicator, members, covariates, level, score, variance))
    rows = []
    for name, lines in found.items():
        step = np.array([line[4] / line[5] for line in lines])
        usual = float(np.median(step)) if len(lines) >= INDICATORS else np.nan
        for (indicator, members, covariates, level, _score, variance), one in zip(lines, step, strict=True):
            n, side = int(members.sum()), one - usual
            told = n >= FEW and not np.isnan(usual)
            row = {"kind": kind, "indicator": indicator, "territory": territory, "group": name, "n": n, "told": told}
            rows.append(
                row | {"side": side, "z": side * np.sqrt(variance), "sides": (members, covariates, level, usual)}
            )
    return rows


def _judged(rows, groups):
    """Return the rows with their p, by Student's t on the spread that coefficients have in these answers.

    The spread is taken from the middle half of all `groups` and indicators, and is never below what chance alone makes:
    what people of one session share, and how unlike groups usually are, is in it. It serves for standpoints too, which
    are made of groups. Its own error is in the degrees of freedom: a median deviation knows as much as 37 % of so many
    normal figures. So is the size of the group, twice (ours, simulated): the score of a few people is not quite normal.
    """
    told = np.array([row["z"] for row in groups if row["told"]])
    wider = max(1.0, float(np.median(np.abs(told))) / ndtri(0.75)) if len(told) else 1.0
    known = max(0.37 * len(told), 1.0)
    for row in rows:
        df = 1 / (1 / known + 1 / (2 * row["n"]))
        row |= {"p": float(2 * stdtr(df, -abs(row["z"]) / wider)) if row["told"] else 1.0, "wider": wider}
    return rows


def in_odds(row, confidence):
    """Return (estimate, low, high): the odds of a higher situation, times, from the full model; beside the usual."""
    members, covariates, level, usual = row["sides"]
    fit = proportional_odds(level, np.column_stack([covariates, members]))
    se = float(np.sqrt(np.linalg.pinv(fit.information)[-1, -1])) * row["wider"]
    reach = ndtri(0.5 + confidence / 2) * se
    middle = fit.coefficients[-1] - usual
    if not fit.converged or abs(fit.coefficients[-1]) > 6:  # all of a group at one end: no finite figure
        return (np.nan,) * 3
    return tuple(float(np.exp(middle + sign * reach)) for sign in (0, -1, 1))

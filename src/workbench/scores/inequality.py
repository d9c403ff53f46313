"""Inequality of situations, a question apart from polarisation: how unevenly standing is spread, with its error."""

from itertools import permutations

import numpy as np
import pandas as pd

from workbench.language import _
from workbench.scores.errors import level_totals, refuse_confidence, variance
from workbench.scores.facets import directions
from workbench.scores.intervals import logit_interval
from workbench.scores.measures import cumulative
from workbench.scores.table import ENOUGH, base_notes, too_few
from workbench.tables import DTYPES, TABLES, columns, empty


def inequality(shares):
    """Return how unequal situations are, from 0 (all alike) to 1, without any number given to a situation.

    The standing of a person is the share of people in the same situation or a worse one. J is one minus twice the area
    under its generalised Lorenz curve: the more people stand far below others, the higher. It is another question than
    polarisation: half at each end is most polarised (1), but not most unequal (0.375); to have everybody spread over
    many situations is more unequal than that.

    Parameters
    ----------
    shares : array, shape (..., K)
        Shares of the K declared levels, lowest first; each row sums to 1.

    Returns
    -------
    array, shape (...), in [0, 1); NaN where a row is empty.

    Raises
    ------
    ValueError
        If a row does not sum to 1 within 1e-9.

    References
    ----------
    Jenkins (2021), J, with the standing of Cowell & Flachaire (2017) that looks down. That it is this one which is
    offered is ours.

    Examples
    --------
    >>> inequality([0.5, 0, 0, 0, 0.5]), round(inequality([0.05, 0.15, 0.30, 0.35, 0.15]), 5)
    (0.375, 0.53175)
    """
    cumulative(shares)  # refuses what is no distribution
    shares = np.asarray(shares, dtype=float)
    found = 1 - 2 * _form(shares, _tensor(shares.shape[-1]))[0]
    return float(found) if found.ndim == 0 else found


def score_inequality(cube, *, by=("territory", "wave"), voices="equal", confidence=0.95, lonely="stop", finite=None):
    """Score how unequal the situations of each domain are, apart from level, polarisation and disparity.

    Parameters
    ----------
    cube : LevelCube
    by, voices, confidence, lonely, finite
        As in `score`.

    Returns
    -------
    DataFrame
        Table `scores` with the facet "inequality": J of `inequality`, counted from the worse end. The small-sample bias
        is removed; not shown below an effective n of 30.

    Raises
    ------
    ValueError
        As `score`.

    References
    ----------
    Jenkins (2021). The bias is half the trace of the second derivative with the covariance of the shares; interval by
    the delta method on the logit scale: ours.

    Examples
    --------
    >>> from workbench.cube import cube_from_counts
    >>> counts = pd.DataFrame({
    ...     "territory": "Basel", "wave": "2019", "indicator": "HOME",
    ...     "level": [1, 2, 3, 4], "count": [10, 50, 440, 500],
    ... })
    >>> cube = cube_from_counts(counts, pd.DataFrame({"indicator": ["HOME"], "levels": [4]}))
    >>> score_inequality(cube)[["facet", "n", "estimate", "low", "high"]].round(3).values.tolist()
    [['inequality', 1000, 0.428, 0.417, 0.438]]
    """
    refuse_confidence(confidence)
    if not len(cube.cells):
        return empty("scores")
    by = [by] if isinstance(by, str) else list(by)
    domains, totals = level_totals(cube, by, voices=voices, lonely=lonely, finite=finite)
    blocks = []
    for one, better in zip(totals, directions(cube.indicators), strict=True):
        estimate, se = _estimated(one, better)
        few = (one.n_eff < ENOUGH) | ~(one.persons > 0)
        estimate, se = (np.where(few, np.nan, values) for values in (estimate, se))
        low, high = logit_interval(estimate, se, one.df, confidence=confidence)
        note = base_notes(one)
        note[np.isnan(low)] = _("Too few answers for an interval.")
        note[np.isnan(low) & (estimate <= 0)] = _("At the end of its scale, so no interval can be given.")
        for place in np.flatnonzero(few & (one.persons > 0)):
            note[place] = too_few(one.n_eff[place])
        blocks.append(pd.DataFrame({
            "domain": np.arange(len(domains)), "indicator": one.indicator, "facet": "inequality",
            "n": np.rint(one.persons), "n_eff": one.n_eff, "estimate": estimate, "se": se, "df": one.df, "low": low,
            "high": high, "note": note,
        })[one.persons > 0])  # fmt: skip
    found = pd.concat(blocks, ignore_index=True).sort_values("domain", kind="stable", ignore_index=True)
    table = domains.iloc[found.pop("domain")].reset_index(drop=True).join(found)
    known = columns("scores")
    table = table.assign(**{name: "" for name in known if name not in table and name != "level"}, level=pd.NA)
    table = table[[*known, *(name for name in table if name not in known)]]
    table = table.astype({name: DTYPES[TABLES["scores"].column(name).kind] for name in known})
    table.attrs.update(cube.attrs)
    return table


def _estimated(one, better):
    """Return J without its small-sample bias in each domain, and its standard error."""
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = one.totals.sum(axis=1, keepdims=True)
        shares = one.totals / weight
        moves = (np.eye(one.levels) - shares[:, :, None]) / weight[:, :, None]  # of the shares by the totals
        chance = moves @ one.covariance @ moves.transpose(0, 2, 1)
        if better < 0:
            shares, chance, moves = shares[:, ::-1], chance[:, ::-1, ::-1], moves[:, ::-1]
        tensor = _tensor(one.levels)
        area, slope, bend = _form(shares, tensor)
        bias = -np.einsum("dij,dij->d", bend, chance)
        plain = 1 - 2 * area
        gradient = np.einsum("di,dil->dl", -2 * slope, moves)
        corrected = np.where(np.isnan(bias), plain, np.clip(plain - bias, 0, 1))
        return corrected, np.sqrt(variance(gradient, one.covariance))


def _tensor(levels):
    """Return the symmetric S with which the area under the curve is Σ S_ijk p_i p_j p_k.

    The curve rises by p_j F_j at each level; the area is that of the trapezes under it.
    """
    i, j, k = np.ogrid[:levels, :levels, :levels]
    plain = ((i <= j) & (j <= k)).astype(float) - 0.5 * ((j == k) & (i <= k))
    return sum(plain.transpose(order) for order in permutations(range(3))) / 6


def _form(shares, tensor):
    """Return the cubic form of the shares, its first and its second derivative."""
    bend = np.einsum("ijk,...k->...ij", tensor, shares)
    slope = np.einsum("...ij,...j->...i", bend, shares)
    return np.einsum("...i,...i->...", slope, shares), 3 * slope, 6 * bend

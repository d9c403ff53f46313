"""Every facet of each domain, with its standard error and its interval."""

import numpy as np

from workbench.scores.errors import variance
from workbench.scores.intervals import logit_interval, polarisation_interval, share_interval
from workbench.scores.measures import ends


def directions(indicators):
    """Return 1 for each indicator whose higher levels are better, −1 where the lower ones are.

    >>> import pandas as pd
    >>> directions(pd.DataFrame({"indicator": ["HOME", "DEBT"], "direction": ["up", "down"]}))
    [1, -1]
    """
    if "direction" not in indicators:
        return [1] * len(indicators)
    return [-1 if direction == "down" else 1 for direction in indicators["direction"].astype("str")]


def figures(one, heard, direction, *, facets=None):
    """Return the facets that every domain has, each with its derivative by the totals, and the cumulative shares.

    Parameters
    ----------
    one, heard : LevelTotals
        Totals of those who named a situation, and the same with whoever else is in the denominator.
    direction : {1, -1}
        Whether the higher or the lower levels are the better ones.
    facets : sequence of str, optional
        Which of them to give; all by default.

    Returns
    -------
    dict of (estimate, gradient)
        "mean", "good", "bad", "polarisation": arrays of shape (domains,) and (domains, L). "share": (domains, K) and
        (domains, K, L). share, good and bad are derived by the totals of `heard`, the others by those of `one`.
    tuple of (F_k, V(F_k), gradient)
        Arrays of shape (domains, K − 1) twice, and (domains, K − 1, K).
    """
    length, better = one.levels, ends(one.levels)
    level, steps = np.arange(1.0, length + 1), np.tri(length)[:-1]
    wide = np.eye(length, heard.totals.shape[1])
    high, low = wide[length - better :].sum(axis=0), wide[:better].sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        weight, whole = one.totals.sum(axis=1, keepdims=True), heard.totals.sum(axis=1, keepdims=True)
        shares = one.totals / weight
        below = np.cumsum(shares, axis=1)[:, :-1]
        moves = (steps - below[:, :, None]) / weight[:, :, None]
        chance = variance(moves, one.covariance)
        mean, scale = shares @ level, 4 / (length - 1)
        spread = scale * (below * (1 - below) + chance).sum(axis=1)
        ways = {
            "share": lambda: _shares(heard.totals @ wide.T / whole, wide, whole),
            "mean": lambda: (mean, (level - mean[:, None]) / weight),
            "good": lambda: _part(high if direction > 0 else low, heard, whole),
            "bad": lambda: _part(low if direction > 0 else high, heard, whole),
            "polarisation": lambda: (
                np.clip(spread, 0, 1), scale * (((1 - 2 * below)[:, None, :] @ moves)[:, 0, :])
            ),
        }  # fmt: skip
        found = {facet: way() for facet, way in ways.items() if facets is None or facet in facets}
    return found, (below, chance, moves)


def _shares(parts, wide, whole):
    return parts, (wide - parts[:, :, None]) / whole[:, :, None]


def _part(which, heard, whole):
    """Return the share of the levels marked 1 in `which`, and its gradient."""
    part = (heard.totals @ which) / whole[:, 0]
    return part, (which - part[:, None]) / whole


def standard_error(gradient, totals):
    """Return the standard error of figures with these gradients by these totals.

    Parameters
    ----------
    gradient : array, shape (domains, L) or (domains, K, L)
    totals : LevelTotals

    Returns
    -------
    array, shape (domains,) or (domains, K)
    """
    return np.sqrt(variance(gradient, totals.covariance))


def interval(facet, pair, one, cumulated, *, confidence=0.95):
    """Return the interval of one facet in each domain.

    Parameters
    ----------
    facet : str
    pair : tuple of array
        Its estimate and standard error.
    one : LevelTotals
    cumulated : tuple of array
        What `figures` gives beside the facets.
    confidence : float

    Returns
    -------
    low, high : array; NaN where none can be given.
    """
    estimate, se = pair
    if facet in ("share", "good", "bad"):
        shape = (-1, *[1] * (estimate.ndim - 1))
        size, df, n = (part.reshape(shape) for part in (_design_size(one, cumulated), one.df, one.persons))
        return share_interval(estimate, se, size, df, n=n, confidence=confidence)
    if facet == "mean":
        return logit_interval(estimate, se, one.df, low=1, high=one.levels, confidence=confidence)
    if facet == "polarisation":
        below, chance, _moves = cumulated
        bias, size = 4 / below.shape[1] * chance.sum(axis=1), _design_size(one, cumulated)
        return polarisation_interval(estimate, se, below, bias, size, one.df, confidence=confidence)
    return logit_interval(estimate, se, one.df, confidence=confidence)


def median(one, cumulated, *, confidence=0.95):
    """Return the median of each domain and its interval: the levels whose F_k may lie on either side of a half.

    Parameters
    ----------
    one : LevelTotals
    cumulated : tuple of array
        What `figures` gives beside the facets.
    confidence : float

    Returns
    -------
    estimate, low, high : array, shape (domains,)
    """
    below, chance, _moves = cumulated
    size, df, n = _design_size(one, cumulated)[:, None], one.df[:, None], one.persons[:, None]
    low, high = share_interval(below, np.sqrt(chance), size, df, n=n, confidence=confidence)
    levels = [(edge < 0.5 - 1e-9).sum(axis=1) + 1.0 for edge in (below, high, low)]
    unknown = np.isnan(chance).any(axis=1) | ~(one.df > 0)
    estimate = np.where(np.isnan(below).any(axis=1), np.nan, levels[0])
    return estimate, *(np.where(unknown, np.nan, edge) for edge in levels[1:])


def _design_size(one, cumulated):
    """Return how many answers of a simple random sample tell as much, never more than Kish's number."""
    below, chance, _moves = cumulated
    spread, chance = (below * (1 - below)).sum(axis=1), chance.sum(axis=1)
    return np.fmin(one.n_eff, np.divide(spread, chance, out=one.n_eff.copy(), where=chance > 0))

"""How closely the indicators of a theme hang together: ordinal alpha and omega, with intervals."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from workbench.scores.intervals import critical
from workbench.soundness.polychoric import MOST, polychoric

#: A uniqueness below this is none (as in R's psych); fewer people than this on a pair tell nothing.
_LEAST, ENOUGH = 0.005, 20


@dataclass(frozen=True, eq=False)
class Consistency:
    """Alpha and omega of some indicators: (estimate, low, high) each; n people, and the correlations behind."""

    alpha: tuple
    omega: tuple
    n: int
    correlations: pd.DataFrame


def ordinal_consistency(levels, *, clusters=None, confidence=0.95):
    """Return ordinal alpha and omega of the indicators of one theme.

    Parameters
    ----------
    levels : DataFrame
        One row a person, one column an indicator, levels or missing; higher is better on all of them.
    clusters : Series, optional
        Which people were drawn, or sat, together; without it each person stands alone.
    confidence : float

    Returns
    -------
    Consistency
        `alpha` and `omega` as (estimate, low, high), `n` people who answered two indicators or more, `correlations`
        (polychoric, each over the people who answered both). All NaN where a pair has fewer than 20 people or an
        indicator does not vary; omega is NaN for two indicators, of which it cannot be told; low and high are NaN where
        two indicators say the same, or the opposite, so that their correlation has no error.

    Notes
    -----
    Intervals from the influence of each person on every correlation, summed by cluster, on the scale of log(1 − x).

    References
    ----------
    Ordinal alpha: Zumbo, Gadermann & Zeisser (2007). Omega: McDonald (1999), 1 − Σ uniqueness / Σ correlations, one
    factor by minimum residuals, as `omega(polychoric(x)$rho, nfactors = 1)$omega.tot` in R's psych.

    Examples
    --------
    >>> low, high = [1, 1, 2, 2, 3, 3] * 5, [1, 2, 2, 3, 3, 3] * 5
    >>> held = ordinal_consistency(pd.DataFrame({"a": low, "b": high, "c": low[::-1]}))
    >>> held.n, held.correlations.shape
    (30, (3, 3))
    """
    values = levels.to_numpy(dtype=float, na_value=np.nan)
    n = int(((~np.isnan(values)).sum(axis=1) >= 2).sum())
    pairs = list(combinations(range(values.shape[1]), 2))
    rho, told = np.full(len(pairs), np.nan), np.zeros((len(values), len(pairs)))
    for place, (one, other) in enumerate(pairs):
        rho[place], told[:, place] = _pair(values[:, one], values[:, other])
    matrix = np.eye(values.shape[1])
    for r, (one, other) in zip(rho, pairs, strict=True):
        matrix[one, other] = matrix[other, one] = r
    correlations = pd.DataFrame(matrix, index=levels.columns, columns=levels.columns)
    nothing = (np.nan,) * 3
    if not len(pairs) or np.isnan(rho).any():
        return Consistency(nothing, nothing, n, correlations)
    sums = told if clusters is None else pd.DataFrame(told).groupby(np.asarray(clusters)).sum().to_numpy()
    sums = sums[(sums != 0).any(axis=1)]
    spread = sums.T @ sums * len(sums) / max(len(sums) - 1, 1)
    figures = [_interval(alpha_of, matrix, pairs, spread, len(sums), confidence)]
    figures.append(_interval(omega_of, matrix, pairs, spread, len(sums), confidence) if len(matrix) > 2 else nothing)
    return Consistency(*figures, n, correlations)


def _pair(one, other):
    """Return the polychoric correlation of two columns, and what each person adds to it."""
    there = ~np.isnan(one) & ~np.isnan(other)
    told = np.zeros(len(one))
    if there.sum() < ENOUGH:
        return np.nan, told
    rows, columns = (np.unique(side[there], return_inverse=True)[1] for side in (one, other))
    table = np.zeros((rows.max() + 1, columns.max() + 1))
    np.add.at(table, (rows, columns), 1)
    rho, influence = polychoric(table)
    told[there] = influence[rows, columns] / there.sum()
    return rho, told


def alpha_of(matrix):
    """Return the standardised alpha of a matrix of correlations.

    >>> round(float(alpha_of(np.array([[1, 0.5], [0.5, 1]]))), 3)
    0.667
    """
    k, total = len(matrix), matrix.sum()
    return k / (k - 1) * (1 - k / total)


def omega_of(matrix):
    """Return omega (total) of a matrix of correlations, with one factor by minimum residuals.

    >>> round(float(omega_of(np.full((3, 3), 0.5) + np.eye(3) / 2)), 3)  # alike: the same as alpha
    0.75
    """
    loadings = one_factor(matrix)
    return 1 - (1 - loadings**2).sum() / matrix.sum()


def one_factor(matrix):
    """Return the loadings of one factor that leave the smallest residual correlations.

    >>> one_factor(np.full((3, 3), 0.49) + np.eye(3) * 0.51).round(3)
    array([0.7, 0.7, 0.7])
    """
    from scipy.optimize import least_squares

    values, vectors = np.linalg.eigh(matrix)
    start = vectors[:, -1] * np.sqrt(values[-1]) * (1 if vectors[:, -1].sum() >= 0 else -1)
    most = np.sqrt(1 - _LEAST)
    upper = np.triu_indices(len(matrix), 1)

    def residual(loadings):
        return (matrix - np.outer(loadings, loadings))[upper]

    start = np.clip(start * 0.9, -0.99 * most, 0.99 * most)
    return least_squares(residual, start, bounds=(-most, most), xtol=1e-10, ftol=1e-12, gtol=1e-10).x


def _interval(figure, matrix, pairs, spread, clusters, confidence):
    """Return (estimate, low, high): the delta method by small steps in each correlation, on the scale of log(1 − x)."""
    estimate, step = float(figure(matrix)), 1e-4
    slopes = np.zeros(len(pairs))
    for place, (one, other) in enumerate(pairs):
        ends = []
        for sign in (-1, 1):
            moved = matrix.copy()
            moved[one, other] = moved[other, one] = matrix[one, other] + sign * step
            ends.append(figure(moved))
        slopes[place] = (ends[1] - ends[0]) / (2 * step)
    se = float(np.sqrt(slopes @ spread @ slopes))
    at_an_end = max(abs(matrix[pair]) for pair in pairs) > MOST - 10 * step
    if at_an_end or not estimate < 1:
        return estimate, np.nan, np.nan
    reach = float(critical(clusters - 1, confidence)) * se / (1 - estimate)
    return estimate, 1 - (1 - estimate) * np.exp(reach), 1 - (1 - estimate) * np.exp(-reach)

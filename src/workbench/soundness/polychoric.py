"""Polychoric correlations of ordered answers, and what each answer contributes to them.

A library gives the figure (ordinalcorr 0.9: MIT, small, agrees to 1e-4) but neither its error nor what one person
contributes, without which no interval can be had when people answer in sessions and sampling points; so both are here.
"""

import numpy as np
from scipy.special import ndtr, ndtri

#: Nodes of the integral over the angle; the thresholds that stand for the open ends.
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(24)
_OPEN = 9.0
#: The bounds of a correlation; one that comes to them is not known more nearly, and has no error.
MOST = 0.999


def polychoric(table):
    """Return the polychoric correlation of two ordered answers, and the influence of a person in each cell on it.

    Parameters
    ----------
    table : array, shape (K, L)
        People by their level on the one and on the other; levels that nobody chose may stand in it.

    Returns
    -------
    rho : float
        NaN where one of the two does not vary.
    influence : array, shape (K, L)
        What one person in the cell adds to rho, times n: its variance is the mean of the squares over n.

    References
    ----------
    Olsson (1979), in two steps: thresholds from the margins, then rho by maximum likelihood. Influence: the
    estimating equations of both steps, as in Jöreskog (1994).

    Examples
    --------
    >>> rho, _influence = polychoric([[20, 5], [5, 20]])
    >>> round(rho, 3)  # of two halves: sin(π/2 · (4 p11 − 1))
    0.809
    """
    table = np.asarray(table, dtype=float)
    rows, columns = table.sum(axis=1) > 0, table.sum(axis=0) > 0
    influence = np.zeros(table.shape)
    if rows.sum() < 2 or columns.sum() < 2:
        return np.nan, influence
    kept = table[np.ix_(rows, columns)] / table.sum()
    rho, told = _fitted(kept)
    influence[np.ix_(rows, columns)] = told
    return rho, influence


def _fitted(shares):
    from scipy.optimize import minimize_scalar

    cuts = [_cuts(shares.sum(axis=axis)) for axis in (1, 0)]

    def missed(rho):
        return -(shares * np.log(np.maximum(_cells(*cuts, rho), 1e-12))).sum()

    rho = float(minimize_scalar(missed, bounds=(-MOST, MOST), method="bounded", options={"xatol": 1e-7}).x)
    return rho, _influence(shares, cuts, rho)


def _cuts(shares):
    """Return the thresholds of a margin, with its open ends."""
    return np.concatenate([[-_OPEN], ndtri(np.cumsum(shares)[:-1]), [_OPEN]])


def _below(h, k, rho):
    """Return the share of a standard bivariate normal below each pair of thresholds (Plackett 1954)."""
    angle = np.arcsin(rho) * (_NODES + 1) / 2
    h, k = h[:, None, None], k[None, :, None]
    inside = np.exp(-(h**2 + k**2 - 2 * h * k * np.sin(angle)) / (2 * np.cos(angle) ** 2))
    return (ndtr(h) * ndtr(k))[..., 0] + np.arcsin(rho) / (4 * np.pi) * (inside @ _WEIGHTS)


def _cells(h, k, rho):
    return np.diff(np.diff(_below(h, k, rho), axis=0), axis=1)


def _score(cuts, rho):
    """Return the score of each cell: how the log of its share moves with rho."""
    h, k = cuts[0][:, None], cuts[1][None, :]
    rest = 1 - rho**2
    density = np.exp(-(h**2 + k**2 - 2 * rho * h * k) / (2 * rest)) / (2 * np.pi * np.sqrt(rest))
    return np.diff(np.diff(density, axis=0), axis=1) / np.maximum(_cells(*cuts, rho), 1e-12)


def _influence(shares, cuts, rho, step=1e-4):
    """Return the influence of each cell on rho: its own score, less what the thresholds that it moves take off."""

    def mean(moved, at=rho):
        return (shares * _score(moved, at)).sum()

    total = _score(cuts, rho)
    for axis, own in enumerate(cuts):
        margin = np.cumsum(shares.sum(axis=1 - axis))
        for place in range(1, len(own) - 1):
            ends = []
            for sign in (-1, 1):
                moved = [cut.copy() for cut in cuts]
                moved[axis][place] += sign * step
                ends.append(mean(moved))
            steep = np.exp(-(own[place] ** 2) / 2) / np.sqrt(2 * np.pi)
            below = (np.arange(len(own) - 1) < place) - margin[place - 1]
            slope = (ends[1] - ends[0]) / (2 * step) * below / steep
            total = total + (slope[:, None] if axis == 0 else slope[None, :])
    bend = (mean(cuts, min(rho + step, MOST)) - mean(cuts, max(rho - step, -MOST))) / (2 * step)
    return total / -bend if bend < 0 else np.zeros(shares.shape)

"""Many comparisons at once: intervals that hold together, and p values adjusted for each other."""

from functools import lru_cache

import numpy as np

#: How many draws tell the largest of several comparisons; of 5 in 100 they are sure to 0.2.
DRAWS = 10_000
#: From how many comparisons on their correlation is left aside.
MANY = 300


def largest_t(correlation, t, df, *, confidence=0.95, seed=2024):
    """Return the critical value of each of several comparisons, its p and its p adjusted by the largest t of them all.

    Comparisons of the same groups go together; the more so, the less an interval for all has to be wider than one for
    each. Every comparison keeps its own degrees of freedom.

    Parameters
    ----------
    correlation : array, shape (rows, rows), or None
        Not looked at above `MANY`; None where it is not known.
    t, df : array, shape (rows,)
        Each comparison over its standard error, and degrees of freedom (rounded down).
    confidence : float
        That all intervals hold.
    seed : int
        Where the draws of the multivariate t begin; the same seed gives the same figures.

    Returns
    -------
    critical, p, p_adjusted : array, shape (rows,)
        By Šidák, which is a little wider, from `MANY` comparisons on and where no correlation is known.

    References
    ----------
    Hothorn, Bretz & Westfall (2008); own degrees of freedom: Hasler & Hothorn (2008); Šidák (1967).

    Examples
    --------
    >>> both = largest_t(np.eye(2), np.array([2.0, 2.6]), np.array([30.0, 30.0]))
    >>> both[0].round(2), both[2].round(2)
    (array([2.35, 2.35]), array([0.11, 0.03]))
    """
    from scipy.special import stdtr, stdtrit

    t, df = np.abs(np.asarray(t, dtype=float)), np.asarray(df, dtype=float)
    count = len(t)
    one = 2 * stdtr(df, -t)
    sidak = stdtrit(df, 0.5 + 0.5 * confidence ** (1 / max(count, 1))), 1 - (1 - one) ** count
    if correlation is None or not 1 < count <= MANY:
        return sidak[0], one, sidak[1]
    value, vector = np.linalg.eigh(correlation)
    # the symmetric root: the same draws make the same figures, however the scale is turned
    root = (vector * np.sqrt(np.where(value > 1e-10 * value.max(), value, 0))) @ vector.T
    largest = np.sort(np.abs(_normals(seed, count) @ root).max(axis=1))
    critical, p = np.empty(count), np.empty(count)
    whole = np.maximum(np.floor(df + 1e-6), 1)  # 16 and not 15 where rounding leaves 15.99…
    for each in np.unique(whole):
        here, spread = whole == each, _spread(each)
        ends = stdtrit(each, 0.5 + confidence / 2), stdtrit(each, 0.5 + 0.5 * confidence ** (1 / count))
        steps = np.linspace(*ends, 50)
        beyond = 1 - np.searchsorted(largest, np.multiply.outer(steps, spread)).mean(axis=1) / DRAWS
        critical[here] = np.interp(confidence, 1 - beyond, steps)
        p[here] = 1 - np.searchsorted(largest, np.multiply.outer(t[here], spread)).mean(axis=1) / DRAWS
    return critical, one, np.clip(p, one, sidak[1])


@lru_cache(maxsize=1000)
def _spread(df):
    """Return what standard errors of so many degrees of freedom may be, over what they should be: 100 even steps."""
    from scipy.special import chdtri

    return np.sqrt(chdtri(df, 1 - (np.arange(100) + 0.5) / 100) / df)


@lru_cache(maxsize=4)
def _normals(seed, width):
    return np.random.default_rng([seed, width]).standard_normal((DRAWS, width))

"""The badge of a comparison of means: would it stand whatever numbers the situations were given?"""

import numpy as np


def robust_badge(below, error, difference, df):
    """Return whether no numbering of the situations could turn a difference of means round, and the p of its test.

    A mean situation takes the steps between situations as equal. Where F_k of one side is nowhere above that of the
    other, every other numbering that keeps their order tells the same side ahead.

    Parameters
    ----------
    below : pair of array, shape (rows, K − 1)
        F_k of the side that is taken off, and of the other.
    error : array, shape (rows, K − 1)
        Standard error of the difference of the two.
    difference, df : array, shape (rows,)
        Difference of the means, second minus first, and degrees of freedom.

    Returns
    -------
    robust : array
        1, 0, or NaN where the means are equal or unknown.
    p : array
        That it does not hold of the people behind the answers: the largest p of the K − 1 steps. Levels that nobody or
        everybody is at or below on both sides are left out.

    References
    ----------
    Schröder & Yitzhaki (2017); intersection–union test: Davidson & Duclos (2013).

    Examples
    --------
    >>> robust, p = robust_badge(([[0.6, 0.8]], [[0.3, 0.7]]), [[0.1, 0.1]], [0.4], [50])
    >>> bool(robust[0]), round(float(p[0]), 2)
    (True, 0.16)
    """
    from scipy.special import stdtr

    first, second = (np.asarray(part, dtype=float) for part in below)
    error, difference, df = (np.asarray(part, dtype=float) for part in (error, difference, df))
    sign = np.sign(difference)[:, None]
    rise = first - second  # the share that is no longer at k or below
    holds = (sign * rise > -1e-12).all(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = stdtr(np.where(df > 0, df, np.nan)[:, None], -sign * rise / error)
    nobody, everybody = (np.isclose(first, end) & np.isclose(second, end) for end in (0, 1))
    largest = np.where(nobody | everybody, -1, chance).max(axis=1)
    moved = np.abs(difference) > 1e-12
    return np.where(moved, holds, np.nan), np.where(moved & ~(largest < 0), largest, np.nan)

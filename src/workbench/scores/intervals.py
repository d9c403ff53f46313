"""Intervals that stay where the figure can be: shares by Wilson, indices on the logit scale, differences by MOVER.

Ours, after a simulation that is kept: `benchmarks/scores_simulated.py` writes docs/scores_checked.md, what nominal 95 %
covers for few people and many, on short and long scales, with answers spread, crowded at one end, or split to both.
"""

from statistics import NormalDist

import numpy as np

from workbench.scores.students import LONG, critical_t


def critical(df, confidence=0.95):
    """Return the two-sided critical value of Student's t; NaN where there are no degrees of freedom.

    >>> round(float(critical(4)), 3)
    2.776
    """
    df = np.asarray(df, dtype=float)
    each, which = np.unique(df, return_inverse=True)  # many domains, few designs
    known = np.where(each > 0, each, 1)
    if confidence <= 0.999 and np.all((known == np.floor(known)) | (known > LONG)):
        values = np.array([critical_t(one, confidence) for one in known])
    else:
        from scipy.special import stdtrit

        values = stdtrit(known, 0.5 + confidence / 2)
    return np.where(each > 0, values, np.nan)[which].reshape(df.shape)


def share_critical(df, n, confidence=0.95):
    """Return how many standard errors the interval of a share reaches, before Wilson bends it.

    The error of a share is known from the share itself where people are drawn one by one, and Student's t has no part
    in it; where few clusters have to tell it, t has. So it is the normal value, times t of the degrees of freedom over
    t of those that as many people drawn one by one would have.

    Parameters
    ----------
    df : array
        Degrees of freedom of the standard error.
    n : array
        Answers; without end where the error is not known from the share, which leaves Student's t.
    confidence : float

    References
    ----------
    Korn & Graubard (1998), who divide the effective sample size by the square of it.

    Examples
    --------
    >>> [round(float(share_critical(df, 20)), 2) for df in (19, 3)]
    [1.96, 2.98]
    """
    df = np.asarray(df, dtype=float)
    normal, alone = NormalDist().inv_cdf(0.5 + confidence / 2), np.maximum(np.asarray(n, dtype=float) - 1, df)
    return normal * critical(df, confidence) / critical(alone, confidence)


def p_value(difference, se, df):
    """Return the two-sided p of a difference against none, by Student's t; NaN where no error is known.

    >>> round(float(p_value(2.776, 1, 4)), 3)
    0.05
    """
    from scipy.special import stdtr

    difference, se, df = (np.asarray(values, dtype=float) for values in (difference, se, df))
    known = (se > 0) & (df > 0)
    t = np.abs(difference) / np.where(known, se, 1)
    return np.where(known, 2 * stdtr(np.where(known, df, 1), -t), np.nan)


def share_interval(share, se, n_eff, df, *, n=np.inf, confidence=0.95, t=None):
    """Return the Wilson interval of a share, with the effective sample size that its standard error speaks of.

    Parameters
    ----------
    share, se : array
        The share and its standard error under the design.
    n_eff : array
        Effective sample size to take where the share is 0 or 1 and the error therefore 0.
    df : array
        Degrees of freedom of the standard error.
    n : array
        Answers; see `share_critical`.
    confidence : float
    t : array, optional
        The critical value, instead of that of `confidence`: where several intervals are to hold together.

    Returns
    -------
    low, high : array, in [0, 1]; NaN where no error is known.

    References
    ----------
    Wilson (1927), with n = p(1−p)/se²: Kott & Carr (1997); times (t of n − 1 / t of df)²: Korn & Graubard (1998), and
    with Wilson's interval instead of the exact one: Franco, Little, Louis & Slud (2019).

    Examples
    --------
    >>> low, high = share_interval(0.0, 0.0, 20, 19, n=20)
    >>> float(low), round(float(high), 2)
    (0.0, 0.16)
    """
    share, se, n_eff = (np.asarray(values, dtype=float) for values in (share, se, n_eff))
    spread = share * (1 - share)
    usual = (se > 0) & (spread > 0)
    size = np.where(usual, spread / np.where(usual, se, 1) ** 2, np.where(np.isnan(se), np.nan, n_eff))
    t = share_critical(df, n, confidence) if t is None else t
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = (share + t**2 / (2 * size)) / (1 + t**2 / size)
        reach = t / (1 + t**2 / size) * np.sqrt(spread / size + t**2 / (4 * size**2))
    # where all are at one end, rounding alone may leave the share itself outside
    return np.clip(np.minimum(middle - reach, share), 0, 1), np.clip(np.maximum(middle + reach, share), 0, 1)


def logit_interval(value, se, df, *, low=0.0, high=1.0, confidence=0.95):
    """Return the interval of a figure that lies between two ends, on the logit scale, so that it stays between them.

    Parameters
    ----------
    value, se, df : array
        The figure, its standard error, its degrees of freedom.
    low, high : float
        The ends: 0 and 1 for an index, 1 and K for a mean situation.

    Returns
    -------
    low, high : array; NaN where the figure is at an end or no error is known.

    Examples
    --------
    >>> low, high = logit_interval(4.5, 0.3, 20, low=1, high=5)
    >>> round(float(low), 2), round(float(high), 2)
    (3.5, 4.87)
    """
    value, se = np.asarray(value, dtype=float), np.asarray(se, dtype=float)
    unit = (value - low) / (high - low)
    inside = (unit > 0) & (unit < 1) & (se > 0)
    safe = np.where(inside, unit, 0.5)
    reach = critical(df, confidence) * se / (high - low) / (safe * (1 - safe))
    with np.errstate(over="ignore"):  # an error without end reaches the end itself
        ends = [safe / (safe + (1 - safe) * np.exp(side * reach)) for side in (1, -1)]
    return tuple(np.where(inside, low + (high - low) * end, np.nan) for end in ends)


def polarisation_interval(value, se, below, bias, size, df, *, confidence=0.95):
    """Return the interval of a corrected polarisation: by the arcsine of its root, with one answer more.

    The arcsine of the root is the scale on which a share's own polarisation 4F(1−F) varies alike everywhere. Where few
    answers lie away from the crowd, those that happen to be missing make figure and error small together, so the figure
    and its error are taken with one answer more, spread evenly over the levels (the prior of Perks). Ours, simulated:
    see docs/scores_checked.md.

    Parameters
    ----------
    value, se : array, shape (domains,)
        The corrected figure and its standard error.
    below : array, shape (domains, K − 1)
        F_k.
    bias : array, shape (domains,)
        What the correction added, 4/(K−1) Σ V(F_k).
    size : array, shape (domains,)
        How many answers of a simple random sample tell as much.
    df : array, shape (domains,)

    Returns
    -------
    low, high : array, in [0, 1]; NaN where all answers are alike or no error is known.

    References
    ----------
    Perks (1947); an answer more before an interval is taken: Agresti & Coull (1998).

    Examples
    --------
    >>> low, high = polarisation_interval([0.595], [0.054], [[0.05, 0.2, 0.5, 0.85]], [0.01], [59], [59])
    >>> round(float(low[0]), 2), round(float(high[0]), 2)
    (0.49, 0.7)
    """
    value, se, below, bias, size = (np.asarray(part, dtype=float) for part in (value, se, below, bias, size))
    levels, t, more = below.shape[1] + 1, critical(df, confidence), (size + 1) / np.where(size > 0, size, np.nan)
    wider = (below * size[:, None] + np.arange(1, levels) / levels) / (size[:, None] + 1)
    own, spread = (_spread_of_influence(part) for part in (below, wider))
    full = value > 1 - 1e-9
    flat = full & ~(se > 1e-9)  # half at each end, exactly: the first derivative says nothing, the second does
    still = (own < 1e-12) & ~np.isnan(se) & ~full  # half on each of two levels: only the answer more says something
    with np.errstate(divide="ignore", invalid="ignore"):
        error = se * np.sqrt(np.where(own > 0, spread / own, np.nan) / more)
        error = np.where(still, 4 / (levels - 1) * np.sqrt(spread / (size + 1)), error)
        plain = 4 / (levels - 1) * (wider * (1 - wider)).sum(axis=1)
        centre = np.where(full, plain, np.minimum(plain + bias / more, 1))
        reach = t * error / (2 * np.sqrt(centre * (1 - centre)))
    middle = np.arcsin(np.sqrt(centre))
    low, high = (np.sin(np.clip(middle + side * reach, 0, np.pi / 2)) ** 2 for side in (-1, 1))
    low = np.where(flat, np.maximum(1 - t**2 * bias, 0), np.minimum(low, value))
    high = np.where(full, 1.0, np.maximum(high, value))
    told = ((se > 0) | flat | still) & (value > 0) & ~np.isnan(low)
    return np.where(told, low, np.nan), np.where(told, high, np.nan)


def _spread_of_influence(below):
    """Return the variance, over people, of how much one of them moves Σ F_k(1 − F_k)."""
    shares = np.diff(below, axis=1, prepend=0, append=1)
    move = np.cumsum((1 - 2 * below)[:, ::-1], axis=1)[:, ::-1]  # of an answer on level k: the F that it raises
    move = np.concatenate([move, np.zeros_like(move[:, :1])], axis=1)
    return np.maximum((shares * move**2).sum(axis=1) - (shares * move).sum(axis=1) ** 2, 0)


def difference_interval(first, second, *, correlation=0.0):
    """Return the interval of second − first from the interval of each (MOVER), so that it stays possible.

    Parameters
    ----------
    first, second : tuple of array
        (estimate, low, high) of each.
    correlation : array
        Correlation of the two estimates, where the same clusters stand behind both.

    Returns
    -------
    low, high : array

    References
    ----------
    Zou & Donner (2008); for shares of two independent samples it is Newcombe's (1998) hybrid score interval.

    Examples
    --------
    >>> low, high = difference_interval((0.4, 0.3, 0.5), (0.6, 0.5, 0.7))
    >>> round(float(low), 3), round(float(high), 3)
    (0.059, 0.341)
    """
    a, a_low, a_high = (np.asarray(part, dtype=float) for part in first)
    b, b_low, b_high = (np.asarray(part, dtype=float) for part in second)

    def reach(down, up):
        return np.sqrt(np.maximum(down**2 + up**2 - 2 * correlation * down * up, 0))

    return b - a - reach(b - b_low, a_high - a), b - a + reach(b_high - b, a - a_low)


def satterthwaite(first, second):
    """Return the degrees of freedom of a difference of two independent estimates.

    Parameters
    ----------
    first, second : tuple of array
        (variance, df) of each.

    References
    ----------
    Satterthwaite (1946); Welch (1947).

    Examples
    --------
    >>> float(satterthwaite((1.0, 9), (1.0, 9)))
    18.0
    """
    (a, a_df), (b, b_df) = ([np.asarray(part, dtype=float) for part in one] for one in (first, second))
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [np.where(variance > 0, variance**2 / df, 0) for variance, df in ((a, a_df), (b, b_df))]
        pooled = np.where(a + b > 0, (a + b) ** 2 / (parts[0] + parts[1]), np.fmin(a_df, b_df))
        return np.where(np.isnan(a + b), np.nan, pooled)


def adjusted(p, family):
    """Return p values adjusted within each family, so that of what is announced about 1 in 20 is chance.

    Parameters
    ----------
    p : array
        NaN where nothing was tested; those do not count.
    family : array of int
        The family of each.

    References
    ----------
    Benjamini & Hochberg (1995).

    Examples
    --------
    >>> adjusted([0.01, 0.04, 0.03, 0.5], [0, 0, 0, 1]).round(3)
    array([0.03, 0.04, 0.04, 0.5 ])
    """
    from scipy.stats import false_discovery_control

    p, family = np.asarray(p, dtype=float), np.asarray(family)
    found = np.full(len(p), np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(family[tested], kind="stable")]
    for places in np.split(order, np.flatnonzero(np.diff(family[order])) + 1) if len(order) else ():
        found[places] = false_discovery_control(p[places])
    return found

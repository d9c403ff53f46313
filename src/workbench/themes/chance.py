"""What chance alone would do to a table of counts."""

import numpy as np
import pandas as pd


def ratio(above, below):
    """Return one count over the other; NaN over nothing."""
    above, below = np.asarray(above, dtype=float), np.asarray(below, dtype=float)
    below = np.broadcast_to(below, above.shape)
    return pd.Series(np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0))


def exact_p(count, row, column, total):
    """Return the two-sided p of a cell, its sums given: twice the smaller tail, 1 at most."""
    from scipy.stats import hypergeom

    total = np.broadcast_to(np.asarray(total), len(count))
    low = hypergeom.cdf(count, total, row, column)
    high = hypergeom.sf(count - 1, total, row, column)
    return pd.Series(np.minimum(1, 2 * np.minimum(low, high)))


def fisher_p(now, now_sum, before, before_sum):
    """Return Fisher's exact p of each pair of shares, now and before."""
    from scipy.stats import fisher_exact

    rows = zip(now, now_sum, before, before_sum, strict=True)
    return [fisher_exact([[a, n - a], [b, m - b]])[1] for a, n, b, m in rows]


def wilson(share, n, confidence=0.95):
    """Return the ends of Wilson's interval of shares of `n`, which need not be whole numbers; NaN over nothing."""
    from scipy.stats import norm

    z = norm.ppf((1 + confidence) / 2)
    n = n.where(n > 0)
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return (middle - half).clip(lower=0), (middle + half).clip(upper=1)


def newcombe(one, its, other, others):
    """Return the ends of Newcombe's interval (1998, method 10) of `one` − `other`, each with its (low, high)."""
    below, above = np.hypot(one - its[0], others[1] - other), np.hypot(its[1] - one, other - others[0])
    return one - other - below, one - other + above


def adjusted(p):
    """Return p values adjusted for the number of those that are known (Benjamini & Hochberg 1995)."""
    from scipy.stats import false_discovery_control

    result = p.astype(float).copy()
    known = result.notna()
    if known.any():
        result[known] = false_discovery_control(np.clip(result[known], 0, 1))
    return result

"""Student's t without scipy, which takes as long to load as scoring the example does."""

from functools import cache
from statistics import NormalDist

import numpy as np

#: Up to so many degrees of freedom the distribution is a sum of half as many terms; beyond, it is nearly normal.
LONG = 1000


@cache
def critical_t(df, confidence):
    """Return the two-sided critical value of Student's t, for whole degrees of freedom, or for more than `LONG`.

    Parameters
    ----------
    df : float
    confidence : float
        Not above 0.999.

    References
    ----------
    Abramowitz & Stegun (1964), 26.7.3–5.

    Examples
    --------
    >>> [round(critical_t(df, 0.95), 3) for df in (4.0, 1e6)]
    [2.776, 1.96]
    """
    return float(_distant(df, confidence) if df > LONG else _near(int(df), confidence))


def _near(df, confidence):
    """Return it from a finite series in the angle whose tangent is t/√df.

    The series bends downwards, so Newton's steps from below, where the normal value lies, never pass the angle that is
    looked for.
    """
    odd = df % 2
    power = np.arange(odd, df - 1, 2)
    weight = np.cumprod(np.where(power > 1, power - 1, 1) / np.maximum(power, 1))
    scale = 2 / np.pi if odd else 1.0
    steepest = scale * (weight[-1] * (df - 1) if df > 1 else 1)
    angle = np.arctan(NormalDist().inv_cdf(0.5 + confidence / 2) / np.sqrt(df))
    for _step in range(10):
        inside = scale * (np.sin(angle) * (weight @ np.cos(angle) ** power) + odd * angle)
        angle += (confidence - inside) / (steepest * np.cos(angle) ** (df - 1))
    return np.sqrt(df) * np.tan(angle)


def _distant(df, confidence):
    """Return it from its distance from the normal value, in powers of 1/df."""
    x = NormalDist().inv_cdf(0.5 + confidence / 2)
    more = (
        (x**3 + x) / 4, (5 * x**5 + 16 * x**3 + 3 * x) / 96, (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384,
        (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / 92160,
    )  # fmt: skip
    return x + sum(part / df**power for power, part in enumerate(more, 1))

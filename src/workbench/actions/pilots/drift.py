"""How far territories drift apart by themselves, as seen where no pilot was at work; and the interval that follows.

Ours. With few territories the placing of the pilots gives no interval, and the chance in who was asked is not all the
chance there is: a factory closes, a mayor changes. How much territories drift is seen on the indicators that no pilot
was to move, and on the waves before it began. If this indicator drifts like those, an interval can be given; the
workbench says this "if" beside it.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from workbench.scores.intervals import critical, p_value


@dataclass(frozen=True)
class Drift:
    """How far the changes of territories lie apart, in parts of the scale's length.

    Attributes
    ----------
    spread : float
        Variance of changes between territories, chance in who was asked taken off; 0 where nothing is left.
    observed : float
        The same before it was taken off.
    df : float
        How many independent squares it is worth.
    seen : int
        On how many changes of an indicator between two waves.
    """

    spread: float
    observed: float
    df: float
    seen: int


def drift(panel, origin, facet, touched, *, level=None, among=None):
    """Return how far territories drift apart from one wave to the next, where no pilot was at work.

    Parameters
    ----------
    panel : Panel
    origin, facet : str
    touched : dict
        Indicator to the first wave after a pilot on it began, anywhere: from then on it does not count.
    level : int, optional
        Of the cumulative shares.
    among : collection of str, optional
        The territories to look at; by default all.

    Returns
    -------
    Drift or None
        None where there is nothing to see it on: two territories alone show one difference, which is no spread.

    Notes
    -----
    For J changes of T territories: s² is the mean over J of their variance between territories, less the mean sampling
    variance of a change (method of moments). Its degrees of freedom are those of the trace of a Wishart matrix, (T − 1)
    (tr Σ)² / tr Σ², with the unbiased estimate of tr Σ² (Bai & Saranadasa 1996): indicators that move together count
    as few, up to as one. Several pairs of waves are taken as independent.
    """
    blocks = []
    for pair in pairwise(panel.order):
        rows = []
        for indicator, one in panel.indicators.items():
            since = touched.get(indicator)
            if since is not None and panel.order.index(pair[1]) >= panel.order.index(since):
                continue
            if level is not None and level >= one.levels:
                continue
            change, sampling, names = panel.steps(origin, indicator, facet, pair, level)
            if among is not None:
                here = np.isin(names, among)
                change, sampling = change[here], sampling[here]
            length = one.levels - 1 if facet == "mean" and level is None else 1
            rows.append((change / length, sampling / length**2))
        blocks += _complete(rows)
    return pooled(blocks) if blocks else None


def _complete(rows):
    """Return changes and sampling variances (territories × indicators) without gaps: [] where too little is left."""
    if not rows:
        return []
    change, sampling = (np.array(part).T for part in zip(*rows, strict=True))
    known = ~np.isnan(change)
    territories = known.mean(axis=1) > 0.5 if len(known) else np.zeros(0, dtype=bool)
    indicators = known[territories].all(axis=0)
    if territories.sum() < 3 or not indicators.any():
        return []
    kept = np.ix_(territories, indicators)
    return [(change[kept], sampling[kept])]


def pooled(blocks):
    """Return the drift of blocks of changes, each with its sampling variances: territories × indicators.

    >>> change = np.array([[0.1, 0.0], [-0.1, 0.2], [0.0, 0.1]])
    >>> found = pooled([(change, np.full((3, 2), 0.004))])
    >>> round(found.observed, 4), round(found.spread, 4), found.seen
    (0.01, 0.006, 2)
    """
    weights, means, rest, chance, seen = [], [], [], [], 0
    for change, sampling in blocks:
        free, count = len(change) - 1, change.shape[1]
        centred = change - change.mean(axis=0)
        covariance = centred.T @ centred / free
        trace = np.trace(covariance)
        worth = float(free)
        if free > 1 and trace > 0:
            squares = free**2 / ((free + 2) * (free - 1)) * ((covariance**2).sum() - trace**2 / free)
            # the square of the trace is too large by twice that over its degrees of freedom, on average
            worth = np.clip(free * trace**2 / max(squares, 1e-300) - 2, free, free * count)
        weights.append(free * count)
        means.append(trace / count)
        rest.append(sampling.mean())
        chance.append((trace / count) ** 2 / worth)
        seen += count
    share = np.array(weights) / np.sum(weights)
    observed = float(share @ means)
    spread = max(observed - float(share @ rest), 0.0)
    df = observed**2 / float(share**2 @ chance) if observed > 0 else float(sum(weights))
    return Drift(spread, observed, df, seen)


def own_spread(changes, sampling, length):
    """Return the drift that comparison territories show on the very indicator, where nothing else shows any.

    >>> own_spread([0.1, -0.1], [0.001, 0.001], 1).df
    1.0
    """
    if len(changes) < 2:
        return None
    return pooled([(np.array(changes)[:, None] / length, np.array(sampling)[:, None] / length**2)])


def with_drift(effect, se, df, seen, squared, length, *, confidence=0.95):
    """Return se, df, low, high and p of an effect when territories drift as they were seen to.

    Parameters
    ----------
    effect, se, df : float
        The effect, and the chance in who was asked.
    seen : Drift
    squared : float
        Σ of the squared weights of territories' changes in the effect.
    length : float
        What is one of the drift's units: K − 1 for a mean situation, else 1.
    confidence : float

    Examples
    --------
    >>> found = with_drift(0.8, 0.15, 80, Drift(0.0004, 0.001, 9.0, 20), 1.5, 4)
    >>> round(float(found["low"]), 2), round(float(found["high"]), 2)
    (0.42, 1.18)
    """
    unit = squared * length**2
    total = seen.spread * unit + se**2
    own = se**4 / df if df > 0 else 0.0
    spent = (unit * seen.observed) ** 2 / seen.df + own
    free = total**2 / spent if spent > 0 else np.inf
    free = max(free, 1.0)
    error = np.sqrt(total)
    reach = float(critical(free, confidence)) * error
    p = float(p_value(effect, error, free))
    return {"se": error, "df": free, "low": effect - reach, "high": effect + reach, "p": p}

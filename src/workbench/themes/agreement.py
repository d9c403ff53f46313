"""How far coders agree beyond chance: percent agreement, Cohen's kappa, Krippendorff's alpha, each with its interval.

All three are functions of a table of patterns: what each coder said of a criterion (a number, −1 where the coder said
nothing), and how many criteria have that pattern. Criteria are resampled (bootstrap): as many of each pattern as chance
gives, so that a thousand resamples of a hundred thousand criteria cost as much as those of a hundred.
"""

from itertools import combinations

import numpy as np

#: Resamples for an interval, and the seed that makes them the same each time.
DRAWS, _SEED = 2000, 2011


def percent_agreement(patterns, counts):
    """Return the share of pairs of coders' judgements on one criterion that are the same.

    Parameters
    ----------
    patterns : array of int, shape (patterns, coders)
        Categories 0, 1, …; −1 is no judgement.
    counts : array, shape (patterns,) or (draws, patterns)
        How many criteria have each pattern.

    Returns
    -------
    float, or array of shape (draws,); NaN where no criterion was judged by two coders

    Examples
    --------
    >>> percent_agreement([[0, 0], [0, 1], [1, 1], [1, -1]], [1, 1, 2, 9]).item()
    0.75
    """
    same, pairs = _pairs(np.asarray(patterns))
    return _share(_sum(counts, same), _sum(counts, pairs))


def cohen_kappa(patterns, counts):
    """Return Cohen's kappa; of more than two coders the mean over their pairs (Light 1971).

    Parameters, Returns
    -------------------
    As `percent_agreement`; NaN where chance leaves nothing to agree upon.

    References
    ----------
    Cohen (1960), A coefficient of agreement for nominal scales.

    Examples
    --------
    Cohen's own table: 200 joint judgements of two judges on three categories.

    >>> table = [[88, 10, 2], [14, 40, 6], [18, 10, 12]]
    >>> patterns = [[i, j] for i in range(3) for j in range(3)]
    >>> round(cohen_kappa(patterns, np.ravel(table)).item(), 3)
    0.492
    """
    patterns, counts = np.asarray(patterns), np.asarray(counts, dtype=float)
    found = []
    for one, other in combinations(range(patterns.shape[1]), 2):
        both = (patterns[:, one] >= 0) & (patterns[:, other] >= 0)
        n = _sum(counts, both)
        observed = _share(_sum(counts, both & (patterns[:, one] == patterns[:, other])), n)
        chance = 0.0
        for category in np.unique(patterns[patterns >= 0]):
            shares = [_share(_sum(counts, both & (patterns[:, coder] == category)), n) for coder in (one, other)]
            chance = chance + shares[0] * shares[1]
        found.append(_share(observed - chance, 1 - np.asarray(chance, dtype=float)))
    return _mean(found, counts)


def krippendorff_alpha(patterns, counts):
    """Return Krippendorff's alpha for nominal categories, any number of coders, with missing judgements.

    Parameters, Returns
    -------------------
    As `percent_agreement`; NaN where all judgements are the same category: nothing could have differed.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's alpha-reliability.

    Examples
    --------
    Its section B: two observers, ten units, two categories.

    >>> first, second = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    >>> round(krippendorff_alpha(list(zip(first, second)), [1] * 10).item(), 3)
    0.095
    """
    patterns = np.asarray(patterns)
    categories = np.unique(patterns)  # −1 among them: there is at least one
    # values of one unit are paired with each other; a unit with a single value pairs with none
    values = np.stack([(patterns == one).sum(axis=1) * (one >= 0) for one in categories], axis=1).astype(float)
    judged = values.sum(axis=1)
    values[judged < 2] = 0
    within = (judged**2 - (values**2).sum(axis=1)) * (judged >= 2) / np.maximum(judged - 1, 1)
    each = np.asarray(counts, dtype=float) @ values
    n = each.sum(axis=-1)
    differing = n**2 - (each**2).sum(axis=-1)
    return 1 - (n - 1) * _share(_sum(counts, within), differing)


def interval(measure, patterns, counts, *, confidence=0.95, draws=DRAWS):
    """Return a percentile bootstrap interval of a measure over criteria, (NaN, NaN) where there are fewer than two.

    Where all criteria agree, resampling can show no doubt: the lower end is then what a single disagreement among one
    more criterion would have given.

    Parameters
    ----------
    measure : function
        One of the three above.
    patterns, counts
        As there.
    confidence : float
    draws : int

    Examples
    --------
    >>> low, high = interval(percent_agreement, [[0, 0], [0, 1]], [90, 10])
    >>> 0.8 < low < 0.87 and 0.93 < high < 0.97
    True
    """
    patterns, counts = np.asarray(patterns), np.asarray(counts, dtype=int)
    judged = (patterns >= 0).sum(axis=1) >= 2
    patterns, counts = patterns[judged], counts[judged]
    n = int(counts.sum())
    if n < 2:
        return float("nan"), float("nan")
    same, pairs = _pairs(patterns)
    if (same == pairs).all():
        return float(measure(*_one_doubt(patterns, counts))), float(measure(patterns, counts))
    drawn = np.random.default_rng(_SEED).multinomial(n, counts / n, size=draws)
    found = measure(patterns, drawn)
    found = found[~np.isnan(found)]
    if len(found) < draws / 2:  # most resamples leave nothing to measure
        return float("nan"), float("nan")
    low, high = np.quantile(found, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)


# ---------------------------------------------------------------------- steps


def _one_doubt(patterns, counts):
    """Return the patterns with one criterion more, on which two coders take different categories."""
    odd = np.full(patterns.shape[1], -1)
    first = patterns[patterns >= 0]
    odd[:2] = first[0], next((category for category in np.unique(first) if category != first[0]), first[0] + 1)
    return np.vstack([patterns, odd]), np.append(counts, 1)


def _pairs(patterns):
    """Return for each pattern how many pairs of judgements are the same, and how many there are."""
    same, pairs = np.zeros(len(patterns)), np.zeros(len(patterns))
    for one, other in combinations(range(patterns.shape[1]), 2):
        both = (patterns[:, one] >= 0) & (patterns[:, other] >= 0)
        pairs += both
        same += both & (patterns[:, one] == patterns[:, other])
    return same, pairs


def _sum(counts, weights):
    return np.asarray(counts, dtype=float) @ np.asarray(weights, dtype=float)


def _share(above, below):
    above, below = np.broadcast_arrays(np.asarray(above, dtype=float), np.asarray(below, dtype=float))
    return np.divide(above, below, out=np.full(above.shape, np.nan), where=np.abs(below) > 1e-12)


def _mean(found, counts):
    if not found:
        return np.full(np.asarray(counts).shape[:-1], np.nan)
    stacked = np.stack(found)
    known = ~np.isnan(stacked)
    return _share(np.where(known, stacked, 0).sum(axis=0), known.sum(axis=0))

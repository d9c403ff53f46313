"""Weighted sums of domains (the later wave minus the earlier one, a slope over many) with the covariance they share."""

import numpy as np
import pandas as pd

from workbench.scores.badges import robust_badge
from workbench.scores.intervals import critical, difference_interval, p_value, satterthwaite, share_critical

#: The facets whose change is told, and whether a rise is better (1) or worse (−1); of the mean the indicator says it.
CHANGES = {"mean": None, "good": 1, "bad": -1, "polarisation": -1, "disparity": -1}


def smallest_change(se, df, *, confidence=0.95, power=0.8):
    """Return the smallest change that a comparison with this standard error would have seen as often as `power`.

    Parameters
    ----------
    se, df : array
        Standard error of the difference, and its degrees of freedom.
    confidence, power : float

    Returns
    -------
    array; NaN where there are no degrees of freedom.

    Examples
    --------
    >>> se = 1.05 * (1.5 * 2 / 50) ** 0.5  # spread 1.05, design effect 1.5, 50 people against 50
    >>> round(float(smallest_change(se, 98)), 2)
    0.73
    """
    from scipy.special import stdtrit

    df = np.asarray(df, dtype=float)
    beyond = np.where(df > 0, stdtrit(np.where(df > 0, df, 1), power), np.nan)
    return (critical(df, confidence) + beyond) * se


class Links:
    """Which clusters and groups stand in which domains of each contrast; the same for every indicator of a cube.

    Parameters
    ----------
    units : tuple
        As in `LevelTotals`.
    places : array of int, shape (sides, contrasts)
        The domain at each side of each contrast; −1 where there is none. A domain stands in one place only.
    domains : int
        How many domains there are.
    """

    def __init__(self, units, places, domains):
        self.units, self.places, self.domains = units, np.asarray(places), domains
        side, contrast = np.full((2, domains), -1)
        for at, place in enumerate(self.places):
            side[place[place >= 0]], contrast[place[place >= 0]] = at, np.flatnonzero(place >= 0)
        self.contrast, self._blocks = contrast, []
        for domain, unit, _residual in units:
            rows = np.flatnonzero(contrast[domain] >= 0)
            of, unit, side_ = contrast[domain[rows]], unit[rows], side[domain[rows]]
            draw = of.astype(np.int64) * (int(unit.max(initial=0)) + 1) + unit
            draw, found = pd.factorize(draw)
            first = np.zeros(len(found), dtype=int)
            first[draw] = of
            again = np.flatnonzero(np.bincount(draw, minlength=len(found))[draw] > 1)  # it stands on several sides
            self._blocks.append((rows[again], side_[again], draw[again], first, of[again]))

    def shared(self, facet, weights):
        """Return what clusters and groups that stand on several sides add to the variance, and where there are any.

        Parameters
        ----------
        facet : Facet
        weights : array, shape (sides, contrasts)

        Returns
        -------
        array, shape (contrasts,) or (contrasts, K − 1)
        array of bool, shape (contrasts,)
        """
        count = self.places.shape[1]
        more = np.zeros((count, *facet.estimate.shape[1:]))
        paired = np.zeros(count, dtype=bool)
        if not any(len(block[0]) for block in self._blocks):
            return more, paired
        for moves, (rows, side, draw, first, of) in zip(facet.moves, self._blocks, strict=True):
            if not len(rows):
                continue
            part = moves[rows] * weights[side, of].reshape(-1, *[1] * (moves.ndim - 1))
            flat = part.reshape(len(part), -1)
            total = np.stack([np.bincount(draw, column, len(first)) for column in flat.T], axis=1)
            square = np.stack([np.bincount(draw, column**2, len(first)) for column in flat.T], axis=1)
            extra = np.zeros((count, flat.shape[1]))
            np.add.at(extra, first, total**2 - square)
            more += extra.reshape(more.shape)
            twice = np.bincount(draw, (flat != 0).any(axis=1), len(first)) > 1
            paired[first[twice]] = True
        return more, paired

    def at(self, values, side):
        """Return the values of the domains on one side; NaN where there is none."""
        place, values = self.places[side], np.asarray(values, dtype=float)
        found = values[np.maximum(place, 0)]
        return np.where((place >= 0).reshape(-1, *[1] * (values.ndim - 1)), found, np.nan)


def changed(one, links, *, confidence=0.95, power=0.8):
    """Return the contrasts of the second side minus the first, of one indicator or theme.

    Parameters
    ----------
    one : Measured
    links : Links
    confidence, power : float

    Returns
    -------
    DataFrame
        One row a facet and contrast that has answers on either side: key (the contrast), name, facet, the figures of
        table `changes`, better (1 or −1 for a rise), both (both sides can be told), few (effective answers, where too
        few).
    """
    people = [np.nan_to_num(links.at(one.persons, side)) for side in (0, 1)]
    free, size = ([links.at(values, side) for side in (0, 1)] for values in (one.df, one.n_eff))
    blocks = []
    for facet, figure in one.facets.items():
        estimate = [np.where(n > 0, links.at(figure.estimate, side), np.nan) for side, n in enumerate(people)]
        few = [np.zeros(len(n), dtype=bool) for n in people]
        if figure.few is not None:
            few = [links.at(figure.few, side) == 1 for side in (0, 1)]
            estimate = [np.where(scarce, np.nan, values) for scarce, values in zip(few, estimate, strict=True)]
        told = _told(figure, facet, links, estimate, free, one.levels, confidence, power)
        if facet == "mean":
            told |= _badge(one.below, links, told)
        both = ~np.isnan(told["difference"])
        block = pd.DataFrame({
            "key": np.arange(len(both)), "facet": facet, "estimate_from": estimate[0], "estimate_to": estimate[1],
            "n_from": np.rint(people[0]), "n_to": np.rint(people[1]), "both": both,
            "few": np.fmin(*(np.where(scarce, n, np.nan) for scarce, n in zip(few, size, strict=True))),
            "better": CHANGES[facet] or one.better, "robust": np.nan, "robust_p": np.nan,
            **{name: np.where(both, values, np.nan) for name, values in told.items()},
        })  # fmt: skip
        kept = people[0] + people[1] > 0
        if facet == "disparity":  # a survey has none, nor has one group
            kept &= ~np.isnan(estimate[0]) | ~np.isnan(estimate[1]) | few[0] | few[1]
        blocks.append(block[kept])
    return pd.concat(blocks, ignore_index=True).assign(name=one.name)


def _told(figure, facet, links, estimate, free, levels, confidence, power):
    """Return difference, error, interval, p and smallest change of one facet."""
    spread = [links.at(figure.variance, side) for side in (0, 1)]
    signs = np.ones(links.places.shape) * np.array([[-1], [1]])
    more, paired = links.shared(figure, signs)
    together = -more / 2
    error = np.sqrt(np.maximum(spread[0] + spread[1] + more, 0))
    df = np.where(paired, np.fmin(*free), satterthwaite(*zip(spread, free, strict=True)))
    difference = estimate[1] - estimate[0]
    reach, width = critical(df, confidence) * error, levels - 1 if facet == "mean" else 1
    low, high = np.maximum(difference - reach, -width), np.minimum(difference + reach, width)
    if facet != "mean":
        ends = [[links.at(end, side) for end in (figure.estimate, figure.low, figure.high)] for side in (0, 1)]
        product = np.sqrt(spread[0] * spread[1])
        correlation = np.divide(together, product, out=np.zeros_like(product), where=product > 0)
        if facet in ("good", "bad"):
            n = [links.at(figure.n, side) for side in (0, 1)]
            alone = [answers - 1 for answers in n]
            pooled = np.where(paired, np.fmin(*alone), satterthwaite(*zip(spread, alone, strict=True)))
            wanted = share_critical(df, pooled + 1, confidence)
            ends = [_with_freedom(side, wanted / share_critical(own, answers, confidence))
                    for side, own, answers in zip(ends, free, n, strict=True)]  # fmt: skip
        edges = difference_interval(*ends, correlation=correlation)
        low, high = (np.where(np.isnan(edge), plain, edge) for edge, plain in zip(edges, (low, high), strict=True))
        # the interval's own reach towards no change, so that p and interval agree, and 0 % against 100 % has a p
        reach = np.where(difference > 0, difference - low, high - difference)
    chance = reach / critical(df, confidence)
    needed = smallest_change(chance, df, confidence=confidence, power=power)
    return {
        "difference": difference, "se": error, "df": df, "low": low, "high": high,
        "p": p_value(difference, chance, df),
        "detectable": np.where(needed > width, np.nan, needed),  # no change is as large as that
    }  # fmt: skip


def _with_freedom(ends, ratio):
    """Return estimate and ends of one side, as far out as the degrees of freedom of the difference have it."""
    estimate, low, high = ends
    return estimate, estimate - (estimate - low) * ratio, estimate + (high - estimate) * ratio


def _badge(figure, links, told):
    """Return whether no numbering of the situations could turn the change of the mean round, and the p of its test."""
    if figure is None:  # the indicators of a theme have scales of different lengths
        return {}
    below = [links.at(figure.estimate, side) for side in (0, 1)]
    more = links.shared(figure, np.ones(links.places.shape) * np.array([[-1], [1]]))[0]
    error = np.sqrt(np.maximum(links.at(figure.variance, 0) + links.at(figure.variance, 1) + more, 0))
    robust, chance = robust_badge(below, error, told["difference"], told["df"])
    return {"robust": robust, "robust_p": chance}


def weighed(facet, links, weights, free):
    """Return a weighted sum of one facet over the sides of each contrast: estimate, standard error, degrees of freedom.

    Parameters
    ----------
    facet : Facet
    links : Links
    weights : array, shape (sides, contrasts)
        0 where a side does not count.
    free : array, shape (domains,)
        Degrees of freedom of each domain.

    Returns
    -------
    estimate, se, df : array, shape (contrasts,)
        df: the smallest of those that count where clusters came again, else Satterthwaite's.
    """
    sides = range(len(links.places))
    used = weights != 0
    parts = (facet.estimate, facet.variance, free)
    values, spread, df = (np.array([links.at(part, side) for side in sides]) for part in parts)
    own = np.where(used, weights**2 * spread, 0)
    more, paired = links.shared(facet, weights)
    total = own.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        welch = total**2 / np.where(used & (own > 0), own**2 / df, 0).sum(axis=0)
    least = np.where(used, df, np.inf).min(axis=0)
    return (
        np.where(used, weights * values, 0).sum(axis=0), np.sqrt(np.maximum(total + more, 0)),
        np.where(paired, least, welch),
    )  # fmt: skip


"""The later wave against the earlier one, indicator by indicator, with the covariance of what came again."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.scores.errors import LevelTotals
from workbench.scores.facets import figures, interval, standard_error
from workbench.scores.intervals import critical, difference_interval, p_value, satterthwaite
from workbench.scores.table import ENOUGH

#: The facets whose change is told, and whether a rise is better (1) or worse (−1); of the mean the indicator says it.
CHANGES = {"mean": None, "good": 1, "bad": -1, "polarisation": -1}


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


def returning(one, places):
    """Return the clusters that stand in both waves, for surveys and for groups: (pair, row, row of the later wave).

    Parameters
    ----------
    one : LevelTotals
    places : pair of array of int, shape (pairs,)
        The domain of each pair in the earlier and in the later wave; −1 where it has none.
    """
    found = []
    for domain, unit, _residual in one.units:
        sides = []
        for place in places:
            pair = np.full(len(one.persons), -1)
            pair[place[place >= 0]] = np.flatnonzero(place >= 0)
            row = np.flatnonzero(pair[domain] >= 0)
            sides.append(pd.DataFrame({"pair": pair[domain[row]], "unit": unit[row], "row": row}))
        both = sides[0].merge(sides[1], on=["pair", "unit"], suffixes=("", "_later"))
        found.append(tuple(both[name].to_numpy() for name in ("pair", "row", "row_later")))
    return found


def contrasts(one, places, again, better, facets, *, confidence=0.95, power=0.8):
    """Return the contrasts of one indicator.

    Parameters
    ----------
    one : LevelTotals
    places, again
        As in `returning`, and what it returned.
    better : {1, -1}
        Whether the higher or the lower levels are better.
    facets : sequence of str
        Keys of `CHANGES`.
    confidence, power : float

    Returns
    -------
    DataFrame
        One row a facet and pair that has answers in either wave: key (the pair), indicator, facet, the figures of table
        `changes`, better (1 or −1 for a rise), both (both waves can be told), few (effective answers, where too few).
    """
    found, cumulated = figures(one, one, better)
    people = [np.where(place >= 0, one.persons[place], 0) for place in places]
    kept = np.flatnonzero(people[0] + people[1] > 0)
    pair = _Pair(
        one, [place[kept] for place in places], [side[kept] for side in people],
        *(values[kept] for values in _shared(one, again, len(places[0]))),
    )  # fmt: skip
    blocks = []
    for facet in facets:
        few = (one.n_eff < ENOUGH) if facet == "polarisation" else np.zeros(len(one.n_eff), dtype=bool)
        shown = [
            np.where((n > 0) & ~few[side], found[facet][0][side], np.nan)
            for n, side in zip(pair.people, pair.sides, strict=True)
        ]
        both = ~np.isnan(shown[1] - shown[0])
        told = _told(pair, facet, *found[facet], cumulated, confidence, power)
        if facet == "mean":
            told |= _badge(pair, shown[1] - shown[0], cumulated, told["df"])
        blocks.append(pd.DataFrame({
            "key": kept, "facet": facet, "estimate_from": shown[0], "estimate_to": shown[1],
            "n_from": np.rint(pair.people[0]), "n_to": np.rint(pair.people[1]),
            "both": both, "few": np.fmin(*(np.where(few[side], one.n_eff[side], np.nan) for side in pair.sides)),
            "better": CHANGES[facet] or better, "robust": np.nan, "robust_p": np.nan,
            **{name: np.where(both, values, np.nan) for name, values in told.items()},
        }))  # fmt: skip
    return pd.concat(blocks, ignore_index=True).assign(indicator=one.indicator)


@dataclass(frozen=True, eq=False)
class _Pair:
    """The domains of the two waves, pair by pair, and the covariance that clusters make which stand in both."""

    one: LevelTotals
    sides: list
    people: list
    shared: np.ndarray
    paired: np.ndarray

    def covariance(self, gradient):
        """Return the covariance of figures of the two waves; `gradient` is by domain, of one figure or of several."""
        first, second = (gradient[side] for side in self.sides)
        if gradient.ndim == 2:
            return ((first[:, None, :] @ self.shared)[:, 0] * second).sum(axis=-1)
        return ((first @ self.shared) * second).sum(axis=-1)


def _told(pair, facet, estimate, gradient, cumulated, confidence, power):
    """Return difference, error, interval, p and smallest change of one facet."""
    se = standard_error(gradient, pair.one)
    spread, free = ([values[side] for side in pair.sides] for values in (se**2, pair.one.df))
    together = pair.covariance(gradient)
    error = np.sqrt(np.maximum(spread[0] + spread[1] - 2 * together, 0))
    df = np.where(pair.paired, np.fmin(*free), satterthwaite(*zip(spread, free, strict=True)))
    difference = estimate[pair.sides[1]] - estimate[pair.sides[0]]
    reach, width = critical(df, confidence) * error, pair.one.levels - 1 if facet == "mean" else 1
    low, high = np.maximum(difference - reach, -width), np.minimum(difference + reach, width)
    if facet != "mean":
        ends = (estimate, *interval(facet, (estimate, se), pair.one, cumulated, confidence=confidence))
        product = np.sqrt(spread[0] * spread[1])
        correlation = np.divide(together, product, out=np.zeros_like(product), where=product > 0)
        edges = difference_interval(*(tuple(end[side] for end in ends) for side in pair.sides), correlation=correlation)
        low, high = (np.where(np.isnan(edge), plain, edge) for edge, plain in zip(edges, (low, high), strict=True))
        # the interval's own reach towards no change, so that p and interval agree, and 0 % against 100 % has a p
        reach = np.where(difference > 0, difference - low, high - difference)
    chance = reach / critical(df, confidence)
    return {
        "difference": difference, "se": error, "df": df, "low": low, "high": high,
        "p": p_value(difference, chance, df),
        "detectable": smallest_change(chance, df, confidence=confidence, power=power),
    }  # fmt: skip


def _badge(pair, difference, cumulated, df):
    """Return whether no numbering of the situations could turn the change of the mean round, and the p of its test."""
    from scipy.special import stdtr

    below, chance, moves = cumulated
    rise = below[pair.sides[0]] - below[pair.sides[1]]  # the share that is no longer at k or below
    sign = np.sign(difference)[:, None]
    robust = (sign * rise > -1e-12).all(axis=1)
    error = np.sqrt(np.maximum(sum(chance[side] for side in pair.sides) - 2 * pair.covariance(moves), 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = stdtr(np.where(df > 0, df, np.nan)[:, None], -sign * rise / error)
    settled = [np.isclose(below[side], end) for end in (0, 1) for side in pair.sides]
    open_ = ~((settled[0] & settled[1]) | (settled[2] & settled[3]))
    largest = np.where(open_, chance, -1).max(axis=1)
    changed = difference != 0
    return {
        "robust": np.where(changed, robust, np.nan),
        "robust_p": np.where(changed & ~(largest < 0), largest, np.nan),
    }


def _shared(one, again, count):
    """Return the covariance of two waves' totals that returning clusters make, and where there are any."""
    length = one.totals.shape[1]
    shared, paired = np.zeros((count, length, length)), np.zeros(count, dtype=bool)
    for (pair, row, later), (_domain, _unit, residual) in zip(again, one.units, strict=True):
        first, second = residual[row], residual[later]
        np.add.at(shared, pair, first[:, :, None] * second[:, None, :])
        paired[pair[(first != 0).any(axis=1) & (second != 0).any(axis=1)]] = True
    return shared, paired

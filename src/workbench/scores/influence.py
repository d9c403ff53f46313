"""What each facet is in every domain, and by how much each cluster or group moves it: all that a contrast needs.

A contrast of any domains (two waves, three waves, two groups) follows from these moves: a cluster that stands in
several of them is one draw, so its moves add up before they are squared.
"""

from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from workbench.cube.sums import adder
from workbench.scores.disparity import between_groups
from workbench.scores.facets import figures, interval, standard_error
from workbench.scores.intervals import logit_interval
from workbench.scores.table import COUNTED, ENOUGH, UNSTEADY


@dataclass(frozen=True, eq=False)
class Facet:
    """One facet in every domain.

    Attributes
    ----------
    estimate, variance : array, shape (domains,), of shares (domains, K), of cumulative shares (domains, K − 1)
    make_moves, moves : function, and the tuple of array that it returns
        For surveys and for groups: by how much each of `LevelTotals.units` moves the figure. The squares sum to the
        variance, but for what people do who are draws of their own.
    low, high : array or None
        The figure's own interval, where it is not the estimate ± t se.
    few : array of bool, or None
        Where there are too few answers to show it.
    n : array or None
        Of shares, the answers behind that interval, as `share_critical` takes them: inf where t has its full part.
    """

    estimate: np.ndarray
    variance: np.ndarray
    make_moves: object
    low: np.ndarray = None
    high: np.ndarray = None
    few: np.ndarray = None
    n: np.ndarray = None

    @cached_property
    def moves(self):
        return self.make_moves()  # many comparisons never ask for them


@dataclass(frozen=True, eq=False)
class Measured:
    """One indicator (or one theme) in every domain; `better` is 1 where its higher levels are better, else −1."""

    name: str
    levels: int
    better: int
    persons: np.ndarray
    n_eff: np.ndarray
    df: np.ndarray
    facets: dict
    below: Facet
    units: tuple


def measured(one, better, facets, *, confidence=0.95):
    """Return one indicator in every domain.

    Parameters
    ----------
    one : LevelTotals
    better : {1, -1}
    facets : sequence of str
        Of share, mean, good, bad, polarisation, disparity.
    confidence : float
        Of the figures' own intervals.

    Returns
    -------
    Measured

    Examples
    --------
    >>> import pandas as pd
    >>> from workbench.cube import cube_from_counts
    >>> from workbench.scores.errors import level_totals
    >>> counts = pd.DataFrame({"territory": "Basel", "wave": "2019", "indicator": "HOME", "level": [1, 2], "count": 50})
    >>> cube = cube_from_counts(counts, pd.DataFrame({"indicator": ["HOME"], "levels": [2]}))
    >>> found = measured(next(level_totals(cube, ["territory"])[1]), 1, ["mean"])
    >>> float(found.facets["mean"].estimate[0]), round(float(found.facets["mean"].variance[0]), 6)
    (1.5, 0.002525)
    """
    found, cumulated = figures(one, one, better)
    below, chance, slopes = cumulated
    kept = {}
    for facet in facets:
        if facet == "disparity":
            parts, several = between_groups(one, len(one.persons), chance)
            estimate, se = parts["disparity"]
            estimate, moves = np.where(several, estimate, np.nan), partial(_disparity_moves, one, chance)
        else:
            estimate, gradient = found[facet]
            se, moves = standard_error(gradient, one), partial(moved_by, one, gradient)
        ends = (None, None)
        if facet != "mean":
            ends = interval(facet, (estimate, se), one, cumulated, confidence=confidence)
        few = (one.n_eff < ENOUGH) & (one.persons > 0) if facet in UNSTEADY else None
        kept[facet] = Facet(estimate, se**2, moves, *ends, few, one.persons if facet in COUNTED else None)
    steps = Facet(below, chance, partial(moved_by, one, slopes)) if "mean" in facets else None
    return Measured(one.indicator, one.levels, better, one.persons, one.n_eff, one.df, kept, steps, one.units)


def moved_by(one, gradient):
    """Return by how much each unit moves a figure that has this gradient by the totals, for surveys and for groups."""
    gradient, found = np.nan_to_num(gradient), []
    for domain, _unit, residual in one.units:
        slope = gradient[domain]
        found.append((slope * residual).sum(axis=1) if slope.ndim == 2 else (slope @ residual[:, :, None])[:, :, 0])
    return tuple(found)


def _disparity_moves(one, chance):
    """Return by how much each group moves the part of polarisation that lies between groups; see `between_groups`."""
    moves = [np.zeros(len(unit)) for _domain, unit, _residual in one.units]
    if not one.sessions:
        return tuple(moves)
    domain, group, voice, shares, _covariance, _people = (part[one.sessions[2] > 0] for part in one.sessions)
    count, scale = len(one.persons), 4 / (one.levels - 1)
    add, of = adder(domain, count), one.units[-1][0]
    below = np.cumsum(shares, axis=1)[:, :-1]
    apart = below - np.cumsum(one.totals, axis=1)[:, :-1][domain]
    within, between = scale * (below * (1 - below)).sum(axis=1), scale * (apart**2).sum(axis=1)
    whole = [add(voice * part) for part in (within, between)]
    with np.errstate(divide="ignore", invalid="ignore"):
        part = whole[1] / (whole[0] + whole[1])
        total = whole[0] + whole[1] + scale * chance.sum(axis=1)
        own = (1 - part[domain]) * (between - whole[1][domain]) - part[domain] * (within - whole[0][domain])
        drawn = adder(group, len(of))(voice * own / total[domain])
    heard = adder(group, len(of))(voice) > 0
    number = adder(of, count)(heard.astype(float))
    centred = (drawn - (adder(of, count)(np.nan_to_num(drawn)) / np.maximum(number, 1))[of]) * heard
    several = (one.basis == "sessions") & (number > 1)
    usual = np.where(several, np.sqrt(number / np.maximum(number - 1, 1)), 0)
    moves[-1] = np.nan_to_num(usual[of] * centred)
    return tuple(moves)


def put_together(name, parts, weights, kept, *, confidence=0.95):
    """Return the weighted mean of several indicators in every domain: a theme, or a dimension.

    The mean situation is taken on the commonest scale of the parts, 1 the worst; others are stretched to it. Clusters
    and groups answered all of them, so their moves add up. What is known of people who are draws of their own is only
    how far chance moves each indicator: they are taken as if all moved together, which is the most it can be (ours).

    Parameters
    ----------
    name : str
    parts : sequence of Measured
    weights : sequence of float
    kept : array of bool, shape (parts, domains)
        Which indicators count in which domain.
    confidence : float

    Returns
    -------
    Measured
    """
    units = parts[0].units
    share = kept * np.asarray(weights, dtype=float)[:, None]
    total = share.sum(axis=0)
    share = np.divide(share, total, out=np.zeros_like(share), where=total > 0)
    lengths = [one.levels for one in parts]
    levels = max(set(lengths), key=lambda length: (lengths.count(length), length))
    told = kept.any(axis=0)
    facets = {}
    alone, df = kept.sum(axis=0) == 1, _least(parts, kept, "df")
    persons = np.where(kept, np.array([one.persons for one in parts]), 0).max(axis=0)
    n = np.where(alone, persons, np.inf)
    for facet in parts[0].facets:
        scaled = [_on_scale(one, one.facets[facet], facet, levels) for one in parts]
        facets[facet] = _average(scaled, share, units, told)
        if facet != "mean":
            one = facets[facet]
            wide = (slice(None), *[None] * (one.estimate.ndim - 1))
            ends = logit_interval(one.estimate, np.sqrt(one.variance), df[wide], confidence=confidence)
            for part, on in zip(scaled, kept, strict=True):  # one indicator by itself keeps its own interval
                own = (on & alone)[wide]
                ends = [np.where(own, edge, found) for edge, found in zip((part.low, part.high), ends, strict=True)]
            facets[facet] = Facet(one.estimate, one.variance, one.make_moves, *ends, one.few, n)
    steps = None
    if "mean" in facets and len(set(lengths)) == 1:
        steps = _average([_turned(one.below, one.better) for one in parts], share, units, told)
    return Measured(name, levels, 1, persons, _least(parts, kept, "n_eff"), df, facets, steps, units)


def _least(parts, kept, name):
    values = np.where(kept, np.array([getattr(one, name) for one in parts]), np.inf).min(axis=0)
    return np.where(np.isfinite(values), values, 0)


def _on_scale(one, facet, name, levels):
    """Return a mean situation on a scale of `levels`, 1 the worst, and shares from the worst; others as they are."""
    if name == "share" and one.levels != levels:
        return _no_shares(facet, levels)
    if name == "share" and one.better < 0:
        return _reversed(facet)
    if name != "mean":
        return facet
    stretch = one.better * (levels - 1) / (one.levels - 1)
    start = 1 if one.better > 0 else levels

    def moves():
        return tuple(part * stretch for part in facet.moves)

    return Facet(start + stretch * (facet.estimate - 1), stretch**2 * facet.variance, moves)


def _no_shares(shares, levels):
    """Return shares of another number of levels, of which nothing is known."""
    nothing = np.full((len(shares.estimate), levels), np.nan)

    def moves():
        return tuple(np.zeros((len(part), levels)) for part in shares.moves)

    return Facet(nothing, nothing, moves, nothing, nothing)


def _reversed(shares):
    """Return the shares of the levels from the other end."""

    def moves():
        return tuple(part[:, ::-1] for part in shares.moves)

    ends = (shares.low[:, ::-1], shares.high[:, ::-1])
    return Facet(shares.estimate[:, ::-1], shares.variance[:, ::-1], moves, *ends)


def _turned(below, better):
    """Return the cumulative shares counted from the worse end."""
    if better > 0:
        return below

    def moves():
        return tuple(-part[:, ::-1] for part in below.moves)

    return Facet(1 - below.estimate[:, ::-1], below.variance[:, ::-1], moves)


def _average(parts, share, units, told):
    wide = (slice(None), *[None] * (parts[0].estimate.ndim - 1))
    used = [weight > 0 for weight in share]
    estimate = sum(
        np.where(on[wide], weight[wide] * part.estimate, 0) for part, weight, on in zip(parts, share, used, strict=True)
    )
    moves, own = [], np.zeros_like(estimate)
    for place, (domain, _unit, _residual) in enumerate(units):
        moved = sum(
            weight[domain][wide] * part.moves[place] for part, weight in zip(parts, share, strict=True)
        )
        moves.append(moved)
        own = own + adder(domain, len(told))(moved**2)
    rest = np.zeros_like(estimate)
    for part, weight, on in zip(parts, share, used, strict=True):
        alone = part.variance - squares(part.moves, units, len(told))
        rest += np.where(on[wide], weight[wide] * np.sqrt(np.maximum(alone, 0)), 0)
    few = [part.few & on for part, on in zip(parts, used, strict=True) if part.few is not None]
    few = np.any(few, axis=0) if few else None
    estimate = np.where(told[wide], estimate, np.nan)
    return Facet(estimate, own + rest**2, partial(tuple, moves), few=few)


def squares(moves, units, count):
    """Return, for each domain, the sum of the squared moves of its clusters and groups.

    >>> float(squares((np.array([1.0, 2.0]),), ((np.array([0, 0]), None, None),), 1)[0])
    5.0
    """
    return sum(adder(domain, count)(moved**2) for moved, (domain, _unit, _residual) in zip(moves, units, strict=True))

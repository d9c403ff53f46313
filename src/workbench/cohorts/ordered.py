"""Proportional odds by weighted maximum likelihood, with the error of a design with strata and clusters.

statsmodels' OrderedModel takes no weights, so the likelihood is written out here; it needs sums by level alone, which
is what a cube keeps. logit P(y ≤ k) = θ_k − xβ, as polr and svyolr of R have it.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from workbench.cube.sums import adder, numbered

#: A coefficient beyond this is on its way to infinity: a kind of people who are all at one end.
LOST = 12


@dataclass(frozen=True, eq=False)
class OrderedFit:
    """A fitted model: `thresholds` θ_1 … θ_{K−1}, `slopes` β, and `bread`, the inverse of the observed information."""

    thresholds: np.ndarray
    slopes: np.ndarray
    bread: np.ndarray

    @property
    def settled(self):
        """Whether every parameter is a number, not on its way to infinity."""
        found = np.concatenate([self.thresholds, self.slopes])
        return bool(np.isfinite(found).all() and (np.abs(found) < LOST).all() and np.isfinite(self.bread).all())


def fit_ordered(weights, design):
    """Fit proportional odds to weighted counts.

    Parameters
    ----------
    weights : array, shape (rows, K)
        Σw of each level in each row; every level has some.
    design : array, shape (rows, P)
        The covariates of each row, without a constant.

    Returns
    -------
    OrderedFit

    References
    ----------
    McCullagh (1980).

    Examples
    --------
    >>> fit = fit_ordered(np.array([[30.0, 50, 20], [15, 45, 40]]), np.array([[0.0], [1.0]]))
    >>> fit.slopes.round(3)
    array([0.941])
    """
    weights, design = np.asarray(weights, dtype=float), np.asarray(design, dtype=float)
    below = np.cumsum(weights.sum(axis=0))[:-1] / weights.sum()
    start = np.concatenate([logit(np.clip(below, 1e-6, 1 - 1e-6)), np.zeros(design.shape[1])])
    cuts, point = len(below), start
    value = _likelihood(point, weights, design)
    for _step in range(60):
        _prob, scores = _scores(point, design, cuts)
        slope = np.einsum("rk,rkp->p", weights, scores)
        information = _information(point, weights, design, cuts)
        try:
            move = np.linalg.solve(information, slope)
        except np.linalg.LinAlgError:
            move = np.linalg.lstsq(information, slope, rcond=None)[0]
        size = 1.0
        while size > 1e-6 and not (after := _likelihood(point + size * move, weights, design)) >= value:
            size /= 2
        point, value = point + size * move, max(after, value)
        if np.abs(point).max() > 2 * LOST or slope @ move < 1e-12:
            break
    observed = _observed(point, weights, design, cuts)
    bread = np.full_like(observed, np.nan)
    if np.linalg.cond(observed) < 1e14:
        bread = np.linalg.inv(observed)
    return OrderedFit(point[:cuts], point[cuts:], bread)


def probabilities(fit, design):
    """Return the probability of each level in each row, and its derivatives by thresholds and slopes.

    Parameters
    ----------
    fit : OrderedFit
    design : array, shape (rows, P)

    Returns
    -------
    array, shape (rows, K) and (rows, K, K − 1 + P)
    """
    point = np.concatenate([fit.thresholds, fit.slopes])
    prob, scores = _scores(point, np.asarray(design, dtype=float), len(fit.thresholds))
    return prob, prob[:, :, None] * scores


def score_rows(fit, design):
    """Return d log p / d parameters for each row and level: what one person of weight 1 adds to the score."""
    point = np.concatenate([fit.thresholds, fit.slopes])
    return _scores(point, np.asarray(design, dtype=float), len(fit.thresholds))[1]


def _scores(point, design, cuts):
    edge = _edges(point, design, cuts)
    steep = edge * (1 - edge)
    prob = np.maximum(np.diff(edge, axis=1), 1e-300)
    by_cut = np.zeros((*prob.shape, cuts))
    place = np.arange(cuts)
    by_cut[:, place, place] = steep[:, 1:-1] / prob[:, :-1]
    by_cut[:, place + 1, place] = -steep[:, 1:-1] / prob[:, 1:]
    by_slope = -(np.diff(steep, axis=1) / prob)[:, :, None] * design[:, None, :]
    return prob, np.concatenate([by_cut, by_slope], axis=2)


def _edges(point, design, cuts):
    """Return F_0 = 0, F_1 … F_{K−1}, F_K = 1 of each row."""
    edge = np.ones((len(design), cuts + 2))
    edge[:, 0] = 0
    edge[:, 1:-1] = expit(point[:cuts] - (design @ point[cuts:])[:, None])
    return edge


def _likelihood(point, weights, design):
    cuts = weights.shape[1] - 1
    if (np.diff(point[:cuts]) <= 0).any():
        return -np.inf
    edge = _edges(point, design, cuts)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(weights > 0, weights * np.log(np.diff(edge, axis=1)), 0).sum()


def _information(point, weights, design, cuts):
    """Return the expected information, which is positive and leads safely uphill."""
    prob, scores = _scores(point, design, cuts)
    flat = (scores * np.sqrt(prob * weights.sum(axis=1, keepdims=True))[:, :, None]).reshape(-1, scores.shape[2])
    return flat.T @ flat


def _observed(point, weights, design, cuts, step=1e-5):
    """Return the observed information: minus the slope of the score, which is what R's sandwich takes."""
    columns = []
    for place in range(len(point)):
        moved = np.zeros(len(point))
        moved[place] = step
        ends = [np.einsum("rk,rkp->p", weights, _scores(point + side * moved, design, cuts)[1]) for side in (-1, 1)]
        columns.append((ends[0] - ends[1]) / (2 * step))
    found = np.array(columns)
    return (found + found.T) / 2


def sandwich(cells):
    """Prepare the design of some cells; return the function that gives the covariance of a score under it.

    Parameters
    ----------
    cells : DataFrame
        territory, wave, stratum, cluster ("": each person is a draw), respondents.

    Returns
    -------
    function of (weights, squares, influence)
        weights, squares : Σw and Σw² by level, shape (cells, K); influence : what a person of weight 1 on that level
        adds, shape (cells, K, P). It returns the covariance of Σ w·influence, shape (P, P), and its degrees of freedom.

    Notes
    -----
    A cluster that stands in both waves is one draw. The one cluster of a stratum is compared with the whole sample,
    whose scores sum to 0 (as R's lonely.psu = "adjust").

    Examples
    --------
    >>> import pandas as pd
    >>> cells = pd.DataFrame({"territory": "A", "wave": "1", "stratum": "", "cluster": list("abc"), "respondents": 1.0})
    >>> spread, df = sandwich(cells)(np.eye(3), np.eye(3), np.tile([-1.0, 0.0, 1.0], (3, 1))[:, :, None])
    >>> round(float(spread[0, 0]), 6), df
    (3.0, 2)
    """
    named = (cells["cluster"] != "").to_numpy()
    stratum, strata = numbered(cells, ["territory", "wave", "stratum"])
    unit, units = numbered(cells.assign(stratum_=stratum)[named], ["stratum_", "territory", "stratum", "cluster"])
    of = units["stratum_"].to_numpy()
    again, lasting = numbered(units, ["territory", "stratum", "cluster"])
    alone = np.bincount(stratum[~named], cells["respondents"].to_numpy()[~named], len(strata))
    drawn = np.bincount(of, minlength=len(strata)) + alone
    lonely = drawn <= 1
    scale = np.divide(drawn, drawn - 1, out=np.ones(len(strata)), where=~lonely)
    layers = len(strata.drop_duplicates(["territory", "stratum"]) if len(lasting) < len(units) else strata)
    to_stratum, to_unit, to_lasting = adder(stratum, len(strata)), adder(unit, len(units)), adder(again, len(lasting))
    persons_of = adder(stratum[~named], len(strata))

    def covariance(weights, squares, influence):
        total = np.einsum("ck,ckp->cp", weights, influence)
        middle = to_stratum(total) / np.maximum(drawn, 1)[:, None] * ~lonely[:, None]
        rows = to_lasting(np.sqrt(scale)[of, None] * (to_unit(total[named]) - middle[of]))
        spread = rows.T @ rows
        if not named.all():
            own = influence[~named] * np.sqrt(scale[stratum[~named]][:, None] * squares[~named])[:, :, None]
            own = own.reshape(-1, own.shape[2])
            mixed = (scale[:, None] * persons_of(total[~named])).T @ middle
            spread += own.T @ own - mixed - mixed.T + ((scale * alone)[:, None] * middle).T @ middle
        seen = np.zeros(len(lasting), dtype=bool)
        seen[again[unit[weights[named].sum(axis=1) > 0]]] = True
        return spread, int(seen.sum() + round(alone.sum()) - layers)

    return covariance

"""Proportional odds: a level by some covariates, fitted by Fisher scoring, and the score test of one more column."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted model: coefficients (thresholds first), information, and each person's score along the predictor."""

    coefficients: np.ndarray
    information: np.ndarray
    scores: np.ndarray
    slopes: np.ndarray
    shares: np.ndarray
    converged: bool


def proportional_odds(level, covariates, *, rounds=40):
    """Return the fitted model logit P(level > k) = x'b − cut_k.

    Parameters
    ----------
    level : array of int
        Levels; those that nobody chose are left out, since their cuts cannot be told.
    covariates : array, shape (n, q)
        Without a constant.
    rounds : int
        Of Fisher scoring at the most.

    Returns
    -------
    Fit or None
        None where the level does not vary.

    References
    ----------
    McCullagh (1980).

    Examples
    --------
    >>> x = np.repeat([0.0, 1.0], 40)
    >>> fit = proportional_odds(np.r_[np.repeat([1, 2], 20), np.repeat([1, 2], [10, 30])], x[:, None])
    >>> round(float(np.exp(fit.coefficients[-1])), 3)  # (30/10) / (20/20)
    3.0
    """
    values, place = np.unique(level, return_inverse=True)
    if len(values) < 2:
        return None
    cuts = len(values) - 1
    below = np.cumsum(np.bincount(place))[:-1] / len(place)
    beta = np.concatenate([np.log(below / (1 - below)), np.zeros(covariates.shape[1])])
    for _round in range(rounds):
        slopes, shares = _slopes(beta, covariates, cuts)
        gradient = (slopes[np.arange(len(place)), place] / shares[np.arange(len(place)), place][:, None]).sum(axis=0)
        information = np.einsum("ikp,ikq->pq", slopes / shares[..., None], slopes)
        step = np.linalg.lstsq(information, gradient, rcond=None)[0]
        beta = beta + step * min(1, 3 / max(np.abs(step).max(), 1e-12))
        beta[:cuts] = np.maximum.accumulate(beta[:cuts])
        if np.abs(step).max() < 1e-8:
            break
    slopes, shares = _slopes(beta, covariates, cuts)
    along = _along(beta, covariates, cuts)
    rows = np.arange(len(place))
    scores = along[rows, place] / shares[rows, place]
    information = np.einsum("ikp,ikq->pq", slopes / shares[..., None], slopes)
    return Fit(beta, information, scores, slopes, shares, bool(np.abs(step).max() < 1e-6))


def _densities(beta, covariates, cuts):
    reached = expit(beta[None, :cuts] - (covariates @ beta[cuts:])[:, None])
    return reached, reached * (1 - reached)


def _along(beta, covariates, cuts):
    """Return how each level's probability moves with the predictor."""
    density = _densities(beta, covariates, cuts)[1]
    edge = np.zeros((len(density), 1))
    return -np.diff(np.hstack([edge, density, edge]), axis=1)


def _slopes(beta, covariates, cuts):
    """Return how each level's probability moves with each coefficient, and the probabilities."""
    reached, density = _densities(beta, covariates, cuts)
    n = len(covariates)
    shares = np.diff(np.hstack([np.zeros((n, 1)), reached, np.ones((n, 1))]), axis=1)
    slopes = np.zeros((n, cuts + 1, cuts + covariates.shape[1]))
    for cut in range(cuts):
        slopes[:, cut, cut] = density[:, cut]
        slopes[:, cut + 1, cut] = -density[:, cut]
    slopes[:, :, cuts:] = _along(beta, covariates, cuts)[:, :, None] * covariates[:, None, :]
    return slopes, np.maximum(shares, 1e-10)


def score_test(fit, members, covariates):
    """Return the score of one more column (1 for `members`, else 0) and its variance, what is fitted taken off.

    Parameters
    ----------
    fit : Fit
    members : array of bool
    covariates : array
        As they were fitted.

    Returns
    -------
    score, variance : float
        score / variance is the coefficient after one step; score² / variance is χ² with one degree of freedom.

    References
    ----------
    Rao (1948). Without covariates it is the rank test of Wilcoxon (McCullagh 1980).
    """
    cuts = len(fit.coefficients) - covariates.shape[1]
    along = _along(fit.coefficients, covariates, cuts) * members[:, None]
    own = (along**2 / fit.shares).sum()
    shared = np.einsum("ik,ikp->p", along / fit.shares, fit.slopes)
    taken = shared @ np.linalg.lstsq(fit.information, shared, rcond=None)[0]
    return float(fit.scores[members].sum()), float(max(own - taken, 0))

"""How criteria lie in their themes: how near the middle, beside whom, or nowhere."""

import numpy as np
import pandas as pd

from workbench.themes.points import centroids
from workbench.themes.replay import ALONE, OF

_NEAREST = 3
#: Criteria from which one can be told to lie unusually far from all themes.
_ENOUGH = 20
_SEVERAL = "; "
_BLOCK = 1000
_AMONG = 500


def left_alone(vectors, own):
    """Return `own` with -1 for what fits nowhere: unusually far from the nearest theme, or a theme of one.

    Unusually far: two robust standard deviations (from the median absolute deviation) below what is usual. Ours.

    It is a hint, not a finding. In the phrase banks of the example, all but one criterion of six themes were taken out
    (nine draws, 53 such single ones): it put 7 of the 53 on their own, and 47 others. The distance to the nearest one,
    three or ten criteria ranks single ones no better (area under the curve 0.73–0.75, this one 0.71), only what has
    nothing to do with the subject better (0.92 for 0.82): two to twelve words say too little. Of Santa Monica's
    answers, about 6 of the 14 on their own are so to a reader. What a minority said alone is found by reading.
    """
    own = own.copy()
    if len(own) >= _ENOUGH:
        nearest = (vectors @ centroids(vectors, own)[1].T).max(axis=1)
        usual = np.median(nearest)
        own[nearest < usual - 2 * 1.4826 * np.median(np.abs(nearest - usual))] = -1
    sizes = pd.Series(own).map(pd.Series(own).value_counts())
    if len(own) > 1:
        own[(sizes == 1).to_numpy()] = -1
    return own


def fit_to_theme(vectors, themes):
    """Return how near each row lies to the middle of the others of its theme; 0 where there are none."""
    fit = np.zeros(len(themes))
    for theme in np.unique(themes):
        rows = np.flatnonzero(themes == theme)
        fit[rows] = np.clip(near_the_others(vectors[rows]), 0, 1)
    return fit


def near_the_others(vectors):
    """Return the cosine of each row and the sum of all other rows; 0 where there are none."""
    if len(vectors) < 2:
        return np.zeros(len(vectors))
    # of the sum s and a row v, without a second table as large as the first: v·(s − v) and |s − v|²
    total = vectors.sum(axis=0, dtype=float)
    among, own = vectors @ total.astype(np.float32), np.einsum("ij,ij->i", vectors, vectors)
    among, own = among.astype(float), own.astype(float)
    lengths = np.sqrt(np.maximum(total @ total - 2 * among + own, 0))
    return np.divide(among - own, lengths, out=np.zeros(len(vectors)), where=lengths > 1e-3)


def theme_ids(own, fit, criteria):
    """Return {theme number: id}, the id made of the theme's most central criterion."""
    order = np.lexsort((criteria.astype("str"), -np.round(fit, 6), own))
    first = np.flatnonzero(np.r_[True, np.diff(own[order]) != 0]) if len(own) else []
    return {-1: ALONE} | {int(own[order[at]]): OF + str(criteria[order[at]]) for at in first if own[order[at]] >= 0}


def nearest_criteria(vectors, themes, criteria, fit):
    """Return the ids of the nearest criteria of the same theme; for one on its own, the nearest of all.

    In a theme of thousands, the nearest are sought among those nearest its middle.
    """
    nearest = np.full(len(themes), "", dtype=object)
    for theme in np.unique(themes):
        rows = np.flatnonzero(themes == theme)
        among = np.arange(len(themes)) if theme == ALONE else rows
        if len(among) > _AMONG:
            among = np.sort(among[np.argsort(-fit[among], kind="stable")[:_AMONG]])
        few = min(_NEAREST, len(among) - 1)
        for start in range(0, len(rows), _BLOCK):
            part = rows[start : start + _BLOCK]
            near = np.round(vectors[part] @ vectors[among].T, 6)
            near[part[:, None] == among[None, :]] = -np.inf
            best = np.sort(np.argpartition(-near, few, axis=1)[:, :few], axis=1)
            order = np.argsort(-np.take_along_axis(near, best, axis=1), axis=1, kind="stable")
            chosen = np.take_along_axis(best, order, axis=1)
            nearest[part] = [_SEVERAL.join(criteria[among[row]]) for row in chosen]
    return nearest

"""Errors by resampling clusters, on the cube: nobody's answers are needed, and one draw serves every indicator.

Rao & Wu (1988): of the n clusters of a stratum n − 1 are drawn with replacement, and a cluster counts n/(n − 1) times
as often as it was drawn. A cluster that comes again in another wave has the same draw there. Where a wave has not all
clusters of its stratum the draws are centred within the wave and scaled, so that the variance is that of its own n;
where it has, that changes nothing.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from workbench.cube.sums import adder, numbered
from workbench.language import _
from workbench.scores.measures import ends

#: The facets whose error can be had so.
RESAMPLED = ("share", "mean", "good", "bad", "polarisation")
#: Numbers that are worked on together.
_TOGETHER = 2**19


def multipliers(cells, replicates, seed):
    """Return how often each cluster counts in each replicate, and the cluster of each cell.

    Parameters
    ----------
    cells : DataFrame
        Cells of surveys, each with its cluster.
    replicates : int
    seed : int

    Returns
    -------
    array of float32, shape (clusters in their wave, replicates)
    array of int, shape (cells,)

    Raises
    ------
    ValueError
        If a cell names no cluster, or a stratum has one cluster.

    Examples
    --------
    >>> import pandas as pd
    >>> cells = pd.DataFrame({"territory": "Valbourg", "wave": "2024", "stratum": "", "cluster": ["1", "2", "3"]})
    >>> drawn, cluster = multipliers(cells, 1000, 7)
    >>> drawn.shape, bool((abs(drawn.sum(axis=0) - 3) < 1e-6).all())
    ((3, 1000), True)
    """
    if (cells["cluster"] == "").any():
        raise ValueError("replicates: only clusters can be drawn again, and some answers name none")
    unit, units = numbered(cells, ["territory", "wave", "stratum", "cluster"])
    lasting, clusters = numbered(units, ["territory", "stratum", "cluster"])
    stratum = numbered(clusters, ["territory", "stratum"])[0]
    sizes = np.bincount(stratum)
    random = np.random.default_rng(seed)
    drawn = np.zeros((len(clusters), replicates), dtype=np.float32)
    order = np.argsort(stratum, kind="stable")
    starts = np.cumsum(sizes) - sizes
    for size in np.unique(sizes[sizes > 1]):  # a stratum of one cluster in all waves has no draw
        found = np.flatnonzero(sizes == size)
        counts = random.multinomial(size - 1, np.full(size, 1 / size), (len(found), replicates))
        places = order[(starts[found, None] + np.arange(size)).ravel()]
        drawn[places] = counts.transpose(0, 2, 1).reshape(-1, replicates) * (size / (size - 1)) - 1
    here, strata = numbered(units, ["territory", "wave", "stratum"])
    own = np.bincount(here)
    if (own < 2).any():
        row = strata[own < 2].iloc[0]
        raise ValueError(
            _("Stratum “{stratum}” of {territory}, {wave}, has only one cluster, so none can be drawn again.", **row)
        )
    drawn = drawn[lasting]
    whole, own = sizes[stratum[lasting]], own[here]
    rotating = np.flatnonzero(own < whole)
    if len(rotating):
        middle = adder(here, len(strata))(drawn)[here[rotating]] / own[rotating, None]
        scale = np.sqrt(own / (own - 1) * (whole - 1) / whole)[rotating, None]
        drawn[rotating] = scale * (drawn[rotating] - middle)
    return drawn + np.float32(1), unit


def resampled_errors(cube, by, facets, *, replicates, seed, directions):
    """Return the standard errors that resampling finds, by facet, for each indicator and domain of surveys.

    Parameters
    ----------
    cube : LevelCube
        Of surveys only.
    by : sequence of str
        Columns that make a domain, as `level_totals` numbers them.
    facets : sequence of str
        Some of `RESAMPLED`.
    replicates, seed : int
    directions : sequence of {1, -1}
        Whether the higher or the lower levels of each indicator are the better ones.

    Returns
    -------
    list of dict
        For each indicator, arrays of shape (domains,), of "share" (domains, K).

    Raises
    ------
    ValueError
        As `multipliers`.
    """
    from tqdm.auto import tqdm

    drawn, unit = multipliers(cube.cells, replicates, seed)
    domain, domains = numbered(cube.cells, by)
    order = np.argsort(domain, kind="stable")
    sizes = np.bincount(domain, minlength=len(domains))
    ends_at = np.cumsum(sizes)
    lengths = cube.indicators["levels"].to_numpy(dtype=int)
    errors = [
        {facet: np.full((len(domains), length) if facet == "share" else len(domains), np.nan) for facet in facets}
        for length in lengths
    ]

    def work(chosen):
        """Fill in the errors of some domains: their draws are gathered once for all indicators."""
        places = [order[ends_at[at] - sizes[at] : ends_at[at]] for at in chosen]
        longest = max(map(len, places))
        cells = np.zeros((len(chosen), longest), dtype=int)
        there = np.zeros(cells.shape, dtype=bool)
        for row, found in enumerate(places):
            cells[row, : len(found)], there[row, : len(found)] = found, True
        times = drawn[unit[cells]]
        for at, length in enumerate(lengths):
            weights = cube.weights[:, at, :length][cells] * there[:, :, None]
            totals = weights.transpose(0, 2, 1).astype(np.float32) @ times
            for facet, values in _figures(totals, facets, directions[at]):
                errors[at][facet][chosen] = values

    most = max(1, _TOGETHER // (replicates * max(int(sizes.max()), int(lengths.max()))))
    chunks = [np.arange(first, min(first + most, len(domains))) for first in range(0, len(domains), most)]
    with ThreadPoolExecutor(2) as pool:
        list(tqdm(pool.map(work, chunks), total=len(chunks), desc=_("Drawing clusters again"), delay=2, leave=False))
    return errors


def _figures(totals, facets, direction):
    """Yield each facet and its spread over the replicates; totals has shape (domains, K, replicates)."""
    length, better = totals.shape[1], ends(totals.shape[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        below = np.cumsum(totals, axis=1)
        below /= below[:, -1:].copy()
        low, high = below[:, better - 1], 1 - below[:, length - better - 1]
        for facet in facets:
            if facet == "share":
                yield facet, _spread(np.diff(below, axis=1, prepend=0))
            elif facet == "mean":
                yield facet, _spread(below[:, :-1].sum(axis=1))
            elif facet == "polarisation":
                yield facet, 4 / (length - 1) * _spread(np.einsum("dkr,dkr->dr", below[:, :-1], 1 - below[:, :-1]))
            else:
                yield facet, _spread(high if (facet == "good") == (direction > 0) else low)


def _spread(values):
    """Return the standard deviation over the replicates in which there was anybody."""
    if np.isfinite(values).all():
        return values.std(axis=-1, ddof=1, dtype=np.float64)
    known = np.isfinite(values)
    number = known.sum(axis=-1, keepdims=True)
    middle = np.where(known, values, 0).sum(axis=-1, keepdims=True) / number
    squares = (np.where(known, values - middle, 0) ** 2).sum(axis=-1)
    return np.sqrt(np.where(number[..., 0] > 1, squares / (number[..., 0] - 1), np.nan))

"""How far chance and method may move an index: seeded draws of both, evaluated together.

Each source is drawn by itself, so that its part can be told: `sampling` (which people, clusters or groups came),
`weights` (each a little more or less), `spacing` (what a step between situations is worth), `mean` (arithmetic or
geometric), `left_out` (one indicator, or none).
"""

from itertools import product

import numpy as np

from workbench.composite.ingredients import SPACINGS
from workbench.composite.means import up_the_tree
from workbench.language import _

#: Where an index may come out otherwise.
SOURCES = ("sampling", "weights", "spacing", "mean", "left_out")
#: What lower figures are raised to before a geometric mean, which one 0 would make 0.
FLOOR = 0.01
#: Numbers that are worked on together.
_TOGETHER = 2**22


def inputs(random, what, draws, *, spread, mean, sources):
    """Return draws of every source; what is not among `sources` stays as it is declared.

    Parameters
    ----------
    random : numpy Generator
    what : Ingredients
    draws : int
    spread : float
        By which part a weight may be more or less.
    mean : {"arithmetic", "geometric"}
        The declared one.
    sources : collection of str

    Returns
    -------
    dict of str to (tuple of) array, the draws first
    """
    count, kept = len(what.domains), what.kept
    units = [int(unit.max(initial=-1)) + 1 for _domain, unit, _moves in what.moves]
    chance = [random.standard_normal((draws, number)) for number in units]
    own = random.standard_normal((draws, count))
    df = np.where(np.isfinite(what.df) & (what.df > 0), what.df, 1e9)
    # few draws of the design say little about their own spread: Student's t, as in every other interval
    wider = np.sqrt(df / random.chisquare(df, (draws, count)))
    factors = random.uniform(1 - spread, 1 + spread, (draws, len(what.nodes.codes)))
    spacing = random.integers(0, len(SPACINGS), draws)
    geometric = random.integers(0, 2, draws) == 1
    left = random.integers(0, len(kept) + 1, draws)  # the last stands for none
    found = {
        "sampling": (*chance, own, wider), "weights": (factors,), "spacing": (spacing,), "mean": (geometric,),
        "left_out": (left,),
    }  # fmt: skip
    still = {
        "sampling": tuple(np.zeros_like(part) for part in found["sampling"]), "weights": (np.ones_like(factors),),
        "spacing": (np.zeros_like(spacing),), "mean": (np.full(draws, mean == "geometric"),),
        "left_out": (np.full(draws, len(kept)),),
    }  # fmt: skip
    usable = {name for name in sources if name != "left_out" or len(kept) > 1}
    return {name: found[name] if name in usable else still[name] for name in SOURCES}


def evaluated(drawn, what):
    """Return the figure of every node in every draw.

    Parameters
    ----------
    drawn : dict
        As `inputs` gives it.
    what : Ingredients

    Returns
    -------
    array, shape (draws, domains, nodes)
    """
    from tqdm.auto import tqdm

    shape = (len(drawn["spacing"][0]), len(what.domains), len(what.nodes.codes))
    found = np.empty(shape, dtype=float if np.prod(shape) < 2**24 else np.float32)
    size = max(1, _TOGETHER // max(1, found[0].size))
    spacing, geometric = drawn["spacing"][0], drawn["mean"][0]
    chunks = []
    for power, how in product(range(len(SPACINGS)), (False, True)):
        chosen = np.flatnonzero((spacing == power) & (geometric == how))
        chunks += [(power, how, chosen[first : first + size]) for first in range(0, len(chosen), size)]
    for power, how, some in tqdm(chunks, desc=_("Drawing chance and method"), delay=2, leave=False):
        values = np.clip(_sampled(drawn["sampling"], what, power, some), FLOOR if how else 0, 1)
        found[some] = up_the_tree(values, what.nodes, weights=_weights(drawn, what, some), geometric=how)
    return found


def declared(what, *, mean, weights=None):
    """Return the figures of every node as declared, or with other weights: array of shape (domains, nodes)."""
    weights = what.weights if weights is None else weights
    values = np.maximum(what.values[0], FLOOR) if mean == "geometric" else what.values[0]
    found = up_the_tree(values, what.nodes, weights=weights, geometric=mean == "geometric")
    found[:, [what.nodes.leaves.index(name) for name in what.lacking]] = np.nan
    return found


def _sampled(sampling, what, power, some):
    *chance, own, wider = sampling
    noise = own[some][:, :, None] * what.alone[power]
    for (domain, unit, moves), e in zip(what.moves, chance, strict=True):
        order = np.argsort(domain, kind="stable")
        cuts = np.searchsorted(domain[order], np.arange(len(what.domains) + 1))
        for place in range(len(what.domains)):
            rows = order[cuts[place] : cuts[place + 1]]
            if len(rows):
                noise[:, place] += e[np.ix_(some, unit[rows])] @ moves[power][rows]
    return what.values[power] + wider[some][:, :, None] * noise


def _weights(drawn, what, some):
    weights = what.weights * drawn["weights"][0][some]
    left = drawn["left_out"][0][some]
    out = np.flatnonzero(left < len(what.kept))
    weights[out, what.kept[left[out]]] = 0
    return weights[:, None, :]


def ranks(values, family):
    """Return the rank of each unit within its family, 1 the best, equal ones alike; the units last but none behind.

    Parameters
    ----------
    values : array, shape (..., units)
    family : array of int, shape (units,)

    Returns
    -------
    array of the same shape

    Examples
    --------
    >>> ranks(np.array([0.5, 0.7, 0.6, 0.1]), np.array([0, 0, 0, 1]))
    array([3., 1., 2., 1.])
    """
    from scipy.stats import rankdata

    found = np.full(values.shape, np.nan)
    for one in np.unique(family):
        places = np.flatnonzero(family == one)
        some = np.round(values[..., places], 12)  # what is equal but for rounding is equal
        order = rankdata(np.where(np.isnan(some), np.inf, -some), method="min", axis=-1)
        found[..., places] = np.where(np.isnan(some), np.nan, order)
    return found

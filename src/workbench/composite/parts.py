"""What an index owes to each source of uncertainty, and to each indicator."""

import numpy as np
import pandas as pd

from workbench.composite.draws import SOURCES, declared, evaluated, inputs, ranks
from workbench.composite.index import checked, families
from workbench.composite.ingredients import gathered
from workbench.composite.means import effective_weights
from workbench.language import _


def composite_sources(
    cube, tree, *, by=("territory", "wave"), statistics=None, indicators=None, mean="arithmetic", sources=SOURCES,
    spread=0.25, draws=2000, seed=2024, voices="equal", confidence=0.95, lonely="stop", finite=None,
    margins=(),
):  # fmt: skip
    """Say which part of the uncertainty of each index is chance and which part is method.

    Parameters
    ----------
    cube, tree, by, statistics, indicators, mean, sources, spread, draws, seed
    voices, confidence, lonely, finite, margins
        As in `composite_index`.

    Returns
    -------
    DataFrame
        One row a domain and source: the `by` columns, origin, source, alone (the part of the variance of the index that
        this source makes by itself), together (the part that would be gone if it were known, with what it makes
        together with others), rank_alone and rank_together (the same of its rank), all in [0, 1] and rough to a few
        hundredths; missing where "sampling" is asked for and nobody knows what chance does. What moves every index
        alike, such as the worth of a step, moves no rank. No rows where `composite_index` has none.

    Raises
    ------
    StudyProblems, ValueError
        As `composite_index`.

    References
    ----------
    First-order and total indices of Sobol', by the estimators of Jansen (1999); as for rankings Saisana, Saltelli &
    Tarantola (2005).

    Examples
    --------
    >>> from workbench.cube import cube_from_counts
    >>> counts = pd.DataFrame({
    ...     "territory": "Valbourg", "wave": "2024", "indicator": ["MOB", "AIR"] * 3, "level": [1, 1, 2, 2, 3, 3],
    ...     "count": [30, 30, 20, 20, 10, 10],
    ... })
    >>> cube = cube_from_counts(counts, pd.DataFrame({"indicator": ["MOB", "AIR"], "levels": 3}))
    >>> found = composite_sources(cube, pd.DataFrame({"code": ["MOB", "AIR"]}), sources=["sampling", "weights"])
    >>> found[["source", "alone"]].round(1).values.tolist()  # two equal figures: their weights change nothing
    [['sampling', 1.0], ['weights', 0.0]]
    """
    sources = checked(mean, sources, spread, draws)
    kinds = {"source": "str"} | dict.fromkeys(["alone", "together", "rank_alone", "rank_together"], "Float64")
    random = np.random.default_rng(seed)
    options = {"voices": voices, "confidence": confidence, "lonely": lonely, "finite": finite, "margins": margins}
    how = {"spread": spread, "mean": mean, "sources": sources}
    tables = []
    for what in _put_together(cube, tree, by=by, statistics=statistics, indicators=indicators, **options):
        one, other = (inputs(random, what, draws, **how) for _side in range(2))
        family = families(what.domains)
        first, second = (_of_whole(side, what) for side in (one, other))
        places = [ranks(side, family) for side in (first, second)]
        for source in sources:
            mixed = _of_whole({**one, source: other[source]}, what)
            parts = _parts(first, second, mixed, "") | _parts(*places, ranks(mixed, family), "rank_")
            if "sampling" in sources:  # of one person, or one cluster, nobody knows what chance does
                parts = {name: np.where(what.df > 0, part, np.nan) for name, part in parts.items()}
            tables.append(what.domains.assign(source=source, **parts).reset_index())
    return _ordered(tables, kinds, cube, by)


def _parts(first, second, mixed, prefix):
    """Return the parts of one source in the variance of each unit; `mixed` is `first` with the source of `second`."""
    spread = np.concatenate([first, second]).var(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        alone = 1 - ((second - mixed) ** 2).mean(axis=0) / (2 * spread)
        together = ((first - mixed) ** 2).mean(axis=0) / (2 * spread)
    found = {"alone": alone, "together": together}
    return {prefix + name: np.where(spread > 1e-18, np.clip(part, 0, 1), np.nan) for name, part in found.items()}


def composite_left_out(
    cube, tree, *, by=("territory", "wave"), statistics=None, indicators=None, mean="arithmetic", voices="equal",
    lonely="stop", finite=None, margins=(),
):  # fmt: skip
    """Say what each index and rank would be without each indicator.

    Parameters
    ----------
    cube, tree, by, statistics, indicators, mean, voices, lonely, finite, margins
        As in `composite_index`.

    Returns
    -------
    DataFrame
        One row a domain and indicator that counts: the `by` columns, origin, indicator, weight (of the whole),
        estimate, without, difference (without minus with), rank, rank_without, places (how many places up, or down if
        below 0), note. What stands beside the indicator takes over its weight; where nothing does, the index is this
        indicator: nothing is left without it, and note says so. No rows where `composite_index` has none.

    Raises
    ------
    StudyProblems, ValueError
        As `composite_index`.

    Examples
    --------
    >>> from workbench.cube import cube_from_counts
    >>> counts = pd.DataFrame({
    ...     "territory": "Valbourg", "wave": "2024", "indicator": ["MOB", "AIR"], "level": [1, 3], "count": 20,
    ... })
    >>> cube = cube_from_counts(counts, pd.DataFrame({"indicator": ["MOB", "AIR"], "levels": 3}))
    >>> found = composite_left_out(cube, pd.DataFrame({"code": ["MOB", "AIR"], "weight": [1, 3]}))
    >>> found[["indicator", "weight", "estimate", "without"]].values.tolist()
    [['MOB', 0.25, 0.75, 1.0], ['AIR', 0.75, 0.75, 0.0]]
    """
    checked(mean, SOURCES, 0.25, 100)
    kinds = {"indicator": "str"} | dict.fromkeys(["weight", "estimate", "without", "difference"], "Float64")
    kinds |= dict.fromkeys(["rank", "rank_without", "places"], "Int64") | {"note": "str"}
    options = {"voices": voices, "confidence": 0.95, "lonely": lonely, "finite": finite, "margins": margins}
    tables = []
    for what in _put_together(cube, tree, by=by, statistics=statistics, indicators=indicators, **options):
        plain, family = declared(what, mean=mean)[:, -1], families(what.domains)
        place, shares = ranks(plain, family), effective_weights(what.nodes, weights=what.weights)[-1]
        for leaf in what.kept[shares[what.kept] > 0]:
            weights = what.weights.copy()
            weights[leaf] = 0
            figures = declared(what, mean=mean, weights=weights)[:, -1]
            found = ranks(figures, family)
            alone = _("It is the only indicator of the index: nothing is left without it.")
            tables.append(what.domains.assign(
                indicator=what.nodes.leaves[leaf], weight=shares[leaf], estimate=plain, without=figures,
                difference=figures - plain, rank=place, rank_without=found, places=place - found,
                note=alone if np.isnan(figures).all() else "",
            ).reset_index())  # fmt: skip
    return _ordered(tables, kinds, cube, by)


def _put_together(cube, tree, **how):
    """Yield the ingredients of each origin that has an index: those whose domains have an indicator in common."""
    if len(tree) and len(cube.cells):
        yield from (what for what in gathered(cube, tree, **how) if len(what.kept))


def _of_whole(drawn, what):
    return evaluated(drawn, what)[:, :, -1]


def _ordered(tables, kinds, cube, by):
    if tables:
        table = pd.concat(tables, ignore_index=True).sort_values("index", kind="stable", ignore_index=True)
        table = table.drop(columns="index").astype(kinds)
    else:
        told = dict.fromkeys([*([by] if isinstance(by, str) else by), "origin"], "str") | kinds
        table = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in told.items()})
    table.attrs.update(cube.attrs)
    return table

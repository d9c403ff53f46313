"""The index of each domain, with the three facets beside it, its interval and its rank."""

import numpy as np
import pandas as pd

from workbench.composite.draws import SOURCES, declared, evaluated, inputs, ranks
from workbench.composite.ingredients import gathered
from workbench.composite.means import effective_weights
from workbench.composite.stages import MEANS
from workbench.cube.sums import adder, numbered
from workbench.language import _, listed, percent
from workbench.scores.members import labels
from workbench.scores.table import too_few

#: What stands beside each index.
BESIDE = ("good", "bad", "polarisation", "disparity")
_NUMBERS = ["estimate", "se", "low", "high", *BESIDE]
_WHOLE = ["depth", "n", "indicators", "rank", "rank_low", "rank_high", "ranked"]


def composite_index(
    cube, tree, *, by=("territory", "wave"), statistics=None, indicators=None, mean="arithmetic", sources=SOURCES,
    spread=0.25, draws=2000, seed=2024, voices="equal", confidence=0.95, lonely="stop", finite=None,
    margins=(),
):  # fmt: skip
    """Make one index out of many indicators, and say how far chance and method may move it and its rank.

    An index hides who is left behind. So it comes only out of the level cube, with what it hides beside it: the shares
    in good and in bad situations, polarisation and disparity of the same indicators.

    Parameters
    ----------
    cube : LevelCube
    tree : DataFrame
        One row a node of any depth: code, parent, weight (1 where none stands), direction; as `indicator_tree` returns
        it, or the table `tree`. Several tops stand under one node more, "index".
    by : str or sequence of str
        Columns of `cube.cells` that make a domain.
    statistics : DataFrame, optional
        As `statistic_scores` returns them, for the statistics in the tree; they have no sampling error.
    indicators : DataFrame, optional
        Table `indicators`, with those that nobody was asked; by default what the cube was counted with.
    mean : {"arithmetic", "geometric"}
        How what stands beside each other becomes one figure. With the geometric mean a low figure cannot be made up
        for by a high one; figures below 0.01 are raised to it.
    sources : str or sequence of str
        What may move the index: "sampling", "weights" (each between 1 − `spread` and 1 + `spread` times itself),
        "spacing" (the steps between situations, and on the scale of a statistic: equal, larger among the worse, larger
        among the better), "mean" (arithmetic or geometric), "left_out" (one indicator or none).
    spread : float
        By which part a weight may be more or less.
    draws, seed : int
        How many times all sources are drawn together, and where the draws begin.
    voices, confidence, lonely, finite, margins
        As in `score`.

    Returns
    -------
    DataFrame
        One row a domain and node, the whole first: the `by` columns, origin, node, indicator (where the node is one),
        depth (0 the whole), n (largest number of answers on one indicator), indicators (how many count), estimate (0
        the worst, 1 the best), se (of sampling alone), low and high (sampling and method together), rank among the
        domains of the same wave and origin (1 the best), rank_low, rank_high, ranked (how many), good, bad,
        polarisation, disparity, note. No rows where the tree has none, nobody was asked anything yet, or the domains of
        an origin have no indicator in common.

    Raises
    ------
    StudyProblems
        With everything that is wrong with the tree, each at its cell.
    ValueError
        As `score`; if a source or mean is none of these, or nobody answered anything.

    Notes
    -----
    An answered indicator is the mean worth of its situations, (k − 1)/(K − 1): its goalposts are the ends of its
    declared scale, the same in all waves and places. Only indicators that every domain of an origin has are put
    together, since a mean over others is another index; note names what is left out and the share of the weight that is
    there. Reference groups and surveys are never pooled.

    Sampling is drawn by clusters and reference groups (the same draw for a cluster in all its indicators and waves),
    with Student's t for few; people who are draws of their own move all indicators together, the most that can be. low
    and high are quantiles of all draws, in which everything is drawn at once.

    References
    ----------
    OECD & JRC (2008); ranks: Saisana, Saltelli & Tarantola (2005). Worth of the situations, spacings (powers 3/4 and
    4/3), spread and floor are ours; SPIRAL publishes no index.

    Examples
    --------
    >>> from workbench.cube import cube_from_counts
    >>> counts = pd.DataFrame({
    ...     "territory": ["Valbourg"] * 6 + ["Montelago"] * 6, "wave": "2024", "indicator": ["MOB", "AIR"] * 6,
    ...     "level": [1, 1, 2, 2, 3, 3] * 2, "count": [30, 10, 20, 20, 10, 30, 10, 20, 20, 20, 30, 20],
    ... })
    >>> cube = cube_from_counts(counts, pd.DataFrame({"indicator": ["MOB", "AIR"], "levels": 3}))
    >>> tree = pd.DataFrame({"code": ["MOB", "AIR"], "weight": [2, 1]})
    >>> index = composite_index(cube, tree)
    >>> shown = ["territory", "estimate", "rank", "rank_low", "rank_high"]
    >>> index.loc[index["depth"] == 0, shown].round(3).values.tolist()
    [['Montelago', 0.611, 1, 1, 2], ['Valbourg', 0.444, 2, 1, 2]]
    """
    sources = checked(mean, sources, spread, draws)
    if not len(tree) or not len(cube.cells):  # a study before its indicators
        return _empty(cube, by)
    random = np.random.default_rng(seed)
    options = {"voices": voices, "confidence": confidence, "lonely": lonely, "finite": finite, "margins": margins}
    named = labels(cube.indicators if indicators is None else indicators)
    tables = []
    for what in gathered(cube, tree, by=by, statistics=statistics, indicators=indicators, **options):
        plain = declared(what, mean=mean)
        drawn = evaluated(inputs(random, what, draws, spread=spread, mean=mean, sources=sources), what)
        if not np.isnan(plain).all():
            tables.append(_table(what, plain, drawn, mean, confidence, named, unknown="sampling" in sources))
    if not tables:
        return _empty(cube, by)
    table = pd.concat(tables, ignore_index=True)
    table = table.astype(dict.fromkeys(_NUMBERS, "Float64") | dict.fromkeys(_WHOLE, "Int64") | {"note": "str"})
    table.attrs.update(cube.attrs)
    return table


def _empty(cube, by):
    """Return the table of an index of nothing."""
    told = [*([by] if isinstance(by, str) else by), "origin", "node", "indicator", "note"]
    table = pd.DataFrame({name: pd.Series(dtype="str") for name in dict.fromkeys(told)})
    table = table.assign(**{name: pd.Series(dtype="Float64") for name in _NUMBERS})
    table = table.assign(**{name: pd.Series(dtype="Int64") for name in _WHOLE})
    table.attrs.update(cube.attrs)
    return table


def checked(mean, sources, spread, draws):
    """Return the sources as a list, or raise what is wrong with an option."""
    sources = [sources] if isinstance(sources, str) else list(sources)
    if mean not in MEANS:
        raise ValueError(f"mean: {mean!r} is none of {listed(MEANS)}")
    if unknown := [name for name in sources if name not in SOURCES]:
        raise ValueError(f"sources: {listed(unknown)} is none of {listed(SOURCES)}")
    if not 0 <= spread < 1:
        raise ValueError(f"spread: from 0 to below 1, not {spread}")
    if draws < 100:
        raise ValueError(f"draws: at least 100, and 2000 for steady ends, not {draws}")
    return sources


def families(domains):
    """Return the number of each domain's family: those that are ranked together."""
    beside = [name for name in ("wave", "origin") if name in domains]
    return numbered(domains.reset_index(drop=True), beside)[0]


def sampling_error(what, plain, mean):
    """Return the standard error that sampling alone gives every node, array of shape (domains, nodes)."""
    slopes = effective_weights(what.nodes, weights=what.weights)
    slopes = np.broadcast_to(slopes, (*plain.shape, len(what.nodes.leaves)))
    if mean == "geometric":
        leaves = plain[:, None, : len(what.nodes.leaves)]
        slopes = np.where(leaves > 0, slopes * plain[:, :, None] / np.where(leaves > 0, leaves, 1), 0)
    own = np.einsum("dnl,dl->dn", slopes, what.alone[0]) ** 2
    for domain, _unit, moves in what.moves:
        moved = np.einsum("rnl,rl->rn", slopes[domain], moves[0])
        own += adder(domain, len(plain))(moved**2) if len(domain) else 0
    return np.sqrt(own)


def _table(what, plain, drawn, mean, confidence, named, *, unknown):
    """Return the rows of one origin, the whole of each domain first."""
    edges = (0.5 - confidence / 2, 0.5 + confidence / 2)
    family = families(what.domains)
    ranked = np.bincount(family)[family]
    error = sampling_error(what, plain, mean)
    intact = effective_weights(what.nodes)
    counted = effective_weights(what.nodes, weights=what.weights) > 0
    depth = _depths(what.nodes)
    known = what.df > 0  # one group of one person, one cluster in all
    blocks = []
    for at in np.argsort(depth, kind="stable"):
        code = what.nodes.codes[at]
        if np.isnan(plain[:, at]).all():
            continue
        some = drawn[:, :, at]
        low, high = np.nanquantile(some, edges, axis=0)
        place, places = ranks(plain[:, at], family), ranks(some, family)
        first, last = np.nanquantile(places, edges, axis=0, method="inverted_cdf")
        low, high = np.minimum(low, plain[:, at]), np.maximum(high, plain[:, at])
        gone = [name for name, weight in zip(what.nodes.leaves, intact[at], strict=True)
                if weight > 0 and name in what.lacking]  # fmt: skip
        present = sum(intact[at, place] for place, name in enumerate(what.nodes.leaves) if name not in what.lacking)
        block = what.domains.assign(
            node=code, indicator=code if at < len(what.nodes.leaves) else "", depth=depth[at],
            n=_people(what, code), indicators=int(counted[at].sum()),
            estimate=plain[:, at], se=np.where(known & (code in what.beside), error[:, at], np.nan), low=low, high=high,
            rank=place, rank_low=np.minimum(first, place), rank_high=np.maximum(last, place), ranked=ranked,
            **_beside(what, code),
        )  # fmt: skip
        if unknown:
            block.loc[~known, ["low", "high", "rank_low", "rank_high"]] = np.nan
        block.loc[ranked < 2, ["rank", "rank_low", "rank_high", "ranked"]] = np.nan
        block["note"] = _notes(what, code, [named.get(name, name) for name in gone], present, known)
        blocks.append(block.assign(place_=np.arange(len(block))))
    table = pd.concat(blocks).sort_values("place_", kind="stable", ignore_index=True)
    return table.drop(columns="place_")


def _people(what, code):
    """Return the largest number of answers on one of the indicators of a node."""
    if code not in what.beside:
        return np.nan
    return np.rint(what.beside[code].persons[what.domains.index.to_numpy()])


def _beside(what, code):
    """Return the three facets of a node's answered indicators."""
    places = what.domains.index.to_numpy()
    found = {}
    for facet in BESIDE:
        figure = what.beside[code].facets[facet] if code in what.beside else None
        if figure is None:
            found[facet] = np.full(len(places), np.nan)
        else:
            few = np.zeros(len(places), dtype=bool) if figure.few is None else figure.few[places]
            found[facet] = np.where(few, np.nan, figure.estimate[places])
    return found


def _notes(what, code, gone, present, known):
    places = what.domains.index.to_numpy()
    named = listed([_("“{text}”", text=name) for name in gone])
    left = _("Without {names}: {share} of the weight is there.", names=named, share=percent(present)) if gone else ""
    found = []
    for at, place in enumerate(places):
        beside = what.beside.get(code)
        few = beside is not None and bool(beside.facets["polarisation"].few[place])
        lacking = _("Too few answers for an interval.") if not known[at] else ""
        scarce = _("Polarisation: {text}", text=too_few(beside.n_eff[place])) if few else ""
        base = what.base[at] if beside is not None else _("Of statistics alone, which have no sampling error.")
        found.append(" ".join(part for part in (base, lacking, left, scarce) if part))
    return found


def _depths(nodes):
    """Return how far below the top each node stands."""
    depth = np.zeros(len(nodes.codes), dtype=int)
    for at in range(len(nodes.codes) - 1, len(nodes.leaves) - 1, -1):
        depth[nodes.children[nodes.codes[at]]] = depth[at] + 1
    return depth

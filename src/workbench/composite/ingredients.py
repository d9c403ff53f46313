"""What an index of a level cube is made of: figures of its indicators between 0 and 1, and how chance moves them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.composite.means import effective_weights
from workbench.composite.nodes import Nodes, read_nodes
from workbench.language import _, listed
from workbench.scores.errors import level_totals, refuse_confidence, variance
from workbench.scores.facets import directions
from workbench.scores.influence import measured, moved_by, put_together, squares
from workbench.scores.members import stand_ins
from workbench.scores.table import base_notes

#: What the situations are worth between 0 and 1: ((k − 1)/(K − 1)) to this power. Equal steps; larger steps among the
#: worse situations; larger steps among the better ones.
SPACINGS = (1.0, 3 / 4, 4 / 3)
#: What several tops of a tree stand under.
WHOLE = "index"
_FACETS = ("good", "bad", "polarisation", "disparity")


@dataclass(frozen=True, eq=False)
class Ingredients:
    """The domains of one origin, and the indicators that all of them have.

    Attributes
    ----------
    domains : DataFrame
        One row a domain, its place among all domains as index.
    nodes : Nodes
    weights : array, shape (nodes,)
        0 for an indicator that is not in all domains.
    values, alone : array, shape (spacings, domains, leaves)
        Figures between 0 and 1, and the standard error that people who are draws of their own make.
    moves : list of tuple (domain, unit, moves of shape (spacings, rows, leaves))
        By how much each cluster or group moves the figures; the same unit is one draw in all domains.
    df : array, shape (domains,)
    beside : dict of str to Measured
        Of each node: good, bad, polarisation and disparity.
    base : array of str, shape (domains,)
        What the errors suppose.
    lacking : list of str
        Indicators that are left out.
    """

    domains: pd.DataFrame
    nodes: Nodes
    weights: np.ndarray
    values: np.ndarray
    alone: np.ndarray
    moves: list
    df: np.ndarray
    beside: dict
    base: np.ndarray
    lacking: list

    @property
    def kept(self):
        """The places of the indicators that count."""
        return np.flatnonzero(self.weights[: len(self.nodes.leaves)] > 0)


def gathered(cube, tree, *, by, statistics, indicators, voices, confidence, lonely, finite, margins):
    """Yield the ingredients of each origin: surveys of residents and reference groups are never pooled.

    Parameters
    ----------
    As `composite_index`.

    Yields
    ------
    Ingredients

    Raises
    ------
    StudyProblems
        With everything that is wrong with the tree.
    ValueError
        As `score`, or if statistics cannot be laid beside the domains.
    """
    refuse_confidence(confidence)
    by = [by] if isinstance(by, str) else list(by)
    by = [name for name in by if name != "origin"]
    indicators = cube.indicators if indicators is None else indicators
    better = dict(zip(cube.indicators["indicator"], directions(cube.indicators), strict=True))
    known = {*better, *indicators["indicator"], *([] if statistics is None else statistics["indicator"])}
    nodes = read_nodes(tree, known, whole=WHOLE, directions=better)
    needed = {one for name in nodes.leaves for one in stand_ins(indicators, name)}
    domains, totals = level_totals(cube, by, voices=voices, lonely=lonely, finite=finite, margins=margins)
    parts, ones, notes = {}, {}, {}
    for one, way in zip(totals, better.values(), strict=True):
        if one.indicator in needed:
            parts[one.indicator] = _spaced(one, way)
            ones[one.indicator] = measured(one, way, _FACETS, confidence=confidence)
            notes[one.indicator] = base_notes(one)
            units = one.units
    if not parts:
        raise ValueError(_("tree: nobody answered any of its indicators."))
    figures = _statistics(statistics, domains, by)
    leaves = [_leaf(name, stand_ins(indicators, name), parts, ones, figures, domains) for name in nodes.leaves]
    for origin in domains["origin"].unique():
        here = np.flatnonzero(domains["origin"] == origin)
        # a domain in which nobody answered anything keeps no indicator from the others
        here = here[np.array([leaf["persons"][here] for leaf in leaves]).sum(axis=0) > 0]
        if len(here):
            yield _of_origin(here, domains, nodes, leaves, ones, notes, units)


def _spaced(one, way):
    """Return value, variance and moves of one indicator under each spacing of its situations."""
    step = np.arange(one.levels) / (one.levels - 1)
    found = []
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = one.totals.sum(axis=1, keepdims=True)
        shares = one.totals / weight
        for power in SPACINGS:
            worth = (step if way > 0 else step[::-1]) ** power
            value = shares @ worth
            gradient = (worth - value[:, None]) / weight
            # an error that nobody can know is not 0, but it cannot be drawn; no interval is given and the note says why
            moves = [np.nan_to_num(part) for part in moved_by(one, gradient)]
            alone = variance(gradient, one.covariance) - squares(moves, one.units, len(value))
            found.append((value, np.sqrt(np.maximum(np.nan_to_num(alone), 0)), moves))
    return [np.array(values) for values in list(zip(*found, strict=True))[:2]] + [[moves for *_rest, moves in found]]


def _statistics(statistics, domains, by):
    """Return {indicator: its score in each domain}."""
    if statistics is None or not len(statistics):
        return {}
    if absent := [name for name in ("territory", "wave") if name not in by]:
        raise ValueError(_("statistics: they belong to a territory and wave; by lacks {names}.", names=listed(absent)))
    statistics = statistics.astype({"territory": "str", "wave": "str"})
    if (wrong := statistics.loc[(statistics["score"] < 0) | (statistics["score"] > 1), "indicator"]).size:
        raise ValueError(_(
            "statistics: a score lies between 0 and 1, as statistic_scores makes it; {names} has others.",
            names=listed(sorted(set(wrong))),
        ))  # fmt: skip
    place = pd.MultiIndex.from_frame(domains[["territory", "wave"]])
    return {
        name: rows.drop_duplicates(["territory", "wave"]).set_index(["territory", "wave"])["score"]
        .reindex(place).to_numpy(dtype=float, na_value=np.nan)
        for name, rows in statistics.groupby("indicator")
    }  # fmt: skip


def _leaf(name, chain, parts, ones, figures, domains):
    """Return one indicator in all domains; where it was not asked, by what it replaced."""
    count = len(domains)
    value, alone = np.full((len(SPACINGS), count), np.nan), np.zeros((len(SPACINGS), count))
    persons, df, moves, used = np.zeros(count), np.full(count, np.inf), None, []
    for one in chain:
        if one in parts:
            here = (ones[one].persons > 0) & np.isnan(value[0])
            part, chance, moved = parts[one]
            value, alone = np.where(here, part, value), np.where(here, chance, alone)
            persons, df = np.where(here, ones[one].persons, persons), np.where(here, ones[one].df, df)
            of = [domain for domain, _unit, _residual in ones[one].units]
            own = [np.array([here[d] * blocks[b] for blocks in moved]) for b, d in enumerate(of)]
            moves = own if moves is None else [before + more for before, more in zip(moves, own, strict=True)]
            used.append((one, here))
        if one in figures:
            here = np.isnan(value[0]) & ~np.isnan(figures[one])
            score = np.where(here, figures[one], 0)
            value = np.where(here, np.array([score**power for power in SPACINGS]), value)
    return {"value": value, "alone": alone, "persons": persons, "df": df, "moves": moves, "used": used}


def _of_origin(here, domains, nodes, leaves, ones, notes, units):
    values = np.stack([leaf["value"][:, here] for leaf in leaves], axis=2)
    whole = ~np.isnan(values[0]).any(axis=0)
    weights = nodes.weights.copy()
    weights[: len(leaves)][~whole] = 0
    place = np.full(len(domains), -1)
    place[here] = np.arange(len(here))
    moves = []
    for block, (domain, unit, _residual) in enumerate(units):
        rows = np.flatnonzero(place[domain] >= 0)
        told = [np.zeros((len(SPACINGS), len(rows))) if leaf["moves"] is None else leaf["moves"][block][:, rows]
                for leaf in leaves]  # fmt: skip
        moves.append((place[domain[rows]], unit[rows], np.stack(told, axis=2)))
    reach = effective_weights(nodes, weights=weights)
    beside = {}
    for at, code in enumerate(nodes.codes):
        found = [
            (ones[one], reach[at, leaf], told) for leaf in np.flatnonzero(reach[at] > 0)
            for one, told in leaves[leaf]["used"]
        ]  # fmt: skip
        if found:
            parts, shares, kept = zip(*found, strict=True)
            beside[code] = put_together(code, parts, shares, np.array(kept))
    asked = [leaf for leaf, on in zip(leaves, whole, strict=True) if on and leaf["used"]]
    base = np.full(len(here), "", dtype=object)
    for leaf in reversed(asked):
        for one, told in leaf["used"]:
            base = np.where(told[here], notes[one][here], base)
    return Ingredients(
        domains.iloc[here], nodes, weights, np.nan_to_num(values),
        np.stack([leaf["alone"][:, here] for leaf in leaves], axis=2), moves,
        np.min([leaf["df"][here] for leaf in asked], axis=0) if asked else np.full(len(here), np.inf),
        beside, base, [name for name, on in zip(nodes.leaves, whole, strict=True) if not on],
    )  # fmt: skip

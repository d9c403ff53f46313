"""What groups of each standpoint and the survey say: the mean situation of an indicator or theme, and its error."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from workbench.cube.sums import adder, numbered
from workbench.indicators.scales import indicator_label
from workbench.language import _, listed, names
from workbench.scores.errors import level_totals
from workbench.scores.facets import directions
from workbench.scores.influence import Facet, measured, put_together
from workbench.scores.members import belonging
from workbench.scores.table import base_notes

#: Within which the sources of one theme are set side by side.
PLACE = ["territory", "wave"]


@dataclass(frozen=True, eq=False)
class Topic:
    """One indicator, or the indicators of one theme, in every domain.

    Attributes
    ----------
    name : str
    parts : list of Measured
        The indicators that people answered; one where the topic is an indicator.
    weights : list of float
    labels : list of str
        What the parts are called.
    alone : bool
        Whether the topic is an indicator, on its own scale, and no theme.
    """

    name: str
    parts: list
    weights: list
    labels: list
    alone: bool = False

    @property
    def called(self):
        """What the topic is called in a sentence: an indicator by its label, a theme by its name."""
        return self.labels[0] if self.alone else self.name

    def together(self, kept=None):
        """Return the topic in every domain, made of the parts that are `kept` there (parts × domains; else all)."""
        if self.alone:
            return self.parts[0]
        answered = np.array([one.persons > 0 for one in self.parts])
        return put_together(self.name, self.parts, self.weights, answered if kept is None else answered & kept)


@dataclass(frozen=True, eq=False)
class People:
    """Who says something: one row of `domains` each (territory, wave, origin, standpoint), and the topics.

    `notes` says what the error of each domain supposes; `voices` names the groups behind each domain and indicator.
    """

    domains: pd.DataFrame
    topics: list
    notes: np.ndarray
    voices: dict


def people(cube, of, indicators, *, voices="equal", lonely="stop"):
    """Return what groups of each standpoint and the survey say of each indicator or theme.

    Parameters
    ----------
    cube : LevelCube
        Counted with `by=["standpoint"]`.
    of : str
        As in `side_by_side`.
    indicators : DataFrame
    voices, lonely
        As in `score`.

    Returns
    -------
    People
    """
    if "standpoint" not in cube.cells:
        raise ValueError("cube: it has no standpoints; count_levels(…, by=['standpoint']) splits it")
    standpoint = cube.cells["standpoint"].where(cube.cells["origin"] == "groups", "")
    cube = replace(cube, cells=cube.cells.assign(standpoint=standpoint))
    domains, totals = level_totals(cube, [*PLACE, "standpoint"], voices=voices, lonely=lonely)
    groups, place = (domains["origin"] == "groups").to_numpy(), numbered(domains, PLACE)[0]
    notes, parts = np.full(len(domains), "", dtype=object), []
    for one, better in zip(totals, directions(cube.indicators), strict=True):
        notes = np.where(notes == "", base_notes(one), notes)
        parts.append(_never_too_sure(one, measured(one, better, ["mean"]), groups, place))
    return People(domains, _topics(parts, of, indicators), notes, _voices(cube, domains))


def order(domains):
    """Return the standing of each domain: residents, professionals, institutions, other standpoints, the survey.

    >>> order(pd.DataFrame({"origin": ["survey", "groups"], "standpoint": ["", "professional"]})).tolist()
    [4, 1]
    """
    known = {name: rank for rank, name in enumerate(names("standpoint"))}
    rank = domains["standpoint"].map(known).fillna(len(known)).astype(int)
    return rank.where(domains["origin"] == "groups", len(known) + 1).to_numpy()


def _never_too_sure(one, found, groups, place):
    """Return an indicator whose groups are never surer of their mean than as many people drawn at random would be.

    As in `compare_standpoints`: how far people of a standpoint are apart is taken from all standpoints of the place.
    """
    level = np.arange(1.0, one.levels + 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = one.totals[:, : one.levels] / one.totals[:, : one.levels].sum(axis=1, keepdims=True)
    heard = groups & (one.persons > 0)
    spread = np.where(heard, np.maximum(shares @ level**2 - (shares @ level) ** 2, 0) * one.persons, 0)
    add, free = adder(place, int(place.max(initial=-1)) + 1), np.where(heard, np.maximum(one.persons - 1, 0), 0)
    whole = add(free)
    pooled = np.divide(add(spread), whole, out=np.full(len(whole), np.nan), where=whole > 0)[place]
    least = np.divide(pooled, one.n_eff, out=np.full(len(pooled), np.nan), where=one.n_eff > 0)
    mean = found.facets["mean"]
    short = heard & (least > 0) & ~(mean.variance > least)
    held = Facet(mean.estimate, np.where(short, least, mean.variance), mean.make_moves)
    return replace(found, df=np.where(short, whole[place], found.df), facets={"mean": held})


def _topics(parts, of, indicators):
    rows = {row["indicator"]: row for row in indicators.to_dict("records")}
    labels = {name: indicator_label(row, indicators.attrs.get("language", "")) for name, row in rows.items()}
    if of == "indicator":
        return [Topic(one.name, [one], [1.0], [labels.get(one.name, one.name)], True) for one in parts]
    belongs = belonging(indicators, of)
    found = {}
    for one in parts:
        name = belongs.get(one.name) or one.name  # of no theme: a topic of its own, so that nothing is lost
        weight = rows.get(one.name, {}).get("weight")
        topic = found.setdefault(name, Topic(name, [], [], []))
        topic.parts.append(one)
        topic.weights.append(1.0 if weight is None or pd.isna(weight) else float(weight))
        topic.labels.append(labels.get(one.name, one.name))
    return list(found.values())


def _voices(cube, domains):
    """Return {indicator: for each domain the groups that answered}."""
    keys = [*PLACE, "standpoint", "origin"]
    at = pd.MultiIndex.from_frame(domains[keys]).get_indexer(pd.MultiIndex.from_frame(cube.cells[keys]))
    found = {}
    for place, name in enumerate(cube.indicators["indicator"]):
        heard = cube.persons[:, place].sum(axis=1) > 0
        lists = [{} for _domain in range(len(domains))]
        for domain, group in zip(at[heard], cube.cells["group"].to_numpy()[heard], strict=True):
            if group:
                lists[domain][group] = None
        found[name] = lists
    return found


def lacking(topic, there):
    """Return, for each contrast, which parts of a topic one of its two sides lacks, as a sentence; "" where none.

    Parameters
    ----------
    topic : Topic
    there : array of bool, shape (parts, 2, contrasts)
    """
    said, short = [], there.any(axis=1) & ~there.all(axis=1)
    for column in short.T:
        left_out = [_("“{text}”", text=label) for label, out in zip(topic.labels, column, strict=True) if out]
        text = _("Only of what can be compared: without {names}.", names=listed(left_out)) if left_out else ""
        said.append(text)
    return said

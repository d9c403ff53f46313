"""Which two sources of one theme lie furthest apart, by how much, and whether that can be told apart from chance."""

from itertools import combinations

import numpy as np
import pandas as pd

from workbench.cohorts.contrasts import Links, changed
from workbench.crossing.filed import filed
from workbench.crossing.people import PLACE, lacking, order, people
from workbench.crossing.sentences import verdict
from workbench.cube.sums import numbered
from workbench.language import _, listed
from workbench.scores.errors import refuse_confidence
from workbench.scores.intervals import adjusted, critical, p_value

#: Columns of the table and how they are kept.
KINDS = {
    "territory": "str", "wave": "str", "indicator": "str", "origin": "str", "standpoint": "str", "origin_other": "str",
    "other": "str", "label": "str", "series": "str", "levels": "Int64", "n": "Int64", "n_other": "Int64",
    "estimate": "Float64", "estimate_other": "Float64", "lowest": "Float64", "highest": "Float64",
    "difference": "Float64", "se": "Float64",
    "df": "Float64", "low": "Float64", "high": "Float64", "p": "Float64", "p_adjusted": "Float64",
    "robust": "boolean", "robust_p": "Float64", "detectable": "Float64", "rank": "Int64", "direction": "str",
    "warning": "str", "verdict": "str", "source": "str",
}  # fmt: skip
_ENDS = ("lowest", "highest", "slack")


def disagreements(
    cube, *, of="theme", indicators=None, situations=None, statistics=None, evidence=None, family=PLACE, voices="equal",
    confidence=0.95, power=0.8, lonely="stop",
):  # fmt: skip
    """Return every pair of sources of one theme or indicator: how far apart they are, and whether chance may do that.

    Parameters
    ----------
    cube : LevelCube
        Counted with `by=["standpoint"]`.
    of, indicators, situations, statistics, evidence, voices, lonely
        As in `side_by_side`.
    family : sequence of str
        Pairs that agree on these columns are one family, inside which p is adjusted (Benjamini & Hochberg).
    confidence, power : float
        Of the intervals; of the smallest difference that would have been seen.

    Returns
    -------
    DataFrame
        One row a pair of two groups of people, or of people and a range (evidence, a statistic with thresholds):
        territory, wave, indicator (or what `of` names), origin and standpoint of the one, origin_other and other
        (standpoint) of the other, label (of the evidence or statistic), series (codes of the indicators compared),
        levels, n, n_other, estimate, estimate_other, lowest and highest (of a range), difference (the one minus the
        other; from a range the distance to its nearer end, 0 inside), se, df, low, high, p, p_adjusted, robust and
        robust_p (as in `compare_waves`), detectable (the smallest difference that this design would have seen), rank
        (within territory and wave: pairs told apart first, then the largest in parts of its scale), direction ("better"
        or "worse", how the one sees it; "none" where it cannot be told apart), warning, verdict in words, source.

    Raises
    ------
    ValueError
        If the cube has no standpoints, the indicators no column `of`, or the pairs no column of the family.

    Notes
    -----
    Two groups of people are compared on the indicators of the theme that both answered. Errors as in
    `compare_standpoints`, degrees of freedom by Satterthwaite: of one or two groups of a standpoint, what is told apart
    is these groups and not all who share it. Simulated where all agree: 1–3 of 100 studies hear of a disagreement,
    5–6 where groups of a standpoint differ among themselves a little (0.2 of a person’s spread), 16–21 where they
    differ much (0.4). Evidence and thresholds know whole levels: people are
    outside a range where they lie further from it than half a level and than chance would move them (ours). Neither
    has an error of its own, and two of them are not compared.

    Examples
    --------
    >>> from workbench.cube import count_levels
    >>> answers = pd.DataFrame({
    ...     "respondent": range(12), "territory": "Valbourg", "wave": "2024", "indicator": "MOB",
    ...     "group": ["Young people"] * 6 + ["Social workers"] * 6,
    ...     "standpoint": ["resident"] * 6 + ["professional"] * 6,
    ...     "level": [1, 1, 2, 2, 2, 3, 3, 4, 4, 4, 5, 5],
    ... })
    >>> cube = count_levels(answers, pd.DataFrame({"indicator": ["MOB"], "levels": [5]}), by="standpoint")
    >>> print(disagreements(cube, of="indicator")["verdict"].iloc[0])
    “MOB”: worse by 2.3 levels for residents’ groups than for professionals’ groups, between 1.4 and 3.3.
    """
    refuse_confidence(confidence)
    indicators = cube.indicators if indicators is None else indicators
    if unknown := [name for name in family if name not in KINDS]:
        raise ValueError(f"family: the pairs have no {listed(unknown)}")
    found = people(cube, of, indicators, voices=voices, lonely=lonely)
    domains = found.domains.assign(rank_=order(found.domains))
    blocks, options = [], {"confidence": confidence, "power": power}
    for topic in found.topics:
        whole = topic.together()
        for sides in _pairs(domains, whole.persons > 0):
            blocks.append(_between_people(topic, found.domains, sides, options))
    scales = {topic.name: topic.together() for topic in found.topics}
    ranges = filed(statistics, evidence, indicators, situations, of, {name: one.levels for name, one in scales.items()})
    for topic in found.topics:
        mine = [row for row in ranges if row["indicator"] == topic.name and pd.notna(row["lowest"])]
        if mine:
            blocks.append(_to_ranges(scales[topic.name], topic, found.domains, pd.DataFrame(mine), options))
    table = pd.concat([pd.DataFrame(columns=[*KINDS, "better", "topic"]), *blocks], ignore_index=True)
    table["p_adjusted"] = adjusted(table["p"].astype(float), numbered(table, list(family))[0] if len(table) else [])
    sure = (table["p_adjusted"].astype(float) < 1 - confidence) & ((table["low"] > 0) | (table["high"] < 0))
    sign = np.where(sure, np.sign(table["difference"].astype(float)) * table["better"].astype(float), 0)
    table["direction"] = np.select([sign > 0, sign < 0], ["better", "worse"], "none")
    table["verdict"] = [verdict(row, confidence) for row in table.to_dict("records")]
    apart = table["difference"].astype(float).abs() / (table["levels"].astype(float) - 1)
    table = table.assign(told_=table["direction"] == "none", apart_=-apart, topic_=pd.factorize(table["indicator"])[0])
    table = table.sort_values([*PLACE, "told_", "apart_", "topic_"], kind="stable", ignore_index=True)
    table["rank"] = table.groupby(PLACE, sort=False).cumcount() + 1
    table = _typed(table)
    table.attrs.update({**cube.attrs, "confidence": confidence})
    return table


def _typed(table):
    table = table[list(KINDS)].copy()
    for name, kind in KINDS.items():
        column = table[name].astype(object)
        table[name] = column.where(column.notna(), "" if kind == "str" else pd.NA).astype(kind)
    return table


def _pairs(domains, told):
    """Yield the pairs of one kind of people with another: an array (2, places), the one compared with in front."""
    here = domains[told]
    kinds = here.drop_duplicates(["rank_", "origin", "standpoint"]).sort_values("rank_", kind="stable")
    kinds = list(zip(kinds["origin"], kinds["standpoint"], strict=True))
    place = {
        kind: dict(zip(zip(rows["territory"], rows["wave"], strict=True), rows.index, strict=True))
        for kind, rows in here.groupby(["origin", "standpoint"])
    }
    for one, other in combinations(kinds, 2):
        both = [key for key in place[one] if key in place[other]]
        if both:
            yield np.array([[place[other][key] for key in both], [place[one][key] for key in both]])


def _between_people(topic, domains, sides, options):
    """Return the contrasts of two kinds of people on one topic, on what both answered."""
    there = np.array([[part.persons[side] > 0 for side in sides] for part in topic.parts])
    kept = np.zeros((len(topic.parts), len(domains)), dtype=bool)
    for side in sides:
        kept[:, side] = there.all(axis=1)
    one = topic.together(kept)
    table = changed(one, Links(one.units, sides, len(domains)), **options).set_index("key")
    said = np.array(lacking(topic, there), dtype=object)[table.index]
    names, told = np.array([part.name for part in topic.parts], dtype=object), there.all(axis=1)
    series = ["; ".join(names[column]) for column in told[:, table.index].T]
    other, own = (domains.iloc[side[table.index]].reset_index(drop=True) for side in sides)
    table = table.reset_index(drop=True)
    return own[[*PLACE, "origin", "standpoint"]].assign(
        indicator=topic.name, origin_other=other["origin"], other=other["standpoint"], series=series, levels=one.levels,
        n=table["n_to"], n_other=table["n_from"], estimate=table["estimate_to"], estimate_other=table["estimate_from"],
        **{name: table[name] for name in ("difference", "se", "df", "low", "high", "p", "detectable", "better")},
        robust=table["robust"].map({0.0: False, 1.0: True}), robust_p=table["robust_p"], warning=said,
        topic=topic.called,
    )  # fmt: skip


def _to_ranges(one, topic, domains, ranges, options):
    """Return how far people are from the ranges of levels of their territory and wave, on one topic."""
    here = domains.assign(domain_=np.arange(len(domains)))[one.persons > 0]
    met = ranges.drop(columns="origin").assign(origin_other=ranges["origin"]).merge(here, on=PLACE)
    places, (lowest, highest, slack) = met["domain_"], (met[name].astype(float) for name in _ENDS)
    mean, df = one.facets["mean"], one.df[places]
    estimate, se = mean.estimate[places], np.sqrt(mean.variance[places])

    def distance(values):
        return np.where(values < lowest, values - lowest, np.where(values > highest, values - highest, 0.0))

    reach, gap = critical(df, options["confidence"]) * se, distance(estimate)
    asked = {part.name for part in topic.parts}
    elsewhere = [not asked & set(series.split("; ")) for series in met["series"]]
    told = [
        _("“{label}” is not what people were asked, but of the same theme.", label=label) if other else ""
        for label, other in zip(met["label"], elsewhere, strict=True)
    ]
    return met[[*PLACE, "origin", "standpoint", "origin_other", "label", "source"]].assign(
        indicator=topic.name, other="", series=_answered(topic, places), levels=one.levels,
        n=np.rint(one.persons[places]), estimate=estimate,
        lowest=lowest, highest=highest, difference=gap, se=se, df=df, low=distance(np.maximum(estimate - reach, 1)),
        high=distance(np.minimum(estimate + reach, one.levels)), better=one.better, warning=told, topic=topic.called,
        p=p_value(np.maximum(np.abs(gap) - slack, 0), se, df),
    )  # fmt: skip


def _answered(topic, places):
    """Return the codes of the indicators of a topic that stand behind each of these domains."""
    return ["; ".join(part.name for part in topic.parts if part.persons[place] > 0) for place in places]

"""What each source says of one theme or indicator, side by side."""

import numpy as np
import pandas as pd

from workbench.crossing.filed import filed
from workbench.crossing.people import PLACE, order, people
from workbench.language import _, listed
from workbench.scores.errors import refuse_confidence
from workbench.scores.intervals import logit_interval

#: Columns of the table and how they are kept.
KINDS = {
    "territory": "str", "wave": "str", "indicator": "str", "origin": "str", "standpoint": "str", "label": "str",
    "series": "str", "facet": "str", "levels": "Int64", "n": "Int64", "n_eff": "Float64", "groups": "Int64",
    "pieces": "Int64", "estimate": "Float64", "se": "Float64", "df": "Float64", "low": "Float64", "high": "Float64",
    "lowest": "Float64", "highest": "Float64", "value": "Float64", "unit": "str", "direction": "str",
    "change": "Float64", "since": "str", "year": "Int64", "publisher": "str", "note": "str", "source": "str",
}  # fmt: skip
_ORIGINS = ("groups", "survey", "statistic", "evidence")


def side_by_side(
    cube, *, of="theme", indicators=None, situations=None, statistics=None, evidence=None, voices="equal",
    confidence=0.95, lonely="stop",
):  # fmt: skip
    """Return what each source says of each theme or indicator, by territory and wave: nothing is pooled.

    Residents', professionals' and institutions' groups, the residents' survey, statistics and filed evidence are one
    row each. Groups speak with equal voices and a survey with its weights, so even residents' groups and the residents'
    survey stay two rows.

    Parameters
    ----------
    cube : LevelCube
        Counted with `by=["standpoint"]`.
    of : str
        What a row is about: "indicator"; or "theme", "dimension" or another text column of the indicators, whose
        indicators are put together as in `compare_waves`. An indicator that names none stands by itself.
    indicators, situations, statistics, evidence : DataFrame, optional
        The tables of these names; by default the indicators that the cube was counted with, and no statistics or
        evidence.
    voices, lonely
        As in `score`.
    confidence : float
        Confidence of the intervals.

    Returns
    -------
    DataFrame
        One row a source: territory, wave, indicator (or what `of` names), origin ("groups", "survey", "statistic",
        "evidence"), standpoint (of groups), label and series (the indicators behind it and their codes), facet
        ("mean"), levels (K). People: n, n_eff, groups, estimate (mean situation), se, df, low, high. Evidence:
        pieces, lowest and highest (levels; a range, never a mean). A statistic: value, unit, direction, change (from
        the territory's figure before, in the wave `since`), year, publisher, and lowest = highest only where the group
        set thresholds. note says what an error supposes or why a place is missing; source the cells, or the groups.

    Raises
    ------
    ValueError
        If the cube has no standpoints, or the indicators no column `of`.

    Notes
    -----
    On the scale of a theme, 1 is the worst; other scales are stretched to the commonest one of its indicators. Evidence
    on several indicators of a theme: the range in which their mean must lie. All ours.

    Examples
    --------
    >>> from workbench.cube import count_levels
    >>> from workbench.tables import frame
    >>> answers = pd.DataFrame({
    ...     "respondent": range(12), "territory": "Valbourg", "wave": "2024", "indicator": "MOB",
    ...     "group": ["Young people"] * 6 + ["Social workers"] * 6,
    ...     "standpoint": ["resident"] * 6 + ["professional"] * 6,
    ...     "level": [1, 1, 2, 2, 2, 3, 3, 4, 4, 4, 5, 5],
    ... })
    >>> scale = frame("indicators", [{"indicator": "MOB", "levels": 5, "lowest": 1, "direction": "up"}])
    >>> filed = frame("evidence", [{"territory": "Valbourg", "wave": "2024", "indicator": "MOB", "level": k,
    ...                             "evidence_kind": "expert"} for k in (3, 4)])
    >>> views = side_by_side(count_levels(answers, scale, by="standpoint"), of="indicator", evidence=filed)
    >>> views[["origin", "standpoint", "n", "estimate", "lowest", "highest"]].round(2)
         origin    standpoint     n  estimate  lowest  highest
    0    groups      resident     6      1.83    <NA>     <NA>
    1    groups  professional     6      4.17    <NA>     <NA>
    2  evidence                <NA>      <NA>     3.0      4.0
    """
    refuse_confidence(confidence)
    indicators = cube.indicators if indicators is None else indicators
    found = people(cube, of, indicators, voices=voices, lonely=lonely)
    blocks, scales = [], {}
    for topic in found.topics:
        one = topic.together()
        scales[topic.name] = one.levels
        blocks.append(_of_people(topic, one, found, confidence))
    rows = filed(statistics, evidence, indicators, situations, of, scales)
    for row in rows:
        if row["origin"] == "statistic" and pd.isna(row["lowest"]):
            row["note"] = _("The group set no thresholds: a figure beside the situations, not a situation.")
    table = pd.concat([*blocks, pd.DataFrame(rows)], ignore_index=True).reindex(columns=list(KINDS))
    texts = [name for name, kind in KINDS.items() if kind == "str"]
    table[texts] = table[texts].astype(object).where(table[texts].notna(), "")
    table["facet"] = "mean"
    table = table.astype(KINDS)
    places = {name: place for place, name in enumerate(dict.fromkeys([*scales, *table["indicator"]]))}
    table = table.assign(
        topic_=table["indicator"].map(places), origin_=table["origin"].map({o: k for k, o in enumerate(_ORIGINS)}),
        standing_=order(table),
    )  # fmt: skip
    table = table.sort_values([*PLACE, "topic_", "origin_", "standing_", "label"], kind="stable", ignore_index=True)
    table = table[list(KINDS)]
    table.attrs.update({**cube.attrs, "confidence": confidence})
    return table


def _of_people(topic, one, found, confidence):
    """Return the rows of those who answered something of a topic."""
    kept = np.flatnonzero(one.persons > 0)
    mean = one.facets["mean"]
    se = np.sqrt(mean.variance)
    low, high = logit_interval(mean.estimate, se, one.df, low=1, high=one.levels, confidence=confidence)
    domains, rows = found.domains.to_dict("records"), []
    for domain in kept:
        answered = [
            (part, label) for part, label in zip(topic.parts, topic.labels, strict=True) if part.persons[domain]
        ]
        groups = list(dict.fromkeys(group for part, _label in answered for group in found.voices[part.name][domain]))
        note = found.notes[domain]
        if np.isnan(low[domain]):
            note = _("Too few answers for an interval.")
        rows.append({
            **domains[domain], "indicator": topic.name,
            "label": listed([label for _part, label in answered]),
            "series": "; ".join(part.name for part, _label in answered), "levels": one.levels,
            "n": int(np.rint(one.persons[domain])), "n_eff": one.n_eff[domain],
            "groups": len(groups) if domains[domain]["origin"] == "groups" else None,
            "estimate": mean.estimate[domain], "se": se[domain], "df": one.df[domain], "low": low[domain],
            "high": high[domain], "note": note, "source": "; ".join(groups),
        })  # fmt: skip
    return pd.DataFrame(rows)

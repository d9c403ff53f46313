"""Three waves or more in one line: the slope, and whether a straight line is a fair way to say it."""

import numpy as np
import pandas as pd

from workbench.cohorts.comparable import breaks, in_order
from workbench.cohorts.contrasts import CHANGES, Links, weighed
from workbench.cohorts.parts import measures
from workbench.cube.sums import numbered
from workbench.language import N_, _, listed, number
from workbench.scores.errors import level_totals
from workbench.scores.intervals import adjusted, critical, p_value

_TEXTS = ("warning", "verdict")
_FIGURES = ["slope", "se", "df", "low", "high", "p", "p_adjusted", "bend_p"]


def wave_trends(
    cube, *, by=("territory",), facets=("mean",), of="indicator", tree=None, waves=None, indicators=None,
    family=("territory", "origin", "facet"), voices="equal", confidence=0.95, lonely="stop", margins=(),
):  # fmt: skip
    """Put three waves or more into one line: how much it rises or falls a year, and whether it bends.

    Parameters
    ----------
    cube : LevelCube
    by, facets, of, tree, waves, indicators, family, voices, confidence, lonely, margins
        As in `compare_waves`.

    Returns
    -------
    DataFrame
        One row a facet and domain with answers in three waves or more: the `by` columns, origin, indicator (or `of`),
        facet, from, to, waves (how many), per ("year" where waves are years, else "wave"), slope (a year or a wave),
        se, df, low, high, p, p_adjusted, bend_p (p of the test that the line is straight), direction ("up" better,
        "down" worse, "none"), warning and verdict.

    Raises
    ------
    ValueError
        As `compare_waves`.

    Notes
    -----
    The slope is the least-squares line through the waves, each counting the same; its error has the covariance of
    clusters and groups that came again. The test of straightness looks for one bend (the quadratic contrast), with
    three waves the only way not to be straight; with more, it does not see every zigzag. A line across a break in the
    way of asking carries its warning.

    Examples
    --------
    >>> from workbench.cube import cube_from_counts
    >>> counts = pd.DataFrame({
    ...     "territory": "Basel", "wave": ["2015"] * 4 + ["2019"] * 4 + ["2023"] * 4, "indicator": "HOME",
    ...     "level": [1, 2, 3, 4] * 3, "count": [30, 90, 440, 440, 20, 70, 415, 495, 10, 50, 390, 550],
    ... })
    >>> cube = cube_from_counts(counts, pd.DataFrame({"indicator": ["HOME"], "levels": [4]}))
    >>> print(wave_trends(cube)["verdict"].iloc[0])
    Better from 2015 to 2023: +0.02 levels a year, between 0.02 and 0.03, in a straight line as far as can be told.
    """
    by, facets, family = ([one] if isinstance(one, str) else list(one) for one in (by, facets, family))
    by = [name for name in by if name not in ("wave", "origin")]
    if unknown := [facet for facet in facets if facet not in CHANGES]:
        raise ValueError(f"facets: {listed(unknown)} is none of {listed(CHANGES)}")
    known = [*by, "origin", of, "facet", "from", "to", "waves", "per", *_FIGURES, "direction", *_TEXTS]
    family = [of if name == "indicator" else name for name in family]
    if unknown := [name for name in family if name not in known]:
        raise ValueError(f"family: the trends have no {listed(unknown)}")
    order = in_order(cube.cells["wave"])
    if len(order) < 3:
        return pd.DataFrame(columns=known)
    time, per = _times(order)
    domains, totals = level_totals(cube, [*by, "wave"], voices=voices, lonely=lonely, margins=margins)
    key, keys = numbered(domains, [*by, "origin"])
    places = np.full((len(order), len(keys)), -1)
    places[domains["wave"].map(order.index).to_numpy(), key] = np.arange(len(domains))
    links, blocks = None, []
    indicators = cube.indicators if indicators is None else indicators
    for one, left_out in measures(cube, totals, facets, of, indicators, places, tree=tree, confidence=confidence):
        links = links or Links(one.units, places, len(domains))
        for facet, figure in one.facets.items():
            block = _lines(figure, one, links, time, confidence)
            better = CHANGES[facet] or one.better
            there = block["there"].T
            blocks.append(pd.DataFrame(
                {name: values for name, values in block.items() if name != "there"} | {
                    "key": np.arange(len(keys)), of: one.name, "facet": facet, "better": better, "per": per,
                    "from": [order[np.argmax(row)] for row in there],
                    "to": [order[len(order) - 1 - np.argmax(row[::-1])] for row in there],
                    "left_out": left_out,
                })[there.sum(axis=1) >= 3])  # fmt: skip
    table = pd.concat(blocks, ignore_index=True).sort_values("key", kind="stable", ignore_index=True)
    table = keys.iloc[table["key"]].reset_index(drop=True).join(table)
    return _said(table, known, family, waves, confidence, cube.attrs)


def _times(order):
    numbers = pd.to_numeric(pd.Series(order), errors="coerce")
    if numbers.isna().any():
        return np.arange(float(len(order))), "wave"
    return numbers.to_numpy(dtype=float), "year"


def _lines(figure, one, links, time, confidence):
    """Return slope, error, interval and the test of straightness of each contrast, over the waves it has."""
    values = np.array([links.at(figure.estimate, side) for side in range(len(time))])
    people = np.array([links.at(one.persons, side) for side in range(len(time))])
    there = ~np.isnan(values) & (people > 0)
    if figure.few is not None:
        there &= np.array([links.at(figure.few, side) for side in range(len(time))]) != 1
    count = np.maximum(there.sum(axis=0), 1)
    away = np.where(there, time[:, None] - (there * time[:, None]).sum(axis=0) / count, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = np.nan_to_num(away / (away**2).sum(axis=0))
        bend = np.where(there, away**2 - (away**2).sum(axis=0) / count, 0)
        bend -= away * (away * bend).sum(axis=0) / (away**2).sum(axis=0)
    bend = np.nan_to_num(bend)
    estimate, se, df = weighed(figure, links, slope, one.df)
    reach, bent = critical(df, confidence) * se, p_value(*weighed(figure, links, bend, one.df))
    return {
        "there": there, "waves": there.sum(axis=0), "slope": estimate, "se": se, "df": df, "low": estimate - reach,
        "high": estimate + reach, "p": p_value(estimate, se, df), "bend_p": bent,
    }  # fmt: skip


def _said(table, known, family, waves, confidence, attrs):
    families = numbered(table, family)[0] if family and len(table) else np.zeros(len(table), dtype=int)
    table["p_adjusted"] = adjusted(table["p"], families)
    sign = np.where(table["p_adjusted"] < 1 - confidence, np.sign(table["slope"]) * table["better"], 0)
    table["direction"] = np.select([sign > 0, sign < 0], ["up", "down"], "none")
    place = table["territory"] if "territory" in table else [""] * len(table)
    group = table["group"] if "group" in table else [""] * len(table)
    of = table["indicator"] if "indicator" in table else [""] * len(table)
    table["warning"] = [
        " ".join([*([left] if left else []), *breaks(waves, first, last, where, what, who)])
        for left, first, last, where, what, who
        in zip(table["left_out"], table["from"], table["to"], place, of, group, strict=True)
    ]  # fmt: skip
    table["verdict"] = [_verdict(row, confidence) for row in table.to_dict("records")]
    table = table[known].astype(dict.fromkeys(_FIGURES, "Float64") | {"waves": "Int64"} | dict.fromkeys(_TEXTS, "str"))
    table.attrs.update(attrs)
    return table


def _verdict(row, confidence):
    digits, scale = {"mean": (2, 1), "polarisation": (3, 1)}.get(row["facet"], (1, 100))
    shown = {
        name: number(round(float(row[name]) * scale, digits) + 0.0, digits, signed=name == "slope")
        for name in ("slope", "low", "high") if pd.notna(row[name])
    } | {"from_": row["from"], "to": row["to"], "waves": number(int(row["waves"]))}  # fmt: skip
    if pd.isna(row["p"]):
        said = _("The answers are too few or too much alike to tell a trend from chance.")
    elif row["direction"] == "none":
        said = _("No trend can be told apart from chance over {waves} waves, {from_} to {to}.", **shown)
    else:
        unit = {"mean": _("levels"), "polarisation": _("on the index")}.get(row["facet"], _("points"))
        per = _("a year") if row["per"] == "year" else _("a wave")
        better, worse = (
            N_("Better from {from_} to {to}: {slope} {unit} {per}, between {low} and {high}"),
            N_("Worse from {from_} to {to}: {slope} {unit} {per}, between {low} and {high}"),
        )
        message = better if row["direction"] == "up" else worse
        said = _(message, unit=unit, per=per, **shown)
    if pd.notna(row["bend_p"]) and row["bend_p"] < 1 - confidence:
        said = said.rstrip(".") + ". " + _("It is no straight line: look at the waves two by two.")
    elif pd.notna(row["p"]) and row["direction"] != "none":
        said += _(", in a straight line as far as can be told.")
    return f"{said} {row['warning']}".strip()

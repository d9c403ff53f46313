"""Statistics as indicators: a series put between two goalposts, and into levels where the group set thresholds."""

import numpy as np
import pandas as pd

from workbench.language import _, listed, ngettext, number
from workbench.tables import empty


def statistic_scores(statistics, indicators, situations=None):
    """Return each figure on a common scale from 0 (worst) to 1 (best), and its level where the group set thresholds.

    The score is (value − lower goalpost) / (upper goalpost − lower goalpost), and 1 minus that where lower is
    better. The goalposts are the same for all waves and territories: those that the indicator declares, else the
    lowest and highest value in the whole series. A minimum and maximum of each wave would hide every change that all
    share, so it is refused: no score for figures of one wave out of several without declared goalposts.

    Parameters
    ----------
    statistics : DataFrame
        Table `statistics`, all waves and territories together.
    indicators : DataFrame
        Table `indicators`: `direction`, `floor`, `ceiling`, `lowest`.
    situations : DataFrame, optional
        Table `situations`: `threshold`, the value from which a level holds (down from it where lower is better). The
        lowest level needs none.

    Returns
    -------
    DataFrame
        One row a figure, in the order given: territory, wave, indicator, value, unit, year, publisher, direction,
        floor, ceiling, `goalposts` ("declared", "observed", "mixed", or "refused"), `score` in [0, 1], `level` 1..K
        (NA without thresholds), `note` in words (what was assumed, why a score is missing), source.

    Raises
    ------
    ValueError
        If a figure belongs to an indicator that `indicators` does not hold.

    References
    ----------
    IWEPS, Indicateur de conditions de bien-être (ICBE), 2014 and 2015: min–max, ill-being as 1 − x. Levels by
    threshold: ours.

    Examples
    --------
    >>> from workbench.tables import frame
    >>> figures = [{"indicator": "JOBLESS", "wave": wave, "value": x} for wave, x in [("2021", 12), ("2024", 9)]]
    >>> declared = [{"indicator": "JOBLESS", "direction": "down", "floor": 0, "ceiling": 20}]
    >>> statistic_scores(frame("statistics", figures), frame("indicators", declared))[["wave", "value", "score"]]
       wave  value  score
    0  2021   12.0    0.4
    1  2024    9.0   0.55
    """
    situations = empty("situations") if situations is None else situations
    unknown = sorted(set(statistics["indicator"]) - set(indicators["indicator"]))
    if unknown:
        raise ValueError(f"statistics: the indicators have no {unknown[0]!r}")
    told = ["territory", "wave", "indicator", "value", "unit", "year", "publisher"]
    others = set(statistics.attrs.get("wave", ())) - set(statistics["wave"])
    computed = ["direction", "floor", "ceiling", "goalposts", "score", "level", "note"]
    declared = indicators.set_index("indicator")[["direction", "floor", "ceiling"]]
    scales = _threshold_scales(situations, indicators)
    placed = [
        _placed(series, declared.loc[name], scales.get(name), others)
        for name, series in statistics[[*told, "source"]].reset_index(drop=True).groupby("indicator")
    ]
    table = (
        pd.concat(placed).sort_index() if placed else empty("statistics").reindex(columns=[*told, *computed, "source"])
    )
    numbers = {"floor": "Float64", "ceiling": "Float64", "score": "Float64", "level": "Int64"}
    table = table.astype({name: numbers.get(name, "str") for name in computed})[[*told, *computed, "source"]]
    table.attrs.update(statistics.attrs)
    return table


def statistic_index(scores, *, tree=None):
    """Return the index of each territory and wave: the mean of the scores of its statistics.

    Only statistics that every territory and wave has are put together; what is left out is said, since a mean over
    other statistics is another index.

    Parameters
    ----------
    scores : DataFrame
        As `statistic_scores` returns them: territory, wave, indicator, score in [0, 1], 1 the best.
    tree : DataFrame, optional
        As `indicator_tree` returns it: weights by `share`. Without it each statistic counts the same.

    Returns
    -------
    DataFrame
        One row per territory and wave: territory, wave, statistics (how many went in), index in [0, 1] (NA where none
        did), note (what was left out).

    References
    ----------
    IWEPS, ICBE: simple mean of 60 indicators between 0 and 1, those of ill-being as 1 − x. Weights: ours, on request.

    Examples
    --------
    >>> scores = pd.DataFrame({"indicator": ["GREEN", "JOBLESS"], "score": [0.4, 0.7]})
    >>> scores = scores.assign(territory="V", wave="2024")
    >>> statistic_index(scores)["index"].round(3).tolist()
    [0.55]
    """
    wide = scores.pivot_table(index=["territory", "wave"], columns="indicator", values="score", aggfunc="first")
    wide = wide.astype(float).reindex(pd.MultiIndex.from_frame(scores[["territory", "wave"]].drop_duplicates()))
    names = list(dict.fromkeys(scores["indicator"]))
    kept = [name for name in names if name in wide and wide[name].notna().all()]
    weights = pd.Series(1.0, index=kept)
    if tree is not None:
        shares = tree.drop_duplicates("code").set_index("code")["share"].astype(float)
        weights = shares.reindex(kept).fillna(0.0)
        kept = [name for name in kept if weights[name] > 0]
        weights = weights[kept]
    left = [name for name in names if name not in kept]
    index = wide[kept].to_numpy() @ (weights / weights.sum()).to_numpy() if kept else np.full(len(wide), np.nan)
    note = ""
    if left:
        note = _("Left out, since not every place and wave has it with a weight: {names}.", names=listed(left))
    table = wide.index.to_frame(index=False).assign(statistics=len(kept), index=index, note=note)
    kinds = {"territory": "str", "wave": "str", "statistics": "Int64", "index": "Float64", "note": "str"}
    table = table.astype(kinds)
    table.attrs.update(scores.attrs)
    return table


def _placed(series, declared, scale, others):
    """Return the figures of one indicator with their goalposts, score, level and note; `others`: waves left out."""
    value, direction = series["value"], declared["direction"]
    seen = {"floor": value.min(), "ceiling": value.max()}
    floor, ceiling = (seen[post] if pd.isna(declared[post]) else declared[post] for post in ("floor", "ceiling"))
    number_declared = declared[["floor", "ceiling"]].notna().sum()
    by_wave = bool(others) and series["wave"].nunique() == 1 and number_declared < 2
    apart = not pd.isna(floor) and not pd.isna(ceiling) and ceiling > floor
    usable = not by_wave and direction in ("up", "down") and apart
    score = (value - floor) / (ceiling - floor) if usable else value * np.nan
    series = series.assign(
        direction=direction,
        floor=floor,
        ceiling=ceiling,
        goalposts=("observed", "mixed", "declared")[number_declared],
        score=(1 - score if direction == "down" else score).clip(0, 1),
        level=_levels(value, direction, scale),
    )
    if direction not in ("up", "down"):
        return series.assign(note=_("The study does not say whether higher or lower is better: no score."))
    if by_wave:
        return series.assign(goalposts="refused", note=_(
            "No score: without declared goalposts this would be the minimum and maximum of {wave} alone, and a "
            "change that "
            "all places share would vanish. Declare goalposts for all waves, or give the figures of all waves "
            "together.",
            wave=series["wave"].iloc[0],
        ))  # fmt: skip
    if not usable:
        return series.assign(note=_("The upper goalpost is not above the lower one: no score."))
    common = _goalposts_note(series)
    if scale is not None and not _in_order(scale, direction):
        common += " " + _("The thresholds do not run in one direction: no level.")
    notes = pd.Series(common.strip(), index=series.index)
    notes[(value < floor) | (value > ceiling)] += " " + _(
        "The figure lies beyond the goalposts: the score stops there."
    )
    if scale is not None and _in_order(scale, direction):
        below = series["level"].isna() & value.notna()
        notes[below] += " " + _("The figure lies below the threshold of the lowest level: no level.")
    return series.assign(note=notes.str.strip().where(value.notna(), _("There is no figure.")))


def _threshold_scales(situations, indicators):
    """Return {indicator: its levels 1..K that have a threshold}; the study numbers them from `lowest`."""
    first = indicators.set_index("indicator")["lowest"].fillna(1)
    steps = situations.dropna(subset="threshold")
    steps = steps.assign(level=steps["level"] - steps["indicator"].map(first).astype("Float64").fillna(1) + 1)
    return dict(iter(steps.groupby("indicator")))


def _levels(value, direction, scale):
    """Return the highest level whose threshold each value has reached; NA where the thresholds do not tell."""
    none = pd.array([pd.NA] * len(value), dtype="Int64")
    if scale is None or direction not in ("up", "down") or not _in_order(scale, direction):
        return none
    sign = 1 if direction == "up" else -1
    scale = scale.sort_values("level")
    steps = scale["level"].tolist()
    reached = np.searchsorted(sign * scale["threshold"].astype(float), sign * value.astype(float), side="right")
    below = pd.NA if 1 in steps else 1  # the lowest level needs no threshold
    none[:] = [[below, *steps][place] for place in reached]
    none[value.isna().to_numpy()] = pd.NA
    return none


def _in_order(scale, direction):
    steps = scale.sort_values("level")["threshold"].astype(float).diff().dropna()
    return bool((steps > 0).all() if direction == "up" else (steps < 0).all())


def _goalposts_note(series):
    kind, posts = series["goalposts"].iloc[0], series[["floor", "ceiling"]].iloc[0]
    told = {post: number(value) for post, value in posts.items()}
    if kind == "declared":
        return ""
    if kind == "mixed":
        return _("One goalpost is declared, the other is taken from the figures: {floor} and {ceiling}.", **told)
    return _(
        "The goalposts {floor} and {ceiling} are the lowest and highest figures seen ({territories}, {waves}): "
        "a new figure beyond them changes every score.",
        territories=ngettext("{n} territory", "{n} territories", series["territory"].nunique()),
        waves=ngettext("{n} wave", "{n} waves", series["wave"].nunique()),
        **told,
    )

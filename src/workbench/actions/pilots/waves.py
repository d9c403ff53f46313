"""The pilot wave by wave: after its start, and before it, where nothing should be seen."""

import numpy as np
import pandas as pd

from workbench.actions.pilots.contrast import effect_of
from workbench.actions.pilots.estimates import prepared
from workbench.actions.pilots.wording import about_wave, left_out
from workbench.cohorts.contrasts import CHANGES, smallest_change
from workbench.language import listed
from workbench.scores.intervals import critical

_TEXTS = [
    "pilot", "label", "territory", "origin", "indicator", "facet", "kind", "from", "wave", "compared_with", "basis",
    "verdict", "note",
]  # fmt: skip
_COUNTS = ["shift", "levels", "pilots", "comparisons", "fewest", "better"]
_FIGURES = [
    "effect", "low", "high", "p", "p_adjusted", "detectable", "se_sampling", "low_sampling", "high_sampling",
    "p_randomised", "smallest_p", "placings",
]  # fmt: skip
_COLUMNS = [
    *_TEXTS[:7], "shift", *_TEXTS[7:10], "levels", "pilots", "comparisons", "fewest", "better", *_FIGURES[:6],
    "basis",
    *_FIGURES[6:], "verdict", "note",
]  # fmt: skip


def pilot_waves(
    cube, actions, *, facet="mean", together="label", weights=None, drift_among="all", waves=None, comparable=None,
    voices="equal", confidence=0.95, power=0.8, lonely="stop",
):  # fmt: skip
    """Follow each pilot wave by wave, beside its comparison territories, from the last wave before its start.

    After the start this is its effect, as it builds up or fades. Before the start nothing should be seen: where the
    pilot's territories already moved otherwise, a later difference is not the pilot's doing. What the earlier waves
    could have shown is said too: with few people, "no difference seen" is no proof that there was none.

    Parameters
    ----------
    cube, actions, together, weights, drift_among, waves, comparable, voices, confidence, lonely
        As in `estimate_pilots`.
    facet : str
        mean, good, bad, polarisation or disparity.
    power : float
        Of the smallest difference that would have been seen.

    Returns
    -------
    DataFrame
        One row per pilot × origin × indicator that it was to move × wave: pilot, label, territory, origin, indicator,
        facet, kind ("earlier", "base": the last wave before the start, 0 by definition, "after"), shift (waves since
        the start: 0 the first one), from (the base), wave, compared_with, levels, pilots, comparisons, fewest, better,
        effect, low, high, p, p_adjusted (earlier waves only: Holm over those of one pilot and indicator), detectable
        (the smallest difference that this wave would have shown as often as `power`; on the basis "territories",
        about), basis and the rest as in `estimate_pilots`, verdict, note.

    Raises
    ------
    ValueError
        As `estimate_pilots`.

    Notes
    -----
    A pilot that several territories began in different waves is put together by the time since its start, from those
    that have that wave (Callaway & Sant'Anna 2021; all against the last wave before the start).

    Examples
    --------
    >>> from workbench.cube import cube_from_counts
    >>> from workbench.tables import frame
    >>> rows = {("Valbourg", "2024"): [10, 30, 60]}
    >>> counts = pd.DataFrame([
    ...     {"territory": place, "wave": wave, "indicator": "MOB", "level": k, "count": n}
    ...     for place in ("Valbourg", "Montelago") for wave in ("2018", "2021", "2024")
    ...     for k, n in enumerate(rows.get((place, wave), [30, 40, 30]), 1)
    ... ])
    >>> plan = {"action": "A1", "territory": "Valbourg", "indicators": "MOB", "pilot": True, "pilot_wave": "2024"}
    >>> found = pilot_waves(cube_from_counts(counts, pd.DataFrame({"indicator": ["MOB"], "levels": [3]})),
    ...     frame("actions", [{**plan, "compared_with": "Montelago"}]))
    >>> found[["kind", "wave", "effect"]].round(2).values.tolist()
    [['earlier', '2018', 0.0], ['base', '2021', 0.0], ['after', '2024', 0.5]]
    """
    if facet not in CHANGES:
        raise ValueError(f"facet: {facet} is none of {listed(CHANGES)}")
    setting = prepared(
        cube, actions, [facet], together=together, weights=weights, drift_among=drift_among, waves=waves,
        comparable=comparable, voices=voices, confidence=confidence, lonely=lonely,
    )  # fmt: skip
    rows = []
    for trial in setting.trials:
        for origin in setting.panel.origins:
            for indicator in trial.indicators:
                if indicator in setting.panel.indicators:
                    rows += _followed(setting, trial, origin, indicator, facet, power)
    table = pd.DataFrame(rows, columns=_COLUMNS)
    table = table.astype(
        dict.fromkeys(_TEXTS, "str") | dict.fromkeys(_COUNTS, "Int64") | dict.fromkeys(_FIGURES, "Float64")
    )
    table.attrs.update(cube.attrs)
    return table


def _followed(setting, trial, origin, indicator, facet, power):
    """Return the rows of one pilot and indicator, the earliest wave first."""
    order, rows, base = setting.order, [], None
    starts = [order.index(start) for start in trial.starts.values() if start in order]
    if not starts:
        return []
    for shift in range(-max(starts), len(order) - min(starts)):
        found = effect_of(setting, trial, origin, indicator, facet, shift=shift)
        if "effect" not in found:
            continue
        row = dict.fromkeys(_COLUMNS) | {name: found[name] for name in _COLUMNS if name in found}
        row |= {
            "pilot": trial.pilot, "label": trial.label, "territory": "; ".join(found["territories"]),
            "origin": origin, "indicator": indicator, "facet": facet, "shift": shift, "wave": found["to"],
            "kind": "after" if shift >= 0 else "base" if found["to"] == found["from"] else "earlier",
            "levels": setting.panel.indicators[indicator].levels, "compared_with": "; ".join(found["against"]),
            "pilots": len(found["territories"]), "comparisons": len(found["against"]),
            "note": " ".join([*left_out(found["out"]), *found["warnings"]]),
        }  # fmt: skip
        if row["kind"] == "base":
            base = shift
            row |= dict.fromkeys(["low", "high", "p", "se_sampling", "low_sampling", "high_sampling", "p_randomised",
                                  "smallest_p", "placings"]) | {"basis": "", "effect": 0.0}  # fmt: skip
        else:
            row["detectable"] = _detectable(row, found, setting.confidence, power)
        row["placings"] = float(row["placings"] or 0) or None
        rows.append({name: None if isinstance(one, float) and np.isnan(one) else one for name, one in row.items()})
    if base is None:
        return []
    _holm([row for row in rows if row["kind"] == "earlier"])
    return [row | {"verdict": about_wave(row, setting.confidence)} for row in rows]


def _detectable(row, found, confidence, power):
    """Return the smallest difference that this wave would have shown."""
    if row["basis"] == "territories":  # as if its interval were a t interval
        df = max(row["pilots"] + row["comparisons"] - 2, 1)
        se = (row["high"] - row["low"]) / 2 / float(critical(df, confidence))
    elif row["basis"] == "drift":
        se, df = found["se_drift"], found["df_drift"]
    else:
        se, df = found["se_sampling"], found["df_sampling"]
    return float(smallest_change(se, df, confidence=confidence, power=power))


def _holm(rows):
    tested = sorted((row for row in rows if row["p"] is not None), key=lambda row: row["p"])
    least = 0.0
    for at, row in enumerate(tested):
        least = row["p_adjusted"] = max(least, min(1.0, row["p"] * (len(tested) - at)))

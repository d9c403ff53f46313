"""What each pilot did, estimated from the level cube: difference in differences, facet by facet."""

import numpy as np
import pandas as pd

from workbench.actions.pilots.contrast import Setting, effect_of
from workbench.actions.pilots.groups import GroupEffects
from workbench.actions.pilots.panel import Panel
from workbench.actions.pilots.trials import read_trials
from workbench.actions.pilots.wording import about_effect, left_out
from workbench.cohorts.contrasts import CHANGES
from workbench.language import _, listed

_TEXTS = [
    "pilot", "label", "territory", "origin", "role", "group", "indicator", "facet", "from", "to", "compared_with",
    "basis",
]  # fmt: skip
_COUNTS = ["level", "levels", "pilots", "comparisons", "people", "fewest", "drift_seen", "better"]
_FIGURES = [
    "change", "change_elsewhere", "effect", "low", "high", "p", "se_sampling", "df_sampling", "low_sampling",
    "high_sampling", "p_sampling", "drift", "p_randomised", "smallest_p", "se_territories", "elsewhere_low",
    "elsewhere_high", "pilots_low", "pilots_high", "se_drift", "df_drift", "drift_part", "robust_p", "placings",
]  # fmt: skip
COLUMNS = [
    *_TEXTS[:8], "level", "levels", *_TEXTS[8:11], "pilots", "comparisons", "people", "fewest", "better",
    "change", "change_elsewhere", "effect", "low", "high", "p", "basis", "robust", "robust_p", *_FIGURES[6:11], "drift",
    "drift_seen", "se_drift", "df_drift", "drift_part", "placings", "p_randomised", "smallest_p", "se_territories",
    *_FIGURES[15:19], "verdict", "note",
]  # fmt: skip


def estimate_pilots(
    cube, actions, *, facets=("mean", "below", "good", "bad", "polarisation", "disparity"), sides=True,
    together="label", weights=None, drift_among="all", waves=None, comparable=None, voices="equal", confidence=0.95,
    lonely="stop",
):  # fmt: skip
    """Estimate what each pilot did: how much more its territories changed than those without it.

    Parameters
    ----------
    cube : LevelCube
    actions : DataFrame
        Table `actions`: those with `pilot`, their `territory`, `indicators`, `pilot_wave` and `compared_with`.
    facets : str or sequence of str
        Of mean, below (the cumulative shares), good, bad, polarisation and disparity (of reference groups).
    sides : bool
        Also estimate the mean situation on every indicator that the pilot was not meant to move, and of each reference
        group of its territory on those that it was.
    together : str or None
        Pilots that agree on this column of `actions` are one, tried in several territories, perhaps since different
        waves. None: each by itself.
    weights : dict, optional
        {territory: weight}, its population for example; by default each territory counts the same.
    drift_among : {"all", "compared"}
        Whether territories' own drift is looked for among all territories of the cube, or only among the pilot's and
        those that it is compared with.
    waves, comparable, voices, lonely
        As in `compare_waves`: what broke between two waves becomes a note, what cannot be compared is left out.
    confidence : float
        Of the intervals.

    Returns
    -------
    DataFrame
        One row per pilot × origin × indicator × facet; of "below" one for each cumulative share F_k (the share at
        `level` k or below); the mean always. pilot (the codes of its actions), label, territory (listed), role ("aim",
        "side", or "group" with its `group`), levels (K), from, to, compared_with, pilots and comparisons (how many
        territories), people (who answered in the later wave, in all of them), fewest (of a territory, or of the group,
        in one of the two waves), better (1 where a rise is better, else −1), change, change_elsewhere, effect (their
        difference), low, high, p, and `basis`, which says what these rest on:

        * "territories": the placing of the pilots among the territories, nothing else (randomisation inference); given
          where there are enough of them;
        * "drift": the chance in who was asked, and territories' own drift as it was seen on other indicators and in
          earlier waves (or, where there are none, among the comparison territories); valid *if* they drift here as
          there;
        * "sampling": the chance in who was asked, nothing else: valid *if* nothing else happened in any of them;
        * "": nothing can be computed, see `note`.

        robust, on the rows of the mean, with "below": every F_k moved the same way, so that no other numbering of the
        situations would turn the effect round; robust_p of its test (chance in who was asked). se_, df_, low_, high_,
        p_sampling: as if territories did not drift. drift (standard deviation of a territory's own change, in the
        figure's unit), drift_seen (on how many changes of other indicators; 0: among the comparison territories),
        se_drift, df_drift, drift_part (the part of se_drift² that asking more people does not lower). placings of the
        pilots, p_randomised and smallest_p, below which no placing could bring it. se_territories (clustered by
        territory; the library's). elsewhere_low and _high, pilots_low and _high: the least and the most that a
        territory changed. verdict, note.

    Raises
    ------
    ValueError
        If a facet or the column `together` is not there, `confidence` is not between 0 and 1, `drift_among` is neither
        of the two, or a weight is not above 0.

    Notes
    -----
    Estimator: `regress`, by statsmodels. A territory that starts later is compared with until it starts; the earlier
    wave is the last before the start. Territories are the unit: people of one territory are never counted as
    independent evidence about the pilot.

    References
    ----------
    Callaway & Sant'Anna (2021); Conley & Taber (2011) and MacKinnon & Webb (2020) for few territories; Donald & Lang
    (2007) for what few groups cannot show. The basis "drift" is ours.

    Examples
    --------
    >>> from workbench.cube import cube_from_counts
    >>> from workbench.tables import frame
    >>> rows = {("Valbourg", "2021"): [30, 40, 30], ("Valbourg", "2024"): [10, 30, 60],
    ...         ("Montelago", "2021"): [30, 40, 30], ("Montelago", "2024"): [28, 40, 32]}
    >>> counts = pd.DataFrame([
    ...     {"territory": place, "wave": wave, "indicator": "MOB", "level": k, "count": n}
    ...     for (place, wave), many in rows.items() for k, n in enumerate(many, 1)
    ... ])
    >>> plan = {"action": "A1", "territory": "Valbourg", "indicators": "MOB", "pilot": True, "pilot_wave": "2024"}
    >>> found = estimate_pilots(cube_from_counts(counts, pd.DataFrame({"indicator": ["MOB"], "levels": [3]})),
    ...     frame("actions", [{**plan, "compared_with": "Montelago"}]), facets="mean")
    >>> print(found["verdict"].iloc[0])
    +0.5 levels compared with elsewhere, between 0.2 and 0.8 if nothing else happened in any of these territories.
    """
    facets = [facets] if isinstance(facets, str) else list(facets)
    setting = prepared(
        cube, actions, facets, together=together, weights=weights, drift_among=drift_among, waves=waves,
        comparable=comparable, voices=voices, confidence=confidence, lonely=lonely,
    )  # fmt: skip
    groups = GroupEffects(setting, cube, voices=voices, lonely=lonely)
    rows = []
    for trial in setting.trials:
        for origin in setting.panel.origins:
            for indicator in trial.indicators:
                if indicator in setting.panel.indicators:
                    rows += _aim(setting, trial, origin, indicator, facets)
                    if sides and origin == "groups":
                        rows += [_row_of_group(setting, trial, one) for one in groups.effects(trial, indicator)]
            others = [name for name in setting.panel.indicators if name not in trial.indicators] if sides else []
            for indicator in others:
                row = _row(setting, trial, origin, indicator, "mean", "side")
                rows += [row] if row["effect"] is not None else []
        told = {row["indicator"] for row in rows if row["pilot"] == trial.pilot and row["role"] == "aim"}
        rows += [_unasked(trial, name) for name in trial.indicators or ("",) if name not in told]
    table = pd.DataFrame(rows, columns=COLUMNS)
    table = table.astype(
        dict.fromkeys([*_TEXTS, "verdict", "note"], "str") | dict.fromkeys(_COUNTS, "Int64")
        | dict.fromkeys(_FIGURES, "Float64") | {"robust": "boolean"}
    )  # fmt: skip
    table.attrs.update(cube.attrs)
    return table


def prepared(
    cube, actions, facets, *, together, weights, drift_among, waves, comparable, voices, confidence, lonely
):
    """Return the Setting of a cube and a plan, its options checked."""
    if unknown := [facet for facet in facets if facet not in (*CHANGES, "below")]:
        raise ValueError(f"facets: {listed(unknown)} is none of {listed([*CHANGES, 'below'])}")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, not {confidence!r}")
    if drift_among not in ("all", "compared"):
        raise ValueError(f"drift_among: 'all' or 'compared', not {drift_among!r}")
    if wrong := [name for name, weight in (weights or {}).items() if not weight > 0]:
        raise ValueError(f"weights: more than 0, not {weights[wrong[0]]!r} for {wrong[0]}")
    trials = read_trials(actions, together=together)
    counted = [facet for facet in dict.fromkeys(["mean", *facets]) if facet != "below"]
    panel = Panel(cube, counted, voices=voices, lonely=lonely)
    return Setting(panel, trials, waves, comparable, weights, confidence, drift_among)


def _aim(setting, trial, origin, indicator, facets):
    """Return the rows of one indicator that the pilot was to move; none where nobody was ever asked."""
    if not setting.panel.indicators[indicator].persons[(setting.panel.domains["origin"] == origin).to_numpy()].any():
        return []
    single = [facet for facet in dict.fromkeys(["mean", *facets]) if facet != "below"]
    rows = [_row(setting, trial, origin, indicator, facet, "aim") for facet in single]
    rows = [row for row in rows if row["facet"] == "mean" or row["effect"] is not None]
    levels = setting.panel.indicators[indicator].levels if "below" in facets else 1
    steps = [_row(setting, trial, origin, indicator, "below", "aim", level=k) for k in range(1, levels)]
    steps = [row for row in steps if row["effect"] is not None]
    for row in rows:
        if row["facet"] == "mean" and row["effect"] is not None and steps:
            row |= _badge(row["effect"], steps)
    return rows + steps


def _row(setting, trial, origin, indicator, facet, role, *, level=None):
    found = effect_of(setting, trial, origin, indicator, facet, level=level)
    row = dict.fromkeys(COLUMNS) | {name: found[name] for name in COLUMNS if name in found and name != "robust"}
    row |= {
        "pilot": trial.pilot, "label": trial.label, "territory": "; ".join(found["territories"] or trial.starts),
        "origin": origin, "role": role, "group": "", "indicator": indicator, "facet": facet, "level": level,
        "levels": setting.panel.indicators[indicator].levels, "compared_with": "; ".join(found["against"]),
        "pilots": len(found["territories"]), "comparisons": len(found["against"]), "drift_seen": found.get("seen"),
        "basis": found.get("basis", ""), "placings": float(found.get("placings") or 0) or None,
    }  # fmt: skip
    row = {name: None if isinstance(value, float) and np.isnan(value) else value for name, value in row.items()}
    return row | {"verdict": about_effect(row), "note": " ".join([*left_out(found["out"]), *found["warnings"]])}


def _unasked(trial, indicator):
    """Return the row of an indicator that nobody was asked about, or of a pilot without one."""
    why = _("Nobody was asked about this indicator.") if indicator else _("The plan names no indicator for this pilot.")
    row = dict.fromkeys(COLUMNS) | dict.fromkeys([*_TEXTS, "verdict"], "")
    return row | {
        "pilot": trial.pilot, "label": trial.label, "territory": "; ".join(trial.starts), "role": "aim",
        "indicator": indicator, "facet": "mean", "note": why, "verdict": about_effect(row),
    }  # fmt: skip


def _row_of_group(setting, trial, found):
    row = dict.fromkeys(COLUMNS) | {
        "pilot": trial.pilot, "label": trial.label, "origin": "groups", "role": "group", "facet": "mean", "note": "",
        "levels": setting.panel.indicators[found["indicator"]].levels, "pilots": 1,
    } | found  # fmt: skip
    return row | {"verdict": about_effect(row)}


def _badge(effect, steps):
    """Return whether all cumulative shares moved the same way, and p of the test (intersection–union)."""
    from scipy.special import stdtr

    sign = np.sign(effect)
    moved = np.array([row["effect"] for row in steps])
    robust = bool((sign * moved < 1e-12).all())
    tests = [
        float(stdtr(row["df_sampling"], sign * row["effect"] / row["se_sampling"]))
        for row in steps if row["se_sampling"] and row["df_sampling"]
    ]  # fmt: skip
    return {"robust": robust if effect else None, "robust_p": max(tests) if tests and effect else None}

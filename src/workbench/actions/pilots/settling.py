"""What would settle whether a pilot helped: more people, more territories, another wave, or a line in the plan."""

import numpy as np
import pandas as pd

from workbench.actions.pilots.randomised import territories_needed
from workbench.cohorts import smallest_change
from workbench.language import _, ngettext, number

#: More people than this many times as many are not asked for.
MOST_TIMES = 100


def times_needed(worthwhile, sampling, drift_part, df, *, confidence=0.95, power=0.8):
    """Return how many times as many people it takes in each wave to see an effect, in all territories alike.

    Parameters
    ----------
    worthwhile : float
        The effect, in levels.
    sampling : float
        Variance of the effect by chance in who was asked.
    drift_part : float
        Its variance by territories' own drift, which more people do not lower.
    df : float
        Degrees of freedom; they are kept as they are.
    confidence, power : float

    Returns
    -------
    float or None
        None where no number of people is enough.

    Examples
    --------
    >>> round(times_needed(0.5, 0.06, 0.0, 100), 1), times_needed(0.5, 0.06, 0.05, 8) is None
    (1.9, True)
    """

    def seen(times):
        return float(smallest_change(np.sqrt(drift_part + sampling / times), df, confidence=confidence, power=power))

    if seen(MOST_TIMES) > worthwhile:
        return None
    low, high = 1e-3, float(MOST_TIMES)
    while high - low > 1e-4 * high:
        middle = (low + high) / 2
        low, high = (low, middle) if seen(middle) <= worthwhile else (middle, high)
    return high


def what_settles(row, speaks, worthwhile, confidence, power):
    """Return, as sentences, what would settle a pilot that cannot be judged, or make a judged one sure.

    Parameters
    ----------
    row : dict
        Of `estimate_pilots`, the mean situation.
    speaks : dict
        Reason to what it speaks for.
    worthwhile, confidence, power : float

    Returns
    -------
    list of str
    """
    if pd.isna(row["effect"]):
        return [_("A wave before the pilot and one after it, with the same indicator, there and in a comparison "
                  "territory.")]  # fmt: skip
    said = []
    if speaks["effect"] == "cannot tell":
        said.append(_people(row, worthwhile, confidence, power))
    if speaks.get("before") == "cannot tell":
        said.append(_("Comparison territories that moved like the pilot's before its start."))
    if "before" in speaks and speaks.get("territories") == "cannot tell" and row["basis"] != "sampling":
        said.append(_("What happened in the territory that changed as much without the pilot."))
    if row["basis"] != "territories":
        said.append(_territories(row, confidence))
    return [text for text in said if text]


def _people(row, worthwhile, confidence, power):
    if row["basis"] == "territories" or pd.isna(row["se_sampling"]):
        return ""
    drifting = row["basis"] == "drift"
    part, df = (row["drift_part"], row["df_drift"]) if drifting else (0.0, row["df_sampling"])
    times = times_needed(worthwhile, row["se_sampling"] ** 2, part, df, confidence=confidence, power=power)
    effect = number(worthwhile, 1)
    if times is None:
        return _("More people alone would not show an effect of {worthwhile}: territories drift too much by "
                 "themselves.", worthwhile=effect)  # fmt: skip
    if times <= 1.05 or pd.isna(row["people"]):
        return ""
    needed = int(np.ceil(row["people"] * times / 10)) * 10
    return _("To see an effect of {worthwhile} in {often} of 10 cases takes about {needed} people in each wave, in all "
             "these territories together, instead of {n}.", worthwhile=effect, often=number(round(power * 10, 1)),
             needed=number(needed), n=number(int(row["people"])))  # fmt: skip


def _territories(row, confidence):
    """Return how many territories it takes for an interval that supposes nothing of how they drift."""
    pilots = int(row["pilots"])
    said = {"pilots": ngettext("{n} pilot", "{n} pilots", pilots), "others": _others(pilots, confidence)}
    if pilots >= 3:
        return _("For an interval from territories alone: {pilots} and {others}.", **said)
    more = {"more_pilots": ngettext("{n} pilot", "{n} pilots", 3), "more_others": _others(3, confidence)}
    return _("For an interval from territories alone: {pilots} and {others}, or {more_pilots} and {more_others}.",
             **said, **more)  # fmt: skip


def _others(pilots, confidence):
    needed = territories_needed(pilots, confidence=confidence)
    return ngettext("{n} comparison territory", "{n} comparison territories", needed)

"""What speaks for and against each decision about a pilot, one reason a row, and what would settle it."""

import pandas as pd

from workbench.actions.pilots.beside import (
    apart,
    established,
    groups,
    others,
    promises,
    situations,
    stakeholders,
)
from workbench.actions.pilots.settling import what_settles
from workbench.actions.pilots.trials import codes
from workbench.actions.pilots.wording import amount, no_interval, plain
from workbench.language import N_, _, listed, ngettext, number

KEYS = ["pilot", "label", "territory", "origin", "indicator"]
FIGURES = ["effect", "low", "high", "p"]
COLUMNS = [*KEYS, "reason", "speaks", "said", *FIGURES, "basis", "robust"]


def pilot_reasons(
    estimates, *, waves=None, commitments=None, effects=None, worthwhile=0.5, labels=None, confidence=0.95, power=0.8
):
    """Lay out what speaks for and against extending each pilot, as rows that people can dispute one by one.

    Parameters
    ----------
    estimates : DataFrame
        What `estimate_pilots` returned.
    waves : DataFrame, optional
        What `pilot_waves` returned: did the territories move alike before?
    commitments, effects : DataFrame, optional
        The tables of these names: were the promises kept, what do stakeholders observe?
    worthwhile : float
        The smallest effect, in levels, that would be worth extending.
    labels : dict, optional
        Indicator to text.
    confidence, power : float
        As the estimates were computed with; of what would settle a doubt.

    Returns
    -------
    DataFrame
        One row per pilot × origin × indicator × reason: pilot, label, territory, origin, indicator, reason, speaks
        ("extend", "adjust", "stop", "cannot tell", or "" where it decides nothing), said, and on the rows "effect" the
        figures of the mean situation: effect, low, high, p, basis, robust. The reasons, and what they speak for (ours):

        * "effect": *extend* if the interval lies on the better side of 0 and the effect is `worthwhile` or more;
          *adjust* if it is better but smaller, or if one as large as `worthwhile` is ruled out; *stop* if the interval
          lies on the worse side; *cannot tell* otherwise.
        * "territories": *cannot tell* if the interval rests on the chance in who was asked alone; or if a territory
          without the pilot changed as much, unless the interval rests on territories alone, which has that in it.
        * "before": *cannot tell* if the territories already moved apart before the start.
        * "situations": how the shares moved, and whether all in one way (the badge); decides nothing.
        * "polarisation", "disparity", "others", "groups": *adjust* if people are established to be pulled apart, groups
          to be further apart, another indicator to be worse, or a reference group to be worse off (p adjusted among
          indicators, and among groups: Benjamini & Hochberg).
        * "promises": *adjust* if fewer than half of the promises that are due were kept.
        * "stakeholders": *adjust* if they, or the users among them, observe harm on balance.
        * "settle": what would settle it; decides nothing.

    Raises
    ------
    ValueError
        If `worthwhile` is not above 0.

    Examples
    --------
    >>> row = {"pilot": "A1", "label": "Night bus", "territory": "Valbourg", "origin": "survey", "indicator": "MOB",
    ...        "role": "aim", "facet": "mean", "effect": 0.8, "low": 0.4, "high": 1.2, "basis": "drift", "better": 1,
    ...        "pilots": 1, "comparisons": 2, "smallest_p": 1 / 3, "pilots_low": 0.9, "elsewhere_high": 0.2}
    >>> found = pilot_reasons(pd.DataFrame([row]))
    >>> print(found["said"].iloc[0], found["speaks"].iloc[0])
    +0.8 levels compared with elsewhere, between 0.4 and 1.2; worth extending from 0.5 on. extend
    """
    if not worthwhile > 0:
        raise ValueError(f"worthwhile must be above 0, not {worthwhile!r}")
    given = {"waves": waves, "commitments": commitments, "effects": effects, "labels": labels or {}}
    rows, parts = [], {}
    table = estimates.reindex(columns=[*estimates.columns, *(name for name in _NEEDED if name not in estimates)])
    for row in table.to_dict("records"):
        own = parts.setdefault((row["pilot"], row["origin"]), {"aim": {}, "side": [], "group": {}})
        if row["role"] == "side":
            own["side"].append(row)
        elif row["role"] == "group":
            own["group"].setdefault(row["indicator"], []).append(row)
        else:
            own["aim"].setdefault(row["indicator"], {}).setdefault(row["facet"], []).append(row)
    for part in parts.values():
        for indicator, own in part["aim"].items():
            beside = part["side"], part["group"].get(indicator, [])
            rows += _reasons(own, indicator, beside, given, worthwhile, confidence, power)
    found = pd.DataFrame(rows, columns=COLUMNS)
    found = found.astype(dict.fromkeys([*KEYS, "reason", "speaks", "said", "basis"], "str"))
    found = found.astype(dict.fromkeys(FIGURES, "Float64") | {"robust": "boolean"})
    found.attrs.update(estimates.attrs)
    return found


_NEEDED = [
    "group", "level", "levels", "label", "change", "p", "robust", "drift_seen", "elsewhere_low", "elsewhere_high",
    "pilots_low", "pilots_high", "se_sampling", "df_sampling", "se_drift", "df_drift", "drift_part", "people", "note",
    "p_sampling", "drift",
]  # fmt: skip


def _reasons(own, indicator, beside, given, worthwhile, confidence, power):
    row = own["mean"][0]
    key = {name: row[name] for name in KEYS}
    found = [("effect", *_effect(row, worthwhile)), ("territories", *_territories(row, confidence))]
    found.append(("before", *_before(row, given["waves"], confidence)))
    if own.get("below"):
        found.append(("situations", "", situations(row, own)))
    for facet in ("polarisation", "disparity"):
        if own.get(facet):
            found.append((facet, *apart(own[facet][0], facet)))
    for reason, say, those in (("others", others, beside[0]), ("groups", groups, beside[1])):
        if those:
            found.append((reason, *say(established(those, confidence), len(those), given["labels"])))
    actions = codes(row["pilot"])
    if given["commitments"] is not None:
        found.append(("promises", *promises(given["commitments"], actions)))
    if given["effects"] is not None:
        found.append(("stakeholders", *stakeholders(given["effects"], actions, indicator)))
    found = [one for one in found if one[2]]
    speaks = {reason: what for reason, what, _said in found}
    found += [("settle", "", said) for said in what_settles(row, speaks, worthwhile, confidence, power)]
    figures = {name: row[name] for name in (*FIGURES, "basis", "robust")}
    nothing = dict.fromkeys([*FIGURES, "robust"]) | {"basis": ""}
    return [
        {**key, "reason": reason, "speaks": what, "said": said, **(figures if reason == "effect" else nothing)}
        for reason, what, said in found
    ]  # fmt: skip


#: The endings of the sentence about the effect.
_EFFECTS = {
    "extend": N_("{effect} compared with elsewhere, between {low} and {high}; worth extending from {worthwhile} on."),
    "small": N_(
        "{effect} compared with elsewhere, between {low} and {high}; better, but less than the {worthwhile} that would "
        "be worth extending."
    ),
    "ruled out": N_(
        "{effect} compared with elsewhere, between {low} and {high}; the {worthwhile} that would be worth extending "
        "are ruled out."
    ),
    "stop": N_("{effect} compared with elsewhere, between {low} and {high}; things went worse than there."),
    "cannot tell": N_(
        "{effect} compared with elsewhere, between {low} and {high}; no effect and one worth extending are both "
        "possible."
    ),
}


def _effect(row, worthwhile):
    if pd.isna(row["effect"]) or pd.isna(row["low"]):
        told = row.get("verdict") if pd.notna(row["change"]) else ""  # else the note says all there is to say
        said = [text for text in (told, row["note"]) if pd.notna(text) and text]
        return "cannot tell", " ".join(said or [_("Nothing can be computed: see the note.")])
    effect = row["effect"] * row["better"]
    low, high = sorted((row["low"] * row["better"], row["high"] * row["better"]))
    if high < 0:
        kind = "stop"
    elif low > 0:
        kind = "extend" if effect >= worthwhile else "small"
    else:
        kind = "ruled out" if high < worthwhile else "cannot tell"
    shown = {name: plain(row[name], "mean") for name in ("low", "high")} | {"effect": amount(row["effect"], "mean")}
    speaks = {"small": "adjust", "ruled out": "adjust"}.get(kind, kind)
    return speaks, _(_EFFECTS[kind], worthwhile=number(worthwhile, 1), **shown)


def _territories(row, confidence):
    """Say what the interval rests on, and whether a territory without the pilot changed as much."""
    if pd.isna(row["effect"]):
        return "", ""
    if row["basis"] == "territories":
        return "", _("This rests on where the pilots were, and on nothing else: however territories drift by "
                     "themselves, it is in the interval.")  # fmt: skip
    said = [no_interval(row, confidence)]
    if row["basis"] == "sampling":
        said.append(_("Nothing here shows how territories drift by themselves: the interval holds if nothing else "
                      "happened in any of them."))  # fmt: skip
        return "cannot tell", " ".join(text for text in said if text)
    if pd.notna(row["drift_seen"]) and row["drift_seen"] > 0:
        said.append(ngettext(
            "The interval holds if they drift here as on {n} change of other indicators or earlier waves: by about "
            "{drift}, beyond chance in who was asked.",
            "The interval holds if they drift here as on {n} changes of other indicators or earlier waves: by about "
            "{drift}, beyond chance in who was asked.",
            int(row["drift_seen"]), drift=amount(row["drift"], "mean", signed=False, finer=1),
        ))  # fmt: skip
    elif pd.notna(row["drift_seen"]):
        said.append(_("The interval holds if the pilot's territory drifts as the comparison territories do among "
                      "themselves."))  # fmt: skip
    effect = row["effect"]
    beyond = row["pilots_low"] > row["elsewhere_high"] if effect > 0 else row["pilots_high"] < row["elsewhere_low"]
    if pd.isna(beyond) or beyond or pd.isna(row["low"]) or row["low"] <= 0 <= row["high"]:
        return "", " ".join(text for text in said if text)
    spread = {name: amount(row[f"elsewhere_{name}"], "mean") for name in ("low", "high")}
    said.append(_("A territory without the pilot changed as much: elsewhere from {low} to {high}.", **spread))
    return "cannot tell", " ".join(text for text in said if text)


def _before(row, waves, confidence):
    if waves is None:
        return "", ""
    mine = waves[(waves["pilot"] == row["pilot"]) & (waves["origin"] == row["origin"])]
    mine = mine[(mine["indicator"] == row["indicator"]) & (mine["facet"] == "mean") & (mine["kind"] == "earlier")]
    tested = mine[mine["p_adjusted"].notna()]
    if not len(tested):
        return "", _("Whether the territories moved alike before is not known: it takes two waves before the start.")
    moved = tested[tested["p_adjusted"] < 1 - confidence]
    if len(moved):
        shown = listed([_("{wave} ({effect})", wave=wave, effect=amount(effect, "mean"))
                        for wave, effect in zip(moved["wave"], moved["effect"], strict=True)])  # fmt: skip
        return "cannot tell", _("Already before the start the pilot's territory moved otherwise: {waves}.", waves=shown)
    seen = tested["detectable"].max()
    if pd.isna(seen):
        return "", _("Before the start no difference can be told, and none could have been seen.")
    return "", _("Before the start no difference can be told; one of {seen} would have been seen.",
                 seen=amount(seen, "mean", signed=False))  # fmt: skip

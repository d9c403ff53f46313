"""Did the pilot help? Its territory's change, less the change where nothing was tried."""

import math

import pandas as pd

from workbench.language import N_, _, listed, number

#: What can follow a pilot (ours; the method names evaluation and possible extension, and no rule).
_VERDICTS = {
    "extend": N_("Extend: {effect} of a level compared with elsewhere, between {low} and {high}."),
    "adjust": N_(
        "Adjust: {effect} of a level compared with elsewhere, between {low} and {high}; less than the {worthwhile} "
        "that would be worth extending."
    ),
    "stop": N_(
        "Stop: {effect} of a level compared with elsewhere, between {low} and {high}; things went worse than there."
    ),
    "cannot tell": N_(
        "Cannot tell yet: {effect} of a level compared with elsewhere, between {low} and {high}; no effect and one "
        "worth extending are both possible."
    ),
    "drift": N_(
        "Cannot tell yet: {effect} of a level compared with elsewhere, between {low} and {high}; but a territory "
        "without the pilot changed as much."
    ),
}

_KINDS = {
    **dict.fromkeys(["action", "territory", "indicator", "origin", "from", "to", "compared_with"], "str"),
    "comparisons": "Int64",
    **dict.fromkeys(["change", "change_elsewhere", "effect", "se", "df", "low", "high"], "Float64"),
    **dict.fromkeys(["decision", "verdict", "note"], "str"),
}


def pilot_effect(changes, actions, *, worthwhile=0.5, confidence=0.95):
    """Return what each pilot did to its indicators: a difference in differences on the mean situation.

    For where nothing but changes is at hand. From a cube, `estimate_pilots` and `judge_pilots` tell more: how far
    territories drift by themselves, what was seen before the start, and for whom.

    effect = change in the pilot territory − mean of the changes in its m comparison territories, between the wave
    before and the first wave after the pilot. The territories' samples are independent, so se² = se_p² + Σ se_c² /
    m², with Satterthwaite's degrees of freedom. This error holds the chance in *who was asked* and nothing else: one
    pilot territory cannot show by how much territories drift apart by themselves, and every row says so.

    The decision is ours. *Extend*: the interval lies above 0, the effect is `worthwhile` or more, and the pilot's
    change is above that of each comparison territory. *Stop*: the interval lies below 0, and the pilot's change below
    each of the others. *Adjust*: the interval lies above 0 but the effect is smaller, or the interval lies below
    `worthwhile`. *Cannot tell*: anything else, and whatever cannot be computed.

    Parameters
    ----------
    changes : DataFrame
        Table `changes`: facet "mean", all groups together (group ""), with `difference`, `se`, `df`.
    actions : DataFrame
        Table `actions`: those with `pilot`, their `territory`, `indicators`, `pilot_wave` and `compared_with`.
    worthwhile : float
        The smallest effect, in levels, that would be worth extending.
    confidence : float
        Of the interval.

    Returns
    -------
    DataFrame
        One row per pilot × indicator × origin: action, territory, indicator, origin, from, to, compared_with (the
        territories that could be used), comparisons (m), change, change_elsewhere, effect, se, df, low, high (levels),
        decision ("extend", "adjust", "stop", "cannot tell"), verdict (a sentence), note (what the figures do not show).

    Raises
    ------
    ValueError
        If `confidence` is not between 0 and 1, or `worthwhile` is not above 0.

    References
    ----------
    Card & Krueger (1994) for the estimator; Donald & Lang (2007) for what few groups cannot show.

    Examples
    --------
    >>> from workbench.tables import frame
    >>> pilot = [{"action": "A1", "territory": "Valbourg", "indicators": "MOB", "pilot": True, "pilot_wave": "2024",
    ...           "compared_with": "Montelago"}]
    >>> of = {"indicator": "MOB", "facet": "mean", "origin": "survey", "from": "2021", "to": "2024", "se": 0.1}
    >>> changed = [(0.9, "Valbourg"), (0.1, "Montelago")]
    >>> changes = frame("changes", [{**of, "territory": place, "difference": change} for change, place in changed])
    >>> print(pilot_effect(changes, frame("actions", pilot))["verdict"].iloc[0])
    Extend: +0.8 of a level compared with elsewhere, between +0.5 and +1.1.
    """
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, not {confidence!r}")
    if not worthwhile > 0:
        raise ValueError(f"worthwhile must be above 0, not {worthwhile!r}")
    means = changes[(changes["facet"] == "mean") & (changes["group"] == "")]
    rows = []
    for action in actions[actions["pilot"].fillna(False).astype(bool)].to_dict("records"):
        for indicator in _codes(action["indicators"]):
            about = means[means["indicator"] == indicator]
            own = _around(about[about["territory"] == action["territory"]], action["pilot_wave"])
            start = {"action": action["action"], "territory": action["territory"], "indicator": indicator}
            if own.empty:
                rows.append({**start, **_untold(action)})
            rows += [
                {**start, **_compared(row, about, action, worthwhile, confidence)} for row in own.to_dict("records")
            ]
    table = pd.DataFrame(rows, columns=list(_KINDS))
    texts = [name for name, kind in _KINDS.items() if kind == "str"]
    table[texts] = table[texts].astype(object).where(table[texts].notna(), "")
    table = table.astype(_KINDS)
    table.attrs.update(changes.attrs)
    return table


def _codes(cell):
    return [code.strip() for code in cell.split(";") if code.strip()]


def _around(own, pilot_wave):
    """Return for each origin the change from the last wave before the pilot to the first one after it."""
    if not pilot_wave:
        return own.iloc[:0]
    own = own[(own["to"] == pilot_wave) & (own["from"] < pilot_wave)]
    return own.sort_values("from").drop_duplicates("origin", keep="last").sort_values("origin")


def _untold(action):
    """What stands where the pilot's own change is not known."""
    reason = (
        _("Cannot tell yet: there is no change to wave {wave} in the pilot territory.", wave=action["pilot_wave"])
        if action["pilot_wave"]
        else _("Cannot tell yet: the plan does not say which wave is the first after the pilot.")
    )
    return {"to": action["pilot_wave"], "decision": "cannot tell", "verdict": reason}


def _compared(own, about, action, worthwhile, confidence):
    from scipy.special import stdtrit

    asked = _codes(action["compared_with"])
    same_waves = (about["from"] == own["from"]) & (about["to"] == own["to"]) & (about["origin"] == own["origin"])
    elsewhere = about[same_waves & about["territory"].isin(asked) & (about["territory"] != action["territory"])]
    usable = elsewhere[_is_usable(elsewhere)]
    told = {
        **{name: own[name] for name in ("origin", "from", "to")},
        "compared_with": "; ".join(usable["territory"]),
        "comparisons": len(usable),
        "change": own["difference"],
        "decision": "cannot tell",
    }
    left_out = [territory for territory in asked if territory not in set(usable["territory"])]
    notes = [warning for warning in dict.fromkeys([own["warning"], *usable["warning"]]) if warning]
    if left_out:
        notes.insert(0, _("Without a comparable change: {territories}.", territories=listed(left_out)))
    if not _is_usable(pd.DataFrame([own])).iloc[0]:
        verdict = _("Cannot tell yet: the two waves cannot be compared in the pilot territory.")
        return {**told, "verdict": verdict, "note": " ".join(notes)}
    if usable.empty:
        verdict = _(
            "Cannot tell yet: {change} of a level in the pilot territory, and no territory to compare it with; what "
            "would have changed anyway is not known.",
            change=number(own["difference"], 1, signed=True),
        )
        return {**told, "verdict": verdict, "note": " ".join(notes)}

    others, m = usable["difference"], len(usable)
    variances = [own["se"] ** 2, *(usable["se"] ** 2 / m**2)]
    effect = own["difference"] - others.mean()
    se, df = math.sqrt(sum(variances)), _satterthwaite(variances, [own["df"], *usable["df"]])
    half = float(stdtrit(df, (1 + confidence) / 2)) * se
    interval = {"effect": effect, "low": effect - half, "high": effect + half}
    reason = _reason(**interval, worthwhile=worthwhile, own=own["difference"], others=others)
    shown = {name: number(value, 1, signed=True) for name, value in interval.items()}
    return {
        **told,
        **interval,
        "change_elsewhere": others.mean(),
        "se": se,
        "df": df,
        "decision": "cannot tell" if reason == "drift" else reason,
        "verdict": _(_VERDICTS[reason], **shown, worthwhile=number(worthwhile, 1)),
        "note": " ".join([*notes, *_about_territories(own["difference"], others)]),
    }


def _is_usable(rows):
    return (rows["direction"] != "not comparable") & rows["difference"].notna() & rows["se"].notna()


def _satterthwaite(variances, freedom):
    """Return the degrees of freedom of a sum of independent estimates; a missing one counts as very many."""
    parts = sum(v**2 / f for v, f in zip(variances, freedom, strict=True) if not pd.isna(f) and f > 0)
    return sum(variances) ** 2 / parts if parts else math.inf


def _reason(effect, low, high, *, worthwhile, own, others):
    if high < 0:
        return "stop" if own < others.min() else "drift"
    if low > 0 and effect >= worthwhile:
        return "extend" if own > others.max() else "drift"
    return "adjust" if low > 0 or high < worthwhile else "cannot tell"


def _about_territories(own, others):
    """Say what one pilot territory can never show, and where its change stands among the others."""
    caution = _(
        "The interval holds the chance in who was asked only: one pilot territory cannot show by how much territories "
        "drift apart by themselves."
    )
    if len(others) < 2:
        return [caution]
    spread = {"low": number(others.min(), 1, signed=True), "high": number(others.max(), 1, signed=True)}
    if others.min() <= own <= others.max():
        place = _("Elsewhere the changes ran from {low} to {high}: the pilot's lies among them.", **spread)
    else:
        place = _("Elsewhere the changes ran from {low} to {high}: the pilot's lies beyond them.", **spread)
    return [caution, place]

"""What is seen beside a pilot's effect: whose situation, who pays for it, whether promises were kept, who says what."""

import pandas as pd

from workbench.actions.pilots.wording import amount, plain
from workbench.language import N_, _, listed, ngettext, number
from workbench.scores.intervals import adjusted


def established(rows, confidence):
    """Return the rows, as dicts, in which people are established to be worse off: p adjusted among them.

    >>> rows = [{"effect": -0.6, "better": 1, "p": 0.001}, {"effect": 0.9, "better": 1, "p": 0.001}]
    >>> [row["effect"] for row in established(rows, 0.95)]
    [-0.6]
    """
    known = [row for row in rows if pd.notna(row["p"])]
    p = adjusted([row["p"] for row in known], [0] * len(known)) if known else []
    pairs = zip(known, p, strict=True)
    return [row for row, chance in pairs if chance < 1 - confidence and row["effect"] * row["better"] < 0]


def situations(row, own):
    """Say how the shares of good and bad situations moved, and whether the effect holds for every numbering."""
    names = {"good": N_("in good situations {effect}"), "bad": N_("in bad situations {effect}")}
    shares = [
        _(text, effect=amount(own[facet][0]["effect"], facet)) for facet, text in names.items() if own.get(facet)
    ]
    said = _("Compared with elsewhere: {shares}.", shares=listed(shares)) if shares else ""
    if pd.isna(row["robust"]):
        return said
    badge = (
        _("Robust: no other numbering of the situations would turn it round.")
        if row["robust"] else _("How far apart the situations are taken to be matters here: see the shares.")
    )  # fmt: skip
    return f"{said} {badge}".strip()


def apart(row, facet):
    """Return what polarisation or disparity speaks for, and its sentence; an effect that is not known says nothing."""
    shown = {name: plain(row[name], facet) for name in ("low", "high") if pd.notna(row[name])}
    if len(shown) < 2 or pd.isna(row["effect"]):
        return "", ""
    shown["effect"] = amount(row["effect"], facet)
    if row["low"] > 0:
        more = {
            "polarisation": N_("Answers are more pulled apart than elsewhere: {effect}, between {low} and {high}."),
            "disparity": N_("Groups are further apart than elsewhere: {effect}, between {low} and {high}."),
        }
        return "adjust", _(more[facet], **shown)
    less = {
        "polarisation": N_("It is not seen that answers are more pulled apart: {effect}, between {low} and {high}."),
        "disparity": N_("It is not seen that groups are further apart: {effect}, between {low} and {high}."),
    }
    return "", _(less[facet], **shown)


def others(worse, count, labels):
    """Return what the other indicators speak for, and the sentence, from those established to be worse."""
    if worse:
        names = listed([
            _("{text} ({effect})", text=labels.get(row["indicator"], row["indicator"]),
              effect=amount(row["effect"], "mean"))
            for row in worse
        ])  # fmt: skip
        return "adjust", _("Worse than elsewhere on another indicator: {names}.", names=names)
    return "", ngettext("No harm is established on {n} other indicator.", "No harm is established on any of {n} other "
                        "indicators.", count)  # fmt: skip


def groups(worse, count, _labels=None):
    """Return what the reference groups speak for, and the sentence, from those established to be worse off."""
    if worse:
        names = listed([_("“{text}”", text=row["group"]) for row in worse])
        return "adjust", _("Reference groups that are worse off: {names}.", names=names)
    return "", ngettext("{n} reference group: it is not established to be worse off.",
                        "{n} reference groups: none is established to be worse off.", count)  # fmt: skip


def promises(commitments, actions):
    """Return what the promises of a pilot's actions speak for, and how many of those due were kept.

    >>> from workbench.tables import frame
    >>> rows = [{"action": "A1", "commitment_state": state} for state in ("kept", "late", "broken", "due")]
    >>> promises(frame("commitments", rows), ["A1"])
    ('adjust', 'Of 3 promises that are due, 1 was kept. What was tried is not what was agreed.')
    """
    state = commitments.loc[commitments["action"].isin(actions), "commitment_state"]
    judged, kept = int(state.isin(["kept", "late", "broken"]).sum()), int((state == "kept").sum())
    if not judged:
        return "", ""
    if kept == judged:
        said = ngettext("The promise that is due was kept.", "All {n} promises that are due were kept.", judged)
    elif kept:
        said = ngettext(
            "Of {all} promises that are due, {n} was kept.", "Of {all} promises that are due, {n} were kept.", kept,
            all=number(judged),
        )  # fmt: skip
    else:
        said = ngettext("The promise that is due was not kept.", "None of {n} promises that are due was kept.", judged)
    if 2 * kept < judged:
        return "adjust", said + " " + _("What was tried is not what was agreed.")
    return "", said


def stakeholders(effects, actions, indicator):
    """Return what stakeholders' observed effects speak for, and their mean.

    >>> from workbench.tables import frame
    >>> rows = [{"action": "A1", "indicator": "MOB", "stakeholder": who, "observed": 1} for who in "ab"]
    >>> stakeholders(frame("effects", rows), ["A1"], "MOB")
    ('', '2 stakeholders observe +1.0 on a scale from −2 to +2.')
    """
    rated = effects[effects["action"].isin(actions) & (effects["indicator"] == indicator) & effects["observed"].notna()]
    if not len(rated):
        return "", ""
    means = {"": rated["observed"].mean()}
    if "role" in rated and (rated["role"] == "user").any():
        means["user"] = rated.loc[rated["role"] == "user", "observed"].mean()
    said = ngettext("{n} stakeholder observes {mean} on a scale from −2 to +2.",
                    "{n} stakeholders observe {mean} on a scale from −2 to +2.", rated["stakeholder"].nunique(),
                    mean=number(means[""], 1, signed=True))  # fmt: skip
    if min(means.values()) < 0:
        who = _("users observe {mean}", mean=number(means["user"], 1, signed=True)) if means.get("user", 0) < 0 else ""
        return "adjust", said + (f" {who[0].upper()}{who[1:]}." if who else "")
    return "", said

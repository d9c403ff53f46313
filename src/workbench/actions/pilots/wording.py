"""What people read about a pilot: its effect, what the interval rests on, and who was left out."""

import pandas as pd

from workbench.language import N_, _, listed, ngettext, number

_SCALES = {"mean": (1, 1), "polarisation": (2, 1)}

_RESTS = {
    "territories": N_("{effect} compared with elsewhere, between {low} and {high}."),
    "drift": N_(
        "{effect} compared with elsewhere, between {low} and {high} if these territories drift apart here as they do "
        "where no pilot was at work."
    ),
    "sampling": N_(
        "{effect} compared with elsewhere, between {low} and {high} if nothing else happened in any of these "
        "territories."
    ),
}
_REASONS = {
    "plan": N_("The plan does not say which wave is the first after the pilot: {territories}."),
    "wave": N_("There is no answer yet of the wave after the pilot: {territories}."),
    "before": N_("There is no wave before the pilot: {territories}."),
    "answers": N_("Left out, because one of the two waves has no figure there: {territories}."),
    "scale": N_("Left out, because the two waves cannot be compared there: {territories}."),
    "other pilot": N_("Left out, because another pilot works on the same there: {territories}."),
    "alone": N_("There is no territory to compare with: {territories}."),
}


def amount(value, facet, *, signed=True, finer=0):
    """Return a difference with its unit, with `finer` more digits.

    >>> amount(0.812, "mean"), amount(0.05, "good"), amount(-0.034, "polarisation")
    ('+0.8 levels', '+5 points', '−0.03 on the index')
    """
    unit = {"mean": _("levels"), "polarisation": _("on the index")}.get(facet, _("points"))
    return _("{amount} {unit}", amount=plain(value, facet, signed=signed, finer=finer), unit=unit)


def plain(value, facet, *, signed=False, finer=0):
    """Return a difference without its unit.

    >>> plain(0.812, "mean"), plain(-0.046, "bad")
    ('0.8', '−5')
    """
    digits, scale = _SCALES.get(facet, (0, 100))
    digits += finer
    return number(round(float(value) * scale, digits) + 0.0, digits, signed=signed)


def about_effect(row):
    """Return the sentence of one row of `estimate_pilots`."""
    if row["effect"] is None:
        if row["change"] is None:
            return _("Nothing can be computed: see the note.")
        change = amount(row["change"], row["facet"])
        return _("{change} where the pilot is; what would have changed anyway is not known.", change=change)
    if row["low"] is None:
        said = {"effect": amount(row["effect"], row["facet"])}
        return _("{effect} compared with elsewhere; the answers are too few or too much alike to tell it from chance.",
                 **said)  # fmt: skip
    shown = {name: plain(row[name], row["facet"]) for name in ("low", "high")}
    message = _RESTS[row["basis"]]
    return _(message, effect=amount(row["effect"], row["facet"]), **shown)


def left_out(out):
    """Return, as sentences, why territories could not be used.

    >>> left_out({"B": "answers", "C": "answers"})
    ['Left out, because one of the two waves has no figure there: B and C.']
    """
    return [
        _(message, territories=listed([name for name, reason in out.items() if reason == kind]))
        for kind, message in _REASONS.items() if kind in out.values()
    ]  # fmt: skip


def no_interval(row, confidence=0.95):
    """Return why the territories alone give no interval, with the smallest p that they could give.

    Parameters
    ----------
    row : dict
        Of `estimate_pilots`.
    confidence : float

    Examples
    --------
    >>> print(no_interval({"pilots": 1, "comparisons": 3, "placings": 4, "smallest_p": 0.25}))
    Territories alone give no interval: with 1 pilot and 3 comparison territories the smallest p possible is 1/4.
    """
    if pd.isna(row["smallest_p"]) or row["smallest_p"] <= 1 - confidence + 1e-12:
        return ""
    pilots = ngettext("{n} pilot", "{n} pilots", int(row["pilots"]))
    others = ngettext("{n} comparison territory", "{n} comparison territories", int(row["comparisons"]))
    count = round(1 / row["smallest_p"])
    smallest = f"1/{number(count)}" if abs(count * row["smallest_p"] - 1) < 1e-9 else number(row["smallest_p"], 2)
    smallest = smallest.removeprefix("1/") if count == 1 else smallest
    return _("Territories alone give no interval: with {pilots} and {others} the smallest p possible is {smallest}.",
             pilots=pilots, others=others, smallest=smallest)  # fmt: skip


def about_wave(row, confidence=0.95):
    """Return the sentence of one row of `pilot_waves`."""
    if row["kind"] == "base":
        return _("{wave}: the last wave before the start, from which is counted.", wave=row["wave"])
    shown = {"wave": row["wave"], "effect": amount(row["effect"], row["facet"])}
    if row["p"] is None:
        return _("{wave}: {effect}; too few or too much alike answers to tell it from chance.", **shown)
    if row["kind"] == "after":
        return _("{wave}: {effect} compared with elsewhere, between {low} and {high}.", **shown,
                 **{name: plain(row[name], row["facet"]) for name in ("low", "high")})  # fmt: skip
    if row["p_adjusted"] < 1 - confidence:
        return _("{wave}: {effect} compared with elsewhere already before the start.", **shown)
    if row["detectable"] is None:
        return _("{wave}: no difference from elsewhere can be told.", **shown)
    seen = amount(row["detectable"], row["facet"], signed=False)
    return _("{wave}: no difference from elsewhere can be told; one of {seen} would have been seen.", seen=seen,
             **shown)  # fmt: skip

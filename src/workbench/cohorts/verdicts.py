"""What a change comes to, in a sentence that a council understands."""

from functools import cache

import pandas as pd

from workbench.language import N_, _, current_language, number

#: By facet and whether it is better (1) or worse (−1); shares are told in points, the others in levels or as an index.
_TOLD = {
    ("mean", 1): N_("The mean situation is better: {difference} levels, between {low} and {high}."),
    ("mean", -1): N_("The mean situation is worse: {difference} levels, between {low} and {high}."),
    ("good", 1): N_("More people in good situations: {difference} points, between {low} and {high}."),
    ("good", -1): N_("Fewer people in good situations: {difference} points, between {low} and {high}."),
    ("bad", 1): N_("Fewer people in bad situations: {difference} points, between {low} and {high}."),
    ("bad", -1): N_("More people in bad situations: {difference} points, between {low} and {high}."),
    ("disparity", 1): N_("The groups are less far apart: {difference} points, between {low} and {high}."),
    ("disparity", -1): N_("The groups are further apart: {difference} points, between {low} and {high}."),
    ("polarisation", 1): N_("Answers are less pulled apart: {difference} on the index, between {low} and {high}."),
    ("polarisation", -1): N_("Answers are more pulled apart: {difference} on the index, between {low} and {high}."),
}
_NOT_TOLD = {
    "mean": N_("No change can be told apart at n = {from_} and {to}; {needed} levels would have been needed."),
    "polarisation": N_(
        "No change can be told apart at n = {from_} and {to}; {needed} on the index would have been needed."
    ),
    "share": N_("No change can be told apart at n = {from_} and {to}; {needed} points would have been needed."),
}
_PERHAPS = {
    "mean": N_("Perhaps a change ({difference} levels), but among so many comparisons one like it comes by chance."),
    "polarisation": N_(
        "Perhaps a change ({difference} on the index), but among so many comparisons one like it comes by chance."
    ),
    "share": N_("Perhaps a change ({difference} points), but among so many comparisons one like it comes by chance."),
}


def verdict(row, confidence=0.95):
    """Return the sentence of one row of `changes`, its warning included.

    Parameters
    ----------
    row : dict
        A row of table `changes`, but for its verdict.
    confidence : float
        As the row was computed with.

    Examples
    --------
    >>> row = {"facet": "good", "direction": "up", "difference": 0.09, "low": 0.03, "high": 0.15, "detectable": 0.08,
    ...        "p": 0.004, "n_from": 400, "n_to": 410, "robust": pd.NA, "warning": ""}
    >>> verdict(row)
    'More people in good situations: +9 points, between 3 and 15.'
    """
    if row["direction"] == "not comparable":
        return " ".join([_("This cannot be compared."), row["warning"]]).strip()
    if pd.isna(row["p"]):
        said = _("The answers are too few or too much alike to tell a change from chance.")
    else:
        said = _sentence(row, confidence)
        if row["facet"] == "mean" and row["direction"] != "none" and pd.notna(row["robust"]) and not row["robust"]:
            said += " " + _("How far apart the situations are taken to be matters here: see the shares.")
    return f"{said} {row['warning']}".strip()


def _sentence(row, confidence):
    kind = row["facet"] if row["facet"] in ("mean", "polarisation") else "share"
    digits, scale = {"mean": (1, 1), "polarisation": (2, 1), "share": (0, 100)}[kind]
    language = current_language()

    def shown(*names):
        # rounded before it is written, so that there is no "−0.0"
        return {
            name: _written(round(float(row[name]) * scale, digits) + 0.0, digits, name == "difference", language)
            for name in names
        }

    if row["direction"] != "none":
        message = _TOLD[row["facet"], 1 if row["direction"] == "up" else -1]
        return _(message, **shown("difference", "low", "high"))
    if row["p"] < 1 - confidence:
        return _(_PERHAPS[kind], **shown("difference"))
    people = {name: _written(int(row[f"n_{name.rstrip('_')}"]), 0, False, language) for name in ("from_", "to")}
    if pd.isna(row["detectable"]):
        return _("No change can be told apart at n = {from_} and {to}; none could have been.", **people)
    return _(_NOT_TOLD[kind], needed=shown("detectable")["detectable"], **people)


@cache
def _written(amount, digits, signed, _language):
    """Return a number as it is written; the changes of a large study have few different ones."""
    return number(amount, digits, signed=signed)

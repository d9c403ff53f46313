"""What a disagreement between two sources is called in a plain sentence."""

from functools import cache

import pandas as pd

from workbench.language import N_, _, current_language, number
from workbench.scores.intervals import critical

_PEOPLE = {
    "better": N_("“{topic}”: better by {size} levels for {one} than for {other}, between {low} and {high}."),
    "worse": N_("“{topic}”: worse by {size} levels for {one} than for {other}, between {low} and {high}."),
}
_RANGE = {
    "evidence": N_("“{topic}”: the evidence lies {range}, {one} at {mean}"),
    "statistic": N_("“{topic}”: the statistic “{label}” lies {range}, {one} at {mean}"),
}


def who(origin, standpoint):
    """Return whom a source is called after, in the middle of a sentence.

    >>> who("groups", "resident"), who("survey", "")
    ('residents’ groups', 'the residents’ survey')
    """
    known = {
        "resident": _("residents’ groups"), "professional": _("professionals’ groups"),
        "institution": _("institutions’ groups"), "": _("groups of no standpoint"),
    }  # fmt: skip
    if origin == "survey":
        return _("the residents’ survey")
    if origin == "evidence":
        return _("the evidence")
    if origin == "statistic":
        return _("the statistic")
    return known.get(standpoint, standpoint)


def range_text(lowest, highest):
    """Return a range of levels in the middle of a sentence.

    >>> range_text(3, 4), range_text(3.4, 3.4)
    ('between 3 and 4', 'at 3.4')
    """
    low, high = (_written(value, 0 if abs(value - round(value)) < 0.05 else 1) for value in (lowest, highest))
    return _("at {level}", level=low) if low == high else _("between {low} and {high}", low=low, high=high)


def verdict(row, confidence=0.95):
    """Return the sentence of one pair.

    Parameters
    ----------
    row : dict
        A row of what `disagreements` returns, with `topic` (what the indicator or theme is called).
    confidence : float

    Examples
    --------
    >>> row = {"topic": "Housing", "origin": "groups", "standpoint": "professional", "origin_other": "groups",
    ...        "other": "resident", "difference": 0.9, "low": 0.3, "high": 1.5, "direction": "better", "p": 0.01,
    ...        "robust": True, "warning": ""}
    >>> verdict(row)
    '“Housing”: better by 0.9 levels for professionals’ groups than for residents’ groups, between 0.3 and 1.5.'
    """
    one, other = who(row["origin"], row["standpoint"]), who(row["origin_other"], row["other"])
    if pd.isna(row["p"]):
        said = _("“{topic}”: too few answers to compare {one} and {other}.", topic=row["topic"], one=one, other=other)
    elif row["origin_other"] in _RANGE:
        said = _of_range(row, one, confidence)
    else:
        said = _of_people(row, one, other, confidence)
        if row["direction"] != "none" and pd.notna(row["robust"]) and not row["robust"]:
            said += " " + _("How far apart the situations are taken to be matters here: see the shares.")
    return f"{said} {row['warning']}".strip()


def in_short(row):
    """Return the sentence of one pair without its figures, for readers who may not know how far few people are apart.

    >>> in_short({"origin": "groups", "standpoint": "institution", "origin_other": "survey", "other": "",
    ...           "direction": "none", "warning": ""})
    'Institutions’ groups and the residents’ survey cannot be told apart.'
    """
    one, other = who(row["origin"], row["standpoint"]), who(row["origin_other"], row["other"])
    if row["origin_other"] in _RANGE:
        messages = {
            "better": N_("{one}: above {other}."), "worse": N_("{one}: below {other}."),
            "none": N_("{one} cannot be told apart from {other}."),
        }  # fmt: skip
    else:
        messages = {
            "better": N_("{one}: better than for {other}."), "worse": N_("{one}: worse than for {other}."),
            "none": N_("{one} and {other} cannot be told apart."),
        }  # fmt: skip
    message = messages[row["direction"] or "none"]
    said = _(message, one=one, other=other)
    return f"{said[:1].upper()}{said[1:]} {row['warning']}".strip()


def _of_people(row, one, other, confidence):
    told = {"topic": row["topic"], "one": one, "other": other}
    if row["direction"] != "none":
        ends = sorted(abs(float(row[name])) for name in ("low", "high"))
        ends = {name: _written(value, 1) for name, value in zip(("low", "high"), ends, strict=True)}
        message = _PEOPLE[row["direction"]]
        return _(message, **told, size=_written(abs(float(row["difference"])), 1), **ends)
    if row["p"] < 1 - confidence:
        size = _written(round(float(row["difference"]), 1) + 0.0, 1, signed=True)
        return _(
            "“{topic}”: perhaps {one} and {other} differ ({size} levels), but among so many comparisons one like it "
            "comes by chance.",
            **told, size=size,
        )  # fmt: skip
    people = {"n": _written(int(row["n"])), "n_other": _written(int(row["n_other"]))}
    if pd.isna(row["detectable"]):
        return _(
            "“{topic}”: {one} and {other} cannot be told apart at n = {n} and {n_other}; no difference could have "
            "been.",
            **told, **people,
        )  # fmt: skip
    return _(
        "“{topic}”: {one} and {other} cannot be told apart at n = {n} and {n_other}; {needed} levels would have been "
        "needed.",
        **told, **people, needed=_written(float(row["detectable"]), 1),
    )  # fmt: skip


def _of_range(row, one, confidence):
    mean = _written(float(row["estimate"]), 1)
    if pd.notna(row["se"]) and row["se"] > 0:
        low, high = (_written(value, 1) for value in _own(row, confidence))
        mean = _("{mean} ({low} to {high})", mean=mean, low=low, high=high)
    message = _RANGE[row["origin_other"]]
    said = _(
        message, topic=row["topic"], label=row["label"], one=one, mean=mean,
        range=range_text(float(row["lowest"]), float(row["highest"])),
    )  # fmt: skip
    if row["direction"] != "none":
        end = _("outside the range") if row["lowest"] != row["highest"] else _("apart from it")
    elif abs(float(row["difference"])) < 1e-9:
        end = _("within the range") if row["lowest"] != row["highest"] else _("the same")
    else:
        end = _("no further from it than chance, or half a level, may put them")
    return _("{said}: {end}.", said=said, end=end)


def _own(row, confidence):
    """Return the interval of people's own mean."""
    reach = float(critical(row["df"], confidence)) * float(row["se"])
    return max(float(row["estimate"]) - reach, 1), min(float(row["estimate"]) + reach, float(row["levels"]))


def _written(value, digits=0, *, signed=False):
    """Return a number as it is written; the pairs of a large study have few different ones."""
    return _kept(round(float(value), digits) + 0.0, digits, signed, current_language())


@cache
def _kept(value, digits, signed, _language):
    return number(value, digits, signed=signed)

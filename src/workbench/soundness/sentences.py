"""The findings in words: one sentence each, and what one could do."""

import pandas as pd

from workbench.indicators.scales import indicator_label
from workbench.language import N_, _, listed, ngettext, number, percent, word

#: Every kind, in the order in which they are told, and what is looked at.
KINDS = {
    "broken": N_("broken ladders"),
    "unused": N_("levels never used"),
    "reversed": N_("indicators that run against their theme"),
    "redundant": N_("pairs that say the same"),
    "missing": N_("missing answers"),
    "not_applicable": N_("“does not concern me”"),
    "floor": N_("crowding at the worst situation"),
    "ceiling": N_("crowding at the best situation"),
    "group": N_("groups that differ on one indicator"),
    "standpoint": N_("residents against professionals and institutions"),
    "consistency": N_("how themes hang together"),
}
_SAYS = {
    "missing": N_("{label}, {where}: {share} of {n} people ({low} to {high}) gave no situation: {reasons}."),
    "not_applicable": N_("{label}, {where}: {share} of {n} people ({low} to {high}) say that it does not concern "
                         "them."),
    "floor": N_("{label}, {where}: {share} of {n} people ({low} to {high}) stand on the worst situation; that things "
                "get worse for them could not be seen."),
    "ceiling": N_("{label}, {where}: {share} of {n} people ({low} to {high}) stand on the best situation; that things "
                  "get better for them could not be seen."),
    "unused": N_("{label}: nobody of {n} people chose level {level}; at most {high} would."),
    "broken": N_("{label}, {where}: {share} of {n} ladders ({low} to {high}) are none: a higher step is reached and a "
                 "lower one is not."),
    "redundant": N_("{label} and {other} say nearly the same: rank correlation {estimate} ({low} to {high}), {n} "
                    "people."),
    "reversed": N_("{label} runs against the others of its theme “{theme}”: rank correlation {estimate} ({low} to "
                   "{high}), {n} people."),
}  # fmt: skip
_OF_GROUP = {
    ("group", True): N_("at an equal overall level, “{who}” ({territory}) stands lower on {label} than the other "
                        "groups: "
                        "{odds}; {n} people."),
    ("group", False): N_("at an equal overall level, “{who}” ({territory}) stands higher on {label} than the other "
                         "groups: {odds}; {n} people."),
    ("standpoint", True): N_("at an equal overall level, {who} see {label} lower than {others} ({territory}): {odds}; "
                             "{n} people."),
    ("standpoint", False): N_("at an equal overall level, {who} see {label} higher than {others} ({territory}): "
                              "{odds}; "
                              "{n} people."),
}  # fmt: skip
_STANDPOINTS = {"resident": N_("residents"), "professional": N_("professionals"), "institution": N_("institutions")}
_ADVICE = {
    "missing": N_("Ask a few of them why. Too private, too long, too late in the questionnaire?"),
    "dont_know": N_("Many do not know: word the situations by what people can see for themselves, or ask those who "
                    "live it."),
    "not_applicable": N_("Ask first whom it concerns, or give the others a situation of their own."),
    "floor": N_("If they are that badly off, act. To follow them, describe a step below with those concerned."),
    "ceiling": N_("If they are that well off, keep it. To see further, describe a step above with the groups."),
    "unused": N_("Reword it with the groups so that somebody could be there, or merge it with its neighbour from "
                 "the next "
                 "wave on, with a crosswalk."),
    "broken": N_("Look at the wording and the translation of the propositions in this place, and read them aloud with "
                 "the group; the answers stay apart until then."),
    "redundant": N_("Keep the one whose words the groups know best, unless each serves another action."),
    "reversed": N_("See whether its situations are numbered from the best to the worst, or its direction is declared "
                   "the wrong way round."),
    "group": N_("Ask the group. Either it lives this differently, which is a result, or it reads the words "
                "differently, which is a fault of the indicator; answers alone cannot tell which."),
    "standpoint": N_("Bring both to one table over this indicator. Either they see other things, which is a result, or "
                     "they read the words differently; answers alone cannot tell which."),
    "consistency": N_("It says how closely the answers go together, not that the indicators are good: a theme may hold "
                      "things that people live apart, and close to 1 they repeat each other. Groups and waves may "
                      "differ."),
}  # fmt: skip


def sentence(row, indicators):
    """Return what one finding says."""
    if row["kind"] == "consistency":
        return _of_theme(row, indicators)
    values = {name: row.get(name) for name in ("estimate", "low", "high")}
    share = row["kind"] in ("missing", "not_applicable", "floor", "ceiling", "unused", "broken")
    shown = percent if share else two
    values = {name: shown(value) for name, value in values.items()} | {"n": number(row["n"])}
    if row["kind"] == "unused":
        values["high"] = percent(row["high"], 1)
    label = _label(row["indicator"], indicators)
    if row["kind"] in ("group", "standpoint"):
        return _of_group(row, label, values)
    if row["kind"] == "broken" and row["pattern"]:
        mostly = _("Most often: {pattern}.", pattern=row["pattern"])
    else:
        mostly = ""
    where = " ".join(part for part in (row.get("territory"), row.get("wave")) if isinstance(part, str) and part)
    says = _SAYS[row["kind"]]
    said = _(
        says, label=label, where=where, share=values["estimate"], theme=row.get("theme"),
        other=_label(row["other"], indicators) if row["kind"] == "redundant" else "",
        reasons=_reasons(row) if row["kind"] == "missing" else "", level=_level(row, indicators), **values,
    )  # fmt: skip
    return f"{said} {mostly}".strip()


def advice(row):
    """Return what one could do about a finding."""
    kind = row["kind"]
    if kind == "missing" and next(iter(row["reasons"]), "") == "dont_know":
        kind = "dont_know"
    return _(_ADVICE[kind])


def summary(kind, severity, count):
    """Return what was looked at and found sound, or what could not be told.

    >>> summary("redundant", "nothing", 3), summary("unused", "cannot tell", 0)
    ('Pairs that say the same: nothing found among 3 looked at.', 'Levels never used: nothing could be looked at.')
    """
    what = _(KINDS[kind])
    what = what[:1].upper() + what[1:]
    if severity == "nothing":
        return ngettext("{what}: nothing found in the {n} place looked at.", "{what}: nothing found among {n} "
                                                                             "looked at.",
                        count, what=what)  # fmt: skip
    if not count:
        return _("{what}: nothing could be looked at.", what=what)
    return ngettext("{what}: {n} case cannot be told, for too few answers.",
                    "{what}: {n} cases cannot be told, for too few answers.", count, what=what)  # fmt: skip


def two(value):
    """Return a figure with two digits; "?" where there is none.

    >>> two(0.456), two(None)
    ('0.46', '?')
    """
    return "?" if value is None or pd.isna(value) else number(value, 2)


def _label(code, indicators):
    return indicator_label({"indicator": code, **indicators.loc[code].to_dict()}) if code in indicators.index else code


def _level(row, indicators):
    if pd.isna(row.get("level", pd.NA)):
        return ""
    return number(int(row["level"]) - 1 + int(indicators.at[row["indicator"], "lowest"]))


def _reasons(row):
    named = {
        word("reason", reason) if reason else _("no reason given"): count for reason, count in row["reasons"].items()
    }
    return listed([f"{name} {number(count)}" for name, count in named.items()])


def _of_group(row, label, values):
    lower = row["side"] < 0
    said = _OF_GROUP[row["kind"], lower]
    who, others = (_(_STANDPOINTS[name]) if name in _STANDPOINTS else name for name in (row["group"], row["other"]))
    odds = _("odds of a higher situation × {estimate}, {low} to {high}", **values)
    if pd.isna(row["estimate"]):
        odds = _("all at one end, so no odds can be given")
    text = _(said, who=who, others=others, label=label, territory=row["territory"], odds=odds, n=values["n"])
    return text[:1].upper() + text[1:]


def _of_theme(row, indicators):
    names = listed([_label(name, indicators) for name in row["indicators"]])
    if pd.isna(row["alpha"][0]):
        return _("Theme “{theme}” ({indicators}): too few answers, or an indicator that does not vary; nothing can be "
                 "told of how they hang together.", theme=row["theme"], indicators=names)  # fmt: skip
    figures = _("ordinal alpha {estimate} ({low} to {high})", **_figures(row["alpha"]))
    if not pd.isna(row["omega"][0]):
        figures = listed([figures, _("omega {estimate} ({low} to {high})", **_figures(row["omega"]))])
    return _("Theme “{theme}” ({indicators}): {figures}, {n} people.",
             theme=row["theme"], indicators=names, figures=figures, n=number(row["n"]))  # fmt: skip


def _figures(told):
    """Return the words of alpha or omega, which have no lower bound: what is below −1 is only said to be."""
    texts = (f"< {number(-1, 2)}" if value < -1 else two(value) for value in told)
    return dict(zip(("estimate", "low", "high"), texts, strict=True))

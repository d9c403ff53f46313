"""Do the indicators work? Every check in one table, a finding a row, with what chance may have made taken off."""

import numpy as np
import pandas as pd

from workbench.language import listed
from workbench.scores.intervals import adjusted
from workbench.soundness.answering import answering
from workbench.soundness.asked import asked
from workbench.soundness.consistency import ordinal_consistency
from workbench.soundness.differing import differing, in_odds
from workbench.soundness.likeness import correlations, likeness, themes_of
from workbench.soundness.sentences import KINDS, advice, sentence, summary

#: The columns of the findings and their types.
COLUMNS = {
    "kind": "str", "severity": "str", "indicator": "str", "other": "str", "theme": "str", "territory": "str",
    "wave": "str", "group": "str", "level": "Int64", "measure": "str", "n": "Int64", "estimate": "Float64",
    "low": "Float64", "high": "Float64", "p": "Float64", "p_adjusted": "Float64", "looked_at": "Int64",
    "finding": "str", "advice": "str",
}  # fmt: skip
_MEASURES = {
    **dict.fromkeys(("missing", "not_applicable", "floor", "ceiling", "unused", "broken"), "share"),
    **dict.fromkeys(("redundant", "reversed"), "rank correlation"), "consistency": "omega",
    **dict.fromkeys(("group", "standpoint"), "odds ratio"),
}  # fmt: skip


def indicator_findings(
    answers, indicators, *, ladders=None, missing=0.10, ends=0.50, unused=0.02, broken=0.10, redundant=0.80,
    confidence=0.95,
):  # fmt: skip
    """Return whether the indicators do their job: what the answers show to be wrong with them, a finding a row.

    What is looked at is what is given: all territories and waves of `answers`; select some of them to look at those.
    People count as they are, without weights: the question is the questionnaire, not the territory.

    ================  =========================================================================================
    kind              found where, beyond chance
    ================  =========================================================================================
    missing           more than `missing` of those asked in a territory gave no level (reasons in the sentence)
    not_applicable    more than twice as many said that it does not concern them
    floor, ceiling    more than `ends` of those who answered in a territory stand at the worst or best situation
    unused            nobody chose a level, of so many that a share `unused` would have been seen
    broken            more than `broken` of the ladders of a territory and wave are none
    redundant         two indicators have a rank correlation above `redundant`
    reversed          an indicator runs against the others of its theme
    consistency       alpha and omega of each theme: always told, as a note, never an accusation
    group             a reference group, at equal overall level, is lower or higher on one indicator
    standpoint        professionals or institutions, at equal overall level, see one otherwise than residents
    ================  =========================================================================================

    Parameters
    ----------
    answers, indicators : DataFrame
        The tables of these names.
    ladders : DataFrame, optional
        Table `ladders`; those whose indicator has answers already are left out.
    missing, ends, unused, broken, redundant : float
        What is tolerated (ours: nothing is published).
    confidence : float
        Of intervals; a finding has an adjusted p below 1 − confidence.

    Returns
    -------
    DataFrame
        kind; severity: "look" (a finding), "note" (to be known), "nothing" (looked at, and sound as far as can be
        told), "cannot tell" (too few answers); indicator, other, theme, territory, wave, group, level (1..K) where it
        applies; measure, n, estimate, low, high; p, p_adjusted (Benjamini & Hochberg within the kind; groups and
        standpoints are one), looked_at (how many were tested); finding in words; advice, what one could do. Each kind
        has at least one row.

    Raises
    ------
    ValueError
        As `count_levels`, and if a tolerated share is not between 0 and 1.

    Notes
    -----
    How rarely something sound is accused was simulated: docs/indicators_checked.md says where it is at most one study
    in twenty, and where that is not shown.
    Odds of groups: proportional odds with the overall level and the wave; p by its score test.

    References
    ----------
    Ordinal alpha, omega: Zumbo et al. (2007), McDonald (1999). Groups: Zumbo (1999), with the usual difference of a
    group taken off and the usual spread as the measure (Efron 2004). What is tolerated, and the words, are ours.

    Examples
    --------
    >>> answers = pd.DataFrame({
    ...     "respondent": range(8), "territory": "Valbourg", "wave": "2024", "group": "Young people",
    ...     "indicator": "MOB", "level": [1, 2, 3, 4, 2, 3, None, 4], "missing": [""] * 6 + ["dont_know", ""],
    ... })
    >>> found = indicator_findings(answers, pd.DataFrame({"indicator": ["MOB"], "levels": [5]}))
    >>> print(found.loc[found["kind"].eq("unused"), "finding"].iloc[-1])
    Levels never used: 1 case cannot be told, for too few answers.
    """
    tolerated = {"missing": missing, "ends": ends, "unused": unused, "broken": broken, "redundant": redundant}
    if wrong := [name for name, value in tolerated.items() if not 0 < value < 1]:
        raise ValueError(f"{listed(wrong)}: a share between 0 and 1, found {tolerated[wrong[0]]}")
    look = asked(answers, indicators, ladders)
    rows = answering(look, missing=missing, ends=ends, unused=unused, broken=broken, confidence=confidence)
    pairs = correlations(look, confidence=confidence)
    rows += likeness(look, pairs, redundant=redundant, confidence=confidence)
    rows += differing(look)
    tests = pd.DataFrame(
        rows, columns=list(dict.fromkeys([*("kind", "p", "told"), *(key for row in rows for key in row)]))
    )
    tests["told"] = tests["told"].astype(bool)
    kind = pd.Categorical(tests["kind"].replace("standpoint", "group"), list(KINDS)).codes
    tests["p_adjusted"] = adjusted(tests["p"].astype(float).where(tests["told"]), kind)
    tests["looked_at"] = tests["told"].groupby(tests["kind"]).transform("sum")
    found = tests[tests["told"] & (tests["p_adjusted"] < 1 - confidence)].sort_values(["kind", "p"], kind="stable")
    told = [_worded(row, look, confidence) for row in found.to_dict("records")]
    told += _themes(look, confidence)
    told += [line for kind in KINDS for line in _summary(kind, tests[tests["kind"].eq(kind)], told)]
    table = pd.DataFrame(told, columns=list(COLUMNS))
    order = {name: place for place, name in enumerate(("look", "note", "nothing", "cannot tell"))}
    rank = table["severity"].map(order) * len(KINDS) + table["kind"].map(list(KINDS).index)
    table = table.iloc[np.argsort(rank.to_numpy(), kind="stable")].reset_index(drop=True)
    texts = [name for name, kind in COLUMNS.items() if kind == "str"]
    table[texts] = table[texts].astype(object).where(table[texts].notna(), "")
    table = table.astype(COLUMNS)
    table.attrs.update(answers.attrs)
    return table


def indicator_correlations(answers, indicators, *, ladders=None, confidence=0.95):
    """Return the rank correlation of every pair of indicators that the same people answered, the closest first.

    Parameters
    ----------
    answers, indicators, ladders : DataFrame
        As in `indicator_findings`.
    confidence : float

    Returns
    -------
    DataFrame
        indicator, other, n (people who answered both), estimate, low, high. Ranks are taken inside each territory, wave
        and source: what differs between places makes no correlation. low and high are NA below 4 people.

    References
    ----------
    Error: Bonett & Wright (2000).

    Examples
    --------
    >>> answers = pd.DataFrame({
    ...     "respondent": [*range(6)] * 2, "territory": "Valbourg", "wave": "2024", "group": "",
    ...     "indicator": ["A"] * 6 + ["B"] * 6, "level": [1, 2, 3, 4, 5, 5, 2, 1, 3, 5, 4, 5], "missing": "",
    ... })
    >>> pairs = indicator_correlations(answers, pd.DataFrame({"indicator": ["A", "B"], "levels": [5, 5]}))
    >>> pairs[["indicator", "other", "n", "estimate"]].round(2).values.tolist()
    [['A', 'B', 6, 0.81]]
    """
    table = correlations(asked(answers, indicators, ladders), confidence=confidence).drop(columns="se")
    table = table.sort_values("estimate", ascending=False, kind="stable", ignore_index=True)
    kinds = {"indicator": "str", "other": "str", "n": "Int64", **dict.fromkeys(("estimate", "low", "high"), "Float64")}
    table = table.astype(kinds)
    table.attrs.update(answers.attrs)
    return table


def indicator_shares(answers, indicators, *, ladders=None):
    """Return how people answered each indicator: the share of each situation, and of each reason for having none.

    Parameters
    ----------
    answers, indicators, ladders : DataFrame
        As in `indicator_findings`; people count as they are, without weights.

    Returns
    -------
    DataFrame
        One row an indicator and level, then one an indicator and reason: indicator, theme, level (1..K, NA for a
        reason),
        number (the level as people number it), missing (the reason, "" for a level), n (people), share (of those with a
        level; for a reason, of those who were asked). Levels that nobody chose are there, with 0.

    Examples
    --------
    >>> answers = pd.DataFrame({
    ...     "respondent": range(4), "territory": "Valbourg", "wave": "2024", "group": "", "indicator": "MOB",
    ...     "level": [1, 2, 2, None], "missing": ["", "", "", "dont_know"],
    ... })
    >>> shares = indicator_shares(answers, pd.DataFrame({"indicator": ["MOB"], "levels": [3]}))
    >>> shares[["level", "missing", "n", "share"]].round(2).values.tolist()
    [[1, '', 1, 0.33], [2, '', 2, 0.67], [3, '', 0, 0.0], [<NA>, 'dont_know', 1, 0.25]]
    """
    look = asked(answers, indicators, ladders)
    rows = []
    for column, (name, declared) in enumerate(look.indicators.iterrows()):
        given = look.cube.persons[:, column, : int(declared["levels"])].sum(axis=0)
        left = look.cube.missing[1][:, column].sum(axis=0)
        at = {"indicator": name, "theme": declared.get("theme", "")}
        for place, count in enumerate(given):
            level = {"level": place + 1, "number": place + int(declared["lowest"])}
            share = count / given.sum() if given.sum() else pd.NA
            rows.append({**at, **level, "missing": "", "n": count, "share": share})
        told = zip(look.cube.reasons, left, strict=True)
        reasons = [(reason, n) for reason, n in told if n and reason != "not_asked"]
        whole = given.sum() + sum(n for _reason, n in reasons)
        rows += [{**at, "missing": reason, "n": n, "share": n / whole} for reason, n in reasons]
    kinds = {"indicator": "str", "theme": "str", "level": "Int64", "number": "Int64", "missing": "str", "n": "Int64",
             "share": "Float64"}  # fmt: skip
    table = pd.DataFrame(rows, columns=list(kinds)).astype(kinds)
    table.attrs.update(answers.attrs)
    return table


def _worded(row, look, confidence):
    """Return one finding with its figure, its sentence and what one could do."""
    if "sides" in row and isinstance(row["sides"], tuple):
        row |= dict(zip(("estimate", "low", "high"), in_odds(row, confidence), strict=True))
    theme = look.indicators["theme"].get(row["indicator"], "") if "theme" in look.indicators else ""
    row |= {"severity": "look", "theme": theme, "measure": _MEASURES[row["kind"]]}
    return row | {"finding": sentence(row, look.indicators), "advice": advice(row)}


def _themes(look, confidence):
    """Return alpha and omega of every theme of two indicators or more."""
    rows = []
    for theme, names in themes_of(look).items():
        held = ordinal_consistency(look.levels[names], clusters=look.people["session"], confidence=confidence)
        figures = held.omega if len(names) > 2 else held.alpha
        told = not np.isnan(figures[0])
        row = {"kind": "consistency", "severity": "note" if told else "cannot tell", "theme": theme, "n": held.n}
        row |= {
            "measure": "omega" if len(names) > 2 else "alpha",
            **dict(zip(("estimate", "low", "high"), figures, strict=True)),
        }
        row |= {"alpha": held.alpha, "omega": held.omega, "indicators": names}
        rows.append(row | {"finding": sentence(row, look.indicators), "advice": advice(row)})
    return rows


def _summary(kind, tests, told):
    """Return the rows that say what was looked at without a finding, and what could not be told."""
    found = any(row["kind"] == kind for row in told)
    enough = int(tests["told"].sum())
    lines = []
    if enough and not found:
        lines.append(("nothing", enough))
    if (few := len(tests) - enough) or not (enough or found):
        lines.append(("cannot tell", few))
    return [
        {"kind": kind, "severity": severity, "looked_at": count, "measure": _MEASURES[kind],
         "finding": summary(kind, severity, count), "advice": ""}
        for severity, count in lines
    ]  # fmt: skip

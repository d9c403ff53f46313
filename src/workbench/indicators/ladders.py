"""Ladders of propositions: four answers become one of five situations, or are said to be no ladder."""

from functools import cache
from itertools import product

import pandas as pd

from workbench.language import _, number, word
from workbench.tables import columns, frame

#: The four propositions from the lowest step to the highest, and whether agreeing means that the step is reached: P
#: and O are worded negatively ("It is not possible to …"), Q and S positively.
STEPS = {"possibility": False, "attainment": False, "quality": True, "sustainability": True}
_SIGNS = {True: "+", False: "−", None: "?"}


def ladder_levels(ladders):
    """Return the level that each respondent's four answers on a ladder come to, as rows of the answers table.

    A step is reached when the respondent *disagrees* with the negative proposition (possibility P, attainment O) or
    *agrees* with the positive one (quality Q, sustainability S). With + reached, − not reached, in the order P O Q S:

    ====================================================  ====================================================
    answers                                               what becomes of them
    ====================================================  ====================================================
    ``− − − −``                                           level 1: not possible
    ``+ − − −``                                           level 2: possible, not attained
    ``+ + − −``                                           level 3: attained, without quality
    ``+ + + −``                                           level 4: of quality, not sustained
    ``+ + + +``                                           level 5: sustained
    ``− − − +``, ``− − + −``, ``− − + +``, ``− + − −``,   no ladder: a higher step is reached and a lower one is not
    ``− + − +``, ``− + + −``, ``− + + +``, ``+ − − +``,
    ``+ − + −``, ``+ − + +``, ``+ + − +``
    ``?`` in places, with a + above a −                   no ladder, whatever the missing answers would have been
    ``?`` only above the first −                          the level as above: what is missing was not needed
    ``?`` below the first −, or with no − at all          no answer: the step where it stands open was needed
    ====================================================  ====================================================

    So ``− ? ? ?`` is level 1, ``+ − ? ?`` is level 2, ``? − − −``, ``? + + +`` and ``+ + + ?`` are no answer, and
    ``? − + +`` is no ladder.

    Parameters
    ----------
    ladders : DataFrame
        Table `ladders`: agreement with the four propositions as worded.

    Returns
    -------
    DataFrame
        Table `answers`, one row a row of `ladders`: `level` 1..5, or `missing` "no_ladder" or "no_answer"; behind
        the known columns those that `ladders` has beyond its own (profile …) and `pattern`, the answers as above
        ("P+ O+ Q− S?").

    References
    ----------
    Council of Europe, SPIRAL, fiche T32 (the four propositions). The levels, and what is done with the rest, are ours.

    Examples
    --------
    >>> rows = [
    ...     {"indicator": "WORK", "possibility": False, "attainment": True, "quality": False, "sustainability": False},
    ...     {"indicator": "WORK", "possibility": False, "attainment": True, "quality": True, "sustainability": False},
    ... ]
    >>> ladder_levels(frame("ladders", rows))[["level", "missing", "pattern"]]
       level    missing      pattern
    0      2             P+ O− Q− S−
    1   <NA>  no_ladder  P+ O− Q+ S−
    """
    outcomes = [_outcomes()[reached] for reached in _reached(ladders)]
    rows = ladders.drop(columns=[*STEPS, "pattern"], errors="ignore").reset_index(drop=True)
    rows["level"] = pd.array([level for level, _missing, _pattern in outcomes], dtype="Int64")
    rows["missing"] = [missing for _level, missing, _pattern in outcomes]
    rows["pattern"] = pd.array([pattern for _level, _missing, pattern in outcomes], dtype="str")
    answers = frame("answers", rows)
    answers.attrs.update(ladders.attrs)
    return answers


def ladder_patterns(ladders, *, by=("indicator",)):
    """Return how often each pattern of four answers was given, and what became of it.

    Parameters
    ----------
    ladders : DataFrame
        Table `ladders`.
    by : sequence of str
        Columns to count by, for instance ``("territory", "wave", "indicator")``.

    Returns
    -------
    DataFrame
        Columns of `by`, then `pattern` ("P+ O+ Q− S?": + reached, − not reached, ? not answered), `n`, `share` of
        the answers counted together, `level` (NA where there is none), `missing` ("", "no_ladder", "no_answer") and
        `became` in words. The levels come first, then what is no ladder, then what was not answered; the most
        frequent first.

    Raises
    ------
    ValueError
        If `by` names a column that the ladders do not have.

    Examples
    --------
    >>> agrees = dict(possibility=True, attainment=True, quality=False, sustainability=False)
    >>> ladder_patterns(frame("ladders", [{"indicator": "WORK", **agrees}] * 3))[["pattern", "n", "became"]]
           pattern  n   became
    0  P− O− Q− S−  3  level 1
    """
    by = [by] if isinstance(by, str) else list(by)
    answers = ladder_levels(ladders)
    absent = [column for column in by if column not in answers]
    if absent:
        raise ValueError(f"by: the ladders have no column {absent[0]!r}")
    keys = [*by, "pattern", "level", "missing"]
    counts = answers.groupby(keys, dropna=False, observed=True).size().rename("n").reset_index()
    counts["n"] = counts["n"].astype("Int64")
    counts["share"] = (counts["n"] / counts.groupby(by)["n"].transform("sum")).astype("Float64")
    became = [_became(*row) for row in zip(counts["level"], counts["missing"], strict=True)]
    counts["became"] = pd.array(became, dtype="str")
    counts["rank"] = counts["missing"].map({"": 0, "no_ladder": 1, "no_answer": 2})
    order = [*by, "rank", "level", "n", "pattern"]
    counts = counts.sort_values(order, ascending=[*[True] * (len(by) + 2), False, True], ignore_index=True)
    counts = counts[[*by, "pattern", "n", "share", "level", "missing", "became"]]
    counts.attrs.update(ladders.attrs)
    return counts


def with_ladders(answers, ladders):
    """Return the answers with those that were given on ladders behind them, as levels.

    Parameters
    ----------
    answers, ladders : DataFrame
        The tables of these names.

    Returns
    -------
    DataFrame
        Table `answers`: first the rows of `answers`, then one row a row of `ladders` (see `ladder_levels`).

    Examples
    --------
    >>> from workbench.tables import empty
    >>> agrees = dict(possibility=True, attainment=True, quality=False, sustainability=False)
    >>> with_ladders(empty("answers"), frame("ladders", [{"indicator": "WORK", **agrees}]))[["indicator", "level"]]
      indicator  level
    0      WORK      1
    """
    if ladders.empty:
        return answers.copy()
    climbed = ladder_levels(ladders).drop(columns="pattern")
    table = frame("answers", pd.concat([answers, climbed], ignore_index=True))
    texts = [name for name in table if table[name].dtype == "str"]
    table[texts] = table[texts].fillna("")
    table.attrs.update({**ladders.attrs, **answers.attrs})
    return table


def _reached(ladders):
    """Return for each row which of the four steps is reached: True, False, or None where it was not answered."""
    absent = [step for step in STEPS if step not in ladders]
    if absent:
        raise ValueError(f"ladders has no column {absent[0]!r}; it needs {', '.join(columns('ladders'))}")
    agrees = (ladders[step].astype("boolean").astype(object).where(ladders[step].notna(), None) for step in STEPS)
    positive = list(STEPS.values())
    return [
        tuple(None if agree is None else bool(agree) == sign for agree, sign in zip(row, positive, strict=True))
        for row in zip(*agrees, strict=True)
    ]


@cache
def _outcomes():
    """Return (level, missing, pattern) for each of the 81 ways to answer four propositions or not."""
    outcomes = {}
    for reached in product((True, False, None), repeat=4):
        pattern = " ".join(letter + _SIGNS[step] for letter, step in zip("POQS", reached, strict=True))
        first = next((place for place, step in enumerate(reached) if step is not True), 4)
        if False in reached and True in reached[reached.index(False) :]:
            outcomes[reached] = (pd.NA, "no_ladder", pattern)
        elif first < 4 and reached[first] is None:
            outcomes[reached] = (pd.NA, "no_answer", pattern)
        else:
            outcomes[reached] = (first + 1, "", pattern)
    return outcomes


def _became(level, missing):
    return word("reason", missing) if missing else _("level {level}", level=number(level))

"""What a table or a chart says of what it hides: how many figures, and why."""

from workbench.language import _, ngettext, number


def hidden_text():
    """Return what stands in the place of a hidden figure.

    >>> hidden_text()
    'hidden: too few people, or it would give others away'
    """
    return _("hidden: too few people, or it would give others away")


def withheld_text():
    """Return what stands in the place of the shares of a small group.

    >>> withheld_text()
    'not told of a small group: each share would be a person or two'
    """
    return _("not told of a small group: each share would be a person or two")


def is_hidden(row):
    """Tell whether the figure of a row is hidden: missing to protect people, not for want of answers.

    >>> is_hidden({"estimate": 3.1, "note": ""}), is_hidden({"note": hidden_text()})
    (False, True)
    """
    return any(row.get(name) in (hidden_text(), withheld_text()) for name in ("note", "verdict"))


def hidden_figures(table):
    """Return how many figures of a table are hidden, and of how many the shares of a small group are not told.

    >>> import pandas as pd
    >>> hidden_figures(pd.DataFrame({"note": [hidden_text(), "", withheld_text(), withheld_text()]}))
    (1, 2)
    """
    column = next((name for name in ("note", "verdict") if name in table), None)
    if column is None:
        return 0, 0
    return tuple(int((table[column] == text).sum()) for text in (hidden_text(), withheld_text()))


def table_notes(table):
    """Return in sentences what a protected table hides, how many figures, and why; none where it hides nothing.

    Parameters
    ----------
    table : DataFrame
        What `protect` returned, or the data of a chart that was drawn from it.

    Examples
    --------
    >>> import pandas as pd
    >>> from workbench.disclosure import protect
    >>> groups = pd.DataFrame({"indicator": "AIR", "group": ["a", "b", "c"], "facet": "mean", "n": [3, 9, 20],
    ...                        "estimate": [2.0, 3.0, 3.2]})
    >>> print(table_notes(protect(groups))[0])
    2 figures are hidden. They rest on fewer than 5 people, tell of everybody in a small group, or would give such \
figures away.
    >>> table_notes(protect(groups, minimum=None))
    ['For internal use: nothing is hidden here, however few the people. Do not pass it on.']
    """
    told = table.attrs.get("disclosure")
    if not told:
        return []
    if told["internal"]:
        return [_("For internal use: nothing is hidden here, however few the people. Do not pass it on.")]
    notes, (count, withheld) = [], hidden_figures(table)
    if count:
        people = number(told["groups"])
        if told["groups"] != told["survey"]:
            people = _("{groups} (in a survey {survey})", groups=people, survey=number(told["survey"]))
        notes.append(
            ngettext("{n} figure is hidden.", "{n} figures are hidden.", count)
            + " "
            + _(
                "They rest on fewer than {people} people, tell of everybody in a small group, or would give such "
                "figures away.",
                people=people,
            )
        )
    if withheld:
        notes.append(
            ngettext(
                "{n} figure of groups of fewer than {small} people is not told: each share would be a person or two.",
                "{n} figures of groups of fewer than {small} people are not told: each share would be a person or two.",
                withheld,
                small=number(told["small"]),
            )
        )
    if _common_intervals(table, told["small"]):
        notes.append(
            _(
                "The intervals of groups of fewer than {small} people rest on how far apart people are in all such "
                "groups together.",
                small=number(told["small"]),
            )
        )
    if told["words"]:
        notes.append(
            ngettext(
                "Words of groups of few people are left out in {n} line.",
                "Words of groups of few people are left out in {n} lines.",
                told["words"],
            )
        )
    return notes


def _common_intervals(table, small):
    """Tell whether the mean of a small group stands in a table, with its interval."""
    if not {"n", "estimate", "low", "facet"} <= set(table):
        return False
    few = (table["n"] < small).fillna(False).astype(bool) & (table["facet"] == "mean") & table["low"].notna()
    return bool(few.any())

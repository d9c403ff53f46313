"""Co-responsibility itself: in how many actions users take part, and not only those who serve them."""

import pandas as pd

from workbench.language import N_, _, ngettext, number

#: What is followed: name → (what is counted in words, whether the method names it). The last four are ours.
MEASURES = {
    "users_associated": (N_("users are associated in making it"), True),
    "users_on_board": (N_("users sit on its board"), True),
    "seats_of_users": (N_("seats on boards that users hold"), True),
    "several_kinds": (N_("several kinds of actors promise something"), False),
    "citizens_promise": (N_("citizens promise something themselves"), False),
    "citizens_lead": (N_("citizens lead it"), False),
    "users_heard": (N_("users say what they see of it"), False),
}
_SAID = {
    "users_associated": N_("users associated"),
    "users_on_board": N_("users on the board"),
    "several_kinds": N_("commitments"),
    "citizens_promise": N_("commitments"),
    "citizens_lead": N_("the kind of actor that leads"),
    "users_heard": N_("an observed effect"),
}


def co_responsibility(actions, commitments, effects, *, by="territory"):
    """Return how far users and citizens are part of the actions, each figure with the actions that it rests on.

    The method follows users who are associated in making a service, and users on boards; both are what the plan says
    (columns users_associated, users_on_board, board_members of `actions`). Whether several kinds of actors promise
    something, citizens promise or lead, and users are heard, is read off the plan and is ours. The whole plan is
    counted, not a sample of it: there is no interval.

    Parameters
    ----------
    actions, commitments, effects : DataFrame
        The tables of these names.
    by : str, sequence of str or None
        Columns of `actions` to count by; None for all together.

    Returns
    -------
    DataFrame
        Columns of `by`; `measure`, `label` (in words), `count`, `n` (actions that say; seats, for the seats), `share`
        (NA where none says), `silent` (actions that do not say), `named_by` ("method" or "workbench"), `finding`.

    Raises
    ------
    ValueError
        If `by` names a column that the actions do not have.

    Examples
    --------
    >>> from workbench.tables import empty, frame
    >>> said = [("A1", True, 2, 8), ("A2", False, None, None), ("A3", None, None, None)]
    >>> columns = ["action", "users_associated", "users_on_board", "board_members"]
    >>> actions = frame("actions", [dict(zip(columns, row)) for row in said])
    >>> found = co_responsibility(actions, empty("commitments"), empty("effects"), by=None)
    >>> found[["measure", "count", "n", "silent"]].head(3).values.tolist()
    [['users_associated', 1, 2, 1], ['users_on_board', 1, 1, 2], ['seats_of_users', 2, 8, 2]]
    >>> print(found["finding"].iloc[0])
    In 1 of 2 actions users are associated in making it; 1 action does not say.
    """
    by = [] if by is None else [by] if isinstance(by, str) else list(by)
    absent = [column for column in by if column not in actions]
    if absent:
        raise ValueError(f"by: the actions have no column {absent[0]!r}")
    kinds = commitments[commitments["actor"] != ""].groupby("action")["actor"].agg(set).to_dict()
    seen = effects[effects["observed"].notna()]
    rated, heard = set(seen["action"]), set(seen.loc[seen["role"] == "user", "action"])
    rows = []
    for key, part in actions.groupby(by, sort=False) if by else [((), actions)]:
        for measure, values in _answers(part, kinds, rated, heard).items():
            row = dict(zip(by, key, strict=True)) | {"measure": measure, "label": _(MEASURES[measure][0])}
            rows.append(row | _counted(measure, values, part))
    types = {
        **dict.fromkeys((*by, "measure", "label"), "str"),
        **dict.fromkeys(("count", "n"), "Int64"),
        "share": "Float64",
        "silent": "Int64",
        "named_by": "str",
        "finding": "str",
    }
    table = pd.DataFrame(rows, columns=list(types)).astype(types)
    table.attrs.update(actions.attrs)
    return table


def _answers(actions, kinds, rated, heard):
    """Return for each measure what each action says: yes, no, or None."""
    rows = actions.to_dict("records")
    return {
        "users_associated": [_none(row["users_associated"]) for row in rows],
        "users_on_board": [None if _none(row["users_on_board"]) is None else row["users_on_board"] > 0 for row in rows],
        "seats_of_users": [(_none(row["users_on_board"]), _none(row["board_members"])) for row in rows],
        "several_kinds": [len(kinds[row["action"]]) > 1 if row["action"] in kinds else None for row in rows],
        "citizens_promise": ["citizen" in kinds[row["action"]] if row["action"] in kinds else None for row in rows],
        "citizens_lead": [row["actor"] == "citizen" if row["actor"] else None for row in rows],
        "users_heard": [row["action"] in heard if row["action"] in rated else None for row in rows],
    }


def _none(value):
    return None if pd.isna(value) else value


def _counted(measure, values, actions):
    if measure == "seats_of_users":
        both = [pair for pair in values if None not in pair and pair[1] > 0]
        count, n, silent = sum(int(u) for u, _s in both), sum(int(s) for _u, s in both), len(values) - len(both)
    else:
        said = [value for value in values if value is not None]
        count, n, silent = sum(bool(value) for value in said), len(said), len(values) - len(said)
    return {
        "count": count,
        "n": n,
        "share": count / n if n else pd.NA,
        "silent": silent,
        "named_by": "method" if MEASURES[measure][1] else "workbench",
        "finding": _finding(measure, count, n, silent),
    }


def _finding(measure, count, n, silent):
    if not n:
        what = _(_SAID.get(measure, N_("the seats of its board")))
        return _("No action says it: {what}.", what=what)
    if measure == "seats_of_users":
        first = ngettext(
            "Users hold {count} of {n} seat on boards", "Users hold {count} of {n} seats on boards", n,
            count=number(count),
        )  # fmt: skip
    elif not count:
        first = ngettext(
            "{what}: not in the action that says it", "{what}: in none of {n} actions that say it", n,
            what=_(MEASURES[measure][0]),
        )  # fmt: skip
    else:
        first = ngettext(
            "In {count} of {n} action {what}", "In {count} of {n} actions {what}", n,
            count=number(count), what=_(MEASURES[measure][0]),
        )  # fmt: skip
    rest = ngettext("{n} action does not say", "{n} actions do not say", silent) if silent else ""
    return "; ".join(filter(None, [first[:1].upper() + first[1:], rest])) + "."

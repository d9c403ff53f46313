"""The action plan at a glance, and the promises of the multi-party contract."""

import pandas as pd

from workbench.actions.effects import stakeholder_means
from workbench.language import names


def action_plan(actions, commitments, effects, *, today=None):
    """Return the plan at a glance: one row an action, its promises and what stakeholders expect and see of it.

    Parameters
    ----------
    actions, commitments, effects : DataFrame
        The tables of these names.
    today : date or str, optional
        See `commitment_counts`.

    Returns
    -------
    DataFrame
        In the order of `actions`: action, territory, label, lead, actor, action_state, start, end, cost, pilot; the
        commitments by state as in `commitment_counts` (kept, late, broken, due, not_said, overdue, commitments);
        `expected` and `observed`, means from −2 to +2 in which each stakeholder counts once, whatever the number of
        indicators rated; `stakeholders` who rated at least one effect, `observers` who rated an observed one.

    Examples
    --------
    >>> from workbench.tables import empty, frame
    >>> actions = frame("actions", [{"action": "A1", "label": "Night bus"}])
    >>> commitments = frame("commitments", [{"action": "A1", "actor": "public", "commitment_state": "kept"}])
    >>> action_plan(actions, commitments, empty("effects"))[["label", "commitments", "kept", "stakeholders"]]
           label  commitments  kept  stakeholders
    0  Night bus            1     1             0
    """
    told = ["action", "territory", "label", "lead", "actor", "action_state", "start", "end", "cost", "pilot"]
    counts = commitment_counts(commitments, by="action", today=today).set_index("action")
    means = stakeholder_means(effects, ["action"]).set_index("action")
    rated = effects[effects[["expected", "observed"]].notna().any(axis=1)]
    seen = effects[effects["observed"].notna()]
    plan = actions[told].reset_index(drop=True)
    for name in counts.columns:
        plan[name] = plan["action"].map(counts[name]).astype("Int64").fillna(0)
    for name in ("expected", "observed"):
        plan[name] = plan["action"].map(means[name]).astype("Float64")
    for name, rows in {"stakeholders": rated, "observers": seen}.items():
        plan[name] = plan["action"].map(rows.groupby("action")["stakeholder"].nunique()).astype("Int64").fillna(0)
    plan.attrs.update(actions.attrs)
    return plan


def commitment_counts(commitments, *, by="actor", today=None):
    """Return how many promises are kept, late, broken or due, by kind of actor.

    A commitment counts as it is said to be. Only when `today` is given, one that is said to be due, or of which nothing
    is said, and whose term is over counts as late; one of which nothing is said and whose term is to come counts as
    due. The date is never taken from the clock, so that the same files give the same table on any day.

    Parameters
    ----------
    commitments : DataFrame
        Table `commitments`.
    by : str or sequence of str
        What to count by: "actor" (kind of actor), "action", or several columns.
    today : date or str, optional
        The day on which terms are judged; a term is over the day after it.

    Returns
    -------
    DataFrame
        Columns of `by`, then kept, late, broken, due, `not_said` (no state), `overdue` (those of `late` that only
        the date makes late), `commitments` (all). By actor, the four kinds of actors come in the order of the
        method, then "" if it was not said; a kind without commitments is not listed.

    Raises
    ------
    ValueError
        If `by` names a column that the commitments do not have, or `today` is not a day.

    Examples
    --------
    >>> from workbench.tables import frame
    >>> promises = frame("commitments", [{"actor": "public", "until": "2024-03-31", "commitment_state": "due"}])
    >>> commitment_counts(promises)[["actor", "late", "due"]].values.tolist()
    [['public', 0, 1]]
    >>> commitment_counts(promises, today="2024-06-01")[["actor", "late", "due"]].values.tolist()
    [['public', 1, 0]]
    """
    by = [by] if isinstance(by, str) else list(by)
    absent = [column for column in by if column not in commitments]
    if absent:
        raise ValueError(f"by: the commitments have no column {absent[0]!r}")
    states = names("commitment_state")
    judged = commitments[by].assign(state=_judged(commitments, today))
    judged["overdue"] = (judged["state"] == "late") & (commitments["commitment_state"] != "late")
    table = judged[by].drop_duplicates().reset_index(drop=True)
    groups = judged.groupby(by, sort=False)
    for state in [*states, ""]:
        is_so = judged["state"] == state
        table[state or "not_said"] = is_so.groupby([judged[column] for column in by], sort=False).sum().to_numpy()
    table["overdue"] = groups["overdue"].sum().to_numpy()
    table["commitments"] = groups.size().to_numpy()
    order = {actor: place for place, actor in enumerate([*names("actor"), ""])}
    table = table.sort_values(by, key=lambda column: column.map(order) if column.name == "actor" else column)
    table = table.astype(dict.fromkeys([*states, "not_said", "overdue", "commitments"], "Int64")).reset_index(drop=True)
    table.attrs.update(commitments.attrs)
    return table


def _judged(commitments, today):
    """Return the state of each commitment on the day `today`; as it is said when no day is given."""
    state = commitments["commitment_state"]
    if today is None:
        return state
    try:
        day = pd.Timestamp(today)
    except ValueError:
        raise ValueError(f"today: {today!r} is not a day, such as 2024-03-31") from None
    open_ = state.isin(["", "due"]) & commitments["until"].notna()
    return state.mask(open_ & (commitments["until"] < day), "late").mask(open_ & (commitments["until"] >= day), "due")

"""Promises are counted as people say they are; only a date that is given makes one late."""

import datetime

import pandas as pd
import pytest

from workbench.actions import action_plan, commitment_counts
from workbench.tables import empty, frame

PROMISES = frame("commitments", [
    {"action": "A1", "actor": "public", "until": "2024-03-31", "commitment_state": "kept"},
    {"action": "A1", "actor": "public", "until": "2024-03-31", "commitment_state": "due"},
    {"action": "A1", "actor": "citizen", "until": "2024-03-31", "commitment_state": ""},
    {"action": "A2", "actor": "citizen", "until": None, "commitment_state": ""},
    {"action": "A2", "actor": "private", "until": "2023-01-01", "commitment_state": "late"},
    {"action": "A2", "actor": "", "until": "2023-01-01", "commitment_state": "broken"},
])  # fmt: skip
STATES = ["kept", "late", "broken", "due", "not_said", "overdue", "commitments"]


def counts(**options):
    table = commitment_counts(PROMISES, **options)
    return {row[0]: row[1:] for row in table[[table.columns[0], *STATES]].values.tolist()}


def test_without_a_date_nothing_becomes_late():
    assert counts() == {
        "public": [1, 0, 0, 1, 0, 0, 2],
        "private": [0, 1, 0, 0, 0, 0, 1],
        "citizen": [0, 0, 0, 0, 2, 0, 2],
        "": [0, 0, 1, 0, 0, 0, 1],
    }
    assert list(counts()) == ["public", "private", "citizen", ""]


def test_on_a_given_day_what_is_open_and_over_is_late_and_the_rest_due():
    assert counts(today="2024-04-01")["public"] == [1, 1, 0, 0, 0, 1, 2]
    assert counts(today="2024-04-01")["citizen"] == [0, 1, 0, 0, 1, 1, 2]
    assert counts(today=datetime.date(2024, 1, 1))["citizen"] == [0, 0, 0, 1, 1, 0, 2]


def test_a_term_is_over_the_day_after_it():
    assert counts(today="2024-03-31")["public"] == [1, 0, 0, 1, 0, 0, 2]


def test_what_is_said_to_be_late_or_broken_stays_so():
    assert counts(today="2022-01-01")["private"] == [0, 1, 0, 0, 0, 0, 1]
    assert counts(today="2030-01-01")[""] == [0, 0, 1, 0, 0, 0, 1]


def test_every_commitment_is_counted_once():
    table = commitment_counts(PROMISES, by=["action", "actor"], today="2024-04-01")
    assert table["commitments"].sum() == len(PROMISES)
    assert (table[["kept", "late", "broken", "due", "not_said"]].sum(axis=1) == table["commitments"]).all()
    assert table["action"].tolist() == ["A1", "A1", "A2", "A2", "A2"]


def test_a_day_that_is_none_and_a_column_that_is_none_are_refused():
    with pytest.raises(ValueError, match="today: 'soon' is not a day"):
        commitment_counts(PROMISES, today="soon")
    with pytest.raises(ValueError, match="no column 'colour'"):
        commitment_counts(PROMISES, by="colour")


def test_no_commitments_count_nothing():
    assert commitment_counts(empty("commitments")).columns.tolist() == ["actor", *STATES]


def test_the_plan_lists_every_action_and_lets_each_stakeholder_count_once():
    actions = frame("actions", [
        {"action": "A2", "label": "Repair café", "action_state": "running", "start": "2023-01-01"},
        {"action": "A1", "label": "Night bus"},
        {"action": "A3", "label": "Nothing yet"},
    ])  # fmt: skip
    rated = [
        ("A1", "MOB", "a", 2, 2),
        ("A1", "AIR", "a", 1, 0),
        ("A1", "MOB", "b", 0, None),
        ("A2", "MOB", "a", None, None),
    ]
    effects = frame(
        "effects",
        [{"action": a, "indicator": i, "stakeholder": s, "expected": e, "observed": o} for a, i, s, e, o in rated],
    )
    actions.attrs["constructed"] = True
    plan = action_plan(actions, PROMISES, effects, today="2024-04-01")
    assert plan["action"].tolist() == ["A2", "A1", "A3"]
    assert plan["commitments"].tolist() == [3, 3, 0]
    assert plan["overdue"].tolist() == [0, 2, 0]
    assert plan["expected"].tolist() == [pd.NA, 0.75, pd.NA]  # a: 1.5, b: 0
    assert plan["observed"].tolist() == [pd.NA, 1.0, pd.NA]
    assert plan["stakeholders"].tolist() == [0, 2, 0]
    assert plan["observers"].tolist() == [0, 1, 0]
    assert plan.attrs == {"constructed": True}

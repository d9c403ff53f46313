"""Co-responsibility is counted over those who say something, and who says nothing is counted too."""

import pytest

from workbench.actions import co_responsibility
from workbench.tables import empty, frame

ACTIONS = frame("actions", [
    {"action": "A1", "territory": "V", "actor": "public", "users_associated": True, "users_on_board": 2, "board_members": 8},
    {"action": "A2", "territory": "V", "actor": "citizen", "users_associated": False, "users_on_board": 0, "board_members": 4},
    {"action": "A3", "territory": "V", "actor": "", "users_on_board": 1},
    {"action": "M1", "territory": "M"},
])  # fmt: skip
COMMITMENTS = frame("commitments", [
    {"action": "A1", "actor": "public"}, {"action": "A1", "actor": "citizen"}, {"action": "A2", "actor": "private"},
    {"action": "A3", "actor": ""},
])  # fmt: skip
EFFECTS = frame("effects", [
    {"action": "A1", "role": "user", "observed": 1}, {"action": "A2", "role": "bearer", "observed": 2},
    {"action": "A3", "role": "user", "expected": 2},
])  # fmt: skip


def told(by="territory"):
    table = co_responsibility(ACTIONS, COMMITMENTS, EFFECTS, by=by)
    keys = ["territory", "measure"] if by else ["measure"]
    return table.set_index(keys)[["count", "n", "silent"]].apply(tuple, axis=1).to_dict()


def test_each_measure_by_hand():
    found = told()
    assert {measure: found["V", measure] for _t, measure in found} == {
        "users_associated": (1, 2, 1),
        "users_on_board": (2, 3, 0),
        "seats_of_users": (2, 12, 1),
        "several_kinds": (1, 2, 1),
        "citizens_promise": (1, 2, 1),
        "citizens_lead": (1, 2, 1),
        "users_heard": (1, 2, 1),
    }
    assert {found[key] for key in found if key[0] == "M"} == {(0, 0, 1)}
    assert told(None)["users_associated"] == (1, 2, 2)


def test_what_nobody_says_is_no_share_and_no_nought():
    table = co_responsibility(ACTIONS, COMMITMENTS, EFFECTS)
    silent = table[table["territory"] == "M"]
    assert silent["share"].isna().all()
    assert silent["finding"].iloc[0] == "No action says it: users associated."
    assert table["finding"].iloc[2] == "Users hold 2 of 12 seats on boards; 1 action does not say."
    assert table["named_by"].tolist()[:4] == ["method", "method", "method", "workbench"]


def test_no_plan_gives_no_figures_and_an_unknown_column_is_refused():
    nothing = co_responsibility(empty("actions"), empty("commitments"), empty("effects"))
    assert nothing.empty
    with pytest.raises(ValueError, match="no column 'colour'"):
        co_responsibility(ACTIONS, COMMITMENTS, EFFECTS, by="colour")

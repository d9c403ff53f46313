"""Plans added up: every action counted once, costs only where their unit is the same, what is missing said."""

import dataclasses

import pandas as pd
import pytest

import workbench as wb
from tests.studies import small_study
from workbench.actions.region import currency_code
from workbench.tables import frame

ACTIONS = [
    [
        "action",
        "territory",
        "label",
        "themes",
        "indicators concerned",
        "from",
        "cost",
        "currency",
        "state of the action",
    ],
    ["A1", "Valbourg", "Lamps", "Housing; Work", "SAFE", "2024-01-01", 900, "€", "running"],
    ["A2", "Valbourg", "Bus", "Tourism", "", None, 100.5, "euros", "done"],
]
COMMITMENTS = [
    ["action", "who", "kind of actor", "what", "until", "state of the commitment"],
    ["A1", "City", "public", "pay", "2024-06-30", "kept"],
    ["A1", "Neighbours", "citizen", "report", "2024-06-30", "due"],
]
INDICATORS = [
    ["indicator", "kind of indicator", "theme", "code", "label (en)", "label (it)", "levels", "direction"],
    ["SAFE", "situations", "Safety", "E04", "Safe in the evening", "Sicurezza la sera", 5, "up"],
    ["HOUS", "situations", "Housing", "A03", "Housing", "Alloggio", 5, "up"],
    ["WORK", "ladder", "Work", "A06", "Work", "Lavoro", 5, "up"],
    ["JOBLESS", "statistic", "Work", "A06", "Unemployment", "", None, "down"],
]


def study(folder, **sheets):
    plan = {"Actions": ACTIONS, "Commitments": COMMITMENTS, "Indicators": INDICATORS} | sheets
    return wb.read_study(small_study(folder, study=plan))


@pytest.fixture
def here(tmp_path):
    return study(tmp_path / "here")


def test_a_territory_without_a_plan_has_a_row_that_says_so(here):
    table = wb.region_overview(here).set_index("territory")
    assert table.index.tolist() == ["Valbourg", "Montelago", ""]
    assert table["actions"].tolist() == [2, 0, 2]
    assert table.loc["Montelago", "finding"] == "No plan yet."
    assert table.loc["Valbourg", ["running", "done", "undated", "kept", "due", "commitments"]].tolist() == [
        1,
        1,
        1,
        1,
        1,
        2,
    ]
    assert table.loc["Valbourg", ["cost", "currency"]].tolist() == [1000.5, "EUR"]
    assert "1 action without a date." in table.loc["Valbourg", "finding"]


def test_one_action_of_several_themes_touches_the_dimensions_of_each_and_counts_once_in_each(here):
    table = wb.region_dimensions(here)
    here_ = table[table["territory"] == "Valbourg"].set_index("code")
    assert here_.loc["A", ["touching", "names"]].tolist() == [1, "A1"]  # Housing and Work are of one family
    assert here_.loc["E", "names"] == "A1"
    assert here_.loc["", "names"] == "A2"  # Tourism is no theme of the study
    assert set(table.loc[table["territory"] == "Montelago", "touching"]) == {0}
    filed = pd.DataFrame({"theme": ["T-1"], "label": ["tourism"], "code": ["B02"]})
    table = wb.region_dimensions(here, themes=filed)
    assert table.loc[table["touching"] > 0, "code"].tolist() == ["A", "B", "E"]


def test_two_studies_with_the_same_codes_stay_apart_and_currencies_are_not_added(here, tmp_path):
    actions = [ACTIONS[0], ["A1", "Valbourg", "Curte", "", "SAFE", "2024-01-01", 12000, "lei", "planned"]]
    there = study(tmp_path / "there", Actions=actions, Commitments=None)
    there = dataclasses.replace(there, title="There")
    table = wb.region_overview([here, there], today="2024-12-31")
    assert table[["study", "territory", "actions"]].values.tolist() == [
        ["Small study", "Valbourg", 2], ["Small study", "Montelago", 0],
        ["There", "Valbourg", 1], ["There", "Montelago", 0],
        ["", "", 3],
    ]  # fmt: skip
    assert table["late"].tolist() == [1, 0, 0, 0, 1]
    assert table["cost"].tolist() == [1000.5, pd.NA, 12000.0, pd.NA, pd.NA]
    assert table["currency"].tolist() == ["EUR", "", "RON", "", ""]
    assert "Costs are not added: 1,000 EUR and 12,000 RON." in table["finding"].iloc[-1].replace("1,001", "1,000")
    assert "No commitment has been made." in table["finding"].iloc[2]
    assert wb.region_commitments([here, there], by=["study", "actor"])["commitments"].tolist() == [1, 1]


def test_costs_without_a_currency_are_added_within_a_territory_and_said_and_never_across(tmp_path):
    actions = [
        ACTIONS[0],
        ["A1", "Valbourg", "Lamps", "", "", "2024-01-01", 900, "", "running"],
        ["A2", "Montelago", "Bus", "", "", "2024-01-01", 100, "", "running"],
        ["A3", "Montelago", "Walk", "", "", "2024-01-01", None, "", "running"],
    ]
    table = wb.region_overview(study(tmp_path / "s", Actions=actions, Commitments=None))
    assert table["cost"].tolist() == [900, 100, pd.NA]
    assert "No cost says its currency." in table["finding"][0]
    assert "1 action without a cost." in table["finding"][1]
    assert "Costs are not added: costs that say no currency." in table["finding"][2]


def test_studies_coded_in_different_grids_are_not_added_in_silence(here):
    rows = [
        {"version": "theirs", "code": "E", "label_en": "safety"},
        {"version": "theirs", "code": "E04", "parent": "E"},
    ]
    there = dataclasses.replace(here, title="There", grid=frame("grid", rows))
    with pytest.raises(ValueError, match="coded in theirs and workbench-1"):
        wb.region_overview([here, there])
    table = wb.region_dimensions([here, there], grid=there.grid)
    assert table.loc[table["touching"] > 0, ["study", "code", "names"]].values.tolist() == [
        ["Small study", "E", "A1"], ["Small study", "", "A2"], ["There", "E", "A1"], ["There", "", "A2"],
    ]  # fmt: skip
    with pytest.raises(ValueError, match="one study at least"):
        wb.region_overview([])


def test_the_whole_is_the_sum_of_its_parts(here):
    table = wb.region_overview(here)
    counts = ["actions", "planned", "running", "done", "stopped", "state_not_said", "undated", "kept", "late", "broken",
              "due", "not_said", "commitments", "costed", "not_costed"]  # fmt: skip
    assert table[counts].iloc[:-1].sum().tolist() == table[counts].iloc[-1].tolist()


@pytest.mark.parametrize(("said", "code"), [
    ("EUR", "EUR"), ("Euro", "EUR"), ("lei", "RON"), ("leu românesc", "RON"), ("Swiss francs", "CHF"), ("£", "GBP"),
    ("$", "$"), ("hours", "hours"), ("", ""),
])  # fmt: skip
def test_a_currency_is_known_by_code_sign_or_name(said, code):
    assert currency_code(said) == code

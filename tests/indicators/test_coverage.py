"""What no indicator covers is found, and what is covered is not accused."""

import pandas as pd
import pytest

from workbench.indicators import coverage, match_themes
from workbench.indicators.coverage import family_of, grid_object
from workbench.language import speaking
from workbench.tables import empty, frame

GRID = frame("grid", [
    {"code": "A", "label_en": "Essential resources", "label_fr": "Ressources essentielles"},
    {"code": "A03", "parent": "A"},
    {"code": "B", "label_en": "Living environment"},
    {"code": "B01", "parent": "B"},
    {"code": "G", "label_en": "Feelings"},
])  # fmt: skip
THEMES = frame("themes", [
    {"theme": "T1", "label": "Housing", "code": "A03", "criteria": 40, "groups": 7},
    {"theme": "T2", "label": "Clean streets", "code": "B01", "criteria": 20, "groups": 5},
    {"theme": "T3", "label": "Heat", "code": "B01", "criteria": 9, "groups": 4},
    {"theme": "T4", "label": "One voice", "criteria": 1, "groups": 1},
])  # fmt: skip


def gaps(rows, grid=GRID):
    found = coverage(frame("indicators", rows), THEMES, grid)
    return {kind: part["name"].tolist() for kind, part in found.groupby("gap")}


def test_a_theme_that_shares_a_code_with_a_covered_one_is_still_without_indicator():
    rows = [
        {"indicator": "HOUSE", "theme": "housing", "code": "A03"},
        {"indicator": "CLEAN", "theme": "T2", "code": "B01"},
    ]
    assert gaps(rows) == {"theme": ["T3", "T4"], "dimension": ["G"]}


def test_an_indicator_that_names_no_theme_counts_for_those_of_its_code():
    assert gaps([{"indicator": "AIR", "code": "B01-00/O21"}]) == {"theme": ["T1", "T4"], "dimension": ["A", "G"]}
    assert gaps([{"indicator": "BINS", "code": "B01-02"}])["theme"] == ["T1", "T2", "T3", "T4"]


def test_indicators_that_nobody_asked_for_are_named_with_the_reason():
    rows = [{"indicator": "LOST", "theme": "Tourism", "code": "A03"}, {"indicator": "ALONE"}]
    found = coverage(frame("indicators", rows), THEMES, GRID).query("gap == 'indicator'")
    assert found["finding"].tolist() == [
        "The indicator LOST names the theme “Tourism”, which does not exist.",
        "No theme asks for the indicator ALONE.",
    ]


def test_findings_come_with_what_stands_behind_them():
    found = coverage(empty("indicators"), THEMES, GRID)
    assert found.query("gap == 'theme'")["criteria"].tolist() == [40, 20, 9, 1]
    assert found.query("gap == 'theme'")["finding"].iloc[-1] == "No indicator for the theme “One voice”: 1 criterion."
    assert found.query("gap == 'dimension'")["finding"].tolist() == [
        "No indicator for the dimension “Essential resources”: 40 criteria speak of it.",
        "No indicator for the dimension “Living environment”: 29 criteria speak of it.",
        "No indicator for the dimension “Feelings”, and no criterion speaks of it.",
    ]


def test_where_all_is_covered_nothing_is_found():
    rows = [{"indicator": t, "theme": t} for t in ("T1", "T2", "T3", "T4")]
    assert gaps(rows, empty("grid")) == {}


@pytest.mark.parametrize(
    ("code", "family"),
    [("A", "A"), ("A00", "A"), ("A03", "A"), ("A03-02/O21/k", "A"), ("A00-00/O-00/i", "A"), ("Z09", ""), ("", "")],
)
def test_a_code_belongs_to_the_family_that_it_climbs_to(code, family):
    assert family_of(code, GRID) == family


def test_a_grid_without_letters_climbs_by_its_parents():
    goals = frame(
        "grid", [{"code": "SDG11"}, {"code": "11.2", "parent": "SDG11"}, {"code": "11.2.1", "parent": "11.2"}]
    )
    assert family_of("11.2.1", goals) == "SDG11"


def test_a_grid_that_runs_in_a_circle_has_no_family():
    assert family_of("X", frame("grid", [{"code": "X", "parent": "Y"}, {"code": "Y", "parent": "X"}])) == ""


def test_codes_that_only_say_in_general_are_one():
    # wikispiral.org, page Codification: A00-00/O-00/i = A00 = A
    assert {grid_object(code) for code in ("A00-00/O-00/i", "A00", "A")} == {"A"}
    assert grid_object("A01-11/P15/k") == "A01-11"


def test_a_name_that_means_two_themes_means_none():
    themes = pd.DataFrame({"theme": ["T1", "T2", "Air"], "label": ["Water", "water", "Breathing"]})
    assert match_themes(pd.Series(["Water", "air", "breathing", ""]), themes).tolist() == ["", "Air", "Air", ""]


# ---------------------------------------------------------------------- groups, and what nobody asked for


CRITERIA = frame("criteria", [
    {"criterion": str(k), "territory": "Valbourg" if k < 9 else "Montelago", "group": group}
    for k, group in enumerate(["Young"] * 4 + ["Old"] * 3 + [""] * 2 + ["Giovani"] * 3)
])  # fmt: skip
MEMBERSHIP = pd.DataFrame({"criterion": [str(k) for k in range(12)], "theme": ["T1", "T1", "T3", "nothing", *["T4"] * 3, "T3", "T3", "T1", "T3", "T4"]})


def test_groups_whose_words_lead_nowhere_are_told():
    rows = frame("indicators", [{"indicator": "HOUSE", "theme": "T1"}])
    found = coverage(rows, THEMES, empty("grid"), criteria=CRITERIA, membership=MEMBERSHIP)
    groups = found[found["gap"].eq("group")]
    assert groups[["name", "territory", "criteria"]].values.tolist() == [["Old", "Valbourg", 3], ["Giovani", "Montelago", 3]]
    assert groups["finding"].tolist() == [
        "Nothing that “Old” (Valbourg) said leads to an indicator: 3 criteria.",
        "Of what “Giovani” (Montelago) said, 1 criterion leads to an indicator, of 3.",
    ]
    with speaking("fr"):
        assert "ne mène à un indicateur" in coverage(rows, THEMES, empty("grid"), criteria=CRITERIA, membership=MEMBERSHIP)["finding"].iloc[3]


def test_an_indicator_of_one_territory_that_nobody_there_asked_for():
    rows = [
        {"indicator": "HEAT", "theme": "T3", "territory": "Montelago"},
        {"indicator": "VOICE", "theme": "T4", "territory": "Trento"},
        {"indicator": "EMPTY", "theme": "T5"},
    ]
    themes = pd.concat([THEMES, frame("themes", [{"theme": "T5", "label": "Silence", "criteria": 0}])], ignore_index=True)
    found = coverage(frame("indicators", rows), themes, empty("grid"), criteria=CRITERIA, membership=MEMBERSHIP)
    told = found[found["gap"].eq("indicator")].set_index("name")["finding"]
    assert told.to_dict() == {
        "VOICE": "No group of Trento asked for the indicator VOICE.",
        "EMPTY": "No group asked for the indicator EMPTY: its theme holds no criterion.",
    }


def test_what_says_nothing_asks_for_no_indicator_and_a_suggestion_is_called_one():
    themes = frame("themes", [
        {"theme": "nothing", "label": "Nothing to say", "criteria": 9},
        {"theme": "T-1", "label": "« se sentir utile »", "criteria": 4, "state": "suggested"},
    ])  # fmt: skip
    found = coverage(empty("indicators"), themes, empty("grid"))
    assert found[["name", "state", "label"]].values.tolist() == [["T-1", "suggested", "se sentir utile"]]
    assert found["finding"].iloc[0].endswith("It is a suggestion; nobody has decided it yet.")

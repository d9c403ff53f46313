"""Weight, badness and disparity stay in view; the order is the sum of their ranks and nothing else."""

import pandas as pd
import pytest

from workbench.actions import coverage_of_actions, priorities
from workbench.tables import empty, frame

WEIGHTS = frame("themes", [
    {"theme": "T1", "label": "Work", "criteria": 60},
    {"theme": "T2", "label": "Getting around", "criteria": 30},
    {"theme": "T3", "label": "Sleep", "criteria": 10},
])  # fmt: skip
INDICATORS = frame("indicators", [
    {"indicator": "WORK", "theme": "work"},
    {"indicator": "PAY", "theme": "T1"},
    {"indicator": "MOB", "theme": "Getting around"},
    {"indicator": "SLEEP", "theme": "T3"},
    {"indicator": "EXTRA"},
])  # fmt: skip


def scores(figures, territory="Valbourg"):
    """Return scores of {indicator: (bad, disparity)}."""
    of = {"territory": territory, "wave": "2024", "origin": "groups", "group": ""}
    rows = []
    for indicator, (bad, disparity) in figures.items():
        interval = {"low": max(0, bad - 0.1), "high": bad + 0.1, "n": 80}
        rows.append({**of, "indicator": indicator, "facet": "bad", "estimate": bad, **interval})
        if disparity is not None:
            rows.append({**of, "indicator": indicator, "facet": "disparity", "estimate": disparity})
        rows.append({**of, "indicator": indicator, "facet": "mean", "estimate": 3})
        rows.append({**of, "indicator": indicator, "facet": "bad", "group": "Young", "estimate": 0.9})
    return frame("scores", rows)


def test_ranks_by_hand():
    table = priorities(WEIGHTS, scores({"WORK": (0.4, 0.10), "MOB": (0.5, 0.05), "SLEEP": (0.1, 0.01)}), INDICATORS)
    shown = ["indicator", "weight", "rank_weight", "rank_bad", "rank_disparity", "rank_sum", "rank"]
    assert table[shown].values.tolist() == [
        ["WORK", 0.6, 1, 2, 1, 4, 1],
        ["MOB", 0.3, 2, 1, 2, 5, 2],
        ["SLEEP", 0.1, 3, 3, 3, 9, 3],
    ]
    assert table["bad_low"].tolist() == pytest.approx([0.3, 0.4, 0])
    assert table["n"].tolist() == [80, 80, 80]


def test_equal_figures_share_a_rank():
    table = priorities(WEIGHTS, scores({"WORK": (0.4, 0.1), "PAY": (0.4, 0.1)}), INDICATORS)
    assert table["rank"].tolist() == [1, 1]
    assert table["weight"].tolist() == [0.6, 0.6]


def test_what_lacks_a_figure_has_no_place_in_the_order_and_says_which():
    table = priorities(WEIGHTS, scores({"WORK": (0.4, None), "MOB": (0.5, 0.1), "EXTRA": (0.2, 0.2)}), INDICATORS)
    table = table.set_index("indicator")
    assert table["rank"].tolist() == [1, pd.NA, pd.NA]
    assert table.loc["WORK", "note"] == "No combined order without: disparity between groups."
    assert table.loc["EXTRA", "note"] == "No combined order without: weight."
    assert table.loc["WORK", "rank_bad"] == 2


def test_ranks_are_taken_within_a_territory():
    both = pd.concat([scores({"WORK": (0.4, 0.1), "MOB": (0.5, 0.2)}), scores({"MOB": (0.1, 0.1)}, "Arinești")])
    table = priorities(WEIGHTS, both, INDICATORS)
    assert table[["territory", "indicator", "rank"]].values.tolist() == [
        ["Arinești", "MOB", 1],
        ["Valbourg", "MOB", 1],
        ["Valbourg", "WORK", 2],
    ]


def test_only_the_territorys_own_actions_touch_its_indicators():
    actions = frame("actions", [
        {"action": "V1", "territory": "Valbourg", "indicators": "MOB; WORK"},
        {"action": "V2", "territory": "Valbourg", "indicators": "WORK"},
        {"action": "A1", "territory": "Arinești", "indicators": "WORK"},
    ])  # fmt: skip
    table = priorities(WEIGHTS, scores({"WORK": (0.4, 0.1), "SLEEP": (0.2, 0.05)}), INDICATORS, actions=actions)
    assert table[["actions", "touched"]].values.tolist() == [["V1; V2", 2], ["", 0]]


def test_scores_that_hold_a_figure_twice_are_refused():
    with pytest.raises(ValueError, match="'bad' of 'WORK' twice in 'Valbourg'"):
        priorities(WEIGHTS, pd.concat([scores({"WORK": (0.4, 0.1)})] * 2), INDICATORS)


def test_no_scores_give_no_priorities():
    assert priorities(WEIGHTS, empty("scores"), INDICATORS).empty


def test_themes_without_action_and_actions_without_theme():
    actions = frame("actions", [
        {"action": "V1", "territory": "Valbourg", "label": "Night bus", "indicators": "MOB"},
        {"action": "V2", "territory": "Valbourg", "label": "Job fair", "themes": "work; Tourism"},
        {"action": "V3", "territory": "Valbourg", "label": "Party", "themes": "Tourism", "indicators": "EXTRA"},
    ])  # fmt: skip
    found = coverage_of_actions(actions, INDICATORS, WEIGHTS)
    assert found[["gap", "name", "territory"]].values.tolist() == [
        ["theme", "T3", ""],
        ["action", "V3", "Valbourg"],
        ["unknown", "V2", "Valbourg"],
        ["unknown", "V3", "Valbourg"],
    ]
    assert found["finding"].tolist() == [
        "No action touches the theme “Sleep”: 10 criteria.",
        "The action V3 “Party” touches no theme.",
        "The action V2 names “Tourism”, which is no theme.",
        "The action V3 names “Tourism”, which is no theme.",
    ]


def decided(*said):
    return frame("decisions", [
        {"when": f"2024-01-0{n}", "what": what, "from": of, "to": to} for n, (what, of, to) in enumerate(said, 1)
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("said", "reached"),
    [
        ([("rename", "Jobs", "Work")], "Work"),
        ([("rename", "T-c7", "Jobs"), ("rename", "T-c7", "Work")], "Work"),
        ([("rename", "Jobs", "Employment"), ("merge", "Employment", "Work")], "Work"),
        ([("merge", "Jobs", "T1")], "Work"),
        ([("rename", "Jobs", "Work"), ("undo", "", "")], None),
        ([("rename", "Work", "Jobs"), ("rename", "Jobs", "Work")], "Work"),
        ([("rename", "Jobs", "Chores"), ("rename", "Chores", "Jobs")], None),
    ],
)
def test_an_action_finds_its_theme_though_it_was_renamed_or_merged(said, reached):
    actions = frame("actions", [{"action": "V1", "territory": "Valbourg", "label": "Job fair", "themes": "jobs"}])
    found = coverage_of_actions(actions, empty("indicators"), WEIGHTS, decisions=decided(*said))
    told = found.set_index("gap")["finding"]
    if reached:
        assert told["renamed"] == "The action V1 names “jobs”, which is now “Work”."
        assert "T1" not in set(found["name"])
    else:
        assert told["unknown"] == "The action V1 names “jobs”, which is no theme."
        assert "action" in told


def test_an_indicator_finds_its_theme_though_it_was_renamed():
    named = frame("indicators", [{"indicator": "WORK", "theme": "Jobs"}])
    figures = scores({"WORK": (0.4, 0.1)})
    assert priorities(WEIGHTS, figures, named)["weight"].isna().all()
    renamed = decided(("rename", "Jobs", "Work"))
    assert priorities(WEIGHTS, figures, named, decisions=renamed)["weight"].tolist() == [0.6]


def test_what_says_nothing_asks_for_no_action():
    themes = frame("themes", [{"theme": "nothing", "label": "Without content", "criteria": 4}])
    assert coverage_of_actions(empty("actions"), empty("indicators"), themes).empty


def test_without_actions_every_theme_waits_and_those_with_most_criteria_first():
    found = coverage_of_actions(empty("actions"), INDICATORS, WEIGHTS.iloc[::-1])
    assert found["name"].tolist() == ["T1", "T2", "T3"]
    assert coverage_of_actions(empty("actions"), INDICATORS, empty("themes")).empty

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
    assert found[["gap", "name", "territory"]].values.tolist() == [["theme", "T3", ""], ["action", "V3", "Valbourg"]]
    assert found["finding"].tolist() == [
        "No action touches the theme “Sleep”: 10 criteria.",
        "The action V3 “Party” touches no theme.",
    ]


def test_without_actions_every_theme_waits_and_those_with_most_criteria_first():
    found = coverage_of_actions(empty("actions"), INDICATORS, WEIGHTS.iloc[::-1])
    assert found["name"].tolist() == ["T1", "T2", "T3"]
    assert coverage_of_actions(empty("actions"), INDICATORS, empty("themes")).empty

"""The tree: indicators under themes under dimensions, with their share of the whole."""

import pandas as pd
import pytest

from workbench.indicators import indicator_tree
from workbench.tables import frame

INDICATORS = frame("indicators", [
    {"indicator": "HOUS", "theme": "Housing", "code": "A03", "direction": "up"},
    {"indicator": "RENT", "theme": "Housing", "code": "A03", "direction": "down", "weight": 3},
    {"indicator": "SAFE", "theme": "Safety", "code": "E04"},
    {"indicator": "OLD", "theme": "Safety", "code": "E04"},
    {"indicator": "NEW", "theme": "Safety", "code": "E04", "replaces": "OLD"},
])  # fmt: skip
GRID = frame("grid", [{"code": "A", "label_en": "Resources"}, {"code": "A03", "parent": "A"}, {"code": "E", "label_en": "Balances"},
                      {"code": "E04", "parent": "E"}])  # fmt: skip


def test_it_is_made_of_what_indicators_declare():
    tree = indicator_tree(INDICATORS, grid=GRID)
    assert tree[["code", "kind", "depth"]].values.tolist() == [
        ["A", "dimension", 0], ["Housing", "theme", 1], ["HOUS", "indicator", 2], ["RENT", "indicator", 2],
        ["E", "dimension", 0], ["Safety", "theme", 1], ["SAFE", "indicator", 2], ["NEW", "indicator", 2],
    ]  # fmt: skip
    leaves = tree[tree["kind"].eq("indicator")].set_index("code")
    assert leaves["share"].tolist() == pytest.approx([0.125, 0.375, 0.25, 0.25])
    assert leaves.loc["RENT", "direction"] == "down"
    assert tree.set_index("code")["indicators"]["A"] == 2
    assert tree["label"].iloc[0] == "Resources"


def test_a_declared_tree_decides_and_what_it_leaves_out_is_said():
    declared = frame("tree", [{"code": "Top"}, {"code": "Housing", "parent": "Top", "weight": 3}, {"code": "HOUS", "parent": "Housing"},
                              {"code": "SAFE", "parent": "Top", "weight": 1}])  # fmt: skip
    tree = indicator_tree(INDICATORS, tree=declared).set_index("code")
    assert tree.loc["HOUS", "share"] == pytest.approx(0.75)
    assert tree.loc["SAFE", "share"] == pytest.approx(0.25)
    assert tree.loc["NEW", ["share", "note"]].tolist() == [0, "Not in the tree of the study: no share."]
    assert tree.loc[["HOUS", "SAFE", "RENT", "NEW"], "share"].sum() == pytest.approx(1)


def test_themes_are_named_and_their_code_gives_the_dimension():
    themes = frame("themes", [{"theme": "T1", "label": "Housing", "code": "E04"}])
    tree = indicator_tree(INDICATORS.iloc[:1], themes=themes, grid=GRID)
    assert tree[["code", "label"]].values.tolist() == [["E", "Balances"], ["T1", "Housing"], ["HOUS", "HOUS"]]


def test_an_indicator_without_a_theme_stands_alone_and_a_circle_is_refused():
    alone = indicator_tree(frame("indicators", [{"indicator": "X"}]))
    assert alone[["code", "share", "note"]].values.tolist() == [["X", 1.0, "It names no theme."]]
    with pytest.raises(ValueError, match="belongs to itself"):
        indicator_tree(INDICATORS, tree=frame("tree", [{"code": "a", "parent": "b"}, {"code": "b", "parent": "a"}]))
    assert indicator_tree(frame("indicators", [])).empty
    assert isinstance(alone, pd.DataFrame)


def test_indicators_that_say_nothing_of_what_they_replace_are_all_current():
    made = indicator_tree(pd.DataFrame({"indicator": ["MOB", "AIR"], "theme": ["Moving", "Air"]}))
    assert made["code"].tolist() == ["Moving", "MOB", "Air", "AIR"]

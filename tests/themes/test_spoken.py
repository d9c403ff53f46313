"""What was said under each dimension, and what nobody spoke of, here or anywhere."""

import pandas as pd
import pytest

from tests.themes.told import bank
from workbench.coding import read_grid
from workbench.themes import criterion_codes, dimension_counts, overlooked, suggest_codes

TOLD = pd.DataFrame(
    [
        ("a", "VAL", "2024", "young", "wellbeing", "A03-02/P15/k", "T"),
        ("b", "VAL", "2024", "young", "illbeing", "", "T"),
        ("c", "VAL", "2024", "older", "wellbeing", "", "U"),
        ("d", "MON", "2024", "older", "wellbeing", "", "V"),
        ("e", "MON", "2024", "older", "action", "Q99", "alone"),
    ],
    columns=["criterion", "territory", "wave", "group", "question", "code", "theme"],
)
MEMBERSHIP = TOLD[["criterion", "theme"]]
CRITERIA = TOLD.drop(columns="theme")
CODED = pd.DataFrame(
    [
        ("T", "Roof", "B02", 3.0, "decided"),
        ("U", "Bus", "A10", 2.5, "suggested"),
        ("V", "Heat", "B04", 4.0, "suggested"),
    ],
    columns=["theme", "label", "code", "lead", "state"],
)


def test_a_criterions_own_code_comes_before_its_themes():
    found = criterion_codes(CRITERIA, MEMBERSHIP, CODED)
    assert found[["code", "state"]].values.tolist() == [
        ["A03", "given"],
        ["B02", "decided"],
        ["A10", "suggested"],
        ["B04", "suggested"],
        ["", ""],
    ]


def test_dimensions_are_counted_by_question_with_zeros_and_none_lost():
    counts = dimension_counts(CRITERIA, MEMBERSHIP, CODED, within=None)
    assert counts["criteria"].sum() == 5
    assert len(counts) == (60 - 8 + 1) * 3
    said = counts[counts["criteria"] > 0].set_index(["code", "question"])
    assert said.loc[("B04", "wellbeing"), ["family", "criteria", "suggested"]].tolist() == ["B", 1, 1]
    assert said.loc[("A03", "wellbeing"), ["label", "suggested"]].tolist() == ["housing, furniture", 0]
    assert said.loc[("", "action"), "label"] == "no dimension"


def test_families_and_groups():
    counts = dimension_counts(CRITERIA, MEMBERSHIP, CODED, by="group", families=True, territory="VAL")
    assert sorted(set(counts["code"])) == ["", *"ABCDEFGH"]
    assert counts.set_index(["code", "group"])["criteria"][[("A", "young"), ("A", "older"), ("B", "young")]].tolist() == [1, 1, 1]  # fmt: skip
    assert counts["criteria"].sum() == 3


@pytest.mark.parametrize(("where", "absent"), [({"territory": "VAL"}, "B04"), ({"group": "older"}, "B02"), ({"territory": "MON"}, "A10")])  # fmt: skip
def test_overlooked_here_is_not_overlooked_elsewhere(where, absent):
    everywhere = set(overlooked(CODED, criteria=CRITERIA, membership=MEMBERSHIP)["code"])
    here = overlooked(CODED, criteria=CRITERIA, membership=MEMBERSHIP, **where)
    assert absent not in everywhere
    assert absent in set(here["code"])
    assert not {"A03", "B02", "A10", "B04"} & everywhere


def test_what_rests_on_a_suggestion_is_marked():
    assert set(overlooked(CODED)["state"]) == {"suggested"}
    assert set(overlooked(CODED[:1])["state"]) == {"decided"}
    young = overlooked(CODED, criteria=CRITERIA, membership=MEMBERSHIP, group="young")
    assert set(young["state"]) == {"decided"}


def test_where_nothing_is_filed_yet_the_suggestion_stands_in(cache):
    told = bank("fr", every=3)
    told = told[told["planted"].isin(["housing", "mobility", "health"])]
    membership = told[["criterion"]].assign(theme=told["planted"])
    themes = pd.DataFrame({"theme": ["health", "housing", "mobility"], "label": "", "code": ""})
    found = overlooked(themes, criteria=told, membership=membership, encoder="use", cache=cache)
    assert len(found) < 44
    assert set(found["state"]) == {"suggested"}
    coded = suggest_codes(themes, membership, told, encoder="use", cache=cache)
    again = overlooked(coded, criteria=told, membership=membership)
    pd.testing.assert_frame_equal(found, again)


def test_places_without_criteria_and_membership_are_refused():
    with pytest.raises(ValueError, match="give criteria and membership"):
        overlooked(CODED, territory="VAL")


def test_codes_of_different_versions_are_not_counted_together():
    both = CRITERIA.assign(version=["2011", "2019", "", "", ""], code=["A01", "A01", "", "", ""])
    with pytest.raises(ValueError, match="2011, 2019"):
        dimension_counts(both, MEMBERSHIP, CODED)
    with pytest.raises(ValueError, match="2011, workbench-1"):
        dimension_counts(both[:1], MEMBERSHIP, CODED)
    with pytest.raises(ValueError, match="agenda_2030, workbench-1"):
        overlooked(CODED, read_grid("workbench-1", "agenda_2030"))


def test_a_theme_may_be_filed_in_two_grids_at_once(cache):
    themes = pd.DataFrame({"theme": ["T"], "label": ["École"], "code": ["A05; SDG 4"]})
    told = bank("fr", every=10)
    membership = told[["criterion"]].assign(theme="T")
    for grid, code in ((read_grid(), "A05"), (read_grid("agenda_2030"), "SDG 4")):
        found = suggest_codes(themes, membership, told, grid, encoder="use", cache=cache)
        assert found[["code", "state"]].values.tolist() == [[code, "decided"]]
        assert code not in set(overlooked(themes, grid)["code"])


def test_a_code_of_another_grid_decides_nothing_here(cache):
    themes = pd.DataFrame({"theme": ["T"], "label": ["École"], "code": ["A05"]})
    told = bank("fr", every=3)
    told = told[told["planted"] == "learning"]
    goals = read_grid("agenda_2030")
    found = suggest_codes(themes, told[["criterion"]].assign(theme="T"), told, goals, encoder="use", cache=cache)
    assert found[["code", "state"]].values.tolist() == [["SDG 4", "suggested"]]


def test_nothing_said_is_no_error():
    counts = dimension_counts(CRITERIA[:0], MEMBERSHIP[:0], CODED[:0], within=None)
    assert counts.empty
    assert len(overlooked(CODED[:0], criteria=CRITERIA[:0], membership=MEMBERSHIP[:0])) == 44

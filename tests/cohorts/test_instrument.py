import pandas as pd
import pytest

from tests.samples import basel, panel, scale, sessions
from workbench.cohorts import comparability, compare_waves
from workbench.cube import count_levels, cube_from_counts
from workbench.tables import columns

GROUPS = {"A": [1, 2, 3, 4], "B": [2, 3, 3, 3], "C": [3, 3, 4, 4]}


def cube_of(*waves, declared=None):
    return count_levels(pd.concat(waves, ignore_index=True), scale() if declared is None else declared)


def test_what_is_comparable_is_said_to_be():
    table = comparability(cube_of(sessions(GROUPS, wave="2021"), sessions(GROUPS, wave="2024")))
    assert table.columns.tolist() == columns("comparability")
    assert table[["territory", "origin", "indicator", "from", "to", "comparable", "reasons", "why"]].to_numpy().tolist() == [
        ["Valbourg", "groups", "MOB", "2021", "2024", "yes", "", ""]
    ]


def test_an_indicator_that_was_replaced_is_not_comparable_but_for_a_crosswalk():
    declared = pd.DataFrame({"indicator": ["OLD", "NEW", "LATE"], "levels": [4, 5, 5], "replaces": ["", "OLD", ""]})
    waves = [sessions(GROUPS, "OLD", "2021"), sessions(GROUPS, "NEW", "2024"), sessions(GROUPS, "LATE", "2024")]
    cube = cube_of(*waves, declared=declared)
    table = comparability(cube).set_index("indicator")
    assert table["comparable"].to_dict() == {"OLD": "no", "NEW": "no", "LATE": "no"}
    assert table["reasons"].to_dict() == {"OLD": "replaced", "NEW": "replaced", "LATE": "not_asked"}
    assert table.loc["OLD", "why"] == "“NEW” (5 situations) took the place of “OLD” (4 situations)."
    carried = comparability(cube, crosswalk=pd.DataFrame({"indicator_from": ["OLD"], "indicator_to": ["NEW"]}))
    carried = carried.set_index("indicator")
    assert carried["comparable"].to_dict() == {"OLD": "careful", "NEW": "careful", "LATE": "no"}
    assert carried.loc["NEW", "why"].endswith("A crosswalk carries the levels of one over to the other.")


def test_every_pair_of_waves_where_asked():
    cube = cube_of(*(sessions(GROUPS, wave=wave) for wave in ("2018", "2021", "2024")))
    assert comparability(cube)[["from", "to"]].to_numpy().tolist() == [["2018", "2021"], ["2021", "2024"]]
    assert comparability(cube, pairs="all")[["from", "to"]].to_numpy().tolist() == [
        ["2018", "2021"], ["2018", "2024"], ["2021", "2024"],
    ]  # fmt: skip
    with pytest.raises(ValueError, match="pairs: 'consecutive' or 'all', not 'each'"):
        comparability(cube, pairs="each")
    with pytest.raises(ValueError, match="by: the cube has no gender"):
        comparability(cube, by="gender")


@pytest.mark.parametrize(
    ("break_", "state", "reasons"),
    [
        ({"break": "Web"}, "careful", "other"),
        ({"break": "Web", "change": "mode"}, "careful", "mode"),
        ({"break": "Other words", "indicator": "MOB", "change": "wording"}, "careful", "wording"),
        ({"break": "1 is best now", "indicator": "MOB", "change": "scale"}, "no", "scale"),
        ({"break": "Other words", "indicator": "AIR", "change": "wording"}, "yes", ""),
        ({"break": "Open to women", "group": "A", "change": "group"}, "careful", "group"),
        ({"break": "Web", "territory": "Elsewhere"}, "yes", ""),
    ],
)
def test_a_declared_break_counts_where_it_belongs(break_, state, reasons):
    cube = cube_of(sessions(GROUPS, wave="2021"), sessions(GROUPS, wave="2024"))
    row = comparability(cube, waves=pd.DataFrame([{"wave": "2024"} | break_])).iloc[0]
    assert (row["comparable"], row["reasons"]) == (state, reasons)
    changes = compare_waves(cube, waves=pd.DataFrame([{"wave": "2024"} | break_]), facets="mean").iloc[0]
    assert changes["warning"] == row["why"]
    assert (changes["direction"] == "not comparable") == (state == "no")


def test_groups_that_came_or_vanished_or_are_others_are_named():
    later = sessions({"A": [1, 2, 3, 4] * 3, "B": [2, 3, 3, 3], "D": [1, 1]}, wave="2024")
    cube = cube_of(sessions(GROUPS, wave="2021"), later)
    groups = pd.DataFrame({
        "territory": "Valbourg", "wave": ["2021", "2024"] * 2, "group": ["A", "A", "B", "B"],
        "profile": ["youth", "youth", "parents", "lone parents"], "standpoint": ["resident"] * 3 + ["professional"],
    })  # fmt: skip
    row = comparability(cube, groups=groups).iloc[0]
    assert row["reasons"] == "members, size, group"
    assert row["why"] == (
        "Did not come again in 2024: “C”. Came only in 2024: “D”. “A” is of another size: 4 people in 2021, 12 in 2024. "
        "“B” is no longer the same people: parents in 2021, lone parents in 2024. "
        "“B” speaks from another standpoint: resident in 2021, professional in 2024."
    )
    by_group = comparability(cube, by=["territory", "group"], groups=groups).set_index("group")
    assert by_group["comparable"].to_dict() == {"A": "careful", "B": "careful", "C": "no", "D": "no"}
    assert by_group.loc["C", "why"] == "“C” gave no answer in 2024."
    assert "A" not in by_group.loc["B", "why"].split("“")


def test_territories_that_were_split_or_merged_are_told_on_all_sides():
    counts = pd.DataFrame({
        "territory": ["Old", "New", "Kept", "Kept"], "wave": ["2018", "2021", "2018", "2021"], "indicator": "MOB",
        "level": 3, "count": 40,
    })  # fmt: skip
    territories = pd.DataFrame({"territory": ["Old", "New", "Kept"], "formerly": ["", "Old", pd.NA], "since_wave": "2021"})
    table = comparability(cube_from_counts(counts, scale()), territories=territories).set_index("territory")
    assert table["comparable"].to_dict() == {"Old": "no", "New": "no", "Kept": "yes"}
    assert table["why"].str.endswith("“New” was made from “Old” in 2021.").to_dict() == {"Old": True, "New": True, "Kept": False}
    whole = comparability(cube_from_counts(counts, scale()), by=[], territories=territories).iloc[0]
    assert (whole["comparable"], whole["reasons"]) == ("careful", "territory")


def test_changes_carry_what_the_map_says():
    later = sessions({"A": [2, 2, 3, 4], "B": [2, 3, 3, 3], "D": [1, 1]}, wave="2024")
    cube = cube_of(sessions(GROUPS, wave="2021"), later)
    table = comparability(cube)
    row = compare_waves(cube, comparable=table, facets="mean").iloc[0]
    assert row["warning"] == table["why"].iloc[0] == "Did not come again in 2024: “C”. Came only in 2024: “D”."
    assert row["verdict"].endswith(row["warning"])
    with pytest.raises(ValueError, match="comparable: it was made without groups"):
        compare_waves(cube, by=["territory", "group"], comparable=table)
    by_group = compare_waves(
        cube, by=["territory", "group"], comparable=comparability(cube, by=["territory", "group"]), facets="mean"
    ).set_index("group")
    assert by_group.loc["A", "warning"] == ""
    assert by_group.loc["C", "verdict"] == "This cannot be compared. “C” gave no answer in 2024."
    theme = compare_waves(
        count_levels(pd.concat([sessions(GROUPS, wave="2021"), later]), scale(theme="Streets")), of="theme",
        comparable=table, facets="mean",
    ).iloc[0]  # fmt: skip
    assert theme["warning"] == row["warning"]


def test_a_survey_has_no_members():
    cube = count_levels(panel(), scale())
    assert comparability(cube)["why"].tolist() == [""]
    assert comparability(count_levels(panel().head(0), scale())).empty


def test_the_break_of_basel_is_flagged_where_it_lies():
    """The survey of Basel-Stadt went from telephone to paper or web in 2019, and weights changed in 2023."""
    counts, declared = basel("4127")
    waves = pd.DataFrame({
        "wave": ["2019", "2023"], "territory": "", "change": ["mode", "other"],
        "break": ["Paper or web instead of telephone", "Other weights"],
    })  # fmt: skip
    table = comparability(cube_from_counts(counts, declared), waves=waves).set_index("to")
    assert (table.index[0], table.index[-1]) == ("2005", "2023")
    assert table["comparable"].to_dict() == {wave: "careful" if wave in ("2019", "2023") else "yes" for wave in table.index}
    assert table["reasons"].tolist()[-2:] == ["mode", "other"]
    across = comparability(cube_from_counts(counts, declared), waves=waves, pairs="all").set_index(["from", "to"])
    assert across.loc[("2003", "2023"), "reasons"] == "mode, other"
    assert across.loc[("2003", "2015"), "comparable"] == "yes"

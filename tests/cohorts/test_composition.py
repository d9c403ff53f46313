import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.samples import panel, scale, sessions
from workbench.cohorts import compare_waves, decompose_change
from workbench.cube import count_levels

BEFORE = {"Young": [1, 3] * 5, "Old": [3, 5] * 5}
AFTER = {"Young": [2, 4] * 2, "Old": [3, 5] * 8}


def cube_of(before, after):
    return count_levels(pd.concat([sessions(before, wave="2021"), sessions(after, wave="2024")]), scale())


def test_kitagawa_by_hand():
    """Rates 2 and 4, then 3 and 4; shares ½ and ½, then ⅕ and ⅘: 3 → 3.8; within 0.35·1, who came 2.5·(−.3) + 4·.3."""
    row = decompose_change(cube_of(BEFORE, AFTER), voices="weights").iloc[0]
    found = row[["estimate_from", "estimate_to", "difference", "within", "who_came"]].astype(float).tolist()
    assert found == pytest.approx([3, 3.8, 0.8, 0.35, 0.45])
    assert row["verdict"].startswith("Of +0.80 levels, +0.35 changed within groups and +0.45 is who came.")
    spread = 0.35**2 * (10 / 9 / 10 + 4 / 3 / 4) + 0.65**2 * (10 / 9 / 10 + 16 / 15 / 16)
    assert row["se"] == pytest.approx(spread**0.5)


def test_equal_voices_and_the_same_groups_leave_nothing_to_who_came():
    row = decompose_change(cube_of(BEFORE, AFTER)).iloc[0]
    assert row["who_came"] == pytest.approx(0)
    assert row["within"] == pytest.approx(0.5)
    assert row["within"] == pytest.approx(compare_waves(cube_of(BEFORE, AFTER), facets="mean")["difference"].iloc[0])


def test_a_group_of_one_wave_only_is_who_came():
    row = decompose_change(cube_of(BEFORE, {"Young": BEFORE["Young"], "New": [5, 5]})).iloc[0]
    assert (row["came"], row["left"]) == ("New", "Old")
    assert row["within"] == 0
    assert row["who_came"] == pytest.approx(row["difference"]) == pytest.approx(0.5)
    other = decompose_change(cube_of({"A": [1, 2]}, {"B": [4, 5]})).iloc[0]
    assert pd.isna(other["within"])
    assert other["verdict"] == "Other groups came than before: nothing is known of a change within them."


def test_a_survey_is_split_by_its_profiles():
    cube = count_levels(panel(), scale(), by="half")
    assert decompose_change(cube).empty
    row = decompose_change(cube, within="half", facet="good").iloc[0]
    whole = compare_waves(cube, facets="good").iloc[0]
    assert row["difference"] == pytest.approx(whole["difference"])
    assert row["within"] + row["who_came"] == pytest.approx(row["difference"])
    with pytest.raises(ValueError, match="facet: polarisation is none of"):
        decompose_change(cube, facet="polarisation")
    with pytest.raises(ValueError, match="within: the cube has no gender"):
        decompose_change(cube, within="gender")


levels = st.dictionaries(st.sampled_from("ABCD"), st.lists(st.integers(1, 5), min_size=1, max_size=6), min_size=1)


@settings(max_examples=30, deadline=None)
@given(levels, levels, st.sampled_from(["equal", "weights"]))
def test_the_two_parts_are_the_whole(before, after, voices):
    row = decompose_change(cube_of(before, after), voices=voices).iloc[0]
    within = 0 if pd.isna(row["within"]) else row["within"]
    assert within + row["who_came"] == pytest.approx(row["difference"], abs=1e-9)
    whole = compare_waves(cube_of(before, after), facets="mean", voices=voices)["difference"].iloc[0]
    assert row["difference"] == pytest.approx(whole)

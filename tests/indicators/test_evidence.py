"""Pieces of evidence give a range of levels, never a mean."""

import pandas as pd
import pytest

from workbench.indicators import evidence_ranges
from workbench.language import speaking
from workbench.tables import frame

SCALES = frame(
    "indicators", [{"indicator": "WATER", "levels": 6, "lowest": 0}, {"indicator": "SAFE", "levels": 5, "lowest": 1}]
)


def pieces(*levels, indicator="WATER", kinds=("expert", "statistic")):
    rows = [
        {
            "territory": "Timișoara",
            "wave": "2008",
            "indicator": indicator,
            "level": level,
            "evidence_kind": kinds[i % len(kinds)],
        }
        for i, level in enumerate(levels)
    ]
    return frame("evidence", rows)


def test_timisoara_lies_between_three_and_four():
    # UNDP users' guide, pp. 107–109: pieces under the levels 0..5 are 0, 0, 0, 3, 2, 0
    row = evidence_ranges(pieces(3, 3, 3, 4, 4), SCALES).iloc[0]
    assert [row[f"level_{level}"] for level in range(1, 7)] == [0, 0, 0, 3, 2, 0]
    assert row["range"] == "3–4"
    assert (row["low"], row["high"]) == (4, 5)
    assert row["pieces"] == 5
    assert (row["expert"], row["statistic"], row["municipal"]) == (3, 2, 0)
    assert row["note"] == ""


def test_scales_of_six_levels_from_zero_and_five_from_one_stand_in_one_table():
    both = pd.concat([pieces(0, 5), pieces(1, 5, indicator="SAFE")], ignore_index=True)
    found = evidence_ranges(both, SCALES).set_index("indicator")
    assert found.loc["WATER", ["low", "high", "range"]].tolist() == [1, 6, "0–5"]
    assert found.loc["SAFE", ["low", "high", "range"]].tolist() == [1, 5, "1–5"]
    assert found["level_6"].tolist() == [pd.NA, 1]


def test_what_the_range_hides_is_said():
    notes = [
        evidence_ranges(pieces(*levels, kinds=kinds), SCALES)["note"].iloc[0]
        for levels, kinds in (((3,), ("expert",)), ((3, 4), ("expert",)), ((1, 2, 5), ("expert", "municipal")))
    ]
    assert notes == [
        "One piece of evidence only.",
        "All pieces are of one kind: expert.",
        "The pieces disagree: none lies under 3 and 4.",
    ]
    with speaking("fr"):
        assert "personne concernée" in evidence_ranges(pieces(3, 3, kinds=("concerned",)), SCALES)["note"].iloc[0]


def test_one_level_is_no_range():
    assert evidence_ranges(pieces(2, 2), SCALES)["range"].tolist() == ["2"]


def test_territories_and_waves_stay_apart():
    three = pd.concat([pieces(1), pieces(2).assign(wave="2012"), pieces(3).assign(territory="Trento")])
    found = evidence_ranges(three, SCALES)
    assert found[["territory", "wave", "range"]].values.tolist() == [
        ["Timișoara", "2008", "1"],
        ["Timișoara", "2012", "2"],
        ["Trento", "2008", "3"],
    ]


@pytest.mark.parametrize(("level", "indicator"), [(6, "WATER"), (0, "SAFE"), (3, "HEAT")])
def test_a_level_that_is_not_declared_is_refused(level, indicator):
    with pytest.raises(ValueError, match=f"evidence: .*{indicator}"):
        evidence_ranges(pieces(level, indicator=indicator), SCALES)


def test_no_evidence_gives_no_ranges():
    assert evidence_ranges(pieces(), SCALES).empty

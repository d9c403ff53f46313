import numpy as np
import pandas as pd
import pytest

from tests.crossing.told import SIDE, answers, counted, indicators, pieces
from tests.samples import panel, scale
from workbench.cohorts import compare_waves
from workbench.crossing import disagreements, side_by_side
from workbench.cube import count_levels
from workbench.scores import score
from workbench.tables import empty, frame

HOME = indicators(("HOUS", "Living"), ("RENT", "Living"))
LOW, HIGH = [1, 2, 2, 2, 3, 2], [3, 4, 4, 4, 5, 4]


def test_residents_groups_and_the_residents_survey_are_two_rows():
    said = {"Young": {"HOUS": LOW}, "Old": {"HOUS": HIGH}, "": {"HOUS": [3] * 20 + [4] * 20}}
    views = side_by_side(counted(said, HOME), of="indicator")
    assert views[["origin", "standpoint", "n", "groups"]].fillna(0).values.tolist() == [
        ["groups", "resident", 12, 2], ["survey", "", 40, 0]
    ]  # fmt: skip
    assert views["estimate"].tolist() == pytest.approx([3.0, 3.5])
    assert views["source"].tolist() == ["Old; Young", ""]


def test_groups_speak_with_equal_voices_and_not_by_their_size():
    said = {"Young": {"HOUS": [1] * 20}, "Old": {"HOUS": [5] * 5}}
    assert side_by_side(counted(said, HOME), of="indicator")["estimate"].tolist() == [3.0]


def test_the_survey_has_the_figures_of_the_scores():
    cube = count_levels(panel().assign(standpoint=""), scale(), by="standpoint")
    views, scores = side_by_side(cube, of="indicator"), score(cube, facets="mean")
    for name in ("n", "n_eff", "estimate", "se", "df", "low", "high"):
        assert views[name].tolist() == pytest.approx(scores[name].tolist())


def test_a_theme_of_a_survey_is_put_together_as_its_changes_are():
    rows = pd.concat([panel(), panel().assign(indicator="BUS", level=lambda table: 6 - table["level"])])
    kinds = indicators(("MOB", "Moving"), ("BUS", "Moving"))
    cube = count_levels(rows.assign(standpoint=""), kinds, by="standpoint")
    views, changes = side_by_side(cube), compare_waves(cube, of="theme", facets="mean", by=["territory"])
    assert views["estimate"].tolist() == pytest.approx(changes[["estimate_from", "estimate_to"]].iloc[0].tolist())
    assert views["se"].tolist() == pytest.approx([0, 0], abs=1e-7)  # what one says up the other says down
    assert views["label"].unique().tolist() == ["MOB and BUS"]


def test_evidence_is_a_range_on_the_scale_of_the_theme():
    """Timișoara: levels 3 and 4 of 0..5 are the fourth and fifth of six, 3.4 and 4.2 of five."""
    kinds = indicators(("HOUS", "Living"), {"indicator": "WATER", "theme": "Living", "levels": 6, "lowest": 0})
    cube = counted({"Young": {"HOUS": LOW}}, kinds)
    filed = pieces(*[("WATER", k) for k in (3, 3, 3, 4, 4)])
    row = side_by_side(cube, indicators=kinds, evidence=filed).query("origin == 'evidence'").iloc[0]
    assert (row["lowest"], row["highest"], row["pieces"], row["levels"]) == (
        pytest.approx(3.4),
        pytest.approx(4.2),
        5,
        5,
    )
    assert row[["estimate", "low", "high"]].isna().all()  # a range, never a mean
    assert row["source"] == "; ".join(f"f.xlsx!E!A{place}" for place in range(3, 8))


def test_evidence_on_several_indicators_gives_the_range_of_their_mean():
    filed = pieces(("HOUS", 1), ("HOUS", 2), ("RENT", 4))
    cube = counted({"Young": {"HOUS": LOW, "RENT": LOW}}, HOME)
    row = side_by_side(cube, evidence=filed).iloc[-1]
    assert (row["lowest"], row["highest"], row["label"]) == (2.5, 3.0, "HOUS and RENT")


def statistics(*values):
    return frame("statistics", [
        {"territory": "V", "wave": wave, "indicator": "GREEN", "value": value, "unit": "m²", "source": f"s.xlsx!S!B{k}"}
        for k, (wave, value) in enumerate(values, 3)
    ])  # fmt: skip


def test_a_statistic_is_placed_only_where_the_group_set_thresholds():
    kinds = indicators(("HOUS", "Living"), {"indicator": "GREEN", "theme": "Living", "indicator_kind": "statistic"})
    cube = counted({"Young": {"HOUS": LOW}}, kinds)
    steps = [{"indicator": "GREEN", "level": level, "threshold": 10 * level} for level in range(2, 6)]
    both = statistics(("2021", 17), ("2024", 31))
    for situations, placed in ((frame("situations", steps), [1, 3]), (empty("situations"), [None, None])):
        rows = side_by_side(cube, indicators=kinds, statistics=both, situations=situations).query(
            "origin == 'statistic'"
        )
        assert rows["lowest"].astype(object).where(rows["lowest"].notna(), None).tolist() == placed
        assert rows["value"].tolist() == [17, 31]
        assert rows["change"].fillna(-1).tolist() == [-1, 14]
        assert rows["since"].tolist() == ["", "2021"]
        assert rows["direction"].tolist() == ["up", "up"]
    assert "no thresholds" in rows["note"].iloc[0]


def test_where_lower_is_better_a_theme_is_turned_and_an_indicator_is_not():
    kinds = indicators(("HOUS", "Living"), {"indicator": "DAMP", "theme": "Living", "direction": "down"})
    cube = counted({"Young": {"HOUS": [2] * 6, "DAMP": [4] * 6}}, kinds)
    filed = pieces(("DAMP", 4), ("DAMP", 5))
    theme = side_by_side(cube, evidence=filed)
    assert theme["estimate"].tolist()[0] == pytest.approx(2)
    assert (theme["lowest"].iloc[1], theme["highest"].iloc[1]) == (1, 2)
    alone = side_by_side(cube, of="indicator", evidence=filed).query("indicator == 'DAMP'")
    assert (alone["estimate"].iloc[0], alone["lowest"].iloc[1], alone["highest"].iloc[1]) == (4, 4, 5)


def test_nothing_pooled_nothing_lost():
    said = {group: {"HOUS": LOW} for group in SIDE} | {"": {"HOUS": LOW * 5}}
    views = side_by_side(counted(said, HOME), of="indicator", evidence=pieces(("HOUS", 2)))
    assert views["n"].sum() == 6 * 6 + 30
    assert views["origin"].tolist() == ["groups"] * 3 + ["survey", "evidence"]
    assert np.all(views["low"].dropna() < views["estimate"].dropna())


def test_a_cube_without_standpoints_is_refused():
    with pytest.raises(ValueError, match="it has no standpoints"):
        side_by_side(count_levels(answers({"Young": {"HOUS": LOW}}), HOME))
    with pytest.raises(ValueError, match="no “theme”"):
        side_by_side(counted({"Young": {"HOUS": LOW}}, scale(5, "HOUS")))


def test_an_indicator_of_no_theme_stands_by_itself():
    kinds = indicators(("HOUS", "Living"), ("RENT", ""), {"indicator": "GREEN", "indicator_kind": "statistic"})
    said = {"Young": {"HOUS": LOW, "RENT": HIGH}}
    views = side_by_side(counted(said, kinds), indicators=kinds, statistics=statistics(("2024", 31)))
    assert views["indicator"].tolist() == ["Living", "RENT", "GREEN"]


def test_nobody_was_asked_and_what_was_filed_still_stands():
    cube = counted({"Young": {"HOUS": LOW}}, HOME)
    nobody = count_levels(answers({"Young": {"HOUS": LOW}}).head(0), HOME, by="standpoint")
    assert side_by_side(nobody).empty
    assert side_by_side(nobody).columns.tolist() == side_by_side(cube).columns.tolist()
    views = side_by_side(nobody, indicators=HOME, evidence=pieces(("HOUS", 2)))
    assert views[["indicator", "origin", "lowest"]].values.tolist() == [["Living", "evidence", 2]]
    assert disagreements(nobody, indicators=HOME, evidence=pieces(("HOUS", 2))).empty

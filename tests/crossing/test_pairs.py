import numpy as np
import pandas as pd
import pytest

from tests.crossing.told import SIDE, answers, counted, indicators, pieces
from workbench.crossing import disagreements
from workbench.cube import count_levels
from workbench.language import speaking
from workbench.scores import compare_standpoints

HOME = indicators(("HOUS", "Living"), ("RENT", "Living"))
LOW, MIDDLE, HIGH = [1, 2, 2, 2, 3, 2, 1, 2, 3], [2, 3, 3, 3, 4, 3, 2, 4, 3], [3, 4, 4, 4, 5, 4, 3, 4, 5]


def test_groups_are_compared_as_standpoints_are():
    said = {"Young": LOW, "Old": MIDDLE, "Parents": LOW, "Carers": HIGH, "Shops": MIDDLE, "Staff": MIDDLE}
    cube = counted({group: {"HOUS": levels, "RENT": levels[::-1]} for group, levels in said.items()}, HOME)
    keys = ["indicator", "standpoint", "other"]
    mine = disagreements(cube, of="indicator").set_index(keys).sort_index()
    known = compare_standpoints(cube).set_index(keys).sort_index()
    for name in ("n", "n_other", "estimate", "estimate_other", "difference", "se", "df", "low", "high", "p"):
        assert mine[name].tolist() == pytest.approx(known[name].tolist()), name


def test_the_planted_disagreement_is_first_and_said_in_words():
    said = {"Young": MIDDLE, "Old": MIDDLE, "Parents": MIDDLE, "Carers": MIDDLE, "Shops": MIDDLE}
    said = {group: {"HOUS": levels, "RENT": levels} for group, levels in said.items()}
    said["Carers"] = said["Shops"] = {"HOUS": MIDDLE, "RENT": HIGH}
    table = disagreements(counted(said, HOME), of="indicator")
    first, second = table.iloc[0], table.iloc[1]
    assert (first["indicator"], first["standpoint"], first["other"], first["rank"]) == (
        "RENT",
        "resident",
        "professional",
        1,
    )
    assert first["difference"] == pytest.approx(-1.0)
    assert first["low"] < -1 < first["high"] < 0
    assert first["robust"]
    assert first["direction"] == "worse"
    assert first["verdict"].startswith(
        "“RENT”: worse by 1.0 levels for residents’ groups than for professionals’ groups"
    )
    assert (second["direction"], second["difference"]) == ("none", pytest.approx(0))
    assert "cannot be told apart at n = 27 and 18; " in second["verdict"]


def test_residents_groups_and_their_survey_are_a_pair_of_their_own():
    said = {"Young": {"HOUS": LOW}, "Old": {"HOUS": LOW}, "": {"HOUS": HIGH * 6}}
    row = disagreements(counted(said, HOME), of="indicator").iloc[0]
    assert (row["origin"], row["standpoint"], row["origin_other"], row["other"]) == ("groups", "resident", "survey", "")
    assert (row["n"], row["n_other"], row["direction"]) == (18, 54, "worse")
    assert "residents’ groups than for the residents’ survey" in row["verdict"]


def test_a_theme_is_compared_on_what_both_answered():
    said = {"Young": {"HOUS": LOW, "RENT": HIGH}, "Old": {"HOUS": LOW, "RENT": HIGH}, "Carers": {"HOUS": LOW}}
    row = disagreements(counted(said, HOME)).iloc[0]
    assert row["difference"] == pytest.approx(0)
    assert row["warning"] == "Only of what can be compared: without “RENT”."
    assert row["verdict"].endswith(row["warning"])


@pytest.mark.parametrize(("levels", "low", "high", "distance", "direction", "words"), [
    (LOW, 4, 5, -2.0, "worse", "the evidence lies between 4 and 5, residents’ groups at 2.0 (1.5 to 2.5): outside"),
    (HIGH, 1, 2, 2.0, "better", "the evidence lies between 1 and 2, residents’ groups at 4.0 (3.5 to 4.5): outside"),
    (MIDDLE, 2, 4, 0.0, "none", "lies between 2 and 4, residents’ groups at 3.0 (2.5 to 3.5): within the range"),
    (LOW, 3, 4, -1.0, "none", "no further from it than chance, or half a level, may put them"),
    (LOW, 2, 2, 0.0, "none", "the evidence lies at 2, residents’ groups at 2.0 (1.5 to 2.5): the same"),
])  # fmt: skip
def test_people_lie_outside_a_range_or_within(levels, low, high, distance, direction, words):
    """Nine people with a variance of 0.5: ± t(8) · √(0.5/9) = ± 0.54."""
    row = disagreements(
        counted({"Young": {"HOUS": levels}}, HOME), of="indicator", evidence=pieces(("HOUS", low), ("HOUS", high))
    )
    row = row.iloc[0]
    assert row["difference"] == pytest.approx(distance)
    assert row["direction"] == direction
    assert words in row["verdict"]
    assert row["low"] <= row["difference"] <= row["high"]


def test_evidence_on_something_else_of_the_theme_says_so():
    kinds = indicators(("HOUS", "Living"), ("WATER", "Living"))
    cube = counted({"Young": {"HOUS": LOW}}, kinds)
    row = disagreements(cube, indicators=kinds, evidence=pieces(("WATER", 4))).iloc[0]
    assert row["warning"] == "“WATER” is not what people were asked, but of the same theme."


def test_the_badge_says_where_the_numbering_matters():
    split = [1, 1, 1, 5, 5, 5, 5, 5, 5, 5, 5, 5] * 4
    said = {"Young": {"HOUS": [2, 3, 2, 3] * 12}, "Carers": {"HOUS": split}}
    row = disagreements(counted(said, HOME), of="indicator").iloc[0]
    assert row["direction"] == "worse"
    assert not row["robust"]
    assert "How far apart the situations are taken to be matters here" in row["verdict"]


def test_nobody_to_compare_with_gives_no_row_and_too_few_no_verdict():
    alone = disagreements(counted({"Young": {"HOUS": LOW}}, HOME), of="indicator")
    assert alone.empty
    assert "verdict" in alone
    few = disagreements(counted({"Young": {"HOUS": [3, 3]}, "Carers": {"HOUS": [4, 4]}}, HOME), of="indicator")
    assert few["verdict"].tolist() == [
        "“HOUS”: too few answers to compare residents’ groups and professionals’ groups."
    ]
    with pytest.raises(ValueError, match="the pairs have no group"):
        disagreements(counted({"Young": {"HOUS": LOW}}, HOME), of="indicator", family=["group"])


def test_verdicts_speak_the_language():
    said = {"Young": {"HOUS": LOW}, "Carers": {"HOUS": HIGH}}
    with speaking("fr"):
        assert "de 2,0 sur l’échelle des situations" in disagreements(counted(said, HOME), of="indicator")["verdict"].iloc[0]


def studies(draws, people, seed):
    """Return the answers of `draws` studies, one a wave: everybody of one indicator answers from the same shares."""
    rng = np.random.default_rng(seed)
    shares = ([0.05, 0.15, 0.30, 0.35, 0.15], [0.3, 0.4, 0.2, 0.1, 0.0], [0.1, 0.2, 0.4, 0.2, 0.1])
    found = []
    for group, size in people.items():
        for name, chances in zip(("A", "B", "C"), shares, strict=True):
            levels = rng.choice(5, size=(draws, size), p=chances) + 1
            place = np.indices(levels.shape).reshape(2, -1)
            found.append(pd.DataFrame({
                "respondent": [f"{group}{k}" for k in place[1]], "territory": "V", "wave": place[0].astype(str),
                "group": group, "indicator": name, "level": levels.ravel(), "standpoint": SIDE.get(group, ""),
            }))  # fmt: skip
    return pd.concat(found, ignore_index=True), np.array(shares) @ np.arange(1, 6)


@pytest.mark.parametrize("of", ["indicator", "theme"])
def test_where_all_agree_no_more_than_5_percent_of_studies_hear_otherwise(of):
    """Three, two and one groups of nine, a survey of 60, and evidence under the level that is nearest to the truth."""
    kinds = indicators(("A", "One"), ("B", "One"), ("C", "Two"))
    rows, truth = studies(150, dict.fromkeys(SIDE, 9) | {"": 60}, seed=5)
    nearest = dict(zip("ABC", np.rint(truth).astype(int), strict=True))
    filed = pd.concat([pieces(*nearest.items(), wave=str(wave)) for wave in range(150)], ignore_index=True)
    table = disagreements(count_levels(rows, kinds, by="standpoint"), of=of, evidence=filed)
    told = (table["direction"] != "none").groupby(table["wave"]).any()
    assert len(told) == 150
    assert told.mean() <= 0.05 + 0.035  # two standard errors of 150 draws
    between = table[table["origin_other"].isin(["groups", "survey"])]
    covered = ((between["low"] <= 0) & (between["high"] >= 0)).mean()
    assert 0.94 <= covered <= 0.99


def test_a_planted_disagreement_is_found_in_most_studies():
    rows, _truth = studies(60, dict.fromkeys(SIDE, 9), seed=6)
    up = rows["standpoint"].eq("professional") & rows["indicator"].eq("B")
    rows["level"] = rows["level"].where(~up, np.minimum(rows["level"] + 2, 5))
    table = disagreements(
        count_levels(rows, indicators(("A", ""), ("B", ""), ("C", "")), by="standpoint"), of="indicator"
    )
    first = table[table["rank"] == 1]
    assert ((first["indicator"] == "B") & (first["direction"] != "none")).mean() >= 0.9
    planted = table[
        (table["indicator"] == "B") & (table["standpoint"] == "resident") & (table["other"] == "professional")
    ]
    assert ((planted["low"] <= -1.9) & (planted["high"] >= -1.9)).mean() >= 0.9  # two levels less what the end cuts off


def test_half_a_level_is_of_the_scale_that_the_evidence_has():
    kinds = indicators(("HOUS", "Living"), {"indicator": "WATER", "theme": "Living", "levels": 3})
    cube = count_levels(answers({"": {"HOUS": [2] * 90 + [3] * 10}}), kinds, by="standpoint")
    row = disagreements(cube, indicators=kinds, evidence=pieces(("WATER", 2))).iloc[0]
    assert (row["lowest"], row["difference"]) == (3, pytest.approx(-0.9))
    assert row["direction"] == "none"  # one of three levels is two of five: half of it reaches one level far

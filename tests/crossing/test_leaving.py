"""The sources of one theme as they may leave the house."""

import pytest

from tests.crossing.told import SIDE, counted, indicators, pieces
from workbench.council.presented import presented
from workbench.crossing import disagreements, side_by_side
from workbench.disclosure import audit_disclosure, protect
from workbench.scores import compare_standpoints, score

HOME = indicators(("HOUS", "Living"), ("RENT", "Paying"))
ANSWERED = [1, 2, 2, 2, 3, 2, 3, 2, 4]


@pytest.fixture(params=["theme", "indicator"])
def tables(request):
    said = {group: {"HOUS": ANSWERED, "RENT": ANSWERED} for group in SIDE} | {"": {"HOUS": ANSWERED * 5}}
    said["Staff"] = {"HOUS": ANSWERED[:3], "RENT": ANSWERED}
    cube, filed = counted(said, HOME), pieces(("HOUS", 4), ("RENT", 5))
    return {
        "views": side_by_side(cube, of=request.param, evidence=filed),
        "pairs": disagreements(cube, of=request.param, evidence=filed),
        "groups": score(cube, by=["territory", "wave", "group"]),
        "standpoints": compare_standpoints(cube),
    }


def test_few_people_leave_in_no_table(tables):
    made = protect(tables)
    views, pairs = made["views"], made["pairs"]
    staff = views[(views["standpoint"] == "institution") & views["indicator"].isin(["HOUS", "Living"])].iloc[0]
    assert staff[["n", "estimate", "low", "high", "se"]].isna().all()
    assert "hidden" in staff["note"]
    row = pairs[(pairs["standpoint"] == "institution") & pairs["indicator"].isin(["HOUS", "Living"])].iloc[0]
    assert row[["n", "estimate", "difference", "low", "high", "p"]].isna().all()
    assert "hidden" in row["verdict"]
    survey = views[views["origin"] == "survey"].iloc[0]
    assert survey["n"] == 45
    assert survey["estimate"] == pytest.approx(2.33)
    evidence = views[views["origin"] == "evidence"]
    assert evidence["lowest"].tolist() == [4, 5]
    assert not len(audit_disclosure(made))
    assert len(audit_disclosure({**made, "views": tables["views"]}))


def test_the_spread_of_a_small_group_leaves_in_no_sentence(tables):
    made = protect({"pairs": tables["pairs"]})["pairs"]
    small = made[made["n"].notna() & (made["n"] < 20)]
    assert small["se"].isna().all()
    ranges = small[small["origin_other"] == "evidence"]
    assert len(ranges)
    assert ranges[["low", "high"]].isna().all(axis=None)
    assert not small["verdict"].str.contains(r"\d").any()
    assert small["rank"].notna().all()
    large = made[(made["n"] >= 20) & (made["n_other"] >= 20)]
    assert large["verdict"].str.contains(r"\d").all()


def test_the_tables_are_headed_and_filled_in_words(tables):
    shown = presented(tables["pairs"])
    assert {"source of the other side", "other side", "n of the other side", "figure of the other side"} <= set(shown)
    assert {"reference groups", "residents’ survey", "evidence"} == set(shown["source of the other side"])
    assert set(shown["other side"]) == {"", "professional", "institution"}
    assert {"not established"} <= set(shown["what changed"]) <= {"better", "worse", "not established"}
    assert "evidence" in set(presented(tables["views"])["origin"])

"""All sixteen patterns of four answers, and the sixty-five with missing ones, give their level or their flag."""

from itertools import product

import pandas as pd
import pytest

from workbench.indicators import ladder_levels, ladder_patterns, with_ladders
from workbench.language import speaking
from workbench.tables import frame

STEPS = ("possibility", "attainment", "quality", "sustainability")
#: Which steps are reached, in the order P O Q S → level. What is not here is no ladder.
LADDERS = {"----": 1, "+---": 2, "++--": 3, "+++-": 4, "++++": 5}


def answered(reached):
    """Return the agreement with the propositions as worded that means these steps: P and O are negative."""
    signs = {"+": True, "-": False, "?": pd.NA}
    held = [signs[sign] for sign in reached]
    return {
        "possibility": held[0] if held[0] is pd.NA else not held[0],
        "attainment": held[1] if held[1] is pd.NA else not held[1],
        "quality": held[2],
        "sustainability": held[3],
    }


def ladders(*patterns):
    return frame(
        "ladders", [{"respondent": str(i), "indicator": "WORK", **answered(p)} for i, p in enumerate(patterns)]
    )


def outcome(pattern):
    row = ladder_levels(ladders(pattern)).iloc[0]
    return row["missing"] or int(row["level"])


def test_agreeing_with_a_negative_proposition_means_that_the_step_is_not_reached():
    row = {"indicator": "WORK", "possibility": True, "attainment": True, "quality": False, "sustainability": False}
    assert ladder_levels(frame("ladders", [row]))["level"].tolist() == [1]
    content = {"possibility": False, "attainment": False, "quality": True, "sustainability": True}
    assert ladder_levels(frame("ladders", [{"indicator": "WORK", **content}]))["level"].tolist() == [5]


@pytest.mark.parametrize("pattern", ["".join(signs) for signs in product("+-", repeat=4)])
def test_each_of_the_sixteen_patterns(pattern):
    assert outcome(pattern) == LADDERS.get(pattern, "no_ladder")


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("-???", 1),
        ("-?-?", 1),
        ("+-??", 2),
        ("++-?", 3),
        ("+++?", "no_answer"),
        ("????", "no_answer"),
        ("?---", "no_answer"),
        ("?+++", "no_answer"),
        ("+?++", "no_answer"),
        ("?-++", "no_ladder"),
        ("-??+", "no_ladder"),
        ("+-?+", "no_ladder"),
    ],
)
def test_missing_answers_that_are_needed_and_those_that_are_not(pattern, expected):
    assert outcome(pattern) == expected


@pytest.mark.parametrize("pattern", ["".join(signs) for signs in product("+-?", repeat=4)])
def test_what_is_missing_could_not_have_changed_a_level_or_a_flag(pattern):
    completed = ["".join(signs) for signs in product(*("+-" if sign == "?" else sign for sign in pattern))]
    possible = {LADDERS[whole] for whole in completed if whole in LADDERS}
    found = outcome(pattern)
    if found == "no_ladder":
        assert possible == set()
    elif found == "no_answer":
        assert possible
        assert "?" in pattern
    else:
        assert possible == {found}


def test_answers_keep_who_said_it_where_and_with_which_weight():
    given = ladders("++++", "--+-").assign(territory="Valbourg", wave="2024", weight=[1.5, 0.5], gender=["f", "m"])
    given["source"] = ["a.xlsx!Answers!B2", "a.xlsx!Answers!B3"]
    given.attrs["constructed"] = True
    before = given.copy()
    levels = ladder_levels(given)
    assert levels["weight"].tolist() == [1.5, 0.5]
    assert levels["gender"].tolist() == ["f", "m"]
    assert levels["source"].tolist() == ["a.xlsx!Answers!B2", "a.xlsx!Answers!B3"]
    assert levels["pattern"].tolist() == ["P+ O+ Q+ S+", "P− O− Q+ S−"]
    assert levels["missing"].tolist() == ["", "no_ladder"]
    assert levels.attrs == {"constructed": True}
    assert not set(STEPS) & set(levels)
    pd.testing.assert_frame_equal(given, before)


def test_patterns_are_counted_by_place_and_nothing_is_left_out():
    given = ladders("++++", "++++", "--+-", "?+++", "----", "----").assign(territory=["A", "A", "A", "B", "B", "B"])
    found = ladder_patterns(given, by=["territory", "indicator"])
    assert found[["territory", "pattern", "n"]].values.tolist() == [
        ["A", "P+ O+ Q+ S+", 2],
        ["A", "P− O− Q+ S−", 1],
        ["B", "P− O− Q− S−", 2],
        ["B", "P? O+ Q+ S+", 1],
    ]
    assert found["n"].sum() == len(given)
    assert found.groupby("territory")["share"].sum().tolist() == pytest.approx([1, 1])
    assert found["level"].tolist() == [5, pd.NA, 1, pd.NA]


def test_what_became_of_a_pattern_is_said_in_the_readers_language():
    with speaking("fr"):
        became = ladder_patterns(ladders("--+-", "?+++"))["became"].tolist()
    assert became == ["réponses qui ne forment pas une échelle", "pas de réponse"]


def test_ladders_join_the_answers_as_levels():
    answers = frame("answers", [{"respondent": "1", "indicator": "HOUSE", "level": 4, "age": "30"}])
    table = with_ladders(answers, ladders("++--", "-+--"))
    assert table[["indicator", "level", "missing"]].values.tolist() == [
        ["HOUSE", 4, ""],
        ["WORK", 3, ""],
        ["WORK", pd.NA, "no_ladder"],
    ]
    assert table["age"].tolist() == ["30", "", ""]
    pd.testing.assert_frame_equal(with_ladders(answers, ladders()), answers)


def test_no_ladders_give_no_levels_and_no_patterns():
    assert ladder_levels(ladders()).empty
    assert ladder_patterns(ladders()).empty


def test_a_table_that_holds_no_ladders_is_refused():
    with pytest.raises(ValueError, match="no column 'quality'"):
        ladder_levels(ladders("++++").drop(columns="quality"))
    with pytest.raises(ValueError, match="by: the ladders have no column 'age'"):
        ladder_patterns(ladders("++++"), by="age")

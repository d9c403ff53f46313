import numpy as np
import pandas as pd
import pytest

from tests.samples import basel, panel, scale, sessions
from workbench.cube import count_levels, cube_from_counts


def test_answers_are_counted_with_their_weights():
    cube = count_levels(panel(), scale())
    answers = panel()
    assert len(cube.cells) == 18
    assert cube.persons.sum() == cube.cells["respondents"].sum() == len(answers)
    assert cube.weights.sum() == answers["weight"].sum()
    assert cube.squares.sum() == (answers["weight"] ** 2).sum()
    first = answers[(answers["wave"] == "1") & (answers["cluster"] == "1")]
    expected = first.groupby("level")["weight"].sum().reindex(range(1, 6), fill_value=0)
    assert cube.weights[0, 0].tolist() == expected.tolist()


def test_the_declared_scale_defines_k_and_not_the_levels_that_occur():
    cube = count_levels(sessions({"Young people": [3, 3, 4]}), scale(7))
    assert cube.persons.shape == (1, 1, 7)
    assert cube.persons[0, 0].tolist() == [0, 0, 2, 1, 0, 0, 0]


def test_scales_of_different_length_stand_side_by_side_with_nothing_beyond_their_own_k():
    answers = pd.concat([sessions({"A": [4, 1]}, "FEEL4"), sessions({"A": [5, 1]}, "FEEL")], ignore_index=True)
    declared = pd.DataFrame({"indicator": ["FEEL", "FEEL4", "UNUSED"], "levels": [5, 4, 5]})
    cube = count_levels(answers, declared)
    assert cube.indicators["indicator"].tolist() == ["FEEL", "FEEL4"]
    assert cube.persons[0].tolist() == [[1, 0, 0, 0, 1], [1, 0, 0, 1, 0]]


def test_groups_and_surveys_are_told_apart_and_missing_answers_keep_their_reason():
    answers = pd.concat([sessions({"Young people": [2, 0, 0]}), panel().head(1).assign(wave="2024")])
    answers["missing"] = ["", "dont_know", "no_answer", ""]
    cube = count_levels(answers.drop(columns="weight"), scale())
    assert cube.cells["origin"].tolist() == ["groups", "survey"]
    assert cube.reasons == ("dont_know", "no_answer")
    assert cube.missing[1, :, 0].tolist() == [[1, 1], [0, 0]]


def test_a_ladder_has_five_levels_without_saying_so():
    declared = pd.DataFrame({"indicator": ["MOB"], "indicator_kind": ["ladder"], "levels": [pd.NA]})
    assert count_levels(sessions({"A": [5]}), declared).indicators["levels"].tolist() == [5]


def test_respondents_of_the_same_name_in_two_groups_are_two_people():
    answers = sessions({"A": [1, 2], "B": [3]}).assign(respondent=["P1", "P2", "P1"])
    assert count_levels(answers, scale()).cells["respondents"].tolist() == [2, 1]


def test_cells_are_split_by_profile_columns_and_nothing_said_is_a_value():
    answers = sessions({"A": [1, 2, 3]}).assign(gender=["f", None, "m"])
    cube = count_levels(answers, scale(), by="gender")
    assert cube.by == ("gender",)
    assert cube.cells["gender"].tolist() == ["", "f", "m"]


@pytest.mark.parametrize("level", [0, 6, 2.5, -1])
def test_a_level_outside_its_scale_is_refused_with_its_indicator(level):
    answers = sessions({"A": [1, 2]}).astype({"level": float})
    answers.loc[1, "level"] = level
    with pytest.raises(ValueError, match=f"level: {level:g} is no level of indicator 'MOB' \\(1 to 5\\)"):
        count_levels(answers, scale())


@pytest.mark.parametrize("levels", [None, 1, 4.5])
def test_an_indicator_without_the_length_of_its_scale_is_refused(levels):
    with pytest.raises(ValueError, match="'MOB' needs the number of its levels"):
        count_levels(sessions({"A": [1]}), pd.DataFrame({"indicator": ["MOB"], "levels": [levels]}))


def test_what_is_not_declared_is_refused_by_name():
    with pytest.raises(ValueError, match="MOB has answers but is not declared"):
        count_levels(sessions({"A": [1]}), scale(5, "FAIR"))
    with pytest.raises(ValueError, match="by: wether is no profile column"):
        count_levels(sessions({"A": [1]}), scale(), by="wether")


def test_a_weight_is_never_guessed():
    answers = panel().astype({"weight": float})
    answers.loc[answers["wave"] == "2", "weight"] = np.nan
    assert count_levels(answers, scale()).weights.sum() == answers["weight"].sum() + 54
    answers.loc[0, "weight"] = np.nan
    with pytest.raises(ValueError, match="weight: some answers of Valbourg 1 have a weight and others have none"):
        count_levels(answers, scale())
    with pytest.raises(ValueError, match="weight: no weight is negative, found -1"):
        count_levels(panel().assign(weight=-1), scale())


WIDE = pd.DataFrame({"territory": ["Valbourg"] * 3, "MOB": [1, 2, 3], "weight": [1.0, 2.0, 1.0]})


@pytest.mark.parametrize(("column", "values", "told"), [
    ("MOB", ["1", "good", "2"], "MOB: 'good' is no number"),
    ("weight", ["1", "two", None], "weight: 'two' is no number"),
    ("weight", [1, np.inf, 1], "weight: no weight is without end, found inf"),
])  # fmt: skip
def test_what_is_no_number_is_told_with_its_column(column, values, told):
    with pytest.raises(ValueError, match=told):
        count_levels(WIDE.assign(**{column: values}), scale(), wide=True)


def test_an_answer_to_nothing_and_an_unclear_declaration_are_told():
    answers = pd.DataFrame({"territory": "Valbourg", "indicator": ["MOB", None], "level": [1, 2]})
    with pytest.raises(ValueError, match="indicator: some answers name none"):
        count_levels(answers, scale())
    with pytest.raises(ValueError, match="indicators: no column levels"):
        count_levels(answers, scale()[["indicator"]])
    with pytest.raises(ValueError, match="indicators: MOB is declared more than once"):
        count_levels(WIDE, pd.concat([scale(), scale()]), wide=True)
    twice = pd.concat([WIDE, WIDE[["MOB"]]], axis=1)
    with pytest.raises(ValueError, match="answers: more than one column is called MOB"):
        count_levels(twice, scale(), wide=True)


def test_a_number_is_written_alike_beside_any_other():
    keys = pd.Series([30.0, 31.5, None, 2.0**60])
    texts = count_levels(pd.DataFrame({"cluster": keys, "MOB": 1}), scale(), wide=True).cells["cluster"]
    assert texts.tolist() == ["", "1.152921504606847e+18", "30", "31.5"]


def test_input_is_left_as_it_was():
    answers = panel()
    count_levels(answers, scale(), by="half")
    pd.testing.assert_frame_equal(answers, panel())


def test_published_counts_load_as_a_cube_fractions_and_all():
    counts, declared = basel("4127")
    cube = cube_from_counts(counts, declared)
    assert cube.reasons == ("dont_know", "no_answer")
    assert cube.cells["wave"].tolist() == sorted(counts["wave"].unique())
    assert cube.weights.sum() + cube.missing[0].sum() == pytest.approx(counts["count"].sum())
    assert cube.cells["respondents"].tolist() == pytest.approx(counts.groupby("wave")["count"].sum().tolist())


def test_counts_with_the_people_behind_them_know_their_effective_number():
    counts = pd.DataFrame({
        "territory": "Basel", "wave": "2019", "indicator": "MOB", "level": [1, 2], "count": [30.0, 60.0], "persons": [10, 40],
    })  # fmt: skip
    cube = cube_from_counts(counts, scale())
    assert cube.squares[0, 0, :2].tolist() == [90, 90]
    with pytest.raises(ValueError, match="count: every count is a number of at least 0, found -1"):
        cube_from_counts(counts.assign(count=-1), scale())

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.samples import sessions
from workbench.cube import rake_weights
from workbench.problems import StudyProblems

GENDER = {"woman": 520, "man": 480}


def survey(count=120, seed=1, **columns):
    """Return two answers of each of `count` people, more women and more of the old than there are."""
    rng = np.random.default_rng(seed)
    people = pd.DataFrame({
        "respondent": [f"p{at}" for at in range(count)], "territory": "Valbourg", "wave": "2024", "group": "",
        "gender": rng.choice(["woman", "man"], count, p=[0.7, 0.3]), "age": rng.choice(["young", "middle", "old"], count, p=[0.15, 0.35, 0.5]),
        "weight": rng.uniform(1, 3, count).round(2),
    }).assign(**columns)  # fmt: skip
    return pd.concat([people.assign(indicator=name, level=rng.integers(1, 6, count)) for name in ("MOB", "AIR")], ignore_index=True)


AGE = {"young": 300, "middle": 400, "old": 300}


def persons(answers):
    return answers.drop_duplicates(["territory", "wave", "respondent"])


def test_weights_meet_all_margins_and_every_answer_of_a_person_has_the_same():
    answers = survey()
    raked, effect = rake_weights(answers, {"gender": GENDER, "age": AGE})
    for column, margin in (("gender", GENDER), ("age", AGE)):
        found = persons(raked).groupby(column)["weight"].sum().to_dict()
        assert found == pytest.approx(margin)
    assert raked.groupby("respondent")["weight"].nunique().eq(1).all()
    # raking multiplies: within a class of all margins the weights keep their proportions
    ratio = persons(raked)["weight"] / persons(answers)["weight"]
    assert ratio.groupby([persons(raked)["gender"], persons(raked)["age"]]).apply(np.ptp).max() < 1e-9
    whole = effect.query("column == ''").iloc[0]
    before, after = (persons(table)["weight"].astype(float) for table in (answers, raked))
    assert whole["n"] == 120
    assert [whole["n_eff_before"], whole["n_eff_after"]] == pytest.approx([w.sum() ** 2 / (w**2).sum() for w in (before, after)])
    assert whole["largest_after"] == pytest.approx(after.max() / after.mean())
    assert [whole["before"], whole["after"], whole["target"]] == pytest.approx([1000, 1000, 1000])
    rows = effect.query("column != ''")
    assert rows["after"].tolist() == pytest.approx(rows["target"].tolist())
    assert rows.query("category == 'woman'")["before"].iloc[0] == pytest.approx(before[persons(answers)["gender"] == "woman"].sum() * 1000 / before.sum())
    assert answers["weight"].max() <= 3  # what was given is not changed


def test_shares_leave_the_sum_of_the_weights_as_it_is():
    answers = survey()
    for whole in (1, 100):
        raked, _effect = rake_weights(answers, {"gender": {"woman": 0.52 * whole, "man": 0.48 * whole}})
        assert persons(raked)["weight"].sum() == pytest.approx(persons(answers)["weight"].sum())


def test_trimmed_weights_stay_within_their_bounds_and_meet_the_margins_where_they_can():
    answers = survey(400)
    free = rake_weights(answers, {"gender": GENDER, "age": AGE})[1].iloc[0]
    raked, effect = rake_weights(answers, {"gender": GENDER, "age": AGE}, trim=3)
    whole = effect.iloc[0]
    assert free["largest_after"] > 3
    assert whole["largest_after"] <= 3 + 1e-9
    assert whole["n_eff_after"] > free["n_eff_after"]
    assert effect["after"].tolist() == pytest.approx(effect["target"].tolist(), rel=1e-6)
    assert "trimmed" in whole["note"]
    assert persons(raked)["weight"].sum() == pytest.approx(1000, rel=1e-6)


def test_bounds_that_no_weights_can_keep_are_kept_and_the_rest_is_told():
    effect = rake_weights(survey(), {"gender": GENDER, "age": AGE}, trim=(0.9, 1.2))[1]
    assert effect.iloc[0]["largest_after"] <= 1.2 + 1e-9
    assert "No weights within these bounds meet all margins" in effect.iloc[0]["note"]
    assert (effect["after"] - effect["target"]).abs().max() > 1


@pytest.mark.parametrize("trim", [1.01, (0.99, 1.01), 1.5])
def test_bounds_as_narrow_as_can_be_are_no_error(trim):
    effect = rake_weights(survey(), {"gender": GENDER, "age": AGE}, trim=trim)[1]
    assert effect.iloc[0]["largest_after"] <= np.max(trim) + 1e-9


def test_a_column_may_have_any_name_and_a_weight_of_nothing_is_nobody():
    answers = survey().rename(columns={"gender": "before", "age": "raked"})
    raked, _effect = rake_weights(answers, {"before": GENDER, "raked": AGE})
    assert persons(raked).groupby("before")["weight"].sum().to_dict() == pytest.approx(GENDER)
    answers["weight"] = answers["weight"].where(answers["before"] == "woman", 0)
    with pytest.raises(StudyProblems, match="Nobody who answered in Valbourg 2024 is “man”"):
        rake_weights(answers, {"before": GENDER})


def test_groups_and_places_without_a_margin_stay_as_they_are():
    answers = pd.concat([survey(), survey(seed=2, territory="Montelago"), sessions({"A": [1, 2, 3]})], ignore_index=True)
    margins = pd.DataFrame({"territory": "Valbourg", "column": "gender", "category": ["woman", "man"], "total": [520, 480]})
    raked, effect = rake_weights(answers, margins)
    other = (answers["territory"] == "Montelago") | (answers["group"] == "A")
    assert raked.loc[other, "weight"].equals(answers.loc[other, "weight"].astype("Float64"))
    assert set(effect["territory"]) == {"Valbourg"}
    both = pd.concat([margins.assign(territory=""), margins.assign(territory="Montelago", total=[60, 70])])
    effect = rake_weights(answers, both)[1].query("category == 'woman'").set_index("territory")["target"]
    assert effect.to_dict() == pytest.approx({"Montelago": 60, "Valbourg": 520})


def test_people_whose_category_is_not_known_stop_or_keep_their_share():
    answers = survey()
    answers.loc[answers["respondent"].isin(["p3", "p4", "p5"]), "gender"] = None
    with pytest.raises(StudyProblems, match="Of 3 people who answered in Valbourg 2024, “gender” is not known"):
        rake_weights(answers, {"gender": GENDER})
    raked, effect = rake_weights(answers, {"gender": GENDER}, unknown="keep")
    rows = effect.query("column == 'gender'").set_index("category")
    assert rows.loc["", "after"] == pytest.approx(rows.loc["", "before"])
    assert rows.loc["woman", "after"] / rows.loc["man", "after"] == pytest.approx(520 / 480)
    assert persons(raked)["weight"].sum() == pytest.approx(1000)


def test_everything_that_is_wrong_with_the_margins_is_said_at_its_cell():
    margins = pd.DataFrame({
        "column": ["gender", "gender", "gender", "age", "age", "age", "town", "age", "gender"],
        "category": ["woman", "man", "robot", "young", "middle", "middle", "x", "old", "man"],
        "total": [500, 480, 20, 300, "many", 400, 3, -2, 480],
        "source": [f"margins.xlsx!Margins!A{line}" for line in range(2, 11)],
    })  # fmt: skip
    with pytest.raises(StudyProblems) as found:
        rake_weights(survey(), margins)
    assert {(problem.where(), problem.found()) for problem in found.value.problems} == {
        ("margins.xlsx · Margins · A4", "Nobody who answered in Valbourg 2024 is “robot”."),
        ("margins.xlsx · Margins · A6", "The total of “middle” is no number above 0."),
        ("margins.xlsx · Margins · A8", "The answers have no column “town”."),
        ("margins.xlsx · Margins · A9", "The total of “old” is no number above 0."),
        ("margins.xlsx · Margins · A10", "“man” stands twice in the margin of “gender”."),
        ("margins.xlsx · Margins · A5", "The margin of “age” has no total for old, whom Valbourg 2024 has."),
        ("margins.xlsx · Margins · A5", "The totals of “age” add up to 700.0, those of “gender” to 1000.0."),
    }
    with pytest.raises(StudyProblems) as found:
        rake_weights(survey(), pd.DataFrame({"territory": ["Lost"], "column": ["gender"], "category": ["man"], "total": [1]}))
    assert [problem.cell for problem in found.value.problems] == ["A2"]


def test_what_cannot_be_raked_is_refused():
    answers = survey()
    for how in ({"trim": 0.5}, {"trim": (1.2, 3)}, {"unknown": "drop"}, {"sweeps": 0}, {"tolerance": 0}):
        with pytest.raises(ValueError, match=next(iter(how))):
            rake_weights(answers, {"gender": GENDER}, **how)
    with pytest.raises(ValueError, match="none is of a survey"):
        rake_weights(sessions({"A": [1, 2]}).assign(gender="man"), {"gender": {"man": 1}})
    two = answers.copy()
    two.loc[0, "weight"] = 9
    with pytest.raises(ValueError, match="a person has two weights"):
        rake_weights(two, {"gender": GENDER})
    both = answers.copy()
    both.loc[0, "gender"] = "man" if both.loc[0, "gender"] == "woman" else "woman"
    with pytest.raises(ValueError, match="two values of “gender”"):
        rake_weights(both, {"gender": GENDER})
    with pytest.raises(ValueError, match="there are none"):
        rake_weights(answers, {})
    with pytest.raises(ValueError, match="no column total"):
        rake_weights(answers, pd.DataFrame({"column": ["gender"], "category": ["man"]}))


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.2, 0.8))
def test_raking_does_not_mind_the_scale_of_the_weights(seed, women):
    answers = survey(60, seed)
    margins = {"gender": {"woman": women, "man": 1 - women}, "age": {"young": 30, "middle": 40, "old": 30}}
    once = persons(rake_weights(answers, margins)[0])["weight"].astype(float)
    again = persons(rake_weights(answers.assign(weight=answers["weight"] * 7), margins)[0])["weight"].astype(float)
    np.testing.assert_allclose(again, once * 7, rtol=1e-6)


@pytest.mark.parametrize("kind", ["int64", "float64", "Int64", "category", "str"])
def test_categories_that_are_numbers_may_be_kept_in_any_way(kind):
    people = pd.DataFrame({"respondent": list("abcdef"), "territory": "V", "wave": "1", "age": [1, 1, 1, 2, 2, 3]})
    margins = pd.DataFrame({"column": "age", "category": [1.0, 2.0, 3.0], "total": [30, 40, 30]})
    raked, effect = rake_weights(people.astype({"age": kind}), margins)
    np.testing.assert_allclose(raked["weight"].astype(float), [0.6, 0.6, 0.6, 1.2, 1.2, 1.8])
    assert effect["category"].tolist() == ["", "1", "2", "3"]
    gap = rake_weights(people.assign(age=people["age"].where(people.index > 0)), margins, unknown="keep")[1]
    assert gap["n"].tolist() == [6, 2, 2, 1, 1]


@pytest.mark.parametrize("names", [None, ["a", "b", None, None], [None] * 4])
def test_one_row_a_person_needs_no_name(names):
    people = pd.DataFrame({"territory": "V", "wave": "1", "MOB": [1, 2, 4, 5], "gender": ["w", "w", "w", "m"]})
    people = people if names is None else people.assign(respondent=names)
    raked, effect = rake_weights(people, {"gender": {"w": 50, "m": 50}})
    np.testing.assert_allclose(raked["weight"].astype(float), [2 / 3, 2 / 3, 2 / 3, 2])
    assert effect["n"].tolist() == [4, 3, 1]
    with pytest.raises(ValueError, match="of one person"):
        rake_weights(people.assign(indicator="MOB", level=3), {"gender": {"w": 50, "m": 50}})


@pytest.mark.parametrize("weight", [-1.0, np.inf])
def test_weights_that_are_no_weights_are_refused(weight):
    people = pd.DataFrame({"respondent": list("abc"), "gender": list("wwm"), "weight": [1.0, weight, 1.0]})
    with pytest.raises(ValueError, match="at least 0"):
        rake_weights(people, {"gender": {"w": 50, "m": 50}})

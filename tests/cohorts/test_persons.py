import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tests.samples import scale, sessions
from workbench.cohorts import compare_stayers, compare_waves, each_person
from workbench.cube import count_levels

BEFORE, AFTER = [1, 2, 2, 3, 4, 2, 3], [2, 3, 2, 4, 4, 3, 5]


def two(group="", before=BEFORE, after=AFTER, **columns):
    return pd.concat([
        sessions({group: before}, wave="2021", **columns), sessions({group: after}, wave="2024", **columns)
    ], ignore_index=True)  # fmt: skip


@pytest.mark.parametrize(("group", "by"), [("", ["territory"]), ("Parents", ["territory", "group"])])
def test_people_who_stayed_are_compared_each_with_themselves(group, by):
    changes = compare_stayers(two(group), scale(), by=by, facets="mean").set_index("who")
    paired = stats.ttest_rel(AFTER, BEFORE)
    for who in ("all", "stayers"):
        assert changes.loc[who, "p"] == pytest.approx(paired.pvalue)
        assert [changes.loc[who, "low"], changes.loc[who, "high"]] == pytest.approx(list(paired.confidence_interval()))
    assert "others" not in changes.index
    assert changes.loc["stayers", ["better", "same", "worse"]].tolist() == [5, 2, 0]
    assert pd.isna(changes.loc["all", "better"])
    assert changes.loc["stayers", ["origin", "group"]].tolist() == ["groups" if group else "survey", group]


def test_those_who_came_or_left_are_other_people():
    answers = pd.concat([two(), sessions({"": [1, 1, 2]}, wave="2021").assign(respondent=["x", "y", "z"]),
                         sessions({"": [4, 5, 5]}, wave="2024").assign(respondent=["u", "v", "w"])])  # fmt: skip
    changes = compare_stayers(answers, scale(), facets="mean").set_index("who")
    welch = stats.ttest_ind([4, 5, 5], [1, 1, 2], equal_var=False)
    assert changes.loc["others", "p"] == pytest.approx(welch.pvalue)
    assert changes["n_to"].to_dict() == {"all": 10, "stayers": 7, "others": 3}
    apart = compare_waves(count_levels(answers, scale()), facets="mean").iloc[0]
    assert changes.loc["all", "difference"] == apart["difference"]
    assert changes.loc["all", "se"] < apart["se"]


def test_worse_is_worse_on_a_scale_that_runs_down():
    changes = compare_stayers(two(), scale(direction=["down"]), facets="mean").set_index("who")
    assert changes.loc["stayers", ["better", "same", "worse"]].tolist() == [0, 2, 5]


def test_codes_that_were_given_to_other_people_are_refused():
    answers = two().assign(birth_year=[1950, 1960, 1970, 1980, 1990, 1955, 1965, 1951, 1961, 1971, 1981, 1991, 1955, 1965])
    with pytest.raises(ValueError, match="respondent: 5 codes have another birth_year in 2024 than in 2021: they are other people"):
        compare_stayers(answers, scale())
    with pytest.raises(ValueError, match="answers: nobody of 2021 came again in 2024"):
        compare_stayers(two().assign(respondent=lambda table: table["wave"] + table["respondent"]), scale())
    with pytest.raises(ValueError, match="answers: they are of one wave"):
        compare_stayers(two().query("wave == '2021'"), scale())


def test_margins_are_refused_since_they_are_of_all_who_answered():
    answers = two().assign(gender=["w", "m"] * 7)
    with pytest.raises(ValueError, match="weight the answers first"):
        compare_stayers(answers, scale(), by=["gender"], margins={"gender": {"w": 1, "m": 1}})


def test_a_profile_splits_stayers_too():
    changes = compare_stayers(two().assign(half=["a", "b"] * 7), scale(), by=["half"], facets="mean")
    assert set(changes["half"]) == {"a", "b"}


def test_each_person_is_a_draw_and_the_figures_stay_as_they_are():
    rng = np.random.default_rng(1)
    answers = two(before=rng.integers(1, 6, 60).tolist(), after=rng.integers(1, 6, 60).tolist())
    plain, drawn = (compare_waves(count_levels(table, scale())) for table in (answers, each_person(answers)))
    for column in ("difference", "se", "df", "low", "p"):
        assert drawn[column].tolist() == pytest.approx(plain[column].tolist())
    assert each_person(answers, lasting=True)["cluster"].iloc[0] == answers["respondent"].iloc[0]
    assert "cluster" not in answers

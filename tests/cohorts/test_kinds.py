import pandas as pd
import pytest

from tests.samples import panel, scale, sessions
from workbench.cohorts import cohort_kinds, cohort_table, group_cohorts, intake_cohorts
from workbench.cube import count_levels
from workbench.language import speaking


def test_each_kind_of_cohort_says_what_it_answers():
    kinds = cohort_kinds()
    assert kinds["kind"].tolist() == ["reference group", "birth cohort", "intake cohort"]
    assert (kinds[["answers", "cannot_answer"]] != "").all(axis=None)
    with speaking("fr"):
        assert cohort_kinds()["kind"].tolist() != kinds["kind"].tolist()


def test_groups_that_vanished_or_came_or_came_back_are_listed():
    met = {"2018": "ABDE", "2021": "ABC", "2024": "ACD"}
    answers = pd.concat([sessions({name: [1, 2] for name in names}, wave=wave) for wave, names in met.items()])
    table = group_cohorts(count_levels(answers, scale())).set_index("group")
    assert table["state"].to_dict() == {"A": "stayed", "B": "vanished", "C": "came", "D": "interrupted", "E": "vanished"}
    assert table.loc["D", "said"] == "Did not meet in 2021."
    assert table.loc["B", ["waves", "n_first", "n_last"]].tolist() == ["2018, 2021", 2, 2]
    assert table["said"].str.endswith(".").all()
    middle = group_cohorts(count_levels(pd.concat([answers, sessions({"F": [3]}, wave="2021")]), scale())).set_index("group")
    assert middle.loc["F", ["state", "said"]].tolist() == ["both", "Met only in 2021."]
    assert group_cohorts(count_levels(panel(), scale())).empty


def test_who_entered_when_is_read_from_years_dates_and_names():
    answers = pd.DataFrame({"entry": ["2019", 2020.0, "12.5.2021", "2021-01-03", "", "before the reform", 202]})
    assert intake_cohorts(answers, entered="entry")["intake_cohort"].tolist() == [
        "2019", "2020", "2021", "2021", "", "before the reform", "202",
    ]  # fmt: skip
    wide = intake_cohorts(answers, entered="entry", width=2)["intake_cohort"].tolist()
    assert wide[:4] == ["2018–2019", "2020–2021", "2020–2021", "2020–2021"]
    with pytest.raises(ValueError, match="answers: they have no column intake"):
        intake_cohorts(answers)
    with pytest.raises(ValueError, match="width: a cohort spans at least 1 year, not 0"):
        intake_cohorts(answers, entered="entry", width=0)


def test_an_intake_is_followed_by_the_time_since():
    answers = pd.concat([
        sessions({"": [1, 2, 3, 4]}, wave="2021", intake=["2019", "2019", "2022", ""]),
        sessions({"": [2, 3, 4, 5]}, wave="2024", intake=["2019", "2019", "2022", ""]),
    ])  # fmt: skip
    table = cohort_table(count_levels(intake_cohorts(answers), scale(), by="intake_cohort"))
    assert table[["intake_cohort", "wave", "since", "estimate"]].to_numpy().tolist() == [
        ["2019", "2021", "2", 1.5], ["2019", "2024", "5", 2.5], ["2022", "2021", "-1", 3.0], ["2022", "2024", "2", 4.0],
        ["", "2021", "", 4.0], ["", "2024", "", 5.0],
    ]  # fmt: skip
    assert table["note"].iloc[2].startswith("They entered after this wave.")
    assert table["note"].iloc[4].startswith("1 answer without a year of entry.")
    both = count_levels(intake_cohorts(answers).assign(birth_cohort="a"), scale(), by=["intake_cohort", "birth_cohort"])
    with pytest.raises(ValueError, match="cube: it is split by birth_cohort and intake_cohort"):
        cohort_table(both)

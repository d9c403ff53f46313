"""Who is compared with whom: what runs already is never a comparison, what starts later is one until it starts."""

import pytest

from tests.actions.pilots.worlds import BUS, plan
from workbench.actions.pilots.trials import Trial, cohorts_of, read_trials
from workbench.tables import frame

WAVES = ["2015", "2018", "2021", "2024"]


def everywhere(_territory, _wave):
    return True


def trial(starts, against=("C", "D")):
    return Trial("A1", "", starts, tuple(against), ("MOB",))


def test_pilots_of_one_label_are_one_and_others_stand_alone():
    rows = [
        {**BUS, "action": "A1", "territory": "A", "compared_with": "C; B"},
        {**BUS, "action": "A2", "territory": "B", "pilot_wave": "2021", "compared_with": "C; D", "indicators": "AIR"},
        {**BUS, "action": "A3", "territory": "A", "label": "Bench"},
        {**BUS, "action": "A4", "territory": "A", "label": "", "pilot": None},
        {**BUS, "action": "A5", "territory": "A", "label": ""},
        {**BUS, "action": "A6", "territory": "A", "label": ""},
    ]
    found = read_trials(frame("actions", rows))
    assert [one.pilot for one in found] == ["A1; A2", "A3", "A5", "A6"]
    assert (found[0].starts, found[0].against, found[0].indicators) == (
        {"A": "2024", "B": "2021"}, ("C", "D"), ("MOB", "AIR"),
    )  # fmt: skip
    assert [one.pilot for one in read_trials(frame("actions", rows), together=None)] == ["A1", "A2", "A3", "A5", "A6"]
    with pytest.raises(ValueError, match="together"):
        read_trials(frame("actions", rows), together="theme")


def test_of_two_starts_in_one_territory_the_first_counts():
    rows = [{**BUS, "action": "A1", "territory": "A"}, {**BUS, "action": "A2", "territory": "A", "pilot_wave": "2021"}]
    assert read_trials(frame("actions", rows))[0].starts == {"A": "2021"}


def test_a_later_pilot_is_compared_with_until_it_starts_and_an_early_one_never():
    found, out = cohorts_of(trial({"A": "2018", "B": "2024"}), everywhere, WAVES)
    assert [(one.treated, one.base, one.wave, one.against) for one in found] == [
        (("A",), "2015", "2018", ("C", "D", "B")), (("B",), "2021", "2024", ("C", "D")),
    ]  # fmt: skip
    assert out == {}


def test_later_and_earlier_waves_are_compared_from_the_same_base():
    found, _out = cohorts_of(trial({"A": "2018", "B": "2024"}), everywhere, WAVES, shift=1)
    assert [(one.treated, one.base, one.wave, one.against) for one in found] == [(("A",), "2015", "2021", ("C", "D", "B"))]
    found, _out = cohorts_of(trial({"A": "2021"}), everywhere, WAVES, shift=-2)
    assert [(one.base, one.wave) for one in found] == [("2018", "2015")]


def test_a_missing_wave_is_stepped_over_before_the_start_and_never_after_it():
    found, out = cohorts_of(trial({"A": "2024"}), lambda name, wave: (name, wave) != ("A", "2021"), WAVES)
    assert (found[0].base, found[0].wave) == ("2018", "2024")
    found, out = cohorts_of(trial({"A": "2024"}), lambda name, wave: (name, wave) not in {("A", "2024"), ("C", "2018")}, WAVES)
    assert found == []
    assert out == {"A": "wave"}


@pytest.mark.parametrize(("start", "why"), [("", "plan"), ("2030", "wave"), ("2015", "before")])
def test_what_is_not_known_is_left_out_with_its_reason(start, why):
    assert cohorts_of(trial({"A": start}), everywhere, WAVES) == ([], {"A": why})


def test_a_territory_where_another_pilot_works_on_the_same_is_no_comparison():
    found, out = cohorts_of(trial({"A": "2021"}), everywhere, WAVES, touched={"C": "2018", "D": "2024"})
    assert found[0].against == ("D",)
    assert out == {"C": "other pilot"}


def test_the_plan_of_the_tests_reads_as_one_pilot():
    assert len(read_trials(plan(["A", "B"], ["C"]))) == 1

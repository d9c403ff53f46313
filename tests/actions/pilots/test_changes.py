"""A pilot is judged by its difference in differences, with Welch's test as the outside reference, and honestly."""

import numpy as np
import pytest
from scipy import stats

from workbench.actions import pilot_effect
from workbench.tables import frame

PLAN = {"action": "V1", "territory": "Valbourg", "indicators": "MOB", "pilot": True, "pilot_wave": "2024"}


def plan(**columns):
    return frame("actions", [{**PLAN, "compared_with": "Montelago; Arinești", **columns}])


def change(territory, difference, se=0.1, **columns):
    row = {
        "territory": territory,
        "origin": "survey",
        "indicator": "MOB",
        "facet": "mean",
        "from": "2021",
        "to": "2024",
    }
    return {**row, "difference": difference, "se": se, "df": 60, **columns}


def judged(*changes, worthwhile=0.5, **columns):
    return pilot_effect(frame("changes", list(changes)), plan(**columns), worthwhile=worthwhile).iloc[0]


def test_one_comparison_is_welchs_test():
    # each territory's change is a mean of individual changes: its se and df are known exactly
    pilot, other = np.array([1, 0, 2, 1, 1, 0, 2.0]), np.array([0, 1, -1, 0, 0, 1, 0, -1, 0.0])
    rows = [
        change(name, x.mean(), stats.sem(x), df=len(x) - 1) for name, x in (("Valbourg", pilot), ("Montelago", other))
    ]
    found = judged(*rows)
    welch = stats.ttest_ind(pilot, other, equal_var=False)
    interval = welch.confidence_interval(0.95)
    assert found["effect"] == pytest.approx(pilot.mean() - other.mean())
    assert found["df"] == pytest.approx(welch.df)
    assert found["effect"] / found["se"] == pytest.approx(welch.statistic)
    assert (found["low"], found["high"]) == pytest.approx((interval.low, interval.high))


def test_two_comparisons_by_hand():
    found = judged(change("Valbourg", 0.9, 0.12), change("Montelago", 0.1, 0.1), change("Arinești", -0.1, 0.2))
    assert found["change_elsewhere"] == pytest.approx(0)
    assert found["effect"] == pytest.approx(0.9)
    assert found["se"] == pytest.approx((0.12**2 + (0.1**2 + 0.2**2) / 4) ** 0.5)
    assert found["comparisons"] == 2
    assert found["compared_with"] == "Montelago; Arinești"


@pytest.mark.parametrize(
    ("pilot", "elsewhere", "se", "decision"),
    [
        (0.9, (0.0, 0.1), 0.1, "extend"),
        (0.4, (0.0, 0.1), 0.05, "adjust"),  # helps, less than worthwhile
        (0.05, (0.0, 0.1), 0.1, "adjust"),  # nothing as large as worthwhile is left possible
        (-0.9, (0.0, 0.1), 0.1, "stop"),
        (0.4, (0.0, 0.1), 0.4, "cannot tell"),
        (0.9, (1.0, -0.8), 0.1, "cannot tell"),  # a territory without the pilot did as well
        (-0.9, (-1.0, 0.8), 0.1, "cannot tell"),
    ],
)
def test_what_follows_from_a_pilot(pilot, elsewhere, se, decision):
    rows = [change("Valbourg", pilot, se), change("Montelago", elsewhere[0], se), change("Arinești", elsewhere[1], se)]
    assert judged(*rows)["decision"] == decision


def test_the_verdict_is_a_sentence_and_the_caution_is_always_there():
    found = judged(change("Valbourg", 0.9), change("Montelago", 0.0), change("Arinești", 0.1))
    assert found["verdict"] == "Extend: +0.8 of a level compared with elsewhere, between +0.6 and +1.1."
    assert "one pilot territory cannot show" in found["note"]
    assert "Elsewhere the changes ran from 0.0 to +0.1: the pilot's lies beyond them." in found["note"]
    drift = judged(change("Valbourg", 0.9), change("Montelago", 1.0), change("Arinești", -0.8))
    assert drift["verdict"].endswith("but a territory without the pilot changed as much.")
    assert "lies among them" in drift["note"]


def test_with_no_territory_to_compare_only_the_change_is_told():
    found = judged(change("Valbourg", 0.9), compared_with="")
    assert found["decision"] == "cannot tell"
    assert found["verdict"].startswith("Cannot tell yet: +0.9 of a level in the pilot territory, and no territory")
    assert found[["effect", "low", "high", "se"]].isna().all()
    assert found["change"] == 0.9


def test_territories_that_cannot_be_compared_are_left_out_and_named():
    rows = [
        change("Valbourg", 0.9),
        change("Montelago", 0.1, direction="not comparable"),
        change("Arinești", 0.0, warning="Asked on paper in 2021."),
        change("Arinești", 0.5, **{"from": "2018"}),
        change("Arinești", 0.5, origin="groups"),
        change("Arinești", 0.5, facet="bad"),
        change("Arinești", 0.5, group="Young people"),
        change("Elsewhere", 0.5),
    ]
    found = judged(*rows)
    assert found["compared_with"] == "Arinești"
    assert found["effect"] == pytest.approx(0.9)
    assert found["note"].startswith("Without a comparable change: Montelago. Asked on paper in 2021.")


@pytest.mark.parametrize(
    ("rows", "columns", "reason"),
    [
        ([], {}, "there is no change to wave 2024 in the pilot territory"),
        ([change("Valbourg", 0.9)], {"pilot_wave": ""}, "does not say which wave is the first after the pilot"),
        ([change("Valbourg", 0.9, direction="not comparable")], {}, "the two waves cannot be compared"),
        ([change("Valbourg", None)], {}, "the two waves cannot be compared"),
    ],
)
def test_what_is_not_known_is_said_and_never_guessed(rows, columns, reason):
    found = judged(*rows, change("Montelago", 0.1), **columns)
    assert found["decision"] == "cannot tell"
    assert reason in found["verdict"]


def test_the_last_wave_before_the_pilot_counts_and_origins_stay_apart():
    rows = [
        change(place, x, origin=origin, **{"from": first})
        for place, x in (("Valbourg", 0.8), ("Montelago", 0.1))
        for origin in ("groups", "survey")
        for first in ("2018", "2021")
    ]
    found = pilot_effect(frame("changes", rows), plan())
    assert found[["origin", "from", "to"]].values.tolist() == [["groups", "2021", "2024"], ["survey", "2021", "2024"]]


def test_only_pilots_are_judged_on_each_of_their_indicators():
    actions = frame("actions", [
        {**PLAN, "indicators": "MOB; AIR", "compared_with": "Montelago"},
        {**PLAN, "action": "V2", "pilot": False},
        {**PLAN, "action": "V3", "pilot": None},
    ])  # fmt: skip
    rows = [change("Valbourg", 0.9), change("Montelago", 0.1), change("Valbourg", 0.2, indicator="AIR")]
    found = pilot_effect(frame("changes", rows), actions)
    assert found[["action", "indicator"]].values.tolist() == [["V1", "MOB"], ["V1", "AIR"]]


def test_where_no_pilot_helps_few_are_extended():
    rng = np.random.default_rng(4)
    rows = []
    actions = []
    for trial in range(200):
        name = f"I{trial}"
        actions.append({**PLAN, "action": name, "indicators": name, "compared_with": "Montelago; Arinești"})
        rows += [
            change(place, rng.normal(0.1, 0.25), 0.25, indicator=name)
            for place in ("Valbourg", "Montelago", "Arinești")
        ]
    found = pilot_effect(frame("changes", rows), frame("actions", actions))
    assert (found["decision"] == "extend").mean() <= 0.04
    assert ((found["low"] <= 0) & (found["high"] >= 0)).mean() == pytest.approx(0.95, abs=0.04)


@pytest.mark.parametrize(("options", "named"), [({"confidence": 95}, "confidence"), ({"worthwhile": 0}, "worthwhile")])
def test_options_out_of_range_are_refused(options, named):
    with pytest.raises(ValueError, match=named):
        pilot_effect(frame("changes", []), plan(), **options)

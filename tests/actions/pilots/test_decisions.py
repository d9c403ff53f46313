"""The rule, reason by reason: what each speaks for, what overrules what, and what would settle it."""

import numpy as np
import pandas as pd
import pytest

from tests.actions.pilots.worlds import drawn, plan
from workbench.actions import estimate_pilots, judge_pilots, pilot_reasons, pilot_waves
from workbench.actions.pilots.settling import times_needed
from workbench.actions.pilots.wording import no_interval
from workbench.language import speaking
from workbench.tables import frame

ROW = {
    "pilot": "A1", "label": "Night bus", "territory": "Valbourg", "origin": "survey", "indicator": "MOB", "role": "aim",
    "facet": "mean", "effect": 0.8, "low": 0.4, "high": 1.2, "p": 0.001, "basis": "drift", "better": 1, "robust": True,
    "pilots": 1, "comparisons": 2, "smallest_p": 1 / 3, "pilots_low": 0.9, "pilots_high": 0.9, "elsewhere_low": 0.0,
    "elsewhere_high": 0.2, "se_sampling": 0.15, "df_sampling": 100, "se_drift": 0.17, "df_drift": 20, "drift_part": 0.006,
    "drift": 0.1, "drift_seen": 20, "people": 300, "note": "",
}  # fmt: skip


def reasons(*rows, **given):
    return pilot_reasons(pd.DataFrame([{**ROW, **row} for row in rows or ({},)]), **given)


def decision(*rows, **given):
    return judge_pilots(reasons(*rows, **given))["decision"].iloc[0]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({}, "extend"),
        ({"effect": 0.45, "low": 0.2, "high": 0.7}, "adjust"),  # better, but less than half a level
        ({"effect": 0.0, "low": -0.3, "high": 0.3}, "adjust"),  # half a level is ruled out
        ({"effect": 0.3, "low": -0.2, "high": 0.8}, "cannot tell"),
        ({"effect": -0.8, "low": -1.2, "high": -0.4, "pilots_high": -0.7}, "stop"),
        ({"effect": -0.8, "low": -1.2, "high": -0.4, "better": -1, "pilots_high": -0.7}, "extend"),
        ({"better": -1}, "stop"),
        ({"elsewhere_high": 1.0}, "cannot tell"),  # a territory without the pilot did as well
        ({"elsewhere_high": 1.0, "basis": "territories", "smallest_p": 0.01}, "extend"),  # the placing has that in it
        ({"basis": "sampling"}, "cannot tell"),
        ({"effect": None, "low": None, "high": None, "note": "No wave."}, "cannot tell"),
        ({"low": None, "high": None}, "cannot tell"),
    ],
)
def test_what_the_effect_speaks_for(row, told):
    assert decision(row) == told


def side(**columns):
    return {"role": "side", "indicator": "AIR", "effect": -0.6, "low": -1.0, "high": -0.2, "p": 0.001, **columns}


def promises(*states):
    return frame("commitments", [{"action": "A1", "commitment_state": state} for state in states])


def seen(*observed, role="user"):
    rows = [{"action": "A1", "indicator": "MOB", "stakeholder": f"S{at}", "role": role, "observed": value}
            for at, value in enumerate(observed)]
    return frame("effects", rows)


@pytest.mark.parametrize(
    ("rows", "given", "told"),
    [
        ([{}, side()], {}, "adjust"),
        ([{}, side(effect=0.6)], {}, "extend"),
        ([{}, side(p=0.04), *[side(indicator=f"I{k}", p=0.5) for k in range(10)]], {}, "extend"),  # one among eleven
        ([{}, side(role="group", indicator="MOB", group="Jobseekers")], {}, "adjust"),
        ([{}, {"facet": "polarisation", "effect": 0.2, "low": 0.1, "high": 0.3}], {}, "adjust"),
        ([{}, {"facet": "disparity", "effect": 0.2, "low": 0.1, "high": 0.3}], {}, "adjust"),
        ([{}, {"facet": "disparity", "effect": 0.2, "low": -0.1, "high": 0.5}], {}, "extend"),
        ([{}], {"commitments": promises("kept", "late", "broken", "due")}, "adjust"),
        ([{}], {"commitments": promises("kept", "kept", "broken", "due")}, "extend"),
        ([{}], {"commitments": promises("due")}, "extend"),
        ([{}], {"effects": seen(1, 2)}, "extend"),
        ([{}], {"effects": seen(-1, -2)}, "adjust"),
        ([{"effect": 0.3, "low": -0.2, "high": 0.8}, side()], {}, "cannot tell"),
        ([{"effect": -0.8, "low": -1.2, "high": -0.4, "pilots_high": -0.7}, side()], {}, "stop"),
    ],
)
def test_what_overrules_an_effect(rows, given, told):
    assert decision(*rows, **given) == told


def test_users_who_see_harm_weigh_against_bearers_who_see_none():
    effects = pd.concat([seen(2, 2, role="bearer"), seen(-1).assign(stakeholder="U")])
    found = reasons(effects=effects).set_index("reason")
    assert found.loc["stakeholders", "speaks"] == "adjust"
    assert found.loc["stakeholders", "said"].endswith("Users observe −1.0.")


def test_a_pilot_that_already_moved_otherwise_cannot_be_told():
    waves = pd.DataFrame([{**ROW, "kind": "earlier", "wave": "2018", "effect": -0.7, "p_adjusted": 0.01, "detectable": 0.5}])
    found = judge_pilots(reasons(waves=waves)).iloc[0]
    assert found["decision"] == "cannot tell"
    assert "Already before the start the pilot's territory moved otherwise: 2018 (−0.7 levels)." in found["verdict"]
    assert "Comparison territories that moved like the pilot's" in found["settle"]
    alike = waves.assign(p_adjusted=0.6)
    assert "one of 0.5 levels would have been seen" in judge_pilots(reasons(waves=alike))["limits"].iloc[0]
    assert "it takes two waves" in judge_pilots(reasons(waves=waves.head(0)))["limits"].iloc[0]


@pytest.mark.parametrize(
    ("pilots", "comparisons", "smallest", "said"),
    [(1, 3, 1 / 4, "1 pilot and 3 comparison territories the smallest p possible is 1/4"),
     (1, 1, 1.0, "1 pilot and 1 comparison territory the smallest p possible is 1."),
     (2, 2, 1 / 3, "2 pilots and 2 comparison territories the smallest p possible is 1/3")],
)  # fmt: skip
def test_why_there_is_no_interval_is_said_with_the_smallest_p(pilots, comparisons, smallest, said):
    row = {"pilots": pilots, "comparisons": comparisons, "placings": 4, "smallest_p": smallest}
    assert said in no_interval(row)
    assert no_interval({**row, "smallest_p": 1 / 70}) == ""


def test_a_verdict_stands_on_an_if_that_is_said():
    found = judge_pilots(reasons()).iloc[0]
    assert found["verdict"] == (
        "Extend. +0.8 levels compared with elsewhere, between 0.4 and 1.2; worth extending from 0.5 on. This holds if "
        "nothing else happened in Valbourg than what makes territories drift anyway."
    )
    assert "the smallest p possible is 1/3" in found["limits"]
    assert found["settle"] == (
        "For an interval from territories alone: 1 pilot and 19 comparison territories, or 3 pilots and 4 comparison "
        "territories."
    )


def test_people_settle_what_chance_in_who_was_asked_leaves_open_and_nothing_else():
    open_ = {"effect": 0.3, "low": -0.2, "high": 0.8, "se_sampling": 0.25, "drift_part": 0.0, "df_drift": 100}
    assert "people in each wave" in judge_pilots(reasons(open_))["settle"].iloc[0]
    drifting = {**open_, "drift_part": 0.2}
    assert "More people alone would not show an effect of 0.5" in judge_pilots(reasons(drifting))["settle"].iloc[0]
    # twice the people halve the variance: (t .975 + t .8 at 1e6 df) se = 0.5 at 2.8016² · 0.0637 / 2
    assert times_needed(0.5, 2 * (0.5 / 2.8016) ** 2, 0.0, 10**6) == pytest.approx(2, rel=1e-3)


def test_another_hurdle_and_a_wrong_one():
    assert decision({}, worthwhile=0.9) == "adjust"
    with pytest.raises(ValueError, match="worthwhile"):
        reasons(worthwhile=0)


def test_nothing_in_nothing_out():
    assert not len(judge_pilots(pilot_reasons(pd.DataFrame(columns=list(ROW)))))


@pytest.mark.parametrize(("moved", "told"), [(0.15, {"extend"}), (-0.09, {"stop", "cannot tell"})])
def test_from_the_cube_to_the_decision(moved, told):
    cube = drawn(np.random.default_rng(5), "ABCD", indicators=("MOB", "AIR", "WORK", "HOUS"), people=1500,
                 effect={("A", "2024"): moved})  # fmt: skip
    actions = plan("A", "BCD")
    found = judge_pilots(pilot_reasons(estimate_pilots(cube, actions), waves=pilot_waves(cube, actions), worthwhile=0.4))
    assert found["decision"].iloc[0] in told
    with speaking("fr"):
        french = judge_pilots(pilot_reasons(estimate_pilots(cube, actions), waves=pilot_waves(cube, actions)))
    assert "par rapport aux autres territoires" in french["verdict"].iloc[0]


def test_where_no_pilot_helps_few_are_extended_or_stopped():
    worlds = [[f"{one}-{place}" for place in range(4)] for one in range(60)]
    everywhere = [name for world in worlds for name in world]
    cube = drawn(np.random.default_rng(6), everywhere, indicators=("MOB", "I1", "I2", "I3", "I4"), people=100, shock=0.03)
    actions = pd.concat([plan(world[:1], world[1:], action=world[0], label=world[0]) for world in worlds])
    found = estimate_pilots(cube, actions, facets="mean", sides=False, drift_among="compared")
    told = judge_pilots(pilot_reasons(found))["decision"].tolist()
    assert len(told) == 60
    # nominal one in forty of each, and less: the pilot must also lie beyond every comparison
    assert told.count("extend") <= 4
    assert told.count("stop") <= 5

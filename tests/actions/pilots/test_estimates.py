"""Effects from the cube: equal to the changes of each territory, and to their cumulative shares; honest about territories."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.actions.pilots.worlds import cube_of, drawn, plan, surveyed
from workbench.actions import estimate_pilots
from workbench.cohorts import compare_waves
from workbench.language import speaking

HELPED = {("A", "2024"): 0.15}


def mean_row(cube, actions, **options):
    found = estimate_pilots(cube, actions, **options)
    return found[(found["role"] == "aim") & (found["facet"] == "mean")].iloc[0]


def test_by_hand():
    cube = cube_of({
        ("A", "2021", "MOB"): [40, 30, 30], ("A", "2024", "MOB"): [20, 30, 50],
        ("B", "2021", "MOB"): [25, 50, 25], ("B", "2024", "MOB"): [20, 50, 30],
    }, levels=3)  # fmt: skip
    found = estimate_pilots(cube, plan("A", "B")).set_index(["facet", "level"])
    mean = found.loc[("mean", pd.NA)] if ("mean", pd.NA) in found.index else found.xs("mean").iloc[0]
    assert mean["change"] == pytest.approx(0.4)
    assert mean["change_elsewhere"] == pytest.approx(0.1)
    assert mean["effect"] == pytest.approx(0.3)
    spread = [np.average((np.arange(1, 4) - np.average(np.arange(1, 4), weights=n)) ** 2, weights=n) / 99
              for n in ([40, 30, 30], [20, 30, 50], [25, 50, 25], [20, 50, 30])]
    assert mean["se_sampling"] == pytest.approx(np.sqrt(sum(spread)))
    assert (mean["people"], mean["pilots"], mean["comparisons"], mean["basis"]) == (200, 1, 1, "sampling")
    below = found.xs("below")["effect"]
    assert below.tolist() == pytest.approx([-0.2 + 0.05, -0.2 + 0.05])
    assert bool(mean["robust"])
    assert mean["effect"] == pytest.approx(-below.sum())
    assert found.xs("good")["effect"].iloc[0] == pytest.approx(0.15)


@pytest.mark.parametrize("again", [True, False])
def test_it_is_the_difference_of_the_territories_changes_with_the_clusters_that_come_again(again):
    cube = surveyed(np.random.default_rng(2), "ABC", again=again)
    facets = ["mean", "good", "bad", "polarisation"]
    found = estimate_pilots(cube, plan("A", "BC"), facets=facets)
    changes = compare_waves(cube, facets=facets).set_index(["facet", "territory"])
    for facet in facets:
        row = found[found["facet"] == facet].iloc[0]
        own, *others = (changes.loc[facet, name] for name in "ABC")
        assert row["effect"] == pytest.approx(own["difference"] - np.mean([one["difference"] for one in others]))
        assert row["se_sampling"] == pytest.approx(np.sqrt(own["se"] ** 2 + sum(one["se"] ** 2 for one in others) / 4))


def test_weights_count_territories_as_they_are_told():
    cube = drawn(np.random.default_rng(1), "ABC", effect=HELPED)
    changes = compare_waves(cube, facets="mean").set_index("territory")["difference"]
    row = mean_row(cube, plan("A", "BC"), weights={"B": 3.0})
    assert row["change_elsewhere"] == pytest.approx(0.75 * changes["B"] + 0.25 * changes["C"])
    with pytest.raises(ValueError, match="weights"):
        estimate_pilots(cube, plan("A", "BC"), weights={"B": 0})


@pytest.mark.parametrize(
    ("pilots", "against", "indicators", "basis"),
    [
        ("A", "B", ("MOB", "AIR", "WORK"), "sampling"),
        ("A", "BC", ("MOB", "AIR", "WORK"), "drift"),
        ("AB", "CD", ("MOB", "AIR"), "drift"),
        ("AB", "CDEFG", ("MOB",), "territories"),
        ("ABCD", "EFGH", ("MOB",), "territories"),
    ],
)
def test_what_the_interval_rests_on(pilots, against, indicators, basis):
    cube = drawn(np.random.default_rng(4), pilots + against, indicators=indicators)
    row = mean_row(cube, plan(list(pilots), against))
    assert row["basis"] == basis
    assert row["low"] < row["effect"] < row["high"]
    assert (row["smallest_p"] <= 0.05) == (basis == "territories")


def test_with_one_indicator_and_two_waves_the_comparisons_show_the_drift_or_nothing_does():
    cube = drawn(np.random.default_rng(4), "ABCD", waves=("2021", "2024"))
    row = mean_row(cube, plan("A", "BCD"))
    assert (row["basis"], row["drift_seen"]) == ("drift", 0)
    assert mean_row(cube, plan("A", "B"))["basis"] == "sampling"


def test_drift_may_be_looked_for_among_those_compared_only():
    cube = drawn(np.random.default_rng(6), "ABCDEFG", indicators=("MOB", "AIR", "WORK"))
    everywhere, compared = (mean_row(cube, plan("A", "BC"), drift_among=one) for one in ("all", "compared"))
    assert everywhere["df_drift"] > compared["df_drift"]
    assert everywhere["effect"] == compared["effect"]
    with pytest.raises(ValueError, match="drift_among"):
        estimate_pilots(cube, plan("A", "BC"), drift_among="some")


def test_a_pilot_of_two_starts_is_put_together_from_both():
    cube = drawn(np.random.default_rng(3), "ABCD", effect={("A", "2021"): 0.1, ("A", "2024"): 0.1, ("B", "2024"): 0.1})
    row = mean_row(cube, plan({"A": "2021", "B": "2024"}, "CD"))
    early, late = (compare_waves(cube, earlier=x, later=y, facets="mean").set_index("territory")["difference"]
                   for x, y in (("2018", "2021"), ("2021", "2024")))
    expected = (early["A"] - early[["B", "C", "D"]].mean() + late["B"] - late[["C", "D"]].mean()) / 2
    assert row["effect"] == pytest.approx(expected)
    assert (row["from"], row["to"], row["pilots"]) == ("2018; 2021", "2021; 2024", 2)
    assert row["placings"] == 12


def test_more_placings_than_an_integer_holds_are_told_about():
    names = [f"T{k:02}" for k in range(70)]
    row = mean_row(drawn(np.random.default_rng(3), names, waves=("2021", "2024")), plan(names[:35], names[35:]))
    assert row["placings"] == pytest.approx(1.1219e20, rel=1e-3)
    assert row["basis"] == "territories"


def test_an_indicator_whose_lower_levels_are_better_is_better_where_it_falls():
    cube = drawn(np.random.default_rng(1), "ABC", effect=HELPED)
    cube.indicators["direction"] = "down"
    found = estimate_pilots(cube, plan("A", "BC")).set_index("facet")
    assert found.loc["mean", "better"] == -1
    assert (found.loc["good", "effect"] < 0) == (found.loc["mean", "effect"] > 0)


def test_what_is_left_out_is_said():
    cube = drawn(np.random.default_rng(1), "ABC", indicators=("MOB",))
    scale = pd.DataFrame([{"wave": "2024", "territory": "B", "break": "Other levels.", "indicator": "MOB", "change": "scale"}])
    row = mean_row(cube, plan("A", "BC"), waves=scale)
    assert row["compared_with"] == "C"
    assert row["note"] == "Left out, because the two waves cannot be compared there: B."
    broken = pd.DataFrame([{"wave": "2024", "territory": "C", "break": "By web.", "indicator": "", "change": ""}])
    assert mean_row(cube, plan("A", "BC"), waves=broken)["note"].startswith("Careful, something else changed in 2024")
    comparable = pd.DataFrame([{"territory": "B", "origin": "survey", "indicator": "MOB", "from": "2021", "to": "2024",
                                "comparable": "no", "reasons": "scale", "why": "Another scale."}])
    assert mean_row(cube, plan("A", "BC"), comparable=comparable)["compared_with"] == "C"


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"pilot_wave": ""}, "does not say which wave is the first after the pilot"),
        ({"pilot_wave": "2030"}, "no answer yet of the wave after the pilot"),
        ({"pilot_wave": "2018"}, "no wave before the pilot"),
        ({"compared_with": ""}, "no territory to compare with"),
        ({"compared_with": "Nowhere"}, "no territory to compare with"),
        ({"territory": "Nowhere"}, "There is no wave before the pilot: Nowhere."),
        ({"indicators": "GONE"}, "Nobody was asked about this indicator."),
        ({"indicators": ""}, "names no indicator"),
    ],
)
def test_what_cannot_be_computed_is_a_row_with_its_reason(columns, told):
    cube = drawn(np.random.default_rng(1), "ABC")
    row = mean_row(cube, plan("A", "BC", **{key: value for key, value in columns.items() if key != "pilot_wave"}).assign(
        **{key: value for key, value in columns.items() if key == "pilot_wave"}))
    assert told in row["note"]
    assert pd.isna(row["effect"])
    assert row["basis"] == ""


def test_the_other_indicators_and_the_groups_are_looked_at_too():
    cube = drawn(np.random.default_rng(1), "ABC", indicators=("MOB", "AIR"))
    found = estimate_pilots(cube, plan("A", "BC"))
    assert found.loc[found["role"] == "side", "indicator"].tolist() == ["AIR"]
    assert set(estimate_pilots(cube, plan("A", "BC"), sides=False)["role"]) == {"aim"}


def test_a_cube_without_pilots_has_no_rows_and_bad_options_are_refused():
    cube = drawn(np.random.default_rng(1), "AB")
    assert not len(estimate_pilots(cube, plan("A", "B").assign(pilot=False)))
    with pytest.raises(ValueError, match="facets"):
        estimate_pilots(cube, plan("A", "B"), facets="median")
    with pytest.raises(ValueError, match="confidence"):
        estimate_pilots(cube, plan("A", "B"), confidence=95)


@settings(max_examples=8)
@given(st.lists(st.lists(st.integers(1, 60), min_size=3, max_size=3), min_size=6, max_size=6))
def test_the_mean_is_the_sum_of_the_shares_and_swapping_the_waves_turns_it_round(counts):
    keys = [(name, wave, "MOB") for name in "ABC" for wave in ("2021", "2024")]
    there = estimate_pilots(cube_of(dict(zip(keys, counts, strict=True)), levels=3), plan("A", "BC"))
    back = [(name, {"2021": "2024", "2024": "2021"}[wave], code) for name, wave, code in keys]
    again = estimate_pilots(cube_of(dict(zip(back, counts, strict=True)), levels=3), plan("A", "BC"))
    for one, sign in ((there, 1), (again, -1)):
        mean = one.loc[one["facet"] == "mean", "effect"].iloc[0]
        assert mean == pytest.approx(-one.loc[one["facet"] == "below", "effect"].sum(), abs=1e-9)
        assert sign * mean == pytest.approx(there.loc[there["facet"] == "mean", "effect"].iloc[0], abs=1e-9)


def test_it_speaks_french():
    cube = drawn(np.random.default_rng(1), "ABC", indicators=("MOB", "AIR"))
    with speaking("fr"):
        said = mean_row(cube, plan("A", "BC"))["verdict"]
    assert "par rapport aux autres territoires" in said

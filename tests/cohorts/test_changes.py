import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.samples import basel, panel, scale, sessions, shared
from workbench.cohorts import compare_waves, smallest_change
from workbench.cube import count_levels, cube_from_counts
from workbench.tables import columns, frame

BEFORE = {"A": [1, 2, 2, 3], "B": [2, 3, 3, 3], "C": [3, 3, 4, 4], "D": [4, 4, 5, 5]}
AFTER = {name: [level + 1 for level in levels] for name, levels in BEFORE.items()} | {"D": [4, 5, 5, 5]}


def two_waves(before, after):
    waves = (sessions(before, wave="2021"), sessions(after, wave="2024"))
    return count_levels(pd.concat(waves, ignore_index=True), scale())


def test_the_table_is_the_one_that_is_declared():
    changes = compare_waves(count_levels(panel(), scale(), by="half"), by=["territory", "half"])
    assert changes.columns.tolist() == [*columns("changes"), "half", "robust_p"]
    assert frame("changes", changes).dtypes.equals(changes.dtypes)


def test_the_same_clusters_in_two_waves_are_one_draw():
    """R: both <- svydesign(id = ~cluster, strata = ~stratum, weights = ~w, data = d, nest = TRUE)
    svycontrast(svyby(~y, ~wave, both, svymean, covmat = TRUE), c(-1, 1)); the same with as.numeric(y >= 4)."""
    changes = compare_waves(count_levels(panel(), scale()), facets=["mean", "good"]).set_index("facet")
    found = changes[["difference", "se"]].astype(float)
    assert found.loc["mean"].tolist() == pytest.approx([-0.0833333333333, 0.2905499885373], rel=1e-9)
    assert found.loc["good"].tolist() == pytest.approx([-0.0277777777778, 0.1202516033258], rel=1e-9)
    assert changes["df"].tolist() == [6, 6]


def test_other_clusters_are_other_draws():
    answers = panel().assign(cluster=lambda table: table["wave"] + "-" + table["cluster"])
    row = compare_waves(count_levels(answers, scale()), facets="mean").iloc[0]
    each = [count_levels(part, scale()) for _wave, part in answers.groupby("wave")]
    alone = [figure(cube, "mean") for cube in each]
    assert row["se"] == pytest.approx((alone[0] ** 2 + alone[1] ** 2) ** 0.5)
    assert 6 <= row["df"] <= 12


def figure(cube, facet):
    from workbench.scores import score

    return float(score(cube, facets=facet)["se"].iloc[0])


def test_groups_that_come_again_are_compared_each_with_itself():
    row = compare_waves(two_waves(BEFORE, AFTER), facets="mean").iloc[0]
    steps = [np.mean(AFTER[name]) - np.mean(BEFORE[name]) for name in BEFORE]
    paired = stats.ttest_1samp(steps, 0)
    assert row["difference"] == pytest.approx(np.mean(steps))
    assert row["p"] == pytest.approx(paired.pvalue)
    assert row["df"] == 3
    assert [row["low"], row["high"]] == pytest.approx(list(paired.confidence_interval()))


def test_other_groups_are_compared_as_two_samples():
    row = compare_waves(two_waves(BEFORE, {f"{name}2": levels for name, levels in AFTER.items()}), facets="mean").iloc[0]
    means = [[np.mean(levels) for levels in wave.values()] for wave in (BEFORE, AFTER)]
    welch = stats.ttest_ind(means[1], means[0], equal_var=False)
    assert row["p"] == pytest.approx(welch.pvalue)
    assert row["df"] == pytest.approx(welch.df)


def test_each_group_can_be_followed_as_a_cohort():
    changes = compare_waves(two_waves(BEFORE, AFTER | {"E": [1, 2]}), by=["territory", "group"], facets="mean")
    changes = changes.set_index("group")
    welch = stats.ttest_ind(AFTER["A"], BEFORE["A"], equal_var=False)
    assert changes.loc["A", "p"] == pytest.approx(welch.pvalue)
    assert changes.loc["E", "direction"] == "not comparable"
    assert changes.loc["E", "verdict"] == "This cannot be compared. “E” gave no answer in 2021."
    assert changes.loc["E", "estimate_to"] == 1.5


def test_a_real_change_is_told_and_noise_is_not():
    rng = np.random.default_rng(4)
    shares = np.array([0.1, 0.25, 0.35, 0.2, 0.1])
    rows = []
    for indicator in [f"I{number}" for number in range(12)]:
        for wave in ("2021", "2024"):
            for group in "ABCDEFGH":
                levels = rng.choice(5, 25, p=shares) + 1
                if indicator == "I0" and wave == "2024":
                    levels = np.minimum(levels + 1, 5)
                rows.append(sessions({group: levels.tolist()}, indicator, wave))
    cube = count_levels(pd.concat(rows), scale(5, *[f"I{number}" for number in range(12)]))
    changes = compare_waves(cube, facets="mean").set_index("indicator")
    assert changes.loc["I0", "direction"] == "up"
    assert changes.loc["I0", "robust"]
    assert changes.loc["I0", "verdict"].startswith("The mean situation is better: +0.")
    assert set(changes["direction"].drop("I0")) == {"none"}
    assert (changes["p_adjusted"] >= changes["p"]).all()


def test_a_change_that_depends_on_the_numbering_is_not_robust():
    spread = two_waves({name: [3] * 8 for name in "ABC"}, {name: [1] + [4] * 7 for name in "ABC"})
    row = compare_waves(spread, facets="mean").iloc[0]
    assert row["difference"] > 0
    assert not row["robust"]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(1, 5), min_size=3, max_size=9),
    st.lists(st.integers(1, 5), min_size=3, max_size=9),
    st.lists(st.floats(0.05, 3), min_size=4, max_size=4),
)
def test_a_robust_change_stands_under_any_numbering_of_the_situations(before, after, steps):
    row = compare_waves(two_waves({"A": before}, {"A": after}), facets="mean").iloc[0]
    values = np.cumsum([0, *steps])
    moved = np.mean(values[np.array(after) - 1]) - np.mean(values[np.array(before) - 1])
    if abs(row["difference"]) < 1e-12:  # equal but for rounding
        assert pd.isna(row["robust"])
    elif row["robust"]:
        assert np.sign(moved) in {0, np.sign(row["difference"])}


def test_the_badge_holds_for_the_people_behind_when_every_step_does():
    rows = {"2021": [1, 2, 3, 4] * 25, "2024": [2, 3, 4, 5] * 25}
    answers = pd.concat([sessions({"": levels}, wave=wave) for wave, levels in rows.items()])
    row = compare_waves(count_levels(answers, scale()), facets="mean").iloc[0]
    below = np.array([[0.25, 0.5, 0.75, 1], [0, 0.25, 0.5, 0.75]])
    error = np.sqrt((below * (1 - below) / 99).sum(axis=0))
    smallest = ((below[0] - below[1]) / error).min()
    assert row["robust_p"] == pytest.approx(stats.t.sf(smallest, row["df"]), rel=1e-6)


def test_worse_is_down_whatever_the_direction_of_the_scale():
    better = {name: [4, 4, 5, 5, 5, 4, 4, 5] for name in "ABCD"}
    worse = {name: [2, 1, 2, 1, 2, 2, 1, 1] for name in "ABCD"}
    worse["A"] = [2, 1, 2, 1, 2, 2, 1, 3]
    waves = pd.concat([sessions(better, wave="1"), sessions(worse, wave="2")])
    up = compare_waves(count_levels(waves, scale()), facets=["mean", "good", "bad"])
    down = compare_waves(count_levels(waves, scale(direction=["down"])), facets=["mean", "good", "bad"])
    assert up["direction"].tolist() == ["down"] * 3
    assert down["direction"].tolist() == ["up"] * 3


def test_a_break_is_a_warning_on_every_row_across_it_and_on_no_other():
    counts, declared = basel("4127")
    cube = cube_from_counts(counts, declared)
    waves = pd.DataFrame({
        "territory": "", "wave": ["2003", "2019"], "mode": ["telephone", "paper or web"],
        "break": ["", "Paper or web instead of telephone."],
    })  # fmt: skip
    across = compare_waves(cube, earlier=2015, later=2019, waves=waves)
    said = "Careful, something else changed in 2019 as well: “Paper or web instead of telephone”."
    assert across["warning"].unique().tolist() == [said]
    assert across["verdict"].str.endswith(said).all()
    assert compare_waves(cube, earlier="2019", later="2023", waves=waves)["warning"].unique().tolist() == [""]
    assert compare_waves(cube, earlier="2003", later="2023", waves=waves)["warning"].unique().tolist() == [said]


def test_what_one_wave_lacks_is_said_and_never_dropped():
    answers = pd.concat([
        sessions({"A": [1, 2], "B": [3, 4]}, "FEEL4", "2018"), sessions({"A": [1, 2], "B": [3, 4]}, "FEEL", "2021"),
        sessions({"A": [1, 2], "B": [3, 4]}, "HEAT", "2021"), sessions({"A": [1, 2], "B": [2, 4]}, "MOB", "2018"),
        sessions({"A": [1, 3], "B": [3, 4]}, "MOB", "2021"),
    ])  # fmt: skip
    declared = pd.DataFrame({
        "indicator": ["FEEL4", "FEEL", "HEAT", "MOB"], "levels": [4, 5, 5, 5], "replaces": ["", "FEEL4", "", ""],
        "since_wave": ["", "2021", "2021", ""], "until_wave": ["2018", "", "", ""],
    })  # fmt: skip
    changes = compare_waves(count_levels(answers, declared)).set_index(["indicator", "facet"])
    assert len(changes) == 4 * 3
    replaced = "This cannot be compared. “FEEL” (5 situations) took the place of “FEEL4” (4 situations)."
    assert changes.loc["FEEL4", "verdict"].unique().tolist() == [replaced]
    assert changes.loc["FEEL", "verdict"].unique().tolist() == [replaced]
    assert changes.loc[("HEAT", "mean"), "warning"] == "It is only asked since 2021."
    for indicator in ("FEEL4", "FEEL", "HEAT"):
        assert set(changes.loc[indicator, "direction"]) == {"not comparable"}
        assert changes.loc[indicator, ["difference", "p", "p_adjusted"]].isna().all(axis=None)
    assert changes.loc[("MOB", "polarisation"), "direction"] == "not comparable"
    assert "Not shown below 30 answers (here 4)" in changes.loc[("MOB", "polarisation"), "verdict"]
    assert changes.loc[("MOB", "mean"), "direction"] == "none"


def test_the_border_region_is_found_as_published():
    """data/border_wellbeing/README.md: V9 rises (60.355 % to 67.826 % good), V22 of the countryside 3.084034 to 2.841410."""
    raw = pd.read_csv(shared("data", "border_wellbeing", "well_being.csv"))
    items = [f"V{number}" for number in range(1, 24)]
    raw = raw.assign(respondent=raw.index.astype("str"), territory=raw["Area"], wave=raw["Year"].astype("str"), group="")
    answers = raw.melt(["respondent", "territory", "wave", "group", "Weight"], items, "indicator", "level")
    answers = answers.rename(columns={"Weight": "weight"})
    cube = count_levels(answers, scale(5, *items))
    assert cube.cells["respondents"].tolist() == [119, 227, 388, 463]
    whole = compare_waves(cube, by=[], facets="good").set_index("indicator")
    assert whole.loc["V9", ["estimate_from", "estimate_to"]].tolist() == pytest.approx([0.60355, 0.67826], abs=5e-6)
    assert whole.loc["V9", "difference"] > 0
    apart = compare_waves(cube, facets="mean").set_index(["territory", "indicator"])
    assert apart.loc[("Rural", "V22"), ["estimate_from", "estimate_to"]].tolist() == pytest.approx(
        [3.084034, 2.841410], abs=5e-7
    )
    rural = answers.query("territory == 'Rural' and indicator == 'V22'")
    welch = stats.ttest_ind(*(rural.loc[rural["wave"] == wave, "level"] for wave in ("2019", "2015")), equal_var=False)
    assert apart.loc[("Rural", "V22"), "p"] == pytest.approx(welch.pvalue)


def test_the_smallest_change_is_the_published_one():
    """reference/README.md: s 1.05, deff 1.5, 50 against 50, power 0.80: 0.73 of a level."""
    se = 1.05 * (1.5 * (1 / 50 + 1 / 50)) ** 0.5
    assert smallest_change(se, 98) == pytest.approx(0.73, abs=0.005)
    row = compare_waves(two_waves(BEFORE, AFTER), facets="mean").iloc[0]
    assert row["detectable"] == pytest.approx(smallest_change(row["se"], row["df"]))
    assert np.isnan(smallest_change(1.0, 0))


def test_the_last_two_waves_are_compared_unless_others_are_named():
    answers = pd.concat([sessions(BEFORE, wave=wave) for wave in ("9", "10", "11")])
    cube = count_levels(answers, scale())
    assert compare_waves(cube)[["from", "to"]].drop_duplicates().to_numpy().tolist() == [["10", "11"]]
    assert compare_waves(cube, later="10")["from"].unique().tolist() == ["9"]
    assert compare_waves(count_levels(sessions(BEFORE), scale())).empty
    alone = compare_waves(count_levels(sessions(BEFORE), scale(theme="T")), of="theme", by=["territory", "group"])
    assert alone.columns.tolist() == [*columns("changes"), "theme", "robust_p"]
    with pytest.raises(ValueError, match="earlier: the cube has no wave 8; it has 9, 10, and 11"):
        compare_waves(cube, earlier=8)
    with pytest.raises(ValueError, match="earlier: 11 is not before 10"):
        compare_waves(cube, earlier=11, later=10)
    with pytest.raises(ValueError, match="facets: median is none of"):
        compare_waves(cube, facets="median")


def test_families_are_what_is_declared():
    changes = compare_waves(two_waves(BEFORE, AFTER), facets=["mean", "good", "bad"], family=[])
    expected = stats.false_discovery_control(changes["p"].astype(float))
    assert changes["p_adjusted"].tolist() == pytest.approx(expected.tolist())
    alone = compare_waves(two_waves(BEFORE, AFTER), facets=["mean", "good", "bad"])
    assert alone["p_adjusted"].tolist() == alone["p"].tolist()


def test_provenance_travels():
    cube = two_waves(BEFORE, AFTER)
    cube.attrs.update(study="Made up", constructed=True)
    assert compare_waves(cube).attrs == {"study": "Made up", "constructed": True}

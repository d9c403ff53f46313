import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tests.samples import basel, panel, scale, sessions
from workbench.cohorts import compare_waves, wave_trends
from workbench.cube import count_levels, cube_from_counts


def waves_of(*levels, years=("2018", "2021", "2024")):
    rows = [sessions({"": one}, wave=year) for year, one in zip(years, levels, strict=True)]
    return count_levels(pd.concat(rows), scale())


def test_the_slope_of_independent_waves_is_the_line_through_their_means():
    levels = [[1, 2, 3] * 20, [2, 2, 3] * 20, [2, 3, 4] * 20]
    row = wave_trends(waves_of(*levels)).iloc[0]
    years, means = np.array([2018, 2021, 2024]), [np.mean(one) for one in levels]
    assert row["slope"] == pytest.approx(stats.linregress(years, means).slope)
    expected = np.sqrt(sum(((year - 2021) / 18) ** 2 * np.var(one, ddof=1) / 60 for year, one in zip(years, levels, strict=True)))
    assert row["se"] == pytest.approx(expected)
    assert (row["from"], row["to"], row["waves"], row["per"]) == ("2018", "2024", 3, "year")
    assert row["direction"] == "up"


def test_between_the_ends_of_evenly_spaced_waves_the_slope_is_their_change():
    cube = waves_of([1, 2, 3] * 20, [2, 2, 3] * 20, [2, 3, 4] * 20)
    ends = compare_waves(cube, earlier="2018", later="2024", facets="mean").iloc[0]
    row = wave_trends(cube).iloc[0]
    assert row["slope"] * 6 == pytest.approx(ends["difference"])
    assert row["se"] * 6 == pytest.approx(ends["se"])


def test_a_bend_is_told():
    row = wave_trends(waves_of([1, 2, 3] * 40, [3, 4, 5] * 40, [1, 2, 3] * 40)).iloc[0]
    assert row["direction"] == "none"
    assert row["bend_p"] < 0.001
    assert row["verdict"].endswith("It is no straight line: look at the waves two by two.")
    assert "chance over 3 waves, 2018 to 2024." in row["verdict"]


def test_the_same_clusters_in_all_waves_are_one_draw():
    third = panel().query("wave == '2'").assign(wave="3")
    answers = pd.concat([panel(), third], ignore_index=True)
    paired = wave_trends(count_levels(answers, scale())).iloc[0]
    # the third wave says what the second did: the slope is half the change
    change = compare_waves(count_levels(panel(), scale()), facets="mean").iloc[0]
    assert paired["slope"] == pytest.approx(change["difference"] / 2)
    assert paired["se"] == pytest.approx(change["se"] / 2)
    assert paired["df"] == 6


def test_waves_that_are_no_years_are_counted():
    row = wave_trends(waves_of([1, 2] * 20, [2, 3] * 20, [3, 4] * 20, years=("a", "b", "c"))).iloc[0]
    assert row["slope"] == pytest.approx(1)
    assert row["verdict"].startswith("Better from a to c: +1.00 levels a wave")


def test_a_line_needs_three_waves():
    assert wave_trends(count_levels(panel(), scale())).empty
    answers = pd.concat([sessions({"": [1, 2, 3]}, wave=wave) for wave in ("2018", "2021", "2024")])
    lacking = answers.assign(indicator="AIR").query("wave != '2018'")
    trends = wave_trends(count_levels(pd.concat([answers, lacking]), scale(5, "MOB", "AIR")))
    assert trends["indicator"].tolist() == ["MOB"]
    assert "slope" in wave_trends(count_levels(lacking, scale(5, "AIR")))


def test_a_line_across_a_break_says_so():
    counts, declared = basel("4127")
    waves = pd.DataFrame({"wave": ["2019"], "territory": "", "mode": "", "break": "Paper or web instead of telephone"})
    row = wave_trends(cube_from_counts(counts, declared), waves=waves).iloc[0]
    assert (row["from"], row["to"]) == ("2003", "2023")
    assert row["verdict"].endswith("Careful, something else changed in 2019 as well: “Paper or web instead of telephone”.")


def test_what_is_asked_for_is_there():
    cube = waves_of([1, 2] * 20, [2, 3] * 20, [3, 4] * 20)
    with pytest.raises(ValueError, match="facets: median is none of"):
        wave_trends(cube, facets="median")
    with pytest.raises(ValueError, match="family: the trends have no colour"):
        wave_trends(cube, family=["colour"])
    theme = wave_trends(count_levels(pd.concat([sessions({"": [1, 2] * 9}, wave=w) for w in "123"]), scale(theme="T")), of="theme")
    assert theme["theme"].tolist() == ["T"]

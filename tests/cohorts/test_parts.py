import numpy as np
import pandas as pd
import pytest

from tests.samples import panel, scale, sessions
from workbench.cohorts import comparability, compare_waves, wave_trends
from workbench.cube import count_levels, cube_from_counts
from workbench.scores.errors import level_totals
from workbench.scores.influence import measured, squares
from workbench.scores.members import belonging

TWO = {"indicator": ["MOB", "AIR"], "levels": [5, 5], "theme": "Streets", "code": ["A10", "B01"], "weight": [1.0, 1.0]}


def two_indicators():
    """Return the panel with a second indicator, and the sum of both as one indicator of nine situations."""
    one = panel()
    two = one.assign(indicator="AIR", level=(one["level"] * 2 + one.index) % 5 + 1)
    both = one.assign(indicator="BOTH", level=one["level"].to_numpy() + two["level"].to_numpy() - 1)
    return pd.concat([one, two], ignore_index=True), both


def test_a_theme_is_as_sure_as_the_mean_of_its_indicators_for_each_person():
    apart, both = two_indicators()
    row = compare_waves(count_levels(apart, pd.DataFrame(TWO)), of="theme", facets="mean").iloc[0]
    whole = compare_waves(count_levels(both, scale(9, "BOTH")), facets="mean").iloc[0]
    assert (row["theme"], row["indicator"], row["n_from"]) == ("Streets", "", whole["n_from"])
    assert row["difference"] == pytest.approx(whole["difference"] / 2)
    assert row["se"] == pytest.approx(whole["se"] / 2)
    assert row["df"] == whole["df"]
    assert row["estimate_to"] == pytest.approx((whole["estimate_to"] + 1) / 2)


def test_a_theme_of_one_indicator_is_that_indicator():
    cube = count_levels(panel(), pd.DataFrame(TWO).head(1))
    facets = ["mean", "good", "bad", "polarisation"]
    alone, theme = compare_waves(cube, facets=facets), compare_waves(cube, facets=facets, of="theme")
    for column in ("estimate_from", "difference", "se", "df", "robust"):
        found, expected = (table[column].astype("Float64").to_numpy(float, na_value=np.nan) for table in (theme, alone))
        assert found.tolist() == pytest.approx(expected.tolist(), nan_ok=True)
    assert theme["robust_p"].iloc[0] == pytest.approx(alone["robust_p"].iloc[0])
    assert theme["low"].iloc[0] == pytest.approx(alone["low"].iloc[0])


def test_people_who_are_draws_of_their_own_never_make_a_theme_surer_than_it_is():
    apart, both = two_indicators()
    apart, both = (table.assign(cluster="", stratum="") for table in (apart, both))
    row = compare_waves(count_levels(apart, pd.DataFrame(TWO)), of="theme", facets="mean").iloc[0]
    whole = compare_waves(count_levels(both, scale(9, "BOTH")), facets="mean").iloc[0]
    assert row["se"] >= whole["se"] / 2
    each = compare_waves(count_levels(apart, pd.DataFrame(TWO)), facets="mean")["se"]
    assert row["se"] <= each.max()


def test_weights_and_directions_of_indicators_count():
    apart, _both = two_indicators()
    down = pd.DataFrame(TWO | {"weight": [3.0, 1.0], "direction": ["up", "down"]})
    cube = count_levels(apart, down)
    each = compare_waves(cube, facets="mean").set_index("indicator")
    row = compare_waves(cube, facets="mean", of="theme").iloc[0]
    expected = (3 * each.loc["MOB", "estimate_to"] + (6 - each.loc["AIR", "estimate_to"])) / 4
    assert row["estimate_to"] == pytest.approx(expected)


def test_scales_of_other_lengths_are_stretched_to_the_commonest():
    answers = pd.concat([
        sessions(dict.fromkeys("ABC", levels), indicator, wave)
        for wave in ("1", "2") for indicator, levels in (("X", [1, 5]), ("Y", [5, 5]), ("Z", [1, 3]))
    ])  # fmt: skip
    declared = pd.DataFrame({"indicator": ["X", "Y", "Z"], "levels": [5, 5, 3], "theme": "T"})
    row = compare_waves(count_levels(answers, declared), of="theme", facets="mean").iloc[0]
    assert row["estimate_to"] == pytest.approx((3 + 5 + 3) / 3)
    assert pd.isna(row["robust"])


def test_only_what_both_waves_asked_is_put_together_and_the_rest_is_named():
    later = [sessions({"A": [4, 4], "B": [4, 5], "C": [5, 5]}, name, "2024") for name in ("X", "Y")]
    before = sessions({"A": [1, 2], "B": [2, 2], "C": [2, 3]}, "X", "2021")
    declared = pd.DataFrame({"indicator": ["X", "Y"], "levels": 5, "theme": "T", "label_en": ["Ex", "Why"]})
    cube = count_levels(pd.concat([before, *later]), declared)
    row = compare_waves(cube, of="theme", facets="mean").iloc[0]
    alone = compare_waves(cube, facets="mean").set_index("indicator").loc["X"]
    assert row["difference"] == alone["difference"]
    assert row["warning"] == "Only of what can be compared: without “Why”."
    assert row["verdict"].endswith(row["warning"])


def test_a_dimension_is_the_family_of_the_grid():
    indicators = pd.DataFrame({"indicator": list("WXYZ"), "code": ["A03", "A10-02", "", "SDG11"]})
    assert belonging(indicators, "dimension").tolist() == ["A", "A", "", "SDG"]
    assert belonging(indicators.assign(dimension="own"), "dimension").tolist() == ["own"] * 4
    with pytest.raises(ValueError, match="of: the indicators have no “theme”"):
        belonging(indicators, "theme")
    with pytest.raises(ValueError, match="of: the indicators have no “theme”"):
        compare_waves(count_levels(panel(), scale(theme=[""])), of="theme")


def test_the_moves_of_groups_make_the_error_of_disparity_whole():
    rng = np.random.default_rng(3)
    answers = sessions({name: rng.integers(1, 4 + place % 3, 12).tolist() for place, name in enumerate("ABCDEF")})
    one = next(level_totals(count_levels(answers, scale()), ["territory", "wave"])[1])
    facet = measured(one, 1, ["disparity"]).facets["disparity"]
    assert facet.variance[0] > 0
    assert squares(facet.moves, one.units, 1)[0] == pytest.approx(facet.variance[0])


def test_a_change_of_disparity_is_told_of_groups_and_never_of_a_survey():
    rng = np.random.default_rng(8)
    rows = []
    for wave, reach in (("1", 0), ("2", 1.6)):
        for place, name in enumerate("ABCDEFGHIJ"):
            centre = 3 + reach * (1 if place % 2 else -1)
            levels = np.clip(np.rint(rng.normal(centre, 0.6, 40)), 1, 5).astype(int)
            rows.append(sessions({name: levels.tolist()}, wave=wave))
    rows.append(sessions({"": [1, 2, 3, 4] * 20}, wave="1"))
    rows.append(sessions({"": [1, 2, 3, 5] * 20}, wave="2"))
    changes = compare_waves(count_levels(pd.concat(rows), scale()), facets="disparity")
    assert changes["origin"].tolist() == ["groups"]
    row = changes.iloc[0]
    assert row["direction"] == "down"
    assert row["verdict"].startswith("The groups are further apart: +")
    assert row["low"] > 0.3


def test_the_same_groups_in_two_waves_are_one_draw_for_disparity_too():
    rng = np.random.default_rng(5)
    centre = rng.uniform(1.5, 4.5, 12)
    waves = {}
    for wave in ("1", "2"):
        waves[wave] = {
            f"G{place}": np.clip(np.rint(rng.normal(middle, 0.7, 30)), 1, 5).astype(int).tolist()
            for place, middle in enumerate(centre)
        }
    again = pd.concat([sessions(levels, wave=wave) for wave, levels in waves.items()])
    others = again.assign(group=again["wave"] + again["group"])
    paired, apart = (compare_waves(count_levels(table, scale()), facets="disparity").iloc[0] for table in (again, others))
    assert paired["difference"] == apart["difference"]
    assert paired["se"] < 0.7 * apart["se"]


def test_disparity_of_few_answers_says_why_it_is_missing():
    rows = pd.concat([sessions({"A": [1, 2], "B": [4, 5], "C": [3, 3]}, wave=wave) for wave in "12"])
    row = compare_waves(count_levels(rows, scale()), facets="disparity").iloc[0]
    assert row["direction"] == "not comparable"
    assert "Not shown below 30 answers" in row["verdict"]


def test_an_indicator_whose_scale_changed_is_in_no_theme():
    apart, _both = two_indicators()
    cube = count_levels(apart, pd.DataFrame(TWO))
    waves = pd.DataFrame({"wave": ["2"], "territory": "", "break": "1 is best now", "indicator": "AIR", "change": "scale"})
    alone = compare_waves(cube, facets="mean").set_index("indicator").loc["MOB"]
    for how in ({"waves": waves}, {"comparable": comparability(cube, waves=waves)}):
        row = compare_waves(cube, of="theme", facets="mean", **how).iloc[0]
        assert row["difference"] == pytest.approx(alone["difference"])
        assert row["warning"] == "Only of what can be compared: without “AIR”."
    elsewhere = compare_waves(cube, of="theme", facets="mean", waves=waves.assign(territory="Montelago")).iloc[0]
    assert elsewhere["warning"] == ""


def asked_in_turn():
    """Return a cube in which each theme was asked by another indicator in each wave, but for AIR, asked twice."""
    asked = {"2018": ["MOB", "AIR"], "2021": ["MOB", "SAFE"], "2024": ["WALK", "SAFE"]}
    rows = [{"territory": "Basel", "wave": wave, "indicator": name, "level": level, "count": count}
            for wave, names in asked.items() for name in names for level, count in enumerate((5, 10, 10, 8, 4), 1)]
    themes = {"MOB": "Streets", "WALK": "Streets", "AIR": "Calm", "SAFE": "Calm"}
    indicators = pd.DataFrame({"indicator": list(themes), "levels": 5, "theme": list(themes.values())})
    return cube_from_counts(pd.DataFrame(rows), indicators)


def test_a_theme_of_which_nothing_is_left_says_so_beside_the_others():
    table = compare_waves(asked_in_turn(), of="theme", facets=["mean", "good"])
    lost = table[table["theme"] == "Streets"]
    assert set(lost["direction"]) == {"not comparable"}
    assert lost[["difference", "estimate_from", "estimate_to", "p", "robust"]].isna().all().all()
    assert set(lost["n_from"]) == set(lost["n_to"]) == {37}
    assert all("“MOB” and “WALK”" in warning for warning in lost["warning"])
    assert set(table.loc[table["theme"] == "Calm", "direction"]) == {"none"}


def test_no_theme_at_all_in_common_is_a_table_and_no_error():
    table = compare_waves(asked_in_turn(), earlier="2018", later="2024", of="theme", facets="mean")
    assert table["theme"].tolist() == ["Streets", "Calm"]
    assert set(table["direction"]) == {"not comparable"}
    assert wave_trends(asked_in_turn(), of="theme").empty

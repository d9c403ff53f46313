import numpy as np
import pandas as pd
import pytest

from tests.samples import panel, sessions
from workbench.composite import composite_index, composite_left_out, composite_sources
from workbench.composite.draws import SOURCES, evaluated, inputs
from workbench.composite.ingredients import gathered
from workbench.cube import count_levels, cube_from_counts
from workbench.indicators import statistic_index, statistic_scores
from workbench.problems import StudyProblems
from workbench.scores import score, score_themes
from workbench.tables import frame

TREE = frame("tree", [
    {"code": "Whole"}, {"code": "A", "parent": "Whole", "weight": 2}, {"code": "B", "parent": "Whole", "weight": 1},
    {"code": "MOB", "parent": "A", "weight": 1}, {"code": "AIR", "parent": "A", "weight": 3}, {"code": "CARE", "parent": "B"},
])  # fmt: skip
DECLARED = pd.DataFrame({"indicator": ["MOB", "AIR", "CARE"], "levels": 5, "direction": ["up", "down", "up"]})


def answers():
    one = panel()
    place = np.arange(len(one))
    parts = {"MOB": one["level"], "AIR": (one["level"] * 2 + place) % 5 + 1, "CARE": (one["level"] + place // 4) % 5 + 1}
    there = pd.concat([one.assign(indicator=name, level=level) for name, level in parts.items()], ignore_index=True)
    # clusters of their own, and better off
    other = there.assign(territory="Montelago", level=(there["level"] + (there["indicator"] != "AIR")).clip(upper=5))
    return pd.concat([there, other], ignore_index=True)


def whole(table):
    return table[table["depth"] == 0].reset_index(drop=True)


def test_an_index_of_answers_is_the_mean_of_the_tree_and_as_sure_as_its_dimension():
    cube = count_levels(answers(), DECLARED)
    index = whole(composite_index(cube, TREE, sources="sampling", draws=20_000))
    single = DECLARED.assign(theme="T", weight=[2 / 3 / 4, 2 / 3 * 3 / 4, 1 / 3])
    mean = score_themes(count_levels(answers(), single), facets="mean")
    assert index["estimate"].tolist() == pytest.approx(((mean["estimate"] - 1) / 4).tolist(), rel=1e-9)
    assert index["se"].tolist() == pytest.approx((mean["se"] / 4).tolist(), rel=1e-9)
    # Student's t by draws, against the same on the logit scale
    for side in ("low", "high"):
        assert index[side].tolist() == pytest.approx(((mean[side] - 1) / 4).tolist(), abs=0.012)
    facets = score_themes(count_levels(answers(), single), facets=["good", "bad", "polarisation"])
    for facet in ("good", "bad", "polarisation"):
        assert index[facet].tolist() == pytest.approx(facets.query("facet == @facet")["estimate"].tolist())


def test_a_geometric_index_and_its_error_are_those_of_its_parts():
    cube = count_levels(answers(), DECLARED)
    index = composite_index(cube, TREE, mean="geometric", sources="sampling", draws=20_000)
    mean = score(cube, facets="mean").pivot_table(index=["territory", "wave"], columns="indicator", values="estimate")
    unit = ((mean - 1) / 4).astype(float)
    unit["AIR"] = 1 - unit["AIR"]
    expected = np.exp(np.log(unit["MOB"]) / 6 + np.log(unit["AIR"]) / 2 + np.log(unit["CARE"]) / 3)
    rows = whole(index).set_index(["territory", "wave"])
    assert rows["estimate"].tolist() == pytest.approx(expected[rows.index].tolist())
    what = next(gathered(cube, TREE, by=["territory", "wave"], statistics=None, indicators=None, voices="equal", confidence=0.95, lonely="stop", finite=None, margins=()))
    drawn = inputs(np.random.default_rng(1), what, 20_000, spread=0.25, mean="geometric", sources=["sampling"])
    drawn["sampling"] = (*drawn["sampling"][:-1], np.ones_like(drawn["sampling"][-1]))  # normal, not Student's t
    spread = evaluated(drawn, what)[:, :, -1].std(axis=0)
    assert rows["se"].tolist() == pytest.approx(spread.tolist(), rel=0.05)


def test_clusters_that_come_again_are_the_same_draw_in_both_waves():
    cube = count_levels(answers(), DECLARED)
    what = next(gathered(cube, TREE, by=["territory", "wave"], statistics=None, indicators=None, voices="equal", confidence=0.95, lonely="stop", finite=None, margins=()))
    drawn = evaluated(inputs(np.random.default_rng(2), what, 20_000, spread=0, mean="arithmetic", sources=["sampling"]), what)[:, :, -1]
    correlation = np.corrcoef(drawn.T)
    assert abs(correlation[0, 1]) > 0.1  # two waves of one territory
    assert abs(correlation[0, 2]) < 0.05  # two territories


def test_method_and_chance_together_are_wider_than_chance_and_the_same_seed_gives_the_same():
    cube = count_levels(answers(), DECLARED)
    both, again, alone = (whole(composite_index(cube, TREE, **how)) for how in ({}, {}, {"sources": "sampling"}))
    pd.testing.assert_frame_equal(both, again)
    width = (both["high"] - both["low"]) / (alone["high"] - alone["low"])
    assert (width > 1.05).all()
    assert (both["low"] <= both["estimate"]).all()
    assert (both["estimate"] <= both["high"]).all()
    none = whole(composite_index(cube, TREE, sources=[]))
    assert none["low"].tolist() == none["high"].tolist() == none["estimate"].tolist()


def test_ranks_have_intervals_that_hold_them():
    index = whole(composite_index(count_levels(answers(), DECLARED), TREE))
    assert index.groupby("wave")["rank"].apply(sorted).tolist() == [[1, 2], [1, 2]]
    assert (index["ranked"] == 2).all()
    assert (index["rank_low"] <= index["rank"]).all()
    assert (index["rank"] <= index["rank_high"]).all()
    alone = whole(composite_index(count_levels(answers().query("territory == 'Valbourg'"), DECLARED), TREE))
    assert alone[["rank", "rank_low", "rank_high", "ranked"]].isna().all().all()
    twins = pd.concat([answers().assign(territory=name) for name in "VWXYZ"])
    equal = whole(composite_index(count_levels(twins, DECLARED), TREE))
    assert (equal["rank"] == 1).all()
    assert (equal["rank_high"] - equal["rank_low"] >= 3).all()


def test_the_parts_of_the_sources_are_those_of_an_index_that_can_be_worked_out():
    """Two indicators, weights 1 ± s each: the variance by weights is known to the first order, that by sampling is se²."""
    rng = np.random.default_rng(6)
    rows = [pd.DataFrame({"respondent": range(4000), "territory": "V", "wave": "1", "indicator": name, "level": rng.choice([1, 5], 4000, p=[1 - p, p])}) for name, p in (("X", 0.3), ("Y", 0.7))]
    cube = count_levels(pd.concat(rows), pd.DataFrame({"indicator": ["X", "Y"], "levels": 5}))
    tree = pd.DataFrame({"code": ["X", "Y"]})
    found = composite_sources(cube, tree, sources=["sampling", "weights"], spread=0.1, draws=8000).set_index("source")
    x, y = (score(cube, facets="mean")["estimate"].astype(float) - 1) / 4
    by_weights = 2 * (0.1**2 / 3) * ((y - x) / 4) ** 2
    by_sampling = float(whole(composite_index(cube, tree))["se"].iloc[0]) ** 2
    expected = by_sampling / (by_sampling + by_weights)
    assert found.loc["sampling", "alone"] == pytest.approx(expected, abs=0.04)
    assert found.loc["sampling", "together"] == pytest.approx(expected, abs=0.04)
    assert found["alone"].sum() == pytest.approx(1, abs=0.05)
    every = composite_sources(cube, tree)
    assert set(every["source"]) == set(SOURCES)
    assert every.groupby("territory")["together"].sum().iloc[0] > 0.9
    assert every["rank_alone"].isna().all()  # one territory has no rank that could move


def test_what_moves_every_index_alike_moves_no_rank():
    found = composite_sources(count_levels(answers(), DECLARED), TREE).groupby("source")[["alone", "rank_alone"]].mean()
    assert found.loc["spacing", "alone"] > 2 * found.loc["spacing", "rank_alone"]
    assert found.loc["sampling", "rank_alone"] > found.loc["sampling", "alone"]


def test_each_indicator_left_out_is_the_index_of_the_others():
    cube = count_levels(answers(), DECLARED)
    found = composite_left_out(cube, TREE).set_index(["territory", "wave", "indicator"])
    for name in ("MOB", "AIR", "CARE"):
        rest = whole(composite_index(cube, TREE[~TREE["code"].isin([name, "B" if name == "CARE" else ""])], sources=[]))
        without = rest.set_index(["territory", "wave"])
        for place in without.index:
            assert found.loc[(*place, name), "without"] == pytest.approx(without.loc[place, "estimate"])
            assert found.loc[(*place, name), "rank_without"] == without.loc[place, "rank"]
    assert found["weight"].groupby(level=["territory", "wave"]).sum().tolist() == pytest.approx([1] * 4)
    assert (found["difference"] - (found["without"] - found["estimate"])).abs().max() < 1e-12


def test_an_index_of_one_indicator_says_that_nothing_is_left_without_it():
    cube = count_levels(answers(), DECLARED)
    found = composite_left_out(cube, TREE[TREE["code"].isin(["Whole", "B", "CARE"])])
    assert found["indicator"].tolist() == ["CARE"] * 4
    assert found["without"].isna().all()
    assert found["rank"].notna().all()
    assert found["note"].str.contains("nothing is left without it", regex=False).all()
    assert (composite_left_out(cube, TREE)["note"] == "").all()


def test_where_no_indicator_is_common_to_all_there_is_no_index_to_take_apart():
    rows = answers()
    kept = {"Montelago": "CARE"}
    cube = count_levels(rows[rows["indicator"] == rows["territory"].map(kept).fillna("AIR")], DECLARED)
    for told in (composite_index, composite_left_out, composite_sources):
        found = told(cube, TREE[TREE["code"] != "MOB"])
        assert not len(found)
        assert {"territory", "wave", "origin"} <= set(found)


def test_what_one_domain_lacks_is_left_out_of_all_and_named():
    rows = answers()
    rows = rows[~((rows["territory"] == "Montelago") & (rows["indicator"] == "CARE"))]
    index = composite_index(count_levels(rows, DECLARED.assign(label_en=["Moving", "Air", "Care"])), TREE)
    assert whole(index)["note"].str.contains("Without “Care”: 67% of the weight is there.", regex=False).all()
    assert not set(index["node"]) & {"B", "CARE"}
    assert (whole(index)["indicators"] == 2).all()


def test_statistics_stand_beside_answers_with_goalposts_common_to_all_waves():
    figures = frame("statistics", [
        {"territory": place, "wave": wave, "indicator": "GREEN", "value": value}
        for place, wave, value in (("Valbourg", "1", 10), ("Valbourg", "2", 20), ("Montelago", "1", 40), ("Montelago", "2", 35))
    ])  # fmt: skip
    declared = frame("indicators", [{"indicator": "GREEN", "direction": "up"}])
    scores = statistic_scores(figures, declared)
    cube = count_levels(answers(), DECLARED)
    only = composite_index(cube, pd.DataFrame({"code": ["GREEN", "MOB", "B"], "parent": ["", "B", ""], "weight": [1, 1, 0]}), statistics=scores, sources=["sampling"])
    index = whole(only).set_index(["territory", "wave"])["estimate"]
    expected = statistic_index(scores).set_index(["territory", "wave"])["index"]
    assert index[expected.index].tolist() == pytest.approx(expected.tolist())
    half = composite_index(cube, pd.DataFrame({"code": ["GREEN", "MOB"]}), statistics=scores)
    leaf = half[half["node"] == "GREEN"]
    assert leaf["n"].isna().all()
    assert (leaf["note"] == "Of statistics alone, which have no sampling error.").all()
    parts = half.pivot_table(index=["territory", "wave"], columns="node", values="estimate").astype(float)
    assert parts["index"].tolist() == pytest.approx(((parts["GREEN"] + parts["MOB"]) / 2).tolist())
    with pytest.raises(ValueError, match="by lacks wave"):
        composite_index(cube, pd.DataFrame({"code": ["GREEN", "MOB"]}), by="territory", statistics=scores)


def test_groups_and_surveys_are_never_pooled():
    groups = pd.concat([sessions({"A": [1, 2, 3], "B": [2, 3, 4], "C": [5, 4, 5]}, name, "1") for name in ("MOB", "AIR", "CARE")])
    index = whole(composite_index(count_levels(pd.concat([answers().query("wave == '1'"), groups]), DECLARED), TREE))
    assert index["origin"].value_counts().to_dict() == {"survey": 2, "groups": 1}
    assert pd.isna(index.query("origin == 'groups'")["rank"].iloc[0])
    assert "As if the groups had been drawn" in index.query("origin == 'groups'")["note"].iloc[0]


def test_an_interval_that_nobody_can_know_is_not_given():
    lone = panel().query("wave == '1' and cluster == '9'")
    index = whole(composite_index(count_levels(lone, DECLARED.head(1)), pd.DataFrame({"code": ["MOB"]})))
    assert index[["se", "low", "high"]].isna().all().all()
    assert "Too few answers for an interval." in index["note"].iloc[0]
    assert "Not shown below 30 answers" in index["note"].iloc[0]


def test_several_tops_stand_under_one_and_what_has_no_weight_beside_the_tree_is_not_of_it():
    cube = count_levels(answers(), DECLARED)
    tops = pd.DataFrame({"code": ["index", "MOB", "AIR"], "parent": ["", "index", ""], "weight": [1, 1, 3]})
    index = composite_index(cube, tops, draws=100)
    assert index["node"].unique().tolist() == ["index*", "AIR", "index", "MOB"]
    beside = pd.concat([TREE.query("code != 'CARE' and code != 'B'"), frame("tree", [{"code": "CARE", "weight": 0}])])
    assert whole(composite_index(cube, beside, draws=100))["node"].unique().tolist() == ["Whole"]


@pytest.mark.parametrize("by", [("territory", "wave", "group"), ("territory",), "wave", ("territory", "wave", "half")])
def test_any_domains_can_have_an_index(by):
    groups = pd.concat([
        sessions({"A": [1, 2, 3], "B": [2, 5]}, name, wave).assign(half="0", weight=1.0, stratum="", cluster="")
        for name in ("MOB", "AIR", "CARE") for wave in ("1", "2")
    ])  # fmt: skip
    cube = count_levels(pd.concat([answers(), groups]), DECLARED, by="half")
    index = composite_index(cube, TREE, by=by, draws=100)
    assert index["estimate"].between(0, 1).all()
    assert (index["low"] <= index["high"]).all()
    mean = score_themes(cube, by=by, facets="mean", indicators=DECLARED.assign(theme="T", weight=[2 / 12, 6 / 12, 4 / 12]), of="theme")
    keys = ["origin", *([by] if isinstance(by, str) else by)]
    found, expected = whole(index).set_index(keys)["estimate"], mean.set_index(keys)["estimate"]
    assert found.sort_index().tolist() == pytest.approx(((expected.sort_index() - 1) / 4).tolist())


def test_margins_that_the_weights_were_raked_to_leave_less_to_chance():
    cube = count_levels(answers(), DECLARED.assign(theme="T", weight=[2 / 12, 6 / 12, 4 / 12]), by="half")
    index = whole(composite_index(cube, TREE, margins="half", draws=100))
    theme = score_themes(cube, facets="mean", margins="half")
    assert index["se"].tolist() == pytest.approx((theme["se"] / 4).tolist(), rel=1e-9)
    assert index["se"].tolist() != pytest.approx(whole(composite_index(cube, TREE, draws=100))["se"].tolist(), rel=1e-3)


def test_bad_trees_and_options_are_refused():
    cube = count_levels(answers(), DECLARED)
    wrong = frame("tree", [{"code": "AIR", "direction": "up"}, {"code": "LOST"}])
    with pytest.raises(StudyProblems) as found:
        composite_index(cube, wrong)
    assert {problem.found() for problem in found.value.problems} == {
        "“AIR” has another direction here than among the indicators.",
        "“LOST” is no indicator that there are data of, and nothing belongs to it.",
    }
    for how, message in (
        ({"mean": "median"}, "mean"), ({"sources": "luck"}, "sources"), ({"spread": 1}, "spread"), ({"draws": 3}, "draws"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=message):
            composite_index(cube, TREE, **how)
    declared = frame("indicators", [{"indicator": "NOBODY", "levels": 5}])
    with pytest.raises(ValueError, match="nobody answered"):
        composite_index(cube, pd.DataFrame({"code": ["NOBODY"]}), indicators=declared)


def test_domains_without_an_indicator_in_common_have_no_index_and_no_error():
    counts = pd.DataFrame({
        "territory": ["A", "A", "B", "B"], "wave": "2024", "indicator": ["MOB", "MOB", "AIR", "AIR"],
        "level": [1, 3, 1, 3], "count": 9,
    })  # fmt: skip
    cube = cube_from_counts(counts, pd.DataFrame({"indicator": ["MOB", "AIR"], "levels": 3}))
    index = composite_index(cube, pd.DataFrame({"code": ["MOB", "AIR"]}))
    assert index.empty
    assert {"territory", "wave", "node", "estimate", "rank", "note"} <= set(index)


def test_statistics_may_have_waves_that_are_numbers_and_no_score_beyond_its_goalposts():
    counts = pd.DataFrame({"territory": "V", "wave": ["2021", "2024"] * 2, "indicator": "MOB", "level": [1, 2, 3, 3],
                           "count": 20})  # fmt: skip
    cube = cube_from_counts(counts, pd.DataFrame({"indicator": ["MOB"], "levels": [3]}))
    tree = pd.DataFrame({"code": ["MOB", "AIR"]})
    scores = pd.DataFrame({"indicator": "AIR", "territory": "V", "wave": [2021, 2024], "score": [0.2, 0.9]})
    found = composite_index(cube, tree, statistics=scores, draws=100)
    assert whole(found)["estimate"].tolist() == pytest.approx([(0.5 + 0.2) / 2, (0.75 + 0.9) / 2])
    with pytest.raises(ValueError, match="AIR has others"):
        composite_index(cube, tree, statistics=scores.assign(score=[0.2, 9.0]), draws=100)


def test_nothing_is_said_of_the_sources_where_chance_is_unknown():
    cube = count_levels(sessions({"A": [3]}), pd.DataFrame({"indicator": ["MOB"], "levels": [5]}))
    tree = pd.DataFrame({"code": ["MOB"]})
    assert composite_sources(cube, tree, draws=100)[["alone", "together"]].isna().all(axis=None)
    assert composite_sources(cube, tree, draws=100, sources=["spacing"])["alone"].notna().all()

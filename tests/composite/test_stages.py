import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.samples import shared
from workbench.composite import aggregate, normalise
from workbench.composite.means import effective_weights, up_the_tree
from workbench.composite.nodes import read_nodes
from workbench.indicators import statistic_index, statistic_scores
from workbench.problems import StudyProblems
from workbench.tables import frame


def asem():
    """Return ASEM's tree, and a function that reads one of its stages."""
    rows = pd.read_csv(shared("data", "asem", "ASEM_iMeta.csv"))
    rows = rows[rows["Type"].isin(["Indicator", "Aggregate"])]
    tree = pd.DataFrame({"code": rows["iCode"], "parent": rows["Parent"], "weight": rows["Weight"], "direction": rows["Direction"]})
    return tree.reset_index(drop=True), lambda stage: pd.read_csv(shared("data", "asem", f"stage_{stage}.csv"))


def test_the_stages_of_an_index_of_51_countries_come_out_as_published():
    tree, stage = asem()
    normalised = normalise(stage("Treated"), tree, top=100)
    leaves = [code for code in tree["code"] if code in normalised]
    assert len(leaves) == 49
    expected = stage("Normalised").set_index("UnitCode")[leaves]
    assert np.abs(normalised.set_index("UnitCode")[leaves] - expected).to_numpy().max() < 1e-9
    found, published = aggregate(normalised, tree).set_index("UnitCode"), stage("Aggregated").set_index("UnitCode")
    nodes = [code for code in tree["code"] if code not in leaves]
    assert len(nodes) == 11
    assert np.abs(found[nodes] - published[nodes]).to_numpy().max() < 1e-9
    best = found["Index"].sort_values(ascending=False).head(3)
    assert best.round(2).to_dict() == {"CHE": 68.38, "NLD": 64.82, "DNK": 64.80}


def test_min_max_of_statistics_is_that_of_their_scores():
    figures = frame("statistics", [
        {"territory": place, "wave": wave, "indicator": name, "value": value}
        for place, wave, values in (("V", "1", (10, 4)), ("V", "2", (20, 12)), ("M", "1", (40, 8)), ("M", "2", (35, 6)))
        for name, value in zip(("GREEN", "JOBLESS"), values, strict=True)
    ])  # fmt: skip
    declared = frame("indicators", [{"indicator": "GREEN", "direction": "up"}, {"indicator": "JOBLESS", "direction": "down", "floor": 0, "ceiling": 20}])
    index = statistic_index(statistic_scores(figures, declared)).set_index(["territory", "wave"])["index"]
    wide = figures.pivot_table(index=["territory", "wave"], columns="indicator", values="value").astype(float).reset_index()
    tree = pd.DataFrame({"code": ["GREEN", "JOBLESS", "Index"], "parent": ["Index", "Index", ""], "direction": ["up", "down", ""], "floor": [None, 0, None], "ceiling": [None, 20, None]})
    found = aggregate(normalise(wide, tree), tree).set_index(["territory", "wave"])["Index"]
    assert found[index.index].tolist() == pytest.approx(index.tolist())


def test_goalposts_of_one_wave_out_of_several_are_refused():
    values = pd.DataFrame({"unit": ["V", "M"], "wave": "2", "X": [1.0, 2.0]})
    values.attrs["wave"] = ("1", "2")
    tree = pd.DataFrame({"code": ["X"]})
    with pytest.raises(ValueError, match="would be those of 2 alone"):
        normalise(values, tree)
    assert normalise(values, tree.assign(floor=0, ceiling=4))["X"].tolist() == [0.25, 0.5]
    with pytest.raises(ValueError, match="goalpost of X is not above"):
        normalise(pd.DataFrame({"X": [1.0, 1.0]}), tree)


def test_what_lies_beyond_a_declared_goalpost_stops_there():
    values = pd.DataFrame({"X": [-1.0, 5.0, 20.0]})
    tree = pd.DataFrame({"code": ["X"], "floor": [0], "ceiling": [10], "direction": [-1]})
    assert normalise(values, tree)["X"].tolist() == [1, 0.5, 0]


def test_everything_that_is_wrong_with_a_tree_is_said_at_its_cell():
    tree = pd.DataFrame({
        "code": ["A", "B", "C", "D", "X", "Y", "Z", "X", "", "E"],
        "parent": ["B", "A", "", "Lost", "D", "D", "X", "C", "C", "C"],
        "weight": [1, 1, 1, 1, 0, 0, -2, 1, "much", 1],
        "direction": ["", "", "", "", 1, -1, "sideways", 1, 1, 1],
    })  # fmt: skip
    with pytest.raises(StudyProblems) as found:
        aggregate(pd.DataFrame({"X": [1.0], "Y": [2.0], "Z": [0.5]}), tree)
    said = {(problem.cell, problem.found()) for problem in found.value.problems}
    assert said == {
        ("B2", "“A” belongs to itself in the end."), ("B3", "“B” belongs to itself in the end."),
        ("B5", "“Lost” has no line of its own in the tree."), ("B8", "“X” is an indicator; nothing belongs to it."),
        ("C8", "The weight -2 is below 0 or has no end."), ("D8", "“sideways” is no direction."),
        ("A9", "The code “X” stands twice."), ("A10", "The line has no code."), ("C10", "“much” is not a number."),
        ("A11", "“E” is no indicator that there are data of, and nothing belongs to it."),
        ("C6", "The weights of what belongs to “D” add up to 0."),
    }  # fmt: skip
    with pytest.raises(StudyProblems) as found:
        normalise(pd.DataFrame({"X": [1.0]}), pd.DataFrame({"code": ["Q"], "source": ["study.xlsx!Tree!A7"]}))
    assert found.value.problems[0].where() == "study.xlsx · Tree · A7"
    with pytest.raises(StudyProblems, match="The tree has no lines"):
        normalise(pd.DataFrame({"X": [1.0]}), pd.DataFrame({"code": []}))


def test_a_gap_is_no_figure_unless_asked_for():
    values = pd.DataFrame({"X": [0.2, np.nan], "Y": [0.4, 0.4], "Z": [0.9, 0.9]})
    tree = pd.DataFrame({"code": ["T", "X", "Y", "Z"], "parent": ["", "T", "T", "T"], "weight": [1, 1, 1, 2]})
    assert aggregate(values, tree)["T"].round(6).tolist()[0] == 0.6
    assert np.isnan(aggregate(values, tree)["T"][1])
    assert aggregate(values, tree, least=0.75)["T"][1] == pytest.approx((0.4 + 1.8) / 3)
    assert np.isnan(aggregate(values, tree, least=0.8)["T"][1])


def test_a_geometric_mean_needs_figures_above_nothing():
    values, tree = pd.DataFrame({"X": [0.0], "Y": [0.81]}), pd.DataFrame({"code": ["T", "X", "Y"], "parent": ["", "T", "T"]})
    with pytest.raises(ValueError, match="X has others"):
        aggregate(values, tree, mean="geometric")
    assert aggregate(values, tree, mean="geometric", floor=0.01)["T"].tolist() == pytest.approx([0.09])
    with pytest.raises(ValueError, match="mean: 'median' is none of"):
        aggregate(values, tree, mean="median")


@st.composite
def trees(draw):
    """Return a tree of any shape: each node belongs to one before it."""
    count = draw(st.integers(2, 14))
    parents = ["", *(f"n{draw(st.integers(0, at - 1))}" for at in range(1, count))]
    weights = draw(st.lists(st.floats(0.1, 5), min_size=count, max_size=count))
    return pd.DataFrame({"code": [f"n{at}" for at in range(count)], "parent": parents, "weight": weights})


@settings(max_examples=60)
@given(trees(), st.integers(0, 10**6))
def test_means_lie_between_their_parts_and_the_geometric_is_never_higher(tree, seed):
    leaves = sorted(set(tree["code"]) - set(tree["parent"]))
    values = pd.DataFrame(np.random.default_rng(seed).uniform(0.05, 1, (4, len(leaves))), columns=leaves)
    plain, low = (aggregate(values, tree, mean=mean)["n0"] for mean in ("arithmetic", "geometric"))
    if leaves == ["n0"]:
        return
    assert (low <= plain + 1e-12).all()
    assert (plain <= values.max(axis=1) + 1e-12).all()
    assert (low >= values.min(axis=1) - 1e-12).all()
    nodes = read_nodes(tree, leaves)
    by_leaf = values[nodes.leaves].to_numpy() @ effective_weights(nodes)[len(nodes.leaves) + nodes.inner.index("n0")]
    np.testing.assert_allclose(plain, by_leaf, rtol=1e-12)
    again = aggregate(values, tree.assign(weight=tree["weight"] * 7).sample(frac=1, random_state=seed % 97))["n0"]
    np.testing.assert_allclose(again, plain, rtol=1e-12)


def test_an_indicator_that_weighs_nothing_is_not_there():
    tree = pd.DataFrame({"code": ["T", "U", "X", "Y"], "parent": ["", "T", "U", "T"], "weight": [1.0, 1, 1, 1]})
    nodes = read_nodes(tree, ["X", "Y"])
    without = nodes.weights.copy()
    without[nodes.codes.index("X")] = 0
    found = up_the_tree(np.array([0.2, 0.9]), nodes, weights=without)
    assert found[nodes.codes.index("T")] == 0.9
    assert np.isnan(found[nodes.codes.index("U")])


def test_a_figure_without_end_is_refused():
    values = pd.DataFrame({"GREEN": [1.0, 2.0, np.inf]})
    with pytest.raises(ValueError, match="GREEN: a figure has no end"):
        normalise(values, pd.DataFrame({"code": ["GREEN"]}))

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from workbench.themes import only_one_group, theme_counts, theme_waves


def said(cells):
    """Return criteria, membership and themes out of {(theme, territory, wave, group): how many}."""
    rows = [
        {"theme": theme, "territory": territory, "wave": wave, "group": group}
        for (theme, territory, wave, group), n in cells.items()
        for _ in range(n)
    ]
    table = pd.DataFrame(rows).assign(criterion=[f"c{n:04d}" for n in range(len(rows))])
    table["text"] = table["criterion"]
    themes = sorted({key[0] for key in cells})
    return table.drop(columns="theme"), table[["criterion", "theme"]], pd.DataFrame({"theme": themes, "label": themes})


# Agresti, Categorical Data Analysis (2nd ed., 2002), table 3.2: education (rows) by religious beliefs (columns) and
# its adjusted residuals, section 3.3.1
BELIEFS = {"fundamentalist": (178, 570, 138), "moderate": (138, 648, 252), "liberal": (108, 442, 252)}
RESIDUALS = {"fundamentalist": (4.5, 2.6, -6.8), "moderate": (-2.6, 1.3, 0.7), "liberal": (-1.9, -4.0, 6.3)}
EDUCATION = ("below high school", "high school", "bachelor")


def test_adjusted_residuals_are_those_of_a_published_table():
    cells = {(e, "GSS", "1996", b): n for b, row in BELIEFS.items() for e, n in zip(EDUCATION, row, strict=True)}
    counts = theme_counts(*said(cells)).set_index(["group", "theme"])
    for belief, row in RESIDUALS.items():
        for education, residual in zip(EDUCATION, row, strict=True):
            assert counts.loc[(belief, education), "residual"] == pytest.approx(residual, abs=0.06)
    assert bool(counts.loc[("liberal", "bachelor"), "notable"])
    assert not counts.loc[("fundamentalist", "bachelor"), "notable"]


def test_p_of_a_cell_is_fishers_where_there_are_two_of_each():
    cells = {("A", "t", "w", "x"): 8, ("A", "t", "w", "y"): 2, ("B", "t", "w", "x"): 1, ("B", "t", "w", "y"): 5}
    counts = theme_counts(*said(cells))
    one_sided = stats.fisher_exact([[8, 2], [1, 5]], alternative="greater")[1]
    assert counts["p"].tolist() == pytest.approx([2 * one_sided] * 4)


@given(st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_chance_alone_is_hardly_ever_called_notable(seed):
    random = np.random.default_rng(seed)
    n = 240
    table = pd.DataFrame({
        "criterion": [f"c{place}" for place in range(n)], "territory": "t", "wave": "w",
        "group": random.choice(list("abcdefgh"), n), "theme": random.choice(list("ABCDEFGHIJKL"), n),
    })  # fmt: skip
    themes = pd.DataFrame({"theme": sorted(table["theme"].unique()), "label": ""})
    counts = theme_counts(table.drop(columns="theme"), table[["criterion", "theme"]], themes)
    assert counts["notable"].sum() <= 1
    assert counts["expected"].sum() == pytest.approx(n)
    assert counts["criteria"].sum() == n


def test_groups_are_compared_inside_their_territory():
    cells = {("A", "one", "w", "x"): 9, ("B", "one", "w", "x"): 1, ("A", "one", "w", "y"): 9, ("B", "one", "w", "y"): 1,
             ("A", "two", "w", "z"): 1, ("B", "two", "w", "z"): 19}  # fmt: skip
    counts = theme_counts(*said(cells))
    assert not counts["notable"].any()
    apart = theme_counts(*said(cells), by="territory", within=None)
    assert apart.loc[apart["notable"].fillna(False), ["theme", "territory"]].to_numpy().tolist() == [
        ["A", "one"],
        ["B", "two"],
    ]


def test_silence_is_a_cell_too_and_answers_without_content_are_not_tested():
    counts = theme_counts(*said({("A", "t", "w", "x"): 3, ("nothing", "t", "w", "y"): 2}))
    cells = counts.set_index(["theme", "group"])
    assert cells.loc[("A", "y"), ["criteria", "groups"]].tolist() == [0, 0]
    assert pd.isna(cells.loc[("nothing", "y"), "p"])
    assert cells.loc[("nothing", "y"), "share"] == 1


def test_people_are_counted_beside_criteria_and_are_unknown_where_one_group_is():
    criteria, membership, themes = said({("A", "t", "1", "x"): 5, ("A", "t", "2", "x"): 1, ("A", "t", "1", "y"): 1})
    groups = pd.DataFrame(
        {"territory": "t", "wave": ["1", "2", "1"], "group": ["x", "x", "y"], "participants": [9, 11, None]}
    )
    counts = theme_counts(criteria, membership, themes, groups=groups).set_index("group")
    assert counts.loc["x", ["criteria", "groups", "people"]].tolist() == [6, 2, 20]
    assert pd.isna(counts.loc["y", "people"])


def test_some_can_be_picked_and_what_was_picked_is_a_column():
    told = said({("A", "one", "2021", "x"): 3, ("A", "two", "2021", "y"): 2, ("A", "one", "2024", "x"): 4})
    counts = theme_counts(*told, territory="one", wave=2024)
    assert counts[["territory", "wave", "group", "criteria"]].to_numpy().tolist() == [["one", "2024", "x", 4]]
    assert theme_counts(*told, wave=None)["criteria"].sum() == 9
    with pytest.raises(ValueError, match="no column colour"):
        theme_counts(*told, colour="red")
    with pytest.raises(ValueError, match="no column colour"):
        theme_counts(*told, by="colour")


# ---------------------------------------------------------------------- waves


def states(table):
    return dict(zip(zip(table["theme"], table["wave"], strict=True), table["state"], strict=True))


def test_what_is_new_fell_silent_grew_and_shrank():
    cells = {("A", "t", "2018", "x"): 40, ("B", "t", "2018", "x"): 10, ("C", "t", "2018", "x"): 10,
             ("A", "t", "2021", "x"): 10, ("B", "t", "2021", "x"): 40, ("D", "t", "2021", "x"): 10}  # fmt: skip
    waves = states(theme_waves(*said(cells)))
    assert [waves[theme, "2021"] for theme in "ABCD"] == ["shrank", "grew", "silent", "new"]
    assert {waves[theme, "2018"] for theme in "ABCD"} == {""}


def test_a_wave_can_be_compared_with_all_that_came_before():
    cells = {("A", "t", "2018", "x"): 30, ("B", "t", "2018", "x"): 4, ("A", "t", "2021", "x"): 30,
             ("B", "t", "2021", "x"): 4, ("A", "t", "2024", "x"): 30, ("B", "t", "2024", "x"): 14}  # fmt: skip
    with_last = theme_waves(*said(cells)).set_index(["theme", "wave"]).loc[("B", "2024")]
    with_all = theme_waves(*said(cells), against="all").set_index(["theme", "wave"]).loc[("B", "2024")]
    assert (with_last["state"], with_all["state"]) == ("steady", "grew")
    assert (with_last["before"], with_all["before"]) == ("2021", "2018–2021")
    assert with_all["change"] == pytest.approx(14 / 44 - 8 / 68)
    with pytest.raises(ValueError, match="against"):
        theme_waves(*said(cells), against="first")


def test_a_theme_that_comes_back_is_not_new():
    cells = {("A", "t", "2018", "x"): 5, ("B", "t", "2018", "x"): 5, ("A", "t", "2021", "x"): 5,
             ("A", "t", "2024", "x"): 5, ("B", "t", "2024", "x"): 2}  # fmt: skip
    waves = states(theme_waves(*said(cells)))
    assert [waves["B", wave] for wave in ("2018", "2021", "2024")] == ["", "silent", "steady"]


@given(st.integers(0, 10_000))
@settings(max_examples=10, deadline=None)
def test_two_waves_alike_show_no_change(seed):
    random = np.random.default_rng(seed)
    table = pd.DataFrame({
        "criterion": [f"c{n}" for n in range(300)], "territory": "t", "wave": random.choice(["2021", "2024"], 300),
        "theme": random.choice(list("ABCDEFGH"), 300),
    })  # fmt: skip
    themes = pd.DataFrame({"theme": sorted(table["theme"].unique()), "label": ""})
    waves = theme_waves(table.drop(columns="theme"), table[["criterion", "theme"]], themes)
    assert waves["state"].isin(["grew", "shrank"]).sum() <= 1


def test_what_is_on_its_own_is_never_news():
    cells = {("A", "t", "2021", "x"): 5, ("A", "t", "2024", "x"): 5, ("alone", "t", "2024", "x"): 5}
    assert states(theme_waves(*said(cells)))["alone", "2024"] == ""


def test_a_territory_without_a_wave_is_compared_with_the_one_before():
    cells = {("A", "one", "2018", "x"): 5, ("A", "one", "2024", "x"): 5, ("A", "two", "2021", "y"): 5}
    waves = theme_waves(*said(cells)).set_index(["territory", "wave"])
    assert waves.loc[("one", "2024"), "before"] == "2018"
    assert ("one", "2021") not in waves.index


# ---------------------------------------------------------------------- one group alone


def test_what_one_group_alone_said_is_not_lost():
    cells = {("A", "t", "w", "x"): 2, ("A", "t", "w", "y"): 1, ("B", "t", "w", "y"): 2, ("alone", "t", "w", "x"): 1,
             ("alone", "t", "w", "y"): 1, ("nothing", "t", "w", "y"): 3}  # fmt: skip
    found = only_one_group(*said(cells))
    assert found[["theme", "group", "criteria"]].to_numpy().tolist() == [
        ["B", "y", 2],
        ["alone", "x", 1],
        ["alone", "y", 1],
    ]
    assert found.loc[0, "text"].count("; ") == 1

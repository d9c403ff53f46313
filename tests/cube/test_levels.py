import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.samples import panel, scale, sessions
from workbench.cube import count_levels, read_cube, select, write_cube
from workbench.language import speaking
from workbench.scores import score


def mixed():
    """Return answers of a survey and of groups, on scales of two lengths, with missing ones."""
    groups = [sessions({"A": [1, 0, 3], "B": [4, 4]}), sessions({"A": [4, 2, 0]}, "FEEL4", "2021")]
    answers = pd.concat([panel(), *groups], ignore_index=True)
    answers["weight"] = answers["weight"].fillna(1)
    return answers, pd.DataFrame({"indicator": ["FEEL4", "MOB"], "levels": [4, 5]})


def same(one, other):
    pd.testing.assert_frame_equal(one.cells, other.cells)
    pd.testing.assert_frame_equal(one.indicators, other.indicators)
    assert one.reasons == other.reasons
    for name in ("weights", "persons", "squares", "missing"):
        np.testing.assert_allclose(getattr(one, name), getattr(other, name), rtol=1e-12)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_cubes_of_any_split_add_up_to_the_cube_of_all(data):
    answers, declared = mixed()
    part = np.array(data.draw(st.lists(st.integers(0, 2), min_size=len(answers), max_size=len(answers))))
    parts = [count_levels(answers[part == number], declared) for number in range(3)]
    parts = [cube for cube in parts if len(cube.cells)]
    total = parts[0]
    for cube in parts[1:]:
        total = total + cube
    whole = count_levels(answers, declared)
    order = whole.indicators["indicator"].map({n: i for i, n in enumerate(total.indicators["indicator"])}).to_numpy()
    length = whole.weights.shape[2]
    assert total.cells.equals(whole.cells)
    for name in ("weights", "persons", "squares"):
        np.testing.assert_allclose(getattr(total, name)[:, order, :length], getattr(whole, name), rtol=1e-12)
    np.testing.assert_allclose(total.missing[:, :, order], whole.missing, rtol=1e-12)
    assert total.reasons == whole.reasons


def test_a_new_wave_adds_only_its_cells():
    answers, declared = mixed()
    waves = [count_levels(part, declared) for _wave, part in answers.groupby("wave")]
    total = sum(waves[1:], waves[0])
    assert len(total.cells) == sum(len(cube.cells) for cube in waves)


def test_cubes_that_do_not_fit_are_refused():
    answers, declared = mixed()
    cube = count_levels(answers, declared)
    with pytest.raises(ValueError, match="indicator 'MOB' has 5 and 6 levels in the two cubes"):
        cube + count_levels(panel(), scale(6))
    with pytest.raises(ValueError, match="cubes are split by different columns"):
        cube + count_levels(panel(), scale(), by="half")
    with pytest.raises(TypeError):
        cube + 1


def test_a_cube_made_with_a_constructed_one_stays_constructed():
    answers = panel()
    answers.attrs.update(study="Made up", constructed=True)
    real, made = count_levels(panel().assign(territory="Basel"), scale()), count_levels(answers, scale())
    assert (real + made).attrs == {"study": "Made up", "constructed": True}


def test_what_is_selected_is_what_was_counted_of_it():
    answers, declared = mixed()
    cube = count_levels(answers, declared)
    only = answers[(answers["wave"] == "1") & (answers["stratum"] == "a")]
    same(select(cube, wave=1, stratum="a", indicator="MOB"), count_levels_with(only, declared, cube.reasons))
    assert select(cube, indicator="FEEL4").weights.shape[2] == 4
    assert set(select(cube, origin="groups").cells["group"]) == {"A", "B"}


def count_levels_with(answers, declared, reasons):
    cube = count_levels(answers, declared)
    missing = np.zeros((*cube.missing.shape[:3], len(reasons)))
    return type(cube)(cube.cells, cube.indicators, cube.weights, cube.persons, cube.squares, missing, reasons, cube.attrs)


def test_what_is_not_there_cannot_be_selected():
    cube = count_levels(panel(), scale())
    with pytest.raises(ValueError, match="wave: the cube has no 1999; it has 1 and 2"):
        select(cube, wave=[1, 1999])
    with pytest.raises(ValueError, match="the cube has no 'gender'"):
        select(cube, gender="f")


def test_the_card_says_what_is_in_the_cube():
    answers, declared = mixed()
    cube = count_levels(answers, declared)
    card = cube._repr_html_()
    for part in ("108 respondents", "8 respondents in 3 sessions", "don’t know", "2 (1.7%)", "Valbourg", "114"):
        assert part in card
    assert repr(cube) == "<LevelCube: 21 cells × 2 indicators>"
    with speaking("fr"):
        assert "ne sait pas" in cube._repr_html_()


def test_a_cube_comes_back_from_its_file_as_it_was(tmp_path):
    pytest.importorskip("pyarrow", reason="pyarrow (extra: engines) is not installed")
    answers, declared = mixed()
    answers.attrs.update(study="Made up", constructed=True)
    cube = count_levels(answers, declared.assign(direction=["down", "up"]), by="half")
    again = read_cube(write_cube(cube, tmp_path / "cube.parquet"))
    same(again, cube)
    assert again.attrs == cube.attrs
    same(again + select(cube, wave=1), cube + select(again, wave=1))
    pd.testing.assert_frame_equal(score(again), score(cube))


def test_a_file_that_is_no_cube_is_refused(tmp_path):
    pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow (extra: engines) is not installed")
    panel().to_parquet(tmp_path / "answers.parquet")
    (tmp_path / "text.parquet").write_text("a cube, honestly")
    for name in ("answers", "text"):
        with pytest.raises(ValueError, match=f"{name}.parquet: no level cube; write_cube writes one"):
            read_cube(tmp_path / f"{name}.parquet")
    path = write_cube(count_levels(panel(), scale()), tmp_path / "cube.parquet")
    table = pq.read_table(path)
    told = table.schema.metadata
    for change, message in (
        ({"level": 9}, "a level outside the scale of its indicator"),
        ({"persons": -1.0}, "a sum that is negative or no number"),
        ({"cluster": "elsewhere"}, "sums without a cell"),
        ({"indicator": "OTHER"}, "OTHER is not among the indicators of the cube"),
    ):
        rows = table.to_pandas()
        rows.loc[rows["indicator"] != "", list(change)] = list(change.values())
        pq.write_table(table.from_pandas(rows, preserve_index=False).replace_schema_metadata(told), path)
        with pytest.raises(ValueError, match=message):
            read_cube(path)
    later = {key: value.replace(b'"version": 1', b'"version": 2') for key, value in told.items()}
    pq.write_table(table.replace_schema_metadata(later), path)
    with pytest.raises(ValueError, match="written by a later workbench"):
        read_cube(path)


@pytest.mark.parametrize("one", [2024, 2024.0, np.int64(2024), np.float64(2024), "2024"])
def test_a_wave_is_chosen_by_its_number_whatever_holds_it(one):
    cube = count_levels(pd.DataFrame({"wave": [2021, 2024], "indicator": "MOB", "level": [1, 5]}), scale())
    for chosen in (one, [one], pd.Series([one]), {one}):
        assert select(cube, wave=chosen).cells["wave"].tolist() == ["2024"]

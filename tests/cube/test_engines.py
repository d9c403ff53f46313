"""The same answers, wherever they are, make the same cube."""

import importlib.util
import shutil

import numpy as np
import pandas as pd
import pytest

from workbench.cube import count_in_turn, count_levels

DECLARED = pd.DataFrame({"indicator": ["FEEL4", "HOME", "MOB"], "levels": [4, 5, 5]})
COLUMNS = {"territory": "place", "wave": "year", "weight": "w", "HOME": "q1", "MOB": "q2", "FEEL4": "q3"}
OPTIONS = {"by": "gender", "columns": COLUMNS, "wide": True, "reasons": {8: "dont_know", 9: "no_answer"}}


def survey(people=400):
    """Return a survey as one comes: names of its own, numbers as keys, codes for what is missing, gaps."""
    draw = np.random.default_rng(7)
    table = pd.DataFrame({
        "place": draw.choice(["Valbourg", "Basel"], people), "year": draw.choice([2021, 2024], people),
        "stratum": draw.integers(0, 3, people), "cluster": draw.integers(0, 12, people),
        "gender": draw.choice(["f", "m", None], people), "w": draw.lognormal(size=people),
    })  # fmt: skip
    for name, answers in (("q1", [1, 2, 3, 4, 5, 8, 9]), ("q2", [1, 2, 3, 5]), ("q3", [1, 2, 3, 4, 9])):
        table[name] = pd.array(draw.choice(answers, people), dtype="Int64")
        table.loc[draw.random(people) < 0.1, name] = pd.NA
    return table


def long():
    """Return the same survey with one row an answer."""
    table = survey().rename(columns={column: name for name, column in COLUMNS.items()}).rename_axis("respondent")
    keys = ["respondent", "territory", "wave", "stratum", "cluster", "gender", "weight"]
    rows = table.reset_index().melt(keys, list(DECLARED["indicator"]), "indicator", "level")
    rows["missing"] = rows["level"].map({8: "dont_know", 9: "no_answer"}).fillna("")
    return rows.assign(level=rows["level"].mask(rows["level"] > 5))


def parquet(table, folder):
    pytest.importorskip("pyarrow", reason="pyarrow (extra: engines) is not installed")
    folder.mkdir()
    for number, part in enumerate(np.array_split(np.arange(len(table)), 3)):
        table.iloc[part].to_parquet(folder / f"part_{number}.parquet", row_group_size=50, index=False)
    return folder


def polars(table, folder):
    return pytest.importorskip("polars").read_parquet(folder / "*.parquet") if parquet(table, folder) else None


def lazy_polars(table, folder):
    return pytest.importorskip("polars").scan_parquet(folder / "*.parquet") if parquet(table, folder) else None


def arrow(table, folder):
    return pytest.importorskip("pyarrow").Table.from_pandas(table)


def duckdb(table, folder):
    parquet(table, folder)
    return pytest.importorskip("duckdb").read_parquet(f"{folder}/*.parquet")


def files(table, folder):
    return sorted(map(str, parquet(table, folder).iterdir()))


ENGINES = [
    polars, lazy_polars, arrow, duckdb, parquet, files, lambda table, folder: f"{parquet(table, folder)}/part_*.parquet",
]  # fmt: skip


def same(one, other):
    pd.testing.assert_frame_equal(one.cells, other.cells)
    pd.testing.assert_frame_equal(one.indicators, other.indicators)
    assert one.reasons == other.reasons
    np.testing.assert_array_equal(one.persons, other.persons)
    np.testing.assert_array_equal(one.missing[1], other.missing[1])
    for name in ("weights", "squares", "missing"):
        np.testing.assert_allclose(getattr(one, name), getattr(other, name), rtol=1e-12, atol=1e-12)


def test_one_row_a_respondent_and_one_row_an_answer_make_the_same_cube():
    wide, rows = count_levels(survey(), DECLARED, **OPTIONS), count_levels(long(), DECLARED, by="gender")
    same(wide, rows)
    assert wide.reasons == ("", "dont_know", "no_answer")
    assert wide.cells["respondents"].sum() == len(survey())


def test_the_sums_are_those_of_pandas():
    table, cube = survey(), count_levels(survey(), DECLARED, **OPTIONS)
    cell = cube.cells[(cube.cells["territory"] == "Basel") & (cube.cells["gender"] == "")].index
    rows = table[(table["place"] == "Basel") & table["gender"].isna()]
    for place, column in ((1, "q1"), (2, "q2")):
        known = rows[rows[column].between(1, 5)]
        expected = known.groupby(column)["w"].sum().reindex(range(1, 6), fill_value=0).to_numpy(dtype=float)
        np.testing.assert_allclose(cube.weights[cell, place].sum(axis=0), expected, rtol=1e-12)
        squared = (known["w"] ** 2).groupby(known[column]).sum().reindex(range(1, 6), fill_value=0).to_numpy(dtype=float)
        np.testing.assert_allclose(cube.squares[cell, place].sum(axis=0), squared, rtol=1e-12)
    assert cube.missing[1, cell, 1].sum(axis=0).tolist() == [
        rows["q1"].isna().sum(), (rows["q1"] == 8).sum(), (rows["q1"] == 9).sum(),
    ]  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
def test_any_engine_makes_the_cube_of_pandas(engine, tmp_path):
    same(count_levels(engine(survey(), tmp_path / "wide"), DECLARED, **OPTIONS), count_levels(survey(), DECLARED, **OPTIONS))


@pytest.mark.parametrize("engine", ENGINES)
def test_any_engine_makes_the_cube_of_answers(engine, tmp_path):
    found = count_levels(engine(long(), tmp_path / "long"), DECLARED, by="gender")
    same(found, count_levels(long(), DECLARED, by="gender"))


@pytest.mark.parametrize("engine", [arrow, duckdb, parquet, lazy_polars])
def test_any_engine_refuses_what_pandas_refuses(engine, tmp_path):
    wrong = survey().assign(q2=7)
    with pytest.raises(ValueError, match="level: 7 is no level of indicator 'MOB' \\(1 to 5\\)"):
        count_levels(engine(wrong, tmp_path / "level"), DECLARED, **OPTIONS)
    with pytest.raises(ValueError, match="weight: no weight is negative, found -2"):
        count_levels(engine(survey().assign(w=-2.0), tmp_path / "negative"), DECLARED, **OPTIONS)
    some = survey()
    some.loc[some["place"].eq("Basel") & some.index.isin(range(30)), "w"] = np.nan
    with pytest.raises(ValueError, match=r"weight: some answers of Basel \d+ have a weight and others have none"):
        count_levels(engine(some, tmp_path / "some"), DECLARED, **OPTIONS)
    none = survey()
    none.loc[none["place"].eq("Basel"), "w"] = np.nan
    same(count_levels(engine(none, tmp_path / "none"), DECLARED, **OPTIONS), count_levels(none, DECLARED, **OPTIONS))


def test_few_indicators_at_a_time_are_the_parts_of_the_whole():
    told = {name: value for name, value in OPTIONS.items() if name != "wide"}
    cubes = list(count_in_turn(survey(), DECLARED, size=2, **told))
    assert [list(cube.indicators["indicator"]) for cube in cubes] == [["FEEL4", "HOME"], ["MOB"]]
    whole, total = count_levels(survey(), DECLARED, **OPTIONS), cubes[0] + cubes[1]
    np.testing.assert_allclose(total.weights, whole.weights, rtol=1e-12)


def test_folders_that_name_a_column_are_read_with_it(tmp_path):
    pytest.importorskip("pyarrow")
    for year, part in survey().groupby("year"):
        (tmp_path / f"year={year}").mkdir()
        part.drop(columns="year").to_parquet(tmp_path / f"year={year}" / "part.parquet", index=False)
    same(count_levels(tmp_path, DECLARED, **OPTIONS), count_levels(survey(), DECLARED, **OPTIONS))


def test_what_is_not_there_is_named():
    with pytest.raises(ValueError, match=r"columns: the answers have no nowhere \(weight\); they have place, year"):
        count_levels(survey(), DECLARED, wide=True, columns={"weight": "nowhere"})
    with pytest.raises(ValueError, match="columns: wether is none of territory"):
        count_levels(survey(), DECLARED, wide=True, columns={"wether": "w"})
    with pytest.raises(ValueError, match="indicators: none is a column of the answers"):
        count_levels(survey(), DECLARED, wide=True)
    with pytest.raises(ValueError, match="answers: no column indicator and level"):
        count_levels(survey(), DECLARED)
    with pytest.raises(ValueError, match=r"answers: no Parquet file at nowhere\.parquet"):
        count_levels("nowhere.parquet", DECLARED)
    with pytest.raises(ValueError, match="answers: a table of pandas, Polars or Arrow"):
        count_levels(7, DECLARED)


@pytest.mark.filterwarnings("ignore")
def test_spark_groups_and_sums_by_itself(tmp_path, monkeypatch):
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("pyspark (extra: spark) is not installed")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, and there is none on this machine")
    from pyspark.sql import DataFrame, SparkSession

    folder = parquet(survey(), tmp_path / "wide")
    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    spark = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
    rows = []
    fetch = DataFrame.toArrow
    monkeypatch.setattr(DataFrame, "toArrow", lambda self: rows.append(fetch(self)) or rows[-1])
    try:
        found = count_levels(spark.read.parquet(str(folder)), DECLARED, **OPTIONS)
        same(found, count_levels(survey(), DECLARED, **OPTIONS))
        # what came back are sums: each row is of its own cell, indicator and level
        keys = ["field_territory", "field_wave", "field_stratum", "field_cluster", "field_gender"]
        for table in (fetched.to_pandas() for fetched in rows):
            told = [name for name in (*keys, "field_indicator", "field_level") if name in table]
            assert not table.duplicated(told).any()
    finally:
        spark.stop()


def test_files_of_waves_that_asked_something_else_are_counted_whole(tmp_path):
    pytest.importorskip("pyarrow", reason="pyarrow (extra: engines) is not installed")
    table = survey().rename(columns={"w": "weight"})
    first, second = (table[table["year"] == year].drop(columns="year") for year in (2021, 2024))
    first, second = first.drop(columns=["weight", "q1"]).assign(q2=None), second.astype({"q3": "Float64"})
    for year, part in ((2021, first), (2024, second)):
        (tmp_path / f"year={year}").mkdir()
        part.to_parquet(tmp_path / f"year={year}" / "answers.parquet", index=False)
    named = {name: column for name, column in COLUMNS.items() if name != "weight"}
    found = count_levels(tmp_path, DECLARED, **{**OPTIONS, "columns": named})
    whole = pd.concat([first.assign(year=2021), second.assign(year=2024)], ignore_index=True)
    whole = count_levels(whole, DECLARED, **{**OPTIONS, "columns": named})
    assert found.cells.equals(whole.cells)
    assert list(found.indicators["indicator"]) == ["FEEL4", "HOME", "MOB"]
    for name in ("weights", "persons", "missing"):
        np.testing.assert_allclose(getattr(found, name), getattr(whole, name))

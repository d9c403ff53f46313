"""Answers that other engines hold: DuckDB, Spark and lazy Polars group theirs, Polars and Arrow hand over columns."""

import narwhals as nw

from workbench.cube.parts import GIVEN, Part, frame_part, held, need

#: Stands for an empty cell while columns become rows: DuckDB leaves out what is empty.
NOTHING = -(2**31)


def opened(answers, files=None):
    """Return the answers as a frame of narwhals; Parquet files as one of DuckDB, which groups what memory cannot hold.

    Raises
    ------
    ValueError
        If no engine that is known holds them.
    """
    if files is not None:
        duckdb = need("duckdb", "Reading Parquet files of one row an answer")
        answers = duckdb.read_parquet(files, union_by_name=True, hive_partitioning=True)
    try:
        return nw.from_native(answers)
    except TypeError:
        raise ValueError(
            "answers: a table of pandas, Polars or Arrow, a DuckDB relation, a Spark frame, or paths of Parquet files, "
            f"not {type(answers).__name__}"
        ) from None


def fetched(table, names, items, by):
    """Return the part that a frame of narwhals is, and how many rows it has (None if only its engine knows).

    Parameters
    ----------
    table : narwhals DataFrame or LazyFrame
    names : dict
        Its columns by the field's names.
    items : tuple of str
        Indicators that have a column each.
    by : sequence of str

    Returns
    -------
    Part
    int or None
    """
    if isinstance(table, nw.LazyFrame):
        return _grouped(table, names, items, by), None

    def take(name):
        return held(table.get_column(names[name]).to_arrow(), names[name]) if name in names else None

    return Part(len(table), take, items=items), len(table)


def _grouped(table, names, items, by):
    """Return the sums that the table's own engine makes: one row a combination of keys, indicator and level."""
    table = table.select(**{_inside(name): nw.col(column) for name, column in names.items()})
    keys = [_inside(name) for name in (*GIVEN, *by) if name in names]
    weight = nw.lit(None, dtype=nw.Float64)
    if "weight" in names:
        weight = nw.col(_inside("weight")).cast(nw.Float64)
        weight = nw.when(weight.is_nan()).then(None).otherwise(weight)
    table = table.with_columns(weight_=weight)
    if items:
        inside = [_inside(name) for name in items]
        schema = table.collect_schema()
        whole = all(schema[name].is_integer() for name in inside)
        kind = nw.Int64 if whole else nw.Float64
        table = table.with_columns(nw.col(name).cast(kind).fill_null(NOTHING) for name in inside)
        people = table.group_by(keys).agg(persons=nw.len()) if keys else table.select(persons=nw.len())
        table = table.unpivot(
            inside, index=[*keys, "weight_"], variable_name=_inside("indicator"), value_name=_inside("level")
        )
    elif "respondent" in names:
        people = table.select(*keys, _inside("respondent")).unique()
        people = people.group_by(keys).agg(persons=nw.len()) if keys else people.select(persons=nw.len())
    else:
        people = table.select(*keys, persons=nw.lit(1)).unique()
    told = ("indicator", "level") if items else [name for name in ("indicator", "level", "missing") if name in names]
    split = [*keys, *map(_inside, told)]
    one = nw.col("weight_").fill_null(1.0)
    table = table.with_columns(one_=one, square_=one * one, lacking_=nw.col("weight_").is_null().cast(nw.Float64))
    sums = table.group_by(split).agg(
        persons=nw.len(), weights=nw.col("one_").sum(), squares=nw.col("square_").sum(),
        lacking=nw.col("lacking_").sum(), least=nw.col("one_").min(),
    )  # fmt: skip
    found = _fetched(sums)
    if items:
        found["indicator"] = found["indicator"].str.removeprefix("field_")
        found["level"] = found["level"].mask(found["level"] == NOTHING)
    return frame_part(found, grouped=True, respondents=frame_part(_fetched(people)))


def _inside(name):
    """Return the name of a column inside a query, so that no engine takes it for a word of its own."""
    return f"field_{name}"


def _fetched(table):
    table = table.collect("pyarrow").to_pandas()
    return table.rename(columns={name: name.removeprefix("field_") for name in table.columns})

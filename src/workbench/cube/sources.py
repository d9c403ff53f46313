"""Answers wherever they are: tables in memory, Parquet files, DuckDB, Spark; each becomes parts that can be counted.

What is in memory is one part. Parquet files of one row a respondent are read some row groups and one column at a time.
Everything else (a DuckDB relation, a Spark or a lazy Polars frame, Parquet files of one row an answer) is grouped and
summed by its own engine first, so that only sums come back.
"""

import glob
from collections.abc import Sequence
from os import PathLike, fspath
from pathlib import Path

import narwhals as nw

from workbench.cube.parts import Part, frame_part
from workbench.language import listed

#: What makes a cell, as far as it is a column of the data.
GIVEN = ("territory", "wave", "group", "stratum", "cluster")
#: Rows of Parquet that are counted together.
TOGETHER = 2_000_000
#: Stands for an empty cell while columns become rows: DuckDB leaves out what is empty.
NOTHING = -(2**31)


def parts(answers, indicators, *, by=(), columns=None, wide=False):
    """Return the parts of the answers, and how many rows they have in all (None if only their engine knows).

    Parameters
    ----------
    answers
        As in `count_levels`.
    indicators : sequence of str
        Names of the declared indicators.
    by : sequence of str
    columns : dict, optional
        Columns of the data by the field's names (or the indicators').
    wide : bool

    Returns
    -------
    iterator of Part
    int or None

    Raises
    ------
    ValueError
        If a column that is named is not there, or no indicator has a column.
    """
    files = _files(answers)
    if files is not None and wide:
        return _row_groups(files, indicators, by, columns)
    table = _scanned(files) if files is not None else _native(answers)
    names, items = _names(table.collect_schema().names(), indicators, by, columns, wide)
    if isinstance(table, nw.LazyFrame):
        return iter([_grouped(table, names, items, by)]), None
    return iter([frame_part(table, names, items=items)]), len(table)


def _native(answers):
    try:
        return nw.from_native(answers)
    except TypeError:
        raise ValueError(
            "answers: a table of pandas, Polars or Arrow, a DuckDB relation, a Spark frame, or paths of Parquet files, "
            f"not {type(answers).__name__}"
        ) from None


def _files(answers):
    """Return the Parquet files that paths, folders and globs stand for; None if the answers are no paths."""
    paths = [answers] if isinstance(answers, str | PathLike) else answers
    if not isinstance(paths, Sequence) or not paths or not all(isinstance(path, str | PathLike) for path in paths):
        return None
    found = []
    for path in map(fspath, paths):
        if Path(path).is_dir():
            here = sorted(map(str, Path(path).rglob("*.parquet")))
        else:
            here = [path] if Path(path).exists() else sorted(glob.glob(path, recursive=True))
        if not here:
            raise ValueError(f"answers: no Parquet file at {path}")
        found += here
    return found


def _need(module, what):
    try:
        return __import__(module, fromlist=["_"])
    except ImportError:
        raise ImportError(f'{what} needs more: pip install "wellbeing-workbench[engines]"') from None


def _scanned(files):
    """Return Parquet files as a frame of DuckDB, which groups what does not fit into memory."""
    duckdb = _need("duckdb", "Reading Parquet files of one row an answer")
    return nw.from_native(duckdb.read_parquet(files, union_by_name=True, hive_partitioning=True))


def _names(there, indicators, by, columns, wide):
    """Return the data's columns by the field's names, and the indicators that have a column of their own."""
    columns = dict(columns or {})
    fields = [*GIVEN, *by, "weight", *([] if wide else ["respondent", "indicator", "level", "missing"])]
    if strange := [name for name in columns if name not in (*fields, "respondent", *(indicators if wide else ()))]:
        raise ValueError(f"columns: {listed(strange)} is none of {listed(fields)}{' nor an indicator' if wide else ''}")
    if absent := [f"{column} ({name})" for name, column in columns.items() if column not in there]:
        raise ValueError(f"columns: the answers have no {listed(absent)}; they have {listed(there)}")
    items = tuple(name for name in indicators if columns.get(name, name) in there) if wide else ()
    names = {name: columns.get(name, name) for name in (*fields, *items) if columns.get(name, name) in there}
    if lacking := [name for name in by if name not in names or name in (*GIVEN, "origin")]:
        raise ValueError(f"by: {listed(lacking)} is no profile column of the answers")
    if wide and not items:
        raise ValueError("indicators: none is a column of the answers; columns={indicator: column} names theirs")
    if not wide and (lacking := [name for name in ("indicator", "level") if name not in names]):
        raise ValueError(
            f"answers: no column {listed(lacking)}; columns={{…}} names it, and wide=True reads one column an indicator"
        )
    return names, items


def _row_groups(files, indicators, by, columns):
    """Return Parquet files of one row a respondent as parts, whose columns are read one after the other."""
    dataset = _need("pyarrow.dataset", "Reading Parquet files")
    data = dataset.dataset(files, format="parquet", partitioning="hive")
    names, items = _names(data.schema.names, indicators, by, columns, True)
    groups = [group for file in data.get_fragments() for group in file.split_by_row_group()]
    sizes = [group.metadata.row_group(group.row_groups[0].id).num_rows for group in groups]

    def part(chosen, rows):
        some = dataset.FileSystemDataset(chosen, data.schema, data.format, chosen[0].filesystem)

        def take(name):
            if name not in names:
                return None
            column = some.to_table(columns=[names[name]], use_threads=False).column(0)
            return nw.from_native(column, series_only=True)

        return Part(rows, take, items=items)

    def together():
        chosen, rows = [], 0
        for group, size in zip(groups, sizes, strict=True):
            if chosen and rows + size > TOGETHER:
                yield part(chosen, rows)
                chosen, rows = [], 0
            chosen, rows = [*chosen, group], rows + size
        if chosen:
            yield part(chosen, rows)
        if not groups:
            yield frame_part(data.to_table(), names, items=items)

    return together(), sum(sizes)


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

"""Answers wherever they are: tables in memory, Parquet files, DuckDB, Spark; each becomes parts that can be counted.

What is in memory is one part. Parquet files of one row a respondent are read some row groups and one column at a time.
Everything else (a DuckDB relation, a Spark or a lazy Polars frame, Parquet files of one row an answer) is grouped and
summed by its own engine first, so that only sums come back.
"""

import glob
from collections.abc import Sequence
from os import PathLike, fspath
from pathlib import Path

import pandas as pd

from workbench.cube.parts import GIVEN, Part, frame_part, held, need
from workbench.language import listed

#: Rows of Parquet that are counted together.
TOGETHER = 2_000_000


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
    if isinstance(answers, pd.DataFrame):
        names, items = _names(list(answers), indicators, by, columns, wide)
        return iter([frame_part(answers, names, items=items)]), len(answers)
    from workbench.cube import engines  # what it loads serves nobody else

    table = engines.opened(answers, files)
    names, items = _names(table.collect_schema().names(), indicators, by, columns, wide)
    part, rows = engines.fetched(table, names, items, by)
    return iter([part]), rows


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


def _names(there, indicators, by, columns, wide):
    """Return the data's columns by the field's names, and the indicators that have a column of their own."""
    columns = dict(columns or {})
    if twice := sorted({str(name) for name in there if there.count(name) > 1}):
        raise ValueError(f"answers: more than one column is called {listed(twice)}")
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
    dataset = need("pyarrow.dataset", "Reading Parquet files")
    data = dataset.dataset(files, format="parquet", partitioning="hive")
    schemas = [data.schema, *(file.physical_schema for file in data.get_fragments())]
    there = list(dict.fromkeys(name for schema in schemas for name in schema.names))
    names, items = _names(there, indicators, by, columns, True)
    schema = _of_all(schemas, {*names.values()})
    groups = [group for file in data.get_fragments() for group in file.split_by_row_group()]
    sizes = [group.metadata.row_group(group.row_groups[0].id).num_rows for group in groups]

    def part(chosen, rows):
        some = dataset.FileSystemDataset(chosen, schema, data.format, chosen[0].filesystem)

        def take(name):
            if name not in names:
                return None
            return held(some.to_table(columns=[names[name]], use_threads=False).column(0), names[name])

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
            yield frame_part(schema.empty_table().to_pandas(), names, items=items)

    return together(), sum(sizes)


def _of_all(schemas, used):
    """Return the columns of all files: what one wave did not ask, or has no weights of, another may have."""
    arrow = need("pyarrow", "Reading Parquet files")

    def plain(field):  # categories are texts again
        return field.with_type(getattr(field.type, "value_type", field.type))

    told = [arrow.schema([plain(field) for field in schema if field.name in used]) for schema in schemas]
    try:
        return arrow.unify_schemas(told, promote_options="permissive")
    except (arrow.ArrowTypeError, arrow.ArrowInvalid) as error:
        raise ValueError(f"answers: a column is of two kinds in two Parquet files. {error}") from None

"""A level cube in one Parquet file: what a municipality may send instead of its respondents."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.cube.levels import KEYS, LevelCube
from workbench.language import listed

#: Of the layout below; a file of a later one is refused.
VERSION = 1
_MARK = b"workbench.level_cube"
_SUMS = ["persons", "weights", "squares"]


def write_cube(cube, path):
    """Write a level cube to one Parquet file, so that it can be sent, kept, and added to others.

    One row a cell, indicator and level (or reason for a missing answer) that anybody gave, with its three sums; and
    one row a cell, without indicator, whose `persons` are its respondents. Any reader of Parquet shows it as a table.
    Cells of few people are written as they are: who must not be recognised is put together before, by counting
    without strata and clusters.

    Parameters
    ----------
    cube : LevelCube
    path : str or Path

    Returns
    -------
    Path

    Raises
    ------
    ImportError
        If pyarrow is not installed.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from workbench.cube import cube_from_counts
    >>> counts = pd.DataFrame({
    ...     "territory": "Basel", "wave": "2019", "indicator": "HOME", "level": [3, 4], "count": [467, 967.5],
    ... })
    >>> cube = cube_from_counts(counts, pd.DataFrame({"indicator": ["HOME"], "levels": [4]}))
    >>> with TemporaryDirectory() as folder:
    ...     again = read_cube(write_cube(cube, folder + "/basel.parquet"))
    >>> again.weights
    array([[[  0. ,   0. , 467. , 967.5]]])
    """
    pa, pq = _arrow()
    keys = [*KEYS, *cube.by]
    names = cube.indicators["indicator"].astype("str")
    blocks = [cube.cells[keys].assign(indicator="", level=0, missing="", persons=cube.cells["respondents"])]
    for sums, texts in ((_stacked(cube), None), (cube.missing[[1, 0, 2]], cube.reasons)):
        cell, item, place = np.nonzero((sums != 0).any(axis=0))
        told = {"indicator": names.array.take(item)}
        told["level"] = place + 1 if texts is None else 0
        told["missing"] = "" if texts is None else pd.array(list(texts), dtype="str").take(place)
        told |= dict(zip(_SUMS, sums[:, cell, item, place], strict=True))
        blocks.append(cube.cells[keys].take(cell).reset_index(drop=True).assign(**told))
    table = pd.concat(blocks, ignore_index=True)
    table[_SUMS] = table[_SUMS].fillna(0.0)
    told = {
        "version": VERSION,
        "by": list(cube.by),
        "reasons": list(cube.reasons),
        "squares": cube.squares.shape[2],
        "indicators": {name: [str(column.dtype), _plain(column)] for name, column in cube.indicators.items()},
        "attrs": cube.attrs,
    }
    arrow = pa.Table.from_pandas(table, preserve_index=False)
    arrow = arrow.replace_schema_metadata({_MARK: json.dumps(told, default=str).encode()})
    path = Path(path)
    pq.write_table(arrow, path, compression="zstd")
    return path


def read_cube(path):
    """Read a level cube that `write_cube` has written.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    LevelCube

    Raises
    ------
    ValueError
        If the file is no level cube, is of a later version, or holds what no cube can hold.
    ImportError
        If pyarrow is not installed.
    """
    pa, pq = _arrow()
    try:
        arrow = pq.read_table(path)
        told = json.loads(arrow.schema.metadata[_MARK])
    except (pa.ArrowInvalid, KeyError, TypeError, ValueError):
        raise ValueError(f"{path}: no level cube; write_cube writes one") from None
    if told["version"] > VERSION:
        raise ValueError(f"{path}: written by a later workbench (layout {told['version']}); update this one")
    table = arrow.to_pandas()
    keys = [*KEYS, *told["by"]]
    if absent := [name for name in (*keys, "indicator", "level", "missing", *_SUMS) if name not in table]:
        raise ValueError(f"{path}: the cube has lost its columns {listed(absent)}")
    columns = {name: pd.Series(values, dtype=kind) for name, (kind, values) in told["indicators"].items()}
    indicators = pd.DataFrame(columns)
    _refuse(path, table, indicators, told["reasons"])
    own = (table["indicator"] == "").to_numpy()
    cells = table.loc[own, keys].reset_index(drop=True).assign(respondents=table.loc[own, "persons"].to_numpy())
    rows = table[~own]
    place = pd.MultiIndex.from_frame(cells[keys]).get_indexer(pd.MultiIndex.from_frame(rows[keys]))
    item = pd.Index(indicators["indicator"]).get_indexer(rows["indicator"])
    if (place < 0).any() or cells[keys].duplicated().any():
        raise ValueError(f"{path}: sums without a cell, or a cell that stands twice")
    level = rows["level"].to_numpy()
    length = int(indicators["levels"].max()) if len(indicators) else 0
    sums, missing = (np.zeros((3, len(cells), len(indicators), size)) for size in (length, len(told["reasons"])))
    answered = level > 0
    reason = pd.Index(told["reasons"], dtype="str").get_indexer(rows["missing"])
    for at, name in enumerate(_SUMS):
        values = rows[name].to_numpy(dtype=float)
        sums[at, place[answered], item[answered], level[answered] - 1] = values[answered]
        missing[at, place[~answered], item[~answered], reason[~answered]] = values[~answered]
    persons, weights, squares = sums
    squares = squares[..., : told["squares"]]
    missing, reasons = missing[[1, 0, 2]], tuple(told["reasons"])
    return LevelCube(cells, indicators, weights, persons, squares, missing, reasons, told["attrs"])


def _arrow():
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise ImportError('A cube is kept as Parquet: pip install "wellbeing-workbench[engines]"') from None
    return pa, pq


def _stacked(cube):
    """Return persons, weights and squares by level, as one array."""
    squares = np.zeros(cube.persons.shape)
    squares[..., : cube.squares.shape[2]] = cube.squares
    return np.stack([cube.persons, cube.weights, squares])


def _plain(column):
    return [None if pd.isna(value) else value for value in column.astype(object)]


def _refuse(path, table, indicators, reasons):
    """Stop at sums that no cube can hold: a file comes from elsewhere."""
    rows = table[table["indicator"] != ""]
    lengths = indicators.set_index("indicator")["levels"]
    if unknown := sorted(set(rows["indicator"]) - set(lengths.index)):
        raise ValueError(f"{path}: {listed(unknown)} is not among the indicators of the cube")
    longest = rows["indicator"].map(lengths).to_numpy(dtype=float)
    if ((rows["level"] < 0) | (rows["level"] > longest)).any():
        raise ValueError(f"{path}: a level outside the scale of its indicator")
    if unknown := sorted(set(rows.loc[rows["level"] == 0, "missing"]) - set(reasons)):
        raise ValueError(f"{path}: {listed(unknown)} is not among the reasons of the cube")
    sums = table[_SUMS].to_numpy(dtype=float)
    if not (np.isfinite(sums).all() and (sums >= 0).all()):
        raise ValueError(f"{path}: a sum that is negative or no number")

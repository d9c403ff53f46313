"""Answers, or ready counts, into a level cube."""

from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.cube.levels import KEYS, LevelCube
from workbench.language import listed

#: A ladder of four propositions always has five situations.
LADDER_LEVELS = 5


def count_levels(answers, indicators, *, by=()):
    """Count answers by territory, wave, reference group, stratum and cluster, for each indicator and level.

    Parameters
    ----------
    answers : DataFrame
        Table `answers`: respondent, territory, wave, group, indicator, level (1..K or missing), missing (the reason),
        weight, stratum, cluster, and any profile column. Where no answer of a survey or group has a weight, each is 1.
    indicators : DataFrame
        Table `indicators`: at least `indicator` and `levels`.
    by : str or sequence of str
        Profile columns of `answers` that split the cells further: "standpoint", "gender", "birth_cohort" …

    Returns
    -------
    LevelCube

    Raises
    ------
    ValueError
        If an indicator is not declared or has no K, a level lies outside 1..K, a weight is negative or lacks where
        others of the same sample have one, or a `by` column is not there.

    Examples
    --------
    >>> answers = pd.DataFrame({
    ...     "respondent": ["a", "b", "c"], "territory": "Valbourg", "wave": "2024", "group": "Young people",
    ...     "indicator": "MOB", "level": [2, 4, None], "missing": ["", "", "dont_know"],
    ... })
    >>> cube = count_levels(answers, pd.DataFrame({"indicator": ["MOB"], "levels": [5]}))
    >>> cube.persons[0, 0], cube.missing[1, 0, 0], cube.reasons
    (array([0., 1., 0., 1., 0.]), array([1.]), ('dont_know',))
    """
    by = [by] if isinstance(by, str) else list(by)
    if absent := [column for column in by if column not in answers.columns or column in KEYS]:
        raise ValueError(f"by: {listed(absent)} is no profile column of the answers")
    weight = _weights(answers)
    cell, cells = _cells(answers, by)
    people, names = pd.factorize(_text(answers, "respondent"))
    pairs = pd.unique(cell * max(len(names), 1) + people)
    cells["respondents"] = np.bincount(pairs // max(len(names), 1), minlength=len(cells)).astype(float)
    return _gathered(answers, cell, cells, indicators, (weight, np.ones(len(answers)), weight**2))


def cube_from_counts(counts, indicators):
    """Return the level cube of ready counts, such as a statistical office publishes.

    Parameters
    ----------
    counts : DataFrame
        One row a count: territory, wave, indicator, level (1..K) or missing (the reason), count (weighted, may be
        fractional). Optional: group, stratum, cluster, and `persons`, how many people stand behind a weighted count;
        without it the count itself is taken for the people.
    indicators : DataFrame
        Table `indicators`: at least `indicator` and `levels`.

    Returns
    -------
    LevelCube
        Σw² supposes that the people behind one count weigh the same: how weights spread inside it is not known.

    Raises
    ------
    ValueError
        As `count_levels`, and if a count is negative or not a number.

    Examples
    --------
    >>> counts = pd.DataFrame({
    ...     "territory": "Basel", "wave": "2019", "indicator": "HOME",
    ...     "level": [1, 2, 3, 4], "count": [9, 51, 467, 967.5],
    ... })
    >>> cube_from_counts(counts, pd.DataFrame({"indicator": ["HOME"], "levels": [4]})).weights
    array([[[  9. ,  51. , 467. , 967.5]]])
    """
    weight = _floats(counts, "count")
    persons = _floats(counts, "persons") if "persons" in counts else weight
    for name, values in (("count", weight), ("persons", persons)):
        if not np.all(values >= 0):
            raise ValueError(f"{name}: every count is a number of at least 0, found {values[~(values >= 0)][0]}")
    cell, cells = _cells(counts, [])
    squares = np.divide(weight**2, persons, out=np.zeros(len(counts)), where=persons > 0)
    cube = _gathered(counts, cell, cells, indicators, (weight, persons, squares))
    # each indicator was put to the same people, of whom some did not answer
    asked = cube.persons.sum(axis=2) + cube.missing[1].sum(axis=2)
    return replace(cube, cells=cells.assign(respondents=asked.max(axis=1, initial=0)))


def _text(table, column):
    if column not in table:
        return pd.Series("", index=table.index, dtype="str")
    texts = table[column]
    return (texts if texts.dtype == "str" else texts.astype("str")).fillna("")


def _floats(table, column):
    return pd.to_numeric(table[column]).to_numpy(dtype=float, na_value=np.nan)


def _weights(answers):
    """Return the weight of each answer; 1 where a whole sample has none."""
    weight = _floats(answers, "weight") if "weight" in answers else np.full(len(answers), np.nan)
    if np.any(weight < 0):
        raise ValueError(f"weight: no weight is negative, found {weight[weight < 0][0]:g}")
    lacking = np.isnan(weight)
    if lacking.any() and not lacking.all():
        sample = pd.DataFrame({name: _text(answers, name) for name in ("territory", "wave", "group")})
        share = pd.Series(lacking, index=answers.index).groupby([sample[name] for name in sample]).transform("mean")
        if (mixed := lacking & (share < 1).to_numpy()).any():
            where = " ".join(part for part in sample[mixed].iloc[0] if part)
            raise ValueError(f"weight: some answers of {where} have a weight and others have none")
    return np.where(lacking, 1.0, weight)


def _cells(table, by):
    """Return the cell of each row, and the cells in the order of their keys."""
    group = _text(table, "group")
    origin = pd.Series(np.where(group == "", "survey", "groups"), index=table.index, dtype="str")
    columns = {name: origin if name == "origin" else _text(table, name) for name in (*KEYS, *by)}
    key, cells = np.zeros(len(table), dtype=np.int64), 1
    for column in columns.values():
        codes, found = pd.factorize(column, sort=True)
        if cells * max(len(found), 1) >= 2**62:  # only the cells that occur, before the product overflows
            key, occurring = pd.factorize(key, sort=True)
            cells = len(occurring)
        key, cells = key * max(len(found), 1) + codes, cells * max(len(found), 1)
    cell, keys = pd.factorize(key, sort=True)
    row = np.empty(len(keys), dtype=np.int64)
    row[cell] = np.arange(len(table))
    return cell, pd.DataFrame({name: column.iloc[row].to_numpy() for name, column in columns.items()}, dtype="str")


def _gathered(rows, cell, cells, indicators, values):
    """Return the cube of `rows`, each standing in its `cell`, with the three `values` summed."""
    codes, names = pd.factorize(_text(rows, "indicator"))
    declared = _declared(indicators, names)
    column = pd.Index(declared["indicator"]).get_indexer(names)[codes]
    lengths = declared["levels"].to_numpy(dtype=np.int64)
    level = _floats(rows, "level")
    there = ~np.isnan(level)
    wrong = there & ((level != np.floor(level)) | (level < 1) | (level > lengths[column]))
    if wrong.any():
        at = int(np.flatnonzero(wrong)[0])
        name, longest = declared["indicator"].iloc[column[at]], lengths[column[at]]
        raise ValueError(f"level: {level[at]:g} is no level of indicator {name!r} (1 to {longest})")
    place = cell * len(declared) + column
    step = np.where(there, level, 1).astype(np.int64) - 1
    sums = _summed(place, step, there, values, (len(cells), len(declared), int(lengths.max(initial=0))))
    step, reasons = np.zeros(len(rows), dtype=np.int64), []
    step[~there], reasons = pd.factorize(_text(rows, "missing")[~there], sort=True)
    missing = _summed(place, step, ~there, values, (len(cells), len(declared), len(reasons)))
    return LevelCube(cells, declared, *sums, missing, tuple(reasons), dict(rows.attrs))


def _summed(place, step, kept, values, shape):
    at = (place * shape[2] + step)[kept]
    return np.stack([np.bincount(at, value[kept], int(np.prod(shape))).reshape(shape) for value in values])


def _declared(indicators, names):
    """Return the declared indicators that have answers, each with its K."""
    if unknown := sorted(set(names) - set(indicators["indicator"])):
        raise ValueError(f"indicators: {listed(unknown)} has answers but is not declared")
    declared = indicators[indicators["indicator"].isin(names)].reset_index(drop=True)
    levels = pd.to_numeric(declared["levels"]).astype("Float64")
    if "indicator_kind" in declared:
        levels = levels.mask((levels.isna() & (declared["indicator_kind"] == "ladder")).to_numpy(), LADDER_LEVELS)
    for name, length in zip(declared["indicator"], levels, strict=True):
        if pd.isna(length) or length < 2 or length != int(length):
            raise ValueError(f"indicators: {name!r} needs the number of its levels (2 or more), found {length}")
    return declared.assign(levels=levels.astype("Int64"))

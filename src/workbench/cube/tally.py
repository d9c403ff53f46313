"""Rows into sums: every text becomes a number once, then each indicator is counted in one pass over its answers."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.cube.levels import KEYS, LevelCube
from workbench.cube.parts import GROUPED, Part, coded, distinct, floats
from workbench.language import listed

#: A ladder of four propositions always has five situations.
LADDER_LEVELS = 5
#: Up to so many combinations are numbered by a table, more by looking up which occur.
MANY = 2**22
#: From so many sums on memory is spared.
LARGE = 2**21
#: Within these a weight is given to all or to none.
SAMPLE = ["territory", "wave", "group"]


@dataclass(frozen=True, eq=False)
class Keyed:
    """A part whose rows know their cell, and what is summed of them.

    Attributes
    ----------
    part : Part
    cell : array of int
    cells : DataFrame
        As in a cube.
    values : tuple of array or None
        Weights, people, squared weights; people alone where each weight is 1. None stands for 1.
    sample : DataFrame
        Of each territory, wave and group: how many `rows` there are, and how many of them are `lacking` a weight.
    """

    part: Part
    cell: np.ndarray
    cells: pd.DataFrame
    values: tuple
    sample: pd.DataFrame


def keyed(part, by):
    """Return the part with its rows placed in cells; `by` are the profile columns that split them.

    Raises
    ------
    ValueError
        If a weight is negative.
    """
    cell, cells = _cells(part, by)
    values, lacking = _values(part)
    cells["respondents"] = _respondents(part, cell, cells)
    return Keyed(part, cell, cells, values, _lacking(cell, cells, lacking))


def tally(rows, indicators, *, codes=None, items=()):
    """Return the level cube of one part of the answers.

    Parameters
    ----------
    rows : Keyed
    indicators : DataFrame
        Table `indicators`.
    codes : dict, optional
        The reason of each number outside the scale that stands for a missing answer.
    items : sequence of str
        Which of the indicators that have a column each; all by default.

    Returns
    -------
    LevelCube

    Raises
    ------
    ValueError
        If an indicator is not declared or has no K, or a level lies outside 1..K.
    """
    codes = codes or {}
    part, cell, cells, values = rows.part, rows.cell, rows.cells, rows.values
    if part.items:
        declared = _declared(indicators, list(items or part.items))
        blocks = [(slice(at, at + 1), 0, part.take(name)) for at, name in enumerate(declared["indicator"])]
    else:
        column, names = coded(part.take("indicator"), part.rows)
        declared = _declared(indicators, names if part.rows else [])
        blocks = [(slice(None), pd.Index(declared["indicator"]).get_indexer(names)[column], part.take("level"))]
    lengths = declared["levels"].to_numpy(dtype=np.intp)
    length = int(lengths.max(initial=0))
    given, texts = coded(None if part.items else part.take("missing"), part.rows)
    reasons = sorted({*texts, *codes.values(), ""})
    given = length + (pd.Index(reasons).get_indexer(texts)[given] if len(texts) > 1 else reasons.index(texts[0]))
    width = length + len(reasons)
    coming = {level: length + reasons.index(reason) for level, reason in codes.items()}
    shape = (len(declared), len(cells))
    # where each person belongs to a cluster, Σw² by level bears on no error: its sum is enough, and half the memory
    large = len(declared) * len(cells) * length > LARGE
    lumped = large and len(values) == 3 and (cells["cluster"] != "").all() and (cells["group"] == "").all()
    full = values[:2] if lumped else values
    sums = np.zeros((len(full), *shape, width))
    squares = [np.zeros((*shape, length)) for length in (1, len(reasons))] if lumped else []
    start = cell * width
    for places, column, level in blocks:
        step = _steps(level, column, declared[places], coming, given)
        place = cell if np.ndim(column) == 0 else cell + column * len(cells)
        at = step + (start if np.ndim(column) == 0 else place * width)
        for total, value in zip(sums, full, strict=True):
            total[places] = np.bincount(at, value, total[places].size).reshape(total[places].shape)
        if lumped:
            told, lost = (total[places] for total in squares)
            known = step < length
            told[:] = np.bincount(place, values[2] * known, told.size).reshape(told.shape)
            gaps = np.flatnonzero(~known)
            reason = place[gaps] * len(reasons) + step[gaps] - length
            lost[:] = np.bincount(reason, values[2][gaps], lost.size).reshape(lost.shape)
    kept = np.flatnonzero(sums[0, ..., length:].any(axis=(0, 1)))
    named = tuple(reasons[at] for at in kept)
    levels, missing = [total[..., :length] for total in sums], [total[..., length + kept] for total in sums]
    if lumped:
        levels, missing = [*levels, squares[0]], [*missing, squares[1][..., kept]]
    if len(levels) == 1:  # one person, one voice
        levels, missing = levels * 3, missing * 3
    by_cell = [total.transpose(1, 0, 2) for total in levels]
    return LevelCube(cells, declared, *by_cell, np.stack(missing).transpose(0, 2, 1, 3), named)


def _cells(part, by):
    """Return the cell of each row, and the cells in the order of their keys."""
    group, groups = coded(part.take("group"), part.rows)
    found = {name: coded(part.take(name), part.rows) for name in (*KEYS, *by) if name not in ("origin", "group")}
    survey = np.array([text == "" for text in groups], dtype=np.intp)[group]
    found |= {"group": (group, groups), "origin": (survey, ["groups", "survey"])}
    key, count = np.zeros(part.rows, dtype=np.intp), 1
    for name in (*KEYS, *by):
        codes, texts = found[name]
        if len(texts) == 1:
            continue
        key, count = key * len(texts) + codes, count * len(texts)
        if count > MANY:  # only what occurs, so that the product stays small
            key, occurring = pd.factorize(key, sort=True)
            count = len(occurring)
    there = np.bincount(key, minlength=count) > 0
    cell = (np.cumsum(there) - 1)[key]
    row = np.empty(int(there.sum()), dtype=np.intp)
    row[cell] = np.arange(part.rows)
    texts = {name: pd.array(found[name][1], dtype="str").take(found[name][0][row]) for name in (*KEYS, *by)}
    return cell, pd.DataFrame(texts)


def _values(part):
    """Return what is summed (weights, people, squared weights; people alone where all weigh 1), and who has none."""
    if part.grouped:
        persons, weights, squares, lacking = (floats(part.take(name)) for name in GROUPED)
        _refuse_negative(weights if part.take("least") is None else floats(part.take("least")))
        return (weights, persons, squares), lacking
    weight = part.take("weight")
    weight = np.full(part.rows, np.nan) if weight is None else floats(weight)
    lacking = np.isnan(weight)
    _refuse_negative(weight)
    weight = np.where(lacking, 1.0, weight) if lacking.any() else weight
    return ((None,) if (weight == 1).all() else (weight, None, weight**2)), lacking


def _refuse_negative(weight):
    if (weight < 0).any():
        raise ValueError(f"weight: no weight is negative, found {weight[weight < 0][0]:g}")


def _respondents(part, cell, cells):
    """Return how many people each cell has: rows where a row is a person, else different names."""
    if part.items:
        return np.bincount(cell, minlength=len(cells)).astype(float)
    if part.grouped:
        if part.respondents is None:
            return 0.0
        keys = list(cells.columns)
        where, people = _cells(part.respondents, [name for name in keys if name not in KEYS])
        people["respondents"] = np.bincount(where, floats(part.respondents.take("persons")), len(people))
        return cells.merge(people, on=keys, how="left")["respondents"].fillna(0.0).to_numpy()
    person, names = coded(part.take("respondent"), part.rows)
    pairs = pd.unique(cell * len(names) + person)
    return np.bincount(pairs // max(len(names), 1), minlength=len(cells)).astype(float)


def _steps(level, column, declared, coming, given):
    """Return where each answer stands: its level from 0, or the place of the reason why there is none."""
    code, found = distinct(level)
    lengths = declared["levels"].to_numpy(dtype=float)[:, None]
    inside = (found == np.floor(found)) & (found >= 1) & (found <= lengths)
    reason = np.array([coming.get(value, -1) for value in found.tolist()], dtype=np.intp)
    table = np.where(inside, found - 1, reason).astype(np.intp)
    table = np.column_stack([table, np.full(len(table), given if np.ndim(given) == 0 else -2)])
    step = table[0].take(code) if np.ndim(column) == 0 else table[column, code]
    if (table == -1).any() and (wrong := step == -1).any():
        at = int(np.flatnonzero(wrong)[0])
        name, longest = declared.iloc[0 if np.ndim(column) == 0 else column[at]][["indicator", "levels"]]
        raise ValueError(f"level: {found[code[at]]:g} is no level of indicator {name!r} (1 to {longest})")
    return step if np.ndim(given) == 0 else np.where(step == -2, given, step)


def _lacking(cell, cells, lacking):
    table = cells[SAMPLE].assign(
        rows=np.bincount(cell, minlength=len(cells)), lacking=np.bincount(cell, lacking, len(cells))
    )
    return table.groupby(SAMPLE, as_index=False).sum()


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

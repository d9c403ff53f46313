"""Rows into sums: every text becomes a number once, then each indicator is counted in one pass over its answers."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.cube.levels import KEYS, LevelCube
from workbench.cube.numbering import coded, combined, distinct, occurring
from workbench.cube.parts import GROUPED, Part, floats
from workbench.language import listed

#: A ladder of four propositions always has five situations.
LADDER_LEVELS = 5
#: From so many sums on memory is spared.
LARGE = 2**21
#: Rows that are counted together, so few that what is made of them stays in the processor's own memory.
TOGETHER = 2**15
#: Within these a weight is given to all or to none.
SAMPLE = ["territory", "wave", "group"]


@dataclass(frozen=True, eq=False)
class Keyed:
    """A part whose rows know their cell, and what is summed of them.

    Attributes
    ----------
    part : Part
    order : array of int or None
        Which row stands where: rows of one respondent each are brought into the order of their cells.
    cell : array of int
        Of each row, in this order.
    cells : DataFrame
        As in a cube.
    values : tuple of array or None
        Weights, people, squared weights; people alone where each weight is 1. None stands for 1.
    weighted : DataFrame
        Of each cell its territory, wave and group, how many `rows` it has, and how many of them are `lacking` a weight.
    """

    part: Part
    order: np.ndarray | None
    cell: np.ndarray
    cells: pd.DataFrame
    values: tuple
    weighted: pd.DataFrame


def keyed(part, by):
    """Return the part with its rows placed in cells; `by` are the profile columns that split them.

    Raises
    ------
    ValueError
        If a weight is negative.
    """
    order, cell, cells = _cells(part, by, ordered=bool(part.items))
    values, lacking = _values(part)
    if order is not None:
        lacking = lacking.take(order)
        values = tuple(None if value is None else value.take(order) for value in values)
    cells["respondents"] = _respondents(part, cell, cells)
    rows, lacking = (np.bincount(cell, counted, len(cells)) for counted in (None, lacking))
    return Keyed(part, order, cell, cells, values, cells[SAMPLE].assign(rows=rows, lacking=lacking))


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
    known = [1 if lumped and at == 2 else length for at in range(len(values))]
    sums = [np.zeros((*shape, size + len(reasons))) for size in known]  # levels and reasons side by side
    lump = np.column_stack([np.arange(width) < length, np.eye(width)[:, length:]])
    corner = cell * width
    for places, column, level in blocks:
        code, table = _steps(level, column, declared[places], coming, given)
        code = code if rows.order is None else code.take(rows.order)
        place = corner if np.ndim(column) == 0 else corner + column * (len(cells) * width)
        for some, low, high in _pieces(rows.order, cell):
            at = place[some] + (table - low * width).take(code[some])
            for value, size, total in zip(values, known, sums, strict=True):
                total = total[places, low:high]
                weight = None if value is None else value[some]
                found = np.bincount(at, weight, total[..., 0].size * width).reshape(*total.shape[:2], width)
                total += found if size == length else found @ lump
    kept = np.flatnonzero(sums[0][..., length:].any(axis=(0, 1)))
    missing = [total[..., size:] for total, size in zip(sums, known, strict=True)]
    missing = np.stack(missing if len(kept) == len(reasons) else [part[..., kept] for part in missing])
    levels = [total[..., :size] for total, size in zip(sums, known, strict=True)]
    if len(levels) == 1:  # one person, one voice
        levels, missing = levels * 3, np.repeat(missing, 3, axis=0)
    by_cell = [total.transpose(1, 0, 2) for total in levels]
    named = tuple(reasons[place] for place in kept)
    return LevelCube(cells, declared, *by_cell, missing.transpose(0, 2, 1, 3), named)


def _pieces(order, cell):
    """Yield rows that are counted together, and between which cells they lie.

    Rows in the order of their cells are taken a few at a time, so that all that is made of them stays close at hand.
    """
    if order is None:
        yield slice(None), 0, None
        return
    for first in range(0, len(cell), TOGETHER):
        here = cell[first : first + TOGETHER]
        yield slice(first, first + TOGETHER), here[0], here[-1] + 1


def _cells(part, by, *, ordered=False):
    """Return the order of the rows (None: as they are), the cell of each, and the cells in the order of their keys."""
    group, groups = coded(part.take("group"), part.rows)
    found = {name: coded(part.take(name), part.rows) for name in (*KEYS, *by) if name not in ("origin", "group")}
    survey = np.array([text == "" for text in groups], dtype=np.intp)[group]
    found |= {"group": (group, groups), "origin": (survey, ["groups", "survey"])}
    told = [found[name] for name in (*KEYS, *by)]
    key, count = combined([codes for codes, _texts in told], [len(texts) for _codes, texts in told])
    if ordered:
        key, order = _sorted(key, count)
        new = np.diff(key, prepend=-1) > 0
        cell, first = np.cumsum(new) - 1, order[new]
    else:
        order, (cell, first) = None, occurring(key, count)
    texts = {name: pd.array(found[name][1], dtype="str").take(found[name][0][first]) for name in (*KEYS, *by)}
    return order, cell, pd.DataFrame(texts)


def _sorted(key, count):
    """Return the keys in their order, and which row each of them is of; rows of one key stay in theirs.

    Key and row are sorted as one number where there is room for both: many times quicker than to sort places by key.
    """
    if count * len(key) < 2**63:
        return np.divmod(np.sort(key * len(key) + np.arange(len(key))), max(len(key), 1))
    order = np.argsort(key, kind="stable")
    return key.take(order), order


def _values(part):
    """Return what is summed (weights, people, squared weights; people alone where all weigh 1), and who has none."""
    if part.grouped:
        persons, weights, squares, lacking = (floats(part.take(name)) for name in GROUPED)
        _refuse_wrong(weights if part.take("least") is None else floats(part.take("least")))
        return (weights, persons, squares), lacking
    weight = part.take("weight")
    weight = np.full(part.rows, np.nan) if weight is None else floats(weight)
    lacking = np.isnan(weight)
    _refuse_wrong(weight)
    weight = np.where(lacking, 1.0, weight) if lacking.any() else weight
    return ((None,) if (weight == 1).all() else (weight, None, weight**2)), lacking


def _refuse_wrong(weight):
    if (weight < 0).any():
        raise ValueError(f"weight: no weight is negative, found {weight[weight < 0][0]:g}")
    if (weight == np.inf).any():
        raise ValueError("weight: no weight is without end, found inf")


def _respondents(part, cell, cells):
    """Return how many people each cell has: rows where a row is a person, else different names."""
    if part.items:
        return np.bincount(cell, minlength=len(cells)).astype(float)
    if part.grouped:
        if part.respondents is None:
            return 0.0
        keys = list(cells.columns)
        _order, where, people = _cells(part.respondents, [name for name in keys if name not in KEYS])
        people["respondents"] = np.bincount(where, floats(part.respondents.take("persons")), len(people))
        return cells.merge(people, on=keys, how="left")["respondents"].fillna(0.0).to_numpy()
    person, names = coded(part.take("respondent"), part.rows)
    pairs = pd.unique(cell * len(names) + person)
    return np.bincount(pairs // max(len(names), 1), minlength=len(cells)).astype(float)


def _steps(level, column, declared, coming, given):
    """Return a code for each answer, and where each code stands: its level from 0, or the place of a reason."""
    code, found = distinct(level)
    lengths = declared["levels"].to_numpy(dtype=float)[:, None]
    inside = (found == np.floor(found)) & (found >= 1) & (found <= lengths)
    reason = np.array([coming.get(value, -1) for value in found.tolist()], dtype=np.intp)
    steps = np.where(inside, found - 1, reason).astype(np.intp)
    none = len(found)  # the code of an answer without a level
    steps = np.column_stack([steps, np.full(len(steps), 0 if np.ndim(given) else given)])
    empty = code == none if np.ndim(given) else None
    if np.ndim(column):
        code = code + column * (none + 1)
    steps = steps.ravel()
    if (steps == -1).any() and (wrong := np.isin(code, np.flatnonzero(steps == -1))).any():
        at = int(np.flatnonzero(wrong)[0])
        name, longest = declared.iloc[column[at] if np.ndim(column) else 0][["indicator", "levels"]]
        raise ValueError(f"level: {found[code[at] % (none + 1)]:g} is no level of indicator {name!r} (1 to {longest})")
    if empty is None:
        return code, steps
    # behind the levels stand the places of the reasons themselves
    return np.where(empty, len(steps) + given, code), np.concatenate([steps, np.arange(given.max() + 1)])


def _declared(indicators, names):
    """Return the declared indicators that have answers, each with its K."""
    if "" in names:
        raise ValueError("indicator: some answers name none")
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

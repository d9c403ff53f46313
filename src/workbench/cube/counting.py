"""Answers, or ready counts, into a level cube."""

from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.cube.levels import joined
from workbench.cube.parts import floats, frame_part
from workbench.cube.sources import TOGETHER, parts
from workbench.cube.tally import SAMPLE, keyed, tally
from workbench.language import _, listed


def count_levels(answers, indicators, *, by=(), columns=None, wide=False, reasons=None):
    """Count answers by territory, wave, reference group, stratum and cluster, for each indicator and level.

    Parameters
    ----------
    answers : DataFrame, or any table of Polars, Arrow, DuckDB or Spark, or path of Parquet files
        Table `answers`: respondent, territory, wave, group, indicator, level (1..K or missing), missing (the reason),
        weight, stratum, cluster, and any profile column; at least indicator and level. Where no answer of a survey or
        group has a weight, each is 1. Paths may be files, folders, globs, or a list of them. What is not in memory is
        never loaded whole: Spark, DuckDB and lazy Polars frames are grouped by their own engine, Parquet files are
        read piece by piece.
    indicators : DataFrame
        Table `indicators`: at least `indicator` and `levels`.
    by : str or sequence of str
        Profile columns of `answers` that split the cells further: "standpoint", "gender", "birth_cohort" …
    columns : dict, optional
        What the data call a column, by its name here: {"territory": "commune", "weight": "w", "cluster": "psu"}.
    wide : bool
        One row a respondent and one column an indicator, named like the indicator or by `columns`. Of the declared
        indicators those that have a column are counted; an empty cell is an answer missing without a reason.
    reasons : dict, optional
        Numbers outside a scale that stand for a missing answer, with the reason: {8: "dont_know", 9: "no_answer"}.

    Returns
    -------
    LevelCube

    Raises
    ------
    ValueError
        If an indicator is not declared, is declared twice or has no K, a level lies outside 1..K or is no number, a
        weight is negative, without end, or lacks where others of the same sample have one, or a column that is named
        is not there.
    ImportError
        If Parquet files are given and what reads them is not installed.

    Examples
    --------
    >>> answers = pd.DataFrame({
    ...     "respondent": ["a", "b", "c"], "territory": "Valbourg", "wave": "2024", "group": "Young people",
    ...     "indicator": "MOB", "level": [2, 4, None], "missing": ["", "", "dont_know"],
    ... })
    >>> cube = count_levels(answers, pd.DataFrame({"indicator": ["MOB"], "levels": [5]}))
    >>> cube.persons[0, 0], cube.missing[1, 0, 0], cube.reasons
    (array([0., 1., 0., 1., 0.]), array([1.]), ('dont_know',))

    >>> survey = pd.DataFrame({"place": "Valbourg", "year": 2024, "transport": [2, 4, 9], "housing": [5, 4, None]})
    >>> named = {"territory": "place", "wave": "year", "MOB": "transport", "HOME": "housing"}
    >>> declared = pd.DataFrame({"indicator": ["MOB", "HOME"], "levels": [5, 5]})
    >>> count_levels(survey, declared, columns=named, wide=True, reasons={9: "no_answer"}).missing[1, 0]
    array([[0., 1.],
           [1., 0.]])
    """
    by = [by] if isinstance(by, str) else list(by)
    some, rows = parts(answers, _declared_once(indicators), by=by, columns=columns, wide=wide)
    return _attributed(_counted(some, rows, indicators, by, reasons), answers)


def count_in_turn(answers, indicators, *, size=10, by=(), columns=None, reasons=None):
    """Count a few indicators at a time, where a survey has too many cells and indicators to hold the whole cube.

    Parameters
    ----------
    answers, indicators, by, columns, reasons
        As in `count_levels`, one row a respondent and one column an indicator.
    size : int
        How many indicators are counted together.

    Yields
    ------
    LevelCube
        Of the next indicators, in their order; all at once where the answers' own engine groups them.

    Raises
    ------
    ValueError, ImportError
        As `count_levels`.

    Examples
    --------
    >>> survey = pd.DataFrame({"territory": "Valbourg", "MOB": [2, 4, 3], "HOME": [5, 4, 1]})
    >>> declared = pd.DataFrame({"indicator": ["MOB", "HOME"], "levels": [5, 5]})
    >>> [list(cube.indicators["indicator"]) for cube in count_in_turn(survey, declared, size=1)]
    [['MOB'], ['HOME']]
    """
    by = [by] if isinstance(by, str) else list(by)
    some, rows = parts(answers, _declared_once(indicators), by=by, columns=columns, wide=True)
    some = list(some)
    items = some[0].items
    placed = [keyed(some[0], by)] if len(some) == 1 else []
    for first in range(0, max(len(items), 1), size):
        # kept by nobody here, so that the memory of one is free for the next
        yield _attributed(_counted(some, rows, indicators, by, reasons, items[first : first + size], placed), answers)


def _declared_once(indicators):
    """Return the names of the declared indicators."""
    if lacking := [name for name in ("indicator", "levels") if name not in indicators]:
        raise ValueError(f"indicators: no column {listed(lacking)}")
    names = list(indicators["indicator"])
    if twice := sorted({str(name) for name in names if names.count(name) > 1}):
        raise ValueError(f"indicators: {listed(twice)} is declared more than once")
    return names


def _attributed(cube, answers):
    return replace(cube, attrs=dict(answers.attrs)) if isinstance(answers, pd.DataFrame) else cube


def _counted(some, rows, indicators, by, reasons, items=(), placed=()):
    """Return the cube of all parts; those in `placed` know their cells already."""
    total, weighted = None, []
    for part in placed or (keyed(part, by) for part in _watched(some, rows)):
        cube = tally(part, indicators, codes=reasons, items=items)
        total = cube if total is None else joined(total, cube)
        weighted.append(part.weighted)
    _refuse_mixed(weighted)
    return total


def _watched(some, rows):
    """Yield the parts, and show how many rows are counted where there is more than one part."""
    if rows is None or rows <= TOGETHER:
        yield from some
        return
    from tqdm.auto import tqdm

    with tqdm(total=rows, desc=_("Counting answers"), unit_scale=True, delay=2, leave=False) as bar:
        for part in some:
            yield part
            bar.update(part.rows)


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
    _declared_once(indicators)
    table = frame_part(counts)
    weight = floats(table.take("count"))
    persons = floats(table.take("persons")) if "persons" in counts else weight
    for name, values in (("count", weight), ("persons", persons)):
        if not np.all(values >= 0):
            raise ValueError(f"{name}: every count is a number of at least 0, found {values[~(values >= 0)][0]}")
    squares = np.divide(weight**2, persons, out=np.zeros(len(counts)), where=persons > 0)
    summed = counts.assign(persons=persons, weights=weight, squares=squares, lacking=0.0)
    cube = tally(keyed(frame_part(summed, grouped=True), ()), indicators)
    # each indicator was put to the same people, of whom some did not answer
    asked = cube.persons.sum(axis=2) + cube.missing[1].sum(axis=2)
    cells = cube.cells.assign(respondents=asked.max(axis=1, initial=0))
    return replace(cube, cells=cells, attrs=dict(counts.attrs))


def _refuse_mixed(weighted):
    """Stop where some answers of a survey or group have a weight and others have none."""
    if not any(cells["lacking"].any() for cells in weighted):
        return
    samples = pd.concat(weighted).groupby(SAMPLE, as_index=False).sum()
    mixed = samples[(samples["lacking"] > 0) & (samples["lacking"] < samples["rows"])]
    if len(mixed):
        where = " ".join(part for part in mixed[SAMPLE].iloc[0] if part)
        raise ValueError(f"weight: some answers of {where} have a weight and others have none")

"""Columns into whole numbers: every text, level and combination of keys gets a number once."""

import numpy as np
import pandas as pd
from pandas.api.types import is_integer_dtype

from workbench.cube.parts import floats

#: Up to so many possible numbers a row are looked up in a table, more are sorted.
MANY = 8


def coded(series, rows):
    """Return a number for each value, and the texts in the order of the numbers; nothing is "".

    Parameters
    ----------
    series : Series or None
    rows : int

    Returns
    -------
    codes : array of int
    texts : list of str

    Examples
    --------
    >>> coded(pd.Series([2024.0, None, 2021.0]), 3)
    (array([2, 0, 1]), ['', '2021', '2024'])
    """
    if series is None or not rows:
        return np.zeros(rows, dtype=np.intp), [""]
    if is_integer_dtype(series.dtype) and not series.hasnans:
        values = series.to_numpy()
        low, high = int(values.min()), int(values.max())
        codes, found = _present(values.astype(np.int64) - low, high - low + 1)
        found = pd.Series(found + low)
    else:
        codes, found = pd.factorize(series)
        found = pd.Series(found)
    texts = found.astype("str")
    if pd.api.types.is_float_dtype(found):  # 2024 is written alike where a gap made it 2024.0
        whole = (found % 1 == 0) & (found.abs() < 2**53)
        texts[whole] = found[whole].astype("int64").astype("str")
    texts = np.array([*texts.tolist(), ""], dtype=object)
    texts, order = np.unique(texts, return_inverse=True)
    if codes.min() >= 0 and "" not in set(found):
        texts, order = texts[1:], order - 1
    return order[codes], texts.tolist()


def written(value):
    """Return one value as `coded` writes it: 2024.0, which a table with a gap made of 2024, is "2024".

    >>> written(2024.0), written(2024), written("2024")
    ('2024', '2024', '2024')
    """
    return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)


def distinct(series):
    """Return which of the distinct numbers each row has, and these numbers; the place behind them is "none".

    >>> distinct(pd.Series([4, None, 3], dtype="Int64"))
    (array([1, 2, 0]), array([3., 4.]))
    """
    if is_integer_dtype(series.dtype) and pd.notna(high := series.max()) and high < 100:
        codes = series.fillna(high + 1).to_numpy()  # even a byte has room for one more
        low = int(codes.min())
        if low >= -100 and high - low < 100:
            return codes - low if low else codes, np.arange(low, high + 1.0)
    codes, found = pd.factorize(floats(series), use_na_sentinel=True)
    return np.where(codes < 0, len(found), codes), np.asarray(found)


def combined(codes, counts):
    """Return one number for each combination of codes, in their order, and how many combinations there could be.

    >>> combined([np.array([1, 0, 1]), np.array([2, 0, 1])], [2, 3])
    (array([5, 0, 4]), 6)
    """
    key, count = np.zeros(len(codes[0]), dtype=np.int64), 1
    for one, number in zip(codes, counts, strict=True):
        if count * number >= 2**63:  # only what occurs, so that the product stays small
            key, first = occurring(key, count)
            count = len(first)
        if number > 1:
            key, count = key * number + one, count * number
    return key, count


def occurring(key, count):
    """Return the numbers again, from 0 without a gap, and for each of the new ones a row that has it.

    >>> occurring(np.array([7, 2, 7]), 8)
    (array([1, 0, 1]), array([1, 2]))
    """
    place, found = _present(key, count)
    first = np.empty(len(found), dtype=np.intp)
    first[place] = np.arange(len(key))
    return place, first


def _present(key, count):
    """Return the numbers again, from 0 without a gap, and what each of the new ones was."""
    if count > MANY * len(key):
        found, place = np.unique(key, return_inverse=True)
        return place, found
    there = np.zeros(count, dtype=bool)
    there[key] = True
    return (np.cumsum(there) - 1).take(key), np.flatnonzero(there)

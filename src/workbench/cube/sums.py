"""How rows of the cube are numbered and added up."""

import numpy as np
import pandas as pd

from workbench.cube.numbering import combined, occurring


def numbered(table, columns):
    """Return the number of each row's combination of columns, and the combinations in the order of their numbers.

    >>> codes, found = numbered(pd.DataFrame({"territory": ["B", "A", "B"]}), ["territory"])
    >>> codes, list(found["territory"])
    (array([1, 0, 1]), ['A', 'B'])
    """
    place, first = numbers(table, columns)
    return place, table[columns].take(first).reset_index(drop=True)


def numbers(table, columns):
    """Return the number of each row's combination of columns, as `numbered`, and for each number a row that has it.

    >>> numbers(pd.DataFrame({"territory": ["B", "A", "B"], "wave": [2, 1, 2]}), ["territory", "wave"])
    (array([1, 0, 1]), array([1, 2]))
    """
    codes, counts = zip(*(_codes(table[name]) for name in columns), strict=True)
    return occurring(*combined(codes, counts))


def in_numbers(table, columns):
    """Return columns as whole numbers in the order of their values, for those who number them more than once.

    >>> in_numbers(pd.DataFrame({"territory": ["B", "A", "B"]}), ["territory"])["territory"].tolist()
    [1, 0, 1]
    """
    return pd.DataFrame({name: _codes(table[name])[0] for name in columns}, index=table.index)


def _codes(column):
    if column.dtype.kind == "i" and len(column):  # numbers need not be looked up, only combined
        values = column.to_numpy()
        low, high = int(values.min()), int(values.max())
        if high - low < 2**31:
            return values.astype(np.int64) - low, high - low + 1
    codes, found = pd.factorize(column, sort=True, use_na_sentinel=False)
    return codes, len(found)


def adder(codes, count):
    """Return a function that adds the rows of an array by their code, to `count` rows.

    >>> adder(np.array([1, 0, 1]), 3)(np.array([[1.0], [2.0], [3.0]]))[:, 0]
    array([2., 4., 0.])
    """
    codes = np.asarray(codes)
    order, starts, present = _sorted(codes)
    everywhere = len(present) == count
    if 0 < len(starts) == len(codes):  # each has one row at most
        where = np.full(count, -1)
        where[codes] = np.arange(len(codes))
        absent = np.flatnonzero(where < 0)

        def place(values):
            total = values.take(where, axis=0).astype(float, copy=False)
            total[absent] = 0.0
            return total

        return place

    def add(values):
        if order is not None:
            values = values.take(order, axis=0)
        values = np.add.reduceat(values, starts, axis=0)
        if everywhere:
            return values.astype(float, copy=False)
        total = np.zeros((count, *values.shape[1:]))
        total[present] = values
        return total

    return add


def squarer(codes, count):
    """Return a function that gives Σ r r′ of the rows of an array by their code.

    >>> squarer(np.array([0, 0]), 1)(np.array([[1.0, 2.0], [0.0, 1.0]]))[0]
    array([[1., 2.],
           [2., 5.]])
    """
    order, starts, present = _sorted(codes)
    sizes = np.diff(starts, append=len(codes))
    longest = int(sizes.max(initial=0))
    # side by side in blocks of one size, with zeros behind, unless that wastes much
    even = longest * len(present) <= 4 * len(codes) + 1000
    place = np.arange(len(codes)) + np.repeat(np.arange(len(present)) * longest - starts, sizes)
    add = None if even else adder(codes, count)

    def square(rows):
        length = rows.shape[1]
        if not even:
            return np.stack([add(rows[:, [level]] * rows) for level in range(length)], axis=1)
        if order is not None:
            rows = rows.take(order, axis=0)
        if longest * len(present) > len(codes):
            padded = np.zeros((longest * len(present), length))
            padded[place] = rows
            rows = padded
        blocks = rows.reshape(len(present), longest, length)
        total = np.zeros((count, length, length))
        total[present] = blocks.transpose(0, 2, 1) @ blocks
        return total

    return square


def _sorted(codes):
    """Return the order that brings equal codes together (None: they are), where each begins, and which there are."""
    codes = np.asarray(codes)
    order = None if (np.diff(codes) >= 0).all() else np.argsort(codes, kind="stable")
    codes = codes if order is None else codes[order]
    starts = np.flatnonzero(np.diff(codes, prepend=-1))
    return order, starts, codes[starts]


def effective(weight, squares):
    """Return Kish's effective number of answers, (Σw)²/Σw²; 0 where there is none.

    >>> effective(np.array([4.0]), np.array([4.0]))
    array([4.])
    """
    return np.divide(weight**2, squares, out=np.zeros_like(weight), where=squares > 0)

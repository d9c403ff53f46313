"""How rows of the cube are numbered and added up."""

import numpy as np


def numbered(table, columns):
    """Return the number of each row's combination of columns, and the combinations in the order of their numbers.

    >>> import pandas as pd
    >>> codes, found = numbered(pd.DataFrame({"territory": ["B", "A", "B"]}), ["territory"])
    >>> codes, list(found["territory"])
    (array([1, 0, 1]), ['A', 'B'])
    """
    codes = table.groupby(columns, sort=True).ngroup().to_numpy()
    return codes, table[columns].drop_duplicates().sort_values(columns, ignore_index=True)


def adder(codes, count):
    """Return a function that adds the rows of an array by their code, to `count` rows.

    >>> adder(np.array([1, 0, 1]), 3)(np.array([[1.0], [2.0], [3.0]]))[:, 0]
    array([2., 4., 0.])
    """
    codes = np.asarray(codes)
    order = np.argsort(codes, kind="stable")
    starts = np.flatnonzero(np.diff(codes[order], prepend=-1))
    present = codes[order][starts]

    def add(values):
        total = np.zeros((count, *values.shape[1:]))
        if len(present):
            total[present] = np.add.reduceat(values[order], starts, axis=0)
        return total

    return add


def squared(rows, add):
    """Return Σ r r′ of the rows that `add` brings together; level by level, so that a long scale fits into memory.

    >>> squared(np.array([[1.0, 2.0], [0.0, 1.0]]), adder(np.array([0, 0]), 1))[0]
    array([[1., 2.],
           [2., 5.]])
    """
    return np.stack([add(rows[:, [level]] * rows) for level in range(rows.shape[1])], axis=1)


def effective(weight, squares):
    """Return Kish's effective number of answers, (Σw)²/Σw²; 0 where there is none.

    >>> effective(np.array([4.0]), np.array([4.0]))
    array([4.])
    """
    return np.divide(weight**2, squares, out=np.zeros_like(weight), where=squares > 0)

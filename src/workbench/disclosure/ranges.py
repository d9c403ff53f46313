"""What a reader can work out: the smallest and largest value that each hidden cell can have, given all the others."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.disclosure.cells import signatures

_ROUNDS = 50


@dataclass(frozen=True, eq=False)
class Links:
    """Totals and their parts: `part[i]` is a part of link `of[i]` (in order); `total[j]` is what link j sums to."""

    total: np.ndarray
    of: np.ndarray
    part: np.ndarray

    def parts(self, one):
        """Return the cells that link `one` adds up."""
        return self.part[slice(*np.searchsorted(self.of, [one, one + 1]))]


def link(table, keys, *, every=False):
    """Return which cells sum to which, over every key that one table is split by and another is not.

    Parameters
    ----------
    table : DataFrame
        The cells; see `cells.Cells`.
    keys : list of str
    every : bool
        Whether links that follow from others are kept, too.

    Examples
    --------
    >>> cells = pd.DataFrame({"indicator": "AIR", "origin": "groups", "group": ["∅", "young", "old"], "n": [20, 9, 11]})
    >>> links = link(cells, ["group"])
    >>> links.total.tolist(), links.part.tolist()
    ([0], [1, 2])
    """
    own, full = signatures(table, keys)
    kinds = {bits: np.flatnonzero(own == bits) for bits in np.unique(own)}
    wide = {bits: np.bitwise_and.reduce(full[rows]) for bits, rows in kinds.items()}
    frames = []
    for above in kinds:
        for below in kinds:
            if above == below or above & ~wide[below]:
                continue
            by = ["indicator", "origin", *(key for place, key in enumerate(keys) if above >> place & 1)]
            parents = table.loc[kinds[above], by].assign(total=kinds[above])
            parts = table.loc[kinds[below], by].assign(part=kinds[below])
            found = parents.merge(parts, on=by)[["total", "part"]]
            frames.append(found.assign(below=below))
    if not frames:
        return Links(*(np.zeros(0, dtype=np.int64),) * 3)
    links = pd.concat(frames, ignore_index=True)
    if not every:
        links = links[~_implied(links, table["n"].to_numpy(dtype=float), wide)]
    links = links.sort_values(["total", "below", "part"])
    of, heads = pd.factorize(pd.MultiIndex.from_frame(links[["total", "below"]]))
    totals = np.array([head[0] for head in heads], dtype=np.int64)
    return Links(totals, of, links["part"].to_numpy(dtype=np.int64))


def _implied(links, n, wide):
    """Tell which links follow from two others: a total of standpoints makes that of their groups unnecessary."""
    sums = links.assign(n=n[links["part"]]).groupby(["total", "below"])["n"].agg(lambda one: one.sum(skipna=False))
    whole = np.abs(sums.to_numpy() - n[sums.index.get_level_values(0)]) < 0.5
    full = sums.index[whole]
    needless = np.zeros(len(links), dtype=bool)
    kinds = links["below"].unique()
    complete = {kind: set(full[full.get_level_values(1) == kind].get_level_values(0)) for kind in kinds}
    for between in kinds:
        for below in kinds:
            if between != below and not between & ~wide[below]:
                mine = (links["below"] == below).to_numpy()
                needless |= mine & links["total"].isin(complete[between] & complete[below]).to_numpy()
    return needless


def ranges(n, links, unknown):
    """Return the smallest and the largest number of people that each cell can have, for who sees all the known ones.

    Parameters
    ----------
    n : array, shape (cells,)
        People; those of unknown cells are not looked at.
    links : Links
    unknown : array of bool, shape (cells,)

    Returns
    -------
    low, high : array, shape (cells,)
        Exact: bounds are carried from sum to sum until nothing moves, which is exact where no two ways lead from one
        unknown cell to another; where they do, linear programming (HiGHS) finds the two ends of each.

    Examples
    --------
    >>> links = Links(np.array([0]), np.array([0, 0, 0]), np.array([1, 2, 3]))
    >>> low, high = ranges(np.array([20.0, 3, 9, 8]), links, np.array([False, True, False, True]))
    >>> low.tolist(), high.tolist()
    ([20.0, 0.0, 9.0, 0.0], [20.0, 11.0, 9.0, 11.0])
    """
    low, high = np.where(unknown, 0.0, n), np.where(unknown, np.inf, n)
    touched = np.bincount(links.of, unknown[links.part], len(links.total)) + unknown[links.total] > 0
    keep = touched[links.of]
    of, part, total = links.of[keep], links.part[keep], links.total
    for _round in range(_ROUNDS):
        before = low.copy(), high.copy()
        least = np.bincount(of, low[part], len(total))
        endless = np.bincount(of, np.isinf(high[part]), len(total))
        most = np.bincount(of, np.where(np.isinf(high[part]), 0, high[part]), len(total))
        _narrow(low, high, total[touched], least[touched], np.where(endless, np.inf, most)[touched], unknown)
        others = least[of] - low[part]
        free = np.isinf(high[part])
        rest = np.where(endless[of] - free > 0, np.inf, most[of] - np.where(free, 0, high[part]))
        below = np.where(np.isinf(rest), 0, low[total[of]] - rest)
        _narrow(low, high, part, below, high[total[of]] - others, unknown)
        if np.array_equal(before[0], low) and np.array_equal(before[1], high):
            break
    for cells, inside in _rings(links, unknown, touched):
        _by_programme(n, links, cells, inside, low, high)
    # published sums that contradict each other tell nothing (a total with people of no listed part)
    wrong = high < low - 1e-9
    low[wrong], high[wrong] = 0.0, np.inf
    return low, high


def _narrow(low, high, cells, below, above, unknown):
    mine = unknown[cells]
    np.maximum.at(low, cells[mine], below[mine])
    np.minimum.at(high, cells[mine], above[mine])


def _rings(links, unknown, touched):
    """Yield the unknown cells and the links of each net in which two ways lead from one cell to another."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    count = len(unknown)
    kept = touched[links.of] & unknown[links.part]
    heads = np.flatnonzero(touched & unknown[links.total])
    ends = np.concatenate([links.part[kept], links.total[heads]])
    nodes = np.concatenate([links.of[kept], heads]) + count
    size = count + len(links.total)
    net = connected_components(coo_matrix((np.ones(len(ends)), (ends, nodes)), (size, size)), directed=False)[1]
    edges, members = np.bincount(net[ends], minlength=net.max(initial=-1) + 1), np.bincount(net)
    for ring in np.flatnonzero(edges >= members):
        inside = np.flatnonzero(net == ring)
        yield inside[inside < count], inside[inside >= count] - count


def _by_programme(n, links, cells, inside, low, high):
    """Set the bounds of the cells of one net by linear programming; where the sums contradict, leave them."""
    from scipy.optimize import linprog

    at = {cell: place for place, cell in enumerate(cells)}
    matrix, right = np.zeros((len(inside), len(cells))), np.zeros(len(inside))
    row_of = {one: row for row, one in enumerate(inside)}
    for one, row in row_of.items():
        for part in links.parts(one):
            if part in at:
                matrix[row, at[part]] += 1
            else:
                right[row] -= n[part]
        if (total := links.total[one]) in at:
            matrix[row, at[total]] -= 1
        else:
            right[row] += n[total]
    bounds = [(low[cell], None if np.isinf(high[cell]) else max(high[cell], low[cell])) for cell in cells]
    for cell, place in at.items():
        for sign in (1, -1):
            goal = np.zeros(len(cells))
            goal[place] = sign
            found = linprog(goal, A_eq=matrix, b_eq=right, bounds=bounds, method="highs")
            if found.status == 0 and sign == 1:
                low[cell] = max(low[cell], found.fun)
            elif found.status == 0:
                high[cell] = min(high[cell], -found.fun)

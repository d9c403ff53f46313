"""Which cells are hidden so that none of them can be worked out: the few, and as many more as that takes."""

import numpy as np

from workbench.disclosure.everybody import tells_of_everybody
from workbench.disclosure.ranges import ranges


def exposed(n, links, unknown, need):
    """Return which unknown cells can be narrowed to fewer than `need` people, and which totals give away a remainder.

    Parameters
    ----------
    n, unknown : array, shape (cells,)
    links : Links
    need : array, shape (cells,)
        How far apart the two ends of what a reader can work out must lie.

    Returns
    -------
    array of bool, shape (cells,)
    array of bool, shape (links,)
        Where all parts are told, and what is left of the total is a few people of no listed part.
    """
    low, high = ranges(n, links, unknown)
    narrow = unknown & (high - low < need - 1e-9)
    told = np.bincount(links.of, unknown[links.part], len(links.total)) + unknown[links.total] == 0
    rest = n[links.total] - np.bincount(links.of, np.where(unknown, 0, n)[links.part], len(links.total))
    return narrow, told & (rest > 0.5) & (rest < need[links.total] - 1e-9)


def hide_more(n, links, hidden, need, mean=None):
    """Return the cells to hide: those given, and the smallest others without which they could be worked out.

    Parameters
    ----------
    n, hidden, need : array, shape (cells,)
    links : Links
    mean : tuple, optional
        What `left_over` takes of the means: links, mean, K, kind. What is left of a published mean may not tell of
        everybody in the cells that are hidden.

    Notes
    -----
    Greedy: one cell a total and round, the smallest that is enough; the whole is checked anew until nothing is
    exposed, at the latest when nothing is left to tell. Not always the fewest people that could be hidden.

    Examples
    --------
    >>> from workbench.disclosure.ranges import Links
    >>> links = Links(np.array([0]), np.array([0, 0, 0]), np.array([1, 2, 3]))
    >>> few = np.array([False, True, False, False])
    >>> hide_more(np.array([22.0, 3, 11, 8]), links, few, np.full(4, 5)).tolist()
    [False, True, False, True]
    """
    hidden, order = hidden.copy(), _links_of(links, len(n))
    while True:
        narrow, rest = exposed(n, links, hidden, need)
        if mean is not None:
            narrow = narrow | left_over(n, hidden, *mean)
        tight, others = dict.fromkeys(np.flatnonzero(rest)), {}
        for cell in np.flatnonzero(narrow):
            loose = [(_open(n, links, one, hidden), one) for one in order(cell) if not _closed(links, one, hidden)]
            if loose:
                width, one = min(loose)
                (tight if width < need[cell] else others)[one] = None
        # first the sums that give a cell away by themselves; what that leaves narrow is seen next time
        if not (wanted := tight or others):
            return hidden
        for one in wanted:
            _hide_one(n, links, one, hidden, need)


def left_over(n, hidden, links, mean, length, kind):
    """Return which hidden cells a published mean tells everything of: what it leaves for them lies at an end.

    Parameters
    ----------
    n, hidden : array, shape (cells,)
    links : Links
        All of them: two sums that follow from each other speak of other means.
    mean, length, kind : array, shape (cells,)
        The mean (NaN where it is not told), K, and how a part counts in a total: 1 as each other, 0 by its people, −1
        neither.
    """
    found = np.zeros(len(n), dtype=bool)
    for one in np.unique(links.of[hidden[links.part]]):
        total, parts = links.total[one], links.parts(one)
        parts = parts[hidden[parts] | (n[parts] > 0)]
        if hidden[total] or np.isnan(mean[total]) or (kind[parts] < 0).any():
            continue
        mine, others = parts[hidden[parts]], parts[~hidden[parts]]
        people = n[total] - n[others].sum()
        if kind[parts[0]] == 1:
            rest = (mean[total] * len(parts) - mean[others].sum()) / len(mine)
        else:
            rest = (mean[total] * n[total] - (mean[others] * n[others]).sum()) / max(people, 1)
        around = 0.005 * max(1, len(parts) / len(mine))
        if tells_of_everybody(people, rest, length[total], around=around):
            found[mine] = True
    return found


def _links_of(links, count):
    """Return a function from a cell to the links that it stands in."""
    cells = np.concatenate([links.part, links.total])
    ones = np.concatenate([links.of, np.arange(len(links.total))])
    order = np.argsort(cells, kind="stable")
    starts = np.searchsorted(cells[order], np.arange(count + 1))
    return lambda cell: ones[order[starts[cell] : starts[cell + 1]]]


def _closed(links, one, hidden):
    return hidden[links.total[one]] and hidden[links.parts(one)].all()


def _open(n, links, one, hidden):
    """Return how far one sum by itself leaves its hidden cells open."""
    parts = links.parts(one)
    unknown = np.count_nonzero(hidden[parts])
    if hidden[links.total[one]]:
        return np.inf if unknown else 0.0
    return n[links.total[one]] - n[parts[~hidden[parts]]].sum() if unknown > 1 else 0.0


def _hide_one(n, links, one, hidden, need):
    parts, total = links.parts(one), links.total[one]
    left = [part for part in parts[~hidden[parts]] if n[part] > 0]
    if not left:
        hidden[total] = True
        return
    lacking = need[total] - (n[total] - sum(n[part] for part in left))
    left = sorted(left, key=lambda part: (n[part], part))
    hidden[next((part for part in left if n[part] >= lacking), left[-1])] = True

"""What chance would give if other territories had been the pilots: exact p, and an interval where there is one.

Nothing is supposed of how territories drift, but that before the draw each was as likely to be the pilot as any other.
"""

from functools import lru_cache
from itertools import combinations
from math import comb, factorial, prod

import numpy as np

#: Up to so many ways to place the pilots, all are gone through; beyond, so many drawn ones (and the true one) are.
ALL, DRAWN = 20_000, 9_999


def ways(sizes):
    """Return in how many ways territories can be parted into groups of these sizes.

    >>> ways([1, 3]), ways([4, 4]), ways([1, 2, 3])
    (4, 70, 60)
    """
    return factorial(sum(sizes)) // prod(factorial(size) for size in sizes)


def territories_needed(pilots, *, confidence=0.95, most=60):
    """Return the fewest comparison territories with which so many pilots can give an interval at all.

    With as many pilots as comparisons each way to place them has its mirror image, which tells as much.

    >>> [territories_needed(count) for count in (1, 2, 3, 4)]
    [19, 5, 4, 3]
    """
    for others in range(1, most):
        smallest = (2 if others == pilots else 1) / comb(pilots + others, pilots)
        if smallest <= 1 - confidence + 1e-12:
            return others
    return most


@lru_cache(maxsize=64)
def assignments(label, late, weight):
    """Return how much each territory's change would weigh in the effect under each placing of the pilots.

    Parameters
    ----------
    label : tuple of int
        The cohort of each territory; −1 for none.
    late : tuple of tuple of int
        For each cohort, the cohorts that start late enough to be compared with.
    weight : tuple of float
        Of territories; it stays with the territory.

    Returns
    -------
    array, shape (cohorts, placings, territories)
        The true placing comes first.

    Examples
    --------
    >>> assignments((0, -1, -1), ((),), (1.0, 1.0, 1.0))[0]
    array([[ 1. , -0.5, -0.5],
           [-0.5,  1. , -0.5],
           [-0.5, -0.5,  1. ]])
    """
    label, weight = np.array(label), np.array(weight)
    kinds = sorted(set(label.tolist()))
    sizes = [int((label == kind).sum()) for kind in kinds]
    if ways(sizes) <= ALL:
        rows = np.array(list(_placings(len(label), [k for k in kinds if k >= 0], dict(zip(kinds, sizes, strict=True)))))
        own = (rows == label).all(axis=1)
        rows = np.concatenate([rows[own], rows[~own]])
    else:
        drawn = np.random.default_rng(20261126).permuted(np.tile(label, (DRAWN, 1)), axis=1)
        rows = np.concatenate([label[None], drawn])
    found, mass = [], []
    for cohort, later in enumerate(late):
        treated, free = (rows == cohort) * weight, np.isin(rows, [-1, *later]) * weight
        total = treated.sum(axis=1, keepdims=True)
        found.append(treated / total - free / free.sum(axis=1, keepdims=True))
        mass.append(total)
    share = np.array(mass) / np.sum(mass, axis=0)
    found = np.array(found) * share
    found.flags.writeable = False  # it is kept
    return found


def _placings(count, kinds, sizes):
    """Yield every way to give each of `count` territories a kind, −1 where none."""

    def place(row, left, kinds):
        if not kinds:
            yield row.copy()
            return
        for chosen in combinations(left, sizes[kinds[0]]):
            row[list(chosen)] = kinds[0]
            yield from place(row, [at for at in left if at not in chosen], kinds[1:])
            row[list(chosen)] = -1

    yield from place(np.full(count, -1), list(range(count)), kinds)


def randomised(cohorts, figures, order, *, weights=None, confidence=0.95):
    """Return what the placing of the pilots alone says of an effect.

    Parameters
    ----------
    cohorts : list of Cohort
    figures : dict
        (territory, wave) to figure.
    order : list of str
        All waves, the earliest first.
    weights : dict, optional
        Of territories.
    confidence : float

    Returns
    -------
    dict
        placings (how many there are), p (of no effect on any territory), smallest_p (below which no p can fall), low,
        high (the effects, the same in each pilot territory, that are not refused at 1 − confidence; NaN where
        smallest_p is too large for that: then there is no interval). None where a territory that is needed lacks a
        figure.

    References
    ----------
    Fisher (1935); interval by inversion: Rosenbaum (2002), for few treated groups Conley & Taber (2011), MacKinnon &
    Webb (2020).

    Examples
    --------
    >>> from workbench.actions.pilots.trials import Cohort
    >>> figures = {(name, "2021"): 3.0 for name in "ABCD"}
    >>> figures |= {("A", "2024"): 3.8, ("B", "2024"): 3.1, ("C", "2024"): 3.0, ("D", "2024"): 2.9}
    >>> found = randomised([Cohort("2024", "2021", "2024", ("A",), ("B", "C", "D"))], figures, ["2021", "2024"])
    >>> found["placings"], found["p"], found["smallest_p"], found["low"]
    (4, 0.25, 0.25, nan)
    """
    place = {wave: at for at, wave in enumerate(order)}
    cohort = {name: at for at, one in enumerate(cohorts) for name in one.treated}
    names = list(dict.fromkeys([*cohort, *(name for one in cohorts for name in one.against)]))
    start = [place[one.start] for one in cohorts]
    last = [max(place[one.base], place[one.wave]) for one in cohorts]
    late = tuple(
        tuple(k for k, begins in enumerate(start) if begins > end and k != at) for at, end in enumerate(last)
    )
    # the true placing must be one of those gone through: everybody who may be compared is, and has all figures
    for at, one in enumerate(cohorts):
        free = {name for name in names if cohort.get(name, -1) == -1 or cohort[name] in late[at]}
        if free != set(one.against):
            return None
    try:
        change = [np.array([figures[name, one.wave] - figures[name, one.base] for name in names]) for one in cohorts]
    except KeyError:
        return None
    weight = tuple(float((weights or {}).get(name, 1.0)) for name in names)
    moved = assignments(tuple(cohort.get(name, -1) for name in names), late, weight)
    begun = np.array([start[cohort[name]] if name in cohort else 10**6 for name in names])
    exposed = [_exposed(begun, place[one.wave], place[one.base], place[one.start]) for one in cohorts]
    effects = sum(part @ values for part, values in zip(moved, change, strict=True))
    carried = sum(part @ values for part, values in zip(moved, exposed, strict=True))
    sizes = [len(one.treated) for one in cohorts]
    return {"placings": ways([*sizes, len(names) - sum(sizes)]), **_inverted(effects, carried, confidence)}


def _exposed(begun, wave, base, start):
    """Return which changes would carry an effect: of all waves since the start, or of one wave before it."""
    if wave >= start:
        return (begun <= wave) * 1.0 - (begun <= base)
    return (begun - start == 0) * 1.0 if wave < base else np.zeros(len(begun))


def _inverted(effects, carried, confidence):
    """Return p and interval from the effect under each placing and how much of the true effect each would carry.

    A placing is as extreme as the true one for every τ between two ends, on either side of the estimate; so the effects
    that are not refused run up to the end that just too few placings reach.
    """
    true, slack = effects[0], 1e-9 * (1 + np.abs(effects).max())
    p = float((np.abs(effects) >= abs(true) - slack).mean())
    always = np.abs(carried) >= 1 - 1e-9 if abs(carried[0] - 1) < 1e-9 else np.ones(len(effects), dtype=bool)
    smallest = float(always.mean())
    found = {"p": p, "smallest_p": smallest, "low": np.nan, "high": np.nan}
    if smallest > 1 - confidence + 1e-12:
        return found
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.array([(true - effects) / (1 - carried), (true + effects) / (1 + carried)])
    below, above = np.where(always, -np.inf, ends.min(axis=0)), np.where(always, np.inf, ends.max(axis=0))
    at = int(np.floor((1 - confidence) * len(effects) + 1e-9))
    return found | {"low": float(np.sort(below)[at]), "high": float(np.sort(above)[::-1][at])}

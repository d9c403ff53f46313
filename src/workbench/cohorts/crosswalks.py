"""Two scales compared through a crosswalk of their levels, and never without one."""

from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.language import _


def crosswalked(cube, crosswalk):
    """Return the cube with the answers on earlier scales read on later ones, and which indicators that concerns.

    Parameters
    ----------
    cube : LevelCube
    crosswalk : DataFrame or None
        Table `crosswalk`: indicator_from, level_from, indicator_to, level_to (as people number them), share (of the
        level; the whole where empty).

    Returns
    -------
    cube : LevelCube
        Where an indicator has no answer of its own in a territory and wave, those on the earlier scale stand in its
        place, with the missing ones; they leave their old place.
    led : dict
        Code of the later indicator → codes of the earlier ones that were read on it.

    Raises
    ------
    ValueError
        If a level is none of its scale or is not led somewhere wholly, or crosswalks lead round in a circle.

    Notes
    -----
    A level that is split is split for each person in the same parts: the error of who belongs where is not known, and
    not in the intervals (ours).

    Examples
    --------
    >>> from workbench.cube import cube_from_counts
    >>> counts = pd.DataFrame({"territory": "V", "wave": "2018", "indicator": "OLD", "level": [0, 1], "count": [4, 6]})
    >>> later = pd.DataFrame({"territory": "V", "wave": "2021", "indicator": "NEW", "level": [1], "count": [9]})
    >>> scales = pd.DataFrame({"indicator": ["OLD", "NEW"], "levels": [2, 3], "lowest": [0, 1]})
    >>> cube = cube_from_counts(pd.concat([counts.assign(level=[1, 2]), later]), scales)
    >>> pair = {"indicator_from": "OLD", "indicator_to": "NEW"}
    >>> rows = [pair | {"level_from": 0, "level_to": 1}, pair | {"level_from": 1, "level_to": 3}]
    >>> joined, led = crosswalked(cube, pd.DataFrame(rows))
    >>> joined.weights[0, 1].tolist(), led
    ([4.0, 0.0, 6.0], {'NEW': ['OLD']})
    """
    if crosswalk is None or not len(crosswalk):
        return cube, {}
    names = list(cube.indicators["indicator"])
    sums = [part.copy() for part in (cube.weights, cube.persons, cube.squares)]
    lost = cube.missing.copy()
    place = pd.factorize(pd.MultiIndex.from_frame(cube.cells[["territory", "wave"]]))[0]
    led = {}
    for old, new in _in_order(crosswalk):
        if old not in names or new not in names:
            continue
        first, second = names.index(old), names.index(new)
        matrix = _matrix(crosswalk, cube.indicators, old, new)
        own = sums[1][:, second].sum(axis=1) + lost[1][:, second].sum(axis=1)
        there = sums[1][:, first].sum(axis=1) + lost[1][:, first].sum(axis=1)
        free = np.bincount(place, own)[place] == 0
        moved = free & (there > 0)
        if not moved.any():
            continue
        for part in sums:
            part[moved, second, : matrix.shape[1]] = part[moved, first, : len(matrix)] @ matrix
            part[moved, first] = 0
        lost[:, moved, second] = lost[:, moved, first]
        lost[:, moved, first] = 0
        led.setdefault(new, []).extend([*led.get(old, []), old])
    return replace(cube, weights=sums[0], persons=sums[1], squares=sums[2], missing=lost), led


def through(indicator, led, label):
    """Return the sentence that a comparison went through a crosswalk; "" where it did not."""
    if indicator not in led:
        return ""
    return _(
        "Compared through a crosswalk: the answers on “{old}” are read on the scale of “{new}”.",
        old=label(led[indicator][-1]), new=label(indicator),
    )  # fmt: skip


def _in_order(crosswalk):
    """Return the pairs of indicators, so that what leads to a scale comes before what leads on from it."""
    pairs = list(dict.fromkeys(zip(crosswalk["indicator_from"], crosswalk["indicator_to"], strict=True)))
    ordered = []
    while pairs:
        ready = [pair for pair in pairs if pair[0] not in {other[1] for other in pairs}]
        if not ready:
            raise ValueError(f"crosswalk: {' → '.join(pairs[0])} leads round in a circle")
        ordered += ready
        pairs = [pair for pair in pairs if pair not in ready]
    return ordered


def _matrix(crosswalk, indicators, old, new):
    """Return what share of each level of the old scale becomes which level of the new one."""
    scales = indicators.set_index("indicator")
    lowest = {name: _lowest(scales, name) for name in (old, new)}
    shape = tuple(int(scales["levels"][name]) for name in (old, new))
    lines = crosswalk[crosswalk["indicator_from"].eq(old) & crosswalk["indicator_to"].eq(new)]
    matrix = np.zeros(shape)
    for line in lines.to_dict("records"):
        at = int(line["level_from"]) - lowest[old], int(line["level_to"]) - lowest[new]
        if not all(0 <= level < length for level, length in zip(at, shape, strict=True)):
            raise ValueError(
                f"crosswalk: level {line['level_from']} of {old!r} to {line['level_to']} of {new!r} is on no scale"
            )
        share = line.get("share")
        matrix[at] += 1.0 if share is None or pd.isna(share) else float(share)
    if not np.allclose(matrix.sum(axis=1), 1, atol=0.001):
        level = int(np.flatnonzero(~np.isclose(matrix.sum(axis=1), 1, atol=0.001))[0]) + lowest[old]
        raise ValueError(f"crosswalk: level {level} of {old!r} is not led wholly to {new!r}")
    return matrix / matrix.sum(axis=1, keepdims=True)


def _lowest(scales, name):
    return 1 if "lowest" not in scales or pd.isna(scales["lowest"][name]) else int(scales["lowest"][name])

"""The level cube itself: what it holds, how two add up, how a part is taken."""

import html
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from workbench.cube.numbering import written
from workbench.cube.sums import adder, numbers
from workbench.language import _, listed, ngettext, number, percent, word

#: What makes a cell, before any profile column.
KEYS = ("territory", "wave", "origin", "group", "stratum", "cluster")


@dataclass(frozen=True, eq=False)
class LevelCube:
    """Sums over people: cells × indicators × levels.

    Attributes
    ----------
    cells : DataFrame
        One row a cell, in the order of its keys: territory, wave, origin ("groups" or "survey"), group, stratum,
        cluster, the `by` columns, all text ("" for nothing), and `respondents`, the number of people in the cell.
    indicators : DataFrame
        The declared indicators that have answers, with at least `indicator` and `levels` (K, the declared length of the
        scale, never the levels that happen to occur).
    weights, persons, squares : array, shape (cells, indicators, largest K)
        Σ of weights, number of answers, Σ of squared weights. Beyond an indicator's own K they are 0. The squares stand
        by level; in a large survey where everybody belongs to a cluster all of them stand in the first place, because
        only people who are units of their own need them by level.
    missing : array, shape (3, cells, indicators, reasons)
        The same three sums of the answers without a level, by reason.
    reasons : tuple of str
        The reasons, in the order of the last axis of `missing`; "" where none was given.
    attrs : dict
        Provenance (the study's title, whether it is constructed).
    """

    cells: pd.DataFrame
    indicators: pd.DataFrame
    weights: np.ndarray
    persons: np.ndarray
    squares: np.ndarray
    missing: np.ndarray
    reasons: tuple[str, ...] = ()
    attrs: dict = field(default_factory=dict)

    @property
    def by(self):
        """The profile columns that the cells are split by."""
        return tuple(column for column in self.cells.columns if column not in (*KEYS, "respondents"))

    def __add__(self, other):
        """Return the cube of both: every sum is the sum of the two. They may share no respondent."""
        return _added(self, other) if isinstance(other, LevelCube) else NotImplemented

    def __repr__(self):
        return f"<LevelCube: {len(self.cells)} cells × {len(self.indicators)} indicators>"

    def _repr_html_(self):
        row = "<tr><th style='text-align:left'>{}</th><td style='text-align:left'>{}</td></tr>"
        rows = "".join(row.format(html.escape(head), html.escape(text)) for head, text in _card(self))
        title = _("Answers counted by situation")
        return f"<table><caption>{html.escape(title)}</caption>{rows}</table>"


def select(cube, **chosen):
    """Return the part of a cube that has the chosen territories, waves, origins, groups, indicators or profiles.

    What is chosen is treated as a sample of its own. To compare *parts* of a sample (women and men of one survey),
    count with `by=` and score with `by=`: strata and clusters without a person of that part still bear on its error.

    Parameters
    ----------
    cube : LevelCube
    **chosen : str or sequence of str
        A column of `cube.cells`, or `indicator`, and the value or values to keep.

    Returns
    -------
    LevelCube

    Raises
    ------
    ValueError
        If a column or a value is not in the cube.

    Examples
    --------
    >>> from workbench.cube import cube_from_counts
    >>> counts = pd.DataFrame({
    ...     "territory": "Basel", "wave": ["2019", "2023"], "indicator": "HOME", "level": 4, "count": [967, 880],
    ... })
    >>> cube = cube_from_counts(counts, pd.DataFrame({"indicator": ["HOME"], "levels": [4]}))
    >>> select(cube, wave=2019).weights
    array([[[  0.,   0.,   0., 967.]]])
    """
    rows, columns = np.ones(len(cube.cells), dtype=bool), np.ones(len(cube.indicators), dtype=bool)
    for name, values in chosen.items():
        several = isinstance(values, Iterable) and not isinstance(values, str)
        values = {written(value) for value in (values if several else [values])}
        if name != "indicator" and name not in (*KEYS, *cube.by):
            raise ValueError(f"the cube has no {name!r}; it has indicator, {listed([*KEYS, *cube.by])}")
        there = cube.indicators["indicator"] if name == "indicator" else cube.cells[name]
        if absent := sorted(values - set(there)):
            raise ValueError(f"{name}: the cube has no {listed(absent)}; it has {listed(pd.unique(there))}")
        kept = there.isin(values).to_numpy()
        if name == "indicator":
            columns &= kept
        else:
            rows &= kept
    where = np.ix_(rows, columns)
    indicators = cube.indicators[columns].reset_index(drop=True)
    longest = _longest(indicators)
    sums = (array[where][..., :longest] for array in (cube.weights, cube.persons, cube.squares))
    cells, missing = cube.cells[rows].reset_index(drop=True), cube.missing[(slice(None), *where)]
    return LevelCube(cells, indicators, *sums, missing, cube.reasons, dict(cube.attrs))


def _longest(indicators):
    return int(indicators["levels"].max()) if len(indicators) else 0


def joined(total, part):
    """Return the cube of both, in the memory of `total` where that holds it already: it must be nobody else's.

    Parameters
    ----------
    total, part : LevelCube

    Returns
    -------
    LevelCube
    """
    keys = [*KEYS, *total.by]
    alike = total.reasons == part.reasons and total.indicators.equals(part.indicators)
    sums = [(getattr(total, name), getattr(part, name)) for name in ("weights", "persons", "squares", "missing")]
    own = all(ours.flags.writeable and ours.shape == theirs.shape for ours, theirs in sums)
    own = own and not np.may_share_memory(total.weights, total.persons)
    if not (alike and own and total.cells[keys].equals(part.cells[keys])):
        return total + part
    for ours, theirs in sums:
        ours += theirs
    people = total.cells["respondents"] + part.cells["respondents"]
    return replace(total, cells=total.cells.assign(respondents=people))


def _added(one, other):
    if one.by != other.by:
        raise ValueError(f"cubes are split by different columns: {list(one.by)} and {list(other.by)}")
    indicators = pd.concat([one.indicators, other.indicators], ignore_index=True)
    for name, levels in indicators.groupby("indicator", sort=False)["levels"]:
        if len(lengths := set(levels)) > 1:
            raise ValueError(f"indicator {name!r} has {listed(sorted(lengths))} levels in the two cubes")
    indicators = indicators.drop_duplicates("indicator", ignore_index=True)
    reasons = tuple(sorted({*one.reasons, *other.reasons}))
    keys = [*KEYS, *one.by]
    cells = pd.concat([one.cells, other.cells], ignore_index=True)
    place, first = numbers(cells, keys)
    people = np.bincount(place, cells["respondents"], len(first))
    cells = cells[keys].take(first).reset_index(drop=True).assign(respondents=people)
    add = adder(place, len(cells))
    shape = (len(indicators), len(cells))  # each indicator lies together
    lengths = _longest(indicators), _longest(indicators), max(one.squares.shape[2], other.squares.shape[2])
    sums = [np.zeros((*shape, length)).transpose(1, 0, 2) for length in lengths]
    missing = np.zeros((3, *shape, len(reasons))).transpose(0, 2, 1, 3)
    absent = [_by_reason(cube, reasons) for cube in (one, other)]
    places = [pd.Index(cube.indicators["indicator"]).get_indexer(indicators["indicator"]) for cube in (one, other)]
    for item, at in enumerate(zip(*places, strict=True)):
        for total, which in zip(sums, ("weights", "persons", "squares"), strict=True):
            total[:, item] = add(_below([getattr(one, which), getattr(other, which)], at, total.shape[2]))
        for total, parts in zip(missing, zip(*absent, strict=True), strict=True):
            total[:, item] = add(_below(parts, at, len(reasons)))
    constructed = {"constructed": True} if any(cube.attrs.get("constructed") for cube in (one, other)) else {}
    return LevelCube(cells, indicators, *sums, missing, reasons, {**other.attrs, **one.attrs, **constructed})


def _by_reason(cube, reasons):
    """Return the missing answers of a cube with these reasons as columns."""
    if cube.reasons == reasons:
        return cube.missing
    wide = np.zeros((*cube.missing.shape[:-1], len(reasons)))
    wide[..., [reasons.index(reason) for reason in cube.reasons]] = cube.missing
    return wide


def _below(parts, places, length):
    """Return an indicator's sums in one cube below those in the other; zeros where it has none, or fewer columns.

    `parts` are cells × indicators × columns, `places` where the indicator stands in each, −1 where it does not.
    """
    found = np.zeros((sum(map(len, parts)), length))
    for rows, part, at in zip(np.split(found, [len(parts[0])]), parts, places, strict=True):
        if at >= 0:
            rows[:, : part.shape[2]] = part[:, at]
    return found


def _card(cube):
    """Yield the lines of the summary card: heading, text."""
    cells = cube.cells
    yield _("territories"), listed(sorted(set(cells["territory"])))
    yield _("waves"), listed(sorted(set(cells["wave"])))
    for origin, part in cells.groupby("origin"):
        people = ngettext("{n} respondent", "{n} respondents", round(part["respondents"].sum()))
        if origin == "groups":
            sessions = len(part.drop_duplicates(["territory", "wave", "group"]))
            people = ngettext("{people} in {n} session", "{people} in {n} sessions", sessions, people=people)
        yield word("origin", origin), people
    yield _("indicators"), number(len(cube.indicators))
    answered, lacking = cube.persons.sum(), cube.missing[1].sum(axis=(0, 1))
    yield _("answers with a situation"), number(round(answered))
    for reason, count in zip(cube.reasons, lacking, strict=True):
        share = percent(count / (answered + lacking.sum()), 1)
        yield (word("reason", reason) if reason else _("no reason given")), f"{number(round(count))} ({share})"

"""What is compared: each indicator by itself, or the indicators of a theme or of a dimension together."""

import numpy as np
import pandas as pd

from workbench.language import _, current_language, listed
from workbench.scores.facets import directions
from workbench.scores.influence import measured, put_together
from workbench.scores.members import belonging, declared_weights


def measures(cube, totals, facets, of, indicators, places, *, barred=None, confidence=0.95):
    """Yield what is compared, with what had to be left out of it.

    Parameters
    ----------
    cube : LevelCube
    totals : iterable of LevelTotals
    facets : sequence of str
    of : str
        "indicator", "dimension", or a text column of `indicators`.
    indicators : DataFrame
        Table `indicators`, with at least what the cube counted.
    places : array of int, shape (sides, contrasts)
        The domain at each side of each contrast; −1 where there is none.
    barred : dict of array of bool, optional
        By indicator: the contrasts in which its two sides cannot be compared, so that no theme takes it in.
    confidence : float

    Yields
    ------
    Measured
    array of str, shape (contrasts,)
        Which indicators one of the sides lacks, as a sentence; "" where none.

    Raises
    ------
    ValueError
        If the indicators have no such column.
    """
    better = directions(cube.indicators)
    nothing = np.full(places.shape[1], "", dtype=object)
    if of == "indicator":
        for one, way in zip(totals, better, strict=True):
            yield measured(one, way, facets, confidence=confidence), nothing
        return
    named = belonging(indicators, of).reindex(cube.indicators["indicator"]).fillna("")
    if not (named != "").any():
        raise ValueError(_("of: the indicators have no “{of}”.", of=of))
    weights = declared_weights(indicators).reindex(cube.indicators["indicator"]).fillna(1.0)
    parts = {}
    for one, way, name, weight in zip(totals, better, named, weights, strict=True):
        if name:
            parts.setdefault(name, []).append((measured(one, way, facets, confidence=confidence), weight))
    for name, found in parts.items():
        ones, weights_ = zip(*found, strict=True)
        # a side that a contrast does not have lacks nothing
        there = np.array([[np.where(side >= 0, one.persons[side], 1) > 0 for side in places] for one in ones])
        for one, sides in zip(ones, there, strict=True):
            if barred and one.name in barred:
                sides[-1] &= ~barred[one.name]
        kept = there.all(axis=1)
        by_domain = np.zeros((len(ones), len(ones[0].persons)), dtype=bool)
        for side in places:
            by_domain[:, side[side >= 0]] = kept[:, side >= 0]
        yield put_together(name, ones, weights_, by_domain, confidence=confidence), _left_out(ones, there, indicators)


def _left_out(ones, there, indicators):
    """Return, for each contrast, which of the indicators one side lacks and another side has."""
    labels = indicators.set_index("indicator").get(f"label_{current_language()}", pd.Series(dtype="str"))
    lacking = there.any(axis=1) & ~there.all(axis=1)
    said = np.full(there.shape[2], "", dtype=object)
    for pattern in {tuple(column) for column in lacking.T if column.any()}:
        names = [labels.get(one.name) or one.name for one, out in zip(ones, pattern, strict=True) if out]
        here = (lacking == np.array(pattern)[:, None]).all(axis=0)
        names = listed([_("“{text}”", text=name) for name in names])
        said[here] = _("Only of what can be compared: without {names}.", names=names)
    return said

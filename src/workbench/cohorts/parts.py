"""What is compared: each indicator by itself, or the indicators of a theme or of a dimension together."""

from dataclasses import replace

import numpy as np

from workbench.language import N_, _, listed
from workbench.scores.facets import directions
from workbench.scores.influence import measured, put_together
from workbench.scores.members import labels, members, standing


def measures(cube, totals, facets, of, indicators, places, *, tree=None, barred=None, confidence=0.95):
    """Yield what is compared, with what had to be left out of it.

    A theme is made as `score_themes` makes it, of what all sides of a contrast have: where they have not all answered
    the newer of two indicators, but all the one that it replaced, that one stands for both.

    Parameters
    ----------
    cube : LevelCube
    totals : iterable of LevelTotals
    facets : sequence of str
    of : str
        "indicator", or as in `score_themes`.
    indicators : DataFrame
        Table `indicators`, with at least what the cube counted.
    places : array of int, shape (sides, contrasts)
        The domain at each side of each contrast; −1 where there is none.
    tree : DataFrame, optional
        As in `score_themes`.
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
        If the indicators have nothing of this name, or the cube none of them.
    """
    each = (
        measured(one, better, facets, confidence=confidence)
        for one, better in zip(totals, directions(cube.indicators), strict=True)
    )
    if of == "indicator":
        nothing = np.full(places.shape[1], "", dtype=object)
        for one in each:
            yield one, nothing
        return
    nodes = members(indicators, of, tree=tree)
    ones = {one.name: one for one in each}
    somewhere, everywhere = {}, {}
    for name, one in ones.items():
        heard = (one.persons[np.maximum(places, 0)] > 0) & (places >= 0)
        somewhere[name] = heard.any(axis=0)
        everywhere[name] = (heard | (places < 0)).all(axis=0)  # a side that a contrast does not have lacks nothing
        if barred and name in barred:
            everywhere[name] &= ~barred[name]
    stands = {node: list(standing(weights, indicators, everywhere)) for node, weights in nodes.items()}
    if not any(stands.values()):
        raise ValueError(_("of: the indicators have no “{of}”.", of=of))
    named = labels(indicators)
    for node, stand in stands.items():
        if not stand:
            continue
        parts = [ones[one] for _name, one, _told, _free in stand]
        kept = np.zeros((len(parts), len(parts[0].persons)), dtype=bool)
        for side in places:
            kept[:, side[side >= 0]] = np.array([told for _name, _one, told, _free in stand])[:, side >= 0]
        shares = [nodes[node][name] for name, _one, _told, _free in stand]
        lacking = {one: somewhere[one] & ~told & free for _name, one, told, free in stand}
        nothing = ~np.any([told for _name, _one, told, _free in stand], axis=0)
        one = put_together(node, parts, shares, kept, confidence=confidence)
        if nothing.any():  # who answered it is told even where nothing of it can be compared
            heard = np.array([part.persons for part in parts]).max(axis=0)
            one = replace(one, persons=np.where(kept.any(axis=0), one.persons, heard))
        yield one, _left_out(lacking, nothing, named)


def _left_out(lacking, nothing, named):
    """Return, for each contrast, which indicators one side lacks and another side has, as a sentence; "" where none."""
    each = np.array([*lacking.values(), nothing])
    said = np.full(each.shape[1], "", dtype=object)
    for pattern in {tuple(column) for column in each.T if column[:-1].any()}:
        names = [named.get(one, one) for one, out in zip(lacking, pattern, strict=False) if out]
        here = (each == np.array(pattern)[:, None]).all(axis=0)
        names = listed([_("“{text}”", text=name) for name in names])
        text = N_("Only of what can be compared: without {names}.")
        if pattern[-1]:
            text = N_("Nothing of it can be compared; not asked alike in these waves: {names}.")
        said[here] = _(text, names=names)
    return said

"""The stages of an index, each a table: figures between two goalposts, and their means up a tree."""

import numpy as np
import pandas as pd

from workbench.composite.means import up_the_tree
from workbench.composite.nodes import read_nodes
from workbench.language import _, listed

#: How what stands beside each other becomes one figure.
MEANS = ("arithmetic", "geometric")


def normalise(values, tree, *, top=1.0):
    """Put each indicator between two goalposts that are common to all rows: 0 the worst, `top` the best.

    Parameters
    ----------
    values : DataFrame
        One row a unit (a territory in a wave, a country), one column an indicator of the tree; other columns are kept.
    tree : DataFrame
        One row a node: code, parent, weight, direction ("up" or 1: more is better; "down" or −1: less is better), and
        `floor` and `ceiling`, the goalposts, where they are declared.
    top : float
        The best value: 1, or 100.

    Returns
    -------
    DataFrame
        The same rows and columns. (value − floor) / (ceiling − floor) × top, turned round where less is better; what
        lies beyond a declared goalpost stops there.

    Raises
    ------
    StudyProblems
        With everything that is wrong with the tree.
    ValueError
        If an indicator has the same value in all rows and no goalposts, or one without end; or if its goalposts would
        be those of one wave out of several, which would hide every change that all share.

    References
    ----------
    IWEPS, ICBE (2014, 2015); OECD & JRC, Handbook on constructing composite indicators (2008), 5.3.

    Examples
    --------
    >>> values = pd.DataFrame({"unit": ["V", "M", "A"], "GREEN": [10, 20, 40], "JOBLESS": [4, 12, 8]})
    >>> tree = pd.DataFrame({"code": ["GREEN", "JOBLESS"], "direction": ["up", "down"]})
    >>> normalise(values, tree, top=100).round(1).values.tolist()
    [['V', 0.0, 100.0], ['M', 33.3, 0.0], ['A', 100.0, 50.0]]
    """
    nodes = read_nodes(tree, _numeric(values))
    figures = _figures(values, nodes.leaves)
    declared = tree.drop_duplicates("code").set_index("code").reindex(nodes.leaves)
    posts = []
    for name, seen in (("floor", figures.min()), ("ceiling", figures.max())):
        given = declared[name] if name in declared else pd.Series(np.nan, index=nodes.leaves)
        posts.append(pd.to_numeric(given).astype("Float64").astype(float))
        posts.append(seen)
    low, high = posts[0].fillna(posts[1]), posts[2].fillna(posts[3])
    open_ = posts[0].isna() | posts[2].isna()
    others = set(values.attrs.get("wave", ())) - set(values.get("wave", ()))
    if "wave" in values and open_.any() and others and values["wave"].nunique() == 1:
        raise ValueError(_(
            "The goalposts of {names} would be those of {wave} alone, and a change that all share would vanish. Give "
            "all waves together, or declare floor and ceiling.",
            names=listed(list(open_[open_].index)), wave=values["wave"].iloc[0],
        ))  # fmt: skip
    if flat := [name for name in nodes.leaves if not high[name] > low[name]]:
        raise ValueError(_("The upper goalpost of {names} is not above the lower one.", names=listed(flat)))
    share = ((figures - low) / (high - low)).clip(0, 1)
    down = nodes.directions < 0
    share.loc[:, down] = 1 - share.loc[:, down]
    found = values.assign(**{name: share[name] * top for name in nodes.leaves})
    found.attrs.update(values.attrs)
    return found


def aggregate(values, tree, *, mean="arithmetic", least=1.0, floor=None):
    """Take the weighted means of indicators up a tree of any depth, to every node.

    Parameters
    ----------
    values : DataFrame
        One row a unit, one column an indicator, all on one scale with the better end up, as `normalise` returns them.
    tree : DataFrame
        As in `normalise`; directions are not looked at again.
    mean : {"arithmetic", "geometric"}
        With the geometric mean a low figure cannot be made up for by a high one.
    least : float
        Which share of the weight of a node must be there; with less it has no figure. Below 1, what is there counts
        for what is not: say so wherever the figure is shown.
    floor : float, optional
        What lower figures are raised to before a geometric mean, which one 0 would make 0.

    Returns
    -------
    DataFrame
        The same rows with a column more for each node, the lowest first.

    Raises
    ------
    StudyProblems
        With everything that is wrong with the tree.
    ValueError
        If a geometric mean meets figures that are not above 0 and no floor is given.

    References
    ----------
    OECD & JRC (2008), 6; the tree as a table: COINr.

    Examples
    --------
    >>> values = pd.DataFrame({"unit": ["V", "M"], "GREEN": [0.2, 0.8], "JOBLESS": [0.8, 0.8], "MOB": [0.5, 0.2]})
    >>> tree = pd.DataFrame({
    ...     "code": ["GREEN", "JOBLESS", "MOB", "Objective", "Index"],
    ...     "parent": ["Objective", "Objective", "Index", "Index", ""],
    ... })
    >>> aggregate(values, tree)[["Objective", "Index"]].round(3).values.tolist()
    [[0.5, 0.5], [0.8, 0.5]]
    >>> aggregate(values, tree, mean="geometric")[["Objective", "Index"]].round(3).values.tolist()
    [[0.4, 0.447], [0.8, 0.4]]
    """
    if mean not in MEANS:
        raise ValueError(f"mean: {mean!r} is none of {listed(MEANS)}")
    nodes = read_nodes(tree, _numeric(values))
    figures = _figures(values, nodes.leaves).to_numpy()
    if mean == "geometric":
        figures = figures if floor is None else np.maximum(figures, floor)
        if (figures <= 0).any():
            names = [name for name, low in zip(nodes.leaves, (figures <= 0).any(axis=0), strict=True) if low]
            raise ValueError(_(
                "A geometric mean needs figures above 0; {names} has others. Choose a floor, or the arithmetic mean.",
                names=listed(names),
            ))  # fmt: skip
    means = up_the_tree(figures, nodes, geometric=mean == "geometric", least=least)
    found = values.assign(**{code: means[:, len(nodes.leaves) + at] for at, code in enumerate(nodes.inner)})
    found.attrs.update(values.attrs)
    return found


def _numeric(values):
    return {str(name) for name in values if pd.api.types.is_numeric_dtype(values[name])}


def _figures(values, names):
    figures = values[names].astype(float)
    if endless := [name for name in names if np.isinf(figures[name]).any()]:
        raise ValueError(_("{names}: a figure has no end, as one that was divided by 0.", names=listed(endless)))
    return figures

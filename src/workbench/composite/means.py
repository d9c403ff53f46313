"""Weighted means up a tree, for many draws at once."""

import numpy as np


def up_the_tree(values, nodes, *, weights=None, geometric=False, least=1.0):
    """Return the figure of every node, the indicators first.

    Parameters
    ----------
    values : array, shape (..., leaves)
        NaN where a unit lacks an indicator.
    nodes : Nodes
    weights : array, shape (..., nodes), optional
        Of each node among those beside it; broadcast against the units. A node all of whose parts weigh 0 is not
        there, and weighs nothing itself. By default those of the tree.
    geometric : bool
    least : float
        Which share of the weight of a node must be there.

    Returns
    -------
    array, shape (..., nodes); NaN where too little is there.

    Examples
    --------
    >>> import pandas as pd
    >>> from workbench.composite.nodes import read_nodes
    >>> nodes = read_nodes(pd.DataFrame({"code": ["T", "A", "B"], "parent": ["", "T", "T"]}), ["A", "B"])
    >>> up_the_tree(np.array([0.2, 0.8]), nodes)
    array([0.2, 0.8, 0.5])
    """
    leaves = len(nodes.leaves)
    weights = nodes.weights if weights is None else weights
    shape = np.broadcast_shapes(values.shape[:-1], weights.shape[:-1])
    found = np.empty((*shape, len(nodes.codes)))
    own = np.broadcast_to(weights, (*weights.shape[:-1], len(nodes.codes))).copy()
    found[..., :leaves] = np.broadcast_to(values, (*shape, leaves))
    for at, code in enumerate(nodes.inner, start=leaves):
        places = nodes.children[code]
        parts, weight = found[..., places], own[..., places]
        whole = weight.sum(axis=-1)
        own[..., at] = np.where(whole > 0, own[..., at], 0)
        there = ~np.isnan(parts)
        present = np.where(there, weight, 0)
        total = present.sum(axis=-1)
        parts = np.where(there & (present > 0), parts, 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            if geometric:
                mean = np.exp((present * np.log(parts)).sum(axis=-1) / total)
            else:
                mean = (present * parts).sum(axis=-1) / total
        enough = (total > 0) & (total >= least * whole * (1 - 1e-12))
        found[..., at] = np.where(enough, mean, np.nan)
    return found


def effective_weights(nodes, *, weights=None):
    """Return how much each indicator counts in each node: array of shape (nodes, leaves), the rows sum to 1.

    >>> import pandas as pd
    >>> from workbench.composite.nodes import read_nodes
    >>> tree = pd.DataFrame({"code": ["T", "A", "B"], "parent": ["", "T", "T"], "weight": [1, 3, 1]})
    >>> effective_weights(read_nodes(tree, ["A", "B"]))[-1]
    array([0.75, 0.25])
    """
    leaves = len(nodes.leaves)
    weights = nodes.weights if weights is None else weights
    own, found = weights.astype(float).copy(), np.zeros((len(nodes.codes), leaves))
    found[:leaves] = np.eye(leaves)
    for at, code in enumerate(nodes.inner, start=leaves):
        places = nodes.children[code]
        whole = own[places].sum()
        own[at] *= whole > 0
        if whole > 0:
            found[at] = own[places] @ found[places] / whole
    return found

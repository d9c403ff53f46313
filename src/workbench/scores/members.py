"""Which indicators stand in a theme or a dimension, with which weight, and by which older one each may be stood for."""

import re

import numpy as np
import pandas as pd

from workbench.language import _, word


def belonging(indicators, of):
    """Return what each indicator belongs to: {indicator: its theme, its dimension …}, "" where to nothing.

    Parameters
    ----------
    indicators : DataFrame
    of : str
        A column; "dimension" is the letters that `code` begins with, where there is no column of this name.

    Examples
    --------
    >>> indicators = pd.DataFrame({"indicator": ["HOUS", "MOB"], "code": ["A03", ""]})
    >>> belonging(indicators, "dimension").to_dict()
    {'HOUS': 'A', 'MOB': ''}
    """
    codes = indicators["indicator"].to_numpy()
    if of in indicators:
        return pd.Series(indicators[of].astype("str").fillna("").to_numpy(), index=codes)
    if of == "dimension" and "code" in indicators:
        found = [re.match(r"[^\W\d_]*", str(code)).group() for code in indicators["code"].astype("str").fillna("")]
        return pd.Series(found, index=codes, dtype="str")
    raise ValueError(_("of: the indicators have no “{of}”.", of=of))


def declared_weights(indicators):
    """Return {indicator: its weight}, 1 where none is declared.

    >>> declared_weights(pd.DataFrame({"indicator": ["HOUS", "MOB"], "weight": [2, None]})).to_dict()
    {'HOUS': 2.0, 'MOB': 1.0}
    """
    values = indicators.get("weight", np.nan)
    values = pd.to_numeric(pd.Series(values, index=indicators.index)).astype("Float64").fillna(1.0).astype(float)
    return pd.Series(values.to_numpy(), index=indicators["indicator"].to_numpy())


def members(indicators, of, *, tree=None):
    """Return the indicators of each node, with the weight of each: {node: {indicator: weight}}, weights summing to 1.

    Parameters
    ----------
    indicators : DataFrame
        Table `indicators`, with at least `indicator`.
    of : str
        "theme", "dimension", or a text column of `indicators`; "generations" puts together what is flagged so.
    tree : DataFrame, optional
        As `indicator_tree` returns it, or the table `tree`: the weight of an indicator is then its share of the whole
        divided by that of its node. Without it, or for another column, it is its own declared weight.

    Returns
    -------
    dict of dict

    Raises
    ------
    ValueError
        If the indicators have no such column, none of them belongs to anything, or the tree has no such nodes.

    Examples
    --------
    >>> indicators = pd.DataFrame({"indicator": ["MOB", "BUS", "AIR"], "theme": ["Moving", "Moving", "Air"]})
    >>> members(indicators, "theme")
    {'Moving': {'MOB': 0.5, 'BUS': 0.5}, 'Air': {'AIR': 1.0}}
    """
    if tree is not None and len(tree) and of in ("theme", "dimension"):
        from workbench.indicators.tree import indicator_tree  # with it come themes, slower to load than all scores

        found = _below(tree if "share" in tree else indicator_tree(indicators, tree=tree), of)
    else:
        found = {}
        weights = declared_weights(indicators)
        later = _successors(indicators)
        for name, node in (_flagged(indicators) if of == "generations" else belonging(indicators, of)).items():
            if node and name not in later:
                found.setdefault(node, {})[name] = float(weights[name])
    found = {node: {name: weight for name, weight in weights.items() if weight > 0} for node, weights in found.items()}
    found = {node: weights for node, weights in found.items() if weights}
    if not found:
        raise ValueError(_("of: the indicators have no “{of}”.", of=of))
    return {
        node: {name: weight / sum(weights.values()) for name, weight in weights.items()}
        for node, weights in found.items()
    }


def stand_ins(indicators, name):
    """Return the indicators that stand for one, itself first, then what it replaced, then what that one replaced.

    >>> indicators = pd.DataFrame({"indicator": ["FEEL4", "FEEL"], "replaces": ["", "FEEL4"]})
    >>> stand_ins(indicators, "FEEL")
    ['FEEL', 'FEEL4']
    """
    older = dict(zip(indicators["indicator"], indicators.get("replaces", pd.Series(dtype="str")), strict=False))
    chain = [name]
    while (name := older.get(name) or "") and name not in chain:
        chain.append(name)
    return chain


def standing(weights, indicators, there):
    """Yield what stands for the indicators of a theme: each itself where it is there, else what it replaced.

    Parameters
    ----------
    weights : dict of str to float
        One node of `members`.
    indicators : DataFrame
    there : dict of str to array of bool
        Where each indicator can be told; those without are passed over.

    Yields
    ------
    str, str, array of bool, array of bool
        The indicator of the theme, what stands for it (itself first), where it does, and where nothing newer did.

    Examples
    --------
    >>> indicators = pd.DataFrame({"indicator": ["FEEL4", "FEEL"], "replaces": ["", "FEEL4"]})
    >>> there = {"FEEL": np.array([True, False]), "FEEL4": np.array([True, True])}
    >>> [(one, told.tolist()) for _of, one, told, _free in standing({"FEEL": 1.0}, indicators, there)]
    [('FEEL', [True, False]), ('FEEL4', [False, True])]
    """
    for name in weights:
        free = True
        for one in stand_ins(indicators, name):
            if one in there:
                told = there[one] & free
                yield name, one, told, np.broadcast_to(free, told.shape)
                free = free & ~told


def members_of(nodes, indicators):
    """Return {indicator: the nodes it counts in}, those that were replaced with what took their place.

    >>> indicators = pd.DataFrame({"indicator": ["FEEL4", "FEEL"], "replaces": ["", "FEEL4"]})
    >>> members_of({"Feeling well": {"FEEL": 1.0}}, indicators)
    {'FEEL': ['Feeling well'], 'FEEL4': ['Feeling well']}
    """
    found = {}
    for node, weights in nodes.items():
        for one in dict.fromkeys(one for name in weights for one in stand_ins(indicators, name)):
            found.setdefault(one, []).append(node)
    return found


def labels(indicators):
    """Return {indicator: its label in the current language, else in the study's or another, else its code}."""
    from workbench.indicators.scales import indicator_label

    language = indicators.attrs.get("language", "")
    return {row["indicator"]: indicator_label(row, language) for row in indicators.to_dict("records")}


def _flagged(indicators):
    flags = indicators.get("generations", pd.Series(False, index=indicators.index)).astype("boolean").fillna(False)
    return pd.Series(np.where(flags, word("column", "generations"), ""), index=indicators["indicator"].to_numpy())


def _successors(indicators):
    """Return the indicators that another one has replaced."""
    return set(indicators.get("replaces", pd.Series(dtype="str")).dropna()) - {""}


def _below(tree, kind):
    """Return {node: {indicator: share}} of the nodes of one kind."""
    parent = dict(zip(tree["code"], tree["parent"], strict=True))
    nodes = {code: {} for code in tree.loc[tree["kind"] == kind, "code"]}
    for row in tree[tree["kind"] == "indicator"].to_dict("records"):
        at = row["parent"]
        while at:
            if at in nodes:
                nodes[at][row["code"]] = float(row["share"])
            at = parent.get(at, "")
    return nodes

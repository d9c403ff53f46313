"""The tree of an index as numbers: which node is made of which, with which weight; and what is wrong with a tree."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.language import N_
from workbench.problems import Problem, StudyProblems
from workbench.spreadsheets.cells import problems_of

_DIRECTIONS = {"up": 1, "down": -1, "1": 1, "1.0": 1, "+1": 1, "-1": -1, "-1.0": -1, "−1": -1, "": 1}


@dataclass(frozen=True, eq=False)
class Nodes:
    """A sound tree.

    Attributes
    ----------
    leaves : list of str
        The indicators.
    inner : list of str
        Every other node, each behind all that stand below it.
    children : dict of str to list of int
        The places of what a node is made of, in `leaves` + `inner`.
    weights : array, shape (nodes,)
        Of each of `leaves` + `inner`, among those beside it.
    directions : array, shape (leaves,)
        1 where more is better, −1 where less is.
    """

    leaves: list
    inner: list
    children: dict
    weights: np.ndarray
    directions: np.ndarray

    @property
    def codes(self):
        """Every node, the indicators first."""
        return [*self.leaves, *self.inner]


def read_nodes(tree, known, *, whole="", directions=None):
    """Return a tree as `Nodes`, or raise everything that is wrong with it.

    Parameters
    ----------
    tree : DataFrame
        One row a node: code, parent ("" at the top), weight (1 where none stands), direction ("up" or "down", 1 or −1;
        of an indicator).
    known : collection of str
        The indicators that there are data of.
    whole : str
        The name of what stands above several tops; "" for nothing.
    directions : dict, optional
        Indicator to 1 or −1, as it is declared elsewhere.

    Returns
    -------
    Nodes

    Raises
    ------
    StudyProblems
        With every fault at its cell: of study.xlsx where the tree says where it comes from, else of the spreadsheet
        that the table would be.

    Examples
    --------
    >>> tree = pd.DataFrame({"code": ["Moving", "MOB", "BUS"], "parent": ["", "Moving", "Moving"]})
    >>> nodes = read_nodes(tree, ["MOB", "BUS"])
    >>> nodes.leaves, nodes.inner, nodes.children
    (['MOB', 'BUS'], ['Moving'], {'Moving': [0, 1]})
    """
    lines = _lines(tree)
    if faults := list(_faults(lines, set(known), directions or {})):
        raise StudyProblems(faults)
    parents = {values["code"]: values["parent"] for values, _problem in lines}
    weights = {values["code"]: values["weight"] for values, _problem in lines}
    tops = [code for code, parent in parents.items() if not parent]
    if whole:  # what stands beside the tree without a weight is not of the index
        idle = {code for code in tops if weights[code] == 0 and code not in parents.values()}
        parents = {code: parent for code, parent in parents.items() if code not in idle}
        tops = [code for code in tops if code not in idle]
        while whole in parents:
            whole += "*"
    if whole and (len(tops) > 1 or tops[0] in set(known)):
        parents |= dict.fromkeys(tops, whole)
        parents[whole], weights[whole] = "", 1.0
    bear = set(parents.values())
    leaves = [code for code in parents if code not in bear]

    def depth(code):
        return 1 + depth(parents[code]) if parents[code] else 0

    inner = sorted((code for code in parents if code in bear), key=depth, reverse=True)
    place = {code: at for at, code in enumerate([*leaves, *inner])}
    children = {code: [] for code in inner}
    for code in [*leaves, *inner]:
        if parents[code]:
            children[parents[code]].append(place[code])
    turned = {values["code"]: _DIRECTIONS[values["direction"]] for values, _problem in lines}
    numbers = np.array([weights[code] for code in place]), np.array([turned[code] for code in leaves])
    return Nodes(leaves, inner, children, *numbers)


def _lines(tree):
    return [(_values(row), problem) for row, problem in problems_of(tree, "tree")]


def _values(row):
    def said(name):
        value = row.get(name)
        return "" if value is None or pd.isna(value) else str(value).strip()

    given = row.get("weight")
    weight = 1.0 if given is None or pd.isna(given) else pd.to_numeric(given, errors="coerce")
    return {
        "code": said("code"), "parent": said("parent"), "direction": said("direction"), "weight": float(weight),
        "written": said("weight"),
    }  # fmt: skip


def _faults(lines, known, directions):
    """Yield everything that is wrong with a tree."""
    parents, bear = {}, {values["parent"] for values, _problem in lines}
    weights = {}
    if not lines:
        yield Problem("tree", "", "", N_("The tree has no lines."), N_("Write one line for each node."))
    for values, problem in lines:
        code, parent = values["code"], values["parent"]
        if not code:
            yield problem("code", N_("The line has no code."), N_("Give each line its own code."))
        elif code in parents:
            yield problem("code", N_("The code “{code}” stands twice."), N_("Give each line its own code."), code=code)
        parents.setdefault(code, parent)
        weights.setdefault(parent, []).append((values["weight"], problem))
        if np.isnan(values["weight"]):
            yield problem("weight", N_("“{found}” is not a number."), N_("Correct the cell."), found=values["written"])
        elif not 0 <= values["weight"] < np.inf:
            yield problem(
                "weight", N_("The weight {found} is below 0 or has no end."),
                N_("Write a number that is not below 0; turn an indicator round by its direction, not by its weight."),
                found=values["written"],
            )  # fmt: skip
        if values["direction"] not in _DIRECTIONS:
            yield problem(
                "direction", N_("“{found}” is no direction."), N_("Write “up” or 1, “down” or −1."),
                found=values["direction"],
            )  # fmt: skip
        elif values["direction"] and directions.get(code) == -_DIRECTIONS[values["direction"]]:
            yield problem("direction", N_("“{found}” has another direction here than among the indicators."),
                          N_("Correct one of the two."), found=code)  # fmt: skip
    for values, problem in lines:
        code, parent = values["code"], values["parent"]
        if parent and parent not in parents:
            yield problem("parent", N_("“{found}” has no line of its own in the tree."),
                          N_("Add a line for it, or correct the name."), found=parent)  # fmt: skip
        elif code and _returns(code, parents):
            yield problem("parent", N_("“{found}” belongs to itself in the end."),
                          N_("Let one of the circle belong to nothing, or to another branch."), found=code)  # fmt: skip
        if parent in known:
            yield problem("parent", N_("“{found}” is an indicator; nothing belongs to it."),
                          N_("Name a theme or a dimension."), found=parent)  # fmt: skip
        if code and code not in known and code not in bear:
            yield problem("code", N_("“{found}” is no indicator that there are data of, and nothing belongs to it."),
                          N_("Correct the code, take the line out, or give its data."), found=code)  # fmt: skip
    for parent, beside in weights.items():
        told = [weight for weight, _problem in beside]
        if all(weight >= 0 for weight in told) and sum(told) == 0:
            yield beside[0][1](
                "weight", N_("The weights of what belongs to “{found}” add up to 0."),
                N_("Give one of them a weight above 0."), found=parent or "–",
            )  # fmt: skip


def _returns(code, parents):
    """Tell whether what a node belongs to belongs to the node in the end."""
    seen, at = set(), parents[code]
    while at and at in parents and at not in seen:
        if at == code:
            return True
        seen.add(at)
        at = parents[at]
    return False

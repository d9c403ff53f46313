"""What leads from one indicator to another: the crosswalk of levels, and the tree in which indicators stand."""

from itertools import pairwise

import pandas as pd

from workbench.language import N_
from workbench.problems import WARNING


def link_faults(rows):
    """Return what is wrong with the crosswalk and the tree, each at its cell of study.xlsx.

    Parameters
    ----------
    rows : dict
        Table name → list of Row.

    Returns
    -------
    list of Problem
        Crosswalk: a level beyond its scale, an indicator led to itself, shares of a level that do not add up to 1, a
        level left out, an order turned round. Tree: a circle, a parent without a line, an indicator that bears others,
        a weight that is not above 0, a direction against the indicator's own; a branch without indicators (a warning).
    """
    declared = {row.values.get("indicator"): row.values for row in rows.get("indicators", [])}
    return [*_crosswalk(rows.get("crosswalk", []), declared), *_tree(rows.get("tree", []), declared)]


def with_tree(indicators, tree):
    """Return the indicators with the direction, weight and theme that only the tree says of them.

    Parameters
    ----------
    indicators, tree : DataFrame
        The tables of these names.

    Examples
    --------
    >>> from workbench.tables import frame
    >>> tree = frame("tree", [{"code": "MOB", "parent": "Getting around", "weight": 2, "direction": "up"}])
    >>> with_tree(frame("indicators", [{"indicator": "MOB"}]), tree)[["theme", "weight", "direction"]].values.tolist()
    [['Getting around', 2.0, 'up']]
    """
    nodes = tree.drop_duplicates("code").set_index("code")
    if nodes.empty or indicators.empty:
        return indicators
    said = nodes.reindex(indicators["indicator"])
    filled = indicators.copy()
    for name, source in (("direction", "direction"), ("theme", "parent")):
        told = pd.Series(said[source].fillna("").to_numpy(), index=filled.index)
        filled[name] = filled[name].where(filled[name] != "", told)
    filled["weight"] = filled["weight"].fillna(pd.Series(said["weight"].to_numpy(), index=filled.index))
    return filled


def _scale(indicator):
    """Return the lowest and highest level as people number them; None where there are no levels."""
    lowest = 1 if indicator.get("lowest") is None else indicator["lowest"]
    levels = indicator.get("levels") or (5 if indicator.get("indicator_kind") == "ladder" else None)
    return None if levels is None else (lowest, lowest + levels - 1)


def _crosswalk(lines, declared):
    whole = {}
    for row in lines:
        names = [row.values.get(name) for name in ("indicator_from", "indicator_to")]
        if any(name not in declared for name in names):  # said where references are checked
            continue
        if names[0] == names[1]:
            yield row.problem(
                "indicator_to", N_("The crosswalk leads from “{indicator}” to itself."),
                N_("Write the indicator on whose scale the old levels are read."), indicator=names[0],
            )  # fmt: skip
            continue
        yield from _beyond(row, names, declared)
        share = row.values.get("share")
        if share is not None and not 0 < share <= 1:
            yield row.problem("share", N_("The share {found} is not above 0 and at most 1."),
                              N_("Write a part of the level, such as 0.5; leave it empty for the whole."),
                              found=share)  # fmt: skip
        whole.setdefault(tuple(names), []).append(row)
    for names, rows in whole.items():
        yield from _whole(names, rows, declared)


def _beyond(row, names, declared):
    for name, column in zip(names, ("level_from", "level_to"), strict=True):
        scale, level = _scale(declared[name]), row.values.get(column)
        if scale is None:
            yield row.problem(column, N_("“{indicator}” has no levels."), N_("A crosswalk leads from a scale to a "
                                                                             "scale."),
                              indicator=name)  # fmt: skip
        elif level is not None and not scale[0] <= level <= scale[1]:
            yield row.problem(
                column, N_("“{found}” is not a level of “{indicator}” ({lowest} to {highest})."),
                N_("Correct the level, or the number of levels of the indicator."),
                found=level, indicator=name, lowest=scale[0], highest=scale[1],
            )  # fmt: skip


def _whole(names, rows, declared):
    """Check that every level of the old scale is led somewhere, wholly, and that better stays better."""
    scale = _scale(declared[names[0]])
    if scale is None:
        return
    parts, means = {}, {}
    for row in rows:
        parts.setdefault(row.values.get("level_from"), []).append(row)
    missing = [level for level in range(scale[0], scale[1] + 1) if level not in parts]
    if missing:
        yield rows[-1].problem(
            "level_from", N_("The crosswalk from “{indicator}” to “{other}” leaves out {missing}."),
            N_("Add a line for each level of the old scale."), indicator=names[0], other=names[1], missing=missing,
        )  # fmt: skip
    for level, lines in parts.items():
        shares = [1.0 if row.values.get("share") is None else row.values["share"] for row in lines]
        if abs(sum(shares) - 1) > 0.001:
            yield lines[-1].problem(
                "share", N_("The shares of level {found} of “{indicator}” add up to {total}, not to 1."),
                N_("Correct them; a level that is led to one other has the share 1, or none."),
                found=level, indicator=names[0], total=round(sum(shares), 3),
            )  # fmt: skip
        elif level is not None and all(row.values.get("level_to") is not None for row in lines):
            means[level] = sum(share * row.values["level_to"] for share, row in zip(shares, lines, strict=True))
    along = -1 if len({declared[name].get("direction") or "up" for name in names}) > 1 else 1
    ordered = sorted(means)
    for lower, higher in pairwise(ordered):
        if along * (means[higher] - means[lower]) < 0:
            yield parts[higher][0].problem(
                "level_to", N_("Level {found} of “{indicator}” is led to a worse level of “{other}” than level "
                               "{lower}."),
                N_("Correct one of the two; who was better off stays better off."),
                found=higher, lower=lower, indicator=names[0], other=names[1],
            )  # fmt: skip


def _tree(lines, declared):
    parents = {row.values.get("code"): row.values.get("parent") or "" for row in lines}
    bear = set(parents.values())
    for row in lines:
        code, parent, weight = (row.values.get(name) for name in ("code", "parent", "weight"))
        if parent and parent not in parents:
            yield row.problem("parent", N_("“{found}” has no line of its own in the tree."),
                              N_("Add a line for it, or correct the name."), found=parent)  # fmt: skip
        elif parent in declared:
            yield row.problem("parent", N_("“{found}” is an indicator; nothing belongs to it."),
                              N_("Name a theme or a dimension."), found=parent)  # fmt: skip
        if code and _returns(code, parents):
            yield row.problem("parent", N_("“{found}” belongs to itself in the end."),
                              N_("Let one of the circle belong to nothing, or to another branch."),
                              found=code)  # fmt: skip
        if weight is not None and weight <= 0:
            yield row.problem("weight", N_("The weight {found} is not above 0."),
                              N_("Write a number above 0; turn an indicator round by its direction, not by its "
                                 "weight."),
                              found=weight)  # fmt: skip
        own, said = declared.get(code, {}).get("direction"), row.values.get("direction")
        if own and said and own != said:
            yield row.problem("direction", N_("“{found}” has another direction here than among the indicators."),
                              N_("Correct one of the two."), found=code)  # fmt: skip
        if code and code not in declared and code not in bear:
            yield row.problem("code", N_("“{found}” is no indicator, and nothing belongs to it."),
                              N_("Correct the code, or put indicators under it."), WARNING, found=code)  # fmt: skip


def _returns(code, parents):
    seen, at = set(), parents[code]
    while at and at in parents and at not in seen:
        if at == code:
            return True
        seen.add(at)
        at = parents[at]
    return False

"""The tree in which indicators stand: under themes, under dimensions, each with its weight."""

import pandas as pd

from workbench.indicators.coverage import family_of, match_themes
from workbench.indicators.scales import indicator_label, spoken
from workbench.language import _
from workbench.tables import frame

_KINDS = {
    "code": "str", "label": "str", "kind": "str", "depth": "Int64", "parent": "str", "weight": "Float64",
    "share": "Float64", "direction": "str", "indicators": "Int64", "note": "str",
}  # fmt: skip


def indicator_tree(indicators, *, tree=None, themes=None, grid=None):
    """Return the tree of the indicators, each node below what it belongs to, with its share in the whole.

    Parameters
    ----------
    indicators : DataFrame
        Table `indicators`, with at least `indicator`. Those that another one has replaced are left out.
    tree : DataFrame, optional
        Table `tree`, as declared in study.xlsx. Without it (or empty) indicators stand under their theme, and themes
        under the family of the grid that they (or else their first indicator) are filed under.
    themes, grid : DataFrame, optional
        The tables of these names, for labels and families.

    Returns
    -------
    DataFrame
        One row a node, depth first: code, label, kind ("dimension", "theme", "indicator"), depth (0 at the top),
        parent,
        weight (among those beside it; 1 where none is declared), share (of the whole: the product of the weights down
        to it), direction (of an indicator), indicators (below it), note (what is not placed, or assumed).

    Raises
    ------
    ValueError
        If the tree leads round in a circle.

    References
    ----------
    The table of nodes follows COINr; equal weights unless declared, and the families, are ours.

    Examples
    --------
    >>> from workbench.tables import frame
    >>> themes = {"MOB": "Moving", "BUS": "Moving", "AIR": "Air"}
    >>> rows = [{"indicator": code, "theme": theme} for code, theme in themes.items()]
    >>> indicator_tree(frame("indicators", rows))[["code", "depth", "weight", "share"]].values.tolist()
    [['Moving', 0, 1.0, 0.5], ['MOB', 1, 1.0, 0.25], ['BUS', 1, 1.0, 0.25], ['Air', 0, 1.0, 0.5], ['AIR', 1, 1.0, 0.5]]
    """
    asked = frame("indicators", indicators)
    current = asked[~asked["indicator"].isin(set(asked["replaces"]) - {""})]
    records = {row["indicator"]: row for row in current.to_dict("records")}
    declared = {} if tree is None else {row["code"]: row for row in tree.to_dict("records")}
    nodes = _declared(declared, records) if declared else _derived(current, records, themes, grid)
    children = {}
    for code, node in nodes.items():
        children.setdefault(node["parent"] if node["parent"] in nodes else "", []).append(code)
    labels = _labels(themes, grid)
    rows, seen = [], set()

    def walk(code, depth, share):
        seen.add(code)
        below = children.get(code, [])
        kind = "indicator" if code in records else "theme" if any(child in records for child in below) else "dimension"
        row = {**nodes[code], "code": code, "kind": kind, "depth": depth, "share": share}
        row["label"] = indicator_label(records[code]) if code in records else labels.get(code, code)
        row["direction"] = records[code]["direction"] if code in records else ""
        rows.append(row)
        at = len(rows) - 1
        row["indicators"] = 1 if code in records else sum(_down(below, depth + 1, share))
        return rows[at]["indicators"]

    def _down(codes, depth, share):
        total = sum(nodes[code]["weight"] for code in codes) or 1.0
        return [walk(code, depth, share * nodes[code]["weight"] / total) for code in codes]

    _down(children.get("", []), 0, 1.0)
    if lost := [code for code in nodes if code not in seen]:
        raise ValueError(f"tree: {lost[0]!r} belongs to itself in the end")
    table = pd.DataFrame(rows, columns=list(_KINDS)).astype(_KINDS)
    table.attrs.update(indicators.attrs)
    return table


def _weight(value):
    return 1.0 if value is None or pd.isna(value) else float(value)


def _declared(declared, records):
    """Return the nodes that stand in the tree, and behind them the indicators that do not."""
    nodes = {
        code: {"parent": row["parent"], "weight": _weight(row["weight"]), "note": ""} for code, row in declared.items()
    }
    for code, row in records.items():
        if code not in nodes:
            note = _("Not in the tree of the study: no share.")
            nodes[code] = {"parent": row["theme"] if row["theme"] in nodes else "", "weight": 0.0, "note": note}
    return nodes


def _derived(current, records, themes, grid):
    """Return the nodes as the indicators declare them: their theme, and the family of the grid."""
    nodes = {}
    filed = {} if themes is None else dict(zip(themes["theme"], themes["code"], strict=True))
    means = (
        current["theme"]
        if themes is None
        else match_themes(current["theme"], themes).where(lambda code: code != "", current["theme"])
    )
    for (code, row), theme in zip(records.items(), means, strict=True):
        family = "" if grid is None else family_of(filed.get(theme) or row["code"], grid)
        if family:
            nodes.setdefault(family, {"parent": "", "weight": 1.0, "note": ""})
        if theme:
            nodes.setdefault(theme, {"parent": family, "weight": 1.0, "note": ""})
        note = "" if theme else _("It names no theme.")
        nodes[code] = {"parent": theme or family, "weight": _weight(row["weight"]), "note": note}
    return nodes


def _labels(themes, grid):
    labels = (
        {} if grid is None else {row["code"]: spoken(row, "label")[0] or row["code"] for row in grid.to_dict("records")}
    )
    if themes is not None:
        labels |= {row["theme"]: row["label"] or row["theme"] for row in themes.to_dict("records")}
    return labels

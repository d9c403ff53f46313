"""What the indicators cover and what they leave out: themes, dimensions, and indicators that nobody asked for."""

import pandas as pd

from workbench.language import LANGUAGES, _, current_language, ngettext, number, plain
from workbench.themes.replay import NOTHING

#: The columns of what is left out.
_KINDS = {
    "gap": "str", "name": "str", "label": "str", "territory": "str", "criteria": "Int64", "groups": "Int64",
    "state": "str", "finding": "str",
}  # fmt: skip


def match_themes(names, themes):
    """Return the code of the theme that each name means: a theme's code or its label, whatever the case and accents.

    Parameters
    ----------
    names : Series of str
        What stands in the column `theme` of indicators, or in a cell of `themes` of actions.
    themes : DataFrame
        Columns theme, label.

    Returns
    -------
    Series of str
        With the index of `names`; "" where no theme, or more than one, is meant.

    Examples
    --------
    >>> themes = pd.DataFrame({"theme": ["T01", "T02"], "label": ["Se loger", "Se déplacer"]})
    >>> match_themes(pd.Series(["se deplacer", "T01", "Manger"]), themes).tolist()
    ['T02', 'T01', '']
    """
    means = {}
    for row in themes[["theme", "label"]].itertuples(index=False):
        means.setdefault(plain(row.label), set()).add(row.theme)
    for theme in themes["theme"]:  # a code is never ambiguous, even where it is another theme's label
        means[plain(theme)] = {theme}
    means.pop("", None)
    found = [means.get(plain(name), set()) for name in names]
    return pd.Series([next(iter(meant)) if len(meant) == 1 else "" for meant in found], index=names.index, dtype="str")


def coverage(indicators, themes, grid, *, criteria=None, membership=None):
    """Return what is left out: themes, dimensions and groups without an indicator, indicators that nobody asked for.

    A theme has an indicator when an indicator names it. An indicator that names no theme counts for the themes filed
    under the same grid code. A dimension is a family of the grid (a row without parent). A group's words lead nowhere
    where fewer than half of them stand in a theme with an indicator. All rules are ours. What says nothing ("don’t
    know", a question mark) asks for no indicator.

    Parameters
    ----------
    indicators, themes, grid : DataFrame
        The tables of these names; `grid` may be empty.
    criteria, membership : DataFrame, optional
        Table `criteria`, and the theme of each (criterion, theme): with both, groups are looked at too, and an
        indicator of one territory in whose theme nobody said anything there.

    Returns
    -------
    DataFrame
        One row a gap: `gap` ("theme", "dimension", "group", "indicator"), `name` (its code), `label`, `territory` (of a
        group), `criteria` and `groups` behind it (NA for an indicator), `state` of a theme ("decided", or "suggested"
        by the machine alone), `finding` in words; themes first, those with most criteria first. Nothing left out: no
        rows.

    Examples
    --------
    >>> from workbench.tables import empty, frame
    >>> themes = frame("themes", [{"theme": "T1", "label": "Housing"}, {"theme": "T2", "label": "Heat", "criteria": 7}])
    >>> gaps = coverage(frame("indicators", [{"indicator": "HOUSE", "theme": "Housing"}]), themes, empty("grid"))
    >>> gaps["finding"].tolist()
    ['No indicator for the theme “Heat”: 7 criteria.']
    """
    named = match_themes(indicators["theme"], themes)
    code_alone = indicators["code"].map(grid_object).where(indicators["theme"].str.strip() == "", "")
    codes = themes["code"].map(grid_object)
    by_code = codes.isin(set(code_alone) - {""})
    covered = themes["theme"].isin(named) | by_code
    bare = themes[~covered & (themes["theme"] != NOTHING)].sort_values("criteria", ascending=False, kind="stable")
    rows = [_theme_gap(theme) for theme in bare.to_dict("records")]

    tops = families(grid)
    reached = {family_of(code, grid) for code in indicators["code"]}
    reached |= {family_of(code, grid) for code in themes.loc[themes["theme"].isin(named), "code"]}
    of_theme = themes["code"].map(lambda code: family_of(code, grid))
    rows += [
        _dimension_gap(code, label, themes.loc[of_theme == code, "criteria"].sum())
        for code, label in tops.items()
        if code not in reached
    ]

    if criteria is not None and membership is not None:
        rows += _groups_without(criteria, membership, set(themes.loc[covered, "theme"]))
    asked = (named != "") | code_alone.isin(set(codes) - {""})
    rows += [_indicator_gap(indicator) for indicator in indicators[~asked].to_dict("records")]
    rows += _unasked(indicators[asked], named, themes, criteria, membership)
    table = pd.DataFrame(rows, columns=list(_KINDS))
    texts = [name for name, kind in _KINDS.items() if kind == "str"]
    table[texts] = table[texts].astype(object).where(table[texts].notna(), "")
    table = table.astype(_KINDS)
    table.attrs.update({**themes.attrs, **indicators.attrs})
    return table


def grid_object(code):
    """Return the object of a criterion's code, without the zeros and dashes that only say "in general".

    >>> grid_object("A01-11/P15/k"), grid_object("A00-00/O-00/i"), grid_object("A03")
    ('A01-11', 'A', 'A03')
    """
    code = str(code).split("/")[0].strip()
    code = code.removesuffix("-00")
    return code.removesuffix("00") if len(code) == 3 else code


def family_of(code, grid):
    """Return the family of the grid that a code belongs to, climbing from parent to parent; "" if it has none.

    >>> from workbench.tables import frame
    >>> family_of("A03-02/O21", frame("grid", [{"code": "A"}, {"code": "A03", "parent": "A"}]))
    'A'
    """
    parents = dict(zip(grid["code"], grid["parent"], strict=True))
    code = grid_object(code)
    if code not in parents:
        code = code.split("-")[0]
    seen = set()
    while code in parents and parents[code] and code not in seen:
        seen.add(code)
        code = parents[code]
    return code if code in parents and not parents[code] else ""


def families(grid):
    """Return {code: label} of the rows without parent, in the current language or the first that has a label."""
    tops = grid[(grid["parent"] == "") & (grid["code"] != "")].drop_duplicates("code", keep="last")
    order = [f"label_{code}" for code in dict.fromkeys([current_language(), "en", *LANGUAGES])]
    records = tops.to_dict("records")
    return {row["code"]: next((row[name] for name in order if row[name]), row["code"]) for row in records}


def _groups_without(criteria, membership, covered):
    """Return the groups of whose criteria fewer than half stand in a theme with an indicator, the least first."""
    said = criteria[criteria["group"] != ""].merge(membership[["criterion", "theme"]], on="criterion", how="left")
    said = said[said["theme"].ne(NOTHING)]
    said = said.assign(leads=said["theme"].isin(covered))
    said = said.groupby(["territory", "group", "criterion"], sort=False)["leads"].max()
    counts = said.groupby(["territory", "group"]).agg(["size", "sum"]).reset_index()
    counts = counts[counts["sum"] * 2 < counts["size"]]
    counts = counts.assign(share=counts["sum"] / counts["size"]).sort_values("share", kind="stable")
    rows = []
    for row in counts.to_dict("records"):
        some = int(row["sum"])
        finding = (
            ngettext("Of what “{group}” ({territory}) said, {n} criterion leads to an indicator, of {all}.",
                     "Of what “{group}” ({territory}) said, {n} criteria lead to an indicator, of {all}.",
                     some, group=row["group"], territory=row["territory"], all=number(row["size"]))
            if some
            else ngettext("Nothing that “{group}” ({territory}) said leads to an indicator: {n} criterion.",
                          "Nothing that “{group}” ({territory}) said leads to an indicator: {n} criteria.",
                          int(row["size"]), group=row["group"], territory=row["territory"])
        )  # fmt: skip
        rows.append({
            "gap": "group", "name": row["group"], "label": row["group"], "territory": row["territory"],
            "criteria": row["size"], "groups": 1, "finding": finding,
        })  # fmt: skip
    return rows


def _unasked(indicators, named, themes, criteria, membership):
    """Return the indicators whose theme is there, but holds no criterion (of their territory)."""
    counts = dict(zip(themes["theme"], themes["criteria"], strict=True))
    told = criteria is not None and membership is not None
    here = criteria.merge(membership[["criterion", "theme"]], on="criterion") if told else None
    rows = []
    for place, indicator in zip(indicators.index, indicators.to_dict("records"), strict=True):
        theme, territory = named[place], indicator["territory"]
        if not theme:
            continue
        if told and territory:
            heard = (here["theme"].eq(theme) & here["territory"].eq(territory)).any()
        else:
            heard = not (pd.notna(counts[theme]) and counts[theme] == 0)
        if not heard:
            name = indicator["indicator"]
            finding = (
                _("No group of {territory} asked for the indicator {name}.", territory=territory, name=name)
                if territory
                else _("No group asked for the indicator {name}: its theme holds no criterion.", name=name)
            )
            rows.append({"gap": "indicator", "name": name, "label": name, "territory": territory, "finding": finding})
    return rows


def _theme_gap(theme):
    label, criteria = _unquoted(theme["label"] or theme["theme"]), theme["criteria"]
    count = 0 if pd.isna(criteria) else int(criteria)
    finding = ngettext(
        "No indicator for the theme “{label}”: {n} criterion.", "No indicator for the theme “{label}”: {n} criteria.",
        count, label=label,
    )  # fmt: skip
    if theme["state"] == "suggested":
        finding += " " + _("It is a suggestion; nobody has decided it yet.")
    return {**theme, "gap": "theme", "name": theme["theme"], "label": label, "finding": finding}


def _unquoted(label):
    """Return a label without the quotation marks of the machine's suggestion, since the sentence has its own."""
    return label.strip("\u202f\u00a0 „“”«»\"") or label


def _dimension_gap(code, label, criteria):
    count = 0 if pd.isna(criteria) else int(criteria)
    finding = (
        ngettext("No indicator for the dimension “{label}”: {n} criterion speaks of it.",
                 "No indicator for the dimension “{label}”: {n} criteria speak of it.", count, label=label)
        if count else _("No indicator for the dimension “{label}”, and no criterion speaks of it.", label=label)
    )  # fmt: skip
    return {"gap": "dimension", "name": code, "label": label, "criteria": count, "finding": finding}


def _indicator_gap(indicator):
    name, theme = indicator["indicator"], indicator["theme"].strip()
    if theme:
        finding = _("The indicator {name} names the theme “{theme}”, which does not exist.", name=name, theme=theme)
    else:
        finding = _("No theme asks for the indicator {name}.", name=name)
    return {"gap": "indicator", "name": name, "label": name, "finding": finding}

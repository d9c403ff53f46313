"""What was said under each dimension of a coding scheme, by whom and on which question, and what nobody spoke of."""

import pandas as pd

from workbench.coding.codes import object_of, place_code
from workbench.coding.crosswalks import one_version
from workbench.language import _
from workbench.themes.cells import kept_criteria
from workbench.themes.counts import theme_counts
from workbench.themes.dimensions import grid_names, suggest_codes
from workbench.themes.grid import general_codes, read_grid

GIVEN, DECIDED, SUGGESTED = "given", "decided", "suggested"


def overlooked(
    themes, grid=None, *, criteria=None, membership=None, encoder="default", progress=True, cache=None, **where
):
    """Return the components of a coding scheme of which nobody spoke, here or anywhere.

    Parameters
    ----------
    themes : DataFrame
        With a column code: what `suggest_codes` or `apply_decisions` returned.
    grid : DataFrame, optional
        Table `grid`, one version; the workbench's own by default.
    criteria, membership : DataFrame, optional
        Table `criteria`, and what `apply_decisions` returned. With them, only themes that were said count, criteria
        that came with codes count too, and a theme that nobody has filed yet is filed as `suggest_codes` suggests.
    encoder, progress, cache
        See `encode`; used where codes are suggested.
    **where
        Column of criteria to the value or values to keep: `territory="Valbourg", wave=2024, group="Young people"`.

    Returns
    -------
    DataFrame
        code, label (current language), family, family_named (whether another component of it was spoken of),
        provenance, state ("decided", or "suggested" where some theme's place in the grid is not decided by people, so
        that the answer may change): whole families first. General components are not listed.

    Raises
    ------
    ValueError
        If the grid holds several versions, or codes of several versions meet.

    Examples
    --------
    >>> found = overlooked(pd.DataFrame({"code": ["A03/P", "B01"]}))
    >>> "A03" in set(found["code"]), found.set_index("code")["family_named"][["A01", "G03"]].tolist()
    (False, [True, False])
    """
    grid = read_grid() if grid is None else grid
    one_version(grid)
    if criteria is None:
        if where:
            raise ValueError(
                _("overlooked: to keep only {columns}, give criteria and membership.", columns=", ".join(where))
            )
        codes, open_ = themes["code"].fillna("").astype("str"), not _of_people(themes).all()
    else:
        here = kept_criteria(criteria, where)
        if "lead" not in themes and (themes["code"].fillna("") == "").any():
            wanted = {"encoder": encoder, "progress": progress, "cache": cache}
            themes = suggest_codes(themes, membership, criteria, grid, **wanted)
        placed = criterion_codes(here, membership, themes, grid)
        codes, open_ = placed["code"], placed["state"].eq(SUGGESTED).any()
    names, general = grid_names(grid), general_codes(grid)
    # a code that the scheme lacks still says of which family somebody spoke
    said = {place_code(code, names) or object_of(code) for code in codes if code.strip()}
    parents = dict(zip(grid["code"], grid["parent"], strict=True))
    families = {parents.get(code) or code for code in said} | {code[:1] for code in said if code not in parents}
    rows = [
        (code, names[code], parent, (parent or code) in families, provenance, SUGGESTED if open_ else DECIDED)
        for code, parent, provenance in zip(grid["code"], grid["parent"], grid["provenance"], strict=True)
        if code not in said and code not in general
    ]
    found = pd.DataFrame(rows, columns=["code", "label", "family", "family_named", "provenance", "state"])
    found = found.astype({column: "str" for column in found if column != "family_named"})
    found["family_named"] = found["family_named"].astype("boolean")
    found = found.sort_values(["family_named", "code"], kind="stable", ignore_index=True)
    found.attrs.update(themes.attrs)
    return found


def criterion_codes(criteria, membership, themes, grid=None):
    """Return under which line of a coding scheme each criterion stands, and who says so.

    Its own code if it came with one of this scheme; else that of its theme, decided or suggested.

    Parameters
    ----------
    criteria, membership, themes : DataFrame
        Table `criteria`, and what `apply_decisions` and `suggest_codes` (or the former alone) returned.
    grid : DataFrame, optional
        Table `grid`, one version.

    Returns
    -------
    DataFrame
        criterion, code ("" where it has none), state: "given" (with the criterion), "decided" (with its theme),
        "suggested", or "".

    Raises
    ------
    ValueError
        If the grid holds several versions, or criteria came with codes of several versions or of another one.

    Examples
    --------
    >>> criteria = pd.DataFrame({"criterion": list("abc"), "code": ["A03/P15/k", "", ""]})
    >>> membership = pd.DataFrame({"criterion": list("abc"), "theme": ["T", "T", "U"]})
    >>> themes = pd.DataFrame({"theme": ["T", "U"], "code": ["B02", ""]})
    >>> criterion_codes(criteria, membership, themes).values.tolist()
    [['a', 'A03', 'given'], ['b', 'B02', 'decided'], ['c', '', '']]
    """
    grid = read_grid() if grid is None else grid
    version, codes = one_version(grid), grid["code"].tolist()
    own = criteria["code"].fillna("").astype("str") if "code" in criteria else pd.Series("", index=criteria.index)
    written = one_version(criteria)
    if written and version and written != version and own.ne("").any():
        one_version(pd.DataFrame({"version": [written, version], "code": "x"}))
    of_people = dict(zip(themes["theme"], _of_people(themes), strict=True))
    places = {
        code: place_code(code, codes) for code in {*own, *themes["code"].fillna("").astype("str")} if code.strip()
    }
    of_theme = {
        theme: places.get(code, "") for theme, code in zip(themes["theme"], themes["code"].fillna(""), strict=True)
    }
    home = dict(zip(membership["criterion"], membership["theme"], strict=True))
    rows = []
    for criterion, code in zip(criteria["criterion"], own, strict=True):
        theme = home.get(criterion)
        if places.get(code):
            rows.append((criterion, places[code], GIVEN))
        elif of_theme.get(theme):
            rows.append((criterion, of_theme[theme], DECIDED if of_people[theme] else SUGGESTED))
        else:
            rows.append((criterion, "", ""))
    return pd.DataFrame(rows, columns=["criterion", "code", "state"]).astype({"code": "str", "state": "str"})


def dimension_counts(
    criteria, membership, themes, grid=None, *, by="question", families=False, within="territory", groups=None, **where
):
    """Return how much was said under each dimension of a coding scheme, by question, by group …, zeros too.

    Parameters
    ----------
    criteria, membership, themes, grid
        As in `criterion_codes`.
    by, within, groups, **where
        As in `theme_counts`: what is compared, inside what, for the number of people, what is kept.
    families : bool
        Count whole families instead of their components.

    Returns
    -------
    DataFrame
        As `theme_counts`, with code and label of the dimension in place of a theme, its family, and `suggested`: how
        many of the criteria stand there only because the machine suggests it. Criteria without a dimension are counted
        under the code "".

    Raises
    ------
    ValueError
        As `criterion_codes`: what was coded in different versions is not compared.

    Examples
    --------
    >>> criteria = pd.DataFrame({"criterion": list("ab"), "code": ["A03", "A02"]})
    >>> criteria["question"] = ["wellbeing", "illbeing"]
    >>> membership = pd.DataFrame({"criterion": list("ab"), "theme": "T"})
    >>> themes = pd.DataFrame({"theme": ["T"], "code": [""]})
    >>> found = dimension_counts(criteria, membership, themes, within=None, families=True)
    >>> found.loc[found["criteria"] > 0, ["code", "question", "criteria", "suggested"]].values.tolist()
    [['A', 'illbeing', 1, 0], ['A', 'wellbeing', 1, 0]]
    """
    grid = read_grid() if grid is None else grid
    criteria = kept_criteria(criteria, where)
    where = {column: value for column, value in where.items() if value is not None}
    placed = criterion_codes(criteria, membership, themes, grid)
    parents = dict(zip(grid["code"], grid["parent"], strict=True))
    if families:
        placed["code"] = [parents.get(code) or code for code in placed["code"]]
    lines = grid[grid["parent"].eq("") | (not families)]
    if not families:
        lines = lines[~lines["code"].isin(set(grid["parent"]))]  # a family is its general component
    names = grid_names(grid) | {"": _("no dimension")}
    listed = pd.DataFrame({"theme": [*lines["code"], ""]})
    listed["label"] = listed["theme"].map(names)
    stands = placed[["criterion", "code"]].rename(columns={"code": "theme"})
    counts = theme_counts(criteria, stands, listed, by=by, within=within, groups=groups, **where)
    keys = list(counts.columns[2 : list(counts).index("criteria")])
    only = criteria.merge(placed, on="criterion", suffixes=("_own", ""))
    only = only[only["state"] == SUGGESTED].astype(dict.fromkeys(keys, "str")).groupby(["code", *keys]).size()
    counts = counts.rename(columns={"theme": "code"}).merge(
        only.rename("suggested").reset_index(), how="left", on=["code", *keys]
    )
    counts["suggested"] = counts["suggested"].fillna(0).astype("Int64")
    counts.insert(2, "family", [parents.get(code) or code for code in counts["code"]])
    counts.attrs.update(criteria.attrs)
    return counts


def _of_people(themes):
    """Return for each theme whether people gave it its code: `suggest_codes` says it, elsewhere any code is theirs."""
    coded = themes["code"].fillna("").astype("str").str.strip() != ""
    return coded & (themes["state"] == DECIDED) if "lead" in themes and "state" in themes else coded

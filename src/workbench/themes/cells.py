"""Criteria counted in cells of themes by places, zeros too: what the tables of themes have in common."""

import pandas as pd

_GROUP = ("territory", "wave", "group")


def kept_criteria(criteria, where):
    """Return the criteria that `where` keeps: column to a value, to several, or to None, which keeps all.

    >>> kept_criteria(pd.DataFrame({"wave": ["2021", "2024"]}), {"wave": 2024, "group": None})["wave"].tolist()
    ['2024']
    """
    return kept_and_single(criteria, where)[0]


def columns_of(names):
    """Return names of columns as a list."""
    return [] if names is None else [names] if isinstance(names, str) else list(names)


def kept_and_single(criteria, where):
    """Return the criteria that `where` keeps, and the columns of which it keeps one value."""
    single = []
    for column, value in where.items():
        if value is None:
            continue
        if column not in criteria:
            raise ValueError(f"criteria has no column {column}; it has {', '.join(map(str, criteria.columns))}")
        several = isinstance(value, list | tuple | set)
        criteria = criteria[criteria[column].astype("str").isin([str(one) for one in (value if several else [value])])]
        single += [] if several else [column]
    return criteria, single


def said_with(criteria, membership, needed):
    """Return the criteria with their theme; ValueError where a needed column is not there."""
    absent = [column for column in needed if column not in criteria]
    if absent:
        raise ValueError(f"criteria has no column {', '.join(absent)}; it has {', '.join(map(str, criteria.columns))}")
    return criteria.merge(membership[["criterion", "theme"]], on="criterion", how="inner", validate="1:1")


def labelled(table, themes):
    """Return a table of themes with their labels as its second column."""
    labels = dict(zip(themes["theme"], themes["label"], strict=True))
    table.insert(1, "label", table["theme"].map(labels).fillna("").astype("str"))
    return table


def all_cells(said, within, by, themes):
    """Return the count of every theme with every `by` that occurs in its `within`, zeros too, themes in their order."""
    places = said[[*within, *by]].drop_duplicates().sort_values([*within, *by])
    names = pd.DataFrame({"theme": themes["theme"], "_order": range(len(themes))})
    counts = said.groupby(["theme", *within, *by]).size().rename("criteria").reset_index()
    counts = counts.astype(dict.fromkeys(["theme", *within, *by], "str"))  # nobody spoke: the columns have no type yet
    places = places.astype("str")
    cells = names.merge(places, how="cross").merge(counts, how="left", on=["theme", *within, *by])
    cells["criteria"] = cells["criteria"].fillna(0).astype(int)
    cells = cells.sort_values(["_order", *within, *by], ignore_index=True).drop(columns="_order")
    return labelled(cells, themes)


def who_said(said, keys, groups):
    """Return, for each theme and place, the reference groups that said it and their participants."""
    columns = [column for column in _GROUP if column in said]
    if not columns:
        return said[["theme", *keys]].drop_duplicates().assign(groups=0, people=pd.NA)
    speaking = said[list(dict.fromkeys(["theme", *keys, *columns]))].drop_duplicates()
    speaking = speaking.assign(people=pd.NA)
    if groups is not None:
        known = groups[[*columns, "participants"]].drop_duplicates(columns)
        speaking = speaking.drop(columns="people").merge(known, how="left", on=columns)
        speaking = speaking.rename(columns={"participants": "people"})
    speaking["people"] = speaking["people"].astype("Int64")
    found = speaking.groupby(["theme", *keys])
    # one unknown group makes the number of people unknown, rather than too small
    people = found["people"].agg(lambda numbers: numbers.sum() if numbers.notna().all() else pd.NA)
    return pd.DataFrame({"groups": found.size(), "people": people.astype("Int64")}).reset_index()


def typed(table, criteria):
    """Return a table with the types of its figures, and what the criteria say of themselves."""
    table = table.reset_index(drop=True)
    for column in ("criteria", "groups", "people", "n", "criteria_before", "n_before"):
        if column in table:
            table[column] = table[column].astype("Int64")
    for column in (
        "share",
        "expected",
        "residual",
        "p",
        "p_adjusted",
        "change",
        "stability",
        "share_before",
        "low",
        "high",
    ):
        if column in table:
            table[column] = table[column].astype("Float64")
    if "notable" in table:
        table["notable"] = table["notable"].astype("boolean")
    table.attrs.update(criteria.attrs)
    return table

"""The cells of several tables: the same people in two tables, or in two columns of one, are one cell."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.tables import TABLES

#: The value of a key that a figure is not split by. What is "" in a split column is somebody who did not say.
ABSENT = "∅"
#: Keys of every study; where they are empty, all are together. A group has one standpoint and one profile.
_TOGETHER = ("territory", "wave", "group", "standpoint", "profile")
_IMPLIED = ("standpoint", "profile")
_PLACE = ("territory", "wave")
#: Text columns of tables of figures that split none.
_TOLD = {column.name for name in ("scores", "changes", "comparability") for column in TABLES[name].columns} | {
    "label", "other", "actions", "note", "verdict", "decision", "situation", "words", "verbatims", "warning", "finding",
    "row", "origin_other", "series", "source",
}  # fmt: skip
#: Text columns that go with a figure (the age of a birth cohort, the theme of an indicator), unless a cube is split by
#: a column of that name.
_BESIDE = {column.name for table in TABLES.values() for column in table.columns} | {"age"}
#: What a figure is of where it is of no indicator: of several together.
_TOPICS = ("theme", "dimension", "generations")
#: Sources behind which no people are counted.
_NOBODY = ("statistic", "evidence")
#: Facets that are shares of people, or that the shares can be worked out from.
LEVELS = ("share", "good", "bad", "median", "polarisation", "within", "between", "disparity", "inequality")


@dataclass(frozen=True, eq=False)
class Cells:
    """Who stands behind the figures of several tables.

    Attributes
    ----------
    table : DataFrame
        One row a cell: indicator, origin, its keys (`ABSENT` where not split), n (NaN where it is not told), mean,
        `levels` (whether a share is told), `lowest`, `highest` (levels that somebody chose, where shares tell), K,
        `listed` (whether a table has it).
    keys : list of str
    places : dict of str to list of array
        For each table its sides ("from" and "to" are two): the cell of each row.
    """

    table: pd.DataFrame
    keys: list
    places: dict


def is_counted(table):
    """Tell whether a table holds figures of people by indicator.

    >>> is_counted(pd.DataFrame({"indicator": ["AIR"], "n": [9]})), is_counted(pd.DataFrame({"theme": ["air"]}))
    (True, False)
    """
    return "indicator" in table and bool({"n", "n_from"} & set(table)) and "action" not in table


def gather(tables, *, standpoints=None, lengths=None):
    """Return the cells of the tables that count people.

    Parameters
    ----------
    tables : dict of str to DataFrame
    standpoints : DataFrame, optional
        Table `groups`: which standpoint and profile each group has.
    lengths : dict, optional
        Indicator to K, where it is declared.
    """
    parts = [(name, side) for name, table in tables.items() if is_counted(table) for side in _sides(table)]
    split = dict.fromkeys(column for _name, side in parts for column in side.attrs["split"])
    keys = [*_TOGETHER, *split]
    rows = pd.concat([side.reindex(columns=["indicator", "origin", *keys, *_FOUND]) for _name, side in parts] or
                     [pd.DataFrame(columns=["indicator", "origin", *keys, *_FOUND])], ignore_index=True)  # fmt: skip
    for key in keys:
        column = rows[key].astype(object)
        rows[key] = column.where(column.notna(), ABSENT)
        if key in _TOGETHER:
            rows[key] = rows[key].replace("", ABSENT)
    rows = _with_standpoints(rows, standpoints)
    code = _numbered(rows, ["indicator", "origin", *keys])
    first = np.full(code.max(initial=-1) + 1, -1)
    first[code[::-1]] = np.arange(len(code))[::-1]
    table = rows.iloc[first][["indicator", "origin", *keys]].reset_index(drop=True)
    found = rows[_FOUND].astype(float).groupby(code)
    table["n"], table["mean"] = found["n"].min().to_numpy(), found["mean"].first().to_numpy()
    table["levels"] = (found["share"].count() > 0).to_numpy()
    table["lowest"], table["highest"] = found["lowest"].min().to_numpy(), found["highest"].max().to_numpy()
    table["K"] = _lengths(rows, table, lengths or {})
    table["listed"] = True
    cuts = np.cumsum([0, *(len(side) for _name, side in parts)])
    places = {name: [] for name, _side in parts}
    for (name, _side), low, high in zip(parts, cuts, cuts[1:], strict=False):
        places[name].append(code[low:high])
    return Cells(_with_totals(table, keys), keys, places)


_FOUND = ["n", "mean", "share", "lowest", "highest", "level", "top"]


def _sides(table):
    """Yield the people behind each row of a table, once for each n that it has."""
    kinds = {column: pd.api.types.is_string_dtype(table[column]) for column in table}
    topic = table["indicator"].astype(object).fillna("")
    for column in _TOPICS:
        if column in table and kinds[column]:
            topic = topic.where(topic != "", table[column].astype(object).fillna(""))
    free = [column for column in table if kinds[column] and column not in _TOLD and column not in _TOGETHER
            and column not in _TOPICS and not column.startswith("other_")]  # fmt: skip
    split = [column for column in free if column not in _BESIDE or _tells_apart(table, column, topic, free)]
    group = table["group"].astype(object).fillna("") if "group" in table else pd.Series("", index=table.index)
    standing = "standpoint" in table and "other" in table
    origin = table["origin"] if "origin" in table else np.where((group != "") | standing, "groups", "survey")
    head = table[[column for column in (*_TOGETHER, *split) if column in table]].assign(indicator=topic, origin=origin)
    if "series" in table:  # a theme of one indicator is that indicator
        alone = (table["series"] != "") & ~table["series"].str.contains(";", regex=False)
        head["indicator"] = head["indicator"].where(~alone, table["series"])
    for column in split:  # where nobody of a kind of source said it, its figures are not split
        said = head[column].astype(object).fillna("") != ""
        head[column] = head[column].astype(object).where(said.groupby(head["origin"]).transform("any"), ABSENT)
    pair = next((name for name in table if name.startswith("other_") and name.removeprefix("other_") in table), None)
    facet = table["facet"] if "facet" in table else pd.Series("mean" if "others" in table or standing or pair else
                                                             "share", index=table.index)  # fmt: skip
    for n, estimate, other in _PAIRS:
        if other and other[1] == "other" and pair:
            other = (pair.removeprefix("other_"), pair)
        if n not in table or (estimate not in table and n != "n"):
            continue
        figure = next(name for name in (estimate, "bad", n) if name in table)
        value = pd.to_numeric(table[figure], errors="coerce").astype(float)
        level = pd.to_numeric(table["level"]).astype(float) if "level" in table else pd.Series(np.nan, table.index)
        chosen = level.where((facet == "share") & (value >= 0.005))
        side = head.assign(
            n=pd.to_numeric(table[n]).astype(float), mean=value.where(facet == "mean"),
            share=value.where(facet.isin(LEVELS)), lowest=chosen, highest=chosen, level=level,
            top=pd.to_numeric(table["levels"]).astype(float) if "levels" in table
            else pd.to_numeric(table["high"]).astype(float).where(facet == "mean") if "high" in table else np.nan,
        )  # fmt: skip
        if other:
            side[other[0]] = table[other[1]]
        if n == "n_other" and "origin_other" in table:
            side["origin"] = table["origin_other"]
        side["n"] = side["n"].mask(side["origin"].isin(_NOBODY), 0)
        side.attrs = {"split": split}
        yield side


def _tells_apart(table, column, topic, free):
    """Tell whether rows would be of the same people, were it not for this column."""
    figure = ["facet", "level", "from", "to", "origin", "origin_other", "other", "series", *_TOGETHER]
    figure += [name for name in table if name.startswith("other_")] + [name for name in free if name not in _BESIDE]
    alike = table[[name for name in dict.fromkeys(figure) if name in table]].astype(object).assign(topic_=topic)
    return bool(
        (table[column].nunique() > 1)
        and table[column]
        .groupby([alike[name].where(alike[name].notna(), ABSENT) for name in alike])
        .nunique(dropna=False)
        .gt(1)
        .any()
    )


#: n, its figure, and the key that another column holds for it.
_PAIRS = (
    ("n", "estimate", None),
    ("n_from", "estimate_from", ("wave", "from")),
    ("n_to", "estimate_to", ("wave", "to")),
    ("n_other", "estimate_other", ("standpoint", "other")),
)


def _with_standpoints(rows, groups):
    if groups is None or not len(groups):
        return rows
    known = groups[[column for column in ("territory", "wave", "group", *_IMPLIED) if column in groups]].astype("str")
    known = known.drop_duplicates(["territory", "wave", "group"])
    found = rows[["territory", "wave", "group"]].astype("str").merge(known, how="left")
    for column in _IMPLIED:
        if column in found:
            said = found[column].where(found[column].notna() & (found[column] != ""), rows[column])
            rows = rows.assign(**{column: said.to_numpy(dtype=object)})
    return rows


def _numbered(rows, columns):
    code, count = np.zeros(len(rows), dtype=np.int64), 1
    for column in columns:
        codes, values = pd.factorize(rows[column])
        if count * max(len(values) + 1, 1) >= 2**62:
            code, occurring = pd.factorize(code)
            count = len(occurring)
        code, count = code * (len(values) + 1) + codes + 1, count * (len(values) + 1)
    return pd.factorize(code)[0]


def _lengths(rows, table, lengths):
    """Return K of each cell: declared, else the highest level that a table lists, else what the means reach."""
    known = rows.groupby("indicator")["level"].max()
    reached = np.ceil(rows[["mean", "top"]].astype(float).max(axis=1)).groupby(rows["indicator"]).max()
    found = known.astype(float).fillna(reached.astype(float))
    found = pd.Series({**found.to_dict(), **{name: length for name, length in lengths.items() if pd.notna(length)}})
    return table["indicator"].map(found.astype(float)).fillna(5.0).clip(lower=2).to_numpy(dtype=float)


def signatures(table, keys):
    """Return for each cell which keys it is split by, as bits; what a group implies is left out, and added in a second.

    >>> table = pd.DataFrame({"territory": ["A", "A"], "group": [ABSENT, "young"], "standpoint": [ABSENT, "resident"]})
    >>> [bits.tolist() for bits in signatures(table, ["territory", "group", "standpoint"])]
    [[1, 3], [1, 7]]
    """
    bits = np.zeros(len(table), dtype=np.int64)
    for place, key in enumerate(keys):
        bits |= (table[key] != ABSENT).to_numpy().astype(np.int64) << place
    implied = sum(1 << place for place, key in enumerate(keys) if key in _IMPLIED)
    grouped = bits & (1 << keys.index("group")) > 0
    return np.where(grouped, bits & ~implied, bits), bits


def _with_totals(table, keys):
    """Add the totals that are known from another page where not from this: by territory and wave, by standpoint, and
    whatever two tables that are split differently have in common, since the parts of both add up to it."""
    own, full = signatures(table, keys)
    some = ~(table["n"] == 0).to_numpy()
    wide = {int(kind): int(np.bitwise_and.reduce(full[own == kind])) for kind in np.unique(own[some])}
    place, standpoint = (sum(1 << keys.index(key) for key in kept) for kept in (_PLACE, (*_PLACE, "standpoint")))
    made = [table]
    for bits in (place, standpoint, *sorted(_in_common(set(wide.values())) - {place, standpoint})):
        parts = some & np.isin(own, [kind for kind in wide if kind & ~bits])
        if bits == standpoint:
            parts &= ((table["standpoint"] != ABSENT) & (table["group"] != ABSENT)).to_numpy()
        elif bits != place:
            parts &= np.isin(own, [kind for kind in wide if not bits & ~wide[kind]])
        if not parts.any():
            continue
        kept = [key for at, key in enumerate(keys) if bits >> at & 1]
        by = ["indicator", "origin", *kept]
        # of which a part is hidden, the total is not known from this split, but perhaps from another one
        sums = table[parts].assign(split_=own[parts]).groupby([*by, "split_"], as_index=False, sort=False)
        sums = sums.agg(n=("n", _whole_sum), K=("K", "first")).groupby(by, as_index=False, sort=False).max()
        sums = sums.assign(**{key: ABSENT for key in keys if key not in kept})
        names = ["indicator", "origin", *keys]
        there = pd.MultiIndex.from_frame(pd.concat([part[names] for part in made]))
        new = sums[~pd.MultiIndex.from_frame(sums[names]).isin(there)]
        new = new.assign(mean=np.nan, levels=False, lowest=np.nan, highest=np.nan, listed=False)
        made.append(new[table.columns])
    return pd.concat([part for part in made if len(part)] or made[:1], ignore_index=True)


def _in_common(kinds):
    """Return the keys that any of these sets of keys have in common, as bits: two by two, until nothing new comes.

    >>> sorted(_in_common({0b011, 0b101, 0b110}))
    [0, 1, 2, 4]
    """
    found, fresh = set(kinds), set(kinds)
    while fresh:
        fresh = {one & other for one in fresh for other in found} - found
        found |= fresh
    return found - kinds


def _whole_sum(n):
    return n.sum(skipna=False)

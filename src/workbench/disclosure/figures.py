"""The hidden figures taken out of the tables: missing where they stood, with a word instead of a note or verdict."""

import numpy as np
import pandas as pd

from workbench.crossing.sentences import in_short
from workbench.disclosure.words import hidden_text, withheld_text
from workbench.language import N_, _
from workbench.scores.intervals import critical, logit_interval

#: Numbers that tell apart what a row is about, and are never hidden.
_KEPT = {"level", "levels", "weight", "rank_weight", "touched", "age"}
#: What would tell of the spread of answers within a small group.
_EXACT = ("se", "df", "p", "p_adjusted", "n_eff", "win_probability", "robust_p", "robust", "detectable")
_SHARES = ("share", "good", "bad", "disparity")
_LEVELS = ("share", "good", "bad", "median", "polarisation", "within", "between", "disparity", "inequality")
#: What else a priority map says of shares.
_OF_SHARES = (
    "bad", "bad_low", "bad_high", "good", "disparity", "rank_bad", "rank_disparity", "rank_sum", "rank", "share",
)  # fmt: skip
_DIGITS = {"se": 3, "p": 3, "p_adjusted": 3, "robust_p": 3, "n_eff": 1, "df": 1}
_CHANGED = {
    "up": N_("The situation of this small group is better."),
    "down": N_("The situation of this small group is worse."),
    "none": N_("No change can be told apart from chance."),
}


def without(table, cells, codes, plan, small):
    """Return a table without what is hidden of its cells.

    Parameters
    ----------
    table : DataFrame
    cells : Cells
    codes : list of array
        The cell of each row, once for each side of the table.
    plan : Plan
    small : int

    Returns
    -------
    DataFrame
        The same rows.
    """
    made = table.copy()
    cell_n = cells.table["n"].to_numpy(dtype=float)
    hidden = np.any([plan.hidden[code] for code in codes], axis=0)
    withheld = np.any([plan.withheld[code] for code in codes], axis=0)
    little = ~hidden & np.any([(cell_n[code] > 0) & (cell_n[code] < small) for code in codes], axis=0)
    blurred = np.any([plan.blurred[code] for code in codes], axis=0) & ~little
    numbers = [name for name in made if is_number(made[name]) and name not in _KEPT]
    facet = made["facet"].astype(object) if "facet" in made else pd.Series("", index=made.index)
    of_shares = facet.isin(_LEVELS).to_numpy()
    if "facet" in made:
        made = _with_common_interval(made, cells, codes, (little & (facet == "mean")).to_numpy(), small)
    made = blank(made, [name for name in numbers if name in _EXACT], little)
    made = blank(made, [name for name in numbers if name in ("se", "df")], blurred)
    if "origin_other" in made and little.any():  # sources of one theme, two by two
        placed = little & made["origin_other"].isin(("statistic", "evidence")).to_numpy()
        made = blank(made, ["low", "high"], placed)
        words = pd.Series(map(in_short, made.to_dict("records")), index=made.index, dtype=object)
        made["verdict"] = made["verdict"].astype(object).where(~little, words).astype("str")
    if any(name.startswith("other_") for name in made):  # two sides: how often one wins tells how its people are apart
        made = blank(made, [name for name in numbers if name in ("low", "high")], little)
        made = said(made, little, little)
        made["direction"] = made["direction"].where(~little, "")
    if "others" in made:  # a group against the rest, whose mean is hidden
        alone = np.any([plan.alone[code] for code in codes], axis=0)
        made = blank(made, [name for name in numbers if name not in ("n", "estimate")], alone)
        made["direction"] = made["direction"].where(~alone, "")
        made["verdict"] = made["verdict"].astype(object).where(~alone, hidden_text()).astype("str")
    parted = facet.isin(("within", "between", "disparity")).to_numpy()
    made = blank(made, [name for name in numbers if name not in _SIZES], (withheld & of_shares) | (blurred & parted))
    if not {"facet", "other"} & set(made):
        made = blank(made, [name for name in numbers if name in _OF_SHARES], withheld)
    sides = [[name for name in pair if name in made] for pair in (_SIDES if len(codes) > 1 else ())]
    made = blank(made, [name for name in numbers if not any(name in side for side in sides)], hidden)
    for side, code in zip([side for side in sides if side], codes, strict=False):
        made = blank(made, side, plan.hidden[code])
    if "direction" in made and ("difference" in made):
        made["direction"] = made["direction"].where(~(hidden | (withheld & of_shares)), "")
    made = said(made, hidden | (blurred & parted), withheld & of_shares)
    return rounded(made, facet, blurred & ~parted)


_SIZES = ("n", "n_from", "n_to", "n_other")
#: What a table of pairs says of each of the two.
_SIDES = (("n", "estimate"), ("n_from", "estimate_from"), ("n_to", "estimate_to"), ("n_other", "estimate_other"))


def is_number(column):
    return pd.api.types.is_numeric_dtype(column)


def blank(table, names, rows):
    """Return the table with nothing in these columns of these rows."""
    if rows.any():
        for name in names:
            column = table[name]
            if pd.api.types.is_bool_dtype(column) and str(column.dtype) == "bool":
                column = column.astype("boolean")
            elif pd.api.types.is_integer_dtype(column) and not pd.api.types.is_extension_array_dtype(column):
                column = column.astype("Int64")
            table[name] = column.mask(rows)
    return table


def _with_common_interval(table, cells, codes, rows, small):
    """Give the means of small groups, and their changes, the spread within all such groups of the indicator together.

    A group's own interval tells how far its people are apart, and with n and mean often that nobody of them is well.
    """
    change = "difference" in table
    sizes, estimate = (("n_from", "n_to"), "difference") if change else (("n",), "estimate")
    if "se" in table:
        rows = rows & table["se"].notna().to_numpy()  # what was protected before has its interval already
    if not rows.any() or not {"se", "low", "high", estimate, *sizes} <= set(table):
        return table
    part = table.loc[rows, ["se", estimate, *sizes]].astype(float)
    length = cells.table["K"].to_numpy()[codes[0][rows]]
    people = sum(part[size] for size in sizes)
    of_one = 1 / sum(1 / part[size] for size in sizes)  # the variance of a figure is that of a person through this
    free = (people - len(sizes)).where(part["se"].notna() & (people > len(sizes)))
    by = [table.loc[rows, name] for name in _TOGETHER if name in table]
    spread, df, many = (_summed(values, by) for values in (part["se"] ** 2 * of_one * free, free, people))
    wide = [table.loc[rows, "indicator"]]
    lonely = many < small
    spread, df, many = (
        whole.where(~lonely, _summed(values, wide))
        for whole, values in ((spread, part["se"] ** 2 * of_one * free), (df, free), (many, people))
    )
    se, share = np.sqrt(spread / df / of_one).where(df > 0), table.attrs.get("confidence", 0.95)
    if change:
        reach = critical(df, share) * se
        low, high = np.maximum(part[estimate] - reach, 1 - length), np.minimum(part[estimate] + reach, length - 1)
        told = (many >= small) & ((low * high <= 0) == (table.loc[rows, "direction"] == "none"))
    else:
        low, high = logit_interval(part[estimate], se, df, low=1, high=length, confidence=share)
        told = many >= small
    for name, values in (("low", low), ("high", high)):
        column = table[name].astype("Float64")
        column[rows] = np.where(told, values, np.nan)
        table[name] = column.mask(column.isna())
    if change:
        said = [_(_CHANGED.get(code, "")) if code in _CHANGED else "" for code in table["direction"]]
        words = pd.Series(said, index=table.index, dtype=object)
        table["verdict"] = table["verdict"].astype(object).where(~rows | (words == ""), words).astype("str")
    elif "note" in table:
        note = table["note"].astype(object)
        note[rows] = np.where(
            told,
            _("Interval with the spread of all small groups together, as if people had been drawn at random."),
            _("Too few people for an interval that tells nothing of one."),
        )
        table["note"] = note.astype("str")
    return table


#: Within which the spread of small groups is put together, where that makes enough people.
_TOGETHER = ("territory", "wave", "from", "to", "origin", "indicator")


def _summed(values, by):
    return values.groupby(by).transform("sum")


def said(table, hidden, withheld):
    """Write what is hidden where the table says why a figure is missing."""
    names = [name for name in ("note", "verdict", "warning") if name in table]
    if not names and (hidden.any() or withheld.any()):
        table["note"], names = "", ["note"]
    for name in names:
        column = table[name].astype(object)
        if name == "warning":
            table[name] = column.where(~(hidden | withheld), "").astype("str")
            continue
        column = column.where(~withheld, withheld_text())
        table[name] = column.where(~hidden, hidden_text()).astype("str")
    return table


def rounded(table, facet, blurred):
    """Round what is told: with all its digits a share gives back the counts that it was made from."""
    for name in table:
        if pd.api.types.is_float_dtype(table[name]) and name not in _KEPT:
            table[name] = table[name].round(_DIGITS.get(name, 2))
    if blurred.any() and {"low", "high"} <= set(table):
        step = np.where(facet.isin(_SHARES), 0.05, 0.1)
        for name, turn in (("low", np.floor), ("high", np.ceil)):
            values = table[name].astype(float)
            outward = np.round(turn(np.round(values / step, 6)) * step, 2)
            table[name] = table[name].where(~blurred | values.isna(), outward)
    return table

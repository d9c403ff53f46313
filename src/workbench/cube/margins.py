"""Margins that a survey is weighted to: read, checked against who answered, put on one total."""

import numpy as np
import pandas as pd

from workbench.cube.numbering import written
from workbench.language import N_, _, listed
from workbench.problems import StudyProblems

#: How far the totals of two margins may differ before it is a fault, as a part of them.
APART = 0.001


def read_margins(margins, people, *, unknown):
    """Return the totals of each category, by sample and column, or raise everything that is wrong.

    Parameters
    ----------
    margins : dict or DataFrame
    people : DataFrame
        One row a person: territory, wave, weight, and the columns of the margins.
    unknown : {"stop", "keep"}

    Returns
    -------
    dict of dict of Series
        {(territory, wave): {column: totals by category}}, all columns of a sample with one sum.

    Raises
    ------
    StudyProblems

    Examples
    --------
    >>> people = pd.DataFrame({"territory": "V", "wave": "1", "weight": 1.0, "gender": ["w", "m", "m", "m"]})
    >>> read_margins({"gender": {"w": 0.5, "m": 0.5}}, people, unknown="stop")[("V", "1")]["gender"].to_dict()
    {'w': 2.0, 'm': 2.0}
    """
    from workbench.spreadsheets.cells import problems_of  # takes longer to load than counting does

    table = _table(margins)
    lines = problems_of(table, "margins")
    faults, found = [], {}
    if not lines:
        raise ValueError(_("margins: there are none."))
    for row, problem in lines:
        column, category = _text(row.get("column")), _text(row.get("category"))
        total = pd.to_numeric(row.get("total"), errors="coerce")
        if column not in people or column in ("territory", "wave", "weight"):
            faults.append(problem("column", N_("The answers have no column “{found}”."),
                                  N_("Correct the name, or declare the profile column."), found=column))  # fmt: skip
            continue
        if pd.isna(total) or not 0 < total < np.inf:
            faults.append(problem("total", N_("The total of “{category}” is no number above 0."),
                                  N_("Write how many people there are, or join it to another category."),
                                  category=category))  # fmt: skip
            continue
        place = (_text(row.get("territory")), _text(row.get("wave")))
        if category in (beside := found.setdefault(place, {}).setdefault(column, {})):
            faults.append(problem("category", N_("“{category}” stands twice in the margin of “{column}”."),
                                  N_("Leave one line."), category=category, column=column))  # fmt: skip
            continue
        beside[category] = (float(total), problem)
    for place in found:
        if not any(_within(place, key) for key in set(people["key"] if "key" in people else _keys(people))):
            problem = next(iter(next(iter(found[place].values())).values()))[1]
            faults.append(problem("territory", N_("No survey is of {place}."), N_("Correct territory and wave."),
                                  place=" ".join(part for part in place if part)))  # fmt: skip
    samples = {}
    keys = _keys(people)
    for key in dict.fromkeys(keys):
        own = {}
        for place in sorted(found, key=lambda place: sum(part != "" for part in place)):
            if _within(place, key):
                own |= found[place]  # what is said of this place and wave goes before what is said of all
        if own:
            rows = people[[one == key for one in keys]]
            samples[key] = _of_sample(key, own, rows, unknown, faults)
    if faults:
        raise StudyProblems(list(dict.fromkeys(faults)))
    return samples


def _table(margins):
    if isinstance(margins, dict):
        return pd.DataFrame(
            [
                {"column": column, "category": category, "total": total}
                for column, totals in margins.items() for category, total in dict(totals).items()
            ],
            columns=["column", "category", "total"],
        )  # fmt: skip
    if absent := [name for name in ("column", "category", "total") if name not in margins]:
        raise ValueError(_("margins: there is no column {names}.", names=listed(absent)))
    return margins


def _text(value):
    return "" if value is None or pd.isna(value) else written(value).strip()


def categories(column):
    """Return the category of each person as text, as a cube has it: "" where it is not known.

    >>> categories(pd.Series(["w", None])).tolist(), categories(pd.Series([1, None])).tolist()
    (['w', ''], ['1', ''])
    """
    if pd.api.types.is_float_dtype(column) and (column.dropna() % 1 == 0).all():
        column = column.astype("Int64")  # whole numbers, made floats by a gap
    return column.astype(object).where(column.notna(), "").astype("str")


def _keys(people):
    return list(zip(people["territory"], people["wave"], strict=True))


def _within(place, key):
    return all(part in ("", own) for part, own in zip(place, key, strict=True))


def _of_sample(key, own, people, unknown, faults):
    """Return {column: totals by category} of one sample on one sum; what is wrong goes to `faults`."""
    where = " ".join(part for part in key if part)
    weight, totals = people["weight"].astype(float), {}
    sound = True
    for column, asked in own.items():
        values = categories(people[column])
        first = next(iter(asked.values()))[1]
        extra = sorted(set(values) - set(asked) - {""})
        if extra:
            faults.append(first("category", N_("The margin of “{column}” has no total for {names}, whom {place} has."),
                                N_("Add a line for each, or join categories in the answers."), column=column,
                                names=extra, place=where))  # fmt: skip
        heard = set(values[(weight > 0).to_numpy()])
        for category, (_total, problem) in asked.items():
            if category not in heard:
                faults.append(problem("category", N_("Nobody who answered in {place} is “{category}”."),
                                      N_("Join it to another category, in the margins and in the answers."),
                                      place=where, category=category))  # fmt: skip
                sound = False
        lacking = (values == "") & ("" not in asked)
        if lacking.any() and unknown == "stop":
            faults.append(first("column", N_("Of {n} people who answered in {place}, “{column}” is not known."),
                                N_("Fill it in, or choose unknown='keep' to keep their share as it is."),
                                n=int(lacking.sum()), place=where, column=column))  # fmt: skip
        sound = sound and not extra and not (lacking.any() and unknown == "stop")
        totals[column] = (pd.Series({category: total for category, (total, _p) in asked.items()}), lacking, first)
    sums = {column: series.sum() for column, (series, _lacking, _first) in totals.items()}
    shares = {column for column, total in sums.items() if min(abs(total - 1), abs(total / 100 - 1)) <= APART}
    whole = {column: total for column, total in sums.items() if column not in shares}
    common = next(iter(whole.values())) if whole else weight.sum()
    for column, total in whole.items():
        if abs(total / common - 1) > APART:
            other = next(iter(whole))
            faults.append(totals[column][2](
                "total", N_("The totals of “{column}” add up to {total}, those of “{other}” to {common}."),
                N_("Both are of the same people: correct them, or give shares."), column=column, total=round(total, 6),
                other=other, common=round(common, 6),
            ))  # fmt: skip
    if not sound:
        return {}
    found = {}
    for column, (series, lacking, _first) in totals.items():
        kept = weight[lacking].sum() / weight.sum()
        scaled = series / series.sum() * common * (1 - kept)
        found[column] = pd.concat([scaled, pd.Series({"": common * kept})]) if kept > 0 else scaled
    return found

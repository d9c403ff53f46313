"""An attempt to get hidden figures back, by subtraction, by linear programming and by counting; it must fail."""

import numpy as np
import pandas as pd

from workbench.disclosure.cells import ABSENT, gather
from workbench.disclosure.complement import exposed, left_over
from workbench.disclosure.protect import EXPORT, SMALL, below_hidden, everybody, floors_of, lengths_of, told_means
from workbench.disclosure.ranges import link, ranges
from workbench.language import N_, _

FINDINGS = {
    "few": N_("It is told, and rests on too few people."),
    "narrow": N_("It is hidden, but can be worked out from the other figures."),
    "rest": N_("What is left of the total, when its parts are taken off, is too few people."),
    "everybody": N_("It tells that everybody, or nobody, in a small group is well or badly off."),
    "shares": N_("It tells shares of a small group: each is a person or two."),
    "shares narrow": N_("Shares of a small group can be worked out from the other figures."),
    "digits": N_("With so many digits, the counts behind a total can be worked out."),
}


def audit_disclosure(tables, *, minimum=EXPORT, small=SMALL, study=None):
    """Try to work out, from tables as they are published, what should not be known; return what could be.

    Parameters
    ----------
    tables : DataFrame, or dict of str to DataFrame
        What the same readers get; a hidden figure is one whose n is missing.
    minimum, small, study
        As in `protect`.

    Returns
    -------
    DataFrame
        One row a find, none if nothing could be worked out: indicator, origin and keys of the cell, attack (a key of
        `FINDINGS`), low, high (the people that it can have, for the reader), finding in words.

    Notes
    -----
    The readers are taken to know every total, the rules, and the tables; not the answers of their neighbours. Bounds
    are exact (see `ranges.ranges`). Shares, good, bad and mean are tried with the digits that they are told with.

    Examples
    --------
    >>> naive = pd.DataFrame({
    ...     "indicator": "AIR", "group": ["", "young", "older", "parents"], "origin": "groups", "facet": "mean",
    ...     "n": [30, None, 12, 15], "estimate": [3.1, None, 3.4, 2.9],
    ... })
    >>> audit_disclosure(naive)[["group", "attack", "low", "high"]]
       group  attack  low  high
    0  young  narrow  3.0   3.0
    """
    named = {"table": tables} if isinstance(tables, pd.DataFrame) else dict(tables)
    floors = floors_of(minimum)
    cells = gather(named, standpoints=study.groups if study is not None else None, lengths=lengths_of(study))
    table = cells.table
    if not len(table):
        return _finds([], table, cells.keys)
    n = table["n"].to_numpy(dtype=float)
    hidden, told = np.isnan(n), np.nan_to_num(n)
    links, every = (link(table, cells.keys, every=which) for which in (False, True))
    floor = table["origin"].map(floors).fillna(max(floors.values())).to_numpy(dtype=float)
    listed = table["listed"].to_numpy(dtype=bool)
    few = (told > 0) & (told < floor) & listed
    low, high = ranges(told, links, hidden)
    narrow, rest = exposed(told, links, hidden, floor)
    over = left_over(told, hidden, every, *told_means(table))
    finds = [(cell, "few") for cell in np.flatnonzero(few)]
    finds += [(cell, "narrow") for cell in np.flatnonzero(narrow & listed)]
    finds += [(links.total[one], "rest") for one in np.flatnonzero(rest)]
    finds += [
        (cell, "everybody") for cell in np.flatnonzero(((everybody(table, told, every, small) & ~few) | over) & listed)
    ]
    finds += [(cell, "narrow") for cell in _others_told(named, cells, below_hidden(table, cells.keys, hidden & listed))]
    shares = table["levels"].to_numpy()
    few_shares = (told > 0) & (told < small) & shares
    finds += [(cell, "shares") for cell in np.flatnonzero(few_shares)]
    unknown = hidden | ~shares
    narrow_shares, rest_shares = exposed(told, links, unknown, np.full(len(n), float(small)))
    close = narrow_shares & ~narrow & (hidden | (told < small))
    finds += [(cell, "shares narrow") for cell in np.flatnonzero(close & listed)]
    finds += [(links.total[one], "shares narrow") for one in np.flatnonzero(rest_shares & ~rest)]
    finds += [(cell, "digits") for cell in _many_digits(named, cells, told, links, small)]
    return _finds(finds, table, cells.keys, low, high)


def _others_told(named, cells, alone):
    """Return the groups beside which the mean of the others is told, though that of all together is hidden."""
    tables = [(named[name], codes[0]) for name, codes in cells.places.items() if "others" in named[name]]
    return sorted({cell for table, code in tables for cell in code[table["others"].notna().to_numpy()] if alone[cell]})


def _many_digits(named, cells, n, links, small):
    """Return the cells whose figures, told with more than two digits, give counts of small parts away."""
    apart = np.zeros(len(n), dtype=bool)
    apart[links.total[links.of[(n[links.part] < small)]]] = True
    found = set()
    for name, codes in cells.places.items():
        table = named[name]
        for code, column in zip(codes, ("estimate", "estimate_from", "estimate_to", "estimate_other"), strict=False):
            if column in table:
                values = table[column].astype(float).to_numpy()
                fine = ~np.isnan(values) & (np.abs(values - np.round(values, 3)) > 1e-9)
                found |= set(code[fine & apart[code]])
    return sorted(found)


def _finds(finds, table, keys, low=(), high=()):
    used = [key for key in keys if len(table) and (table[key] != ABSENT).any()]
    where = [cell for cell, _attack in finds]
    made = table.iloc[where][["indicator", "origin", *used]].replace(ABSENT, "").reset_index(drop=True)
    made["attack"] = pd.Series([attack for _cell, attack in finds], dtype="str")
    made["low"], made["high"] = (np.asarray(bound, dtype=float)[where] if finds else [] for bound in (low, high))
    made["finding"] = pd.Series([_(FINDINGS[attack]) for _cell, attack in finds], dtype="str")
    return made

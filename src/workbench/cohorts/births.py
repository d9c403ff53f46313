"""Birth and intake cohorts through the waves: other people of the same years answer each time."""

import re

import numpy as np
import pandas as pd

from workbench.language import _, listed, ngettext
from workbench.scores.table import score

#: A year outside these is no year of birth, but an age or a slip.
YEARS = (1890, 2100)
#: The columns that `cohort_table` follows.
COHORTS = ("birth_cohort", "intake_cohort")


def birth_cohorts(answers, *, width=10, start=1900):
    """Add the birth cohort of each respondent, so that `count_levels(…, by=["birth_cohort"])` splits answers by it.

    Parameters
    ----------
    answers : DataFrame
        Table `answers` with its profile column birth_year.
    width : int
        How many years of birth make a cohort.
    start : int
        A year in which a cohort begins.

    Returns
    -------
    DataFrame
        The answers, with `birth_cohort` behind: "1970–1979"; "" where no year of birth is known or it cannot be one.

    Raises
    ------
    ValueError
        If the answers have no birth_year, or width is below 1.

    Examples
    --------
    >>> birth_cohorts(pd.DataFrame({"birth_year": [1985, 1990, None]}))["birth_cohort"].tolist()
    ['1980–1989', '1990–1999', '']
    """
    if "birth_year" not in answers:
        raise ValueError("answers: they have no column birth_year")
    if width < 1:
        raise ValueError(f"width: a cohort spans at least 1 year, not {width}")
    year = pd.to_numeric(answers["birth_year"], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    known = (year >= YEARS[0]) & (year <= YEARS[1])
    first = start + np.floor((np.where(known, year, start) - start) / width).astype(int) * width
    cohort = [f"{begin}–{begin + width - 1}" if there else "" for begin, there in zip(first, known, strict=True)]
    found = answers.assign(birth_cohort=pd.Series(cohort, index=answers.index, dtype="str"))
    found.attrs.update(answers.attrs)
    return found


def cohort_table(cube, *, facet="mean", by=("territory",), confidence=0.95, **options):
    """Follow birth or intake cohorts through the waves: the figure of each in each wave, and its age or time since.

    Read along a row it is people growing older, along a column people of one age in other times. Age, period and
    cohort are one another's sum, so no share of a change can be put down to one of them alone, and none is.

    Parameters
    ----------
    cube : LevelCube
        Counted with `by=["birth_cohort"]` or `by=["intake_cohort"]`, see `birth_cohorts` and `intake_cohorts`.
    facet : str
        Any facet of `score` but "share".
    by : str or sequence of str
        Further columns of `cube.cells` that make a domain.
    confidence : float
    **options
        As `score`: voices, lonely, finite.

    Returns
    -------
    DataFrame
        One row a cohort and wave: the `by` columns, origin, indicator, facet, birth_cohort or intake_cohort ("" for
        those whose year is not known), wave, age ("35–44"; "" where the wave is no year) or since (years since they
        entered), n, n_eff, estimate, se, df, low, high,
        note.

    Raises
    ------
    ValueError
        If the cube has no cohorts or both kinds, or the facet is "share".

    References
    ----------
    Deaton (1985), pseudo-panels.

    Examples
    --------
    >>> from workbench.cube import count_levels
    >>> answers = pd.DataFrame({
    ...     "respondent": range(8), "territory": "Valbourg", "wave": ["2018"] * 4 + ["2024"] * 4, "indicator": "MOB",
    ...     "birth_year": [1952, 1955, 1985, 1988] * 2, "level": [3, 4, 2, 3, 2, 3, 4, 4],
    ... })
    >>> indicators = pd.DataFrame({"indicator": ["MOB"], "levels": [5]})
    >>> cube = count_levels(birth_cohorts(answers), indicators, by="birth_cohort")
    >>> cohort_table(cube)[["birth_cohort", "wave", "age", "n", "estimate"]]
      birth_cohort  wave    age  n  estimate
    0    1950–1959  2018  59–68  2       3.5
    1    1950–1959  2024  65–74  2       2.5
    2    1980–1989  2018  29–38  2       2.5
    3    1980–1989  2024  35–44  2       4.0
    """
    kinds = [name for name in COHORTS if name in cube.cells]
    if len(kinds) != 1:
        raise ValueError(
            "cube: it has no birth cohorts; count_levels(birth_cohorts(answers), …, by=['birth_cohort'])"
            if not kinds else f"cube: it is split by {listed(kinds)}; count it by one of them"
        )  # fmt: skip
    if facet == "share":
        raise ValueError("facet: 'share' has one figure a level; choose one of the others")
    kind = kinds[0]
    by = [name for name in ([by] if isinstance(by, str) else by) if name not in ("wave", "origin", kind)]
    table = score(cube, by=[*by, "wave", kind], facets=facet, confidence=confidence, **options)
    aged = "age" if kind == "birth_cohort" else "since"
    if not len(table):
        table = table.assign(**{kind: ""})
    table[aged] = pd.Series(list(map(_age, table[kind], table["wave"])), index=table.index, dtype="str")
    unknown = table[kind] == ""
    table.loc[unknown, "note"] = [
        f"{_without_year(n, kind)} {note}".strip()
        for n, note in zip(table.loc[unknown, "n"], table.loc[unknown, "note"], strict=True)
    ]
    if aged == "since":
        early = table["since"].str.startswith("-")
        said = _("They entered after this wave.")
        table.loc[early, "note"] = [f"{said} {note}".strip() for note in table.loc[early, "note"]]
    keys = [*by, "origin", "indicator", "facet", kind, "wave"]
    order = table.assign(unknown=unknown).sort_values([*by, "origin", "indicator", "unknown", kind, "wave"])
    table = order[[*keys, aged, "n", "n_eff", "estimate", "se", "df", "low", "high", "note"]].reset_index(drop=True)
    table.attrs.update(cube.attrs)
    return table


def _without_year(n, kind):
    if kind == "birth_cohort":
        return ngettext("{n} answer without a year of birth.", "{n} answers without a year of birth.", int(n))
    return ngettext("{n} answer without a year of entry.", "{n} answers without a year of entry.", int(n))


def _age(cohort, wave):
    """Return how old a cohort is in a wave, or how long ago it entered: "35–44", or "3" where it is one year."""
    years = re.findall(r"\d{4}", cohort)
    if not years or not wave[:4].isdigit():
        return ""
    ages = int(wave[:4]) - int(years[-1]), int(wave[:4]) - int(years[0])
    return str(ages[0]) if len(years) == 1 else f"{ages[0]}–{ages[1]}"

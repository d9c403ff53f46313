"""Birth cohorts through the waves: a pseudo-panel, since other people of the same years answer each time."""

import numpy as np
import pandas as pd

from workbench.language import ngettext
from workbench.scores.table import score

#: A year outside these is no year of birth, but an age or a slip.
YEARS = (1890, 2100)


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
    """Follow birth cohorts through the waves: the figure of each cohort in each wave, with the age it then has.

    Read along a row it is people growing older, along a column people of one age in other times. Age, period and
    cohort are one another's sum, so no share of a change can be put down to one of them alone, and none is.

    Parameters
    ----------
    cube : LevelCube
        Counted with `by=["birth_cohort"]`, see `birth_cohorts`.
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
        One row a cohort and wave: the `by` columns, origin, indicator, facet, birth_cohort ("" for those whose year of
        birth is not known), wave, age ("35–44"; "" where the wave is no year), n, n_eff, estimate, se, df, low, high,
        note.

    Raises
    ------
    ValueError
        If the cube has no birth cohorts, or the facet is "share".

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
    if "birth_cohort" not in cube.cells:
        raise ValueError("cube: it has no birth cohorts; count_levels(birth_cohorts(answers), …, by=['birth_cohort'])")
    if facet == "share":
        raise ValueError("facet: 'share' has one figure a level; choose one of the others")
    by = [name for name in ([by] if isinstance(by, str) else by) if name not in ("wave", "origin", "birth_cohort")]
    table = score(cube, by=[*by, "wave", "birth_cohort"], facets=facet, confidence=confidence, **options)
    age = [_age(cohort, wave) for cohort, wave in zip(table["birth_cohort"], table["wave"], strict=True)]
    table["age"] = pd.Series(age, index=table.index, dtype="str")
    unknown = table["birth_cohort"] == ""
    table.loc[unknown, "note"] = [
        f"{_without_year(n)} {note}".strip()
        for n, note in zip(table.loc[unknown, "n"], table.loc[unknown, "note"], strict=True)
    ]
    keys = [*by, "origin", "indicator", "facet", "birth_cohort", "wave"]
    order = table.assign(unknown=unknown).sort_values([*by, "origin", "indicator", "unknown", "birth_cohort", "wave"])
    table = order[[*keys, "age", "n", "n_eff", "estimate", "se", "df", "low", "high", "note"]].reset_index(drop=True)
    table.attrs.update(cube.attrs)
    return table


def _without_year(n):
    return ngettext("{n} answer without a year of birth.", "{n} answers without a year of birth.", n)


def _age(cohort, wave):
    if not cohort or not wave[:4].isdigit():
        return ""
    first, last = (int(year) for year in cohort.split("–"))
    return f"{int(wave[:4]) - last}–{int(wave[:4]) - first}"

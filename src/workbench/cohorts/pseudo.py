"""A pseudo-panel: how two indicators move together in birth cohorts, corrected for the chance in their means."""

import numpy as np
import pandas as pd

from workbench.cohorts.births import COHORTS
from workbench.cube import select
from workbench.cube.sums import numbered
from workbench.language import _, number
from workbench.scores.errors import level_totals
from workbench.scores.facets import directions
from workbench.scores.influence import measured
from workbench.scores.intervals import critical

#: Below this part of true variation nothing is told (ours); and so many cohorts it takes for an interval.
RELIABLE, COHORTS_ENOUGH = 0.5, 4
_FIGURES = ["uncorrected", "estimate", "se", "df", "low", "high", "reliability"]


def pseudo_panel(
    cube, outcome, explained_by, *, by=("territory",), facet="mean", through="within", confidence=0.95, lonely="stop"
):  # fmt: skip
    """Relate two indicators in cohorts that are seen in several waves, with Deaton's correction for sampling error.

    Each cohort is compared with itself in other waves, and each wave with what it is for all cohorts. The means of a
    cohort rest on few people; that chance alone would pull the relation towards none (or towards what it is between
    persons), and is taken out.

    Parameters
    ----------
    cube : LevelCube
        Split by birth_cohort (or intake_cohort). Of a survey without clusters: `count_levels(each_person(…), …)`.
    outcome, explained_by : str
        Two indicators.
    by : str or sequence of str
        Columns of `cube.cells` that make a pseudo-panel of their own.
    facet : {"mean", "good", "bad"}
    through : {"within", "cohorts"}
        "within" takes out what is fixed of each cohort and of each wave; "cohorts" only what is fixed of each cohort.
    confidence : float
    lonely : {"stop", "centre"}

    Returns
    -------
    DataFrame
        One row a domain: the `by` columns, origin, outcome, explained_by, facet, cohorts, waves, n, uncorrected (the
        slope without correction), estimate (the corrected slope), se, df, low, high, reliability (the part of what
        moves `explained_by` that is not chance) and verdict.

    Raises
    ------
    ValueError
        If the cube has no cohorts or no such indicator, or keeps no draws (people or clusters) to learn the error from.

    Notes
    -----
    β = (x′Ay − tr AΣ_xy) / (x′Ax − tr AΣ_xx), with A the projection that takes out cohorts and waves, cells weighted by
    their people, and Σ the covariance of the cells' means. The error is a jackknife over cohorts. Nothing is told below
    a reliability of 0.5, and no interval below four cohorts (ours). It relates cohorts, not persons, and is no cause.

    References
    ----------
    Deaton (1985); Verbeek & Nijman (1993). Fuller (1987), errors in variables.

    Examples
    --------
    >>> from workbench.cohorts.persons import each_person
    >>> from workbench.cube import count_levels
    >>> rows = [  # in each wave each cohort has its own mean of FEEL, and as much of MOB
    ...     (f"{cohort}{wave}{person}", wave, cohort, indicator, 1 + 3 * (person < 10 * (cohort * wave % 4)))
    ...     for cohort in range(1, 6) for wave in range(3) for person in range(60) for indicator in ("MOB", "FEEL")
    ... ]
    >>> answers = pd.DataFrame(rows, columns=["respondent", "wave", "birth_cohort", "indicator", "level"])
    >>> answers = each_person(answers.assign(territory="Valbourg"))
    >>> declared = pd.DataFrame({"indicator": ["MOB", "FEEL"], "levels": 5})
    >>> found = pseudo_panel(count_levels(answers, declared, by="birth_cohort"), "FEEL", "MOB")
    >>> float(found["estimate"].iloc[0].round(6)), int(found["cohorts"].iloc[0])
    (1.0, 5)
    """
    cohort = next((name for name in COHORTS if name in cube.cells), None)
    if cohort is None:
        raise ValueError("cube: it has no cohorts; count_levels(birth_cohorts(answers), …, by=['birth_cohort'])")
    if through not in ("within", "cohorts"):
        raise ValueError(f"through: 'within' or 'cohorts', not {through!r}")
    if facet not in ("mean", "good", "bad"):
        raise ValueError(f"facet: {facet} is none of mean, good, bad")
    cube = select(cube, origin="survey", indicator=[outcome, explained_by])
    if (cube.cells["cluster"] == "").any():
        raise ValueError(_("cube: it does not know who answered what; count_levels(each_person(answers), …) does."))
    by = [name for name in ([by] if isinstance(by, str) else by) if name not in ("wave", "origin", cohort)]
    domains, totals = level_totals(cube, [*by, cohort, "wave"], lonely=lonely)
    ways = dict(zip(cube.indicators["indicator"], directions(cube.indicators), strict=True))
    found = {one.indicator: measured(one, ways[one.indicator], [facet]) for one in totals}
    place, wholes = numbered(domains, [*by, "origin"])
    rows = []
    for number_ in range(len(wholes)):
        known = (domains[cohort] != "").to_numpy()
        for one in found.values():
            known = known & (one.persons > 0) & ~np.isnan(one.facets[facet].variance)
        cells = np.flatnonzero((place == number_) & known)
        cells = _seen_again(domains, cells, cohort)
        of = (found, facet, (outcome, explained_by), domains, cells, cohort)
        rows.append(wholes.iloc[number_].to_dict() | _row(*of, through, confidence))
    table = pd.DataFrame(rows)
    kinds = dict.fromkeys(_FIGURES, "Float64") | dict.fromkeys(("cohorts", "waves", "n"), "Int64")
    table = table.astype(kinds)
    table.attrs.update(cube.attrs)
    return table


def _seen_again(domains, cells, cohort):
    """Return the cells of cohorts that are seen in two waves or more."""
    seen = domains[cohort].iloc[cells].value_counts()
    return cells[domains[cohort].iloc[cells].map(seen).to_numpy() > 1]


def _row(found, facet, pair, domains, cells, cohort, through, confidence):
    names, waves = (domains[column].iloc[cells].to_numpy() for column in (cohort, "wave"))
    values = [found[name].facets[facet].estimate[cells] for name in pair]
    people = found[pair[1]].persons[cells]
    error = _covariances([found[name] for name in pair], facet, cells)
    told = _slope(values, error, people, names, waves, through)
    estimate, uncorrected, reliability = told
    cohorts = pd.unique(names)
    se = df = np.nan
    if reliability >= RELIABLE and len(cohorts) >= COHORTS_ENOUGH:
        left = []
        for name in cohorts:
            kept = names != name
            left.append(_slope([one[kept] for one in values], error[:, :, kept][:, :, :, kept], people[kept],
                               names[kept], waves[kept], through)[0])  # fmt: skip
        count = len(cohorts)
        se, df = np.sqrt((count - 1) / count * np.sum((np.array(left) - np.mean(left)) ** 2)), count - 1
    if not reliability >= RELIABLE:
        estimate = np.nan
    reach = float(critical(df, confidence)) * se
    row = {
        "outcome": pair[0], "explained_by": pair[1], "facet": facet, "cohorts": len(cohorts),
        "waves": len(set(waves)), "n": round(people.sum()), "uncorrected": uncorrected, "estimate": estimate,
        "se": se, "df": df, "low": estimate - reach, "high": estimate + reach, "reliability": reliability,
    }  # fmt: skip
    return row | {"verdict": _verdict(row)}


def _covariances(pair, facet, cells):
    """Return the covariance of the cells' means of two indicators, shape (2, 2, cells, cells)."""
    sides = []
    for one in pair:
        (domain, unit, _residual), moves = one.units[0], one.facets[facet].moves[0]
        at = np.full(len(one.persons), -1)
        at[cells] = np.arange(len(cells))
        kept = at[domain] >= 0
        sides.append((at[domain[kept]], unit[kept], moves[kept]))
    units = np.unique(np.concatenate([unit for _at, unit, _moves in sides])) if sides else []
    spread = []
    for at, unit, moves in sides:
        table = np.zeros((len(cells), len(units)))
        np.add.at(table, (at, np.searchsorted(units, unit)), moves)
        spread.append(table)
    return np.array([[first @ second.T for second in spread] for first in spread])


def _slope(values, error, people, names, waves, through):
    """Return the corrected slope, the uncorrected one, and the reliability."""
    if not len(people):
        return np.nan, np.nan, np.nan
    fixed = [pd.get_dummies(names).to_numpy(dtype=float)]
    if through == "within":
        fixed.append(pd.get_dummies(waves).to_numpy(dtype=float))
    root = np.sqrt(people / people.sum())
    design = np.hstack(fixed) * root[:, None]
    out = np.eye(len(people)) - design @ np.linalg.pinv(design)
    out = root[:, None] * out * root
    y, x = values
    moved, together = x @ out @ x, x @ out @ y
    true = moved - np.sum(out * error[1, 1])
    if moved <= 1e-12:
        return np.nan, np.nan, 0.0
    corrected = (together - np.sum(out * error[1, 0])) / true if true > 0 else np.nan
    return corrected, together / moved, max(true / moved, 0.0)


def _verdict(row):
    if not row["reliability"] >= RELIABLE:
        return _("What moves these cohorts is mostly chance: no relation can be told. More people a cohort would help.")
    figures = ("estimate", "low", "high")
    shown = {name: number(round(row[name], 2) + 0.0, 2, signed=name == "estimate") for name in figures}
    shown |= {"outcome": row["outcome"], "explained_by": row["explained_by"]}
    shown["unit"] = _("levels") if row["facet"] == "mean" else _("points")
    if row["facet"] == "mean":
        said = _("Where “{explained_by}” of a cohort is one level higher, “{outcome}” is {estimate} {unit}.", **shown)
    else:
        said = _("For each point of “{explained_by}”, “{outcome}” of a cohort is {estimate} {unit}.", **shown)
    if np.isnan(row["low"]):
        return said + " " + _("Too few cohorts for an interval.")
    return said + " " + _("Between {low} and {high}; of cohorts, not of persons, and no cause.", **shown)

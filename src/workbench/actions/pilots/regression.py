"""The estimate: a regression of territories' changes on the pilot, by statsmodels.

Why statsmodels: it is kept (BSD, wheels for every system), it is here already, and its weighted least squares gives
the estimate, the weight of each territory's change in it, and an error clustered by territory. `diff-diff` (MIT), which
has Callaway & Sant'Anna's estimator ready, was tried and gives the same numbers to the last digit (the tests keep
them); it is not used, because importing it loads what it calls a faithful translation of R's rdrobust, which is under
the GPL, because it weighs 64 MB and because its interface is about to change (version 4).
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Fit:
    """What the regression gives: effect, error between territories (NaN where none), weights, mean change of pilots.

    `weights` is {(territory, base, wave): weight of its change in the effect}.
    """

    effect: float
    se: float
    weights: dict
    change: float


def regress(cohorts, change, weights=None):
    """Return the difference in differences of one figure.

    Within each cohort the changes are regressed on being a pilot; the effect is the mean of the cohorts' effects, each
    with the weight of its pilot territories. No two-way fixed effects over all waves: those would compare late starters
    with early ones.

    Parameters
    ----------
    cohorts : list of Cohort
        Each with at least one territory to compare with.
    change : function of (territory, base, wave)
    weights : dict, optional
        Of territories; by default all count the same.

    Returns
    -------
    Fit

    References
    ----------
    Callaway & Sant'Anna (2021), not-yet-treated comparisons without covariates; errors clustered by territory (Liang &
    Zeger 1986), only where two territories or more stand on either side of each cohort.

    Examples
    --------
    >>> from workbench.actions.pilots.trials import Cohort
    >>> changes = {"New Jersey": 21.03 - 20.44, "Pennsylvania": 21.17 - 23.33}  # jobs a restaurant: Card & Krueger 1994
    >>> one = Cohort("Nov", "Feb", "Nov", ("New Jersey",), ("Pennsylvania",))
    >>> round(regress([one], lambda territory, base, wave: changes[territory]).effect, 2)
    2.75
    """
    from statsmodels.api import WLS

    rows = [
        (name, one, at, name in one.treated)
        for at, one in enumerate(cohorts) for name in (*one.treated, *one.against)
    ]  # fmt: skip
    weight = np.array([(weights or {}).get(name, 1.0) for name, *_rest in rows])
    y = np.array([change(name, one.base, one.wave) for name, one, *_rest in rows])
    design = np.zeros((len(rows), 2 * len(cohorts)))
    for row, (_name, _one, at, treated) in zip(design, rows, strict=True):
        row[2 * at], row[2 * at + 1] = 1, treated
    mass = np.array([weight[[at == k and treated for _n, _o, at, treated in rows]].sum() for k in range(len(cohorts))])
    asked = np.zeros(2 * len(cohorts))
    asked[1::2] = mass / mass.sum()
    found = WLS(y, design, weights=weight).fit()
    shares = asked @ found.model.pinv_wexog * np.sqrt(weight)
    told = {(name, one.base, one.wave): float(a) for (name, one, *_rest), a in zip(rows, shares, strict=True)}
    pilots = np.array([treated for *_rest, treated in rows])
    return Fit(float(asked @ found.params), _clustered(found, asked, rows), told, float(shares[pilots] @ y[pilots]))


def _clustered(found, asked, rows):
    sides = [len(side) for one in {one for _n, one, *_r in rows} for side in (one.treated, one.against)]
    if min(sides) < 2:
        return np.nan
    names = {name: at for at, name in enumerate(dict.fromkeys(name for name, *_rest in rows))}
    groups = np.array([names[name] for name, *_rest in rows])
    covariance = found.get_robustcov_results("cluster", groups=groups).cov_params()
    return float(np.sqrt(max(asked @ covariance @ asked, 0)))

"""What would have changed if the same kinds of people had answered in both waves: shares by proportional odds."""

import numpy as np
import pandas as pd
from scipy.special import fdtrc

from workbench.cohorts.changes import two_waves
from workbench.cohorts.comparable import breaks
from workbench.cohorts.ordered import fit_ordered, probabilities, sandwich, score_rows
from workbench.cube import select
from workbench.cube.sums import adder, numbered
from workbench.language import N_, _, listed, number, percent
from workbench.scores.facets import directions
from workbench.scores.intervals import adjusted, critical, p_value
from workbench.scores.measures import ends
from workbench.scores.sessions import SESSIONS

_FIGURES = [
    "estimate_from", "estimate_to", "change", "adjusted_from", "low_from", "high_from", "adjusted_to", "low_to",
    "high_to", "difference", "se", "df", "low", "high", "p", "p_adjusted", "odds_ratio", "odds_low", "odds_high",
    "assumption_p",
]  # fmt: skip
#: From this p on the assumption of proportional odds is taken to hold as far as can be told.
HOLDS = 0.05


def adjusted_change(
    cube, adjust_for, *, earlier=None, later=None, by=("territory",), facet="good", waves=None,
    family=("territory", "origin"), confidence=0.95, progress=True,
):  # fmt: skip
    """Compare two waves as if the same kinds of people had answered in both: by proportional odds, told in shares.

    Parameters
    ----------
    cube : LevelCube
        Split by the covariates: `count_levels(…, by=["gender", "birth_cohort"])`.
    adjust_for : str or sequence of str
        Columns of `cube.cells`; each of their values is a kind of people, "" (not known) too.
    earlier, later : str, optional
        The two waves; by default the last two of the cube.
    by : str or sequence of str
        Columns that make a domain; each has a model of its own for each indicator.
    facet : {"good", "bad", "mean"}
        What is told: share in good or bad situations, or the mean situation.
    waves : DataFrame, optional
        Table `waves`: a break between the two becomes a warning.
    family : sequence of str
        As in `compare_waves`.
    confidence : float
    progress : bool
        Show a bar if it takes longer than two seconds.

    Returns
    -------
    DataFrame
        One row a domain and indicator that both waves have: the `by` columns, origin, indicator, facet, from, to,
        n_from, n_to, estimate_from, estimate_to and change (as people came), adjusted_from and adjusted_to with low_
        and high_, difference (adjusted), se, df, low, high, p, p_adjusted, odds_ratio with odds_low and odds_high (of
        being on a higher level in the later wave), assumption_p, assumption ("holds", "fails", "unknown"), direction
        ("up" better, "down" worse, "none"), note, warning and verdict.

    Raises
    ------
    ValueError
        If a column or wave is not there, or the facet is none of the three.

    Notes
    -----
    Weighted maximum likelihood of the ordered logit with the covariates' values and the wave as terms; the sandwich of
    the design (strata, clusters, a cluster of both waves as one draw; three reference groups or more as draws, the
    people of fewer). Shares are average predictions over all people of both waves, once as if all had answered in the
    earlier and once in the later wave; their error is that of the model (delta method), the people as they came. The
    assumption that the wave moves all K−1 cuts alike is checked by K−1 binary models (those that can be fitted): F test
    that the wave's coefficients are one. Where it fails, one odds ratio does not say what happened.

    References
    ----------
    McCullagh (1980); Binder (1983); Brant (1990). Equal to `svyolr` of R's survey and `polr` of MASS.

    Examples
    --------
    >>> from workbench.cube import count_levels
    >>> kinds = [("old", "2021", 40, 12), ("young", "2021", 40, 28), ("old", "2024", 80, 24), ("young", "2024", 20, 14)]
    >>> rows = [
    ...     (f"{age}{wave}{person}", wave, age, 5 if person < good else 1 + person % 3)
    ...     for age, wave, n, good in kinds for person in range(n)
    ... ]
    >>> answers = pd.DataFrame(rows, columns=["respondent", "wave", "age", "level"])
    >>> cube = count_levels(answers.assign(territory="Valbourg", indicator="MOB"),
    ...                     pd.DataFrame({"indicator": ["MOB"], "levels": [5]}), by="age")
    >>> row = adjusted_change(cube, "age").iloc[0]
    >>> round(float(row["change"]), 2), round(abs(float(row["difference"])), 2), row["direction"]
    (-0.12, 0.0, 'none')
    """
    from tqdm.auto import tqdm

    adjust_for, by, family = ([one] if isinstance(one, str) else list(one) for one in (adjust_for, by, family))
    by = [name for name in by if name not in ("wave", "origin", *adjust_for)]
    if absent := [name for name in (*adjust_for, *by) if name not in cube.cells]:
        raise ValueError(f"adjust_for: the cube has no {listed(absent)}; count_levels(…, by=…) splits it")
    if facet not in ("good", "bad", "mean"):
        raise ValueError(f"facet: {facet} is none of good, bad, mean")
    known = [
        *by, "origin", "indicator", "facet", "from", "to", "n_from", "n_to", *_FIGURES, "assumption", "direction",
        "note", "warning", "verdict",
    ]  # fmt: skip
    earlier, later = two_waves(cube, earlier, later)
    if not later:
        return pd.DataFrame(columns=known)
    cube = select(cube, wave=[earlier, later])
    domain, domains = numbered(cube.cells, [*by, "origin"])
    better = directions(cube.indicators)
    rows = []
    for one in tqdm(range(len(domains)), desc=_("Adjusting"), delay=2, disable=not progress, leave=False):
        places = np.flatnonzero(domain == one)
        cells = _as_draws(cube.cells.iloc[places].reset_index(drop=True))
        covariance = sandwich(cells)
        for at, name in enumerate(cube.indicators["indicator"]):
            found = _Model(cube, places, at, adjust_for, later, cells, covariance)
            if found.both:
                whose = domains.iloc[one].to_dict() | {"indicator": name, "from": earlier, "to": later}
                rows.append(whose | found.row(facet, better[at], confidence))
    table = pd.DataFrame(rows, columns=[*known, "better"])
    table["facet"] = facet
    table = _judged(table, waves, family, confidence, earlier, later)[known]
    table.attrs.update(cube.attrs)
    return table


class _Model:
    """One indicator in one domain: its cells, their covariates and weights."""

    def __init__(self, cube, places, at, adjust_for, later, cells, covariance):
        self.covariance = covariance
        levels = int(cube.indicators["levels"].iloc[at])
        weights, people, squares = (array[places, at, :levels] for array in (cube.weights, cube.persons, cube.squares))
        if cells["origin"].iloc[0] == "groups":
            weights, squares = _equal_voices(cells, weights, people, squares)
        self.wave = (cells["wave"] == later).to_numpy()
        self.people = [float(people[self.wave == side].sum()) for side in (False, True)]
        self.both = min(self.people) > 0
        self.levels = np.flatnonzero(weights.sum(axis=0) > 0)  # a level that nobody is on has no threshold
        self.scale = levels
        self.weights, self.squares = weights[:, self.levels], squares[:, self.levels]
        self.terms = _terms(cells, adjust_for, weights.sum(axis=1))

    def row(self, facet, better, confidence):
        """Return the figures of one row."""
        value = self._value(facet, better)
        plain = [self.weights[self.wave == side].sum(axis=0) for side in (False, True)]
        plain = [float(one @ value / one.sum()) for one in plain]
        row = {
            "better": better if facet == "mean" else {"good": 1, "bad": -1}[facet],
            "n_from": round(self.people[0]), "n_to": round(self.people[1]), "estimate_from": plain[0],
            "estimate_to": plain[1], "change": plain[1] - plain[0], "assumption": "unknown", "note": "",
        } | dict.fromkeys(_FIGURES[3:], np.nan)  # fmt: skip
        if len(self.levels) < 2:
            return row | {"note": _("All answers are alike, so there is nothing to adjust.")}
        design = np.column_stack([self.wave, self.terms]).astype(float)
        there = np.column_stack([np.ones(len(design)), design])[self.weights.sum(axis=1) > 0]
        if np.linalg.matrix_rank(there) <= design.shape[1]:
            return row | {"note": _("The kinds of people differ wholly between the waves: nothing can be adjusted.")}
        fit = _fitted(self.weights, design)
        if not fit.settled:
            return row | {"note": _("A kind of people is all at one end of the scale: put it with another.")}
        spread, df = self.covariance(self.weights, self.squares, score_rows(fit, design))
        covariance = fit.bread @ spread @ fit.bread
        if df < 1:
            return row | {"note": _("Too few answers for an interval.")}
        cuts, t = len(fit.thresholds), float(critical(df, confidence))
        shares = [self._average(fit, design, side, value) for side in (0.0, 1.0)]
        for name, (estimate, slope) in zip(("from", "to"), shares, strict=True):
            reach = t * np.sqrt(slope @ covariance @ slope)
            row |= {f"adjusted_{name}": estimate, f"low_{name}": estimate - reach, f"high_{name}": estimate + reach}
        difference, slope = shares[1][0] - shares[0][0], shares[1][1] - shares[0][1]
        se, wave_se = np.sqrt(slope @ covariance @ slope), np.sqrt(covariance[cuts, cuts])
        odds = fit.slopes[0] + np.array([0, -1, 1]) * t * wave_se
        row |= dict(zip(("odds_ratio", "odds_low", "odds_high"), np.exp(odds), strict=True))
        holds = self._holds(design, df)
        return row | {
            "difference": difference, "se": se, "df": df, "low": difference - t * se, "high": difference + t * se,
            "p": float(p_value(difference, se, df)), "assumption_p": holds,
            "assumption": "unknown" if np.isnan(holds) else "holds" if holds >= HOLDS else "fails",
        }  # fmt: skip

    def _value(self, facet, better):
        """Return what each level that is there counts."""
        level = self.levels + 1
        if facet == "mean":
            return level.astype(float)
        top = (facet == "good") == (better > 0)
        return (level > self.scale - ends(self.scale) if top else level <= ends(self.scale)).astype(float)

    def _average(self, fit, design, side, value):
        """Return the average prediction as if all had answered in one wave, and its derivative."""
        design = design.copy()
        design[:, 0] = side
        share = self.weights.sum(axis=1) / self.weights.sum()
        prob, slope = probabilities(fit, design)
        return float(share @ prob @ value), np.einsum("c,ckp,k->p", share, slope, value)

    def _holds(self, design, df):
        """Return the p of the test that the wave moves every cut alike, by binary models; NaN below two."""
        moved, influence = [], []
        for cut in range(self.weights.shape[1] - 1):
            high = np.arange(self.weights.shape[1]) > cut
            two = np.column_stack([self.weights[:, ~high].sum(axis=1), self.weights[:, high].sum(axis=1)])
            fit = _fitted(two, design)
            if fit.settled:  # a cut with a kind of people all on one side says nothing
                own = score_rows(fit, design) @ fit.bread[:, 1]
                moved.append(fit.slopes[0])
                influence.append(own[:, high.astype(int)])
        cuts = len(moved)
        if cuts < 2:
            return np.nan
        influence = np.stack(influence, axis=2)
        covariance, _df = self.covariance(self.weights, self.squares, influence)
        apart = np.eye(cuts)[1:] - np.eye(cuts)[:1]
        gap, spread = apart @ moved, apart @ covariance @ apart.T
        if df < cuts - 1 or np.linalg.cond(spread) > 1e12:
            return np.nan
        wald = gap @ np.linalg.solve(spread, gap) / (cuts - 1)
        free = df - (cuts - 1) + 1
        return float(fdtrc(cuts - 1, free, wald * free / df))


def _fitted(weights, design):
    """Fit with one row for each kind of people, which is all that the likelihood needs."""
    kinds, kind = np.unique(design, axis=0, return_inverse=True)
    return fit_ordered(adder(kind.ravel(), len(kinds))(weights), kinds)


def _as_draws(cells):
    """Return cells as a survey's: of three reference groups or more each is a cluster, of fewer their people are."""
    if cells["origin"].iloc[0] == "survey":
        return cells
    if cells["group"].nunique() < SESSIONS:
        return cells.assign(stratum=cells["group"], cluster="")
    return cells.assign(stratum="", cluster=cells["group"])


def _equal_voices(cells, weights, people, squares):
    """Return Σw and Σw² with the same weight for each session."""
    session = numbered(cells, ["territory", "wave", "group"])[0]
    heavy = np.bincount(session, weights.sum(axis=1))[session]
    sessions = len(np.unique(session[heavy > 0]))
    voice = np.divide(people.sum() / max(sessions, 1), heavy, out=np.zeros(len(heavy)), where=heavy > 0)
    return weights * voice[:, None], squares * voice[:, None] ** 2


def _terms(cells, adjust_for, weight):
    """Return a column for each value of each covariate but its heaviest one."""
    columns = []
    for name in adjust_for:
        heavy = pd.Series(weight).groupby(cells[name].to_numpy()).sum()
        columns += [(cells[name] == value).to_numpy() for value in heavy[heavy > 0].index if value != heavy.idxmax()]
    return np.column_stack(columns) if columns else np.zeros((len(cells), 0))


def _judged(table, waves, family, confidence, earlier, later):
    families = numbered(table, family)[0] if family and len(table) else np.zeros(len(table), dtype=int)
    table = table.astype(dict.fromkeys(_FIGURES, "float64"))
    table["p_adjusted"] = adjusted(table["p"], families)
    better = table["better"].astype(float)
    sign = np.where(table["p_adjusted"] < 1 - confidence, np.sign(table["difference"]) * better, 0)
    table["direction"] = pd.Series(np.select([sign > 0, sign < 0], ["up", "down"], "none"), dtype="str")
    place = table["territory"] if "territory" in table else [""] * len(table)
    said = [" ".join(breaks(waves, earlier, later, *of)) for of in zip(place, table["indicator"], strict=True)]
    table["warning"] = pd.Series(said, dtype="str")
    table["verdict"] = pd.Series([_verdict(row) for row in table.to_dict("records")], dtype="str")
    texts = dict.fromkeys(("note", "assumption"), "str")
    return table.astype(dict.fromkeys(_FIGURES, "Float64") | dict.fromkeys(("n_from", "n_to"), "Int64") | texts)


def _shown(value, facet, signed=False):
    if facet == "mean":
        return number(round(value, 1) + 0.0, 1, signed=signed)
    return number(round(100 * value) + 0.0, 0, signed=signed)


def _verdict(row):
    if pd.isna(row["p"]):
        return row["note"] or _("The answers are too few or too much alike to tell a change from chance.")
    facet = row["facet"]
    said = {name: _shown(row[name], facet, name in ("difference", "change"))
            for name in ("difference", "low", "high", "change")}  # fmt: skip
    said["unit"] = _("levels") if facet == "mean" else _("points")
    messages = {
        "up": N_("Better with the same kinds of people: {difference} {unit}, between {low} and {high}."),
        "down": N_("Worse with the same kinds of people: {difference} {unit}, between {low} and {high}."),
        "none": N_("With the same kinds of people no change is told: {difference} {unit}, between {low} and {high}."),
    }
    message = messages[row["direction"]]
    parts = [_(message, **said), _("As people came it was {change} {unit}.", **said)]
    if row["assumption"] == "fails":
        parts.append(_(
            "The waves do not differ alike along the scale (p = {p}): look at the shares, not at the odds ratio.",
            p=percent(row["assumption_p"], 1),
        ))  # fmt: skip
    return " ".join(part for part in [*parts, row["warning"]] if part)

"""From the cube to totals by level and how far chance may have moved them.

A domain is one combination of the `by` columns and the origin. For each indicator its totals by level and their
covariance are enough: shares, mean, polarisation and every difference follow from the two by the delta method.

How chance is thought of, the "basis", is said in words beside every figure:

sample
    A sample survey: clusters (persons, where no cluster is named) drawn independently within strata.
plain
    A survey that declares neither strata, clusters nor unequal weights: as if a simple random sample.
census
    All units of the population were drawn, as `finite` says: no chance is left.
sessions
    Three reference groups or more: as if the groups were drawn at random.
persons
    One or two reference groups: as if the people of each were drawn at random.
"""

from dataclasses import dataclass

import numpy as np

from workbench.cube.sums import adder, numbered
from workbench.language import listed, names
from workbench.scores.sessions import session_totals
from workbench.scores.surveys import survey_totals


@dataclass(frozen=True, eq=False)
class LevelTotals:
    """One indicator in every domain: totals by level, their covariance, and what stands behind them.

    Attributes
    ----------
    indicator : str
    levels : int
        K; `totals` has one column more when reasons for missing answers are in the denominator.
    totals : array, shape (domains, L)
        Σw by level; for groups, shares of the mix, each group with its voice.
    covariance : array, shape (domains, L, L)
        NaN where no error can be known.
    asked : array of bool, shape (domains,)
        Where somebody was asked, though perhaps nobody named a situation.
    persons, n_eff, df : array, shape (domains,)
        Answers, Kish's effective number of them (Σw)²/Σw², and degrees of freedom.
    basis : array of str, shape (domains,)
        "sample", "plain", "census", "sessions", "persons", or "" in a domain without answers.
    lonely : array of bool, shape (domains,)
        A stratum with one cluster was compared with the whole sample.
    units : tuple of tuples
        (domain, cluster, residual), for surveys and for groups: what the covariance is the sum of squares of, but for
        persons. A cluster has the same number in every wave.
    sessions : tuple
        (domain, group, voice, shares, covariance, persons) of each session, for the split of polarisation.
    """

    indicator: str
    levels: int
    totals: np.ndarray
    covariance: np.ndarray
    asked: np.ndarray
    persons: np.ndarray
    n_eff: np.ndarray
    df: np.ndarray
    basis: np.ndarray
    lonely: np.ndarray
    units: tuple
    sessions: tuple


def level_totals(cube, by, *, voices="equal", lonely="stop", finite=None, reasons=(), margins=(), stages=None):
    """Return the domains of a cube, and the totals of each indicator in them, one indicator at a time.

    Parameters
    ----------
    cube : LevelCube
    by : sequence of str
        Columns of `cube.cells` that make a domain; the origin always does.
    voices : {"equal", "weights"} or dict
        How much each reference group counts in a mix: the same, by its weights, or by {group: voice}.
    lonely : {"stop", "centre"}
        What to do with a stratum of which only one cluster was drawn.
    finite : DataFrame, optional
        Sampling units in the population: any of territory, wave, stratum, and `units`; `cluster` and `people`.
    reasons : sequence of str
        Reasons for missing answers that belong into the denominator.
    margins : str or sequence of str
        Columns that the weights of surveys are raked to, by which the cube is split: what they explain of the answers
        is no matter of chance.
    stages : dict, optional
        As in `Explained`.

    Returns
    -------
    domains : DataFrame
        One row a domain: the `by` columns and origin.
    totals : iterator of LevelTotals

    Raises
    ------
    ValueError
        If an option is none of these, or a stratum has one cluster and `lonely` is "stop".

    Examples
    --------
    >>> import pandas as pd
    >>> from workbench.cube import cube_from_counts
    >>> counts = pd.DataFrame({
    ...     "territory": "Basel", "wave": "2019", "indicator": "HOME",
    ...     "level": [1, 2, 3, 4], "count": [10, 50, 440, 500],
    ... })
    >>> domains, totals = level_totals(
    ...     cube_from_counts(counts, pd.DataFrame({"indicator": ["HOME"], "levels": [4]})), ["territory"]
    ... )
    >>> one = next(totals)
    >>> one.totals[0], str(one.basis[0])
    (array([ 10.,  50., 440., 500.]), 'plain')
    """
    columns = list(dict.fromkeys(column for column in by if column != "origin"))
    if absent := [column for column in columns if column not in cube.cells.columns]:
        raise ValueError(f"by: the cube has no {listed(absent)}; count_levels(…, by=…) splits it")
    if lonely not in ("stop", "centre"):
        raise ValueError(f"lonely: 'stop' or 'centre', not {lonely!r}")
    if not isinstance(voices, dict) and voices not in ("equal", "weights"):
        raise ValueError(f"voices: 'equal', 'weights' or a dict, not {voices!r}")
    if isinstance(voices, dict) and any(not 0 <= voice < np.inf for voice in voices.values()):
        raise ValueError("voices: each is a number of at least 0")
    domain, domains = numbered(cube.cells, [*columns, "origin"])
    margins = [margins] if isinstance(margins, str) else list(margins)
    parts = []
    for origin in ("survey", "groups"):
        places = np.flatnonzero(cube.cells["origin"] == origin)
        if len(places):
            here = (cube, places, domain[places], len(domains))
            survey = origin == "survey"
            told = (lonely, finite, margins, stages) if survey else (voices,)
            parts.append((survey_totals if survey else session_totals)(*here, *told))
    reasons = [reasons] if isinstance(reasons, str) else list(reasons)
    if strange := [reason for reason in reasons if reason not in {*cube.reasons, *names("reason")}]:
        raise ValueError(f"denominator: no answer is missing for {listed(strange)}, but for {listed(cube.reasons)}")
    surveys = (domains["origin"] == "survey").to_numpy()
    add = adder(domain, len(domains))
    return domains, (_indicator(cube, at, parts, surveys, reasons, add) for at in range(len(cube.indicators)))


def refuse_confidence(confidence):
    """Stop where the confidence of intervals is no share, such as 95."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence: between 0 and 1, such as 0.95, not {confidence}")


def variance(gradient, covariance):
    """Return g′ C g: the variance of a figure whose derivative by the totals is g.

    The derivatives are one for each covariance, or a table of them, one a row.

    >>> float(variance(np.array([1.0, -1.0]), np.eye(2)))
    2.0
    """
    if gradient.ndim == covariance.ndim:
        moved = gradient @ covariance
    else:
        moved = (gradient[..., None, :] @ covariance)[..., 0, :]
    value = np.einsum("...l,...l->...", moved, gradient)
    return np.where(value < 1e-16, 0.0, value)  # as small, or below 0, only by rounding


def _indicator(cube, at, parts, surveys, reasons, add):
    """Return the totals of the indicator at place `at`: what surveys and groups say, each in its own domains."""
    levels = int(cube.indicators["levels"].iloc[at])
    sums = [array[:, at, :levels] for array in (cube.weights, cube.persons, cube.squares)]
    if reasons:
        chosen = [place for place, reason in enumerate(cube.reasons) if reason in reasons]
        lacking = cube.missing[:, :, at, chosen].sum(axis=2)
        sums = [np.column_stack([part, more]) for part, more in zip(sums, lacking, strict=True)]
    found = [measure(*sums) for measure in parts]
    merged = {name: found[0][name] for name in ("totals", "covariance", "persons", "n_eff", "df", "basis")}
    if len(found) == 2:  # a survey and groups
        for name, values in merged.items():
            told = surveys.reshape(-1, *[1] * (values.ndim - 1))
            merged[name] = np.where(told, values, found[1][name])
    merged["asked"] = (merged["persons"] > 0) | (add(cube.missing[1, :, at].sum(axis=1)) > 0)
    return LevelTotals(
        str(cube.indicators["indicator"].iloc[at]), levels, **merged,
        lonely=found[0].get("lonely", np.zeros(len(surveys), dtype=bool)),
        units=tuple(one["units"] for one in found),
        sessions=found[-1].get("sessions", ()),
    )  # fmt: skip

"""Sample surveys: strata and clusters into the covariance of totals by level.

z_hc is a cluster's total; V = Σ_h (1−f_h) n_h/(n_h−1) Σ_c (z_hc − z̄_h)², with 0 for the clusters of the stratum that
have nobody of the domain (Binder 1983; checked against the R package survey). Persons whose cluster is not named are
units of their own: Σw and Σw² by level make that exact.
"""

import numpy as np
import pandas as pd

from workbench.language import _
from workbench.scores.explained import Explained
from workbench.scores.sums import adder, effective, numbered, squarer


def survey_totals(cube, places, domain, count, lonely, finite, margins=(), stages=None):
    """Prepare the design of the surveys in a cube; return the function that measures one indicator.

    Parameters
    ----------
    cube : LevelCube
    places : array of int
        The cells of the surveys.
    domain : array of int
        The domain of each of them.
    count : int
        How many domains there are.
    lonely, finite, margins
        As in `level_totals`.
    stages
        As in `Explained`.

    Returns
    -------
    function of (weights, people, squares), each cells × L
        Returns fields of `LevelTotals` by name.
    """
    cells = cube.cells.iloc[places].reset_index(drop=True).assign(domain_=domain)
    named = (cells["cluster"] != "").to_numpy()
    cells["stratum_"], strata = numbered(cells, ["territory", "wave", "stratum"])
    persons = np.bincount(cells["stratum_"][~named], cells["respondents"][~named], len(strata))
    # a cluster is drawn in one wave; its number without the wave ("lasting") tells that it came again
    cells["unit"] = numbered(cells, ["stratum_", "cluster"])[0]
    cells["lasting"] = numbered(cells, ["territory", "stratum", "cluster"])[0]
    clusters = cells.loc[named, ["stratum_", "unit", "lasting"]].drop_duplicates("unit")
    drawn = np.bincount(clusters["stratum_"], minlength=len(strata)) + persons
    scale, centred = _scale(strata, drawn, lonely, finite)

    pair, pairs = numbered(cells, ["domain_", "stratum_"])
    rows = pairs.assign(pair=pairs.index).merge(clusters, on="stratum_")  # each cluster in each domain of its stratum
    row_pair = rows["pair"].to_numpy()
    again, lasting = numbered(rows, ["domain_", "lasting"])
    own = pd.MultiIndex.from_frame(rows[["pair", "unit"]])
    own = own.get_indexer(pd.MultiIndex.from_arrays([pair[named], cells["unit"].to_numpy()[named]]))
    here = slice(None) if len(places) == len(cube.cells) else places
    some = slice(None) if named.all() else np.flatnonzero(named)
    alone = np.flatnonzero(~named)
    to_row, to_pair, row_to_pair = adder(own, len(rows)), adder(pair, len(pairs)), adder(row_pair, len(pairs))
    alone_to_pair = adder(pair[alone], len(pairs))
    to_unit, square = adder(again, len(lasting)), squarer(lasting["domain_"], count)
    to_domain = adder(pairs["domain_"], count)
    stratum = pairs["stratum_"].to_numpy()
    scale, centred, drawn, persons = scale[stratum], centred[stratum], drawn[stratum], persons[stratum]
    reach = np.sqrt(scale).take(row_pair)[:, None]
    plain = not named.any() and not strata["stratum"].any()
    known = Explained(cube, cells, places, margins, stages) if len(margins) else None
    of_row, of_pair = rows["domain_"].to_numpy(), pairs["domain_"].to_numpy()
    in_stratum = cells["stratum_"].to_numpy()

    def measure(weights, people, squares):
        weights, people, squares = weights[here], people[here], squares[here]
        totals, answers = to_pair(weights), _across(people)
        answered = to_pair(answers)
        fitted = None if known is None else known.fitted(weights, people, count)
        moved = totals if known is None else totals - known.sums(fitted, in_stratum, of_pair, stratum)
        middle = moved / drawn[:, None] * centred[:, None]
        residuals = to_row(weights[some])
        if known is not None:
            unit = np.where(named, cells["unit"].to_numpy(), -1)
            residuals -= known.sums(fitted, unit, of_row, rows["unit"].to_numpy())
        residuals -= middle.take(row_pair, axis=0)
        residuals *= reach
        # the same cluster in two waves of one domain is one draw: its residuals add before they are squared
        residuals = to_unit(residuals)
        covariance = square(residuals)
        if len(alone):
            spread = _alone(alone_to_pair, weights[alone], squares[alone], middle, persons)
            if known is not None:
                spread += known.alone(fitted, (alone, alone_to_pair), squares, middle, in_stratum, (of_pair, stratum))
            covariance += to_domain(scale[:, None, None] * spread)
        units = row_to_pair((to_row(answers[some]) > 0).astype(float)) + alone_to_pair(answers[alone])
        number = to_domain(answered)
        size = effective(to_domain(totals).sum(axis=1), to_domain(to_pair(_across(squares))))
        return {
            "totals": to_domain(totals),
            "covariance": covariance,
            "persons": number,
            "n_eff": size,
            "df": to_domain(units - (answered > 0)),
            "basis": np.where(number > 0, np.where(plain & np.isclose(size, number), "plain", "sample"), ""),
            "lonely": to_domain((answered > 0) & ~centred & (scale > 0)) > 0,
            "units": (lasting["domain_"].to_numpy(), lasting["lasting"].to_numpy(), residuals),
        }

    return measure


def _across(values):
    """Return the sum of each row; as a product, which is quicker on many short rows."""
    return values @ np.ones(values.shape[1])


def _alone(to_pair, weights, squares, middle, persons):
    """Return Σ (z − z̄)(z − z̄)′ over persons who are units of their own; absent ones of the stratum count with z = 0."""
    cross = to_pair(weights)[:, :, None] * middle[:, None, :]
    spread = persons[:, None, None] * middle[:, :, None] * middle[:, None, :]
    spread -= cross + cross.transpose(0, 2, 1)
    level = np.arange(weights.shape[1])
    spread[:, level, level] += to_pair(squares)
    return spread


def _scale(strata, drawn, lonely, finite):
    """Return (1−f) n/(n−1) of each stratum, and whether its units are compared with their own mean."""
    fraction = np.zeros(len(strata))
    if finite is not None:
        on = [column for column in strata if column in finite]
        units = finite[[*on, "units"]].astype(dict.fromkeys(on, "str"))
        units = pd.to_numeric(strata.merge(units, on=on, how="left", validate="many_to_one")["units"])
        units = units.to_numpy(dtype=float, na_value=np.inf)
        if np.any(units < drawn):
            raise ValueError(f"finite: fewer units in the population ({units.min():g}) than in the sample")
        fraction = drawn / units
    sample = numbered(strata, ["territory", "wave"])[0]
    whole = np.bincount(sample, drawn)[sample]
    alone = (drawn <= 1) & (fraction < 1)
    if lonely == "stop" and (alone & (whole > 1)).any():
        row = strata[alone & (whole > 1)].iloc[0]
        raise ValueError(
            _(
                "Stratum “{stratum}” of {territory}, {wave}, has only one cluster, so its spread cannot be known. "
                "Join it to a stratum that is like it, or choose lonely='centre' to compare it with the whole sample.",
                **row,
            )
        )
    usual = np.divide(drawn, drawn - 1, out=np.ones(len(strata)), where=drawn > 1)
    # one unit in the whole sample tells nothing about chance
    return (1 - fraction) * np.where(alone & (whole <= 1), np.nan, usual), ~alone

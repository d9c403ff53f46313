"""Sample surveys: strata and clusters into the covariance of totals by level.

z_hc is a cluster's total; V = Σ_h (1−f_h) n_h/(n_h−1) Σ_c (z_hc − z̄_h)², with 0 for the clusters of the stratum that
have nobody of the domain (Binder 1983; checked against the R package survey). Persons whose cluster is not named are
units of their own: Σw and Σw² by level make that exact.
"""

import numpy as np
import pandas as pd

from workbench.cube.numbering import coded
from workbench.cube.parts import frame_part
from workbench.cube.sums import adder, effective, in_numbers, numbered, numbers, squarer
from workbench.language import _, listed
from workbench.scores.explained import Explained


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
    keys = in_numbers(cells, ["territory", "wave", "stratum", "cluster"])
    keys["stratum_"], first = numbers(keys, ["territory", "wave", "stratum"])
    strata = cells[["territory", "wave", "stratum"]].take(first).reset_index(drop=True)
    keys["unit"] = numbers(keys, ["stratum_", "cluster"])[0]
    cells = cells.assign(stratum_=keys["stratum_"], unit=keys["unit"])
    persons = np.bincount(cells["stratum_"][~named], cells["respondents"][~named], len(strata))
    clusters = keys[named].drop_duplicates("unit")
    # a cluster is drawn in one wave; its number without the wave ("lasting") tells that it came again
    clusters = clusters.assign(lasting=numbers(clusters, ["territory", "stratum", "cluster"])[0])
    clusters = clusters[["stratum_", "unit", "lasting"]]
    drawn = np.bincount(clusters["stratum_"], minlength=len(strata)) + persons
    if finite is not None and not {"units", "people"} & set(finite):
        raise ValueError("finite: a table with `units`, of a territory, wave or stratum; and `people` of each cluster")
    fraction = _fraction(strata, drawn, finite)
    scale, centred = _scale(strata, drawn, lonely, fraction)
    second = None if finite is None or "people" not in finite else second_stage(cells, fraction, finite)
    if second is not None and (len(margins) or cube.squares.shape[2] < cube.weights.shape[2]):
        raise ValueError("finite: the people of clusters are not taken into account with margins, nor in large cubes")

    pair, pairs = numbered(cells, ["domain_", "stratum_"])
    rows = pairs.assign(pair=pairs.index).merge(clusters, on="stratum_")  # each cluster in each domain of its stratum
    row_pair = rows["pair"].to_numpy()
    again, lasting = numbered(rows, ["domain_", "lasting"])
    key = pair * len(cells) + cells["unit"].to_numpy()
    own = pd.Index(row_pair * len(cells) + rows["unit"].to_numpy()).get_indexer(key[named])
    here = slice(None) if len(places) == len(cube.cells) else places
    some = slice(None) if named.all() else np.flatnonzero(named)
    alone = np.flatnonzero(~named)
    to_row, row_to_pair = adder(own, len(rows)), adder(row_pair, len(pairs))
    alone_to_pair = adder(pair[alone], len(pairs))
    to_unit, square = adder(again, len(lasting)), squarer(lasting["domain_"], count)
    to_domain = adder(pairs["domain_"], count)
    stratum = pairs["stratum_"].to_numpy()
    scale, centred, drawn, persons = scale[stratum], centred[stratum], drawn[stratum], persons[stratum]
    chosen = (fraction[stratum] < 1) | (second is not None)  # where somebody was left out
    reach = np.sqrt(scale).take(row_pair)[:, None]
    plain = not named.any() and not strata["stratum"].any()
    known = Explained(cube, cells, places, margins, stages) if len(margins) else None
    of_row, of_pair = rows["domain_"].to_numpy(), pairs["domain_"].to_numpy()
    of_unit = lasting["domain_"].to_numpy(), lasting["lasting"].to_numpy()
    in_stratum = cells["stratum_"].to_numpy()

    def measure(weights, people, squares):
        weights, people, squares = weights[here], people[here], squares[here]
        beside = np.column_stack([_across(people), _across(squares)])
        residuals, others = to_row(weights[some]), to_row(beside[some])
        moved, answered = row_to_pair(residuals), row_to_pair(others)
        if len(alone):
            moved, answered = moved + alone_to_pair(weights[alone]), answered + alone_to_pair(beside[alone])
        totals, (number, size) = to_domain(moved), to_domain(answered).T
        if known is not None:
            fitted = known.fitted(weights, people, count)
            moved = moved - known.sums(fitted, in_stratum, of_pair, stratum)
            unit = np.where(named, cells["unit"].to_numpy(), -1)
            residuals -= known.sums(fitted, unit, of_row, rows["unit"].to_numpy())
        middle = moved / drawn[:, None] * centred[:, None]
        residuals -= middle.take(row_pair, axis=0)
        residuals *= reach
        # the same cluster in two waves of one domain is one draw: its residuals add before they are squared
        residuals = to_unit(residuals)
        covariance = square(residuals)
        if second is not None:
            within, people_of = (part[rows["unit"].to_numpy()] for part in second)
            sums, spread = to_row(weights[some]), to_row(squares[some])
            own = -sums[:, :, None] * sums[:, None, :] / people_of[:, None, None]
            level = np.arange(weights.shape[1])
            own[:, level, level] += spread
            covariance += adder(of_row, count)(within[:, None, None] * own)
        if len(alone):
            spread = _alone(alone_to_pair, weights[alone], squares[alone], middle, persons)
            if known is not None:
                spread += known.alone(fitted, (alone, alone_to_pair), squares, middle, in_stratum, (of_pair, stratum))
            covariance += to_domain(scale[:, None, None] * spread)
        units = row_to_pair((others[:, 0] > 0).astype(float)) + alone_to_pair(beside[alone, 0])
        size, answered = effective(_across(totals), size), answered[:, 0] > 0
        basis = np.where(plain & np.isclose(size, number), "plain", "sample")
        basis = np.where(to_domain(answered & chosen) > 0, basis, "census")
        return {
            "totals": totals,
            "covariance": covariance,
            "persons": number,
            "n_eff": size,
            "df": to_domain(units - answered),
            "basis": np.where(number > 0, basis, ""),
            "lonely": to_domain(answered & ~centred & (scale > 0)) > 0,
            "units": (*of_unit, residuals),
        }

    return measure


def _across(values):
    """Return the sum of each row, as is quick on many short rows; a product starts threads that wait in circles."""
    return np.einsum("ij->i", values)


def _alone(to_pair, weights, squares, middle, persons):
    """Return Σ (z − z̄)(z − z̄)′ over persons who are units of their own; absent ones of the stratum count with z = 0."""
    cross = to_pair(weights)[:, :, None] * middle[:, None, :]
    spread = persons[:, None, None] * middle[:, :, None] * middle[:, None, :]
    spread -= cross + cross.transpose(0, 2, 1)
    level = np.arange(weights.shape[1])
    spread[:, level, level] += to_pair(squares)
    return spread


def second_stage(cells, fraction, finite):
    """Return f1 (1 − f2) m/(m − 1) of each cluster, and how many people of it were drawn: what a second stage adds.

    Parameters
    ----------
    cells : DataFrame
        With `unit` and `stratum_`.
    fraction : array
        Which part of the clusters of each stratum was drawn.
    finite : DataFrame
        With `cluster` and `people`, and any of territory, wave, stratum.

    Returns
    -------
    array, array, shape (units,)

    Raises
    ------
    ValueError
        If a cluster is said to have fewer people than answered.

    References
    ----------
    Särndal, Swensson & Wretman (1992), 4.3: Σ f1 (1 − f2) m/(m − 1) Σ (z_i − z̄)² over the people of each cluster; as
    the R package survey has it.
    """
    keys = ["territory", "wave", "stratum", "cluster"]
    on, known = _of_population(finite, keys, "people", cells)
    units = cells.groupby("unit").agg({**dict.fromkeys(keys, "first"), "stratum_": "first", "respondents": "sum"})
    people = pd.to_numeric(units.merge(known, on=on, how="left", validate="many_to_one")["people"])
    drawn, people = units["respondents"].to_numpy(dtype=float), people.to_numpy(dtype=float, na_value=np.inf)
    if np.any(people < drawn):
        raise ValueError(f"finite: fewer people in a cluster ({people.min():g}) than in the sample")
    usual = np.divide(drawn, drawn - 1, out=np.zeros(len(drawn)), where=drawn > 1)
    return fraction[units["stratum_"]] * (1 - drawn / people) * usual, np.maximum(drawn, 1)


def _fraction(strata, drawn, finite):
    """Return which part of the clusters of each stratum was drawn; 0 where the population has no known end."""
    if finite is None or "units" not in finite:
        return np.zeros(len(strata))
    on, units = _of_population(finite, list(strata), "units", strata)
    how = {"on": on, "how": "left", "validate": "many_to_one"} if on else {"how": "cross"}
    units = pd.to_numeric(strata.merge(units, **how)["units"]).to_numpy(dtype=float, na_value=np.inf)
    if np.any(units < drawn):
        raise ValueError(f"finite: fewer units in the population ({units.min():g}) than in the sample")
    return drawn / units


def _of_population(finite, keys, amount, cells):
    """Return the columns that tell what numbers of the population are of, and these, their keys written as a cube's."""
    on = [column for column in keys if column in finite]
    known, table = finite[[*on, amount]].reset_index(drop=True), frame_part(finite)
    for column in on:
        code, texts = coded(table.take(column), len(finite))
        known[column] = pd.array(texts, dtype="str").take(code)
        if len(known) and not known[column].isin(cells[column]).any():
            raise ValueError(f"finite: the survey has no {column} {listed(sorted(set(known[column])))}")
    known = known.drop_duplicates()
    if len(known) > 1 and (not on or known.duplicated(on).any()):
        raise ValueError(f"finite: several numbers of {amount} of the same {listed(on) or 'population'}")
    return on, known


def _scale(strata, drawn, lonely, fraction):
    """Return (1−f) n/(n−1) of each stratum, and whether its units are compared with their own mean."""
    sample = numbers(strata, ["territory", "wave"])[0]
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

"""The level cube into scores: level, polarisation and disparity of each domain, each with its error and its note."""

import numpy as np
import pandas as pd

from workbench.language import _, number
from workbench.scores.disparity import between_groups
from workbench.scores.errors import level_totals, refuse_confidence
from workbench.scores.facets import directions, figures, interval, median, standard_error
from workbench.scores.resampled import RESAMPLED, resampled_errors
from workbench.tables import DTYPES, TABLES, columns, empty

#: Below this effective number of answers no polarisation is shown.
ENOUGH = 30
#: Shares of people, whose denominator is a choice.
COUNTED = ("share", "good", "bad")
#: The facets that are not shown for few answers.
UNSTEADY = ("polarisation", "within", "between", "disparity")
#: Every facet, in the order of the rows.
FACETS = ("share", "mean", "good", "bad", "median", *UNSTEADY)


def score(
    cube, *, by=("territory", "wave"), voices="equal", confidence=0.95, facets=None, denominator=(), lonely="stop",
    finite=None, margins=(), replicates=None, seed=2024,
):  # fmt: skip
    """Score each domain of a level cube: level, polarisation and disparity, with intervals and notes.

    Reference groups ("groups") and surveys of residents ("survey") are scored side by side and never pooled.

    Parameters
    ----------
    cube : LevelCube
    by : str or sequence of str
        Columns of `cube.cells` that make a domain: territory, wave, group, and the columns the cube was split by. What
        is not named is put together.
    voices : {"equal", "weights"} or dict
        How much each reference group counts where several are put together: every group the same, as the method asks;
        by its weights (its people, where nobody is weighted); or by {group: voice}, such as shares of the population.
    confidence : float
        Confidence of the intervals.
    facets : str or sequence of str, optional
        Which of `FACETS` to give; all by default.
    denominator : str or sequence of str
        Reasons for missing answers ("dont_know", "no_answer") that stay in the denominator of share, good and bad, as
        many published percentages have it. The other facets are always of those who named a situation.
    lonely : {"stop", "centre"}
        What to do with a stratum of which only one cluster was drawn: stop with a question, or compare the cluster
        with the whole sample and say so in the note.
    finite : DataFrame, optional
        How many sampling units the population has: any of territory, wave, stratum, and `units`. Where people were
        drawn within clusters, also `cluster` and `people`, how many each of them has.
    margins : str or sequence of str
        The columns that `rake_weights` took the survey's weights to, by which the cube is split (`count_levels(…,
        by=…)`): what they explain of the answers is then no matter of chance. Without it errors are too large.
    replicates : int, optional
        Take the errors of share, mean, good, bad and polarisation from so many draws of the clusters (of surveys that
        name them) instead of from linearisation; say 1000. The intervals keep the degrees of freedom of the design.
    seed : int
        Where the draws begin; the same seed gives the same errors.

    Returns
    -------
    DataFrame
        Table `scores`, one figure a row, with the extra `by` columns behind. Facets: share (one row a `level`), mean
        (1..K), good and bad (see `measures.ends`; the better end is as the indicator's direction says), median,
        polarisation; of several reference groups also within and between (their sum is polarisation) and disparity =
        between / polarisation; these two may lie a little below 0, which means: none to be seen. n counts answers,
        n_eff is Kish's, note says why a figure or interval is missing and what the error supposes.

    Raises
    ------
    ValueError
        If an option is none of these, or a stratum has one cluster and `lonely` is "stop". With `replicates`, also if
        a survey does not name its clusters, the cube has reference groups, or `finite`, `denominator` or `margins` is
        given.

    Notes
    -----
    The intervals of between and of disparity are rough where these are small or the groups few: simulated with 4 to 12
    groups of 10, nominal 95 % covers 85–96 %.

    References
    ----------
    Errors: Binder (1983), as the R package survey. Shares: Wilson with the effective size of Korn & Graubard (1998).
    Median: Woodruff (1952), by the interval of each F_k. Mean: on the logit scale; polarisation: by the arcsine of its
    root, with one answer more. Polarisation and its parts: small-sample bias removed, not shown below an effective n of
    30. What is shown is ours; SPIRAL publishes no index.

    Examples
    --------
    >>> import pandas as pd
    >>> from workbench.cube import cube_from_counts
    >>> counts = pd.DataFrame({
    ...     "territory": "Basel", "wave": "2019", "indicator": "HOME",
    ...     "level": [1, 2, 3, 4], "count": [10, 50, 440, 500],
    ... })
    >>> cube = cube_from_counts(counts, pd.DataFrame({"indicator": ["HOME"], "levels": [4]}))
    >>> score(cube, facets=["mean", "good"])[["wave", "facet", "n", "estimate", "low", "high"]].round(3)
       wave facet     n  estimate    low   high
    0  2019  mean  1000      3.43  3.389  3.468
    1  2019  good  1000      0.94  0.924  0.953
    """
    by, facets = ([one] if isinstance(one, str) else list(dict.fromkeys(one)) for one in (by, facets or FACETS))
    refuse_confidence(confidence)
    if unknown := [facet for facet in facets if facet not in FACETS]:
        raise ValueError(f"facets: {unknown} is none of {list(FACETS)}")
    if not len(cube.cells) or not len(cube.indicators):
        return empty("scores")
    drawn = _drawn(cube, by, facets, replicates, seed, finite, [*denominator, *margins])
    options = {"voices": voices, "lonely": lonely, "finite": finite, "margins": margins}
    domains, totals = level_totals(cube, by, **options)
    heard = level_totals(cube, by, reasons=denominator, **options)[1] if denominator else None
    order = [facet for facet in FACETS if facet in facets]
    told = zip(totals, directions(cube.indicators), drawn, strict=True)
    blocks = [
        block
        for one, direction, errors in told
        for block in _blocks(one, next(heard) if heard else one, direction, errors, order, confidence)
    ]
    where = np.concatenate([block.pop("domain") for block in blocks])
    by_domain = np.argsort(where, kind="stable")
    table = {name: domains[name].array.take(where[by_domain]) for name in domains}
    for name in list(blocks[0]):
        values = [block.pop(name) for block in blocks]
        if isinstance(values[0], str):  # a text a block
            of = np.repeat(np.arange(len(blocks)), [len(block["note"]) for block in blocks])
            table[name] = pd.array(values, dtype="str").take(of[by_domain])
        else:
            table[name] = np.concatenate(values)[by_domain]
    table = pd.DataFrame(table)
    known = columns("scores")
    table = table.assign(**dict.fromkeys((name for name in known if name not in table), ""))
    table = table[[*known, *(name for name in domains if name not in known)]]
    table = table.astype({name: DTYPES[TABLES["scores"].column(name).kind] for name in known})
    table.attrs.update(cube.attrs)
    return table


def _drawn(cube, by, facets, replicates, seed, finite, denominator):
    """Return, for each indicator, the errors that resampling finds by facet; none where it is not asked for."""
    if replicates is None:
        return [{}] * len(cube.indicators)
    if replicates < 2:
        raise ValueError(f"replicates: at least 2, and 1000 for steady errors, not {replicates}")
    if finite is not None or len(denominator):
        raise ValueError("replicates: not together with finite or denominator, nor with margins")
    if (cube.cells["origin"] == "groups").any():
        raise ValueError("replicates: reference groups are not drawn; select(cube, origin='survey') leaves them out")
    chosen = [facet for facet in RESAMPLED if facet in facets]
    by = [*(column for column in by if column != "origin"), "origin"]
    return resampled_errors(
        cube, by, chosen, replicates=replicates, seed=seed, directions=directions(cube.indicators)
    )


def _blocks(one, heard, direction, errors, facets, confidence):
    """Yield the rows of one indicator, one facet (and level) at a time, as columns."""
    found, cumulated = figures(one, heard, direction, facets=facets)
    found = {
        facet: (
            estimate,
            errors[facet] if facet in errors else standard_error(gradient, heard if facet in COUNTED else one),
        )
        for facet, (estimate, gradient) in found.items()
    }
    parts, several = between_groups(one, len(one.asked), cumulated[1])
    found.update(parts)
    base = base_notes(one)
    for facet in facets:
        if facet == "median":
            estimate, low, high = median(one, cumulated, confidence=confidence)
            se = np.full(len(one.asked), np.nan)
        else:
            estimate, se = found[facet]
            low, high = interval(facet, found[facet], one, cumulated, confidence=confidence)
        if (sure := one.basis == "census").any():
            sure = sure.reshape(-1, *[1] * (estimate.ndim - 1))
            low, high = (np.where(sure, estimate, edge) for edge in (low, high))
        counted = heard if facet in COUNTED else one
        kept = one.asked & several if facet in parts else one.asked
        for level in range(1, one.levels + 1) if facet == "share" else (np.nan,):
            figure = [values if np.isnan(level) else values[:, level - 1] for values in (estimate, se, low, high)]
            yield _block(facet, level, counted, figure, base, kept)


def _block(facet, level, one, figure, base, kept):
    """Return the rows of one facet (and level), with the notes that say why something is missing."""
    few = (one.n_eff < ENOUGH) & (facet in UNSTEADY)
    estimate, se, low, high = (np.where(few, np.nan, values) for values in figure)
    note, lacking = base.copy(), np.isnan(low)
    note[lacking] = _("Too few answers for an interval.")
    if facet == "mean":
        alike = np.count_nonzero(one.totals[:, : one.levels], axis=1) == 1
        note[lacking & (se == 0)] = _("No error can be seen, so no interval can be given.")
        note[lacking & (se == 0) & alike] = _("All answers are alike, so no interval can be given.")
    if facet in UNSTEADY:
        note[lacking & ((estimate <= 0) | (estimate >= 1))] = _("At the end of its scale, so no interval can be given.")
        note[np.isnan(estimate)] = _("A group of one person leaves unknown how far its people are apart.")
        scarce = few & kept
        sizes, which = np.unique(one.n_eff[scarce].round(), return_inverse=True)  # thousands of domains, few sizes
        note[scarce] = np.array([too_few(answers) for answers in sizes.tolist()], dtype=object)[which]
    if facet in ("between", "disparity"):
        note[lacking & (estimate <= 0)] = _("No more between the groups than chance alone would put there.")
    note[one.persons == 0] = _("Nobody named a situation.")
    rows = {
        "domain": np.arange(len(kept)), "indicator": one.indicator, "facet": facet, "level": level,
        "n": np.rint(one.persons), "n_eff": one.n_eff, "estimate": estimate, "se": se, "df": one.df,
        "low": low, "high": high, "note": note,
    }  # fmt: skip
    return {
        name: values if isinstance(values, str) else np.broadcast_to(values, len(kept))[kept]
        for name, values in rows.items()
    }


def base_notes(one):
    """Return, for each domain, what its errors suppose.

    Parameters
    ----------
    one : LevelTotals

    Returns
    -------
    array of str, shape (domains,)
    """
    notes = np.full(len(one.basis), "", dtype=object)
    notes[one.basis == "plain"] = _("As if a simple random sample: neither strata, clusters nor weights are declared.")
    notes[one.basis == "census"] = _("All units of the population were drawn: no chance is left to count.")
    notes[one.basis == "persons"] = _("As if the people had been drawn at random: reference groups are no sample.")
    notes[one.basis == "sessions"] = _("As if the groups had been drawn at random: reference groups are no sample.")
    notes[one.lonely] = _("A stratum with only one cluster is compared with the whole sample.")
    return notes


def too_few(n_eff):
    """Return why no polarisation is shown for so few answers."""
    return _(
        "Not shown below {enough} answers (here {n}): it would say more about chance than about people.",
        enough=number(ENOUGH), n=number(np.minimum(n_eff, ENOUGH - 1), 0),  # 29.6 is not 30
    )  # fmt: skip

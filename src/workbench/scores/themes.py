"""Several indicators put together: the scores of themes, of dimensions, and of what is held for future generations."""

import numpy as np
import pandas as pd

from workbench.language import _, listed, percent
from workbench.scores.errors import level_totals, refuse_confidence
from workbench.scores.facets import directions
from workbench.scores.influence import measured, put_together, squares
from workbench.scores.intervals import logit_interval
from workbench.scores.members import labels, members, standing
from workbench.scores.table import base_notes, too_few
from workbench.tables import DTYPES, TABLES, columns, empty

#: The facets that a theme has, in the order of the rows.
OF_THEMES = ("share", "mean", "good", "bad", "polarisation", "disparity")


def score_themes(
    cube, *, of="theme", by=("territory", "wave"), tree=None, indicators=None, facets=OF_THEMES, voices="equal",
    confidence=0.95, lonely="stop", finite=None, margins=(),
):  # fmt: skip
    """Score each theme (or dimension) of a level cube: the mean of its indicators, with an interval of its own.

    Parameters
    ----------
    cube : LevelCube
    of : str
        "theme"; "dimension"; "generations", the indicators that are flagged for future generations; or any other text
        column of the indicators.
    by : str or sequence of str
        As in `score`.
    tree : DataFrame, optional
        The tree of the study, as `indicator_tree` returns it (or the table `tree`): each indicator counts with its
        share of the whole, so that a theme of one indicator may weigh in its dimension as much as one of five. Without
        it each counts with its own declared weight, else 1.
    indicators : DataFrame, optional
        Table `indicators`, with those that nobody was asked; by default what the cube was counted with.
    facets : str or sequence of str
        Of share (where all scales have the commonest length of the theme; level 1 is the worst), mean, good, bad,
        polarisation and disparity.
    voices, confidence, lonely, finite, margins
        As in `score`.

    Returns
    -------
    DataFrame
        Table `scores` with a column behind that is named as `of`; `indicator` is empty. n is the largest number of
        answers on one of its indicators, n_eff and df the smallest. note names the indicators that a domain lacks, with
        the share of the weight that is there: the figure is of those alone.

    Raises
    ------
    ValueError
        As `score`; or if the indicators have nothing of this name.

    Notes
    -----
    A figure of a theme is the weighted mean of the figures of its indicators. The mean situation is told on the
    commonest scale of its indicators, with the better end up; others are stretched to it. An indicator that replaced
    another takes over its place: where the new one was not asked, the old one stands for it.

    Clusters and reference groups that answered several indicators are one draw, so the covariance of the indicators is
    in the error: it is that of the theme's mean computed for each person. People who are draws of their own are taken
    as moving all indicators together, which is the most that can be, and the note says so; `each_person` lets the cube
    know them.

    References
    ----------
    Linearised totals by cluster: Binder (1983). Intervals on the logit scale; of one indicator alone, its own. That a
    theme is the mean of its indicators is ours; SPIRAL publishes no index.

    Examples
    --------
    >>> from workbench.cube import count_levels
    >>> answers = pd.DataFrame({
    ...     "respondent": list("abcdef") * 2, "territory": "Valbourg", "wave": "2024", "cluster": list("112233") * 2,
    ...     "indicator": ["MOB"] * 6 + ["BUS"] * 6, "level": [1, 2, 2, 4, 3, 5, 2, 2, 3, 4, 4, 5],
    ... })
    >>> declared = pd.DataFrame({"indicator": ["MOB", "BUS"], "levels": 5, "theme": "Moving"})
    >>> found = score_themes(count_levels(answers, declared), facets="mean")
    >>> found[["theme", "n", "estimate", "se", "low", "high"]].round(2).values.tolist()
    [['Moving', 6, 3.08, 0.73, 1.18, 4.85]]
    """
    by, facets = ([one] if isinstance(one, str) else list(dict.fromkeys(one)) for one in (by, facets))
    refuse_confidence(confidence)
    if unknown := [facet for facet in facets if facet not in OF_THEMES]:
        raise ValueError(f"facets: {listed(unknown)} is none of {listed(OF_THEMES)}")
    if not len(cube.cells):
        return empty("scores").assign(**{of: pd.Series(dtype="str")})
    facets = [facet for facet in OF_THEMES if facet in facets]
    indicators = cube.indicators if indicators is None else indicators
    nodes = members(indicators, of, tree=tree)
    domains, totals = level_totals(cube, by, voices=voices, lonely=lonely, finite=finite, margins=margins)
    ones, notes = {}, {}
    for one, better in zip(totals, directions(cube.indicators), strict=True):
        ones[one.indicator] = measured(one, better, facets, confidence=confidence)
        notes[one.indicator] = base_notes(one)
    blocks = []
    for node, weights in nodes.items():
        together = theme_parts(ones, weights, indicators)
        if together is None:
            continue
        parts, shares, kept, missing = together
        whole = put_together(node, parts, shares, kept, confidence=confidence)
        first = np.argmax(kept, axis=0)
        base = np.array([notes[one.name] for one in parts], dtype=object)[first, np.arange(len(domains))]
        said = [_(
            "Without {names}: {share} of the weight is there.", names=names, share=percent(present)
        ) if names else "" for names, present in missing]  # fmt: skip
        blocks += _rows(whole, parts, kept, base, said, facets, confidence, of)
    found = pd.concat(blocks, ignore_index=True) if blocks else pd.DataFrame({"domain": pd.Series(dtype=int), of: ""})
    found = found.sort_values("domain", kind="stable", ignore_index=True)
    table = domains.iloc[found.pop("domain")].reset_index(drop=True).join(found)
    known = columns("scores")
    table = table.assign(**dict.fromkeys((name for name in known if name not in table), ""))
    table = table[[*known, *(name for name in table if name not in known)]]
    table = table.astype({name: DTYPES[TABLES["scores"].column(name).kind] for name in known} | {of: "str"})
    table.attrs.update(cube.attrs)
    return table


def theme_parts(ones, weights, indicators):
    """Return what stands for each indicator of a theme in each domain, and what is lacking.

    Parameters
    ----------
    ones : dict of str to Measured
    weights : dict of str to float
        The indicators of the theme; they sum to 1.
    indicators : DataFrame

    Returns
    -------
    parts, shares, kept : list of Measured, list of float, array of bool of shape (parts, domains)
        As `put_together` takes them.
    missing : list of tuple
        For each domain the names of what is lacking, joined, and the share of the weight that is there.

    None where the cube has none of them.
    """
    parts, shares, kept, told = [], [], [], {}
    heard = {name: one.persons > 0 for name, one in ones.items()}
    for name, one, here, _free in standing(weights, indicators, heard):
        parts.append(ones[one])
        shares.append(weights[name])
        kept.append(here)
        told[name] = told[name] | here if name in told else here
    if not parts:
        return None
    count = len(parts[0].persons)
    named = labels(indicators)
    told = {name: told.get(name, np.zeros(count, dtype=bool)) for name in weights}
    missing = []
    for place in range(count):
        gone = [name for name in weights if not told[name][place]]
        present = sum(weights[name] for name in weights if told[name][place])
        missing.append((listed([_("“{text}”", text=named.get(name, name)) for name in gone]) if gone else "", present))
    return parts, shares, np.array(kept), missing


def _rows(whole, parts, kept, base, said, facets, confidence, of):
    """Return the rows of one theme, one facet (and level) at a time."""
    blocks = []
    told = kept.any(axis=0)
    alone = kept.sum(axis=0) == 1
    for facet in [facet for facet in facets if facet in whole.facets]:
        figure = whole.facets[facet]
        few = np.zeros(len(told), dtype=bool) if figure.few is None else figure.few
        low, high = figure.low, figure.high
        if facet == "mean":
            ends = {"low": 1, "high": whole.levels, "confidence": confidence}
            low, high = logit_interval(figure.estimate, np.sqrt(figure.variance), whole.df, **ends)
        se = np.sqrt(figure.variance)
        most = ~alone & _loose(figure, whole)
        for level in range(1, whole.levels + 1) if facet == "share" else (np.nan,):
            values = [part if np.isnan(level) else part[:, level - 1] for part in (figure.estimate, se, low, high)]
            estimate, error, lower, upper = (np.where(few, np.nan, part) for part in values)
            notes = [
                _note(facet, few[at], np.isnan(lower[at]), estimate[at], whole.n_eff[at], base[at], most[at], said[at])
                for at in range(len(told))
            ]
            block = pd.DataFrame({
                "domain": np.arange(len(told)), "facet": facet, "level": level, "n": np.rint(whole.persons),
                "n_eff": whole.n_eff, "estimate": estimate, "se": error, "df": whole.df, "low": lower, "high": upper,
                "note": notes, of: whole.name,
            })  # fmt: skip
            shown = told & (~np.isnan(estimate) | few) if facet in ("share", "disparity") else told
            blocks.append(block[shown])
    return blocks


def _loose(figure, whole):
    """Return where people who are draws of their own are in the error, as if they moved all indicators together."""
    known = squares(figure.moves, whole.units, len(whole.persons))
    loose = figure.variance > known * (1 + 1e-9) + 1e-15
    return loose.any(axis=1) if loose.ndim > 1 else loose


def _note(facet, few, lacking, estimate, n_eff, base, most, said):
    """Return what is to be said of one figure."""
    if few:
        return " ".join(part for part in (too_few(n_eff), said) if part)
    text = base
    if facet == "disparity" and lacking and estimate <= 0:
        text = _("No more between the groups than chance alone would put there.")
    elif facet != "mean" and lacking and (estimate <= 0 or estimate >= 1):
        text = _("At the end of its scale, so no interval can be given.")
    elif lacking:
        text = _("Too few answers for an interval.")
    elif most:
        more = _("The error is the most it can be: which answers one person gave together is not known.")
        text = " ".join(part for part in (base, more) if part)
    return " ".join(part for part in (text, said) if part)

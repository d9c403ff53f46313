"""Weights to known margins: a survey that reached too few young men counts those it reached for more, and says so."""

import numpy as np
import pandas as pd

from workbench.cube.margins import categories, read_margins
from workbench.language import _, ngettext, number

_SAMPLE = ["territory", "wave"]
_FIGURES = ["before", "after", "target", "n_eff_before", "n_eff_after", "largest_before", "largest_after"]


def rake_weights(answers, margins, *, trim=None, unknown="stop", tolerance=1e-8, sweeps=500):
    """Weight the answers of a survey to known margins, and show what that costs.

    Parameters
    ----------
    answers : DataFrame
        Table `answers` with a profile column for each margin; or one row a person, who then need no name. Reference
        groups stay as they are; so do surveys of which there is no margin.
    margins : dict or DataFrame
        {"gender": {"woman": 5200, "man": 4900}}, for every territory and wave; or a table: column, category, total
        (people; or shares that sum to 1 or 100, which leave the sum of the weights as it is), and any of territory and
        wave, "" for all.
    trim : float or tuple of float, optional
        No weight beyond so many times the mean weight of its survey: 5, or (0.2, 5).
    unknown : {"stop", "keep"}
        What to do with people whose category is not known: stop with every such column, or keep their share and take
        the others to the margin in what is left.
    tolerance : float
        How far from its margin a category may be, as a part of it.
    sweeps : int
        How often all margins are gone through at most.

    Returns
    -------
    answers : DataFrame
        A new table with the raked `weight`.
    effect : DataFrame
        One row a territory, wave and category, the whole first (column ""): territory, wave, column, category, n
        (people), before and after (what the weights add up to; before on the scale of the margins), target, n_eff
        before and after (Kish), largest before and after (largest weight as a multiple of the mean), note.

    Raises
    ------
    StudyProblems
        With everything that is wrong with the margins, each at its cell: categories without a total or without people,
        totals that differ between margins.
    ImportError
        If svy is not installed: `pip install wellbeing-workbench[raking]`.
    ValueError
        If an option is none of these, a person has two weights or two categories, a weight is negative or without end,
        answers do not tell whose they are, or none is of a survey.

    Notes
    -----
    Raking mends what the margins tell of, not who did not answer within them. It lowers the error of what the margins
    explain (`score(…, margins=…)` takes that into account) and raises that of everything else: look at n_eff.

    References
    ----------
    Deming & Stephan (1940); trimmed and raked in turn: Battaglia, Hoaglin & Frankel (2009). Computed by svy (MIT).

    Examples
    --------
    >>> answers = pd.DataFrame({
    ...     "respondent": list("abcd"), "territory": "Valbourg", "wave": "2024", "indicator": "MOB",
    ...     "level": [1, 2, 4, 5], "gender": ["woman", "woman", "woman", "man"],
    ... })
    >>> raked, effect = rake_weights(answers, {"gender": {"woman": 50, "man": 50}})
    >>> raked["weight"].round(2).tolist()
    [0.67, 0.67, 0.67, 2.0]
    >>> effect[["category", "n", "before", "after", "n_eff_before", "n_eff_after"]].round(1).values.tolist()
    [['', 4, 4.0, 4.0, 4.0, 3.0], ['woman', 3, 3.0, 2.0, 3.0, 3.0], ['man', 1, 1.0, 2.0, 1.0, 1.0]]
    """
    bounds = _bounds(trim)
    if unknown not in ("stop", "keep"):
        raise ValueError(f"unknown: 'stop' or 'keep', not {unknown!r}")
    if not sweeps >= 1 or not tolerance > 0:
        raise ValueError(f"sweeps, tolerance: above 0, not {sweeps}, {tolerance}")
    people = _people(answers)
    samples = read_margins(margins, people, unknown=unknown)
    columns = list(dict.fromkeys(column for found in samples.values() for column in found))
    survey = people.attrs["number"] >= 0
    for column in columns:
        if categories(answers[column])[survey].groupby(people.attrs["number"][survey]).nunique().gt(1).any():
            raise ValueError(_("answers: a person has two values of “{column}”.", column=column))
    weight, blocks = people["weight"].to_numpy(dtype=float).copy(), []
    for key, rows in people.groupby(_SAMPLE).indices.items():
        if key not in samples:
            continue
        before = weight[rows] * next(iter(samples[key].values())).sum() / weight[rows].sum()
        after, note = _raked(people.iloc[rows], before, samples[key], bounds, tolerance, sweeps)
        weight[rows] = after
        blocks += _effect(key, people.iloc[rows], before, after, samples[key], note)
    whole = answers.get("weight", pd.Series(np.nan, index=answers.index))
    new = np.append(weight, np.nan)[people.attrs["number"]]
    changed = people["key"].isin(samples).to_numpy()
    changed = np.append(changed, False)[people.attrs["number"]]
    raked = answers.assign(weight=pd.to_numeric(whole).astype("Float64").where(~changed, new))
    raked.attrs.update(answers.attrs)
    order = [*_SAMPLE, "column", "category", "n", *_FIGURES, "note"]
    effect = pd.DataFrame(blocks, columns=order).astype(dict.fromkeys(_FIGURES, "Float64") | {"n": "Int64"})
    effect.attrs.update(answers.attrs)
    return raked, effect


def _bounds(trim):
    if trim is None:
        return None
    low, high = (0, trim) if np.isscalar(trim) else trim
    if not 0 <= low < 1 < high:
        raise ValueError(f"trim: bounds on either side of the mean weight, 1, not {trim}")
    return float(low), float(high)


def _people(answers):
    """Return one row a person of a survey; attrs["number"] says which each answer is of, −1 for reference groups."""
    text = {
        name: categories(answers[name]) if name in answers else pd.Series("", index=answers.index)
        for name in ("respondent", "group", *_SAMPLE)
    }
    survey = (text["group"] == "").to_numpy()
    if not survey.any():
        raise ValueError(_("answers: none is of a survey, and reference groups are not weighted to margins."))
    unnamed = survey & (text["respondent"] == "").to_numpy()
    if unnamed.any() and "indicator" in answers:
        raise ValueError(_("answers: without a respondent it cannot be told which answers are of one person."))
    # one row a person: who has no name is somebody all the same
    own = np.where(unnamed, [f"row {at}" for at in range(len(answers))], text["respondent"])
    text["respondent"] = pd.Series(own, index=answers.index, dtype="str")
    told = pd.to_numeric(answers.get("weight", pd.Series(pd.NA, index=answers.index))).astype("Float64")
    rows = answers.assign(**text, weight=told)[survey]
    if len(wrong := rows["weight"][((rows["weight"] < 0) | (rows["weight"] == np.inf)).fillna(False)]):
        raise ValueError(f"weight: every weight is a number of at least 0, found {wrong.iloc[0]:g}")
    found = rows.groupby([*_SAMPLE, "respondent"], sort=False)
    if (found["weight"].nunique(dropna=False) > 1).any():
        raise ValueError(_("answers: a person has two weights."))
    number_ = np.full(len(answers), -1)
    number_[survey] = found.ngroup().to_numpy()
    people = rows[~rows.duplicated([*_SAMPLE, "respondent"])].reset_index(drop=True)
    lacking = people["weight"].isna()
    mixed = lacking.groupby([people[name] for name in _SAMPLE]).nunique() > 1
    if mixed.any():
        where = " ".join(part for part in mixed.index[mixed][0] if part)
        raise ValueError(f"weight: some answers of {where} have a weight and others have none")
    people["weight"] = people["weight"].fillna(1.0).astype(float)
    people["key"] = pd.Series(list(zip(people["territory"], people["wave"], strict=True)), index=people.index)
    people.attrs["number"] = number_
    return people


def _raked(people, before, margins, bounds, tolerance, sweeps):
    """Return the raked weights of one sample, and what did not come out as asked."""
    try:
        import polars
        import svy
    except ImportError as error:
        raise ImportError(_("Raking needs svy: pip install wellbeing-workbench[raking]")) from error
    frame = {f"margin {at}": categories(people[column]).tolist() for at, column in enumerate(margins)}
    frame["before"] = before.tolist()
    sample = svy.Sample(polars.DataFrame(frame), svy.Design(wgt="before"))
    how, mean = {}, before.mean()
    if bounds:
        low, high = (mean * edge for edge in bounds)
        how["trimming"] = svy.TrimConfig(
            upper=high, lower=low or None, redistribute=False, min_cell_size=1, max_iter=sweeps
        )
    controls = {f"margin {at}": targets.to_dict() for at, targets in enumerate(margins.values())}
    found = sample.weighting.rake(
        controls=controls, tol=tolerance, max_iter=sweeps, on_nonconvergence="ignore", wgt_name="raked", **how
    )
    after, notes = found.data["raked"].to_numpy().astype(float), []
    if bounds:
        beyond = int(((after > high * (1 + tolerance)) | (after < low * (1 - tolerance))).sum())
        after = np.clip(after, low, high)
        reached = int((np.isclose(after, high, rtol=1e-6) | (np.isclose(after, low, rtol=1e-6) & (low > 0))).sum())
        notes.append(ngettext("{n} weight was trimmed.", "{n} weights were trimmed.", reached) if reached else "")
        if beyond:
            notes.append(_("No weights within these bounds meet all margins: what is left is in the table."))
    else:
        off = max(
            (abs(pd.Series(after).groupby(categories(people[column]).to_numpy()).sum() / targets - 1)).max()
            for column, targets in margins.items()
        )
        if off > 2 * tolerance:
            notes.append(_("Not all margins are met after {sweeps} sweeps.", sweeps=number(sweeps)))
    return after, " ".join(note for note in notes if note)


def _effect(key, people, before, after, margins, note):
    """Yield the rows of one sample: the whole, then each category."""

    def row(column, category, there, target):
        sums = {
            f"{name}_{side}": figure
            for side, weight in (("before", before[there]), ("after", after[there]))
            for name, figure in (
                ("n_eff", weight.sum() ** 2 / (weight**2).sum()), ("largest", weight.max() / before.mean()),
            )
        }  # fmt: skip
        return {
            "territory": key[0], "wave": key[1], "column": column, "category": category, "n": int(there.sum()),
            "before": before[there].sum(), "after": after[there].sum(), "target": target, **sums,
            "note": note if not column else "",
        }  # fmt: skip

    whole = np.ones(len(people), dtype=bool)
    yield row("", "", whole, next(iter(margins.values())).sum())
    for column, targets in margins.items():
        values = categories(people[column]).to_numpy()
        for category, target in targets.items():
            yield row(column, category, values == category, target)

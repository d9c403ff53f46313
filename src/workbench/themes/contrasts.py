"""Each theme on two sides: as well-being beside ill-being, by residents beside professionals."""

import numpy as np
import pandas as pd

from workbench.language import _, ngettext, percent, word
from workbench.themes.cells import all_cells, columns_of, kept_and_single, said_with, typed, who_said
from workbench.themes.chance import adjusted, fisher_p, newcombe, ratio, wilson
from workbench.themes.counts import LEVEL
from workbench.themes.replay import ALONE, NOTHING

MORE, LESS, NONE, ONE_GROUP = "more", "less", "none", "one group"
_SIDES = {"question": ("wellbeing", "illbeing"), "standpoint": ("resident", "professional")}
_SESSION = ("territory", "wave", "group")


def theme_contrasts(
    criteria, membership, themes, *, by="question", sides=None, within=None, groups=None, confidence=0.95, **where
):
    """Return each theme's share on two sides, their difference with its interval, and what can be said of it.

    The share is that of all criteria of a side, so that one side may have written more than the other. People of one
    session are not independent of each other: counts are divided by the theme's design effect, estimated between
    sessions and never below 1 (Rao & Scott 1992; with few sessions it is raised by the t distribution). The interval of
    the difference is Newcombe's, p is Fisher's exact p brought to that design effect, adjusted over all rows (Benjamini
    & Hochberg 1995). "More" and "less" need both, and more than one reference group behind them: one loud group is not
    a majority. All this is ours, and "as if": groups are not drawn by lot.

    Parameters
    ----------
    criteria, membership, themes : DataFrame
        Table `criteria`, and what `apply_decisions` returned.
    by : str
        The column that tells the sides apart: "question", "standpoint", or another.
    sides : pair of str, optional
        Its two values; by itself well-being and ill-being, or residents and professionals.
    within : str, list of str or None
        Columns inside which sides are compared; None compares over all that is kept.
    groups : DataFrame, optional
        Table `groups`, for the number of people.
    confidence : float
        Of the intervals.
    **where
        Column of criteria to the value or values to keep: `territory="Valbourg", wave=2024`.

    Returns
    -------
    DataFrame
        One row a theme that either side spoke of: theme, label, within, side, other, criteria, criteria_other, share,
        share_low, share_high, share_other, share_other_low, share_other_high, difference, low, high, p, p_adjusted,
        groups, groups_other (reference groups that said it), people, people_other (their participants; NA where not
        known), loudest (largest share that one group has of the theme's criteria), stability where themes have it,
        direction ("more", "less", "none", "one group"), verdict (current language). What stands on its own is left out.

    Raises
    ------
    ValueError
        If a column is not in criteria, or `sides` does not name two.

    References
    ----------
    Newcombe (1998), method 10; Rao & Scott (1992), Biometrics 48.

    Examples
    --------
    >>> said = [("a", "wellbeing", "calm", 2), ("b", "wellbeing", "calm", 9), ("a", "illbeing", "noise", 9)]
    >>> rows = [(g, q, t) for g, q, t, n in said for _time in range(n)]
    >>> criteria = pd.DataFrame(rows, columns=["group", "question", "theme"]).assign(criterion=range(20))
    >>> membership, themes = criteria[["criterion", "theme"]], pd.DataFrame({"theme": ["calm", "noise"]})
    >>> found = theme_contrasts(criteria.drop(columns="theme"), membership, themes.assign(label=themes["theme"]))
    >>> found[["theme", "criteria", "criteria_other", "groups", "direction"]].values.tolist()
    [['calm', 11, 0, 2, 'more'], ['noise', 0, 9, 0, 'one group']]
    """
    sides = tuple(sides or _SIDES.get(by, ()))
    if len(sides) != 2:
        raise ValueError(_("sides: name the two values of “{by}” that are compared.", by=by))
    criteria, single = kept_and_single(criteria, where)
    within = list(dict.fromkeys([*columns_of(within), *(column for column in single if column != by)]))
    said = said_with(criteria, membership, [*within, by])
    said = said[said[by].isin(sides) & (said["theme"] != NOTHING)].reset_index(drop=True)
    cells = all_cells(said, within, [by], themes)
    speaking = who_said(said, [*within, by], groups).astype(dict.fromkeys(["theme", *within, by], "str"))
    cells = cells.merge(speaking, how="left", on=["theme", *within, by])
    keys = ["theme", "label", *within]
    one, other = (cells[cells[by] == side].drop(columns=by) for side in sides)
    found = one.merge(other, on=keys, how="outer", suffixes=("", "_other"), sort=False)
    for name in ("criteria", "criteria_other", "groups", "groups_other"):
        found[name] = found[name].fillna(0).astype(int)
    for name in ("", "_other"):
        found[f"people{name}"] = found[f"people{name}"].astype("Int64").where(found[f"groups{name}"] > 0, 0)
    sums = (
        said.astype(dict.fromkeys(within, "str")).groupby([*within, by]).size() if len(said) else pd.Series(dtype=int)
    )
    places = _places(found, within)
    for name, side in zip(("n", "n_other"), sides, strict=True):
        found[name] = [int(sums.get((*place, side) if within else side, 0)) for place in places]
    found = found[(found["criteria"] + found["criteria_other"] > 0) & (found["theme"] != ALONE)].reset_index(drop=True)
    found[["effect", "loudest"]] = _design_effects(said, found, within, by, sides, confidence)
    _figures(found, confidence)
    found.insert(2 + len(within), "side", sides[0])
    found.insert(3 + len(within), "other", sides[1])
    found["direction"] = _directions(found)
    found["verdict"] = [_verdict(row, by) for row in found.to_dict("records")]
    if "stability" in themes:
        found["stability"] = found["theme"].map(dict(zip(themes["theme"], themes["stability"], strict=True)))
    order = {theme: place for place, theme in enumerate(themes["theme"])}
    found = found.sort_values("theme", key=lambda column: column.map(order), kind="stable")
    shown = ["side", "other", "criteria", "criteria_other", "n", "n_other", *_FIGURES, "groups", "groups_other"]
    shown += ["people", "people_other", "loudest", *(["stability"] if "stability" in themes else [])]
    result = typed(found[[*keys, *shown, "direction", "verdict"]], criteria)
    result = result.astype(dict.fromkeys([*_FIGURES, "loudest"], "Float64") | {"people_other": "Int64"})
    return result.astype(dict.fromkeys(["criteria_other", "n", "n_other", "groups_other"], "Int64"))


_FIGURES = [
    "share", "share_low", "share_high", "share_other", "share_other_low", "share_other_high", "difference", "low",
    "high", "p", "p_adjusted",
]  # fmt: skip


def _places(found, within):
    return [tuple(row) for row in found[within].to_numpy(dtype=str).tolist()] if within else [()] * len(found)


def _design_effects(said, found, within, by, sides, confidence):
    """Return for each row the variance of its difference between sessions over that of lone post-its, at least 1; and
    the largest share that one group has of the theme's criteria."""
    from scipy.stats import norm, t

    session = [column for column in _SESSION if column in said]
    result = []
    keys = said[within].astype("str").agg("|".join, axis=1) if within else pd.Series("", index=said.index)
    parts = dict(list(said.groupby(keys)))
    for row, place in zip(found.to_dict("records"), _places(found, within), strict=True):
        part = parts.get("|".join(place))
        mine = part["theme"] == row["theme"]
        if "group" in part:
            own = part[mine].groupby([column for column in ("territory", "group") if column in part]).size()
            loudest = own.max() / own.sum()
        else:
            loudest = np.nan
        if not session:
            result.append((1.0, loudest))
            continue
        which = part.groupby(session, sort=False).ngroup()
        m = which.nunique()
        aside, alone, both = pd.Series(0.0, index=range(m)), 0.0, []
        for side, sign, n in ((sides[0], 1, row["n"]), (sides[1], -1, row["n_other"])):
            here = part[by] == side
            both.append(set(which[here]))
            if not n:
                continue
            share = (here & mine).sum() / n
            residual = ((here & mine) - share * here).groupby(which).sum()
            aside = aside.add(sign * residual / n, fill_value=0)
            alone += share * (1 - share) / n
        effect = m / max(m - 1, 1) * (aside**2).sum() / alone if alone > 0 and m > 1 else 1.0
        df = max(m - (1 if both[0] & both[1] else 2), 1)
        tail = (1 + confidence) / 2
        result.append((max(1.0, effect * (t.ppf(tail, df) / norm.ppf(tail)) ** 2) if effect > 1 else 1.0, loudest))
    return pd.DataFrame(result, columns=["effect", "loudest"], index=found.index)


def _figures(found, confidence):
    from scipy.stats import norm

    ends = {}
    for name in ("", "_other"):
        n = found[f"n{name}"]
        share = ratio(found[f"criteria{name}"], n)
        ends[name] = wilson(share, n / found["effect"], confidence)
        found[f"share{name}"], (found[f"share{name}_low"], found[f"share{name}_high"]) = share, ends[name]
    found["difference"] = found["share"] - found["share_other"]
    found["low"], found["high"] = newcombe(found["share"], ends[""], found["share_other"], ends["_other"])
    p = np.asarray(fisher_p(found["criteria"], found["n"], found["criteria_other"], found["n_other"]), dtype=float)
    p = 2 * norm.sf(norm.isf(np.clip(p, 1e-300, 1) / 2) / np.sqrt(found["effect"].astype(float)))
    found["p"] = pd.Series(p, index=found.index).where(found["difference"].notna())
    found["p_adjusted"] = adjusted(found["p"])


def _directions(found):
    sure = found["p_adjusted"] < LEVEL
    up, down = sure & (found["low"] > 0), sure & (found["high"] < 0)
    leading = found["groups"].where(up, found["groups_other"])
    return np.select([(up | down) & (leading < 2), up, down], [ONE_GROUP, MORE, LESS], NONE)


def _verdict(row, by):
    if pd.isna(row["difference"]):
        return _("one of the two sides wrote nothing")
    if row["direction"] == NONE:
        # rounded first, so that no “−0%” is written
        low, high = (percent(round(row[end], 2) + 0.0, signed=True) for end in ("low", "high"))
        if row["low"] <= 0 <= row["high"]:
            return _("cannot be told apart (difference between {low} and {high})", low=low, high=high)
        return _("not established among so many themes (difference between {low} and {high})", low=low, high=high)
    ends = [("side", "share", "groups"), ("other", "share_other", "groups_other")]
    (side, share, n), (other, share_other, _n) = ends if row["low"] > 0 else ends[::-1]
    said = {
        "side": side_words(by, row[side]), "other": side_words(by, row[other]),
        "share": percent(row[share]), "share_other": percent(row[share_other]),
    }  # fmt: skip
    if row["direction"] == ONE_GROUP:
        return _("more under “{side}” ({share}) than “{other}” ({share_other}), but from one group only", **said)
    return ngettext(
        "more under “{side}” ({share}) than “{other}” ({share_other}), from {n} group",
        "more under “{side}” ({share}) than “{other}” ({share_other}), from {n} groups",
        int(row[n]),
        **said,
    )


def side_words(by, side):
    """Return what a side is called: a question by its name, a standpoint in the plural.

    >>> side_words("question", "illbeing"), side_words("standpoint", "resident")
    ('ill-being', 'residents')
    """
    plural = {"resident": _("residents"), "professional": _("professionals"), "institution": _("institutions")}
    return plural.get(side, side) if by == "standpoint" else word(by, side)

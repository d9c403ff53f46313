"""Where to act first: what weighs on people, how bad the situation is, how unequal."""

import pandas as pd

from workbench.actions.coverage import codes_of, theme_of_indicators
from workbench.language import _, listed, word


def priorities(weights, scores, indicators, *, actions=None, decisions=None):
    """Return, for each indicator, how much it weighs, how bad the situation is and how unequal, each with its rank.

    No formula is hidden: the three figures stand beside their ranks (1 = most pressing, equal figures share a rank),
    and the combined order is the sum of the three ranks and nothing else. It is ours: the method ranks by number of
    criteria only. Read the three columns before the sum.

    Parameters
    ----------
    weights : DataFrame
        One row a theme: `theme`, `criteria` (number of criteria under it), and `label` where indicators name themes
        by it.
    scores : DataFrame
        Table `scores`, facets "bad" and "disparity", all groups together (group ""). Several territories, waves and
        origins may stand in it: ranks are taken within each.
    indicators : DataFrame
        Table `indicators`.
    actions : DataFrame, optional
        Table `actions`, to say which actions touch each indicator.
    decisions : DataFrame, optional
        Table `decisions`, so that an indicator finds its theme though it was renamed or merged since.

    Returns
    -------
    DataFrame
        One row per territory, wave, origin and indicator, the most pressing first: `theme` (its code), `weight`
        (share of all criteria that are under its theme; indicators of one theme have the same), `bad` with
        `bad_low`, `bad_high` and `n`, `disparity`, `rank_weight`, `rank_bad`, `rank_disparity`, `rank_sum`, `rank`
        (NA where one of the three is missing), `actions` ("A1; A4"), `touched` (their number), `note`.

    Raises
    ------
    ValueError
        If the scores hold one of the facets twice for the same indicator.

    Examples
    --------
    >>> from workbench.tables import frame
    >>> weights = frame("themes", [{"theme": "Work", "criteria": 30}, {"theme": "Sleep", "criteria": 10}])
    >>> of = {"territory": "Valbourg", "wave": "2024", "origin": "groups"}
    >>> figures = [("WORK", "bad", 0.5), ("WORK", "disparity", 0.2), ("SLEEP", "bad", 0.1), ("SLEEP", "disparity", 0.1)]
    >>> scores = frame("scores", [{**of, "indicator": i, "facet": f, "estimate": x} for i, f, x in figures])
    >>> named = frame("indicators", [{"indicator": "WORK", "theme": "Work"}, {"indicator": "SLEEP", "theme": "Sleep"}])
    >>> priorities(weights, scores, named)[["indicator", "weight", "bad", "disparity", "rank_sum", "rank"]]
      indicator  weight  bad  disparity  rank_sum  rank
    0      WORK    0.75  0.5        0.2         3     1
    1     SLEEP    0.25  0.1        0.1         6     2
    """
    keys = ["territory", "wave", "origin", "indicator"]
    told = scores[(scores["group"] == "") & scores["facet"].isin(["bad", "disparity"])]
    twice = told[told.duplicated([*keys, "facet"])]
    if len(twice):
        row = twice.iloc[0]
        raise ValueError(f"scores holds facet {row['facet']!r} of {row['indicator']!r} twice in {row['territory']!r}")
    bad = told[told["facet"] == "bad"].rename(columns={"estimate": "bad", "low": "bad_low", "high": "bad_high"})
    uneven = told[told["facet"] == "disparity"].rename(columns={"estimate": "disparity"})
    table = told[keys].drop_duplicates(ignore_index=True)
    table = table.merge(bad[[*keys, "bad", "bad_low", "bad_high", "n"]], on=keys, how="left")
    table = table.merge(uneven[[*keys, "disparity"]], on=keys, how="left")
    theme_of = theme_of_indicators(indicators, weights, decisions)
    table.insert(4, "theme", pd.array([theme_of.get(indicator, "") for indicator in table["indicator"]], dtype="str"))
    table.insert(5, "weight", table["theme"].map(_shares(weights)).astype("Float64"))

    within = keys[:3]
    pressing = ["weight", "bad", "disparity"]
    for name in pressing:
        ranks = table.groupby(within)[name].rank(ascending=False, method="min")
        table[f"rank_{name}"] = ranks.round().astype("Int64")
    table["rank_sum"] = table[[f"rank_{name}" for name in pressing]].sum(axis=1, skipna=False).astype("Int64")
    table["rank"] = table.groupby(within)["rank_sum"].rank(method="min").astype("Int64")
    touching = _touching(actions, table)
    table["actions"] = pd.array(["; ".join(found) for found in touching], dtype="str")
    table["touched"] = pd.array([len(found) for found in touching], dtype="Int64")
    table["note"] = pd.array([_missing(row) for row in table[pressing].isna().to_dict("records")], dtype="str")
    table = table.sort_values([*within, "rank", "indicator"], ignore_index=True)
    table.attrs.update(scores.attrs)
    return table


def _shares(weights):
    criteria = weights.groupby("theme")["criteria"].sum()
    return criteria / criteria.sum() if criteria.sum() else criteria * pd.NA


def _touching(actions, table):
    """Return for each row the actions of its territory that name its indicator."""
    if actions is None:
        return [[] for _row in range(len(table))]
    named = [(row["territory"], row["action"], codes_of(row["indicators"])) for row in actions.to_dict("records")]
    return [
        [action for place, action, codes in named if place == territory and indicator in codes]
        for territory, indicator in zip(table["territory"], table["indicator"], strict=True)
    ]


def _missing(absent):
    kinds = {"weight": "column", "bad": "facet", "disparity": "facet"}
    lacking = [word(kinds[name], name) for name, is_absent in absent.items() if is_absent]
    return _("No combined order without: {figures}.", figures=listed(lacking)) if lacking else ""

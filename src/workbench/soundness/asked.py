"""Who was asked what: answers person by person, indicators turned so that higher is better, who sat together."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.cube import LevelCube, count_levels
from workbench.indicators import ladder_levels, with_ladders
from workbench.scores.facets import directions

_PERSON = ["territory", "wave", "group", "respondent"]


@dataclass(frozen=True, eq=False)
class Asked:
    """The answers of one look at the indicators.

    Attributes
    ----------
    cube : LevelCube
        All answers counted, missing ones by reason.
    indicators : DataFrame
        The declared indicators that have answers, by code.
    people : DataFrame
        One row a person: territory, wave, group, standpoint, `session` (who sat, or was drawn, together) and `place`
        (territory, wave and source).
    levels : DataFrame
        The same people × indicators: the level, higher is better; NaN where there is none.
    patterns : DataFrame
        One row an answer on a ladder that is none: territory, wave, indicator, pattern.
    """

    cube: LevelCube
    indicators: pd.DataFrame
    people: pd.DataFrame
    levels: pd.DataFrame
    patterns: pd.DataFrame

    def within(self):
        """Return the levels as ranks inside each place, centred, so that places do not make a correlation."""
        ranks = self.levels.groupby(self.people["place"].to_numpy()).rank()
        return ranks - ranks.groupby(self.people["place"].to_numpy()).transform("mean")


def asked(answers, indicators, ladders=None):
    """Return the answers, and those on ladders, as the checks need them.

    Raises
    ------
    ValueError
        As `count_levels`.
    """
    patterns = pd.DataFrame(columns=["territory", "wave", "indicator", "pattern"])
    if ladders is not None and len(ladders):
        ladders = ladders[~ladders["indicator"].isin(answers["indicator"])]
        climbed = ladder_levels(ladders)
        patterns = climbed.loc[climbed["missing"].eq("no_ladder"), list(patterns)]
        answers = with_ladders(answers, ladders)
    cube = count_levels(answers, indicators)
    lowest = cube.indicators["lowest"].fillna(1) if "lowest" in cube.indicators else 1
    declared = cube.indicators.assign(lowest=lowest, better=directions(cube.indicators)).set_index("indicator")
    rows = answers.assign(**{name: _text(answers, name) for name in (*_PERSON, "standpoint", "cluster")})
    level = pd.to_numeric(rows["level"]).astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    top = rows["indicator"].map(declared["levels"]).to_numpy(dtype=float)
    turned = rows["indicator"].map(declared["better"]).to_numpy(dtype=float) < 0
    person = pd.MultiIndex.from_frame(rows[_PERSON])
    codes, names = pd.factorize(person)
    column = declared.index.get_indexer(rows["indicator"])
    wide = np.full((len(names), len(declared)), np.nan)
    there = ~np.isnan(level)
    wide[codes[there], column[there]] = np.where(turned, top + 1 - level, level)[there]
    first = pd.Series(codes).drop_duplicates().index
    people = rows.iloc[first][[*_PERSON, "standpoint", "cluster"]].reset_index(drop=True)
    return Asked(cube, declared, _placed(people), pd.DataFrame(wide, columns=list(declared.index)), patterns)


def _text(table, name):
    return table[name].astype("str").fillna("") if name in table else pd.Series("", index=table.index, dtype="str")


def _placed(people):
    """Add who sat or was drawn together: a session, a sampling point, else each person alone."""
    origin = np.where(people["group"].eq(""), "survey", "groups")
    alone = people["group"].eq("") & people["cluster"].eq("")
    together = people["group"] + "|" + people["cluster"].where(people["group"].eq(""), "")
    together = together.where(~alone, people["respondent"])
    where = people["territory"] + "|" + people["wave"]
    return people.assign(session=where + "|" + together, place=where + "|" + origin).drop(columns="cluster")

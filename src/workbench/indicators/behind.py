"""The citizens' words behind an indicator: what people said in its theme, by question, with who said it and where."""

import pandas as pd

from workbench.indicators.coverage import grid_object, match_themes
from workbench.language import _, listed, names, plain
from workbench.themes.replay import NOTHING

_KINDS = {
    "question": "str", "text": "str", "language": "str", "groups": "Int64", "said": "Int64", "votes": "Int64",
    "who": "str", "theme": "str", "source": "str",
}  # fmt: skip


def words_behind(study, themes, membership, *, indicator, territory=None, wave=None, group=None):
    """Return what people said in the theme of an indicator: one wording a row, by question, most groups first.

    What stands here is for work inside: words of a group of few people leave only as `export` lets them.

    Parameters
    ----------
    study : Study
    themes, membership : DataFrame
        What `apply_decisions` returned.
    indicator : str or None
        None, where a study has none yet: no words.
        An indicator of the study. It stands for the theme that it names, else for the themes filed under its code.
    territory, wave, group : str, optional
        Only what was said there, then, by that group.

    Returns
    -------
    DataFrame
        question, text (as first written), language, groups (how many said it, in any case or accents), said (how many
        criteria), votes (NA where none were given), who (the groups), theme (its label), source (the cells). No rows
        where nobody said anything, or the indicator belongs to no theme: `attrs["why"]` says which.

    Raises
    ------
    ValueError
        If the study has no such indicator.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from workbench.tables import frame
    >>> said = [["c1", "a warm flat", "Young people"], ["c2", "A warm flat", "Parents"], ["c3", "low rents", "Parents"]]
    >>> rows = [{"criterion": c, "text": text, "group": group, "question": "wellbeing"} for c, text, group in said]
    >>> kinds = frame("indicators", [{"indicator": "HOUS", "theme": "Housing"}])
    >>> study = SimpleNamespace(indicators=kinds, criteria=frame("criteria", rows))
    >>> themes = frame("themes", [{"theme": "T1", "label": "Housing"}])
    >>> membership = pd.DataFrame({"criterion": ["c1", "c2", "c3"], "theme": "T1"})
    >>> words_behind(study, themes, membership, indicator="HOUS")[["text", "groups", "who"]]
              text  groups                       who
    0  a warm flat       2  Parents and Young people
    1    low rents       1                   Parents
    """
    declared = study.indicators[study.indicators["indicator"] == indicator]
    if declared.empty and indicator is not None:
        raise ValueError(_("indicator: the study has no “{found}”.", found=indicator))
    mine = _themes_of(declared, themes) if len(declared) else []
    criteria = study.criteria.merge(membership[["criterion", "theme"]], on="criterion")
    criteria = criteria[criteria["theme"].isin(mine)]
    for column, value in (("territory", territory), ("wave", wave), ("group", group)):
        if value is not None:
            criteria = criteria[criteria[column].astype("str") == str(value)]
    labels = dict(zip(themes["theme"], themes["label"], strict=True))
    order = {name: place for place, name in enumerate(names("question"))}
    rows = [
        {
            "question": question, "text": said["text"].iloc[0], "language": said["language"].iloc[0],
            "groups": said.loc[said["group"] != "", ["territory", "group"]].drop_duplicates().shape[0],
            "said": len(said), "votes": said["votes"].sum(min_count=1),
            "who": listed(sorted(set(said["group"]) - {""})), "theme": labels.get(theme) or theme,
            "source": "; ".join(filter(None, said["source"])), "place": order.get(question, len(order)),
        }
        for (question, theme, _wording), said in criteria.groupby(
            ["question", "theme", criteria["text"].map(plain)], sort=False
        )
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=[*_KINDS, "place"])
    table = table.sort_values(["place", "groups", "said"], ascending=[True, False, False], kind="stable")
    table = table[list(_KINDS)].reset_index(drop=True).astype(_KINDS)
    table.attrs.update(study.criteria.attrs)
    if not len(table):
        table.attrs["why"] = (
            _("Nobody said anything about it there.") if mine else _("The indicator belongs to no theme.")
        )
    return table


def _themes_of(declared, themes):
    """Return the themes that an indicator stands for: the one it names, else those filed under its code."""
    named = match_themes(declared["theme"], themes).iloc[0]
    if named:
        return [named]
    code = grid_object(declared["code"].iloc[0]) if not declared["theme"].iloc[0].strip() else ""
    filed = themes["code"].fillna("").map(grid_object)
    return themes.loc[(filed == code) & (filed != "") & (themes["theme"] != NOTHING), "theme"].tolist()

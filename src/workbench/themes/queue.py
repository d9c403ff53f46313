"""What a person should look at next: unsure criteria, least sure first; and themes that a new wave brings up."""

import numpy as np
import pandas as pd

from workbench.language import plain
from workbench.themes.apply import SUGGESTED
from workbench.themes.chance import adjusted
from workbench.themes.counts import LEVEL
from workbench.themes.replay import ALONE, NOTHING

#: Criteria from which a new theme is proposed though chance may have made it.
_FEW = 3
_CHOICES = ("theme", "second", "third")
_ABOUT = ("territory", "wave", "group", "question", "language")


def unsure_queue(suggestion, membership, criteria, themes, *, most=None):
    """Return the undecided criteria that a person should place, the least sure first, each with its likeliest themes.

    Criteria that were said in the same words are asked about once. Those on their own come last: what fits nowhere may
    well stay there. Decisions on the least sure teach most (TEXT.md: 100 such decisions do what 150 others do).

    Parameters
    ----------
    suggestion : DataFrame
        From `suggest_themes`.
    membership, themes : DataFrame
        From `apply_decisions`.
    criteria : DataFrame
        Table `criteria`.
    most : int, optional
        Rows at most.

    Returns
    -------
    DataFrame
        criterion, text, territory, wave, group, question, language (as far as criteria have them), said (how often),
        confidence, margin (see `suggest_themes`), theme, second, third (ids of the likeliest themes, "" where there is
        none), and their labels as theme_label, second_label, third_label.

    Examples
    --------
    >>> suggestion = pd.DataFrame({"criterion": ["a", "b"], "theme": "T-a", "second": "T-c", "third": "",
    ...                            "confidence": [0.9, 0.4], "margin": [0.8, 0.1], "unsure": [False, True]})
    >>> membership = pd.DataFrame({"criterion": ["a", "b"], "theme": "T-a", "state": "suggested"})
    >>> criteria = pd.DataFrame({"criterion": ["a", "b"], "text": ["a flat", "the stairs"]})
    >>> themes = pd.DataFrame({"theme": ["T-a", "T-c"], "label": ["Housing", "Getting around"]})
    >>> unsure_queue(suggestion, membership, criteria, themes)[["text", "theme_label", "second_label"]]
             text theme_label    second_label
    0  the stairs     Housing  Getting around
    """
    columns = ["criterion", "confidence", "margin", "unsure", "second", "third"]
    rows = criteria[["criterion", "text", *(name for name in _ABOUT if name in criteria)]]
    rows = rows.merge(suggestion[columns], on="criterion").merge(
        membership[["criterion", "theme", "state"]], on="criterion"
    )
    rows = rows[rows["unsure"].astype(bool) & (rows["state"] == SUGGESTED) & (rows["theme"] != NOTHING)].copy()
    rows["_said"] = rows["text"].map(plain)
    rows["said"] = rows.groupby("_said")["criterion"].transform("size").astype("Int64")
    rows["_alone"] = rows["theme"] == ALONE
    rows = rows.sort_values(["_alone", "confidence", "margin", "criterion"]).drop_duplicates("_said").head(most)
    labels = dict(zip(themes["theme"], themes["label"], strict=True))
    for name in ("second", "third"):  # a theme that was merged since is no choice any more
        repeated = rows[name] == rows["theme"]
        rows[name] = rows[name].where(rows[name].isin(list(labels)) & ~repeated, "")
    for name in _CHOICES:
        rows[f"{name}_label"] = rows[name].map(labels).fillna("").astype("str")
    shown = [name for name in ("criterion", "text", *_ABOUT, "said", "confidence", "margin") if name in rows]
    result = rows[[*shown, *_CHOICES, *(f"{name}_label" for name in _CHOICES)]].reset_index(drop=True)
    result.attrs.update(criteria.attrs)
    return result


def emerging_themes(criteria, membership, themes, *, wave=None):
    """Return the suggested themes, decided by nobody yet, of which a wave speaks clearly more than earlier ones did.

    Of the criteria of a theme, as many as were said in this wave, or more, would be there by chance with probability p
    (hypergeometric, one-sided; over all criteria in themes), adjusted over the suggested themes (Benjamini & Hochberg
    1995). Read it "as if" post-its were independent of each other. A theme of a few criteria can never be shown to be
    beyond chance: one of which nobody spoke before is proposed all the same, not `sure`, if two groups or more wrote
    three criteria or more. Ours.

    Parameters
    ----------
    criteria, membership, themes : DataFrame
        Table `criteria` (wave is needed), and what `apply_decisions` returned.
    wave : str, optional
        By default the last one.

    Returns
    -------
    DataFrame
        One row an emerging theme, clearest first: theme, label, wave, criteria (of this wave), earlier (of the waves
        before), expected (of this wave by chance), p_adjusted, groups (that said it in this wave; NA where criteria
        name none), sure (beyond chance), words, verbatims. None where there is one wave only.

    Examples
    --------
    >>> criteria = pd.DataFrame({"criterion": range(40), "wave": ["2021"] * 30 + ["2024"] * 10})
    >>> membership = pd.DataFrame({"criterion": range(40), "theme": ["work"] * 31 + ["T-31"] * 9})
    >>> themes = pd.DataFrame({"theme": ["work", "T-31"], "label": ["Work", "“heat”"]})
    >>> themes["state"] = ["decided", "suggested"]
    >>> emerging_themes(criteria, membership, themes)[["theme", "criteria", "earlier", "expected"]]
      theme  criteria  earlier  expected
    0  T-31         9        0      2.25
    """
    wave = max(criteria["wave"], default="") if wave is None else str(wave)
    said = criteria[["criterion", "wave"]].merge(membership[["criterion", "theme"]], on="criterion")
    said = said[(said["wave"] <= wave) & ~said["theme"].isin([ALONE, NOTHING])]
    now = said["wave"] == wave
    counts = pd.DataFrame({"criteria": now.groupby(said["theme"]).sum(), "all": now.groupby(said["theme"]).size()})
    found = themes[(themes["state"] == SUGGESTED) & themes["theme"].isin(counts.index)].copy()
    found[["criteria", "all"]] = counts.reindex(found["theme"]).to_numpy()
    found["earlier"] = found["all"] - found["criteria"]
    found["expected"] = found["all"] * (now.mean() if len(said) else np.nan)
    found["groups"] = _groups_behind(criteria, membership, wave).reindex(found["theme"]).to_numpy()
    p, sure, proposed = brought_up(found["criteria"], found["all"], found["groups"], int(now.sum()), len(said))
    found = found.assign(p_adjusted=p.astype("Float64"), sure=sure.astype("boolean"))
    found = found.astype({"criteria": "Int64", "earlier": "Int64", "expected": "Float64", "groups": "Int64"})
    found = found[proposed].sort_values(["sure", "p_adjusted", "theme"], ascending=[False, True, True])
    found = found.assign(wave=wave)
    shown = ["theme", "label", "wave", "criteria", "earlier", "expected", "p_adjusted", "groups", "sure"]
    shown += ["words", "verbatims"]
    result = found.reindex(columns=shown).reset_index(drop=True)
    result.attrs.update(criteria.attrs)
    return result


def _groups_behind(criteria, membership, wave):
    """Return how many reference groups said each theme in a wave; nothing where criteria name no groups."""
    if "group" not in criteria:
        return pd.Series(dtype="Int64")
    who = [name for name in ("territory", "group") if name in criteria]
    said = criteria[criteria["wave"] == wave].merge(membership[["criterion", "theme"]], on="criterion")
    return said[["theme", *who]].drop_duplicates().groupby("theme").size()


def brought_up(said, in_all, groups, said_now, total):
    """Return the adjusted p of each theme (`clearly_more`), whether it is beyond chance, and whether it is proposed.

    Parameters
    ----------
    said, in_all, groups : Series
        Criteria of this wave and of all waves for each theme, and the groups behind those of this wave.
    said_now, total : int
        See `clearly_more`.

    Returns
    -------
    p, sure, proposed : Series

    Examples
    --------
    >>> said, groups = pd.Series([9.0, 3.0, 3.0]), pd.Series([1.0, 2.0, 1.0])
    >>> p, sure, proposed = brought_up(said, said, groups, 30, 60)
    >>> sure.tolist(), proposed.tolist()
    ([True, False, False], [True, True, False])
    """
    p = clearly_more(said, in_all, said_now, total)
    sure = p < LEVEL
    several = groups.astype("Float64").ge(2).fillna(False).astype(bool)
    return p, sure, sure | ((said == in_all) & (said >= _FEW) & several & (said_now < total))


def clearly_more(said, in_all, said_now, total):
    """Return the adjusted p of each theme: that so many of its `in_all` criteria are of this wave by chance.

    Parameters
    ----------
    said, in_all : Series
        Of this wave, and of all waves, for each theme.
    said_now, total : int
        The same over all themes.

    Returns
    -------
    Series

    Examples
    --------
    >>> clearly_more(pd.Series([9.0, 2.0]), pd.Series([9.0, 8.0]), 11, 40).round(4).tolist()
    [0.0, 0.7209]
    """
    from scipy.stats import hypergeom

    return adjusted(pd.Series(hypergeom.sf(said - 1, total, said_now, in_all), index=said.index))

"""Themes = suggestion + replayed decisions, computed anew each time and the same each time."""

from dataclasses import dataclass

import pandas as pd

from workbench import tables
from workbench.decisions.lines import COLUMNS
from workbench.language import _
from workbench.themes.replay import ALONE, NOTHING, OF, Replay
from workbench.themes.words import central, key_words, label_of

SUGGESTED, DECIDED, VALIDATED = "suggested", "decided", "validated"
_SEVERAL = "; "
#: How many of the criteria in the middle of a theme are shown.
_SHOWN = 3


@dataclass(frozen=True)
class Ground:
    """What stays as it is while people decide.

    `criteria`: the table, by criterion, with the `theme` that the suggestion gives each, its `fit` and `confidence`;
    `ids` and `suggested` are its columns criterion and theme, as lists. `labels`: what suggested themes are called
    while nobody names them. `stability`: theme → figure. `log`: what was decided on it so far.
    """

    criteria: pd.DataFrame
    ids: list
    suggested: list
    labels: dict
    stability: dict
    log: Replay


def ground(suggestion, criteria):
    """Return the ground on which decisions are replayed; made once, it saves a board most of the work after a move.

    Raises
    ------
    ValueError
        If the suggestion was made from other criteria.
    """
    table = criteria.assign(criterion=criteria["criterion"].astype("str")).sort_values("criterion", ignore_index=True)
    first = suggestion.drop_duplicates("criterion").set_index("criterion").reindex(table["criterion"])
    if first["theme"].isna().any() or len(suggestion) != len(table):
        raise ValueError(f"suggestion must hold the same criteria; got {len(suggestion)} for {len(table)}")
    for column in ("fit", "confidence", "stability"):
        first[column] = first[column].astype("Float64") if column in first else pd.NA
    table = table.assign(**{column: first[column].to_numpy() for column in ("theme", "fit", "confidence")})
    lists = [table[column].to_numpy(dtype=object).tolist() for column in ("criterion", "theme")]
    steady, labels = first.groupby("theme")["stability"].first().to_dict(), labels_of(table)
    return Ground(table, *lists, labels, steady, Replay(lists[0], set(lists[1]), labels))


def follow(ground, decisions):
    """Return what the decisions settle, and for each criterion of the ground its theme and its state, as lists.

    `decisions` is a table, or its rows as dictionaries; of a log that only grew, only what is new is followed.
    """
    ids, suggested = ground.ids, ground.suggested
    settled = ground.log.follow(decisions)
    homes, current = settled.homes(), {theme: settled.now(theme) for theme in set(suggested)}
    themes = [homes.get(criterion) or current[theme] for criterion, theme in zip(ids, suggested, strict=True)]
    states = [VALIDATED if one in settled.agreed else DECIDED if one in homes else SUGGESTED for one in ids]
    return settled, themes, states


def apply_decisions(suggestion, decisions, criteria):
    """Return the themes as people decided them, who belongs to which, and the decisions that could not be followed.

    A criterion is where people placed it; else in the theme that held it when people decided about that theme; else
    where the suggestion puts it, in what that theme was merged into by now. Themes that people spoke of stand even
    when no criterion is left in them. No vectors are needed: a board can replay after each move.

    Parameters
    ----------
    suggestion : DataFrame
        From `suggest_themes`, best with the same decisions.
    decisions : DataFrame
        Table `decisions`, oldest first.
    criteria : DataFrame
        Table `criteria`.

    Returns
    -------
    themes : DataFrame
        Table `themes`, largest first, "on its own" and "nothing" last; also words (key words by language) and
        verbatims (the three most central criteria). State: suggested, decided (people named, placed, merged or filed),
        validated (the group agreed). A label that people did not give is a quotation.
    membership : DataFrame
        criterion, theme, state, confidence: one row a criterion.
    orphans : DataFrame
        Table `decisions`, with `why`: they speak of a criterion or a theme that is no longer there.

    Raises
    ------
    ValueError
        If the suggestion was made from other criteria.

    Examples
    --------
    >>> said = [{"criterion": "c1", "text": "a flat"}, {"criterion": "c2", "text": "a bus"}]
    >>> criteria = tables.frame("criteria", said)
    >>> suggestion = pd.DataFrame({"criterion": ["c1", "c2"], "theme": ["T-c1", "T-c1"]})
    >>> decisions = tables.frame("decisions", [{"what": "assign", "criterion": "c2", "to": "Getting around"}])
    >>> themes, membership, orphans = apply_decisions(suggestion, decisions, criteria)
    >>> themes[["theme", "label", "criteria", "state"]]
                theme           label  criteria      state
    0  Getting around  Getting around         1    decided
    1            T-c1        “a flat”         1  suggested
    """
    base = ground(suggestion, criteria)
    settled, named, states = follow(base, decisions)
    described = base.criteria.assign(theme=pd.Series(named, dtype="str"))
    membership = described[["criterion", "theme"]].assign(state=pd.Series(states, dtype="str"))
    membership["confidence"] = described["confidence"].where(membership["state"] == SUGGESTED, 1.0)
    themes = _themes(described, settled, base)
    orphans = tables.frame("decisions", [decision | {"why": why} for decision, why in settled.orphans])
    orphans["why"] = orphans["why"].astype("str") if "why" in orphans else pd.Series([], dtype="str")
    for result in (themes, membership, orphans):
        result.attrs.update(criteria.attrs)
    return themes, membership, orphans[[*COLUMNS, "why", *(c for c in orphans if c not in (*COLUMNS, "why"))]]


def theme_words(criteria, membership, themes, *, most=4):
    """Return the words by which each theme is known, in each language that speaks of it (see `key_words`).

    Parameters
    ----------
    criteria, membership, themes : DataFrame
        Table `criteria`, and what `apply_decisions` returned.
    most : int
        Words for each theme and language.

    Returns
    -------
    DataFrame
        One row for each theme and language: theme, label, language, criteria, words (", " between), themes in order.

    Examples
    --------
    >>> criteria = pd.DataFrame({"criterion": ["a", "b"], "text": ["a warm flat", "the flat"], "language": "en"})
    >>> membership = pd.DataFrame({"criterion": ["a", "b"], "theme": "T-a"})
    >>> theme_words(criteria, membership, pd.DataFrame({"theme": ["T-a"], "label": ["“the flat”"]}))
      theme       label language  criteria       words
    0   T-a  “the flat”       en         2  flat, warm
    """
    said = criteria.merge(membership[["criterion", "theme"]], on="criterion")
    said["language"] = _languages(said)
    counts = said.groupby(["theme", "language"]).size().rename("criteria").reset_index()
    counts = counts.astype({"theme": "str", "language": "str"})  # also where nobody said anything
    words = key_words(said["text"], said["language"], said["theme"], most=most)
    words["words"] = words["words"].str.join(", ")
    found = themes[["theme", "label"]].merge(counts, on="theme").merge(words, how="left", on=["theme", "language"])
    found["words"] = found["words"].fillna("").astype("str")
    found["criteria"] = found["criteria"].astype("Int64")
    found.attrs.update(criteria.attrs)
    return found[["theme", "label", "language", "criteria", "words"]]


def themes_said(criteria, membership, themes):
    """Return the themes that some of the criteria speak of, counted and worded as they do: those of one territory.

    Parameters
    ----------
    criteria : DataFrame
        Some rows of table `criteria`.
    membership, themes : DataFrame
        What `apply_decisions` returned for all of them.

    Returns
    -------
    DataFrame
        Table `themes` without those that nobody speaks of here: criteria, groups, words and verbatims are of these
        criteria; label, code, stability and state of all. Where they are of one territory or wave, a column says which.

    Examples
    --------
    >>> criteria = pd.DataFrame({"criterion": ["a", "b"], "text": ["a flat", "a bus"], "territory": ["Val", "Mont"]})
    >>> membership = pd.DataFrame({"criterion": ["a", "b"], "theme": "T-a"})
    >>> themes = tables.frame("themes", [{"theme": "T-a", "label": "“a flat”", "criteria": 2}])
    >>> themes_said(criteria[1:], membership, themes)[["theme", "territory", "criteria", "verbatims"]]
      theme territory  criteria verbatims
    0   T-a      Mont         1     a bus
    """
    said = criteria.merge(membership[["criterion", "theme"]], on="criterion")
    counts, groups, words = said["theme"].value_counts(), _groups(said), _words(said)
    texts = said.groupby("theme")["text"].agg(lambda mine: list(dict.fromkeys(mine)))
    where = {name: said[name].iloc[0] for name in ("territory", "wave") if name in said and said[name].nunique() == 1}
    rows = [
        row
        | where
        | {"criteria": int(counts[theme]), "groups": int(groups.get(theme, 0)), "words": words.get(theme, "")}
        | {"verbatims": _SEVERAL.join(_middle_first(texts[theme], str(row.get("verbatims", "")))[:_SHOWN])}
        for theme, row in zip(themes["theme"], themes.to_dict("records"), strict=True)
        if theme in counts
    ]
    rows.sort(key=_in_order)
    found = tables.frame("themes", rows)
    found.attrs.update(criteria.attrs)
    return found[["theme", "label", *where, *(name for name in found if name not in ("theme", "label", *where))]]


def _middle_first(texts, central_ones):
    """Return the texts with those in front that stand for the theme as a whole."""
    return sorted(texts, key=lambda text: text not in central_ones.split(_SEVERAL))


def _in_order(row):
    return row["theme"] == NOTHING, row["theme"] == ALONE, -row["criteria"], row["theme"]


def labels_of(described):
    """Return {theme: its name where people made it, else a label in its own words}."""
    return _labels(central(described), described.attrs.get("language", ""))


def _labels(middle, language):
    return {
        theme: label_of(rows["text"].tolist(), _languages(rows), language) if theme.startswith(OF) else theme
        for theme, rows in middle.groupby("theme")
    } | {ALONE: _("On its own"), NOTHING: _("Nothing to say")}


def _languages(rows):
    return rows["language"].tolist() if "language" in rows else [""] * len(rows)


def _themes(described, settled, base):
    live = {settled.now(theme) for theme in settled.touched}
    names = sorted(set(described["theme"]) | live)
    middle = central(described)
    labels = base.labels | _labels(middle, described.attrs.get("language", "")) | settled.labels
    shown = middle.groupby("theme").head(_SHOWN).groupby("theme")["text"].agg(_SEVERAL.join)
    words = _words(described)
    counts, groups = described["theme"].value_counts(), _groups(described)
    agreed = {settled.now(theme) for theme in settled.agreed_themes}
    rows = [
        {
            "theme": theme,
            "label": labels.get(theme, theme),
            "code": settled.codes.get(theme, ""),
            "criteria": int(counts.get(theme, 0)),
            "groups": int(groups.get(theme, 0)),
            "stability": base.stability.get(theme, pd.NA),
            "state": VALIDATED if theme in agreed else DECIDED if theme in live else SUGGESTED,
            "words": words.get(theme, ""),
            "verbatims": shown.get(theme, ""),
        }
        for theme in names
    ]
    rows.sort(key=_in_order)
    return tables.frame("themes", rows)


def _words(described):
    """Return {theme: its key words, language by language}."""
    words = key_words(described["text"], _languages(described), described["theme"])
    words["words"] = [
        _("{language}: {words}", language=code, words=", ".join(said)) if code else ", ".join(said)
        for code, said in zip(words["language"], words["words"], strict=True)
    ]
    return words.groupby("theme")["words"].agg(_("; ").join)  # read, never taken apart again


def _groups(described):
    """Return how many reference groups speak of each theme; the same group in two waves counts once."""
    keys = [column for column in ("territory", "group") if column in described]
    return described[["theme", *keys]].drop_duplicates()["theme"].value_counts() if keys else {}

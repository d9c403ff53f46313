"""Coders who worked blind, compared: how far they agree on each theme and overall, and where they do not."""

import numpy as np
import pandas as pd

from workbench.language import _, plain
from workbench.themes.agreement import DRAWS, cohen_kappa, interval, krippendorff_alpha, percent_agreement
from workbench.themes.apply import SUGGESTED, apply_decisions
from workbench.themes.replay import OF

_MEASURES = {"agreement": percent_agreement, "kappa": cohen_kappa, "alpha": krippendorff_alpha}
_QUOTES = ("“", "«", "„", '"')
_ABOUT = ("territory", "wave", "group", "question", "language")


def compare_coders(coders, criteria, suggestion=None, *, confidence=0.95, draws=DRAWS):
    """Return how far coders agree on themes, and the criteria on which they do not.

    Each coder works alone, in a log of his or her own (`record_decision("decisions_ana.csv", …)`). Only what a coder
    decided counts; where one left the machine's suggestion alone, nothing was judged. Two themes are one and the same
    where they have the same id, or the same name (case and accents apart).

    Parameters
    ----------
    coders : dict of str to DataFrame
        Name of each coder (two or more) to table `decisions`, or to a table with criterion and theme (what
        `apply_decisions` returned as membership; with its state, only decided criteria count). One table `decisions`
        of several people is taken apart with `decisions_by_coder`.
    criteria : DataFrame
        Table `criteria`.
    suggestion : DataFrame, optional
        From `suggest_themes`; needed with decisions.
    confidence : float
        Of the intervals.
    draws : int
        Resamples of criteria for the intervals.

    Returns
    -------
    agreement : DataFrame
        One row for all themes together (theme ""), then one a theme (that theme or another), most disputed first:
        theme, label, measure ("agreement": share of pairs of judgements that are the same; "kappa": Cohen's, the mean
        over pairs of coders; "alpha": Krippendorff's, nominal), n (criteria that two coders judged), estimate, low,
        high (bootstrap over criteria; NA where nothing can be said).
    disagreements : DataFrame
        One row a criterion on which coders differ: criterion, text, territory, wave, group, question, language (as far
        as criteria have them), and one column a coder with the name of his or her theme ("" where not judged).

    Raises
    ------
    ValueError
        If there are fewer than two coders, or decisions without a suggestion.

    References
    ----------
    Cohen (1960); Krippendorff (2011). No threshold is applied: what is enough is the readers' choice (Krippendorff asks
    for alpha ≥ .80, and ≥ .667 for tentative conclusions).

    Examples
    --------
    >>> criteria = pd.DataFrame({"criterion": list("abcd"), "text": ["rent", "bus", "tram", "noise"]})
    >>> ana = pd.DataFrame({"criterion": list("abcd"), "theme": ["Home", "Ways", "Ways", "Home"]})
    >>> ion = pd.DataFrame({"criterion": list("abcd"), "theme": ["home", "ways", "ways", "calm"]})
    >>> agreement, disagreements = compare_coders({"Ana": ana, "Ion": ion}, criteria)
    >>> agreement.loc[agreement["theme"] == "", ["measure", "n", "estimate"]].round(2).values.tolist()
    [['agreement', 4, 0.75], ['kappa', 4, 0.6], ['alpha', 4, 0.63]]
    >>> disagreements[["text", "Ana", "Ion"]].values.tolist()
    [['noise', 'Home', 'calm']]
    """
    if len(coders) < 2:
        raise ValueError(_("coders: two coders at least are compared; got {n}.", n=len(coders)))
    judged = {name: _judged(name, table, criteria, suggestion) for name, table in coders.items()}
    key_of, names = _same_themes([labels for _said, labels in judged.values()])
    keys = {name: {one: key_of[theme] for one, theme in said.items()} for name, (said, _labels) in judged.items()}
    order = pd.Index(criteria["criterion"].astype("str"))
    wide = pd.DataFrame(
        {coder: pd.Series(keys[coder], dtype=object).reindex(order) for coder in judged}, index=order, dtype=object
    )
    themes = sorted({theme for theme in wide.to_numpy().ravel() if isinstance(theme, str)})
    codes = wide.apply(lambda column: column.map({theme: place for place, theme in enumerate(themes)})).fillna(-1)
    patterns, counts = np.unique(codes.to_numpy(dtype=int), axis=0, return_counts=True)
    rows = _measured("", "", patterns, counts, confidence, draws)
    single = [
        _measured(
            theme, names[theme], np.where(patterns < 0, -1, patterns == place).astype(int), counts, confidence, draws
        )
        for place, theme in enumerate(themes)
    ]
    single.sort(key=lambda lines: (np.nan_to_num(lines[2]["estimate"], nan=9), lines[0]["theme"]))
    agreement = pd.DataFrame([*rows, *(line for lines in single for line in lines)])
    agreement = agreement.astype({"n": "Int64", "estimate": "Float64", "low": "Float64", "high": "Float64"})
    agreement.attrs.update(criteria.attrs)
    return agreement, _disagreements(wide, names, criteria)


def decisions_by_coder(decisions):
    """Return the decisions of each person who signed them, for `compare_coders`.

    Parameters
    ----------
    decisions : DataFrame
        Table `decisions`, with `who`.

    Returns
    -------
    dict of str to DataFrame
        Name to table `decisions`, in the order of the first line of each; unsigned lines belong to nobody, and
        who only said how many themes there are is no coder.

    Examples
    --------
    >>> decisions = pd.DataFrame({"who": ["Ana", "Ion", "ana ", "", "Luc"], "what": ["new"] * 4 + ["number"]})
    >>> {name: len(table) for name, table in decisions_by_coder(decisions).items()}
    {'Ana': 2, 'Ion': 1}
    """
    who = decisions["who"].fillna("").astype("str").str.strip()
    key = who.map(plain)
    judged = key[~decisions["what"].isin(["number", "undo"])]  # of how many themes there are nothing is judged
    key = key.where(key.isin(judged), "")
    return {who[key == one].iloc[0]: decisions[key == one].reset_index(drop=True) for one in dict.fromkeys(key) if one}


# ---------------------------------------------------------------------- steps


def _judged(name, table, criteria, suggestion):
    """Return {criterion: theme} of what a coder decided, and {theme: its name} of all themes that the coder knows."""
    if "what" in table:
        if suggestion is None:
            raise ValueError(_("coders: the decisions of {name} are read over a suggestion; give one.", name=name))
        themes, table, _orphans = apply_decisions(suggestion, table, criteria)
        labels = dict(zip(themes["theme"], themes["label"], strict=True))
    else:
        labels = dict(zip(table["theme"], table["label"], strict=True)) if "label" in table else {}
    table = table[table["state"] != SUGGESTED] if "state" in table else table
    table = table[table["theme"].fillna("").astype("str") != ""]
    said = {str(one): str(theme) for one, theme in zip(table["criterion"], table["theme"], strict=True)}
    return said, {theme: theme for theme in said.values()} | labels


def _same_themes(known):
    """Return {theme: key} with one key for what is one theme to several coders, and {key: name}."""
    joined = {}

    def root(node):
        while joined.setdefault(node, node) != node:
            node = joined[node]
        return node

    pairs = [(str(theme), label) for labels in known for theme, label in labels.items()]
    # a quotation is no name: two coders may quote the same post-it for different themes
    named = [(theme, label) for theme, label in pairs if not theme.startswith(OF) or not label.startswith(_QUOTES)]
    for theme, label in named:
        joined[root(("id", theme))] = root(("name", plain(label)))
    names = {}
    for theme, label in [*named, *pairs]:
        names.setdefault(root(("id", theme))[1], label)
    return {theme: root(("id", theme))[1] for theme, _label in pairs}, names


def _measured(theme, label, patterns, counts, confidence, draws):
    n = int(counts[(patterns >= 0).sum(axis=1) >= 2].sum())
    rows = []
    for name, measure in _MEASURES.items():
        estimate = float(measure(patterns, counts)) if n else float("nan")
        low, high = interval(measure, patterns, counts, confidence=confidence, draws=draws) if n else (np.nan, np.nan)
        figures = {"estimate": estimate, "low": low, "high": high}
        rows.append({"theme": theme, "label": label, "measure": name, "n": n, **figures})
    return rows


def _disagreements(wide, names, criteria):
    differ = wide.nunique(axis=1) > 1
    shown = wide[differ].apply(lambda column: column.map(names)).astype(object).fillna("").astype("str")
    about = [name for name in ("text", *_ABOUT) if name in criteria]
    rows = criteria.assign(criterion=criteria["criterion"].astype("str"))[["criterion", *about]]
    found = rows.merge(shown, left_on="criterion", right_index=True).reset_index(drop=True)
    found.attrs.update(criteria.attrs)
    return found

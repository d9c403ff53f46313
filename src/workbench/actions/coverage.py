"""Themes that no action touches, actions that touch no theme, and names that decisions have changed since."""

import pandas as pd

from workbench.indicators import match_themes
from workbench.language import _, ngettext, plain
from workbench.themes.replay import NOTHING, Replay

_KINDS = {"gap": "str", "name": "str", "label": "str", "territory": "str", "criteria": "Int64", "finding": "str"}


def coverage_of_actions(actions, indicators, themes, *, decisions=None):
    """Return the themes that no action touches, the actions that touch no theme, and the names that are none (now).

    An action touches the themes that it names and those of the indicators that it names. A theme that was renamed or
    merged since is followed to what it is now, and that is said.

    Parameters
    ----------
    actions, indicators, themes : DataFrame
        The tables of these names; the actions and themes of one territory, or of all.
    decisions : DataFrame, optional
        Table `decisions`, to follow themes that were renamed or merged.

    Returns
    -------
    DataFrame
        One row a gap: `gap` ("theme", "action", "renamed": an action names a theme by a former name, "unknown": it
        names something that is no theme), `name` (code), `label`, `territory` (of the action, "" for a theme),
        `criteria` (of the theme), `finding` in words; the themes with most criteria first.

    Examples
    --------
    >>> from workbench.tables import empty, frame
    >>> themes = frame("themes", [{"theme": "T1", "label": "Housing", "criteria": 12}])
    >>> actions = frame("actions", [{"action": "A1", "label": "Night bus"}])
    >>> coverage_of_actions(actions, empty("indicators"), themes)["finding"].tolist()
    ['No action touches the theme “Housing”: 12 criteria.', 'The action A1 “Night bus” touches no theme.']
    """
    theme_of = theme_of_indicators(indicators, themes, decisions)
    labels = {row["theme"]: row["label"] or row["theme"] for row in themes.to_dict("records")}
    touched, told = {}, []
    for action in actions.to_dict("records"):
        named = codes_of(action["themes"])
        now = dict(zip(named, themes_now(named, themes, decisions), strict=True))
        direct = dict(zip(named, match_themes(pd.Series(named, dtype="str"), themes), strict=True))
        led_to = (theme_of.get(indicator, "") for indicator in codes_of(action["indicators"]))
        touched[action["action"]] = {theme for theme in [*now.values(), *led_to] if theme}
        told += [
            _named_otherwise(action, name, labels.get(theme, "")) for name, theme in now.items() if not direct[name]
        ]
    reached = set().union(*touched.values())
    bare = themes[~themes["theme"].isin(reached | {NOTHING})]
    rows = [_bare_theme(row) for row in bare.sort_values("criteria", ascending=False, kind="stable").to_dict("records")]
    for action in actions.to_dict("records"):
        if not touched[action["action"]]:
            name, label = action["action"], action["label"]
            finding = _("The action {name} “{label}” touches no theme.", name=name, label=label)
            territory = action["territory"]
            rows.append({"gap": "action", "name": name, "label": label, "territory": territory, "finding": finding})
    table = pd.DataFrame([*rows, *told], columns=list(_KINDS)).astype(_KINDS)
    table.attrs.update({**themes.attrs, **actions.attrs})
    return table


def _bare_theme(theme):
    label, n = theme["label"] or theme["theme"], 0 if pd.isna(theme["criteria"]) else int(theme["criteria"])
    finding = ngettext(
        "No action touches the theme “{label}”: {n} criterion.",
        "No action touches the theme “{label}”: {n} criteria.",
        n,
        label=label,
    )
    return {"gap": "theme", "name": theme["theme"], "label": label, "territory": "", "criteria": n, "finding": finding}


def _named_otherwise(action, name, now):
    """Return the row of an action that names a theme by a former name, or something that is no theme."""
    told = {"name": action["action"], "label": action["label"], "territory": action["territory"]}
    if now:
        finding = _(
            "The action {name} names “{theme}”, which is now “{now}”.", name=action["action"], theme=name, now=now
        )
        return {"gap": "renamed", **told, "finding": finding}
    finding = _("The action {name} names “{theme}”, which is no theme.", name=action["action"], theme=name)
    return {"gap": "unknown", **told, "finding": finding}


def codes_of(cell):
    """Return the codes of a list cell.

    >>> codes_of("MOB; SAFE")
    ['MOB', 'SAFE']
    """
    return [code.strip() for code in cell.split(";") if code.strip()]


def theme_of_indicators(indicators, themes, decisions=None):
    """Return {indicator: code of its theme} for those that name one, also by a name that it had before."""
    known = themes if "label" in themes else themes.assign(label="")
    found = themes_now(indicators["theme"].tolist(), known, decisions)
    return {indicator: theme for indicator, theme in zip(indicators["indicator"], found, strict=True) if theme}


def themes_now(names, themes, decisions=None):
    """Return the code of the theme that each name means, through what was renamed and merged since; "" if none.

    Parameters
    ----------
    names : list of str
    themes : DataFrame
        Columns theme, label.
    decisions : DataFrame, optional
        Table `decisions`.

    Returns
    -------
    list of str

    Examples
    --------
    >>> from workbench.tables import frame
    >>> themes = frame("themes", [{"theme": "T1", "label": "A home"}])
    >>> renamed = [{"when": "1", "what": "rename", "from": "Housing", "to": "Lodging"}]
    >>> renamed += [{"when": "2", "what": "rename", "from": "Lodging", "to": "A home"}]
    >>> themes_now(["housing", "Tourism"], themes, frame("decisions", renamed))
    ['T1', '']
    """
    found = match_themes(pd.Series(names, dtype="str"), themes).tolist()
    since = {} if decisions is None or not len(decisions) or all(found) else _called_since(decisions)
    for place, name in enumerate(names):
        seen = set()
        while not found[place] and plain(name) in since and plain(name) not in seen:
            seen.add(plain(name))
            name = since[plain(name)]
            found[place] = match_themes(pd.Series([name], dtype="str"), themes).iloc[0]
    return found


def _called_since(decisions):
    """Return {a theme's former name: the name or theme that stands for it}, of decisions that were not taken back."""
    since, called = {}, {}
    for _when, rows in Replay([], []).follow(decisions).standing:
        for row in rows:
            if row["what"] not in ("rename", "merge") or not row["from"] or not row["to"]:
                continue
            own = {row["from"]} | {theme for theme, label in called.items() if plain(label) == plain(row["from"])}
            former = own | {called[theme] for theme in own if theme in called}
            since |= {plain(name): row["to"] for name in former if plain(name) != plain(row["to"])}
            since.pop(plain(row["to"]), None)  # a name that is given again means what it means now
            if row["what"] == "rename":
                called |= dict.fromkeys(own, row["to"])
    return since

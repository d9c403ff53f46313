"""What the board of themes shows: tables in, a dictionary out, so that a page and a test see the same."""

from dataclasses import dataclass

import pandas as pd

from workbench.language import _, plain
from workbench.themes.apply import DECIDED, SUGGESTED, VALIDATED, Ground, follow, ground, labels_of
from workbench.themes.queue import brought_up
from workbench.themes.replay import ALONE, NOTHING

_TOLD = ("territory", "wave", "group", "question", "language", "votes", "source")
_RANKED = ("second", "third", "nearest", "confidence", "margin", "unsure", "reason")


@dataclass(frozen=True)
class Laid:
    """The cards as they were laid out, which no decision changes.

    `base`: see `Ground`. For each criterion of it, in lists: `groups` (its reference group; `named` says
    whether criteria name any), `wave`, `wording` (what it says, without case and accents), `rank` (how sure the machine
    is of it, least first), `unsure`, `second`, `third`.
    """

    base: Ground
    ids: list
    groups: list
    named: bool
    wave: list
    wording: list
    rank: list
    unsure: list
    second: list
    third: list


def lay_out(suggestion, criteria):
    """Return what `board_state` needs and no decision changes; made once for a board."""
    base = ground(suggestion, criteria)
    table, n = base.criteria, len(base.criteria)
    first = suggestion.drop_duplicates("criterion").set_index("criterion").reindex(table["criterion"]).reset_index()
    queued = {"unsure", "second", "third", "margin"} <= set(first)
    order = first.sort_values(["confidence", "margin", "criterion"]).index if queued else range(n)
    rank = dict(zip(order, range(n), strict=True))
    keys = [name for name in ("territory", "group") if name in table]
    return Laid(
        base,
        table["criterion"].tolist(),
        list(zip(*(table[name].tolist() for name in keys), strict=True)) if keys else [],
        "group" in table,
        table["wave"].astype("str").tolist() if "wave" in table else [],
        [plain(text) for text in table["text"]],
        [rank[place] for place in range(n)],
        first["unsure"].fillna(False).astype(bool).tolist() if queued else [False] * n,
        first["second"].tolist() if queued else [""] * n,
        first["third"].tolist() if queued else [""] * n,
    )


def board_state(suggestion, decisions, criteria, *, mine=(), laid=None, earlier=None):
    """Return what the board shows after these decisions.

    Always what `apply_decisions`, `unsure_queue` and `emerging_themes` say, but for the queue: a card that stays in a
    theme because the theme was named remains a question. With `laid` and `earlier` (both from the same suggestion) only
    what changed is worked out again: a board answers a move in a few hundredths of a second.

    Parameters
    ----------
    suggestion : DataFrame
        From `suggest_themes`.
    decisions : DataFrame
        Table `decisions`, oldest first.
    criteria : DataFrame
        Table `criteria`.
    mine : collection of str
        The moments (`when`) of the decisions made on this board: "undo" takes back the last of these, or the last of
        all where there is none.
    laid : Laid, optional
        From `lay_out`.
    earlier : dict, optional
        The state before.

    Returns
    -------
    dict
        themes (id → label, code, criteria, groups, stability, state, kind, emerging), cards (criterion → theme, state,
        since, unsure, wording), queue (criterion → rank, said, choices), order (of the themes), saved (number of
        decisions), undo (when and rows of the decision that would be taken back, or None), taken (plain name → theme).

    Examples
    --------
    >>> from workbench.tables import frame
    >>> criteria = frame("criteria", [{"criterion": "c1", "text": "a flat"}, {"criterion": "c2", "text": "a bus"}])
    >>> suggestion = pd.DataFrame({"criterion": ["c1", "c2"], "theme": "T-c1"})
    >>> decisions = frame("decisions", [{"what": "assign", "criterion": "c2", "to": "Getting around"}])
    >>> state = board_state(suggestion, decisions, criteria)
    >>> state["cards"]["c2"]["theme"], state["themes"]["T-c1"]["label"], state["order"]
    ('Getting around', '“a flat”', ['Getting around', 'T-c1'])
    """
    laid = laid or lay_out(suggestion, criteria)
    base = laid.base
    settled, homes, states = follow(base, decisions)
    cards = {
        criterion: {
            "theme": theme,
            "state": state,
            "since": settled.since.get(criterion, ""),
            "unsure": doubted and criterion not in settled.placed and state != VALIDATED and theme != NOTHING,
            "wording": settled.worded[criterion]["to"] if criterion in settled.worded else "",
        }
        for criterion, theme, state, doubted in zip(laid.ids, homes, states, laid.unsure, strict=True)
    }
    themes = _themes(laid, settled, homes, earlier)
    for theme in _emerging(laid, homes, themes):
        themes[theme]["emerging"] = True
    order = sorted(themes, key=lambda name: (name == NOTHING, name == ALONE, -themes[name]["criteria"], name))
    return {
        "themes": themes,
        "cards": cards,
        "queue": _queue(laid, settled, cards, themes),
        "order": order,
        "saved": int(decisions["when"].mask(decisions["when"] == "").nunique() + (decisions["when"] == "").sum()),
        "undo": _to_undo(settled.standing, mine),
        "taken": _taken(base, settled, themes),
    }


def differences(before, after):
    """Return what changed from one state to another: only the themes, cards and queue that did; None for what is gone.

    >>> differences({"cards": {"a": 1, "b": 2}, "saved": 1}, {"cards": {"a": 1, "b": 3}, "saved": 2})
    {'cards': {'b': 3}, 'saved': 2}
    """
    result = {}
    for part, now in after.items():
        was = before.get(part)
        if isinstance(now, dict) and isinstance(was, dict) and part in ("themes", "cards", "queue"):
            changed = {name: value for name, value in now.items() if was.get(name) != value}
            changed |= {name: None for name in was if name not in now}
            if changed:
                result[part] = changed
        elif now != was:
            result[part] = now
    return result


def cards_of(criteria, suggestion):
    """Return what never changes about each card, in the order in which a theme shows them: the most typical first.

    Returns
    -------
    cards : list of dict
        id, text, territory, wave, group, question, language, votes, source (file, sheet, cell), kind (place in
        `kinds`), near (what was said alike), confidence.
    kinds : list of str
        Kinds of groups: their profile, where the study declares it, else their name.
    """
    table = criteria.assign(criterion=criteria["criterion"].astype("str"))
    who = table["group"].astype("str") if "group" in table else pd.Series("", index=table.index)
    if "profile" in table:
        who = table["profile"].astype("str").where(table["profile"].astype("str") != "", who)
    table["_kind"] = who
    ranked = suggestion[["criterion", *(name for name in (*_RANKED, "fit") if name in suggestion)]]
    table = table.merge(ranked, on="criterion", how="left")
    if "fit" in table:
        table = table.sort_values(["fit", "criterion"], ascending=[False, True], na_position="last")
    kinds = sorted(who.unique(), key=lambda name: (name == "", plain(name)))
    texts = dict(zip(table["criterion"], table["text"], strict=True))
    cards = []
    for row in table.to_dict("records"):
        near = [texts[one] for one in str(row.get("nearest") or "").split("; ") if one in texts]
        card = {"id": row["criterion"], "text": row["text"], "kind": kinds.index(row["_kind"]), "near": near}
        card |= {name: _plain_value(row.get(name, "")) for name in _TOLD}
        card["source"] = " · ".join(part for part in str(card["source"] or "").split("!") if part)
        card["confidence"] = _plain_value(row.get("confidence"))
        cards.append(card)
    return cards, kinds


def _plain_value(value):
    """Return a cell as json can hold it."""
    if value is None or value is pd.NA or value != value:
        return None
    return float(value) if isinstance(value, float) else int(value) if isinstance(value, int) else str(value)


def _themes(laid, settled, homes, earlier):
    """Return each theme as the board shows it; a label in people's own words only where the members changed."""
    base = laid.base
    live = {settled.now(theme) for theme in settled.touched}
    agreed = {settled.now(theme) for theme in settled.agreed_themes}
    members = {theme: [] for theme in live}
    for place, theme in enumerate(homes):
        members.setdefault(theme, []).append(place)
    labels = _labels(laid, members, homes, earlier)
    result = {}
    for theme, places in members.items():
        state = VALIDATED if theme in agreed else DECIDED if theme in live else SUGGESTED
        steady = base.stability.get(theme)
        result[theme] = {
            "label": settled.labels.get(theme, labels.get(theme, theme)),
            "own": labels.get(theme, theme),
            "code": settled.codes.get(theme, ""),
            "criteria": len(places),
            "groups": len({laid.groups[place] for place in places}) if laid.groups else 0,
            "stability": None if steady is None or pd.isna(steady) else float(steady),
            "state": state,
            "kind": theme if theme in (ALONE, NOTHING) else "theme",
            "emerging": False,
        }
    return result


def _labels(laid, members, homes, earlier):
    base, fixed = laid.base, {ALONE: _("On its own"), NOTHING: _("Nothing to say")}
    if earlier is None:
        return base.labels | labels_of(base.criteria.assign(theme=pd.Series(homes, dtype="str"))) | fixed
    was, kept = earlier["cards"], {name: theme["own"] for name, theme in earlier["themes"].items()}
    moved = set()
    for criterion, theme in zip(laid.ids, homes, strict=True):
        if was[criterion]["theme"] != theme:
            moved |= {theme, was[criterion]["theme"]}
    again = [(place, theme) for theme in moved | (members.keys() - kept.keys()) for place in members.get(theme, ())]
    if again:
        places, named = zip(*again, strict=True)
        rows = base.criteria.iloc[list(places)]
        kept |= labels_of(rows.assign(theme=pd.Series(named, index=rows.index, dtype="str")))
    return kept | {theme: base.labels.get(theme, theme) for theme in members if not members[theme]} | fixed


def _emerging(laid, homes, themes):
    """Return the themes that `emerging_themes` would return for the last wave."""
    last, now, in_all, behind = max(laid.wave, default=""), {}, {}, {}
    for place, (theme, wave) in enumerate(zip(homes, laid.wave, strict=bool(laid.wave))):
        if theme not in (ALONE, NOTHING):
            in_all[theme] = in_all.get(theme, 0) + 1
            if wave == last:
                now[theme] = now.get(theme, 0) + 1
                behind.setdefault(theme, set()).add(laid.groups[place] if laid.named else None)
    found = [theme for theme in in_all if themes[theme]["state"] == SUGGESTED]
    if not found:
        return []
    groups = {theme: len(behind.get(theme, ())) for theme in found}
    counts = [
        pd.Series([of.get(theme, 0) for theme in found], index=found, dtype=float) for of in (now, in_all, groups)
    ]
    _p, _sure, proposed = brought_up(*counts, sum(now.values()), sum(in_all.values()))
    return proposed.index[proposed].tolist()


def _queue(laid, settled, cards, themes):
    """Return the open questions; cards that say the same are one."""
    now, open_ones = {}, {}
    for place, (criterion, wording) in enumerate(zip(laid.ids, laid.wording, strict=True)):
        if cards[criterion]["unsure"]:
            open_ones.setdefault(wording, []).append(place)
    queue = {}
    for places in open_ones.values():
        ranked = [(cards[laid.ids[place]]["theme"] == ALONE, laid.rank[place], place) for place in places]
        alone, rank, place = min(ranked)
        for name in (laid.second[place], laid.third[place]):
            now.setdefault(name, settled.now(name))
        likely = [cards[laid.ids[place]]["theme"], now[laid.second[place]], now[laid.third[place]]]
        likely = [*likely[1:], ALONE] if alone else likely  # what fits nowhere may well stay there
        queue[laid.ids[place]] = {
            "rank": rank + alone * len(laid.ids),
            "said": [laid.ids[one] for one in places],
            "choices": [one for one in dict.fromkeys(likely) if one in themes],
        }
    return queue


def _to_undo(standing, mine):
    mine = set(mine)
    place = next((place for place in reversed(range(len(standing))) if standing[place][0] in mine), len(standing) - 1)
    if place < 0:
        return None
    _when, rows = standing[place]
    return {"when": rows[0]["when"], "last": place == len(standing) - 1, "rows": rows}


def _taken(base, settled, themes):
    """Return {plain name: the theme that a decision with this name would mean}."""
    named = {**dict.fromkeys(base.labels), **settled.labels, **settled.merged, **themes}
    taken = {plain(name): settled.now(name) for name in named}
    labels = base.labels | settled.labels
    taken |= {plain(label): settled.now(theme) for theme, label in labels.items()}
    return taken | {plain(theme["label"]): name for name, theme in themes.items()}

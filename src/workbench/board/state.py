"""What the board of themes shows: tables in, a dictionary out, so that a page and a test see the same."""

from dataclasses import dataclass

import pandas as pd

from workbench.language import _, plain
from workbench.themes.apply import DECIDED, SUGGESTED, VALIDATED, Ground, follow, ground
from workbench.themes.queue import brought_up
from workbench.themes.replay import ALONE, NOTHING, OF
from workbench.themes.words import label_of

_CARD = ("theme", "state", "since", "unsure", "wording")


@dataclass(frozen=True)
class Laid:
    """The cards as they were laid out, which no decision changes.

    `base`: see `Ground`. For each criterion of it, in lists: `groups` (its reference group; `named` says
    whether criteria name any), `wave`, `wording` (what it says, without case and accents), `rank` (how sure the machine
    is of it, least first), `unsure`, `second`, `third`, `texts`, `languages`, `middle` (how near it is to the middle of
    its theme, nearest first). `kept`: what was worked out before, to be found again.
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
    texts: list
    languages: list
    middle: list
    kept: dict


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
        table["text"].tolist(),
        table["language"].tolist() if "language" in table else [""] * n,
        _ranks(table.sort_values(["fit", "criterion"], ascending=[False, True], na_position="last").index),
        {},
    )


def _ranks(order):
    ranks = [0] * len(order)
    for rank, place in enumerate(order):
        ranks[place] = rank
    return ranks


def board_state(suggestion, decisions, criteria, *, mine=(), laid=None):
    """Return what the board shows after these decisions.

    Always what `apply_decisions`, `unsure_queue` and `emerging_themes` say, but for the queue: a card that stays in a
    theme because the theme was named remains a question. With `laid` (from the same suggestion), only what is new
    is followed of a log that only grew: a board answers a move in two hundredths of a second.

    Parameters
    ----------
    suggestion : DataFrame
        From `suggest_themes`.
    decisions : DataFrame or list of dict
        Table `decisions`, oldest first.
    criteria : DataFrame
        Table `criteria`.
    mine : collection of str
        The moments (`when`) of the decisions made on this board: "undo" takes back the last of these, or the last of
        all where there is none.
    laid : Laid, optional
        From `lay_out`.

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
    cards = _cards(laid, settled, homes, states)
    themes = _themes(laid, settled, homes)
    for theme in _emerging(laid, homes, themes):
        themes[theme]["emerging"] = True
    whens = [row["when"] for row in decisions] if isinstance(decisions, list) else decisions["when"].tolist()
    order = sorted(themes, key=lambda name: (name == NOTHING, name == ALONE, -themes[name]["criteria"], name))
    return {
        "themes": themes,
        "cards": cards,
        "queue": _queue(laid, settled, cards, themes),
        "order": order,
        "saved": len({when for when in whens if when}) + sum(not when for when in whens),
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
            changed = {
                name: value for name, value in now.items() if (old := was.get(name)) is not value and old != value
            }
            changed |= {name: None for name in was if name not in now}
            if changed:
                result[part] = changed
        elif now != was:
            result[part] = now
    return result


def _cards(laid, settled, homes, states):
    """Return each card as it stands; one that stands as it did is the same object: thousands are seen at each move."""
    before, cards = laid.kept.get("cards", {}), {}
    since, worded, placed = settled.since, settled.worded, settled.placed
    for criterion, theme, state, doubted in zip(laid.ids, homes, states, laid.unsure, strict=True):
        unsure = doubted and criterion not in placed and state != VALIDATED and theme != NOTHING
        wording = worded[criterion]["to"] if criterion in worded else ""
        as_it_is = (theme, state, since.get(criterion, ""), unsure, wording)
        was = before.get(criterion)
        cards[criterion] = (
            was if was is not None and was[0] == as_it_is else (as_it_is, dict(zip(_CARD, as_it_is, strict=True)))
        )
    laid.kept["cards"] = cards
    return {criterion: card for criterion, (_as_it_is, card) in cards.items()}


def _themes(laid, settled, homes):
    """Return each theme as the board shows it."""
    base = laid.base
    live = {settled.now(theme) for theme in settled.touched}
    agreed = {settled.now(theme) for theme in settled.agreed_themes}
    members = {theme: [] for theme in live}
    for place, theme in enumerate(homes):
        members.setdefault(theme, []).append(place)
    labels = {theme: _label(laid, theme, places) for theme, places in members.items()}
    result = {}
    for theme, places in members.items():
        state = VALIDATED if theme in agreed else DECIDED if theme in live else SUGGESTED
        steady = base.stability.get(theme)
        result[theme] = {
            "label": settled.labels.get(theme, labels[theme]),
            "own": labels[theme],
            "code": settled.codes.get(theme, ""),
            "criteria": len(places),
            "groups": len({laid.groups[place] for place in places}) if laid.groups else 0,
            "stability": None if steady is None or pd.isna(steady) else float(steady),
            "state": state,
            "kind": theme if theme in (ALONE, NOTHING) else "theme",
            "emerging": False,
        }
    return result


def _label(laid, theme, places):
    """Return what a theme is called in its own words, as `labels_of` says it."""
    if theme in (ALONE, NOTHING):
        return _("On its own") if theme == ALONE else _("Nothing to say")
    if not places or not theme.startswith(OF):
        return laid.base.labels.get(theme, theme)
    middle = {}
    for place in sorted(places, key=laid.middle.__getitem__):
        middle.setdefault(laid.wording[place], place)
    return label_of(
        [laid.texts[place] for place in middle.values()],
        [laid.languages[place] for place in middle.values()],
        laid.base.criteria.attrs.get("language", ""),
    )


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
    return {"when": rows[0]["when"], "last": place == len(standing) - 1, "rows": list(rows)}


def _taken(base, settled, themes):
    """Return {plain name: the theme that a decision with this name would mean}."""
    named = {**dict.fromkeys(base.labels), **settled.labels, **settled.merged, **themes}
    taken = {plain(name): settled.now(name) for name in named}
    labels = base.labels | settled.labels
    taken |= {plain(label): settled.now(theme) for theme, label in labels.items()}
    return taken | {plain(theme["label"]): name for name, theme in themes.items()}

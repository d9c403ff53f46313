"""What a hand on the board means: each gesture is one decision, or is refused with a reason that people can read.

Decisions about a theme (merge, rename, validate, file) name the criteria that it holds at that moment, as people saw
it: these stay in it when a later wave moves the machine's own suggestions. A merge names those of both themes.
"""

from workbench.language import _, plain
from workbench.themes.replay import ALONE, NOTHING, OF

#: A label longer than this is a sentence, and a column has no room for it.
LONGEST = 120


class Refused(ValueError):
    """A gesture that cannot become a decision; its text is shown on the board."""


def decision(message, state):
    """Return the decision that a gesture means, as `record_decisions` takes it.

    Parameters
    ----------
    message : dict
        `do`: "move" (cards, to), "split" (cards, name), "new" (name), "merge" (themes, to), "rename" (theme, name),
        "validate" (theme), "code" (theme, code), "undo" or "redo" (when; see `Desk`).
    state : dict
        From `board_state`: what the person saw.

    Returns
    -------
    dict

    Raises
    ------
    Refused
        If the gesture makes no sense: a card or theme that is not there, a name that is taken.

    Examples
    --------
    >>> state = {"cards": {"c1": {"theme": "T-c1"}}, "themes": {"T-c1": {}, "Bus": {}}, "taken": {}}
    >>> decision({"do": "move", "cards": ["c1"], "to": "Bus"}, state)
    {'what': 'assign', 'criterion': ['c1'], 'theme': 'T-c1', 'to': 'Bus'}
    """
    makes = _MEANINGS.get(message.get("do") if isinstance(message.get("do"), str) else None)
    if makes is None:
        raise Refused(_("The board does not know this gesture; nothing was changed."))
    return makes(message, state)


def _move(message, state):
    cards, to = _cards(message, state), _theme(message.get("to"), state)
    moving = [card for card in cards if state["cards"][card]["theme"] != to]
    if message.get("settle"):  # an answer to the queue: a card may stay where it is, decided
        moving = cards
    if not moving:
        raise Refused(_("These cards are in this theme already."))
    return {"what": "assign", "criterion": moving, "theme": _left(moving, state), "to": to}


def _split(message, state):
    cards, name = _cards(message, state), _free_name(message, state)
    theme = _left(cards, state)
    # cards of several themes go to a new one: one decision, so that one undo takes it back
    return {"what": "split" if theme else "assign", "criterion": cards, "theme": theme, "to": name}


def _new(message, state):
    return {"what": "new", "to": _free_name(message, state)}


def _merge(message, state):
    theme, to = _own_theme(message.get("theme"), state), _own_theme(message.get("to"), state)
    if theme == to:
        raise Refused(_("A theme cannot be merged into itself."))
    return {"what": "merge", "criterion": _members(state, theme, to), "theme": theme, "to": to}


def _rename(message, state):
    theme = _own_theme(message.get("theme"), state)
    name = _free_name(message, state, but=theme)
    if name == state["themes"][theme]["label"]:
        raise Refused(_("The theme is called so already."))
    return {"what": "rename", "criterion": _members(state, theme), "theme": theme, "to": name}


def _validate(message, state):
    theme = _own_theme(message.get("theme"), state)
    return {"what": "validate", "criterion": _members(state, theme), "theme": theme}


def _code(message, state):
    theme, code = _own_theme(message.get("theme"), state), _said(message.get("code"))
    if code == state["themes"][theme]["code"]:
        raise Refused(_("The theme is filed there already."))
    return {"what": "code", "criterion": _members(state, theme), "theme": theme, "to": code}


_MEANINGS = {
    "move": _move,
    "split": _split,
    "new": _new,
    "merge": _merge,
    "rename": _rename,
    "validate": _validate,
    "code": _code,
}


def concerned(message):
    """Return the cards and the themes whose change by somebody else makes a gesture one about something unseen.

    >>> concerned({"do": "move", "cards": ["c1"], "to": "Bus"})
    ({'c1'}, set())
    """
    cards = message.get("cards") if message.get("do") in ("move", "split") else None
    themes = [message.get("theme"), message.get("to")] if message.get("do") not in ("move", "split", "new") else []
    several = {card for card in cards if isinstance(card, str)} if isinstance(cards, list) else set()
    return several, {theme for theme in themes if isinstance(theme, str)}


# ---------------------------------------------------------------------- what a page sends is not trusted


def _cards(message, state):
    cards = message.get("cards")
    if not isinstance(cards, list) or not cards or not all(isinstance(card, str) for card in cards):
        raise Refused(_("Choose one or more cards first."))
    if not all(card in state["cards"] for card in cards):
        raise Refused(_("A card is no longer on the board."))
    return list(dict.fromkeys(cards))


def _theme(theme, state):
    if not isinstance(theme, str) or (theme not in state["themes"] and theme not in (ALONE, NOTHING)):
        raise Refused(_("This theme is no longer on the board."))
    return theme


def _own_theme(theme, state):
    if _theme(theme, state) in (ALONE, NOTHING):
        raise Refused(_("This column is no theme: its cards can be moved, and that is all."))
    return theme


def _said(text):
    said = " ".join(text.split()) if isinstance(text, str) else ""
    if not said:
        raise Refused(_("Write a name first."))
    if len(said) > LONGEST:
        raise Refused(_("This name is too long: {longest} letters at most.", longest=LONGEST))
    return said


def _free_name(message, state, but=None):
    name = _said(message.get("name"))
    taken = state["taken"].get(plain(name))
    if name.startswith(OF) and name[len(OF) :] in state["cards"]:
        taken = taken or name
    if taken is not None and taken != but:
        label = state["themes"].get(taken, {}).get("label", taken)
        if plain(label) == plain(name):
            raise Refused(
                _("There is a theme called “{label}” already; merge with it, or choose another name.", label=label)
            )
        raise Refused(_("“{name}” means “{label}” here; choose another name.", name=name, label=label))
    return name


def _members(state, *themes):
    return [criterion for criterion, card in state["cards"].items() if card["theme"] in themes]


def _left(cards, state):
    """Return the theme that all these cards leave, "" if there are several."""
    left = {state["cards"][card]["theme"] for card in cards}
    return left.pop() if len(left) == 1 else ""

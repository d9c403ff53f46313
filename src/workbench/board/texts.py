"""What the board says: every word of the page and each sentence about a decision, in the language spoken."""

from workbench.language import N_, _, current_language, names, ngettext, number, recognise, word
from workbench.themes.replay import ALONE, NOTHING, OF
from workbench.themes.words import quoted

#: What the page says by itself; {places} are filled there.
PAGE = {
    "board": N_("Board of themes"),
    "toolbar": N_("What can be done"),
    "search": N_("Search"),
    "search_hint": N_("a word of a card"),
    "filters": N_("Show only"),
    "all_group": N_("all groups"),
    "all_question": N_("all questions"),
    "all_language": N_("all languages"),
    "all_territory": N_("all territories"),
    "all_wave": N_("all waves"),
    "all_state": N_("decided or not"),
    "only_open": N_("not decided yet"),
    "only_decided": N_("decided"),
    "shown": N_("Shown: {n} of {all}"),
    "clear": N_("Show all"),
    "who": N_("Who decides"),
    "who_hint": N_("name or group"),
    "move": N_("Move"),
    "merge": N_("Merge"),
    "split": N_("Split"),
    "rename": N_("Rename"),
    "new": N_("New theme"),
    "validate": N_("Validate"),
    "code": N_("File"),
    "undo": N_("Undo"),
    "redo": N_("Do again"),
    "undo_what": N_("Undo: {decision}"),
    "help": N_("Keys"),
    "close": N_("Close"),
    "cancel": N_("Cancel"),
    "ok": N_("Save"),
    "queue": N_("To decide ({n})"),
    "queue_empty": N_("Nothing is left to decide: the machine is unsure of no card."),
    "queue_hint": N_("least sure first"),
    "rather": N_("rather:"),
    "other": N_("other…"),
    "later": N_("later"),
    "show_card": N_("show on the board"),
    "said_times": N_("said {n} times"),
    "columns": N_("Themes"),
    "cards_of": N_("Cards of {theme}"),
    "empty": N_("No card here yet."),
    "none_shown": N_("No card here fits what is searched."),
    "more": N_("Show {n} more"),
    "suggested": N_("suggested"),
    "decided": N_("decided"),
    "validated": N_("validated"),
    "emerging": N_("new in the last wave"),
    "unsure": N_("unsure"),
    "stability": N_("stability"),
    "stability_is": N_(
        "Stability {figure}: how often its pairs stay together when the machine groups part of the cards"
    ),
    "filed": N_("filed under"),
    "alone": N_("On its own"),
    "kept": N_("kept as they are"),
    "aside": N_("answers without content, set aside"),
    "source": N_("From"),
    "near": N_("Said alike"),
    "votes": N_("votes"),
    "reworded": N_("in other words:"),
    "selected": N_("Chosen: {n}"),
    "move_title": N_("Move to which theme?"),
    "merge_title": N_("Merge {theme} into which theme?"),
    "split_title": N_("A new theme for these cards"),
    "new_title": N_("A new theme"),
    "rename_title": N_("A name for {theme}"),
    "validate_title": N_("Has the group agreed to {theme}?"),
    "validate_text": N_("Its cards stay in it, whatever comes later."),
    "code_title": N_("File {theme} under which code?"),
    "name": N_("Name"),
    "find_theme": N_("Type to find a theme"),
    "find_code": N_("Type to find a code"),
    "make_new": N_("new theme “{name}”"),
    "no_match": N_("Nothing fits. Type less."),
    "choose_cards": N_("Choose one or more cards first."),
    "choose_theme": N_("This column is no theme: its cards can be moved, and that is all."),
    "saving": N_("Saving…"),
    "lost": N_("The notebook does not answer: this was perhaps not saved. Run the cell of the board again."),
    "busy": N_("The notebook is still at work; this is saved as soon as it is done."),
    "loading": N_("The board is being laid out…"),
    "dismiss": N_("Close this message"),
    "others": N_("Decided elsewhere: {decisions}"),
    "legend": N_("Groups"),
    "questions": N_("Questions"),
    "keys": N_("Keys"),
    "key_arrows": N_("from card to card, from theme to theme"),
    "key_home": N_("first, last card of a theme"),
    "key_space": N_("choose a card; with Shift and arrows, several"),
    "key_all": N_("choose all cards of the theme"),
    "key_enter": N_("where the card came from"),
    "key_escape": N_("choose none; close"),
    "key_queue": N_("answer the first open question"),
    "key_search": N_("search"),
    "key_help": N_("this help"),
    "theme_of_key": N_("Merge, rename, validate and file mean the theme in which the framed card, or column, stands."),
    "unnamed_group": N_("no group"),
}
#: Keys of the page, alike in both languages.
KEYS = {
    "move": "m",
    "merge": "f",
    "split": "s",
    "rename": "r",
    "new": "n",
    "validate": "v",
    "code": "c",
    "undo": "z",
    "redo": "y",
}
#: Cards of which a decision is told by their words.
_FEW = 1
_SHORT = 60


def page():
    """Return all that the page says, and the names of questions and languages, in the language spoken.

    >>> page()["move"], page()["question"]["illbeing"]
    ('Move', 'ill-being')
    """
    texts = {name: _(message) for name, message in PAGE.items()}
    texts |= {kind: {name: word(kind, name) for name in names(kind)} for kind in ("question", "language")}
    columns = ("group", "question", "language", "territory", "wave")
    return texts | {"column": {name: word("column", name) for name in columns}, "speaks": current_language()}


def meta(theme, everyone):
    """Return the line below a theme's name.

    >>> meta({"criteria": 62, "groups": 8}, 9)
    '62 criteria · 8 groups of 9'
    """
    said = [ngettext("{n} criterion", "{n} criteria", theme["criteria"])]
    if everyone:
        said.append(ngettext("{n} group of {all}", "{n} groups of {all}", theme["groups"], all=number(everyone)))
    return " · ".join(said)


def code_names(grid):
    """Return {code: what it is called in the language spoken, or in the first language it has}."""
    spoken = [f"label_{code}" for code in (current_language(), "en", "fr", "it", "ro", "de", "nl")]
    return {row["code"]: next((row[name] for name in spoken if row[name]), "") for row in grid.to_dict("records")}


def done(decision, state, said):
    """Return the sentence that says what was just decided.

    Parameters
    ----------
    decision : dict
        As `gestures.decision` gives it.
    state : dict
        The state before.
    said : dict
        criterion → (text, language).
    """
    told = _told(
        decision["what"], decision.get("criterion", []), decision.get("theme", ""), decision.get("to", ""), state, said
    )
    return f"{told[:1].upper()}{told[1:]}."


def described(rows, state, said):
    """Return what a decision of the file was about; `rows` are its lines."""
    criteria = [one for row in rows for one in _criteria(row["criterion"], said)]
    return _told(rows[0]["what"], criteria, rows[0]["from"], rows[0]["to"], state, said)


def by_others(rows, state, said):
    """Return what somebody else decided, and who."""
    what = described(rows, state, said)
    if rows[0]["what"] == "number":
        what = _("{what}, which shows when the cells run again", what=what)
    return _("{what} ({who})", what=what, who=rows[0]["who"]) if rows[0]["who"] else what


def _criteria(cell, said):
    return [cell] if cell in said else [one.strip() for one in cell.split(";") if one.strip()]


def _told(what, criteria, theme, to, state, said):
    known = to in state["themes"] or to in (ALONE, NOTHING)
    values = {"theme": named(theme, state), "to": named(to, state)}
    if what in ("assign", "split"):
        if len(criteria) == _FEW:
            values |= {"card": _short(criteria[0], said)}
            message = N_("{card} is in {to}") if known else N_("{card} is in the new theme {to}")
            return _(message, **values)
        if known:
            return ngettext("{n} card is in {to}", "{n} cards are in {to}", len(criteria), **values)
        return ngettext(
            "{n} card is in the new theme {to}", "{n} cards are in the new theme {to}", len(criteria), **values
        )
    if what == "reword":
        values["to"] = quoted(to, _language_of(criteria, said))
        if len(criteria) == _FEW:
            return _("{card} is said in other words: {to}", card=_short(criteria[0], said), **values)
        return ngettext(
            "{n} card is said in other words: {to}", "{n} cards are said in other words: {to}", len(criteria), **values
        )
    if what == "meaning":
        meaning = quoted(word("meaning", recognise("meaning", to) or to), current_language())
        return ngettext(
            "{n} card speaks of {meaning}", "{n} cards speak of {meaning}", len(criteria), meaning=meaning
        )
    message = {
        "merge": N_("{theme} is a part of {to}"),
        "rename": N_("{theme} is called {to}"),
        "new": N_("there is a new theme {to}"),
        "validate": N_("the group agreed to {theme}"),
        "code": N_("{theme} is filed under {to}"),
        "number": N_("the number of themes to suggest is {to}"),
        "undo": N_("a decision was taken back"),
    }[what]
    if what == "validate" and not theme:
        return ngettext("the group agreed to {n} card", "the group agreed to {n} cards", len(criteria))
    if what in ("rename", "code", "number"):
        values["to"] = to if what != "rename" else quoted(to, current_language())
    return _(message, **values)


def _short(criterion, said):
    """Return what a card says, in quotation marks; its beginning where it is long."""
    text, language = said.get(criterion, (criterion, ""))
    return quoted(text if len(text) <= _SHORT else text[: _SHORT - 1].rstrip() + "…", language)


def _language_of(criteria, said):
    return said.get(criteria[0], ("", ""))[1] if criteria else ""


def named(theme, state):
    """Return a theme's label as it stands in a sentence: in quotation marks, once.

    >>> named("Bus", {"themes": {"Bus": {"label": "Getting around", "own": "Bus"}}})
    '“Getting around”'
    """
    row = state["themes"].get(theme)
    if row is None:
        return quoted(theme, current_language())
    if theme in (ALONE, NOTHING) or (theme.startswith(OF) and row["label"] == row["own"]):
        return row["label"]
    return quoted(row["label"], current_language())

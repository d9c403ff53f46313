"""The commitments that are still open: what became of each, chosen and saved, one line each."""

import html

import pandas as pd

from workbench.actions import record_commitment, undo_follow_up
from workbench.language import _, current_language, date, names, ngettext, speaking, word
from workbench.problems import StudyProblems
from workbench.study import read_plan
from workbench.study.following import names_of

#: Lines that are shown at once; a page with many more is slow, and nobody reads it.
_MOST = 25
_INK = "color: var(--jp-content-font-color1, #1a1a1a); line-height: 1.35"
_OPEN = ("", "due", "late")


def follow_commitments(study, *, territory=None, action=None, every=False, today=None, by=""):
    """Return a list of the open commitments, each with what became of it to choose, a note, and a button that saves.

    What is saved is in the study's folder at once, as with `record_commitment`; `read_plan(study)` in a later cell has
    it. What could not be saved is said in the line itself.

    Parameters
    ----------
    study : Study
    territory, action : str, optional
        Only its commitments.
    every : bool
        Also those that were kept or broken.
    today : date or str, optional
        A term before it is marked as over.
    by : str
        Who says it; can be written above the list.

    Returns
    -------
    ipywidgets.VBox
        With `saved`: how many changes were made in it.

    Examples
    --------
    >>> from dataclasses import fields
    >>> from workbench.study import Study
    >>> from workbench.tables import TABLES, empty
    >>> kept = {field.name: empty(field.name) for field in fields(Study) if field.name in TABLES}
    >>> study = Study(folder="", title="Valbourg", language="en", constructed=False, files=pd.DataFrame(), **kept)
    >>> follow_commitments(study, by="Ana").saved
    0
    """
    import ipywidgets
    import traitlets

    class CommitmentList(ipywidgets.VBox):
        saved = traitlets.Int()

    language = current_language()
    who = ipywidgets.Text(value=by, description=_("Who says it"), placeholder=_("name or group"), style=_wide())
    told = ipywidgets.HTML()
    chosen = ipywidgets.Dropdown(description=_("Action"), style=_wide(), layout={"width": "34em"})
    undo = ipywidgets.Button(description=_("Undo the last change"), icon="undo", layout={"width": "auto"})
    lines = ipywidgets.VBox()
    box = CommitmentList([ipywidgets.HBox([chosen, who, undo], layout={"flex_flow": "row wrap"}), told, lines])

    def changed():
        box.saved += 1

    def show(_change=None):
        with speaking(language):
            now, fault = _now(study)
            if fault:
                told.value = paragraph(fault, "alert")
            entries = open_commitments(
                now, territory=territory, action=chosen.value or action, every=every, today=today
            )
            lines.children = [_line(ipywidgets, study, entry, who, changed, language) for entry in entries[:_MOST]]
            if len(entries) > _MOST:
                more = len(entries) - _MOST
                text = ngettext("and {n} more: choose an action", "and {n} more: choose an action", more)
                lines.children = (*lines.children, ipywidgets.HTML(paragraph(text)))
            if not entries:
                lines.children = (ipywidgets.HTML(paragraph(_("No commitment is open here."))),)

    def take_back(_button):
        with speaking(language):
            message, is_fault = undone(study, who.value)
            show()
            told.value = paragraph(message, "alert" if is_fault else "status")
            box.saved += not is_fault

    entries = open_commitments(study, territory=territory, action=action, every=every, today=today)
    actions = dict.fromkeys((entry["action"], entry["action_label"]) for entry in entries)
    chosen.options = [(_("all"), ""), *((f"{code} · {label}"[:70], code) for code, label in actions)]
    chosen.value = ""
    chosen.observe(show, names="value")
    undo.on_click(take_back)
    show()
    return box


def open_commitments(study, *, territory=None, action=None, every=False, today=None):
    """Return the commitments to follow, those whose term is nearest first, as dictionaries.

    Parameters
    ----------
    study, territory, action, every, today
        As in `follow_commitments`.

    Returns
    -------
    list of dict
        Rows of `commitments`, with `called` (who and what, each only once), `action_label` and `over`: whether the
        term is before `today`.
    """
    labels = study.labels()
    of = dict(zip(study.actions["action"], study.actions["territory"], strict=True))
    kept = study.commitments.assign(called=names_of(study.commitments.to_dict("records")))
    if territory is not None:
        kept = kept[kept["action"].map(of) == territory]
    if action:
        kept = kept[kept["action"] == action]
    if not every:
        kept = kept[kept["commitment_state"].isin(_OPEN)]
    kept = kept.sort_values("until", kind="stable", na_position="last")
    day = None if today is None else pd.Timestamp(today)
    return [
        {
            **row,
            "action_label": labels.get(row["action"], row["action"]),
            "over": day is not None and pd.notna(row["until"]) and row["until"] < day,
        }
        for row in kept.to_dict("records")
    ]


def save(study, entry, state, note="", by=""):
    """Record what became of one commitment; return what is said of it, and whether that is a fault.

    Parameters
    ----------
    study : Study
    entry : dict
        From `open_commitments`.
    state : str
        "" leaves it unsaid.
    note, by : str

    Returns
    -------
    (str, bool)
    """
    try:
        found = record_commitment(
            study, entry["action"], entry["who"], what=entry["called"], state=state, by=by, note=note
        )
    except (ValueError, OSError, StudyProblems) as error:  # a widget swallows what it raises
        return _("Not saved: {error}", error=str(error)), True
    if not len(found):
        return _("Nothing has changed."), False
    state = word("commitment_state", state) if state else _("not said")
    return _("Saved: {who} – {what}: {state}.", who=entry["who"], what=entry["what"], state=state), False


def undone(study, by=""):
    """Take the last change back; return what is said of it, and whether that is a fault."""
    try:
        found = undo_follow_up(study, by=by)
    except (ValueError, OSError, StudyProblems) as error:
        return _("Not taken back: {error}", error=str(error)), True
    if not len(found):
        return _("There is nothing to take back."), False
    row = found.iloc[0]
    return _("Taken back: {what}.", what=row["commitment"] or row["action"]), False


def told_of(entry):
    """Return a commitment in html: who, of which kind, what, until when, in which action."""
    kind = word("actor", entry["actor"]) if entry["actor"] else ""
    head = " · ".join(filter(None, [entry["who"], kind]))
    term = _("no term") if pd.isna(entry["until"]) else _("until {day}", day=date(entry["until"]))
    if entry["over"]:
        term = _("{term}, over", term=term)
    parts = [html.escape(text) for text in (entry["what"], term, entry["action_label"])]
    return (
        f'<div style="{_INK}"><b>{html.escape(head)}</b><br>{parts[0]}<br>'
        f"<small>{'⚠ ' if entry['over'] else ''}{parts[1]} · {parts[2]}</small></div>"
    )


def paragraph(text, role="note"):
    """Return a sentence in html; a fault with a sign in front."""
    sign = "⚠ " if role == "alert" else ""
    return f'<p role="{role}" style="max-width: 60em; margin: .2em 0; {_INK}">{sign}{html.escape(text)}</p>'


def _now(study):
    """Return the study as its folder says it now, or as it was read, and what keeps it from being read."""
    try:
        return read_plan(study), ""
    except (StudyProblems, OSError) as error:
        return study, str(error)


def _line(ipywidgets, study, entry, who, changed, language):
    """Return the widgets of one commitment."""
    options = [(_("not said"), ""), *((word("commitment_state", name), name) for name in names("commitment_state"))]
    label = f"{entry['who']}: {entry['what']}"
    said = ipywidgets.Dropdown(
        options=options, value=entry["commitment_state"], description=_("state"), tooltip=label,
        layout={"width": "13em"}, style=_wide(),
    )  # fmt: skip
    note = ipywidgets.Text(
        placeholder=_("why, or what was agreed"),
        description=_("note"),
        tooltip=label,
        style=_wide(),
        layout={"width": "17em"},
    )
    button = ipywidgets.Button(description=_("Save"), tooltip=_("Save: {what}", what=label), layout={"width": "6em"})
    answer = ipywidgets.HTML()

    def pressed(_button):
        with speaking(language):
            message, is_fault = save(study, entry, said.value, note.value, who.value)
            answer.value = paragraph(message, "alert" if is_fault else "status")
            if not is_fault:
                note.value = ""
                changed()

    button.on_click(pressed)
    text = ipywidgets.HTML(told_of(entry), layout={"width": "27em"})
    row = ipywidgets.HBox([text, said, note, button], layout={"flex_flow": "row wrap", "align_items": "center"})
    return ipywidgets.VBox([row, answer], layout={"border_bottom": "1px solid #D2D2D2", "padding": ".2em 0"})


def _wide():
    return {"description_width": "initial"}

"""The board's work from a spreadsheet: only what people filled in becomes decisions."""

from pathlib import Path

from workbench.decisions import read_decisions, record_decisions
from workbench.language import N_, plain
from workbench.meetings.answers import ids_of, new_label, new_theme, target_of
from workbench.meetings.filled import read_filled
from workbench.meetings.labels import APART, Names
from workbench.problems import WARNING
from workbench.spreadsheets.values import as_text, nearest
from workbench.themes import apply_decisions
from workbench.themes.apply import VALIDATED
from workbench.themes.replay import replay


def read_decisions_sheet(path, study, suggestion, *, who="", when=None):
    """Record what people changed in the workbook of `export_decisions_sheet`, and return it and what is doubtful.

    A line is moved where “move to” names another theme than the one that holds it now; a theme is renamed, merged,
    filed, validated where its line says so, and a name on a new line is a new theme. What is as it was records nothing,
    so a sheet can be read as often as one likes.

    Parameters
    ----------
    path : path
        xlsx, ods, or a csv of the sheet of criteria.
    study : Study
    suggestion : DataFrame
        From `suggest_themes`.
    who : str
        Who decided; by default what the first sheet says.
    when : date or datetime, optional
        By default now.

    Returns
    -------
    decisions : DataFrame
        Those recorded now, as table `decisions`.
    problems : list of Problem
        Warnings: a name that makes a new theme, a criterion that was moved elsewhere since, a cell written over.

    Raises
    ------
    SheetProblems
        With sheet and cell of each fault: an unknown id, a criterion that is moved to two themes, themes merged in a
        circle. Nothing has been recorded then.
    TimeoutError
        If another program holds the file of decisions.
    """
    filled = read_filled(Path(path))
    if {"date", "validates"} & set(filled.keys):
        what, do = N_("This is the sheet of a group’s second meeting."), N_("Read it with wb.read_validation_sheet.")
        filled.problems.append(filled.front.problem(None, None, what, do))
        filled.stop_at_errors()
    decisions, _unread = read_decisions(study)
    themes, membership, _orphans = apply_decisions(suggestion, decisions, study.criteria)
    labels = dict(zip(themes["theme"], themes["label"], strict=True))
    settled = replay(decisions, study.criteria["criterion"], set(suggestion["theme"]), labels)
    names = Names(filled.labels, themes, settled.now)
    held = membership.groupby("theme")["criterion"].agg(list).to_dict()
    made = _theme_decisions(filled, themes, names, held)
    moved = _moves(filled, membership, names)
    filled.stop_at_errors()
    fresh = [label for label in dict.fromkeys(names.new.values()) if label not in names.now]
    made = [{"what": "new", "to": label} for label in fresh] + made
    made += [{"what": "assign", "criterion": ids, "theme": theme, "to": to} for (theme, to), ids in moved.items()]
    who = who or as_text(filled.keys.get("decided_by", ("",))[0])
    lines = record_decisions(study, [decision | {"who": who, "when": when} for decision in made])
    return lines, filled.problems


def _moves(filled, membership, names):
    """Return {(theme now, theme wanted): criteria}."""
    home = dict(zip(membership["criterion"], membership["theme"], strict=True))
    shown = {plain(label): theme for label, theme in filled.labels.items()}
    wanted, moved, problems = {}, {}, filled.problems
    for entry in filled.entries["criteria"]:
        ids = ids_of(entry)
        if not ids:
            what, do = N_("This line has no id and was not read."), N_("Write what was said into a group’s workbook.")
            problems.append(entry.problem("criterion_id", what, do, WARNING))
            continue
        unknown = [criterion for criterion in ids if criterion not in home]
        if unknown:
            what, do = (
                N_("“{found}” is no criterion of this study."),
                N_("Copy the id back from the workbook as it was written."),
            )
            problems.append(entry.problem("criterion_id", what, do, found=unknown[0]))
            continue
        to = target_of(entry, names, problems, known=shown)
        if not to:
            continue
        for criterion in ids:
            if wanted.setdefault(criterion, to) != to:
                what, do = N_("This criterion is moved to two themes."), N_("Take one of the two lines out.")
                problems.append(entry.problem("move", what, do))
            elif home[criterion] != to and criterion not in moved.get((home[criterion], to), ()):
                moved.setdefault((home[criterion], to), {})[criterion] = None
                _moved_since(entry, home[criterion], names, problems)
    return {pair: list(ids) for pair, ids in moved.items()}


def _moved_since(entry, now, names, problems):
    if entry["theme_id"] and entry["theme_id"] in names.now and entry["theme_id"] != now:
        what = N_("The criterion was moved to “{theme}” since the sheet was written; the sheet’s move is recorded.")
        do = N_("Undo the decision if it does not hold.")
        problems.append(entry.problem("move", what, do, WARNING, theme=names.now[now]))


def _theme_decisions(filled, themes, names, held):
    """Return what the sheet of themes changes: new names first, so that moves may use them."""
    state = {row["theme"]: (row["code"], row["state"]) for row in themes.to_dict("records")}
    shown = {theme: label for label, theme in filled.labels.items()}
    renamed, merged, coded, validated = {}, {}, {}, []
    entries, problems = [], filled.problems
    for entry in filled.entries.get("themes", ()):
        theme = entry["theme_id"] or names.find(entry["theme"])
        if theme is None and entry["theme"]:
            theme = new_theme(entry, "theme", entry["theme"], names, [])
        if not theme or theme in APART:
            continue
        if _is_gone(entry, theme, state, names, problems):
            continue
        entries.append((entry, theme))
        label = new_label(entry, theme, shown, problems)
        if label and plain(label) != plain(names.now.get(theme, "")):
            if names.find(label) not in (None, theme):
                what, do = (
                    N_("“{found}” is the name of another theme already."),
                    N_("Merge the two instead, or choose another name."),
                )
                problems.append(entry.problem("rename", what, do, found=label))
                continue
            renamed[theme] = label
            names.add(label, theme)
    for entry, theme in entries:
        if entry["merge"]:
            _merge(entry, theme, names, renamed, merged, problems)
        now = state.get(theme, ("", ""))
        _filed(entry, theme, filled.states.get(theme, now), now, coded, validated, problems)
    _circles(merged, problems)
    named = [("rename", theme, to) for theme, to in renamed.items()]
    named += [("merge", theme, into) for theme, (into, _entry) in merged.items()]
    named += [("code", theme, code) for theme, code in coded.items()] + [("validate", theme, "") for theme in validated]
    return [{"what": what, "theme": theme, "to": to, "criterion": held.get(theme, [])} for what, theme, to in named]


def _is_gone(entry, theme, state, names, problems):
    """Return whether a theme of the sheet is a part of another by now, or gone; a wish about it is then a problem."""
    now = names.resolve(theme)
    if now == theme and (theme in state or theme in names.new.values()):
        return False
    if entry["rename"] or (entry["merge"] and names.find(entry["merge"]) != now):
        what = N_("“{found}” is no theme any more: it was merged, or its decision was undone.")
        do = N_("Write a new workbook.")
        problems.append(entry.problem("rename" if entry["rename"] else "merge", what, do, found=entry["theme"]))
    return True


def _filed(entry, theme, before, now, coded, validated, problems):
    """Note a new code and a new validation; what a decision gave is not taken away by an empty cell."""
    code, state = before
    if entry["code"] and entry["code"] not in (code, now[0]):
        coded[theme] = entry["code"]
    elif code and not entry["code"] and "code" in entry.places:
        what, do = N_("A code that was emptied here stays."), N_("Undo the decision that gave it.")
        problems.append(entry.problem("code", what, do, WARNING))
    mark = entry.mark("validated", problems)
    if mark and VALIDATED not in (state, now[1]):
        validated.append(theme)
    elif state == VALIDATED and not mark and "validated" in entry.places:
        what, do = N_("A validation that was taken out here stays."), N_("Undo the decision that gave it.")
        problems.append(entry.problem("validated", what, do, WARNING))


def _merge(entry, theme, names, renamed, merged, problems):
    into = names.find(entry["merge"])
    if into is None:
        likely = nearest(entry["merge"], names.all())
        do = N_("Did you mean “{likely}”? Correct the cell.") if likely else N_("Choose one from the list.")
        problems.append(entry.problem("merge", N_("“{found}” is no theme."), do, found=entry["merge"], likely=likely))
    elif into in APART or into == theme:
        problems.append(
            entry.problem("merge", N_("A theme cannot be merged into this."), N_("Choose another one from the list."))
        )
    elif theme in renamed:
        what, do = (
            N_("The theme gets a new name and is merged: both cannot be."),
            N_("Give the name to the theme that it is merged into."),
        )
        problems.append(entry.problem("merge", what, do))
    else:
        merged[theme] = (into, entry)


def _circles(merged, problems):
    for theme, (_into, entry) in merged.items():
        seen, at = set(), theme
        while at in merged and at not in seen:
            seen.add(at)
            at = merged[at][0]
        if at == theme:
            problems.append(
                entry.problem("merge", N_("These themes are merged in a circle."), N_("Empty one of the cells."))
            )

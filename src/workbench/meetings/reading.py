"""What a group said of its synthesis in the second meeting: a filled-in sheet becomes decisions."""

from pathlib import Path

from workbench.decisions import read_decisions, record_decisions
from workbench.language import N_
from workbench.meetings.additions import keep_additions
from workbench.meetings.answers import additions_of, answers_of, apart, note_absent, theme_answers
from workbench.meetings.filled import read_filled
from workbench.meetings.labels import Names
from workbench.meetings.recorded import last_words, not_recorded
from workbench.meetings.session import session_of
from workbench.problems import WARNING, Problem
from workbench.themes import apply_decisions


def read_validation_sheet(path, study, suggestion):
    """Record what a group decided in its second meeting, and return the decisions and what is doubtful.

    Decisions carry the meeting's date and the group's name. What the group agrees with is validated: a theme with the
    criteria named, or single criteria where they stand; what it moves, it decides. Better words are kept beside the
    first ones (`rewordings`). What it adds is written into the wave's folder, and is a criterion of the study from its
    next reading on. A sheet that is read twice decides once; one that was corrected adds what changed.

    Parameters
    ----------
    path : path
        The workbook of `validation_sheets`, filled in. Lines, columns and sheets may stand in another order.
    study : Study
    suggestion : DataFrame
        From `suggest_themes`.

    Returns
    -------
    decisions : DataFrame
        Those recorded now, as table `decisions`; also new criteria are in the study's folder.
    problems : list of Problem
        Warnings: a name that makes a new theme, a text that was changed in place, a line that is no longer there, a
        criterion that the group does not agree with and did not move …

    Raises
    ------
    SheetProblems
        With sheet and cell of each fault: an unknown id, a date that is missing or can be read as two days, marks that
        contradict each other. Nothing has been recorded then.
    TimeoutError
        If another program holds the file of decisions.
    """
    filled = read_filled(Path(path))
    session = session_of(filled, study)
    decisions, _unread = read_decisions(study)
    themes, membership, _orphans = apply_decisions(suggestion, decisions, study.criteria)
    names = Names(filled.labels, themes)
    renamed, agreed_themes, refused_themes = theme_answers(filled, names)
    answers = answers_of(filled, study, session, membership, names, agreed_themes, refused_themes)
    added = additions_of(filled, study, session, names, answers.added)
    filled.stop_at_errors()
    note_absent(filled, study, session, answers, added)
    whole = [theme for theme in answers.agreed if session.validates and theme not in refused_themes]
    made = _decisions(session, renamed, answers, added, dict.fromkeys([*agreed_themes, *whole]), names)
    last = last_words(decisions)
    new = [left for left in (not_recorded(decision, last) for decision in made) if left]
    file = keep_additions(study, session, [one for one, known in added if not known])
    lines = record_decisions(study, new)
    if file:
        what, do = N_("What the group added stands in this file now."), N_("Read the study again.")
        filled.problems.append(Problem(file.relative_to(study.folder).as_posix(), "", "", what, do, {}, WARNING))
    return lines, filled.problems


def _decisions(session, renamed, answers, added, agreed_themes, names):
    """Return what the meeting decided, as `record_decisions` takes it: names first, then places, then agreement."""
    made = [{"what": "new", "to": label} for label in dict.fromkeys(names.new.values()) if label not in names.now]
    for theme, label in renamed.items():
        made.append({"what": "rename", "theme": theme, "to": label, "criterion": answers.under(theme)})
    for (theme, to), criteria in answers.moved.items():
        made.append({"what": "assign", "criterion": criteria, "theme": theme, "to": to})
    for theme, criteria in answers.agreed.items():
        if theme in agreed_themes and not apart(theme):
            made.append({"what": "validate", "theme": theme, "criterion": criteria})
        else:
            made.append({"what": "assign", "criterion": criteria, "theme": theme, "to": theme})
            made.append({"what": "validate", "criterion": criteria})
    for theme in agreed_themes:
        if theme not in answers.agreed:
            made.append({"what": "validate", "theme": theme, "criterion": []})
    moved = [criterion for criteria in answers.moved.values() for criterion in criteria]
    own = []
    for one, _known in added:
        criterion = one.criterion(session)
        own.append(criterion)
        if one.theme:
            made.append({"what": "assign", "criterion": [criterion], "to": one.theme})
    for criteria in (moved, own if session.validates else []):
        if criteria:
            made.append({"what": "validate", "criterion": criteria})
    for wording, criteria in answers.reworded.items():
        made.append({"what": "reword", "criterion": criteria, "to": wording})
    known = {"who": session.who, "note": session.led_by, "when": session.date}
    return [decision | known for decision in made]

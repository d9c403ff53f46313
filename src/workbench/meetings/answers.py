"""Line by line: what a group agrees with, moves, says better, and adds; contradictions at their cells."""

from dataclasses import dataclass, field

from workbench.language import N_, plain, recognise, word
from workbench.meetings.additions import Addition
from workbench.meetings.lines import SEVERAL
from workbench.problems import WARNING
from workbench.spreadsheets.values import as_text, nearest
from workbench.themes import rewordings
from workbench.themes.replay import ALONE, NOTHING

_LONGEST = 32_767


@dataclass
class Answers:
    """What was said of the criteria: ids by (theme, new theme), by agreed theme, by better wording; the theme that
    each criterion was shown under; lines added; ids on the sheet.
    """

    moved: dict = field(default_factory=dict)
    agreed: dict = field(default_factory=dict)
    reworded: dict = field(default_factory=dict)
    shown: dict = field(default_factory=dict)
    added: list = field(default_factory=list)
    seen: set = field(default_factory=set)

    def under(self, theme):
        """Return the criteria that the sheet showed under a theme and that were not moved out of it."""
        left = {criterion for (old, _new), criteria in self.moved.items() if old == theme for criterion in criteria}
        return [criterion for criterion, shown in self.shown.items() if shown == theme and criterion not in left]


def theme_answers(filled, names):
    """Return {theme: its new name}, the themes agreed with, and those not, from the sheet of themes."""
    renamed, agreed, refused = {}, [], []
    shown = {theme: label for label, theme in filled.labels.items()}
    for entry in filled.entries.get("themes", ()):
        theme = entry["theme_id"] or names.find(entry["theme"])
        if theme is None and entry["theme"]:
            new_theme(entry, "theme", entry["theme"], names, filled.problems)
            continue
        if theme not in names.now and theme not in shown:
            what, do = (
                N_("“{found}” is no theme of this study."),
                N_("Copy the id back from the workbook as it was written."),
            )
            filled.problems.append(entry.problem("theme_id", what, do, found=theme))
            continue
        label = new_label(entry, theme, shown, filled.problems)
        if label and plain(label) != plain(names.now.get(theme, "")):
            if names.find(label) not in (None, theme) or plain(label) in map(plain, renamed.values()):
                what = N_("“{found}” is the name of another theme already.")
                do = N_("Choose another name, or move the criteria there.")
                filled.problems.append(entry.problem("rename", what, do, found=label))
                continue
            renamed[theme] = label
            names.add(label, theme)
        mark = entry.mark("agree", filled.problems)
        agreed += [theme] if mark else []
        if mark is False:
            refused.append(theme)
            what = N_("The group does not agree with the theme “{theme}”.")
            do = N_("It is not validated; say in “{column}” where its criteria belong, if the group said so.")
            column = {"theme": entry["theme"], "column": lambda: word("meeting_column", "move")}
            filled.problems.append(entry.problem("agree", what, do, WARNING, **column))
    return renamed, agreed, refused


def new_label(entry, theme, shown, problems):
    """Return the new name that a line gives its theme, "" if none; a name that was changed in place counts, too."""
    was = shown.get(theme, "")
    if entry["rename"] or not was or not entry["theme"] or entry["theme"] == was:
        return entry["rename"]
    what, do = N_("“{was}” was written over; it is taken as a new name."), N_("Undo the decision if it was a slip.")
    problems.append(entry.problem("theme", what, do, WARNING, was=was))
    return entry["theme"]


def new_theme(entry, column, text, names, problems):
    """Note that a name makes a new theme, with what it may be a slip of, and return the theme."""
    what, do = N_("“{found}” is no theme yet; it becomes a new one."), ""
    likely = nearest(text, names.all())
    if likely:
        do = N_("Did you mean “{likely}”? Then correct the cell and read the sheet again.")
    if names.find(text) is None:
        problems.append(entry.problem(column, what, do, WARNING, found=text, likely=likely))
    return names.add(text)


def target_of(entry, names, problems, *, known=()):
    """Return the theme into which a line is moved, "" if it is not: by its column, or by its theme written over."""
    if entry["move"]:
        return names.find(entry["move"]) or new_theme(entry, "move", entry["move"], names, problems)
    if not entry["theme_id"] or not entry["theme"]:
        return ""
    if plain(entry["theme"]) in known and known[plain(entry["theme"])] == entry["theme_id"]:
        return ""
    found = names.find(entry["theme"])
    if found == entry["theme_id"]:
        return ""
    what, do = (
        N_("The theme was changed in its own column; it is taken as a move."),
        N_("Undo the decision if it was a slip."),
    )
    problems.append(entry.problem("theme", what, do, WARNING))
    return found or new_theme(entry, "theme", entry["theme"], names, problems)


def ids_of(entry):
    """Return the ids of the criteria that a line speaks of."""
    return [part.strip() for part in entry["criterion_id"].split(SEVERAL.strip()) if part.strip()]


def answers_of(filled, study, session, membership, names, agreed_themes, refused_themes):
    """Return what was said of each criterion; what contradicts itself or speaks of nothing is noted at its cell."""
    answers, seen, problems = Answers(), {}, filled.problems
    there = study.criteria.set_index("criterion")
    mine = set(session.criteria(study)["criterion"]) if session else set(there.index)
    home = membership.set_index("criterion")["theme"].to_dict()
    better = rewordings(study.criteria, study.decisions).set_index("criterion")["wording"].to_dict()
    shown = {plain(label): theme for label, theme in filled.labels.items()}
    for entry in filled.entries["criteria"]:
        ids = ids_of(entry)
        if not ids:
            answers.added.append(entry)
            continue
        if not _known(entry, ids, there.index, mine, seen, problems):
            continue
        theme = entry["theme_id"] or shown.get(plain(entry["theme"])) or home[ids[0]]
        mark = entry.mark("agree", problems)
        to = target_of(entry, names, problems, known=shown)
        if to and to != theme:
            if mark:
                what = N_("The line is agreed with and moved: both cannot be.")
                do = N_("Empty one of the two cells.")
                problems.append(entry.problem("move", what, do))
            answers.moved.setdefault((theme, to), []).extend(ids)
        elif mark or (mark is None and (to or _implied(theme, session, agreed_themes, refused_themes))):
            answers.agreed.setdefault(theme, []).extend(ids)
        elif mark is False:
            what = N_("The group does not agree, and does not say where it belongs; it stays, not validated.")
            problems.append(entry.problem("agree", what, "", WARNING))
        answers.shown.update(dict.fromkeys(ids, theme))
        _reworded(entry, ids, there.at[ids[0], "text"], better, answers, problems)
    answers.seen = set(seen)
    return answers


def note_absent(filled, study, session, answers, added):
    """Note which criteria of the meeting do not stand on the sheet any more; those that it adds itself do."""
    told = session.criteria(study).set_index("criterion")["text"]
    gone = sorted(set(told.index) - answers.seen - {one.criterion(session) for one, _known in added})
    if gone:
        what = N_("Criteria of this meeting do not stand on the sheet: {texts}.")
        do = N_("Nothing is lost: they stay as they are, and are not validated.")
        texts = [told[criterion] for criterion in gone[:5]] + ["…"] * (len(gone) > 5)
        entries = filled.entries["criteria"]
        sheet = entries[0].sheet if entries else filled.front
        filled.problems.append(sheet.problem(None, None, what, do, WARNING, texts=texts))


def _implied(theme, session, agreed_themes, refused_themes):
    """Return whether the group agrees with what it left as it was: in this theme, or on the whole sheet."""
    return theme in agreed_themes or bool(session and session.validates and theme not in refused_themes)


def _known(entry, ids, there, mine, seen, problems):
    """Return whether a line speaks of criteria of this meeting, once."""
    for criterion in ids:
        if criterion not in there:
            what = N_("“{found}” is no criterion of this study.")
            do = N_("Copy the id back from the workbook as it was written; for something new, leave the cell empty.")
            problems.append(entry.problem("criterion_id", what, do, found=criterion))
            return False
        if criterion not in mine:
            what = N_("“{found}” was said by another group, or in another wave.")
            do = N_("Take the line out, or bring it back to its own sheet.")
            problems.append(entry.problem("criterion_id", what, do, found=criterion))
            return False
    said = {name: entry[name] for name in ("agree", "move", "reword")}
    before = [seen[criterion] for criterion in ids if criterion in seen]
    seen.update(dict.fromkeys(ids, said))
    if not before:
        return True
    if before[0] != said:
        what, do = (
            N_("This criterion stands twice, and the two lines say different things."),
            N_("Take one of them out."),
        )
        problems.append(entry.problem("criterion_id", what, do))
    return False


def _reworded(entry, ids, text, better, answers, problems):
    """Note better words, from their own column or from a text that was written over."""
    wording, before = entry["reword"], better.get(ids[0], "")
    changed = entry["text"] and entry["text"] != as_text(text)[:_LONGEST].strip()
    if changed and not wording:
        what = N_("The text was written over; it is taken as the group’s better words, and the first ones stay.")
        problems.append(entry.problem("text", what, "", WARNING))
        wording = entry["text"]
    if wording and wording not in (before, as_text(text)):
        answers.reworded.setdefault(wording, []).extend(ids)


def additions_of(filled, study, session, names, lines):
    """Return [(addition, whether the study has it already)] for what the group adds, on its own sheet or below."""
    added, problems = [], filled.problems
    if session is None:
        return added
    mine = session.criteria(study)
    told = [(entry, ("move", "agree")) for entry in lines]
    told += [(entry, ("question", "theme")) for entry in filled.entries.get("missing", ())]
    for entry, filled_in in told:
        text = entry["text"] or entry["reword"]
        if not text:
            if any(entry[name] for name in filled_in):
                what, do = N_("This line does not say anything."), N_("Write what the group added.")
                problems.append(entry.problem("text", what, do))
            continue
        question = recognise("question", entry["question"])
        if question is None:
            what, do = N_("This line does not say which question it answers."), N_("Choose one from the list.")
            problems.append(entry.problem("question", what, do))
            continue
        group = session.group or _group(entry, study, session)
        if not group:
            what, do = N_("This line does not say which group added it."), N_("Choose one from the list.")
            problems.append(entry.problem("group", what, do))
            continue
        theme = ""
        if entry["move"] or entry["theme"]:
            column = "move" if entry["move"] else "theme"
            theme = names.find(entry[column]) or new_theme(entry, column, entry[column], names, problems)
        one = Addition(group, question, text, theme, entry.source("text"))
        same = mine[
            (mine["group"] == group) & (mine["question"] == question) & (mine["text"].map(plain) == plain(text))
        ]
        if len(same) and not (same["criterion"] == one.criterion(session)).any():
            one = Addition(group, question, same["text"].iloc[0], theme, one.source)
        added.append((one, len(same) > 0))
    return added


def _group(entry, study, session):
    groups = study.groups.loc[study.groups["territory"] == session.territory, "group"]
    return next((group for group in groups if entry["group"] and plain(group) == plain(entry["group"])), "")


def apart(theme):
    """Return whether what is called a theme is none: what is on its own, or who had nothing to say."""
    return theme in (ALONE, NOTHING)

"""What a group did with its drafting sheet: meanings become decisions, other words become versions with their day."""

import datetime
from pathlib import Path

from workbench.decisions import read_decisions, record_decisions
from workbench.drafting.changes import Filling, check, versions
from workbench.drafting.filled import read_draft
from workbench.drafting.scales import KINDS, PROPERTIES, Scale, scale_of
from workbench.drafting.versions import record_wordings
from workbench.language import LANGUAGES, N_, plain, recognise, word
from workbench.meetings.lines import SEVERAL
from workbench.meetings.recorded import last_words, not_recorded
from workbench.problems import ERROR, WARNING, Problem
from workbench.spreadsheets.values import as_text, is_blank, nearest, read_date
from workbench.study.wordings import is_after
from workbench.themes.replay import replay


def read_drafting_sheet(path, study):
    """Record what a group made of its drafting sheet, and return the decisions, the new versions and what is doubtful.

    Meanings that the group chose are decisions. A changed word is a new version of it, at the meeting's day, asked from
    the wave that the sheet names; earlier waves keep the words that they were asked with, and study.xlsx stays as it
    is. Another number of levels makes another indicator, which replaces the first. A sheet that is read back as it was
    written changes nothing; one that is read twice changes things once.

    Parameters
    ----------
    path : path
        The workbook of `drafting_sheets`, filled in. Lines, columns and sheets may stand in another order.
    study : Study
        As read now.

    Returns
    -------
    decisions : DataFrame
        Those recorded now, as table `decisions`.
    wordings : DataFrame
        Versions recorded now, as table `wordings`; they are in the study from its next reading on.
    problems : list of Problem
        Warnings: a missing translation, words that were deleted, another indicator in the place of one …

    Raises
    ------
    SheetProblems
        With sheet and cell of each fault: an unknown indicator, a level beyond the scale, a hole in it, two levels in
        the same words, a missing day or wave. Nothing has been recorded then.
    TimeoutError
        If another program holds one of the files.
    """
    return record_draft(read_draft(Path(path)), study)


def record_draft(draft, study):
    """Record a Draft, wherever it was filled in; see `read_drafting_sheet`."""
    fillings = _fillings(draft, study)
    since = _text(draft, "since_wave")
    made, changed = [], []
    for filling in fillings:
        words = filling.changed() | _accepted(filling, draft)
        before = len(filling.problems)
        check(filling, words)
        sound = not any(problem.severity == ERROR for problem in filling.problems[before:])
        if sound:
            lines = versions(filling, words, study, since)
            made += lines
            changed += [filling] if lines else []
            filling.problems += _said_since(filling, words)
        draft.problems += filling.problems
    meanings = _meanings(draft, study)
    day = _day(draft, needed=bool(made or meanings))
    if made:
        _check_wave(draft, study, since, [filling.indicator for filling in changed])
    draft.stop_at_errors()
    known = {"who": _text(draft, "who"), "when": day}
    last = last_words(read_decisions(study)[0])
    decided = [{"what": "meaning", "criterion": ids, "to": to, **known} for to, ids in meanings.items()]
    lines = record_decisions(study, [left for one in decided if (left := not_recorded(one, last))])
    rows = []
    if made:
        when = datetime.datetime.combine(day, datetime.time(12)).astimezone().isoformat()
        keys = ("indicator", "part", "language", "words")
        rows = [dict(zip(keys, line, strict=True), when=when, who=known["who"], since_wave=since) for line in made]
    draft.problems += _replacements(draft, rows)
    return lines, record_wordings(study, rows), draft.problems


def _fillings(draft, study):
    """Return one Filling for each indicator on the sheet; lines that speak of no indicator are noted at their cells."""
    there = set(study.indicators.loc[study.indicators["indicator_kind"].isin(KINDS), "indicator"])
    codes = {plain(code): code for code in [*there, *draft.written]}
    theme = _text(draft, "theme")
    found = {}

    def filling(entry):
        code = codes.get(plain(entry["indicator"]))
        if code is None:
            what = N_("“{found}” is not an indicator of the study, nor of this sheet.")
            likely = nearest(entry["indicator"], list(codes.values())) if entry["indicator"] else ""
            do = N_("Did you mean “{likely}”? Correct the cell.") if likely else N_("Correct the cell.")
            draft.problems.append(entry.problem("indicator", what, do, found=entry["indicator"], likely=likely))
            return None
        if code not in found:
            written = draft.written.get(code) or {}
            if code in there:
                scale = scale_of(study, code)
            else:
                written |= {("theme", ""): theme}
                scale = Scale(code, False, {key: text for (key, language), text in written.items() if not language}, {})
            written = written or scale.words | {(key, ""): text for key, text in scale.properties.items()}
            names = draft.columns.get("scale", ())
            spoken = tuple(code for code in LANGUAGES if f"words_{code}" in names)
            found[code] = Filling(code, scale, written, properties=dict(scale.properties), languages=spoken)
        return found[code]

    for entry in draft.entries.get("indicators", ()):
        one = filling(entry)
        if one is None:
            continue
        if one.line is not None:
            what, do = N_("“{found}” stands twice."), N_("Delete one of the two lines.")
            draft.problems.append(entry.problem("indicator", what, do, found=one.indicator))
            continue
        one.line = entry
        _read_properties(one, entry)
    for entry in draft.entries["scale"]:
        if one := filling(entry):
            _take_row(one, entry)
    return list(found.values())


def _read_properties(filling, entry):
    for name in (*PROPERTIES, *(f"label_{code}" for code in LANGUAGES)):
        text = entry[name]
        if not text:
            continue
        if name in ("indicator_kind", "direction"):
            value = recognise(name, text, among=KINDS if name == "indicator_kind" else None)
        elif name in ("levels", "lowest"):
            value = text if text.isdigit() and (2 <= int(text) <= 20 if name == "levels" else int(text) <= 1) else None
        else:
            value = " ".join(text.split())
        if value is None:
            what, do = N_("“{found}” cannot stand in “{column}”."), N_("Choose from the list, or write a number.")
            if name == "levels":
                what, do = N_("A scale of {found} levels cannot be read."), N_("Write a number from 2 to 20.")
            told = {"found": text, "column": lambda name=name: word("meeting_column", name)}
            filling.problems.append(entry.problem(name, what, do, **told))
        else:
            filling.properties[name] = value
    if filling.properties["indicator_kind"] == "ladder" and filling.properties["levels"] != "5":
        what, do = N_("A ladder has five levels."), N_("Write 5, or choose another kind.")
        filling.problems.append(entry.problem("levels", what, do))


def _take_row(filling, entry):
    text = entry["level"]
    part = str(int(text)) if text.isdigit() else recognise("proposition", text)
    if part is None:
        what, do = (
            N_("“{found}” is no level and no proposition."),
            N_("Write its number, or its name as it was written."),
        )
        filling.problems.append(entry.problem("level", what, do, found=text))
    elif part in filling.rows:
        what, do = N_("“{found}” stands twice."), N_("Delete one of the two lines.")
        filling.problems.append(entry.problem("level", what, do, found=text))
    else:
        filling.rows[part] = entry


def _accepted(filling, draft):
    """Return {(part, language): proposal} where the group takes a proposal: in the language of the sheet."""
    language = _language(draft)
    found = {}
    for part, row in filling.rows.items():
        if not row.mark("accept", filling.problems):
            continue
        text = " ".join(row["proposal"].split())
        if not text:
            what, do = N_("There is no proposal to take."), N_("Write the words, or clear this cell.")
            filling.problems.append(row.problem("accept", what, do))
        elif row[f"words_{language}"] and " ".join(row[f"words_{language}"].split()) != " ".join(
            filling.was(part, language).split()
        ):
            what = N_("The group wrote words and took the proposal, too: its own words count.")
            filling.problems.append(row.problem("accept", what, "", WARNING))
        else:
            found[part, language] = text
    return found


def _language(draft):
    """Return the language in which the sheet was written, as its headers show."""
    sheet = draft.entries["scale"][0].sheet if draft.entries["scale"] else None
    heads = {plain(as_text(cell)) for row in (sheet.rows[:5] if sheet else []) for cell in row}
    own = ("level", "proposal", "accept", "situation")
    return max(LANGUAGES, key=lambda code: sum(plain(word("meeting_column", name, code)) in heads for name in own))


def _said_since(filling, words):
    """Return a warning for each cell whose words others changed since the sheet was written."""
    problems = []
    for (part, code), text in words.items():
        now, was = filling.scale.words.get((part, code), ""), filling.was(part, code)
        if filling.scale.known and now not in (was, text):
            what = N_("The words were changed since this sheet was written: “{now}”.")
            do = N_("The sheet’s words follow them; check that this is meant.")
            problems.append(filling.rows[part].problem(f"words_{code}", what, do, WARNING, now=now))
    return problems


def _meanings(draft, study):
    """Return {meaning: criteria} that the sheet decides and that are not decided so already."""
    there = set(study.criteria["criterion"])
    now = replay(read_decisions(study)[0], there, ()).meanings
    found, seen = {}, {}
    for entry in draft.entries.get("criteria", ()):
        if not entry["decide"]:
            continue
        letter = recognise("meaning", entry["decide"])
        if letter is None:
            what, do = N_("“{found}” is no meaning."), N_("Choose one of these: {names}.")
            told = {"found": entry["decide"], "names": lambda: [word("meaning", name) for name in "POQSR"]}
            draft.problems.append(entry.problem("decide", what, do, **told))
            continue
        for criterion in filter(None, entry["criterion_id"].split(SEVERAL)):
            if criterion not in there:
                what = N_("“{found}” is no criterion of this study.")
                do = N_("Copy the id back from the workbook as it was written.")
                draft.problems.append(entry.problem("criterion_id", what, do, found=criterion))
            elif seen.setdefault(criterion, letter) != letter:
                what, do = N_("Another line says otherwise of this criterion."), N_("Decide which of the two holds.")
                draft.problems.append(entry.problem("decide", what, do))
            elif now.get(criterion) != letter:
                found.setdefault(letter, []).append(criterion)
    return found


def _text(draft, key):
    return as_text(draft.keys.get(key, ("",))[0])


def _key_problem(draft, key, what, do="", severity=ERROR, /, **values):
    _cell, row, column = draft.keys.get(key, ("", None, None))
    if draft.front is None:
        draft.problems.append(Problem(draft.name, "", "", what, do, values, severity))
    else:
        draft.problems.append(draft.front.problem(row, column, what, do, severity, **values))


def _day(draft, *, needed):
    cell = draft.keys.get("date", ("",))[0]
    if is_blank(cell):
        if needed:
            what, do = N_("The date of the meeting is missing."), N_("Write the day on which the group met.")
            _key_problem(draft, "date", what, do)
        return None
    day, fault = read_date(cell)
    if fault:
        _key_problem(draft, "date", fault[0], fault[1], **fault[2])
    elif day > datetime.date.today():
        what, do = N_("{found} is still to come."), N_("Write the day on which the group met.")
        _key_problem(draft, "date", what, do, found=day.isoformat())
    return day


def _check_wave(draft, study, since, indicators):
    if not since:
        what = N_("The sheet does not say from which wave on the new words are asked.")
        _key_problem(draft, "since_wave", what, N_("Write the wave, as its folder will be called."))
        return
    for table in (study.answers, study.ladders, study.counts):
        asked = table[table["indicator"].isin(indicators)]
        waves = sorted({wave for wave in asked["wave"] if not is_after(since, wave)})
        if waves:
            what = N_("“{indicator}” has been asked in wave {wave} already, in the earlier words.")
            told = {"indicator": asked.loc[asked["wave"] == waves[0], "indicator"].iloc[0], "wave": waves[0]}
            _key_problem(draft, "since_wave", what, N_("Write a later wave."), **told)
            return


def _replacements(draft, rows):
    problems = []
    for row in rows:
        if row["part"] == "replaces":
            what = N_("“{new}” takes the place of “{old}” from wave {wave} on: its scale is another one.")
            do = N_("The two are compared only through a table of correspondence between their levels.")
            told = {"new": row["indicator"], "old": row["words"], "wave": row["since_wave"]}
            problems.append(Problem(draft.name, "", "", what, do, told, WARNING))
    return problems

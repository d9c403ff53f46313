"""The second meeting: each group sees what it said, sorted into themes, and says whether that is right."""

from pathlib import Path

import pandas as pd

from workbench.language import _, word
from workbench.meetings.lines import SEVERAL, lines_of, themes_shown
from workbench.meetings.speakers import file_names, groups_meeting, said, written
from workbench.meetings.validation_paper import validation_paper
from workbench.meetings.workbook import open_workbook, write_front, write_lines

#: Lines to write on what is missing.
_MISSING = 25
_IDS = ("criterion_id", "theme_id")


def validation_sheets(
    study, themes, membership, folder, *, territory=None, wave=None, groups=None, rainbow=True, language=None
):
    """Write for each reference group what it validates at its second meeting, and return what was written.

    Each group gets its own criteria under the themes as they are now: a docx to print and a workbook to fill in, with
    room to agree, to move, to say better, to name a theme otherwise, to add what is missing, and a box for “the group
    validates this synthesis”. All that was said is there: a theme of one criterion stands, so does what is on its own
    and who had nothing to say. The rainbow group of a territory sees the same across all groups, and who said it.

    Parameters
    ----------
    study : Study
    themes, membership : DataFrame
        From `apply_decisions`.
    folder : path
        Where the files go; made if need be. What is there already is kept: the workbook may be filled in.
    territory : str, optional
        Only this one.
    wave : str, optional
        By default the last one.
    groups : collection of str, optional
        Only these; by default all that said something in the wave.
    rainbow : bool
        Write the sheet across groups, too, where a territory has more than one of them and `groups` is not given.
    language : {"en", "fr", "it", "ro", "de", "nl"}, optional
        By default each group's own; for rainbow groups the one that most of theirs speak.

    Returns
    -------
    DataFrame
        One row a sheet: territory, group ("" for a rainbow group), language, paper, workbook (paths), kept (the
        workbook was there already).

    Raises
    ------
    ValueError
        If a territory, group, wave or language is not known, or nobody said anything in this wave.
    """
    wave = study.all_waves()[-1] if wave is None and study.all_waves() else str(wave)
    told = study.criteria[study.criteria["wave"] == wave]
    meeting = groups_meeting(study, territory=territory, groups=groups, language=language)
    spoke = set(zip(told["territory"], told["group"], strict=True))
    meeting = meeting[[pair in spoke for pair in zip(meeting["territory"], meeting["group"], strict=True)]]
    if meeting.empty:
        raise ValueError(_("Nobody said anything in wave “{wave}” that could be validated.", wave=wave))
    if rainbow and groups is None:
        meeting = pd.concat([meeting, _rainbows(meeting)], ignore_index=True)
    folder, rows = Path(folder), []
    folder.mkdir(parents=True, exist_ok=True)
    for group, name in zip(meeting.to_dict("records"), file_names(meeting, "second_meeting", wave), strict=True):
        criteria = told[told["territory"] == group["territory"]]
        criteria = criteria[criteria["group"] == group["group"]] if group["group"] else criteria
        lines = lines_of(criteria, study, membership, themes)
        sheet = {**group, "wave": wave, "rainbow": group["group"] == ""}
        sheet["group"] = group["group"] or said("all_groups", group["language"])
        paper, workbook = folder / f"{name}.docx", folder / f"{name}.xlsx"
        kept = workbook.exists()
        if not kept:
            _write_workbook(workbook, sheet, lines, themes, study, sorted(criteria["group"].unique()))
        if not kept or not paper.exists():  # the two have the same lines with the same numbers
            validation_paper(sheet, lines, themes, study).save(paper)
        rows.append([*group.values(), paper, workbook, kept])
    return written(rows)


def _rainbows(meeting):
    """Return a row for each territory in which more than one group spoke, in the language that most of them speak."""
    rows = [
        {"territory": territory, "group": "", "language": rows["language"].mode().iloc[0]}
        for territory, rows in meeting.groupby("territory")
        if len(rows) > 1
    ]
    return pd.DataFrame(rows, columns=["territory", "group", "language"])


def _write_workbook(path, sheet, lines, themes, study, groups):
    language = sheet["language"]
    shown, labels = themes_shown(lines, themes, language)
    with open_workbook(
        path,
        language=language,
        labels=labels,
        themes=themes,
        groups=groups,
        constructed=study.constructed,
        rows=len(lines),
    ) as filled:
        validates = word("meeting_key", "validates", language)
        sentences = [("", said("nothing_left_out", language))] + [
            (name, said(f"fill_{name}", language, **({"validates": validates} if name == "meeting" else {})))
            for name in ("meeting", "criteria", "themes", "missing")
        ]
        keys = {**dict.fromkeys(("territory", "group", "wave", "date", "who", "validates"), "")}
        keys |= {name: sheet[name] for name in ("territory", "group", "wave")}
        title = said("rainbow_title" if sheet["rainbow"] else "second_title", language)
        write_front(filled, "meeting", title, sentences, keys, choices=("validates",))
        by = ["said_by"] if sheet["rainbow"] else ["said"]
        better = ["wording"] if any(line.wording for line in lines) else []
        columns = ["line", "theme", "text", *better, "question", *by, "agree", "move", "reword", *_IDS]
        rows = (_row(number, line, labels, language) for number, line in enumerate(lines, start=1))
        choices = {"agree": "yesno", "move": "theme"}
        write_lines(filled, "criteria", columns, rows, fill=("agree", "move", "reword"), choices=choices)
        counts = pd.Series([line.theme for line in lines]).value_counts()
        rows = (
            {"theme": label, "criteria": int(counts[theme]), "theme_id": theme}
            for theme, label in shown.items()
            if theme not in ("alone", "nothing")
        )
        columns = ["theme", "criteria", "rename", "agree", "theme_id"]
        write_lines(filled, "themes", columns, rows, fill=("rename", "agree"), choices={"agree": "yesno"})
        columns = ["question", "text", "theme", *(["group"] if sheet["rainbow"] else [])]
        choices = {"question": "question", "theme": "theme", **({"group": "group"} if sheet["rainbow"] else {})}
        write_lines(filled, "missing", columns, (), fill=columns, choices=choices, blank=_MISSING)


def _row(number, line, labels, language):
    return {
        "line": number,
        "theme": labels[line.theme],
        "text": line.text,
        "question": word("question", line.question, language),
        "said": line.said,
        "said_by": line.said_by,
        "wording": line.wording,
        "criterion_id": SEVERAL.join(line.criteria),
        "theme_id": line.theme,
    }

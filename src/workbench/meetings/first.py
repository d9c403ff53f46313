"""The first meeting: a page for each question to stick post-its on, and the workbook to type them into."""

from pathlib import Path

from workbench.language import names, word
from workbench.meetings.speakers import file_names, groups_meeting, said, written
from workbench.paper import new_page, new_paper, write_blanks, write_boxes, write_text, write_title
from workbench.templates import write_group

#: Boxes on a page (rows, columns) and their height in millimetres: a usual post-it measures 76 mm.
_BOXES = (2, 2, 78)


def first_meeting_sheets(study, folder, *, wave="", territory=None, groups=None, questions=None, language=None):
    """Write what each reference group needs at its first meeting, and return what was written.

    A docx with one page for each question of the method (well-being, ill-being, what one does or could do,
    co-responsibility), in large type, with lines for territory, group, wave and date and room for post-its; and the
    group's workbook, with territory, group and wave filled in, to type them into and to leave in `waves/<wave>/`.

    Parameters
    ----------
    study : Study
        Its declared groups are who meets; where none is declared yet, one set is written without a name.
    folder : path
        Where the files go; made if need be. A workbook that is there already is kept: it may be filled in.
    wave : str
        The wave that begins; left to write in by hand where not given.
    territory : str, optional
        Only its groups.
    groups : collection of str, optional
        Only these.
    questions : collection of {"wellbeing", "illbeing", "action", "coresponsibility"}, optional
        All four by default.
    language : {"en", "fr", "it", "ro", "de", "nl"}, optional
        By default each group's own, or the study's.

    Returns
    -------
    DataFrame
        One row a group: territory, group, language, paper, workbook (paths), kept (the workbook was there already).

    Raises
    ------
    ValueError
        If a territory, group, question or language is not known.
    """
    questions = list(questions) if questions is not None else names("question")
    unknown = [question for question in questions if question not in names("question")]
    if unknown or not questions:
        raise ValueError(f"questions must be among {', '.join(names('question'))}; got {unknown or questions}")
    meeting = groups_meeting(study, territory=territory, groups=groups, language=language)
    if meeting.empty and groups is None:  # nobody is declared yet: a set for whoever comes
        meeting.loc[0] = [territory or "", "", language or study.language]
    folder, labels, rows = Path(folder), study.labels(), []
    folder.mkdir(parents=True, exist_ok=True)
    for group, name in zip(meeting.to_dict("records"), file_names(meeting, "first_meeting", wave), strict=True):
        spoken, paper, workbook = group["language"], folder / f"{name}.docx", folder / f"{name}.xlsx"
        kept = workbook.exists()
        if not kept:
            write_group(workbook, language=spoken, wave=wave, territory=group["territory"], group=group["group"])
        where = labels.get(group["territory"], group["territory"])
        _pages(group, where, wave, questions, workbook.name, study.constructed).save(paper)
        rows.append([*group.values(), paper, workbook, kept])
    return written(rows)


def _pages(group, where, wave, questions, workbook, constructed):
    language = group["language"]
    paper = new_paper(
        language=language,
        title=f"{said('first_meeting', language)} – {group['group']}",
        footer=said("constructed", language) if constructed else "",
        page=said("page", language),
    )
    for place, question in enumerate(questions):
        if place:
            new_page(paper)
        write_title(paper, said(question, language))
        write_text(paper, said("one_idea", language))
        known = {"territory": where, "group": group["group"], "wave": wave, "date": ""}
        write_blanks(paper, [(_label(name, language), value) for name, value in known.items()])
        write_text(paper, said("stick_here", language), italic=True, with_next=True)
        rows, columns, height = _BOXES
        write_boxes(paper, rows=rows, columns=columns, height=height)
        write_text(paper, said("type_into", language, file=workbook), italic=True, size=10)
    return paper


def _label(name, language):
    text = word("column", name, language)
    between = "\u202f:" if language == "fr" else ":"
    return text[0].upper() + text[1:] + between

"""The sheet that a group looks at together: what it said under each theme, in large type, with room to write."""

from workbench.language import word
from workbench.meetings.labels import APART
from workbench.meetings.lines import themes_shown
from workbench.meetings.speakers import said
from workbench.paper import BOX, new_paper, write_blanks, write_heading, write_table, write_text, write_title

_MISSING = 6


def validation_paper(sheet, lines, themes, study):
    """Return the printed sheet of one meeting.

    Parameters
    ----------
    sheet : dict
        territory, group, wave, language, rainbow.
    lines : list of Line
    themes : DataFrame
    study : Study

    Returns
    -------
    docx.document.Document
    """
    language = sheet["language"]
    labels, _all = themes_shown(lines, themes, language)
    title = said("rainbow_title" if sheet["rainbow"] else "second_title", language)
    footer = said("constructed", language) if study.constructed else ""
    paper = new_paper(
        language=language,
        title=f"{title} – {sheet['group']}",
        footer=footer,
        page=said("page", language),
        landscape=True,
        size=14,
    )
    write_title(paper, title)
    if footer:
        write_text(paper, footer, italic=True, size=12)
    where = study.labels().get(sheet["territory"], sheet["territory"])
    write_text(paper, f"{where} · {sheet['group']} · {sheet['wave']}", bold=True)
    write_text(paper, said("nothing_left_out", language))
    write_text(paper, said("how_to_mark", language))
    numbered = list(enumerate(lines, start=1))
    for theme, label in labels.items():
        write_heading(paper, label)
        if theme not in APART:
            write_blanks(paper, [(said("other_name", language), "")], with_next=True)
        _write_lines(paper, [(n, line) for n, line in numbered if line.theme == theme], sheet)
    _write_missing(paper, sheet)
    _write_box(paper, language)
    return paper


def _write_lines(paper, numbered, sheet):
    language = sheet["language"]
    by = "said_by" if sheet["rainbow"] else "question"
    names = ("line", "text", by, "agree", "move", "reword")
    header = [_head(word("meeting_column", name, language)) for name in names]
    rows = [
        [str(n), line.text if not line.wording else f"{line.text}\n→ {line.wording}", _by(line, sheet), BOX, "", ""]
        for n, line in numbered
    ]
    widths = [5, 28, 24, 14, 18, 23] if sheet["rainbow"] else [5, 31, 18, 14, 19, 25]
    write_table(paper, header, rows, widths=widths, height=13)


def _by(line, sheet):
    asked = word("question", line.question, sheet["language"])
    if sheet["rainbow"]:
        return f"{asked}\n{line.said_by}"
    return asked if line.said == 1 else f"{asked} (× {line.said})"


def _write_missing(paper, sheet):
    language = sheet["language"]
    write_heading(paper, said("what_is_missing", language))
    write_text(paper, said("missing_help", language), with_next=True)
    names = ["question", "text", "theme", *(["group"] if sheet["rainbow"] else [])]
    header = [_head(word("meeting_column", name, language)) for name in names]
    widths = [18, 50, 24, 18][: len(names)]
    write_table(paper, header, [[""] * len(names)] * _MISSING, widths=widths, height=14)


def _write_box(paper, language):
    write_heading(paper, f"{BOX}  {said('group_validates', language)}")
    between = "\u202f:" if language == "fr" else ":"
    labels = [
        word("meeting_key", "date", language),
        word("meeting_key", "who", language),
        said("for_the_group", language),
    ]
    write_blanks(paper, [(_head(label) + between, "") for label in labels])


def _head(text):
    return text[0].upper() + text[1:]

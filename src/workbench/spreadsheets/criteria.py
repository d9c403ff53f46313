"""What the groups said: post-its one a line, or one column a question."""

import hashlib
from collections import Counter

from workbench.language import N_, recognise, word
from workbench.spreadsheets.headers import column_reader, find_header, lost_columns
from workbench.spreadsheets.rows import Row, is_example, read_rows, written_columns
from workbench.spreadsheets.values import as_text, is_blank


def criteria_header(sheet):
    """Return the header of post-its laid out in one column a question, or None.

    >>> import pandas as pd
    >>> from workbench.spreadsheets.sheets import Sheet
    >>> cells = pd.DataFrame([["Bien-être", "Mal-être"], ["du temps", "le bruit"]], dtype=object)
    >>> criteria_header(Sheet("young.xlsx", "Critères", cells)).meanings
    {0: ('question', 'wellbeing'), 1: ('question', 'illbeing')}
    """

    def read(text):
        question = recognise("question", text)
        return (
            ("question", question)
            if question
            else recognise("column", text, ("group", "territory", "wave", "language"))
        )

    header = find_header(sheet, read, least=1)
    asked = [meaning for meaning in header.meanings.values() if meaning[0] == "question"] if header else []
    return header if len(asked) >= 2 or (asked and len(sheet.cells.columns) == 1) else None


def read_criteria(sheet, *, given=(), keep=()):
    """Return the criteria on a sheet, as lines of table `criteria` without their id.

    Parameters
    ----------
    sheet : Sheet
    given : collection of str
        Columns that the workbook says elsewhere (group, territory …).
    keep : collection of str
        Further columns to keep.

    Returns
    -------
    rows : list of Row
        One a post-it; its text exactly as written, but for spaces around it.
    problems : list of Problem
    """
    long = find_header(sheet, column_reader(written_columns("criteria")))
    if long and {"text", "question"} <= set(long.meanings.values()):
        return read_rows(sheet, "criteria", header=long, given={"criterion", *given}, keep=keep)
    wide = criteria_header(sheet)
    if wide is None:
        return read_rows(sheet, "criteria", header=long, given={"criterion", *given}, keep=keep)
    rows, problems = [], lost_columns(sheet, wide)
    asked = {c: meaning[1] for c, meaning in wide.meanings.items() if meaning[0] == "question"}
    said = {name: c for c, name in wide.meanings.items() if isinstance(name, str)}
    for r in range(wide.row + 1, len(sheet.cells)):
        for c, question in asked.items():
            cell = sheet.rows[r][c]
            if is_blank(cell) or is_example(cell):
                continue
            values = {"question": question, "text": as_text(cell)}
            values.update({name: as_text(sheet.rows[r][column]) for name, column in said.items()})
            rows.append(Row(values, sheet, r, {"question": c, "text": c, **said}))
        for c in wide.unknown:
            cell = sheet.rows[r][c]
            if not is_blank(cell):
                problems.append(
                    sheet.problem(
                        r,
                        c,
                        N_("“{found}” stands under no question."),
                        N_("Write above it which question it answers: {questions}."),
                        found=as_text(cell),
                        questions=lambda: [word("question", name) for name in ("wellbeing", "illbeing", "action")],
                    )
                )
    return rows, problems


def name_criteria(rows):
    """Return an id for each criterion that does not depend on the order of files and lines.

    The id is made of what was said, by whom and when; the same words twice in one session are told apart by a count.
    So a decision stays with its criterion when workbooks are moved, renamed or sorted.

    Parameters
    ----------
    rows : list of dict
        With territory, wave, group, question and text.

    Returns
    -------
    list of str
        "c" and ten hexadecimal digits.

    Examples
    --------
    >>> said = {"territory": "Valbourg", "wave": "2024", "group": "Jeunes", "question": "wellbeing", "text": "du temps"}
    >>> name_criteria([said, said])
    ['ce3bb3cd98c', 'c6d872fb07d']
    """
    seen, ids = Counter(), []
    for row in rows:
        said = "|".join(str(row.get(name, "")) for name in ("territory", "wave", "group", "question", "text"))
        ids.append("c" + hashlib.sha1(f"{said}|{seen[said]}".encode()).hexdigest()[:10])
        seen[said] += 1
    return ids

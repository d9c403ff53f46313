"""One respondent's cells: who answered, one answer, the four answers of a ladder."""

from workbench.language import N_, plain, recognise, word
from workbench.spreadsheets.levels import read_level
from workbench.spreadsheets.values import as_text, decimal_sign, is_blank, nearest, read_value, read_yesno
from workbench.tables import TABLES

PERSON = ("respondent", "territory", "wave", "group", "weight", "stratum", "cluster")
#: Profile columns that the workbench itself can use, whatever language they are named in.
PROFILE = ("birth_year", "gender", "neighbourhood")
LADDER = ("possibility", "attainment", "quality", "sustainability")


def profile_name(text):
    """Return the name of a profile column that every room knows ("birth_year" for “Année de naissance”), or the text.

    >>> profile_name("Année de naissance"), profile_name("shoe size")
    ('birth_year', 'shoe size')
    """
    return recognise("column", text, PROFILE) or text


class Person:
    """The columns that say who answered, read once a line; "@" says where, until territory and group are checked."""

    def __init__(self, sheet, header, profile):
        self.sheet = sheet
        self.columns = {c: name for c, name in header.meanings.items() if name in PERSON}
        wanted = {plain(profile_name(name)): profile_name(name) for name in profile}
        read = {c: plain(profile_name(text)) for c, text in header.unknown.items()}
        self.profile = {c: wanted[text] for c, text in read.items() if text in wanted}
        body = sheet.cells.iloc[header.row + 1 :]
        self.signs = {c: decimal_sign(body[c][body[c].map(lambda cell: isinstance(cell, str))]) for c in self.columns}

    def read(self, r, problems):
        values = {name: as_text(self.sheet.rows[r][c]) for c, name in self.profile.items()}
        values["@"] = r, {name: c for c, name in self.columns.items()}
        for c, name in self.columns.items():
            cell = self.sheet.rows[r][c]
            values[name], fault = read_value(TABLES["answers"].column(name), cell, decimal=self.signs[c])
            if name == "weight" and fault is None and values[name] is not None and values[name] <= 0:
                fault = (
                    N_("The weight “{found}” is not above zero."),
                    N_("Correct it, or remove the line if the person is not in the sample."),
                    {"found": as_text(cell)},
                )
            if fault:
                problems.append(self.sheet.problem(r, c, fault[0], fault[1], **fault[2]))
        if not values.get("respondent"):
            c = next((c for c, name in self.columns.items() if name == "respondent"), None)
            problems.append(
                self.sheet.problem(
                    r, c, N_("The respondent has no number."), N_("Give each line a number; it only has to be unique.")
                )
            )
        return values


def unanswerable(sheet, row, c, scale):
    if scale.kind in ("statistic", "evidence"):
        yield sheet.problem(
            row,
            c,
            N_("“{indicator}” is not answered by people: it rests on {kind}."),
            N_("Move its figures to a sheet “{sheet}”."),
            indicator=scale.label,
            kind=lambda: word("indicator_kind", scale.kind),
            sheet=lambda: word("sheet", "statistics" if scale.kind == "statistic" else "evidence"),
        )


def outside(sheet, r, c):
    text = as_text(sheet.rows[r][c])
    return sheet.problem(r, c, N_("“{found}” stands outside the table and was not read."), "", "warning", found=text)


def add_answer(answers, problems, sheet, r, c, who, indicator, scale):
    level, missing, fault = read_level(sheet.rows[r][c], scale[indicator])
    if fault:
        problems.append(sheet.problem(r, c, fault[0], fault[1], **fault[2]))
    answers.append({**who, "indicator": indicator, "level": level, "missing": missing, "source": sheet.source(r, c)})


def add_ladder(ladders, problems, sheet, r, columns, who, indicator):
    steps = {}
    for name, c in columns.items():
        cell = sheet.rows[r][c]
        if (
            not is_blank(cell)
            and not isinstance(cell, bool)
            and recognise("yesno", as_text(cell)) is None
            and recognise("reason", as_text(cell))
        ):
            steps[name] = None
            continue
        steps[name], fault = read_yesno(cell)
        if fault:
            problems.append(sheet.problem(r, c, fault[0], fault[1], **fault[2]))
    ladders.append({**who, "indicator": indicator, **steps, "source": sheet.source(r, min(columns.values()))})


def find_indicator(sheet, r, c, read, scale, problems):
    text = as_text(sheet.rows[r][c])
    meaning = read(text)
    if isinstance(meaning, tuple):
        found = list(unanswerable(sheet, r, c, scale[meaning[1]]))
        problems.extend(found)
        return None if found else meaning[1]
    likely = nearest(text, {name for code in scale.values() for name in (code.indicator, code.label)})
    advice = (
        N_("Did you mean “{likely}”? Correct the cell, or declare it in study.xlsx.")
        if likely
        else N_("Declare it in study.xlsx, or correct the cell.")
    )
    problems.append(
        sheet.problem(r, c, N_("“{found}” is not an indicator of the study."), advice, found=text, likely=likely)
    )
    return None

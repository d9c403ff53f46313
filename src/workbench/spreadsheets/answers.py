"""Answers in their layouts: one line a respondent, one line an answer, or one column a respondent."""

from dataclasses import dataclass

from workbench.language import N_, plain, recognise, word
from workbench.spreadsheets.headers import find_header, indicator_reader
from workbench.spreadsheets.levels import read_level
from workbench.spreadsheets.rows import header_problems, is_example
from workbench.spreadsheets.values import as_text, decimal_sign, is_blank, nearest, read_value, read_yesno
from workbench.tables import TABLES

PERSON = ("respondent", "territory", "wave", "group", "weight", "stratum", "cluster")
LADDER = ("possibility", "attainment", "quality", "sustainability")


def read_answers(sheet, indicators, scale, *, profile=(), given=()):
    """Return what respondents answered on a sheet.

    Parameters
    ----------
    sheet : Sheet
    indicators : DataFrame
        Table `indicators`.
    scale : dict
        Code → Scale, as `scales` returns them.
    profile : collection of str
        Headers of profile columns to keep as text.
    given : collection of str
        What the workbook says elsewhere (territory, wave, group).

    Returns
    -------
    answers, ladders : list of dict
        Lines of the tables of the same names; territory, wave and group only where the sheet says them. "@" holds the
        line and the columns where they stand.
    problems : list of Problem
    """
    read = indicator_reader(indicators, (*PERSON, "indicator", "level", "missing", *LADDER))
    header = find_header(sheet, read)
    transposed = _transposed(sheet, read, header)
    if transposed is not None:
        return transposed_answers(sheet, transposed, read, scale)
    if header is None or not any(
        isinstance(meaning, tuple) or meaning == "indicator" for meaning in header.meanings.values()
    ):
        return [], [], [_no_answers(sheet)]
    if "indicator" in header.meanings.values():
        return long_answers(sheet, header, read, scale, profile)
    return wide_answers(sheet, header, scale, profile)


def _no_answers(sheet):
    return sheet.problem(
        None,
        None,
        N_("No answers were found on this sheet."),
        N_("Write a header with the respondents' number and the indicators, by their code or label."),
    )


def _transposed(sheet, read, header):
    """Return the row whose first filled cell says “indicator” and whose lines start with indicators, or None."""
    if header and sum(isinstance(meaning, tuple) for meaning in header.meanings.values()) >= 1:
        return None
    for r in range(min(40, len(sheet.cells) - 1)):
        cells = [c for c, cell in enumerate(sheet.rows[r]) if not is_blank(cell)]
        if len(cells) < 2 or read(as_text(sheet.rows[r][cells[0]])) != "indicator":
            continue
        if any(read(as_text(sheet.rows[r][c])) in ("level", "respondent", *LADDER) for c in cells[1:]):
            return None
        return r
    return None


class _Person:
    """The columns that say who answered, read once a line; "@" says where, until territory and group are checked."""

    def __init__(self, sheet, header, profile):
        self.sheet = sheet
        self.columns = {c: name for c, name in header.meanings.items() if name in PERSON}
        self.profile = {c: name for c, text in header.unknown.items() for name in profile if plain(name) == plain(text)}
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


def wide_answers(sheet, header, scale, profile):
    """Read one line a respondent, one column an indicator (four for a ladder)."""
    answers, ladders, person = [], [], _Person(sheet, header, profile)
    unknown = {c: text for c, text in header.unknown.items() if c not in person.profile}
    missing = [] if "respondent" in header.meanings.values() else ["respondent"]
    problems = [*header_problems(sheet, _Header(header.row, unknown), PERSON, missing)]
    problems = [_maybe_indicator(sheet, header.row, problem, unknown, scale) for problem in problems]
    single = {
        c: meaning[1] for c, meaning in header.meanings.items() if isinstance(meaning, tuple) and len(meaning) == 2
    }
    steps = {}
    for c, meaning in header.meanings.items():
        if isinstance(meaning, tuple) and len(meaning) == 3:
            steps.setdefault(meaning[1], {})[meaning[2]] = c
    for c, indicator in single.items():
        problems.extend(_unanswerable(sheet, header.row, c, scale[indicator]))
    single = {
        c: indicator
        for c, indicator in single.items()
        if scale[indicator].kind in ("situations", "ladder") and indicator not in steps
    }
    for r in range(header.row + 1, len(sheet.cells)):
        filled = [c for c, cell in enumerate(sheet.rows[r]) if not is_blank(cell)]
        if not filled or is_example(sheet.rows[r][filled[0]]):
            continue
        if not set(filled) & {
            *single,
            *person.columns,
            *(c for columns in steps.values() for c in columns.values()),
        } or (len(filled) == 1 and len(header.meanings) > 2 and filled[0] not in single):
            problems.append(_outside(sheet, r, filled[0]))
            continue
        who = person.read(r, problems)
        for c, indicator in single.items():
            _add(answers, problems, sheet, r, c, who, indicator, scale)
        for indicator, columns in steps.items():
            _add_ladder(ladders, problems, sheet, r, columns, who, indicator)
    return answers, ladders, problems


@dataclass(frozen=True)
class _Header:
    row: int
    unknown: dict


def _maybe_indicator(sheet, row, problem, unknown, scale):
    """Turn the warning about an unknown column into an error where it looks like answers: they would be lost."""
    for c, text in unknown.items():
        if problem.cell == sheet.address(row, c) and "found" in problem.values and problem.severity == "warning":
            labels = {name for code in scale.values() for name in (code.indicator, code.label)}
            likely = nearest(text, labels)
            advice = (
                N_("Did you mean “{likely}”? Correct the header, or declare the indicator in study.xlsx.")
                if likely
                else N_("Declare it in study.xlsx: as an indicator, or under “profile columns” on the first sheet.")
            )
            return sheet.problem(
                row,
                c,
                N_("The column “{found}” is neither an indicator nor a profile column."),
                advice,
                found=text,
                likely=likely,
            )
    return problem


def _unanswerable(sheet, row, c, scale):
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


def _outside(sheet, r, c):
    text = as_text(sheet.rows[r][c])
    return sheet.problem(r, c, N_("“{found}” stands outside the table and was not read."), "", "warning", found=text)


def _add(answers, problems, sheet, r, c, who, indicator, scale):
    level, missing, fault = read_level(sheet.rows[r][c], scale[indicator])
    if fault:
        problems.append(sheet.problem(r, c, fault[0], fault[1], **fault[2]))
    answers.append({**who, "indicator": indicator, "level": level, "missing": missing, "source": sheet.source(r, c)})


def _add_ladder(ladders, problems, sheet, r, columns, who, indicator):
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


def long_answers(sheet, header, read, scale, profile):
    """Read one line an answer: respondent, indicator, level; or indicator and the four propositions of a ladder."""
    answers, ladders, problems, person = [], [], [], _Person(sheet, header, profile)
    place = {meaning: c for c, meaning in header.meanings.items()}
    steps = {name: place[name] for name in LADDER if name in place}
    unknown = {c: text for c, text in header.unknown.items() if c not in person.profile}
    needed = [name for name in ("respondent", *(() if steps else ("level",))) if name not in place]
    problems += header_problems(sheet, _Header(header.row, unknown), (*PERSON, "level"), needed)
    for r in range(header.row + 1, len(sheet.cells)):
        filled = [c for c, cell in enumerate(sheet.rows[r]) if not is_blank(cell)]
        if not filled or is_example(sheet.rows[r][filled[0]]):
            continue
        if len(filled) == 1:
            problems.append(_outside(sheet, r, filled[0]))
            continue
        who = person.read(r, problems)
        indicator = _indicator(sheet, r, place["indicator"], read, scale, problems)
        if indicator and steps:
            _add_ladder(ladders, problems, sheet, r, steps, who, indicator)
        elif indicator and "level" in place:
            _add(answers, problems, sheet, r, place["level"], who, indicator, scale)
            if "missing" in place and not is_blank(sheet.rows[r][place["missing"]]) and answers[-1]["level"] is None:
                answers[-1]["missing"], fault = read_value(
                    TABLES["answers"].column("missing"), sheet.rows[r][place["missing"]]
                )
                if fault:
                    problems.append(sheet.problem(r, place["missing"], fault[0], fault[1], **fault[2]))
    return answers, ladders, problems


def _indicator(sheet, r, c, read, scale, problems):
    text = as_text(sheet.rows[r][c])
    meaning = read(text)
    if isinstance(meaning, tuple):
        found = list(_unanswerable(sheet, r, c, scale[meaning[1]]))
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


def transposed_answers(sheet, row, read, scale):
    """Read one line an indicator, one column a respondent; a ladder takes four lines."""
    answers, ladders, problems = [], [], []
    first = next(c for c, cell in enumerate(sheet.rows[row]) if not is_blank(cell))
    people = {c: as_text(cell) for c, cell in enumerate(sheet.rows[row]) if c > first and not is_blank(cell)}
    steps = {}
    for r in range(row + 1, len(sheet.cells)):
        text = as_text(sheet.rows[r][first])
        filled = [c for c, cell in enumerate(sheet.rows[r]) if not is_blank(cell)]
        if not filled or is_example(text):
            continue
        if filled == [first] and not isinstance(read(text), tuple):
            problems.append(_outside(sheet, r, first))
            continue
        meaning = read(text)
        if isinstance(meaning, tuple) and len(meaning) == 3:
            steps.setdefault(meaning[1], {})[meaning[2]] = r
            continue
        indicator = _indicator(sheet, r, first, read, scale, problems)
        if indicator:
            for c, respondent in people.items():
                _add(answers, problems, sheet, r, c, {"respondent": respondent, "@": (r, {})}, indicator, scale)
        for c in filled:
            if c not in people and c != first:
                problems.append(
                    sheet.problem(
                        r,
                        c,
                        N_("“{found}” stands under no respondent."),
                        N_("Write the respondent's number above it."),
                        found=as_text(sheet.rows[r][c]),
                    )
                )
    for indicator, lines in steps.items():
        for c, respondent in people.items():
            values, source = {}, sheet.source(min(lines.values()), c)
            for name, r in lines.items():
                cell = sheet.rows[r][c]
                values[name], fault = (
                    (None, None)
                    if recognise("reason", as_text(cell)) and recognise("yesno", as_text(cell)) is None
                    else read_yesno(cell)
                )
                if fault:
                    problems.append(sheet.problem(r, c, fault[0], fault[1], **fault[2]))
            ladders.append({"respondent": respondent, "@": (r, {}), "indicator": indicator, **values, "source": source})
    return answers, ladders, problems

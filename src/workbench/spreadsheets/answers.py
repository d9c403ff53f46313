"""Answers in their layouts: one line a respondent, one line an answer, or one column a respondent."""

from dataclasses import dataclass

from workbench.language import N_, recognise
from workbench.spreadsheets.headers import find_header, indicator_reader, lost_columns
from workbench.spreadsheets.respondents import (
    LADDER,
    PERSON,
    Person,
    add_answer,
    add_ladder,
    find_indicator,
    outside,
    unanswerable,
)
from workbench.spreadsheets.rows import header_problems, is_example
from workbench.spreadsheets.values import as_text, is_blank, nearest, read_value, read_yesno
from workbench.tables import TABLES


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
        return [], [], [] if _is_template(sheet) else [_no_answers(sheet)]
    if "indicator" in header.meanings.values():
        return long_answers(sheet, header, read, scale, profile)
    return wide_answers(sheet, header, scale, profile)


def _is_template(sheet):
    """Return whether a sheet is a template that nobody has filled in: a header of examples and nothing below."""
    filled = [[cell for cell in row if not is_blank(cell)] for row in sheet.rows]
    headers = [r for r, cells in enumerate(filled) if any(is_example(cell) for cell in cells)]
    return bool(headers) and all(not cells or is_example(cells[0]) for cells in filled[headers[0] + 1 :])


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


def wide_answers(sheet, header, scale, profile):
    """Read one line a respondent, one column an indicator (four for a ladder)."""
    answers, ladders, person = [], [], Person(sheet, header, profile)
    unknown = {
        c: text
        for c, text in header.unknown.items()
        if c not in person.profile
        and not (is_example(text) and all(is_blank(row[c]) for row in sheet.rows[header.row + 1 :]))
    }
    missing = [] if "respondent" in header.meanings.values() else ["respondent"]
    problems = [*header_problems(sheet, _Header(header.row, unknown), PERSON, missing)]
    problems = [_maybe_indicator(sheet, header.row, problem, unknown, scale) for problem in problems]
    problems += lost_columns(sheet, header)
    single = {
        c: meaning[1] for c, meaning in header.meanings.items() if isinstance(meaning, tuple) and len(meaning) == 2
    }
    steps = {}
    for c, meaning in header.meanings.items():
        if isinstance(meaning, tuple) and len(meaning) == 3:
            steps.setdefault(meaning[1], {})[meaning[2]] = c
    for c, indicator in single.items():
        problems.extend(unanswerable(sheet, header.row, c, scale[indicator]))
        if indicator in steps:
            twice = N_("“{indicator}” is answered twice: by a level and by its propositions.")
            label = scale[indicator].label
            problems.append(sheet.problem(header.row, c, twice, N_("Delete one of the two."), indicator=label))
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
        } or (len(filled) == 1 and len(header.meanings) > 2 and filled[0] not in single and _after_blank(sheet, r)):
            problems.append(outside(sheet, r, filled[0]))
            continue
        who = person.read(r, problems)
        for c, indicator in single.items():
            add_answer(answers, problems, sheet, r, c, who, indicator, scale)
        for indicator, columns in steps.items():
            add_ladder(ladders, problems, sheet, r, columns, who, indicator)
    return answers, ladders, problems


@dataclass(frozen=True)
class _Header:
    row: int
    unknown: dict


def _after_blank(sheet, r):
    """A lone cell right below the table is a respondent who answered nothing; behind a blank line it is a note."""
    return all(is_blank(cell) for cell in sheet.rows[r - 1])


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


def long_answers(sheet, header, read, scale, profile):
    """Read one line an answer: respondent, indicator, level; or indicator and the four propositions of a ladder."""
    answers, ladders, problems, person = [], [], [], Person(sheet, header, profile)
    place = {meaning: c for c, meaning in header.meanings.items()}
    steps = {name: place[name] for name in LADDER if name in place}
    unknown = {c: text for c, text in header.unknown.items() if c not in person.profile}
    problems += lost_columns(sheet, header)
    needed = [name for name in ("respondent", *(() if steps else ("level",))) if name not in place]
    problems += header_problems(sheet, _Header(header.row, unknown), (*PERSON, "level"), needed)
    for r in range(header.row + 1, len(sheet.cells)):
        filled = [c for c, cell in enumerate(sheet.rows[r]) if not is_blank(cell)]
        if not filled or is_example(sheet.rows[r][filled[0]]):
            continue
        if len(filled) == 1:
            problems.append(outside(sheet, r, filled[0]))
            continue
        who = person.read(r, problems)
        indicator = find_indicator(sheet, r, place["indicator"], read, scale, problems)
        if indicator and steps:
            add_ladder(ladders, problems, sheet, r, steps, who, indicator)
        elif indicator and "level" in place:
            add_answer(answers, problems, sheet, r, place["level"], who, indicator, scale)
            if "missing" in place and not is_blank(sheet.rows[r][place["missing"]]) and answers[-1]["level"] is None:
                answers[-1]["missing"], fault = read_value(
                    TABLES["answers"].column("missing"), sheet.rows[r][place["missing"]]
                )
                if fault:
                    problems.append(sheet.problem(r, place["missing"], fault[0], fault[1], **fault[2]))
    return answers, ladders, problems


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
            problems.append(outside(sheet, r, first))
            continue
        meaning = read(text)
        if isinstance(meaning, tuple) and len(meaning) == 3:
            steps.setdefault(meaning[1], {})[meaning[2]] = r
            continue
        indicator = find_indicator(sheet, r, first, read, scale, problems)
        if indicator:
            for c, respondent in people.items():
                add_answer(answers, problems, sheet, r, c, {"respondent": respondent, "@": (r, {})}, indicator, scale)
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

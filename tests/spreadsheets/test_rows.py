"""Lines of a table that stand apart are told, and what would make them part of it."""

from tests.studies import workbook
from workbench.language import speaking
from workbench.spreadsheets.rows import read_rows
from workbench.spreadsheets.workbooks import read_sheets

HEADER = ["group", "territory", "profile", "standpoint"]


def told(folder, *lines):
    workbook(folder / "study.xlsx", {"Groups": [HEADER, *lines]})
    sheets, problems = read_sheets(folder / "study.xlsx")
    assert not problems
    rows, problems = read_rows(sheets[0], "groups", given=["wave"])
    with speaking("en"):
        return [row.values["group"] for row in rows], [f"{one.cell} {one.found()} {one.advice()}" for one in problems]


def test_a_name_by_itself_is_told_what_its_line_lacks(tmp_path):
    rows, problems = told(tmp_path, ["Carers", "Valbourg", "care", "professional"], ["Young people"])
    assert rows == ["Carers"]
    assert problems == [
        "A3 “Young people” stands outside the table and was not read. "
        "If it is a line of the table, write also: territory, profile, and standpoint."
    ]


def test_a_note_beside_the_table_is_told_and_asked_nothing(tmp_path):
    _rows, problems = told(tmp_path, ["Carers", "Valbourg", "care", "professional"], [None] * 5 + ["to be checked"])
    assert {problem.split(" ", 1)[0] for problem in problems} == {"F3"}
    assert not any("write also" in problem for problem in problems)

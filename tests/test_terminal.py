import re

import pytest

from workbench.language import N_, speaking
from workbench.problems import WARNING, Problem
from workbench.terminal import show_problems


@pytest.fixture(autouse=True)
def _english():
    with speaking("en"):
        yield


def problem(cell, found="x", **other):
    return Problem("a.xlsx", "Answers", cell, N_("“{found}” is not a number."), "", {"found": found}, **other)


def test_cells_of_which_the_same_is_said_share_a_line(capsys):
    cells = ["C9", "C10", "C11", "D12", "", "C13", "B2:B9"]
    show_problems([*(problem(cell) for cell in cells), problem("C12", "y")])
    assert capsys.readouterr().out == (
        "\na.xlsx\n"
        "  Answers · C9–C11, D12, C13, B2:B9 – “x” is not a number.\n"
        "  Answers · C12 – “y” is not a number.\n"
        "\n8 problems keep the study from being read · 0 warnings\n"
    )


def test_warnings_are_counted_apart(capsys):
    show_problems([problem("C1"), problem("C2", severity=WARNING)])
    assert re.findall("Answers · C[12] ", text := capsys.readouterr().out) == ["Answers · C1 ", "Answers · C2 "]
    assert text.endswith("1 problem keeps the study from being read · 1 warning\n")


def test_no_problem_is_good_news(capsys):
    show_problems([])
    assert capsys.readouterr().out == "No problem was found.\n"

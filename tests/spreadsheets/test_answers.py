import pandas as pd
import pytest

from workbench.language import speaking
from workbench.spreadsheets.answers import read_answers
from workbench.spreadsheets.levels import read_level, scales
from workbench.spreadsheets.sheets import Sheet
from workbench.tables import empty, frame

INDICATORS = frame(
    "indicators",
    [
        {
            "indicator": "SAFE",
            "indicator_kind": "situations",
            "levels": 5,
            "label_fr": "Sécurité le soir",
            "source": "study.xlsx!Indicators!A9",
        },
        {"indicator": "COOP", "indicator_kind": "situations", "levels": 6, "lowest": 0, "label_fr": "Coopération"},
        {"indicator": "WORK", "indicator_kind": "ladder", "levels": 5, "label_fr": "Travail"},
        {"indicator": "GREEN", "indicator_kind": "statistic", "label_fr": "Espaces verts"},
    ],
)
SCALES = scales(INDICATORS, frame("situations", [{"indicator": "COOP", "level": 0, "words_fr": "chacun pour soi"}]))


@pytest.fixture(autouse=True)
def _english():
    with speaking("en"):
        yield


def read(rows, merged=(), **options):
    width = max(map(len, rows))
    cells = pd.DataFrame([[*row, *[""] * (width - len(row))] for row in rows], dtype=object)
    return read_answers(
        Sheet("a.xlsx", "Réponses", cells.where(cells.notna(), ""), merged), INDICATORS, SCALES, **options
    )


def levels(answers):
    return {(row["respondent"], row["indicator"]): row["level"] for row in answers}


SAME = {("P1", "SAFE"): 2, ("P1", "COOP"): 6, ("P2", "SAFE"): None, ("P2", "COOP"): 1}
LAYOUTS = {
    "one line a respondent": [["Participant", "Sécurité le soir", "COOP"], ["P1", 2, 5], ["P2", "NSP", 0]],
    "under titles and beside empty columns": [
        ["Notre fiche", "", "", ""],
        [],
        ["", "Participant", "SAFE", "Coopération"],
        ["", "P1", "2", "5"],
        ["", "P2", 99, "0"],
    ],
    "one line an answer": [
        ["Répondant", "Indicateur", "Niveau"],
        ["P1", "SAFE", 2],
        ["P1", "COOP", 5],
        ["P2", "SAFE", "sans opinion"],
        ["P2", "Coopération", 0],
    ],
    "one column a respondent": [["Indicateur", "P1", "P2"], ["Sécurité le soir", 2, "NSP"], ["Coopération", 5, 0]],
    "words for levels": [
        ["Participant", "SAFE", "COOP"],
        ["P1", "insatisfaisante", 5],
        ["P2", "Ne sait pas", "Chacun pour soi"],
    ],
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_answers_in_every_layout(layout):
    answers, ladders, problems = read(LAYOUTS[layout])
    assert (levels(answers), ladders, problems) == (SAME, [], [])


LADDER = {"possibility": False, "attainment": True, "quality": None, "sustainability": False}
LADDERS = {
    "four columns": [
        ["Participant", "Travail – P", "WORK_O", "Travail (qualité)", "Travail - durabilité"],
        ["P1", "non", "oui", "", "non"],
    ],
    "two header lines": [
        ["Participant", "Travail", "", "", ""],
        ["", "P", "O", "Q", "S"],
        ["P1", "non", "oui", "", "non"],
    ],
    "one line a ladder": [
        ["Participant", "Indicateur", "possibilité", "obtention", "qualité", "durabilité"],
        ["P1", "WORK", "non", "oui", "", "non"],
    ],
    "four lines": [
        ["Indicateur", "P1"],
        ["Travail – P", "non"],
        ["Travail – O", "oui"],
        ["Travail – Q", ""],
        ["Travail – S", "non"],
    ],
}


@pytest.mark.parametrize("layout", LADDERS)
def test_the_same_ladder_in_every_layout(layout):
    _answers, ladders, problems = read(LADDERS[layout])
    assert problems == []
    assert len(ladders) == 1
    assert {name: ladders[0][name] for name in LADDER} == LADDER
    assert (ladders[0]["respondent"], ladders[0]["indicator"]) == ("P1", "WORK")


def test_two_header_lines_with_merged_cells_leave_the_next_indicator_alone():
    rows = [
        ["Participant", "Travail", "", "", "", "SAFE"],
        ["", "P", "O", "Q", "S", ""],
        ["P1", "non", "oui", "", "non", 3],
    ]
    answers, ladders, problems = read(rows, merged=((0, 1, 0, 4),))
    assert (levels(answers), len(ladders), problems) == ({("P1", "SAFE"): 3}, 1, [])


@pytest.mark.parametrize("cell", [0, 6, 3.5, "3.5", "good to know", True, -1, "1-2"])
def test_what_is_no_situation_is_never_the_nearest_one(cell):
    level, missing, fault = read_level(cell, SCALES["SAFE"])
    assert (level, missing) == (None, "")
    assert fault[0] == "“{found}” is not a situation of “{indicator}” ({lowest} to {highest})."
    assert fault[2]["line"] == "9"


def test_nine_is_a_level_where_the_scale_has_nine():
    long = scales(
        frame("indicators", [{"indicator": "X", "indicator_kind": "situations", "levels": 10}]), empty("situations")
    )["X"]
    assert read_level(9, long) == (9, "", None)
    assert read_level(99, long) == (None, "dont_know", None)


def test_statistics_are_not_answered_by_people():
    problems = read([["Participant", "SAFE", "GREEN"], ["P1", 2, 14]])[2]
    assert [problem.where() for problem in problems] == ["a.xlsx · Réponses · C1"]
    assert "rests on statistic" in problems[0].found()


def test_profile_columns_are_kept_and_unknown_ones_named():
    answers, _ladders, problems = read(
        [["Participant", "SAFE", "Gender", "Shoe size"], ["P1", 2, "f", 39]], profile=["gender"]
    )
    assert answers[0]["gender"] == "f"
    assert [problem.where() for problem in problems] == ["a.xlsx · Réponses · D1"]


def test_a_template_that_nobody_filled_in_holds_nothing():
    assert read([["Participant", "p. ex. SAFE", "p. ex. WORK – P"], ["p. ex. P1", 3, "non"]]) == ([], [], [])

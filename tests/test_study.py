import pandas as pd
import pytest

from tests.studies import SURVEY, YOUNG, small_study, workbook
from workbench.language import speaking
from workbench.problems import StudyProblems
from workbench.study import check_study, read_study, what_came_in


@pytest.fixture(autouse=True)
def _english():
    with speaking("en"):
        yield


def test_a_study_is_read_whole(tmp_path):
    study = read_study(small_study(tmp_path))
    assert len(study.criteria) == 5
    assert set(study.criteria["text"]) == {"a room of my own", "NA", "un posto dove stare", "la noia", "i prezzi"}
    answers = study.answers.set_index(["group", "respondent", "indicator"])
    assert answers.loc[("Young people", "P1", "SAFE"), "level"] == 2
    assert answers.loc[("Young people", "P2", "SAFE"), "missing"] == "dont_know"
    assert answers.loc[("Young people", "P2", "HOUS"), "level"] == 3
    assert answers.loc[("Young people", "P3", "SAFE"), "level"] == 4
    assert answers.loc[("Young people", "P3", "HOUS"), "missing"] == "no_answer"
    assert answers.loc[("Giovani", "P2", "SAFE"), "missing"] == "dont_know"
    survey = study.answers[study.answers["group"].eq("")]
    assert survey["weight"].unique().tolist() == [0.85, 1.204]
    assert survey["missing"].tolist() == ["", "", "dont_know", ""]
    assert survey["gender"].tolist() == ["f", "f", "m", "m"]
    ladders = study.ladders.set_index(["group", "respondent"])
    assert ladders.loc[("Young people", "P1"), ["possibility", "attainment", "quality"]].tolist() == [
        False,
        False,
        True,
    ]
    assert pd.isna(ladders.loc[("Young people", "P2"), "attainment"])
    assert ladders.loc[("Giovani", "P1"), "possibility"] == False  # noqa: E712 - a pandas boolean
    groups = study.groups.set_index("group")
    assert groups.loc["Young people", "participants"] == 9
    assert str(groups.loc["Young people", "date"].date()) == "2024-03-12"
    assert groups.loc["Giovani", "wave"] == "2024"
    known = {"territory": ("Valbourg", "Montelago"), "wave": ("2024",), "language": "en"}
    known |= {"places": {"Valbourg": "Town of Valbourg", "Montelago": "Montelago"}}
    assert study.answers.attrs == {"study": "Small study", "constructed": False, **known}


def test_every_figure_leads_back_to_its_cell(tmp_path):
    study = read_study(small_study(tmp_path))
    answers = study.answers.set_index(["group", "respondent", "indicator"])["source"]
    assert answers["Young people", "P3", "SAFE"] == "waves/2024/young.xlsx!Answers!B4"
    assert answers["Giovani", "P2", "HOUS"] == "waves/2024/giovani.xlsx!Risposte!C3"
    assert answers["", "2", "HOUS"] == "waves/2024/survey.csv!!H3"
    criteria = study.criteria.set_index("text")["source"]
    assert criteria["a room of my own"] == "waves/2024/young.xlsx!Criteria!B4"
    assert criteria["i prezzi"] == "waves/2024/giovani.xlsx!Criteri!B6"


def test_criteria_keep_their_ids_when_files_and_lines_move(tmp_path):
    first = read_study(small_study(tmp_path / "a"))
    moved = small_study(
        tmp_path / "b", young={"Criteria": [YOUNG["Criteria"][2], YOUNG["Criteria"][4], YOUNG["Criteria"][3]]}
    )
    (moved / "waves/2024/young.xlsx").rename(moved / "waves/2024/zz.xlsx")
    assert read_study(moved).criteria["criterion"].tolist() == first.criteria["criterion"].tolist()


def test_what_came_in_shows_a_group_that_brought_nothing(tmp_path):
    folder = small_study(tmp_path)
    study = read_study(folder)
    assert [str(warning) for warning in study.warnings] == [
        "study.xlsx · Groups · A3 – The group “Carers” is declared but brought nothing in any wave. Add its workbook, or take it out of “Groups”."
    ]
    table = what_came_in(study)
    assert table.loc[table["group"].eq("Carers"), "criteria"].tolist() == ["–"]


def test_more_themes_than_criteria_are_doubted_at_their_cell_and_a_number_that_is_none_stops_the_study(tmp_path):
    folder = small_study(tmp_path)
    (folder / "decisions.csv").write_text("who,to,what,when\nAna,40,number,2024-05-01\n", encoding="utf-8")
    there = len(read_study(folder).criteria)
    doubts = [str(warning) for warning in read_study(folder).warnings if warning.file == "decisions.csv"]
    assert doubts == [
        f"decisions.csv · B2 – 40 themes are more than there are criteria ({there}). "
        "Decide on another number; until then as many themes are taken as hold best."
    ]
    with (folder / "decisions.csv").open("a", encoding="utf-8") as file:
        file.write("Ana,one or two,number,2024-05-02\n")
    with pytest.raises(StudyProblems) as raised:
        read_study(folder, language="fr")
    assert [str(problem) for problem in raised.value.problems if problem.severity == "error"] == [
        "decisions.csv · B3 – «\u202fone or two\u202f» n’est pas un nombre de thèmes. Écrivez un nombre entier, 2 ou plus."
    ]


FAULTS = {
    "waves/2024/young.xlsx · Answers · C2": "“7” is not a situation of “Housing” (1 to 5).",
    "waves/2024/young.xlsx · Answers · D3": "“perhaps” is neither yes nor no.",
    "waves/2024/young.xlsx · Answers · H1": "The column “Sleep” is neither an indicator nor a profile column.",
    "waves/2024/young.xlsx · Answers · B5": "Respondent “P1” has answered before, in waves/2024/young.xlsx · Answers · B2.",
    "waves/2024/young.xlsx · Meeting · B3": "“04/03/2024” can be read as two different days.",
    "waves/2024/young.xlsx · Meeting · B4": "“nine” is not a number.",
    "waves/2024/young.xlsx · Criteria · A4": "“wellfare” is not one of: well-being, ill-being, action, and co-responsibility.",
    "waves/2024/young.xlsx · Criteria · B5": "This cell is empty.",
    "waves/2024/giovani.xlsx · Criteri · B2": "“Giovanni” is not declared as “group” in the study.",
    "waves/2024/survey.csv · B3": "“Valburg” is not declared as “territory” in the study.",
    "waves/2024/survey.csv · C2": "The weight “-1” is not above zero.",
    "waves/2024/survey.csv · A4": "The respondent has no number.",
    "waves/2024/old.xlsx": "The file is called .xlsx but is an old Excel workbook (.xls).",
    "waves/2024/empty.csv": "The file is empty.",
    "waves/2024/broken.ods": "The file is damaged: it cannot be opened as a workbook.",
    "waves/2024/who.xlsx · Answers": "This sheet does not say who answered.",
    "waves/2024/wave.xlsx · Meeting · B3": "This says wave “2021”, but the file lies in the folder of wave “2024”.",
    "study.xlsx · Indicators · F3": "“five” is not a number.",
    "study.xlsx · Indicators · B2": "“scales” is not one of: situations, ladder, statistic, and evidence.",
    "study.xlsx · Territories · C2": "“1.204” can be read as two different numbers.",
    "study.xlsx · Groups · B4": "“Montelgo” is not declared as “territory” in the study.",
    "study.xlsx · Groups · D1": "The header “standpont” is not known; “standpoint” is missing.",
    "study.xlsx · Indicators · A6": "This line repeats Indicators · A2: SAFE stands twice.",
    "study.xlsx · Actions · A3": "This line repeats Actions · A2: A1 stands twice.",
}


def faulty_study(folder):
    small_study(
        folder,
        study={
            "Territories": [["territory", "label", "population"], ["Valbourg", "", "1.204"], ["Montelago", "", 9100]],
            "Groups": [
                ["group", "territory", "profile", "standpont"],
                ["Young people", "Valbourg", "young", "resident"],
                ["Carers", "Valbourg", "care", "professional"],
                ["Giovani", "Montelgo", "young", "resident"],
                ["Ragazzi", "Montelago", "young", "resident"],
            ],
            "Indicators": [
                ["indicator", "kind of indicator", "code", "label (en)", "label (it)", "levels", "direction"],
                ["SAFE", "scales", "B00", "Safe in the evening", "Sicurezza la sera", 5, "up"],
                ["HOUS", "situations", "A03", "Housing", "Alloggio", "five", "up"],
                ["HOUS", "situations", "A03", "Housing", "Alloggio", 5, "up"],
                ["WORK", "ladder", "A06", "Work", "Lavoro", 5, "up"],
                ["SAFE", "situations", "B00", "Safe in the evening", "Sicurezza la sera", 5, "up"],
            ],
            "Actions": [
                ["action", "territory", "label"],
                ["A1", "Valbourg", "Light the way home"],
                ["A1", "Valbourg", "Buses"],
            ],
        },
        young={
            "Meeting": [
                ["Territory", "Valbourg"],
                ["Group", "Young people"],
                ["Date", "04/03/2024"],
                ["Participants", "nine"],
            ],
            "Criteria": [
                ["What the group said"],
                [],
                ["Question", "Criterion", "Votes"],
                ["wellfare", "a room", 2],
                ["Ill-being", "", 3],
            ],
            "Answers": [
                [*YOUNG["Answers"][0], "Sleep"],
                ["P1", 2, 7, "no", "no", "yes", "no"],
                ["P2", 9, "3", "perhaps", "", "", ""],
                ["P3", 4, 1, "no", "yes", "no", "no"],
                ["P1", 4, 1, "no", "yes", "no", "no"],
            ],
        },
        giovani={
            "Criteri": [
                ["Territorio", "Montelago"],
                ["Gruppo", "Giovanni"],
                [],
                ["Benessere", "Malessere"],
                ["un posto", "la noia"],
            ]
        },
        survey=SURVEY.replace("1;Valbourg;0,85", "1;Valbourg;-1").replace("2;Valbourg", "2;Valburg")
        + ";Valbourg;1,0;n;c2;m;2;4\n",
    )
    import xlwt

    old = xlwt.Workbook()
    old.add_sheet("Answers").write(0, 0, "Respondent")
    old.save(str(folder / "waves/2024/old.xls"))
    (folder / "waves/2024/old.xls").rename(folder / "waves/2024/old.xlsx")
    (folder / "waves/2024/empty.csv").write_bytes(b"")
    (folder / "waves/2024/broken.ods").write_bytes(b"PK\x03\x04 not a workbook")
    workbook(
        folder / "waves/2024/who.xlsx",
        {"Answers": [["Territory", "Valbourg"], [], ["Respondent", "SAFE", "HOUS"], ["1", 2, 3]]},
    )
    workbook(
        folder / "waves/2024/wave.xlsx",
        {
            "Meeting": [["Territory", "Valbourg"], ["Group", "Carers"], ["Wave", 2021]],
            "Criteria": [["Question", "Criterion"], ["Q1", "time"]],
        },
    )
    return folder


def test_a_ladder_has_five_levels(tmp_path):
    heads = ["indicator", "kind of indicator", "label (en)", "levels"]
    indicators = [heads, ["SAFE", "situations", "Safe", 5], ["WORK", "ladder", "Work", 4], ["CARE", "ladder", "Care", None]]
    folder = small_study(tmp_path, study={"Indicators": indicators})
    errors = [str(problem) for problem in check_study(folder, language="en") if "ladder" in str(problem)]
    assert [text for text in errors if "five levels" in text] == [
        "study.xlsx · Indicators · D3 – A ladder has five levels. Write 5, or choose another kind."
    ]


def test_twenty_faults_and_more_are_named_by_cell_in_one_go(tmp_path):
    problems = [problem for problem in check_study(faulty_study(tmp_path)) if problem.severity == "error"]
    found = {problem.where(): problem.found() for problem in problems}
    assert {where: found.get(where) for where in FAULTS} == FAULTS
    assert all(problem.advice() for problem in problems)
    with pytest.raises(StudyProblems) as raised:
        read_study(tmp_path)
    assert len(raised.value.problems) >= len(problems)


def test_the_same_faults_in_french(tmp_path):
    problems = check_study(faulty_study(tmp_path), language="fr")
    by_cell = {problem.where(): problem for problem in problems}
    assert FAULTS.keys() <= by_cell.keys()
    english = {problem.found() for problem in check_study(tmp_path, language="en")}
    with speaking("fr"):
        french = {problem.found() for problem in problems}
        assert "pas une situation" in by_cell["waves/2024/young.xlsx · Answers · C2"].found()
    assert not english & french


def test_a_missing_sheet_is_named(tmp_path):
    problems = check_study(small_study(tmp_path, study={"Indicators": None}))
    assert [str(problem) for problem in problems] == [
        "study.xlsx – The sheet “Indicators” is missing. Add it as in the template that “workbench new” writes."
    ]

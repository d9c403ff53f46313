import datetime
import shutil
import subprocess

import pytest
from docx import Document

from tests.meetings.meeting import DAY, Paper, decided, ids, studied, suggested, themes_now
from workbench.decisions import read_decisions, record_decision
from workbench.language import LANGUAGES, speaking, word
from workbench.meetings import read_decisions_sheet, read_validation_sheet, validation_sheets
from workbench.problems import SheetProblems, StudyProblems
from workbench.spreadsheets.criteria import name_criteria
from workbench.study import read_study
from workbench.themes import rewordings

YES = {"en": "X", "fr": "oui", "it": "si", "ro": "da", "de": "ja", "nl": "✓"}


def sheet(tmp_path, *, language="en", group="Young people", day=DAY, **kept):
    study, suggestion = studied(tmp_path, **kept)
    themes, membership, _orphans = themes_now(study, suggestion)
    files = validation_sheets(study, themes, membership, tmp_path / "sheets", groups=[group], language=language)
    paper = Paper(files["workbook"][0], language)
    paper.key("date", day)
    paper.key("who", "Ana")
    return study, suggestion, paper


def read(paper, study, suggestion):
    with speaking("en"):
        return read_validation_sheet(paper.save(), study, suggestion)


def faults(paper, study, suggestion):
    with speaking("en"), pytest.raises(StudyProblems) as caught:
        read_validation_sheet(paper.save(), study, suggestion)
    assert read_decisions(study)[0].empty
    return {problem.cell: str(problem) for problem in caught.value.problems if problem.severity == "error"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_group_decides_is_recorded_in_six_languages(tmp_path, language):
    study, suggestion, paper = sheet(tmp_path, language=language)
    known = ids(study)
    flat, bus = f"T-{known['a warm flat']}", f"T-{known['the bus is late']}"
    paper.fill("criteria", "a room of my own", agree=YES[language])
    paper.fill("criteria", "the bus is late", move="Waiting")
    paper.fill("criteria", "a warm flat", reword="a flat that is warm in winter")
    paper.fill("criteria", "no answer to letters", agree=word("yesno", "no", language))
    paper.fill("themes", flat, find="theme_id", rename="A home")
    paper.fill("missing", "", text="- a bench", question=word("question", "wellbeing", language), theme="A home")
    lines, problems = read(paper, study, suggestion)
    young = {"territory": "Valbourg", "wave": "2024", "group": "Young people"}
    (bench,) = name_criteria([{**young, "question": "wellbeing", "text": "- a bench"}])
    renamed = lines["criterion"][1]
    assert set(renamed.split("; ")) == {known["a room of my own"], known["a warm flat"]}
    assert decided(lines) == [
        ["new", "", "", "Waiting"],
        ["rename", renamed, flat, "A home"],
        ["assign", known["the bus is late"], bus, "Waiting"],
        ["assign", known["a room of my own"], flat, flat],
        ["validate", known["a room of my own"], "", ""],
        ["assign", bench, "", flat],
        ["validate", known["the bus is late"], "", ""],
        ["reword", known["a warm flat"], "", "a flat that is warm in winter"],
    ]
    assert set(lines["who"]) == {"Young people (Valbourg)"}
    assert set(lines["note"]) == {"Ana"}
    assert {when[:10] for when in lines["when"]} == {"2024-06-03"}
    said = " ".join(map(str, problems))
    assert "“Waiting” is no theme yet" in said
    assert "does not agree, and does not say where" in said
    again = read_study(study.folder, language="en")
    assert again.criteria.query("text == '- a bench'")[
        ["criterion", "group", "question", "wave"]
    ].to_numpy().tolist() == [[bench, "Young people", "wellbeing", "2024"]]
    assert list(map(str, again.warnings)) == list(map(str, study.warnings))
    assert again.groups.equals(study.groups)
    assert rewordings(again.criteria, again.decisions)["wording"].tolist() == ["a flat that is warm in winter"]
    themes, membership, orphans = themes_now(again, suggested(again))
    home = membership.merge(again.criteria[["criterion", "text"]]).set_index("text")
    label = dict(zip(themes["theme"], themes["label"], strict=True))
    assert label[home.loc["- a bench", "theme"]] == "A home"
    assert home.loc["the bus is late", ["theme", "state"]].tolist() == ["Waiting", "validated"]
    assert orphans.empty


def test_a_sheet_read_twice_decides_once_and_a_corrected_one_adds_what_changed(tmp_path):
    study, suggestion, paper = sheet(tmp_path)
    paper.fill("criteria", "a room of my own", agree="x")
    paper.fill("criteria", "the bus is late", move="Waiting")
    paper.fill("missing", "", text="a bench", question="Q1")
    assert len(read(paper, study, suggestion)[0])
    assert read(paper, study, suggestion)[0].empty
    again = read_study(study.folder, language="en")
    assert read(paper, again, suggested(again))[0].empty
    assert len(read_study(study.folder).criteria) == len(again.criteria)
    paper.key("date", "2024-06-05")  # the day was wrong
    read(paper, study, suggestion)
    assert read_study(study.folder).criteria["text"].tolist().count("a bench") == 1
    paper.fill("criteria", "the bus is late", move="Getting around")
    lines, _problems = read(paper, again, suggested(again))
    assert decided(lines, "what", "to") == [["new", "Getting around"], ["assign", "Getting around"]]


def test_the_box_validates_all_that_the_group_left_as_it_was(tmp_path):
    study, suggestion, paper = sheet(tmp_path)
    paper.key("validates", "☑")
    paper.fill("criteria", "no answer to letters", agree="no")
    read(paper, study, suggestion)
    themes, membership, _orphans = themes_now(study, suggestion)
    state = membership.merge(study.criteria[["criterion", "text", "group"]]).set_index("text")["state"]
    young = study.criteria.query("group == 'Young people'")["text"]
    assert state[state == "validated"].index.sort_values().tolist() == sorted(set(young) - {"no answer to letters"})
    assert set(themes.query("criteria > 0 and theme != 'alone'")["state"]) == {"validated"}


def test_a_theme_that_the_group_refuses_is_not_validated_by_its_box(tmp_path):
    study, suggestion, paper = sheet(tmp_path)
    flat = f"T-{ids(study)['a warm flat']}"
    paper.key("validates", "yes")
    paper.fill("themes", flat, find="theme_id", agree="no")
    paper.fill("criteria", "a room of my own", agree="x")
    _lines, problems = read(paper, study, suggestion)
    assert "does not agree with the theme" in " ".join(map(str, problems))
    themes, membership, _orphans = themes_now(study, suggestion)
    assert themes.set_index("theme").loc[flat, "state"] == "decided"
    state = membership.set_index("criterion")["state"]
    assert state[ids(study)["a room of my own"]] == "validated"
    assert state[ids(study)["a warm flat"]] != "validated"


def test_a_line_that_says_nothing_is_named(tmp_path):
    study, suggestion, paper = sheet(tmp_path)
    paper.fill("missing", "", question="well-being")
    row = paper.fill("criteria", "a room of my own", text=None, criterion_id=None, agree="x")
    found = faults(paper, study, suggestion)
    letter = chr(64 + paper.places("criteria")["text"])
    assert sorted(found) == sorted(["B2", f"{letter}{row}"])
    assert all("does not say anything" in text for text in found.values())


def test_later_decisions_of_the_evaluator_stand(tmp_path):
    study, suggestion, paper = sheet(tmp_path)
    paper.fill("criteria", "the bus is late", move="Waiting")
    record_decision(study, "assign", criterion=ids(study)["the bus is late"], to="Buses")
    read(paper, study, suggestion)
    home = themes_now(study, suggestion)[1].set_index("criterion")["theme"]
    assert home[ids(study)["the bus is late"]] == "Buses"


def test_order_of_lines_columns_and_sheets_does_not_matter(tmp_path):
    study, suggestion, paper = sheet(tmp_path)
    paper.fill("criteria", "the bus is late", move="Waiting")
    page = paper.sheet("criteria")
    rows = [[cell.value for cell in row][::-1] for row in page.iter_rows()]
    for r, row in enumerate([rows[0], *rows[:0:-1]], start=3):
        for c, value in enumerate(row, start=2):
            cell = page.cell(r, c)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    for r in (1, 2):
        for c in range(1, page.max_column + 1):
            page.cell(r, c).value = None
    for r in range(1, page.max_row + 1):
        page.cell(r, 1).value = None
    paper.book._sheets.reverse()
    paper.book["What was said"].title = "Feuil1"
    lines, problems = read(paper, study, suggestion)
    assert decided(lines, "what", "to")[:2] == [["new", "Waiting"], ["assign", "Waiting"]]
    assert len(problems) == 1


def test_a_deleted_line_loses_nothing_and_is_named(tmp_path):
    study, suggestion, paper = sheet(tmp_path)
    paper.key("validates", "yes")
    paper.sheet("criteria").delete_rows(paper.row("criteria", "the bus is late"))
    _lines, problems = read(paper, study, suggestion)
    assert "do not stand on the sheet: the bus is late" in str(problems[-1])
    membership = themes_now(study, suggestion)[1].set_index("criterion")
    assert membership.loc[ids(study)["the bus is late"], "state"] == "suggested"


def test_a_text_that_is_written_over_is_a_rewording_and_the_first_words_stay(tmp_path):
    study, suggestion, paper = sheet(tmp_path)
    paper.fill("criteria", "the bus is late", text="the bus is always late")
    lines, problems = read(paper, study, suggestion)
    assert decided(lines, "what", "to") == [["reword", "the bus is always late"]]
    assert "written over" in str(problems[0])
    assert "the bus is late" in set(read_study(study.folder).criteria["text"])


def test_a_line_added_among_the_others_is_a_criterion(tmp_path):
    study, suggestion, paper = sheet(tmp_path)
    paper.fill("criteria", "", text="shade", question="ill-being", move="On its own")
    read(paper, study, suggestion)
    assert read_study(study.folder).criteria.query("text == 'shade'")["question"].tolist() == ["illbeing"]


@pytest.mark.parametrize(
    ("day", "said"),
    [("03/04/2024", "two different days"), (None, "date of the meeting is missing"), ("soon", "not a date"),
     (datetime.date(2999, 1, 1), "still to come")],
)  # fmt: skip
def test_a_day_that_is_not_sure_is_a_problem(tmp_path, day, said):
    study, suggestion, paper = sheet(tmp_path, day=day)
    paper.fill("criteria", "a room of my own", agree="x")
    found = faults(paper, study, suggestion)
    assert [said in text for text in found.values()] == [True]


@pytest.mark.parametrize(
    "day", ["2024-06-13", "13/06/2024", "13. Juni 2024", "13 giugno 2024", datetime.datetime(2024, 6, 13)]
)
def test_a_day_is_read_as_people_write_it(tmp_path, day):
    study, suggestion, paper = sheet(tmp_path, day=day)
    paper.fill("criteria", "a room of my own", agree="x")
    assert {when[:10] for when in read(paper, study, suggestion)[0]["when"]} == {"2024-06-13"}


def test_every_fault_is_named_by_its_cell_and_nothing_is_recorded(tmp_path):
    study, suggestion, paper = sheet(tmp_path, day="03/04/2024")
    letter = {name: chr(64 + place) for name, place in paper.places("criteria").items()}
    wanted = {
        f"{letter['move']}{paper.fill('criteria', 'a room of my own', agree='x', move='the street')}": "both cannot be",
        f"{letter['criterion_id']}{paper.fill('criteria', 'the bus is late', criterion_id='c0')}": "“c0” is no criterion",
        f"{letter['agree']}{paper.fill('criteria', 'a warm flat', agree='perhaps')}": "neither yes nor no",
        f"{letter['criterion_id']}{paper.fill('criteria', 'no answer to letters', criterion_id=ids(study)['la noia'])}": "another group",
    }
    paper.fill("missing", "", text="a bench")
    wanted["A2"] = "which question"
    wanted[next(cell.coordinate for row in paper.sheet("meeting") for cell in row if cell.value == "03/04/2024")] = (
        "two"
    )
    found = faults(paper, study, suggestion)
    assert {cell: part in found.get(cell, "") for cell, part in wanted.items()} == dict.fromkeys(wanted, True)
    assert len(found) == len(wanted)


def test_one_criterion_on_two_lines_must_say_the_same(tmp_path):
    study, suggestion, paper = sheet(tmp_path)
    same = ids(study)["a room of my own"]
    paper.fill("criteria", "a room of my own", agree="x")
    row = paper.fill("criteria", "", text="a room of my own", criterion_id=same, agree="x")
    assert len(read(paper, study, suggestion)[0]) == 2
    shutil.rmtree(tmp_path / "study")
    study, suggestion = studied(tmp_path)
    paper.sheet("criteria").cell(row, paper.places("criteria")["agree"]).value = "no"
    assert "stands twice" in "".join(faults(paper, study, suggestion).values())


def test_a_sheet_of_another_wave_or_group_is_refused(tmp_path):
    study, suggestion, paper = sheet(tmp_path)
    paper.key("group", "Young peple")
    paper.key("wave", "../..")
    found = faults(paper, study, suggestion)
    assert sum("Did you mean “Young people”" in text for text in found.values()) == 1
    assert sum("is not declared as “wave”" in text for text in found.values()) == 1


def test_a_rainbow_group_sees_who_said_it_and_says_who_adds(tmp_path):
    study, suggestion = studied(tmp_path, themes={"a room of my own": "a warm flat", "a warm flat": "a warm flat"})
    themes, membership, _orphans = themes_now(study, suggestion)
    files = validation_sheets(study, themes, membership, tmp_path / "sheets")
    assert files["group"].tolist() == ["Giovani", "Young people"]  # one group each: no rainbow
    (study.folder / "waves/2024/carers.csv").write_text(
        "territory,group,question,criterion\nValbourg,Carers,well-being,a room of my own\n", encoding="utf-8"
    )
    study = read_study(study.folder, language="en")
    suggestion = suggested(study, {"a room of my own": "a warm flat", "a warm flat": "a warm flat"})
    themes, membership, _orphans = themes_now(study, suggestion)
    files = validation_sheets(study, themes, membership, tmp_path / "again", territory="Valbourg")
    assert files["group"].tolist() == ["Carers", "Young people", ""]
    paper = Paper(files["workbook"][2])
    row = paper.row("criteria", "a room of my own")
    cell = {name: paper.sheet("criteria").cell(row, place).value for name, place in paper.places("criteria").items()}
    assert cell["said_by"] == "Young people (2), Carers (1)"
    assert len(cell["criterion_id"].split("; ")) == 2
    paper.key("date", DAY)
    paper.fill("criteria", "a room of my own", agree="x")
    paper.fill("missing", "", text="a bench", question="Q1")
    assert "which group added it" in "".join(faults(paper, study, suggestion).values())
    paper.fill("missing", "a bench", group="Carers")
    lines, _problems = read(paper, study, suggestion)
    assert set(lines["who"]) == {"All groups together (Valbourg)"}
    assert sorted(lines.query("what == 'assign'")["criterion"]) == sorted(cell["criterion_id"].split("; "))
    assert read_study(study.folder).criteria.query("text == 'a bench'")["group"].tolist() == ["Carers"]


def test_all_that_was_said_is_on_the_paper(tmp_path):
    study, suggestion = studied(tmp_path)
    themes, membership, _orphans = themes_now(study, suggestion)
    files = validation_sheets(study, themes, membership, tmp_path / "sheets")
    for row in files.to_dict("records"):
        paper = Document(row["paper"])
        cells = {cell.text for table in paper.tables for line in table.rows for cell in line.cells}
        assert set(study.criteria.query("group == @row['group']")["text"]) <= cells
        headings = [paragraph.text for paragraph in paper.paragraphs if paragraph.style.name == "Heading 1"]
        assert word("paper", "alone", row["language"]) in headings


def test_nobody_spoke(tmp_path):
    study, suggestion = studied(tmp_path)
    themes, membership, _orphans = themes_now(study, suggestion)
    with speaking("en"), pytest.raises(ValueError, match="Nobody said anything in wave “1999”"):
        validation_sheets(study, themes, membership, tmp_path, wave="1999")


def test_a_sheet_of_a_meeting_is_not_read_as_the_boards(tmp_path):
    study, suggestion, paper = sheet(tmp_path)
    with speaking("en"), pytest.raises(SheetProblems, match="read_validation_sheet"):
        read_decisions_sheet(paper.save(), study, suggestion)


def test_what_is_no_sheet_is_said(tmp_path):
    study, suggestion = studied(tmp_path)
    with speaking("en"), pytest.raises(SheetProblems, match="No sheet with the criteria"):
        read_validation_sheet(study.folder / "study.xlsx", study, suggestion)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_sheet_saved_by_libreoffice_is_read(tmp_path):
    study, suggestion, paper = sheet(tmp_path)
    paper.fill("criteria", "=1+1 neighbours", move="Together")
    paper.fill("criteria", "a room of my own", agree="✓")
    path = paper.save()
    profile = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "ods", "--outdir", str(tmp_path / "ods"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    saved = next((tmp_path / "ods").glob("*.ods"))
    lines, problems = read_validation_sheet(saved, study, suggestion)
    assert decided(lines, "what", "to")[:2] == [["new", "Together"], ["assign", "Together"]]
    assert len(lines) == 5
    assert len(problems) == 1

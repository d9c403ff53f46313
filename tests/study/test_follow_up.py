"""The plan is one thing, whether its workbook or a notebook changed it; contradictions are told, nothing is lost."""

import datetime
import multiprocessing
import shutil

import openpyxl
import pandas as pd
import pytest
import xlsxwriter

import workbench as wb
from tests.studies import small_study
from workbench.problems import StudyProblems
from workbench.study.plan import plan_of

ACTIONS = [
    ["action", "territory", "label", "themes", "from", "end", "cost", "state of the action"],
    [
        "A1",
        "Valbourg",
        "Light the way home",
        "Safety",
        datetime.date(2024, 1, 1),
        datetime.date(2024, 12, 31),
        900,
        "running",
    ],
    ["A2", "Montelago", "Night bus", "Safety; Work; Money", None, None, None, "planned"],
]
COMMITMENTS = [
    ["action", "who", "kind of actor", "what", "until", "state of the commitment"],
    ["A1", "City", "public", "pay for lamps", datetime.date(2024, 6, 30), "due"],
    ["A1", "City", "public", "repair within a week", datetime.date(2024, 12, 31), "due"],
    ["A1", "Neighbours", "citizen", "report broken lamps", None, None],
]
PLAN = {"Actions": ACTIONS, "Commitments": COMMITMENTS}
TOLD = ["action", "who", "what", "actor", "until", "commitment_state"]


@pytest.fixture
def folder(tmp_path):
    return small_study(tmp_path / "study", study=PLAN)


def in_workbook(folder, **cells):
    """Write into cells of the workbook as an evaluator would: sheet_cell=value, commitments on sheet Commitments."""
    book = openpyxl.load_workbook(folder / "study.xlsx")
    for place, value in cells.items():
        sheet, _sep, cell = place.partition("_")
        book[sheet][cell].value = value
    book.save(folder / "study.xlsx")


def states(study):
    return study.commitments["commitment_state"].tolist()


def test_a_change_in_the_workbook_and_one_in_the_notebook_give_the_same_tables(tmp_path, folder):
    other = shutil.copytree(folder, tmp_path / "other")
    in_workbook(
        folder, Commitments_F2="kept", Commitments_E4=datetime.date(2025, 3, 1), Actions_H2="done", Actions_G3=12.5
    )
    wb.record_commitment(other, "A1", "City", what="pay for lamps", state="kept")
    wb.record_commitment(other, "A1", "Neighbours", until="2025-03-01")
    wb.record_action(other, "A1", action_state="done")
    wb.record_action(other, "A2", cost=12.5)
    one, two = wb.read_study(folder), wb.read_study(other)
    for table in ("actions", "commitments", "effects"):
        pd.testing.assert_frame_equal(getattr(one, table), getattr(two, table))
    assert not [problem for problem in two.warnings if problem.file == "follow_up.csv"]


def test_the_plan_alone_is_read_again_as_the_study_is(folder):
    study = wb.read_study(folder)
    wb.record_commitment(study, "A1", "Neighbours", state="kept", by="Ana", note="seen on Monday")
    again, whole = wb.read_plan(study), wb.read_study(folder)
    pd.testing.assert_frame_equal(again.commitments, whole.commitments)
    pd.testing.assert_frame_equal(again.follow_up, whole.follow_up)
    assert states(study) == ["due", "due", ""]  # what was read before is not changed
    assert again.follow_up[["who", "note", "from", "to", "state"]].values.tolist() == [
        ["Ana", "seen on Monday", "", "kept", "stands"]
    ]


def test_who_promised_several_things_is_asked_which_and_a_stranger_is_told_what_there_is(folder):
    with pytest.raises(ValueError, match=r"several things.*pay for lamps.*repair within a week"):
        wb.record_commitment(folder, "A1", "City", state="kept")
    with pytest.raises(ValueError, match="A1 has no such commitment of “Mayor”; it has: City: pay for lamps"):
        wb.record_commitment(folder, "A1", "Mayor", state="kept")
    with pytest.raises(ValueError, match="“soon” is not one of: kept"):
        wb.record_commitment(folder, "A1", "Neighbours", state="soon")
    with pytest.raises(ValueError, match="no column “colour”"):
        wb.record_action(folder, "A1", colour="red")
    with pytest.raises(ValueError, match="“Paris” is not declared"):
        wb.record_action(folder, "A1", territory="Paris")
    with pytest.raises(ValueError, match="no action A9"):
        wb.record_action(folder, "A9", cost=1)
    assert not (folder / "follow_up.csv").exists()


def test_words_of_every_language_and_days_in_words_are_understood(folder):
    wb.record_commitment(folder, "A1", "neighbours", state="Tenu", until="1er mars 2025".replace("1er", "1"))
    study = wb.read_study(folder)
    assert states(study)[2] == "kept"
    assert study.commitments["until"][2] == pd.Timestamp("2025-03-01")
    with pytest.raises(ValueError, match="two different days"):
        wb.record_commitment(folder, "A1", "Neighbours", until="04/03/2025")


def test_a_workbook_that_changed_under_the_change_is_told_with_both_values_and_settled_by_saying_it_once_more(folder):
    wb.record_commitment(folder, "A1", "Neighbours", state="kept")
    in_workbook(folder, Commitments_F4="broken")
    study = wb.read_study(folder)
    told = [problem for problem in study.warnings if problem.cell == "F4"]
    assert [problem.sheet for problem in told] == ["Commitments"]
    assert "The workbook says “broken”" in str(told[0])
    assert "says “kept”" in str(told[0])
    assert states(study)[2] == "broken"
    assert study.follow_up[["to", "state", "workbook"]].values.tolist() == [["kept", "conflict", "broken"]]
    with pytest.raises(ValueError, match="settle first Neighbours"):
        wb.export_plan_sheet(study, folder / "new.xlsx")

    wb.record_commitment(folder, "A1", "Neighbours", state="broken")  # the workbook is right
    study = wb.read_study(folder)
    assert states(study)[2] == "broken"
    assert not [problem for problem in study.warnings if problem.cell == "F4"]
    wb.record_commitment(folder, "A1", "Neighbours", state="late")
    assert states(wb.read_study(folder))[2] == "late"


def test_a_workbook_that_was_brought_up_to_date_by_hand_agrees(folder):
    wb.record_commitment(folder, "A1", "Neighbours", state="late")
    wb.record_commitment(folder, "A1", "Neighbours", state="kept")
    for said in (None, "late", "kept"):  # as it was, on the way, and at the end
        in_workbook(folder, Commitments_F4=said)
        study = wb.read_study(folder)
        assert states(study)[2] == "kept"
        assert not [problem for problem in study.warnings if problem.cell == "F4"]
    assert study.follow_up["state"].tolist() == ["replaced", "in the workbook"]


def test_undo_takes_back_one_after_the_other_and_is_in_the_log(folder):
    wb.record_commitment(folder, "A1", "Neighbours", state="late")
    wb.record_action(folder, "A1", action_state="stopped", cost=1000)
    wb.record_commitment(folder, "A1", "Neighbours", state="kept")
    assert wb.undo_follow_up(folder, by="Ana")["to"].tolist() == ["late"]
    assert wb.undo_follow_up(folder)["to"].tolist() == ["running", "900"]
    wb.record_commitment(folder, "A1", "Neighbours", state="broken")
    wb.undo_follow_up(folder)
    wb.undo_follow_up(folder)
    assert len(wb.undo_follow_up(folder)) == 0
    study = wb.read_study(folder)
    assert states(study) == ["due", "due", ""]
    assert study.actions[["action_state", "cost"]].values.tolist()[0] == ["running", 900.0]
    assert len(study.follow_up) == 10
    assert not [problem for problem in study.warnings if problem.file == "follow_up.csv"]


def test_undoing_a_contradicted_change_leaves_the_workbook_right(folder):
    wb.record_commitment(folder, "A1", "Neighbours", state="kept")
    in_workbook(folder, Commitments_F4="broken")
    wb.undo_follow_up(folder)
    study = wb.read_study(folder)
    assert states(study)[2] == "broken"
    assert not [problem for problem in study.warnings if problem.cell == "F4"]


def test_new_actions_and_commitments_are_of_the_plan_and_can_be_taken_back(folder):
    wb.record_action(folder, "A3", new=True, territory="Montelago", label="=Repair café", themes=["Money", "Work"])
    wb.record_commitment(folder, "A3", "Volunteers", new=True, what="open on Saturdays", actor="citizen", state="due")
    wb.record_commitment(folder, "A3", "Volunteers", state="kept")
    study = wb.read_study(folder)
    assert study.actions[["action", "label", "themes"]].values.tolist()[-1] == ["A3", "=Repair café", "Money; Work"]
    assert study.commitments[TOLD[:4]].values.tolist()[-1] == ["A3", "Volunteers", "open on Saturdays", "citizen"]
    assert states(study)[-1] == "kept"
    with pytest.raises(ValueError, match="already"):
        wb.record_action(folder, "A3", new=True, territory="Montelago", label="x")
    with pytest.raises(ValueError, match="A new line needs: actor"):
        wb.record_commitment(folder, "A3", "Shop", new=True, what="give parts")
    wb.undo_follow_up(folder)
    wb.undo_follow_up(folder)
    study = wb.read_study(folder)
    assert len(study.commitments) == 3
    assert study.actions["action"].tolist() == ["A1", "A2", "A3"]


def test_what_is_added_again_begins_anew(folder):
    wb.record_action(folder, "A3", new=True, territory="Montelago", label="Repair café", cost=50)
    wb.undo_follow_up(folder)
    assert wb.read_study(folder).actions["action"].tolist() == ["A1", "A2"]
    wb.record_action(folder, "A3", new=True, territory="Valbourg", label="Café")
    study = wb.read_study(folder)
    assert study.actions[["territory", "label", "cost"]].values.tolist()[-1] == ["Valbourg", "Café", pd.NA]
    assert study.follow_up["state"].tolist() == ["replaced"] * 4 + ["stands"] * 2


def test_a_new_workbook_takes_the_place_of_the_old_and_holds_over_what_it_took_over(folder):
    wb.record_action(folder, "A3", new=True, territory="Montelago", label="=Repair café", cost=50, currency="EUR")
    wb.record_commitment(folder, "A3", "Volunteers", new=True, what="open on Saturdays", actor="citizen")
    wb.record_commitment(folder, "A1", "Neighbours", state="kept", until="2025-03-01")
    before, bytes_ = wb.read_study(folder), (folder / "study.xlsx").read_bytes()
    path = wb.export_plan_sheet(before, folder / "new.xlsx")
    assert (folder / "study.xlsx").read_bytes() == bytes_
    with pytest.raises(ValueError, match="must be a new xlsx"):
        wb.export_plan_sheet(before, path)
    path.replace(folder / "study.xlsx")
    after = wb.read_study(folder)
    for table in ("territories", "actions", "commitments", "effects", "indicators"):
        drop = ["source"]
        pd.testing.assert_frame_equal(
            getattr(after, table).drop(columns=drop), getattr(before, table).drop(columns=drop)
        )
    assert set(after.follow_up["state"]) == {"in the workbook"}
    assert not [problem for problem in after.warnings if problem.sheet in ("Actions", "Commitments", "")]
    in_workbook(folder, Commitments_F4=None)  # set back by hand: the log is older
    assert states(wb.read_study(folder))[2] == ""
    wb.record_commitment(folder, "A1", "Neighbours", state="late")
    assert states(wb.read_study(folder))[2] == "late"


def test_formulas_become_what_they_came_to(tmp_path):
    folder = small_study(tmp_path / "study", study=PLAN)
    with xlsxwriter.Workbook(folder / "other.xlsx") as book:  # openpyxl writes formulas without their result
        old = openpyxl.load_workbook(folder / "study.xlsx")
        for page in old:
            sheet = book.add_worksheet(page.title)
            for r, row in enumerate(page.iter_rows(values_only=True)):
                for c, value in enumerate(row):
                    if hasattr(value, "year"):
                        sheet.write_datetime(r, c, value, book.add_format({"num_format": "yyyy-mm-dd"}))
                    elif value is not None:
                        sheet.write(r, c, value)
            if page.title == "Actions":
                sheet.write_formula(1, 6, "=400+500", None, 900)
    (folder / "other.xlsx").replace(folder / "study.xlsx")
    wb.record_action(folder, "A1", action_state="done")
    with pytest.warns(UserWarning, match="1 formula"):
        wb.export_plan_sheet(folder, folder / "new.xlsx").replace(folder / "study.xlsx")
    assert wb.read_study(folder).actions["cost"][0] == 900


def test_a_commitment_that_was_reworded_in_the_workbook_is_asked_for_and_its_change_waits(folder):
    wb.record_commitment(folder, "A1", "Neighbours", state="kept")
    in_workbook(folder, Commitments_D4="report lamps that are broken")
    study = wb.read_study(folder)
    told = [problem for problem in study.warnings if problem.file == "follow_up.csv"]
    assert [problem.cell for problem in told] == ["A2"]
    assert "report broken lamps” is no longer in the plan" in str(told[0])
    assert states(study)[2] == ""
    in_workbook(folder, Commitments_D4="report broken lamps")
    assert states(wb.read_study(folder))[2] == "kept"


def test_the_log_as_a_french_spreadsheet_saves_it_is_read_and_added_to(folder):
    wb.record_commitment(folder, "A1", "Neighbours", state="kept", by="Élodie", note="vu lundi ; merci")
    path = folder / "follow_up.csv"
    text = path.read_text(encoding="utf-8-sig").splitlines()
    rows = [line.split(",") for line in text]
    rows[1][0] = "25/03/2024 14:30"
    path.write_bytes("\r\n".join(";".join(row) for row in rows).encode("cp1252"))
    study = wb.read_study(folder)
    assert study.follow_up["who"].tolist() == ["Élodie"]
    wb.record_commitment(folder, "A1", "Neighbours", state="late")
    study = wb.read_study(folder)
    assert study.follow_up["to"].tolist() == ["kept", "late"]
    assert states(study)[2] == "late"


@pytest.mark.parametrize(
    ("line", "cell", "said"),
    [
        ("2024-05-01,,destroy,A1,,cost,,1,", "C3", "is no kind of change"),
        ("2024-05-01,,change,A1,,colour,,1,", "F3", "is no cell of the plan"),
        ("2024-05-01,,change,A1,,end,,04/03/2025,", "H3", "two different days"),
        ("2024-05-01,,change,A1,,territory,Valbourg,Paris,", "H3", "not declared"),
        ('2024-05-01,,change,A1,,label,x,"cut sh', "A3", "cut short"),
        ("2024-05-01,,add,A8,Shop: give,what,,give,", "D3", "not declared"),
    ],
)
def test_each_fault_of_the_log_is_a_problem_at_its_cell(folder, line, cell, said):
    wb.record_commitment(folder, "A1", "Neighbours", state="kept")
    with (folder / "follow_up.csv").open("a", encoding="utf-8") as log:
        log.write(line + "\n")
    with pytest.raises(StudyProblems) as raised:
        wb.read_study(folder)
    told = [problem for problem in raised.value.problems if problem.file == "follow_up.csv"]
    assert (told[0].cell, said in str(told[0])) == (cell, True)


def _record(folder, who):
    wb.record_commitment(folder, "A1", "Neighbours", state="kept" if who % 2 else "late", by=str(who))


def test_two_notebooks_may_write_at_once_and_every_line_stays(folder):
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_record, args=(folder, who)) for who in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * 4
    log, problems = wb.read_follow_up(folder)
    assert problems == []
    assert log["from"].tolist() == ["", *log["to"][:-1]]
    assert states(wb.read_study(folder))[2] == log["to"].iloc[-1]


def test_a_plan_as_it_is_really_written_has_each_fault_at_its_cell(tmp_path):
    plan = {
        "Actions": [
            [*ACTIONS[0], "currency", "users associated", "users on the board", "seats on the board"],
            ["A1", "Valbourg", "Lamps", "Safety; Work; Money", "04/03/2024", "25/03/2024", "12 000 €", "running"],
            ["A2", "Valbourg", "Bus", "", "2024-05-01", "2024-04-01", -5, "running", "EUR", "yes", 5, 3],
            ["A3", "Nowhere", "Walk", "", "", "", "", "soon"],
        ],
        "Commitments": [
            COMMITMENTS[0],
            ["A9", "City", "public", "pay", "03/04/2024", "kept"],
            ["A1", "Shop", "firm", "", "2024-13-01", "perhaps"],
        ],
    }
    folder = small_study(tmp_path / "study", study=plan)
    found = {(problem.sheet, problem.cell): str(problem) for problem in wb.check_study(folder, language="en")}
    at = {
        "Actions": ["E2", "G2", "F3", "G3", "K3", "B4", "H4"],
        "Commitments": ["A2", "E2", "C3", "D3", "E3", "F3"],
    }
    assert sorted(place for place in found if place[0] in at) == sorted(
        (s, c) for s, cells in at.items() for c in cells
    )
    assert "Type the number alone; the currency has a column of its own, “currency”." in found["Actions", "G2"]
    assert {problem.cell for problem in plan_of(folder).problems if problem.sheet == "Commitments"} == set(
        at["Commitments"]
    )


def test_a_study_without_a_plan_takes_its_first_action_from_a_notebook(tmp_path):
    folder = small_study(tmp_path / "study", study={"Actions": None})
    wb.record_action(folder, "A1", new=True, territory="Valbourg", label="Light the way home")
    study = wb.read_study(folder)
    assert study.actions["label"].tolist() == ["Light the way home"]
    wb.export_plan_sheet(study, folder / "new.xlsx").replace(folder / "study.xlsx")
    assert wb.read_study(folder).actions["label"].tolist() == ["Light the way home"]

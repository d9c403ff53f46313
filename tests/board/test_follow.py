"""What is chosen in the list of commitments is in the study's folder at once, and what fails is said in its line."""

import re

import openpyxl
import pytest

import workbench as wb
from tests.studies import small_study
from tests.study.test_follow_up import PLAN
from workbench.board.follow import open_commitments, save, told_of, undone
from workbench.language import speaking


@pytest.fixture
def study(tmp_path):
    return wb.read_study(small_study(tmp_path / "study", study=PLAN))


def lines(box):
    """Return (text, state, note, button, answer) of each line of the list."""
    return [
        (*line.children[0].children, line.children[1]) for line in box.children[2].children if hasattr(line, "children")
    ]


def test_open_commitments_come_with_the_nearest_term_first(study):
    assert [row["what"] for row in open_commitments(study)] == [
        "pay for lamps",
        "repair within a week",
        "report broken lamps",
    ]
    assert [row["over"] for row in open_commitments(study, today="2024-07-01")] == [True, False, False]
    assert open_commitments(study, territory="Montelago") == []
    wb.record_commitment(study, "A1", "Neighbours", state="kept")
    now = wb.read_plan(study)
    assert (len(open_commitments(now)), len(open_commitments(now, every=True))) == (2, 3)


def test_what_is_saved_is_read_by_the_next_cell_and_can_be_taken_back(study):
    entry = open_commitments(study)[2]
    assert save(study, entry, "kept", "seen", "Ana") == ("Saved: Neighbours – report broken lamps: kept.", False)
    now = wb.read_plan(study)
    assert now.commitments["commitment_state"].tolist() == ["due", "due", "kept"]
    assert now.follow_up[["who", "note"]].values.tolist() == [["Ana", "seen"]]
    assert save(study, entry, "kept") == ("Nothing has changed.", False)
    assert undone(study) == ("Taken back: Neighbours: report broken lamps.", False)
    assert undone(study) == ("There is nothing to take back.", False)


def test_a_note_alone_is_kept(study):
    assert save(study, open_commitments(study)[0], "due", "promised for May")[1] is False
    assert wb.read_plan(study).follow_up[["from", "to", "note"]].values.tolist() == [["due", "due", "promised for May"]]


def test_the_buttons_do_it_and_say_so_in_their_line(study):
    box = wb.follow_commitments(study, by="Ana")
    _text, state, note, button, answer = lines(box)[2]
    assert [value for _label, value in state.options] == ["", "kept", "late", "broken", "due"]
    state.value, note.value = "late", "in a month"
    with speaking("fr"):  # it keeps its language
        button.click()
    assert "Saved: Neighbours – report broken lamps: late." in answer.value
    assert (box.saved, note.value) == (1, "")
    undo = box.children[0].children[2]
    undo.click()
    assert "Taken back: Neighbours" in box.children[1].value
    assert lines(box)[2][1].value == ""
    assert wb.read_plan(study).follow_up["who"].tolist() == ["Ana", "Ana"]


def test_a_fault_is_said_in_the_widget_and_nothing_is_recorded(study):
    box = wb.follow_commitments(study)
    book = openpyxl.load_workbook(study.folder / "study.xlsx")
    book["Commitments"]["E2"].value = "some day"
    book.save(study.folder / "study.xlsx")
    _text, state, _note, button, answer = lines(box)[0]
    state.value = "kept"
    button.click()
    assert 'role="alert"' in answer.value
    assert "some day" in answer.value
    assert box.saved == 0
    assert not (study.folder / "follow_up.csv").exists()


def test_an_action_can_be_chosen_and_a_long_list_is_cut_with_its_number(tmp_path):
    many = [["A1", f"Person {n}", "citizen", "come", None, "due"] for n in range(40)]
    plan = {"Actions": PLAN["Actions"], "Commitments": [PLAN["Commitments"][0], *many, ["A2", "Bus", "private", "run"]]}
    box = wb.follow_commitments(wb.read_study(small_study(tmp_path / "study", study=plan)))
    assert len(lines(box)) == 25
    assert "and 16 more" in box.children[2].children[-1].value
    chosen = box.children[0].children[0]
    chosen.value = "A2"
    assert [re.sub("<[^>]+>", " ", text.value).split()[0] for text, *_rest in lines(box)] == ["Bus"]


def test_two_commitments_in_the_same_words_are_two(tmp_path):
    twice = [PLAN["Commitments"][0], *[["A1", "City", "public", "pay", None, "due"]] * 2]
    study = wb.read_study(small_study(tmp_path / "study", study={"Actions": PLAN["Actions"], "Commitments": twice}))
    assert save(study, open_commitments(study)[1], "kept")[1] is False
    assert wb.read_plan(study).commitments["commitment_state"].tolist() == ["due", "kept"]
    with pytest.raises(ValueError, match="several things"):
        wb.record_commitment(study, "A1", "City", what="pay", state="kept")


def test_words_of_people_are_never_html(study):
    entry = {**open_commitments(study)[0], "who": "<b>x</b>", "over": True}
    assert "<b>&lt;b&gt;x&lt;/b&gt;" in told_of(entry)
    assert "until Jun 30, 2024, over" in told_of(entry)


def test_nothing_open_is_said(study):
    box = wb.follow_commitments(study, territory="Montelago")
    assert "No commitment is open here." in box.children[2].children[0].value

import json
import threading
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench as wb
from tests.board.test_state import SUGGESTED, TOLD
from workbench.board import desk as desk_module
from workbench.board import texts
from workbench.board.desk import Desk
from workbench.decisions import adding as adding_module
from workbench.decisions.lines import NEEDS
from workbench.language import speaking


@pytest.fixture
def desk(tmp_path):
    with speaking("en"):
        return Desk(tmp_path, SUGGESTED, TOLD, who="Ana")


def ask(desk, **message):
    answer = desk.answer({"version": desk.version, "page": "p", "id": 7, **message})
    json.dumps(answer)
    assert (answer["page"], answer["id"]) == ("p", 7)
    return answer


def lines(desk):
    return wb.read_decisions(desk.place)[0][["who", "what", "criterion", "from", "to"]].to_numpy().tolist()


def test_a_move_is_one_decision_and_is_told(desk):
    answer = ask(desk, do="move", cards=["c4", "c2"], to="T-c0")
    assert lines(desk) == [["Ana", "assign", "c4", "", "T-c0"], ["Ana", "assign", "c2", "", "T-c0"]]
    assert answer["said"] == "2 cards are in «\u202fun toit\u202f»."
    assert answer["changes"]["saved"] == "1 decision saved"
    assert ask(desk, do="undo")["said"].startswith("Taken back: 2 cards")
    assert desk.state["cards"]["c4"]["theme"] == "alone"


def test_a_merge_names_what_both_themes_hold(desk):
    ask(desk, do="merge", theme="T-c0", to="T-c2")
    assert lines(desk) == [["Ana", "merge", "c0; c1; c2; c3; c6; c7", "T-c0", "T-c2"]]


def test_cards_of_one_theme_are_split_those_of_several_assigned_to_a_new_one(desk):
    ask(desk, do="split", cards=["c1"], name="Chaud")
    ask(desk, do="split", cards=["c2", "c4"], name="Dehors", who="Ben")
    assert lines(desk) == [
        ["Ana", "split", "c1", "T-c0", "Chaud"], ["Ben", "assign", "c2", "", "Dehors"], ["Ben", "assign", "c4", "", "Dehors"],
    ]  # fmt: skip


def test_an_open_question_can_be_answered_with_the_theme_in_which_the_card_is(desk):
    assert "already" in ask(desk, do="move", cards=["c0"], to="T-c0")["fault"]
    answer = ask(desk, do="move", cards=["c0", "c6"], to="T-c0", settle=True)
    assert answer["changes"]["queue"] == {"c0": None}
    assert desk.state["cards"]["c6"]["state"] == "decided"


@pytest.mark.parametrize(
    ("message", "why"),
    [
        ({"do": "split", "cards": ["c1"], "name": "Un toit"}, "already"),
        ({"do": "new", "name": "nothing"}, "means"),
        ({"do": "new", "name": "T-c1"}, "already"),
        ({"do": "new", "name": "  "}, "Write a name"),
        ({"do": "new", "name": "x" * 121}, "too long"),
        ({"do": "new", "name": 4}, "Write a name"),
        ({"do": "rename", "theme": "alone", "name": "Seuls"}, "no theme"),
        ({"do": "merge", "theme": "T-c0", "to": "nothing"}, "no theme"),
        ({"do": "merge", "theme": "T-c0", "to": "T-c0"}, "itself"),
        ({"do": "move", "cards": ["gone"], "to": "T-c0"}, "no longer"),
        ({"do": "move", "cards": [], "to": "T-c0"}, "Choose"),
        ({"do": "move", "cards": "c0", "to": "T-c0"}, "Choose"),
        ({"do": "move", "cards": ["c0"], "to": "Elsewhere"}, "no longer"),
        ({"do": "move", "cards": ["c0"], "to": None}, "no longer"),
        ({"do": "undo"}, "no decision"),
        ({"do": "redo"}, "nothing to do"),
        ({"do": "dance"}, "does not know"),
        ({"do": ["move"]}, "does not know"),
        ({}, "does not know"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words_and_writes_nothing(desk, message, why):
    answer = ask(desk, **message)
    assert not answer["ok"]
    assert why in answer["fault"]
    assert not (Path(desk.place) / "decisions.csv").exists()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda part: st.lists(part, max_size=3),
    max_leaves=5,
)


@given(
    st.one_of(JSON, st.dictionaries(st.sampled_from(["do", "cards", "to", "theme", "name", "who", "version"]), JSON))
)
@settings(max_examples=60, deadline=None)
def test_no_message_of_a_page_brings_the_board_down(message):
    answer = Desk("no/such/folder", SUGGESTED, TOLD).answer(message)
    assert answer["kind"] == "answer"
    assert answer["fault"]


def test_a_name_merged_away_is_not_taken_for_a_new_theme(desk):
    ask(desk, do="split", cards=["c1"], name="Chaud")
    ask(desk, do="merge", theme="Chaud", to="T-c2")
    assert "means" in ask(desk, do="new", name="chaud")["fault"]


def test_what_others_decide_is_shown_before_the_next_answer(desk):
    wb.record_decision(desk.place, "assign", criterion="c4", to="T-c2", who="Ben")
    answer = ask(desk, do="look")
    assert answer["changes"]["cards"]["c4"]["theme"] == "T-c2"
    assert answer["others"] == [
        "« bruit la nuit » is in « le bus » (Ben)".replace("« ", "«\u202f").replace(" »", "\u202f»")
    ]
    assert ask(desk, do="look")["changes"] == {}
    assert desk.state["undo"]["rows"][0]["who"] == "Ben"


@pytest.mark.parametrize("what", NEEDS)
def test_whatever_kind_stands_last_in_the_file_a_board_can_tell_it(what, tmp_path):
    cells = {"criterion": "c0", "from": "T-c0", "to": "T-c2"}
    given = {"theme" if name == "from" else name: cells[name] for name in NEEDS[what]}
    given |= {"to": 12} if what == "number" else {}
    wb.record_decision(tmp_path, "new", to="Bruit")
    wb.record_decision(tmp_path, what, **(given or {"theme": "T-c0" if what == "validate" else ""}))
    with speaking("en"):
        desk = Desk(tmp_path, SUGGESTED, TOLD)
        assert desk.shown["undo"] or what == "undo"
        told = texts.described(wb.read_decisions(tmp_path)[0].tail(1).to_dict("records"), desk.state, desk.said)
    assert told


def test_another_wording_is_told_beside_the_first_words(tmp_path):
    with speaking("en"):
        desk = Desk(tmp_path, SUGGESTED, TOLD)
        wb.record_decision(tmp_path, "reword", criterion="c2", to="un bus la nuit", who="Ben")
        answer = ask(desk, do="look")
        assert answer["changes"]["cards"]["c2"]["wording"] == "un bus la nuit"
        assert answer["others"] == ["«\u202fle bus\u202f» is said in other words: «\u202fun bus la nuit\u202f» (Ben)"]
        wb.record_decision(tmp_path, "reword", criterion=["c2", "c3"], to="partir", who="Ben")
        assert ask(desk, do="look")["others"] == ["2 cards are said in other words: «\u202fpartir\u202f» (Ben)"]


def test_a_gesture_about_something_that_somebody_else_just_changed_is_refused(desk):
    seen = desk.version
    wb.record_decision(desk.place, "rename", theme="T-c2", to="Transports", who="Ben")
    answer = ask(desk, do="merge", theme="T-c0", to="T-c2", version=seen)
    assert "Somebody else" in answer["fault"]
    assert answer["changes"]["themes"]["T-c2"]["label"] == "Transports"  # but it is shown
    assert ask(desk, do="merge", theme="T-c0", to="T-c2")["ok"]


def test_undo_takes_back_what_this_board_decided_last(desk):
    ask(desk, do="move", cards=["c4"], to="T-c0")
    wb.record_decision(desk.place, "rename", theme="T-c2", to="Transports", who="Ben")
    ask(desk, do="undo")
    assert desk.state["cards"]["c4"]["theme"] == "alone"
    assert desk.state["themes"]["T-c2"]["label"] == "Transports"


def test_a_number_that_others_kept_is_told_and_can_be_taken_back(desk):
    wb.record_decision(desk.place, "number", to=9, who="Luc")
    with speaking("en"):
        heard = desk.answer({"do": "look", "version": desk.version})
        assert heard["others"] == ["the number of themes to suggest is 9, which shows when the cells run again (Luc)"]
        answer = desk.answer({"do": "undo", "version": desk.version})
    assert (answer["ok"], answer["said"]) == (True, "Taken back: the number of themes to suggest is 9")
    assert wb.read_decisions(desk.place)[0]["what"].tolist() == ["number", "undo"]


def test_a_failure_to_save_is_told_and_nothing_moves(desk, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(desk_module, "written", full)
    answer = ask(desk, do="move", cards=["c4"], to="T-c0")
    assert answer["fault"] == "Not saved: No space left on device. Nothing was changed."
    assert answer["changes"] == {}
    assert desk.state["cards"]["c4"]["theme"] == "alone"
    monkeypatch.undo()
    assert ask(desk, do="move", cards=["c4"], to="T-c0")["ok"]


def test_a_file_that_another_program_holds_is_told(desk, monkeypatch):
    monkeypatch.setattr(adding_module, "_PATIENCE", 0.1)
    held, free = threading.Event(), threading.Event()

    def hold():
        with FileLock(Path(desk.place) / ".decisions.csv.lock"):
            held.set()
            free.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(10)
    answer = ask(desk, do="move", cards=["c4"], to="T-c0")
    free.set()
    holder.join()
    assert answer["fault"].startswith("Not saved: Another program is writing to decisions.csv.")


def test_a_file_that_cannot_be_read_is_told_and_the_board_goes_on(desk):
    file = Path(desk.place) / "decisions.csv"
    file.mkdir()
    assert not ask(desk, do="move", cards=["c4"], to="T-c0")["ok"]
    file.rmdir()
    assert ask(desk, do="move", cards=["c4"], to="T-c0")["ok"]


def test_a_file_that_is_taken_away_is_missed_and_no_new_one_begun(desk):
    ask(desk, do="move", cards=["c4"], to="T-c0")
    file = Path(desk.place) / "decisions.csv"
    aside = file.rename(file.with_name("aside.csv"))
    for message in ({"do": "look"}, {"do": "move", "cards": ["c2"], "to": "T-c0"}):
        answer = ask(desk, **message)
        assert answer["fault"].startswith("decisions.csv is no longer there")
        assert answer["changes"] == {}
    assert not file.exists()
    aside.rename(file)
    assert ask(desk, do="move", cards=["c2"], to="T-c0")["changes"]["saved"] == "2 decisions saved"


def test_lines_that_cannot_be_read_are_told(desk):
    ask(desk, do="move", cards=["c4"], to="T-c0")
    file = Path(desk.place) / "decisions.csv"
    file.write_text(file.read_text(encoding="utf-8") + "2024-01-01,Ben,dance,,,,\n", encoding="utf-8")
    (problem,) = ask(desk, do="look")["changes"]["problems"]
    assert "dance" in problem


def test_a_board_keeps_its_language(tmp_path):
    with speaking("fr"):
        desk = Desk(tmp_path, SUGGESTED, TOLD)
    with speaking("en"):
        assert ask(desk, do="new", name="Chaleur")["said"].startswith("Il y a un nouveau thème")
        assert ask(desk, do="dance")["fault"].startswith("Le tableau ne connaît pas")


def test_every_text_of_the_page_is_used_and_every_one_used_is_there():
    import re

    code = (Path(texts.__file__).parent / "theme_board.js").read_text(encoding="utf-8")
    said = set(re.findall(r'"(\w+)"', code)) | {
        "all_" + name for name in ("group", "question", "language", "territory", "wave", "state")
    }
    said |= {f"only_{name}" for name in ("open", "decided")}
    assert set(texts.PAGE) <= said
    assert set(re.findall(r'say\("(\w+)"', code)) <= set(texts.PAGE)


def test_the_widget_carries_page_and_texts(tmp_path):
    from types import SimpleNamespace

    study = SimpleNamespace(folder=tmp_path, criteria=TOLD)
    with speaking("fr"):
        board = wb.theme_board(study, SUGGESTED, who="Ana")
    assert board.texts["move"] == "Déplacer"
    assert "export default" in board._esm
    assert ["A03", "logement, ameublement"][0] in dict(board.codes)
    sent = []
    board.send = sent.append
    board._handle_custom_msg({"do": "hello", "page": "p", "id": 1}, [])
    assert sent[0]["board"]["who"] == "Ana"
    with pytest.raises(ValueError, match="same criteria"):
        wb.theme_board(study, SUGGESTED.head(3))

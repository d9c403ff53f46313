from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench as wb
from tests.themes.told import criteria, log, suggestion
from workbench.board.cards import cards_of
from workbench.board.desk import Desk
from workbench.board.state import board_state, differences, lay_out
from workbench.language import speaking

TOLD = criteria(
    ["un toit", "un logement chauffé", "le bus", "la gare", "bruit la nuit", "rien", "Un toit !", "la canicule"],
    language="fr", territory="Valbourg", group=["young", "older"] * 4, wave=["2018"] * 6 + ["2024"] * 2,
    question="wellbeing", source=[f"waves/a.xlsx!Criteria!B{row}" for row in range(8)],
)  # fmt: skip
SUGGESTED = suggestion(T_c0="c0 c1 c6", T_c2="c2 c3 c7", alone="c4", nothing="c5").assign(
    second=["T-c2", "T-c2", "T-c0", "", "T-c2", "", "T-c2", "T-c0"],
    third="", nearest="", margin=[0.2, 0.5, 0.4, 0.3, 0.0, None, 0.2, 0.1],
    unsure=[True, False, False, True, True, False, True, True],
)  # fmt: skip


def shown(state):
    """Return (theme of each card, label of each theme): what a person sees."""
    return (
        {criterion: card["theme"] for criterion, card in state["cards"].items()},
        {theme: row["label"] for theme, row in state["themes"].items()},
    )


def same_as_replay(state, decisions):
    themes, membership, _orphans = wb.apply_decisions(SUGGESTED, decisions, TOLD)
    by_id = membership.set_index("criterion")
    assert {name: card["theme"] for name, card in state["cards"].items()} == by_id["theme"].to_dict()
    assert {name: card["state"] for name, card in state["cards"].items()} == by_id["state"].to_dict()
    assert state["order"] == themes["theme"].tolist()
    for row in themes.to_dict("records"):
        theme = state["themes"][row["theme"]]
        assert {name: theme[name] for name in ("label", "code", "criteria", "groups", "state")} == {
            name: row[name] for name in ("label", "code", "criteria", "groups", "state")
        }
        assert theme["stability"] == (None if pd.isna(row["stability"]) else row["stability"])


def test_the_board_shows_what_the_decisions_say():
    decisions = log(
        ("assign", "c4", "alone", "T-c2"), ("rename", "c0; c1; c6", "T-c0", "Logement"), ("code", "", "T-c2", "A10")
    )
    state = board_state(SUGGESTED, decisions, TOLD)
    same_as_replay(state, decisions)
    assert state["themes"]["T-c0"]["label"] == "Logement"
    assert (state["saved"], state["undo"]["rows"][0]["what"]) == (3, "code")
    assert state["cards"]["c4"]["since"] == "2024-05-01T10:00:00"


def test_open_questions_are_those_of_the_queue_the_same_words_asked_once():
    decisions = log()
    with speaking("en"):
        themes, membership, _orphans = wb.apply_decisions(SUGGESTED, decisions, TOLD)
        state = board_state(SUGGESTED, decisions, TOLD)
    queue = wb.unsure_queue(SUGGESTED, membership, TOLD, themes)
    asked = sorted(state["queue"], key=lambda name: state["queue"][name]["rank"])
    assert asked == queue["criterion"].tolist() == ["c7", "c0", "c3", "c4"]
    assert state["queue"]["c0"]["said"] == ["c0", "c6"]
    assert state["queue"]["c0"]["choices"] == ["T-c0", "T-c2"]
    assert state["queue"]["c4"]["choices"] == ["T-c2", "alone"]  # what fits nowhere may stay there


def test_a_named_theme_keeps_its_open_questions_until_somebody_answers_them():
    named = ("rename", "c0; c1; c6", "T-c0", "Logement")
    assert "c0" in board_state(SUGGESTED, log(named), TOLD)["queue"]
    answered = board_state(SUGGESTED, log(named, ("assign", "c0", "", "T-c0"), ("assign", "c6", "", "T-c0")), TOLD)
    assert "c0" not in answered["queue"]
    agreed = board_state(SUGGESTED, log(("validate", "c0; c1; c6", "T-c0", "")), TOLD)
    assert "c0" not in agreed["queue"]


def test_emerging_themes_are_marked():
    told = criteria([f"mot {n}" for n in range(40)], wave=["2018"] * 30 + ["2024"] * 10, group="young")
    suggested = suggestion(T_c0=" ".join(f"c{n}" for n in range(31)), T_c31=" ".join(f"c{n}" for n in range(31, 40)))
    state = board_state(suggested, log(), told)
    themes, membership, _orphans = wb.apply_decisions(suggested, log(), told)
    assert [name for name, theme in state["themes"].items() if theme["emerging"]] == ["T-c31"]
    assert wb.emerging_themes(told, membership, themes)["theme"].tolist() == ["T-c31"]
    decided = board_state(suggested, log(("rename", "", "T-c31", "Chaleur")), told)
    assert not decided["themes"]["T-c31"]["emerging"]


def test_a_small_theme_of_which_nobody_spoke_before_is_marked_as_emerging_if_several_groups_did():
    told = criteria([f"mot {n}" for n in range(60)], wave=["2018"] * 30 + ["2024"] * 30, group=["young", "older"] * 30)
    before, new = range(57), ["c57", "c58", "c59"]
    suggested = suggestion(T_c0=" ".join(f"c{n}" for n in before), T_c57=" ".join(new))
    for groups, marked in ((told["group"], ["T-c57"]), ("young", [])):
        said = told.assign(group=groups)
        state = board_state(suggested, log(), said)
        themes, membership, _orphans = wb.apply_decisions(suggested, log(), said)
        assert wb.emerging_themes(said, membership, themes)["theme"].tolist() == marked
        assert [name for name, theme in state["themes"].items() if theme["emerging"]] == marked
    alone = board_state(suggested, log(), told.drop(columns="group"))
    assert not any(theme["emerging"] for theme in alone["themes"].values())


def test_a_card_carries_what_its_group_says_in_better_words():
    said = ("reword", "c0; c1", "", "une maison")
    state = board_state(SUGGESTED, log(said), TOLD)
    assert [name for name, card in state["cards"].items() if card["wording"]] == ["c0", "c1"]
    assert state["cards"]["c0"]["wording"] == "une maison"
    back = board_state(SUGGESTED, log(said, ("undo", "", "", "")), TOLD)
    assert back["cards"]["c0"]["wording"] == ""


def test_a_card_says_where_it_came_from_and_is_marked_by_its_kind_of_group():
    cards, kinds = cards_of(TOLD.assign(profile=["young", ""] * 4), SUGGESTED.assign(nearest="c1; gone"))
    assert kinds == ["older", "young"]
    first = next(card for card in cards if card["id"] == "c0")
    assert (first["source"], first["kind"], first["near"]) == (
        "waves/a.xlsx · Criteria · B0",
        1,
        ["un logement chauffé"],
    )
    assert first["votes"] is None
    assert cards_of(TOLD.assign(source="waves/a.csv!!E14"), SUGGESTED)[0][0]["source"] == "waves/a.csv · E14"


def test_a_study_without_groups_waves_or_queue_has_a_board():
    told = TOLD[["criterion", "text"]]
    state = board_state(suggestion(T_c0="c0 c1 c2 c3 c4 c5 c6 c7"), log(), told)
    assert state["themes"]["T-c0"]["groups"] == 0
    assert state["queue"] == {}
    assert cards_of(told, SUGGESTED)[1] == [""]
    empty = board_state(SUGGESTED.head(0), log(), TOLD.head(0))
    assert (empty["cards"], empty["undo"]) == ({}, None)


def test_differences_tell_what_is_gone():
    before = {"themes": {"a": 1, "b": 2}, "order": ["a", "b"]}
    assert differences(before, {"themes": {"a": 1}, "order": ["a"]}) == {"themes": {"b": None}, "order": ["a"]}


# ---------------------------------------------------------------------- any sequence of gestures

CARDS = st.lists(st.sampled_from(TOLD["criterion"].tolist()), min_size=1, max_size=3)
THEMES = st.sampled_from(["T-c0", "T-c2", "alone", "nothing", "Chaleur", "Bus"])
NAMES = st.sampled_from(["Chaleur", "Bus", "bus", "un toit", "=1+1", "Été; hiver", "T-c1", "alone"])
GESTURES = st.one_of(
    st.fixed_dictionaries({"do": st.just("move"), "cards": CARDS, "to": THEMES}),
    st.fixed_dictionaries({"do": st.just("split"), "cards": CARDS, "name": NAMES}),
    st.fixed_dictionaries({"do": st.just("new"), "name": NAMES}),
    st.fixed_dictionaries({"do": st.just("merge"), "theme": THEMES, "to": THEMES}),
    st.fixed_dictionaries({"do": st.just("rename"), "theme": THEMES, "name": NAMES}),
    st.fixed_dictionaries({"do": st.just("validate"), "theme": THEMES}),
    st.fixed_dictionaries({"do": st.just("code"), "theme": THEMES, "code": st.sampled_from(["A03", "A10"])}),
    st.fixed_dictionaries({"do": st.sampled_from(["undo", "redo", "look"])}),
)


@given(st.lists(st.tuples(st.integers(0, 1), GESTURES), max_size=10))
@settings(max_examples=40, deadline=None)
def test_after_any_gestures_of_two_boards_each_shows_what_the_log_replays_to(gestures):
    with TemporaryDirectory() as folder:
        desks = [Desk(folder, SUGGESTED, TOLD, who=who) for who in ("Ana", "Ben")]
        pages = [desk.answer({"do": "hello"})["board"] for desk in desks]
        decided = 0
        for who, gesture in gestures:
            answer = desks[who].answer(gesture | {"version": desks[who].version})
            assert answer["ok"] or answer["fault"]
            decided += answer["ok"] and gesture["do"] != "look"
            pages[who] = patched(pages[who], answer["changes"])
            decisions, problems = wb.read_decisions(folder)
            assert not problems
            assert decisions["when"].nunique() == decided
            same_as_replay(desks[who].state, decisions)
            again = board_state(SUGGESTED, decisions, TOLD, mine=desks[who].mine)
            assert {name: again[name] for name in again} == desks[who].state
            assert {name: card["theme"] for name, card in pages[who]["cards"].items()} == shown(again)[0]
            assert {name: theme["label"] for name, theme in pages[who]["themes"].items()} == shown(again)[1]
            assert pages[who]["queue"] == again["queue"]


def patched(page, changes):
    """Return what a page holds after it heard of changes."""
    page = dict(page)
    for part, now in changes.items():
        if part in ("themes", "cards", "queue"):
            joined = page[part] | now
            page[part] = {name: value for name, value in joined.items() if value is not None}
        else:
            page[part] = now
    return page


@given(st.lists(GESTURES.filter(lambda gesture: gesture["do"] not in ("undo", "redo", "look")), max_size=5), GESTURES)
@settings(max_examples=30, deadline=None)
def test_undo_takes_back_one_gesture_whole(gestures, last):
    with TemporaryDirectory() as folder:
        desk = Desk(folder, SUGGESTED, TOLD)
        for gesture in gestures:
            desk.answer(gesture | {"version": desk.version})
        before = shown(desk.state)
        if last["do"] in ("undo", "redo", "look") or not desk.answer(last | {"version": desk.version})["ok"]:
            return
        after = shown(desk.state)
        assert desk.answer({"do": "undo"})["ok"]
        assert shown(desk.state) == before
        assert desk.answer({"do": "redo"})["ok"]
        assert shown(desk.state) == after


@pytest.mark.parametrize(
    "gesture",
    [
        {"do": "rename", "theme": "T-c0", "name": "Logement"},
        {"do": "code", "theme": "T-c0", "code": "A03"},
        {"do": "validate", "theme": "T-c0"},
        {"do": "merge", "theme": "T-c0", "to": "T-c2"},
    ],
    ids=lambda gesture: gesture["do"],
)
def test_what_a_theme_held_stays_in_it_when_a_later_wave_moves_the_suggestion(gesture, tmp_path):
    desk = Desk(tmp_path, SUGGESTED, TOLD)
    assert desk.answer(gesture | {"version": desk.version})["ok"]
    before, _labels = shown(desk.state)
    theme = gesture.get("to", "T-c0")
    held = {criterion for criterion, home in before.items() if home == theme}
    moved = suggestion(T_c4="c0 c1 c2 c3 c4 c6 c7 c9", nothing="c5")
    later = criteria([*TOLD["text"], "autre chose", "la pluie"], wave="2027").drop(index=8)
    _themes, membership, orphans = wb.apply_decisions(moved, wb.read_decisions(tmp_path)[0], later)
    now = membership.set_index("criterion")["theme"]
    assert {criterion for criterion in before if now[criterion] == theme} == held
    assert now["c9"] == "T-c4"
    assert orphans.empty


def test_only_what_changed_is_sent():
    laid = lay_out(SUGGESTED, TOLD)
    first = board_state(SUGGESTED, log(), TOLD, laid=laid)
    then = board_state(SUGGESTED, log(("assign", "c4", "", "T-c2")), TOLD, laid=laid)
    changes = differences(first, then)
    assert set(changes["cards"]) == {"c4", "c2"}  # c2 is what theme T-c2 is made of
    assert changes["queue"] == {"c4": None}
    assert set(changes["themes"]) == {"T-c2", "alone"}

import re

import pytest

import workbench as wb
from tests.themes.told import bank, log
from workbench.board import choice as choice_module
from workbench.board.choice import picture_of
from workbench.language import speaking

OPTIONS = {"encoder": "lemmas", "progress": False, "cache": False}


@pytest.fixture(scope="module")
def told():
    return bank("fr", every=3)


@pytest.fixture(scope="module")
def choice(told):
    with speaking("en"):
        return wb.choose_themes(told, **OPTIONS)


def parts(choice):
    left, said = choice.children[0].children
    return *left.children, said


def test_nobody_moves_it_and_the_usual_number_holds(choice, told):
    curve = wb.stability_curve(told, **OPTIONS)
    usual = int(curve.loc[curve["chosen"], "k"].iloc[0])
    slider, picture, said = parts(choice)
    assert choice.value == slider.value == usual
    assert [value for _text, value in slider.options] == curve["k"].tolist()
    assert f"Chosen: {usual}. By itself: {usual}." in picture.value
    assert '<svg role="img" aria-label="Stability' in picture.value
    suggestion = wb.suggest_themes(told, k=usual, **OPTIONS)
    themes, _membership, _orphans = wb.apply_decisions(suggestion, log(), told)
    assert themes["label"].iloc[0] in said.value


def test_a_move_is_said_to_be_at_work_and_then_told(choice):
    slider, picture, said = parts(choice)
    seen = []
    said.observe(lambda change: seen.append(change["new"]), names="value")
    with speaking("fr"):  # it keeps its language
        slider.value = slider.options[0][1]
    assert choice.value == slider.options[0][1]
    assert "Themes are being suggested…" in seen[0]
    assert re.search(rf"{choice.value} themes · \d+ criteria on their own", seen[1])
    assert f"Chosen: {choice.value}." in picture.value


def test_a_number_seen_before_is_not_worked_out_again(choice, monkeypatch):
    slider, _picture, said = parts(choice)
    usual, told = slider.value, said.value
    other = next(value for _text, value in slider.options if value != usual)
    slider.value = other
    monkeypatch.setattr(choice_module, "suggest_themes", None)
    slider.value = usual
    assert said.value == told


def test_what_goes_wrong_is_said_beside_the_slider(told, monkeypatch):
    def broken(*_arguments, **_options):
        raise ValueError("no <vectors>")

    monkeypatch.setattr(choice_module, "suggest_themes", broken)
    with speaking("fr"):
        choice = wb.choose_themes(told, ks=[3, 5], **OPTIONS)
    assert "no &lt;vectors&gt;" in parts(choice)[2].value
    assert parts(choice)[0].description == "Nombre de thèmes"


def test_a_number_asked_for_is_where_it_stands(told):
    choice = wb.choose_themes(told, k=7, ks=[3, 5], decisions=log(("new", "", "", "Heat")), **OPTIONS)
    assert choice.value == 7
    assert [value for _text, value in parts(choice)[0].options] == [3, 5, 7]
    for wrong in (0, len(told)):
        with pytest.raises(ValueError, match="half of the wordings"):
            wb.choose_themes(told, k=wrong, **OPTIONS)


def test_few_criteria_leave_no_choice(told):
    with speaking("en"):
        choice = wb.choose_themes(told.head(1), **OPTIONS)
        assert choice.value == 1
        empty = wb.choose_themes(told.head(0), **OPTIONS)
    assert "0 themes" in parts(empty)[2].value
    assert picture_of(wb.stability_curve(told.head(1), **OPTIONS), 1).count("<circle") == 1


def test_what_it_shows_is_not_suggested_a_second_time(told, monkeypatch):
    made = []

    def suggest(*arguments, **options):
        made.append(options["k"])
        return wb.suggest_themes(*arguments, **options)

    monkeypatch.setattr(choice_module, "suggest_themes", suggest)
    choice = wb.choose_themes(told, ks=[3, 5], **OPTIONS)
    found = choice.suggestion
    assert made == [choice.value]
    assert found.attrs["k"] == choice.value
    found["theme"] = ""
    assert (choice.suggestion["theme"] != "").all()


def test_a_number_is_kept_and_the_next_notebook_goes_by_it(told, tmp_path, monkeypatch):
    with speaking("en"):
        choice = wb.choose_themes(told, ks=[3, 5], study=tmp_path, who="Ana", **OPTIONS)
        choice.children[0].children[0].children[0].value = 3
        line, said = choice.children[1].children
        assert "Nobody has decided" in said.value
        line.children[1].click()
        assert "Decided: 3 themes to suggest (Ana" in said.value
        decisions = wb.read_decisions(tmp_path)[0]
        assert decisions[["who", "what", "to"]].values.tolist() == [["Ana", "number", "3"]]
        again = wb.choose_themes(told, ks=[5, 7], study=tmp_path, **OPTIONS)
        later = wb.suggest_themes(told, decisions=decisions, **OPTIONS)
    assert again.value == later.attrs["k"] == 3
    assert again.suggestion["theme"].tolist() == later["theme"].tolist()

    def full(*_arguments, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("workbench.board.keeping.record_decision", full)
    choice.children[0].children[0].children[0].value = 5
    line.children[1].click()
    assert "Not saved: No space left" in said.value


def test_what_was_kept_is_told_beside_what_holds_best(told, tmp_path):
    wb.record_decision(tmp_path, "number", to=9, who="Ana")
    with speaking("en"):
        curve = wb.stability_curve(told, ks=[3, 5], **OPTIONS)
        choice = wb.choose_themes(told, ks=[3, 5], study=tmp_path, **OPTIONS)
        best = int(curve.loc[curve["chosen"], "k"].iloc[0])
        slider, picture, _said = parts(choice)
        assert [value for _text, value in slider.options] == [3, 5, 9]
        assert f"Chosen: 9. By itself: {best}." in picture.value
        assert f"They hold best with {best}." in choice.children[1].children[1].value
        slider.value = 5
        wb.record_decision(tmp_path, "number", to=5, who="Luc")  # somebody else, since
        report = wb.suggestion_report(choice.suggestion).set_index("what")["value"]
    assert report["number of themes"].startswith("Decided: 5 themes to suggest (Luc")
    assert "This suggestion was made for" not in report["number of themes"]


def test_a_single_theme_is_nothing_to_keep_and_too_many_are_said_to_be(told, tmp_path):
    with speaking("en"):
        choice = wb.choose_themes(told.head(2), study=tmp_path, **OPTIONS)
        line, said = choice.children[1].children
        assert line.children[1].disabled
        assert "A number can be kept from 2 on." in said.value
        wb.record_decision(tmp_path, "number", to=40)
        with pytest.warns(UserWarning, match="only 2 different wordings"):
            choice = wb.choose_themes(told.head(2), study=tmp_path, **OPTIONS)
        assert "only 2 different wordings" in choice.children[1].children[1].value
    assert choice.value == 1


def test_more_than_half_of_the_wordings_may_have_been_decided(told, tmp_path):
    wb.record_decision(tmp_path, "number", to=8)
    choice = wb.choose_themes(told.head(12), ks=[2, 3], study=tmp_path, **OPTIONS)
    assert (choice.value, choice.suggestion.attrs["k"]) == (8, 8)

import pandas as pd
import pytest

import workbench as wb
from tests.studies import small_study
from workbench.board.figures import draw_figure, figure_html, words_html
from workbench.language import speaking
from workbench.tables import frame


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    with speaking("en"):
        study = wb.read_study(small_study(tmp_path_factory.mktemp("figures")))
        study.indicators["theme"] = "Home"
        cube = wb.count_levels(study.answers, study.indicators)
        tables = {
            "scores": wb.score(cube), "groups": wb.score(cube, by=["territory", "wave", "group"]),
            "gaps": wb.group_gaps(cube),
        }  # fmt: skip
        themes = frame("themes", [{"theme": "T", "label": "Home"}])
        membership = study.criteria[["criterion"]].assign(theme="T")
        yield study, tables, {"themes": themes, "membership": membership}


def chosen(**more):
    return {
        "territory": "Valbourg",
        "wave": "2024",
        "who": "groups/",
        "indicator": "",
        "facet": "situations",
        **more,
    }


def widget(shown, **more):
    study, tables, words = shown
    return wb.choose_figures(study, tables["scores"], tables["groups"], gaps=tables["gaps"], **words, **more)


@pytest.mark.parametrize(("choice", "kind", "said"), [
    ({}, "situations", "Share of answers by situation"),
    ({"who": "survey/"}, "situations", "survey"),
    ({"who": "groups/Young people", "facet": "level"}, "levels", "Young people"),
    ({"who": "groups/*", "indicator": "HOUS", "facet": "level"}, "levels", "Young people"),
    ({"who": "groups/*", "indicator": "HOUS", "facet": "disparity"}, "levels", "Housing"),
    ({"facet": "disparity"}, "levels", "isparity"),
    ({"who": "survey/", "facet": "polarisation", "indicator": "SAFE"}, "levels", "olarisation"),
])  # fmt: skip
def test_what_is_chosen_is_drawn(shown, choice, kind, said):
    study, tables, _words = shown
    options = {"labels": study.labels(), "levels": study.level_words()}
    axes = draw_figure(chosen(**choice), **tables, **options)
    assert wb.caption(axes).kind == kind
    assert said in wb.alt_text(axes)


@pytest.mark.parametrize(("choice", "why"), [
    ({"who": "groups/*"}, "Choose one indicator"),
    ({"who": "survey/", "facet": "disparity"}, "no reference groups"),
    ({"wave": "1999"}, "Nobody was asked there then"),
    ({"who": "/"}, "Nobody was asked there then"),
])  # fmt: skip
def test_what_cannot_be_drawn_is_said_in_its_place(shown, choice, why):
    _study, tables, _words = shown
    with pytest.raises(ValueError, match=why):
        draw_figure(chosen(**choice), **tables)
    told = figure_html(chosen(**choice), **tables)
    assert told.startswith('<p role="alert"')
    assert why in told


def test_the_words_behind_the_indicator_stand_below_with_their_cell(shown):
    study, _tables, words = shown
    told = words_html(study, **words, chosen=chosen(indicator="HOUS"))
    assert "In their words: “Home”" in told
    assert "a room of my own" in told
    assert "1 group: Young people" in told
    assert "young.xlsx!Criteria!B4" in told or "!Criteria!" in told
    assert "nothing on this screen is protected" in told
    assert "Choose one indicator" in words_html(study, **words, chosen=chosen())
    assert words_html(study, None, None, chosen()) == ""
    other = words_html(study, **words, chosen=chosen(indicator="HOUS", who="groups/Carers"))
    assert "a room of my own" not in other


def test_what_people_wrote_is_no_markup_and_many_wordings_fold(shown):
    study, _tables, _words = shown
    rows = [{"criterion": f"c{k}", "text": f"<b>{k}</b>", "group": "Young people", "question": "wellbeing",
             "territory": "Valbourg", "wave": "2024"} for k in range(11)]  # fmt: skip

    class Many:
        criteria, indicators = frame("criteria", rows), study.indicators

    membership = pd.DataFrame({"criterion": [f"c{k}" for k in range(11)], "theme": "T"})
    told = words_html(Many, frame("themes", [{"theme": "T", "label": "Home"}]), membership, chosen(indicator="HOUS"))
    assert "<b>3</b>" not in told
    assert "&lt;b&gt;3&lt;/b&gt;" in told
    assert "and 3 wordings more" in told


def test_a_choice_draws_and_keeps_its_language(shown):
    with speaking("fr"):
        made = widget(shown, territory="Valbourg")
    row, picture, words = made.children
    territory, wave, who, indicator, facet = row.children
    assert (territory.value, wave.value, facet.value) == ("Valbourg", "2024", "situations")
    assert who.options[0][1] == "survey/"
    with speaking("en"):
        who.value, indicator.value, facet.value = "groups/*", "HOUS", "level"
    assert picture.value.startswith('<img alt="')
    assert "Situation moyenne" in picture.value
    assert "a room of my own" in words.value


def test_another_territory_has_other_groups(shown):
    with speaking("en"):
        made = widget(shown, territory="Montelago")
    territory, _wave, who, _indicator, _facet = made.children[0].children
    assert territory.value == "Montelago"
    names = [code for _text, code in who.options]
    assert "groups/Giovani" in names
    assert "groups/Young people" not in names
    who.value = "groups/Giovani"
    territory.value = "Valbourg"
    assert "groups/Giovani" not in [code for _text, code in who.options]
    assert who.value == who.options[0][1]


def test_without_answers_there_is_nothing_to_choose(shown):
    study, tables, words = shown
    with speaking("en"):
        made = wb.choose_figures(study, tables["scores"][:0], tables["groups"][:0], **words)
    assert "Nobody has answered anything yet." in made.children[0].value

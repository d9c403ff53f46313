import pytest

import workbench as wb
from tests.studies import small_study
from workbench.board.situations import picture_of
from workbench.language import speaking


@pytest.fixture(scope="module")
def scores(tmp_path_factory):
    with speaking("en"):
        study = wb.read_study(small_study(tmp_path_factory.mktemp("board")))
        return wb.score(wb.count_levels(study.answers, study.indicators))


def test_a_choice_draws_the_chart_of_its_rows(scores):
    with speaking("en"):
        widget = wb.choose_situations(scores, labels={"Valbourg": "Town of Valbourg"})
        choices, picture = widget.children[0].children, widget.children[1]
        territory, wave, origin = choices
        assert (territory.value, wave.value) == (scores["territory"].iloc[0], "2024")
        assert ("Town of Valbourg", "Valbourg") in territory.options
        territory.value, origin.value = "Valbourg", "survey"
    assert picture.value.startswith('<img alt="')
    assert "Town of Valbourg" in picture.value
    assert "survey" in picture.value


def test_what_cannot_be_drawn_is_said_and_a_choice_keeps_its_language(scores):
    with speaking("fr"):
        widget = wb.choose_situations(scores)
    territory, _wave, origin = widget.children[0].children
    with speaking("en"):
        territory.value, origin.value = "Montelago", "survey"
    assert "Personne n’a été interrogé là" in widget.children[1].value


def test_a_word_in_a_table_is_no_markup(scores):
    with speaking("en"):
        shown = picture_of(
            scores,
            {"territory": "Valbourg", "wave": "2024", "origin": "survey"},
            wb.plot_situations,
            labels={"SAFE": "<script>"},
        )
    assert "<script>" not in shown

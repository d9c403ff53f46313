import pandas as pd
import pytest

from workbench.cohorts.comparable import breaks, in_order, reason
from workbench.language import speaking

WAVES = pd.DataFrame({
    "wave": ["2015", "2019", "2019", "2023"], "territory": ["", "", "Montelago", "Valbourg"],
    "mode": ["telephone", "", "web", "paper"], "break": ["", "", "", "New weights"],
})  # fmt: skip


def test_waves_are_in_the_order_of_time():
    assert in_order(["2024", "2018", "2018", "2021"]) == ["2018", "2021", "2024"]
    assert in_order(["10", "9"]) == ["9", "10"]
    assert in_order(["spring", "autumn"]) == ["autumn", "spring"]
    assert in_order([]) == []


@pytest.mark.parametrize(
    ("earlier", "later", "territory", "said"),
    [
        ("2019", "2023", "Valbourg", "Careful, something else changed in 2023 as well: “New weights”."),
        ("2015", "2019", "Valbourg", ""),
        ("2023", "2024", "Valbourg", ""),
        ("2015", "2019", "Montelago", "Careful, people were not asked in the same way: “telephone” in 2015, “web” in 2019."),
        ("2019", "2023", "Montelago", ""),
        ("2019", "2023", "", "Careful, something else changed in 2023 as well: “New weights”."),
    ],
)
def test_what_changed_between_two_waves_is_said_for_those_it_concerns(earlier, later, territory, said):
    assert " ".join(breaks(WAVES, earlier, later, territory)) == said


def test_without_a_table_of_waves_nothing_is_said():
    assert breaks(None, "2015", "2019", "Valbourg") == []
    assert breaks(WAVES.head(0), "2015", "2019", "Valbourg") == []
    assert breaks(pd.DataFrame({"wave": [2019], "break": ["Web"]}), "2015", "2019", "Valbourg") != []


def test_the_reason_names_what_took_the_place_of_what_in_the_readers_language():
    indicators = pd.DataFrame({
        "indicator": ["FEEL4", "FEEL", "OLD", "NEW"], "levels": [4, 5, 5, 5], "replaces": ["", "FEEL4", "", "GONE"],
        "label_en": ["Feeling well, before", "Feeling well", "", ""], "label_fr": ["", "Se sentir bien", "", ""],
        "since_wave": ["", "", "", "2021"], "until_wave": ["", "", "2018", ""],
    }).set_index("indicator")  # fmt: skip
    told = "“Feeling well” (5 situations) took the place of “Feeling well, before” (4 situations)."
    assert reason("FEEL4", indicators, "2018", "2021", missing="2021") == told
    assert reason("FEEL", indicators, "2018", "2021", missing="2018") == told
    with speaking("fr"):
        assert "Se sentir bien" in reason("FEEL", indicators, "2018", "2021", missing="2018")
    assert reason("OLD", indicators, "2018", "2021", missing="2021") == "It was last asked in 2018."
    # what it replaces is not declared any more
    assert reason("NEW", indicators, "2018", "2021", missing="2018") == "It is only asked since 2021."
    # the new one lacks answers in the wave that should have them: that is not the old one's doing
    assert reason("FEEL", indicators, "2021", "2024", missing="2024") == "There is no answer of 2024."
    assert reason("OLD", indicators, "2015", "2018", "2018", "Carers") == "“Carers” gave no answer in 2018."

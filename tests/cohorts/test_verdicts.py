import pandas as pd
import pytest

from workbench.cohorts.contrasts import CHANGES
from workbench.cohorts.verdicts import verdict
from workbench.language import speaking

ROW = {
    "facet": "mean", "direction": "up", "difference": 0.84, "low": 0.31, "high": 1.37, "detectable": 0.76, "p": 0.004,
    "n_from": 24, "n_to": 26, "robust": True, "warning": "",
}  # fmt: skip


@pytest.mark.parametrize("facet", CHANGES)
@pytest.mark.parametrize("direction", ["up", "down", "none"])
def test_every_facet_has_a_sentence_for_every_direction(facet, direction):
    said = verdict(ROW | {"facet": facet, "direction": direction})
    assert said.endswith(".")
    assert "{" not in said


def test_what_is_told_is_what_a_council_asks():
    assert verdict(ROW) == "The mean situation is better: +0.8 levels, between 0.3 and 1.4."
    points = ROW | {"facet": "good", "difference": -0.09, "low": -0.15, "high": -0.03, "direction": "down"}
    assert verdict(points) == "Fewer people in good situations: −9 points, between −15 and −3."
    index = ROW | {"facet": "polarisation", "difference": 0.21, "low": 0.104, "high": 0.3, "direction": "down"}
    assert verdict(index) == "Answers are more pulled apart: +0.21 on the index, between 0.10 and 0.30."


def test_no_change_says_how_large_one_would_have_been_seen():
    none = ROW | {"direction": "none", "p": 0.4}
    assert verdict(none) == "No change can be told apart at n = 24 and 26; 0.8 levels would have been needed."
    assert verdict(none | {"facet": "bad", "detectable": 0.18}).endswith("18 points would have been needed.")


def test_where_no_possible_change_is_large_enough_that_is_said():
    none = ROW | {"direction": "none", "p": 0.4, "detectable": float("nan"), "facet": "disparity"}
    assert verdict(none) == "No change can be told apart at n = 24 and 26; none could have been."


def test_one_of_many_comparisons_is_not_announced():
    perhaps = ROW | {"direction": "none", "p": 0.03}
    assert verdict(perhaps).startswith("Perhaps a change (+0.8 levels)")
    assert verdict(perhaps, confidence=0.99).startswith("No change")


def test_what_cannot_be_told_is_said():
    assert verdict(ROW | {"direction": "none", "p": pd.NA}) == (
        "The answers are too few or too much alike to tell a change from chance."
    )
    replaced = ROW | {"direction": "not comparable", "warning": "It was last asked in 2018."}
    assert verdict(replaced) == "This cannot be compared. It was last asked in 2018."


def test_a_change_that_hangs_on_the_numbering_says_so_and_a_warning_comes_last():
    said = verdict(ROW | {"robust": False, "warning": "Careful, something else changed in 2021 as well: “web”."})
    assert said.split(". ")[1:] == [
        "How far apart the situations are taken to be matters here: see the shares",
        "Careful, something else changed in 2021 as well: “web”.",
    ]


def test_a_change_of_nothing_has_no_sign():
    said = verdict(ROW | {"direction": "none", "difference": -0.001, "p": 0.01})
    assert "(0.0 levels)" in said


def test_numbers_are_written_as_in_the_language():
    with speaking("fr"):
        assert "+0,8" in verdict(ROW)

"""Tables as people read them: headers and choices in their language, labels behind codes, nothing that acts."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.charts import drawn
from workbench.council.headers import header
from workbench.council.presented import harmless, number_formats, presented
from workbench.language import speaking
from workbench.tables import TABLES, empty


@given(st.text(min_size=1, max_size=8))
def test_no_text_begins_as_a_formula(text):
    safe = harmless(text)
    assert safe[0] not in "=+-@\t\r\n"
    assert safe.removeprefix("'") == text or safe == text


def test_headers_and_choices_speak_french():
    with speaking("fr"):
        shown = presented(drawn.changes(["A"]))
    assert {"indicateur", "origine", "territoire"} <= set(shown.columns)
    assert shown["origine"].tolist() == ["groupes de référence"]
    assert shown["facette"].tolist() == ["situation moyenne"]


def test_codes_keep_standing_beside_their_labels():
    shown = presented(drawn.changes(["A"]), {"A": "Air"})
    assert shown["indicator"].tolist() == ["A"]
    assert shown["indicator (label)"].tolist() == ["Air"]


def test_the_direction_of_a_change_is_said_in_words():
    assert presented(drawn.changes("ABC"))["what changed"].tolist() == ["better", "worse", "not established"]


def test_a_constructed_example_says_so_on_every_row():
    assert presented(drawn.scores("A"))["constructed"].unique().tolist() == ["yes"]
    assert "constructed" not in presented(pd.DataFrame({"a": [1]}))


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_table_keeps_all_its_columns(name, language):
    with speaking(language):
        assert len(presented(empty(name)).columns) == len(empty(name).columns)


def test_a_share_is_a_percentage_and_a_mean_is_not():
    formats = number_formats(
        pd.DataFrame({"facet": ["good", "mean"], "low": [0.1, 2.0], "n": [3, 4], "p": [0.01, 0.2]})
    )
    assert formats == {"facet": ["0.00", "0.00"], "low": ["0%", "0.00"], "n": ["0", "0"], "p": ["0.000", "0.000"]}


def test_what_the_study_named_is_said_as_its_labels_say():
    table = pd.DataFrame({"theme": ["Safety"], "label": ["Safety"], "finding": ["No action on “Safety”: “Safety first”."]})
    shown = presented(table, {"Safety": "Sécurité"})
    assert shown["theme"].tolist() == ["Safety"]
    assert shown["label"].tolist() == ["Sécurité"]
    assert shown["finding"].tolist() == ["No action on “Sécurité”: “Safety first”."]


def test_one_header_means_what_its_table_is_about():
    assert header("said", ["said", "n_first"]) != header("said", ["said", "criterion"])
    assert header("n_other", ["n", "n_other"]) != header("n_other", ["n_other", "criteria_other"])
    assert [header("level_3"), header("second_label")] == ["level 3", "second likeliest (label)"]


def test_states_and_kinds_speak_french():
    with speaking("fr"):
        themes = presented(pd.DataFrame({"theme": ["T"], "state": ["decided"], "stability": [0.5]}))
        assert themes["état"].tolist() == ["décidé par l’évaluateur"]
        gaps = presented(pd.DataFrame({"gap": ["theme", "renamed"], "state": ["suggested", ""]}))
        assert gaps["lacune"].tolist() == ["thème", "nommé par un ancien nom"]
        tree = presented(pd.DataFrame({"kind": ["theme", "ladder"], "depth": [0, 1], "direction": ["", "down"]}))
        assert tree["type"].tolist() == ["thème", "échelle de propositions"]
        assert tree["sens"].tolist() == ["", "plus c’est bas, mieux c’est"]

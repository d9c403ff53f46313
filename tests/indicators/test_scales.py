"""Every scale shows its words, in the reader's language or said to be in another, and what stands behind it."""

from types import SimpleNamespace

import pandas as pd
import pytest

from workbench.indicators import describe_indicators, scale_table
from workbench.language import speaking
from workbench.tables import TABLES, empty, frame

PROPOSITIONS = {
    "possibility": "Il n’est pas possible de trouver du travail",
    "attainment": "Je n’ai pas de travail",
    "quality": "Mon travail est décent",
    "sustainability": "Mon travail va durer",
}


@pytest.fixture
def study():
    tables = {name: empty(name) for name in TABLES}
    tables["indicators"] = frame("indicators", [
        {"indicator": "HOUSE", "indicator_kind": "situations", "theme": "Se loger", "label_fr": "Logement", "levels": 3, "lowest": 0},
        {"indicator": "WORK", "indicator_kind": "ladder", "theme": "T02", "label_en": "Work", "label_fr": "Travail"},
        {"indicator": "JOBLESS", "indicator_kind": "statistic", "theme": "T02"},
        {"indicator": "COOP", "indicator_kind": "evidence", "levels": 6, "lowest": 0, "since_wave": "2021"},
    ])  # fmt: skip
    tables["situations"] = frame("situations", [
        {"indicator": "HOUSE", "level": 0, "words_fr": "sans toit"},
        {"indicator": "HOUSE", "level": 2, "words_en": "a home to keep", "words_fr": "un logement à garder"},
    ])  # fmt: skip
    tables["propositions"] = frame(
        "propositions",
        [{"indicator": "WORK", "proposition": step, "words_fr": words} for step, words in PROPOSITIONS.items()],
    )
    return SimpleNamespace(language="fr", **tables)


def test_words_stand_at_the_level_that_people_number(study):
    house = scale_table(study).query("indicator == 'HOUSE'")
    assert house[["level", "number", "words"]].values.tolist() == [
        [1, 0, "sans toit"],
        [2, 1, ""],
        [3, 2, "a home to keep"],
    ]
    assert house["note"].tolist() == ["No words in English: shown in French.", "No words.", ""]
    assert house["label"].tolist() == ["Logement"] * 3


def test_the_readers_language_comes_first(study):
    with speaking("fr"):
        house = scale_table(study).query("indicator == 'HOUSE'")
    assert house["words"].tolist() == ["sans toit", "", "un logement à garder"]
    assert house["language"].tolist() == ["fr", "", "fr"]


def test_a_ladder_tells_its_levels_by_its_propositions(study):
    work = scale_table(study).query("indicator == 'WORK'")
    assert work["words"].tolist() == [
        "Agrees: “Il n’est pas possible de trouver du travail”",
        "Agrees: “Je n’ai pas de travail”",
        "Does not agree: “Mon travail est décent”",
        "Agrees: “Mon travail est décent”, but not: “Mon travail va durer”",
        "Agrees: “Mon travail va durer”",
    ]
    assert set(work["language"]) == {"fr"}


def test_a_ladder_whose_situations_are_worded_shows_those(study):
    study.situations = frame("situations", [{"indicator": "WORK", "level": 1, "words_en": "no work in sight"}])
    assert scale_table(study).query("indicator == 'WORK'")["words"].iloc[0] == "no work in sight"


def test_a_statistic_without_levels_has_no_scale_and_one_with_thresholds_has(study):
    assert "JOBLESS" not in set(scale_table(study)["indicator"])
    rows = [{"indicator": "JOBLESS", "level": level, "threshold": 20 - 5 * level} for level in (1, 2, 3)]
    study.situations = frame("situations", rows)
    assert scale_table(study).query("indicator == 'JOBLESS'")["threshold"].tolist() == [15, 10, 5]


def test_what_stands_behind_each_indicator(study):
    given = [("HOUSE", "a", 2), ("HOUSE", "b", 1), ("HOUSE", "b", None), ("HOUSE", "", 3)]
    study.answers = frame("answers", [{"indicator": i, "group": g, "level": level} for i, g, level in given])
    study.ladders = frame("ladders", [
        {"indicator": "WORK", "group": "a", "possibility": True},
        {"indicator": "WORK", "group": "a", "possibility": True, "sustainability": True},
    ])  # fmt: skip
    study.statistics = frame("statistics", [{"indicator": "JOBLESS", "value": 9}] * 2)
    study.evidence = frame("evidence", [{"indicator": "COOP", "level": 3}] * 3)
    membership = pd.DataFrame({"criterion": ["c1", "c2", "c2", "c3"], "theme": ["T01", "T01", "T01", "T02"]})
    themes = frame("themes", [{"theme": "T01", "label": "Se loger"}, {"theme": "T02", "label": "Travailler"}])
    found = describe_indicators(study, membership=membership, themes=themes).set_index("indicator")
    assert found["scale"].tolist() == ["0–2", "1–5", "", "0–5"]
    assert found["levels"].tolist() == [3, 5, pd.NA, 6]
    assert found["criteria"].tolist() == [2, 1, 1, 0]
    assert found.loc["HOUSE", ["answers", "missing", "groups"]].tolist() == [3, 1, 2]
    assert found.loc["WORK", ["answers", "missing", "groups"]].tolist() == [1, 1, 1]
    assert found.loc["JOBLESS", "figures"] == 2
    assert found.loc["COOP", ["pieces", "since_wave"]].tolist() == [3, "2021"]


def test_without_membership_the_criteria_are_not_known(study):
    assert describe_indicators(study)["criteria"].isna().all()
    assert describe_indicators(study)["label"].tolist() == ["Logement", "Work", "JOBLESS", "COOP"]

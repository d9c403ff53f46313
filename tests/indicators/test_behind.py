import pytest

from tests.studies import small_study
from workbench.indicators import words_behind
from workbench.study import read_study
from workbench.tables import frame
from workbench.themes.replay import NOTHING


class Said:
    """A study of a few criteria, and their themes."""

    def __init__(self, rows, indicators):
        names = ("criterion", "text", "group", "question", "theme")
        rows = [{"territory": "V", "wave": "2024", "source": f"a.xlsx!C!B{k}", **dict(zip(names, row, strict=True))}
                for k, row in enumerate(rows, 3)]  # fmt: skip
        self.criteria = frame("criteria", rows).drop(columns="theme")
        self.membership = frame("criteria", rows)[["criterion", "theme"]]
        self.indicators = frame("indicators", indicators)


ROWS = [
    ("c1", "A warm flat", "Young", "wellbeing", "T1"),
    ("c2", "a warm flat", "Old", "wellbeing", "T1"),
    ("c3", "damp walls", "Old", "illbeing", "T1"),
    ("c4", "lend my car", "Young", "action", "T2"),
    ("c5", "the bus", "Young", "wellbeing", "T2"),
]
THEMES = frame("themes", [{"theme": "T1", "label": "Se loger", "code": "A03"}, {"theme": "T2", "label": "Moving"},
                          {"theme": NOTHING, "label": "", "code": "A03"}])  # fmt: skip


def said(*indicators):
    return Said(ROWS, indicators or [{"indicator": "HOUS", "theme": "se loger"}])


def test_one_wording_is_one_row_with_its_groups_and_cells_well_being_first():
    study = said()
    words = words_behind(study, THEMES, study.membership, indicator="HOUS")
    assert words[["question", "text", "groups", "said", "who"]].values.tolist() == [
        ["wellbeing", "A warm flat", 2, 2, "Old and Young"], ["illbeing", "damp walls", 1, 1, "Old"],
    ]  # fmt: skip
    assert words["source"].tolist() == ["a.xlsx!C!B3; a.xlsx!C!B4", "a.xlsx!C!B5"]
    assert words["theme"].unique().tolist() == ["Se loger"]


def test_only_what_one_group_said_where_one_is_asked_for():
    study = said()
    words = words_behind(study, THEMES, study.membership, indicator="HOUS", group="Young", territory="V", wave=2024)
    assert words["text"].tolist() == ["A warm flat"]
    nothing = words_behind(study, THEMES, study.membership, indicator="HOUS", wave="2021")
    assert nothing.empty
    assert nothing.attrs["why"] == "Nobody said anything about it there."


def test_an_indicator_without_a_theme_stands_for_the_themes_under_its_code():
    study = said({"indicator": "HOUS", "code": "A03-00"}, {"indicator": "LOST", "theme": "gone"})
    assert len(words_behind(study, THEMES, study.membership, indicator="HOUS")) == 2
    lost = words_behind(study, THEMES, study.membership, indicator="LOST")
    assert lost.attrs["why"] == "The indicator belongs to no theme."
    with pytest.raises(ValueError, match="the study has no “AIR”"):
        words_behind(study, THEMES, study.membership, indicator="AIR")


def test_every_criterion_of_the_theme_is_there_once(tmp_path):
    study = read_study(small_study(tmp_path))
    study.indicators["theme"] = "all"
    membership = study.criteria[["criterion"]].assign(theme="T")
    words = words_behind(study, frame("themes", [{"theme": "T", "label": "all"}]), membership, indicator="SAFE")
    assert words["said"].sum() == len(study.criteria)
    assert set(words["source"].str.split("; ").explode()) == set(study.criteria["source"])

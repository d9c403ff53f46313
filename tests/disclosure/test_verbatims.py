"""Words of a group of few people leave only when the evaluator says so."""

from types import SimpleNamespace

from workbench.disclosure import protect, table_notes
from workbench.tables import frame

WHERE = {"territory": "Valbourg", "wave": "2024"}


def study():
    groups = [{**WHERE, "group": "young", "participants": 4}, {**WHERE, "group": "older", "participants": 9}]
    said = [
        {**WHERE, "group": "young", "criterion": "1", "text": "my flat is damp"},
        {**WHERE, "group": "older", "criterion": "2", "text": "a bench in the park"},
        {**WHERE, "group": "young", "criterion": "3", "text": "a quiet place"},
        {**WHERE, "group": "older", "criterion": "4", "text": "a quiet place"},
        {**WHERE, "group": "unknown", "criterion": "5", "text": "a bus at night"},
    ]
    indicators = frame("indicators", [{"indicator": "AIR", "levels": 5}])
    return SimpleNamespace(groups=frame("groups", groups), criteria=frame("criteria", said), indicators=indicators)


HIDDEN = "words of a group of few people: hidden"


def test_the_words_of_few_people_are_taken_out_and_counted():
    made = protect(study().criteria, study=study())
    assert made["text"].tolist() == [HIDDEN, "a bench in the park", "a quiet place", "a quiet place", "a bus at night"]
    assert table_notes(made) == ["Words of groups of few people are left out in 1 line."]


def test_they_are_taken_out_of_joined_words_and_labels():
    themes = frame("themes", [
        {"theme": "1", "label": "my flat is damp", "verbatims": "a quiet place; my flat is damp"},
        {"theme": "2", "label": "Parks", "verbatims": "a bench in the park"},
    ])  # fmt: skip
    made = protect({"themes": themes}, study=study())["themes"]
    assert made["label"].tolist() == [HIDDEN, "Parks"]
    assert made["verbatims"].tolist() == [f"a quiet place; {HIDDEN}", "a bench in the park"]


def test_they_stay_where_the_evaluator_says_so_or_the_group_is_large_enough():
    assert "my flat is damp" in protect(study().criteria, study=study(), verbatims=True)["text"].tolist()
    assert "my flat is damp" in protect(study().criteria, study=study(), minimum=4)["text"].tolist()
    assert "my flat is damp" in protect(study().criteria, study=study(), minimum=None)["text"].tolist()

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.language import speaking
from workbench.spreadsheets.criteria import name_criteria, read_criteria
from workbench.spreadsheets.sheets import Sheet


def read(rows, **options):
    width = max(map(len, rows))
    cells = pd.DataFrame([[*row, *[""] * (width - len(row))] for row in rows], dtype=object)
    with speaking("en"):
        return read_criteria(
            Sheet("a.xlsx", "Critères", cells.where(cells.notna(), "")), given={"territory", "wave", "group"}, **options
        )


SAID = [("wellbeing", "un toit"), ("illbeing", "le bruit"), ("illbeing", "NA")]
LAYOUTS = {
    "one line a post-it": [
        ["Question", "Critère"],
        ["Bien-être", "un toit"],
        ["Q2", " le  bruit "],
        ["mal-être", "NA"],
    ],
    "one column a question": [
        ["Qu’est-ce que le bien-être pour vous ?", "Mal-être"],
        ["un toit", "le bruit"],
        ["", "NA"],
    ],
    "under a title, with a note below": [
        ["Groupe du mardi"],
        [],
        ["Question", "Post-it", "Voix"],
        ["bien-être", "un toit", 2],
        ["mal-être", "le bruit", ""],
        ["mal-être", "NA", ""],
        [],
        ["Merci à tous"],
    ],
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_post_its_in_every_layout(layout):
    rows, problems = read(LAYOUTS[layout])
    assert [(row.values["question"], row.values["text"]) for row in rows] == SAID
    assert all(problem.severity == "warning" for problem in problems)


def test_a_post_it_under_no_question_is_asked_about():
    _rows, problems = read([["Bien-être", "Mal-être", "Divers"], ["un toit", "le bruit", "le loup"]])
    assert [str(problem) for problem in problems] == [
        "a.xlsx · Critères · C2 – “le loup” stands under no question. Write above it which question it answers: well-being, ill-being, and action."
    ]


SESSION = {"territory": "Valbourg", "wave": "2024", "group": "Jeunes", "question": "wellbeing"}


@given(st.lists(st.sampled_from(["un toit", "du temps", "le bruit", "NA"]), max_size=12), st.randoms())
def test_ids_are_unique_and_do_not_depend_on_order(texts, chance):
    rows = [{**SESSION, "text": text} for text in texts]
    shuffled = chance.sample(rows, len(rows))
    ids = name_criteria(rows)
    assert len(set(ids)) == len(ids)
    assert sorted(zip(name_criteria(shuffled), (row["text"] for row in shuffled), strict=True)) == sorted(
        zip(ids, texts, strict=True)
    )

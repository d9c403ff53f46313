"""What a criterion speaks of: decided, coded or suggested; and how often the suggestion is right."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from workbench.decisions import record_decision
from workbench.drafting import suggest_meanings
from workbench.drafting.meanings import MEANINGS, _seeds
from workbench.language import LANGUAGES
from workbench.tables import frame

HAND = pd.read_csv(Path(__file__).with_name("meanings_by_hand.csv"), dtype="str")
CRITERIA = frame("criteria", [
    {"criterion": "a", "text": "no bread for lack of money", "code": "A01-11/P15/k", "question": "illbeing", "language": "en"},
    {"criterion": "b", "text": "it is too expensive", "code": "A03", "question": "illbeing", "language": "en"},
    {"criterion": "c", "text": "nothing", "question": "illbeing", "language": "en"},
    {"criterion": "d", "text": "of good quality", "question": "wellbeing", "language": "en"},
])


def test_a_code_goes_before_words_and_a_decision_before_a_code(tmp_path):
    lines = record_decision(tmp_path, "meaning", criterion=["a"], to="qualité", who="Carers")
    found = suggest_meanings(CRITERIA, lines, encoder="lemmas").set_index("criterion")
    assert found.loc["a", ["meaning", "state", "confidence"]].tolist() == ["Q", "decided", 1.0]
    assert suggest_meanings(CRITERIA, encoder="lemmas").set_index("criterion").loc["a", ["meaning", "reason"]].tolist() == ["P", "code"]
    assert found.loc[["b", "d"], "meaning"].tolist() == ["P", "Q"]  # a code without a meaning says nothing of it
    assert found.loc["c", ["meaning", "reason"]].tolist() == ["", ""]
    assert found["confidence"].between(0, 1).all()


def test_a_meaning_that_is_none_is_reported_and_an_undo_takes_it_back(tmp_path):
    from workbench.decisions import read_decisions
    from workbench.themes.replay import replay

    record_decision(tmp_path, "meaning", criterion="a", to="Q")
    record_decision(tmp_path, "meaning", criterion="b", to="weather")
    settled = replay(read_decisions(tmp_path)[0], {"a", "b"}, ())
    assert settled.meanings == {"a": "Q"}
    assert [row["to"] for row, _why in settled.orphans] == ["weather"]
    record_decision(tmp_path, "undo", theme=read_decisions(tmp_path)[0]["when"].iloc[0])
    assert replay(read_decisions(tmp_path)[0], {"a", "b"}, ()).meanings == {}


def test_every_meaning_has_seeds_in_every_language_and_none_twice():
    seeds = _seeds()
    assert {*zip(seeds["meaning"], seeds["language"], strict=True)} == {(one, code) for one in MEANINGS for code in LANGUAGES}
    assert not seeds.duplicated(["language", "phrase"]).any()
    assert seeds.groupby(["meaning"])["language"].value_counts().unstack().nunique(axis=1).eq(1).all()


@pytest.mark.parametrize(("encoder", "least"), [("default", 0.5), ("lemmas", 0.42)])
def test_suggestions_against_one_persons_sorting(encoder, least):
    criteria = HAND.assign(criterion=[f"c{row}" for row in range(len(HAND))], code="")
    found = suggest_meanings(criteria, encoder=encoder, progress=False)
    right = found["meaning"] == HAND["meaning"]
    assert right.mean() > least > HAND["meaning"].value_counts(normalize=True).max()
    assert abs(right.mean() - found["confidence"].mean()) < 0.15  # says how sure it may be
    assert right[~found["unsure"]].mean() > right.mean()


def test_no_criteria():
    assert list(suggest_meanings(frame("criteria", []))["criterion"]) == []


def test_the_file_of_seeds_is_a_plain_table():
    path = Path(__file__).parents[2] / "src/workbench/data/meanings.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        assert {len(row) for row in csv.reader(lines)} == {3}

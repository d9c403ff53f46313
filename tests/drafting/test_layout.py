"""Criteria laid out from what pulls down to what lifts up, and proposals that say nothing nobody said."""

import csv
import re
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drafting.drafts import SAID, studied
from workbench.drafting import draft_indicators
from workbench.drafting.proposals import STEPS, fragment, level_of
from workbench.language import names, plain, speaking, word
from workbench.tables import frame


def words_of(text):
    return set(re.findall(r"\w+", plain(text)))


def test_nothing_that_was_said_is_left_out_and_the_worst_comes_first(tmp_path):
    study, themes, membership = studied(tmp_path)
    lines, _proposals = draft_indicators(study, themes, membership)
    assert set(lines["text"]) == set(SAID)
    assert lines["side"].tolist() == sorted(lines["side"], key=["down", "up", "act"].index)
    assert lines["text"].iloc[:2].tolist() == ["no flat for people like us", "the rent eats all"]
    line = lines.set_index("text").loc["a warm and quiet flat"]
    assert line[["said", "groups", "one_group", "meaning", "state", "place"]].tolist() == [5, 1, True, "Q", "decided", 0.75]


def test_every_word_of_a_proposal_was_said_or_is_the_scales_own_label(tmp_path):
    study, themes, membership = studied(tmp_path)
    for levels in (2, 4, 5, 6):
        _lines, proposals = draft_indicators(study, themes, membership, levels=levels)
        said = set().union(*map(words_of, study.criteria["text"]))
        labels = set().union(*(words_of(word("situation", name, "en")) for name in names("situation")))
        assert proposals["words"].ne("").any()
        for row in proposals.itertuples():
            assert words_of(row.words) <= said
            assert words_of(row.name) <= labels
        assert proposals["part"].tolist() == [*map(str, range(1, levels + 1)), *STEPS]


def test_propositions_come_from_the_side_that_they_are_worded_on(tmp_path):
    study, themes, membership = studied(tmp_path)
    _lines, proposals = draft_indicators(study, themes, membership)
    told = proposals.set_index("part")["words"]
    assert "no flat for people like us" in told["possibility"]
    assert "sofa" in told["attainment"]
    assert told["quality"] == "“a warm and quiet flat”"
    assert told["sustainability"] == "“=stay as long as I want”"
    assert told["1"] == "“no flat for people like us” · “the rent eats all”"
    assert told["5"] == "“=stay as long as I want”"


def test_what_nobody_said_stays_empty(tmp_path):
    study, themes, membership = studied(tmp_path)
    known = study.criteria[study.criteria["text"] == "a room of my own"]["criterion"]
    few = membership[membership["criterion"].isin(known)]
    _lines, proposals = draft_indicators(study, themes, few)
    assert proposals[proposals["words"] != ""]["part"].tolist() == ["3"]


def test_themes_are_named_or_decided(tmp_path):
    study, themes, membership = studied(tmp_path)
    assert set(draft_indicators(study, themes, membership, only="housing")[0]["label"]) == {"Housing"}
    with speaking("en"), pytest.raises(ValueError, match="“Weather” is no theme; there are Housing"):
        draft_indicators(study, themes, membership, only=["Weather"])
    study, themes, membership = studied(tmp_path / "open", decided=False)
    assert [len(table) for table in draft_indicators(study, themes, membership)] == [0, 0]  # none is decided yet


@given(st.text(max_size=300))
def test_a_fragment_is_a_beginning_of_what_was_said(text):
    told = " ".join(text.split())
    part = fragment(text)
    assert part == told or told.startswith(part.removesuffix(" …"))


@given(st.integers(2, 20))
def test_places_rise_with_levels(levels):
    found = [level_of(place / 4, levels) for place in range(5)]
    assert found == sorted(found)
    assert found[0] == 1
    assert found[-1] == levels


#: Citizens' words of the example; it has no Dutch ones, so some were written for this test.
BANKS = {code: files("workbench") / f"data/example/criteria_{code}.csv" for code in ("fr", "it", "ro", "de")}
BANKS["nl"] = Path(__file__).with_name("criteria_nl.csv")


@pytest.mark.parametrize("language", BANKS)
@pytest.mark.parametrize("levels", [4, 5])
def test_proposals_out_of_a_whole_territorys_words(language, levels):
    with BANKS[language].open(encoding="utf-8", newline="") as lines:
        bank = [row for row in csv.DictReader(lines) if row["text"]]
    told = [
        {"criterion": f"c{n}", "text": row["text"], "question": row["question"], "language": language, "group": row["profile"], "territory": "T", "wave": "2024"}
        for n, row in enumerate(bank)
    ]
    study = SimpleNamespace(criteria=frame("criteria", told), decisions=frame("decisions", []))
    membership = pd.DataFrame({"criterion": [row["criterion"] for row in told], "theme": [row["theme"] for row in bank]})
    names_of = sorted(set(membership["theme"]))
    themes = frame("themes", [{"theme": theme, "label": theme, "state": "decided"} for theme in names_of])
    lines, proposals = draft_indicators(study, themes, membership, levels=levels, encoder="lemmas")
    assert lines["criteria"].str.split("; ").explode().nunique() == (membership["theme"] != "nothing").sum()
    labels = set().union(*(words_of(word("situation", name, language)) for name in names("situation")))
    for theme, rows in proposals.groupby("theme"):
        said = set().union(*(words_of(row["text"]) for row in bank if row["theme"] == theme))
        assert set().union(*map(words_of, rows["words"])) <= said
        assert set().union(*map(words_of, rows["name"])) <= labels
    assert proposals["words"].ne("").mean() > 0.5


def test_nobody_spoke_of_a_theme():
    study = SimpleNamespace(criteria=frame("criteria", []), decisions=frame("decisions", []))
    themes = frame("themes", [{"theme": "T", "label": "Empty", "state": "decided"}])
    membership = pd.DataFrame({"criterion": [], "theme": []}, dtype="str")
    assert [len(table) for table in draft_indicators(study, themes, membership)] == [0, 0]

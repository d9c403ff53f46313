import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.themes.told import criteria, log, suggestion
from workbench.language import speaking
from workbench.themes import apply_decisions, theme_words, themes_said

TOLD = criteria(
    ["un toit", "un logement chauffé", "le bus", "la gare", "bruit la nuit", "rien"],
    language="fr", territory="Valbourg", group=["young", "older", "young", "older", "young", "older"],
)  # fmt: skip
SUGGESTED = suggestion(T_c0="c0 c1", T_c2="c2 c3", alone="c4", nothing="c5")


def replayed(*lines, told=TOLD, suggested=SUGGESTED):
    return apply_decisions(suggested, log(*lines), told)


def members(membership):
    return membership.groupby("theme")["criterion"].agg(" ".join).to_dict()


def test_without_decisions_the_suggestion_stands():
    themes, membership, orphans = replayed()
    assert members(membership) == {"T-c0": "c0 c1", "T-c2": "c2 c3", "alone": "c4", "nothing": "c5"}
    assert themes["theme"].tolist() == ["T-c0", "T-c2", "alone", "nothing"]
    assert themes["groups"].tolist() == [2, 2, 1, 1]
    assert set(themes["state"]) == {"suggested"}
    assert orphans.empty


def test_a_label_that_nobody_gave_is_a_quotation_in_the_language_of_what_is_quoted():
    with speaking("en"):
        themes = replayed()[0].set_index("theme")
    assert themes.loc["T-c0", "label"] == "«\u202fun toit\u202f»"
    assert themes.loc["T-c0", "verbatims"] == "un toit; un logement chauffé"
    assert themes.loc["nothing", "label"] == "Nothing to say"


def test_assign_rename_code_and_validate():
    themes, membership, _orphans = replayed(
        ("rename", "", "T-c2", "Se déplacer"),
        ("assign", "c4", "alone", "se deplacer"),
        ("code", "", "Se déplacer", "A10"),
        ("validate", "c2; c4", "T-c2", ""),
    )
    assert members(membership)["T-c2"] == "c2 c3 c4"
    row = themes.set_index("theme").loc["T-c2"]
    assert row[["label", "code", "criteria", "state"]].tolist() == ["Se déplacer", "A10", 3, "validated"]
    assert membership.set_index("criterion")["state"][["c2", "c3", "c4", "c0"]].tolist() == [
        "validated", "suggested", "validated", "suggested",
    ]  # fmt: skip


def test_a_new_name_makes_a_new_theme():
    themes, membership, _orphans = replayed(("split", "c1", "T-c0", "Chaleur"), ("split", "c4", "alone", "chaleur"))
    assert members(membership)["Chaleur"] == "c1 c4"
    assert themes.set_index("theme").loc["Chaleur", "state"] == "decided"


def test_a_new_theme_stands_before_anything_is_in_it():
    _themes, membership, _orphans = replayed(("new", "", "", "Chaleur"), ("assign", "c0", "", "chaleur"))
    assert membership.set_index("criterion").loc["c0", "theme"] == "Chaleur"
    empty, *_rest = replayed(("new", "", "", "Chaleur"))
    row = empty.set_index("theme").loc["Chaleur"]
    assert (row["criteria"], row["label"], row["state"]) == (0, "Chaleur", "decided")


def test_merge_takes_along_what_comes_later():
    _themes, membership, _orphans = replayed(
        ("assign", "c4", "", "Voisins"), ("merge", "", "Voisins", "T-c2"), ("assign", "c0", "", "Voisins")
    )
    assert members(membership) == {"T-c0": "c1", "T-c2": "c0 c2 c3 c4", "nothing": "c5"}


def test_merges_in_a_circle_end():
    _themes, membership, _orphans = replayed(("merge", "", "T-c0", "T-c2"), ("merge", "", "T-c2", "T-c0"))
    assert members(membership)["T-c2"] == "c0 c1 c2 c3"


def test_undo_takes_back_the_last_that_stands_then_the_one_before():
    rename, assign = ("rename", "", "T-c0", "Logement"), ("assign", "c4", "", "T-c0")
    themes, membership, _orphans = replayed(rename, assign, ("undo", "", "", ""))
    assert members(membership)["alone"] == "c4"
    assert "Logement" in set(themes["label"])
    themes, _membership, orphans = replayed(rename, assign, ("undo", "", "", ""), ("undo", "", "", ""))
    assert "Logement" not in set(themes["label"])
    assert orphans.empty


def test_undo_can_name_a_decision_and_be_taken_back_itself():
    rename, assign = ("rename", "", "T-c0", "Logement"), ("assign", "c4", "", "T-c0")
    of_rename = ("undo", "", "2024-05-01T10:00:00", "")
    themes, membership, _orphans = replayed(rename, assign, of_rename)
    assert members(membership)["T-c0"] == "c0 c1 c4"
    assert "Logement" not in set(themes["label"])
    themes, _membership, _orphans = replayed(rename, assign, of_rename, ("undo", "", "2024-05-01T10:00:02", ""))
    assert "Logement" in set(themes["label"])


def test_lines_of_one_moment_are_undone_together():
    decisions = log(("split", "c0", "", "Toit"), ("split", "c1", "", "Toit"), ("undo", "", "", ""))
    decisions.loc[1, "when"] = decisions.loc[0, "when"]
    _themes, membership, _orphans = apply_decisions(SUGGESTED, decisions, TOLD)
    assert members(membership)["T-c0"] == "c0 c1"


def test_what_can_no_longer_be_followed_is_reported_with_the_reason():
    with speaking("en"):
        _themes, membership, orphans = replayed(
            ("assign", "gone", "", "Santé"),
            ("rename", "", "T-gone", "Santé"),
            ("rename", "c0; gone", "T-c0", "Logement"),
            ("undo", "", "2001-01-01", ""),
        )
    assert orphans["what"].tolist() == ["undo", "assign", "rename", "rename"]
    assert orphans["why"].str.contains("no longer|no decision").all()
    assert len(membership) == len(TOLD)


def test_decided_themes_stand_when_the_suggestion_moves():
    held = ("rename", "c0; c1", "T-c0", "Logement")
    moved = suggestion(T_c3="c0 c1 c2 c3", alone="c4", nothing="c5")
    themes, membership, orphans = replayed(held, ("rename", "", "T-c2", "Bus"), suggested=moved)
    assert members(membership) == {"T-c0": "c0 c1", "T-c2": "c2", "T-c3": "c3", "alone": "c4", "nothing": "c5"}
    assert dict(zip(themes["theme"], themes["label"], strict=True))["T-c0"] == "Logement"
    assert orphans.empty


def test_a_decided_theme_that_nobody_speaks_of_any_more_is_still_there():
    told, suggested = TOLD.iloc[2:].reset_index(drop=True), suggestion(T_c2="c2 c3", alone="c4", nothing="c5")
    themes, _membership, orphans = replayed(("assign", "c2", "", "Bus"), ("merge", "", "Bus", "T-c2"),
                                            ("assign", "c0", "", "Logement"), told=told, suggested=suggested)  # fmt: skip
    assert orphans["criterion"].tolist() == ["c0"]
    assert "Logement" not in set(themes["theme"])
    themes, *_ = replayed(("assign", "c2", "", "Bus"), ("assign", "c2", "", "T-c2"), told=told, suggested=suggested)
    assert themes.set_index("theme").loc["Bus", ["criteria", "state"]].tolist() == [0, "decided"]


MOVES = st.one_of(
    st.tuples(st.just("assign"), st.sampled_from(["c0", "c1", "c4", "gone"]), st.just(""), st.sampled_from("XYZ")),
    st.tuples(st.just("merge"), st.just(""), st.sampled_from(["X", "Y", "T-c0"]), st.sampled_from(["Y", "T-c2", "W"])),
    st.tuples(st.just("rename"), st.just(""), st.sampled_from(["X", "T-c0", "W"]), st.sampled_from(["Y", "V"])),
    st.tuples(st.just("undo"), st.just(""), st.sampled_from(["", "2024-05-01T10:00:01"]), st.just("")),
)


@given(st.lists(MOVES, max_size=12), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_any_log_keeps_every_criterion_in_a_theme_that_is_there_whatever_the_order_of_rows(moves, random):
    themes, membership, orphans = replayed(*moves)
    order = list(range(len(TOLD)))
    random.shuffle(order)
    again = apply_decisions(SUGGESTED.iloc[order], log(*moves), TOLD.iloc[order])
    for one, other in zip((themes, membership, orphans), again, strict=True):
        pd.testing.assert_frame_equal(one, other)
    assert membership["criterion"].tolist() == TOLD["criterion"].tolist()
    assert set(membership["theme"]) <= set(themes["theme"])
    assert themes["criteria"].sum() == len(TOLD)


@given(st.lists(MOVES.filter(lambda move: move[0] != "undo"), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_an_undone_decision_leaves_no_trace(moves):
    undone = replayed(*moves, ("assign", "c2", "", "Tout autre"), ("undo", "", "", ""))
    for one, other in zip(replayed(*moves), undone, strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_another_suggestion_is_refused():
    with pytest.raises(ValueError, match="same criteria"):
        apply_decisions(SUGGESTED.iloc[:3], log(), TOLD)


def test_provenance_travels():
    told = TOLD.copy()
    told.attrs = {"study": "Valbourg", "constructed": True}
    for table in apply_decisions(SUGGESTED, log(), told):
        assert table.attrs == told.attrs


def test_words_are_told_by_language():
    told = criteria(["warme Wohnung", "eine Wohnung", "un logement"], language=["de", "de", "fr"])
    themes, membership, _orphans = apply_decisions(suggestion(T_c0="c0 c1 c2"), log(), told)
    words = theme_words(told, membership, themes)
    assert words[["language", "criteria", "words"]].to_numpy().tolist() == [
        ["de", 2, "wohnung, warm"], ["fr", 1, "logement"],
    ]  # fmt: skip
    assert themes["words"].tolist() == ["de: wohnung, warm; fr: logement"]


def test_themes_of_a_territory_are_counted_and_worded_by_what_was_said_there():
    told = TOLD.assign(territory=["Valbourg", "Montelago", "Valbourg", "Valbourg", "Montelago", "Montelago"])
    themes, membership, _orphans = replayed(("validate", "", "T-c2", ""), told=told)
    here = themes_said(told[told["territory"] == "Valbourg"], membership, themes)
    assert here[["theme", "territory", "criteria", "groups"]].to_numpy().tolist() == [
        ["T-c2", "Valbourg", 2, 2], ["T-c0", "Valbourg", 1, 1],
    ]  # fmt: skip
    assert here["verbatims"].tolist() == ["le bus; la gare", "un toit"]
    assert "chauffé" not in "".join(here["words"])
    assert here["state"].tolist() == themes.set_index("theme").loc[here["theme"], "state"].tolist()


def test_themes_of_all_criteria_are_the_themes():
    themes, membership, _orphans = replayed()
    everywhere = themes_said(TOLD, membership, themes)
    same = ["theme", "label", "criteria", "groups", "state", "words"]
    assert everywhere[same].equals(themes[same])
    assert themes_said(TOLD[:0], membership, themes).empty

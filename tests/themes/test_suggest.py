import warnings

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_mutual_info_score as shared_information

from tests.samples import shared
from tests.themes.told import bank, criteria, log
from workbench.language import speaking
from workbench.themes import apply_decisions, language_leak, stability_curve, suggest_themes, suggestion_report


@pytest.fixture(scope="module")
def told():
    return bank("fr", "it")


@pytest.fixture(scope="module")
def few():
    return bank("fr", "it", every=3)


@pytest.fixture(scope="module")
def suggested(told, cache):
    return suggest_themes(told, k=15, encoder="use", cache=cache)


def test_every_criterion_has_one_theme(told, suggested):
    assert suggested["criterion"].tolist() == sorted(told["criterion"])
    assert (suggested["theme"] != "").all()


def test_planted_themes_are_found_far_better_than_by_chance(told, suggested):
    planted = told.set_index("criterion")["planted"].reindex(suggested["criterion"])
    themed = (planted != "nothing").to_numpy()
    # measured: .23 for this encoder, .29 for the default one, over all four languages
    assert shared_information(planted[themed], suggested["theme"][themed]) > 0.17


def test_themes_do_not_follow_languages(suggested):
    assert suggested.attrs["language_leak"] <= 0.10
    assert suggested.attrs["centring"] == {"fr": "own", "it": "own"}


def test_the_default_encoder_brings_in_a_language_that_use_does_not_know(cache):
    told = bank("fr", "ro", every=4)
    found = suggest_themes(told, k=15, cache=cache)
    planted = told.set_index("criterion")["planted"].reindex(found["criterion"])
    assert found.attrs["encoder"] == "use+e5"
    assert found.attrs["language_leak"] <= 0.10
    assert shared_information(planted, found["theme"]) > 0.15


def test_answers_without_content_are_set_aside_and_kept_in_sight(told, suggested):
    silent = suggested[suggested["theme"] == "nothing"]["criterion"]
    assert set(silent) <= set(told.loc[told["planted"] == "nothing", "criterion"])
    assert len(silent) >= 7


def test_neither_the_order_of_the_rows_nor_a_second_run_changes_anything(few, cache):
    before = few.copy()
    once = suggest_themes(few, k=8, encoder="use", cache=cache)
    again = suggest_themes(few.sample(frac=1, random_state=7), k=8, encoder="use", cache=False)
    pd.testing.assert_frame_equal(again, once)
    pd.testing.assert_frame_equal(few, before)


def test_the_id_of_a_theme_is_its_most_central_criterion(suggested):
    for theme, rows in suggested[suggested["theme"].str.startswith("T-")].groupby("theme"):
        central = rows.set_index("criterion")["fit"].astype(float)
        assert central[theme.removeprefix("T-")] >= central.max() - 1e-5


def test_reasons_name_other_criteria_of_the_same_theme(suggested):
    theme = suggested.set_index("criterion")["theme"]
    for row in suggested[suggested["theme"].str.startswith("T-")].itertuples():
        near = row.nearest.split("; ")
        assert len(near) == 3
        assert row.criterion not in near
        assert set(theme[near]) == {row.theme}


def test_other_likely_themes_are_named_in_turn(suggested):
    themes = set(suggested["theme"]) - {"alone", "nothing"}
    sure = suggested[suggested["theme"].isin(themes)]
    assert set(sure["second"]) | set(sure["third"]) <= themes | {""}
    assert (sure["second"] != sure["theme"]).all()
    assert sure["confidence"].between(0, 1).all()


def test_two_that_say_the_same_are_in_the_same_theme(cache):
    said = ["Un logement !", "un logement", "le bus", "la gare", "un toit", "une piste cyclable"]
    found = suggest_themes(criteria(said, language="fr"), k=2, encoder="use", cache=cache)
    assert found["theme"][0] == found["theme"][1]
    assert len(found) == 6


@pytest.mark.parametrize("said", [[], ["rien", "?"], ["un toit"], ["un toit", "le bus"]])
def test_few_criteria_are_no_trouble(said, cache):
    table = criteria(said, language="fr") if said else criteria(["x"], language="fr").iloc[:0]
    found = suggest_themes(table, encoder="use", cache=cache)
    assert len(found) == len(said)
    assert (found["theme"] == "nothing").sum() == sum(text in ("rien", "?") for text in said)


def test_what_lies_far_from_all_is_left_on_its_own(cache):
    few = bank("fr", "it", every=3, usual=False)
    odd = criteria(["f(x) = x² + 1, x ∈ ℝ", "xkcd 42 zzz"], language="fr", profile="all")
    found = suggest_themes(pd.concat([few, odd], ignore_index=True), k=8, encoder="use", cache=cache)
    alone = found[found["theme"] == "alone"]
    assert {"c0", "c1"} & set(alone["criterion"])
    assert len(alone) <= 0.06 * len(found)
    assert (alone["second"] != "").all()


def test_without_an_encoder_themes_follow_languages_and_that_is_said(few, cache):
    with speaking("en"), pytest.warns(UserWarning, match="follow the languages"):
        found = suggest_themes(few, k=8, encoder="lemmas", cache=cache)
    with speaking("en"):
        report = suggestion_report(found)
    assert found.attrs["language_leak"] > 0.3
    assert "warning" in set(report["what"])
    assert report["value"].str.contains("no sentence encoder").any()


def test_the_report_names_the_encoder(suggested):
    with speaking("fr"):
        report = suggestion_report(suggested)
    assert "Universal Sentence Encoder" in report.iloc[0, 1]


def test_the_curve_holds_the_number_of_themes_that_is_chosen(few, cache):
    curve = stability_curve(few, encoder="use", cache=cache)
    assert curve["stability"].between(0, 1).all()
    assert curve["chosen"].sum() == 1
    chosen = suggest_themes(few, encoder="use", cache=cache).attrs["k"]
    assert chosen == curve.loc[curve["chosen"], "k"].iloc[0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"k": 0}, "k must lie"),
        ({"k": 10_000}, "k must lie"),
        ({"criteria": pd.DataFrame({"text": ["a"]})}, "criterion"),
        ({"criteria": pd.DataFrame({"criterion": ["a", "a"], "text": ["x", "y"]})}, "got twice: a"),
    ],
)
def test_a_wrong_parameter_is_named(told, change, said, cache):
    given = {"criteria": told, "encoder": "use", "cache": cache} | change
    with pytest.raises(ValueError, match=said):
        suggest_themes(given.pop("criteria"), **given)


# ---------------------------------------------------------------------- with decisions


def test_what_people_settled_stands_in_the_suggestion(few, cache):
    suggested = suggest_themes(few, k=8, encoder="use", cache=cache)
    moved = suggested["criterion"].iloc[:3].tolist()
    decisions = log(*[("assign", criterion, "", "Notre thème") for criterion in moved])
    found = suggest_themes(few, k=8, decisions=decisions, encoder="use", cache=cache).set_index("criterion")
    assert (found.loc[moved, "theme"] == "Notre thème").all()
    assert (found.loc[moved, "reason"] == "people").all()
    others = found.drop(index=moved)
    assert (others["theme"] == suggested.set_index("criterion")["theme"].drop(index=moved)).all()


def test_examples_teach_and_their_confidence_is_honest(told, cache):
    known = told[~told["planted"].isin(["nothing", "heat"])]
    examples = known[known.groupby(["planted", "language"]).cumcount() % 3 == 0]
    decisions = log(*[("assign", row.criterion, "", row.planted) for row in examples.itertuples()])
    found = suggest_themes(told, k=15, decisions=decisions, encoder="use", cache=cache)
    moved = found[found["reason"] == "examples"].merge(known[["criterion", "planted"]], on="criterion")
    right = (moved["theme"] == moved["planted"]).mean()
    assert len(moved) > 150
    assert right > 0.35  # thirteen themes: chance would give .08
    assert abs(right - moved["confidence"].astype(float).mean()) < 0.12


def test_decided_themes_stand_when_a_new_wave_comes(cache):
    told = bank("fr")
    told["wave"] = np.where(told["planted"].eq("heat") | (np.arange(len(told)) % 3 == 0), "2024", "2021")
    earlier = told[told["wave"] == "2021"]
    first = suggest_themes(earlier, encoder="use", cache=cache)
    named = first[first["theme"].str.startswith("T-")]
    decisions = log(*[
        ("rename", "; ".join(rows["criterion"]), theme, f"Thème {theme}") for theme, rows in named.groupby("theme")
    ])  # fmt: skip
    later = suggest_themes(told, decisions=decisions, encoder="use", cache=cache)
    themes, membership, orphans = apply_decisions(later, decisions, told)
    now = membership.set_index("criterion")["theme"]
    assert (now[named["criterion"]].to_numpy() == named["theme"].to_numpy()).all()
    assert set(named["theme"]) <= set(themes.loc[themes["state"] == "decided", "theme"])
    assert orphans.empty
    new = now[told.loc[told["wave"] == "2024", "criterion"]]
    assert new.isin(set(named["theme"])).mean() > 0.4


# ---------------------------------------------------------------------- real answers


def test_answers_to_an_open_question_are_grouped_as_coders_did(cache):
    path = shared("data", "open_ended_santa_monica", "open-ended-responses.csv")
    answers = pd.read_csv(path, encoding="cp1252", keep_default_na=False)
    coded = answers[(answers["Category 2"] == "") & answers["Fullstring"].str.len().between(3, 60)]
    table = criteria(coded["Fullstring"].str.strip(), language="en")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = suggest_themes(table, k=12, encoder="use", cache=cache)
    category = coded["Category 1"].str.strip().str.lower().to_numpy()
    row = {criterion: place for place, criterion in enumerate(table["criterion"])}
    order = [row[criterion] for criterion in found["criterion"]]
    assert shared_information(category[order], found["theme"]) > 0.25
    assert language_leak(found["theme"], ["en"] * len(found)) == 0

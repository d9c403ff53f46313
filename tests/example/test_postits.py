import pandas as pd
import pytest

from workbench.example.postits import bank, criteria, planted_themes
from workbench.example.world import SEED, told

SESSION = ["territory", "wave", "group"]
LANGUAGES = ("fr", "it", "ro", "de")


@pytest.fixture(scope="module")
def said(tables):
    themes = planted_themes()
    table = tables["criteria"]
    return table.assign(theme=[themes[pair] for pair in zip(table["language"], table["text"], strict=True)])


def test_there_are_enough_criteria_in_the_languages_of_the_groups(said):
    assert 850 <= len(said) <= 1000
    spoken = {name: set(part) for name, part in said.groupby("territory")["language"]}
    assert spoken == {"Valbourg": {"fr"}, "Montelago": {"it"}, "Arinești": {"ro"}, "Pays de Verlune": {"fr", "de"}}


def test_each_session_brings_six_to_fourteen_and_now_and_then_one_twice(said):
    sizes = said.groupby(SESSION).size()
    assert len(sizes) == 96
    assert sizes.between(6, 15).all()
    twice = said.duplicated([*SESSION, "text"])
    assert 1 <= twice.sum() <= 15


def test_three_in_four_are_usual_wordings_that_come_back_and_the_others_hardly_ever_do(said):
    often = {(code, line["text"]) for code in LANGUAGES for line in bank(code) if line["often"]}
    usual = pd.Series([pair in often for pair in zip(said["language"], said["text"], strict=True)])
    assert usual.mean() == pytest.approx(0.75, abs=0.05)
    sessions = said.assign(usual=usual).drop_duplicates([*SESSION, "text"])
    times = sessions.groupby(["usual", "language", "text"]).size()
    assert times[False].max() <= 2
    assert (times[False] == 1).mean() > 0.9
    assert times[True].max() >= 5
    assert 1.5 < times[True].mean() < 3


def test_heat_appears_in_the_last_wave_only_and_in_all_territories(said):
    heat = said[said["theme"].eq("heat")]
    assert set(heat["wave"]) == {"2024"}
    assert heat.groupby("territory").size().min() >= 5
    assert heat.groupby("territory")["group"].nunique().min() >= 3


def test_every_other_theme_is_spoken_of_in_every_wave(said):
    waves = said[said["theme"].ne("heat")].groupby("theme")["wave"].nunique()
    assert set(waves) == {3}
    assert len(waves) == 15


def test_profiles_lean_to_their_own_themes(said):
    profiles = {(g["territory"], g["group"]): g["bank_profile"] for g in told("groups")}
    speaker = pd.Series([profiles[pair] for pair in zip(said["territory"], said["group"], strict=True)])
    shares = pd.crosstab(speaker, said["theme"], normalize="index")
    for profile, theme in [
        ("jobseekers", "work"),
        ("jobseekers", "money"),
        ("young", "heard"),
        ("older", "neighbours"),
        ("care", "health"),
        ("shops", "streets"),
        ("disability", "mobility"),
        ("municipal", "participate"),
        ("parents", "time"),
    ]:
        assert shares.loc[profile, theme] > 1.3 * shares[theme].mean(), (profile, theme)


def test_votes_are_given_by_those_present(said, tables):
    present = tables["groups"].set_index(SESSION)["participants"]
    voted = said.dropna(subset=["votes"])
    most = present.loc[pd.MultiIndex.from_frame(voted[SESSION])].to_numpy()
    assert voted["votes"].between(1, most).all()
    assert set(voted["territory"]) == {"Valbourg", "Arinești"}


def test_each_criterion_has_an_id_of_its_own_that_only_depends_on_what_was_said(said):
    assert said["criterion"].is_unique
    again = criteria(SEED)
    assert [line["criterion"] for line in again] == said["criterion"].tolist()


def test_another_seed_says_other_things():
    assert {line["criterion"] for line in criteria(1)} != {line["criterion"] for line in criteria(2)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bank_is_fit_to_be_drawn_from(language):
    texts = [line["text"] for line in bank(language)]
    assert len(set(texts)) == len(texts)
    assert all(text == " ".join(text.split()) for text in texts)  # spaces would not survive a spreadsheet
    assert {line["theme"] for line in bank(language)} == {line["theme"] for line in told("themes")}
    assert {line["profile"] for line in bank(language)} <= {"", *(group["bank_profile"] for group in told("groups"))}
    assert {line["question"] for line in bank(language)} == {"wellbeing", "illbeing", "action", "coresponsibility"}


@pytest.mark.parametrize("language", ["fr", "de"])
def test_the_texts_of_verlune_fit_the_old_code_page(language):
    for line in bank(language):
        assert line["text"].encode("cp1252").decode("cp1252") == line["text"]

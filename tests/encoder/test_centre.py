"""Languages are brought onto one another without hiding what their speakers speak about."""

import numpy as np
import pandas as pd
import pytest

from workbench.encoder import centring, encode, tied_languages
from workbench.themes import language_leak
from workbench.themes.grid import read_grid, seed_words

FOUR_TOWNS = [(language, profile) for language in ("fr", "it", "ro", "de") for profile in ("young", "older", "care") * 20]


def test_towns_with_the_same_profiles_are_not_tied_though_each_has_its_own_language():
    languages, profiles = zip(*FOUR_TOWNS, strict=True)
    assert tied_languages(languages, profiles) == set()
    assert set(centring(languages, profiles).values()) == {"own"}


def test_a_language_that_other_people_speak_is_tied():
    languages = ["fr"] * 60 + ["it"] * 40
    groups = ["young"] * 30 + ["older"] * 30 + ["newcomers"] * 40
    assert tied_languages(languages, groups) == {"fr", "it"}
    assert centring(languages, groups) == {"fr": "grid", "it": "grid"}


def test_two_languages_whose_groups_are_not_known_are_taken_for_tied():
    assert centring(["fr"] * 50 + ["it"] * 50) == {"fr": "grid", "it": "grid"}
    assert centring(["fr"] * 50) == {"fr": "own"}


def test_a_language_of_few_texts_takes_its_mean_from_the_scheme():
    languages = ["fr"] * 40 + ["nl"] * 5 + ["pt"] * 5
    assert centring(languages, ["young"] * 50) == {"fr": "own", "nl": "grid", "pt": "all"}


@pytest.fixture(scope="module")
def told():
    """Six components of the scheme in two languages, each said by the same two profiles."""
    seeds = seed_words(read_grid(), ["fr", "it"])
    return seeds[seeds["code"].isin(["A03", "A05", "A10", "B01", "D02", "E04"])].reset_index(drop=True)


def themes_found(told, vectors):
    from sklearn.cluster import KMeans

    return KMeans(told["code"].nunique(), n_init=10, random_state=0).fit_predict(vectors)


def test_themes_mix_languages_when_profiles_are_shared(told, cache):
    groups = np.where(told.index % 2, "young", "older")
    vectors = encode(told["words"], told["language"], encoder="use", groups=groups, cache=cache)
    assert set(centring(told["language"], groups).values()) <= {"own", "grid"}
    found = themes_found(told, vectors)
    assert language_leak(found, told["language"]) <= 0.10
    assert language_leak(told["code"], found) >= 0.40


def test_a_theme_that_one_language_alone_speaks_of_is_not_centred_away(told, cache):
    tied = told[(told["language"] == "it") == told["code"].isin(["A10", "B01", "E04"])].reset_index(drop=True)
    vectors = encode(tied["words"], tied["language"], encoder="use", groups=tied["language"], cache=cache)
    own_means = vectors - pd.DataFrame(vectors).groupby(tied["language"]).transform("mean").to_numpy()
    kept = language_leak(tied["code"], themes_found(tied, vectors))
    assert kept >= language_leak(tied["code"], themes_found(tied, own_means))
    assert kept >= 0.5


def test_texts_whose_language_nobody_noted_lie_by_what_they_say(cache):
    said = ["un logement décent", "un chômeur de plus", "le bus du soir"]
    other = ["eine anständige Wohnung", "arbeitslos sein", "der Bus am Abend"]
    texts, languages = [*said, *other], ["fr"] * 3 + [""] * 3
    near = encode(texts, languages, encoder="use", cache=cache)
    assert ((near[3:] @ near[:3].T).argmax(axis=1) == [0, 1, 2]).all()
    among = near[3:] @ near[3:].T
    assert among[~np.eye(3, dtype=bool)].max() < np.diag(near[:3] @ near[3:].T).min()  # not one another first

import warnings

import pandas as pd
import pytest

from tests.themes.told import bank, criteria
from workbench.encoder import encode
from workbench.encoder.models import languages_read
from workbench.language import speaking
from workbench.tables import frame
from workbench.themes import suggest_themes, suggestion_report
from workbench.themes.report import beyond_the_six, language_warnings

SPANISH = [
    "una vivienda asequible", "el alquiler es demasiado caro", "el autobús no pasa los domingos",
    "un médico cerca de mi casa", "la calle está sucia", "árboles y un parque", "tener un buen trabajo",
    "sentirse solo", "aprender toda la vida", "buenos vecinos", "miedo por la noche en la calle",
]  # fmt: skip


UKRAINIAN = [
    "доступне житло", "оренда надто дорога", "автобус не ходить у неділю", "лікар поруч з моїм домом",
    "вулиця брудна і шумна", "дерева і парк", "мати хорошу роботу", "почуватися самотнім", "щоб мерія нас слухала",
    "вчитися все життя", "добрі сусіди", "боятися ввечері на вулиці",
]  # fmt: skip


def with_others(said, language):
    others = bank("fr", every=4)
    theirs = criteria(said, language=language, profile="all", group="all", question="wellbeing")
    return frame("criteria", pd.concat([others, theirs], ignore_index=True))


def report_of(found):
    return dict(suggestion_report(found).to_numpy().tolist())


def test_a_language_that_the_authors_name_is_shown_with_its_own_figure():
    with speaking("en"), warnings.catch_warnings():
        warnings.simplefilter("error")
        found = suggest_themes(with_others(SPANISH, "es"), encoder="use", progress=False, cache=False)
        told = report_of(found)["criteria in another language: Spanish"]
    assert found.attrs["beyond"]["es"]["n"] == len(SPANISH)
    assert found.attrs["beyond"]["es"]["leak"] <= 0.30
    assert told.startswith("11; told by the themes (0 as by chance, 1 surely): ")
    assert "not measured here" in told


def test_a_language_that_nobody_names_is_warned_of_when_it_is_read():
    told = criteria(["shtëpi", "park", "rrugë"], language="sq")
    with speaking("en"), pytest.warns(UserWarning, match="does not know Albanian"):
        found = suggest_themes(told, encoder="use", progress=False, cache=False)
    with speaking("fr"):
        assert "Personne ne dit" in report_of(found)["critères dans une autre langue\u202f: albanais"]


def test_words_alone_keep_a_language_apart_and_it_is_said():
    told = with_others(UKRAINIAN, "uk")
    with speaking("en"), pytest.warns(UserWarning, match="follow what is said in Ukrainian"):
        found = suggest_themes(told, k=6, encoder="lemmas", progress=False, cache=False)
    assert found.attrs["beyond"]["uk"]["leak"] > 0.3
    with speaking("en"):
        assert "by their words alone" in report_of(found)["criteria in another language: Ukrainian"]


def test_few_criteria_do_not_say_that_themes_follow_them():
    found = pd.DataFrame({"theme": ["A"] * 40})
    for n, told in ((9, 0), (10, 1)):
        found.attrs = {"language_leak": 0.0, "beyond": {"es": {"n": n, "leak": 0.4}}}
        assert len(language_warnings(found)) == told


def test_what_is_declared_of_nobody_is_no_language_beyond():
    assert beyond_the_six(["A", "B", "B"], ["", "fr", "ro"]) == {}


def test_a_model_has_no_part_in_a_language_that_only_the_other_reads():
    assert {"uk", "sq", "es"} <= set(languages_read("use+e5"))
    assert "uk" not in languages_read("use")
    assert languages_read("lemmas") == ()
    with pytest.warns(UserWarning, match="Ukrainian"):
        vectors = encode(["тихий парк", "un parque"], ["uk", "es"], encoder="use", cache=False)
    assert vectors.any(axis=1).all()  # alone, a model does what it can

"""Studies that are tiny, of one kind only, or hold what no encoder was made for: a sensible result, from end to end."""

import pytest

import workbench as wb
from tests.themes.told import criteria, log
from workbench.language import speaking
from workbench.themes import suggestion_report

FEW = ["a warm flat", "rent too high", "the bus is late", "no bus on Sunday", "friends"]
LONG = " ".join(["we need more places where people of all ages can meet without having to pay for it"] * 12)
CASES = {
    "none": ([], "en"),
    "one": (FEW[:1], "en"),
    "five": (FEW, "en"),
    "all the same": (["a warm flat", "A warm flat!", "a  warm flat."] * 7, "en"),
    "two hundred words": ([f"{text}: {LONG}" for text in FEW] * 2, "en"),
    "a language that the workbench does not speak": (["jó lakás kell", "a busz késik", "sok a zaj"] * 4, "hu"),
    "no language noted": (["ein Dach über dem Kopf", "un logement", "la casa", "der Bus", "il bus"] * 2, ""),
    "pictures only": (["😀", "👍", "🏠🏠", "❤️", "😡"], "en"),
    "signs and other scripts": (["12", "---", "=1+1", "42%", "http://a.b/c", "ß", "\u200b", "مرحبا", "你好", ""], "en"),
}


@pytest.fixture(scope="module", params=CASES, ids=str)
def told(request):
    texts, language = CASES[request.param]
    known = {"territory": "Valbourg", "wave": "2024", "group": "Carers", "question": "wellbeing", "profile": "care"}
    return request.param, criteria(texts or FEW, language=language, **known).head(len(texts))


def followed(table, encoder, cache):
    """Return the suggestion once half are placed, after all that a notebook asks of it."""
    placed = table["criterion"].iloc[: len(table) // 2]
    decisions = log(*(("assign", one, "", "Housing") for one in placed))
    options = {"encoder": encoder, "cache": cache, "progress": False}
    suggestion = wb.suggest_themes(table, decisions=decisions, **options)
    themes, membership, orphans = wb.apply_decisions(suggestion, decisions, table)
    wb.stability_curve(table, **options)
    wb.unsure_queue(suggestion, membership, table, themes)
    for made in (
        wb.theme_words,
        wb.themes_said,
        wb.theme_counts,
        wb.theme_waves,
        wb.only_one_group,
        wb.emerging_themes,
    ):
        made(table, membership, themes)
    suggestion_report(suggestion)
    assert orphans.empty
    return suggestion, themes


@pytest.mark.filterwarnings("ignore:The encoder at hand does not know Hungarian")
@pytest.mark.parametrize("encoder", ["use", "lemmas"])
def test_nothing_is_lost_and_nothing_breaks(told, encoder, cache):
    _name, table = told
    with speaking("en"):
        suggestion, themes = followed(table, encoder, cache)
    assert suggestion["criterion"].tolist() == sorted(table["criterion"])
    assert (suggestion["theme"] != "").all()
    assert themes["criteria"].sum() == len(table)
    placed = table["criterion"].iloc[: len(table) // 2]
    assert (suggestion.set_index("criterion")["theme"][placed.tolist()].isin(["Housing"])).all()


def test_what_says_nothing_to_an_encoder_is_set_aside_in_sight(cache):
    told = criteria(["😀", "👍👍", "---", "?"], language="en")
    found = wb.suggest_themes(told, encoder="use", cache=cache, progress=False)
    assert set(found["theme"]) == {"nothing"}


def test_the_same_said_many_times_is_one_theme_and_counted(cache):
    told = criteria(["a warm flat", "A warm flat!"] * 20, language="en")
    found = wb.suggest_themes(told, encoder="use", cache=cache, progress=False)
    assert len(found) == 40
    assert found["theme"].nunique() == 1

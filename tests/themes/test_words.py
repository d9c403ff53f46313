import pytest

from tests.themes.told import bank
from workbench.language import speaking
from workbench.themes.words import content_words, key_words, label_of, quoted, says_nothing


@pytest.mark.parametrize(
    "text",
    [
        "rien",
        "Je ne sais pas…",
        "NON SO",
        "boh",
        "nu știu",
        "Nu stiu.",
        "weiß nicht",
        "geen idee",
        "don’t know",
        "?",
        "  ",
        "-",
        "…",
    ],
)
def test_answers_without_content_are_known_in_every_language(text):
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["rien à manger", "no job", "non so dove andare", "keine Arbeit", "nu am bani", "42"])
def test_answers_with_content_are_not_taken_for_silence(text):
    assert not says_nothing(text)


def test_of_the_example_only_what_is_planted_as_silence_is_set_aside():
    told = bank("fr", "it", "ro", "de")
    silent = told["text"].map(says_nothing)
    assert set(told.loc[silent, "planted"]) == {"nothing"}
    assert silent[told["planted"] == "nothing"].mean() > 0.75


@pytest.mark.parametrize(
    ("language", "mark"), [("fr", "«\u202fun\u202f»"), ("de", "„un“"), ("ro", "„un”"), ("", "“un”")]
)
def test_a_quotation_is_set_in_its_own_typography(language, mark):
    assert quoted("un", language) == mark


def test_function_words_say_nothing():
    assert content_words("que les enfants aillent à l’école", "fr") == ["enfant", "école"]
    assert content_words("dass die Kinder in die Schule gehen", "de")[0] == "kind"


def test_a_word_that_all_themes_say_tells_none_of_them_apart():
    texts = ["ville bus", "ville bus", "ville loyer", "ville loyer"]
    words = key_words(texts, ["fr"] * 4, ["A", "A", "B", "B"], most=1)
    assert words["words"].tolist() == [["bus"], ["loyer"]]


def test_a_label_is_short_and_somebody_said_it():
    long = "un très long post-it qui ne tient pas dans une étiquette de thème"
    assert label_of([long, "un toit"], ["fr", "fr"]) == quoted("un toit", "fr")
    assert label_of([long], ["fr"]) == quoted(long, "fr")


def test_a_label_is_in_the_language_of_the_reader_then_of_the_study_then_of_most_of_the_theme():
    said = ["te veel lawaai", "lawaai in de klas", "der Lärm im Flur", "the noise"]
    spoken = ["nl", "nl", "de", "en"]
    assert label_of(said, spoken, "de") == "“the noise”"  # the reader's, though only one said it, and far out
    assert label_of(said[:3], spoken[:3], "de") == "„der Lärm im Flur“"
    assert label_of(said[:3], spoken[:3], "ro") == "‘te veel lawaai’"
    with speaking("fr"):
        assert label_of(said, spoken) == "‘te veel lawaai’"

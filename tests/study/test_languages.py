import pytest

from tests.studies import STUDY, YOUNG, small_study
from workbench.language import LANGUAGES, speaking, word
from workbench.study import check_study, read_study
from workbench.study.languages import in_other_letters, language_doubts
from workbench.tables import frame
from workbench.templates import new_study

HEADER = ["Question", "Criterion", "Language"]


def spoken_by(folder, declared="English", meeting=None, said=(("ill-being", "el ruido", ""),)):
    groups = [STUDY["Groups"][0], [*STUDY["Groups"][1][:4], declared], *STUDY["Groups"][2:]]
    about = YOUNG["Meeting"] + ([["Language", meeting]] if meeting else [])
    young = {"Meeting": about, "Criteria": [HEADER, *map(list, said)]}
    return small_study(folder, study={"Groups": groups}, young=young)


def told(folder):
    return [str(one) for one in check_study(folder) if "Carers" not in str(one)]


@pytest.mark.parametrize("name", ["Spanish", "espagnol", "Spagnolo", "spaniolă", "SPANISCH", "es", "ES"])
def test_a_language_beyond_the_six_is_read_by_its_name_or_code_and_warned_of(tmp_path, name):
    folder = spoken_by(tmp_path, declared=name)
    said = read_study(folder).criteria.set_index("text")["language"]
    assert said["el ruido"] == "es"
    assert said["la noia"] == "it"
    assert [line.partition(". ")[0] for line in told(folder)] == [
        "waves/2024/young.xlsx · Criteria · B2 – "
        "Criteria in a language that the workbench does not speak: Spanish (1)"
    ]


def test_what_the_meeting_says_and_the_criterion_says_counts(tmp_path):
    said = [("ill-being", "الضجيج", "Arabic"), ("well-being", "тихий парк", "uk"), ("well-being", "quiet", "")]
    with speaking("en"):
        lines = told(spoken_by(tmp_path, said=said))
    assert [line.split("speak: ")[1].partition(" ")[0] for line in lines] == ["Arabic", "Ukrainian"]


def test_what_is_no_language_is_an_error_as_before(tmp_path):
    found = [str(one) for one in check_study(spoken_by(tmp_path, declared="Spnish")) if one.severity == "error"]
    assert [line.partition(" is not")[0] for line in found] == ["study.xlsx · Groups · E2 – “Spnish”"]


def test_the_study_itself_is_written_in_one_of_the_six(tmp_path):
    with speaking("fr"):
        folder = small_study(tmp_path, language="Ukrainian")
        (found,) = [str(one) for one in check_study(folder, language="fr") if one.severity == "error"]
    assert found.startswith("study.xlsx · Study · B2 – Les feuilles et les rapports ne s’écrivent pas en «\u202fukrainien")


def test_other_letters_than_those_of_the_language_are_told_once_a_file():
    rows = [
        {"criterion": f"c{n}", "text": text, "language": language, "source": f"waves/2024/{file}.xlsx!Criteria!B{n}"}
        for n, (text, language, file) in enumerate([
            ("тихий парк", "fr", "one"), ("добрі сусіди", "fr", "one"), ("un parc (парк)", "fr", "one"),
            ("طبيب قريب", "", "two"), ("12 %", "", "two"), ("парк", "uk", "three"), ("ÎNȚELEGERE", "ro", "four"),
        ])
    ]  # fmt: skip
    with speaking("fr"):
        found = [str(one) for one in language_doubts(frame("criteria", rows))]
    assert len(found) == 3
    assert "(1)" in found[0]
    assert found[1].startswith("waves/2024/one.xlsx · Criteria · B0 – «\u202fтихий парк\u202f» n’est pas écrit dans les lettres")
    assert "français" in found[1]
    assert "dans ce fichier\u202f: 2)" in found[1]
    assert found[2].startswith("waves/2024/two.xlsx · Criteria · B3 – ")


@pytest.mark.parametrize("text", ["Straße, Œuvre, ßẞ", "o’clock – “fine” …", "💶 🙂", "", "m² 50 €", "țară"])
def test_what_the_six_languages_write_is_theirs(text):
    assert not in_other_letters(text)


@pytest.mark.parametrize("text", ["σπίτι", "дом", "בית", "منزل", "घर", "บ้าน", "집", "家", "いえ", "სახლი"])
def test_other_scripts_are_seen(text):
    assert in_other_letters(text)


def test_languages_are_named_in_the_language_of_the_reader():
    assert [word("language", "uk", code) for code in ("en", "fr", "de")] == ["Ukrainian", "ukrainien", "Ukrainisch"]
    assert word("language", "xx-unknown") == "xx-unknown"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_study_that_nobody_has_filled_in_yet_says_what_comes_first(tmp_path, language):
    found = check_study(new_study(tmp_path / "study", language=language), language="en")
    assert [problem.severity for problem in found] == ["error", "error"]
    territories = word("sheet", "territories", language)
    assert str(found[0]).startswith(f"study.xlsx · {territories} – No territory is declared yet")
    assert "Nothing has come in yet" in str(found[1])

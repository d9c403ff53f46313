import pytest

from tests.pages import page
from tests.studies import small_study, workbook
from workbench import notebooks, run
from workbench.__main__ import main
from workbench.language import speaking


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    with speaking("en"):
        yield


@pytest.fixture
def command(capsys):
    """Run `workbench` with some words; return its exit code and what it printed."""

    def run_command(*words):
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        return ended.value.code, capsys.readouterr().out

    return run_command


@pytest.fixture
def study(tmp_path):
    return small_study(tmp_path / "data" / "valbourg")


@pytest.fixture
def faulty(tmp_path):
    answers = [["Respondent", "SAFE", "HOUS"], ["P1", 7, "many"]]
    return small_study(tmp_path / "data" / "faulty", young={"Answers": answers})


def test_help_is_shown_without_a_word_and_in_the_language_of_the_user(command, monkeypatch):
    code, text = command()
    assert code == 0
    assert all(word in text for word in ("new", "check", "run", "lab", "council chart", "Show this help."))
    monkeypatch.setenv("LC_ALL", "fr_BE.UTF-8")
    assert "Affiche cette aide" in command("run", "--help")[1]
    assert "Show this help." in command("run", "--help", "--language", "en")[1]
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    assert "Show this help." in command("run", "--help")[1]


@pytest.mark.parametrize("words", [["fly"], ["run", "--fast"], ["lab", "--port", "many"], ["new"], ["run", "a", "b"]])
def test_what_is_not_understood_is_said_so(command, words):
    code, text = command(*words)
    assert code == 2
    assert "This was not understood: workbench " + " ".join(words) in text


def test_a_language_that_is_not_spoken_is_refused(command, study):
    assert command("check", study, "--language", "it")[0] == 2
    assert "speaks en and fr, not “it”" in command("check", study, "--language=it")[1]


def test_check_of_a_good_study_ends_well(command, study, monkeypatch):
    code, text = command("check", study)
    assert (code, "error" in text) == (0, False)
    monkeypatch.chdir(study)
    assert command("check") == (code, text)  # the folder one stands in is the usual one


@pytest.mark.parametrize(("language", "words"), [("en", "2 problems keep the study"), ("fr", "2 problèmes empêchent")])
def test_check_lists_every_fault_by_file_and_cell(command, faulty, language, words):
    code, text = command("check", faulty, "--language", language)
    assert code == 1
    listed = text.split("\nwaves/2024/young.xlsx\n")[1]
    assert "Answers · B2 – " in listed
    assert "Answers · C2 – " in listed
    assert words in listed


def test_run_refuses_a_faulty_study_with_the_same_list(command, faulty, tmp_path, monkeypatch):
    monkeypatch.setattr(run, "find_notebooks", lambda: pytest.fail("a notebook was run"))
    listed = command("check", faulty)[1]
    code, text = command("run", faulty, "--output", tmp_path / "outputs")
    assert code == 1
    assert text.startswith(listed)
    assert "Nothing was run." in text
    assert not (tmp_path / "outputs").exists()


def test_check_marks_copies_of_the_faulty_workbooks(command, faulty, tmp_path):
    before = (faulty / "waves/2024/young.xlsx").read_bytes()
    _code, text = command("check", faulty, "--marked", tmp_path / "marked")
    copies = list((tmp_path / "marked").rglob("*.xlsx"))
    assert str(copies[0].parent) in text
    assert (faulty / "waves/2024/young.xlsx").read_bytes() == before


def test_a_folder_that_is_no_study_is_named(command, tmp_path):
    for word in ("check", "run", "lab"):
        code, text = command(word, tmp_path / "nowhere")
        assert (code, "study.xlsx" in text, "workbench new" in text) == (1, True, True)


@pytest.fixture
def two_notebooks(tmp_path, monkeypatch):
    made = [
        page(tmp_path / "notebooks" / name, code) for name, code in (("00_start.ipynb", "1"), ("01_load.ipynb", "2"))
    ]
    for room in (notebooks, run):
        monkeypatch.setattr(room, "find_notebooks", lambda: made)
    return made


def test_run_says_what_is_done_and_where_to_look(command, study, tmp_path, two_notebooks):
    code, text = command("run", study, "--output", tmp_path / "outputs")
    assert code == 0
    assert text.index("00_start is done") < text.index("01_load is done") < text.index("Done. Everything is in")
    assert str(tmp_path / "outputs" / "valbourg") in text
    assert (tmp_path / "outputs" / "valbourg" / "notebooks" / "01_load.html").is_file()


def test_run_speaks_the_language_of_the_study(command, tmp_path, two_notebooks):
    study = small_study(tmp_path / "data" / "valbourg", language="fr")
    code, text = command("run", study, "--output", tmp_path / "outputs")
    assert (code, "Terminé" in text) == (0, True)
    assert 'language = \\"fr\\"' in (tmp_path / "outputs/valbourg/notebooks/00_start.ipynb").read_text()


def test_run_says_where_a_notebook_stopped(command, study, tmp_path, two_notebooks):
    page(two_notebooks[1], "open('nowhere.xlsx')")
    code, text = command("run", study, "--output", tmp_path / "outputs")
    assert code == 1
    assert "01_load stopped at cell [2]: open('nowhere.xlsx')" in text
    assert "A file that was there is gone." in text
    assert str(tmp_path / "outputs" / "valbourg" / "failed" / "01_load.ipynb") in text


def test_run_knows_the_waves_of_the_study(command, study):
    code, text = command("run", study, "--wave", "1999")
    assert (code, "no wave “1999”, but 2024" in text) == (1, True)


def test_new_makes_a_study_in_a_new_folder_only(command, tmp_path):
    code, text = command("new", tmp_path / "valbourg", "--language", "it")
    assert (code, f"workbench check {tmp_path / 'valbourg'}" in text) == (0, True)
    assert (tmp_path / "valbourg" / "study.xlsx").is_file()
    workbook(tmp_path / "mine" / "study.xlsx", {"Mine": []})
    before = (tmp_path / "mine" / "study.xlsx").read_bytes()
    assert command("new", tmp_path / "mine")[0] == 1
    assert (tmp_path / "mine" / "study.xlsx").read_bytes() == before
    assert command("new", tmp_path / "other", "--language", "ja")[0] == 1

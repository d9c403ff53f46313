"""Themes, groups and units are called in the reader's language where the sheet Names says how."""

from tests.studies import small_study, workbook
from workbench.charts import caption, plot_statistics
from workbench.council.presented import presented
from workbench.language import speaking
from workbench.study import check_study, read_study

NAMES = [["theme or group", "label (en)", "label (fr)"], ["Carers", "", "Aidants"], ["Young people", "The young", "Jeunes"]]


def named(tmp_path, rows, **how):
    return small_study(tmp_path / "study", study={"Names": rows}, **how)


def test_a_name_is_told_in_the_readers_language_and_else_as_the_study_says_it(tmp_path):
    study = read_study(named(tmp_path, NAMES), language="en")
    assert study.names["name"].tolist() == ["Carers", "Young people"]
    with speaking("en"):
        assert study.labels()["Young people"] == "The young"
        assert "Carers" not in study.labels()
    with speaking("fr"):
        assert [study.labels()[name] for name in ("Carers", "Young people")] == ["Aidants", "Jeunes"]


def test_a_code_keeps_its_own_label(tmp_path):
    rows = [NAMES[0], ["SAFE", "Something else", ""]]
    with speaking("en"):
        assert read_study(named(tmp_path, rows), language="en").labels()["SAFE"] == "Safe in the evening"


def test_a_name_that_nothing_bears_is_a_warning_at_its_cell(tmp_path):
    found = check_study(named(tmp_path, [*NAMES, ["Yuong people", "", "Jeunes"]]), language="en")
    told = [problem for problem in found if "no theme, dimension, group or unit" in str(problem)]
    assert [problem.severity for problem in told] == ["warning"]
    assert str(told[0]).startswith("study.xlsx · Names · A4 –")


def test_a_name_that_stands_twice_is_told(tmp_path):
    found = check_study(named(tmp_path, [*NAMES, ["Carers", "", "Soignants"]]), language="en")
    assert any("A4" in str(problem) and "twice" in str(problem) for problem in found)


def test_a_unit_is_told_in_the_readers_language(tmp_path):
    folder = named(tmp_path, [*NAMES, ["per cent", "", "pour cent"]])
    figures = [["territory", "indicator", "value", "unit"], ["Valbourg", "JOBLESS", 8.5, "per cent"]]
    workbook(folder / "waves/2024/statistics.xlsx", {"Statistics": figures})
    assert not any("no theme" in str(problem) for problem in check_study(folder, language="en"))
    study = read_study(folder, language="fr")
    with speaking("fr"):
        axes = plot_statistics(study.statistics, labels=study.labels())
        assert caption(axes).headline.endswith("8,5\u202fpour cent en 2024")
        assert caption(axes).data["unit"].tolist() == ["pour cent"]
        assert presented(study.statistics, study.labels())["unité"].tolist() == ["pour cent"]
    with speaking("en"):
        assert presented(study.statistics, study.labels())["unit"].tolist() == ["per cent"]


def test_the_title_of_the_study_is_told_in_the_readers_language(tmp_path):
    folder = named(tmp_path, [NAMES[0], ["Small study", "", "Petite étude"]])
    assert not any("no theme" in str(problem) for problem in check_study(folder, language="en"))
    study = read_study(folder, language="en")
    assert repr(study).startswith("Small study")
    with speaking("fr"):
        assert repr(study).startswith("Petite étude")

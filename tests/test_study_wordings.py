"""Versions of words: from which wave they are asked, what earlier waves keep, and faults at their cells."""

import pytest

from tests.studies import small_study
from workbench.cohorts import compare_waves
from workbench.cohorts.comparable import reworded
from workbench.cube import count_levels
from workbench.drafting.versions import record_wordings
from workbench.language import speaking, use_language
from workbench.problems import StudyProblems
from workbench.study import check_study, read_study, wording_versions

SCALE = [
    ["indicator", "level", "words (en)"],
    *(["SAFE", level, words] for level, words in enumerate(["afraid at home", "afraid outside", "so so", "calm", "carefree"], 1)),
]


def studied(tmp_path, text=None, **more):
    use_language("en")
    folder = small_study(tmp_path / "study", study={"Situations": SCALE}, **more)
    if text is not None:
        (folder / "wordings.csv").write_text(text, encoding="utf-8")
    return folder


HEAD = "when,who,since_wave,indicator,part,language,words\n"


def words(study, level):
    rows = study.situations
    return rows.loc[(rows["indicator"] == "SAFE") & (rows["level"] == level), "words_en"].item()


def test_a_later_version_is_asked_now_and_study_xlsx_stays_as_it_is(tmp_path):
    folder = studied(tmp_path)
    before = (folder / "study.xlsx").read_bytes()
    record_wordings(read_study(folder), [
        {"when": "2025-03-01T12:00+00:00", "who": "Ana", "since_wave": "2027", "indicator": "SAFE", "part": "4", "language": "en", "words": "=calm at night"},
    ])
    study = read_study(folder)
    assert words(study, 4) == "=calm at night"
    assert study.indicators.set_index("indicator")["reworded"].to_dict()["SAFE"] == "2027"
    assert (folder / "study.xlsx").read_bytes() == before
    versions = wording_versions(study)
    kept = versions[versions["part"] == "4"]
    assert kept[["version", "since_wave", "words"]].values.tolist() == [[1, "", "calm"], [2, "2027", "=calm at night"]]
    with speaking("en"):
        indicators = study.indicators.set_index("indicator")
        assert reworded(indicators, "SAFE", "2024", "2027") == ["Careful, the words of the scale changed in 2027."]
        assert reworded(indicators, "HOUS", "2024", "2027") == []


def test_an_earlier_wave_is_read_in_the_words_it_was_asked_with(tmp_path):
    young = {"Answers": [["Respondent", "Safe in the evening"], ["P1", "carefree"], ["P2", "calm"]]}
    swapped = HEAD + "2025-03-01,Ana,2027,SAFE,5,en,calm\n2025-03-01,Ana,2027,SAFE,4,en,carefree\n"
    study = read_study(studied(tmp_path, swapped, young=young))
    answers = study.answers[study.answers["respondent"].isin(["P1", "P2"]) & (study.answers["group"] == "Young people")]
    assert answers["level"].tolist() == [5, 4]
    assert words(study, 5) == "calm"


def test_the_last_version_wins_whatever_the_order_of_lines(tmp_path):
    text = HEAD + "2025-04-01,Ana,2027,SAFE,4,en,second\n2025-03-01,Ana,2027,SAFE,4,en,first\n"
    assert words(read_study(studied(tmp_path, text)), 4) == "second"


def test_a_translation_that_was_missing_is_no_other_wording(tmp_path):
    study = read_study(studied(tmp_path, HEAD + "2025-03-01,Ana,2027,SAFE,4,fr,calme\n"))
    assert study.indicators.set_index("indicator")["reworded"].to_dict()["SAFE"] == ""


def test_an_indicator_is_born_in_a_version(tmp_path):
    lines = ["indicator_kind,,situations", "levels,,4", "replaces,,SAFE", "label,en,Safe (4)"]
    lines = [f"2025-03-01,Ana,2027,SAFE_4,{line}\n" for line in lines]
    study = read_study(studied(tmp_path, HEAD + "".join(lines)))
    row = study.indicators.set_index("indicator").loc["SAFE_4"]
    assert [row["levels"], row["since_wave"], row["replaces"], row["label_en"]] == [4, "2027", "SAFE", "Safe (4)"]


def test_a_header_is_known_by_its_label_then_and_now(tmp_path):
    young = {"Answers": [["Respondent", "Safe in the evening"], ["P1", 2]]}
    folder = studied(tmp_path, HEAD + "2025-03-01,Ana,2027,SAFE,label,en,Calm nights\n", young=young)
    for label, wave in (("Calm nights", "2027"), ("Safe in the evening", "2028")):
        (folder / "waves" / wave).mkdir()
        text = f"origin;survey;;\n\nrespondent;territory;{label};HOUS\n1;Valbourg;4;4\n"
        (folder / "waves" / wave / "survey.csv").write_text(text, encoding="utf-8")
    study = read_study(folder)
    answers = study.answers[study.answers["indicator"].eq("SAFE")]
    assert {"2024", "2027", "2028"} == set(answers["wave"])
    assert study.labels()["SAFE"] == "Calm nights"


def test_semicolons_and_french_headers(tmp_path):
    text = "quand;qui;depuis la vague;indicateur;partie;langue;mots\n2025-03-01;Ana;2027;SAFE;4;anglais;calm, calm\n"
    assert words(read_study(studied(tmp_path, text)), 4) == "calm, calm"


@pytest.mark.parametrize(
    ("line", "cell", "said"),
    [
        ("yesterday,Ana,2027,SAFE,4,en,calm", "A2", "not a time"),
        ("2025-03-01,Ana,2027,SAVE,4,en,calm", "D2", "not an indicator"),
        ("2025-03-01,Ana,2027,SAFE,weather,en,calm", "E2", "no level"),
        ("2025-03-01,Ana,2027,SAFE,4,,calm", "F2", "language"),
        ("2025-03-01,Ana,2027,SAFE,7,en,calm", "A2", "not a level"),
        ("2025-03-01,Ana,2027,SAFE,levels,,many", "G2", "not a"),
        ("2025-03-01,Ana,2027,NEW,indicator_kind,,weather\n2025-03-01,Ana,2027,NEW,1,en,one", "G2", "weather"),
    ],
)
def test_a_fault_is_said_at_its_cell(tmp_path, line, cell, said):
    folder = studied(tmp_path, HEAD + line + "\n")
    with pytest.raises(StudyProblems):
        read_study(folder)
    problems = [problem for problem in check_study(folder) if problem.file == "wordings.csv"]
    assert [(problem.cell, said in str(problem)) for problem in problems] == [(cell, True)]


def test_a_comparison_across_a_changed_wording_says_so(tmp_path):
    folder = studied(tmp_path, HEAD + "2025-03-01,Ana,2027,SAFE,4,en,quiet\n")
    later = "origin;survey;;\n\nrespondent;territory;SAFE;HOUS\n1;Valbourg;4;4\n2;Valbourg;5;5\n3;Valbourg;quiet;4\n"
    (folder / "waves/2027").mkdir()
    (folder / "waves/2027/survey.csv").write_text(later, encoding="utf-8")
    study = read_study(folder)
    answers = study.answers[study.answers["group"].eq("")].assign(stratum="", cluster="", weight=None)
    cube = count_levels(answers, study.indicators)
    changes = compare_waves(cube, facets="mean", lonely="centre").set_index("indicator")
    assert changes.loc["SAFE", "warning"] == "Careful, the words of the scale changed in 2027."
    assert changes.loc["HOUS", "warning"] == ""

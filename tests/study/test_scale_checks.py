"""Scales, propositions, crosswalks and trees that contradict themselves are told at their cell."""

import pytest

from tests.studies import STUDY, small_study
from workbench.study import check_study, read_study
from workbench.study.wording import doubtful, reads


def told(tmp_path, severity="error", **sheets):
    problems = check_study(small_study(tmp_path / "study", study=sheets), language="en")
    return [str(problem) for problem in problems if problem.severity == severity and problem.file == "study.xlsx"]


def indicators(*rows):
    head = [*STUDY["Indicators"][0], "lowest level", "replaces", "since wave", "until wave", "lower goalpost", "upper goalpost", "label (fr)"]
    return [head, *STUDY["Indicators"][1:], *rows]


SITUATIONS = ["indicator", "level", "words (en)", "words (fr)", "threshold"]


def test_a_small_study_without_any_of_it_has_no_problem(tmp_path):
    assert told(tmp_path) == []


def test_two_levels_in_the_same_words(tmp_path):
    rows = [SITUATIONS, *(["SAFE", k, "never safe" if k < 3 else f"words {k}"] for k in range(1, 6))]
    assert told(tmp_path, Situations=rows) == [
        "study.xlsx · Situations · C3 – “SAFE” says the same on two lines: “never safe”. Word them so that people can tell which one is theirs."
    ]


def test_holes_are_warned_of_at_the_last_line(tmp_path):
    rows = [SITUATIONS, ["SAFE", 1, "never"], ["SAFE", 2, "rarely"], ["SAFE", 5, "always"]]
    warned = told(tmp_path, "warning", Situations=rows)
    assert warned[0].startswith("study.xlsx · Situations · B4 – “SAFE” has 5 levels, and no words for 3 and 4.")


def test_words_that_lack_in_a_language(tmp_path):
    rows = [SITUATIONS, *(["SAFE", k, f"words {k}", "" if k == 4 else f"mots {k}"] for k in range(1, 6))]
    warned = told(tmp_path, "warning", Situations=rows)
    assert warned[0].startswith("study.xlsx · Situations · D5 – “SAFE” has words in French elsewhere, but not on this line.")


@pytest.mark.parametrize(("values", "cell"), [((20, 12, 8, 5), ""), ((20, 12, 14, 5), "E4"), ((5, 8, 12, 20), "E3")])
def test_thresholds_of_something_where_less_is_better_fall(tmp_path, values, cell):
    rows = [SITUATIONS, *(["JOBLESS", k, f"words {k}", "", value] for k, value in enumerate(values, 1))]
    found = told(tmp_path, Situations=rows)
    assert [problem.split(" – ")[0] for problem in found][:1] == ([f"study.xlsx · Situations · {cell}"] if cell else [])


def test_indicators_that_replace_each_other_in_a_circle(tmp_path):
    rows = indicators(["A", "situations", "", "", "", 5, "up", 1, "B"], ["B", "situations", "", "", "", 5, "up", 1, "A"])
    found = told(tmp_path, Indicators=rows)
    assert found[0].startswith("study.xlsx · Indicators · I6 – The indicators replace each other in a circle: A → B → A.")
    assert len(found) == 2


def test_an_indicator_that_ends_before_it_begins(tmp_path):
    rows = indicators(["A", "situations", "", "", "", 5, "up", 1, "", "2024", "2018"])
    assert told(tmp_path, Indicators=rows)[0].startswith("study.xlsx · Indicators · K6 – The indicator ends in 2018, before")


def test_goalposts_of_each_wave_are_refused_with_the_reason(tmp_path):
    rows = indicators(*(["POOR", "statistic", "", "", "", "", "down", 1, "", "", "", low, high] for low, high in ((0, 20), (5, 25))))
    found = told(tmp_path, Indicators=rows)
    assert "the same for all waves: with a minimum and a maximum of each wave, a change that all places share would vanish" in found[0] + found[-1]


def test_a_label_that_lacks_where_another_language_is_spoken(tmp_path):
    places = [["territory", "label", "languages"], ["Valbourg", "", "fr"], ["Montelago", "", "it; en"]]
    warned = told(tmp_path, "warning", Territories=places)
    assert any("“SAFE” has no label in French, which is spoken there." in problem for problem in warned)
    assert not any("“JOBLESS” has no label" in problem for problem in warned)  # a statistic: nobody is asked in it


PROPOSITIONS = ["indicator", "proposition", "words (en)"]


def test_propositions_that_read_the_wrong_way_round_are_a_question(tmp_path):
    rows = [
        PROPOSITIONS, ["WORK", "possibility", "There is work here"], ["WORK", "attainment", "I have no work"],
        ["WORK", "quality", "My work does not respect me"], ["WORK", "sustainability", "My work will last"],
    ]  # fmt: skip
    warned = told(tmp_path, "warning", Propositions=rows)
    assert [problem.split(" – ")[0] for problem in warned if "proposition" in problem] == [
        "study.xlsx · Propositions · C2", "study.xlsx · Propositions · C4",
    ]  # fmt: skip
    assert told(tmp_path / "again", Propositions=rows) == []


def test_a_ladder_without_one_of_its_propositions(tmp_path):
    rows = [PROPOSITIONS, ["WORK", "possibility", "There is no work here"]]
    assert any("The ladder “WORK” has no words for" in problem for problem in told(tmp_path, "warning", Propositions=rows))


@pytest.mark.parametrize(
    ("text", "language", "read"),
    [
        ("Il n'y a rien à faire", "fr", "negative"), ("Qui non c’è lavoro", "it", "negative"), ("Nu am de lucru", "ro", "negative"),
        ("Ich finde keine Arbeit", "de", "negative"), ("Er is geen werk", "nl", "negative"), ("I can’t find work", "en", "negative"),
        ("Les guichets sont trop loin", "fr", "lacking"), ("Quelle que soit la personne au guichet", "fr", "positive"),
        ("Mein Beruf gefällt mir", "de", "positive"), ("Nothing at all", "xx", ""), (" ", "en", ""),
    ],
)  # fmt: skip
def test_a_short_list_of_words_tells_how_a_proposition_reads(text, language, read):
    assert reads(text, language) == read
    assert not doubtful("quality", text, language) or read == "negative"


CROSSWALK = ["from indicator", "from level", "to indicator", "to level", "share"]


@pytest.mark.parametrize(
    ("rows", "cell", "said"),
    [
        ([["SAFE", k, "WORK", k, None] for k in range(1, 5)], "B5", "leaves out 5"),
        ([["SAFE", k, "WORK", 6 if k == 5 else k, None] for k in range(1, 6)], "D6", "“6” is not a level of “WORK” (1 to 5)"),
        ([["SAFE", k, "WORK", k, 0.5 if k == 2 else None] for k in range(1, 6)], "E3", "add up to 0.5, not to 1"),
        ([["SAFE", k, "WORK", 6 - k, None] for k in range(1, 6)], "D3", "is led to a worse level"),
        ([["SAFE", 1, "SAFE", 1, None]], "C2", "to itself"),
        ([["SAFE", 1, "JOBLESS", 1, None]], "D2", "“JOBLESS” has no levels"),
        ([["SAFE", 1, "SFE", 1, None]], "C2", "“SFE” is not declared"),
    ],
)
def test_a_crosswalk_that_does_not_lead_every_level_once_upwards(tmp_path, rows, cell, said):
    found = told(tmp_path, Crosswalk=[CROSSWALK, *rows])
    assert any(problem.startswith(f"study.xlsx · Crosswalk · {cell} –") and said in problem for problem in found)


def test_a_sound_crosswalk_and_tree_are_read(tmp_path):
    rows = [[ "SAFE", k, "WORK", k, None] for k in (1, 3, 4, 5)] + [["SAFE", 2, "WORK", 2, 0.5], ["SAFE", 2, "WORK", 3, "0,5"]]
    tree = [["code", "belongs to", "weight", "direction"], ["Living", None, None, None], ["SAFE", "Living", 2, "up"], ["JOBLESS", "Living", 1, None]]
    study = read_study(small_study(tmp_path / "study", study={"Crosswalk": [CROSSWALK, *rows], "Tree": tree}), language="en")
    assert len(study.crosswalk) == 6
    assert study.crosswalk["share"].tolist()[-2:] == [0.5, 0.5]
    said = study.indicators.set_index("indicator")
    assert said.loc["SAFE", ["theme", "weight"]].tolist() == ["Living", 2]


@pytest.mark.parametrize(
    ("rows", "cell", "said"),
    [
        ([["SAFE", "Living", 1, "up"]], "B2", "has no line of its own"),
        ([["Living", None, None, None], ["SAFE", "Living", 0, "up"]], "C3", "is not above 0"),
        ([["A", "B", None, None], ["B", "A", None, None], ["SAFE", "A", None, None]], "B2", "belongs to itself"),
        ([["Living", None, None, None], ["SAFE", "Living", 1, "down"]], "D3", "another direction here"),
        ([["SAFE", None, None, None], ["WORK", "SAFE", 1, None]], "B3", "“SAFE” is an indicator; nothing belongs to it"),
        ([["SAFE", None, None, None], ["SAFE", None, 1, None]], "A3", "stands twice"),
    ],
)
def test_a_tree_that_is_none(tmp_path, rows, cell, said):
    found = told(tmp_path, Tree=[["code", "belongs to", "weight", "direction"], *rows])
    assert any(problem.startswith(f"study.xlsx · Tree · {cell} –") and said in problem for problem in found)


def test_a_branch_without_indicators_is_a_warning(tmp_path):
    warned = told(tmp_path, "warning", Tree=[["code", "belongs to", "weight", "direction"], ["Sfae", None, 1, None]])
    assert any("“Sfae” is no indicator, and nothing belongs to it." in problem for problem in warned)

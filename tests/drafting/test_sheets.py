"""Drafting sheets there and back: unchanged, a changed word, an added level, a deleted row, another order; faults."""

import pytest
from docx import Document

from tests.drafting.drafts import SAID, studied, themed
from tests.drafting.hand import Hand
from workbench.decisions import read_decisions
from workbench.drafting import draft_indicators, drafting_sheets, read_drafting_sheet, suggest_meanings
from workbench.language import speaking, use_language, word
from workbench.problems import WARNING, SheetProblems
from workbench.study import read_study, wording_versions


def written(tmp_path, language="en", **options):
    """Return (study, Hand): the sheet of the theme Housing."""
    study, themes, membership = studied(tmp_path, **options)
    lines, _proposals = draft_indicators(study, themes, membership)
    table = drafting_sheets(study, lines, tmp_path / "sheets", language=language)
    return study, Hand((tmp_path / "sheets" / table["workbook"].iloc[0]), language)


def faults(path, study):
    with speaking("en"), pytest.raises(SheetProblems) as caught:
        read_drafting_sheet(path, study)
    assert not (study.folder / "wordings.csv").exists()
    return [(problem.sheet, problem.cell, str(problem)) for problem in caught.value.problems if problem.severity != WARNING]


def told(wordings):
    return [list(row) for row in wordings[["indicator", "part", "language", "words", "since_wave"]].itertuples(index=False)]


def words_now(study):
    rows = study.situations[study.situations["indicator"] == "HOUS"].sort_values("level")
    return rows["words_en"].tolist()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_changed_word_is_a_version_beside_a_study_workbook_that_stays_as_it_is(tmp_path, language):
    study, hand = written(tmp_path, language)
    hand.keys().write("4", words_en="=a warm flat, and quiet", **({} if language == "en" else {f"words_{language}": "vier"}))
    hand.decide("damp walls in winter", word("meaning", "O", language))
    before = (study.folder / "study.xlsx").read_bytes()
    lines, wordings, problems = read_drafting_sheet(hand.save(), study)
    assert [line for line in told(wordings) if line[2] == "en"] == [["HOUS", "4", "en", "=a warm flat, and quiet", "2027"]]
    assert lines[["what", "to", "who"]].values.tolist() == [["meaning", "O", "Ana"]]
    assert all(problem.severity == WARNING for problem in problems)
    assert (study.folder / "study.xlsx").read_bytes() == before
    again = read_study(study.folder)
    assert words_now(again)[3] == "=a warm flat, and quiet"
    versions = wording_versions(again)
    kept = versions[(versions["part"] == "4") & (versions["language"] == "en")]
    assert kept["words"].tolist() == ["a good flat", "=a warm flat, and quiet"]
    assert kept["when"].str[:10].tolist() == ["", "2025-03-04"]
    meanings = suggest_meanings(again.criteria, read_decisions(again)[0], encoder="lemmas").set_index("criterion")
    assert meanings.loc[lines["criterion"].iloc[0], "meaning"] == "O"
    lines, wordings, _problems = read_drafting_sheet(hand.path.with_name(f"back_{hand.path.name}"), again)
    assert (len(lines), len(wordings)) == (0, 0)  # read twice, changed once


def test_another_order_changes_nothing(tmp_path):
    study, hand = written(tmp_path)
    hand.reverse("scale").reverse("criteria")
    hand.book.move_sheet(hand.sheet("criteria"), -3)
    assert [len(found) for found in read_drafting_sheet(hand.save(), study)] == [0, 0, 0]
    hand.keys().write("2", words_en="a sofa at friends’")
    _lines, wordings, _problems = read_drafting_sheet(hand.save(), study)
    assert told(wordings) == [["HOUS", "2", "en", "a sofa at friends’", "2027"]]


def test_an_added_level_is_another_indicator_that_replaces_the_first(tmp_path):
    study, hand = written(tmp_path)
    hand.keys().indicator(levels=6).add("HOUS", 6, words_en="a home for our children, too")
    path = hand.save()
    _lines, _wordings, problems = read_drafting_sheet(path, study)
    assert any("“HOUS_6” takes the place of “HOUS” from wave 2027 on" in str(problem) for problem in problems)
    again = read_study(study.folder)
    indicators = again.indicators.set_index("indicator")
    assert indicators.loc["HOUS_6", ["levels", "replaces", "since_wave", "theme"]].tolist() == [6, "HOUS", "2027", "Housing"]
    assert indicators.loc["HOUS", ["levels", "until_wave"]].tolist() == [5, "2024"]
    new = again.situations[again.situations["indicator"] == "HOUS_6"].sort_values("level")["words_en"].tolist()
    assert new == [*words_now(again), "a home for our children, too"]
    assert [len(found) for found in read_drafting_sheet(path, again)[:2]] == [0, 0]


def test_a_level_beyond_the_scale_is_a_fault_at_its_cell(tmp_path):
    study, hand = written(tmp_path)
    found = faults(hand.keys().add("HOUS", 6, words_en="even better").save(), study)
    assert len(found) == 1
    assert found[0][1] == "B7"
    assert "“6” is not a level of “HOUS” (1 to 5)" in found[0][2]


def test_a_deleted_row_is_a_hole_unless_the_scale_is_shorter(tmp_path):
    study, hand = written(tmp_path)
    found = faults(hand.keys().delete("3").save(), study)
    assert len(found) == 1
    assert "The line of 3 of “HOUS” is missing" in found[0][2]
    hand = Hand(hand.path)
    hand.keys().delete("5").indicator(levels=4)
    read_drafting_sheet(hand.save(), study)
    again = read_study(study.folder)
    assert len(again.situations[again.situations["indicator"] == "HOUS_4"]) == 4


def test_every_fault_is_said_at_once(tmp_path):
    study, hand = written(tmp_path)
    hand.keys(date=None, since_wave="2024").write("2", words_en="No place!").write("4", indicator="HUOS", words_en="x")
    hand.decide("damp walls in winter", "weather").write("1", accept="perhaps")
    cells = {cell: text for _sheet, cell, text in faults(hand.save(), study)}
    said = " ".join(cells.values())
    assert "“HUOS” is not an indicator of the study, nor of this sheet. Did you mean “HOUS”?" in said
    assert "“perhaps” is neither yes nor no" in said
    assert "“weather” is no meaning" in said
    assert "The line of 4 of “HOUS” is missing" in said
    assert "“2” is said in the same words as “1”" in said


def test_a_day_and_a_wave_are_needed_where_something_changed(tmp_path):
    study, hand = written(tmp_path)
    found = faults(hand.keys(date=None, since_wave=None).write("2", words_en="a sofa, by turns").save(), study)
    assert len(found) == 2
    young = {"Answers": [["Respondent", "HOUS"], ["P1", 2]]}
    study, hand = written(tmp_path / "asked", young=young)
    found = faults(hand.keys(since_wave="2024").write("2", words_en="a sofa, by turns").save(), study)
    assert [text.partition(" – ")[2][:54] for *_at, text in found] == ["“HOUS” has been asked in wave 2024 already, in the ear"]


def test_words_that_were_deleted_stand_and_a_missing_language_is_said(tmp_path):
    study, hand = written(tmp_path, "fr")
    hand.keys().write("2", words_en=None, words_fr="un canapé")
    with speaking("en"):
        _lines, wordings, problems = read_drafting_sheet(hand.save(), study)
        said = [problem.found() for problem in problems]
    assert told(wordings) == [["HOUS", "2", "fr", "un canapé", "2027"]]
    assert "The words were deleted; the earlier ones stand." in said
    assert said.count("“1” has no words in French.") == 1
    assert sum("has no words in French" in one for one in said) == 4


def test_a_proposal_can_be_taken_and_own_words_win(tmp_path):
    study, hand = written(tmp_path)
    hand.keys().write("1", accept="x").write("5", accept="✓", words_en="a flat for good")
    _lines, wordings, problems = read_drafting_sheet(hand.save(), study)
    assert told(wordings) == [
        ["HOUS", "1", "en", "“no flat for people like us” · “the rent eats all”", "2027"],
        ["HOUS", "5", "en", "a flat for good", "2027"],
    ]
    assert len(problems) == 1


def test_a_theme_without_an_indicator_gets_one_out_of_its_sheet(tmp_path):
    study, themes, membership = studied(tmp_path)
    lines = draft_indicators(study, themes, membership)[0].assign(theme="T-home", label="A home")
    table = drafting_sheets(study, lines, tmp_path / "sheets")
    hand = Hand(tmp_path / "sheets" / table["workbook"].iloc[0])
    assert table["indicators"].tolist() == ["A_HOME"]
    assert [len(found) for found in read_drafting_sheet(hand.save(), study)] == [0, 0, 0]
    for level, text in enumerate(["a", "b", "c", "d", "e"], 1):
        hand.write(str(level), words_en=text)
    hand.keys().write("quality", words_en="unused")
    _lines, _wordings, problems = read_drafting_sheet(hand.save(), study)
    assert any("is no part of an indicator of this kind" in problem.found() for problem in problems)
    again = read_study(study.folder)
    row = again.indicators.set_index("indicator").loc["A_HOME"]
    assert row[["indicator_kind", "levels", "theme", "label_en", "since_wave"]].tolist() == ["situations", 5, "A home", "A home", "2027"]
    assert not len(again.propositions)


def test_a_ladder_is_worded_by_its_propositions(tmp_path):
    study, themes, membership = studied(tmp_path)
    lines = draft_indicators(study, themes, membership)[0].assign(theme="T-work", label="Work")
    hand = Hand(tmp_path / "sheets" / drafting_sheets(study, lines, tmp_path / "sheets")["workbook"].iloc[0])
    for step in ("possibility", "attainment", "quality", "sustainability"):
        hand.write(step, words_en=f"words of {step}")
    read_drafting_sheet(hand.keys().save(), study)
    again = read_study(study.folder).propositions
    assert again[again["indicator"] == "WORK"]["words_en"].tolist() == [f"words of {step}" for step in again["proposition"]]


def test_words_that_others_changed_meanwhile_are_named(tmp_path):
    study, hand = written(tmp_path)
    other = Hand(hand.path)
    read_drafting_sheet(other.keys().write("2", words_en="theirs").save(), study)
    study = read_study(study.folder)
    _lines, wordings, problems = read_drafting_sheet(hand.keys().write("2", words_en="ours").save(), study)
    assert told(wordings) == [["HOUS", "2", "en", "ours", "2027"]]
    assert any("“theirs”" in problem.found() for problem in problems)


def test_a_sheet_that_is_filled_in_is_kept_and_a_strange_file_is_refused(tmp_path):
    study, _hand = written(tmp_path)
    themes, membership = themed(study)
    lines, _proposals = draft_indicators(study, themes, membership)
    assert drafting_sheets(study, lines, tmp_path / "sheets")["kept"].tolist() == [True]
    with speaking("en"), pytest.raises(SheetProblems, match="No sheet with the scale in words"):
        read_drafting_sheet(study.folder / "study.xlsx", study)
    use_language("en")


def test_a_sheet_that_lost_its_hidden_page_is_held_against_the_study(tmp_path):
    study, hand = written(tmp_path)
    del hand.book["_written"]
    del hand.book["_lists"]
    assert [len(found) for found in read_drafting_sheet(hand.save(), study)] == [0, 0, 0]
    hand.keys(since_wave=2027, date="4.3.2025").write("2", words_en="a sofa, by turns")
    assert told(read_drafting_sheet(hand.save(), study)[1]) == [["HOUS", "2", "en", "a sofa, by turns", "2027"]]


def test_six_levels_from_nought_are_numbered_as_people_number_them(tmp_path):
    use_language("en")
    study, themes, membership = studied(tmp_path, scale=["a", "b", "c", "d", "e", "f"])
    study.indicators.loc[study.indicators["indicator"] == "HOUS", "lowest"] = 0
    study.situations["level"] = study.situations["level"] - 1
    lines = draft_indicators(study, themes, membership)[0]
    hand = Hand(tmp_path / "sheets" / drafting_sheets(study, lines, tmp_path / "sheets")["workbook"].iloc[0])
    place = hand.places("scale")
    told_of = {hand.sheet("scale").cell(row, place("level")).value: hand.sheet("scale").cell(row, place("proposal")).value for row in range(2, 8)}
    assert list(told_of) == ["0", "1", "2", "3", "4", "5"]
    assert told_of["0"].startswith("“no flat for people like us”")
    assert told_of["5"] == "“=stay as long as I want”"
    hand.keys().write("0", words_en="nowhere")
    assert told(read_drafting_sheet(hand.save(), study)[1]) == [["HOUS", "0", "en", "nowhere", "2027"]]


def test_a_printed_sheet_holds_what_was_said_and_the_words_until_now(tmp_path):
    study, themes, membership = studied(tmp_path)
    lines = draft_indicators(study, themes, membership)[0]
    paper = Document(drafting_sheets(study, lines, tmp_path / "sheets", language="it")["paper"].iloc[0])
    text = "\n".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    for said in (*SAID, word("paper", "draft_our_words", "it").capitalize()):
        assert said in text

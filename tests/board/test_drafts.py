"""Walking the themes, taking and wording proposals: saved as a sheet that came back would be, or said why not."""

import datetime

import pandas as pd
import pytest

from tests.drafting.drafts import studied
from tests.drafting.hand import Hand
from workbench.board import draft_board
from workbench.drafting import draft_indicators, drafting_sheets, read_drafting_sheet
from workbench.language import speaking
from workbench.study import read_study

DAY = datetime.date(2025, 3, 4)


@pytest.fixture
def drafted(tmp_path):
    study, themes, membership = studied(tmp_path)
    lines, _proposals = draft_indicators(study, themes, membership)
    home = lines.assign(theme="T-home", label="A home")
    with speaking("en"):
        yield study, pd.concat([lines, home], ignore_index=True)


def opened(study, lines, **options):
    page = draft_board(study, lines, who="Ana", since_wave="2027", **options).page
    page.day.value = DAY
    return page


def versions(folder):
    path = folder / "wordings.csv"
    return path.read_text(encoding="utf-8-sig").splitlines()[1:] if path.exists() else []


def test_a_theme_is_shown_with_what_was_said_the_words_and_the_proposals(drafted):
    page = opened(*drafted)
    assert [label for label, _theme in page.theme.options] == ["Housing", "A home"]
    assert "no flat for people like us" in page.said.value
    assert "said 4 times, 1 group ★" in page.said.value
    assert [part for _name, part in page.fields] == ["1", "2", "3", "4", "5"]
    assert page.words()["HOUS", "4"] == "a good flat"
    page.theme.value = "T-home"
    assert [part for _name, part in page.fields][5:] == ["possibility", "attainment", "quality", "sustainability"]
    assert set(page.words().values()) == {""}


def test_a_saved_word_is_the_version_that_a_sheet_would_make(drafted, tmp_path):
    study, lines = drafted
    page = opened(study, lines)
    page.fields["HOUS", "4"]["text"].value = "=a warm flat,\nand quiet"
    page.accept(("HOUS", "1"))
    assert "2 fields are not saved yet." in page.status.value
    assert page.save()
    assert "2 new versions" in page.status.value
    typed = versions(study.folder)
    with_sheet, themes, membership = studied(tmp_path / "sheet")
    told, _proposals = draft_indicators(with_sheet, themes, membership)
    hand = Hand(drafting_sheets(with_sheet, told, tmp_path / "sheets")["workbook"].iloc[0])
    hand.keys().write("4", words_en="=a warm flat, and quiet").write("1", accept="x")
    read_drafting_sheet(hand.save(tmp_path / "back.xlsx"), with_sheet)
    assert typed == versions(with_sheet.folder)
    assert page.save()
    assert "Nothing was changed." in page.status.value
    page.fields["HOUS", "4"]["text"].value = "a good flat"  # back to what it was
    page.save()
    assert len(versions(study.folder)) == len(typed) + 1
    again = read_study(study.folder)
    assert again.situations.query("indicator == 'HOUS'").sort_values("level")["words_en"].iloc[3] == "a good flat"


def test_another_theme_is_only_reached_once_this_one_is_saved(drafted):
    study, lines = drafted
    page = opened(study, lines)
    page.fields["HOUS", "2"]["text"].value = "no place"  # as level 1 has it
    page.theme.value = "T-home"
    assert page.theme.value == page.at[0] != "T-home"
    assert 'role="alert"' in page.status.value
    assert "“2” is said in the same words as “1”." in page.status.value
    assert page.words()["HOUS", "2"] == "no place"  # nothing that was typed is lost
    assert versions(study.folder) == []
    page.fields["HOUS", "2"]["text"].value = "a sofa, by turns"
    page.theme.value = "T-home"
    assert page.at[0] == "T-home"
    assert len(versions(study.folder)) == 1


def test_the_day_and_the_wave_are_needed(drafted):
    page = opened(*drafted)
    page.day.value, page.since.value = None, ""
    page.accept(("HOUS", "1"))
    assert not page.save()
    assert "The date of the meeting is missing." in page.status.value
    assert "from which wave on" in page.status.value


def test_a_theme_without_an_indicator_becomes_one_of_situations_or_a_ladder(drafted):
    study, lines = drafted
    page = opened(study, lines, theme="A home")
    page.accept()
    for part in "12345":
        page.fields["A_HOME", part]["text"].value = page.fields["A_HOME", part]["text"].value or f"level {part}"
    assert page.save()
    again = read_study(study.folder).indicators.set_index("indicator")
    assert again.loc["A_HOME", ["indicator_kind", "levels", "theme"]].tolist() == ["situations", 5, "A home"]
    study = read_study(study.folder)
    page = opened(study, lines.assign(theme="T-work", label="Work to come"), theme="Work to come")
    code = next(name for name, _part in page.fields)
    for part in ("possibility", "attainment", "quality", "sustainability"):
        page.fields[code, part]["text"].value = f"words of {part}"
    assert page.save()
    assert read_study(study.folder).indicators.set_index("indicator").loc[code, "indicator_kind"] == "ladder"


def test_what_fails_is_said_in_the_boards_language(drafted, monkeypatch):
    study, lines = drafted
    with speaking("fr"):
        page = opened(study, lines)
    page.accept(("HOUS", "1"))
    monkeypatch.setattr("workbench.board.drafts.record_typed", lambda *_given, **_more: 1 / 0)
    assert not page.save()
    assert "rien n’a été enregistré" in page.status.value
    assert "ZeroDivisionError" in page.status.value
    assert page.store.description == "Enregistrer"


def test_it_opens_in_a_language_that_somebody_spoke(drafted):
    study, lines = drafted
    assert opened(study, lines).language.value == "en"
    assert opened(study, lines.assign(language="ro")).language.value == "ro"
    page = opened(study, lines, language="nl")
    assert {field["proposal"] for field in page.fields.values()} == {""}
    page.language.value = "en"
    assert any(field["proposal"] for field in page.fields.values())


def test_no_theme_and_a_theme_that_is_not_there(drafted):
    study, lines = drafted
    assert "No theme is decided yet" in draft_board(study, lines.head(0)).children[0].value
    with pytest.raises(ValueError, match="“Weather” is no theme; there are Housing and A home"):
        draft_board(study, lines, theme="Weather")

"""Drafting sheets and questionnaires in six languages, changed as people change them, in Excel's and LibreOffice's files.

Each file is written once and changed by a person of script; openpyxl saves it, and LibreOffice, started once for all of
them, saves it again in its own way. What is read back must be the same from both.
"""

import shutil
from dataclasses import replace

import pytest
from docx import Document
from openpyxl.utils import get_column_letter

from tests.drafting.drafts import studied
from tests.drafting.forms import typed, worded
from tests.drafting.hand import Hand, put, through_libreoffice
from workbench.drafting import (
    draft_indicators,
    drafting_sheets,
    questionnaire,
    questionnaire_items,
    read_drafting_sheet,
)
from workbench.language import LANGUAGES, speaking, word
from workbench.problems import WARNING, SheetProblems, StudyProblems
from workbench.study import read_study, wording_versions

SAID = {
    "en": "=our own flat, “warm” & quiet", "fr": "+ un logement « à nous », l’été aussi", "it": "-più luce, perché no?",
    "ro": "o casă caldă și liniștită, fără mucegai", "de": "große Räume, süß und gemütlich", "nl": "@thuis: één plek, ’s avonds stil",
}  # fmt: skip
STEPS = ("possibility", "attainment", "quality", "sustainability")
ABSENT = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed; on Debian: apt-get install libreoffice-calc"
)
each = pytest.mark.parametrize("language", LANGUAGES)
saved_by = pytest.mark.parametrize("program", ["openpyxl", pytest.param("libreoffice", marks=ABSENT)])
FORMS = {"group": [], "resident": ["Valbourg", 1971, "f"]}  # what stands between the name and the answers


class Files:
    """What people sent back, by who saved it: `files("libreoffice", "fr", "word")` is a path."""

    def __init__(self, folder):
        self.folder, self.studies, self.saved, self.office = folder, {}, {}, {}

    def add(self, key, book):
        path = self.folder / f"{'_'.join(key)}.xlsx"
        book.save(path)
        self.saved[key] = path

    def __call__(self, program, *key):
        if program == "openpyxl":
            return self.saved[key]
        if not self.office:
            self.office = through_libreoffice(self.saved.values(), self.folder)
        return self.office[self.saved[key]]

    def study(self, language, place):
        """Return the study of a language in a folder of its own, so that what is recorded there stays there."""
        study = self.studies[language]
        return replace(study, folder=shutil.copytree(study.folder, place / "study"))


@pytest.fixture(scope="module")
def sheets(tmp_path_factory):
    files = Files(tmp_path_factory.mktemp("sheets"))
    for language in LANGUAGES:
        files.studies[language], themes, membership = studied(files.folder / language, language=language, words=language)
        lines, _proposals = draft_indicators(files.studies[language], themes, membership)
        path = drafting_sheets(files.studies[language], lines, files.folder / language)["workbook"].iloc[0]
        for change, hand in changed_sheets(path, language):
            files.add((language, change), hand.book)
    return files


def changed_sheets(path, language):
    """Yield (what people did, the sheet after it)."""
    words = {f"words_{language}": SAID[language]}
    yield "nothing", Hand(path, language)
    damp = word("meaning", "O", language)
    yield "word", Hand(path, language).keys().write("4", **words).decide("damp walls in winter", damp)
    yield "level", Hand(path, language).keys().indicator(levels=6).add("HOUS", 6, **words)
    yield "beyond", Hand(path, language).keys().add("HOUS", 6, **words)
    yield "deleted", Hand(path, language).keys().delete("3")
    yield "shorter", Hand(path, language).keys().delete("5").indicator(levels=4)
    again = Hand(path, language).keys().write("2", **words)
    for name in ("scale", "criteria", "indicators"):
        again.reverse(name).turn(name)
    again.book.move_sheet(again.sheet("criteria"), -3)
    yield "order", again


def told(wordings):
    return [list(row) for row in wordings[["indicator", "part", "language", "words", "since_wave"]].itertuples(index=False)]


def faults(caught):
    with speaking("en"):
        return [(problem.cell, problem.found()) for problem in caught.value.problems if problem.severity != WARNING]


def words_of(study, indicator, language):
    rows = study.situations[study.situations["indicator"] == indicator].sort_values("level")
    return rows[f"words_{language}"].tolist()


@each
@saved_by
def test_a_sheet_that_nobody_changed_changes_nothing(sheets, tmp_path, language, program):
    study = sheets.study(language, tmp_path)
    lines, wordings, problems = read_drafting_sheet(sheets(program, language, "nothing"), study)
    assert (len(lines), len(wordings), problems) == (0, 0, [])
    assert not (study.folder / "wordings.csv").exists()


@each
@saved_by
def test_a_changed_word_is_a_version_with_its_day_and_a_meaning_a_decision(sheets, tmp_path, language, program):
    study = sheets.study(language, tmp_path)
    lines, wordings, problems = read_drafting_sheet(sheets(program, language, "word"), study)
    assert told(wordings) == [["HOUS", "4", language, SAID[language], "2027"]]
    assert lines[["what", "to", "who"]].values.tolist() == [["meaning", "O", "Ana"]]
    assert all(problem.severity == WARNING for problem in problems)
    again = read_study(study.folder)
    assert words_of(again, "HOUS", language)[3] == SAID[language]
    versions = wording_versions(again)
    kept = versions[(versions["part"] == "4") & (versions["language"] == language)]
    assert kept["words"].tolist() == ["a good flat", SAID[language]]
    assert kept["when"].str[:10].tolist() == ["", "2025-03-04"]
    lines, wordings, _problems = read_drafting_sheet(sheets(program, language, "word"), again)
    assert (len(lines), len(wordings)) == (0, 0)  # read twice, changed once


@each
@saved_by
def test_a_level_more_or_less_is_another_indicator_in_its_place(sheets, tmp_path, language, program):
    for change, levels in (("level", 6), ("shorter", 4)):
        study = sheets.study(language, tmp_path / change)
        before = words_of(study, "HOUS", language)
        read_drafting_sheet(sheets(program, language, change), study)
        again = read_study(study.folder)
        rows = again.indicators.set_index("indicator")
        assert rows.loc[f"HOUS_{levels}", ["levels", "replaces", "since_wave"]].tolist() == [levels, "HOUS", "2027"]
        assert rows.loc["HOUS", ["levels", "until_wave"]].tolist() == [5, "2024"]
        assert words_of(again, f"HOUS_{levels}", language) == [*before, SAID[language]][:levels]
        assert words_of(again, "HOUS", language) == before


@each
@saved_by
def test_a_level_too_many_and_a_deleted_row_are_problems_at_their_cells(sheets, tmp_path, language, program):
    study = sheets.study(language, tmp_path)
    for change, found, cell in (("beyond", "“6” is not a level of “HOUS” (1 to 5)", "B7"),
                                ("deleted", "The line of 3 of “HOUS” is missing", "C2")):  # fmt: skip
        with speaking("en"), pytest.raises(SheetProblems) as caught:
            read_drafting_sheet(sheets(program, language, change), study)
        assert [(at, text[: len(found)]) for at, text in faults(caught)] == [(cell, found)]
        assert not (study.folder / "wordings.csv").exists()


@each
@saved_by
def test_rows_columns_and_sheets_in_another_order_are_read_the_same(sheets, tmp_path, language, program):
    study = sheets.study(language, tmp_path)
    lines, wordings, problems = read_drafting_sheet(sheets(program, language, "order"), study)
    assert told(wordings) == [["HOUS", "2", language, SAID[language], "2027"]]
    assert (len(lines), problems) == (0, [])


@pytest.fixture(scope="module")
def forms(tmp_path_factory):
    files = Files(tmp_path_factory.mktemp("forms"))
    study = worded(files.folder)
    files.studies = dict.fromkeys(LANGUAGES, study)
    for language in LANGUAGES:
        items = questionnaire_items(study, language=language)[0]
        for form in FORMS:
            table = questionnaire(study, files.folder, form=form, language=language)[0]
            path = table.set_index("what").loc["workbook", "path"]
            for change, book in changed_forms(path, language, form, items):
                files.add((language, form, change), book)
    return files


def changed_forms(path, language, form, items):
    """Yield (what people did, the form after it): three have answered, the second of them does not know."""
    yes, no = (word("yesno", name, language) for name in ("yes", "no"))
    given = {"SAFE": 4, "HOUS": 5, **dict(zip(STEPS, (no, no, yes, no), strict=True))}
    answers = [given[row.proposition or row.indicator] for row in items.itertuples()]
    unknown = [word("reason", "dont_know", language)] * len(items)
    who, sheet = FORMS[form], word("sheet", "answers", language)

    def book(change):
        said = enumerate([answers, unknown, answers], start=1)
        return typed(path, [[f"{form} {change} {n}", *who, *told] for n, told in said], language)

    yield "nothing", book("nothing")
    renamed = book("word")
    renamed[sheet].cell(1, place_of("SAFE", form, items)).value += "?!x"
    yield "word", renamed
    beyond = book("level")
    beyond[sheet].cell(2, place_of("HOUS", form, items)).value = 6
    yield "level", beyond
    shorter = book("deleted")
    shorter[sheet].delete_rows(3)
    yield "deleted", shorter
    turned = book("order")
    rows = [[cell.value for cell in row] for row in turned[sheet].iter_rows(max_row=4)]
    for at, cells in enumerate([rows[0], *reversed(rows[1:])], start=1):
        for column, value in enumerate(reversed(cells), start=1):
            put(turned[sheet].cell(at, column), value)
    turned.move_sheet(sheet, -2)
    yield "order", turned


def place_of(indicator, form, items):
    return 1 + len(FORMS[form]) + 1 + items["indicator"].tolist().index(indicator)


def read_with(files, tmp_path, program, language, changes):
    """Return the study with the forms of both kinds, changed in these ways, laid into its wave."""
    study = files.study(language, tmp_path)
    for form in FORMS:
        for change in changes:
            shutil.copy(files(program, language, form, change), study.folder / f"waves/2024/{form}_{change}.xlsx")
    return read_study(study.folder)


@each
@saved_by
def test_forms_are_read_whatever_their_order_and_without_a_row(forms, tmp_path, language, program):
    study = read_with(forms, tmp_path, program, language, ["nothing", "order", "deleted"])
    new = study.answers[study.answers["source"].str.contains("nothing|order|deleted")]
    people = [f"{form} {change} {n}" for form in FORMS for change in ("nothing", "order", "deleted") for n in (1, 2, 3)
              if (change, n) != ("deleted", 2)]  # fmt: skip
    told = {name: ("dont_know", "dont_know") if name.endswith("2") else (4, 6) for name in people}  # HOUS: 0 to 5
    found = {(row.respondent, row.indicator): row.missing or row.level for row in new.itertuples()}
    assert found == {(name, code): value for name, said in told.items() for code, value in zip(("SAFE", "HOUS"), said, strict=True)}
    groups = new["respondent"].str.startswith("group")
    assert set(new.loc[groups, "group"]) == {"Carers"}
    assert new.loc[~groups, ["territory", "group", "birth_year", "gender"]].drop_duplicates().values.tolist() == [["Valbourg", "", "1971", "f"]]
    ladders = study.ladders[study.ladders["source"].str.contains("nothing|order|deleted")].set_index("respondent")
    climbed = ladders[ladders[[*STEPS]].notna().any(axis=1)]
    assert {name for name in people if not name.endswith("2")} == set(climbed.index)
    assert set(climbed[[*STEPS]].itertuples(index=False, name=None)) == {(False, False, True, False)}


@each
@saved_by
def test_a_changed_header_and_a_level_too_many_are_problems_at_their_cells(forms, tmp_path, language, program):
    items = questionnaire_items(forms.studies[language], language=language)[0]
    with speaking("en"), pytest.raises(StudyProblems) as caught:
        read_with(forms, tmp_path, program, language, ["word", "level"])
    with speaking("en"):
        found = {(one.file, one.cell): one.found() for one in caught.value.problems if one.severity != WARNING}
    assert len(found) == 2 * len(FORMS)
    for form in FORMS:
        header = found[f"waves/2024/{form}_word.xlsx", f"{get_column_letter(place_of('SAFE', form, items))}1"]
        assert header.startswith(f"The column “Sicurezza la sera {language}?!x” is neither an indicator")
        level = found[f"waves/2024/{form}_level.xlsx", f"{get_column_letter(place_of('HOUS', form, items))}2"]
        assert level == "“6” is not a situation of “Alloggio en” (0 to 5)."


@ABSENT
def test_a_printed_sheet_and_form_keep_their_words_in_libreoffice(sheets, forms, tmp_path):
    papers = [*sheets.folder.rglob("*.docx"), *forms.folder.glob("*.docx")]
    assert len(papers) == 3 * len(LANGUAGES)
    for path, again in through_libreoffice(papers, tmp_path, "docx").items():
        assert words_on(again) == words_on(path)


def words_on(path):
    paper = Document(path)
    texts = [paragraph.text for paragraph in paper.paragraphs]
    return [*texts, *(cell.text for table in paper.tables for row in table.rows for cell in row.cells)]

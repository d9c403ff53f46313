"""A new study is empty, offers its words in drop-downs, is read back as it was filled in, and overwrites nothing."""

import csv
from datetime import date

import pytest
from openpyxl import load_workbook

from workbench.language import LANGUAGES, names, recognise, word
from workbench.tables import TABLES, columns
from workbench.templates import STUDY_TABLES, new_study, write_group
from workbench.templates.sheets import ROWS, written_columns

in_each_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def studies(tmp_path_factory):
    """One new study for each language."""
    root = tmp_path_factory.mktemp("studies")
    return {code: new_study(root / code, language=code, title="Valbourg", wave="2026") for code in LANGUAGES}


def workbooks(folder):
    return {path.name: load_workbook(path) for path in folder.rglob("*.xlsx")}


def choices(book, sheet, column):
    """Return the words that the drop-down of the column headed `column` offers; None where it has none."""
    place = next(cell for cell in sheet[1] if cell.value == column)
    for rule in sheet.data_validations.dataValidation:
        if (
            rule.type == "list"
            and f"{place.column_letter}2" in rule.cells
            and f"{place.column_letter}{ROWS + 1}" in rule.cells
        ):
            name, _mark, cells = rule.formula1.rpartition("!")
            return [cell.value for row in book[name.strip("'=")][cells.replace("$", "")] for cell in row]
    return None


@in_each_language
def test_a_study_has_its_files(studies, language):
    folder = studies[language]
    group, figures = word("column", "group", language).lower(), word("sheet", "statistics", language).lower()
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()) == sorted(
        ["study.xlsx", "decisions.csv", "mappings/README.txt", f"waves/2026/{group}.xlsx", f"waves/2026/{figures}.xlsx"]
    )
    with (folder / "decisions.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [columns("decisions")]


@in_each_language
def test_every_sheet_and_header_is_recognised_as_what_it_is(studies, language):
    book = load_workbook(studies[language] / "study.xlsx")
    shown = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
    assert [recognise("sheet", title) for title in shown] == ["instructions", "study", *STUDY_TABLES]
    for table in STUDY_TABLES:
        sheet = book[word("sheet", table, language)]
        known = [column.name for column in TABLES[table].columns]
        assert [recognise("column", cell.value, known) for cell in sheet[1]] == [
            column.name for column in written_columns(table, language)
        ]
        assert all(cell.font.b for cell in sheet[1])
        assert sheet.freeze_panes == "B2"


def test_labels_are_asked_in_the_studys_language_and_in_english_only():
    assert [c.name for c in written_columns("situations", "it")] == [
        "indicator",
        "level",
        "words_it",
        "words_en",
        "threshold",
    ]
    assert [c.name for c in written_columns("situations", "en")] == ["indicator", "level", "words_en", "threshold"]
    for table in STUDY_TABLES:
        left_out = set(columns(table)) - {column.name for column in written_columns(table, "fr")}
        assert {name.split("_")[0] for name in left_out} <= {"source", "label", "words"}


@in_each_language
def test_choices_are_offered_in_words(studies, language):
    book = load_workbook(studies[language] / "study.xlsx")
    for table in STUDY_TABLES:
        sheet = book[word("sheet", table, language)]
        for column in TABLES[table].columns:
            kind = "yesno" if column.kind == "yesno" else column.allowed
            if column.kind in ("choice", "yesno"):
                header = word("column", column.name, language)
                assert choices(book, sheet, header) == [word(kind, name, language) for name in names(kind)]


@in_each_language
def test_references_are_offered_from_the_sheet_that_declares_them(studies, language):
    book = load_workbook(studies[language] / "study.xlsx")
    place = word("column", "territory", language)
    example = word("marker", "example", language)
    for table in ("groups", "waves", "actions"):
        offered = choices(book, book[word("sheet", table, language)], place)
        assert offered[0] == f"{example} Valbourg"
        assert len(offered) == ROWS - 1
    for table, name in (("situations", "indicator"), ("effects", "indicator"), ("commitments", "action")):
        assert choices(book, book[word("sheet", table, language)], word("column", name, language))[0].startswith(
            example
        )


@in_each_language
def test_every_line_below_a_header_is_marked_as_an_example(studies, language):
    example = word("marker", "example", language) + " "
    tables = {
        word("sheet", name, language) for name in (*STUDY_TABLES, "criteria", "answers", "statistics", "evidence")
    }
    seen = set()
    for book in workbooks(studies[language]).values():
        for sheet in book:
            if sheet.title not in tables:
                continue
            seen.add(sheet.title)
            lines = [[cell for cell in line if cell.value is not None] for line in sheet.iter_rows(min_row=2)]
            assert lines
            assert all(line[0].value.startswith(example) for line in lines)
            assert all(cell.font.i for line in lines for cell in line)
    assert seen == tables


@in_each_language
def test_examples_are_what_their_drop_downs_offer(studies, language):
    book = load_workbook(studies[language] / "study.xlsx")
    for table in STUDY_TABLES:
        sheet = book[word("sheet", table, language)]
        for column in TABLES[table].columns:
            if column.kind in ("choice", "yesno"):
                header = word("column", column.name, language)
                place = next(cell.column for cell in sheet[1] if cell.value == header)
                written = {row[0].value for row in sheet.iter_rows(min_row=2, min_col=place, max_col=place)} - {None}
                assert written <= set(choices(book, sheet, header))


@in_each_language
def test_a_group_has_its_meeting_its_criteria_and_its_answers(studies, language):
    book = load_workbook(next(studies[language].glob(f"waves/2026/{word('column', 'group', language).lower()}.xlsx")))
    titles = [recognise("sheet", sheet.title) for sheet in book if sheet.sheet_state == "visible"]
    assert titles == ["instructions", "meeting", "criteria", "answers"]
    keys = {recognise("column", row[0].value): row[1].value for row in book.worksheets[1].iter_rows()}
    assert keys == {**dict.fromkeys(["territory", "group", "date", "participants", "language"]), "wave": "2026"}
    criteria = book[word("sheet", "criteria", language)]
    known = [name for name in columns("criteria") if name != "criterion"]
    assert [recognise("column", cell.value, known) for cell in criteria[1]] == ["question", "text", "votes"]
    assert choices(book, criteria, word("column", "question", language)) == [
        word("question", name, language) for name in names("question")
    ]


def test_the_study_says_its_title_and_language_and_nothing_stands_beside_an_empty_value(studies):
    sheet = load_workbook(studies["ro"] / "study.xlsx")["Studiu"]
    said = {recognise("column", row[0].value): row[1].value for row in sheet.iter_rows()}
    assert said == {"title": "Valbourg", "language": "română", "grid": None, "profile_columns": None}
    assert sheet.max_column == 2  # a hint there would be read as the value


def test_the_wave_is_this_year_unless_it_is_named(tmp_path):
    new_study(tmp_path / "a")
    assert (tmp_path / "a" / "waves" / str(date.today().year)).is_dir()


def test_a_folder_that_holds_anything_is_left_as_it_is(tmp_path):
    (tmp_path / "study.xlsx").write_text("last year's work")
    with pytest.raises(ValueError, match=r"must be new or empty; it holds study.xlsx. Nothing was written"):
        new_study(tmp_path)
    assert (tmp_path / "study.xlsx").read_text() == "last year's work"
    assert [path.name for path in tmp_path.iterdir()] == ["study.xlsx"]
    with pytest.raises(ValueError, match="must be new or empty"):
        new_study(tmp_path / "study.xlsx")


def test_what_a_file_manager_leaves_is_not_in_the_way(tmp_path):
    (tmp_path / ".DS_Store").touch()
    assert (new_study(tmp_path) / "study.xlsx").is_file()


def test_a_language_without_templates_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(ValueError, match="not in “es”"):
        new_study(tmp_path / "a", language="es")
    assert not (tmp_path / "a").exists()


def seen(book):
    """Return all that can be read in a workbook but labels and words in English, which stand beside those of its language."""
    cells = [
        str(cell.value)
        for sheet in book
        for column in sheet.iter_cols()
        if recognise("column", str(column[0].value)) not in ("label_en", "words_en")
        for cell in column
        if cell.value is not None
    ]
    rules = [rule for sheet in book for rule in sheet.data_validations.dataValidation]
    shown = [part for rule in rules for part in (rule.promptTitle, rule.prompt, rule.error, rule.errorTitle) if part]
    return [line for text in cells + shown for line in text.split("\n")]


def of_other_languages(language):
    """Return the sentences and examples that only other languages have."""
    told = {code: {word("help", name, code).partition("{")[0] for name in names("help")} for code in LANGUAGES}
    return set().union(*told.values()) - told[language]


@in_each_language
def test_all_that_stands_in_a_template_is_in_its_language(studies, tmp_path, language):
    write_group(tmp_path / "group.xlsx", language=language, wave="2026")
    books = workbooks(studies[language]) | {"group": load_workbook(tmp_path / "group.xlsx")}
    marker = word("marker", "example", language) + " "
    said = {name: {text.removeprefix(marker).partition("{")[0] for text in seen(book)} for name, book in books.items()}
    foreign = of_other_languages(language)
    for name, texts in said.items():
        assert texts & foreign == set(), name
    assert {word("help", name, language) for name in ("one_group", "hint_date")} <= said["group"]
    assert {word("help", name, language) for name in ("the_study", "tree", "hint_grid", "example_what")} <= said["study.xlsx"]
    readme = (studies[language] / "mappings" / "README.txt").read_text(encoding="utf-8")
    assert readme == word("help", "mappings", language) + "\n"


@in_each_language
def test_a_piece_of_evidence_is_headed_as_such_and_read_as_its_text(studies, language):
    path = studies[language] / "waves" / "2026" / (word("sheet", "statistics", language).lower() + ".xlsx")
    heads = [cell.value for cell in load_workbook(path)[word("sheet", "evidence", language)][1]]
    head = word("header", "evidence_text", language)
    assert head in heads
    assert recognise("column", head, [column.name for column in TABLES["evidence"].columns]) == "text"

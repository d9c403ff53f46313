import shutil
import subprocess

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.meetings.meeting import Paper, decided, ids, studied, themes_now
from workbench.decisions import read_decisions, record_decision, record_decisions
from workbench.decisions.log import FILE
from workbench.language import LANGUAGES, plain, speaking, word
from workbench.meetings import export_decisions_sheet, read_decisions_sheet
from workbench.problems import StudyProblems


def sheet(study, suggestion, path, language="en", replace=False):
    themes, membership, _orphans = themes_now(study, suggestion)
    export_decisions_sheet(study, suggestion, themes, membership, path, language=language, replace=replace)
    return Paper(path, language)


def read(paper, study, suggestion, **kept):
    with speaking("en"):
        return read_decisions_sheet(paper.save(), study, suggestion, **kept)


def faults(paper, study, suggestion):
    before = len(read_decisions(study)[0])
    with speaking("en"), pytest.raises(StudyProblems) as caught:
        read_decisions_sheet(paper.save(), study, suggestion)
    assert len(read_decisions(study)[0]) == before
    return " ".join(str(problem) for problem in caught.value.problems if problem.severity == "error")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_filled_in_is_recorded_and_stands_on_the_next_sheet(tmp_path, language):
    study, suggestion = studied(tmp_path)
    known = ids(study)
    flat, bus = f"T-{known['a warm flat']}", f"T-{known['the bus is late']}"
    paper = sheet(study, suggestion, tmp_path / "board.xlsx", language)
    paper.key("decided_by", "coordination group", sheet="board")
    paper.fill("criteria", "la noia", move="Free time")
    paper.fill("criteria", "=1+1 neighbours", move="A home")
    paper.fill("themes", flat, find="theme_id", rename="A home", code="A03")
    paper.fill("themes", bus, find="theme_id", validated="x")
    paper.fill("themes", "", theme="Quiet")
    lines, problems = read(paper, study, suggestion)
    both = lines["criterion"][2]
    assert set(both.split("; ")) == {known["a room of my own"], known["a warm flat"]}
    assert decided(lines) == [
        ["new", "", "", "Quiet"],
        ["new", "", "", "Free time"],
        ["rename", both, flat, "A home"],
        ["code", both, flat, "A03"],
        ["validate", known["the bus is late"], bus, ""],
        ["assign", known["la noia"], "alone", "Free time"],
        ["assign", known["=1+1 neighbours"], "alone", flat],
    ]
    assert set(lines["who"]) == {"coordination group"}
    assert ["is no theme yet" in str(problem) for problem in problems] == [True]
    assert read(paper, study, suggestion)[0].empty  # once is enough

    again = sheet(study, suggestion, tmp_path / "again.xlsx", language)
    shown = {name: again.places("criteria")[name] for name in ("theme", "state", "move")}
    row = again.row("criteria", "la noia")
    assert again.sheet("criteria").cell(row, shown["theme"]).value == "Free time"
    assert again.sheet("criteria").cell(row, shown["state"]).value == word("theme_state", "decided", language)
    row = again.row("themes", flat, "theme_id")
    cells = {name: again.sheet("themes").cell(row, place).value for name, place in again.places("themes").items()}
    assert (cells["theme"], cells["code"], cells["criteria"]) == ("A home", "A03", 3)
    assert read(again, study, suggestion)[0].empty


def test_unsure_comes_first_and_nothing_is_a_formula(tmp_path):
    study, suggestion = studied(tmp_path)
    book = sheet(study, suggestion, tmp_path / "board.xlsx").book
    page = book["What was said"]
    assert [cell.data_type for row in page.iter_rows() for cell in row if cell.data_type == "f"] == []
    unsure = [row[5].value for row in page.iter_rows(min_row=2)]
    assert unsure == sorted(unsure, key=lambda cell: cell is None)
    assert page.freeze_panes == "A2"
    assert page.print_title_rows == "$1:$1"
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert book["_lists"].sheet_state == "hidden"
    ids_column = Paper(tmp_path / "board.xlsx").places("criteria")["criterion_id"]
    assert {page.cell(row, ids_column).number_format for row in range(2, page.max_row + 1)} == {"@"}


def test_a_workbook_that_may_hold_work_is_not_written_over(tmp_path):
    study, suggestion = studied(tmp_path)
    sheet(study, suggestion, tmp_path / "board.xlsx")
    with speaking("en"), pytest.raises(FileExistsError, match="may hold work"):
        sheet(study, suggestion, tmp_path / "board.xlsx")
    sheet(study, suggestion, tmp_path / "board.xlsx", replace=True)


def test_order_and_deleted_lines_do_not_matter(tmp_path):
    study, suggestion = studied(tmp_path)
    paper = sheet(study, suggestion, tmp_path / "board.xlsx")
    paper.fill("criteria", "la noia", move="Free time")
    page = paper.sheet("criteria")
    for row in range(page.max_row, 1, -1):
        if page.cell(row, 1).value not in ("la noia", "i prezzi"):
            page.delete_rows(row)
    page.insert_cols(1, 2)
    page.insert_rows(1, 3)
    paper.book._sheets.reverse()
    lines, _problems = read(paper, study, suggestion)
    assert decided(lines, "what", "to") == [["new", "Free time"], ["assign", "Free time"]]


def test_a_theme_written_over_is_a_move_and_a_label_written_over_a_name(tmp_path):
    study, suggestion = studied(tmp_path)
    paper = sheet(study, suggestion, tmp_path / "board.xlsx")
    bus = f"T-{ids(study)['the bus is late']}"
    paper.fill("criteria", "la noia", theme="Free time")
    paper.fill("themes", bus, find="theme_id", theme="Getting around")
    lines, problems = read(paper, study, suggestion)
    assert decided(lines, "what", "from", "to") == [
        ["new", "", "Free time"], ["rename", bus, "Getting around"], ["assign", "alone", "Free time"],
    ]  # fmt: skip
    assert len(problems) == 3


def test_what_was_decided_since_is_said_and_what_stood_there_is_not_decided_again(tmp_path):
    study, suggestion = studied(tmp_path)
    known = ids(study)
    bus = f"T-{known['the bus is late']}"
    paper = sheet(study, suggestion, tmp_path / "board.xlsx")
    record_decisions(study, [
        {"what": "assign", "criterion": known["la noia"], "to": "Boredom"},
        {"what": "code", "theme": bus, "to": "A10"},
        {"what": "rename", "theme": bus, "to": "Getting around"},
    ])  # fmt: skip
    assert read(paper, study, suggestion)[0].empty
    paper.fill("criteria", "la noia", move="Free time")
    lines, problems = read(paper, study, suggestion)
    assert decided(lines, "what", "from", "to") == [["new", "", "Free time"], ["assign", "Boredom", "Free time"]]
    assert "moved to “Boredom” since" in " ".join(map(str, problems))


def test_merging_by_the_list(tmp_path):
    study, suggestion = studied(tmp_path)
    known = ids(study)
    flat, bus = f"T-{known['a warm flat']}", f"T-{known['the bus is late']}"
    paper = sheet(study, suggestion, tmp_path / "board.xlsx")
    label = paper.sheet("themes").cell(paper.row("themes", flat, "theme_id"), 1).value
    paper.fill("themes", bus, find="theme_id", merge=label)
    paper.fill("criteria", "la noia", move=paper.sheet("themes").cell(paper.row("themes", bus, "theme_id"), 1).value)
    assert len(read(paper, study, suggestion)[0]) == 2
    home = themes_now(study, suggestion)[1].set_index("criterion")["theme"]
    assert {home[known[text]] for text in ("the bus is late", "la noia")} == {flat}
    assert read(paper, study, suggestion)[0].empty
    paper.fill("themes", bus, find="theme_id", rename="Buses", merge=None)
    assert "no theme any more" in faults(paper, study, suggestion)


def test_faults_are_named_and_nothing_is_recorded(tmp_path):
    study, suggestion = studied(tmp_path)
    known = ids(study)
    flat, bus = f"T-{known['a warm flat']}", f"T-{known['the bus is late']}"
    record_decision(study, "rename", theme=bus, to="Getting around")
    paper = sheet(study, suggestion, tmp_path / "board.xlsx")
    paper.fill("themes", flat, find="theme_id", rename="getting around")
    assert "the name of another theme" in faults(paper, study, suggestion)
    label = paper.sheet("themes").cell(paper.row("themes", flat, "theme_id"), 1).value
    paper.fill("themes", flat, find="theme_id", rename=None, merge="Getting around")
    paper.fill("themes", bus, find="theme_id", merge=label)
    assert "in a circle" in faults(paper, study, suggestion)
    paper.fill("themes", flat, find="theme_id", merge="Geting around")
    paper.fill("themes", bus, find="theme_id", merge=None)
    assert "Did you mean “Getting around”" in faults(paper, study, suggestion)
    paper.fill("themes", flat, find="theme_id", merge="Getting around", rename="Homes")
    assert "both cannot be" in faults(paper, study, suggestion)
    paper.fill("themes", flat, find="theme_id", merge=None, rename=None)
    row = paper.fill("criteria", "la noia", criterion_id="c0")
    assert f"{chr(64 + paper.places('criteria')['criterion_id'])}{row} – “c0” is no criterion" in faults(
        paper, study, suggestion
    )


def test_one_criterion_goes_to_one_theme(tmp_path):
    study, suggestion = studied(tmp_path)
    paper = sheet(study, suggestion, tmp_path / "board.xlsx")
    paper.fill("criteria", "la noia", move="Free time")
    paper.fill("criteria", "", text="la noia", criterion_id=ids(study)["la noia"], move="Boredom")
    assert "moved to two themes" in faults(paper, study, suggestion)


def test_the_sheet_of_criteria_as_csv(tmp_path):
    study, suggestion = studied(tmp_path)
    sheet(study, suggestion, tmp_path / "board.xlsx")
    table = pd.read_excel(tmp_path / "board.xlsx", sheet_name="What was said", dtype=str, engine="openpyxl")
    table.loc[table["criterion"] == "la noia", "move to"] = "Free time"
    table.to_csv(tmp_path / "board.csv", index=False, sep=";", encoding="utf-8-sig")
    lines, _problems = read_decisions_sheet(tmp_path / "board.csv", study, suggestion, who="Ana")
    assert decided(lines, "what", "to", "who") == [["new", "Free time", "Ana"], ["assign", "Free time", "Ana"]]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_sheet_saved_by_libreoffice_decides_nothing_by_itself(tmp_path):
    study, suggestion = studied(tmp_path)
    sheet(study, suggestion, tmp_path / "board.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        "saved",
        "board.xlsx",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120, cwd=tmp_path)
    saved = tmp_path / "saved" / "board.xlsx"
    assert load_workbook(saved)["What was said"].data_validations.count > 0
    lines, problems = read_decisions_sheet(saved, study, suggestion)
    assert lines.empty
    assert problems == []


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    return studied(tmp_path_factory.mktemp("once"))


NAMES = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=20).map(
    lambda text: " ".join(text.split())
).filter(bool)  # fmt: skip


@given(
    moves=st.lists(st.tuples(st.integers(0, 7), NAMES), max_size=4),
    renamed=st.lists(NAMES, max_size=2),
    language=st.sampled_from(LANGUAGES),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_sheet_that_nobody_touched_decides_nothing(once, tmp_path_factory, moves, renamed, language):
    study, suggestion = once
    (study.folder / FILE).unlink(missing_ok=True)
    criteria = study.criteria["criterion"].tolist()
    record_decisions(
        study,
        [{"what": "assign", "criterion": criteria[place % len(criteria)], "to": to} for place, to in moves]
        + [{"what": "rename", "theme": criteria and suggestion["theme"][0], "to": to} for to in renamed],
    )
    folder = tmp_path_factory.mktemp("sheet")
    paper = sheet(study, suggestion, folder / "board.xlsx", language)
    lines, problems = read_decisions_sheet(paper.path, study, suggestion)
    assert lines.empty
    assert problems == []


@given(moves=st.dictionaries(st.integers(0, 7), NAMES, min_size=1, max_size=4), language=st.sampled_from(LANGUAGES))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_moved_stands_there_on_the_next_sheet(once, tmp_path_factory, moves, language):
    study, suggestion = once
    (study.folder / FILE).unlink(missing_ok=True)
    texts = study.criteria["text"].tolist()
    wanted = {texts[place % len(texts)]: name for place, name in moves.items()}
    folder = tmp_path_factory.mktemp("sheet")
    paper = sheet(study, suggestion, folder / "board.xlsx", language)
    for text, name in wanted.items():
        paper.fill("criteria", text, move=name)
    read(paper, study, suggestion)
    again = sheet(study, suggestion, folder / "again.xlsx", language)
    page, column = again.sheet("criteria"), again.places("criteria")["theme"]
    shown = {text: page.cell(again.row("criteria", text), column).value for text in wanted}
    assert {text: plain(label) for text, label in shown.items()} == {text: plain(name) for text, name in wanted.items()}
    assert read(paper, study, suggestion)[0].empty

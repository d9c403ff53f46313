import hashlib
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from workbench.example import make_example
from workbench.study import read_study
from workbench.tables import columns

COMMITTED = Path(__file__).parents[2] / "data" / "example"


def content(path):
    """What a file holds, whichever library packed it and however git ends its lines."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    return path.read_bytes().replace(b"\r\n", b"\n")


def files_of(folder):
    return sorted(
        path.relative_to(folder)
        for path in (folder / "study.xlsx", folder / "decisions.csv", *(folder / "waves").rglob("*"))
        if path.is_file()
    )


def first_cells(path):
    if path.suffix == ".csv":
        encoding = "cp1252" if "criteres" in path.name else "utf-8-sig"
        return path.read_text(encoding=encoding).splitlines()[0]
    book = CalamineWorkbook.from_path(path)
    return " ".join(str(row) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()[:5])


def test_the_same_seed_gives_the_same_bytes(made, tmp_path):
    folder, _tables = made
    again = tmp_path / "again"
    make_example(again)
    assert [hashlib.sha256((again / name).read_bytes()).digest() for name in files_of(again)] == [
        hashlib.sha256((folder / name).read_bytes()).digest() for name in files_of(folder)
    ]


def test_the_example_that_is_shipped_is_the_one_that_is_made(made):
    folder, _tables = made
    assert files_of(COMMITTED) == files_of(folder)
    assert [name for name in files_of(folder) if content(COMMITTED / name) != content(folder / name)] == []


def test_it_stays_small(made):
    folder, _tables = made
    assert sum((folder / name).stat().st_size for name in files_of(folder)) < 2_000_000


def test_every_file_says_that_it_is_constructed(made):
    folder, _tables = made
    silent = [
        name.as_posix()
        for name in files_of(folder)
        if name.name != "decisions.csv"
        and not any(word in first_cells(folder / name).lower() for word in ("constru", "costruit"))
    ]
    assert silent == []


def test_the_four_territories_send_unlike_files(made):
    folder, _tables = made
    for wave in ("2018", "2021", "2024"):
        names = [name.name for name in files_of(folder) if wave in name.parts]
        assert sum(name.startswith("valbourg_") for name in names) == 8
        assert sum(name.startswith("montelago_") for name in names) == 8
        assert {"arinesti_grupuri.xlsx", "verlune_criteres.csv", "verlune_reponses.csv"} <= set(names)
        assert {"enquete_valbourg.csv", "enquete_montelago.xlsx", "statistiques.xlsx", "preuves.xlsx"} <= set(names)


def test_the_decisions_are_about_criteria_of_the_study_and_leave_heat_alone(tables):
    decisions, criteria = tables["decisions"], tables["criteria"]
    assert list(decisions) == columns("decisions")
    assigned = decisions[decisions["what"].eq("assign")]
    assert set(assigned["criterion"]) <= set(criteria["criterion"])
    assert assigned["criterion"].is_unique
    assert assigned.groupby("to").size().between(12, 15).all()
    coded = decisions[decisions["what"].eq("code")]
    assert set(coded["from"]) == set(assigned["to"])
    assert "Heat and shade" not in set(assigned["to"])
    assert decisions["when"].is_monotonic_increasing
    assert decisions["when"].str.startswith("2024-05-").all()


# ---------------------------------------------------------------------- read back


@pytest.fixture(scope="module")
def study(made):
    return read_study(made[0], language="en")


def comparable(table, names):
    text = table[names].astype(object).where(table[names].notna(), "").astype(str)
    return text.sort_values(names, ignore_index=True)


@pytest.mark.parametrize(
    "name",
    [
        "territories",
        "groups",
        "indicators",
        "situations",
        "propositions",
        "waves",
        "actions",
        "commitments",
        "effects",
        "criteria",
        "answers",
        "ladders",
        "statistics",
        "evidence",
    ],
)
def test_reading_gives_back_what_was_written(study, tables, name):
    written, read = tables[name], getattr(study, name)
    names = [column for column in columns(name) if column != "source"]
    names += [column for column in ("birth_year", "gender", "neighbourhood") if column in written]
    assert len(read) == len(written)
    pd.testing.assert_frame_equal(comparable(read, names), comparable(written, names))


def test_missing_answers_come_back_with_their_reasons(study, tables):
    assert study.answers["missing"].value_counts().to_dict() == tables["answers"]["missing"].value_counts().to_dict()


def test_its_only_warnings_are_the_old_code_page_and_coincidence(study):
    files = [Path(problem.file).name for problem in study.warnings]
    assert files.count("verlune_criteres.csv") == 3
    assert len(files) <= 5


def test_the_study_says_that_it_is_constructed(study):
    assert study.constructed
    assert study.answers.attrs["constructed"]

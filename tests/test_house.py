"""What holds the house together: which room may use which, and what a notebook and a file may look like."""

import ast
import re
import subprocess
from pathlib import Path

import nbformat
import pytest

import workbench

PROJECT = Path(__file__).parents[1]
PACKAGE = PROJECT / "src" / "workbench"
NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))

#: The rooms in the order in which data walks through them; each may use those above it, and none below.
# fmt: off
ROOMS = [
    "language", "tables", "problems", "spreadsheets", "templates", "paper", "decisions", "coding", "study", "encoder", "themes",
    "meetings", "indicators", "drafting", "cube", "scores", "composite", "cohorts", "crossing", "soundness", "actions", "disclosure", "charts", "council", "board", "example", "notebooks", "outputs", "run", "lab", "terminal",
    "__main__",
]
# fmt: on
NUMBERS = ROOMS[ROOMS.index("themes") : ROOMS.index("charts")]
DRAWING = {"matplotlib", "seaborn", "IPython", "ipywidgets", "anywidget"}


def room(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path):
    """Return the full names of what a file imports, inside its functions too."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: write imports out in full"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")
named = pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(PACKAGE).as_posix())


def test_every_room_has_its_place():
    assert sorted({room(path) for path in SOURCES}) == sorted(ROOMS)


@named
def test_imports_run_one_way(path):
    above = ROOMS[: ROOMS.index(room(path)) + 1]
    used = {name.split(".")[1] for name in imports(path) if name.startswith("workbench.")}
    assert used <= set(above)


@named
def test_number_rooms_know_no_chart_and_charts_compute_no_statistics(path):
    used = {name.partition(".")[0] for name in imports(path)}
    if room(path) in NUMBERS:
        assert not used & DRAWING
    if room(path) == "charts":
        assert not used & {"scipy", "sklearn", "statsmodels"}
    if room(path) != "board":
        assert not used & {"ipywidgets", "anywidget"}


def slow(node):
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module]
    return {name.partition(".")[0] for name in names} & {"matplotlib", "seaborn", "statsmodels", "sklearn"}


@named
def test_slow_libraries_are_imported_where_they_are_used(path):
    top = [
        node
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    assert not [node for node in top if slow(node)]


def test_a_file_can_be_read_in_one_sitting():
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in PACKAGE.rglob("*.py")}
    assert {name: length for name, length in lengths.items() if length > 300} == {}


def test_no_room_is_named_after_what_it_is_made_of():
    assert not {path.stem for path in PACKAGE.rglob("*.py")} & {"utils", "util", "helpers", "common", "misc", "core"}


def test_no_file_knows_the_machine_it_was_written_on():
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        check=False,
    )
    files = [PROJECT / name for name in listed.stdout.decode().split("\0") if name] or [
        *PACKAGE.rglob("*.*"),
        *NOTEBOOKS,
    ]
    texts = [path for path in files if path.is_file() and path.suffix not in {".png", ".xlsx", ".xls", ".ods", ".pptx"}]
    home = re.compile(r"(?<![\w.:/}])/(?:work|root|home|Users)/\w|[A-Z]:\\+Users\\+\w")
    assert {path.name for path in texts if home.search(path.read_text(encoding="utf-8", errors="replace"))} == set()


# ---------------------------------------------------------------------- notebooks


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_there_are_notebooks():
    assert [path.stem.partition("_")[0] for path in NOTEBOOKS] == [f"{number:02}" for number in range(len(NOTEBOOKS))]
    assert len(NOTEBOOKS) >= 8


notebooks = pytest.mark.parametrize(
    "notebook", [nbformat.read(path, 4) for path in NOTEBOOKS], ids=[path.stem for path in NOTEBOOKS]
)


@notebooks
def test_a_notebook_is_kept_without_outputs(notebook):
    assert [cell for cell in code(notebook) if cell.outputs or cell.execution_count] == []
    assert set(notebook.metadata) <= {"kernelspec", "language_info"}


@notebooks
def test_a_notebook_begins_with_its_question_and_its_parameters(notebook):
    assert notebook.cells[0].cell_type == "markdown"
    first, *others = code(notebook)
    assert first.metadata.get("tags") == ["parameters"]
    values = {}
    exec(first.source, values)
    assert (values["study"], values["wave"], values["language"]) == ("../data/example", None, None)
    assert not [cell for cell in others if "parameters" in cell.metadata.get("tags", [])]


@notebooks
def test_a_notebook_uses_public_names_only(notebook):
    tree = ast.parse("\n".join(cell.source for cell in code(notebook)))
    imported = {
        (alias.name, alias.asname) for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    assert ("workbench", "wb") in imported
    assert not {name for name, _as in imported if name.startswith("workbench.")}
    assert not {
        node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module.startswith("workbench")
    }
    attributes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    assert not {node.attr for node in attributes if node.attr.startswith("_")}
    used = {node.attr for node in attributes if isinstance(node.value, ast.Name) and node.value.id == "wb"}
    assert used <= set(workbench.__all__)


@notebooks
def test_a_notebook_has_short_cells_and_no_machinery(notebook):
    for cell in code(notebook):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.FunctionDef):
                assert node.end_lineno - node.lineno < 5
        assert len(cell.source.splitlines()) <= 15

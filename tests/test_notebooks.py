import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_notebook

from tests.pages import PARAMETERS, page
from workbench import notebooks
from workbench.notebooks import find_notebooks, lay_notebooks, localise, read_notebook, with_parameters


def parameters(source):
    return new_notebook(cells=[new_code_cell(source, metadata={"tags": ["parameters"]})])


def test_the_notebooks_come_in_reading_order():
    names = [path.name for path in find_notebooks()]
    assert names[0] == "00_start.ipynb"
    assert [int(name[:2]) for name in names] == list(range(len(names)))


def test_prose_is_translated_and_code_is_not(tmp_path, monkeypatch):
    monkeypatch.setattr(notebooks, "prose", {"# One question": "# Une question"}.get)
    english = read_notebook(page(tmp_path / "00_a.ipynb", '"# One question"'))
    french = localise(english, "fr")
    assert [cell.source for cell in french.cells] == ["# Une question", PARAMETERS, '"# One question"']
    assert english.cells[0].source == "# One question"  # the input is left as it was


@given(st.text(), st.one_of(st.none(), st.integers(), st.booleans(), st.text()))
def test_parameters_are_set_whatever_they_hold(study, wave):
    page = with_parameters(
        parameters('study = "é – ../data"  # é\nwave = None; language = None'), study=study, wave=wave
    )
    assert page.cells[0].source.split("\n")[-1].endswith("; language = None")
    values = {}
    exec(page.cells[0].source, values)
    assert (values["study"], values["wave"]) == (study, wave)


def test_parameters_that_a_notebook_does_not_have_are_left_out():
    page = with_parameters(parameters("study = 1\nwave = [\n    1,\n]\n# end"), wave="2024", output="..")
    assert page.cells[0].source == 'study = 1\nwave = "2024"\n# end'


@pytest.fixture
def sources(tmp_path):
    return [page(tmp_path / "source" / name, "1 + 1") for name in ("00_start.ipynb", "01_load.ipynb")]


def test_copies_are_laid_once_and_read_the_study_above_them(tmp_path, sources):
    assert lay_notebooks(tmp_path, language="fr", sources=sources) == {
        "00_start.ipynb": "laid",
        "01_load.ipynb": "laid",
    }
    values = {}
    exec(read_notebook(tmp_path / "notebooks" / "00_start.ipynb").cells[1].source, values)
    assert (values["study"], values["wave"], values["language"]) == ("..", None, "fr")
    assert set(lay_notebooks(tmp_path, language="fr", sources=sources).values()) == {"same"}


def change(path, number, source):
    copy = read_notebook(path)
    copy.cells[number].source = source
    nbformat.write(copy, path)
    return path.read_bytes()


def test_a_copy_that_the_user_changed_is_never_overwritten(tmp_path, sources):
    lay_notebooks(tmp_path, language="en", sources=sources)
    mine = change(tmp_path / "notebooks" / "01_load.ipynb", 2, "2 + 2")
    page(sources[1], "3 + 3")
    assert lay_notebooks(tmp_path, language="fr", sources=sources)["01_load.ipynb"] == "kept"
    assert (tmp_path / "notebooks" / "01_load.ipynb").read_bytes() == mine


def test_a_copy_that_was_only_run_is_brought_up_to_date(tmp_path, sources):
    lay_notebooks(tmp_path, language="en", sources=sources)
    path = tmp_path / "notebooks" / "01_load.ipynb"
    ran = read_notebook(path)
    ran.cells[2].execution_count = 2
    ran.cells[2].outputs = [nbformat.v4.new_output("stream", text="2")]
    ran.metadata["language_info"] = {"name": "python"}  # as JupyterLab leaves it
    nbformat.write(ran, path)
    page(sources[1], "3 + 3")
    assert lay_notebooks(tmp_path, language="en", sources=sources) == {
        "00_start.ipynb": "same",
        "01_load.ipynb": "refreshed",
    }
    assert read_notebook(path).cells[2].source == "3 + 3"


@pytest.mark.parametrize("content", ["", "{", '{"cells": [3], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}'])
def test_a_file_that_is_no_notebook_is_left_alone(tmp_path, sources, content):
    path = tmp_path / "notebooks" / "00_start.ipynb"
    path.parent.mkdir()
    path.write_text(content)
    assert lay_notebooks(tmp_path, language="en", sources=sources)["00_start.ipynb"] == "kept"
    assert path.read_text() == content

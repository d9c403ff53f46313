"""Small notebooks written to disk, for the tests to lay, run and break."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

PARAMETERS = 'study = "../data/example"  # the folder of the study\nwave = None\nlanguage = None\noutput = None'


def page(path, *cells, prose="# One question"):
    """Write a notebook: prose, a `parameters` cell, and `cells` of code; return its path."""
    parameters = new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
    notebook = new_notebook(cells=[new_markdown_cell(prose), parameters, *map(new_code_cell, cells)])
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path

"""The notebooks that walk the method: found, put into the reader's language, pointed at a study, laid in its folder.

They are written in English, without outputs, in `notebooks/` beside `src/` (inside the package once it is installed).
What an evaluator works in is a copy in the study's own folder, in the study's language.
"""

import ast
import hashlib
import json
from copy import deepcopy
from pathlib import Path

import nbformat

from workbench.language import _, prose, speaking

#: The kernel of the environment that the workbench is installed in, whatever else is registered on the machine.
KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}


def find_notebooks():
    """Return the paths of the workbench's notebooks, in reading order.

    Raises
    ------
    FileNotFoundError
        If neither the installed package nor the repository holds any.

    Examples
    --------
    >>> all(path.suffix == ".ipynb" for path in find_notebooks())
    True
    """
    package = Path(__file__).parent
    for folder in (package / "notebooks", package.parent.parent / "notebooks"):
        if paths := sorted(folder.glob("[0-9][0-9]_*.ipynb")):
            return paths
    raise FileNotFoundError(_("The workbench's notebooks are missing: install it again with the line in its README."))


def read_notebook(path):
    """Return the notebook at `path`.

    Parameters
    ----------
    path : path-like

    Returns
    -------
    NotebookNode
        In the current format, version 4.
    """
    return nbformat.read(Path(path), as_version=4)


def localise(notebook, language):
    """Return a notebook with its prose in `language`; paragraphs without translation stay in English.

    Parameters
    ----------
    notebook : NotebookNode
        As it stands in `notebooks/`. Its code is the same in every language.
    language : str
        A language that the workbench speaks.

    Returns
    -------
    NotebookNode
        A new notebook.

    Examples
    --------
    >>> page = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("Not in the catalogue.")])
    >>> localise(page, "fr").cells[0].source
    'Not in the catalogue.'
    """
    result = deepcopy(notebook)
    with speaking(language):
        for cell in result.cells:
            if cell.cell_type == "markdown":
                cell.source = prose(cell.source)
    result.metadata["kernelspec"] = dict(KERNEL)
    return result


def with_parameters(notebook, **values):
    """Return a notebook whose `parameters` cell sets other values; what the cell does not name is left out.

    Parameters
    ----------
    notebook : NotebookNode
    **values : str, int, float, bool or None
        Parameter name to value.

    Returns
    -------
    NotebookNode
        A new notebook; the cell keeps its comments and its order.

    Examples
    --------
    >>> cell = nbformat.v4.new_code_cell('study = "../data/example"  # the folder', metadata={"tags": ["parameters"]})
    >>> page = nbformat.v4.new_notebook(cells=[cell])
    >>> with_parameters(page, study="..", wave="2024").cells[0].source
    'study = ".."  # the folder'
    """
    result = deepcopy(notebook)
    if cell := _parameters_cell(result):
        # ast counts columns in bytes; from the last line up, so that earlier places stay true
        lines = [line.encode() for line in cell.source.split("\n")]
        for name, value in reversed(_assignments(cell.source)):
            if name in values:
                before, after = (
                    lines[value.lineno - 1][: value.col_offset],
                    lines[value.end_lineno - 1][value.end_col_offset :],
                )
                lines[value.lineno - 1 : value.end_lineno] = [before + _literal(values[name]).encode() + after]
        cell.source = b"\n".join(lines).decode()
    return result


def _parameters_cell(notebook):
    tagged = (cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", ()))
    return next(tagged, None)


def _assignments(source):
    nodes = (
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    )
    return [(node.targets[0].id, node.value) for node in nodes]


def _literal(value):
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def lay_notebooks(folder, *, language, sources=None):
    """Lay working copies of the notebooks in a study's folder; what the user changed is left alone.

    A copy that is missing is laid. One whose cells are still as they were laid is brought up to date when the workbench
    or the language is another; one in which a cell was changed, added or removed stays as it is.

    Parameters
    ----------
    folder : path-like
        The study's folder; the copies go to `notebooks/` in it, and read the study above them.
    language : str
        The language of their prose and of what they compute.
    sources : list of path, optional
        The notebooks to lay; those of the workbench by default.

    Returns
    -------
    dict
        Notebook's file name to "laid", "refreshed", "same" or "kept" (the user's own).

    Examples
    --------
    >>> import tempfile
    >>> lay_notebooks(tempfile.mkdtemp(), language="en", sources=[])
    {}
    """
    target = Path(folder) / "notebooks"
    target.mkdir(parents=True, exist_ok=True)
    result = {}
    for source in find_notebooks() if sources is None else sources:
        copy = with_parameters(
            localise(read_notebook(source), language), study="..", language=language, output="../outputs"
        )
        copy.metadata["workbench"] = {"laid": _fingerprint(copy)}
        path = target / source.name
        result[source.name] = state = _state(path, copy)
        if state in ("laid", "refreshed"):
            nbformat.write(copy, path)
    return result


def _state(path, copy):
    if not path.exists():
        return "laid"
    try:
        present = read_notebook(path)
    except Exception:  # whatever nbformat stumbles over: a broken file may still hold somebody's work
        return "kept"
    laid = present.metadata.get("workbench", {}).get("laid")
    if _fingerprint(present) != laid:
        return "kept"
    return "same" if laid == _fingerprint(copy) else "refreshed"


def _fingerprint(notebook):
    """Return what tells whether somebody wrote in a notebook; running it changes nothing of this."""
    cells = [
        [cell.cell_type, cell.source, cell.metadata.get("tags", [])] for cell in notebook.cells if cell.source.strip()
    ]
    return hashlib.sha256(json.dumps(cells, ensure_ascii=False).encode()).hexdigest()[:16]

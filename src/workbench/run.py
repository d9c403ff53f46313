"""The notebooks executed in order on one study, two at a time, into outputs that stand whole or not at all."""

import asyncio
import os
import tempfile
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import nbformat

from workbench.language import N_, _, current_language, number, speaking
from workbench.notebooks import find_notebooks, localise, read_notebook, with_parameters
from workbench.outputs import keep_failed, staging, stamp

#: Notebooks that run at the same time: each has a process of its own, and a laptop has two cores at least.
AT_ONCE = 2

#: What the commonest faults of a step mean to somebody who did not write it.
MEANINGS = {
    "ModuleNotFoundError": N_("A package is missing. Install the workbench again with the line in its README."),
    "MemoryError": N_("The computer ran out of memory. Close other programs and run again."),
    "DeadKernelError": N_(
        "The step's process was ended from outside, most often for lack of memory. Close other programs and run again."
    ),
    "PermissionError": N_(
        "A file may not be read or written; it may be open in another program. Close it and run again."
    ),
    "OSError": N_(
        "A file could not be read or written. See whether the disk is full or was taken away, and run again."
    ),
    "FileNotFoundError": N_("A file that was there is gone. Put it back and run again."),
    "StudyProblems": N_("Correct the study's files: “workbench check” lists every cell."),
}
UNKNOWN = N_("Open the notebook that is kept, look at the last cell that ran, and run again when its cause is gone.")


@dataclass(frozen=True)
class Stop:
    """Where a notebook stopped: its name, the number and first line of the cell, the error's name and words."""

    notebook: str
    cell: int
    line: str
    error: str
    words: str


class NotebookStopped(Exception):
    """A notebook stopped; the message says where, why and what to do, in the current language."""

    def __init__(self, stop, kept):
        self.stop, self.kept = stop, kept
        super().__init__(stop, kept)

    def __str__(self):
        stop = self.stop
        where = _(
            "{notebook} stopped at cell [{cell}]: {line}",
            notebook=stop.notebook,
            cell=number(stop.cell),
            line=stop.line,
        )
        kept = _("The notebook, as far as it came, is kept in {path}. Earlier outputs are untouched.", path=self.kept)
        return "\n".join([where, f"{stop.error}: {stop.words}", _(MEANINGS.get(stop.error, UNKNOWN)), kept])


def run_study(folder, *, language=None, territory=None, wave=None, outputs="outputs", sources=None, progress=None):
    """Execute the notebooks on a study and return the folder of their outputs.

    Everything is written beside the folder and moved into its place when the last notebook has ended, so that a run
    that stops leaves the earlier outputs whole. The same study gives the same tables, byte for byte.

    Parameters
    ----------
    folder : path-like
        The study's folder.
    language : str, optional
        The language of prose, tables and charts; the current one by default.
    territory, wave : str, optional
        The territory and the wave to look at; by default the first one declared and the last one. Outputs of one that
        is asked for stand in a folder of their own.
    outputs : path-like
        Where folders of outputs stand; this study's takes the name of its folder.
    sources : list of path, optional
        The notebooks; those of the workbench by default.
    progress : function (notebook, cell, cells), optional
        Told of each code cell that begins (`cell` counts from 1) and of each notebook's end (`cell` is None), the
        ends in reading order.

    Returns
    -------
    Path
        Holds `notebooks/` (each as .ipynb and .html, with its outputs), what the notebooks wrote, and `run.json`.

    Raises
    ------
    NotebookStopped
        With the cell at which the first notebook in reading order stopped.
    OutputsInUse
        If another run writes there, or the folder holds something else.
    """
    folder, outputs = Path(folder).resolve(), Path(outputs).resolve()
    language = language or current_language()
    final = outputs / "-".join(part for part in (folder.name, territory, wave) if part)
    sources = find_notebooks() if sources is None else [Path(source) for source in sources]
    # from the place of the executed notebooks, so that what they say holds on every machine and after the move
    values = {"study": _from(final / "notebooks", folder), "territory": territory, "wave": wave}
    values |= {"language": language, "output": ".."}
    pages = [with_parameters(localise(read_notebook(source), language), **values) for source in sources]
    names = [source.stem for source in sources]
    with staging(final) as fresh, speaking(language):
        place = fresh / "notebooks"
        place.mkdir(parents=True)
        with asyncio.Runner(loop_factory=_loop) as runner:
            stop = runner.run(_execute_all(names, pages, place, progress or (lambda *step: None)))
        if stop:
            raise NotebookStopped(stop, keep_failed(place / f"{stop.notebook}.ipynb", final))
        stamp(fresh, language=language, territory=territory, wave=wave, notebooks=names)
    return final


def _from(place, folder):
    try:
        return Path(os.path.relpath(folder, place)).as_posix()
    except ValueError:  # another drive
        return folder.as_posix()


# ---------------------------------------------------------------------- the notebooks, two at a time


async def _execute_all(names, pages, place, progress):
    """Execute the notebooks into `place`; return where the first one in order stopped, or None."""
    free = asyncio.Semaphore(AT_ONCE)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        tasks = [
            asyncio.create_task(_execute(*page, place, profile, free, progress))
            for page in zip(names, pages, strict=True)
        ]
        try:
            for name, task in zip(names, tasks, strict=True):
                # shielded: nbclient takes a cancelled cell for a dead kernel, and Ctrl-C would be lost
                if stop := await asyncio.shield(task):
                    return stop
                progress(name, None, None)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _execute(name, page, place, profile, free, progress):
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    cells = [index for index, cell in enumerate(page.cells) if cell.cell_type == "code" and cell.source.strip()]
    at = 0

    def begin(cell, cell_index):
        nonlocal at
        at = cells.index(cell_index) + 1
        progress(name, at, len(cells))

    def stopped(error, words):
        line = page.cells[cells[at - 1]].source.strip().splitlines()[0]
        return Stop(name, at, line, error, words)

    async with free:
        client = NotebookClient(
            page, km=_kernel(), timeout=None, record_timing=False, shutdown_kernel="immediate", on_cell_execute=begin
        )
        try:
            await client.async_execute(cwd=str(place), env=_environment(profile), cleanup_kc=True)
        except CellExecutionError as error:
            return stopped(error.ename, error.evalue)
        except DeadKernelError:
            return stopped("DeadKernelError", "")
        finally:
            nbformat.write(page, place / f"{name}.ipynb")
        _write_html(page, place / f"{name}.html")
        return None


def _loop():
    """Return an event loop that leaves Ctrl-C to us: nbclient would end one kernel and let the run go on."""
    loop = asyncio.SelectorEventLoop()  # the only kind that zmq knows, on Windows too
    loop.add_signal_handler = lambda *_handler: None
    return loop


def _kernel():
    from jupyter_client import AsyncKernelManager
    from jupyter_client.kernelspec import KernelSpecManager
    from traitlets.config import Config

    # no folders: nothing but the kernel of the environment that runs the workbench
    kernels = KernelSpecManager(kernel_dirs=[])
    encrypted = Config(KernelManager={"transport_encryption": "auto"})
    return AsyncKernelManager(kernel_name="python3", kernel_spec_manager=kernels, config=encrypted)


def _environment(profile):
    """Return what the notebooks' processes see: no habits of this user, and sums that come out alike everywhere."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    env = os.environ | threads | {"PYTHONHASHSEED": "0", "IPYTHONDIR": profile, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    env.pop("MPLBACKEND", None)  # else charts would not show in the notebook
    return env


def _write_html(page, path):
    from jinja2 import DictLoader
    from nbconvert import HTMLExporter
    from traitlets.config import Config

    # the page of JupyterLab without what it would fetch from the network; a widget shows as what it prints
    blocks = ("html_head_js", "html_head_js_mathjax", "html_head_js_mermaidjs")
    template = "{% extends 'lab/index.html.j2' %}" + "".join(
        f"{{% block {block} %}}{{% endblock %}}" for block in blocks
    )
    kinds = ["text/html", "image/svg+xml", "image/png", "image/jpeg", "text/markdown", "text/plain"]
    exporter = HTMLExporter(
        extra_loaders=[DictLoader({"page.html.j2": template})],
        template_file="page.html.j2",
        language_code=current_language(),
        config=Config(NbConvertBase={"display_data_priority": kinds}),
    )
    still = deepcopy(page)
    still.metadata.pop("widgets", None)
    text, _resources = exporter.from_notebook_node(still, resources={"metadata": {"name": path.stem}})
    path.write_text(text, encoding="utf-8")

"""What the command prints: sentences, refusals, problems file by file, the progress of a run."""

import re
from contextlib import contextmanager
from itertools import groupby

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from workbench.language import _, ngettext
from workbench.problems import ERROR

console = Console(markup=False, highlight=False, soft_wrap=True)


def say(text):
    """Print a sentence."""
    console.print(text)


def refuse(text, code=1):
    """Print why something is not done, and return the exit code that says so."""
    console.print(text, style="red")
    return code


def show_problems(problems):
    """Print problems by file, one line for each kind with all its cells, and how many there are."""
    if not problems:
        say(_("No problem was found."))
        return
    for file, group in groupby(sorted(problems, key=lambda problem: problem.file), key=lambda problem: problem.file):
        console.print(f"\n{file}", style="bold")
        lines = _lines(group)
        if console.is_terminal:
            table = Table.grid(padding=(0, 2))
            for where, text, severity in lines:
                table.add_row("", where, Text(text, style="red" if severity == ERROR else "yellow"))
            console.print(table, soft_wrap=False)
        else:
            for where, text, _severity in lines:
                console.print("  " + " – ".join(part for part in (where, text) if part))
    errors = sum(problem.severity == ERROR for problem in problems)
    counted = [
        ngettext("{n} problem keeps the study from being read", "{n} problems keep the study from being read", errors),
        ngettext("{n} warning", "{n} warnings", len(problems) - errors),
    ]
    console.print("\n" + " · ".join(counted), style="bold")


def _lines(problems):
    """Return where, what and how bad; cells of which the same is said share a line."""
    cells = {}
    for problem in problems:
        text = f"{problem.found()} {problem.advice()}".rstrip()
        cells.setdefault((problem.sheet, text, problem.severity), []).append(problem.cell)
    return [
        (" · ".join(part for part in (sheet, _runs(places)) if part), text, severity)
        for (sheet, text, severity), places in cells.items()
    ]


def _runs(cells):
    """Return cells with those that follow each other down a column drawn together: "C16–C25, C69"."""
    runs = []
    for cell in cells:
        column, row = re.fullmatch(r"(\D*)(\d*)", cell).groups() if re.fullmatch(r"\D*\d*", cell) else (cell, "")
        if runs and row and runs[-1][0] == column and int(row) == runs[-1][2] + 1:
            runs[-1][2] += 1
        else:
            runs.append([column, int(row or 0), int(row or 0), cell])
    return ", ".join(cell if first == last else f"{cell}–{column}{last}" for column, first, last, cell in runs if cell)


@contextmanager
def progress_bar(steps):
    """Give what `run_study` tells of its steps: a bar in a terminal, a line for each notebook elsewhere."""
    columns = (
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=steps)
        running = {}

        def progress(notebook, cell, cells):
            if cell is None:
                running.pop(notebook, None)
                bar.advance(task)
                say(_("{notebook} is done", notebook=notebook))
            else:
                running[notebook] = _("{notebook} cell {cell} of {cells}", notebook=notebook, cell=cell, cells=cells)
            bar.update(task, description="   ".join(running.values()))

        yield progress

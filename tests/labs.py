"""JupyterLab in a real browser, for the tests that meet the workbench as an evaluator does."""

import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from nbformat.reader import NotJSONError

from workbench.notebooks import read_notebook

EXAMPLE = Path(__file__).parents[1] / "data" / "example"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MINUTE = 60_000


@contextmanager
def a_browser():
    from playwright.sync_api import sync_playwright

    assert CHROMIUM, "no chromium on this machine: install it, on Debian with “apt-get install chromium”"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        started.close()


@contextmanager
def labs(place):
    """Open `workbench lab` on a copy of the example in `place`, as a user with an empty home; give the page's address."""
    study = shutil.copytree(EXAMPLE, place / "example", ignore=shutil.ignore_patterns("notebooks"))
    (place / "home").mkdir()
    env = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "XDG"))}
    env |= {"HOME": str(place / "home")}
    opened = []

    def open_lab(language):
        words = [sys.executable, "-u", "-m", "workbench", "lab", str(study), "--no-browser", "--language", language]
        process = subprocess.Popen(words, env=env, stdout=subprocess.PIPE, text=True)
        opened.append(process)
        said = []
        for line in process.stdout:
            said.append(line)
            if address := re.search(r"http://127\.0\.0\.1:\S+", line):
                return study, address[0]
        raise AssertionError(f"workbench lab did not open: {said}")

    yield open_lab
    for process in opened:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
        assert process.returncode == 0


def open_notebook(browser, address):
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.goto(address, timeout=MINUTE)
    # "Idle" alone shows before the kernel is connected, and what is run then is lost
    page.get_by_text(re.compile(r"\(ipykernel\) \| (Idle|Inactif)")).wait_for(timeout=2 * MINUTE)
    return page


def run_all(page, path):
    """Run every cell, save, and return the notebook as it stands in the file."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    cells, code = sum(cell.cell_type == "code" for cell in read_notebook(path).cells), []
    for _try in range(240):
        page.wait_for_timeout(500)
        page.keyboard.press("Control+s")
        try:
            code = [cell for cell in read_notebook(path).cells if cell.cell_type == "code"]
        except NotJSONError:  # Jupyter is in the middle of writing it
            continue
        errors = [output for cell in code for output in cell.outputs if output.output_type == "error"]
        if errors or [cell.execution_count for cell in code] == list(range(1, cells + 1)):
            return code
    raise AssertionError(f"the notebook did not end: {[cell.execution_count for cell in code]}")

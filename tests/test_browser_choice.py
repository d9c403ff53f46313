"""The number of themes kept in a real JupyterLab: in the file at once, told on the board, where it stands next time."""

import re

import nbformat
import pytest

import workbench as wb
from tests.labs import MINUTE, labs, open_notebook

pytestmark = pytest.mark.browser

CELLS = (
    'import workbench as wb\n\nstudy = wb.read_study("..", language="en")',
    "told = study.criteria.iloc[::4]\n"
    'wb.choose_themes(told, ks=[8, 12], study=study, who="Ana", encoder="lemmas", progress=False)',
    "suggestion = wb.suggest_themes(study.criteria, decisions=study.decisions, "
    'encoder="lemmas", progress=False)\nwb.theme_board(study, suggestion, who="Ben")',
)


def run(page):
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.locator(".wb-board[data-ready]").wait_for(timeout=MINUTE)


def test_a_number_is_kept_told_and_taken_back(browser, tmp_path):
    with labs(tmp_path) as open_lab:
        study, address = open_lab("en")
        cells = [nbformat.v4.new_code_cell(cell) for cell in CELLS]
        notebook = nbformat.v4.new_notebook(cells=cells)
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, study / "notebooks" / "number.ipynb")
        page = open_notebook(browser, f"{address.replace('00_start', 'number')}&reset")
        run(page)
        keep = page.get_by_role("button", name="Keep this number")
        page.get_by_text("Nobody has decided how many themes there are").wait_for(timeout=MINUTE)
        handle = page.get_by_role("slider").first
        handle.focus()
        first = page.locator(".widget-readout", has_text=re.compile(r"^(8|12)$")).first.inner_text()
        handle.press("ArrowRight" if first == "8" else "ArrowLeft")
        other = {"8": "12", "12": "8"}[first]
        page.locator(f'svg[aria-label*="Chosen: {other}."]').wait_for(timeout=MINUTE)
        keep.click()
        page.get_by_text(f"Decided: {other} themes to suggest (Ana").wait_for(timeout=MINUTE)
        page.get_by_text(f"the number of themes to suggest is {other}, which shows when the cells run again (Ana)").wait_for(
            timeout=MINUTE
        )
        last = wb.read_decisions(study)[0].iloc[-1]
        assert (last["who"], last["what"], last["to"]) == ("Ana", "number", other)
        run(page)
        page.wait_for_timeout(1000)
        page.get_by_text(f"Decided: {other} themes to suggest (Ana").wait_for(timeout=MINUTE)
        assert page.locator(".widget-readout", has_text=re.compile(r"^(8|12)$")).first.inner_text() == other
        page.locator(".wb-board").scroll_into_view_if_needed()
        page.locator(".wb-card").first.click()
        page.keyboard.press("Control+z")
        page.get_by_text(f"Taken back: the number of themes to suggest is {other}").first.wait_for(timeout=MINUTE)
        assert wb.read_decisions(study)[0]["what"].iloc[-1] == "undo"
        page.close()

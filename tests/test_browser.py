"""The notebooks as an evaluator meets them: JupyterLab in a real browser, opened by `workbench lab`."""

import pytest

from tests.labs import MINUTE, open_notebook, run_all
from workbench.notebooks import read_notebook

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", ["00_start", "04_score_territories"])
def test_run_all_ends_without_a_fault_and_shows_a_chart(browser, lab, name):
    study, address = lab("en")
    page = open_notebook(browser, address.replace("00_start", name))
    code = run_all(page, study / "notebooks" / f"{name}.ipynb")
    outputs = [output for cell in code for output in cell.outputs]
    assert [output for output in outputs if output.output_type == "error"] == []
    assert page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    chart = page.locator(".jp-OutputArea-output img, .jp-OutputArea-output svg").first
    chart.scroll_into_view_if_needed(timeout=MINUTE)
    assert chart.bounding_box()["width"] > 200
    assert page.get_by_text("Would you like to").count() == 0  # no news are offered
    page.close()


def test_jupyterlab_and_the_notebooks_speak_french(browser, lab):
    study, address = lab("fr")
    page = open_notebook(browser, address)
    assert page.get_by_role("menuitem", name="Fichier", exact=True).is_visible()
    title = read_notebook(study / "notebooks" / "00_start.ipynb").cells[0].source.splitlines()[0].lstrip("# ")
    assert page.get_by_role("heading", name=title).first.is_visible()
    page.close()

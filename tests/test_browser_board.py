"""The board of themes in a real JupyterLab: what is done on the page is in the file, and what is in the file is shown."""

import os
import re

import nbformat
import pytest

import workbench as wb
from tests.labs import EXAMPLE, MINUTE, labs, open_notebook
from workbench.board.state import board_state
from workbench.language import speaking

pytestmark = pytest.mark.browser

CELLS = (
    'import pandas as pd\nimport workbench as wb\n\nstudy = wb.read_study("..", language={language!r})',
    'suggestion = pd.read_pickle("suggestion.pkl")',
    'wb.theme_board(study, suggestion, who="{who}")',
)
AGREES = 20_000


@pytest.fixture(scope="module")
def suggested(tmp_path_factory):
    """Return the example, and themes for it that need no encoder."""
    with speaking("en"):
        study = wb.read_study(EXAMPLE)
    with pytest.warns(UserWarning, match="languages"):
        return study, wb.suggest_themes(study.criteria, k=12, encoder="lemmas", progress=False, cache=False)


@pytest.fixture(scope="module")
def desk(tmp_path_factory, browser, suggested):
    """Give a function that opens the board, in a notebook of its own, on one study."""
    place = tmp_path_factory.mktemp("board")
    with labs(place) as open_lab:
        study, address = open_lab("en")
        suggested[1].to_pickle(study / "notebooks" / "suggestion.pkl")

        def open_board(name, *, language="en", width=1400):
            cells = [nbformat.v4.new_code_cell(cell.format(language=language, who=name)) for cell in CELLS]
            notebook = nbformat.v4.new_notebook(cells=cells)
            notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
            nbformat.write(notebook, study / "notebooks" / f"{name}.ipynb")
            page = open_notebook(browser, f"{address.replace('00_start', name)}&reset")
            page.set_viewport_size({"width": width, "height": 1000})
            run(page)
            return page

        yield study, open_board


def run(page):
    """Run all cells and wait for the board."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.locator(".wb-board[data-ready]").wait_for(timeout=MINUTE)
    page.locator(".wb-board").scroll_into_view_if_needed()


SHOWN = """() => {
  for (let more; (more = document.querySelector('.wb-more:not([hidden])'));) more.click();
  return Object.fromEntries([...document.querySelectorAll('.wb-column[data-theme]')].map((column) => [
    column.dataset.theme,
    {label: column.querySelector('.wb-title').textContent,
     cards: [...column.querySelectorAll('.wb-card')].map((card) => card.dataset.card).sort()}]));
}"""


def agree(page, study, suggested):
    """Assert that the page shows what the file replays to; return that."""
    decisions, problems = wb.read_decisions(study)
    assert problems == []
    with speaking("en"):
        themes, membership, orphans = wb.apply_decisions(suggested[1], decisions, suggested[0].criteria)
        state = board_state(suggested[1], decisions, suggested[0].criteria)
    assert orphans.empty
    members = membership.groupby("theme")["criterion"].agg(sorted).to_dict()
    wanted = {
        row["theme"]: {"label": row["label"], "cards": members.get(row["theme"], [])}
        for row in themes.to_dict("records")
    }
    assert page.evaluate(SHOWN) == wanted
    assert page.locator(".wb-saved").inner_text() == f"✓ {state['saved']} decisions saved"
    return decisions, wanted


def saved(page, number):
    page.locator(".wb-saved", has_text=re.compile(rf"✓ {number} decisions saved")).wait_for(timeout=AGREES)


def count(page):
    return int(re.search(r"\d+", page.locator(".wb-saved").inner_text())[0])


def column(page, theme):
    return page.locator(f'.wb-column[data-theme="{theme}"]')


def drag(page, card, theme):
    """Drag a card as a hand does: only a pointer that moves over the column tells the page that it is there."""
    cards = column(page, theme).locator(".wb-cards")
    card.hover()
    page.mouse.down()
    for step in range(4):
        cards.hover(position={"x": 60 + step, "y": 60 + step})
        page.wait_for_timeout(50)
    page.mouse.up()


def frame(page, theme, place=0):
    """Put the frame on a card by clicking it, and choose none."""
    column(page, theme).locator(".wb-card").nth(place).click()
    page.keyboard.press("Escape")


def measured(page, name):
    return page.evaluate("(name) => performance.getEntriesByName(name).map((one) => Math.round(one.duration))", name)


def test_the_log_and_the_board_agree_after_each_gesture_a_restart_and_a_reload(desk, suggested):
    study, open_board = desk
    page = open_board("Ana")
    _decisions, before = agree(page, study, suggested)
    first, second, third = list(before)[:3]
    n = count(page)

    # drag a card, then two at once
    card = column(page, first).locator(".wb-card").first
    moved = card.get_attribute("data-card")
    drag(page, card, second)
    saved(page, n + 1)
    decisions, _shown = agree(page, study, suggested)
    assert decisions.iloc[-1][["what", "criterion", "to", "who"]].tolist() == ["assign", moved, second, "Ana"]
    column(page, first).locator(".wb-card").nth(0).click()
    column(page, first).locator(".wb-card").nth(1).click(modifiers=["Control"])
    drag(page, column(page, first).locator(".wb-card").nth(1), second)
    saved(page, n + 2)
    assert len(agree(page, study, suggested)[0]) == len(decisions) + 2

    # by keyboard alone: choose two, find a theme, move; the frame stays where it was
    frame(page, first)
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("m")
    label = before[third]["label"].strip("«»“”„‘’ \u202f")
    page.keyboard.type(label[:12])
    page.keyboard.press("Enter")
    saved(page, n + 3)
    decisions, shown = agree(page, study, suggested)
    assert decisions["to"].tolist()[-2:] == [third, third]
    assert page.evaluate("document.activeElement.closest('.wb-column').dataset.theme") == first

    # an open question, by its number
    asked = page.locator(".wb-queue .wb-text").inner_text()
    page.keyboard.press("1")
    saved(page, n + 4)
    assert page.locator(".wb-queue .wb-text").inner_text() != asked
    agree(page, study, suggested)

    # rename, file, a new theme out of chosen cards, validate
    page.keyboard.press("r")
    page.keyboard.type("Roof and walls")
    page.keyboard.press("Enter")
    saved(page, n + 5)
    page.keyboard.press("c")
    page.keyboard.type("A03")
    page.keyboard.press("Enter")
    saved(page, n + 6)
    page.keyboard.press("s")
    page.keyboard.type("=Heat")
    page.keyboard.press("Enter")
    saved(page, n + 7)
    page.keyboard.press("v")
    page.keyboard.press("Enter")
    saved(page, n + 8)
    decisions, shown = agree(page, study, suggested)
    assert shown[first]["label"] == "Roof and walls"
    assert shown["=Heat"]["cards"]
    assert column(page, first).locator(".wb-badge").inner_text() == "✓ validated"
    assert column(page, first).locator(".wb-code").inner_text().split("\n")[:2] == ["filed under", "A03"]

    # merge, and take it back, and do it again
    page.keyboard.press("f")
    page.keyboard.type(label[:12])
    page.keyboard.press("Enter")
    saved(page, n + 9)
    assert first not in agree(page, study, suggested)[1]
    page.keyboard.press("z")
    saved(page, n + 10)
    assert agree(page, study, suggested)[1] == shown
    page.keyboard.press("y")
    saved(page, n + 11)
    assert first not in agree(page, study, suggested)[1]
    page.keyboard.press("z")
    saved(page, n + 12)

    # reload the page
    page.keyboard.press("Control+s")  # the notebook's own keys still work on the board
    page.wait_for_timeout(1500)
    page.reload()
    page.locator(".wb-board[data-ready]").wait_for(timeout=MINUTE)
    assert agree(page, study, suggested)[1] == shown

    # restart the kernel: the cells show what the file says
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_role("menuitem", name="Restart Kernel and Clear Outputs of All Cells…", exact=True).click()
    page.get_by_role("button", name="Confirm Kernel Restart").click()
    page.locator(".wb-board").wait_for(state="detached", timeout=MINUTE)
    page.get_by_text(re.compile(r"\(ipykernel\) \| Idle")).wait_for(timeout=2 * MINUTE)
    run(page)
    assert agree(page, study, suggested)[1] == shown
    print("laid out, ms:", measured(page, "workbench board: laid out"))
    page.close()


def test_two_boards_on_one_study_lose_nothing(desk, suggested):
    study, open_board = desk
    one, other = open_board("Ben"), open_board("Cleo")
    n = count(one)
    themes = list(agree(one, study, suggested)[1])
    for page, theme in ((one, themes[0]), (other, themes[1]), (one, themes[2]), (other, themes[0])):
        page.bring_to_front()
        frame(page, theme, 1)
        page.keyboard.press("m")
        page.keyboard.type("on its own")
        page.keyboard.press("Enter")
        n += 1
        saved(page, n)
        agree(page, study, suggested)
    one.bring_to_front()
    saved(one, n)  # looked up by itself
    decisions, _shown = agree(one, study, suggested)
    assert one.locator(".wb-notice").inner_text().startswith("Decided elsewhere: ")
    assert decisions["who"].tolist()[-4:] == ["Ben", "Cleo", "Ben", "Cleo"]
    print("saved and shown, ms:", measured(one, "workbench board: saved and shown"))
    one.close()
    other.close()


def test_what_cannot_be_saved_is_said_and_the_card_stays(desk, suggested):
    study, open_board = desk
    page = open_board("Dan")
    before = agree(page, study, suggested)[1]
    theme, to = list(before)[:2]
    file, aside = study / "decisions.csv", study / "aside.csv"
    file.rename(aside)
    file.mkdir()  # a folder in its place: nothing can be written, whoever runs this
    try:
        card = column(page, theme).locator(".wb-card").first
        drag(page, card, to)
        problem = page.get_by_role("alert")
        problem.wait_for(timeout=AGREES)
        assert "nothing was saved" in problem.inner_text().lower() or "Not saved" in problem.inner_text()
        assert column(page, theme).locator(".wb-card").first.get_attribute("data-card") == card.get_attribute(
            "data-card"
        )
    finally:
        file.rmdir()
        os.replace(aside, file)
    assert agree(page, study, suggested)[1] == before
    n = count(page)
    frame(page, theme)
    page.keyboard.press("m")
    page.keyboard.type("on its own")
    page.keyboard.press("Enter")
    saved(page, n + 1)
    assert not page.get_by_role("alert").is_visible()
    agree(page, study, suggested)
    page.close()


def test_the_board_is_accessible_in_french_and_fits_a_narrow_page(desk):
    from axe_playwright_python.sync_playwright import Axe

    _study, open_board = desk
    page = open_board("Eva", language="fr", width=800)
    page.locator(".wb-card").first.click()
    for _theme in ("light", "dark"):
        found = Axe().run(
            page, context=".wb-board", options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]}
        )
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found.response["violations"]] == []
        page.evaluate("document.body.dataset.jpThemeLight = 'false'")
    box = page.locator(".wb-board").bounding_box()
    assert page.locator(".wb-board").evaluate("(board) => board.scrollWidth <= board.clientWidth")
    assert box["width"] <= 800
    for text in ("Déplacer", "Nouveau thème", "décisions enregistrées", "mal-être"):
        assert page.locator(".wb-board").get_by_text(text).first.count()
    page.close()

"""How quick the board of themes is in JupyterLab: the first paint, and a move until it is saved and shown.

    .venv/bin/python benchmarks/board_measured.py [cards] [decisions]

Opens JupyterLab in a real browser on a copy of the example whose criteria are varied to 2,000 cards, with 1,000
decisions made before, and drags 20 cards. Prints milliseconds by the page's own clock: from the call to render until
the frame in which the cards stand was drawn; and from the drop of a card until the frame was drawn that shows it in its
new theme and the decision as saved. Playwright and a Chromium are needed, as for the browser tests.
"""

import random
import statistics
import sys
import tempfile
import warnings
from pathlib import Path

import nbformat
import pandas as pd

PROJECT = Path(__file__).parents[1]
sys.path.insert(0, str(PROJECT))

import workbench as wb  # noqa: E402
from tests.labs import EXAMPLE, MINUTE, a_browser, labs, open_notebook  # noqa: E402

MOVES, THEMES = 20, 24
CELLS = (
    "import pandas as pd\nimport workbench as wb\nfrom types import SimpleNamespace",
    'study = SimpleNamespace(folder="..", criteria=pd.read_pickle("criteria.pkl"))',
    'wb.theme_board(study, pd.read_pickle("suggestion.pkl"))',
)
#: Notes, for each drop, the time until the frame after the one in which it is shown as saved.
WATCH = """() => {
  window.moves = [];
  const saved = document.querySelector('.wb-saved');
  document.addEventListener('drop', () => {
    const began = performance.now(), before = saved.textContent;
    const watch = new MutationObserver(() => {
      if (!saved.textContent.startsWith('✓') || saved.textContent === before) return;
      watch.disconnect();
      requestAnimationFrame(() => setTimeout(() => window.moves.push(performance.now() - began)));
    });
    watch.observe(saved, {childList: true, characterData: true, subtree: true});
  }, true);
}"""


def varied(criteria, n):
    """Return `n` criteria: those given, then each with a part of another behind it."""
    draw, texts = random.Random(0), criteria["text"].tolist()
    parts = [criteria]
    while sum(map(len, parts)) < n:
        more = [f"{text}, {draw.choice(texts)}" for text in texts]
        parts.append(criteria.assign(criterion=criteria["criterion"] + f"-{len(parts)}", text=more))
    return pd.concat(parts, ignore_index=True).head(n)


def laid_before(study, suggestion, n):
    """Make `n` decisions at random."""
    draw, themes = random.Random(1), suggestion["theme"].unique().tolist()
    criteria = suggestion["criterion"].tolist()
    moves = [{"what": "assign", "criterion": draw.choice(criteria), "to": draw.choice(themes)} for _ in range(n)]
    wb.record_decisions(study, moves)


def measured(page):
    """Return the milliseconds until the first paint, those of each move, and those until the kernel's answer."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.locator(".wb-board[data-ready]").wait_for(timeout=MINUTE)
    page.locator(".wb-board").scroll_into_view_if_needed()
    first = page.evaluate("performance.getEntriesByName('workbench board: laid out').map((one) => one.duration)")
    page.evaluate(WATCH)
    columns = page.locator(".wb-column[data-theme]")
    for move in range(MOVES):
        left, right = columns.nth(move % 2), columns.nth(1 - move % 2)
        left.locator(".wb-card").nth(move).drag_to(right.locator(".wb-cards"), target_position={"x": 60, "y": 60})
        page.wait_for_function(f"window.moves.length === {move + 1}", timeout=MINUTE)
    answered = page.evaluate("performance.getEntriesByName('workbench board: answered').map((one) => one.duration)")
    return first[-1], page.evaluate("window.moves"), answered[-MOVES:]


def main():
    given = [int(word) for word in sys.argv[1:]]
    cards, decisions = given + [2000, 1000][len(given) :]
    criteria = varied(wb.read_study(EXAMPLE, language="en").criteria, cards)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        suggestion = wb.suggest_themes(criteria, k=THEMES, encoder="lemmas", progress=False, cache=False)
    with tempfile.TemporaryDirectory() as folder, a_browser() as browser, labs(Path(folder)) as open_lab:
        study, address = open_lab("en")
        laid_before(study, suggestion, decisions)
        notebooks = study / "notebooks"
        criteria.to_pickle(notebooks / "criteria.pkl")
        suggestion.to_pickle(notebooks / "suggestion.pkl")
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, notebooks / "board.ipynb")
        page = open_notebook(browser, f"{address.replace('00_start', 'board')}&reset")
        first, moves, answered = measured(page)
        page.close()
    print(f"{cards} cards, {decisions} decisions before")
    print(f"first paint: {first:.0f} ms")
    print(f"answered by the kernel: median {statistics.median(answered):.0f} ms, largest {max(answered):.0f} ms")
    print(f"saved and shown, {MOVES} moves: median {statistics.median(moves):.0f} ms, largest {max(moves):.0f} ms")


if __name__ == "__main__":
    main()

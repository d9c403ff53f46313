"""What docs/methods.md names is there: functions, constants, pages; and every measure of the scores is described."""

import re
from importlib import import_module
from inspect import signature
from pathlib import Path

import pytest

import workbench
from workbench.scores import FACETS

DOCS = Path(__file__).parents[1] / "docs"
TEXT = (DOCS / "methods.md").read_text(encoding="utf-8")
REGISTER = TEXT.split("## Register of assumptions")[1]
ROWS = [
    [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in REGISTER.splitlines() if line[:2] == "| "
]
NAMES = sorted({name for row in ROWS[1:] for name in re.findall(r"`([a-z_]+(?:\.\w+)+)`", row[1] + row[2])})


@pytest.mark.parametrize("name", NAMES)
def test_what_the_register_names_exists(name):
    module, _dot, last = f"workbench.{name}".rpartition(".")
    assert hasattr(import_module(module), last)


def test_each_choice_of_the_register_says_where_it_is_made():
    assert len(NAMES) > 30
    for choice, where, other in ROWS[1:]:
        assert choice
        assert re.search(r"`[a-z_]+\.[a-z_.]+\w+`", where), choice
        assert other, choice


def test_functions_are_public():
    named = set(re.findall(r"`wb\.(\w+)`", TEXT))
    assert len(named) > 30
    assert named <= set(workbench.__all__)


def test_every_facet_is_described():
    for facet in FACETS:
        assert re.search(rf"\b{facet}\b", TEXT), facet


def test_the_thresholds_that_are_told_are_those_of_the_code():
    from workbench.disclosure.protect import COUNCIL, EXPORT, SMALL
    from workbench.scores.table import ENOUGH
    from workbench.soundness.consistency import ENOUGH as PEOPLE
    from workbench.themes.consensus import SHARE

    assert f"below an effective {ENOUGH} answers" in TEXT
    assert f"fewer than {EXPORT} people (in a pack {COUNCIL['survey']} of a survey)" in TEXT
    assert f"of fewer than {SMALL} people only n" in TEXT
    assert f"for fewer than {PEOPLE} people on a pair" in TEXT
    assert f"{SHARE:.0%}".replace("%", " %") in TEXT


def test_the_choices_of_index_pairs_and_pilots_that_are_told_are_those_of_the_code():
    from workbench.actions.pilots.randomised import ALL, DRAWN, territories_needed
    from workbench.composite.draws import FLOOR, SOURCES
    from workbench.composite.ingredients import SPACINGS
    from workbench.cube.margins import APART
    from workbench.scores.simultaneous import DRAWS, MANY

    def default(function, name):
        return signature(function).parameters[name].default

    prose = " ".join(TEXT.split())
    spread, draws = (default(workbench.composite_index, name) for name in ("spread", "draws"))
    assert f"U(1 \\pm {spread})" in prose
    assert f"**Draws** ({draws}," in prose
    assert SPACINGS == (1, 3 / 4, 4 / 3)
    assert "$\\gamma$ of 1, 3/4 (larger steps among the worse) or 4/3" in prose
    assert f"lower figures are raised to {FLOOR}" in prose
    for source in SOURCES:
        assert f"*{source.replace('_', ' ')}*," in prose
    assert f"more than {APART * 100:g} % apart" in prose
    assert f"drawn {DRAWS:,} times; above {MANY} pairs" in prose
    assert f"all placings up to {ALL:,}, beyond {DRAWN:,} drawn" in prose
    assert f"`worthwhile` ({default(workbench.pilot_reasons, 'worthwhile')} of a level)" in prose
    needed = ", ".join(str(territories_needed(count)) for count in (1, 2, 3, 4))
    assert f"with 1, 2, 3, 4 pilots from {needed} comparison territories on" in prose


def test_the_pages_it_leads_to_are_there():
    for page in re.findall(r"\]\((\w+\.md)\)", TEXT):
        assert (DOCS / page).is_file()


def test_its_formulas_are_closed():
    prose = re.sub(r"`[^`]*`", "", TEXT)
    assert prose.count("$$") % 2 == 0
    for line in prose.replace("$$", "").splitlines():  # a page on the web takes no formula over two lines
        assert line.count("$") % 2 == 0, line

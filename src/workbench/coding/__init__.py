"""Coding schemes as data: grids in several versions, the codes written in them, and crosswalks from one to another.

`grids` reads a grid from the package or from an evaluator's spreadsheet, `soundness` says what is wrong with one, cell
by cell; `codes` is the grammar of SPIRAL's codes; `crosswalks` carries codes from one version to another and says what
it could not carry.
"""

from workbench.coding.codes import Code, climb, code_parts, covers, format_code, parse_code, place_code
from workbench.coding.crosswalks import check_crosswalk, read_crosswalk, recode
from workbench.coding.grids import check_grid, grid_versions, read_grid

__all__ = [
    "Code",
    "check_crosswalk",
    "check_grid",
    "climb",
    "code_parts",
    "covers",
    "format_code",
    "grid_versions",
    "parse_code",
    "place_code",
    "read_crosswalk",
    "read_grid",
    "recode",
]

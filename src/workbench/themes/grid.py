"""What themes are compared with: the components of a coding scheme, their names and seed words (see room `coding`)."""

import pandas as pd

from workbench.coding.grids import read_grid
from workbench.language import LANGUAGES

__all__ = ["general_code", "general_codes", "read_grid", "seed_words"]


def general_code(code, grid):
    """Return the component to take in doubt: the family's x00 where there is one, else the family.

    >>> general_code("A03", read_grid()), general_code("A00", read_grid())
    ('A00', 'A00')
    """
    parents = dict(zip(grid["code"], grid["parent"], strict=True))
    family = parents.get(code) or code
    return f"{family}00" if f"{family}00" in parents else family


def general_codes(grid):
    """Return the families that have components, and their general components: too wide to be compared.

    >>> sorted(general_codes(read_grid()))[:4]
    ['A', 'A00', 'B', 'B00']
    """
    parts = grid[grid["parent"] != ""]
    return set(parts["parent"]) | {general_code(code, grid) for code in parts["code"]}


def seed_words(grid, languages, *, general=False):
    """Return what each component is compared by: its name and its seed words, in `languages`.

    General components, and families that have others, are not compared, unless `general` asks for them. A component
    without a name in any of the languages is compared in those it has.

    Parameters
    ----------
    grid : DataFrame
        Table `grid`.
    languages : sequence of str
    general : bool

    Returns
    -------
    DataFrame
        code, language, words.

    Examples
    --------
    >>> seed_words(read_grid(), ["en"]).head(2)["words"].tolist()
    ['food, drink', 'eating enough']
    """
    rows = []
    wide = set() if general else general_codes(grid)
    for row in grid[~grid["code"].isin(wide)].to_dict("records"):
        spoken = [code for code in languages if row[f"label_{code}"]] or [c for c in LANGUAGES if row[f"label_{c}"]]
        for language in spoken:
            said = (row[f"label_{language}"], *row[f"seeds_{language}"].split(";"))
            rows += [(row["code"], language, words.strip()) for words in said if words.strip()]
    return pd.DataFrame(rows, columns=["code", "language", "words"], dtype="str")

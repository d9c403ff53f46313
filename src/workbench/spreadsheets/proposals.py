"""What a foreign table probably means, written down for a person to confirm."""

import csv
from pathlib import Path

import pandas as pd
from rapidfuzz import fuzz

from workbench.language import plain, recognise
from workbench.problems import StudyProblems
from workbench.spreadsheets.headers import column_reader, find_header, indicator_reader
from workbench.spreadsheets.mappings import HEADER
from workbench.spreadsheets.values import as_text, is_blank
from workbench.spreadsheets.workbooks import read_sheets
from workbench.tables import TABLES, columns, empty


def propose_mapping(path, folder, *, indicators=None, target=None):
    """Write a proposed mapping for a foreign table and return its path; a person confirms it line by line.

    Headers that the workbench recognises are proposed as such, the others are left open. An existing mapping is never
    overwritten.

    Parameters
    ----------
    path : path
        The foreign table.
    folder : path
        The study's folder; the mapping goes to its `mappings/`.
    indicators : DataFrame, optional
        Table `indicators`, to recognise them in the headers.
    target : {"answers", "counts", "criteria", "statistics"}, optional
        What the table becomes; proposed from its headers if absent.

    Returns
    -------
    Path

    Raises
    ------
    StudyProblems
        If the table cannot be opened.
    FileExistsError
        If there is a mapping of this name.
    """
    sheets, problems = read_sheets(path)
    if not sheets:
        raise StudyProblems(problems)
    sheet = sheets[0]
    target = target or ("criteria" if find_header(sheet, column_reader(["text", "question"]), least=1) else "answers")
    read = indicator_reader(indicators if indicators is not None else empty("indicators"), columns(target))
    top = next(r for r in range(len(sheet.cells)) if sum(not is_blank(cell) for cell in sheet.rows[r]) > 1)
    lines = [("file", Path(path).name, target)]
    for column, cell in enumerate(sheet.rows[top]):
        meaning = read(as_text(cell))
        means = f"indicator:{meaning[1]}" if isinstance(meaning, tuple) else meaning or ""
        lines.append(("column", as_text(cell), means))
        if not isinstance(meaning, str) or TABLES[target].column(meaning).kind != "choice":
            continue
        for value in dict.fromkeys(as_text(cell) for cell in sheet.cells.iloc[top + 1 :, column] if not is_blank(cell)):
            lines.append(
                ("value", f"{as_text(cell)}={value}", recognise(TABLES[target].column(meaning).allowed, value) or "")
            )
    written = Path(folder) / "mappings" / f"{Path(path).stem}.csv"
    written.parent.mkdir(parents=True, exist_ok=True)
    with written.open("x", encoding="utf-8-sig", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows((*line, "") for line in lines)
    return written


def similar_codes(codes, *, least=88):
    """Return codes that are probably one code written in two ways, for a person to merge.

    Parameters
    ----------
    codes : Series of str
        Given codes; several in one cell are separated by "; ".
    least : float
        How alike two codes must be, from 0 to 100.

    Returns
    -------
    DataFrame
        found (the rarer), count, like (the more frequent), like_count; most alike first. Nothing is merged.

    Examples
    --------
    >>> import pandas as pd
    >>> similar_codes(pd.Series(["City Council"] * 3 + ["City council", "Housing"])).values.tolist()
    [['City council', 1, 'City Council', 3]]
    """
    counts = codes[codes.ne("")].str.split("; ").explode().value_counts()
    pairs = []
    for position, (rare, count) in enumerate(reversed(list(counts.items()))):
        others = list(counts.items())[: len(counts) - 1 - position]
        alike = [
            (max(fuzz.ratio(plain(rare), plain(other)), 100.0 * (plain(rare) == plain(other))), other, more)
            for other, more in others
        ]
        score, other, more = max(alike, default=(0, "", 0))
        if score >= least:
            pairs.append((score, rare, count, other, more))
    pairs.sort(key=lambda pair: (-pair[0], pair[1]))
    return pd.DataFrame([pair[1:] for pair in pairs], columns=["found", "count", "like", "like_count"])

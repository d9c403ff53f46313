"""Answers of groups of each standpoint and of a survey, about indicators whose truth is known."""

import pandas as pd

from workbench.cube import count_levels
from workbench.tables import frame

SIDE = {"Young": "resident", "Old": "resident", "Parents": "resident", "Carers": "professional", "Shops": "professional",
        "Staff": "institution"}  # fmt: skip


def indicators(*rows):
    """Return a table of indicators: (code, theme), or more columns as a dict."""
    made = [row if isinstance(row, dict) else {"indicator": row[0], "theme": row[1]} for row in rows]
    base = {"indicator_kind": "situations", "levels": 5, "lowest": 1, "direction": "up"}
    return frame("indicators", [{**base, **row} for row in made])


def answers(said, wave="2024"):
    """Return answers: {group: {indicator: [level, …]}}; the group "" is the survey."""
    rows = [
        {"respondent": f"{wave}-{group}-{place}", "territory": "V", "wave": wave, "group": group, "indicator": name,
         "level": level, "standpoint": SIDE.get(group, "")}
        for group, found in said.items() for name, levels in found.items() for place, level in enumerate(levels)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def counted(said, scale, **options):
    return count_levels(answers(said, **options), scale, by="standpoint")


def pieces(*filed, wave="2024"):
    """Return evidence: (indicator, level) each."""
    return frame("evidence", [
        {"territory": "V", "wave": wave, "indicator": name, "level": level, "evidence_kind": "expert", "text": "said",
         "source": f"f.xlsx!E!A{place}"} for place, (name, level) in enumerate(filed, 3)
    ])  # fmt: skip

"""A small study, its charts and its tables, for the tests of the pack."""

from dataclasses import fields

import pandas as pd

from tests.charts import drawn
from workbench.charts import plot_changes, plot_levels, plot_situations
from workbench.study import Study
from workbench.tables import TABLES, empty, frame

LABELS = {"HOUS": "Logement", "MOB": "Se déplacer", "VAL": "Valbourg"}


def study(folder, *, constructed=True):
    """Return a study of one territory with two indicators; its folder holds one file."""
    tables = {field.name: empty(field.name) for field in fields(Study) if field.name in TABLES}
    named = [
        {"indicator": code, "label_fr": LABELS[code], "label_en": code.title(), "levels": 5} for code in ("HOUS", "MOB")
    ]
    tables["indicators"] = frame("indicators", named)
    tables["territories"] = frame("territories", [{"territory": "VAL", "label": "Valbourg"}])
    (folder / "study.xlsx").write_bytes(b"not really a workbook")
    return Study(
        folder=folder, title="Étude de Valbourg", language="fr", constructed=constructed, files=pd.DataFrame(), **tables
    )


def charts():
    """Return the charts of a meeting: stacked situations, levels and changes."""
    scores, codes = drawn.scores(["HOUS", "MOB"]), ["HOUS", "MOB"]
    return {
        "situations": plot_situations(scores, labels=LABELS),
        "levels": plot_levels(scores, indicator="HOUS", labels=LABELS),
        "changes": plot_changes(drawn.changes(codes), labels=LABELS),
    }


def tables():
    """Return the tables of a meeting."""
    return {"scores": drawn.scores(["HOUS", "MOB"]), "changes": drawn.changes(["HOUS", "MOB"])}

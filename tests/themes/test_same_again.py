"""The log replayed on the same data gives the same themes: on a second run, and whatever order files are read in."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

import workbench as wb
from workbench.language import speaking

EXAMPLE = Path(__file__).parents[2] / "data" / "example"
FILES = ("valbourg_aines", "valbourg_jeunes*", "montelago_giovani", "montelago_anziani", "montelago_genitori*")


def laid(folder, *, backwards):
    """Lay a small part of the example into `folder`, its files as they are or named so that the last is read first."""
    folder.mkdir()
    for name in ("study.xlsx", "decisions.csv"):
        shutil.copy(EXAMPLE / name, folder)
    for wave in ("2021", "2024"):
        files = sorted(path for name in FILES for path in (EXAMPLE / "waves" / wave).glob(f"{name}.xlsx"))
        (folder / "waves" / wave).mkdir(parents=True)
        for place, path in enumerate(files):
            name = f"{99 - place}_{path.name}" if backwards else path.name
            shutil.copy(path, folder / "waves" / wave / name)
    return folder


def themes_of(folder, cache):
    with speaking("en"):
        study = wb.read_study(folder, language="en")
        options = {"decisions": study.decisions, "encoder": "use", "cache": cache, "progress": False}
        suggestion = wb.suggest_themes(study.criteria, **options)
        return study, suggestion, *wb.apply_decisions(suggestion, study.decisions, study.criteria)


@pytest.mark.filterwarnings("ignore::UserWarning")  # a part of the example may lean to a language
def test_neither_a_second_run_nor_another_order_of_files_changes_a_theme(tmp_path, cache):
    study, *first = themes_of(laid(tmp_path / "as it is", backwards=False), cache)
    other, *turned = themes_of(laid(tmp_path / "turned", backwards=True), False)
    _study, *again = themes_of(tmp_path / "as it is", cache)
    assert other.criteria["source"].tolist() != study.criteria["source"].tolist()
    assert other.criteria["criterion"].tolist() == study.criteria["criterion"].tolist()
    assert (first[2]["state"] == "decided").sum() > 10
    assert first[0]["reason"].eq("examples").any()
    for one, two, three in zip(first, again, turned, strict=True):
        pd.testing.assert_frame_equal(one, two)
        pd.testing.assert_frame_equal(one, three)

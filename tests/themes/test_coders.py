"""Two people file the same criteria, each in a log of their own: where they agree, and where they do not."""

import pandas as pd
import pytest

from tests.themes.told import criteria, suggestion
from workbench.decisions import read_decisions, record_decision
from workbench.themes import apply_decisions, compare_coders, decisions_by_coder

TOLD = criteria(["un toit", "un loyer", "le bus", "le train", "du bruit", "du calme"], language="fr", group="g")
SUGGESTED = suggestion(T_c0="c0 c1", T_c2="c2 c3", T_c4="c4 c5")
ANA = [("c0", "Logement"), ("c1", "Logement"), ("c2", "T-c2"), ("c3", "T-c2"), ("c4", "Rues")]
ION = [("c0", "logement"), ("c1", "Argent"), ("c2", "Se déplacer"), ("c3", "Se déplacer"), ("c5", "rues")]


@pytest.fixture
def logs(tmp_path):
    """The log of each coder, as the files that they would be."""
    for name, lines in (("ana", ANA), ("ion", ION)):
        for criterion, theme in lines:
            record_decision(tmp_path / f"decisions_{name}.csv", "assign", criterion=criterion, to=theme, who=name)
    record_decision(tmp_path / "decisions_ion.csv", "rename", theme="T-c2", to="Se déplacer", who="ion")
    return {name: read_decisions(tmp_path / f"decisions_{name}.csv")[0] for name in ("ana", "ion")}


def test_coders_who_worked_in_files_of_their_own_are_compared(logs):
    agreement, disagreements = compare_coders(logs, TOLD, SUGGESTED)
    overall = agreement[agreement["theme"] == ""].set_index("measure")
    assert overall["n"].unique().tolist() == [4]  # c4 and c5 were judged by one of them only
    # Ion named his own theme “Se déplacer”, then gave the same name to what Ana calls T-c2
    assert overall.loc["agreement", "estimate"] == 0.75
    assert disagreements[["criterion", "text", "ana", "ion"]].values.tolist() == [
        ["c1", "un loyer", "Logement", "Argent"]
    ]
    assert {"group", "language"} <= set(disagreements)


def test_what_the_machine_suggested_and_nobody_touched_is_no_agreement(logs):
    untouched = logs["ana"][:0]
    agreement, disagreements = compare_coders({"ana": logs["ana"], "ion": untouched}, TOLD, SUGGESTED)
    assert agreement["n"].eq(0).all()
    assert agreement["estimate"].isna().all()
    assert disagreements.empty


def test_each_theme_has_its_figures_the_most_disputed_first(logs):
    agreement, _disagreements = compare_coders(logs, TOLD, SUGGESTED)
    themes = agreement[agreement["theme"] != ""]
    assert themes["measure"].tolist()[:3] == ["agreement", "kappa", "alpha"]
    alpha = themes[themes["measure"] == "alpha"]["estimate"].dropna()
    assert alpha.is_monotonic_increasing
    moving = themes[themes["label"].isin(["Se déplacer"]) | themes["theme"].eq("T-c2")]
    assert moving.set_index("measure")["estimate"].to_dict() == {"agreement": 1, "kappa": 1, "alpha": 1}
    assert (themes["low"].dropna() <= themes.loc[themes["low"].notna(), "estimate"]).all()


def test_one_log_of_several_people_is_taken_apart(logs):
    together = pd.concat(logs.values(), ignore_index=True)
    apart = decisions_by_coder(together)
    assert list(apart) == ["ana", "ion"]
    first, second = compare_coders(logs, TOLD, SUGGESTED)
    again = compare_coders(apart, TOLD, SUGGESTED)
    pd.testing.assert_frame_equal(first, again[0])
    pd.testing.assert_frame_equal(second, again[1])


def test_memberships_are_compared_as_they_are_and_more_than_two_coders(logs):
    members = {name: apply_decisions(SUGGESTED, log, TOLD)[1] for name, log in logs.items()}
    third = TOLD[["criterion"]].assign(theme=["Logement", "Argent", "T-c2", "Argent", "", ""])
    agreement, disagreements = compare_coders({**members, "eva": third}, TOLD)
    assert agreement[agreement["theme"] == ""]["n"].tolist() == [4, 4, 4]
    assert list(disagreements)[-3:] == ["ana", "ion", "eva"]
    assert "c3" in set(disagreements["criterion"])


def test_one_coder_alone_and_decisions_without_a_suggestion_are_refused(logs):
    with pytest.raises(ValueError, match="two coders at least"):
        compare_coders({"ana": logs["ana"]}, TOLD, SUGGESTED)
    with pytest.raises(ValueError, match="over a suggestion"):
        compare_coders(logs, TOLD)

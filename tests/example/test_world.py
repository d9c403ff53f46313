import pytest

from workbench.example.people import LADDER
from workbench.example.world import WAVES, asked, sessions, told, typed
from workbench.language import names
from workbench.tables import TABLES

LANGUAGES = ("en", "fr", "it", "ro", "de")
DECLARED = (
    "territories",
    "indicators",
    "situations",
    "propositions",
    "waves",
    "actions",
    "commitments",
    "effects",
    "statistics",
    "evidence",
)


@pytest.mark.parametrize("name", DECLARED)
def test_choices_are_words_that_the_workbench_knows(name):
    for column in TABLES[name].columns:
        for line in told(name):
            value = line.get(column.name, "")
            if column.kind == "choice" and value:
                assert value in names(column.allowed)
            assert value or not column.required, (name, column.name, line)


def test_references_lead_somewhere():
    indicators = {line["indicator"] for line in told("indicators")}
    territories = {line["territory"] for line in told("territories")}
    actions = {line["action"] for line in told("actions")}
    themes = {line["label"] for line in told("themes")}
    for name in DECLARED:
        for line in told(name):
            assert line.get("territory") in territories | {"", None}
            assert line.get("indicator") in indicators | {None}
            assert line.get("action") in actions | {None}
    for line in (*told("actions"), *told("planted")):
        assert set(filter(None, line.get("indicators", "").split("; "))) <= indicators
        assert set(filter(None, line.get("compared_with", "").split("; "))) <= territories
    assert {line["theme"] for line in told("indicators")} <= themes
    assert {theme for line in told("actions") for theme in line["themes"].split("; ")} <= themes


def test_the_indicators_cover_all_families_and_kinds():
    lines = told("indicators")
    assert {line["code"][0] for line in lines} == set("ABCDEFGH")
    kinds = [line["indicator_kind"] for line in lines]
    assert (kinds.count("ladder"), kinds.count("statistic"), kinds.count("evidence")) == (2, 2, 1)
    assert {line["indicator"] for line in lines if line["generations"] == "yes"} == {"PLANET", "GREEN"}
    for wave in WAVES:  # FEEL4 and FEEL take turns
        assert len(asked(wave)) + 3 == 20


def test_each_situation_is_worded_in_five_languages_level_by_level():
    for line in told("indicators"):
        worded = [row for row in told("situations") if row["indicator"] == line["indicator"]]
        if line["indicator_kind"] in ("situations", "evidence"):
            lowest = int(line["lowest"])
            assert [int(row["level"]) for row in worded] == list(range(lowest, lowest + int(line["levels"])))
        for code in LANGUAGES:
            assert line[f"label_{code}"]
            texts = [row[f"words_{code}"] for row in worded]
            assert all(texts)
            assert len(set(texts)) == len(texts)


def test_labels_are_not_shared_between_indicators():
    for code in LANGUAGES:
        labels = [line[f"label_{code}"] for line in told("indicators")]
        assert len(set(labels)) == len(labels)


def test_each_ladder_has_its_four_propositions():
    for indicator in ("WORK", "SERV"):
        rows = [line for line in told("propositions") if line["indicator"] == indicator]
        assert [line["proposition"] for line in rows] == list(LADDER)
        assert all(line[f"words_{code}"] for line in rows for code in LANGUAGES)


def test_thresholds_of_green_space_rise():
    rows = typed("situations").dropna(subset="threshold")
    assert set(rows["indicator"]) == {"GREEN"}
    assert rows["threshold"].is_monotonic_increasing


def test_there_are_figures_for_all_territories_and_waves():
    for name, indicators in (("statistics", {"JOBLESS", "GREEN"}), ("evidence", {"COOP"})):
        found = {(line["territory"], line["wave"], line["indicator"]) for line in told(name)}
        assert found == {(t["territory"], wave, i) for t in told("territories") for wave in WAVES for i in indicators}


def test_the_evidence_lies_under_levels_of_its_scale_and_is_of_all_kinds():
    assert {int(line["level"]) for line in told("evidence")} <= set(range(6))
    assert {line["evidence_kind"] for line in told("evidence")} == set(names("evidence_kind"))


def test_ten_actions_two_pilots_and_promises_of_four_kinds_of_actors():
    actions = typed("actions")
    assert len(actions) == 10
    assert set(actions.loc[actions["pilot"], "indicators"]) == {"MOB", "NEIGH"}
    assert (actions["start"] < actions["end"]).all()
    assert {line["actor"] for line in told("commitments")} == set(names("actor"))
    assert {line["commitment_state"] for line in told("commitments")} == set(names("commitment_state"))
    assert set(actions["action_state"]) == set(names("action_state"))
    effects = typed("effects")
    assert effects["expected"].between(-2, 2).all()
    assert effects["observed"].dropna().between(-2, 2).all()
    assert set(effects["role"]) == set(names("role"))
    assert not effects.duplicated(["action", "indicator", "stakeholder"]).any()


def test_eight_groups_a_territory_meet_in_each_wave():
    held = sessions(3)
    assert len(held) == 4 * 8 * 3
    assert {(line["wave"], line["date"].year) for line in held} == {(wave, int(wave)) for wave in WAVES}
    assert {line["date"].weekday() for line in held} <= set(range(6))
    assert {line["standpoint"] for line in held} == set(names("standpoint"))

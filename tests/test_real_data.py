"""Real surveys read, scored, compared and charted by public functions only, against the figures their makers give."""

from pathlib import Path

import pandas as pd
import pytest

import workbench as wb
from tests.studies import SHARED
from workbench.language import speaking
from workbench.tables import frame

MAPPINGS = Path(__file__).parent / "mappings"
DATA = SHARED / "data"


def needs(name):
    return pytest.mark.skipif(not (DATA / name).is_dir(), reason=f"the shared folder with the survey {name} is not there")


@pytest.fixture(autouse=True)
def _english():
    with speaking("en"):
        yield


# ---------------------------------------------------------------------- a survey of respondents, two waves


@pytest.fixture(scope="module")
def border():
    declared = frame("indicators", [{"indicator": f"V{n}", "levels": 5, "indicator_kind": "situations", "direction": "up"} for n in range(1, 24)])
    answers = wb.read_mapped(DATA / "border_wellbeing/well_being.csv", MAPPINGS / "border_wellbeing.csv", indicators=declared)
    return answers, wb.count_levels(answers, declared)


@needs("border_wellbeing")
def test_every_respondent_of_the_border_survey_is_read(border):
    answers, _cube = border
    people = answers.drop_duplicates("respondent").groupby(["territory", "wave"]).size().to_dict()
    assert people == {("Rural", "2015"): 119, ("Rural", "2019"): 227, ("Urban", "2015"): 388, ("Urban", "2019"): 463}
    assert answers["level"].notna().all()
    assert set(answers["gender"]) == {"Female", "Male"}
    assert answers["source"].iloc[0] == "well_being.csv!!D2"


@needs("border_wellbeing")
def test_the_border_survey_scores_as_its_file_says(border):
    _answers, cube = border
    mean = wb.score(cube, facets=["mean"]).set_index(["territory", "wave", "indicator"])["estimate"]
    published = {("Rural", "2015"): 3.563025, ("Rural", "2019"): 3.629956, ("Urban", "2015"): 3.445876, ("Urban", "2019"): 3.658747}
    assert {place: round(mean[(*place, "V9")], 6) for place in published} == published
    assert round(mean["Rural", "2015", "V22"], 6) == 3.084034
    assert round(mean["Rural", "2019", "V22"], 6) == 2.841410
    good = wb.score(cube, by=["wave"], facets=["good"]).set_index(["wave", "indicator"])["estimate"]
    assert (round(good["2015", "V9"], 5), round(good["2019", "V9"], 5)) == (0.60355, 0.67826)


@needs("border_wellbeing")
def test_the_border_survey_compares_and_charts(border):
    import matplotlib.pyplot as plt

    _answers, cube = border
    changes = wb.compare_waves(cube, by=())
    mean = changes[changes["facet"].eq("mean")].set_index("indicator")
    assert mean.loc["V9", "direction"] == "up"
    assert mean.loc["V22", "difference"] < 0
    assert mean["verdict"].ne("").all()
    rural = wb.compare_waves(cube).query("facet == 'mean' and territory == 'Rural'").set_index("indicator")
    assert rural.loc["V22", "difference"] == pytest.approx(2.841410 - 3.084034, abs=1e-6)
    for ax in (wb.plot_changes(changes), wb.plot_situations(wb.score(cube), territory="Rural", wave=2019)):
        assert "n = " in wb.caption(ax).subtitle
        plt.close(ax.figure)


# ---------------------------------------------------------------------- counts of a statistical office, seven waves

#: table → {wave: the published percentages of its first answers, don't-know and no-answer in the denominator}
PUBLISHED = {
    "4720": {"2019": [74.4]},
    "4854": {"2019": [23.6, 43.9, 21.0]},
    "4127": {"2023": [15.0, 32.5]},
}


def basel(table):
    counts = wb.read_mapped(DATA / f"basel/{table}.tsv", MAPPINGS / f"basel_{table}.csv")
    return wb.cube_from_counts(counts, frame("indicators", [{"indicator": f"B{table}", "levels": 4, "direction": "up"}]))


@needs("basel")
@pytest.mark.parametrize("table", PUBLISHED)
def test_basel_publishes_the_same_percentages(table):
    reasons = ["dont_know", "no_answer", "not_applicable"]
    scores = wb.score(basel(table), facets=["share"], denominator=reasons)
    for wave, published in PUBLISHED[table].items():
        shares = scores[scores["wave"].eq(wave)].sort_values("level", ascending=False)["estimate"]
        assert [round(100 * share, 1) for share in shares[: len(published)]] == published


@needs("basel")
def test_basel_publishes_the_same_sums_of_the_two_best():
    good = {}
    for table in ("4720", "4721"):
        scores = wb.score(basel(table), facets=["good"], denominator=["dont_know", "no_answer"])
        good |= {(table, wave): round(100 * share, 1) for wave, share in zip(scores["wave"], scores["estimate"], strict=True)}
    assert (good["4720", "2019"], good["4721", "2005"]) == (95.7, 91.0)


@needs("basel")
def test_a_comparison_across_the_change_of_mode_warns():
    telephone = "asked by telephone before, on paper or on the web since"
    waves = frame("waves", [{"wave": "2019", "break": telephone}, {"wave": "2023", "break": "weighted in another way since"}])
    cube = basel("4127")
    across = wb.compare_waves(cube, earlier=2015, later=2019, waves=waves)
    before = wb.compare_waves(cube, earlier=2011, later=2015, waves=waves)
    far = wb.compare_waves(cube, earlier=2003, later=2023, waves=waves)
    assert across["warning"].str.contains(telephone).all()
    assert across["verdict"].str.contains(telephone).all() or across["verdict"].ne("").all()
    assert before["warning"].eq("").all()
    assert far["warning"].str.contains("weighted in another way").all()
    assert far["warning"].str.contains(telephone).all()


# ---------------------------------------------------------------------- an open question, coded by people


@pytest.fixture(scope="module")
def santa_monica():
    return wb.read_mapped(DATA / "open_ended_santa_monica/open-ended-responses.csv", MAPPINGS / "open_ended_santa_monica.csv")


@needs("open_ended_santa_monica")
def test_open_answers_keep_their_letters_and_their_codes(santa_monica):
    assert len(santa_monica) == 1837
    assert santa_monica["criterion"].is_unique
    assert not santa_monica["text"].str.contains("\ufffd").any()
    codes = santa_monica["code"][santa_monica["code"].ne("")].str.split("; ").explode()
    assert codes.nunique() == 17
    most = {"Transport": 537, "Personal": 385, "Development": 339, "Housing": 210, "Local services": 190, "City general": 145}
    assert codes.value_counts().head(6).to_dict() == most


@needs("open_ended_santa_monica")
def test_the_coders_slips_are_found_and_offered_for_merging(santa_monica):
    offered = wb.similar_codes(santa_monica["code"])
    assert {frozenset(pair) for pair in zip(offered["found"], offered["like"], strict=True)} == {
        frozenset({"City council", "City Council"}),
        frozenset({"Airport/Air traffic", "Aiport/Air traffic"}),
    }


@needs("open_ended_santa_monica")
def test_a_merge_that_a_person_wrote_into_the_mapping_is_carried_out(tmp_path):
    mapping = (MAPPINGS / "open_ended_santa_monica.csv").read_text(encoding="utf-8")
    merged = "value,Category 1=City council,City Council,yes\nvalue,Category 1=Aiport/Air traffic,Airport/Air traffic,yes\n"
    (tmp_path / "merged.csv").write_text(mapping + merged, encoding="utf-8")
    criteria = wb.read_mapped(DATA / "open_ended_santa_monica/open-ended-responses.csv", tmp_path / "merged.csv")
    codes = criteria["code"][criteria["code"].ne("")].str.split("; ").explode().value_counts()
    assert (len(codes), codes["City Council"], codes["Airport/Air traffic"]) == (15, 74, 120)


# ---------------------------------------------------------------------- mappings: proposed, confirmed, remembered


@needs("border_wellbeing")
def test_a_mapping_is_proposed_and_reads_nothing_until_it_is_confirmed(tmp_path):
    declared = frame("indicators", [{"indicator": f"V{n}", "levels": 5, "indicator_kind": "situations"} for n in range(1, 24)])
    path = wb.propose_mapping(DATA / "border_wellbeing/well_being.csv", tmp_path, indicators=declared)
    proposed = pd.read_csv(path, encoding="utf-8-sig", keep_default_na=False)
    meant = dict(zip(proposed["found"], proposed["means"], strict=True))
    assert (meant["Area"], meant["Year"], meant["V9"], meant["Gender"]) == ("territory", "wave", "indicator:V9", "")
    with pytest.raises(wb.StudyProblems) as raised:
        wb.read_mapped(DATA / "border_wellbeing/well_being.csv", path, indicators=declared)
    assert "It is not confirmed that “Area” means “territory”." in {problem.found() for problem in raised.value.problems}
    with pytest.raises(FileExistsError):
        wb.propose_mapping(DATA / "border_wellbeing/well_being.csv", tmp_path)

"""Six levels from 0 to 5 and five from 1 to 5 stand in one study, and are compared only through a crosswalk."""

import pandas as pd
import pytest

from workbench.cohorts import compare_waves
from workbench.cohorts.crosswalks import crosswalked
from workbench.cube import count_levels
from workbench.tables import frame

#: 0 and 1 of the old scale become 1; 2 → 2; 3 → half 3, half 4; 4 → 4; 5 → 5.
LINES = [(0, 1, None), (1, 1, None), (2, 2, None), (3, 3, 0.5), (3, 4, 0.5), (4, 4, None), (5, 5, None)]
CROSSWALK = frame("crosswalk", [
    {"indicator_from": "OLD", "level_from": a, "indicator_to": "NEW", "level_to": b, "share": share} for a, b, share in LINES
])  # fmt: skip
SCALES = frame("indicators", [
    {"indicator": "OLD", "levels": 6, "lowest": 0, "label_en": "Old scale"},
    {"indicator": "NEW", "levels": 5, "lowest": 1, "replaces": "OLD", "label_en": "New scale"},
])  # fmt: skip


def answers(old=(0, 1, 2, 3, 3, 4, 5, None), new=(1, 2, 3, 4, 5, 5)):
    """Return answers as they stand in the study: levels from 1, whatever people number."""
    rows = [("2018", "OLD", k, None if level is None else level + 1) for k, level in enumerate(old)]
    rows += [("2021", "NEW", k, level) for k, level in enumerate(new)]
    table = pd.DataFrame(rows, columns=["wave", "indicator", "respondent", "level"])
    table = table.assign(territory="Valbourg", group="", missing=["" if pd.notna(x) else "dont_know" for x in table["level"]])
    return frame("answers", table.assign(respondent=table["respondent"].astype(str)))


@pytest.fixture
def cube():
    return count_levels(answers(), SCALES)


def test_two_scales_are_not_compared_without_a_crosswalk(cube):
    changes = compare_waves(cube, facets="mean").set_index("indicator")
    assert set(changes["direction"]) == {"not comparable"}
    assert "(5 situations) took the place of “Old scale” (6 situations)" in changes.loc["NEW", "verdict"]


def test_through_a_crosswalk_they_are_and_the_warning_says_so(cube):
    changes = compare_waves(cube, facets="mean", crosswalk=CROSSWALK).set_index("indicator")
    assert list(changes.index) == ["NEW"]
    row = changes.loc["NEW"]
    assert row["estimate_from"] == pytest.approx((1 + 1 + 2 + 3.5 + 3.5 + 4 + 5) / 7)
    assert row["estimate_to"] == pytest.approx(20 / 6)
    assert (row["n_from"], row["n_to"]) == (7, 6)
    assert row["direction"] in ("none", "up", "down")
    assert row["warning"] == "Compared through a crosswalk: the answers on “Old scale” are read on the scale of “New scale”."


def test_people_are_kept_and_missing_answers_go_along(cube):
    joined, led = crosswalked(cube, CROSSWALK)
    assert led == {"NEW": ["OLD"]}
    assert joined.persons.sum() == cube.persons.sum()
    assert joined.missing.sum() == cube.missing.sum()
    assert joined.persons[0, 1, :5].tolist() == [2, 1, 1, 2, 1]
    assert joined.persons[0, 0].sum() == 0
    assert cube.persons[0, 0].sum() == 7  # what came in is as it was


def test_where_the_new_scale_was_asked_too_its_own_answers_stand():
    both = pd.concat([answers(), answers(old=(), new=(2, 2)).assign(wave="2018")], ignore_index=True)
    joined, led = crosswalked(count_levels(both, SCALES), CROSSWALK)
    assert led == {}
    assert joined.persons[0, 1].sum() == 2


def test_crosswalks_lead_on_from_one_to_the_next():
    scales = pd.concat([SCALES, frame("indicators", [{"indicator": "NEXT", "levels": 3}])], ignore_index=True)
    on = frame("crosswalk", [{"indicator_from": "NEW", "level_from": k, "indicator_to": "NEXT", "level_to": min((k + 1) // 2, 3)} for k in range(1, 6)])
    table = answers(new=()).assign(wave="2018")
    later = answers(old=(), new=(1, 2, 3)).assign(wave="2024", indicator="NEXT")
    cube = count_levels(pd.concat([table, answers(old=()), later], ignore_index=True), scales)
    joined, led = crosswalked(cube, pd.concat([on, CROSSWALK], ignore_index=True))
    assert led == {"NEW": ["OLD"], "NEXT": ["OLD", "NEW"]}
    assert joined.persons[0, 2, :3].tolist() == [3, 3, 1]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (LINES[1:], "level 0 of 'OLD' is not led wholly"),
        ([*LINES, (5, 6, None)], "is on no scale"),
        ([*LINES, (5, 5, None)], "level 5 of 'OLD' is not led wholly"),
    ],
)
def test_a_crosswalk_with_a_hole_or_too_much_is_refused(cube, lines, message):
    rows = [{"indicator_from": "OLD", "level_from": a, "indicator_to": "NEW", "level_to": b, "share": s} for a, b, s in lines]
    with pytest.raises(ValueError, match=message):
        crosswalked(cube, frame("crosswalk", rows))


def test_a_circle_is_refused(cube):
    back = frame("crosswalk", [{"indicator_from": "NEW", "level_from": 1, "indicator_to": "OLD", "level_to": 0}])
    with pytest.raises(ValueError, match="round in a circle"):
        crosswalked(cube, pd.concat([CROSSWALK, back], ignore_index=True))

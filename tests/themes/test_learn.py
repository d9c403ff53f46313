import numpy as np
import pytest

from workbench.encoder.centre import at_length_one
from workbench.themes.learn import follow_examples


def world(each=40, spread=0.5, seed=0):
    """Return vectors of three kinds, and which kind each is."""
    random = np.random.default_rng(seed)
    kinds = np.repeat([0, 1, 2], each)
    return at_length_one(np.eye(3, 12)[kinds] * 2 + random.normal(0, spread, (3 * each, 12))), kinds


def settle(kinds, names, n):
    settled = np.full(len(kinds), "", dtype="U12")
    for kind, name in names.items():
        settled[np.flatnonzero(kinds == kind)[:n]] = name
    return settled


def test_nothing_moves_without_five_examples():
    vectors, kinds = world()
    settled = settle(kinds, {0: "Housing"}, 4)
    moves, right = follow_examples(vectors, np.full(len(kinds), "T-0"), settled, settled != "")
    assert moves.empty
    assert np.isnan(right)


def test_criteria_follow_their_like_and_confidence_tells_how_often_that_is_right():
    vectors, kinds = world(spread=0.9)
    names = {0: "Housing", 1: "Work", 2: "Time"}
    settled = settle(kinds, names, 15)
    moves, right = follow_examples(vectors, np.full(len(kinds), "T-0"), settled, settled != "")
    truth = np.array([names[kind] for kind in kinds])[moves["row"].astype(int)]
    assert len(moves) > 50
    assert (moves["theme"] == truth).mean() == pytest.approx(right, abs=0.12)
    assert (moves["theme"] == truth).mean() == pytest.approx(moves["confidence"].mean(), abs=0.12)
    assert (moves["second"] != moves["theme"]).all()


def test_a_suggested_theme_that_nobody_touched_keeps_its_own():
    vectors, kinds = world()
    suggested = np.array([f"T-{kind}" for kind in kinds])
    settled = settle(kinds, {0: "Housing", 1: "Work"}, 12)
    moves, _right = follow_examples(vectors, suggested, settled, settled != "")
    assert not (kinds[moves["row"].astype(int)] == 2).any()
    assert (kinds[moves["row"].astype(int)] == 0).sum() > 15


def test_a_theme_renamed_as_a_whole_draws_nobody_out_of_the_others():
    vectors, kinds = world(spread=1.2)
    suggested = np.array([f"T-{kind}" for kind in kinds])
    settled = np.where(kinds == 0, "T-0", "")
    moves, _right = follow_examples(vectors, suggested, settled, np.zeros(len(kinds), dtype=bool))
    assert moves.empty


def test_new_criteria_join_the_theme_that_stood_before_and_what_is_new_stays_apart():
    vectors, kinds = world(each=60)
    first = np.arange(len(kinds)) % 3 > 0
    settled = np.where(first & (kinds == 0), "Housing", np.where(first & (kinds == 1), "Work", ""))
    suggested = np.array([f"T-new-{kind}" for kind in kinds])
    moves, right = follow_examples(vectors, suggested, settled, np.zeros(len(kinds), dtype=bool))
    moved = kinds[moves["row"].astype(int)]
    assert ((moves["theme"] == "Housing") == (moved == 0)).all()
    assert (moved == 0).sum() > 15
    assert not (moved == 2).any()
    assert np.isnan(right)  # whole themes are no examples: their likeness to themselves would flatter

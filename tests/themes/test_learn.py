import numpy as np
import pytest

from workbench.encoder.centre import at_length_one
from workbench.themes.learn import SURE, follow_examples


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
    taught = follow_examples(vectors, np.full(len(kinds), "T-0"), settled, settled != "")
    moves = taught.moves
    assert moves.empty
    assert taught.judged == 0


def test_criteria_follow_their_like_and_confidence_tells_how_often_that_is_right():
    vectors, kinds = world(spread=0.9)
    names = {0: "Housing", 1: "Work", 2: "Time"}
    settled = settle(kinds, names, 15)
    taught = follow_examples(vectors, np.full(len(kinds), "T-0"), settled, settled != "")
    moves = taught.moves
    truth = np.array([names[kind] for kind in kinds])[moves["row"].astype(int)]
    assert len(moves) > 50
    assert (moves["theme"] == truth).mean() == pytest.approx(taught.right / taught.judged, abs=0.12)
    assert (moves["theme"] == truth).mean() == pytest.approx(moves["confidence"].mean(), abs=0.12)
    assert (moves["second"] != moves["theme"]).all()


def test_a_suggested_theme_that_nobody_touched_keeps_its_own():
    vectors, kinds = world()
    suggested = np.array([f"T-{kind}" for kind in kinds])
    settled = settle(kinds, {0: "Housing", 1: "Work"}, 12)
    taught = follow_examples(vectors, suggested, settled, settled != "")
    moves = taught.moves
    assert not (kinds[moves["row"].astype(int)] == 2).any()
    assert (kinds[moves["row"].astype(int)] == 0).sum() > 15


def test_a_theme_renamed_as_a_whole_draws_nobody_out_of_the_others():
    vectors, kinds = world(spread=1.2)
    suggested = np.array([f"T-{kind}" for kind in kinds])
    settled = np.where(kinds == 0, "T-0", "")
    taught = follow_examples(vectors, suggested, settled, np.zeros(len(kinds), dtype=bool))
    moves = taught.moves
    assert moves.empty


def test_new_criteria_join_the_theme_that_stood_before_and_what_is_new_stays_apart():
    vectors, kinds = world(each=60)
    first = np.arange(len(kinds)) % 3 > 0
    settled = np.where(first & (kinds == 0), "Housing", np.where(first & (kinds == 1), "Work", ""))
    suggested = np.array([f"T-new-{kind}" for kind in kinds])
    taught = follow_examples(vectors, suggested, settled, np.zeros(len(kinds), dtype=bool))
    moves = taught.moves
    moved = kinds[moves["row"].astype(int)]
    assert ((moves["theme"] == "Housing") == (moved == 0)).all()
    assert (moved == 0).sum() > 15
    assert not (moved == 2).any()
    assert taught.judged == 0  # whole themes are no examples: their likeness to themselves would flatter


def test_what_leads_by_more_than_the_cut_is_as_often_right_as_the_examples_promise():
    vectors, kinds = world(each=200, spread=1.8)
    names = {0: "Housing", 1: "Work", 2: "Time"}
    settled = settle(kinds, names, 60)
    taught = follow_examples(vectors, np.full(len(kinds), "T-0"), settled, settled != "")
    moves = taught.moves
    right = moves["theme"] == np.array([names[kind] for kind in kinds])[moves["row"].astype(int)]
    sure = moves["margin"] >= taught.cut
    assert 0.2 < sure.mean() < 0.95
    assert taught.right / taught.judged < SURE <= taught.right_above / taught.judged_above
    assert right[sure].mean() == pytest.approx(taught.right_above / taught.judged_above, abs=0.06)
    assert right[~sure].mean() < right[sure].mean() - 0.15


def test_where_nothing_can_be_told_apart_nothing_is_sure():
    random = np.random.default_rng(3)
    vectors = at_length_one(random.normal(size=(120, 12)))
    settled = np.full(120, "", dtype="U12")
    settled[:60] = np.resize(["Housing", "Work", "Time", "Care"], 60)
    taught = follow_examples(vectors, np.full(120, "T-0"), settled, settled != "")
    assert taught.judged == 60
    assert (taught.moves["margin"] < taught.cut).mean() > 0.8


def test_seed_words_of_the_codes_that_people_gave_help_where_examples_are_few():
    vectors, kinds = world(each=150, spread=1.2)
    names = {0: "Housing", 1: "Work", 2: "Time"}
    settled = settle(kinds, names, 5)
    truth = np.array([names[kind] for kind in kinds])
    seeds = {name: np.eye(3, 12)[[kind] * 10] for kind, name in names.items()}

    def right(**options):
        moves = follow_examples(vectors, np.full(len(kinds), "T-0"), settled, settled != "", **options).moves
        return (moves["theme"] == truth[moves["row"].astype(int)]).mean()

    assert right(seeds=seeds) > right() + 0.03
    assert right(seeds={"Elsewhere": np.ones((2, 12))}) == right()


def test_wordings_said_once_do_not_look_emerging_because_what_many_say_is_settled_sooner():
    vectors, kinds = world(each=60, spread=0.9)
    suggested = np.array([f"T-{kind}" for kind in kinds])
    settled = settle(kinds, {0: "Housing", 1: "Work"}, 30)
    settled[np.flatnonzero(kinds == 2)[:2]] = "Housing"  # two of sixty, where a third of all is settled
    heard = (settled != "").astype(int)
    often = np.column_stack([np.where((kinds < 2) & (heard == 1), 60, 1), heard])

    def moved(times):
        moves = follow_examples(vectors, suggested, settled, settled != "", times=times).moves
        return (kinds[moves["row"].astype(int)] == 2).sum()

    assert moved(None) == moved(np.column_stack([np.ones_like(heard), heard]))
    assert moved(often) > moved(None) + 15

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.encoder import kept
from workbench.encoder.kept import PLACE, keep, kept_in, recall, remember, remembered

TEXTS = ["un logement", "una casa", "« guillemets »", "a\nb"]
VECTORS = np.arange(4 * 8, dtype=np.float16).reshape(4, 8)


def test_what_is_kept_comes_back_bit_by_bit(tmp_path):
    keep(tmp_path, "model", TEXTS[:3], VECTORS[:3])
    found = recall(tmp_path, "model", TEXTS, 8)
    assert sorted(found) == [0, 1, 2]
    assert all(np.array_equal(found[place], VECTORS[place]) for place in found)


def test_models_do_not_share_vectors(tmp_path):
    keep(tmp_path, "one", TEXTS, VECTORS)
    assert recall(tmp_path, "other", TEXTS, 8) == {}
    assert recall(tmp_path, "one", TEXTS, 16) == {}


def test_no_text_is_written_to_disk(tmp_path):
    keep(tmp_path, "model", TEXTS, VECTORS)
    assert not any(b"logement" in path.read_bytes() for path in tmp_path.iterdir())


@given(place=st.integers(0, 8191), byte=st.integers(0, 255))
@settings(max_examples=40, deadline=None)
def test_a_broken_file_never_gives_a_wrong_vector(tmp_path_factory, place, byte):
    folder = tmp_path_factory.mktemp("broken")
    keep(folder, "model", TEXTS, VECTORS)
    path = folder / "model.sqlite"
    data = bytearray(path.read_bytes())
    data[place % len(data)] = byte
    path.write_bytes(bytes(data))
    for row, vector in recall(folder, "model", TEXTS, 8).items():
        assert np.array_equal(vector, VECTORS[row])
    keep(folder, "model", TEXTS, VECTORS)


@pytest.mark.parametrize("content", [b"", b"not a database at all, but long enough to be read as one" * 20])
def test_a_file_that_is_no_database_is_begun_again(tmp_path, content):
    (tmp_path / "model.sqlite").write_bytes(content)
    assert recall(tmp_path, "model", TEXTS, 8) == {}
    keep(tmp_path, "model", TEXTS, VECTORS)
    assert len(recall(tmp_path, "model", TEXTS, 8)) == 4


def test_a_folder_that_cannot_be_made_costs_time_only(tmp_path):
    (tmp_path / "file").write_text("in the way")
    keep(tmp_path / "file", "model", TEXTS, VECTORS)
    assert recall(tmp_path / "file", "model", TEXTS, 8) == {}


def test_the_place_can_be_said_in_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv(PLACE, str(tmp_path))
    assert kept_in() == tmp_path
    monkeypatch.setenv(PLACE, "0")
    assert kept_in() is None
    monkeypatch.delenv(PLACE)
    assert "wellbeing-workbench" in kept_in().parts


def test_what_was_read_is_remembered_for_the_same_texts_place_and_model(tmp_path):
    remember(tmp_path, "model", TEXTS, VECTORS.copy())
    assert np.array_equal(remembered(tmp_path, "model", TEXTS), VECTORS)
    others = (tmp_path, "other", TEXTS), (tmp_path / "b", "model", TEXTS), (tmp_path, "model", TEXTS[::-1])
    assert all(remembered(*other) is None for other in others)
    with pytest.raises(ValueError, match="read-only"):
        remembered(tmp_path, "model", TEXTS)[0, 0] = 1


def test_what_was_asked_for_last_is_remembered_and_no_more_than_fits(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "_remembered", type(kept._remembered)())
    monkeypatch.setattr(kept, "REMEMBERED", 2 * VECTORS.nbytes)
    for mark in ("a", "b"):
        remember(tmp_path, mark, TEXTS, VECTORS.copy())
    remembered(tmp_path, "a", TEXTS)
    remember(tmp_path, "c", TEXTS, VECTORS.copy())
    remember(tmp_path, "d", TEXTS, np.zeros((100, 8), dtype=np.float16))
    assert [mark for mark in "abcd" if remembered(tmp_path, mark, TEXTS) is not None] == ["a", "c"]

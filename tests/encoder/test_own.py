"""A user's own model: small ones are made here, with known vectors."""

import json

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers

from workbench.encoder import encode, encoder_name, encoder_title
from workbench.language import speaking

WORDS = {"[UNK]": 0, "maison": 1, "bus": 2, "casa": 3, "query:": 4}
TABLE = np.array([[9, 9, 9], [1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 0, 1]], dtype=np.float32)


def tokens(folder):
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer(models.WordLevel(WORDS, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def static(folder, table=TABLE):
    """Write a folder as model2vec does."""
    body = table.tobytes()
    about = {"embeddings": {"dtype": "F32", "shape": list(table.shape), "data_offsets": [0, len(body)]}}
    head = json.dumps(about).encode()
    (tokens(folder) / "model.safetensors").write_bytes(len(head).to_bytes(8, "little") + head + body)
    return folder


def graph(folder):
    """Write an ONNX model that gives a vector a token."""
    given = [helper.make_tensor_value_info(name, TensorProto.INT64, ["b", "t"]) for name in ("input_ids",)]
    found = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["b", "t", 3])
    look_up = helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])
    table = numpy_helper.from_array(TABLE, "table")
    made = helper.make_model(
        helper.make_graph([look_up], "g", given, [found], [table]), opset_imports=[helper.make_opsetid("", 13)]
    )
    made.ir_version = 8
    onnx.save(made, str(tokens(folder) / "model.onnx"))
    return folder


def vectors(folder, texts):
    from workbench.encoder.models import open_model

    return open_model(encoder_name(folder))(texts)


@pytest.mark.parametrize("write", [static, graph])
def test_the_vector_of_a_text_is_the_mean_of_its_tokens(tmp_path, write):
    np.testing.assert_allclose(vectors(write(tmp_path / "own"), ["maison bus", "casa"]), [[0.5, 0.5, 0], [1, 0, 0]])


def test_unknown_words_say_nothing_and_a_text_of_them_alone_is_no_trouble(tmp_path):
    np.testing.assert_allclose(vectors(static(tmp_path / "own"), ["bus xyz", "xyz"]), [[0, 1, 0], [0, 0, 0]])


def test_what_a_model_wants_before_each_text_is_said_and_its_pooling_followed(tmp_path):
    folder = graph(tmp_path / "own")
    (folder / "config_sentence_transformers.json").write_text('{"prompts": {"query": "query: "}}')
    np.testing.assert_allclose(vectors(folder, ["bus"]), [[0, 0.5, 0.5]])
    other = graph(tmp_path / "other")
    (other / "1_Pooling").mkdir()
    (other / "1_Pooling" / "config.json").write_text('{"pooling_mode_cls_token": true}')
    np.testing.assert_allclose(vectors(other, ["maison bus"]), [[1, 0, 0]])


def test_an_own_model_encodes_like_any_other_and_is_named_by_its_folder(tmp_path):
    folder = static(tmp_path / "our model")
    said, languages = ["maison", "casa", "bus"] * 30, ["fr", "it", "fr"] * 30
    near = encode(said, languages, groups=["all"] * 90, encoder=folder, cache=tmp_path)
    assert near.shape == (90, 3)
    assert "our model" in encoder_title(encoder_name(str(folder)))
    assert list(tmp_path.glob("own-*.sqlite"))


def test_other_weights_go_by_another_name_and_never_meet_these_vectors(tmp_path):
    first = encoder_name(static(tmp_path / "a"))
    assert encoder_name(static(tmp_path / "b", TABLE * 2)) != first
    assert encoder_name(static(tmp_path / "c")) == first


def test_a_folder_without_a_model_is_said_to_be_none(tmp_path):
    with speaking("en"), pytest.raises(ValueError, match=r"tokenizer\.json and either"):
        encoder_name(tmp_path)

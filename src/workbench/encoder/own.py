"""A user's own sentence encoder: a folder with tokenizer.json and either an ONNX model or model2vec's embeddings."""

import hashlib
import json
from functools import cache
from pathlib import Path

import numpy as np

from workbench.encoder.models import ENCODERS, MODELS, Model
from workbench.language import LANGUAGES, _

#: Tokens of a text that are read; some two hundred words.
_LONGEST = 512
_PROMPTS, _POOLING = "config_sentence_transformers.json", Path("1_Pooling", "config.json")
_KINDS = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4"}


def own_encoder(folder):
    """Take up the encoder in `folder`, and return the name by which it goes.

    An ONNX model (`model.onnx`, in the folder or in `onnx/`) gives token vectors, of which the mean is taken (or the
    first, where `1_Pooling/config.json` says so), or one vector a text. model2vec's `model.safetensors` gives a vector
    a token; the mean is taken. What a model wants before each text ("query: ") is read from
    `config_sentence_transformers.json`. Nothing is downloaded. Vectors are kept under a hash of the files, so another
    model in the same place never meets them.

    Raises
    ------
    ValueError
        If the folder holds no such model, or a package to read it is not installed.
    """
    folder = Path(folder).expanduser().resolve()
    weights, tokens = _weights(folder), folder / "tokenizer.json"
    if weights is None or not tokens.is_file():
        raise ValueError(
            _(
                "encoder must be a folder with tokenizer.json and either model.onnx or model.safetensors (model2vec); "
                "got “{folder}”",
                folder=str(folder),
            )
        )
    parts = [path for path in (weights, tokens, folder / _PROMPTS, folder / _POOLING) if path.is_file()]
    stamps = tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in parts)
    return _taken_up(folder, weights, stamps)


@cache
def _taken_up(folder, weights, stamps):
    digest = hashlib.sha256()
    for path, *_stamp in stamps:
        with path.open("rb") as lines:
            digest.update(path.name.encode() + hashlib.file_digest(lines, "sha256").digest())
    name = f"own-{digest.hexdigest()[:12]}"
    read = _static(folder, weights) if weights.suffix == ".safetensors" else _onnx(folder, weights)
    width = read(["a"]).shape[1]
    files = ((weights.name, digest.hexdigest()),)
    MODELS[name] = Model(name, folder.name, "", files, LANGUAGES, width, lambda: read)
    ENCODERS[name] = (name,)
    return name


def _weights(folder):
    places = (folder / "model.onnx", folder / "onnx" / "model.onnx", folder / "model.safetensors")
    return next((path for path in places if path.is_file()), None)


def _needed(package):
    try:
        return __import__(package)
    except ImportError as error:
        said = _("This encoder needs the package {package}: pip install wellbeing-workbench[models]", package=package)
        raise ValueError(said) from error


def _settings(path):
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _tokenizer(folder):
    tokenizer = _needed("tokenizers").Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(_LONGEST)
    tokenizer.no_padding()
    return tokenizer


def _prompt(folder):
    told = _settings(folder / _PROMPTS)
    return told.get("prompts", {}).get(told.get("default_prompt_name") or "query", "")


def _onnx(folder, weights):
    """Return texts → vectors; one text at a time, so that no vector depends on the texts beside it."""
    runtime, tokenizer, prompt = _needed("onnxruntime"), _tokenizer(folder), _prompt(folder)
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1
    session = runtime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])
    wanted = [each.name for each in session.get_inputs()]
    first = _settings(folder / _POOLING).get("pooling_mode_cls_token", False)

    def vector(text):
        said = tokenizer.encode(prompt + text)
        given = {"input_ids": said.ids, "attention_mask": said.attention_mask, "token_type_ids": said.type_ids}
        found = session.run(None, {name: np.array([given[name]], dtype=np.int64) for name in wanted})[0][0]
        return found if found.ndim == 1 else found[0] if first else found.mean(axis=0)

    return lambda texts: np.stack([vector(text) for text in texts]).astype(np.float32)


def _static(folder, weights):
    """Return texts → mean vector of their tokens, as model2vec does; zeros where no token is known."""
    tokenizer, held = _tokenizer(folder), _tensors(weights)
    if "embeddings" not in held:
        raise ValueError(_("“{file}” holds no embeddings of model2vec", file=str(weights)))
    embeddings = held["embeddings"].astype(np.float32)
    told = _settings(folder / "tokenizer.json")["model"]
    unknown = told["unk_id"] if "unk_id" in told else tokenizer.token_to_id(told.get("unk_token") or "")

    def vector(text):
        said = tokenizer.encode(text, add_special_tokens=False).ids
        ids = np.array([token for token in said if token != unknown], dtype=np.int64)
        rows = held["mapping"][ids] if "mapping" in held else ids
        found = embeddings[rows] * held["weights"][ids, None] if "weights" in held else embeddings[rows]
        return found.mean(axis=0) if len(ids) else np.zeros(embeddings.shape[1])

    return lambda texts: np.stack([vector(text) for text in texts]).astype(np.float32)


def _tensors(path):
    """Return the arrays of a safetensors file by name."""
    with path.open("rb") as lines:
        told = json.loads(lines.read(int.from_bytes(lines.read(8), "little")))
        body = lines.read()
    return {
        name: np.frombuffer(body[slice(*about["data_offsets"])], dtype=_KINDS[about["dtype"]]).reshape(about["shape"])
        for name, about in told.items()
        if name != "__metadata__" and about["dtype"] in _KINDS
    }

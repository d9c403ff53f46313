"""The one door from texts to vectors."""

import warnings
from pathlib import Path

import numpy as np

from workbench.encoder.centre import at_length_one, centred, centring, seed_words
from workbench.encoder.kept import keep, kept_in, recall, remember, remembered
from workbench.encoder.lemmas import lemma_vectors
from workbench.encoder.models import ENCODERS, LEMMAS, MODELS, is_installed, languages_known, languages_read, open_model
from workbench.encoder.own import own_encoder
from workbench.language import LANGUAGES, _, listed, word

_AT_ONCE = 64
#: Seconds before a progress bar shows.
_PATIENCE = 2


def encoder_name(encoder="default"):
    """Return which encoder is used where `encoder` is asked for: the best one that is installed for "default".

    A folder is a user's own model (see `own`): tokenizer.json with model.onnx, or with model2vec's model.safetensors.

    Raises
    ------
    ValueError
        If there is no such encoder, or it is asked for by name and not installed.

    Examples
    --------
    >>> encoder_name("lemmas")
    'lemmas'
    """
    if encoder == "default":
        return next(name for name, models in ENCODERS.items() if all(map(is_installed, models)))
    if encoder not in ENCODERS and (isinstance(encoder, Path) or Path(encoder).is_dir()):
        return own_encoder(encoder)
    if encoder not in ENCODERS:
        raise ValueError(f"encoder must be one of default, {', '.join(ENCODERS)}, or a folder; got {encoder!r}")
    absent = [MODELS[model].package for model in ENCODERS[encoder] if not is_installed(model)]
    if absent:
        raise ValueError(f"encoder {encoder!r} needs a package that is not installed: {', '.join(absent)}")
    return encoder


def encode(texts, languages=None, *, encoder="default", groups=None, progress=True, cache=None):
    """Return one vector per text; texts that mean alike point the same way.

    The vector joins the parts of the models used, each brought to one centre for all languages (see `centring`) and to
    length 1. A model has no part in a text whose language it does not know, while another one does. Each distinct text
    is encoded once, and its vector does not depend on the texts beside it but through the centre.

    Parameters
    ----------
    texts : sequence of str
    languages : sequence of str, optional
        Language of each text ("fr"); "" where it is not known.
    encoder : {"default", "use+e5", "use", "e5", "lemmas"} or path
        "default" takes the first of these that is installed; a folder is a model of one's own (ONNX or model2vec).
    groups : sequence of str, optional
        What kind of group each text comes from, to see whether a language is tied to one.
    progress : bool
        Show a progress bar when encoding takes more than two seconds.
    cache : path, False or None
        Folder in which vectors are kept for the next time; False keeps none; None for the usual place.

    Returns
    -------
    array, shape (n, d), float32
        Rows at length 1; a blank text is a row of zeros.

    Raises
    ------
    ValueError
        If lengths differ or the encoder is not to be had.
    WeightsChanged
        If the weights of a model are not the expected ones.

    References
    ----------
    Yang et al. (2020), multilingual USE; Wang et al. (2024), multilingual E5. The join and the centre are ours.

    Examples
    --------
    >>> near = encode(["un logement", "una casa", "le bus"], ["fr", "it", "fr"], encoder="use", cache=False)
    >>> near.shape, bool(near[0] @ near[1] > near[0] @ near[2])
    ((3, 512), True)
    """
    name = encoder_name(encoder)
    texts = [" ".join(str(text).split()) for text in texts]
    languages = [""] * len(texts) if languages is None else [str(language) for language in languages]
    groups = None if groups is None else [str(group) for group in groups]
    for what, given in (("languages", languages), ("groups", groups)):
        if given is not None and len(given) != len(texts):
            raise ValueError(f"{what} must have one entry per text ({len(texts)}); got {len(given)}")
    # rows are distinct and sorted, so that no order of the input can change a result
    distinct = sorted({(text, language) for text, language in zip(texts, languages, strict=True) if text})
    if not distinct:
        return np.zeros((len(texts), sum(MODELS[model].width for model in ENCODERS[name]) or 1), dtype=np.float32)
    _warn(name, encoder, {language for _text, language in distinct})
    words, spoken = map(list, zip(*distinct, strict=True))
    if name == LEMMAS:
        vectors = at_length_one(lemma_vectors(words, spoken))
    else:
        said = [position for position, text in enumerate(texts) if text]
        speakers = None if groups is None else [groups[position] for position in said]
        how = centring([languages[position] for position in said], speakers)
        vectors = _joined(ENCODERS[name], words, spoken, how, progress, kept_in(cache))
    row = {pair: position for position, pair in enumerate(distinct)}
    result = np.zeros((len(texts), vectors.shape[1]), dtype=np.float32)
    for position, pair in enumerate(zip(texts, languages, strict=True)):
        if pair in row:
            result[position] = vectors[row[pair]]
    return result


def _joined(models, texts, languages, how, progress, folder):
    """Return the models' parts side by side; a model has none in a text whose language only another one knows."""
    common = {language for name in models for language in MODELS[name].languages}
    parts = []
    for name in models:
        strange = common.difference(MODELS[name].languages)
        rows = [row for row, language in enumerate(languages) if language not in strange]
        spoken = {language: way for language, way in how.items() if language not in strange}
        means = _seed_means(name, spoken, progress, folder) if {"grid", "all"} & set(spoken.values()) else {}
        part = np.zeros((len(texts), MODELS[name].width), dtype=np.float32)
        if rows:
            said = _vectors(name, [texts[row] for row in rows], progress, folder)
            part[rows] = centred(said, [languages[row] for row in rows], spoken, means)
        parts.append(part)
    return at_length_one(np.hstack(parts))


def _seed_means(name, how, progress, folder):
    """Return {language: mean of the scheme's words in it}; of the languages at hand for one that it does not speak."""
    known = [language for language in how if language in LANGUAGES]
    if "all" in how.values():
        known = known or [language for language in LANGUAGES if language in MODELS[name].knows]
    means = {
        language: _vectors(name, seed_words(language), progress, folder).astype(np.float64).mean(axis=0)
        for language in known
    }
    of_all = np.mean(list(means.values()), axis=0)
    return means | {language: of_all for language, way in how.items() if way == "all"}


def _vectors(name, texts, progress, folder):
    """Return the model's own vectors of distinct `texts` (float16), from where they are kept; not to be changed."""
    from tqdm.auto import tqdm

    model = MODELS[name]
    if folder and (known := remembered(folder, model.mark, texts)) is not None:
        return known
    found = recall(folder, model.mark, texts, model.width) if folder else {}
    missing = [position for position in range(len(texts)) if position not in found]
    result = np.zeros((len(texts), model.width), dtype=np.float16)
    for position, vector in found.items():
        result[position] = vector
    with tqdm(
        total=len(missing), desc=_("Reading criteria ({encoder})", encoder=model.title), delay=_PATIENCE, leave=False,
        disable=not progress or not missing,
    ) as bar:  # fmt: skip
        for start in range(0, len(missing), _AT_ONCE):
            now = missing[start : start + _AT_ONCE]
            said = [texts[position] for position in now]
            result[now] = open_model(name)(said).astype(np.float16)
            if folder:
                keep(folder, model.mark, said, result[now])
            bar.update(len(now))
    if folder:
        remember(folder, model.mark, texts, result)
    return result


def _warn(name, asked, languages):
    """Say aloud what the encoder at hand cannot do."""
    if name == LEMMAS and asked == "default":
        warnings.warn(
            _(
                "No sentence encoder is installed: criteria are compared by their words alone, each language apart. "
                "Expect themes that do not mix languages, and check them all."
            ),
            stacklevel=4,
        )
    unknown = sorted(languages.difference(languages_known(name), languages_read(name), {""}))
    if unknown and name != LEMMAS:
        warnings.warn(
            _(
                "The encoder at hand does not know {languages}: check the themes of these criteria one by one.",
                languages=listed([word("language", language) for language in unknown]),
            ),
            stacklevel=4,
        )

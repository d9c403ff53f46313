"""Texts in several languages become vectors: what was said alike lies near, whatever the language.

Nothing is downloaded: the models come inside installed packages, and their weights are checked before they are used
(`models`). What was encoded once is kept on disk (`kept`). Languages are brought onto one another (`centre`). Where no
model can be loaded, lemmas stand in (`lemmas`), and a warning says so.
"""

from workbench.encoder.centre import centring, tied_languages
from workbench.encoder.lemmas import lemmas
from workbench.encoder.models import WeightsChanged, encoder_title
from workbench.encoder.vectors import encode, encoder_name

__all__ = ["WeightsChanged", "centring", "encode", "encoder_name", "encoder_title", "lemmas", "tied_languages"]

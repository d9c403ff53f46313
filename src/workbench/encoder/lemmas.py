"""Words in their base form, and the vectors that stand in where no sentence encoder can be loaded."""

import re
from functools import cache

import numpy as np

from workbench.encoder.threads import one_thread
from workbench.language import LANGUAGES

#: Dimensions of the latent space; short texts carry no more.
_WIDTH = 100
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def lemmas(text, language=""):
    """Return the words of `text` in their base form, lower case, in order.

    Parameters
    ----------
    text : str
    language : str, optional
        One of `LANGUAGES`; in another language, or none, words stay as they are.

    Returns
    -------
    list of str

    Examples
    --------
    >>> lemmas("Des logements adaptés", "fr")
    ['un', 'logement', 'adapter']
    """
    words = [part for word in _WORD.findall(text.lower()) for part in re.split("['’]", word)]
    return [_lemma(word, language) for word in words] if language in LANGUAGES else words


@cache
def _lemma(word, language):
    import simplemma

    return simplemma.lemmatize(word, lang=language).lower()


def lemma_vectors(texts, languages):
    """Return (n, d) vectors by latent semantic analysis of lemmas and of characters (3 to 5 of a word).

    Deerwester et al. (1990). Each language stays apart: nothing here knows that two words mean the same.
    """
    from scipy.sparse import hstack
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    words = [lemmas(text, language) for text, language in zip(texts, languages, strict=True)]
    if not any(words):
        return np.zeros((len(texts), 1), dtype=np.float32)
    # the language is part of a lemma: "sale" is salt in Italian and dirty in French
    tagged = [[f"{language}:{word}" for word in found] for found, language in zip(words, languages, strict=True)]
    by_word = TfidfVectorizer(analyzer=lambda found: found, sublinear_tf=True).fit_transform(tagged)
    spaced = [" ".join(found) or "·" for found in words]
    by_letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), max_features=50_000, sublinear_tf=True)
    features = hstack([by_word, by_letters.fit_transform(spaced)]).tocsr()
    width = min(_WIDTH, min(features.shape) - 1)
    if width < 1:
        return np.ones((len(texts), 1), dtype=np.float32)
    with one_thread():
        return TruncatedSVD(width, random_state=0).fit_transform(features).astype(np.float32)

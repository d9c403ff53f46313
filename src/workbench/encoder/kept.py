"""Vectors kept on disk, so that a second run encodes only what is new.

One SQLite file per model. A row holds a fingerprint of the text, never the text: criteria are personal data. A vector
is kept as 16-bit floats with a checksum; whatever cannot be read is encoded again. What was read last is remembered, so
that a notebook that suggests themes five times reads them once.
"""

import hashlib
import os
import sqlite3
import zlib
from collections import OrderedDict
from contextlib import closing, suppress
from pathlib import Path
from threading import Lock

import numpy as np
from platformdirs import user_cache_path

#: Environment variable that says where vectors are kept; "0" keeps none.
PLACE = "WORKBENCH_CACHE"
_ASKED_AT_ONCE = 500
#: Bytes of vectors that are remembered; those of 100,000 criteria are 180 million.
REMEMBERED = 256_000_000
_remembered, _one_at_a_time = OrderedDict(), Lock()


def kept_in(cache=None):
    """Return the folder in which vectors are kept, or None.

    Parameters
    ----------
    cache : path, False or None
        A folder; False for none; None for `WORKBENCH_CACHE` or, without it, the user's cache folder.

    Examples
    --------
    >>> kept_in(False) is None, kept_in("somewhere").name
    (True, 'somewhere')
    """
    if cache is None:
        cache = os.environ.get(PLACE) or user_cache_path("wellbeing-workbench", appauthor=False) / "vectors"
    return None if cache is False or str(cache) == "0" else Path(cache)


def recall(folder, mark, texts, width):
    """Return {position in `texts`: vector} for the texts kept under `mark`; nothing where the file is broken."""
    prints = [_fingerprint(text) for text in texts]
    position = {fingerprint: place for place, fingerprint in enumerate(prints)}

    def asked_for(file):
        for start in range(0, len(prints), _ASKED_AT_ONCE):
            asked = prints[start : start + _ASKED_AT_ONCE]
            places = ",".join("?" * len(asked))
            yield from file.execute(f"SELECT text, vector, checksum FROM vectors WHERE text IN ({places})", asked)

    rows = _with_file(folder, mark, lambda file: list(asked_for(file))) or []
    return {
        position[text]: np.frombuffer(vector, dtype=np.float16)
        for text, vector, checksum in rows
        if len(vector) == 2 * width and zlib.crc32(vector) == checksum
    }


def keep(folder, mark, texts, vectors):
    """Keep `vectors` (float16) of `texts` under `mark`. What cannot be kept is not: it only costs time later."""
    packed = [(_fingerprint(text), vector.tobytes()) for text, vector in zip(texts, vectors, strict=True)]
    rows = [(text, vector, zlib.crc32(vector)) for text, vector in packed]
    _with_file(folder, mark, lambda file: file.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows))


def remembered(folder, mark, texts):
    """Return the vectors of exactly these texts, if they were remembered, or None."""
    key = _of_all(folder, mark, texts)
    with _one_at_a_time:
        if key in _remembered:
            _remembered.move_to_end(key)
        return _remembered.get(key)


def remember(folder, mark, texts, vectors):
    """Remember `vectors` of `texts` while this process lasts, and forget those that were not asked for the longest."""
    if vectors.nbytes > REMEMBERED:
        return
    vectors.setflags(write=False)
    with _one_at_a_time:
        _remembered[_of_all(folder, mark, texts)] = vectors
        while sum(one.nbytes for one in _remembered.values()) > REMEMBERED:
            _remembered.popitem(last=False)


def _of_all(folder, mark, texts):
    found = hashlib.blake2b(digest_size=16)
    for text in texts:
        found.update(_fingerprint(text))
    return str(folder), mark, found.digest()


def _fingerprint(text):
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def _with_file(folder, mark, act):
    """Return what `act` does with the file of `mark`; a broken file is begun again, an unreachable one left alone."""
    path = folder / f"{mark}.sqlite"
    for _attempt in range(2):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(path, timeout=30)) as file, file:
                file.execute("CREATE TABLE IF NOT EXISTS vectors (text PRIMARY KEY, vector, checksum) WITHOUT ROWID")
                return act(file)
        except (sqlite3.OperationalError, OSError):
            return None
        except sqlite3.DatabaseError:
            with suppress(OSError):
                path.unlink(missing_ok=True)
    return None

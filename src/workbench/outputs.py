"""A folder of outputs that stands whole or not at all: written beside its place, then moved there."""

import json
import shutil
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from filelock import FileLock, Timeout

from workbench.language import _

#: Name of the file that says that a folder of outputs is ours, so that it may be replaced.
STAMP = "run.json"


class OutputsInUse(Exception):
    """The folder of outputs cannot be written; the message says why and what to do."""


@contextmanager
def staging(final):
    """Give a folder to write in; it takes the place of `final` if the block ends well, and is gone if not.

    Parameters
    ----------
    final : Path
        Where the outputs are to stand. The folder given stands beside it, at the same depth.

    Raises
    ------
    OutputsInUse
        If another run writes there, `final` holds what the workbench did not write, or one of its files is open.

    Examples
    --------
    >>> import tempfile
    >>> final = Path(tempfile.mkdtemp()) / "valbourg"
    >>> with staging(final) as fresh:
    ...     stamp(fresh, language="en")
    >>> [path.name for path in final.iterdir()]
    ['run.json']
    """
    final.parent.mkdir(parents=True, exist_ok=True)
    fresh, before = (final.with_name(f".{final.name}-{word}") for word in ("new", "before"))
    try:
        with FileLock(final.with_name(f".{final.name}.lock"), timeout=0):
            if before.exists() and not final.exists():  # a run was cut off between the two moves of _replace
                before.rename(final)
            if not _ours(final):
                advice = _("Move them, or choose another folder with --output.")
                raise OutputsInUse(_("{path} holds files that the workbench did not write.", path=final) + " " + advice)
            for left in (fresh, before):
                shutil.rmtree(left, ignore_errors=True)
            fresh.mkdir()
            try:
                yield fresh
                _replace(final, fresh, before)
            finally:
                shutil.rmtree(fresh, ignore_errors=True)
    except Timeout:
        raise OutputsInUse(_("Another run is writing to {path}. Wait until it has ended.", path=final)) from None


def stamp(folder, **made):
    """Write into a folder of outputs how it was made: the version of the workbench and what is given; never when."""
    told = {"workbench": version("wellbeing-workbench"), **made}
    (folder / STAMP).write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def keep_failed(path, final):
    """Keep a notebook that stopped in `failed/` of the outputs, beside the good ones; return where it is."""
    failed = final / "failed"
    shutil.rmtree(failed, ignore_errors=True)
    failed.mkdir(parents=True)
    return Path(shutil.copy2(path, failed))


def _ours(final):
    return not final.exists() or (final / STAMP).is_file() or {path.name for path in final.iterdir()} <= {"failed"}


def _replace(final, fresh, before):
    try:
        if final.exists():
            final.rename(before)
        fresh.rename(final)
    except PermissionError:  # Windows does not move what is open
        if before.exists() and not final.exists():
            before.rename(final)
        raise OutputsInUse(
            _("A file in {path} is open in another program. Close it and run again.", path=final)
        ) from None
    shutil.rmtree(before, ignore_errors=True)

"""The constructed example study: four fictitious territories, three waves, and effects that are planted and known.

Nobody in it exists. `make_example` writes the study as coordinators unlike each other would hand it in; the texts, the
hidden situations and the planted effects stand as csv in `data/example`, so that they can be read, checked and changed:

- `planted.csv`: what the workbench ought to find, and what it ought not to announce;
- `latent.csv`: where each territory and profile stands on each indicator, before any effect;
- `criteria_*.csv`: the banks of post-its, with the theme that each was written for;
- the rest: what study.xlsx declares, statistics, evidence.

Its parts: `world` (texts and chance), `latent` (levels, and effects of a given size), `people` (answers), `postits`
(criteria), `layouts`, `surveys` and `declared` (workbooks), `files` (how they are written).
"""

from pathlib import Path

from workbench.example.declared import decisions, write_decisions, write_filed, write_study
from workbench.example.layouts import LAYOUTS
from workbench.example.people import answers_of, respondents
from workbench.example.postits import criteria
from workbench.example.surveys import write_survey
from workbench.example.world import DECLARED, SEED, WAVES, sessions, told, typed
from workbench.tables import frame

__all__ = ["make_example", "told"]


def make_example(folder, *, seed=SEED):
    """Write the constructed example study into a folder, and return what it holds.

    The same seed gives the same files, byte for byte. Files of the same names are overwritten; others are left alone.

    Parameters
    ----------
    folder : path
        Made where it is absent.
    seed : int
        Another one draws other people with other answers from the same world.

    Returns
    -------
    dict of str to DataFrame
        What reading the study must give back: the tables of `tables.TABLES` by name (territories, groups, indicators,
        situations, propositions, waves, actions, commitments, effects, criteria, answers, ladders, statistics,
        evidence, decisions). Behind the known columns of answers and ladders stand birth_year, gender and
        neighbourhood ("" in reference groups). Levels of evidence and situations are numbered as people number them.

    Examples
    --------
    >>> import tempfile
    >>> tables = make_example(tempfile.mkdtemp())
    >>> len(tables["criteria"]), len(tables["groups"])
    (976, 96)
    """
    folder = Path(folder)
    held = sessions(seed)
    said = criteria(seed)
    answers, ladders = answers_of(seed, respondents(seed))
    tables = {name: typed(name) for name in (*DECLARED, "statistics", "evidence")}
    tables |= {"groups": _groups(held), "criteria": frame("criteria", said)}
    tables |= {"answers": frame("answers", answers), "ladders": frame("ladders", ladders)}
    tables["decisions"] = decisions(seed, tables["criteria"])

    write_study(folder, tables["groups"])
    write_decisions(folder, tables["decisions"])
    for wave in WAVES:
        write_filed(folder, wave)
        for territory, write in LAYOUTS.items():
            place = folder / "waves" / wave
            here = [_of(lines, territory, wave) for lines in (held, said, answers, ladders)]
            write(place, seed, wave, *([line for line in lines if line["group"]] for lines in here))
            surveyed = [[line for line in lines if not line["group"]] for lines in here[2:]]
            write_survey(place, seed, territory, wave, *surveyed)
    return tables


def _of(lines, territory, wave):
    return [line for line in lines if (line["territory"], line["wave"]) == (territory, wave)]


def _groups(held):
    lines = [{name: cell for name, cell in line.items() if name not in ("bank", "languages")} for line in held]
    return frame("groups", lines)

"""What the reference groups write on their post-its: drawn from banks of texts, each profile leaning to its own."""

from workbench.example.world import sessions, stream, told
from workbench.spreadsheets.criteria import name_criteria

#: Sessions in which votes were put on the post-its.
VOTED = {("Valbourg", "2018"), ("Valbourg", "2021"), ("Valbourg", "2024"), ("Arinești", "2021"), ("Arinești", "2024")}
#: How likely a text is: of this profile, of nobody in particular, of another profile; and if it was said before.
_OWN, _ANYBODY, _OTHERS, _AGAIN = 8, 1, 0.05, 0.01
_QUESTIONS = ("wellbeing", "illbeing", "action", "coresponsibility")


def bank(language):
    """Return the texts of one language: lines with theme (the planted one), question, profile and text.

    >>> {line["question"] for line in bank("de")} <= set(_QUESTIONS)
    True
    """
    return told(f"criteria_{language}")


def planted_themes():
    """Return {(language, text): theme}: the theme that each text was written for. The workbench does not know it.

    >>> planted_themes()["de", "ein Dach über dem Kopf"]
    'housing'
    """
    return {(code, line["text"]): line["theme"] for code in ("fr", "it", "ro", "de") for line in bank(code)}


def criteria(seed):
    """Return what all sessions wrote.

    Six to fourteen criteria a session, drawn without putting back as far as a bank goes (then a text comes at most once
    more, in another session); now and then two people of a session write the same.

    Parameters
    ----------
    seed : int

    Returns
    -------
    list of dict
        Lines of table `criteria`, in the order in which they hang: by question.
    """
    chance, said, lines = stream(seed, "criteria"), {}, []
    order = sessions(seed)
    chance.shuffle(order)  # so that no territory or wave always has the first choice
    for session in order:
        lines += _session(chance, session, said)
    places = {_who(session): place for place, session in enumerate(sessions(seed))}
    lines.sort(key=lambda line: (places[_who(line)], _QUESTIONS.index(line["question"])))
    return [line | {"criterion": name} for line, name in zip(lines, name_criteria(lines), strict=True)]


def _who(line):
    return line["territory"], line["wave"], line["group"]


def _session(chance, session, said):
    known = {name: session[name] for name in ("territory", "wave", "group")}
    leanings = {line["theme"]: float(line[session["bank"]]) for line in told("themes")}
    lines, here = [], set()
    for _ in range(chance.randint(6, 14)):
        languages = session["languages"]
        language = chance.choices(languages, [2, 1][: len(languages)])[0]
        times = [said.get((language, line["text"]), 0) for line in bank(language)]
        weights = [
            _weight(line, session, leanings, before)
            if before < 2 and (language, line["text"]) not in here and _of_its_time(line, session)
            else 0
            for line, before in zip(bank(language), times, strict=True)
        ]
        drawn = chance.choices(bank(language), weights)[0]
        here.add((language, drawn["text"]))
        said[language, drawn["text"]] = said.get((language, drawn["text"]), 0) + 1
        lines.append(known | {"question": drawn["question"], "text": drawn["text"], "language": language})
    if chance.random() < 0.08:
        lines.append(dict(chance.choice(lines)))
    return [line | {"votes": _votes(chance, session)} for line in lines]


def _of_its_time(line, session):
    """A theme planted as new is spoken of from its wave on."""
    since = {planted["theme"]: planted["wave_to"] for planted in told("planted") if planted["what"] == "new theme"}
    return session["wave"] >= since.get(line["theme"], "")


def _weight(line, session, leanings, times):
    own = {session["bank"]: _OWN, "": _ANYBODY}.get(line["profile"], _OTHERS)
    return own * leanings[line["theme"]] * _AGAIN**times


def _votes(chance, session):
    if (session["territory"], session["wave"]) not in VOTED or chance.random() < 0.15:
        return None
    return 1 + min(chance.randrange(session["participants"]), chance.randrange(session["participants"]))

"""The command `workbench`: new · check · run · lab. It asks the rooms and prints what they answer."""

import locale
import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from workbench.language import LANGUAGES, N_, SPOKEN, _, current_language, listed, ngettext, use_language
from workbench.problems import ERROR, StudyProblems
from workbench.terminal import console, progress_bar, refuse, say, show_problems

app = typer.Typer(
    help=N_("From reference groups' spreadsheets to a council chart."),
    add_completion=False,
    pretty_exceptions_enable=False,
)

#: Where a study is looked for when none is named.
USUAL_FOLDERS = (Path("."), Path("data/example"))

Folder = Annotated[
    Path | None, typer.Argument(help=N_("The study's folder; this one, or else data/example."), show_default=False)
]
Language = Annotated[
    str | None,
    typer.Option(help=N_("en or fr; the study's own language if not given."), metavar="LANGUAGE", show_default=False),
]


@app.command(help=N_("Begin a study: a folder with template spreadsheets to fill in."))
def new(
    folder: Annotated[Path, typer.Argument(help=N_("The folder to make."), show_default=False)],
    language: Annotated[
        str | None, typer.Option(help=N_("Language of the templates: en, fr, it, ro, de or nl."), metavar="LANGUAGE")
    ] = None,
):
    from workbench.templates import new_study

    language = language or current_language()
    if language not in LANGUAGES:
        return refuse(_("Templates are written in {spoken}, not in “{code}”.", spoken=listed(LANGUAGES), code=language))
    if folder.exists() and any(folder.iterdir()):
        return refuse(_("{folder} is not empty. Choose the name of a new folder.", folder=folder))
    new_study(folder, language=language)
    say(_("The templates are in {folder}. Fill them in, then: workbench check {folder}", folder=folder))
    return 0


@app.command(help=N_("Read everything and list every problem by file, sheet and cell."))
def check(
    folder: Folder = None,
    language: Language = None,
    marked: Annotated[
        Path | None,
        typer.Option(
            help=N_("Write copies of the workbooks, with the cells marked, to this folder."), metavar="FOLDER"
        ),
    ] = None,
):
    from workbench.study import check_study

    folder = _usual(folder)
    problems = check_study(folder, language=language)
    show_problems(problems)
    if marked:
        from workbench.spreadsheets.marking import mark_workbook

        for file in sorted({problem.file for problem in problems}):
            if (folder / file).is_file():
                here = [problem for problem in problems if problem.file == file]
                copy = mark_workbook(folder / file, here, marked / Path(file).parent)
                say(_("Marked copy: {path}", path=copy))
    return int(any(problem.severity == ERROR for problem in problems))


@app.command(
    help=N_("Check a study, run its notebooks in order, and write notebooks, tables, charts and council pack.")
)
def run(
    folder: Folder = None,
    territory: Annotated[
        str | None,
        typer.Option(help=N_("The territory to report on; the first one if not given."), metavar="TERRITORY"),
    ] = None,
    wave: Annotated[
        str | None, typer.Option(help=N_("The wave to report on; the last one if not given."), metavar="WAVE")
    ] = None,
    language: Language = None,
    output: Annotated[
        Path,
        typer.Option(
            help=N_("The folder in which the study's outputs get theirs; “outputs” if not given."),
            metavar="FOLDER",
            show_default=False,
        ),
    ] = Path("outputs"),
):
    from workbench.notebooks import find_notebooks
    from workbench.outputs import OutputsInUse
    from workbench.run import NotebookStopped, run_study
    from workbench.study import read_study

    folder = _usual(folder)
    try:
        study = read_study(folder, language=language)
    except StudyProblems as found:
        show_problems(found.problems)
        return refuse(_("Nothing was run. Correct the cells above, then run again."))
    territories = study.territories["territory"].tolist()
    if territory and territory not in territories:
        unknown = _(
            "The study has no territory “{territory}”, but {territories}.",
            territory=territory,
            territories=listed(territories),
        )
        return refuse(unknown)
    if wave and wave not in study.all_waves():
        return refuse(_("The study has no wave “{wave}”, but {waves}.", wave=wave, waves=listed(study.all_waves())))
    if study.warnings:
        say(
            ngettext(
                "{n} warning: “workbench check” shows it.",
                "{n} warnings: “workbench check” shows them.",
                len(study.warnings),
            )
        )
    try:
        with progress_bar(len(find_notebooks())) as progress:
            final = run_study(folder, territory=territory, wave=wave, outputs=output, progress=progress)
    except (NotebookStopped, OutputsInUse) as stopped:
        return refuse(str(stopped))
    except KeyboardInterrupt:
        return refuse(_("Stopped. Earlier outputs are untouched."), 130)
    say(_("Done. Everything is in {path}", path=final))
    pages = (path for path in final.rglob("*") if path.suffix in (".html", ".pptx") and path.parent.name != "notebooks")
    for path in sorted(pages):
        console.print(Text(f"  {path}", style=f"link {path.as_uri()}"))
    return 0


@app.command(help=N_("Open JupyterLab on the notebooks of a study, on this computer only."))
def lab(
    folder: Folder = None,
    language: Language = None,
    port: Annotated[
        int, typer.Option(help=N_("The first port to try; 8888 if not given."), metavar="PORT", show_default=False)
    ] = 8888,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help=N_("Whether to open the browser, too."), show_default=False)
    ] = True,
):
    from workbench.lab import open_lab
    from workbench.study import check_study

    folder = _usual(folder)
    problems = check_study(folder, language=language)
    if not any(folder.glob("study.*")):
        show_problems(problems)
        return 1
    if errors := [problem for problem in problems if problem.severity == ERROR]:
        say(
            ngettext(
                "{n} problem is in the study's files: 01_load lists it.",
                "{n} problems are in the study's files: 01_load lists them.",
                len(errors),
            )
        )
    open_lab(folder, port=port, browser=browser, say=say)
    return 0


def _usual(folder):
    if folder is not None:
        return folder
    return next((usual for usual in USUAL_FOLDERS if any(usual.glob("study.*"))), USUAL_FOLDERS[0])


# ---------------------------------------------------------------------- the language of help and mistakes


def main(args=None):
    """Run the command and end with its exit code: 0 well, 1 not, 2 not understood, 130 stopped by Ctrl-C."""
    args = list(sys.argv[1:] if args is None else args) or ["--help"]
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a Windows console without our dashes is no reason to stop
    asked = _asked_language(args)
    if asked in SPOKEN:
        use_language(asked)
    else:
        use_language(_language_of_environment())
        if asked and args[0] != "new":
            sys.exit(refuse(_("The workbench speaks {spoken}, not “{code}”.", spoken=listed(SPOKEN), code=asked), 2))
    command = typer.main.get_command(app)
    _translate(command)
    try:
        sys.exit(command.main(args, prog_name="workbench", standalone_mode=False) or 0)
    except typer.TyperException:
        words = _("This was not understood: {words}", words="workbench " + " ".join(args))
        sys.exit(refuse(words + "\n" + _("“workbench --help” and “workbench run --help” say what can be asked."), 2))


def _asked_language(args):
    for word, following in zip(args, [*args[1:], ""], strict=True):
        if word.startswith("--language="):
            return word.partition("=")[2]
        if word == "--language":
            return following
    return ""


def _language_of_environment():
    """Return the language of the user's system if the workbench speaks it, or else English."""
    told = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None)
    code = (told or locale.getlocale()[0] or "en")[:2].lower()  # "fr_FR.UTF-8", on Windows "French_France"
    return code if code in SPOKEN else "en"


def _translate(command):
    """Put the help of a command and of its subcommands into the current language."""
    shown = command.get_help_option(typer.Context(command))
    shown.help = N_("Show this help.")
    for part in (command, shown, *command.params):
        part.help = _(part.help) if part.help else part.help
    shown.rich_help_panel = _("Options")
    for parameter in command.params:
        parameter.rich_help_panel = _("Arguments") if parameter.param_type_name == "argument" else _("Options")
    command.rich_help_panel = _("Commands")
    for subcommand in getattr(command, "commands", {}).values():
        _translate(subcommand)


if __name__ == "__main__":
    main()

"""JupyterLab opened on a study: on this computer only, in the study's language, with settings of its own.

The user's own Jupyter (`~/.jupyter`: passwords, ports, themes) is neither read nor written.
"""

import hashlib
import json
import os
import secrets
from pathlib import Path

import platformdirs

from workbench.language import _, current_language
from workbench.notebooks import lay_notebooks

#: JupyterLab's names of the languages that the workbench speaks.
LOCALES = {"en": "en", "fr": "fr_FR"}

APP = "wellbeing-workbench"


def open_lab(folder, *, language=None, port=8888, browser=True, sources=None, say=print):
    """Open JupyterLab on the first notebook of a study; return when it has been ended with Ctrl-C.

    Parameters
    ----------
    folder : path-like
        The study's folder; the working copies of the notebooks are laid in `notebooks/` in it.
    language : str, optional
        The language of the notebooks and of JupyterLab; the current one by default.
    port : int
        The first port to try; a later one is taken where it is in use.
    browser : bool
        Whether to open the browser, too.
    sources : list of path, optional
        The notebooks to lay and to open; those of the workbench by default.
    say : function (text)
        Told where the page is, and which notebooks were kept as the user left them.
    """
    folder, language = Path(folder).resolve(), language or current_language()
    states = lay_notebooks(folder, language=language, sources=sources)
    _prepare(folder, language)
    # only now: Jupyter reads its folders from the environment when it is imported
    from jupyterlab.labapp import LabApp

    first = f"/lab/tree/notebooks/{next(iter(states))}"
    token = secrets.token_hex(24)
    options = {
        "ServerApp.root_dir": folder,
        "ServerApp.port": port,
        "ServerApp.open_browser": browser,
        "LabApp.default_url": first,
        "IdentityProvider.token": token,
    }
    server = LabApp.initialize_server(argv=[f"--{name}={value}" for name, value in options.items()])

    def tell():
        for name in (name for name, state in states.items() if state == "kept"):
            say(_("{name} was changed by you and stays as it is.", name=name))
        say(_("JupyterLab is open at {address}", address=f"http://127.0.0.1:{server.port}{first}?token={token}"))
        say(_("Leave this window open while you work. Ctrl-C ends it."))

    server.io_loop.add_callback(tell)  # behind the one that begins to listen
    server.start()
    say(_("JupyterLab has ended. What you saved is in {folder}.", folder=folder / "notebooks"))


def _prepare(folder, language):
    """Write what JupyterLab reads when it starts, and point it there."""
    state = Path(platformdirs.user_state_dir(APP, appauthor=False))
    key = f"{folder.name}-{hashlib.sha256(str(folder).encode()).hexdigest()[:8]}"  # one workspace for each study
    config = state / key / "config"
    (config / "labconfig").mkdir(parents=True, exist_ok=True)
    _write(config / "jupyter_server_config.json", _server_config())
    _write(config / "labconfig" / "default_setting_overrides.json", _interface(language))
    os.environ.pop("JUPYTER_CONFIG_PATH", None)
    os.environ.pop("JUPYTER_TOKEN", None)
    os.environ |= {
        "JUPYTER_CONFIG_DIR": str(config),
        "JUPYTERLAB_SETTINGS_DIR": str(state / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(state / key / "workspaces"),
    }


def _server_config():
    return {
        "ServerApp": {"ip": "127.0.0.1", "answer_yes": True, "allow_root": True, "log_level": "ERROR"},
        # no kernel but that of this environment: another Python has no workbench
        "KernelSpecManager": {"kernel_dirs": []},
        "KernelManager": {"transport_encryption": "auto"},
        "LabApp": {
            "log_level": "ERROR",
            "news_url": None,
            "check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
            "extension_manager": "readonly",
        },
    }


def _interface(language):
    return {
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
        "@jupyterlab/translation-extension:plugin": {"locale": LOCALES[language]},
    }


def _write(path, content):
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")

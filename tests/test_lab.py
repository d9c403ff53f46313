import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from tests.pages import page


@pytest.fixture
def lab(tmp_path):
    """JupyterLab on an empty study, in French, as a user whose own Jupyter has other settings."""
    home = tmp_path / "home"
    mine = home / ".jupyter" / "jupyter_server_config.py"
    mine.parent.mkdir(parents=True)
    mine.write_text("c.ServerApp.ip = '0.0.0.0'\nc.IdentityProvider.token = ''\n")
    source = page(tmp_path / "00_start.ipynb", "1 + 1")
    script = (
        "from pathlib import Path\n"
        "from workbench.lab import open_lab\n"
        f"open_lab({str(tmp_path / 'study')!r}, language='fr', browser=False, sources=[Path({str(source)!r})])"
    )
    env = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "XDG"))}
    env |= {"HOME": str(home), "USERPROFILE": str(home), "LOCALAPPDATA": str(home)}
    process = subprocess.Popen([sys.executable, "-u", "-c", script], env=env, stdout=subprocess.PIPE, text=True)
    address = next(found[0] for line in process.stdout if (found := re.search(r"http://\S+", line)))
    yield process, home, address
    process.terminate()
    process.communicate(timeout=20)


def get(address, path, token=""):
    request = urllib.request.Request(
        re.match(r"http://[^/]+", address)[0] + path, headers={"Authorization": f"token {token}"} if token else {}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read().decode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to a whole console, this test's too")
def test_jupyterlab_opens_for_this_user_only_with_settings_of_its_own(lab):
    process, home, address = lab
    token = address.partition("token=")[2]
    assert address.startswith("http://127.0.0.1:")
    assert "/lab/tree/notebooks/00_start.ipynb?token=" in address
    assert len(token) == 48
    with pytest.raises(urllib.error.HTTPError, match="403"):
        get(address, "/api/contents")

    settings = {
        plugin: json.loads(get(address, f"/lab/api/settings/{plugin}", token))["schema"]["properties"]
        for plugin in ("@jupyterlab/translation-extension:plugin", "@jupyterlab/apputils-extension:notification")
    }
    assert settings["@jupyterlab/translation-extension:plugin"]["locale"]["default"] == "fr_FR"
    assert settings["@jupyterlab/apputils-extension:notification"]["fetchNews"]["default"] == "false"
    assert json.loads(get(address, "/lab/api/translations/fr_FR", token))["data"]  # the pack is there
    assert '"disabled": true' in re.search(r'"news": \{[^}]*\}', get(address, "/lab", token))[0]
    assert list(json.loads(get(address, "/api/kernelspecs", token))["kernelspecs"]) == ["python3"]

    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    assert process.returncode == 0
    assert [path.name for path in (home / ".jupyter").iterdir()] == [
        "jupyter_server_config.py"
    ]  # neither read nor written

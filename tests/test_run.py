import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.pages import page
from workbench.language import speaking
from workbench.notebooks import read_notebook
from workbench.run import NotebookStopped, run_study

TABLE = """
from pathlib import Path
Path(output, "tables").mkdir(exist_ok=True)
Path(output, "tables", f"{language}.csv").write_text(Path(study, "study.csv").read_text() + str(wave))
"""
CHART = "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"


@pytest.fixture(autouse=True)
def _english():
    with speaking("en"):
        yield


@pytest.fixture
def study(tmp_path):
    folder = tmp_path / "data" / "valbourg"
    folder.mkdir(parents=True)
    (folder / "study.csv").write_text("title\nValbourg\n")
    return folder


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_run_writes_everything_and_the_same_again(tmp_path, study):
    sources = [page(tmp_path / "00_start.ipynb", TABLE), page(tmp_path / "01_load.ipynb", CHART, "{3, 1}, object")]
    steps = []
    final = run_study(
        study, language="fr", outputs=tmp_path / "outputs", sources=sources, progress=lambda *step: steps.append(step)
    )
    first = contents(final)
    assert final == tmp_path / "outputs" / "valbourg"
    assert set(first) == {
        "notebooks/00_start.ipynb",
        "notebooks/00_start.html",
        "notebooks/01_load.ipynb",
        "notebooks/01_load.html",
        "tables/fr.csv",
        "run.json",
    }
    assert first["tables/fr.csv"].decode().splitlines() == ["title", "Valbourg", "None"]
    assert json.loads(first["run.json"])["notebooks"] == ["00_start", "01_load"]
    assert [step for step in steps if step[0] == "01_load"][:3] == [
        ("01_load", 1, 3),
        ("01_load", 2, 3),
        ("01_load", 3, 3),
    ]
    assert [name for name, cell, _cells in steps if cell is None] == ["00_start", "01_load"]
    chart = read_notebook(final / "notebooks" / "01_load.ipynb").cells[2].outputs[0]
    assert "image/png" in chart["data"]
    assert b'<html lang="fr"' in first["notebooks/01_load.html"]
    assert b"data:image/png" in first["notebooks/01_load.html"]
    assert not re.search(rb'(src|href)="https?:', first["notebooks/01_load.html"])  # it opens without a network

    assert contents(run_study(study, language="fr", outputs=tmp_path / "outputs", sources=sources)) == first
    assert not any(str(tmp_path).encode() in content for content in first.values())  # no path of this machine


def test_an_executed_notebook_still_finds_its_study(tmp_path, study):
    final = run_study(study, outputs=tmp_path / "outputs", sources=[page(tmp_path / "00_start.ipynb")])
    values = {}
    exec(read_notebook(final / "notebooks" / "00_start.ipynb").cells[1].source, values)
    assert (final / "notebooks" / values["study"] / "study.csv").is_file()
    assert (final / "notebooks" / values["output"]).resolve() == final


def test_one_wave_has_outputs_of_its_own(tmp_path, study):
    sources = [page(tmp_path / "00_start.ipynb", TABLE)]
    final = run_study(study, wave="2024", outputs=tmp_path / "outputs", sources=sources)
    assert final.name == "valbourg-2024"
    assert (final / "tables" / "en.csv").read_text().endswith("2024")


def test_two_notebooks_run_side_by_side(tmp_path, study):
    wait = "import time; from pathlib import Path\nfor _ in range(300):\n    if Path('{}').exists(): break\n    time.sleep(0.1)\nelse: 1 / 0"
    tell = "from pathlib import Path\nPath('{}').touch()"
    sources = [
        page(tmp_path / "00_start.ipynb", tell.format("a"), wait.format("b")),
        page(tmp_path / "01_load.ipynb", wait.format("a"), tell.format("b")),
    ]
    run_study(study, outputs=tmp_path / "outputs", sources=sources)


def test_a_fault_says_where_and_leaves_the_good_outputs(tmp_path, study):
    good = page(tmp_path / "00_start.ipynb", TABLE)
    final = run_study(study, outputs=tmp_path / "outputs", sources=[good])
    before = contents(final)
    (study / "study.csv").write_text("changed\n")
    bad = page(tmp_path / "01_load.ipynb", "# what came in\ntotal = 1 / 0", "'never'")
    never = page(tmp_path / "02_cluster_criteria.ipynb", "import time; time.sleep(60)")
    began = time.monotonic()
    with pytest.raises(NotebookStopped) as stopped:
        run_study(study, outputs=tmp_path / "outputs", sources=[good, bad, never])
    assert time.monotonic() - began < 30
    stop = stopped.value.stop
    assert (stop.notebook, stop.cell, stop.line, stop.error) == ("01_load", 2, "# what came in", "ZeroDivisionError")
    assert stopped.value.kept == final / "failed" / "01_load.ipynb"
    half = read_notebook(stopped.value.kept)
    assert [cell.execution_count for cell in half.cells if cell.cell_type == "code"] == [1, 2, None]
    assert str(stopped.value).startswith(
        "01_load stopped at cell [2]: # what came in\nZeroDivisionError: division by zero\n"
    )
    after = contents(final)
    assert {name: after[name] for name in before} == before
    assert [path.name for path in final.parent.iterdir() if path.is_dir()] == ["valbourg"]


def test_a_step_that_is_killed_is_explained(tmp_path, study):
    bad = page(tmp_path / "00_start.ipynb", "import os; os._exit(9)")
    with pytest.raises(NotebookStopped, match="ended from outside, most often for lack of memory"):
        run_study(study, outputs=tmp_path / "outputs", sources=[bad])


def test_notebooks_run_in_the_environment_of_the_workbench(tmp_path, study, monkeypatch):
    other = tmp_path / "share" / "kernels" / "python3"
    other.mkdir(parents=True)
    (other / "kernel.json").write_text(json.dumps({"argv": ["false"], "display_name": "Other", "language": "python"}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "share"))
    monkeypatch.setenv("MPLBACKEND", "agg")
    sources = [page(tmp_path / "00_start.ipynb", f"import sys; assert sys.prefix == {sys.prefix!r}", CHART)]
    final = run_study(study, outputs=tmp_path / "outputs", sources=sources)
    assert "image/png" in read_notebook(final / "notebooks" / "00_start.ipynb").cells[3].outputs[0]["data"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to a whole console, this test's too")
def test_ctrl_c_ends_a_run_and_its_kernels(tmp_path, study):
    source = page(
        tmp_path / "00_start.ipynb",
        f"import os, time\nopen({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)",
    )
    script = f"from workbench.run import run_study\nrun_study({str(study)!r}, outputs={str(tmp_path / 'outputs')!r}, sources=[{str(source)!r}])"
    process = subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE, text=True)
    pid = tmp_path / "pid"
    while not (pid.exists() and pid.read_text()):
        assert process.poll() is None
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    assert "KeyboardInterrupt" in process.communicate(timeout=20)[1]
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)
    assert [path.name for path in Path(tmp_path / "outputs").iterdir() if path.is_dir()] == []

"""What the README shows works as it is printed."""

import re
from pathlib import Path

from workbench.language import speaking

PROJECT = Path(__file__).parents[1]
README = (PROJECT / "README.md").read_text(encoding="utf-8")


def test_the_code_runs(tmp_path, monkeypatch):
    import matplotlib.pyplot as plt

    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "example").symlink_to(PROJECT / "data" / "example")
    monkeypatch.chdir(tmp_path)
    said = {}
    with speaking("en"):
        exec(re.search(r"```python\n(.*?)```", README, re.DOTALL)[1], said)
        plt.close("all")
    assert {path.suffix for path in (tmp_path / "outputs").iterdir()} == {".png", ".svg", ".csv", ".txt"}
    assert len(said["changes"])


def test_the_rooms_and_notebooks_it_names_exist():
    way = README.split("## The way through")[1].split("Every table")[0]
    for name in re.findall(r"`(\d\d_\w+)`", way):
        assert (PROJECT / "notebooks" / f"{name}.ipynb").is_file()
    sources = (PROJECT / "src" / "workbench").rglob("[a-z]*.py")
    rooms = {path.relative_to(PROJECT / "src" / "workbench").parts[0].removesuffix(".py") for path in sources}
    assert sorted(re.findall(r"`([a-z]+)`", way)) == sorted(rooms)  # each once


def test_the_picture_on_the_first_page_is_there():
    for picture in re.findall(r"!\[.+?\]\((.+?)\)", README):
        assert (PROJECT / picture).is_file()

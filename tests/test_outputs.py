import pytest
from filelock import FileLock

from workbench.language import speaking
from workbench.outputs import OutputsInUse, keep_failed, staging, stamp


@pytest.fixture(autouse=True)
def _english():
    with speaking("en"):
        yield


def write(final, text):
    with staging(final) as fresh:
        (fresh / "table.csv").write_text(text)
        stamp(fresh, language="en")


def break_off(final, text):
    with staging(final) as fresh:
        (fresh / "table.csv").write_text(text)
        raise KeyboardInterrupt


def folders(final):
    return {path.name for path in final.parent.iterdir() if path.is_dir()}


def test_new_outputs_take_the_place_of_the_old_ones_whole(tmp_path):
    final = tmp_path / "valbourg"
    write(final, "old")
    (final / "left.csv").write_text("of an earlier version")
    write(final, "new")
    assert {path.name: path.read_text() for path in final.glob("*.csv")} == {"table.csv": "new"}
    assert folders(final) == {"valbourg"}


def test_outputs_that_break_off_leave_the_old_ones(tmp_path):
    final = tmp_path / "valbourg"
    write(final, "old")
    with pytest.raises(KeyboardInterrupt):
        break_off(final, "half")
    assert (final / "table.csv").read_text() == "old"
    assert folders(final) == {"valbourg"}


def test_a_notebook_that_stopped_is_kept_beside_good_outputs_until_the_next_ones(tmp_path):
    final, page = tmp_path / "valbourg", tmp_path / "03.ipynb"
    page.write_text("{}")
    assert keep_failed(page, final).read_text() == "{}"
    write(final, "good")
    assert not (final / "failed").exists()
    assert keep_failed(page, final) == final / "failed" / "03.ipynb"
    assert (final / "table.csv").read_text() == "good"


def test_outputs_survive_a_power_cut_between_the_two_moves(tmp_path):
    final = tmp_path / "valbourg"
    write(final, "old")
    final.rename(tmp_path / ".valbourg-before")
    with pytest.raises(KeyboardInterrupt):
        break_off(final, "half")
    assert (final / "table.csv").read_text() == "old"


def test_a_folder_with_other_files_is_never_replaced(tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "mayor.docx").write_text("Dear …")
    with pytest.raises(OutputsInUse, match=r"holds files that the workbench did not write\. Move them"):
        write(tmp_path / "letters", "new")
    assert (tmp_path / "letters" / "mayor.docx").read_text() == "Dear …"


def test_two_runs_do_not_write_to_one_folder(tmp_path):
    with FileLock(tmp_path / ".valbourg.lock"), pytest.raises(OutputsInUse, match="Another run"):
        write(tmp_path / "valbourg", "new")


def test_a_file_that_another_program_holds_open_is_named(tmp_path, monkeypatch):
    final = tmp_path / "valbourg"
    write(final, "old")
    rename = type(final).rename

    def windows(path, target):
        if path.name == ".valbourg-new":
            raise PermissionError
        return rename(path, target)

    monkeypatch.setattr(type(final), "rename", windows)
    with pytest.raises(OutputsInUse, match="open in another program"):
        write(final, "new")
    assert (final / "table.csv").read_text() == "old"

"""Releases as they are read: found, verified, locked down."""

import json
import shutil
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import duckdb
import pytest

from data.access import View
from data.errors import NoRows, UnknownRelease
from data.warehouse.publishing import POINTER, shelf_folder
from data.warehouse.release import Release, Shelf, open_release
from geo.text import Text
from tests.data.register import AREA


@pytest.fixture
def home(small_release: Release, register_folder: Path, tmp_path: Path) -> Path:
    """A copy of the session's home, to be damaged."""
    shutil.copytree(register_folder / "home", tmp_path / "home")
    return tmp_path / "home"


def test_nothing_published_yet(tmp_path: Path) -> None:
    with pytest.raises(UnknownRelease):
        open_release(tmp_path)
    with pytest.raises(UnknownRelease):
        Shelf(tmp_path).current()


@pytest.mark.parametrize("name", ["2001-01-01-r1", "", "..", "../releases/2024-12-31-r1", ".lock", "/etc"])
def test_unknown_ids(home: Path, name: str) -> None:
    with pytest.raises(UnknownRelease):
        open_release(home, name)
    with pytest.raises(UnknownRelease):
        Shelf(home).release(name)


@pytest.mark.parametrize("name", ["internal.duckdb", "public.duckdb"])
def test_a_damaged_file_is_not_opened(home: Path, small_release: Release, name: str) -> None:
    path = shelf_folder(home) / small_release.info.id / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(UnknownRelease):
        open_release(home)
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(UnknownRelease):
        open_release(home)


def test_the_shelf_keeps_the_old_release_when_the_new_one_is_bad(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.warehouse.release.LOOK_EVERY", 0.0)
    shelf = Shelf(home)
    old = shelf.current()
    (shelf_folder(home) / POINTER).write_text(json.dumps({"id": "2030-01-01-r1"}))
    assert shelf.current() is old
    (shelf_folder(home) / POINTER).write_text("{")
    assert shelf.current() is old
    assert shelf.release(old.info.id) is old


def test_the_shelf_looks_at_the_pointer_once_a_second(home: Path) -> None:
    shelf = Shelf(home)
    old = shelf.current()
    shutil.rmtree(shelf_folder(home))
    assert all(shelf.current() is old for _ in range(100))


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/passwd')", "select * from read_text('/etc/passwd')", "select * from glob('/*')",
        "attach '/nowhere/x.duckdb' as x", "copy (select 1) to '/nowhere/x.csv'", "install httpfs", "load httpfs",
        "set threads = 8", "set enable_external_access = true", "reset memory_limit", "pragma database_list = 1",
        "create table x (a int)", "delete from stock", "export database '/nowhere/x'",
        "create persistent secret s (type s3)",
    ],
)  # fmt: skip
@pytest.mark.parametrize("view", list(View))
def test_locked_down(small_release: Release, view: View, sql: str) -> None:
    with pytest.raises(duckdb.Error):
        small_release.rows(view, sql)


def test_what_a_release_knows(small_release: Release) -> None:
    assert small_release.latest == date(2024, 12, 31)
    assert small_release.dates(View.INTERNAL)[-1] == small_release.latest
    assert set(small_release.dates(View.PUBLIC)) < set(small_release.dates(View.INTERNAL))
    assert isinstance(small_release.vocabulary["ministry"]["MES"], Text)
    assert AREA in small_release.known.codes["area"]
    assert "MES" in small_release.known.codes["ministry"]
    assert small_release.info.id in small_release.known.releases
    assert "entries" in small_release.known.indicators
    assert small_release.info.demonstration


def test_many_threads_ask_at_once(small_release: Release) -> None:
    answers: list[int] = []

    def ask() -> None:
        for view in View:
            for _ in range(20):
                answers.append(small_release.rows(view, "select count(*) from population")[1][0][0])

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8 * 2 * 20
    assert len(set(answers)) == 1


def test_reading_needs_no_pandas() -> None:
    code = "import sys, data.warehouse.release; print({'pandas', 'numpy', 'scipy', 'geopandas'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[3], capture_output=True, text=True,
                          check=True)  # fmt: skip
    assert done.stdout.strip() == "set()"


def test_an_older_release_says_that_it_cannot_answer(small_release: Release, register_folder: Path) -> None:
    home = register_folder / "home"
    older = Release(shelf_folder(home) / small_release.info.id, small_release.info, home, 1)
    for asked in ("select 1 from a_table_of_later", "select a_column_of_later from institutions"):
        with pytest.raises(NoRows):
            older.rows(View.PUBLIC, asked)
        with pytest.raises(duckdb.Error):
            small_release.rows(View.PUBLIC, asked)

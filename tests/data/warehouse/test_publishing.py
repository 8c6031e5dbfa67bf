"""A release appears whole or not at all, whatever happens to its builder."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from data.access import View
from data.errors import BadFile, BuildRefused
from data.warehouse.build import build
from data.warehouse.publishing import BUILDING, POINTER, publish, shelf_folder, workshop
from data.warehouse.release import Shelf, open_release, releases, served
from tests.data.register import release_from, write_folder

COUNT = "select sum(children) from stock where on_date = $day and population = 'all'"
BUILDER = "import sys; from pathlib import Path; from data.warehouse.build import build; " \
          "print('go', flush=True); build(Path(sys.argv[1]), Path(sys.argv[2]))"  # fmt: skip


def children(release: object) -> int:
    return int(release.rows(View.INTERNAL, COUNT, {"day": release.latest})[1][0][0])  # type: ignore[attr-defined]


def register(number: int) -> dict[str, list[dict[str, object]]]:
    return {"institutions": [{}], "placements": [{} for _ in range(number)]}


def snapshot(home: Path) -> dict[str, int]:
    return {str(path.relative_to(home)): path.stat().st_mtime_ns for path in shelf_folder(home).rglob("*")}


def start(folder: Path, home: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", BUILDER, str(folder), str(home)],
        cwd=Path(__file__).parents[3], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip


def test_ids_go_up_and_are_never_used_again(tmp_path: Path) -> None:
    first = release_from(tmp_path, **register(20))
    second = release_from(tmp_path, **register(21))
    assert (first.info.id, second.info.id) == ("2024-12-31-r1", "2024-12-31-r2")
    assert second.info.changed == {"placements": 1}
    assert served(tmp_path / "home") == second.info.id
    assert [info.id for info in releases(tmp_path / "home")] == [second.info.id, first.info.id]
    for path in (shelf_folder(tmp_path / "home") / second.info.id).iterdir():
        path.unlink()
    (shelf_folder(tmp_path / "home") / second.info.id).rmdir()
    assert release_from(tmp_path, **register(22)).info.id == "2024-12-31-r3"
    names = {path.name for path in (shelf_folder(tmp_path / "home") / first.info.id).iterdir()}
    assert names == {"internal.duckdb", "public.duckdb", "release.json"}


def test_bad_files_change_nothing(tmp_path: Path) -> None:
    release_from(tmp_path, **register(20))
    home = tmp_path / "home"
    before = {name: when for name, when in snapshot(home).items() if "/" in name.removeprefix("releases/")}
    bad = write_folder(tmp_path / "bad", covers_to=date(2024, 12, 31), institutions=[{}], placements=[{"sex": "?"}])
    with pytest.raises(BuildRefused) as refused:
        build(bad, home)
    assert refused.value.parameters["report"].errors[0].column == "sex"  # type: ignore[attr-defined]
    with pytest.raises(BadFile):
        build(tmp_path / "nowhere", home)
    after = {name: when for name, when in snapshot(home).items() if "/" in name.removeprefix("releases/")}
    assert after == before
    assert not list(shelf_folder(home).glob(f"{BUILDING}*"))
    assert children(open_release(home)) == 20


def test_killed_builders_leave_the_served_release_as_it_was(tmp_path: Path) -> None:
    release = release_from(tmp_path, **register(20))
    home, folder = tmp_path / "home", write_folder(tmp_path / "next", covers_to=date(2024, 12, 31), **register(30))
    chance = random.Random(7)
    for _ in range(10):
        builder = start(folder, home)
        assert builder.stdout is not None
        builder.stdout.readline()
        time.sleep(chance.uniform(0.05, 1.2))
        builder.send_signal(signal.SIGKILL)
        builder.communicate()
        now = open_release(home)
        assert (now.info.id == release.info.id and children(now) == 20) or children(now) == 30
    build(folder, home)
    assert not list(shelf_folder(home).glob(f"{BUILDING}*"))
    assert children(open_release(home)) == 30


def test_a_living_builders_folder_is_left_alone(tmp_path: Path) -> None:
    with workshop(tmp_path) as mine:
        dead = shelf_folder(tmp_path) / f"{BUILDING}{os.getpid()}-old"
        dead.mkdir()
        with workshop(tmp_path) as other:
            assert mine.is_dir()
            assert other.is_dir()
            assert not dead.exists()


def test_two_builders_at_once_publish_one_after_the_other(tmp_path: Path) -> None:
    home = tmp_path / "home"
    folders = [write_folder(tmp_path / f"f{n}", covers_to=date(2024, 12, 31), **register(20 + n)) for n in (0, 1)]
    builders = [start(folder, home) for folder in folders]
    for builder in builders:
        builder.communicate()
    assert [builder.returncode for builder in builders] == [0, 0]
    assert {info.id for info in releases(home)} == {"2024-12-31-r1", "2024-12-31-r2"}
    assert sorted(children(open_release(home, info.id)) for info in releases(home)) == [20, 21]


def test_readers_never_see_half_a_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.warehouse.release.LOOK_EVERY", 0.0)
    sizes = {release_from(tmp_path, **register(number)).info.id: number for number in (20, 30)}
    home = tmp_path / "home"
    shelf, wrong, stop = Shelf(home), [], threading.Event()

    def read() -> None:
        while not stop.is_set():
            release = shelf.current()
            if children(release) != sizes[release.info.id]:
                wrong.append(release.info.id)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for _ in range(60):
        for identity in sizes:
            pointer = shelf_folder(home) / "fresh"
            pointer.write_text(f'{{"id": "{identity}", "checksum": ""}}')
            pointer.replace(shelf_folder(home) / POINTER)
            time.sleep(0.005)
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []


def test_a_place_already_taken_is_never_overwritten(tmp_path: Path) -> None:
    taken = shelf_folder(tmp_path) / "2024-12-31-r1"
    taken.mkdir(parents=True)
    (taken / "mark").write_text("x")
    with workshop(tmp_path) as folder:
        for name in ("internal.duckdb", "public.duckdb"):
            (folder / name).write_text("")
        assert publish(tmp_path, folder, date(2024, 12, 31), {"checksum": ""}) == "2024-12-31-r2"
    assert (taken / "mark").read_text() == "x"


def test_the_reference_files_alone_make_a_release(tmp_path: Path) -> None:
    info = build(None, tmp_path)
    release = open_release(tmp_path, info.id)
    assert not info.demonstration
    assert release.rows(View.PUBLIC, "select count(*) from stock")[1] == [(0,)]
    assert release.rows(View.INTERNAL, "select count(*) from stock")[1] == [(0,)]
    assert release.rows(View.PUBLIC, "select count(*) > 1000 from published")[1] == [(True,)]
    assert release.dates(View.PUBLIC)
    states = {row[0] for row in release.rows(View.PUBLIC, "select distinct state from area_states")[1]}
    assert "value" not in states

"""A portal to report to: its own home with the small release, and the worker's side to look what was kept."""

import re
from html import unescape
from pathlib import Path

import pytest
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from data.incidents import intake_keys
from data.incidents.model import Addition, Report
from data.incidents.spool import SpoolReader
from tests.dashboard.entrance import Entrance

NUMBERS = ("102", "116 111")


class Place(Entrance):
    """An Entrance whose spool can be opened."""

    def __init__(self, home: Path, folder: Path) -> None:
        (folder / "home").mkdir()
        (folder / "home/releases").symlink_to(home / "releases")
        self.home = folder / "home"
        super().__init__(self.home, folder)

    def kept(self) -> list[Report | Addition]:
        """Everything that waits, oldest first."""
        intake_keys.ensure(self.home)
        reader = SpoolReader(self.home / "spool", intake_keys.read_private(self.home))
        return [reader.open(path) for path in reader.waiting()]

    def emptied(self) -> "Place":
        """The same without anything waiting, in another hour."""
        for path in (self.home / "spool").glob("*.sealed"):
            path.unlink()
        for name in ("tally", "guesses"):
            path = self.home / "intake" / name
            if path.exists():
                with path.open("r+b") as file:
                    file.write(b"\0" * path.stat().st_size)
        return self


@pytest.fixture(scope="module")
def opened_place(home, tmp_path_factory):
    """One portal for all tests of a module."""
    made = Place(home, tmp_path_factory.mktemp("reporting"))
    yield made
    made.store.close()


@pytest.fixture
def place(opened_place):
    """The same with nothing waiting."""
    return opened_place.emptied()


def filled(client, path: str = "/report", **typed) -> dict:
    """The form's own hidden fields and what is typed into it."""
    return {"attempt": hidden(client.get(path).text, "attempt"), **typed}


def send(client, **typed):
    """A fresh form, filled in and sent as a browser does."""
    if "files" in typed:
        typed["files"] = [FileStorage(stream, name) for stream, name in typed["files"]]
    boundary, body = encode_multipart(MultiDict(filled(client, **typed)))
    return client.post("/report", data=body, content_type=f"multipart/form-data; boundary={boundary}")


def hidden(page: str, name: str) -> str:
    """What a hidden field carries."""
    found = re.search(rf'<input name="{name}" type="hidden" value="([^"]*)">', page)
    return unescape(found[1]) if found else ""


def receipt(page: str) -> tuple[str, str]:
    """Number and words on a receipt."""
    number = re.search(r'receipt-number">([^<]+)<', page)[1]
    words = re.search(r'receipt-words">(.*?)</ol>', page)[1]
    return number, " ".join(re.findall(r"<li>([^<]+)</li>", words))

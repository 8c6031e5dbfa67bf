"""What a build reads: the files of a folder, and the reference files where the folder has none of its own."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data.errors import BadFile
from data.sources.datasets import datasets
from geo.countries import Country

REFERENCE = Path(__file__).parents[1] / "reference"
PACKED = ("territory_status", "rollout")
SUFFIXES = (".csv", ".xlsx")


@dataclass(frozen=True)
class Folder:
    """`files`: dataset → path. `covers_to` None: to be found in the data. `demonstration`: invented children."""

    files: Mapping[str, Path]
    covers_to: date | None
    demonstration: bool


def read_folder(folder: Path | None, country: Country) -> Folder:
    """The files to build from. Raises BadFile if `folder` is none, or its release.toml is malformed."""
    if folder is not None and not folder.is_dir():
        raise BadFile(file=str(folder))
    files = {code: path for code in datasets() if (path := _file(code, folder, country))}
    covers_to, demonstration = _release_toml(folder)
    return Folder(files, covers_to, demonstration)


def _file(code: str, folder: Path | None, country: Country) -> Path | None:
    places = ([folder] if folder else []) + [country.folder if code in PACKED else REFERENCE / country.code]
    candidates = (place / f"{code}{suffix}" for place in places for suffix in SUFFIXES)
    return next((path for path in candidates if path.is_file()), None)


def _release_toml(folder: Path | None) -> tuple[date | None, bool]:
    path = folder / "release.toml" if folder else None
    if path is None or not path.is_file():
        return None, False
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadFile(file=str(path)) from error
    covers_to, demonstration = given.get("covers_to"), given.get("demonstration", False)
    if not isinstance(covers_to, date | None) or not isinstance(demonstration, bool):
        raise BadFile(file=str(path))
    return covers_to, demonstration

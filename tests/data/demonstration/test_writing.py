"""The same seed gives the same bytes; a small register keeps the shape; an unknown country is refused."""

import hashlib

import pytest

from data.demonstration import write
from data.errors import CatalogueError

FILES = (
    "family_care.csv", "incidents.csv", "institution_events.csv", "institutions.csv", "nil_returns.csv",
    "placements.csv", "population.csv", "release.toml", "returns.csv", "services.csv",
)  # fmt: skip


def fingerprints(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_same_seed_same_bytes(small, tmp_path):
    write(tmp_path, scale=0.02)
    assert fingerprints(tmp_path) == fingerprints(small.folder)
    assert tuple(fingerprints(tmp_path)) == FILES


def test_another_seed_gives_another_register(small, tmp_path):
    write(tmp_path, seed=7, scale=0.02)
    other, own = fingerprints(tmp_path), fingerprints(small.folder)
    assert all(other[name] != own[name] for name in FILES if name != "population.csv")


def test_a_small_register_keeps_the_shape(small):
    full = 105_459 * 0.02
    assert len(small.inside("2022-02-24")) == pytest.approx(full, rel=0.02)
    frame = small.tables["institutions"]
    assert frame["region"].nunique() == 25
    assert set(small.tables["institution_events"]["event"]) == {
        "opened",
        "stage",
        "renamed",
        "ministry",
        "relocated",
        "closed",
    }
    pilot = frame[(frame["region"] == small.calibration["pilot"]["area"]) & (frame["closed_on"] != "")]
    assert len(pilot) == 4
    assert (frame["status"] == "OCCUPIED").any()
    lost = small.calibration["disruption"]["lost"]
    assert not (small.inside("2022-07-03")["institution_id"].map(small.area("2022-07-03")) == lost).any()


def test_progress_is_shown(tmp_path):
    told = []
    write(tmp_path, scale=0.02, progress=lambda what, share: told.append((what, share)))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(told) > 10


def test_unknown_country(tmp_path):
    with pytest.raises(CatalogueError):
        write(tmp_path, country="xx")

"""One small release for all that only read it."""

from datetime import date
from pathlib import Path

import pytest

from data.warehouse.release import Release
from tests.data.register import AREA, OTHER_AREA, release_from

THIRD_AREA = "UA26000000000069363"


@pytest.fixture(scope="session")
def register_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the session's release lives."""
    return tmp_path_factory.mktemp("register")


@pytest.fixture(scope="session")
def small_release(register_folder: Path) -> Release:
    """Some 250 children in four institutions of two live areas, and 40 in an area that is not live."""
    homes = [
        {"institution_id": "I1"},
        {"institution_id": "I2", "facility_type": "BABY_HOME", "ministry": "MOH"},
        {"institution_id": "I3", "region": OTHER_AREA, "facility_type": "DISABLED_HOME", "ministry": "MSP",
         "latitude": 49.2, "longitude": 28.5},
        {"institution_id": "I4", "region": THIRD_AREA},
        {"institution_id": "I5", "region": "UA63000000000041885", "latitude": 50.0, "longitude": 36.2},
    ]  # fmt: skip
    sizes = {"I1": 96, "I2": 13, "I3": 130, "I4": 40, "I5": 3}
    stays = [
        {
            "institution_id": home, "sex": "FM"[number % 3 == 0], "disability": "YES" if number % 5 == 0 else "NO",
            "legal_status": "ORPHAN" if number % 7 == 0 else "HAS_PARENTS",
            "birth_month": f"{2008 + number % 12}-0{number % 9 + 1}",
            "admitted_on": f"20{20 + number % 4}-0{number % 9 + 1}-10",
            "stay_mode": ("STAY_24H", "STAY_5D")[number % 2],
            "left_on": f"2024-0{number % 9 + 1}-15" if number % 4 == 0 else None,
            "exit_destination": None if number % 4 else ("EXIT_FAMILY", "EXIT_ADOPTED", "EXIT_TRANSFER")[number % 3],
        }
        for home, size in sizes.items() for number in range(size)
    ]  # fmt: skip
    care = [{"region": AREA, "as_of": "2024-12-31", "children": 104, "families": 61},
            {"region": OTHER_AREA, "as_of": "2024-12-31", "children": 7, "families": 4},
            {"region": THIRD_AREA, "as_of": "2024-12-31", "children": 500}]  # fmt: skip
    live = (AREA, OTHER_AREA, "UA63000000000041885")
    return release_from(
        register_folder, covers_to=date(2024, 12, 31), institutions=homes, placements=stays, family_care=care,
        rollout=[{"region": area} for area in live],
    )  # fmt: skip

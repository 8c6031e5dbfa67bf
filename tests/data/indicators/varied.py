"""A small register with something of everything, invented from one seed: for properties that hold of any register."""

import random
from datetime import date, timedelta
from pathlib import Path

from data.warehouse.release import Release
from geo.countries import country
from tests.data.register import release_from

COVERS_TO = date(2024, 12, 31)
AREAS = tuple(area.code for area in country("ua").areas[:6])
KINDS = (("MES", "BOARD_SPECIAL"), ("MES", "CHILD_HOME"), ("MSP", "DISABLED_HOME"), ("MOH", "BABY_HOME"))
ROUTES = ("PARENT_APPLICATION", "GUARDIANSHIP_DECISION", "COURT", "TRANSFER_IN")
REASONS = ("POVERTY", "NO_LOCAL_EDU", "ORPHANHOOD")
DESTINATIONS = ("EXIT_FAMILY", "EXIT_FAMILY_CARE", "EXIT_ADOPTED", "EXIT_OTHER", "EXIT_TRANSFER", "EXIT_DEATH")
MODES = ("STAY_24H", "STAY_5D", "STAY_DAY", "STAY_TEMP")
SOURCED = {"url": "https://example.org", "confidence": "high"}
STATUSES = ("HAS_PARENTS", "ORPHAN", "DEPRIVED", "DLC")


def varied_release(folder: Path, stays: int = 1500, seed: int = 7) -> Release:
    """Six areas, the fifth occupied since 2024, the last not in the rollout; four kinds of institution."""
    chance = random.Random(seed)
    institutions = [
        {
            "institution_id": f"I{n}",
            "region": AREAS[n % 6],
            "ministry": KINDS[n % 4][0],
            "facility_type": KINDS[n % 4][1],
        }
        for n in range(24)
    ]
    institutions[23] |= {"closed_on": "2023-05-01", "status": "LIQUIDATED"}
    return release_from(
        folder,
        covers_to=COVERS_TO,
        institutions=[{"name_uk": f"Заклад № {row['institution_id']}", **row} for row in institutions],
        institution_events=[{"institution_id": "I2", "on": "2023-08-01", "event": "relocated", "value": AREAS[0]}],
        placements=[_stay(chance, number) for number in range(stays)],
        family_care=[
            {"region": area, "as_of": day, "care_form": form, "children": chance.randrange(3, 60)}
            for area in AREAS[:4]
            for day in ("2022-12-31", "2023-12-31", "2024-12-31")
            for form in ("GUARD", "FOSTER", "DBST", "PATRONAT")
        ],
        territory_status=[
            {"region": AREAS[4], "from": "2024-01-01"},
            {"region": AREAS[3], "from": "2022-03-01", "status": "PARTIAL"},
        ],
        rollout=[{"region": area, "history_from": "2021-01-01"} for area in AREAS[:5]],
        incidents=[_report(chance) for _ in range(400)],
        nil_returns=[{"institution_id": f"I{n}", "month": f"2024-{n % 12 + 1:02}"} for n in range(12)],
        targets=[
            {"target_code": "SHARE", "indicator": "children_in_institutions_share", "population": "all",
             "basis": "absolute", "baseline_value": 1.5, "baseline_on": "2021-12-31", "target_value": 0.5,
             "target_on": "2026-12-31", **SOURCED},
            {"target_code": "LESS", "indicator": "children_in_institutions", "population": "all", "basis": "relative",
             "baseline_on": "2023-12-31", "target_value": -30, "target_on": "2028-12-31", **SOURCED},
        ],
    )  # fmt: skip


def _report(chance: random.Random) -> dict[str, object]:
    number = min(int(chance.expovariate(0.2)), 22)
    on = date(2022, 1, 1) + timedelta(days=chance.randrange(1090))
    closed = {"outcome": chance.choice(("confirmed", "not_confirmed")), "closed_on": on + timedelta(days=30)}
    return {
        "institution_id": f"I{number}", "region": AREAS[number % 6], "reported_on": on,
        "occurred_on": on - timedelta(days=chance.randrange(60)), "kind": chance.choice(("NEGLECT", "PHYSICAL")),
        "alleged": chance.choice(("staff", "child", "unknown")), "notified_in_time": chance.choice(("yes", "no", "")),
        **(closed if chance.random() < 0.5 else {}),
    }  # fmt: skip


def _stay(chance: random.Random, number: int) -> dict[str, object]:
    """One stay. Every seventh child has a second one, begun before the first ends."""
    child = random.Random(number - number % 7 if number % 7 == 1 else number)
    born, sex = date(2007, 2, 1) + timedelta(days=child.randrange(6400)), child.choice("FFM")
    admitted = max(date(2019, 1, 1), born) + timedelta(days=chance.randrange(30, 1900))
    left = admitted + timedelta(days=chance.randrange(1, 1500))
    stay: dict[str, object] = {
        "child_id": f"C{number - number % 7 if number % 7 == 1 else number}",
        "institution_id": f"I{min(int(chance.expovariate(0.15)), 22)}",
        "admitted_on": min(admitted, COVERS_TO),
        "birth_month": f"{born:%Y-%m}",
        "sex": sex,
        "disability": child.choice(("NO", "NO", "NO", "YES", "")),
        "legal_status": child.choice(STATUSES),
        "stay_mode": chance.choice(MODES),
        "admission_route": chance.choice(ROUTES),
        "reason": chance.choice(REASONS),
        "home_region": child.choice((*AREAS, "")),
    }
    if chance.random() < 0.6 and left <= COVERS_TO:
        stay |= {"left_on": left, "exit_destination": chance.choice(DESTINATIONS)}
        if stay["exit_destination"] == "EXIT_TRANSFER":
            stay["moved_to"] = "I1" if stay["institution_id"] != "I1" else "I0"
    return stay

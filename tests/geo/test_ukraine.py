"""The pack of Ukraine: the 27 areas, the traps of their codes, and the spellings people use."""

import csv
import re
from datetime import date

import pytest

from geo.countries import FOLDER, country

UKRAINE = country("ua")
CRIMEA, SEVASTOPOL = "UA01000000000013043", "UA85000000000065278"
# ISO 3166-2 shares the two-digit number of KATOTTG everywhere but here.
ISO_DIFFERS = {"01": "UA-43", "44": "UA-09", "73": "UA-77", "80": "UA-30", "85": "UA-40"}


def test_27_areas_of_three_kinds() -> None:
    kinds = [area.kind for area in UKRAINE.areas]
    assert len(kinds) == 27
    assert (kinds.count("oblast"), kinds.count("city"), kinds.count("republic")) == (24, 2, 1)
    assert {CRIMEA, SEVASTOPOL} <= {area.code for area in UKRAINE.areas}


def test_form_of_the_codes_and_the_five_that_differ() -> None:
    for area in UKRAINE.areas:
        assert re.fullmatch(r"UA\d{17}", area.code)
        number = area.code[2:4]
        assert area.koatuu == f"{number}00000000"
        assert area.pcode == f"UA{number}"
        assert area.iso == ISO_DIFFERS.get(number, f"UA-{number}")


def test_iso_numbers_are_not_taken_for_other_codes() -> None:
    assert UKRAINE.resolve("UA-44") is None
    assert UKRAINE.resolve("UA09") is None
    assert UKRAINE.resolve("UA44") == UKRAINE.resolve("UA-09") == "UA44000000000018893"


def test_official_names() -> None:
    zhytomyr = UKRAINE.area("UA18000000000041385")
    assert (zhytomyr.name.en, zhytomyr.name.uk) == ("Zhytomyr Oblast", "Житомирська область")
    assert (zhytomyr.genitive.uk, zhytomyr.locative.uk) == ("Житомирської області", "у Житомирській області")
    assert UKRAINE.area("UA80000000000093317").name.en == "Kyiv City"
    assert UKRAINE.area(CRIMEA).name.en == "Autonomous Republic of Crimea"
    assert all(area.name.en.endswith(" Oblast") for area in UKRAINE.areas if area.kind == "oblast")


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("Dnepropetrovsk", "UA-12"),
        ("Zaporozhe region", "UA-23"),
        ("Chernigov", "UA-74"),
        ("Khmelnitskyi oblast", "UA-68"),
        ("Khmel'nyts'kyi", "UA-68"),
        ("Odessa oblast", "UA-51"),
        ("Запорожская область", "UA-23"),
        ("Житомирська обл.", "UA-18"),
        ("ЖИТОМИРСЬКА ОБЛАСТЬ", "UA-18"),
        ("Івано–Франківська  область", "UA-26"),
        ("Ivano Frankivsk", "UA-26"),
        ("в Одеській області", "UA-51"),
        ("500000000", "UA-05"),
        ("0500000000", "UA-05"),
        ("Kyiv", "UA-30"),
        ("Kiev", "UA-30"),
        ("м.Київ", "UA-30"),
        ("г. Киев", "UA-30"),
        ("Kyiv Oblast", "UA-32"),
        ("Kiev region", "UA-32"),
        ("Київська", "UA-32"),
        ("Севастополь", "UA-40"),
        ("АР Крим", "UA-43"),
        ("Crimea", "UA-43"),
    ],
)
def test_spellings_people_use(written: str, iso: str) -> None:
    code = UKRAINE.resolve(written)
    assert code is not None
    assert UKRAINE.area(code).iso == iso


@pytest.mark.parametrize("foreign", ["Sevastopol oblast", "Kyiv raion", "Мінська область", "Rostov", "UA00", "UA-99"])
def test_what_is_no_area(foreign: str) -> None:
    assert UKRAINE.resolve(foreign) is None


def test_population_is_unpublished_for_crimea_and_sevastopol_only() -> None:
    assert {area.code for area in UKRAINE.areas if not area.population_published} == {CRIMEA, SEVASTOPOL}


def test_dates_and_protected_areas() -> None:
    assert UKRAINE.reference_dates == (date(2015, 9, 1), date(2022, 2, 24), date(2025, 10, 17))
    assert {UKRAINE.area(code).iso for code in UKRAINE.protected_areas} == {
        "UA-43", "UA-40", "UA-09", "UA-14", "UA-23", "UA-65", "UA-63", "UA-59", "UA-74", "UA-48",
    }  # fmt: skip


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / "ua" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_territory_status_is_dated_sourced_and_without_overlap() -> None:
    spans: dict[str, list[tuple[date, date]]] = {}
    for row in _rows("territory_status.csv"):
        UKRAINE.area(row["region"])
        assert row["status"] in ("OCCUPIED", "PARTIAL")
        assert row["source"]
        assert row["url"].startswith("http")
        start = date.fromisoformat(row["from"])
        end = date.fromisoformat(row["to"]) if row["to"] else date.max
        assert start < end
        assert all(end <= other[0] or start >= other[1] for other in spans.get(row["region"], []))
        spans.setdefault(row["region"], []).append((start, end))


@pytest.mark.parametrize(
    ("day", "occupied", "partial"),
    [
        ("2013-12-31", [], []),
        ("2014-12-31", ["UA-40", "UA-43"], ["UA-09", "UA-14"]),
        ("2022-03-31", ["UA-40", "UA-43"],
         ["UA-09", "UA-14", "UA-23", "UA-32", "UA-48", "UA-59", "UA-63", "UA-65", "UA-74"]),
        ("2025-12-31", ["UA-09", "UA-40", "UA-43"], ["UA-14", "UA-23", "UA-48", "UA-63", "UA-65"]),
    ],
)  # fmt: skip
def test_territory_status_on_a_day(day: str, occupied: list[str], partial: list[str]) -> None:
    found = {
        status: sorted(
            UKRAINE.area(row["region"]).iso
            for row in _rows("territory_status.csv")
            if row["status"] == status and row["from"] <= day and (not row["to"] or row["to"] > day)
        )
        for status in ("OCCUPIED", "PARTIAL")
    }
    assert found == {"OCCUPIED": occupied, "PARTIAL": partial}


def test_rollout_starts_with_the_pilot_and_reaches_all_but_the_occupied() -> None:
    rows = _rows("rollout.csv")
    live = sorted((row["from"], row["region"]) for row in rows if row["stage"] == "LIVE")
    assert live[0] == ("2018-01-01", "UA18000000000041385")
    assert len({start for start, _ in live}) == len(live) == 25, "one after another"
    assert live[-1][0] == "2025-01-01"
    assert {row["region"] for row in rows} - {region for _, region in live} == {CRIMEA, SEVASTOPOL}
    assert {row["history_from"] for row in rows if row["stage"] == "LIVE"} == {"2013-01-01"}

"""The published figures of every country: sourced, dated, readable, and those the portal is judged by are there."""

import csv
import importlib.util
import re
from collections import Counter
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from geo.countries import FOLDER as PACKS
from geo.countries import country

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
COUNTRIES = sorted(path.name for path in REFERENCE.iterdir() if path.is_dir())
CONFIDENCE = {"high", "medium", "low"}
POPULATIONS = {"", "all", "24h", "status"}
PUBLISHED_DATASETS = ("published", "population", "targets")


def rows(code: str, dataset: str) -> list[dict[str, str]]:
    with (REFERENCE / code / f"{dataset}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


UKRAINE = rows("ua", "published")


def codes(country_code: str, *categories: str) -> set[str]:
    return {row["code"] for row in rows(country_code, "vocabulary") if row["category"] in categories}


def test_every_country_with_figures_has_a_pack() -> None:
    assert COUNTRIES
    assert set(COUNTRIES) <= {path.parent.name for path in PACKS.glob("*/country.toml")}
    assert all((REFERENCE / code / "SOURCE.md").is_file() for code in COUNTRIES)


@pytest.mark.parametrize("code", COUNTRIES)
@pytest.mark.parametrize("dataset", PUBLISHED_DATASETS)
def test_every_row_says_where_it_is_from(code: str, dataset: str) -> None:
    for row in rows(code, dataset):
        assert row["source"], row
        assert row["confidence"] in CONFIDENCE, row
        assert row["url"].startswith("http") or (not row["url"] and row["note"]), row
        assert " " not in row["url"], row
        assert None not in row, "a comma too many"


@pytest.mark.parametrize("code", COUNTRIES)
def test_every_word_says_where_it_is_from(code: str) -> None:
    for row in rows(code, "vocabulary"):
        assert row["uk"], row
        assert row["en"], row
        assert row["source"], row
        assert row["confidence"] in CONFIDENCE, row
        assert not row["url"] or row["url"].startswith("http"), row
        assert "'" not in row["uk"], "the typographic apostrophe is used"
    twice = Counter((row["category"], row["code"]) for row in rows(code, "vocabulary"))
    assert [key for key, times in twice.items() if times > 1] == []


@pytest.mark.parametrize("code", COUNTRIES)
def test_no_row_names_the_machine_it_was_made_on(code: str) -> None:
    for path in (REFERENCE / code).glob("*"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(?:^|[\s\"'(,;])/\w+/", text), path.name
        assert "file://" not in text


@pytest.mark.parametrize("code", COUNTRIES)
def test_published_figures_are_readable(code: str) -> None:
    chosen = country(code)
    areas = {area.code for area in chosen.areas} | {chosen.iso}
    types = codes(code, "facility_type", "published_type") | {""}
    for row in rows(code, "published"):
        date.fromisoformat(row["as_of"])
        float(row["value"])
        assert row["region"] in areas, row
        assert row["period_text"], row
        assert row["population"] in POPULATIONS, row
        assert row["preferred"] in ("0", "1"), row
        assert row["ministry"] in {"", *chosen.ministries}, row
        assert row["type"] in types, row


@pytest.mark.parametrize("code", COUNTRIES)
def test_every_code_of_a_published_figure_has_words(code: str) -> None:
    listed = rows(code, "published")
    assert {row["indicator"] for row in listed} == codes(code, "series")
    assert {row["unit"] for row in listed} <= codes(code, "unit")
    assert {row["qualifier"] for row in listed} - {""} <= codes(code, "qualifier")
    parts = {part for row in listed for part in row["disaggregation"].split(";")}
    assert parts <= codes(code, "published_disaggregation")


@pytest.mark.parametrize("code", COUNTRIES)
def test_one_figure_is_preferred(code: str) -> None:
    key = ("indicator", "region", "as_of", "ministry", "type", "population", "disaggregation")
    preferred = Counter(tuple(row[name] for name in key) for row in rows(code, "published") if row["preferred"] == "1")
    assert [key for key, times in preferred.items() if times > 1] == []


@pytest.mark.parametrize("code", COUNTRIES)
def test_pack_and_vocabulary_name_the_same_ministries_and_types(code: str) -> None:
    chosen = country(code)
    assert set(chosen.ministries) == codes(code, "ministry")
    assert set(chosen.facility_types) == codes(code, "facility_type")
    owners = {row["code"]: row["parent_code"] for row in rows(code, "vocabulary") if row["category"] == "facility_type"}
    assert owners == dict(chosen.owner_of)


@pytest.mark.parametrize("code", COUNTRIES)
def test_population_covers_the_areas_it_is_published_for(code: str) -> None:
    listed = rows(code, "population")
    cells = {(row["region"], row["age_band"], row["sex"]) for row in listed}
    assert len(cells) == len(listed)
    regions = {area.code for area in country(code).areas if area.population_published}
    assert cells == {(r, band, sex) for r in regions for band in ("0-2", "3-6", "7-17") for sex in ("F", "M")}
    assert all(int(row["children"]) > 0 for row in listed)


@pytest.mark.parametrize("code", COUNTRIES)
def test_milestones(code: str) -> None:
    listed = rows(code, "milestones")
    assert [row["on"] for row in listed] == sorted(row["on"] for row in listed)
    for row in listed:
        date.fromisoformat(row["on"])
        assert row["kind"] in ("policy", "break", "event")
        assert all(row[column] for column in ("label_uk", "label_en", "short_uk", "short_en", "source", "url"))
    breaks = {date.fromisoformat(row["on"]) for row in listed if row["kind"] == "break"}
    assert breaks == set(country(code).break_dates)


@pytest.mark.parametrize("code", COUNTRIES)
def test_targets_draw_a_pathway_or_none(code: str) -> None:
    for row in rows(code, "targets"):
        assert row["label_uk"], row
        assert row["label_en"], row
        if not row["indicator"]:
            assert not row["target_value"], row
            continue
        assert row["basis"] in ("absolute", "relative")
        assert row["population"] in POPULATIONS - {""}
        assert date.fromisoformat(row["baseline_on"]) < date.fromisoformat(row["target_on"])
        float(row["target_value"])
        assert (row["baseline_value"] == "") == (row["basis"] == "relative")


def test_targets_of_ukraine() -> None:
    drawn = {row["target_code"]: row for row in rows("ua", "targets") if row["indicator"]}
    assert set(drawn) == {"NS26_SHARE", "GP_SHARE", "S28_INST30", "S28_U3_80", "S28_FAM95"}
    share = drawn["NS26_SHARE"]
    assert (share["baseline_value"], share["target_value"], share["target_on"]) == ("1.5", "0.5", "2026-12-31")
    assert (drawn["S28_INST30"]["target_value"], drawn["S28_INST30"]["baseline_on"]) == ("-30", "2023-12-31")


def test_population_of_ukraine_adds_up_to_the_published_total() -> None:
    total = next(row for row in UKRAINE if row["indicator"] == "CHILD_POP" and row["as_of"] == "2022-01-01")
    assert sum(int(row["children"]) for row in rows("ua", "population")) == 7_348_531 == int(total["value"])
    assert {row["as_of"] for row in rows("ua", "population")} == {"2022-01-01"}


@pytest.mark.parametrize(
    ("series", "day", "population", "value"),
    [
        ("CH_INST", "2013-12-31", "all", 105_783),
        ("CH_INST", "2015-09-01", "all", 99_915),
        ("CH_INST", "2022-02-24", "all", 105_459),
        ("CH_INST_24H", "2022-02-24", "24h", 47_308),
        ("CH_INST", "2025-10-17", "all", 82_599),
        ("CH_INST_24H", "2025-10-17", "24h", 24_916),
        ("CH_INST_24H", "2025-10-17", "status", 4_055),
        ("INST_N", "2013-12-31", "", 751),
        ("INST_N", "2025-09-30", "", 683),
        ("INST_N", "2022-02-24", "", 727),
    ],
)
def test_the_figures_everybody_knows(series: str, day: str, population: str, value: int) -> None:
    found = [
        float(row["value"])
        for row in UKRAINE
        if (row["indicator"], row["region"], row["as_of"], row["population"]) == (series, "UA", day, population)
        and not row["ministry"] + row["type"]
        and row["disaggregation"] == "_T"
        and row["preferred"] == "1"
    ]
    assert found == [value]


def test_the_institutions_of_718_are_one_set() -> None:
    counted = {
        row["ministry"]: float(row["value"])
        for row in UKRAINE
        if (row["indicator"], row["as_of"], row["type"], row["preferred"]) == ("INST_N", "2019-12-31", "", "1")
    }
    assert counted == {"": 718, "MES": 555, "MOH": 38, "MSP": 125}


def test_oblast_boarders_add_up_to_the_published_total() -> None:
    boarders = [row for row in UKRAINE if row["indicator"] == "EDU_BOARD_TOTAL" and row["region"] != "UA"]
    total = next(row for row in UKRAINE if row["indicator"] == "EDU_BOARD" and not row["type"])
    assert len(boarders) == 25
    assert {row["as_of"] for row in boarders} == {"2022-09-01"}
    assert sum(float(row["value"]) for row in boarders) == float(total["value"])


def recipe(code: str) -> ModuleType:
    """The script that made the figures, which is no part of the program."""
    specification = importlib.util.spec_from_file_location("recipe", PACKS / code / "recipe" / "reference.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("words", "day", "guess"),
    [
        ("2025-10-17", "2025-10-17", False),
        ("2025-01..2025-08", "2025-08-31", False),
        ("2022-02-24..2022-09", "2022-09-30", False),
        ("2024-02", "2024-02-29", False),
        ("2013", "2013-12-31", False),
        ("2010-2016", "2016-12-31", False),
        ("2022/23 school year", "2022-09-01", False),
        ("2022/23", "2022-09-01", False),
        ("2025-Q3", "2025-09-30", False),
        ("2022-11-01 (file date)", "2022-11-01", False),
        ("2019-11/12", "2019-12-31", False),
        ("2022-12 / 2023-01", "2023-01-31", True),
        ("c. 2019-2020 (date not shown in stored copy)", "2019-12-31", True),
        ("c. late 2024 - mid 2025 (date not shown)", "2024-12-31", True),
        ("2024 (mid-year; exact date not shown)", "2024-06-30", True),
        ("2011 (article date not shown)", "2011-12-31", True),
    ],
)
def test_what_a_period_becomes(words: str, day: str, guess: bool) -> None:
    assert recipe("ua").day_of(words) == (date.fromisoformat(day), guess)


@pytest.mark.parametrize("words", ["", "soon", "2013-13", "13.05.2020"])
def test_a_period_that_cannot_be_read_stops_the_recipe(words: str) -> None:
    with pytest.raises(ValueError):
        recipe("ua").day_of(words)


def test_days_of_published_figures_are_those_of_their_periods() -> None:
    day_of = recipe("ua").day_of
    assert all(day_of(row["period_text"])[0].isoformat() == row["as_of"] for row in UKRAINE)

"""Every indicator's file is complete, and a malformed one says what is wrong with which field."""

import re
from pathlib import Path

import pytest

from data.errors import CatalogueError, UnknownIndicator
from data.filters import DEFAULT_INDICATOR, Population
from data.indicators.card import card
from data.indicators.catalogue import FOLDER, catalogue, indicator, read
from data.indicators.model import Denominator, Indicator, Unit
from data.indicators.question import RELATIONS, read_by

INDICATORS = list(catalogue().values())
CASES = Path(__file__).parent


def test_all_indicators_are_there() -> None:
    assert len(INDICATORS) == 28
    assert DEFAULT_INDICATOR in catalogue()


@pytest.mark.parametrize("told", INDICATORS, ids=lambda told: told.code)
def test_it_has_an_example(told: Indicator) -> None:
    assert (CASES / f"{told.code}.toml").is_file()


@pytest.mark.parametrize("told", INDICATORS, ids=lambda told: told.code)
def test_it_reads_the_relations_of_its_breakdowns(told: Indicator) -> None:
    names = read_by(told.sql)
    assert names
    kept = {dimension for name in names for dimension in RELATIONS[name].told}
    assert set(told.breakdowns) - {"area"} <= kept
    assert "area" in told.breakdowns


@pytest.mark.parametrize("told", INDICATORS, ids=lambda told: told.code)
def test_its_unit_fits_its_denominator(told: Indicator) -> None:
    assert (told.denominator is Denominator.NONE) == (told.unit in (Unit.CHILDREN, Unit.INSTITUTIONS, Unit.REPORTS))
    assert (told.denominator is Denominator.PARTS) == ("denominator" in re.sub("--.*", "", told.sql))


@pytest.mark.parametrize("told", INDICATORS, ids=lambda told: told.code)
def test_its_words_are_in_their_language(told: Indicator) -> None:
    for row in card(told):
        if row.text:
            assert re.search("[а-щьюяіїєґ]", row.text.uk)
            assert not re.search("[а-яіїєґ]", row.text.en, re.IGNORECASE)
            assert "'" not in row.text.uk + row.text.en


def test_an_unknown_indicator_is_named() -> None:
    with pytest.raises(UnknownIndicator) as error:
        indicator("nonsense")
    assert error.value.parameters == {"code": "nonsense"}


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('unit = "children"', 'unit = "sheep"', "unit"),
        ("decimals = 0", "decimals = -1", "decimals"),
        ("decimals = 0", "colour = 1\ndecimals = 0", "colour"),
        ("decimals = 0\n", "", "decimals"),
        ("[1500, 2500, 3500, 6000]", "[1500, 1500, 3500, 6000]", "classes"),
        ("[1500, 2500, 3500, 6000]", "[500]", "classes"),
        ("status = [100,", "status = [900,", "classes_by.status"),
        ("status = [100,", "all = [100,", "classes_by"),
        ('populations = ["all", "24h", "status"]', "populations = []", "populations"),
        ('populations = ["all", "24h", "status"]', 'populations = ["some"]', "populations"),
        ("fixes = []", 'fixes = ["area"]', "fixes"),
        ("Children in institutions", " ", "short.en"),
        ('uk = "Діти в закладах"', 'ua = "Діти в закладах"', "short"),
    ],
)
def test_a_malformed_file_names_itself_and_the_field(tmp_path: Path, old: str, new: str, field: str) -> None:
    text = (FOLDER / "children_in_institutions.toml").read_text("utf-8")
    before, found, after = text.rpartition(old)
    assert found, old
    (tmp_path / "x.toml").write_text(before + new + after, "utf-8")
    (tmp_path / "x.sql").write_text("select 1", "utf-8")
    with pytest.raises(CatalogueError) as error:
        read(tmp_path)
    assert (error.value.parameters["file"], error.value.parameters["field"]) == ("x.toml", field)


@pytest.mark.parametrize("half", ["toml", "sql"])
def test_half_a_pair_is_refused(tmp_path: Path, half: str) -> None:
    text = (FOLDER / f"children_in_institutions.{half}").read_text("utf-8")
    (tmp_path / f"x.{half}").write_text(text, "utf-8")
    with pytest.raises(CatalogueError) as error:
        read(tmp_path)
    assert str(error.value.parameters["file"]).startswith("x.")


def test_classes_are_those_of_who_is_counted() -> None:
    told = catalogue()["children_in_institutions_rate"]
    assert told.counting(Population.ALL).classes == told.classes
    assert max(told.counting(Population.STATUS).classes) < min(told.classes)

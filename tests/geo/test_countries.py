"""Country packs: complete and consistent. Every pack in geo/countries is tested; a broken one says what is wrong."""

import re
import shutil
from pathlib import Path

import pytest

from geo.areas import APOSTROPHES
from geo.countries import FOLDER, Country, country, read_country
from geo.errors import GeoError, UnknownArea, UnknownCountry

PACKS = sorted(path.parent.name for path in FOLDER.glob("*/country.toml"))


@pytest.fixture(params=PACKS)
def pack(request: pytest.FixtureRequest) -> Country:
    return country(request.param)


def test_there_is_a_pack() -> None:
    assert "ua" in PACKS


def test_pack_is_named_by_its_folder(pack: Country) -> None:
    assert pack.folder.name == pack.code
    assert re.fullmatch(r"[A-Z]{2}", pack.iso)


def test_codes_are_unique_across_all_kinds(pack: Country) -> None:
    codes = [code for area in pack.areas for code in (area.code, area.iso, area.koatuu, area.pcode)]
    assert len(codes) == len(set(codes))
    assert all(area.iso.startswith(f"{pack.iso}-") for area in pack.areas)


def test_every_name_is_there_in_both_languages(pack: Country) -> None:
    for area in pack.areas:
        for text in (area.name, area.short, area.genitive, area.locative):
            assert text.uk.strip(), area.code
            assert text.en.strip(), area.code
            assert not re.search(r"[A-Za-z]", text.uk), text.uk
            assert not re.search(r"[А-Яа-яІіЇїЄєҐґ]", text.en), text.en
            assert "'" not in text.uk, "the typographic apostrophe is used"


def test_every_spelling_resolves_to_its_area(pack: Country) -> None:
    for area in pack.areas:
        for spelling in area.spellings:
            for variant in (spelling, spelling.upper(), f"  {spelling.lower()} ", APOSTROPHES.sub("'", spelling)):
                assert pack.resolve(variant) == area.code, variant


def test_unknown_codes_and_names(pack: Country) -> None:
    for nothing in ("", "   ", "-", "nowhere", f"{pack.iso}-00", pack.iso, "0"):
        assert pack.resolve(nothing) is None
    with pytest.raises(UnknownArea):
        pack.area("nowhere")


def test_ministries_types_and_numbers_have_words(pack: Country) -> None:
    assert set(pack.ministry_names) == set(pack.ministry_short) == set(pack.ministries) == set(pack.owner_of.values())
    assert list(pack.owner_of) == list(pack.facility_types)
    assert all(number.name.uk and number.name.en and re.search(r"\d", number.number) for number in pack.emergency)
    assert pack.attribution.uk
    assert "OpenStreetMap" in pack.attribution.en


def test_a_country_is_read_once() -> None:
    assert country("ua") is country("ua")


@pytest.mark.parametrize("code", ["xx", "", "../ua", "UA"])
def test_unknown_country(code: str) -> None:
    with pytest.raises(UnknownCountry) as caught:
        country(code)
    assert caught.value.key == "unknown_country"
    assert "ua" in str(caught.value)


# ---------------------------------------------------------------------------------------------- a pack that is broken


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("country.toml", "areas.csv"):
        shutil.copy(FOLDER / "ua" / name, tmp_path / name)
    return tmp_path


BROKEN = [
    ("country.toml", 'iso = "UA"', "", "iso"),
    ("country.toml", 'iso = "UA"', "iso = 3", "iso"),
    ("country.toml", 'iso = "UA"', 'iso = " "', "iso"),
    ("country.toml", 'iso = "UA"', 'iso = "UA', "country.toml"),
    ("country.toml", '["uk", "en"]', '["uk", "xx"]', "languages"),
    ("country.toml", '["uk", "en"]', '["uk", "uk"]', "languages"),
    ("country.toml", "[2015-09-01, ", "[2099-09-01, ", "reference_dates"),
    ("country.toml", "[2015-09-01, ", '["long ago", ', "reference_dates"),
    ("country.toml", '"UA85000000000065278", #', '"UA99000000000000000", #', "protected_areas"),
    ("country.toml", 'en = "in Ukraine"', "", "locative.en"),
    ("country.toml", 'number = "102"', "", "emergency[0].number"),
    ("country.toml", "[spelling.stems]", "[spelling.other]", "spelling.stems"),
    ("areas.csv", "km2_official", "size", "columns"),
    ("areas.csv", ",20144,", ",large,", "km2_official"),
    ("areas.csv", ",20144,1,", ",20144,yes,", "population_published"),
    ("areas.csv", "UA-07,", ",", "line: 4"),
    ("areas.csv", "UA-07,", "UA-05,", "used twice"),
    ("areas.csv", "Volhynia", "Vinnytsia", "two areas"),
]


@pytest.mark.parametrize(("file", "old", "new", "told"), BROKEN)
def test_a_malformed_pack_says_what_is_wrong(copy: Path, file: str, old: str, new: str, told: str) -> None:
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(GeoError) as caught:
        read_country(copy)
    assert told in str(caught.value)
    assert file in str(caught.value)


def test_a_pack_without_its_files(tmp_path: Path) -> None:
    with pytest.raises(GeoError, match=r"country\.toml"):
        read_country(tmp_path)

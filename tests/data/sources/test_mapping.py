"""Headings and spellings as people write them."""

import pytest

from data.sources.datasets import datasets
from data.sources.mapping import matched, resolver
from data.sources.report import Severity
from geo.countries import country
from geo.text import Text

INSTITUTIONS = datasets()["institutions"]
RETURNS = datasets()["returns"]
WORDS = {"facility_type": {"BABY_HOME": Text("будинок дитини", "Baby home")}, "ministry": {"MOH": Text("МОЗ", "MOH")}}


def meaning(dataset: str, column: str, text: str) -> str | None:
    one = datasets()[dataset]
    understand = resolver(one, one.column(column), country("ua"), WORDS)
    assert understand is not None
    return understand(text).value


@pytest.mark.parametrize(
    "heading",
    ["region", "Region", " ОБЛАСТЬ ", "Area", "область   розміщення", "Регіон", "код_області"],
)
def test_headings_match_by_code_label_and_synonym(heading):
    found, _ = matched(INSTITUTIONS, [heading], "a.csv", 1)
    assert found == {"region": 0}


@pytest.mark.parametrize("apostrophe", "'’ʼ`")
def test_apostrophes_do_not_matter(apostrophe):
    found, _ = matched(RETURNS, [f"П{apostrophe}ять днів"], "a.csv", 1)
    assert found == {"weekly": 0}


def test_a_missing_column_says_what_was_found():
    _, wrong = matched(INSTITUTIONS, ["Код закладу", "Назва", "Тип", "Міністерство", "Стан"], "a.csv", 4)
    (missing,) = wrong
    assert (missing.rule, missing.severity, missing.row, missing.column) == (
        "missing_column",
        Severity.ERROR,
        4,
        "region",
    )
    assert missing.message.uk == (
        "Немає обов’язкового стовпця «Область (region)». Знайдено: Код закладу, Назва, Тип, Міністерство, Стан."
    )
    assert '"Area (region)"' in missing.message.en


def test_an_unknown_column_is_a_warning_with_a_guess():
    found, wrong = matched(INSTITUTIONS, ["Обласьть", "Телефон"], "a.csv", 1)
    said = [one for one in wrong if one.rule == "unknown_column"]
    assert not found
    assert [one.severity for one in said] == [Severity.WARNING] * 2
    assert "Можливо, «Область (region)»?" in said[0].message.uk
    assert "Можливо" not in said[1].message.uk


def test_two_headings_for_one_column_are_an_error():
    _, wrong = matched(INSTITUTIONS, ["Область", "region"], "a.csv", 1)
    (twice,) = [one for one in wrong if one.rule == "duplicate_heading"]
    assert twice.severity is Severity.ERROR
    assert "«region» і «Область»" in twice.message.uk


def test_a_heading_left_empty_is_passed_over():
    found, wrong = matched(RETURNS, ["institution_id", "", "as_of", "children"], "a.csv", 1)
    assert found == {"institution_id": 0, "as_of": 2, "children": 3}
    assert [one.rule for one in wrong] == ["empty_heading"]


@pytest.mark.parametrize(
    "text",
    ["UA18000000000041385", "ua-18", "1800000000", "Житомирська область",
     "ЖИТОМИРСЬКА ОБЛ.", "Zhytomyr Oblast", "Житомирської області"],
)  # fmt: skip
def test_areas_by_every_code_and_name(text):
    assert meaning("institutions", "region", text) == "UA18000000000041385"


def test_the_country_only_where_it_is_allowed():
    assert meaning("published", "region", "Україна") == "UA"
    assert meaning("population", "region", "Україна") is None


def test_codes_by_code_label_and_short_name():
    assert meaning("institutions", "facility_type", "baby_home") == "BABY_HOME"
    assert meaning("institutions", "facility_type", "Будинок дитини") == "BABY_HOME"
    assert meaning("institutions", "ministry", "Міністерство охорони здоров'я України") == "MOH"
    assert meaning("institutions", "facility_type", "інтернат") is None


@pytest.mark.parametrize(
    ("text", "value"), [("так", "true"), ("НІ", "false"), ("1", "true"), ("-", "false"), ("невідомо", None)]
)
def test_yes_no_and_not_known(text, value):
    one = datasets()["placements"]
    understand = resolver(one, one.column("disability"), country("ua"), WORDS)
    assert understand is not None
    assert (understand(text).value, understand(text).good) == (value, True)

"""What the pack tells the report's form: a harmless page to vanish to, surnames, words for receipts."""

import re

import pytest

from geo.countries import country
from geo.errors import GeoError
from geo.receipt_words import _read, receipt_words
from geo.report_facts import report_facts
from geo.text import Lang


def test_the_way_out_leads_elsewhere_over_https():
    facts = report_facts(country())
    assert all(facts.leave.in_(lang).startswith("https://") for lang in Lang)


@pytest.mark.parametrize("text", ["Петренко бачив", "Іван Ковальчук", "з Марією Левицька", "Kovalenko"])
def test_a_surname_is_noticed(text):
    assert re.search(report_facts(country()).surname, text)


@pytest.mark.parametrize(
    "text", ["Вихователь б’є дітей.", "Київ", "У Житомирі", "Мій друг О. К., 9 років", "The carer"]
)
def test_other_words_are_left_alone(text):
    assert not re.search(report_facts(country()).surname, text)


def test_a_list_that_is_missing_or_too_short_says_so(tmp_path):
    (tmp_path / "short.txt").write_text("one two", encoding="utf-8")
    for name in ("none.txt", "short.txt"):
        with pytest.raises(GeoError):
            _read(tmp_path / name)


@pytest.mark.parametrize("lang", list(Lang))
def test_the_words_of_receipts_are_in_their_language(lang):
    assert all(word.isascii() is (lang is Lang.EN) for word in receipt_words(country(), lang))

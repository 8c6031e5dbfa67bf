"""Receipts: the same twice, different for different forms, read as people type them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.incidents.receipts import fold, is_attempt, new_attempt, receipt, reference, words_mac
from data.records.keys import Keys
from geo.countries import country
from geo.receipt_words import receipt_words
from geo.text import Lang

KEYS = Keys(b"0123456789abcdef0123456789abcdef")
LISTS = {lang: receipt_words(country(), lang) for lang in Lang}
attempts = st.text("abcXYZ019-_", min_size=22, max_size=40)


@given(attempts, st.sampled_from(list(Lang)))
def test_the_same_attempt_gives_the_same_receipt(attempt, lang):
    first = receipt(KEYS, attempt, LISTS[lang])
    assert first == receipt(KEYS, attempt, LISTS[lang])
    assert re.fullmatch(r"[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}", first.reference)
    assert len(first.words) == 6
    assert set(first.words) <= set(LISTS[lang])


def test_thousands_of_receipts_differ():
    made = [receipt(KEYS, new_attempt(), LISTS[Lang.UK]) for _ in range(3000)]
    assert len({one.reference for one in made}) == len({one.words for one in made}) == 3000
    assert receipt(Keys(b"another secret of thirty-two byte"), "a" * 24, LISTS[Lang.UK]) != receipt(
        KEYS, "a" * 24, LISTS[Lang.UK]
    )


@pytest.mark.parametrize("lang", list(Lang))
def test_word_lists_can_be_told_apart(lang):
    assert len(LISTS[lang]) ** 6 > 2**52
    assert len({fold(word) for word in LISTS[lang]}) == len(LISTS[lang])
    assert all(3 <= len(word) <= 9 and word == fold(word) for word in LISTS[lang])


def test_a_number_is_read_as_it_is_typed():
    typed = ["K7QF-3M2D", " k7qf 3m2d ", "k7qf3m2d", "\u041a7QF-3\u041c2D", "K7QF\u20133M2D"]
    assert {reference(one) for one in typed} == {"K7QF-3M2D"}


@given(st.text(max_size=60))
def test_whatever_is_typed_as_a_number_is_read(typed):
    assert len(reference(typed)) <= 9


def test_case_apostrophes_and_spaces_of_words_do_not_matter():
    words = ("\u043c\u02bc\u044f\u0442\u0430", "kite", "oak", "sun", "sea", "fir")
    typed = ("\u041c\u2019\u042f\u0422\u0410", "Kite ", "OAK", "sun", "sea", "fir")
    assert words_mac(KEYS, "K7QF-3M2D", words) == words_mac(KEYS, "K7QF-3M2D", typed)
    assert words_mac(KEYS, "K7QF-3M2D", words) != words_mac(KEYS, "K7QF-3M2E", words)
    assert words_mac(KEYS, "K7QF-3M2D", words) != words_mac(KEYS, "K7QF-3M2D", words[::-1])


def test_an_attempt_is_what_a_form_was_given():
    assert is_attempt(new_attempt())
    assert not [bad for bad in ("", "short", "a" * 65, "a" * 21 + "/", "a" * 30 + "\n") if is_attempt(bad)]

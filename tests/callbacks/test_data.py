"""The page of data over a real release."""

import pytest

from callbacks.data import data_answer
from geo.countries import country
from geo.text import Lang
from layouts.pages.data import SECTIONS
from tests.callbacks.rooms import services_at
from tests.layouts.texts import text_of


@pytest.mark.parametrize("lang", list(Lang))
def test_every_section_is_filled(home, lang):
    view = data_answer(services_at(home, lang), f"?lang={lang}")
    assert len(view.parts()) == len(SECTIONS)
    assert all(text_of(part) for part in view.parts())


def test_the_table_is_filtered_by_the_url(home):
    every = text_of(data_answer(services_at(home), "").published)
    one = text_of(data_answer(services_at(home), f"?series=CH_INST&area={country().iso}").published)
    assert len(one) < len(every)
    nothing = data_answer(services_at(home), "?series=NONE").published
    assert "1–" not in text_of(nothing)


def test_every_area_stands_in_rollout_and_completeness(home):
    view = data_answer(services_at(home), "")
    for area in country().areas:
        assert area.short.uk in text_of(view.rollout)
        assert area.short.uk in text_of(view.completeness)

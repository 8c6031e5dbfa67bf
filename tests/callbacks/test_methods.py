"""The page of methods over a real release."""

import pytest

from callbacks.methods import methods_answer
from data.indicators.catalogue import catalogue
from geo.countries import country
from geo.text import Lang
from layouts.pages.methods import SECTIONS
from tests.callbacks.rooms import services_at
from tests.layouts.texts import text_of


@pytest.mark.parametrize("lang", list(Lang))
def test_every_section_is_filled(home, lang):
    view = methods_answer(services_at(home, lang), f"?lang={lang}")
    assert len(view.parts()) == len(SECTIONS)
    assert all(text_of(part) for part in view.parts())
    assert {node.id for part in view.indicators for node in [part] if getattr(node, "id", None)} == set(catalogue())
    assert country().attribution.in_(lang) in text_of(view.boundaries)


def test_every_source_is_a_link_to_the_web(home):
    view = methods_answer(services_at(home), "")
    links = [node.href for part in view.sources for node in part._traverse() if getattr(node, "href", None)]
    outside = [link for link in links if not link.startswith("/")]
    assert len(outside) > 50
    assert all(link.startswith(("https://", "http://")) for link in outside)

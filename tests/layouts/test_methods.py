"""The page of methods says what the code does."""

import pytest

from data.indicators.catalogue import catalogue
from data.states import COVERAGE, State
from geo.text import Lang
from layouts.components.indicator_card import class_bounds, indicator_card
from layouts.components.outline import body
from layouts.components.state_mark import state_mark
from layouts.pages import methods
from tests.layouts.texts import text_of


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("code", sorted(catalogue()))
def test_every_indicator_has_a_card_made_from_its_description(code, lang):
    one = catalogue()[code]
    card = indicator_card(one, lang)
    said = text_of(card)
    assert card.id == code
    for words in (one.label, one.question, one.definition, one.formula, one.source):
        assert words.in_(lang) in said
    assert one.corresponds in said


@pytest.mark.parametrize("lang", list(Lang))
def test_every_section_can_be_linked_to_and_filled(lang):
    ids = {getattr(node, "id", None) for node in methods.layout(lang)._traverse()}
    for section, _ in methods.SECTIONS:
        assert {section, body(section)} <= ids


def test_the_examples_of_disclosure_show_both_rules():
    said = [methods.published_example(count, False, "hidden", Lang.EN) for count in methods.EXAMPLES]
    assert said == ["0", "hidden", "10", "15", "45", "250"]
    assert methods.published_example(0, True, "hidden", Lang.EN) == "hidden"


@pytest.mark.parametrize("state", [*State, *COVERAGE])
def test_every_state_has_a_mark(state):
    for lang in Lang:
        assert text_of(state_mark(state, lang))


def test_bounds_are_written_as_the_language_writes_numbers():
    assert class_bounds(catalogue()["children_in_institutions_rate"], Lang.UK)

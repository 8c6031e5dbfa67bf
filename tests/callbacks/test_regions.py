"""The page of all regions over a real release."""

import pytest

from callbacks.regions import regions_answer
from geo.countries import country
from geo.text import Lang
from tests.callbacks.rooms import services_at
from tests.layouts.texts import text_of


@pytest.mark.parametrize("lang", list(Lang))
def test_map_and_list_lead_to_every_profile_and_keep_the_filters(home, lang):
    view = regions_answer(services_at(home, lang), f"?population=24h&lang={lang}")
    links = [node.href for part in view.list for node in part._traverse() if getattr(node, "href", None)]
    painted = [trace["meta"]["href"] for trace in view.paint[0]]
    for area in country().areas:
        for found in (links, painted):
            own = [link for link in found if link.startswith(f"/regions/{area.iso}?")]
            assert own
            assert all("population=24h" in link for link in own)


def test_the_order_is_in_the_url(home):
    by_value, by_name = (text_of(regions_answer(services_at(home), search).list) for search in ("", "?sort=area"))
    assert by_value != by_name


def test_a_question_without_an_answer_says_why(home):
    view = regions_answer(
        services_at(home), "?indicator=disability_share&type=BOARD_GENERAL&ministry=MES&population=24h"
    )
    assert text_of(view.head) or text_of(view.notices)

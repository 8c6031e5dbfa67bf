"""What stands in a page's place says what to do, in both languages, and keeps the reader's language."""

import pytest

from geo.text import Lang
from layouts.pages import problem
from tests.layouts.texts import text_of


@pytest.mark.parametrize("lang", list(Lang))
def test_every_problem_has_a_heading_and_a_way_home(lang):
    pages = (
        problem.not_found(lang),
        problem.no_area("nowhere", lang),
        problem.failed("ab12", lang),
        problem.no_release(lang),
    )
    for page in pages:
        nodes = list(page._traverse())
        assert [type(node).__name__ for node in nodes].count("H1") == 1
        links = [node.href for node in nodes if getattr(node, "href", None)]
        assert any(link in ("/", "/?lang=en") for link in links)
    assert "ab12" in text_of(pages[2])
    assert "nowhere" in text_of(pages[1])

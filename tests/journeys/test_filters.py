"""The URL is the state: choosing, going back and forth, reloading and sharing all agree."""


def choose(visit, key: str, value: str) -> None:
    """Choose in the filter row as a person would."""
    visit.page.select_option(f"select[data-filter={key}]", value)
    visit.settle()


def chosen(visit, key: str) -> str:
    """What the filter row shows as chosen."""
    return visit.page.eval_on_selector(f"select[data-filter={key}]", "select => select.value")


def shown(visit) -> str:
    """What the map's card says it shows."""
    return visit.page.inner_text("#overview-map-head")


def test_back_forward_and_reload_restore_the_choice(visit):
    visit.open("/?lang=en")
    plain = shown(visit)
    choose(visit, "population", "24h")
    choose(visit, "ministry", "MES")
    both = shown(visit)
    assert both != plain
    visit.page.go_back()
    visit.page.wait_for_function("() => document.querySelector('select[data-filter=ministry]').value === ''")
    visit.settle()
    assert (chosen(visit, "population"), "ministry" in visit.query) == ("24h", False)
    visit.page.go_forward()
    visit.page.wait_for_function("() => document.querySelector('select[data-filter=ministry]').value === 'MES'")
    visit.settle()
    assert shown(visit) == both
    visit.page.reload()
    visit.settle()
    assert (chosen(visit, "ministry"), shown(visit)) == ("MES", both)
    visit.check()


def test_a_deep_link_opens_as_it_was_left(visit):
    visit.open("/?lang=en&indicator=children_in_institutions_share&population=24h&ministry=MES")
    assert (chosen(visit, "population"), chosen(visit, "ministry")) == ("24h", "MES")
    assert chosen(visit, "indicator") == "children_in_institutions_share"
    visit.check()


def test_an_unknown_value_falls_back_and_says_so(visit):
    visit.open("/?lang=en&ministry=ATLANTIS&population=everybody")
    said = visit.page.inner_text("#overview-notices")
    assert "ATLANTIS" in said
    assert "everybody" in said
    assert chosen(visit, "ministry") == ""
    visit.check()


def test_the_language_link_keeps_the_filters(visit):
    visit.open("/?lang=en&population=24h")
    visit.page.click("[data-language]")
    visit.page.wait_for_function("() => document.documentElement.lang === 'uk'")
    visit.settle()
    assert chosen(visit, "population") == "24h"
    visit.check()

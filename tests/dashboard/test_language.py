"""Which language a reader gets: the page's own, the address's, the remembered one; else Ukrainian."""

import pytest


@pytest.mark.parametrize(
    ("address", "headers", "cookie", "lang"),
    [
        ("/", {}, None, "uk"),
        ("/", {"Accept-Language": "en-GB,en;q=0.9"}, None, "uk"),
        ("/", {"Accept-Language": "fr"}, None, "uk"),
        ("/?lang=en", {}, "uk", "en"),
        ("/?lang=klingon", {}, None, "uk"),
        ("/", {"Accept-Language": "uk"}, "en", "en"),
    ],
)
def test_the_frame_is_in_the_language_asked_for(stranger, address, headers, cookie, lang):
    if cookie:
        stranger.set_cookie("lang", cookie)
    assert f'<html lang="{lang}">' in stranger.get(address, headers=headers).get_data(as_text=True)


def test_a_page_speaks_its_own_language_whatever_the_last_tab_was(stranger):
    stranger.set_cookie("lang", "uk")
    layout = stranger.get("/_dash-layout", headers={"X-Portal-Language": "en"}).get_data(as_text=True)
    assert "Skip to main content" in layout


def test_the_choice_is_remembered_in_a_cookie_that_scripts_cannot_read(stranger):
    cookie = stranger.get("/?lang=en").headers["Set-Cookie"]
    assert cookie.startswith("lang=en;")
    assert "HttpOnly" in cookie
    assert "Set-Cookie" not in stranger.get("/").headers


def test_search_engines_are_told_of_both_languages(stranger):
    text = stranger.get("/methods").get_data(as_text=True)
    assert 'hreflang="uk" href="/methods?lang=uk"' in text
    assert 'hreflang="en" href="/methods?lang=en"' in text

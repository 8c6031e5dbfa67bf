"""Reading parts packed into HTML say what the components said, and nothing in them can become a script."""

import pytest
from dash import dcc, html
from hypothesis import given
from hypothesis import strategies as st

from layouts.markup import markup, still


def test_components_become_html():
    table = html.Table(
        [html.Caption("A & B"), html.Tr([html.Th("x", scope="col"), html.Td(None, colSpan=2), html.Td(0)])]
    )
    assert markup(table) == (
        '<table><caption>A &amp; B</caption><tr><th scope="col">x</th><td colspan="2"></td><td>0</td></tr></table>'
    )


def test_attributes_styles_and_flags():
    link = html.A(["to ", html.B("it"), html.Br()], href="/a?b=1&c=2", className="x", **{"aria-label": 'say "it"'})
    assert markup(link) == '<a aria-label="say &quot;it&quot;" class="x" href="/a?b=1&amp;c=2">to <b>it</b><br></a>'
    assert markup(html.Div(style={"maxWidth": "3px"}, hidden=True)) == '<div hidden style="max-width:3px"></div>'


def test_only_plain_html_is_packed():
    with pytest.raises(TypeError):
        markup(html.Div(dcc.Graph()))


@given(st.text())
def test_no_text_becomes_markup(text):
    packed = markup(html.P(text, title=text))
    assert packed.count("<") == packed.count(">") == 2
    assert still(html.P(text)).to_plotly_json()["props"]["data-markup"] == markup(html.P(text))

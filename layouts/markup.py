"""Long reading parts as one piece of HTML: Dash keeps a subscription for every component, so thousands of table cells
would hold up the browser for seconds. `still` packs them into a single component; an asset unpacks it.
"""

from collections.abc import Sequence
from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

NAMES = {"className": "class", "htmlFor": "for", "hrefLang": "hreflang", "tabIndex": "tabindex", "colSpan": "colspan",
         "rowSpan": "rowspan", "dateTime": "datetime"}  # fmt: skip
INTERNAL = frozenset({"children", "available_properties", "available_wildcard_properties"})
VOID = frozenset({"br", "hr", "img", "input", "wbr"})


class Input:
    """An `input` of a form that is sent as HTML: `dash.html` has none. Attributes are named as in `dash.html`."""

    def __init__(self, **attributes: Any) -> None:
        self.attributes = attributes


def still(content: Any, **attributes: Any) -> Component:
    """A block that shows `content` (components of `dash.html` and text) and never changes by itself."""
    return html.Div(**{"data-markup": markup(content)}, **attributes)


def markup(content: Any) -> str:
    """The HTML of text, a `dash.html` component, or a sequence of them. All text and every attribute is escaped."""
    if content is None or isinstance(content, bool):
        return ""
    if isinstance(content, Component):
        return _element(content)
    if isinstance(content, Input):
        return f"<input{''.join(_attribute(name, value) for name, value in sorted(content.attributes.items()))}>"
    if isinstance(content, Sequence) and not isinstance(content, str):
        return "".join(markup(part) for part in content)
    return escape(str(content), quote=False)


def _element(component: Component) -> str:
    if component.__class__.__module__.split(".")[:2] != ["dash", "html"]:
        raise TypeError(f"{type(component).__name__} is no plain HTML")
    tag = type(component).__name__.lower()
    told = {name: value for name, value in vars(component).items() if not name.startswith("_")}
    attributes = "".join(_attribute(name, value) for name, value in sorted(told.items()) if name not in INTERNAL)
    if tag in VOID:
        return f"<{tag}{attributes}>"
    return f"<{tag}{attributes}>{markup(told.get('children'))}</{tag}>"


def _attribute(name: str, value: Any) -> str:
    name = NAMES.get(name, name.lower() if "-" not in name else name)
    if value is None or value is False:
        return ""
    if value is True:
        return f" {name}"
    if isinstance(value, dict):
        value = ";".join(f"{_kebab(key)}:{part}" for key, part in value.items())
    return f' {name}="{escape(str(value))}"'


def _kebab(name: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)

"""Parts of forms that are sent as HTML: every field has a label, and its hint and error are read out with it."""

from collections.abc import Collection, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.components.card import icon
from layouts.markup import Input

Options = Sequence[tuple[str, str]]


def form(action: str, *parts: Any, className: str = "form") -> Component:  # noqa: N803 (dash's own spelling)
    """A form that posts to `action`. What is missing is told by the portal in its own words, not by the browser."""
    return html.Form(list(parts), action=action, method="post", noValidate=True, className=className)


def field(
    name: str, label: str, kind: str = "text", *, hint: str = "", error: str = "", required: bool = True, **rest: Any
) -> Component:
    """A line to fill in. `kind` is the input's type; `rest` are its attributes (value, autoComplete, inputMode …)."""
    attributes = _attributes(name, hint, error) | rest
    attributes.setdefault("autoComplete", "off")
    return _framed(name, label, hint, error, Input(type=kind, required=required, className="form-line", **attributes))


def area(
    name: str, label: str, value: str = "", *, hint: str = "", error: str = "", required: bool = True, rows: int = 4
) -> Component:
    """Several lines to fill in."""
    attributes = _attributes(name, hint, error)
    box = html.Textarea(value, rows=rows, required=required, className="form-line", **attributes)
    return _framed(name, label, hint, error, box)


def select(
    name: str, label: str, options: Options, chosen: str = "", *, hint: str = "", error: str = "", empty: str = ""
) -> Component:
    """A list to choose one of. `options`: (value, words); `empty`: the words that stand for no choice yet."""
    given = [("", empty), *options] if empty else options
    choices = [html.Option(words, value=value, selected=value == chosen) for value, words in given]
    box = html.Select(choices, className="form-line", **_attributes(name, hint, error))
    return _framed(name, label, hint, error, box)


def choices(
    name: str,
    legend: str,
    options: Options,
    chosen: Collection[str] = (),
    *,
    many: bool = False,
    hint: str = "",
    error: str = "",
) -> Component:
    """Radio buttons, or tick boxes if `many`, under one legend. Each is its own target, words included."""
    kind = "checkbox" if many else "radio"
    lines = [_choice(kind, name, number, one, one[0] in chosen) for number, one in enumerate(options)]
    described = {"aria-describedby": ids} if (ids := _described(name, hint, error)) else {}
    content = [html.Legend(legend), *_about(name, hint, error), html.Div(lines, className="form-choices")]
    return html.Fieldset(content, id=f"field-{name}", className="form-field", **described)


def hidden(name: str, value: str) -> Input:
    """A value that travels with the form."""
    return Input(type="hidden", name=name, value=value)


def submit(words: str, name: str | None = None, value: str | None = None, *, look: str = "primary") -> Component:
    """The button that sends the form. `look`: primary, danger, or nothing for a quiet one."""
    sent = {"name": name, "value": value} if name else {}
    return html.Button(words, type="submit", className=f"button {look}".strip(), **sent)


def errors(title: str, found: Sequence[tuple[str, str]] = ()) -> Component:
    """What stands above a form that was sent back: `title`, and (field, sentence) each as a link to its field."""
    links = [html.Li(html.A(sentence, href=f"#field-{name}")) for name, sentence in found]
    words = [html.P(title), *([html.Ul(links)] if links else [])]
    return html.Div([icon("exclamation-triangle-fill"), html.Div(words)], className="form-errors", role="alert")


def done(words: str) -> Component:
    """What stands above a page after a form was obeyed."""
    return html.Div([icon("check-circle-fill"), html.P(words)], className="form-done", role="status")


def _framed(name: str, label: str, hint: str, error: str, box: Any) -> Component:
    named = html.Label(label, htmlFor=f"field-{name}")
    return html.Div([named, *_about(name, hint, error), box], className="form-field wrong" if error else "form-field")


def _about(name: str, hint: str, error: str) -> list[Component]:
    told = [html.P(hint, id=f"hint-{name}", className="form-hint")] if hint else []
    wrong = [html.Span(error)]
    mark = icon("exclamation-circle-fill")
    return [*told, *([html.P([mark, *wrong], id=f"error-{name}", className="form-error")] if error else [])]


def _described(name: str, hint: str, error: str) -> str:
    return " ".join([f"hint-{name}"] * bool(hint) + [f"error-{name}"] * bool(error))


def _attributes(name: str, hint: str, error: str) -> dict[str, Any]:
    described = {"aria-describedby": ids} if (ids := _described(name, hint, error)) else {}
    wrong = {"aria-invalid": "true"} if error else {}
    return {"id": f"field-{name}", "name": name, **described, **wrong}


def _choice(kind: str, name: str, number: int, option: tuple[str, str], chosen: bool) -> Component:
    value, words = option
    key = f"choice-{name}-{number}"
    box = Input(type=kind, id=key, name=name, value=value, checked=chosen)
    return html.Div([box, html.Label(words, htmlFor=key)], className="form-choice")

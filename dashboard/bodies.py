"""What a request's body must look like: forms for forms, JSON of a known callback's own parts for callbacks."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from dash import Dash
from flask import g, request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from layouts.ids import Shell

FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
SENT = frozenset({"output", "outputs", "inputs", "state", "changedPropIds", "parsedChangedPropsIds"})
DEEPEST, LONGEST_ADDRESS = 20, 8190


def check_form() -> None:
    """Raises UnsupportedMediaType unless the body is what a form of this portal sends (nothing at all included)."""
    if request.mimetype not in FORMS and (request.mimetype or request.content_length):
        raise UnsupportedMediaType


def check_callback(app: Dash) -> None:
    """Raises BadRequest unless the body is what a page of this portal sends: JSON naming a callback and its parts.

    The body is kept in `g.callback`, so that nobody reads it twice.
    """
    if not request.is_json:
        raise BadRequest("JSON is needed")
    try:
        body = json.loads(request.get_data(cache=True).decode())
    except (ValueError, RecursionError):
        raise BadRequest("not JSON") from None
    if not isinstance(body, dict) or not body.keys() <= SENT or not _names_a_callback(body, app):
        raise BadRequest("no such callback")
    g.callback = body


def plain(value: Any, depth: int = 0) -> bool:
    """Whether JSON is no deeper than pages make it, and its text can be written down (no half of a character)."""
    if depth > DEEPEST:
        return False
    if isinstance(value, str):
        return value.isascii() or _writable(value)
    if isinstance(value, dict):
        return all(plain(key, depth + 1) and plain(part, depth + 1) for key, part in value.items())
    return all(plain(part, depth + 1) for part in value) if isinstance(value, list) else True


def _writable(text: str) -> bool:
    try:
        return bool(text.encode())
    except UnicodeEncodeError:
        return False


def _names_a_callback(body: Mapping[str, Any], app: Dash) -> bool:
    output = body.get("output")
    known = app.callback_map.get(output) if isinstance(output, str) else None
    if known is None or "callback" not in known:
        return False
    inputs, states = body.get("inputs"), body.get("state", [])
    return (
        _same_parts(inputs, known["inputs"])
        and _same_parts(states, known["state"])
        and (known.get("no_output") or _same_outputs(body.get("outputs"), str(output)))
        and _changed(body.get("changedPropIds", []), inputs)
        and all(_sound(part) for part in [*inputs, *states])
        and plain(body.get("parsedChangedPropsIds"))
    )


def _same_parts(given: object, wanted: object) -> bool:
    """Whether the parts sent are the callback's own, in order; a part of a pattern-matching callback is a list."""
    if not isinstance(given, list) or not isinstance(wanted, list) or len(given) != len(wanted):
        return False
    return all(_same_part(one, other) for one, other in zip(given, wanted, strict=True))


def _same_part(given: object, wanted: Mapping[str, Any]) -> bool:
    if not str(wanted["id"]).startswith("{"):
        return isinstance(given, dict) and (given.get("id"), given.get("property")) == (
            wanted["id"],
            wanted["property"],
        )
    parts = given if isinstance(given, list) else [given]
    keys = set(json.loads(wanted["id"]))
    return all(
        isinstance(one, dict) and one.get("property") == wanted["property"] and _fits(one.get("id"), keys)
        for one in parts
    )


def _fits(identity: object, keys: set[str]) -> bool:
    """Whether the id of one of several alike has the keys of the pattern, and plain values."""
    return (
        isinstance(identity, dict)
        and set(identity) == keys
        and all(isinstance(value, (str, int, float)) for value in identity.values())
    )


def _same_outputs(given: object, output: str) -> bool:
    """Whether the answer is asked for the parts that the callback writes: else it would be made out to others."""
    if "{" in output:
        return isinstance(given, (list, dict)) and plain(given)
    wanted = _outputs(output)
    return given == (wanted if output.startswith("..") else wanted[0])


@lru_cache(maxsize=1000)
def _outputs(output: str) -> list[dict[str, str]]:
    ends = (end.partition("@")[0].rpartition(".") for end in output.strip(".").split("..."))
    return [{"id": identity, "property": name} for identity, _, name in ends]


def _changed(given: object, inputs: object) -> bool:
    """Whether what is said to have changed are inputs of this callback."""
    if not isinstance(given, list) or not isinstance(inputs, list):
        return False
    flat = [part for one in inputs for part in (one if isinstance(one, list) else [one])]
    there = {f"{_written(part['id'])}.{part['property']}" for part in flat}
    return all(isinstance(one, str) and one in there for one in given)


def _written(identity: object) -> str:
    """An id as Dash writes it."""
    if not isinstance(identity, dict):
        return str(identity)
    return json.dumps(identity, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _sound(part: object) -> bool:
    """Whether a value is of the kind that pages send; that of the address is text, and no longer than an address."""
    if not isinstance(part, dict):
        return plain(part)
    value = part.get("value")
    if part.get("id") != Shell.URL:
        return plain(value)
    return value is None or (isinstance(value, str) and len(value) <= LONGEST_ADDRESS and plain(value))

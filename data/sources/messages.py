"""Sentences about files and headings, in every language, from messages.toml."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from data.errors import CatalogueError
from geo.text import Text

FILE = Path(__file__).with_name("messages.toml")
BRACES = re.compile(r"\{([a-z_]+)\}")
CLIP = 80


def filled(text: Text, **parameters: Text | object) -> Text:
    """`text` with its braces filled; a Text parameter gives each language its own words. Values are not read again."""
    return Text(
        uk=BRACES.sub(lambda brace: _said(parameters.get(brace[1], ""), "uk"), text.uk),
        en=BRACES.sub(lambda brace: _said(parameters.get(brace[1], ""), "en"), text.en),
    )


def phrase(code: str, part: str = "message", **parameters: Text | object) -> Text:
    """The words called `code` (its "message" or "remedy"), filled. Raises CatalogueError if there are none."""
    try:
        given = _sentences()[code].get(part, {"uk": "", "en": ""})
        return filled(Text(given["uk"], given["en"]), **parameters)
    except KeyError as error:
        raise CatalogueError(file=FILE.name, wrong=f"no sentence {code}.{part}") from error


def clip(value: str, length: int = CLIP) -> str:
    """`value` short enough for a list, on one line."""
    flat = " ".join(value.split())
    return flat if len(flat) <= length else f"{flat[: length - 1]}…"


def _said(parameter: Text | object, lang: str) -> str:
    return str(getattr(parameter, lang)) if isinstance(parameter, Text) else str(parameter)


@cache
def _sentences() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return MappingProxyType(tomllib.loads(FILE.read_text(encoding="utf-8")))

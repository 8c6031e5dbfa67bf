"""The portal's words: one file per topic and language, read once."""

import tomllib
from functools import cache
from pathlib import Path

from babel.core import Locale
from babel.numbers import format_decimal

from geo.text import Lang

FOLDER = Path(__file__).parent


@cache
def book(lang: Lang) -> dict[str, str | dict[str, str]]:
    """Every key of every topic: a sentence, or a table of plural forms. Raises KeyError for a key used twice."""
    words: dict[str, str | dict[str, str]] = {}
    for path in sorted((FOLDER / str(lang)).glob("*.toml")):
        for key, value in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if key in words:
                raise KeyError(f"{path.name}: {key} is already in another topic")
            words[key] = value
    return words


def word(key: str, lang: Lang, /, **parameters: object) -> str:
    """The sentence `key` in `lang`, its braces filled. Raises KeyError when there is none."""
    sentence = book(lang)[key]
    if not isinstance(sentence, str):
        raise KeyError(f"{key} has plural forms: ask for it with a number")
    return sentence.format(**parameters) if parameters else sentence


def plural(key: str, number: float, lang: Lang, /, **parameters: object) -> str:
    """The form of `key` that goes with `number`; `{n}` in it is the number itself, grouped as the language does."""
    forms = book(lang)[key]
    if isinstance(forms, str):
        raise KeyError(f"{key} has no plural forms")
    form = forms.get(Locale.parse(str(lang)).plural_form(number)) or forms["other"]
    return form.format(n=format_decimal(number, locale=str(lang)), **parameters)


def has(key: str, lang: Lang) -> bool:
    """Whether the word files know `key`."""
    return key in book(lang)

"""The words that receipts are made of: a list per language in the country's pack, kind and easy to read out."""

from functools import cache
from pathlib import Path

from geo.countries import Country
from geo.errors import GeoError
from geo.text import Lang

FEWEST = 400


def receipt_words(country: Country, lang: Lang) -> tuple[str, ...]:
    """The list of `lang`, each word once. Raises GeoError: missing, too short, or a word twice.

    A list must never change once receipts were given, because words are told by their place in it.
    """
    return _read(country.folder / f"receipt_words_{lang}.txt")


@cache
def _read(path: Path) -> tuple[str, ...]:
    try:
        words = tuple(path.read_text(encoding="utf-8").split())
    except OSError as error:
        raise GeoError(file=path.name, wrong="missing") from error
    if len(set(words)) != len(words) or len(words) < FEWEST:
        raise GeoError(file=path.name, wrong=f"at least {FEWEST} words are needed, none of them twice")
    return words

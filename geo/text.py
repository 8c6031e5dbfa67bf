"""Text in the languages the portal speaks."""

from dataclasses import dataclass
from enum import StrEnum


class Lang(StrEnum):
    """A language code (ISO 639-1). Never confuse it with a country code."""

    UK = "uk"
    EN = "en"


@dataclass(frozen=True)
class Text:
    """The same words in every language the portal speaks."""

    uk: str
    en: str

    def in_(self, lang: Lang) -> str:
        """The words in `lang`."""
        return self.uk if lang is Lang.UK else self.en

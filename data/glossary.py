"""The words the portal uses: terms by category, with the meaning of each and where it comes from."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.access import View
from geo.text import Text

if TYPE_CHECKING:
    from data.warehouse.release import Release

TERMS = "select category, code, uk, en, definition, source, url from vocabulary order by category, code"


@dataclass(frozen=True)
class Term:
    """One term of one category; `definition` is in English and may be empty."""

    category: str
    code: str
    name: Text
    definition: str
    source: str
    url: str


def terms(release: "Release") -> tuple[Term, ...]:
    """All terms of the release's vocabularies, by category and code."""
    found = []
    for category, code, uk, en, definition, source, url in release.rows(View.PUBLIC, TERMS, {})[1]:
        name = Text(uk=str(uk or en), en=str(en or uk))
        found.append(Term(str(category), str(code), name, _words(definition), _words(source), _words(url)))
    return tuple(found)


def _words(value: object) -> str:
    return "" if value is None else str(value)

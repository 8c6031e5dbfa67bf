"""A role and where it is held, in words."""

from collections.abc import Callable

from data.access import Extent, Holding, Role
from geo.text import Lang
from layouts import format as form
from layouts.names import Names
from layouts.words import word


def role_words(role: Role, lang: Lang) -> str:
    """What a role is called."""
    return word(f"role.{role}", lang)


def extent_words(extent: Extent, names: Names, lang: Lang) -> str:
    """Where: areas, ministries and institutions by their names; the whole country where nothing limits it."""
    known: tuple[tuple[frozenset[str] | None, Callable[[str], str]], ...] = (
        (extent.areas, lambda code: names.area(code, lang, full=True)),
        (extent.ministries, lambda code: names.of("ministry", code, lang)),
        (extent.institutions, lambda code: word("extent.institution", lang, code=code)),
    )
    parts = [_listed(codes, name, lang) for codes, name in known if codes is not None]
    return "; ".join(parts) or word("extent.everywhere", lang)


def holding_words(holding: Holding, names: Names, lang: Lang) -> str:
    """The role, and where."""
    return f"{role_words(holding.role, lang)} — {extent_words(holding.extent, names, lang)}"


def _listed(codes: frozenset[str], name: Callable[[str], str], lang: Lang) -> str:
    if not codes:
        return word("extent.nowhere", lang)
    return form.listed(sorted((name(code) for code in codes), key=lambda text: form.sort_key(text, lang)), lang)

"""What the register's facets and codes are called, and in which order their names stand."""

from functools import cache
from typing import Any

from data.register import HIDDEN, SIZES, UNKNOWN
from data.register_search import NONE, Rank
from geo.text import Lang
from layouts.format import sentence_case, sort_key
from layouts.names import Names
from layouts.words import word

CATEGORY = {"status": "institution_status", "stage": "transformation_stage"}
BANDED = ("capacity", "size")
BANDS = ("", *SIZES, NONE)


def code_name(facet: str, code: str, names: Names, lang: Lang) -> str:
    """The name of a facet's code."""
    if code == NONE:
        return word("register.unknown", lang)
    if facet == "working":
        return word(f"register.working.{code}", lang)
    if facet in BANDED:
        return band_words(code, lang)
    return sentence_case(names.of(CATEGORY.get(facet, facet), code, lang))


def band_words(code: str, lang: Lang) -> str:
    """A band of places or children: "50–99", "200 and more", hidden, not known."""
    if code in (HIDDEN, UNKNOWN):
        return word(f"register.size.{code}", lang)
    if code.endswith("+"):
        return word("register.band.above", lang, n=code.rstrip("+"))
    return code.replace("-", "–") or word("register.unknown", lang)


def ranks(names: Names, lang: Lang) -> Rank:
    """Orders codes as their names are read; bands by size, stages as the reform goes."""
    stages = {code: place for place, code in enumerate(names.vocabulary.get("transformation_stage", {}))}

    @cache
    def rank(facet: str, code: str) -> Any:
        """The place of a code among those of its facet."""
        if facet in BANDED:
            return BANDS.index(code) if code in BANDS else len(BANDS)
        if facet == "stage":
            return stages.get(code, len(stages))
        return sort_key(code_name(facet, code, names, lang), lang)

    return rank

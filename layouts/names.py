"""What codes are called: areas and owners by the country pack, everything else by the release's vocabulary."""

from collections.abc import Mapping
from dataclasses import dataclass

from geo.countries import Country
from geo.text import Lang, Text
from layouts.format import sentence_case
from layouts.words import has, word

CATEGORIES = {
    "ministry": "ministry", "type": "facility_type", "route": "admission_route", "reason": "placement_reason",
    "destination": "exit_destination", "form": "care_form", "abuse": "abuse_incident",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Names:
    """Names of codes in every dimension. `vocabulary`: category → code → text, as the release carries it."""

    country: Country
    vocabulary: Mapping[str, Mapping[str, Text]]

    def of(self, dimension: str, code: str, lang: Lang) -> str:
        """The name of `code`; the code itself when nobody has named it."""
        if dimension == "area":
            return self.area(code, lang)
        if dimension == "ministry" and code in self.country.ministry_short:
            return self.country.ministry_short[code].in_(lang)
        if dimension == "home_area" and code in {area.code for area in self.country.areas}:
            return self.area(code, lang)
        own = f"value.{dimension}.{code}"
        if has(own, lang):
            return word(own, lang)
        text = self.vocabulary.get(CATEGORIES.get(dimension, dimension), {}).get(code)
        return sentence_case(text.in_(lang)) if text else code

    def area(self, code: str, lang: Lang, full: bool = False) -> str:
        """The short name of an area or a place in one (the full one on request), or the country's."""
        if code == self.country.iso:
            return self.country.name.in_(lang)
        if self.country.places.knows(code):
            place = self.country.places.place(code)
            return (place.name if full else place.short).in_(lang)
        area = self.country.area(code)
        return (area.name if full else area.short).in_(lang)

    def place(self, told: str, lang: Lang) -> str:
        """The name of a place below the areas; what was told itself where it is no code of the pack."""
        known = self.country.places
        return known.place(told).name.in_(lang) if known.knows(told) else told

    def dimension(self, dimension: str, lang: Lang) -> str:
        """What a dimension is called."""
        return word(f"dimension.{dimension}", lang)

"""Errors of the country packs. Tree:

GeoError                the pack of a country is malformed; says which file, where, and what is wrong
├── UnknownCountry      no folder geo/countries/<code>
├── UnknownArea         the country has no area with this code
└── UnknownPlace        no level of the country has a place with this code
"""


class GeoError(Exception):
    """Base of what geo raises on purpose; the same shape as the portal's other errors.

    `key` is the class name in snake case and names a sentence in layouts/words (`error.<key>`); `parameters` fill it.
    """

    def __init__(self, **parameters: object) -> None:
        self.parameters = parameters
        super().__init__("; ".join(f"{name}: {value}" for name, value in parameters.items()))

    @property
    def key(self) -> str:
        """The error's name in the word files, for example `unknown_country`."""
        name = type(self).__name__
        return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


class UnknownCountry(GeoError): ...


class UnknownArea(GeoError): ...


class UnknownPlace(GeoError): ...

"""An indicator's card for the methodology page and the manual, generated from its file."""

from dataclasses import dataclass

from data.indicators.model import Indicator
from geo.text import Text


@dataclass(frozen=True)
class CardRow:
    """One line of a card: `field` names its heading in layouts/words (`card.<field>`).

    Either `text` says it, or `codes` are words to look up: units, populations, dimensions, codes of other systems.
    """

    field: str
    text: Text | None = None
    codes: tuple[str, ...] = ()


def card(indicator: Indicator) -> tuple[CardRow, ...]:
    """The lines of an indicator's card, in reading order; lines with nothing to say are left out."""
    rows = (
        CardRow("question", indicator.question),
        CardRow("definition", indicator.definition),
        CardRow("formula", indicator.formula),
        CardRow("unit", codes=(indicator.unit,)),
        CardRow("kind", codes=(indicator.kind,)),
        CardRow("direction", codes=(indicator.direction,)),
        CardRow("populations", codes=tuple(indicator.populations)),
        CardRow("breakdowns", codes=indicator.breakdowns),
        CardRow("caveat", indicator.caveat),
        CardRow("source", indicator.source),
        CardRow("corresponds", codes=(indicator.corresponds,) if indicator.corresponds else ()),
    )
    return tuple(row for row in rows if row.text or row.codes)

"""The outputs of a figure card, in the order of CardView.parts."""

from dash import Output

from layouts.ids import Card


def card_outputs(card: Card) -> list[Output]:
    """Head, figure, aside, table, foot."""
    return [
        Output(card.head, "children"), Output(card.graph, "figure"), Output(card.aside, "children"),
        Output(card.table, "children"), Output(card.foot, "children"),
    ]  # fmt: skip

"""The style sheet, the tokens and the figures say the same; text is readable."""

from pathlib import Path

from data.states import State
from geo.text import Lang
from layouts import theme

ASSETS = Path(__file__).resolve().parents[2] / "dashboard" / "assets"


def _light(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_light(one), _light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_style_sheet_is_made_from_the_tokens():
    assert (ASSETS / "10-tokens.css").read_text("utf-8") == theme.style_sheet()


def test_contrast():
    c = theme.COLOR
    assert _contrast(c["text"], c["bg"]) >= 7
    assert _contrast(c["textMuted"], c["surfaceAlt"]) >= 4.5
    assert _contrast(c["link"], c["surface"]) >= 4.5
    assert _contrast(c["borderStrong"], c["surface"]) >= 3
    for fill, label in zip(theme.SEQUENTIAL, theme.ON_SEQUENTIAL, strict=True):
        assert _contrast(fill, label) >= 4.5
    for status in theme.STATUS.values():
        assert _contrast(status["color"], status["bg"]) >= 4.5


def test_classes_differ_in_grey():
    lights = [_light(color) for color in theme.SEQUENTIAL]
    assert lights == sorted(lights, reverse=True)


def test_every_state_has_its_own_pattern():
    drawn = [tuple(sorted(theme.pattern(state).items())) for state in State if state is not State.VALUE]
    assert len(set(drawn)) == len(drawn)


def test_graphs_send_nothing_anywhere():
    for lang in Lang:
        config = theme.graph_config(lang)
        assert config["showSendToCloud"] is False
        assert config["plotlyServerURL"] == ""
        assert config["displayModeBar"] is False
        assert config["locale"] == str(lang)

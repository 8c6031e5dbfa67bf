"""Numbers, dates and lists as people read them in each language."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal

from data.filters import Population
from data.indicators.model import Cell, Indicator, Unit
from data.states import COVERAGE, Flag, State
from geo.text import Lang
from layouts.words import plural, word

NBSP = "\u00a0"
MINUS = "\u2212"
COUNTED = frozenset({Unit.CHILDREN, Unit.INSTITUTIONS, Unit.REPORTS})


@lru_cache(maxsize=20_000)
def number(value: float, lang: Lang, decimals: int = 0) -> str:
    """`value` grouped and rounded: 105 783 (with no-break spaces) or 105,783; a minus is U+2212."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    rounded = round(value, decimals) + 0.0
    return format_decimal(rounded, format=pattern, locale=str(lang)).replace("-", MINUS)


@lru_cache(maxsize=20_000)
def percent(value: float, lang: Lang, decimals: int = 1) -> str:
    """`value` (8.2 means 8.2 %) with its sign as the language writes it."""
    return number(value, lang, decimals) + word("format.percent", lang)


def amount(value: float, indicator: Indicator, lang: Lang) -> str:
    """`value` with the indicator's decimals and, for shares, the percent sign; other units are said elsewhere."""
    if indicator.unit is Unit.PERCENT:
        return percent(value, lang, indicator.decimals)
    return number(value, lang, indicator.decimals)


def round_amount(value: float, indicator: Indicator, lang: Lang) -> str:
    """A value that is round by nature (a target): without decimals where they would be zeros."""
    if indicator.unit is Unit.PERCENT and float(value).is_integer():
        return percent(value, lang, 0)
    return amount(value, indicator, lang)


def signed(text: str, value: float) -> str:
    """`text`, which stands for `value`, with a plus sign before it when the value is positive."""
    return f"+{text}" if value > 0 else text


def change(now: float, then: float, indicator: Indicator, lang: Lang) -> str | None:
    """How `now` differs from `then`: percentage points for shares, otherwise percent of `then`; None without a base."""
    if indicator.unit is Unit.PERCENT:
        return signed(word("format.points", lang, n=number(now - then, lang, 1)), round(now - then, 1))
    if not then:
        return None
    ratio = (now / then - 1) * 100
    return signed(percent(ratio, lang, 0), round(ratio))


def unit_word(indicator: Indicator, value: float, lang: Lang) -> str:
    """The unit that follows a value, in the form the number asks for; empty where the value carries its own."""
    if indicator.unit in COUNTED:
        return plural(f"unit.{indicator.unit}", round(value), lang)
    return ""


def measure_words(indicator: Indicator, lang: Lang) -> str:
    """What the numbers are counted in, as a subtitle begins: "Per 100,000 children aged 0–17"."""
    return word(f"measure.{indicator.unit}", lang)


def population_words(population: Population, lang: Lang) -> str:
    """Who is counted, as it stands inside a sentence."""
    return word(f"population.{population}.inline", lang)


def cell_text(cell: Cell | None, indicator: Indicator, lang: Lang) -> str:
    """What a table or map shows for a cell: the value (with * where partial) or the symbol of its state."""
    if cell is None:
        return word("state.not_reported.symbol", lang)
    if cell.state is not State.VALUE or cell.value is None:
        return word(f"state.{cell.state}.symbol", lang)
    return amount(cell.value, indicator, lang) + ("*" if Flag.PARTIAL in cell.flags else "")


def state_words(state: State, lang: Lang) -> str:
    """Why there is no value."""
    return word(f"state.{state}", lang)


def flag_words(flags: Iterable[Flag], lang: Lang) -> str:
    """The remarks on what a value covers, separated by semicolons; empty when there are none."""
    return "; ".join(word(f"flag.{flag}", lang) for flag in flags if flag in COVERAGE)


@lru_cache(maxsize=20_000)
def day(value: date, lang: Lang) -> str:
    """A date in figures: 30.09.2026 or 30 Sep 2026."""
    return format_date(value, "dd.MM.yyyy" if lang is Lang.UK else "d MMM yyyy", locale=str(lang))


@lru_cache(maxsize=20_000)
def long_day(value: date, lang: Lang) -> str:
    """A date in words ("30 September 2026")."""
    return format_date(value, "d MMMM yyyy", locale=str(lang))


@lru_cache(maxsize=20_000)
def choice_day(value: date, lang: Lang) -> str:
    """A date as an option of a list: in words, short in English."""
    return long_day(value, lang) if lang is Lang.UK else day(value, lang)


@lru_cache(maxsize=20_000)
def month(value: date, lang: Lang) -> str:
    """Month and year in words."""
    return format_date(value, "LLLL yyyy", locale=str(lang))


def moment(value: datetime, lang: Lang) -> str:
    """A moment in figures, in the time zone it is given in: 30.09.2026, 14:05 or 30 Sep 2026, 14:05."""
    return f"{day(value.date(), lang)}, {value:%H:%M}"


@lru_cache(maxsize=20_000)
def compact(value: float, lang: Lang) -> str:
    """A large number in thousands ("36.8 thousand"), a small one as it is."""
    if abs(value) < 10_000:
        return number(value, lang)
    return word("format.thousand", lang, n=number(value / 1000, lang, 1))


@lru_cache(maxsize=20_000)
def sort_key(text: str, lang: Lang) -> tuple[int, ...]:
    """A key that sorts `text` by the language's own alphabet, apostrophes and hyphens ignored."""
    alphabet = word("format.alphabet", lang)
    return tuple(
        alphabet.find(letter) + 2 if letter in alphabet else 1
        for letter in text.casefold()
        if letter.isalnum() or letter == " "
    )


def listed(words: Iterable[str], lang: Lang) -> str:
    """A list as one reads it aloud: "a, b and c"."""
    parts = list(words)
    if len(parts) < 2:
        return "".join(parts)
    return word("format.and", lang, first=", ".join(parts[:-1]), last=parts[-1])


def sentence_case(text: str) -> str:
    """`text` with its first letter capital."""
    return text[:1].upper() + text[1:]

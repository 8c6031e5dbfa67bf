"""What people write → what the portal means: headings to columns, spellings of codes and areas to codes."""

import difflib
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from data.sources.datasets import Column, Dataset
from data.sources.messages import clip, phrase
from data.sources.report import Problem, Severity, problem
from geo.areas import fold
from geo.countries import Country
from geo.places import Level
from geo.text import Text

WORDS = Path(__file__).with_name("words.toml")
SEPARATOR = "\x1f"
NOTHING = Text("", "")
# What the value of an institution's event is, by event; of the others any text.
EVENT_VALUES = {"stage": "transformation_stage", "ministry": "ministry"}


@dataclass(frozen=True)
class Understood:
    """What a spelling means. `value` None with `good` means: known to be unknown. `hint` proposes what was meant."""

    value: str | None
    good: bool
    hint: Text = NOTHING


# Per category of the vocabulary: code → its label.
Vocabulary = Mapping[str, Mapping[str, Text]]
Resolver = Callable[[str], Understood]


def matched(dataset: Dataset, header: Iterable[str], file: str, row: int) -> tuple[dict[str, int], list[Problem]]:
    """Column code → position in `header`, and what is wrong with the headings.

    Headings match by code, by label in either language or by synonym; case, spaces, apostrophes and punctuation do
    not matter. Unknown headings are warnings; missing required columns and two headings for one column are errors.
    """
    header = tuple(header)
    by_heading = {heading: column.code for column in dataset.columns for heading in column.headings}
    found: dict[str, int] = {}
    wrong: list[Problem] = []
    say = partial(problem, file=file, dataset=dataset.code, row=row)
    for position, heading in enumerate(header):
        code = by_heading.get(fold(heading, {}))
        if not heading.strip():
            wrong.append(say("empty_heading", value=position + 1, severity=Severity.WARNING))
        elif code is None:
            hint = _unknown_heading(heading, by_heading, dataset)
            wrong.append(say("unknown_column", column=heading, value=heading, detail=hint, severity=Severity.WARNING))
        elif code in found:
            wrong.append(say("duplicate_heading", column=code, value=heading, detail=header[found[code]]))
        else:
            found[code] = position
    for column in dataset.columns:
        if column.required and column.code not in found:
            names = ", ".join(heading for heading in header if heading)
            wrong.append(say("missing_column", column=column.code, said=_named(column), detail=clip(names, 400)))
    return found, wrong


def _named(column: Column) -> Text:
    return Text(f"{column.label.uk} ({column.code})", f"{column.label.en} ({column.code})")


def _unknown_heading(heading: str, by_heading: Mapping[str, str], dataset: Dataset) -> Text:
    near = difflib.get_close_matches(fold(heading, {}), by_heading, n=1, cutoff=0.8)
    if not near:
        return NOTHING
    return phrase("maybe", value=_named(dataset.column(by_heading[near[0]])))


def resolver(dataset: Dataset, column: Column, country: Country, vocabulary: Vocabulary) -> Resolver | None:
    """How to understand the cells of `column`, or None if its kind is read in SQL (text, days, numbers).

    Cells of an event_value come as event, SEPARATOR, value; those of a place as region, SEPARATOR, place.
    """
    if column.category:
        return _codes(vocabulary.get(column.category, {}), _also(column.category, country))
    if column.kind == "choice":
        return _choices(column)
    if column.kind == "yes_no":
        return _yes_no
    if column.kind in ("area", "area_or_country"):
        return _areas(country, whole=column.kind == "area_or_country")
    if column.kind == "event_value":
        return _event_values(_choices(dataset.column("event")), country, vocabulary)
    level = next((one for one in country.places.levels if one.code == column.level), None)
    return _places(country, level) if level else None


def _choices(column: Column) -> Resolver:
    labels = {choice.code: choice.label for choice in column.choices}
    return _codes(labels, {word: choice.code for choice in column.choices for word in choice.synonyms})


def _codes(labels: Mapping[str, Text], also: Mapping[str, str]) -> Resolver:
    known = {fold(word, {}): code for word, code in also.items()}
    for code, label in labels.items():
        known |= {fold(label.uk, {}): code, fold(label.en, {}): code}
    known |= {fold(code, {}): code for code in labels}

    def understand(text: str) -> Understood:
        folded = fold(text, {})
        if folded in known:
            return Understood(known[folded], True)
        near = difflib.get_close_matches(folded, known, n=1, cutoff=0.6)
        return Understood(None, False, _maybe(labels, known[near[0]]) if near else NOTHING)

    return understand


def _also(category: str, country: Country) -> dict[str, str]:
    if category != "ministry":
        return {}
    names = (country.ministry_names, country.ministry_short)
    return {word: code for named in names for code, name in named.items() for word in (name.uk, name.en)}


def _maybe(labels: Mapping[str, Text], code: str) -> Text:
    label = labels.get(code, Text(code, code))
    return phrase("maybe", value=Text(f"{code} ({label.uk})", f"{code} ({label.en})"))


def _yes_no(text: str) -> Understood:
    plain = text.strip().casefold()
    for meaning, value in (("yes", "true"), ("no", "false"), ("unknown", None)):
        if plain in _words()[meaning]:
            return Understood(value, True)
    return Understood(None, False)


@cache
def _words() -> Mapping[str, frozenset[str]]:
    given = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return {meaning: frozenset(words) for meaning, words in given.items()}


def _areas(country: Country, *, whole: bool) -> Resolver:
    names = (country.iso, country.name.uk, country.name.en)
    nation = {fold(name, {}): country.iso for name in names if whole}
    spelled = {fold(word, {}): area.code for area in country.areas for word in area.spellings if not word.isdigit()}
    labels = {area.code: area.name for area in country.areas}

    def understand(text: str) -> Understood:
        folded = fold(text, {})
        code = nation.get(folded) or country.resolve(text)
        if code:
            return Understood(code, True)
        near = difflib.get_close_matches(folded, spelled, n=1, cutoff=0.6)
        hint = phrase("maybe", value=labels[spelled[near[0]]]) if near else NOTHING
        return Understood(None, False, hint)

    return understand


def _places(country: Country, level: Level) -> Resolver:
    """A place of the area in its row; if there is none, the only one of that name anywhere (a rule asks how so)."""
    spelled = {fold(word, {}): place for place in level.places for word in (place.name.uk, place.name.en)}

    def understand(text: str) -> Understood:
        area, _, told = text.partition(SEPARATOR)
        inside = country.places.named(told, level.number, country.resolve(area) or "")
        found = inside or country.places.named(told, level.number)
        if len(found) == 1:
            return Understood(found[0].code, True)
        if found:
            codes = ", ".join(place.code for place in found)
            return Understood(None, False, phrase("namesakes", value=Text(codes, codes)))
        near = difflib.get_close_matches(fold(told, {}), spelled, n=1, cutoff=0.75)
        return Understood(None, False, phrase("maybe", value=spelled[near[0]].name) if near else NOTHING)

    return understand


def _event_values(events: Resolver, country: Country, vocabulary: Vocabulary) -> Resolver:
    values = {"relocated": _areas(country, whole=False)}
    for event, category in EVENT_VALUES.items():
        values[event] = _codes(vocabulary.get(category, {}), _also(category, country))

    def understand(text: str) -> Understood:
        event, _, value = text.partition(SEPARATOR)
        reader = values.get(events(event).value or "")
        return reader(value) if reader else Understood(value, True)

    return understand

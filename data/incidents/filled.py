"""The report's form as somebody filled it in: read from what the browser sent, checked, made into a Report.

Lenient on purpose: only an empty report and what cannot be understood are sent back, and then nothing typed is lost.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from data.incidents.model import Addition, Alleged, Attachment, Channel, Kind, Report, Reporter

LONGEST = {"text": 20_000, "alleged_text": 2_000, "contact": 500, "safe_time": 500, "place": 500}
SHORT = 120
MOST_CHILDREN = 999
AGE_BANDS = ("0-2", "3-6", "7-17")
YES, NO = "yes", "no"
CHILD = "child"
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
Code = TypeVar("Code", bound=StrEnum)


@dataclass(frozen=True)
class Filled:
    """Everything as it was typed, so that the form can be shown again. `short`: the form for a child.
    `words`: the language of the receipt, which goes with the attempt: sent again from a page in another language it
    must be the same.

    `times`: for steps in `done`, when, HH:MM, as a person of the institution typed it.
    """

    attempt: str = ""
    short: str = ""
    words: str = ""
    reporter: str = ""
    area: str = ""
    institution: str = ""
    place: str = field(default="", repr=False)
    kind: str = ""
    danger: str = ""
    day: str = ""
    month: str = ""
    year: str = ""
    ongoing: str = ""
    children: str = ""
    age_band: str = ""
    alleged: str = ""
    alleged_text: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    contact: str = field(default="", repr=False)
    safe_time: str = field(default="", repr=False)
    proof: str = ""
    done: tuple[str, ...] = ()
    times: Mapping[str, str] = field(default_factory=dict, repr=False)


def read(sent: Mapping[str, Sequence[str]]) -> Filled:
    """What the browser sent, freed of what no text holds and cut to a length far beyond what is allowed."""
    names = {one.name for one in fields(Filled)} - {"done", "times"}
    told = {name: _plain(sent[name][0], LONGEST.get(name, SHORT) * 2) for name in names if sent.get(name)}
    typed = {key: values[0] for key, values in sent.items() if values and key.startswith("time_")}
    times = {key.removeprefix("time_"): _plain(value, SHORT) for key, value in typed.items()}
    done = tuple(dict.fromkeys(_plain(one, SHORT) for one in sent.get("done", ())[:20]))
    return Filled(**told, done=done, times={code: time for code, time in times.items() if time})


def wrong(filled: Filled, today: date) -> tuple[tuple[str, str], ...]:
    """What must be mended, as (field, code of the sentence), in the order of the form."""
    found = [(name, "long") for name, most in LONGEST.items() if len(getattr(filled, name)) > most]
    if not filled.text.strip() and filled.kind in {"", Kind.UNSURE}:
        found.append(("text", "empty"))
    if (why := _date_wrong(filled, today)) is not None:
        found.append(("when", why))
    if filled.children.strip() and not _count(filled.children):
        found.append(("children", "number"))
    found += [(f"time_{code}", "time") for code, time in filled.times.items() if not TIME.fullmatch(time.strip())]
    order = ["place", "kind", "when", "children", "alleged_text", "text", "contact", "safe_time"]
    return tuple(sorted(found, key=lambda one: order.index(one[0]) if one[0] in order else len(order)))


def report_of(
    filled: Filled, received_at: datetime, *, areas: Collection[str], institutions: Collection[str],
    steps: Mapping[str, str], attachments: tuple[Attachment, ...] = (), language: str, sender: str | None = None,
    quarantined: bool = False,
) -> Report:  # fmt: skip
    """The report. Codes that do not exist become "not known"; `areas`, `institutions` and `steps` (code → words) are
    those that do. Times typed beside steps go with the words, because only the case's reader may see them."""
    reporter = Reporter.CHILD if filled.short == CHILD else _code(Reporter, filled.reporter, Reporter.UNSAID)
    done = tuple(code for code in filled.done if code in steps)
    times = [f"{steps[code]}: {filled.times[code]}" for code in done if code in filled.times]
    return Report(
        attempt=filled.attempt,
        received_at=received_at,
        channel=Channel.STAFF if sender else Channel.FORM,
        reporter=Reporter.STAFF if sender and reporter is Reporter.UNSAID else reporter,
        kind=_code(Kind, filled.kind, Kind.UNSURE),
        alleged=_code(Alleged, filled.alleged, Alleged.UNKNOWN),
        danger=filled.danger == YES,
        ongoing={YES: True, NO: False}.get(filled.ongoing),
        area=filled.area if filled.area in areas else "",
        institution_id=filled.institution if filled.institution in institutions else "",
        place=filled.place.strip(),
        occurred=occurred(filled),
        children=_count(filled.children),
        age_band=filled.age_band if filled.age_band in AGE_BANDS else "",
        done=done,
        text="\n\n".join(part for part in (filled.text.strip(), "\n".join(times)) if part),
        alleged_text=filled.alleged_text.strip(),
        contact=filled.contact.strip(),
        safe_time=filled.safe_time.strip(),
        language=language,
        sender=sender,
        quarantined=quarantined,
        attachments=attachments,
    )


def addition_of(
    attempt: str, received_at: datetime, reference: str, words_mac: str, text: str, files: tuple[Attachment, ...]
) -> Addition:
    """What somebody who came back adds."""
    plain = _plain(text, LONGEST["text"]).strip()
    return Addition(attempt, received_at, reference, words_mac, plain, files)


def occurred(filled: Filled) -> str:
    """YYYY, YYYY-MM or YYYY-MM-DD; "" where it was not said."""
    year, month, day = (getattr(filled, name).strip() for name in ("year", "month", "day"))
    parts = [part for part in (year, month.zfill(2) if month else "", day.zfill(2) if month and day else "") if part]
    return "-".join(parts) if year else ""


def _date_wrong(filled: Filled, today: date) -> str | None:
    year, month, day = (getattr(filled, name).strip() for name in ("year", "month", "day"))
    if not (year or month or day):
        return None
    if not year or (day and not month):
        return "parts"
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return "date"
    return "future" if first > today else ("date" if first.year < today.year - 100 else None)


def _count(typed: str) -> int | None:
    text = typed.strip()
    return int(text) if text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= MOST_CHILDREN else None


def _code(codes: type[Code], typed: str, standard: Code) -> Code:
    try:
        return codes(typed)
    except ValueError:
        return standard


def _plain(text: str, most: int) -> str:
    return UNWRITABLE.sub("", text.replace("\r\n", "\n"))[:most]

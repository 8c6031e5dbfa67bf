"""What the codes of a case are called: place, kind, steps, people, moments, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from data.incidents.model import Case, LogLine
from geo.duties import Duties, Duty
from geo.text import Lang, Text
from layouts.deadlines import Deadline, deadline
from layouts.names import Names
from layouts.words import has, word


@dataclass(frozen=True, eq=False)
class CaseWords:
    """Everything that turns codes into words. `institutions`: id → name; `people`: id → name; `now` of the server."""

    names: Names
    institutions: Mapping[str, Text]
    people: Mapping[str, str]
    duties: Duties
    now: datetime
    lang: Lang

    @property
    def zone(self) -> str:
        """The country's time zone."""
        return self.names.country.time_zone

    @cached_property
    def steps(self) -> Mapping[str, Duty]:
        """The statutory steps by code."""
        return {duty.code: duty for duty in self.duties.steps}

    def area(self, case: Case) -> str:
        """The case's area, or that it is not known."""
        return self.names.area(case.area, self.lang) if case.area else word("case.area.unknown", self.lang)

    def institution(self, case: Case) -> str:
        """The case's institution, or that it is not known."""
        if not case.institution_id:
            return word("case.institution.unknown", self.lang)
        found = self.institutions.get(case.institution_id)
        return found.in_(self.lang) if found else case.institution_id

    def kind(self, case: Case) -> str:
        """What happened."""
        return word(f"case.kind.{case.kind}", self.lang)

    def alleged(self, case: Case) -> str:
        """Who may have done it."""
        return word(f"case.alleged.{case.alleged}", self.lang)

    def children(self, case: Case) -> str:
        """How many children, how old; empty where neither is known."""
        age = word(f"case.age.{case.age_band}", self.lang) if case.age_band else ""
        if not case.children:
            return age
        many = word("case.children", self.lang, number=case.children)
        return f"{many}, {age}" if age else many

    def person(self, person_id: str | None) -> str:
        """A person's name; nobody: the system."""
        if person_id is None:
            return word("case.system", self.lang)
        return self.people.get(person_id) or word("case.somebody", self.lang)

    def step(self, code: str) -> str:
        """What a statutory step is called."""
        duty = self.steps.get(code)
        return duty.label.in_(self.lang) if duty else code

    def act(self, line: LogLine) -> str:
        """What was done, as the history says it."""
        key = f"act.{line.act}" if line.act.startswith("incident.") else f"act.incident.{line.act}"
        return word(key, self.lang) if has(key, self.lang) else line.act

    def deadline(self, case: Case) -> Deadline:
        """The case's next legal deadline."""
        return deadline(case, self.now, self.zone)

    def local(self, at: datetime) -> datetime:
        """`at` as clocks of the country show it."""
        return at.astimezone(ZoneInfo(self.zone))

    def moment(self, at: datetime) -> str:
        """Day, month and time; the year only if it is another: 11.11, 08:40."""
        local = self.local(at)
        year = "" if local.year == self.local(self.now).year else f".{local:%Y}"
        return f"{local:%d.%m}{year}, {local:%H:%M}"

    def clock(self, at: datetime) -> str:
        """The time alone where it is of today or of the day before, else the day: 08:55, 11.11."""
        local = self.local(at)
        near = abs((self.local(self.now).date() - local.date()).days) <= 1
        return f"{local:%H:%M}" if near else f"{local:%d.%m}"


def short_name(name: str) -> str:
    """A name as a table has room for it: the first letter of the first name, and the last one."""
    first, *rest = name.split()
    return f"{first[0]}. {rest[-1]}" if rest and first else name

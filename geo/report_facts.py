"""What the form for reports of abuse must know of a country, from its pack."""

import re
from dataclasses import dataclass
from functools import cache

from geo.countries import Country
from geo.pack import Pack
from geo.text import Text


@dataclass(frozen=True)
class ReportFacts:
    """`leave`: the address, in each language, of a page to vanish to. `surname`: a pattern of what looks like one."""

    leave: Text
    surname: str


@cache
def report_facts(country: Country) -> ReportFacts:
    """The facts of this country. Raises GeoError naming file and key of whatever is wrong."""
    pack = Pack.read(country.folder / "report.toml")
    leave, surname = pack.text("leave"), pack.string("surname")
    for address in (leave.uk, leave.en):
        if not address.startswith("https://"):
            raise pack.wrong("leave", "an https address is needed")
    try:
        re.compile(surname)
    except re.error as error:
        raise pack.wrong("surname", str(error)) from None
    return ReportFacts(leave, surname)

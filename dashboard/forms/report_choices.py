"""What the report's form offers to choose, and what is filled in for somebody who is signed in. All of it may fail:
the form is shown all the same."""

import logging
from dataclasses import replace
from datetime import datetime

from flask import g

from callbacks.services import Services
from data.access import VISITOR, Role
from data.errors import PortalError
from data.incidents.filled import Filled
from data.incidents.model import Reporter
from data.institutions import institutions_of
from data.people import people
from geo.countries import Country
from geo.duties import duties
from geo.text import Lang
from layouts.format import sort_key

LOG = logging.getLogger("portal")
Options = list[tuple[str, str]]
OF_INSTITUTION = frozenset({Role.REPORTER, Role.HEAD})


def areas(country: Country, lang: Lang) -> Options:
    """The areas, by name."""
    named = [(area.code, area.name.in_(lang)) for area in country.areas]
    return sorted(named, key=lambda one: sort_key(one[1], lang))


def institutions(services: Services, area: str, *, every: bool = False, besides: str = "") -> Options:
    """Institutions of an area that work now, by name (`every`: or ever did; `besides`: and this one)."""
    if area not in {one.code for one in services.country.areas}:
        return []
    lang = services.lang()
    try:
        found = institutions_of(services.shelf.current(), VISITOR, area, services.today())
    except PortalError:
        return []
    return [(one.id, one.name.in_(lang)) for one in found if every or one.operating or one.id == besides]


def steps(country: Country, lang: Lang) -> Options:
    """The statutory steps that a reporter may say were taken."""
    return [(duty.code, duty.label.in_(lang)) for duty in duties(country.code).steps if duty.told]


def preset(services: Services, asked: Filled, again: bool) -> tuple[Filled, str | None]:
    """The form with the institution of who is signed in, and their name; None for a name where nobody is."""
    if not g.get("session"):
        return asked, None
    scope = services.scope()
    person = people.find(services.store, scope.person_id) if scope.person_id else None
    name = person.name if person else ""
    own = sorted(
        {code for held in scope.holdings if held.role in OF_INSTITUTION for code in held.extent.institutions or ()}
    )
    areas_own = sorted(
        {code for held in scope.holdings if held.role in OF_INSTITUTION for code in held.extent.areas or ()}
    )
    if again or not own:
        return asked, name
    area = areas_own[0] if areas_own else _area_of(services, own[0])
    return replace(asked, area=area, institution=own[0], reporter=str(Reporter.STAFF)), name


def moment_of(text: str) -> datetime:
    """A moment as it was carried."""
    return datetime.fromisoformat(text)


def _area_of(services: Services, institution: str) -> str:
    """The area of an institution, "" if it is not known."""
    from data.incidents.places import places_of

    try:
        place = places_of(services.shelf.current()).place_of(institution)
    except PortalError:
        return ""
    return place.area if place else ""

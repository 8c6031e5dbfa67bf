"""The notices that wait for whoever is signed in, for the bell in the bar of every page."""

from callbacks.services import Services
from data.access import Permission, Scope
from data.incidents import notices
from layouts.components.bell import NoticeLine
from layouts.moments import moment_words

CASES = "/incidents"


def waiting(services: Services, scope: Scope) -> tuple[NoticeLine, ...] | None:
    """What the person has not read, newest first; None for those who get no notices, and so have no bell."""
    if scope.person_id is None or not scope.can(Permission.INCIDENT_FOLLOW):
        return None
    zone, lang = services.country.time_zone, services.lang()
    return tuple(
        NoticeLine(
            one.event,
            one.number,
            f"{CASES}/{one.incident_id}" if one.incident_id else "",
            moment_words(one.at, zone, lang),
        )
        for one in notices.unread(services.store, scope.person_id)
    )

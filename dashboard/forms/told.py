"""What the pages of signing in tell alike: why somebody is refused, how long to wait, what codes are called."""

from zoneinfo import ZoneInfo

from flask import Response

from callbacks.services import Services
from dashboard.language import COOKIE, YEAR
from data.errors import BadPassword, PortalError, SignInRefused, TooManyTries, UnknownRelease
from geo.countries import Country
from geo.text import Lang
from layouts.components.notice import error_words
from layouts.names import Names
from layouts.words import has, plural, word

STATUSES: dict[type[PortalError], int] = {SignInRefused: 401, TooManyTries: 429, BadPassword: 422}
GONE = 410


def sentence(error: PortalError, lang: Lang) -> str:
    """What went wrong in signing in, exactly, and what to do."""
    if isinstance(error, TooManyTries):
        seconds = int(str(error.parameters["seconds"]))
        return (
            plural("wait.seconds", seconds, lang) if seconds < 90 else plural("wait.minutes", -(-seconds // 60), lang)
        )
    topic = "password" if isinstance(error, BadPassword) else "refused"
    key = f"{topic}.{error.parameters.get('why')}"
    return word(key, lang) if has(key, lang) else error_words(error, lang)


def status_of(error: PortalError) -> int:
    """The HTTP status that goes with it."""
    return STATUSES.get(type(error), 400)


def waiting(answer: Response, error: PortalError) -> Response:
    """`answer` with the seconds to wait, where that is the matter."""
    if isinstance(error, TooManyTries):
        answer.headers["Retry-After"] = str(error.parameters["seconds"])
    return answer


def demonstrated(services: Services) -> bool | None:
    """Whether the data served are invented; None where there are none yet."""
    try:
        return services.shelf.current().info.demonstration
    except UnknownRelease:
        return None


def names_of(services: Services) -> Names:
    """What codes are called, also while there is no release yet."""
    try:
        return Names(services.country, services.shelf.current().vocabulary)
    except UnknownRelease:
        return Names(services.country, {})


def zone_of(country: Country) -> ZoneInfo:
    """The zone whose clock times are told."""
    return ZoneInfo(country.time_zone)


def keep_language(answer: Response, language: str, secure: bool) -> Response:
    """Show the portal in this language from now on."""
    answer.set_cookie(COOKIE, language, max_age=YEAR, samesite="Lax", httponly=True, secure=secure)
    return answer

"""Which language a request is answered in."""

from collections.abc import Callable

from flask import Flask, Response, g, has_request_context, request

from geo.text import Lang

COOKIE = "lang"
HEADER = "X-Portal-Language"
YEAR = 365 * 24 * 3600


def request_language(standard: Lang) -> Callable[[], Lang]:
    """A function that tells the language of the request being answered, `standard` outside of one."""

    def lang() -> Lang:
        if not has_request_context():
            return standard
        if "lang" not in g:
            g.lang = _asked(standard)
        answer: Lang = g.lang
        return answer

    return lang


def remember_language(server: Flask) -> None:
    """Keep the language a reader asked for by `?lang=` in a cookie that holds nothing else."""

    @server.after_request
    def remember(answer: Response) -> Response:
        asked = _known(request.args.get("lang"))
        page = answer.mimetype == "text/html" and request.method == "GET"
        if asked and page and request.cookies.get(COOKIE) != asked:
            answer.set_cookie(COOKIE, str(asked), max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
        return answer


def _asked(standard: Lang) -> Lang:
    """The page's own word first, then the address, then what was chosen before; else the portal's own."""
    chosen = (request.headers.get(HEADER), request.args.get("lang"), request.cookies.get(COOKIE))
    for value in chosen:
        if known := _known(value):
            return known
    return standard


def _known(value: str | None) -> Lang | None:
    return Lang(value) if value in {str(lang) for lang in Lang} else None

"""`/people/invite`: first the role, then whom and where; the link is shown once, after a redirect."""

import re
from dataclasses import dataclass
from functools import cached_property

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from dashboard import once
from dashboard.forms.invitation import ADDRESS as LINK
from dashboard.forms.told import names_of
from dashboard.plain import Desk
from data.access import MAY_INVITE, VISITOR, Codes, Extent, Holding, Role, Scope
from data.errors import GrantRefused, PortalError
from data.institutions import institutions_of
from data.people import invitations
from data.records import audit
from geo.text import Lang
from layouts import format as text
from layouts.names import Names
from layouts.pages import invite as looks
from layouts.pages.invite import Draft, Offer, Sent
from layouts.words import word

SHOWN = "/people/invited"
EMAIL = re.compile(r"[^@\s<>\"',;]{1,64}@[^@\s<>\"',;.]+(\.[^@\s<>\"',;.]+)+")
LONGEST_EMAIL, LONGEST_PURPOSE = 254, 200
OF_INSTITUTIONS = frozenset({Role.REPORTER, Role.HEAD})
OF_AREAS = frozenset({Role.HROMADA, Role.COORDINATOR})
OF_MINISTRIES = frozenset({Role.MINISTRY})
NARROWABLE = frozenset({Role.ANALYST, Role.OFFICER})


def add_routes(server: Flask, desk: Desk) -> None:
    """The form, and the page that shows the link."""
    hall = Hall(desk)
    server.add_url_rule(looks.ADDRESS, "invite_form", hall.show, methods=["GET"])
    server.add_url_rule(looks.ADDRESS, "invite", hall.send, methods=["POST"])
    server.add_url_rule(SHOWN, "invited", hall.sent, methods=["GET"])


@dataclass(frozen=True)
class Giver:
    """What somebody may give of one role."""

    scope: Scope
    role: Role

    @cached_property
    def extents(self) -> list[Extent]:
        """Where."""
        holdings = self.scope.holdings
        return [one.extent for one in holdings if self.role in MAY_INVITE.get(one.role, frozenset())]

    def reach(self, place: str) -> Codes:
        """The codes of this place ("areas", "ministries") within some extent; None: all."""
        codes: list[Codes] = [getattr(extent, place) for extent in self.extents]
        return None if None in codes else frozenset().union(*(one for one in codes if one is not None))


class Hall:
    """Where invitations are made."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.services, self.store = desk, desk.services, desk.services.store

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return self.services.lang()

    @property
    def names(self) -> Names:
        """What areas and ministries are called."""
        return names_of(self.services)

    def show(self) -> Response:
        """The roles; the areas of a role in an institution; the form."""
        roles = self._roles()
        role = next((one for one in roles if one == request.args.get("role")), None)
        if role is None:
            return self._page(looks.choose_role(roles, self.lang))
        area = request.args.get("area", "")
        if role in OF_INSTITUTIONS:
            areas = self._options("areas", Giver(self.services.scope(), role))
            if area not in dict(areas) and len(areas) > 1:
                return self._page(looks.choose_area(role, areas, self.lang))
            area = area if area in dict(areas) else next((code for code, _ in areas), "")
        draft = Draft(role, areas=(area,) if area else (), language=str(self.lang))
        return self._page(looks.fill_in(draft, self._offer(draft), self.lang))

    def send(self) -> Answer:
        """Make the invitation, or say what is missing. What was never offered is refused and recorded."""
        scope = self.services.scope()
        try:
            with audit.refusals(self.store, "person.invite", "role:unknown", by=scope.person_id):
                draft = self._draft()
        except GrantRefused:
            return self._page(looks.choose_role(self._roles(), self.lang), 400)
        offer = self._offer(draft)
        if wrong := self._wrong(draft, offer):
            return self._page(looks.fill_in(draft, offer, self.lang, wrong), 400)
        try:
            token = self._invite(draft, offer)
        except GrantRefused:
            said = {"": word("invite.outside", self.lang)}
            return self._page(looks.fill_in(draft, offer, self.lang, said), 400)
        return once.carry(redirect(SHOWN, 303), self.store.keys, self._about(), {"token": token})

    def sent(self) -> Answer:
        """The link, once."""
        told = once.carried(request, self.store.keys, self._about())
        made = invitations.of_token(self.store, str(told["token"])) if told else None
        if told is None or made is None:
            return self._page(looks.gone(self.lang))
        link = (self.desk.known.address or request.host_url.rstrip("/")) + LINK.replace("<token>", str(told["token"]))
        shown = Sent(made.email, made.holding, link, made.expires_at, made.waiting)
        return once.forget(self._page(looks.sent(shown, self.names, self.lang)))

    def _invite(self, draft: Draft, offer: Offer) -> str:
        """The new link's token. Raises GrantRefused, recorded, for whatever was never offered."""
        by, holding = self.services.scope(), Holding(draft.role, self._extent(draft, offer), draft.purpose)
        if offer.institutions is not None and draft.institution not in dict(offer.institutions):
            with audit.refusals(self.store, "person.invite", f"role:{draft.role}", by=by.person_id):
                raise GrantRefused(why="unknown")
        return invitations.invite(self.store, draft.email, holding, by=by, language=draft.language)

    def _page(self, content: object, status: int = 200) -> Response:
        return self.desk.page(content, word("people.invite", self.lang), status)

    def _about(self) -> str:
        return f"cookie|once|invitation|{self.services.scope().person_id}"

    def _roles(self) -> list[Role]:
        held = {holding.role for holding in self.services.scope().holdings}
        return [role for role in Role if any(role in MAY_INVITE.get(own, frozenset()) for own in held)]

    def _draft(self) -> Draft:
        """What the browser sent. Raises GrantRefused for codes that do not exist: no form of ours sends those."""
        sent, country = request.form, self.services.country
        areas, ministries = tuple(sent.getlist("areas")), tuple(sent.getlist("ministries"))
        language = sent.get("language", "")
        known = (
            sent.get("role") in set(Role) - {Role.VISITOR}
            and set(areas) <= {area.code for area in country.areas}
            and set(ministries) <= set(country.ministries)
            and language in {str(lang) for lang in Lang}
        )
        if not known:
            raise GrantRefused(why="unknown")
        role, purpose = Role(sent["role"]), " ".join(sent.get("purpose", "").split())
        return Draft(role, sent.get("email", "").strip(), areas, ministries, sent.get("institution", ""), language,
                     purpose)  # fmt: skip

    def _wrong(self, draft: Draft, offer: Offer) -> dict[str, str]:
        """Field → sentence for what is missing or malformed."""
        one_area = len(draft.areas) == 1
        bad = {
            "email": len(draft.email) > LONGEST_EMAIL or not EMAIL.fullmatch(draft.email),
            "institution": offer.institutions is not None and not (one_area and draft.institution),
            "areas": offer.areas_needed and not draft.areas,
            "ministries": offer.ministries_needed and not draft.ministries,
            "purpose": not 0 < len(draft.purpose) <= LONGEST_PURPOSE,
        }
        return {name: word(f"invite.{name}.wrong", self.lang) for name, is_bad in bad.items() if is_bad}

    def _offer(self, draft: Draft) -> Offer:
        """What the form for this role asks. Someone whose own reach is limited must name places inside it."""
        role, giver = draft.role, Giver(self.services.scope(), draft.role)
        areas, ministries = self._options("areas", giver), self._options("ministries", giver)
        area_limit, ministry_limit = (giver.reach(place) is not None for place in ("areas", "ministries"))
        if role in OF_INSTITUTIONS:
            return Offer(
                institutions=self._institutions(draft.areas, giver),
                institutions_of=text.listed(
                    (self.names.area(code, self.lang, full=True) for code in draft.areas), self.lang
                ),
            )
        if role in OF_AREAS:
            return Offer(areas, True, ministries, ministry_limit)
        if role in OF_MINISTRIES:
            return Offer(ministries=ministries, ministries_needed=True)
        if role in NARROWABLE:
            return Offer(areas, area_limit, ministries, ministry_limit)
        return Offer()

    def _options(self, place: str, giver: Giver) -> looks.Options:
        country, reach = self.services.country, giver.reach(place)
        codes = [area.code for area in country.areas] if place == "areas" else list(country.ministries)
        told = [
            (code, self.names.of("area" if place == "areas" else "ministry", code, self.lang))
            for code in codes if reach is None or code in reach
        ]  # fmt: skip
        return sorted(told, key=lambda one: text.sort_key(one[1], self.lang)) if place == "areas" else told

    def _institutions(self, areas: tuple[str, ...], giver: Giver) -> looks.Options:
        """The operating institutions of the area inside the giver's reach; none while nothing has been published."""
        reach, limit = giver.reach("ministries"), giver.reach("institutions")
        try:
            release = self.services.shelf.current()
        except PortalError:
            return ()
        found = [one for area in areas[:1] for one in institutions_of(release, VISITOR, area, self.services.today())]
        return [
            (one.id, one.name.in_(self.lang)) for one in found
            if one.operating and (reach is None or one.ministry in reach) and (limit is None or one.id in limit)
        ]  # fmt: skip

    def _extent(self, draft: Draft, offer: Offer) -> Extent:
        """Where the role will hold. A place the role does not take stays open: only who may give all of it can."""
        if offer.institutions is not None:
            ministries = Giver(self.services.scope(), draft.role).reach("ministries")
            return Extent(frozenset(draft.areas), ministries, frozenset({draft.institution}))
        areas = frozenset(draft.areas) if offer.areas is not None and draft.areas else None
        ministries = frozenset(draft.ministries) if offer.ministries is not None and draft.ministries else None
        return Extent(areas, ministries)

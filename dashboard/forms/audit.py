"""`/audit`: the access log for those who check it. Every look at it is one row of it; contents are nowhere in it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from dashboard.downloads import attachment
from dashboard.plain import Desk
from data.export import csv
from data.incidents import queries
from data.people import people
from data.records import audit, audit_search
from data.records.audit import Entry
from data.records.audit_search import Search
from geo.text import Lang
from layouts.moments import moment_words
from layouts.pages import audit as looks
from layouts.pages.audit import AuditView, Chain
from layouts.words import book, has, word

LOG = "audit:log"
FIELDS = ("person", "act", "object", "from", "to", "outcome")
FILE = ("seq", "at", "local", "person_id", "who", "role", "act", "words", "object", "outcome", "detail")
LONGEST = 120


def add_routes(server: Flask, desk: Desk) -> None:
    """The page, the file, the check of the whole log."""
    room = Room(desk)
    server.add_url_rule(looks.ADDRESS, "audit", room.show, methods=["GET"])
    server.add_url_rule(f"{looks.ADDRESS}.csv", "audit_file", room.file, methods=["GET"])
    server.add_url_rule(f"{looks.ADDRESS}/verify", "audit_verify", room.verify, methods=["POST"])


class Asked:
    """The search as it was typed, and as the log understands it; `trouble` says which fields could not be."""

    def __init__(self, typed: Mapping[str, str], everybody: Mapping[str, str], zone: ZoneInfo, lang: Lang) -> None:
        self.typed = {name: value for name in FIELDS if (value := typed.get(name, "").strip()[:LONGEST])}
        self.trouble: list[tuple[str, str]] = []
        self.zone, self.lang = zone, lang
        until = self._moment("to")
        self.search = Search(
            people=self._people(everybody),
            about=self.typed.get("object", ""),
            act=self.typed.get("act", ""),
            outcome=self.typed.get("outcome", ""),
            since=self._moment("from"),
            until=until + timedelta(minutes=1) if until else None,
        )

    def _people(self, everybody: Mapping[str, str]) -> tuple[str, ...] | None:
        """Ids of those whose name, e-mail or id holds what was typed. None: nothing was typed."""
        wanted = self.typed.get("person", "").casefold()
        if not wanted:
            return None
        found = tuple(key for key, told in everybody.items() if wanted == key or wanted in told.casefold())
        if not found:
            self.trouble.append(("person", word("audit.wrong.person", self.lang)))
        return found

    def _moment(self, name: str) -> datetime | None:
        if name not in self.typed:
            return None
        try:
            return datetime.fromisoformat(self.typed[name]).replace(tzinfo=self.zone).astimezone(UTC)
        except (ValueError, OverflowError):
            self.trouble.append((name, word("audit.wrong.moment", self.lang)))
            return None


class Room:
    """Where the log is read."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.services, self.store = desk, desk.services, desk.services.store

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return self.services.lang()

    @property
    def reader(self) -> str | None:
        """Whoever looks."""
        return self.services.scope().person_id

    def show(self) -> Response:
        """One page of the log, newest first."""
        everybody, asked = self._asked()
        before = request.args.get("before", "")
        self._record("audit.view", asked)
        found = audit_search.search(self.store, asked.search, int(before) if _is_number(before) else None)
        view = AuditView(
            entries=found.entries,
            older=found.older,
            asked=asked.typed,
            people=_names(everybody),
            roles=self._roles(),
            known_people=list(everybody.values()),
            acts=acts(),
            chain=self._chain(),
            zone=self.services.country.time_zone,
            paged=bool(before),
            trouble=asked.trouble,
        )
        return self.desk.page(
            looks.layout(view, self.lang), word("page.audit", self.lang), 400 if asked.trouble else 200
        )

    def file(self) -> Answer:
        """All that the search finds as CSV; the taking of it is recorded first."""
        everybody, asked = self._asked()
        self._record("audit.export", asked)
        name = f"{word('audit.file', self.lang)}_{self.store.clock():%Y-%m-%d}.csv"
        return attachment(self._lines(asked.search, _names(everybody), self.lang), "text/csv", name)

    def verify(self) -> Answer:
        """Recompute the whole chain and keep the verdict in the log."""
        verdict = audit.verify(self.store)
        detail = {"rows": verdict.rows, "whole": verdict.first_bad is None}
        if verdict.first_bad is not None:
            detail |= {"first_bad": verdict.first_bad, "why": verdict.why}
        audit.record(self.store, "audit.verify", LOG, by=self.reader, detail=detail)
        return redirect(looks.ADDRESS, 303)

    def _asked(self) -> tuple[dict[str, str], Asked]:
        everybody = {one.id: f"{one.name} <{one.email}>" for one, _ in people.everybody(self.store)}
        asked = Asked(request.args, everybody, ZoneInfo(self.services.country.time_zone), self.lang)
        asked.search = replace(asked.search, without=queries.hidden_from(self.store, self.services.scope()))
        return everybody, asked

    def _roles(self) -> dict[str, list[str]]:
        return {one.id: sorted({line.holding.role for line in held}) for one, held in people.everybody(self.store)}

    def _record(self, act: str, asked: Asked) -> None:
        fields = {"fields": asked.search.fields} if asked.search.fields else {}
        audit.record(self.store, act, LOG, by=self.reader, detail=fields)

    def _chain(self) -> Chain:
        rows, anchor = audit_search.length(self.store), audit_search.last_anchor(self.store)
        checked = audit_search.last(self.store, "audit.verify")
        if checked is None:
            return Chain(rows, anchor=anchor)
        told = json.loads(checked.detail)
        return Chain(rows, checked.at, told["rows"], told["whole"], told.get("first_bad"), told.get("why", ""), anchor)

    def _lines(self, wanted: Search, names: Mapping[str, str], lang: Lang) -> Iterator[bytes]:
        yield csv.BYTE_ORDER_MARK.encode()
        yield csv.line(tuple(word(f"audit.csv.{key}", lang) for key in FILE)).encode()
        for entry in audit_search.every(self.store, wanted):
            yield csv.line(self._row(entry, names, lang)).encode()

    def _row(self, entry: Entry, names: Mapping[str, str], lang: Lang) -> tuple[str | int, ...]:
        zone, role = self.services.country.time_zone, f"role.{entry.role}"
        return (
            entry.seq,
            entry.at.astimezone(UTC).isoformat(timespec="seconds"),
            moment_words(entry.at, zone, lang, seconds=True),
            entry.person_id or "",
            looks.who_words(entry, names, lang),
            word(role, lang) if has(role, lang) else "",
            entry.act,
            looks.act_words(entry.act, lang),
            entry.object,
            word(f"audit.outcome.{entry.outcome}", lang),
            looks.detail_words(entry, lang),
        )


def acts() -> list[str]:
    """Every act that has words."""
    return [key.removeprefix("act.") for key in book(Lang.EN) if key.startswith("act.")]


def _names(everybody: Mapping[str, str]) -> dict[str, str]:
    return {key: told.rpartition(" <")[0] for key, told in everybody.items()}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < len(text) <= 12

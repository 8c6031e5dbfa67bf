"""Marks by which the same thing sent twice is known again: HMACs, which tell nothing of what was sent."""

import json
from dataclasses import fields
from hashlib import sha256

from data.incidents.model import Attachment, Report
from data.records.keys import Keys

NOT_CONTENT = frozenset({"attempt", "received_at", "quarantined", "attachments"})


def attempt_mark(keys: Keys, attempt: str) -> str:
    """The mark of a form that was filled in."""
    return keys.mac("incident_attempt", attempt)


def addition_mark(keys: Keys, attempt: str) -> str:
    """The mark of what somebody who came back sent."""
    return keys.mac("incident_addition", attempt)


def content_mark(keys: Keys, report: Report) -> str:
    """The mark of a form together with everything it says: sent again with another word it is another one."""
    told = {one.name: getattr(report, one.name) for one in fields(report) if one.name not in NOT_CONTENT}
    files = [sha256(file.content).hexdigest() for file in report.attachments]
    return keys.mac("incident_content", json.dumps([report.attempt, told, files], sort_keys=True, default=str))


def file_mark(keys: Keys, incident_id: str, file: Attachment) -> str:
    """The mark of a file in a case."""
    return keys.mac("incident_file", f"{incident_id}|{sha256(file.content).hexdigest()}")

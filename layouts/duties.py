"""What each role sees and may do, told from the code that grants it: nothing here can say more than GRANTS does."""

from collections.abc import Iterable

from data.access import GRANTS, MAY_INVITE, NATIONAL, Permission, Role
from geo.text import Lang
from layouts.words import has, word

SEEING = (Permission.NUMBERS_VIEW, Permission.NUMBERS_EXACT, Permission.STAYS_VIEW, Permission.AUDIT_VIEW)
WITHHELD = (Permission.NUMBERS_EXACT, Permission.STAYS_VIEW, Permission.INCIDENT_TRIAGE, Permission.AUDIT_VIEW)


def seen(role: Role, lang: Lang) -> list[str]:
    """What the role sees, a phrase each."""
    return [permission_words(one, lang) for one in SEEING if one in GRANTS[role]]


def done(role: Role, lang: Lang) -> list[str]:
    """What the role may do, a phrase each."""
    return [permission_words(one, lang) for one in Permission if one in GRANTS[role] and one not in SEEING]


def withheld(role: Role, lang: Lang) -> list[str]:
    """What the role never sees: first what is said of this role alone, then what it is not granted."""
    own = [word(f"roles.never.{role}", lang)] if has(f"roles.never.{role}", lang) else []
    return [*own, *(_never(one, role, lang) for one in WITHHELD if one not in GRANTS[role])]


def where(role: Role, lang: Lang) -> str:
    """Where it holds, and whether a second person must agree to it."""
    return word(f"roles.where.{role}", lang)


def givers(role: Role) -> list[Role]:
    """Who may give it."""
    return [giver for giver in Role if role in MAY_INVITE.get(giver, frozenset())]


def needs_second(role: Role) -> bool:
    """Whether giving it needs a second person."""
    return role in NATIONAL


def permission_words(permission: Permission, lang: Lang) -> str:
    """A permission as a phrase."""
    return word(f"permission.{permission}", lang)


def role_list(roles: Iterable[Role], lang: Lang) -> list[str]:
    """Their names."""
    return [word(f"role.{role}", lang) for role in roles]


def _never(permission: Permission, role: Role, lang: Lang) -> str:
    key = f"permission.{permission}.never"
    return word(f"{key}.{role}" if has(f"{key}.{role}", lang) else key, lang)

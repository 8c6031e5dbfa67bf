"""docs/roles.md: who sees and may do what, written from the code that grants it. English, with the Ukrainian names."""

from data.access import GRANTS, Permission, Role
from geo.text import Lang
from layouts import duties
from layouts import format as form
from layouts.words import word

YES, NO = "●", ""


def roles_page() -> str:
    """The whole page: the matrix, each right as a phrase, each role in plain words."""
    title, generated = (" · ".join(word(key, lang) for lang in Lang) for key in ("docs.roles", "docs.roles.generated"))
    rules = [f"- {word(f'roles.rule.{name}', Lang.EN)}" for name in ("granted", "union", "border", "names", "logged")]
    roles = [line for role in Role for line in _role(role)]
    return "\n".join([f"# {title}\n", f"{generated}\n", *rules, "", *_matrix(), "", *_rights(), "", *roles])


def _matrix() -> list[str]:
    heads = [f"{name.en}<br>{name.uk}" for name in map(_Name, Role)]
    lines = [f"## {word('docs.roles.matrix', Lang.EN)}\n", _line("", *heads), _line("---", *(":-:" for _ in heads))]
    for one in Permission:
        lines.append(_line(f"`{one}`", *(YES if one in GRANTS[role] else NO for role in Role)))
    return lines


def _rights() -> list[str]:
    lines = [f"## {word('docs.roles.permissions', Lang.EN)}\n", _line("", "en", "uk"), _line("---", "---", "---")]
    return [*lines, *(_line(f"`{one}`", *_both(f"permission.{one}")) for one in Permission)]


def _role(role: Role) -> list[str]:
    lang, name = Lang.EN, _Name(role)
    givers = form.listed(duties.role_list(duties.givers(role), lang), lang)
    second = f" {word('roles.second', lang)}." if duties.needs_second(role) else ""
    facts = (
        ("roles.sees", duties.seen(role, lang)),
        ("roles.may", duties.done(role, lang)),
        ("roles.never", duties.withheld(role, lang)),
    )
    told = [f"- **{word(key, lang)}**: {'; '.join(phrases)}." for key, phrases in facts if phrases]
    where = f"- **{word('roles.where', lang)}**: {duties.where(role, lang)}."
    given = f"- **{word('roles.given', lang)}**: {givers or word('roles.given.nobody', lang)}.{second}"
    about = word(f"roles.about.{role}", lang)
    return [f"## {name.en} · {name.uk} (`{role}`)\n", f"{about}\n", *told, where, given, ""]


class _Name:
    """What a role is called."""

    def __init__(self, role: Role) -> None:
        self.en, self.uk = (word(f"role.{role}", lang) for lang in (Lang.EN, Lang.UK))


def _both(key: str) -> list[str]:
    return [word(key, lang) for lang in (Lang.EN, Lang.UK)]


def _line(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"

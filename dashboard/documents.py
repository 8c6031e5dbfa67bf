"""The pages of docs/ that say what the house already knows: every indicator, dataset, role. Never written by hand."""

from collections.abc import Iterator
from pathlib import Path

from dashboard.role_document import roles_page
from data.indicators.catalogue import catalogue
from data.indicators.model import Indicator
from data.sources.datasets import Dataset, datasets
from geo.text import Lang, Text
from layouts.words import word

FOLDER = Path(__file__).parents[1] / "docs"


def documents() -> dict[Path, str]:
    """Every generated page: where it belongs → what it says."""
    return {
        FOLDER / "indicators.md": indicators_page(),
        FOLDER / "data-dictionary.md": dictionary_page(),
        FOLDER / "roles.md": roles_page(),
    }


def stale() -> list[Path]:
    """The generated pages that are missing or say something else than they should."""
    wanted = documents().items()
    return [path for path, text in wanted if not path.is_file() or path.read_text(encoding="utf-8") != text]


def indicators_page() -> str:
    """Every indicator's card, Ukrainian and English side by side."""
    title = _both_words("docs.indicators")
    cards = (_indicator(one) for one in catalogue().values())
    return "\n".join([f"# {title}\n", f"{_both_words('docs.generated')}\n", *cards])


def dictionary_page() -> str:
    """Every dataset of the import format, column by column."""
    title = _both_words("docs.dictionary")
    tables = (_dataset(one) for one in datasets().values())
    return "\n".join([f"# {title}\n", f"{_both_words('docs.generated')}\n", *tables])


def _indicator(one: Indicator) -> str:
    facts = {
        "kind": one.kind, "unit": one.unit, "denominator": one.denominator, "direction": one.direction,
        "populations": ", ".join(one.populations), "breakdowns": ", ".join(one.breakdowns) or "–",
        "fixes": ", ".join(one.fixes) or "–", "classes": ", ".join(f"{bound:g}" for bound in one.classes) or "–",
        "corresponds": one.corresponds or "–",
    }  # fmt: skip
    texts = {
        "question": one.question,
        "definition": one.definition,
        "formula": one.formula,
        "caveat": one.caveat,
        "source": one.source,
    }
    lines = [f"## `{one.code}`\n", f"**{one.label.uk}** · {one.label.en}\n"]
    lines += [f"- {key}: `{value}`" for key, value in facts.items()]
    lines += [f"- {key}: {_cell(text)}" for key, text in texts.items() if text.uk or text.en]
    return "\n".join(lines) + "\n"


def _dataset(one: Dataset) -> str:
    lines = [f"## `{one.code}`\n", f"**{one.label.uk}** · {one.label.en}: {one.row.uk} · {one.row.en}.\n"]
    lines += ["| column | kind | uk | en |", "|---|---|---|---|", *_columns(one)]
    return "\n".join(lines) + "\n"


def _columns(one: Dataset) -> Iterator[str]:
    for column in one.columns:
        code = f"**{column.code}**" if column.required else column.code
        kind = ", ".join(choice.code for choice in column.choices) or column.kind
        told = (f"{column.label.in_(lang)}. {column.description.in_(lang)}" for lang in (Lang.UK, Lang.EN))
        yield "| " + " | ".join([code, kind, *(text.replace("|", "\\|") for text in told)]) + " |"


def _cell(text: Text) -> str:
    return f"{text.uk} · {text.en}" if text.uk != text.en else text.uk


def _both_words(key: str) -> str:
    return " · ".join(word(key, lang) for lang in Lang)

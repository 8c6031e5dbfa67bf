"""What a component says."""

from typing import Any


def text_of(node: Any) -> str:
    """All words of a component tree, in order, separated by spaces."""
    if node is None:
        return ""
    if isinstance(node, str | int | float):
        return str(node)
    if isinstance(node, list | tuple):
        return " ".join(text_of(part) for part in node)
    return text_of(getattr(node, "children", None))

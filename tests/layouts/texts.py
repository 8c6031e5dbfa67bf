"""What a component says."""

import re
from html import unescape
from typing import Any


def text_of(node: Any) -> str:
    """All words of a component tree, in order, separated by spaces; of parts packed as HTML too."""
    if node is None:
        return ""
    if isinstance(node, str | int | float):
        return str(node)
    if isinstance(node, list | tuple):
        return " ".join(text_of(part) for part in node)
    packed = getattr(node, "data-markup", None)
    if packed is not None:
        return unescape(re.sub(r"<[^>]*>", " ", packed))
    return text_of(getattr(node, "children", None))

"""Line breaks that are there for whoever reads a template, and not for the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from django import template
from django.template.base import TextNode

if TYPE_CHECKING:
    from django.template.base import NodeList, Parser, Token
    from django.template.context import Context
    from django.utils.safestring import SafeString

register = template.Library()

# A line break with the white space around it, or where markup begins or ends.
_BREAK_OR_EDGE = re.compile(r"[ \t]*\n\s*|[<>]")


class JoinedLines(template.Node):
    """The rest of a template without its line breaks and indentation."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        return self.nodelist.render(context)


@register.tag
def joinlines(parser: Parser, _token: Token) -> JoinedLines:
    """From here to the end of the template, line breaks beside markup, tags and variables are not output.

    The rule is that of JSX: a space that readers shall see stands within a line, and a line break between two words or
    two attributes is a space. It costs nothing when a page is rendered: the text is changed when the template is compiled.
    """
    nodelist = parser.parse()
    is_in_tag = False
    for node in cast("list[TextNode]", nodelist.get_nodes_by_type(TextNode)):
        node.s, is_in_tag = _joined(node.s, is_in_tag=is_in_tag)
    return JoinedLines(nodelist)


def _joined(text: str, *, is_in_tag: bool) -> tuple[str, bool]:
    """The text without its line breaks, and whether it ends within a markup tag."""

    def written(found: re.Match[str]) -> str:
        nonlocal is_in_tag
        if found[0] in "<>":
            is_in_tag = found[0] == "<"
            return found[0]
        is_between_words = text[: found.start()][-1:] not in ("", ">") and text[found.end() :][:1] not in ("", "<")
        return " " if is_in_tag or is_between_words else ""

    return _BREAK_OR_EDGE.sub(written, text), is_in_tag

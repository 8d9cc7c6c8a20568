"""`{% joinlines %}` for the templates of the admin pages: see articles.templating.joined_lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django import template
from django.template.base import TextNode

from articles.templating.joined_lines import joined

if TYPE_CHECKING:
    from django.template.base import NodeList, Parser, Token
    from django.template.context import Context
    from django.utils.safestring import SafeString

register = template.Library()


class JoinedLines(template.Node):
    """The rest of a template without its line breaks and indentation."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        return self.nodelist.render(context)


@register.tag
def joinlines(parser: Parser, _token: Token) -> JoinedLines:
    nodelist = parser.parse()
    is_in_tag = False
    for node in cast("list[TextNode]", nodelist.get_nodes_by_type(TextNode)):
        node.s, is_in_tag = joined(node.s, is_in_tag=is_in_tag)
    return JoinedLines(nodelist)

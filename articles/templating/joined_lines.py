"""Line breaks that are there for whoever reads a template, and not for the page.

From `{% joinlines %}` to the end of a template, line breaks beside markup, tags and variables are not output. The rule is
that of JSX: a space that readers shall see stands within a line, and a line break between two words or two attributes is a
space. It costs nothing when a page is rendered: the text is changed when the template is compiled.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jinja2.ext import Extension
from jinja2.lexer import TOKEN_BLOCK_BEGIN, TOKEN_DATA, Token, TokenStream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import nodes
    from jinja2.parser import Parser

# A line break with the white space around it, or where markup begins or ends.
_BREAK_OR_EDGE = re.compile(r"[ \t]*\n\s*|[<>]")
_TAG = "joinlines"


def joined(text: str, *, is_in_tag: bool) -> tuple[str, bool]:
    """The text between two tags of a template without its line breaks, and whether it ends within a markup tag."""

    def written(found: re.Match[str]) -> str:
        nonlocal is_in_tag
        if found[0] in "<>":
            is_in_tag = found[0] == "<"
            return found[0]
        is_between_words = text[: found.start()][-1:] not in ("", ">") and text[found.end() :][:1] not in ("", "<")
        return " " if is_in_tag or is_between_words else ""

    return _BREAK_OR_EDGE.sub(written, text), is_in_tag


class JoinedLines(Extension):
    """The tag for templates in Jinja; articles.templatetags.lines has it for those of the admin pages."""

    tags = {_TAG}  # the type that Jinja asks for

    def parse(self, parser: Parser) -> nodes.Node | list[nodes.Node]:
        next(parser.stream)
        return []

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        is_joined = is_in_tag = False
        for token in stream:
            if token.type == TOKEN_BLOCK_BEGIN and stream.current.value == _TAG:
                is_joined = True
            if token.type != TOKEN_DATA or not is_joined:
                yield token
                continue
            text, is_in_tag = joined(token.value, is_in_tag=is_in_tag)
            yield Token(token.lineno, TOKEN_DATA, text)

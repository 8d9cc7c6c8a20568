"""Components of public pages, called as templates call them."""

from __future__ import annotations

from typing import Any

from django.template.loader import get_template


def component(name: str, *arguments: Any, **named: Any) -> str:
    """What the macro of a component makes."""
    module = get_template(f"components/{name}.html").template.module
    return str(getattr(module, f"{name}_html")(*arguments, **named))

"""Forms as a browser sends them: the fields that a page shows, with their values."""

from __future__ import annotations

import html5lib


def form_on(page, action):
    """The fields of the form that goes to this address ("" for the page itself), as a browser would send them."""
    return dict(forms_on(page))[action]


def forms_on(page):
    """Address and fields of every form of a page that is posted."""
    html = page if isinstance(page, str) else page.content.decode()
    for form in html5lib.parse(html, namespaceHTMLElements=False).iter("form"):
        if form.get("method") == "post" and form.get("id") != "logout-form":
            yield (form.get("action") or "").partition("#")[0], dict(_fields(form))


def _fields(form):
    for element in form.iter():
        name = element.get("name")
        if not name or name == "csrfmiddlewaretoken":
            continue
        if element.tag == "textarea":
            yield name, (element.text or "").removeprefix("\n")
        elif element.tag == "select":
            options = list(element.iter("option"))
            chosen = next((one for one in options if one.get("selected") is not None), options[0] if options else None)
            yield name, "" if chosen is None else chosen.get("value", "".join(chosen.itertext()))
        elif element.tag == "input" and element.get("type") in ("checkbox", "radio"):
            if element.get("checked") is not None:
                yield name, element.get("value", "on")
        elif element.tag == "input" and element.get("type") not in ("submit", "button"):
            yield name, element.get("value", "")

"""The three doors of the import page, each a form of its own with its limits in plain words."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.template.defaultfilters import filesizeformat

from articles.vocabulary import Door

# As much as the fetch function takes of a page.
MAX_BYTES = 10 * 1024 * 1024
_ADDRESS_MISSING = "Give the whole address of the page, for example https://example.org/story."


class WebAddressField(forms.CharField):
    """http and https only; an address without either means https."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "url", "autocomplete": "off", "spellcheck": "false", "placeholder": "https://"}
        super().__init__(max_length=2000, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> str:
        address: str = super().clean(value)
        if not address:
            return ""
        if "://" not in address:
            address = f"https://{address}"
        try:
            parts = urlsplit(address)
        except ValueError as error:
            raise forms.ValidationError("This is not a web address.") from error
        if parts.scheme not in ("http", "https"):
            raise forms.ValidationError("Only addresses that begin with http:// or https:// can be read.")
        if not parts.hostname or any(c.isspace() for c in address):
            raise forms.ValidationError("This is not a web address.")
        return address


class DoorForm(forms.Form):
    """What desk.intake.receive takes, from one door."""

    door: ClassVar[Door]
    title: ClassVar[str]
    explanation: ClassVar[str]
    button: ClassVar[str]

    def received(self) -> dict[str, Any]:
        return {"content": None, "url": self.cleaned_data["url"]}


class AddressForm(DoorForm):
    door, title, button = Door.ADDRESS, "Web address", "Fetch the page"
    explanation = f"A public web page with one story. Pages up to {filesizeformat(MAX_BYTES)} are read."

    url = WebAddressField(label="Address of the story", error_messages={"required": _ADDRESS_MISSING})


class FileForm(DoorForm):
    door, title, button = Door.FILE, "File", "Read the file"
    explanation = f"A saved web page (.html) or a text file (.txt), up to {filesizeformat(MAX_BYTES)}."

    file = forms.FileField(
        label="File",
        allow_empty_file=True,  # refused below, in plainer words
        widget=forms.FileInput(attrs={"accept": ".html,.htm,.xhtml,.txt,text/html,text/plain"}),
        error_messages={"required": "Choose a file first."},
    )
    url = WebAddressField(label="Address it was saved from", required=False, help_text="If you know it.")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            said = f"The file has {filesizeformat(file.size)}; up to {filesizeformat(MAX_BYTES)} can be read."
            raise forms.ValidationError(said)
        if not file.size:
            raise forms.ValidationError("The file is empty.")
        return file

    def received(self) -> dict[str, Any]:
        file = self.cleaned_data["file"]
        return {**super().received(), "content": file.read(), "name": file.name}


class TextForm(DoorForm):
    door, title, button = Door.TEXT, "Pasted text", "Read the text"
    explanation = "The story as you copied it, headline first. What is not part of it, the reader sorts out."

    text = forms.CharField(
        label="Text of the story",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 9}),
        error_messages={"required": "Paste the text of the story first."},
    )
    url = WebAddressField(label="Address of the story", required=False, help_text="If you know it.")

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError("Paste the text of the story first.")
        if len(text.encode()) > MAX_BYTES:
            raise forms.ValidationError(f"Up to {filesizeformat(MAX_BYTES)} of text can be read.")
        return text

    def received(self) -> dict[str, Any]:
        text: str = self.cleaned_data["text"]
        first_line = text.strip().splitlines()[0]
        return {**super().received(), "content": text.encode(), "name": first_line[:100]}


DOORS: tuple[type[DoorForm], ...] = (AddressForm, FileForm, TextForm)

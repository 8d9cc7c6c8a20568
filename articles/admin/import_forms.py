"""The forms of the import page, one for each source type, with their limits in plain words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.text import capfirst

from articles.imports.batch_actions import MAX_NAME
from articles.imports.upload_limits import MAX_ARCHIVE_BYTES, MAX_BYTES, MAX_UPLOAD_BYTES, size_problem
from articles.readers import file_kinds
from articles.vocabulary import SourceType

if TYPE_CHECKING:
    from collections.abc import Iterator

# The limit of the fetch function for a page.
MAX_PAGE_BYTES = 10 * 1024 * 1024
# Django's limit on the files of one form.
MAX_FILES = 100
MAX_ADDRESSES = 100
_ONLY_HTTP = "Only addresses that begin with http:// or https:// can be read."
# Of "mailto:" and the like, which have no slashes; a number behind the colon is the port of a host.
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d+(?:[/?#]|$))", re.IGNORECASE)
_ADDRESS_MISSING = "Enter the full address of the page, for example https://example.org/story."


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
            if _OTHER_SCHEME.match(address):
                raise forms.ValidationError(_ONLY_HTTP)
            address = f"https://{address}"
        try:
            parts = urlsplit(address)
            has_host = bool(parts.hostname) and parts.port != 0  # reading a port that is none raises, too
        except ValueError as error:
            raise forms.ValidationError("This is not a web address.") from error
        if parts.scheme not in ("http", "https"):
            raise forms.ValidationError(_ONLY_HTTP)
        if not has_host or any(c.isspace() for c in address):
            raise forms.ValidationError("This is not a web address.")
        return address


class WebAddressesField(WebAddressField):
    """One address per line. Each wrong line is reported with its number."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators = []  # those of a single line; each line is validated by itself
        attrs = {"rows": 3, "autocomplete": "off", "spellcheck": "false", "placeholder": "https://"}
        self.widget = forms.Textarea(attrs=attrs)

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]  # several addresses instead of one
        lines = [(number, line.strip()) for number, line in enumerate(str(value or "").splitlines(), start=1)]
        lines = [(number, line) for number, line in lines if line]
        if not lines:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(lines) > MAX_ADDRESSES:
            raise forms.ValidationError(f"Up to {MAX_ADDRESSES} addresses can be imported at once, not {len(lines)}.")
        field, found, errors = WebAddressField(), dict[str, None](), []
        for number, line in lines:
            try:
                found[field.clean(line)] = None
            except forms.ValidationError as error:
                where = f"Line {number}: " if len(lines) > 1 else ""
                errors += [forms.ValidationError(f"{where}{said}") for said in error.messages]
        if errors:
            raise forms.ValidationError(errors)
        return list(found)


class SourceForm(forms.Form):
    """The arguments of `receive_source`, for one source type."""

    source_type: ClassVar[SourceType]
    title: ClassVar[str]
    explanation: ClassVar[str]
    has_template: ClassVar[bool] = False
    button: ClassVar[str]

    def sources(self) -> Iterator[dict[str, Any]]:
        """The arguments for each import."""
        yield {"source_type": self.source_type, "content": None, "url": self.cleaned_data["url"]}


class BatchNameField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Name of the batch", required=False, max_length=MAX_NAME, help_text="To find it again.", **kwargs
        )


class AddressForm(SourceForm):
    source_type, title, button = SourceType.ADDRESS, "Web addresses", "Fetch the pages"
    explanation = (
        f"Public web pages with a story, or feeds with several. Up to {filesizeformat(MAX_PAGE_BYTES)} of each are read. "
        "If a feed holds only summaries, the linked pages are fetched, one after another."
    )

    url = WebAddressesField(
        label="Addresses of pages or feeds",
        help_text=f"One per line, up to {MAX_ADDRESSES}.",
        error_messages={"required": _ADDRESS_MISSING},
    )
    note = BatchNameField()

    def sources(self) -> Iterator[dict[str, Any]]:
        for url in self.cleaned_data["url"]:
            yield {"source_type": self.source_type, "content": None, "url": url}


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; each is validated as a field of one file would be."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list) and data else [data]
        return [super(FilesField, self).clean(file, initial) for file in files]


class FileForm(SourceForm):
    source_type, title, button = SourceType.FILE, "Files", "Read the files"
    explanation = (
        f"{capfirst(file_kinds.file_labels())}. "
        f"Up to {MAX_FILES} at once, {filesizeformat(MAX_BYTES)} each, archives {filesizeformat(MAX_ARCHIVE_BYTES)}, "
        f"{filesizeformat(MAX_UPLOAD_BYTES)} together."
    )

    has_template = True

    file = FilesField(
        label="Files",
        allow_empty_file=True,  # refused below, with a clearer message
        widget=FilesInput(attrs={"accept": ",".join(file_kinds.file_types())}),
        error_messages={"required": "Choose a file first."},
    )
    url = WebAddressField(
        label="Address it was saved from", required=False, help_text="Of a single page, if you know it."
    )
    note = BatchNameField()

    def clean_file(self) -> list[Any]:
        files: list[Any] = self.cleaned_data["file"]
        for file in files:
            refused = size_problem(file.name, file.size)
            if refused:
                raise forms.ValidationError(refused)
            if not file.size:
                raise forms.ValidationError(f"{file.name} is empty.")
        return files

    def sources(self) -> Iterator[dict[str, Any]]:
        files = self.cleaned_data["file"]
        url = self.cleaned_data["url"] if len(files) == 1 else ""
        for file in files:
            yield {"source_type": self.source_type, "content": file.read(), "name": file.name, "url": url}


class TextForm(SourceForm):
    source_type, title, button = SourceType.TEXT, "Pasted text", "Read the text"
    explanation = "The story as you copied it, headline first. Lines that do not belong to it are left out."

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

    def sources(self) -> Iterator[dict[str, Any]]:
        text: str = self.cleaned_data["text"]
        first_line = text.strip().splitlines()[0]
        for one in super().sources():
            yield {**one, "content": text.encode(), "name": first_line[:100]}


SOURCE_FORMS: tuple[type[SourceForm], ...] = (AddressForm, FileForm, TextForm)

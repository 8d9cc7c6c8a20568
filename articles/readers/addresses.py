"""Web addresses as the product keeps them: one spelling for one story, used for storing and for duplicate checks."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit, urlunsplit

from articles.readers.hosts import shown_host
from articles.text import clean_name

_DEFAULT_PORTS = {"http": 80, "https": 443}
_MAX_ADDRESS_LENGTH = 2000
_TRACKING_PREFIXES = ("utm_", "at_", "guce_", "hsa_", "mc_", "ns_", "pk_", "mtm_", "wt.", "cm_")
_TRACKING_NAMES = frozenset(
    {
        "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid", "igsh",
        "_ga", "_gl", "ref", "ref_src", "ref_url", "referrer", "cmpid", "cmp", "icid", "ito", "ocid", "smid", "smtyp",
        "xtor", "srnd", "taid", "soc_src", "soc_trk", "guccounter", "ncid", "partner", "feature", "share", "spm",
        "sref", "mkt_tok", "trk", "amp", "_amp", "amp_js_v", "amp_gsa", "amp_ct", "aoh", "outputtype", "usqp", "gclsrc",
        "li_fat_id", "epik", "srsltid", "_hsenc", "_hsmi", "vero_id", "oly_anon_id", "oly_enc_id", "s_cid", "mibextid",
        "__twitter_impression", "__tn__", "fb_action_ids", "fb_action_types", "wt_mc", "wt_mc_o",
    }
)  # fmt: skip
_AMP_CACHE = re.compile(
    r"^(?:(?:www\.)?(?:google\.[a-z.]+|bing\.com)/amp|[a-z0-9-]+\.cdn\.ampproject\.org/[cv])/(s/)?(.+)$"
)
_AMP_ENDING = re.compile(r"(?:(?:/amp(?:\.html?)?/?|\.amp)+$|(?:\.amp)+(?=\.html?$))")
# Names of hosts and paths under which sites serve one story once more, for telephones and in the short form AMP.
_TWIN_HOST = re.compile(r"^(?:(?:www|m|mobile|amp)\.)+(?=[^.]+\.[^.])")
_TWIN_PATH = re.compile(r"/amp(?=/)")
_INDEX_PAGE = re.compile(r"/(?:index\.(?:html?|php|aspx?)|default\.aspx?)$")
_DATED_PATH = re.compile(
    r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>\d\d?|[a-z]{3})[/-](?P<day>\d\d?)(?=[/-])", re.IGNORECASE
)
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")


def absolute_address(address: str, base: str = "") -> str:
    """The http(s) address that `address` means on the page `base`; empty for every other scheme and for junk."""
    address = clean_name(address)
    if not address:
        return ""  # not the page itself, which is what joining would make of it
    try:
        joined = urljoin(base, address) if base else address
        parts = urlsplit(joined)
        is_web = parts.scheme.lower() in _DEFAULT_PORTS and bool(parts.hostname) and "@" not in parts.netloc
        _ = parts.port  # raises for a port that is no number
    except ValueError:
        return ""
    too_odd = len(joined) > _MAX_ADDRESS_LENGTH or _UNSAFE.search(joined)
    return joined if is_web and not too_odd else ""


def canonical_address(url: str) -> str:
    """The one spelling of a story's address: no fragment, tracking, AMP or default port; empty for an invalid address.

    The host is written as it may be shown, which is one form for a name in letters and in punycode.
    """
    address = absolute_address(url)
    if not address:
        return ""
    parts = urlsplit(_out_of_amp_cache(address))
    scheme, host = parts.scheme.lower(), shown_host((parts.hostname or "").rstrip("."))
    if not host:
        return ""
    host = f"[{host}]" if ":" in host else host
    port = "" if parts.port in (None, _DEFAULT_PORTS[scheme]) else f":{parts.port}"
    path = _AMP_ENDING.sub("", parts.path) or "/"
    return urlunsplit((scheme, host + port, path, _without_tracking(parts.query), ""))


def address_key(url: str) -> str:
    """Equal for addresses that lead to one story: without the scheme, www and its like, and a slash at the end.

    For comparing alone: nothing says that a site answers under this spelling.
    """
    address = canonical_address(url)
    if not address:
        return ""
    parts = urlsplit(address)
    path = _INDEX_PAGE.sub("/", _TWIN_PATH.sub("", unquote(parts.path))).rstrip("/")
    query = "&".join(sorted(filter(None, parts.query.split("&"))))
    return site_of(address) + path + (f"?{query}" if query else "")


def site_of(url: str) -> str:
    """The host of an address, the same for all the forms in which a site serves its stories; empty without one."""
    parts = urlsplit(canonical_address(url))
    return _TWIN_HOST.sub("", parts.netloc)


class AddressKeys(NamedTuple):
    """What an address is compared by: its canonical spelling, its key, its site; all empty for an invalid address."""

    url: str
    key: str
    site: str


def address_keys(url: str) -> AddressKeys:
    canonical = canonical_address(url)
    return AddressKeys(canonical, address_key(canonical), site_of(canonical))


def date_in_address(url: str) -> str:
    """The day that an address carries in its path, in words that a reader of dates knows; empty without one."""
    match = _DATED_PATH.search(urlsplit(url).path) if url else None
    if match is None:
        return ""
    month = match["month"]
    return f"{match['year']}-{month}-{match['day']}" if month.isdecimal() else f"{match['day']} {month} {match['year']}"


def _without_tracking(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [pair for pair in pairs if not _is_tracking(pair[0].lower())]
    return query if len(kept) == len(pairs) else urlencode(kept)


def _is_tracking(name: str) -> bool:
    return name in _TRACKING_NAMES or name.startswith(_TRACKING_PREFIXES)


def _out_of_amp_cache(address: str) -> str:
    parts = urlsplit(address)
    match = _AMP_CACHE.match(f"{parts.netloc.lower()}{parts.path}")
    if match is None:
        return address
    inner = absolute_address(f"{'https' if match[1] else 'http'}://{match[2]}")
    return _out_of_amp_cache(inner) if inner else address

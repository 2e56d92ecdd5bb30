"""Which addresses everybody can reach, by name or by number."""

import re
from ipaddress import IPv4Address, IPv6Network, ip_address
from unicodedata import normalize
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

TRANSLATED = IPv6Network("64:ff9b::/96")  # IPv4 addresses as NAT64 writes them.
# Addresses as most are, read without much ado; and what is at the end of names in one network.
PLAIN = re.compile(r"https?://([a-z0-9-]+\.)+(?P<top>[a-z]{2,})(/[!-~]*)?")
OF_ONE_NETWORK = {"localhost", "local", "internal", "intranet", "lan", "home", "corp"}


def public_address(address):
    """Refuses what shows as another address than it is, and hosts that only one network has."""
    plain = PLAIN.fullmatch(address)
    if plain and plain["top"] not in OF_ONE_NETWORK:
        return
    if not address.isprintable():
        raise ValidationError(_("The address has characters that cannot be seen."))
    try:
        parts = urlsplit(address)
        host = parts.hostname if parts.port is None or parts.port else None
    except ValueError:
        raise ValidationError(_("This is no address that can be read.")) from None
    if not is_public_host(host or ""):
        raise ValidationError(_("This address is not one that everybody can reach."))


def is_public_host(host):
    """A name with a dot in it, or a number of the whole web. What browsers would read as a number,
    such as 127.1 or 0x7f.1, is one that is not told as such."""
    host = normalize("NFKC", host).replace("\u3002", ".")
    last = host.rstrip(".").rpartition(".")[2]
    if ":" not in host and not re.fullmatch(r"[0-9]+|0x[0-9a-f]*", last):
        return "." in host and last not in OF_ONE_NETWORK
    try:
        return is_public(host)
    except ValueError:
        return False


def is_public(ip):
    """Whether an IP address (text) is reachable by everybody, as an address of its own or as the
    IPv4 address inside it."""
    address = ip_address(ip.partition("%")[0])
    within = [address]
    if address.version == 6:
        within += filter(None, [address.ipv4_mapped, address.sixtofour])
        if address in TRANSLATED:
            within.append(IPv4Address(address.packed[-4:]))
    return all(part.is_global and not part.is_multicast for part in within)

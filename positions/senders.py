"""Who sent something: told apart for a day, and not to be found out from what is kept."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.utils.crypto import salted_hmac


def address_of(request):
    """The sender's address as the server sees it, or as the operator's proxy does: in a list, the
    last is what the proxy itself saw."""
    if settings.CLIENT_ADDRESS_HEADER:
        told = request.headers.get(settings.CLIENT_ADDRESS_HEADER, "")
        return told.rpartition(",")[2].strip()
    return request.META.get("REMOTE_ADDR", "")


def digest(address, day, purpose="positions.senders"):
    """A keyed digest, 64 characters, of the network that an IP address lies in and the day; another
    for each purpose, so that what is counted for one is not found under the other.

    Text that is no address counts as one network, whatever it says.
    """
    return salted_hmac(purpose, f"{network(address)} {day}", algorithm="sha256").hexdigest()


def network(address):
    """The IPv4 address itself, or the /64 that one IPv6 customer has; "" for anything else."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if found.version == 4:
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ip_network((int(found), 64), strict=False))


def place(address):
    """The first address of that network."""
    return network(address).partition("/")[0]


def is_global(address):
    """Whether it is a client's own: neither this machine's nor of a network behind a router, where
    a proxy stands."""
    try:
        return ip_address(address).is_global
    except ValueError:
        return False

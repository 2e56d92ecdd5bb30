"""Who sent something: told apart for a day, and not to be found out from what is kept. Pure."""

from ipaddress import ip_address, ip_network

from django.utils.crypto import salted_hmac


def digest(address, day):
    """A keyed digest, 64 characters, of the network that an IP address lies in and the day.

    Text that is no address counts as one network, whatever it says.
    """
    return salted_hmac(
        "positions.senders", f"{network(address)} {day}", algorithm="sha256"
    ).hexdigest()


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

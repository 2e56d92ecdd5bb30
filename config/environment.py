"""What operators set, read from the environment: a value that cannot be used stops the start."""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

FLAGS = {"1": True, "true": True, "0": False, "false": False}
# Where addresses begin that are readers', programs' or the site's own.
TAKEN = {
    *("actors", "api", "brief", "changes", "compare", "corrections", "coverage", "data", "embed"),
    *("healthz", "method", "metrics", "oembed", "officials", "preconditions", "readyz", "ru"),
    *("statements", "static", "timeline", "uk"),
}

# How many questions of a kind a network may ask at once, and how many more each second after.
LIMITS = {"search": (60, 2), "exports": (20, 0.2), "api": (120, 4), "reports": (30, 0.1)}


def env(name, default=None, *, read=str):
    """The only reader of the environment.

    A setting without a default must be set; `read` turns the text into the value and raises
    ValueError or KeyError where it cannot, which stops the start with the setting's name.
    """
    text = os.environ.get(name, "").strip()
    if not text:
        if default is None:
            raise ImproperlyConfigured(f"{name} must be set in the environment.")
        return default
    try:
        return read(text)
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(f"{name} has a value that cannot be used: {text!r}.") from error


def read_flag(text):
    return FLAGS[text.lower()]


def read_folder(text):
    """Timers and services start in folders of their own, so that only a whole path names one."""
    if not Path(text).is_absolute():
        raise ValueError(text)
    return Path(text)


def read_https_address(text):
    parts = urlsplit(text)
    if parts.scheme != "https" or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError(text)
    return parts


def read_path(text):
    """The path of the desk, such as `newsroom/desk/`, with or without slashes at its ends."""
    path = text.strip("/")
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*(/[a-z0-9][a-z0-9_-]*)*", path):
        raise ValueError(text)
    if path.partition("/")[0] in TAKEN:
        raise ValueError(text)
    return f"{path}/"


def read_contact(text):
    if not text.startswith(("mailto:", "https://")) or not text.isprintable():
        raise ValueError(text)
    return text


def read_database_url(text):
    """Django's DATABASES entry for a libpq address such as postgresql://user@host:5432/name."""
    try:
        words = conninfo_to_dict(text)
    except ProgrammingError as error:
        raise ValueError(text) from error
    places = {
        "dbname": "NAME",
        "user": "USER",
        "password": "PASSWORD",
        "host": "HOST",
        "port": "PORT",
    }
    if not text.startswith(("postgresql://", "postgres://")) or "dbname" not in words:
        raise ValueError(text)
    entry = {place: str(words.pop(word)) for word, place in places.items() if word in words}
    return {"ENGINE": "django.db.backends.postgresql", **entry, "OPTIONS": words}


def read_replica_urls(text):
    """An entry for each address; behind one stands one server, as versions are told by servers."""
    entries = [read_database_url(url) for url in text.split()]
    if any("," in entry.get("HOST", "") for entry in entries):
        raise ValueError(text)
    return entries


def read_seconds(text):
    seconds = float(text)
    if not 0 < seconds < float("inf"):
        raise ValueError(text)
    return seconds


def read_address(text):
    """Host and port of where to listen, such as 127.0.0.1:8000 or [::]:8000."""
    parts = urlsplit(f"//{text}")
    if not parts.hostname or parts.port is None or parts.netloc != text or "@" in text:
        raise ValueError(text)
    return parts.hostname, parts.port


def read_count(text):
    count = int(text)
    if count < 1:
        raise ValueError(text)
    return count


def read_cache_url(text):
    """The address of a Redis or Valkey, as the client of both takes it."""
    scheme, mark, rest = text.partition("://")
    named = {"redis": "redis", "rediss": "rediss", "valkey": "redis", "valkeys": "rediss"}
    if not mark or not urlsplit(text).hostname:
        raise ValueError(text)
    return f"{named[scheme]}://{rest}"


def read_dsn(text):
    """Where a Sentry takes what is told to it: https://KEY@HOST/PROJECT, http on this machine."""
    parts = urlsplit(text)
    here = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    known = (parts.scheme == "https" or here) and parts.hostname and parts.username
    if not known or not parts.path.rpartition("/")[2].isdigit():
        raise ValueError(text)
    return text


def read_limits(text):
    """Those that are named, as `search=60+2`, in the place of the usual ones; `off`: none."""
    if text == "off":
        return {}
    told = {}
    for entry in text.split():
        kind, _, amounts = entry.partition("=")
        most, _, each_second = amounts.partition("+")
        told[kind] = int(most), read_seconds(each_second)
    if told.keys() - LIMITS or any(most < 1 for most, _ in told.values()):
        raise ValueError(text)
    return LIMITS | told

"""Who may open what: every address of the site by every kind of visitor, read and sent to."""

import logging
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.test import Client
from django.urls import LocalePrefixPattern, URLPattern, get_resolver, resolve, reverse

from positions.login import urls as login
from positions.models import (
    Article,
    Coding,
    Correction,
    Official,
    Precondition,
    Report,
    SearchNote,
    Source,
    SourceCheck,
    Statement,
    Topic,
    Upload,
)
from tests import make
from tests.package import enter_everything

pytestmark = pytest.mark.django_db
ROLES = ["out", "reader", "editor", "reviewer", "superuser"]
# An address, and for each of ROLES the status of what a GET and an empty POST get.
TABLE = Path(__file__).with_name("permissions.txt")
SLUGS = {"actor": "us", "precondition": "withdrawal", "section": "statements", "kind": "zip"}
OF_PAGES = {"statements": "2022-12-02-biden-2", "embed": "2022-12-02-biden-2", "actors": "us"}
OF_PAGES |= {"officials": "biden", "preconditions": "withdrawal", "topics": "talks"}


def patterns(resolver=None, before=""):
    """All addresses, but for those in other languages, which lead to the same views."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = "" if isinstance(pattern.pattern, LocalePrefixPattern) else str(pattern.pattern)
        # Whatever applications the desk has.
        here = re.sub(r"\^\(\?P<app_label>[a-z|]+\)/\$", "<app_label>/", here)
        if isinstance(pattern, URLPattern):
            yield before + here
        else:
            yield from patterns(pattern, before + here)


@pytest.fixture
def numbers():
    """By the name of a kind of record, the number of one."""
    enter_everything()
    told = Statement.objects.published().first()
    source, now = Source.objects.first(), datetime.now(UTC)
    Article.objects.create(source=source, text="Words.")
    checked = {"archived": False, "address": "https://example.org/", "outcome": "answers"}
    SourceCheck.objects.create(source=source, checked_at=now, **checked)
    Report.objects.create(statement=told, text="It is wrong.")
    Upload.objects.create(content={}, digest="0" * 64, names="a.csv")
    User.objects.create_user("somebody")
    access = {"username": "ann", "ip_address": "192.0.2.1", "attempt_time": now}
    AccessLog.objects.create(**access)
    AccessFailureLog.objects.create(**access)
    AccessAttempt.objects.create(**access, failures_since_start=1)
    kinds = [Article, Coding, Correction, Official, Precondition, Report, SearchNote, Source]
    kinds += [SourceCheck, Topic, Upload, Group, User, AccessLog, AccessFailureLog, AccessAttempt]
    found = {kind._meta.model_name: kind.objects.earliest("pk").pk for kind in kinds}
    draft = Statement.objects.filter(status="draft").first()
    return {**found, "statement": draft.pk, "actor": make.actor("us").pk}


def filled(pattern, numbers):
    """An address of that pattern."""
    if not pattern.startswith(settings.ADMIN_PATH):
        first = re.split(r"[/.<]", pattern.removeprefix("api/v1/"))[0]
        given = {"suffix": "atom" if "<feed:" in pattern else "csv", "slug": OF_PAGES.get(first)}
        given |= SLUGS
    else:
        kind = pattern.removeprefix(settings.ADMIN_PATH).split("/")[1:2]
        number = numbers.get(*kind, 0) if kind else 0
        given = {"object_id": number, "id": number, "pk": number, "name": "x", **SLUGS}
        given |= {"content_type_id": 0, "url": "nowhere", "app_label": "positions"}
        pattern = pattern.replace("(?P<url>.*)$", "<url>")
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(given[found[1]]), pattern)


@pytest.fixture
def visitors():
    """A client for each of ROLES."""
    clients = {role: Client() for role in ROLES}
    for role in ROLES[1:]:
        user = User.objects.create_user(role, is_staff=role != "reader")
        user.groups.set(Group.objects.filter(name=role.title()))
        user.is_superuser = role == "superuser"
        user.save()
        clients[role].force_login(user)
    return clients


def status(client, method, address):
    """What it gets, which leaves no trace."""
    cookies = {name: cookie.value for name, cookie in client.cookies.items()}
    with transaction.atomic():
        told = getattr(client, method)(address).status_code
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(cookies)
    return told


@pytest.fixture(autouse=True)
def quiet():
    """Most of what is asked for here is refused, and each refusal would be logged at length."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_each_address_answers_each_visitor_as_the_table_says(visitors, numbers):
    found = []
    for pattern in dict.fromkeys(patterns()):
        address = filled(pattern, numbers)
        told = [
            " ".join(str(status(visitors[role], method, address)) for role in ROLES)
            for method in ("get", "post")
        ]
        found.append(f"{pattern:70} {told[0]}   {told[1]}")
    wanted = [line for line in TABLE.read_text().splitlines() if not line.startswith("#")]
    assert sorted(found) == sorted(wanted)


def test_a_password_alone_opens_no_address_of_the_desk(client, with_second_factor, numbers):
    with_second_factor(client, User.objects.create_superuser("half"))
    desk = [one for one in dict.fromkeys(patterns()) if one.startswith(settings.ADMIN_PATH)]
    own = {pattern.name for pattern in every_page(login.urlpatterns)}
    shown = set()
    for pattern in desk:
        address = filled(pattern, numbers)
        if resolve(address).url_name in own:
            continue
        for method in ("get", "post"):
            response = getattr(client, method)(address)
            if getattr(response, "url", "") != reverse("mfa_index"):
                shown.add(address)
    assert len(desk) > 150 and shown == set()


def every_page(patterns):
    for pattern in patterns:
        yield from (
            [pattern] if isinstance(pattern, URLPattern) else every_page(pattern.url_patterns)
        )

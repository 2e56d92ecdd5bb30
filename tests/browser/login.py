"""Logging in as editors do."""

import re

from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from playwright.sync_api import expect


def log_in(page, site):
    """As the first user of the site: once by the form, and then with the cookies of that session,
    as a code lets in once only."""
    if site.session:
        page.context.add_cookies(site.session)
        page.goto(f"{site.url}/admin/")
    else:
        page.goto(f"{site.url}/admin/")
        send_password(page, "admin", site.admin_password)
        send_code(page, site.codes.pop())
    expect(page.get_by_role("heading", name="Editors' desk")).to_be_visible()
    site.session = page.context.cookies()


def send_password(page, name, password):
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in", exact=True).click()


def send_code(page, code):
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Go on").click()


def log_in_first_time(page, site, name, password):
    """With an app set up on the way, as who has no second factor is led to. Returns its secret."""
    page.goto(f"{site.url}/admin/")
    send_password(page, name, password)
    page.get_by_role("link", name="Set up an app").click()
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Go on").click()
    secret = page.locator("#secret").inner_text()
    page.get_by_label("code").fill(code_of(secret))
    page.get_by_role("button", name="Set up").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("link", name=re.compile("to the desk")).click()
    expect(page.get_by_role("heading", name="Editors' desk")).to_be_visible()
    return secret


def code_of(secret):
    """What the app shows now: the middle one of those that count."""
    steps = [*yield_hotp_counters_from_time()]
    return format_hotp_value(hotp_value(secret, steps[len(steps) // 2]))

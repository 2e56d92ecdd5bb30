"""Logging in with a browser: an app, a passkey, the look of the pages, and the way back."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from .login import code_of, log_in, log_in_first_time, send_code, send_password
from .test_admin import breaches

NAME, PASSWORD = "pia", "fifteen letters and more"


@pytest.fixture
def somebody(page, site):
    """A superuser without a second factor, on whose pages nothing is complained of."""
    log_in(page, site)
    page.goto(f"{site.url}/admin/auth/user/add/")
    page.locator("#id_username").fill(NAME)
    page.locator("#id_password1").fill(PASSWORD)
    page.locator("#id_password2").fill(PASSWORD)
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator("#id_is_staff").check()
    page.locator("#id_is_superuser").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_contain_text("was changed")


def test_an_app_and_a_passkey(page, site, browser, somebody):
    heard = []
    context = browser.new_context()
    context.on("console", lambda message: heard.append(message.text))
    own = context.new_page()
    # Browsers know passkeys by https and on localhost, which 127.0.0.1 is not to them.
    local = replace(site, url=site.url.replace("127.0.0.1", "localhost"), session=None)
    device = context.new_cdp_session(own)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": True}
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**options, "automaticPresenceSimulation": True}},
    )

    own.goto(f"{local.url}/admin/")
    found = breaches(own, "log in")
    secret = log_in_first_time(own, local, NAME, PASSWORD)
    own.get_by_role("link", name="Second factor").click()
    found |= breaches(own, "second factor")
    own.get_by_role("link", name="Add a passkey").click()
    own.get_by_label("Passwordless").check()
    found |= breaches(own, "add a passkey")
    own.get_by_role("button", name="Add", exact=True).click()
    expect(own.get_by_text("Passkeys: 1.")).to_be_visible()
    own.get_by_role("link", name="See them").click()
    found |= breaches(own, "passkeys")
    leave(own)

    # In place of the code, and in place of all else.
    send_password(own, NAME, PASSWORD)
    expect(own.get_by_label("Code")).to_be_visible()
    found |= breaches(own, "code")
    own.get_by_role("button", name="Use a passkey").click()
    expect(own.get_by_role("heading", name="Editors' desk")).to_be_visible()
    leave(own)
    own.get_by_role("button", name="Log in with a passkey").click()
    expect(own.get_by_role("heading", name="Editors' desk")).to_be_visible()
    leave(own)

    # Nobody at the device: the page says so.
    own.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('gone')) }")
    own.get_by_role("button", name="Log in with a passkey").click()
    expect(own.get_by_role("alert")).to_contain_text("The browser gave no passkey.")
    found |= breaches(own, "no passkey")

    send_password(own, NAME, "something wrong")
    expect(own.locator(".errornote").first).to_contain_text("not correct")
    found |= breaches(own, "wrong password")
    send_password(own, NAME, PASSWORD)
    send_code(own, code_of(secret))
    expect(own.get_by_role("heading", name="Editors' desk")).to_be_visible()
    context.close()
    assert found == {}
    assert heard == []


def leave(page):
    page.goto(f"{page.url.split('/admin/')[0]}/admin/logout/")
    page.locator("#content-main").get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()


def test_after_logging_out_the_way_back_shows_nothing(page, site, browser):
    context = browser.new_context()
    own = context.new_page()
    own.goto(f"{site.url}/admin/positions/statement/")
    send_password(own, "admin", site.admin_password)
    send_code(own, site.codes.pop())
    expect(own.get_by_role("heading", name="Select statement")).to_be_visible()
    own.get_by_role("button", name="Log out").click()
    expect(own.get_by_role("heading", name="Log in")).to_be_visible()
    own.go_back()
    expect(own.get_by_role("heading", name="Log in")).to_be_visible()
    expect(own.get_by_text("Select statement")).to_have_count(0)
    context.close()


def test_too_many_guesses_are_told_on_a_page_of_the_desk(page, site):
    for _ in range(5):
        page.goto(f"{site.url}/admin/login/")
        send_password(page, "nobody", "wrong")
    expect(page.get_by_role("heading", name="Too many wrong guesses")).to_be_visible()
    assert breaches(page, "locked") == {}

"""Failures are told to the Sentry that SENTRY_DSN names: what failed, where in the code, at which
pattern of an address. Nothing of who asked, and nothing that was sent."""

import sentry_sdk
from sentry_sdk.integrations.django import DjangoIntegration

from positions.operation.lines import number, without_rows
from positions.release import code_version


def report_to(dsn):
    sentry_sdk.init(
        dsn,
        release=code_version()[:12],
        before_send=without_persons,
        before_breadcrumb=lambda crumb, hint: None,
        include_local_variables=False,
        max_request_body_size="never",
        send_default_pii=False,
        server_name="",
        integrations=[DjangoIntegration(middleware_spans=False, signals_spans=False)],
    )


def without_persons(event, hint):
    """What is left of an event once all that may be somebody's is gone."""
    request = event.pop("request", {})
    if "method" in request:
        event["request"] = {"method": request["method"]}
    for name in ("user", "breadcrumbs", "extra"):
        event.pop(name, None)
    for failure in event.get("exception", {}).get("values", []):
        failure["value"] = without_rows(failure.get("value") or "")
    event.setdefault("tags", {})["request_id"] = number.get() or "none"
    return event

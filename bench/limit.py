"""The framework's floor: one query by psycopg, one plain template, Django's usual middleware.

`?bytes=` makes the answer as long as the page that it is held against.
"""

import threading

import django
import psycopg
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.template import Context, Engine
from django.urls import path

from .queries import ALL, rows

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    SECRET_KEY="of a server that keeps nothing",
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
)
django.setup()

QUERY = rows(ALL)
TEMPLATE = Engine().from_string(
    "<!doctype html><title>Statements</title><ol>{% for row in rows %}<li>"
    '<a href="/{{ row.0 }}/">{{ row.13 }}</a>, {{ row.3 }}, {{ row.11 }}, {{ row.1 }}'
    "<blockquote>{{ row.6 }}</blockquote>"
    "<ul>{% for coding in row.14 %}<li>{{ coding }}{% endfor %}</ul>"
    "<ul>{% for source in row.15 %}<li>{{ source }}{% endfor %}</ul>"
    "{% endfor %}</ol><p>{{ rest }}"
)
kept = threading.local()


def page(request):
    if not hasattr(kept, "connection"):
        kept.connection = psycopg.connect(autocommit=True, prepare_threshold=0)
    found = kept.connection.execute(QUERY).fetchall()
    text = TEMPLATE.render(Context({"rows": found, "rest": ""}))
    missing = int(request.GET.get("bytes", 0)) - len(text.encode())
    return HttpResponse(text + "." * max(0, missing))


urlpatterns = [path("", page)]
application = get_wsgi_application()

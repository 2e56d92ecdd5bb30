"""The WSGI application that any server runs: granian, gunicorn, uWSGI."""

import os

from django.core.wsgi import get_wsgi_application

from positions.overload import limit_queries

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
limit_queries()

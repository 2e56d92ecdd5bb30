"""Sessions of editors: they end an hour after the last page, and eight hours after they began."""

from datetime import UTC, datetime, timedelta

from django.contrib.sessions.backends import db
from django.utils import timezone

LONGEST = timedelta(hours=8)
# The end is moved on in steps of this, as each costs a write.
STEP = timedelta(minutes=1)
BEGAN = "began"


class SessionStore(db.SessionStore):
    """Kept in the database. A request moves the end on to SESSION_COOKIE_AGE from then, but never
    beyond LONGEST."""

    def create_model_instance(self, data):
        began = data.setdefault(BEGAN, timezone.now().timestamp())
        session = super().create_model_instance(data)
        end = datetime.fromtimestamp(began, UTC) + LONGEST
        session.expire_date = min(session.expire_date, end)
        return session

    def _get_session_from_db(self):
        session = super()._get_session_from_db()
        end = timezone.now() + timedelta(seconds=self.get_session_cookie_age())
        if session and session.expire_date < end - STEP:
            self.modified = True
        return session

"""How much a network may still ask, counted in the database: exact with any number of processes."""

from django.db import models

# $1 the key, $2 the seconds in which one is given back, $3 how many are there at most. A bucket is
# told by the moment at which it is full again; one question moves that on by $2, and is refused
# where it would lie further off than an empty bucket takes to fill. The clock is read once the row
# is held, and whoever else asks has its answer a fraction of a millisecond later.
TAKE = """
    INSERT INTO positions_bucket AS b (key, full_at, passed)
    VALUES ($1, clock_timestamp() + $2 * interval '1 second', true)
    ON CONFLICT (key) DO UPDATE SET (full_at, passed) = (
        SELECT CASE WHEN passes THEN next ELSE b.full_at END, passes
        FROM (SELECT clock_timestamp() AS moment) now,
        LATERAL (SELECT greatest(b.full_at, moment) + $2 * interval '1 second' AS next) taken,
        LATERAL (SELECT next <= moment + $2 * $3 * interval '1 second' AS passes) judged
    )
    RETURNING passed::int, extract(epoch FROM full_at - clock_timestamp()) - $2 * ($3 - 1)
"""
# A bucket that is full is as good as none. $1 at most are looked at, and none that is in use.
SWEEP = """
    DELETE FROM positions_bucket WHERE key = ANY(ARRAY(
        SELECT key FROM positions_bucket WHERE full_at < clock_timestamp()
        LIMIT $1 FOR UPDATE SKIP LOCKED
    ))
"""


class Bucket(models.Model):
    """A network and a kind of question, by a keyed digest that changes with the day. The table is
    not logged: nothing of it is worth a write to disk, after a crash all buckets are full, and
    replicas have none."""

    key = models.CharField(max_length=64, primary_key=True)
    full_at = models.DateTimeField()
    passed = models.BooleanField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.key[:8]}: full at {self.full_at:%H:%M:%S}"

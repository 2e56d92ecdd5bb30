"""The package for readers, made by each process once for each data version."""

import os
import tempfile
import weakref
from dataclasses import replace
from threading import Lock

from django.utils import timezone

from positions.models.dataversion import data_version

from . import public

AT_ONCE = 65_536


class Package:
    """A zip in a file without a name, which is there for as long as anybody reads it."""

    def __init__(self, of):
        self.of = of
        self.file = tempfile.TemporaryFile()  # noqa: SIM115 (the next line closes it)
        weakref.finalize(self, self.file.close)
        self.made = public.make(self.file)

    def read(self):
        """All of it, part by part, whoever else is reading it."""
        at = 0
        while part := os.pread(self.file.fileno(), AT_ONCE, at):
            at += len(part)
            yield part


last = None
one_at_a_time = Lock()


def package_now():
    """The Package of the record as it is now. Who asks while it is made waits for it."""
    global last
    with one_at_a_time:
        now, of = timezone.now(), (data_version(), public.homepage())
        if last is None or last.of != of:
            last = Package(of)
        else:
            last.made = replace(last.made, at=now)
        return last

"""A package as one file: a zip with a folder in it."""

import shutil
import tempfile
import zipfile
from contextlib import contextmanager
from pathlib import Path

from .tables import DESCRIPTOR, BadPackage, Problem

# The earliest that a zip can tell: with it the bytes follow from names and contents alone.
NO_TIME = (1980, 1, 1, 0, 0, 0)


def pack(paths, top, file):
    """Write these files, in this order, as members of the folder `top` into a zip."""
    with zipfile.ZipFile(file, "w") as archive:
        for path in paths:
            member = zipfile.ZipInfo(f"{top}/{path.name}", NO_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3  # Unix, so that the mode below is read.
            member.external_attr = 0o100644 << 16
            with path.open("rb") as source, archive.open(member, "w") as target:
                shutil.copyfileobj(source, target)


@contextmanager
def unpacked(place):
    """The folder of a package: `place` itself or, of a zip, the one in it for as long as it is
    needed. Raises BadPackage."""
    place = Path(place)
    if not place.is_file():
        yield place
        return
    with tempfile.TemporaryDirectory() as folder:
        try:
            with zipfile.ZipFile(place) as archive:
                archive.extractall(folder)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
            raise BadPackage(
                [Problem(str(place), f"not a zip that can be read: {error}")]
            ) from None
        found = sorted(path.parent for path in Path(folder).rglob(DESCRIPTOR))
        if len(found) != 1:
            reason = f"it must have one {DESCRIPTOR} in it, and has {len(found) or 'none'}"
            raise BadPackage([Problem(str(place), reason)])
        yield found[0]

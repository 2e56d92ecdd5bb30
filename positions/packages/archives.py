"""A package as one file: a zip with a folder in it."""

import shutil
import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path

from .tables import DESCRIPTOR, BadPackage, Problem

# The earliest that a zip can tell: with it the bytes follow from names and contents alone.
NO_TIME = (1980, 1, 1, 0, 0, 0)
# How many times its size a zip may have once it is unpacked. Tables come to about ten times.
MOST_GROWTH = 100


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


# What zipfile fails with: damage, a password, an end too early, a name that is no text.
NOT_READ = (
    *(zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError),
    UnicodeDecodeError,
)
KINDS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def refuse_bomb(archive, place):
    """Of these kinds zipfile unpacks no more of a member than it says here, and piece by piece."""
    if any(member.compress_type not in KINDS for member in archive.infolist()):
        reason = "not a zip that can be read: it is compressed by other means than Deflate"
        raise BadPackage([Problem(str(place), reason)])
    if sum(member.file_size for member in archive.infolist()) > MOST_GROWTH * place.stat().st_size:
        reason = f"it has more than {MOST_GROWTH} times its size once it is unpacked"
        raise BadPackage([Problem(str(place), reason)])


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
                refuse_bomb(archive, place)
                archive.extractall(folder)
        except NOT_READ as error:
            raise BadPackage(
                [Problem(str(place), f"not a zip that can be read: {error}")]
            ) from None
        except OSError as error:
            raise BadPackage([Problem(str(place), f"cannot be unpacked: {error}")]) from None
        found = sorted(path.parent for path in Path(folder).rglob(DESCRIPTOR))
        if len(found) != 1:
            reason = f"it must have one {DESCRIPTOR} in it, and has {len(found) or 'none'}"
            raise BadPackage([Problem(str(place), reason)])
        yield found[0]

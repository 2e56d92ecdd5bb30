"""The editors' data as a Data Package (datapackage.org, version 2): a folder of CSV files beside a
datapackage.json that describes them.

schema.py says what the files hold and everything else follows it: descriptor.py writes
datapackage.json, tables.py reads the files, storing.py has them stored, by bulk.py at once or by
loading.py by the rules of checks.py, and dumping.py writes them. public.py makes the package for
readers from the same description.
"""

from .archives import unpacked
from .dumping import dump
from .storing import load
from .tables import BadPackage

__all__ = ["BadPackage", "dump", "load", "unpacked"]
